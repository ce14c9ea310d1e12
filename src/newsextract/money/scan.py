"""Find every amount that carries its own unit: digits, Hangul, fuzzy, foreign, ranges.

One pass from left to right. Candidates are found by a cheap pattern (a digit, a currency symbol,
a Hangul numeral at the start of a word); at each one the numeral is read, then its currency, then
the guards decide. Whatever the outcome the scan goes on behind the characters it has read, so its
work grows linearly with the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache

from newsextract.models import Role
from newsextract.money.currency import (
    Currency,
    currency_after,
    currency_before,
    minor_unit,
    symbol_pattern,
)
from newsextract.money.guards import bare_is_money, hangul_won_is_money, is_counted, won_ends_word
from newsextract.money.numerals import BIG, SMALL, Number, exact, read_number

__all__ = ["Money", "scan"]


@dataclass(slots=True)
class Money:
    """One amount found in folded text.

    Attributes:
        start, end: span in code points.
        low, high: bounds in the currency's unit; None is open or (both None) unreadable.
        currency: ISO 4217 code.
        units: multipliers a bare number beside it may inherit, most likely first.
        vague: 여, 수 or 몇 inside the number.
        inherited: whether its unit stands elsewhere.
        number: the numeral, None for ranges and fuzzy numbers.
        own_unit: whether 원 or another currency word stands behind it.
        unreadable: the form makes no sense; no value is given.
        tags: what later rules need to know (`order`: N원대).
        role, source: set when a breakdown or a label settles them.
    """

    start: int
    end: int
    low: int | Decimal | None
    high: int | Decimal | None
    currency: str = "KRW"
    units: tuple[int, ...] = ()
    vague: str | None = None
    inherited: bool = False
    number: Number | None = None
    own_unit: bool = True
    unreadable: bool = False
    tags: set[str] = field(default_factory=set)
    role: Role | None = None
    source: str | None = None


@cache
def _candidates() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<symbol>{symbol_pattern()}) ?(?=\d)"
        r"|(?P<digit>(?<![\d.,])\d|(?<=(?<!\d)[.,])\d)"
        r"|(?P<hangul>(?:(?<![가-힣\d])|(?<=[총약각금당]))[일이삼사오육륙칠팔구영공십백천만억조경수몇여])"
    )


_HANGUL_RUN = re.compile(
    r"(?:[일이삼사오육륙칠팔구영공십백천만억조경수몇점쩜여러]{1,40}+ ?){1,6}+(?<! )|[일이삼사오육륙칠팔구영공십백천만억조경수몇점쩜여러]{1,40}+"
)
_FUZZY = re.compile(
    r"(?P<word>십수|수|몇|여러) ?(?P<small>[십백천])? ?(?P<vague>여)?(?P<big>[만억조])?(?P<yeo>여)?"
)
_FUZZY_AFTER = re.compile(r"(?P<big>[만억조])(?= ?원)")
_TILDE = re.compile(r" ?[~–] ?| ?- ?|(?:에서|부터) ?| ?내지 ?")
_SKIP_RUN = re.compile(r"[\d.,]+")
_MARGIN = 14
"""Code points after a Hangul numeral in which its currency word must come."""


def scan(s: str) -> list[Money]:
    """All amounts of folded text that carry their own unit, in order, without overlap.

    >>> [(m.low, s[m.start : m.end]) for s in ["총 2,538억원"] for m in scan(s)]
    [(253800000000, '2,538억원')]
    """
    found: list[Money] = []
    pos = 0
    pattern = _candidates()
    while match := pattern.search(s, pos):
        start = match.start()
        if match["symbol"]:
            money, pos = _after_symbol(s, match)
        elif match["digit"]:
            money, pos = _from_digit(s, start)
        else:
            money, pos = _from_hangul(s, start)
        if money:
            found.append(money)
            pos = max(pos, money.end)
        pos = max(pos, start + 1)
    return found


# --- one amount --------------------------------------------------------------------------------


def _after_symbol(s: str, match: re.Match[str]) -> tuple[Money | None, int]:
    number = read_number(s, match.end())
    if number is None or number.broken:
        return None, match.end()
    iso = currency_before(match["symbol"])
    value = number.value + number.rest
    if number.rest and s[number.closed_end : number.closed_end + 1] == " ":
        value, end = number.closed_value, number.closed_end
    else:
        end = number.end
    word = currency_after(s, end, match.start())
    if word and word.iso == iso and (not word.bare or won_ends_word(s, word.end - 1, glued=True)):
        end = word.end
    return Money(
        match.start(), end, exact(value), exact(value), iso, units=_units(number), number=number,
        vague="여" if number.vague else None,
    ), end  # fmt: skip


def _from_digit(s: str, start: int) -> tuple[Money | None, int]:
    number = read_number(s, start)
    if number is None:
        return None, start + 1
    ranged = _range(s, number)
    if ranged:
        return ranged, ranged.end
    money = _close(s, number)
    if money is None:
        run = _SKIP_RUN.match(s, start)
        return None, run.end() if run else number.end
    longer = _range_after(s, money)
    return longer or money, (longer or money).end


def _from_hangul(s: str, start: int) -> tuple[Money | None, int]:
    fuzzy = _fuzzy(s, start)
    if fuzzy:
        return fuzzy, fuzzy.end
    run = _HANGUL_RUN.match(s, start)
    word_end = run.end() if run else start + 1
    number = read_number(s, start)
    if number is None or not number.hangul:
        return (None, word_end) if number is None else _from_digit(s, start)
    if number.pieces == 1 and number.bigs and number.end - start == 1:
        order = _bare_order(s, number)
        if order:
            return order, order.end
    money = _close(s, number, hangul=True)
    if money is None:
        return None, start + 1 if " " in s[start:word_end] else word_end
    longer = _range_after(s, money)
    return longer or money, (longer or money).end


def _close(s: str, number: Number, *, hangul: bool = False) -> Money | None:
    """The amount a numeral makes with what follows it, or None when it is no money."""
    if number.broken:
        return _unreadable(s, number)
    currency = currency_after(s, number.end, number.start)
    if currency and currency.bare:
        glued = s[number.end : number.end + 1] == "원"
        if not won_ends_word(s, currency.end - 1, glued=glued):
            currency = None
        elif s[currency.end : currency.end + 1] in BIG:  # 2,845원억
            return Money(number.start, currency.end + 1, None, None, unreadable=True)
    if currency:
        return _with_currency(s, number, currency, hangul=hangul)
    if hangul and not number.bigs:
        return None
    return _bare(s, number, hangul=hangul)


def _with_currency(s: str, number: Number, currency: Currency, *, hangul: bool) -> Money | None:
    if hangul and not hangul_won_is_money(
        s, number.start, currency.end, number=number, digits_used=number.end - number.start
    ):
        return None
    value = (number.value + number.rest) / currency.scale
    end = currency.end
    minor = minor_unit(currency.iso) if currency.scale == 1 else None
    if minor:
        added = _minor(s, end, *minor)
        if added:
            value, end = value + added[0], added[1]
    return Money(
        number.start, end, exact(value), exact(value), currency.iso, units=_units(number),
        number=number, vague="여" if number.vague else None,
    )  # fmt: skip


def _minor(s: str, end: int, word: str, scale: int) -> tuple[Fraction, int] | None:
    at = end + 1 if s[end : end + 1] == " " else end
    number = read_number(s, at)
    if number is None or number.bigs or number.broken:
        return None
    tail = number.end + 1 if s[number.end : number.end + 1] == " " else number.end
    if not s.startswith(word, tail):
        return None
    return Fraction(number.value, scale), tail + len(word)


def _bare(s: str, number: Number, *, hangul: bool) -> Money | None:
    """An amount without 원: 13조8000억을, 2억5천을, 3억 4200을."""
    if not number.bigs:
        return None
    value, end = number.closed_value, number.closed_end
    if number.rest and _rest_counts(s, number) and not hangul:
        value, end = value + number.rest * _next_lower(number.last_big), number.end
    if s[end : end + 1] in BIG:  # 66억억4천500만원
        return _unreadable(s, number)
    if not bare_is_money(s, number, end):
        return None
    return Money(
        number.start, end, exact(value), exact(value), units=_units(number), number=number,
        vague="여" if number.vague else None, own_unit=False,
    )  # fmt: skip


def _rest_counts(s: str, number: Number) -> bool:
    """Whether the digits after the last multiplier belong to it (1억 6,000 is 1억 6,000만)."""
    after = s[number.end : number.end + 1]
    if after in BIG or after in SMALL or is_counted(s, number.end) or after in ("%", ":", "~"):
        return False
    if number.last_unit >= 1000 and number.rest < number.last_big:
        return True
    digits = s[number.closed_end : number.end].strip().replace(",", "")
    return len(digits) == 4 and digits.isdigit() and number.last_big > BIG["만"]


def _next_lower(big: int) -> int:
    return {BIG["경"]: BIG["조"], BIG["조"]: BIG["억"], BIG["억"]: BIG["만"]}.get(big, 1)


def _unreadable(s: str, number: Number) -> Money | None:
    """A numeral outside the grammar that ends in 원: marked, never read as a smaller number."""
    tail = re.compile(r"[\d,.천백십만억조경여]*+ ?원").match(s, number.end)
    if not tail or not won_ends_word(s, tail.end() - 1, glued=True):
        return None
    return Money(number.start, tail.end(), None, None, unreadable=True)


def _units(number: Number) -> tuple[int, ...]:
    """Units a bare neighbour may inherit: last multiplier, the whole last unit, first ones."""
    if number.rest and number.last_unit > 1 and number.bigs:
        tail: tuple[int, ...] = (1, number.last_unit)
    else:
        tail = (number.last_big, number.last_unit)
    if number.pieces == 1 and number.last_unit > number.last_big and not number.hangul:
        tail = (number.last_unit, number.last_big)  # 34,500천원, 60,680백만원
        if number.last_big > 1 and number.value < 10 * number.last_unit:
            tail = tail[::-1]  # 5천만원: 천 counts, 만 is the unit
    candidates = [*tail, *number.bigs]
    return tuple(dict.fromkeys(u for u in candidates if u >= 1))


# --- fuzzy and orders --------------------------------------------------------------------------


def _fuzzy(s: str, start: int) -> Money | None:
    """수십억원, 몇천만원, 십수억원: an interval of multiples."""
    match = _FUZZY.match(s, start)
    if not match or not (match["small"] or match["big"]):
        return None
    unit = SMALL.get(match["small"] or "", 1) * BIG.get(match["big"] or "", 1)
    if match["word"] == "십수" and match["small"]:
        return None
    currency = currency_after(s, match.end(), start)
    if currency and currency.bare and not won_ends_word(s, currency.end - 1, glued=True):
        currency = None
    if currency:
        end, iso = currency.end, currency.iso
    elif match["big"] in ("억", "조") and re.match(
        r"대? ?(?:의|을|를|이|에|으로)? ", s[match.end() : match.end() + 5]
    ):
        if is_counted(s, match.end()):
            return None
        end, iso = match.end(), "KRW"
    else:
        return None
    low, high = (11, 20) if match["word"] == "십수" else (2, 10)
    word = match["word"].removeprefix("십")
    return Money(start, end, low * unit, high * unit, iso, units=(unit,), vague=word)


def _bare_order(s: str, number: Number) -> Money | None:
    """억대, 조원대: the multiplier alone with 대 is one order of magnitude."""
    tail = re.compile(r"(?:원 ?)?대(?=$|[^가-힣]|[의를로에]|를|의 )").match(s, number.end)
    if not tail or number.last_big < BIG["억"]:
        return None
    end = number.end + 1 if s[number.end] == "원" else number.end
    low = number.last_big
    return Money(number.start, end, low, low * 10, units=(low,), tags={"order"})


# --- ranges ------------------------------------------------------------------------------------


def _range(s: str, left: Number) -> Money | None:
    """A range whose left bound leans on the right one: 2~3천만원, 10억∼20억원, 500~1,200만원."""
    if left.broken:
        return None
    joint = _TILDE.match(s, left.end)
    if not joint or not s[joint.end() : joint.end() + 1].isdigit():
        return None
    right = read_number(s, joint.end())
    if right is None or right.broken or (right.plain and not right.bigs and not left.bigs):
        currency = right and currency_after(s, right.end, right.start)
        if not (right and currency and not right.broken):
            return None
    money = _close(s, right)
    if money is None or money.low is None or money.low != money.high:
        return None
    if "에서" in joint.group() and s.startswith(("으로", "로"), money.end):
        return None  # 3억에서 5억으로: a change, two amounts
    high = Fraction(money.low)
    for low in _left_values(left, right):
        if 0 < low < high:
            return Money(
                left.start, money.end, exact(low), money.high, money.currency, money.units,
                vague=money.vague, own_unit=money.own_unit,
            )  # fmt: skip
    return None


def _left_values(left: Number, right: Number) -> list[Fraction]:
    if left.bigs:
        full = left.value + left.rest * _next_lower(left.last_big)
        return [full, left.value * right.last_big] if left.last_big < right.last_big else [full]
    first_big = right.bigs[0] if right.bigs else 1
    return [left.value * right.first_chain, left.value * first_big, left.value]


def _range_after(s: str, left: Money) -> Money | None:
    """A range between two amounts that both carry a unit: 5천만원-1억원, 1억원에서 3억원까지."""
    if left.low is None or left.low != left.high or left.number is None:
        return None
    joint = _TILDE.match(s, left.end)
    if not joint:
        return None
    nxt = s[joint.end() : joint.end() + 1]
    if not nxt or not (nxt.isdigit() or nxt in "일이삼사오육칠팔구십백천만"):
        return None
    right_number = read_number(s, joint.end())
    if right_number is None or right_number.broken:
        return None
    right = _close(s, right_number, hangul=right_number.hangul)
    if right is None or right.low is None or right.low != right.high:
        return None
    if right.currency != left.currency or not left.low < right.low:
        return None
    if joint.group().startswith(("에서", "부터")) and not re.match(
        r" ?(?:까지|사이)", s[right.end : right.end + 4]
    ):
        return None
    return Money(
        left.start, right.end, left.low, right.high, right.currency, right.units,
        vague=right.vague or left.vague, own_unit=right.own_unit,
    )  # fmt: skip
