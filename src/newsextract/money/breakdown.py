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
from newsextract.money.group import Group
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
    label: tuple[int, int]
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
        if any(i.label.kind in ("free", "year") for i in group.items):
            return None
        if bare and not any(i.money for i in group.items):
            return None
        group.head, total = None, None
    if group.generic:
        return _plain_amounts(group, unit)
    settler = _Settler(page.s, unit, created=list(group.new_amounts))
    for item in group.items:
        settler.add(item, total)
    parts = settler.parts
    _metropolitan(parts)
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
    if total is None and group.head is None and neighbours:
        return neighbours[-1]
    return _pick_unit(group.items, candidates, total)


def _pick_unit(items: list[Item], candidates: list[int], total: Fraction | None) -> int:
    """The first unit that makes the sum, else the one that comes nearest to it."""
    if total is None:
        return candidates[0]
    for unit in [*candidates, BIG["억"], BIG["만"]]:
        if _sum(items, unit) == total:
            return unit
    return _most_plausible(items, candidates, total)


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
    """Whether the arithmetic bears out a head that was only a guess."""
    if total is None:
        return False
    found = _sum(group.items, unit)
    if found == total:
        return True
    # 120억원의 사업비(국비 84억원): a noun between, sure labels, parts within the total
    sure = all(i.label.kind == "sure" for i in group.items)
    return sure and group.partial and 0 < found < total


def _metropolitan(parts: list[Part]) -> None:
    """시비 beside 구비 is a metropolitan city's: only those have districts with budgets."""
    if not any(p.source.category == "district" for p in parts):
        return
    for part in parts:
        if part.source.category == "municipal":
            part.source = part.source.model_copy(update={"category": "metro"})


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
            money = self._inherited(item)
        value = Fraction(money.low) if money and money.low is not None else None
        derived = value is None and item.share is not None
        if derived and total is not None and item.share is not None:
            value = Fraction(round(total * item.share))
        span = (money.start, money.end) if money else (item.share_span or (item.start, item.end))
        source = _source(label, item.label.kind)
        index = len(self.parts)
        where = (item.label.start, item.label.end)
        self.parts.append(Part(source, where, money, value, item.share, derived, span, of))
        if money and not (item.shared and money.source):
            money.source = (item.label.start, item.label.end)
        if item.children:
            self._add_children(item, money, value, index)

    def _inherited(self, item: Item) -> Money | None:
        if item.bare is None:
            return None
        for known in self.created:  # 국비·지방비 각 25: one number, two parts
            if item.shared and known.start == item.bare.start:
                return known
        self.created.append(inherit(item.bare, self.unit))
        return self.created[-1]

    def _add_children(
        self, item: Item, money: Money | None, value: Fraction | None, index: int
    ) -> None:
        """Children check against their own parent, and inherit its unit."""
        outer = self.unit
        if any(c.bare for c in item.children):
            units = [*(money.units if money else ()), outer]
            self.unit = _pick_unit(item.children, [u for u in units if u > 1] or units, value)
        for child in item.children:
            self.add(child, value, of=index)
        self.unit = outer


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
        return True if shares == 1 else (None if shares < 1 and len(top) == 1 else False)
    if found == total:
        return True
    if found < total and (group.partial or len(top) == 1):
        return None
    return False
