"""Which colour a funding source has: the four of the local-finance system, and 지방비 undivided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from newsextract.models import BudgetRecord, Component, FundingSource
from newsextract.money.sources import ancestors, classify_payer, four_way

__all__ = ["SOURCES", "leaves", "lineage", "source_key", "whole_source"]

SOURCES: Final = ("national", "sido", "sigungu", "local", "other")
"""Keys of sources, in the order they are drawn. `local` is the part of 기타 that is local money
of a tier that is not said: 지방비."""

_BY_TIER: Final = {"국비": "national", "시도비": "sido", "시군구비": "sigungu"}


def source_key(category: str, tier: str | None) -> str:
    """The key of a funding source.

    >>> source_key("national", "국비"), source_key("local", "기타"), source_key("private", "기타")
    ('national', 'local', 'other')
    """
    if key := _BY_TIER.get(tier or ""):
        return key
    return "local" if "local" in lineage(category) else "other"


def lineage(category: str) -> tuple[str, ...]:
    """A category and all above it; itself alone where it is not known here.

    >>> lineage("county")[:3], lineage("lottery-of-tomorrow")
    (('county', 'sigungu', 'local'), ('lottery-of-tomorrow',))
    """
    try:
        return ancestors(category)
    except KeyError:  # of another release
        return (category,)


def leaves(components: Iterable[Component]) -> Iterator[Component]:
    """Components, or their parts where these make one up: as `BudgetRecord.four_way` counts."""
    stack = list(reversed(tuple(components)))
    while stack:
        component = stack.pop()
        values = [part.amount.exact if part.amount else None for part in component.parts]
        known = [value for value in values if value is not None]
        whole = component.amount.exact if component.amount else None
        if known and len(known) == len(values) and sum(known) == whole:
            stack += reversed(component.parts)
        else:
            yield component


def whole_source(record: BudgetRecord) -> FundingSource | None:
    """The source of a sum that is wholly from one: 국비 50억원 확보."""
    label = record.amount.funding_source
    if record.components or label is None:
        return None
    source = classify_payer(label)
    tier = four_way(source.category)
    return source.model_copy(update={"label": label, "tier": tier})
