"""Amounts of money and where in the text they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from newsextract.models._base import Model, TextSpan

__all__ = [
    "Amount",
    "Breakdown",
    "BreakdownItem",
    "FundingSource",
    "MoneyReading",
    "Role",
    "Tier",
    "Value",
]

Role = Literal["budget", "component", "delta", "per_unit", "other"]
"""What an amount is for; see `Amount.role`."""

Tier = Literal["국비", "시도비", "시군구비", "기타"]
"""The four sources of the local-finance system (지방재정365)."""

Value = int | Decimal
"""An exact number in the currency's own unit: an int wherever it is whole (all budgets are);
a Decimal only where the print has a fraction of the unit (`2.75달러`, `kWh당 13.1원`).
Never a float. In JSON an int is a number and a Decimal is a string."""


class Amount(TextSpan):
    """One amount as printed.

    The span runs from the first numeral to `원` or the last multiplier; an infix `여` is
    inside, `약`, `총`, `대`, `이상` and the like are outside and listed in `qualifiers`.
    A range (`10억~20억원`) is one amount with two bounds.
    """

    id: str
    low: Value | None = Field(description="lower bound; None when open; == high when exact")
    high: Value | None = Field(description="upper bound; None when open; == low when exact")
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "KRW"
    qualifiers: tuple[str, ...] = Field(
        default=(),
        description="words that blur or mark the number, as printed: 약, 여, 이상",
    )
    role: Role | None = Field(default=None, description="None: not judged (money grammar alone)")
    funding_source: str | None = Field(
        default=None, description="funding-source label as written: 국비, 지방비 ..."
    )
    unit_inherited: bool = Field(
        default=False, description="True when unit or part of it stands elsewhere"
    )
    per: str | None = Field(default=None, description="counted thing of a per-unit amount: 인")
    record_id: str | None = None

    @property
    def exact(self) -> int | Decimal | None:
        """The value when both bounds agree, else None.

        >>> Amount(id="a1", text="5억원", start=0, end=3, low=5 * 10**8, high=5 * 10**8).exact
        500000000
        """
        return self.low if self.low == self.high else None


class FundingSource(Model):
    """Who pays: the label as written and its place in the category tree."""

    label: str
    category: str = Field(description="canonical category, e.g. national, local, provincial")
    tier: Tier | None = Field(
        default=None, description="source of the local-finance system that the category is in"
    )


class BreakdownItem(Model):
    """One part of a breakdown: a funding source with its amount or its share."""

    source: FundingSource
    amount_id: str | None = Field(default=None, description="None when only a share is printed")
    value: Value | None = Field(default=None, description="in the currency's unit; None if unknown")
    share: Decimal | None = Field(default=None, description="of the total, 0..1, as printed")
    derived: bool = Field(default=False, description="value computed from a printed share")
    span: TextSpan = Field(description="the words that state the amount or the share")
    of: int | None = Field(default=None, description="index of the parent item when nested")


class Breakdown(Model):
    """A total and the funding sources printed as its parts.

    `adds_up` is True when the top-level parts add up exactly, False when they do not,
    None when the list is known to be incomplete or holds shares without a total.
    """

    total_id: str | None = Field(default=None, description="None when no total is printed")
    total: Value | None = None
    items: tuple[BreakdownItem, ...]
    adds_up: bool | None = None


class MoneyReading(Model):
    """All that the money grammar finds in one text."""

    amounts: tuple[Amount, ...]
    breakdowns: tuple[Breakdown, ...]
