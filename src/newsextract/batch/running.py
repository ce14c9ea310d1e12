"""One run of a batch: inputs found, done by workers, merged, compared, exported."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from newsextract.api import version_of_results
from newsextract.batch.counting import Report
from newsextract.batch.inputs import STRETCH, Note, Skipped, find
from newsextract.batch.inputs.names import key_of
from newsextract.batch.items import Item, Ref
from newsextract.batch.limits import MEMORY_MB, TIME_LIMIT
from newsextract.batch.pool import run_tasks
from newsextract.batch.store.contents import count
from newsextract.batch.store.database import guarded
from newsextract.batch.store.export import check_target, export, keeps_json, suffix_of
from newsextract.batch.store.lock import RunLock
from newsextract.batch.store.master import Master
from newsextract.batch.store.rows import rows_of
from newsextract.batch.store.shards import SHARD_SUFFIX, write_shard
from newsextract.batch.tasks import Settings, Task, packed
from newsextract.batch.telling import tell_stories
from newsextract.errors import ArchiveError, UsageError
from newsextract.outcome import Failure

if TYPE_CHECKING:
    from newsextract.batch.tasks import Summary

__all__ = ["Options", "run"]

_FAILURES_A_SHARD = 500

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
        progress: called after each task with the counts so far.

    Returns:
        The counts of the run, which add up.

    Raises:
        UsageError: `out` or an option makes no sense, or a library is missing.
        ArchiveError: the output cannot be written, or another run is writing it. What was
            done is kept.
    """
    if options.workers < 1:
        raise UsageError(f"workers must be at least 1, not {options.workers}")
    check_target(out)
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
        self._folder = out.with_name(f"{out.name}.work")
        self._report = Report()
        self._id = f"{time_ns():x}-{os.getpid():x}"
        self._number = 0
        self._failed: list[Item] = []
        self._settings = Settings(
            version=version_of_results(),
            time_limit=options.time_limit,
            memory_mb=options.memory_mb,
            keep_json=keeps_json(out),
            stories=options.stories,
        )

    def run(self) -> Report:
        began = monotonic()
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"cannot make {self._folder}: {error.strerror}") from error
        is_master = suffix_of(self._out) == ".sqlite"
        path = self._out if is_master else self._folder / "master.sqlite"
        with (
            RunLock(self._folder / "lock"),
            Master(path, keep_json=self._settings.keep_json) as master,
        ):
            self._take_up(master)
            self._do_all(master)
            self._finish(master)
            if not is_master:
                export(master.connection, self._out)
        self._report.seconds = monotonic() - began
        return self._report

    def _take_up(self, master: Master) -> None:
        """What a run that was broken off has left behind."""
        for notebook in self._folder.glob("*.watch"):
            notebook.unlink()  # that run may have been killed over a page that is good
        self._report.recovered = master.recover(self._folder).outcomes

    def _do_all(self, master: Master) -> None:
        refs = self._refs(master)
        for task, summary in self._runner(self._tasks(master, refs), self._options):
            self._merge(master, task.shard, summary.outcomes)
            master.see(summary.unchanged)
            self._report.add(summary)
            self._report.read += len(task.refs)
            self._progress(self._report)
        self._put_by(master, least=1)
        self._progress(self._report)

    def _refs(self, master: Master) -> Iterator[Ref]:
        """The references found; what is known to fail without reading is an outcome at once."""
        for found in find(self._paths, column=self._options.column, stretch=self._options.stretch):
            if isinstance(found, Ref):
                self._report.found += 1
                yield found
            elif isinstance(found, Skipped):
                self._report.skip(found.reason, found.number)
            elif isinstance(found, Note):
                self._report.note(found.path, found.text)
            else:
                self._failed.append(found)
                self._put_by(master, least=_FAILURES_A_SHARD)
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
        if refs[0].kind == "file":
            known = master.known([key_of(ref.path) for ref in refs])
        else:
            known = master.known_inside(key_of(refs[0].path))
        version = self._settings.version
        return {key: kept.digest for key, kept in known.items() if kept.version == version}

    def _merge(self, master: Master, shard: Path, outcomes: int) -> None:
        if outcomes:
            master.merge(shard)
            shard.unlink()

    def _put_by(self, master: Master, *, least: int) -> None:
        """Keep the failures that need no worker."""
        if len(self._failed) < least:
            return
        shard = self._folder / f"{self._name()}{SHARD_SUFFIX}"
        rows = (
            rows_of(item, item.failure or Failure(kind="internal", message="no failure"), "")
            for item in self._failed
        )
        self._merge(master, shard, write_shard(shard, rows))
        for item in self._failed:
            self._report.failed_at_once(item)
        self._failed.clear()

    def _finish(self, master: Master) -> None:
        if self._options.prune:
            self._report.removed = master.remove_unseen()
        if self._options.stories:
            with guarded(master.path):
                self._report.reprints = tell_stories(master.connection)
        self._report.totals = count(master.connection)
        master.finish()
