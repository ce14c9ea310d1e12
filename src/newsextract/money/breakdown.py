"""Settle inherited units by arithmetic, and turn groups into breakdowns.

For bare numbers the units are tried in the order [unit printed behind the bracket, last unit of
the head, whole last unit, first unit, unit of a neighbour, 억, 만]; the first whose sum equals the
head wins. Where none fits the most plausible candidate is kept and the breakdown does not add up:
what is printed is reported, never repaired.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from newsextract.models import FundingSource
from newsextract.money.groups import Group
from newsextract.money.items import Item
from newsextract.money.marked import MarkedText
from newsextract.money.numerals import BIG, Number, exact
from newsextract.money.single import Money
from newsextract.money.sources import classify, classify_payer

__all__ = ["Part", "SettledBreakdown", "settle"]


@dataclass(slots=True)
class Part:
    """A settled item: who pays, how much, and how that is known."""

    source: FundingSource
    money: Money | None
    value: Fraction | None
    share: Fraction | None
    derived: bool
    span: tuple[int, int]
    of: int | None = None


@dataclass(slots=True)
class SettledBreakdown:
    """A breakdown whose units are settled; see `newsextract.models.Breakdown`."""

    head: Money | None
    total: Fraction | None
    parts: list[Part]
    adds_up: bool | None
    new_amounts: list[Money]
    hidden: tuple[int, int] = (0, 0)
    """A stretch that is the unit of a bracket (900(…)백만원) and no amount of its own."""


def settle(page: MarkedText, group: Group) -> SettledBreakdown | None:
    """Settle one group, or None when it turns out to be no breakdown.

    Amounts that take part get their role, source label and, where bare, their unit.
    """
    total = _value(group.head)
    bare = [i for i in group.items if i.bare]
    unit = _judge(group, total) if bare else 1
    if bare and not unit:
        return None
    if group.needs_sum and not _confirmed(group, total, unit):
        if group.head is None or any(i.label.kind in ("free", "year") for i in group.items):
            return None
        group.head, total = None, None
        if bare and not any(i.money for i in group.items):
            return None
    if all(i.label.kind in ("free", "year") for i in group.items):
        return _plain_amounts(group, unit)
    settler = _Settler(page.s, unit, created=list(group.new_amounts))
    for item in group.items:
        settler.add(item, total)
    parts = settler.parts
    if group.head is None and _stand_alone(group):
        return None  # 국비 4억, 지방비 1억 with no total: two budgets, each with a source
    for part in parts:
        if part.money:
            part.money.role = "component"
    adds_up = _adds_up(group, parts, total)
    if total is None:
        values = [p.value for p in parts if p.of is None and p.value is not None]
        total = sum(values, Fraction(0)) if len(values) == len(parts) else None
    hidden = (group.end, group.unit_end) if group.unit else (0, 0)
    return SettledBreakdown(group.head, total, parts, adds_up, settler.created, hidden)


def _value(money: Money | None) -> Fraction | None:
    if money is None or money.low is None or money.high is None or money.low != money.high:
        return Fraction(money.low or money.high or 0) or None if money else None
    return Fraction(money.low)


# --- the judge ----------------------------------------------------------------------------------


def _judge(group: Group, total: Fraction | None) -> int:
    """The unit of the bare items, 0 when nothing says what they count."""
    if group.unit:
        return group.unit
    own = [i.money for i in group.items if i.money]
    neighbours = [u for m in own for u in m.units]
    candidates = list(dict.fromkeys([*(group.head.units if group.head else ()), *neighbours]))
    if not candidates:
        return 0
    if total is None:
        return neighbours[-1] if group.head is None and neighbours else candidates[0]
    for unit in [*candidates, BIG["억"], BIG["만"]]:
        if _sum(group.items, unit) == total:
            return unit
    if own and neighbours and neighbours[0] != candidates[0]:
        candidates.append(neighbours[0])
    return _most_plausible(group.items, candidates, total)


def _sum(items: list[Item], unit: int) -> Fraction:
    seen: set[int] = set()
    total = Fraction(0)
    for item in items:
        if item.bare:
            total += item.bare.value * unit
        elif item.money and item.money.low is not None:
            if item.shared or item.money.start not in seen:
                total += Fraction(item.money.low)
            seen.add(item.money.start)
    return total


def _most_plausible(items: list[Item], candidates: list[int], total: Fraction) -> int:
    """Where no unit makes the sum: the one that comes nearest, the first on a tie."""

    def distance(unit: int) -> Fraction:
        found = _sum(items, unit)
        if not found or not total:
            return Fraction(10**20)
        return max(found / total, total / found)

    return min(candidates, key=distance)


def _confirmed(group: Group, total: Fraction | None, unit: int) -> bool:
    if total is None:
        return False
    found = _sum(group.items, unit)
    if found == total:
        return True
    sure = [i for i in group.items if i.label.kind == "sure"]
    # 120억원의 사업비(국비 84억원): a noun between, parts within the total
    return (
        bool(sure)
        and group.end > group.start
        and 0 < found < total
        and len(sure) == len(group.items)
        and not group.partial
        and _in_bracket(group)
    )


def _in_bracket(group: Group) -> bool:
    return group.head is not None and group.head.end <= group.start < group.items[0].start


# --- parts ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Settler:
    """Turns items into parts, children behind their parent; the unit is settled."""

    s: str
    unit: int
    parts: list[Part] = field(default_factory=list)
    created: list[Money] = field(default_factory=list)

    def add(self, item: Item, total: Fraction | None, of: int | None = None) -> None:
        label = self.s[item.label.start : item.label.end]
        money = item.money
        if item.bare:
            money = inherit(item.bare, self.unit)
            self.created.append(money)
        value = Fraction(money.low) if money and money.low is not None else None
        derived = value is None and item.share is not None
        if derived and total is not None and item.share is not None:
            value = Fraction(round(total * item.share))
        span = (money.start, money.end) if money else (item.share_span or (item.start, item.end))
        source = _source(label, item.label.kind)
        index = len(self.parts)
        self.parts.append(Part(source, money, value, item.share, derived, span, of))
        if money and not (item.shared and money.source):
            money.source = (item.label.start, item.label.end)
        for child in item.children:
            self.add(child, value, of=index)


def _source(label: str, kind: str) -> FundingSource:
    if kind == "syllable":  # 국 50, 도 15, 군 35
        return classify_payer(f"{label}비").model_copy(update={"label": label})
    return classify(label) or classify_payer(label)


def inherit(number: Number, unit: int) -> Money:
    """The amount a bare number makes in a unit that stands elsewhere.

    >>> from newsextract.money.numerals import read_number
    >>> inherit(read_number("1,839", 0), 10**8).low
    183900000000
    """
    value = exact(number.value * unit)
    return Money(
        number.start, number.end, value, value, units=(unit,), number=number, inherited=True
    )


def _stand_alone(group: Group) -> bool:
    """Whether items without a printed total are budgets of their own, not parts of one."""
    if len(group.items) == 1:
        return True
    return all(i.money and not i.shared for i in group.items)


def _plain_amounts(group: Group, unit: int) -> SettledBreakdown:
    """A split by year or place: the numbers are amounts, but nobody's share."""
    created = list(group.new_amounts)
    created += [inherit(i.bare, unit) for i in group.items if i.bare]
    return SettledBreakdown(None, None, [], None, created)


def _adds_up(group: Group, parts: list[Part], total: Fraction | None) -> bool | None:
    top = [p for p in parts if p.of is None]
    if total is None:
        return True if len(top) > 1 and all(p.value is not None for p in top) else None
    if any(p.value is None for p in top):
        return None
    found = sum((p.value for p in top if p.value is not None), Fraction(0))
    if all(p.derived for p in top):
        shares = sum((p.share for p in top if p.share is not None), Fraction(0))
        return True if shares == 1 else (None if shares < 1 else False)
    if found == total:
        return True
    if found < total and (group.partial or len(top) == 1):
        return None
    return False
