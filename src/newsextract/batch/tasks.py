"""What the driver hands to a worker, and what the worker says when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from newsextract.batch.containers import is_container
from newsextract.batch.items import Ref

__all__ = ["FILES_A_TASK", "Settings", "Summary", "Task", "packed"]

FILES_A_TASK: Final = 32
"""Plain files in one task, at most. A crash repeats so many; merging one costs a few ms."""

_FIRST: Final = 4
"""The first tasks are small, so that a small folder is shared out evenly too."""

_TASKS_A_SIZE: Final = 8
"""So many tasks of one size before the next is larger."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for all articles of a run.

    Args:
        version: of all that makes the results; another one makes a rerun do them anew.
        time_limit: seconds for one article.
        memory_mb: what a worker may take, in megabytes.
        keep_json: whether the whole JSON of each article is kept.
    """

    version: str
    time_limit: float
    memory_mb: int
    keep_json: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """References for one worker.

    Args:
        refs: to be read, in order.
        shard: where the outcomes go; appears when all are there.
        watch: notebook that survives a worker's death.
        known: digest of what is kept already at this version, by key.
        settings: of the run.
    """

    refs: tuple[Ref, ...]
    shard: Path
    watch: Path
    known: Mapping[str, str]
    settings: Settings


@dataclass(slots=True)
class Summary:
    """What became of a task; the outcomes themselves are in its shard.

    Args:
        outcomes: how many the shard holds; 0 where there is no shard.
        failed: of those, how many are failures, by kind.
        unchanged: keys of what is kept already, and was not done again.
        skipped: what was passed over, by reason.
        notes: what a user should know, with the path it is about.
    """

    outcomes: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """Count an outcome of a kind, `ok` or that of a failure."""
        self.outcomes += 1
        if kind != "ok":
            self.failed[kind] = self.failed.get(kind, 0) + 1

    def skip(self, reason: str, number: int) -> None:
        """Count what was passed over."""
        self.skipped[reason] = self.skipped.get(reason, 0) + number


def packed(refs: Iterable[Ref]) -> Iterator[tuple[Ref, ...]]:
    """References in the portions that workers take: some files, or one stretch of a container.

    >>> [len(refs) for refs in packed([Ref("a.html"), Ref("b.zip", "zip"), Ref("c.html")])]
    [1, 2]
    """
    size, made = _FIRST, 0
    files: list[Ref] = []
    for ref in refs:
        if is_container(ref):
            yield (ref,)
            continue
        files.append(ref)
        if len(files) >= size:
            yield tuple(files)
            files, made = [], made + 1
            if made % _TASKS_A_SIZE == 0:
                size = min(2 * size, FILES_A_TASK)
    if files:
        yield tuple(files)
