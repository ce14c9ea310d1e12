"""The counts of a run, which account for every input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from newsextract.batch.items import Item
from newsextract.batch.store.contents import Counts
from newsextract.batch.store.rows import OK
from newsextract.batch.tasks import Summary

__all__ = ["Report"]

_MOST_NOTES: Final = 1_000


@dataclass(slots=True)
class Report:
    """What a run has done so far, and in the end.

    Args:
        found: references handed to workers; `all_found` when no more will come.
        read: of those, how many are done.
        done: outcomes made by this run, failures among them.
        unchanged: inputs that were kept already.
        failed: failures of this run by kind.
        skipped: what was passed over, by reason.
        notes: what a user should know, with the path it is about.
        unsaid: how many notes there were beyond those.
        recovered: outcomes that a broken run had not merged yet.
        removed: outcomes of inputs that are gone.
        mended: failures of containers that were read again and no longer fail.
        reprints: articles that tell the story of another.
        outcomes: what became of this run's inputs, done or unchanged, by kind.
        examples: of the failures among those some, as key, kind and message.
        totals: what the output holds in the end, inputs of other runs too.
        seconds: how long it took.
    """

    found: int = 0
    all_found: bool = False
    read: int = 0
    done: int = 0
    unchanged: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    unsaid: int = 0
    recovered: int = 0
    removed: int = 0
    mended: int = 0
    reprints: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    totals: Counts | None = None
    seconds: float = 0.0

    @property
    def failures(self) -> int:
        """Inputs of this run that failed now."""
        return sum(self.failed.values())

    @property
    def inputs(self) -> int:
        """Inputs of this run, each with one outcome."""
        return self.done + self.unchanged

    @property
    def ok(self) -> bool:
        """Whether none of this run's inputs fails, be it now or as kept."""
        return self.totals is not None and set(self.outcomes) <= {OK}

    def add(self, summary: Summary) -> None:
        """Add what a task came to."""
        self.done += summary.outcomes
        self.unchanged += len(summary.unchanged)
        for kind, number in summary.failed.items():
            self.failed[kind] = self.failed.get(kind, 0) + number
        for reason, number in summary.skipped.items():
            self.skip(reason, number)
        for path, text in summary.notes:
            self.note(path, text)

    def failed_at_once(self, item: Item) -> None:
        """Add an input that failed without being read."""
        kind = item.failure.kind if item.failure else "internal"
        self.done += 1
        self.failed[kind] = self.failed.get(kind, 0) + 1

    def skip(self, reason: str, number: int) -> None:
        """Add what was passed over."""
        self.skipped[reason] = self.skipped.get(reason, 0) + number

    def note(self, path: str, text: str) -> None:
        """Add what a user should know; of very many, the first."""
        if len(self.notes) < _MOST_NOTES:
            self.notes.append((path, text))
        else:
            self.unsaid += 1
