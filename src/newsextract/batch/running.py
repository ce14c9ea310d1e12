"""One run of a batch: inputs found, done by workers, merged, compared, exported."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, time_ns
from typing import TYPE_CHECKING, Final

from newsextract.api import version_of_results
from newsextract.batch.containers import Containers, is_container
from newsextract.batch.counting import Report
from newsextract.batch.inputs import STRETCH, Note, Skipped, find
from newsextract.batch.inputs.names import key_of
from newsextract.batch.items import Item, Ref
from newsextract.batch.limits import MEMORY_MB, TIME_LIMIT
from newsextract.batch.pool import run_tasks
from newsextract.batch.store.contents import count, seen_by_kind, seen_failures, set_stories
from newsextract.batch.store.database import guarded
from newsextract.batch.store.export import check_target, export, keeps_json, parts_of, suffix_of
from newsextract.batch.store.lock import RunLock
from newsextract.batch.store.master import Master
from newsextract.batch.store.rows import rows_of
from newsextract.batch.store.shards import SHARD_SUFFIX, write_shard
from newsextract.batch.tasks import Settings, Task, packed
from newsextract.batch.telling import tell_stories
from newsextract.batch.working import same_key
from newsextract.errors import ArchiveError, UsageError
from newsextract.outcome import Failure

if TYPE_CHECKING:
    from newsextract.batch.tasks import Summary

__all__ = ["Options", "master_of", "run"]

_FAILURES_A_SHARD: Final = 500

_EXAMPLES: Final = 10
"""Failures that are told one by one."""

_OUT_OF_SIGHT: Final = frozenset({"unreadable", "crashed", "time_limit", "memory_limit"})
"""Failures behind which there may be articles of an earlier run that are still there."""

Runner = Callable[[Iterator[Task], "Options"], Iterator[tuple[Task, "Summary"]]]
"""Does tasks somewhere: in processes of this machine, or on a cluster."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is run.

    Args:
        workers: number of processes.
        column: column or field that holds the text, in tables and JSON lines.
        time_limit: seconds for one article.
        memory_mb: what each worker may take, in megabytes.
        stories: whether reprints of one press release are found, to be counted once.
        prune: whether outcomes of inputs that are no longer there are removed.
        stretch: wanted size of a piece of a container, in bytes.
    """

    workers: int = 1
    column: str | None = None
    time_limit: float = TIME_LIMIT
    memory_mb: int = MEMORY_MB
    stories: bool = True
    prune: bool = False
    stretch: int = STRETCH


def run(
    paths: Sequence[str | Path],
    out: Path,
    options: Options = Options(),
    *,
    runner: Runner | None = None,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Read articles, and keep every outcome in `out`.

    A run that was broken off, at any moment, is taken up by the same call: what was done
    at the same version is not done again, and the result is that of an unbroken run.

    Args:
        paths: files, folders, globs.
        out: where to; its suffix says the format (`batch.store.export.SUFFIXES`).
        options: how.
        runner: does the tasks; None: processes of this machine.
        progress: called with the counts so far: when the output has been opened, and after
            each task.

    Returns:
        The counts of the run, which add up.

    Raises:
        UsageError: `out` or an option makes no sense, or a library is missing.
        ArchiveError: the output cannot be written, or another run is writing it. What was
            done is kept.
    """
    if options.workers < 1:
        raise UsageError(f"workers must be at least 1, not {options.workers}")
    _check(paths, out)
    return _Run(paths, out, options, runner or _locally, progress).run()


def _locally(tasks: Iterator[Task], options: Options) -> Iterator[tuple[Task, Summary]]:
    return run_tasks(tasks, options.workers, options.memory_mb)


