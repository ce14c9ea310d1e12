"""The state in which an article's sources are bound to their totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from newsextract.budget.cues import find_change_head, is_base, is_change
from newsextract.budget.labels import Label, label_of
from newsextract.language.sentences import Stretch
from newsextract.models import Amount, Breakdown, MoneyReading

__all__ = ["Binder", "Bound", "Part"]


@dataclass(frozen=True, slots=True)
class Bound:
    """The money of an article with its sources bound.

    `repeats` are amounts that only restate a part bound elsewhere: `국비(90억) 확보도`.
    `clues` gives for a total's id the rule that bound its parts and the words it saw.
    """

    money: MoneyReading
    repeats: frozenset[str] = frozenset()
    clues: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = field(default_factory=dict)


class Part(NamedTuple):
    """An amount with the source that pays it, and the share printed beside it."""

    amount: Amount
    label: Label
    share: Decimal | None = None


class Binder:
    """One pass over an article's amounts."""

    def __init__(
        self, text: str, money: MoneyReading, sentences: Iterable[Stretch], skip: frozenset[str]
    ) -> None:
        self.text = text
        self.skip = skip
        self.money = money
        self.breakdowns = {b.total_id: b for b in money.breakdowns if b.total_id}
        self.inside = {i.amount_id for b in self.breakdowns.values() for i in b.items}
        self.clues: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {}
        self.amounts = money.amounts
        self.at = {a.id: n for n, a in enumerate(self.amounts)}
        self.owner = {i.amount_id: t for t, b in self.breakdowns.items() for i in b.items}
        self.sentence_of = self._sentences(sentences)
        self.labels: dict[str, Label | None] = {}
        self.changes: dict[Stretch, int] = {}
        self.printed_shares: dict[str, Decimal] = {}

    def _sentences(self, sentences: Iterable[Stretch]) -> dict[str, Stretch]:
        """Amount id to its sentence."""
        found: dict[str, Stretch] = {}
        at = 0
        for sentence in sentences:
            while at < len(self.amounts) and self.amounts[at].start < sentence.end:
                if self.amounts[at].start >= sentence.start:
                    found[self.amounts[at].id] = sentence
                at += 1
        return found

    def label_of(self, amount: Amount) -> Label | None:
        """The source of an amount, None in tables and in lists of changes."""
        if amount.id not in self.labels:
            sentence = self.sentence_of.get(amount.id)
            usable = amount.role in (None, "component") and amount.id not in self.skip
            if not usable or sentence is None or self._changes_from(sentence) <= amount.start:
                label = None
            else:
                label = label_of(self.text, amount, sentence)
            self.labels[amount.id] = None if label and self._compared(amount) else label
        return self.labels[amount.id]

    def _compared(self, amount: Amount) -> bool:
        """Whether an amount is a base or a change, no part: 5069억원보다 623억원 증액된."""
        return is_base(self.text, amount.end) or is_change(self.text, amount.end)

    def _changes_from(self, sentence: Stretch) -> int:
        """Where a sentence begins to list changes (`늘어난 세입은`); its end where it does not."""
        if sentence not in self.changes:
            head = find_change_head(self.text, *sentence)
            self.changes[sentence] = head.end() if head else sentence.end
        return self.changes[sentence]

    def may_be_total(self, amount: Amount) -> bool:
        """Whether an amount can be a total: in won, not bound yet, no change."""
        taken = amount.id in self.breakdowns or amount.id in self.inside
        free = not taken and amount.id not in self.skip
        won = free and amount.role is None and amount.currency == "KRW"
        return won and not is_change(self.text, amount.end)

    def keep(self, breakdown: Breakdown, parts: Sequence[Part], rule: str = "rest") -> None:
        """Note a breakdown, and the rule and words that bound it."""
        total_id = breakdown.total_id or ""
        self.breakdowns[total_id] = breakdown
        for item in breakdown.items:
            self.inside.add(item.amount_id)
            self.owner[item.amount_id] = total_id
        self.clues[total_id] = (rule, tuple((p.label.start, p.label.end) for p in parts))
