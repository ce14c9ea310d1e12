"""The door of the money grammar: text in, amounts and breakdowns out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from newsextract.models import Amount, Breakdown, BreakdownItem, MoneyReading, TextSpan
from newsextract.money.arrows import read_arrow_amounts
from newsextract.money.breakdown import SettledBreakdown, settle
from newsextract.money.fold import fold
from newsextract.money.groups import find_groups
from newsextract.money.headers import read_header_amounts
from newsextract.money.lone import label_lone_amounts
from newsextract.money.marked import MarkedText
from newsextract.money.numerals import exact
from newsextract.money.perunit import read_per
from newsextract.money.qualifiers import Qualifiers, order_width, read_qualifiers
from newsextract.money.scan import scan
from newsextract.money.single import Money

__all__ = ["find_amounts", "read_money"]


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of money in a text, in order, inherited component amounts included.

    Args:
        text: any Korean text.

    Returns:
        Amounts with exact bounds in the currency's unit; spans are code points of `text`.
        `role` is None where the notation alone does not tell.

    >>> [(a.text, a.low) for a in find_amounts("총 2,538억원(국비 1,839, 지방비 699)")]
    [('2,538억원', 253800000000), ('1,839', 183900000000), ('699', 69900000000)]
    >>> find_amounts("회원 1,000명이 왔다")
    ()
    """
    return read_money(text).amounts


def read_money(text: str) -> MoneyReading:
    """Amounts and breakdowns of a text; see `find_amounts`.

    >>> reading = read_money("사업비 8억원(국비 4억, 도비 1.2, 시비 2.8)")
    >>> [(i.source.category, i.value) for i in reading.breakdowns[0].items]
    [('national', 400000000), ('provincial', 120000000), ('municipal', 280000000)]
    >>> reading.breakdowns[0].adds_up
    True
    """
    s = fold(text)
    monies = read_arrow_amounts(s, read_header_amounts(s, scan(s)))
    page = MarkedText.of(s, monies)
    settled = [b for group in find_groups(page) if (b := settle(page, group))]
    created = {m.start: m for b in settled for m in b.new_amounts}
    label_lone_amounts(page)
    hidden = {start for b in settled for start in range(*b.hidden)}
    merged = {m.start: m for m in monies if m.start not in hidden} | created
    ordered = [merged[start] for start in sorted(merged)]
    ids = {id(m): f"a{n}" for n, m in enumerate(ordered, 1)}
    return MoneyReading(
        amounts=tuple(_amount(text, s, m, ids[id(m)]) for m in ordered),
        breakdowns=tuple(_breakdown(text, b, ids) for b in settled if b.parts),
    )


def _amount(text: str, s: str, money: Money, ident: str) -> Amount:
    qualifiers = read_qualifiers(s, money.start, money.end, vague=money.vague)
    per = read_per(s, qualifiers.start, money.end, qualifiers.labels)
    low, high = _bounds(money, qualifiers)
    role = money.role
    if role is None and per is not None:
        role = "per_unit"
    elif role is None and "minus" in qualifiers.kinds:
        role = "delta"
    labels = ("unreadable", *qualifiers.labels) if money.unreadable else qualifiers.labels
    return Amount(
        id=ident, text=text[money.start : money.end], start=money.start, end=money.end,
        low=low, high=high, currency=money.currency, qualifiers=labels, role=role,
        funding_source=text[slice(*money.source)] if money.source else None,
        unit_inherited=money.inherited, per=per or None,
    )  # fmt: skip


def _bounds(
    money: Money, qualifiers: Qualifiers
) -> tuple[int | Decimal | None, int | Decimal | None]:
    """Apply the qualifiers to the printed bounds; see the table in `qualifiers`."""
    low, high = money.low, money.high
    if low is None or high is None:
        return low, high
    if money.unreadable:
        return None, None
    if not qualifiers.kinds:
        return low, high
    if qualifiers.has("order") and "order" not in money.tags and money.vague not in ("수", "몇"):
        high = high + order_width(int(high))
    if low == high or "order" in qualifiers.kinds:
        if qualifiers.has("low") and not qualifiers.has("high"):
            return low, None
        if qualifiers.has("high") and not qualifiers.has("low"):
            return None, high
    return low, high


def _breakdown(text: str, settled: SettledBreakdown, ids: dict[int, str]) -> Breakdown:
    items = tuple(
        BreakdownItem(
            source=part.source.model_copy(update={"label": text[slice(*part.label)]}),
            amount_id=ids.get(id(part.money)) if part.money else None,
            value=None if part.value is None else exact(part.value),
            share=None if part.share is None else _decimal(part.share),
            derived=part.derived,
            span=TextSpan(start=part.span[0], end=part.span[1], text=text[slice(*part.span)]),
            of=part.of,
        )
        for part in settled.parts
    )
    return Breakdown(
        total_id=ids.get(id(settled.head)) if settled.head else None,
        total=None if settled.total is None else exact(settled.total),
        items=items,
        adds_up=settled.adds_up,
    )


def _decimal(share: Fraction) -> Decimal:
    """A share as a decimal, rounded to six places where it does not end."""
    value = Decimal(share.numerator) / Decimal(share.denominator)
    return value.quantize(Decimal("0.000001")).normalize()
