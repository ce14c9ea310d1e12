"""Budget records, their checks, and the extraction that holds both."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from newsextract.models._base import Model, Span, TextSpan
from newsextract.models.article import Article
from newsextract.models.money import Amount, FundingSource, Value

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


class BudgetRecord(Model):
    """One budget: a sum of public money for a purpose, with what the text says of it."""

    id: str
    amount: Amount
    components: tuple[Component, ...] = ()
    program: TextSpan | None = None
    agencies: tuple[Agency, ...] = ()
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
