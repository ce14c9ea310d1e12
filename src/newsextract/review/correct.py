"""An extraction as a person says it should be: roles, sources, links; the rest as found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from newsextract.models import (
    Agency,
    Amount,
    BudgetRecord,
    Component,
    Extraction,
    FundingSource,
    Span,
    TextSpan,
)
from newsextract.money.sources import classify_payer, four_way
from newsextract.review.decisions import Decisions, RecordDecision, key_of
from newsextract.review.recheck import recheck

__all__ = ["Corrected", "Problem", "correct"]

_NO_SOURCE: Final = "no_source"
_NO_RECORD: Final = "no_record"


@dataclass(frozen=True)
class Problem:
    """A decision that cannot be followed, or is not whole yet.

    Attributes:
        key: of the amount or record.
        what: stable snake_case word.
        refused: whether it makes no sense, rather than wanting one more decision.
    """

    key: str
    what: str
    refused: bool


@dataclass(frozen=True)
class Corrected:
    """What comes out.

    Attributes:
        extraction: with decisions followed, where that was possible.
        homes: for each component's key that of its record, whole or not.
        problems: what could not be followed.
    """

    extraction: Extraction
    homes: dict[str, str]
    problems: tuple[Problem, ...]


def correct(found: Extraction, decisions: Decisions) -> Corrected:
    """Follow decisions. What they do not touch stays as it was found, checks included.

    An amount that becomes a budget gets a record of its own, one that stops being one loses its
    record; a component is listed with the record it belongs to once its source is said.
    """
    return _Corrector(found, decisions).run()


class _Corrector:
    def __init__(self, found: Extraction, decisions: Decisions) -> None:
        self.found = found
        self.text = found.article.text
        self.decisions = decisions
        self.problems: list[Problem] = []
        self.before = {key_of(a): a for a in found.amounts}
        self.own = {key_of(r.amount): r for r in found.records}
        self.homes: dict[str, str] = {}
        # Of any other amount its record was right to list it, or not to.
        self.decided = frozenset(
            key for key, d in decisions.amounts.items() if d.corrects and key in self.before
        )
        self.by_id: dict[str, str] = {}

    def run(self) -> Corrected:
        self._report_lost()
        ids = self._record_ids()
        self.by_id = {record_id: key for key, record_id in ids.items()}
        amounts = {key: self._amount(key, a, ids) for key, a in self.before.items()}
        records = [self._record(key, ids, amounts) for key in ids]
        records = self._linked(records, ids)
        checks, records = recheck(self.found, records)
        extraction = self.found.model_copy(
            update={"amounts": tuple(amounts.values()), "records": tuple(records), "checks": checks}
        )
        return Corrected(extraction, self.homes, tuple(self.problems))

    def _refuse(self, key: str, what: str) -> None:
        self.problems.append(Problem(key, what, refused=True))

    def _want(self, key: str, what: str) -> None:
        self.problems.append(Problem(key, what, refused=False))

    def _report_lost(self) -> None:
        for key in (*self.decisions.amounts, *self.decisions.records):
            if key not in self.before:
                self._refuse(key, "no_such_amount")

    def _role(self, key: str) -> str | None:
        decision = self.decisions.amounts.get(key)
        found = self.before[key].role
        return decision.role if decision is not None and decision.has("role") else found

    def _record_ids(self) -> dict[str, str]:
        """The records there shall be, by key, in the text's order."""
        kept = {
            key: record.id
            for key, record in self.own.items()
            if key not in self.before or self._role(key) == "budget"
        }
        new = [
            key
            for key, amount in self.before.items()
            if key not in kept and amount.role != "budget" and self._role(key) == "budget"
        ]
        number = len(self.found.records)
        kept |= {key: f"r{number + nth}" for nth, key in enumerate(new, 1)}
        places = {key: tuple(map(int, key.split("-"))) for key in kept}
        return {key: kept[key] for key in sorted(kept, key=lambda key: places[key])}

    def _amount(self, key: str, amount: Amount, ids: dict[str, str]) -> Amount:
        decision = self.decisions.amounts.get(key)
        role = self._role(key)
        label = amount.funding_source
        if decision is not None and decision.has("funding_source"):
            label = decision.funding_source
        home = ids.get(key) if role == "budget" else None
        if role == "component":
            of = self._home(key, amount, ids)
            home = ids.get(of) if of else None
            if of:
                self.homes[key] = of
            if key in self.decided:
                if not of:
                    self._want(key, _NO_RECORD)
                if not label:
                    self._want(key, _NO_SOURCE)
        elif home is None and role == amount.role and amount.record_id in self.by_id:
            home = amount.record_id
        return amount.model_copy(update={"role": role, "funding_source": label, "record_id": home})

    def _home(self, key: str, amount: Amount, ids: dict[str, str]) -> str | None:
        """The record a component belongs to: as decided, as found, else the last one before it."""
        decision = self.decisions.amounts.get(key)
        if decision is not None and decision.has("of"):
            if decision.of is None or (decision.of in ids and decision.of != key):
                return decision.of
            self._refuse(key, "no_such_record")
        if amount.record_id in self.by_id:
            return self.by_id[amount.record_id]
        if amount.role == "component":
            return None
        before = [of for of in ids if int(of.split("-")[0]) < amount.start]
        return before[-1] if before else next(iter(ids), None)

    def _record(self, key: str, ids: dict[str, str], amounts: dict[str, Amount]) -> BudgetRecord:
        record = self.own.get(key)
        amount = amounts.get(key)
        if record is None:
            assert amount is not None  # noqa: S101 - `_record_ids` names amounts alone
            record = BudgetRecord(
                id=ids[key],
                amount=amount,
                sentence=self._line(amount),
                mentions=(Span(start=amount.start, end=amount.end),),
            )
        decision = self.decisions.records.get(key)
        update: dict[str, object] = {"components": self._components(record, amounts)}
        if amount is not None:
            update["amount"] = amount
        if decision is not None:
            update |= self._facts(key, decision, record)
        return record.model_copy(update=update)

    def _line(self, amount: Amount) -> Span:
        start = self.text.rfind("\n", 0, amount.start) + 1
        end = self.text.find("\n", amount.end)
        return Span(start=start, end=len(self.text) if end < 0 else end)

    def _components(
        self, record: BudgetRecord, amounts: dict[str, Amount]
    ) -> tuple[Component, ...]:
        kept = tuple(self._kept(record.components, record.id, amounts))
        listed = set(_keys(kept))
        added = [
            Component(source=_source(amount.funding_source), amount=amount)
            for key, amount in ((key, amounts[key]) for key in self.decided)
            if amount.role == "component"
            and amount.record_id == record.id
            and amount.funding_source
            and key not in listed
        ]
        order = sorted(added, key=lambda c: c.amount.start if c.amount else 0)
        return (*kept, *order)

    def _kept(
        self, components: Iterable[Component], record_id: str, amounts: dict[str, Amount]
    ) -> Iterable[Component]:
        for component in components:
            parts = tuple(self._kept(component.parts, record_id, amounts))
            key = key_of(component.amount) if component.amount is not None else ""
            amount = amounts.get(key)
            if amount is None or component.derived:
                yield component.model_copy(update={"parts": parts})
            elif key not in self.decided:
                yield component.model_copy(update={"amount": amount, "parts": parts})
            elif amount.role != "component" or amount.record_id != record_id:
                yield from parts
            elif amount.funding_source:
                same = amount.funding_source == component.source.label
                source = component.source if same else _source(amount.funding_source)
                yield component.model_copy(
                    update={"amount": amount, "source": source, "parts": parts}
                )

    def _facts(self, key: str, decision: RecordDecision, record: BudgetRecord) -> dict[str, object]:
        update: dict[str, object] = {}
        if decision.has("program"):
            update["program"] = self._words(key, decision.program, record)
        if decision.has("agencies"):
            update["agencies"] = tuple(self._agency(n, record) for n in decision.agencies)
        if decision.has("fiscal_year"):
            update |= {"fiscal_year": decision.fiscal_year, "fiscal_year_guess": None}
        return update

    def _words(self, key: str, span: Span | None, record: BudgetRecord) -> TextSpan | None:
        if span is None:
            return None
        words = self.text[span.start : span.end]
        if not words or words != words.strip() or span.end > len(self.text) or "\n" in words:
            self._refuse(key, "not_words_of_the_text")
            return record.program
        return TextSpan(start=span.start, end=span.end, text=words)

    def _agency(self, name: str, record: BudgetRecord) -> Agency:
        """A body by its name: as found, else where the text writes it, nearest before the sum."""
        for agency in (*record.agencies, *(a for r in self.found.records for a in r.agencies)):
            if agency.name == name:
                return agency
        start = self.text.rfind(name, 0, record.amount.start)
        start = self.text.find(name) if start < 0 else start
        if start < 0:  # its official name, where the text writes a short one
            at = record.sentence.start
            return Agency(start=at, end=at, name=name, as_written=name)
        return Agency(start=start, end=start + len(name), name=name, as_written=name)

    def _linked(self, records: list[BudgetRecord], ids: dict[str, str]) -> list[BudgetRecord]:
        """The records with their parents: as decided, none that is gone, no circle."""
        parents: dict[str, str | None] = {}
        for record in records:
            parents[record.id] = record.parent if record.parent in self.by_id else None
        for key, decision in self.decisions.records.items():
            if key not in ids or not decision.has("parent"):
                continue
            own, old = ids[key], parents[ids[key]]
            parents[own] = ids.get(decision.parent) if decision.parent else None
            if decision.parent and parents[own] is None:
                self._refuse(key, "no_such_record")
            if _is_circle(own, parents):
                parents[own] = old
                self._refuse(key, "circle")
        return [r.model_copy(update={"parent": parents[r.id]}) for r in records]


def _is_circle(start: str, parents: dict[str, str | None]) -> bool:
    seen, at = {start}, parents[start]
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = parents[at]
    return False


def _keys(components: Iterable[Component]) -> Iterable[str]:
    for component in components:
        if component.amount is not None:
            yield key_of(component.amount)
        yield from _keys(component.parts)


def _source(label: str | None) -> FundingSource:
    source = classify_payer(label or "")
    return FundingSource(
        label=label or "", category=source.category, tier=four_way(source.category)
    )
