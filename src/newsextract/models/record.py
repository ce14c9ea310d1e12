"""Budget records, their checks, and the extraction that holds both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from newsextract.models._base import Model, Span, TextSpan
from newsextract.models.article import Article
from newsextract.models.money import Amount, FundingSource, Tier, Value

__all__ = [
    "Agency",
    "BudgetRecord",
    "Check",
    "CheckKind",
    "CheckStatus",
    "Component",
    "Extraction",
    "Period",
    "Phase",
    "Reason",
    "ReasonField",
    "Versions",
]

Phase = Literal["proposed", "approved", "adjusted", "executed"]
"""Phases of the Open Fiscal Data Package."""

CheckKind = Literal["components", "rollup", "rollup_by_source", "share", "duplicate"]
CheckStatus = Literal["ok", "rounding", "mismatch", "partial"]

SCHEMA_VERSION = "1.0"
"""Version of the JSON shape; changes only when a reader has to change."""


class Component(Model):
    """The part of a record's amount that one funding source pays."""

    source: FundingSource
    amount: Amount | None = Field(
        description="the printed amount, or for a derived one the words that state the share"
    )
    share: Decimal | None = Field(default=None, description="of the total, 0..1, as printed")
    derived: bool = Field(default=False, description="amount computed from a printed share")
    parts: tuple[Component, ...] = Field(default=(), description="components of this component")


class Agency(Span):
    """A body that proposes, decides, grants or spends."""

    name: str = Field(description="official name on the article's day, or as written if unknown")
    as_written: str


class Period(Model):
    """Fiscal years from first to last, either side None when open."""

    first: int | None = None
    last: int | None = None


ReasonField = Literal["role", "components", "program", "agencies", "fiscal_year", "parent"]


class Reason(Model):
    """Why a field of a record is what it is: the rule that decided and the words it saw."""

    field: ReasonField
    rule: str = Field(description="the rule, as a stable snake_case word")
    words: TextSpan | None = Field(default=None, description="None: no words of its own")


class BudgetRecord(Model):
    """One budget: a sum of public money for a purpose, with what the text says of it."""

    id: str
    amount: Amount
    components: tuple[Component, ...] = ()
    program: TextSpan | None = None
    agencies: tuple[Agency, ...] = ()
    granters: tuple[Agency, ...] = Field(
        default=(), description="bodies that the sum is asked or got from, where others spend it"
    )
    fiscal_year: int | None = None
    fiscal_year_guess: int | None = Field(
        default=None, description="likely year where the text does not settle it"
    )
    period: Period | None = None
    action: str | None = Field(default=None, description="predicate as a lemma: 투입, 의결, 확보")
    phase: Phase | None = None
    project_count: int | None = None
    parent: str | None = Field(default=None, description="id of the record this one is part of")
    checks: tuple[str, ...] = Field(default=(), description="ids of the checks about this record")
    mentions: tuple[Span, ...] = Field(default=(), description="all places that print this sum")
    sentence: Span
    confidence: float = Field(default=1.0, ge=0, le=1)
    reasons: tuple[Reason, ...] = Field(
        default=(), description="only where an explanation was asked for"
    )

    def four_way(self) -> dict[Tier, Value]:
        """The record's money by the four sources of the local-finance system.

        Returns:
            국비, 시도비, 시군구비 and 기타 with their sums in the currency's unit. Parts of a
            part stand in its place where they make it up: 지방비(도비, 군비). A label that tells
            no tier (지방비) or several (국·도비) is 기타. Empty without components, or where
            one of them has no single value.

        >>> amount = Amount(id="a1", text="5억원", start=0, end=3, low=5 * 10**8, high=5 * 10**8)
        >>> source = FundingSource(label="도비", category="provincial", tier="시도비")
        >>> part = Component(source=source, amount=amount)
        >>> BudgetRecord(id="r1", amount=amount, components=(part,),
        ...              sentence=Span(start=0, end=3)).four_way()
        {'시도비': 500000000}
        """
        totals: dict[Tier, Value] = {}
        for source, value in _leaves(self.components):
            if value is None:
                return {}
            tier = source.tier or "기타"
            totals[tier] = totals.get(tier, 0) + value
        return totals


def _leaves(components: Iterable[Component]) -> Iterator[tuple[FundingSource, Value | None]]:
    """Components with their values; the parts of one in its place where they make it up."""
    for component in components:
        amount = component.amount.exact if component.amount is not None else None
        parts = [p.amount.exact for p in component.parts if p.amount is not None]
        known = [v for v in parts if v is not None]
        if known and len(known) == len(component.parts) and sum(known) == amount:
            yield from _leaves(component.parts)
        else:
            yield component.source, amount


class Check(Model):
    """One arithmetic test, its figures in the currency's unit, nothing repaired.

    `difference` is `found - expected`: what the parts make minus what is printed.
    """

    id: str
    kind: CheckKind
    status: CheckStatus
    expected: Value | None = Field(description="the printed total")
    found: Value | None = Field(description="what the printed parts add up to")
    difference: Value | None
    category: str | None = Field(default=None, description="rollup_by_source: which source")
    about: tuple[str, ...] = Field(description="ids of the records and amounts it is about")


class Versions(Model):
    """What produced an extraction; the same versions and bytes give the same JSON."""

    newsextract: str
    kiwipiepy: str
    kiwipiepy_model: str


class Extraction(Model):
    """Everything found in one article."""

    schema_version: str = SCHEMA_VERSION
    article: Article
    amounts: tuple[Amount, ...] = ()
    records: tuple[BudgetRecord, ...] = ()
    checks: tuple[Check, ...] = ()
    versions: Versions
