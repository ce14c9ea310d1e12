"""Proof by arithmetic: parts against the printed total. Nothing is repaired.

`difference` is always what the parts make minus what is printed. A difference counts as
rounding only where a figure says that it is rounded (`약`, `여`) and the difference is at
most half of the last printed digit for each part (DOMAIN §9.20).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from newsextract.models import Amount, Breakdown, Check, CheckKind, CheckStatus, Component, Value
from newsextract.money.sources import ancestors

__all__ = [
    "Finding",
    "check_components",
    "check_mentions",
    "check_rollup",
    "check_rollup_by_source",
    "check_shares",
    "last_place",
    "number_checks",
]

_APPROXIMATE: Final = frozenset(
    {"약", "대략", "여", "가량", "정도", "남짓", "안팎", "내외", "쯤", "규모", "수준", "선", "육박"}
)
_MULTIPLIERS: Final[dict[str, int]] = {
    "십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16,
}  # fmt: skip
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_UNITS: Final = re.compile(r"\s*([십백천만억조경\s]*)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that has no id yet; `about` begins with the record whose total is tested."""

    kind: CheckKind
    status: CheckStatus
    expected: Value | None
    found: Value | None
    about: tuple[str, ...]
    category: str | None = None


def last_place(amount: Amount) -> Value:
    """What one step of an amount's last printed digit is worth, in the currency's unit.

    >>> last_place(Amount(id="a", text="2,538억원", start=0, end=7, low=253_800_000_000,
    ...                   high=253_800_000_000))
    100000000
    """
    numbers = list(_NUMBER.finditer(amount.text))
    value = amount.exact
    if not numbers or not value:
        return 1
    last = numbers[-1]
    tail = _UNITS.match(amount.text, last.end())
    unit: Decimal = Decimal(1)
    for sign in (tail.group(1) if tail else "").replace(" ", ""):
        unit = unit * _MULTIPLIERS[sign]
    if unit == 1 and len(numbers) == 1:  # the unit stands elsewhere: 국비 1,839
        printed = Decimal(last.group().replace(",", ""))
        unit = Decimal(value) / printed if printed else unit
    place = unit.scaleb(-len(last.group(1) or ""))
    return int(place) if place == place.to_integral_value() else place


def _status(
    expected: Value, found: Value, figures: Sequence[Amount], *, incomplete: bool
) -> CheckStatus:
    difference = found - expected
    if difference == 0:
        return "ok"
    if incomplete and difference < 0:
        return "partial"
    place = max(Decimal(last_place(f)) for f in figures)
    rounded = any(_APPROXIMATE.intersection(f.qualifiers) for f in figures)
    parts = max(len(figures) - 1, 1)
    if rounded and 2 * abs(Decimal(difference)) <= parts * place:
        return "rounding"
    return "mismatch"


def check_components(
    record_id: str, total: Amount, components: Sequence[Component], *, incomplete: bool
) -> list[Finding]:
    """Test that the parts of a total make the total; parts of parts too.

    Args:
        record_id: whose components they are.
        total: the printed total.
        components: its parts.
        incomplete: whether the text says that the list is not whole (`등`, `중`).

    Returns:
        A finding for each total whose parts all have one value; none where a part is open.
    """
    findings: list[Finding] = []
    amounts = [c.amount for c in components if c.amount is not None]
    values = [a.exact for a in amounts]
    known = [v for v in values if v is not None]
    if components and len(known) == len(components) and total.exact is not None:
        found = sum(known)
        short = incomplete or len(components) == 1
        status = _status(total.exact, found, (total, *amounts), incomplete=short)
        about = (record_id, total.id, *(a.id for a in amounts))
        findings.append(Finding("components", status, total.exact, found, about))
    for component in components:
        if component.parts and component.amount is not None:
            findings += check_components(
                record_id, component.amount, component.parts, incomplete=False
            )
    return findings


def check_shares(record_id: str, total: Amount, components: Sequence[Component]) -> list[Finding]:
    """Test printed shares that stand beside printed amounts: `국비 60억(50%)`."""
    findings = []
    for component in components:
        amount, share = component.amount, component.share
        if component.derived or amount is None or share is None:
            continue
        if total.exact is None or amount.exact is None:
            continue
        found = share * total.exact
        whole = int(found) if found == found.to_integral_value() else found
        tolerance = Decimal(1).scaleb(_exponent(share)) / 2 * total.exact
        difference = abs(found - amount.exact)
        status: CheckStatus = "mismatch"
        if difference == 0:
            status = "ok"
        elif difference <= tolerance:
            status = "rounding"
        about = (record_id, total.id, amount.id)
        findings.append(Finding("share", status, amount.exact, whole, about))
    return findings