class _Run:
    """The state of one run."""

    def __init__(
        self,
        paths: Sequence[str | Path],
        out: Path,
        options: Options,
        runner: Runner,
        progress: Callable[[Report], None],
    ) -> None:
        self._paths = paths
        self._out = out
        self._options = options
        self._runner = runner
        self._progress = progress
        self._folder = _folder_of(out)
        self._report = Report()
        self._id = f"{time_ns():x}-{os.getpid():x}"
        self._number = 0
        self._failed: list[Item] = []
        self._containers = Containers()
        self._settings = Settings(
            version=version_of_results(),
            time_limit=options.time_limit,
            memory_mb=options.memory_mb,
            keep_json=keeps_json(out),
        )

    def run(self) -> Report:
        began = monotonic()
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"cannot make {self._folder}: {error.strerror}") from error
        path = master_of(self._out)
        with (
            RunLock(self._folder / "lock"),
            Master(path, keep_json=self._settings.keep_json) as master,
        ):
            self._take_up(master)
            self._progress(self._report)
            self._do_all(master)
            self._finish(master)
            if path != self._out:
                export(master.connection, self._out)
        self._report.seconds = monotonic() - began
        return self._report

    def _take_up(self, master: Master) -> None:
        """What a run that was broken off has left behind."""
        with guarded(self._folder):
            for notebook in self._folder.glob("*.watch"):
                notebook.unlink()  # that run may have been killed over a page that is good
        self._report.recovered = master.recover(self._folder).outcomes

    def _do_all(self, master: Master) -> None:
        done = self._runner(self._tasks(master, self._refs(master)), self._options)
        try:
            for task, summary in done:
                self._merge(master, task.shard, summary.outcomes)
                master.see(summary.unchanged)
                self._report.add(summary)
                self._report.read += len(task.refs)
                self._drop(master, self._containers.read(task.refs))
                self._progress(self._report)
        finally:
            if isinstance(done, Generator):
                done.close()  # at once, also when a merge fails: its workers must not go on
        self._put_by(master, least=1)
        self._drop(master, self._containers.all_found())
        self._progress(self._report)

    def _refs(self, master: Master) -> Iterator[Ref]:
        """The references found; what is known to fail without reading is an outcome at once."""
        for found in find(
            self._paths,
            column=self._options.column,
            stretch=self._options.stretch,
            leave_out=[*parts_of(self._out), self._folder],
        ):
            if isinstance(found, Skipped):
                self._report.skip(found.reason, found.number)
            elif isinstance(found, Note):
                self._report.note(found.path, found.text)
            elif (failed := found if isinstance(found, Item) else _unclear_name(found)) is not None:
                self._failed.append(failed)
                self._put_by(master, least=_FAILURES_A_SHARD)
            elif isinstance(found, Ref):
                self._report.found += 1
                self._containers.found(found)
                yield found
        self._report.all_found = True

    def _tasks(self, master: Master, refs: Iterator[Ref]) -> Iterator[Task]:
        for portion in packed(refs):
            name = self._name()
            yield Task(
                refs=portion,
                shard=self._folder / f"{name}{SHARD_SUFFIX}",
                watch=self._folder / f"{name}.watch",
                known=self._known(master, portion),
                settings=self._settings,
            )

    def _name(self) -> str:
        # Another run's late shard must not take the name of one of this run.
        self._number += 1
        return f"{self._id}-{self._number:08}"

    def _known(self, master: Master, refs: Sequence[Ref]) -> dict[str, str]:
        """Digests of what is kept at this version."""
        if is_container(refs[0]):
            known = master.known_inside(key_of(refs[0].path))
        else:
            known = master.known([key_of(ref.path) for ref in refs])
        version = self._settings.version
        return {key: kept.digest for key, kept in known.items() if kept.version == version}

    def _merge(self, master: Master, shard: Path, outcomes: int) -> None:
        if not outcomes:
            return
        master.merge(shard, apart=True)
        with guarded(shard):
            shard.unlink()
        for key in master.twins():
            self._report.done -= 1
            self._failed.append(same_key(key))

    def _drop(self, master: Master, containers: Iterable[str]) -> None:
        """Forget what containers failed of before, now that they have been read."""
        for path in containers:
            self._report.mended += master.drop_failures(key_of(path))

    def _put_by(self, master: Master, *, least: int) -> None:
        """Keep the failures that need no worker."""
        if len(self._failed) < least:
            return
        failed, self._failed = self._failed, []
        shard = self._folder / f"{self._name()}{SHARD_SUFFIX}"
        rows = (rows_of(item, item.failure, "") for item in failed if item.failure)
        for item in failed:
            self._report.failed_at_once(item)
        self._merge(master, shard, write_shard(shard, rows))

    def _finish(self, master: Master) -> None:
        if self._options.prune:
            self._prune(master)
        with guarded(master.path):
            if self._options.stories:
                self._report.reprints = tell_stories(master.connection)
            else:
                set_stories(master.connection, ())
            self._report.outcomes = seen_by_kind(master.connection)
            self._report.examples = seen_failures(master.connection, _EXAMPLES)
            self._report.totals = count(master.connection)
        master.finish()

    def _prune(self, master: Master) -> None:
        """Remove what is gone, unless it may only be out of sight: a disk not there, say."""
        kinds = _OUT_OF_SIGHT.intersection(self._report.failed)
        if kinds:
            why = f"nothing is removed, for some inputs could not be read ({', '.join(kinds)})"
            self._report.note("--prune", why)
        else:
            self._report.removed = master.remove_unseen()


def _check(paths: Sequence[str | Path], out: Path) -> None:
    """Refuse to write over what is not a batch's, or what is to be read.

    Raises:
        UsageError: as it says.
    """
    check_target(out)
    real = os.path.realpath(out)
    for path in paths:
        if os.path.realpath(path) == real:
            raise UsageError(f"{out} is given as an input and as the output")
    if suffix_of(out) in {".sqlite", ".parquet"} or master_of(out).exists():
        return  # the file itself tells whose it is, or the folder does
    for part in parts_of(out):
        if part.exists():
            raise UsageError(
                f"{part} exists, and {_folder_of(out)} does not tell that a batch wrote it: "
                "it is left as it is; give another output, or delete it"
            )


def master_of(out: Path) -> Path:
    """The database behind an output: itself, or in the folder beside an export.

    Raises:
        UsageError: no name for an output.

    >>> master_of(Path("out.sqlite")).as_posix(), master_of(Path("out.csv")).as_posix()
    ('out.sqlite', 'out.csv.work/master.sqlite')
    """
    return out if suffix_of(out) == ".sqlite" else _folder_of(out) / "master.sqlite"


def _folder_of(out: Path) -> Path:
    return out.with_name(f"{out.name}.work")


def _unclear_name(ref: Ref) -> Item | None:
    """A failure for a file called like an article in a container beside it: x.zip!a.html."""
    if is_container(ref):
        return None
    for mark in re.finditer("[!@#]", ref.path):
        container = ref.path[: mark.start()]
        if Path(container).is_file():
            key = key_of(ref.path)
            message = f"it is called like an article in {key_of(container)}: rename it"
            return Item(f"{key}~2", "", failure=Failure(kind="same_key", message=message))
    return None
