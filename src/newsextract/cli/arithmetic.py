"""Checks put into plain sums a reader can redo: 국비 6,392 + 지방비 3,384 = 9,776억원."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsextract.cli.won import Number, bounds, common_unit, currency_name, in_unit, korean
from newsextract.models import Amount, BudgetRecord, Check, Component, Extraction
from newsextract.money.sources import ancestors

__all__ = ["Proof", "prove"]

Term = tuple[str, Number]
"""A label ("" for none) and a value."""


@dataclass(frozen=True)
class Proof:
    """One check in words.

    Attributes:
        check: the check itself.
        sum: the arithmetic, as `국비 1,839 + 지방비 699 = 2,538억원`.
        note: which kind of check it is and what it is about.
    """

    check: Check
    sum: str
    note: str


def prove(extraction: Extraction) -> list[Proof]:
    """Write out each check of an extraction, in its order."""
    records = {record.id: record for record in extraction.records}
    # An amount derived from a printed share stands in its component alone.
    components = (c for r in extraction.records for c in _all(r.components))
    derived = [c.amount for c in components if c.amount is not None]
    amounts = {amount.id: amount for amount in (*derived, *extraction.amounts)}
    return [_proof(check, records, amounts) for check in extraction.checks]


def _proof(check: Check, records: dict[str, BudgetRecord], amounts: dict[str, Amount]) -> Proof:
    about = [records[i] for i in check.about if i in records]
    parts = [amounts[i] for i in check.about if i in amounts]
    total = parts[0] if parts else about[0].amount if about else None
    currency = total.currency if total else "KRW"
    if check.expected is None or check.found is None:
        said = _unknown(check, currency)
    elif check.kind == "share":
        said = _share(check, about, parts)
    else:
        # Terms are shown only when they make the sum that was checked.
        terms = next((t for t in _terms(check, about, parts) if _make(t, check.found)), [])
        said = _written(terms, check.expected, check.found, currency)
    return Proof(check, said, _note(check, total))


def _make(terms: list[Term], found: Number) -> bool:
    return bool(terms) and sum(value for _, value in terms) == found


def _terms(check: Check, about: list[BudgetRecord], parts: list[Amount]) -> Iterator[list[Term]]:
    """Lists of terms that may be what was added up."""
    if check.kind == "components":
        yield from (t for r in about[:1] for t in _partitions(r.components, check.about))
        yield [(p.funding_source or "", p.exact) for p in parts[1:] if p.exact is not None]
    elif check.kind == "rollup":
        yield [("", r.amount.exact) for r in about[1:] if r.amount.exact is not None]
    elif check.kind == "rollup_by_source" and about and check.category:
        yield _by_source(about[0], about[1:], check.category)


def _partitions(components: Sequence[Component], about: Sequence[str]) -> Iterator[list[Term]]:
    """The components that a check is about, at whatever depth they stand."""
    if any(c.amount is not None and c.amount.id in about[2:] for c in components) or not about[2:]:
        yield [
            (c.source.label, c.amount.exact)
            for c in components
            if c.amount is not None and c.amount.exact is not None
        ]
    for component in components:
        yield from _partitions(component.parts, about)


def _by_source(parent: BudgetRecord, children: list[BudgetRecord], category: str) -> list[Term]:
    """The children's money from one source, finer sources counted in: 도비 is 지방비."""
    label = next((c.source.label for c in parent.components if c.source.category == category), "")
    terms: list[Term] = []
    for child in children:
        values = [
            c.amount.exact
            for c in child.components
            if category in ancestors(c.source.category)
            and c.amount is not None
            and c.amount.exact is not None
        ]
        if values:
            terms.append(("" if terms else label, sum(values)))
    return terms


def _written(terms: list[Term], expected: Number, found: Number, currency: str) -> str:
    unit, word = common_unit([expected, found, *(value for _, value in terms)])
    money = f"{in_unit(expected, unit)}{word}{currency_name(currency)}"
    left = " + ".join(f"{label} {in_unit(value, unit)}".strip() for label, value in terms)
    total = in_unit(found, unit)
    if found == expected:
        return f"{left or total} = {money}"
    if len(terms) > 1:
        left = f"{left} = {total}"
    return f"{left or total} ≠ {money} ({_signed(found - expected, currency)})"


def _signed(value: Number, currency: str) -> str:
    return ("+" if value > 0 else "") + korean(value, currency)


def _share(check: Check, about: list[BudgetRecord], parts: list[Amount]) -> str:
    """`70% of 30억원 = 21억원`, or the value the printed share would give."""
    assert check.expected is not None and check.found is not None  # noqa: PT018, S101
    currency = parts[0].currency if parts else "KRW"
    shares = [
        component.share
        for record in about
        for component in _all(record.components)
        if component.share is not None
        and component.amount is not None
        and component.amount.id == parts[-1].id
    ]
    left = korean(check.found, currency)
    if shares and parts[0].exact is not None:
        per_cent = f"{shares[0] * 100:f}"
        per_cent = per_cent.rstrip("0").rstrip(".") if "." in per_cent else per_cent
        left = f"{per_cent}% of {korean(parts[0].exact, currency)}"
        if check.found != check.expected:
            left += f" = {korean(check.found, currency)}"
    off = check.found - check.expected
    tail = f" ({_signed(off, currency)})" if off else ""
    return f"{left} {'≠' if off else '='} {korean(check.expected, currency)}{tail}"


def _all(components: Iterable[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _all(component.parts)


def _unknown(check: Check, currency: str) -> str:
    def said(value: Number | None) -> str:
        return "?" if value is None else korean(value, currency)

    return f"printed {said(check.expected)}, parts {said(check.found)}"


def _note(check: Check, total: Amount | None) -> str:
    """`rollup of 9,776억원`: the kind, and the total it is about."""
    kind = check.kind.replace("_", " ") + (f" ({check.category})" if check.category else "")
    if total is None:
        return kind
    return f"{kind} of {bounds(total.low, total.high, total.currency)[0]}"
