"""Checks as plain sums a reader can redo: 국비 6,392 + 지방비 3,384 = 9,776억원."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsextract.models import Amount, BudgetRecord, Check, Component, Extraction
from newsextract.report.figures import Figures, Number, percent
from newsextract.report.sources import lineage, source_key

__all__ = ["Equation", "Term", "equations"]


@dataclass(frozen=True)
class Term:
    """One number of a sum.

    Attributes:
        label: of its funding source, "" for none.
        text: the number, counted in the sum's unit.
        key: of the source's colour, "" for none.
        amount: id of the printed amount, None where several make it up.
    """

    label: str
    text: str
    key: str = ""
    amount: str | None = None


@dataclass(frozen=True)
class Equation:
    """A check written out.

    Attributes:
        check: the check.
        terms: what is added up; empty where the parts are not known one by one.
        found: what several of them make, shown where it is not what is printed.
        sign: between what they make and what is printed; a list that says it is not whole is
            less, not wrong.
        total: what is printed, with unit and currency.
        difference: found minus printed, with its sign; "" for none.
        record: id of the record it is about.
    """

    check: Check
    terms: tuple[Term, ...]
    found: str
    sign: str
    total: Term
    difference: str
    record: str | None


@dataclass(frozen=True)
class _Part:
    value: Number
    source: str = ""
    key: str = ""
    amount: str | None = None


def equations(extraction: Extraction, figures: Figures) -> list[Equation]:
    """Write out each check of an extraction, in its order."""
    records = {record.id: record for record in extraction.records}
    # An amount derived from a printed share stands in its component alone.
    components = (c for r in extraction.records for c in _all(r.components))
    derived = [c.amount for c in components if c.amount is not None]
    amounts = {amount.id: amount for amount in (*derived, *extraction.amounts)}
    return [_equation(check, records, amounts, figures) for check in extraction.checks]


def _equation(
    check: Check, records: dict[str, BudgetRecord], amounts: dict[str, Amount], figures: Figures
) -> Equation:
    about = [records[i] for i in check.about if i in records]
    printed = [amounts[i] for i in check.about if i in amounts]
    whole = printed[0] if printed else about[0].amount if about else None
    currency = whole.currency if whole else "KRW"
    # Parts are shown only where they make the sum that was checked.
    parts = next((p for p in _parts(check, about, printed) if _make(p, check.found)), [])
    known = [v for v in (check.expected, check.found) if v is not None]
    size, word = figures.unit([*known, *(part.value for part in parts)])

    def said(value: Number | None) -> str:
        if value is None:
            return "?"
        return figures.named(figures.counted(value, size) + word, currency)

    terms = tuple(
        Term(p.source, figures.counted(p.value, size), p.key, p.amount) for p in parts
    ) or _share_terms(check, about, printed, figures)
    off = check.difference or 0
    return Equation(
        check=check,
        terms=terms,
        found=said(check.found) if not terms or (off and len(terms) > 1) else "",
        sign=_sign(check),
        total=Term(
            "", said(check.expected), amount=whole.id if whole and not _inner(check) else None
        ),
        difference=("+" if off > 0 else "") + figures.exact(off, currency) if off else "",
        record=about[0].id if about else None,
    )


def _sign(check: Check) -> str:
    off = check.difference or 0
    match check.status:
        case "rounding":
            return "≈"
        case "partial":
            return "<" if off < 0 else ">" if off else "="
        case _:
            return "≠" if off else "="


def _inner(check: Check) -> bool:
    """Whether the printed total is not the record's sum but one source of it."""
    return check.kind in {"rollup_by_source", "share"}


def _make(parts: list[_Part], found: Number | None) -> bool:
    return bool(parts) and sum(part.value for part in parts) == found


def _parts(check: Check, about: list[BudgetRecord], printed: list[Amount]) -> Iterator[list[_Part]]:
    """Lists of parts that may be what was added up."""
    if check.kind == "components":
        yield from (list(t) for r in about[:1] for t in _partitions(r.components, check.about))
        yield [
            _Part(a.exact, a.funding_source or "", "", a.id)
            for a in printed[1:]
            if a.exact is not None
        ]
    elif check.kind == "rollup":
        yield [
            _Part(r.amount.exact, amount=r.amount.id)
            for r in about[1:]
            if r.amount.exact is not None
        ]
    elif check.kind == "rollup_by_source" and about and check.category:
        yield _by_source(about[0], about[1:], check.category)


def _partitions(components: Sequence[Component], about: Sequence[str]) -> Iterator[list[_Part]]:
    """The components that a check is about, at whatever depth they stand."""
    levels = [components]
    while levels:
        level = levels.pop()
        levels += [component.parts for component in reversed(level) if component.parts]
        if not about[2:] or any(c.amount and c.amount.id in about[2:] for c in level):
            yield [part for component in level for part in _part(component)]


def _part(component: Component) -> Iterator[_Part]:
    amount, source = component.amount, component.source
    if amount is not None and amount.exact is not None:
        key = source_key(source.category, source.tier)
        yield _Part(amount.exact, source.label, key, None if component.derived else amount.id)


def _by_source(parent: BudgetRecord, children: list[BudgetRecord], category: str) -> list[_Part]:
    """The children's money from one source, finer sources counted in: 도비 is 지방비."""
    label = next((c.source.label for c in parent.components if c.source.category == category), "")
    key = next(
        (p.key for c in parent.components if c.source.category == category for p in _part(c)), ""
    )
    parts: list[_Part] = []
    for child in children:
        found = [
            part
            for component in child.components
            if category in lineage(component.source.category)
            for part in _part(component)
        ]
        if found:
            only = found[0].amount if len(found) == 1 else None
            total = sum(part.value for part in found)
            parts.append(_Part(total, "" if parts else label, key, only))
    return parts


def _share_terms(
    check: Check, about: list[BudgetRecord], printed: list[Amount], figures: Figures
) -> tuple[Term, ...]:
    """`30억원 × 70%` of a share that is checked."""
    if check.kind != "share" or not printed or printed[0].exact is None:
        return ()
    whole = printed[0].exact
    for component in (c for record in about for c in _all(record.components)):
        amount = component.amount
        if component.share is not None and amount is not None and amount.id == printed[-1].id:
            source = component.source
            text = f"{figures.exact(whole, printed[0].currency)} × {percent(component.share, 1)}"
            return (Term(source.label, text, source_key(source.category, source.tier)),)
    return ()


def _all(components: Iterable[Component]) -> Iterator[Component]:
    stack = list(reversed(tuple(components)))
    while stack:
        component = stack.pop()
        yield component
        stack += reversed(component.parts)
