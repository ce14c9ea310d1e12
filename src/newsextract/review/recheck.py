"""Checks after corrections: made anew where something they are about changed, else as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from newsextract.budget.checks import (
    Finding,
    check_components,
    check_rollup,
    check_rollup_by_source,
    check_shares,
    number_checks,
)
from newsextract.models import BudgetRecord, Check, Extraction

__all__ = ["recheck"]

_OWN = frozenset({"components", "share"})
_FAMILY = frozenset({"rollup", "rollup_by_source"})

Family = tuple[object, ...]


def recheck(
    found: Extraction, records: Sequence[BudgetRecord]
) -> tuple[tuple[Check, ...], list[BudgetRecord]]:
    """Test corrected records.

    What the text says of a list (that it is not whole) is known of an unchanged record only from
    its old check, so that check is kept.

    Args:
        found: as the program has it.
        records: as they should be.

    Returns:
        The checks with new ids, and the records that name them.
    """
    findings = list(_findings(found, records))
    checks = number_checks(findings)
    if _same(checks, found.checks):
        checks = found.checks
    about: dict[str, list[str]] = defaultdict(list)
    for check in checks:
        for name in check.about:
            about[name].append(check.id)
    return checks, [r.model_copy(update={"checks": tuple(about[r.id])}) for r in records]


def _same(one: Sequence[Check], other: Sequence[Check]) -> bool:
    return [c.model_dump(exclude={"id"}) for c in one] == [
        c.model_dump(exclude={"id"}) for c in other
    ]


def _findings(found: Extraction, records: Sequence[BudgetRecord]) -> Iterator[Finding]:
    before = {record.id: record for record in found.records}
    old_families, families = _families(found.records), _families(records)
    kept: dict[str, list[Check]] = defaultdict(list)
    for check in found.checks:
        kept[check.about[0] if check.about else ""].append(check)
    for record in records:
        old, checks = before.get(record.id), kept[record.id]
        if old is not None and _sums(old) == _sums(record):
            yield from (_again(c) for c in checks if c.kind not in _FAMILY)
        else:
            short = any(c.kind == "components" and c.status == "partial" for c in checks)
            yield from check_components(
                record.id, record.amount, record.components, incomplete=short
            )
            yield from check_shares(record.id, record.amount, record.components)
            yield from (_again(c) for c in checks if c.kind not in _FAMILY | _OWN)
    for record in records:
        children = families.get(record.id, [])
        old_children = old_families.get(record.id, [])
        checks = [c for c in kept[record.id] if c.kind in _FAMILY]
        old = before.get(record.id)
        if old is not None and _family(old, old_children) == _family(record, children):
            yield from map(_again, checks)
        elif children:
            partial = any(c.kind == "rollup" and c.status == "partial" for c in checks)
            yield from _of_family(record, children, partial=partial)


def _families(records: Sequence[BudgetRecord]) -> dict[str, list[BudgetRecord]]:
    families: dict[str, list[BudgetRecord]] = {}
    for record in records:
        if record.parent is not None:
            families.setdefault(record.parent, []).append(record)
    return families


def _sums(record: BudgetRecord) -> Family:
    return (record.amount.low, record.amount.high, record.components)


def _family(record: BudgetRecord, children: Sequence[BudgetRecord]) -> Family:
    return (_sums(record), *((child.id, _sums(child)) for child in children))


def _of_family(
    record: BudgetRecord, children: Sequence[BudgetRecord], *, partial: bool
) -> Iterator[Finding]:
    sums = [(child.id, child.amount) for child in children]
    yield from check_rollup((record.id, record.amount), sums, incomplete=partial)
    if not partial:
        parts = [(child.id, child.components) for child in children]
        yield from check_rollup_by_source((record.id, record.components), parts)


def _again(check: Check) -> Finding:
    return Finding(
        check.kind, check.status, check.expected, check.found, check.about, check.category
    )
