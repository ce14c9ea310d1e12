"""The counts of a run, which account for every input."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsextract.batch.items import Item
from newsextract.batch.store.contents import Counts
from newsextract.batch.tasks import Summary

__all__ = ["Report"]


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
        recovered: outcomes that a broken run had not merged yet.
        removed: outcomes of inputs that are gone.
        reprints: articles that tell the story of another.
        totals: what the output holds in the end.
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
    recovered: int = 0
    removed: int = 0
    reprints: int = 0
    totals: Counts | None = None
    seconds: float = 0.0

    @property
    def failures(self) -> int:
        """Failures of this run."""
        return sum(self.failed.values())

    @property
    def ok(self) -> bool:
        """Whether none of this run's inputs fails, be it now or as kept."""
        return self.totals is not None and not self.totals.failed

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
        """Add what a user should know."""
        self.notes.append((path, text))
