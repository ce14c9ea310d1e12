"""One amount with its own unit: a numeral, its currency word, and the guards that let it pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from newsextract.models import Role
from newsextract.money.currency import Currency, currency_after, minor_unit
from newsextract.money.guards import bare_is_money, hangul_won_is_money, is_counted, won_ends_word
from newsextract.money.numerals import BIG, SMALL, Exact, Number, exact, read_number

__all__ = ["Money", "amount_of", "close_number", "next_lower"]


@dataclass(slots=True)
class Money:
    """One amount found in folded text.

    Attributes:
        start, end: span in code points.
        low, high: bounds in the currency's unit; None is open or (both None) unreadable.
        currency: ISO 4217 code.
        units: multipliers a bare number beside it may inherit, most likely first.
        number: the numeral, None for ranges and fuzzy numbers.
        vague: 여, 수 or 몇 inside the number.
        inherited: whether its unit stands elsewhere.
        unreadable: the form makes no sense; no value is given.
        tags: what later rules need to know (`order`: the bounds of N원대 are set already).
        role: set when a breakdown settles it.
        source: span of the label of its funding source.
    """

    start: int
    end: int
    low: int | Decimal | None
    high: int | Decimal | None
    currency: str = "KRW"
    units: tuple[int, ...] = ()
    number: Number | None = None
    vague: str | None = None
    inherited: bool = False
    unreadable: bool = False
    tags: set[str] = field(default_factory=set)
    role: Role | None = None
    source: tuple[int, int] | None = None


def amount_of(number: Number, value: Exact, end: int, currency: str = "KRW") -> Money:
    """The amount that `number` makes when it says `value` and its span ends at `end`."""
    printed = exact(value)
    vague = "여" if number.vague else None
    return Money(number.start, end, printed, printed, currency, _units(number), number, vague)


def close_number(
    s: str, number: Number, *, hangul: bool = False, sure: bool = False
) -> Money | None:
    """The amount a numeral makes with what follows it, or None when it is no money.

    Args:
        s: folded text.
        number: the numeral.
        hangul: whether it was met as a Hangul numeral, which other words may look like.
        sure: whether a range vouches for it, so that `5억` needs no money cue.

    >>> close_number("13조8000억을 제출", read_number("13조8000억을", 0)).low
    13800000000000
    """
    if number.broken:
        return _unreadable(s, number)
    currency = currency_after(s, number.end, number.start)
    if currency and currency.bare:
        # 430만 원인 것으로: behind a multiplier 원인 is no cause
        glued = s[number.end : number.end + 1] == "원" or s.startswith("원인 ", currency.end - 1)
        if not won_ends_word(s, currency.end - 1, glued=glued and not number.plain):
            currency = None
        elif _SWAPPED.match(s, currency.end):  # 2,845원억
            return Money(number.start, currency.end + 1, None, None, unreadable=True)
    if currency:
        return _with_currency(s, number, currency, hangul=hangul)
    return _bare(s, number, hangul=hangul, sure=sure)


_ONLY = re.compile(r"만(?=[ ,.)]|$)")
"""`4천112억만 반영`: only so much."""

_SIZE = re.compile(r" ?(?:규모|대(?![가-힣])|여|이상)")
_SWAPPED = re.compile(r"[억조](?=$|[^가-힣]|[을를은는이가의에](?![가-힣]))")


def _with_currency(s: str, number: Number, currency: Currency, *, hangul: bool) -> Money | None:
    syllables = number.end - number.start
    other = s[number.end] == " " or s.startswith("이유로", number.start)
    if hangul and syllables == 1 and not currency.bare and other:
        return None  # 이 달러는: this dollar; 이유로: for the reason
    if hangul and s.startswith("구조원", number.start):
        return None  # 구조원 3명: rescuers
    if hangul and not hangul_won_is_money(s, number.start, currency.end, syllables=syllables):
        return None
    value = number.value + number.rest
    if currency.scale != 1:
        value = Fraction(value) / currency.scale
    end = currency.end
    minor = minor_unit(currency.iso) if currency.scale == 1 else None
    if minor and (added := _minor(s, end, *minor)):
        value, end = value + added[0], added[1]
    return amount_of(number, value, end, currency.iso)


def _minor(s: str, end: int, word: str, scale: int) -> tuple[Fraction, int] | None:
    """The 45센트 of 64달러 45센트."""
    at = end + 1 if s[end : end + 1] == " " else end
    number = read_number(s, at)
    if number is None or number.bigs or number.broken:
        return None
    tail = number.end + 1 if s[number.end : number.end + 1] == " " else number.end
    if not s.startswith(word, tail):
        return None
    return Fraction(number.value) / scale, tail + len(word)


def _bare(s: str, number: Number, *, hangul: bool, sure: bool) -> Money | None:
    """An amount without 원: 13조8000억을, 2억5천을, 3억 4200을."""
    if not number.bigs:
        return None
    value, end = number.value, number.closed_end
    if hangul and _is_word(s, number, end):
        return None
    if number.rest and not hangul and _rest_counts(s, number):
        value, end = value + number.rest * next_lower(number.last_big), number.end
    if s[end : end + 1] in BIG and not _ONLY.match(s, end):  # 66억억4천500만원
        return _unreadable(s, number)
    if number.last_big == BIG["만"] and end < number.end and is_counted(s, number.end):
        return None  # 2만 1,403명: the whole is a count
    if not bare_is_money(s, number, end, sure=sure):
        return None
    return amount_of(number, value, end)


def _is_word(s: str, number: Number, end: int) -> bool:
    """Whether Hangul is rather a word: 만 45세, 조 편성, 인구 구조, 일조 시간."""
    syllables = end - number.start
    if number.last_big < BIG["억"] or syllables < 2:
        return True
    return s[end - 1] == "조" and syllables == 2 and not _SIZE.match(s, end)


def _rest_counts(s: str, number: Number) -> bool:
    """Whether the digits after the last multiplier belong to it (1억 6,000 is 1억 6,000만)."""
    after = s[number.end : number.end + 1]
    if after in BIG or after in SMALL or after in ("%", ":", "~") or is_counted(s, number.end):
        return False
    printed = s[number.closed_end : number.end].strip()
    if "천" in printed:
        return True
    digits = printed.replace(",", "")
    return len(digits) == 4 and digits.isdigit() and number.last_big > BIG["만"]


def next_lower(big: int) -> int:
    """The big multiplier below: 조 for 경, 억 for 조, 만 for 억, 1 for 만.

    >>> next_lower(10**8)
    10000
    """
    return {BIG["경"]: BIG["조"], BIG["조"]: BIG["억"], BIG["억"]: BIG["만"]}.get(big, 1)


_NUMERAL_TAIL = re.compile(r"[\d,.천백십만억조경여]*+ ?원")


def _unreadable(s: str, number: Number) -> Money | None:
    """A numeral outside the grammar that ends in 원: marked, never read as a smaller number."""
    tail = _NUMERAL_TAIL.match(s, number.end)
    if not tail or not won_ends_word(s, tail.end() - 1, glued=True):
        return None
    return Money(number.start, tail.end(), None, None, unreadable=True)


def _units(number: Number) -> tuple[int, ...]:
    """Units a bare neighbour may inherit: last multiplier, the whole last unit, first ones."""
    if number.bigs == (number.last_unit,) and not number.rest:
        return number.bigs  # 30억, as most are
    if number.rest and number.bigs:
        tail: tuple[int, ...] = (1, number.last_unit)
    elif _is_unit_of_account(number):
        tail = (number.last_unit, number.last_big)
    else:
        tail = (number.last_big, number.last_unit)  # 5천만원: 천 counts, 만 is the unit
    return tuple(dict.fromkeys((*tail, *number.bigs)))


def _is_unit_of_account(number: Number) -> bool:
    """Whether small and big multiplier are one unit: 34,500천원, 60,680백만원."""
    if number.pieces != 1 or number.hangul or number.last_unit == number.last_big:
        return False
    return number.last_big == 1 or number.value >= 10 * number.last_unit