def check_mentions(
    record_id: str, total: Amount, rounded: Sequence[Amount], others: Sequence[Breakdown]
) -> list[Finding]:
    """Test mentions of one sum against each other: rounded figures, second lists of sources.

    Args:
        record_id: whose mentions they are.
        total: the exact figure.
        rounded: mentions that print it with fewer digits.
        others: lists of sources printed by other mentions.
    """
    findings: list[Finding] = []
    for amount in rounded:
        if total.exact is not None and amount.exact is not None:
            about = (record_id, total.id, amount.id)
            findings.append(Finding("duplicate", "rounding", total.exact, amount.exact, about))
    for breakdown in others:
        values = [i.value for i in breakdown.items if i.of is None]
        known = [v for v in values if v is not None]
        if total.exact is None or len(known) != len(values):
            continue
        found = sum(known)
        status: CheckStatus = "ok" if found == total.exact else "mismatch"
        if breakdown.adds_up is None and found < total.exact:
            status = "partial"
        ids = tuple(i.amount_id for i in breakdown.items if i.amount_id)
        named = (record_id, total.id, *ids)
        findings.append(Finding("duplicate", status, total.exact, found, named))
    return findings


def _exponent(share: Decimal) -> int:
    """Place of a share's last printed digit; whole per cents at the coarsest."""
    exponent = share.as_tuple().exponent
    return min(exponent, -2) if isinstance(exponent, int) else -2


def check_rollup(
    parent: tuple[str, Amount], children: Sequence[tuple[str, Amount]], *, incomplete: bool
) -> list[Finding]:
    """Test that child records make their parent.

    Args:
        parent: record id and amount.
        children: the same of each child.
        incomplete: whether the text says that more children exist.
    """
    parent_id, total = parent
    values = [amount.exact for _, amount in children]
    known = [v for v in values if v is not None]
    if total.exact is None or len(known) != len(values) or not known:
        return []
    found = sum(known)
    figures = (total, *(amount for _, amount in children))
    status = _status(total.exact, found, figures, incomplete=incomplete)
    about = (parent_id, *(child_id for child_id, _ in children))
    return [Finding("rollup", status, total.exact, found, about)]


def check_rollup_by_source(
    parent: tuple[str, Sequence[Component]], children: Sequence[tuple[str, Sequence[Component]]]
) -> list[Finding]:
    """Test that the children's money from each source makes the parent's from that source.

    Only where parent and every child are broken down, and the children's sources are as
    fine as the parent's: `도비` of a child counts as the parent's `지방비`, not vice versa.
    """
    parent_id, parts = parent
    if not parts or not all(components for _, components in children):
        return []
    categories = list(dict.fromkeys(p.source.category for p in parts))
    below = [c for _, components in children for c in components]
    if not all(_lineage(c.source.category).intersection(categories) for c in below):
        return []
    findings = []
    for category in categories:
        ours = [p.amount for p in parts if p.source.category == category]
        theirs = [c.amount for c in below if category in _lineage(c.source.category)]
        expected, found = _total(ours), _total(theirs)
        if expected is None or found is None:
            continue
        figures = [a for a in (*ours, *theirs) if a is not None]
        status = _status(expected, found, figures, incomplete=False)
        about = (parent_id, *(child_id for child_id, _ in children))
        findings.append(Finding("rollup_by_source", status, expected, found, about, category))
    return findings


def _lineage(category: str) -> set[str]:
    return {category, *ancestors(category)}


def _total(amounts: Iterable[Amount | None]) -> Value | None:
    total: Value = 0
    for amount in amounts:
        if amount is None or amount.exact is None:
            return None
        total += amount.exact
    return total


def number_checks(findings: Iterable[Finding]) -> tuple[Check, ...]:
    """Give findings their ids c1, c2, … in order."""
    return tuple(
        Check(
            id=f"c{number}",
            kind=f.kind,
            status=f.status,
            expected=f.expected,
            found=f.found,
            difference=None if f.found is None or f.expected is None else f.found - f.expected,
            category=f.category,
            about=f.about,
        )
        for number, f in enumerate(findings, 1)
    )
