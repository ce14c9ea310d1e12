"""Korean numerals: digits, Hangul, and multipliers in any mixture, read exactly.

The grammar, on folded text (`fold`):

    number := big { [ws] big } [ [ws] rest ]        big multipliers strictly falling
    big    := [coef] BIG                            BIG: 만 억 조 경
    coef   := piece { [ws] piece }                  small multipliers strictly falling
    piece  := digits [여] [SMALL] | hangul-digit [SMALL] | SMALL      SMALL: 십 백 천
    rest   := coef

One rule covers 천원, 만원, 백만원 and 억원: they are multipliers followed by 원, not units of
their own, so `34,500천원`, `2백50억`, `5억8천60만원` and `이천오백만원` need no case of their own.
A form outside the grammar (`1천2345억`, `1,23억`) is never read as a smaller number: see `Number.broken`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

__all__ = ["BIG", "SMALL", "Number", "exact", "read_number"]

SMALL = {"십": 10, "백": 100, "천": 1000}
BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
HANGUL_DIGITS = {c: i for i, c in enumerate("영일이삼사오육칠팔구")} | {"공": 0, "륙": 6}

MAX_DIGITS = 24
"""Digits one number may have; longer runs are serial numbers, not money."""

_DIGITS = re.compile(r"\d++(?:,\d++)*+(?:\.\d++)?+")
_WELL_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_GAP = re.compile(r" {0,2}")
_HANGUL_DECIMALS = re.compile(r"[점쩜]([영공일이삼사오육륙칠팔구]{1,6})")


def exact(value: Fraction) -> int | Decimal:
    """Return `value` as an int when whole, else as a Decimal with the same digits.

    >>> exact(Fraction(27, 2)), exact(Fraction(4, 2))
    (Decimal('13.5'), 2)
    """
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral read from folded text.

    Attributes:
        start, end: span in code points, without white space at its ends.
        value: what it says; for a rest without unit (`2억5천`) see `rest`.
        rest: the coefficient after the last big multiplier, 0 when there is none.
        bigs: the big multipliers met, in order.
        last_unit: multiplier of the last piece before the end, small and big together
            (`34,500천` -> 1000, `15,470백만` -> 10**6, `3억` -> 10**8).
        first_chain: multipliers that follow the first numeral (`3천만` -> 10**7).
        pieces: how many pieces the numeral has.
        plain: digits only, no multiplier at all.
        hangul: written without any digit.
        vague: 여 stands inside.
        broken: the characters go on in a way the grammar does not know.
        closed_end: end of the part up to the last big multiplier.
    """

    start: int
    end: int
    value: Fraction
    rest: Fraction
    bigs: tuple[int, ...]
    last_unit: int
    first_chain: int
    pieces: int
    plain: bool
    hangul: bool
    vague: bool
    broken: bool
    closed_end: int
    closed_value: Fraction
    gap_before_rest: bool

    @property
    def last_big(self) -> int:
        """The smallest big multiplier, 1 when there is none."""
        return self.bigs[-1] if self.bigs else 1


@dataclass(slots=True)
class _Coef:
    """A coefficient being read."""

    end: int
    value: Fraction
    last_small: int = 1
    first_small: int = 1
    pieces: int = 0
    digits: bool = False
    smalls: bool = False
    vague: bool = False
    broken: bool = False


def read_number(s: str, pos: int) -> Number | None:
    """Read the longest numeral that starts at `pos` of the folded text `s`.

    Returns:
        The numeral, or None when none starts there. `1억 6,000` has value 1억 and rest 6,000:
        what the rest counts (원 or 만) depends on what follows and is the caller's to say.

    >>> n = read_number("5억8천60만원", 0)
    >>> int(n.value), n.end
    (580600000, 6)
    >>> n = read_number("2억5천을", 0)
    >>> int(n.value), int(n.rest), n.end
    (200000000, 5000, 4)
    >>> read_number("1천2345억", 0).broken
    True
    """
    return _Reader(s, pos).read()


class _Reader:
    """One pass over one numeral."""

    def __init__(self, s: str, pos: int) -> None:
        self.s = s
        self.start = pos
        self.value = Fraction(0)
        self.bigs: list[int] = []
        self.end = pos
        self.last_unit = 1
        self.first_chain = 1
        self.pieces = 0
        self.any_digit = False
        self.any_small = False
        self.vague = False
        self.broken = False

    def read(self) -> Number | None:
        rest = Fraction(0)
        closed_end = self.start
        closed_value = Fraction(0)
        gap = False
        pos = self.start
        while True:
            coef = self._coef(pos)
            big, big_end = self._big(coef.end if coef else pos)
            if big and not self._may_take(coef, big):
                big = 0
            if coef is None and not big:
                break
            if not big:
                if coef is not None and self._is_rest(coef):
                    rest, gap = coef.value, pos > self.end
                    self._absorb(coef, 1, coef.end)
                break
            self.value += (coef.value if coef else Fraction(1)) * big
            self._absorb(coef, big, big_end)
            self.bigs.append(big)
            closed_end, closed_value = self.end, self.value
            pos = self._skip_gap(self.end)
        if self.end == self.start:
            return None
        return Number(
            start=self.start, end=self.end,
            value=self.value if self.bigs else rest, rest=rest if self.bigs else Fraction(0),
            bigs=tuple(self.bigs), last_unit=self.last_unit, first_chain=self.first_chain,
            pieces=self.pieces, plain=not self.bigs and not self.any_small,
            hangul=not self.any_digit, vague=self.vague, broken=self.broken,
            closed_end=closed_end, closed_value=closed_value, gap_before_rest=gap,
        )  # fmt: skip

    def _may_take(self, coef: _Coef | None, big: int) -> bool:
        if self.bigs and big >= self.bigs[-1]:
            return False
        if coef is None:  # 만오천 is 15,000; 조만 and 억만 are no numerals
            return not self.bigs and (big == BIG["만"] or self._stands_alone(big))
        return True

    def _stands_alone(self, big: int) -> bool:
        after = self.s[self.start + 1 : self.start + 2]
        return big > BIG["만"] and after not in HANGUL_DIGITS and after not in BIG

    def _is_rest(self, coef: _Coef) -> bool:
        if not self.bigs:
            return True
        if coef.value >= self.bigs[-1]:
            return False
        # a Hangul digit alone after a multiplier is a particle or noun: 3억이, 5억 사업
        return coef.digits or coef.smalls

    def _absorb(self, coef: _Coef | None, big: int, end: int) -> None:
        small = coef.last_small if coef else 1
        if not self.bigs:
            self.first_chain = (coef.first_small if coef else 1) * (
                big if coef is None or coef.pieces == 1 else 1
            )
            if coef and coef.pieces > 1:
                self.first_chain = coef.first_small * big
        self.last_unit = small * big
        self.pieces += coef.pieces if coef else 1
        self.end = end
        if coef:
            self.any_digit |= coef.digits
            self.any_small |= coef.smalls
            self.vague |= coef.vague
            self.broken |= coef.broken

    def _skip_gap(self, pos: int) -> int:
        match = _GAP.match(self.s, pos)
        return match.end() if match else pos

    def _big(self, pos: int) -> tuple[int, int]:
        """The big multiplier at `pos`, white space and 여 allowed before it, 여 after it."""
        at = self._skip_gap(pos)
        if at > pos and self.end == self.start and at == self.start:
            at = pos
        big = BIG.get(self.s[at : at + 1], 0)
        if not big:
            return 0, pos
        end = at + 1
        if self.s.startswith("여", end) and self._won_or_more(end + 1):
            self.vague = True
            end += 1
        return big, end

    def _won_or_more(self, pos: int) -> bool:
        """Whether 원, a numeral or a currency comes next, so that 여 was inside the number."""
        at = self._skip_gap(pos)
        return self.s[at : at + 1] in _AFTER_YEO

    def _coef(self, pos: int) -> _Coef | None:
        coef = _Coef(end=pos, value=Fraction(0))
        limit = 10**MAX_DIGITS
        at = pos
        while True:
            piece = self._piece(at, first=coef.pieces == 0)
            if piece is None:
                break
            number, small, end, is_digit, vague, broken = piece
            if coef.pieces and (small >= limit or (small == 1 and number >= limit)):
                if at == coef.end and is_digit:  # 1천2345억: no numeral at all
                    coef.broken = True
                    coef.end = end
                break
            coef.value += number * small
            coef.broken |= broken
            coef.vague |= vague
            coef.digits |= is_digit
            coef.smalls |= small > 1
            if not coef.pieces:
                coef.first_small = small
            coef.last_small = small
            coef.pieces += 1
            coef.end = end
            limit = small
            if small == 1 or vague:
                break
            at = self._skip_gap(end)
        return coef if coef.pieces else None

    def _piece(
        self, pos: int, *, first: bool
    ) -> tuple[Fraction, int, int, bool, bool, bool] | None:
        s = self.s
        match = _DIGITS.match(s, pos)
        if match:
            number, broken = _digits(match.group())
            return self._with_small(number, match.end(), is_digit=True, broken=broken)
        char = s[pos : pos + 1]
        if char in SMALL:
            if not first and pos > 0 and s[pos - 1] == " " and not self._numeral_follows(pos + 1):
                return None  # 2억 천안시: 천 begins a word
            return self._finish(Fraction(1), SMALL[char], pos + 1, is_digit=False)
        if char in HANGUL_DIGITS:
            number = Fraction(HANGUL_DIGITS[char])
            decimals = _HANGUL_DECIMALS.match(s, pos + 1)
            if decimals:  # 일점이삼
                places = [HANGUL_DIGITS[c] for c in decimals.group(1)]
                number += sum(Fraction(d, 10 ** (i + 1)) for i, d in enumerate(places))
                return number, 1, decimals.end(), False, False, False
            small = SMALL.get(s[pos + 1 : pos + 2])
            if small:
                return self._finish(number, small, pos + 2, is_digit=False)
            return number, 1, pos + 1, False, False, False
        return None

    def _with_small(
        self, number: Fraction, end: int, *, is_digit: bool, broken: bool
    ) -> tuple[Fraction, int, int, bool, bool, bool]:
        at = self._skip_gap(end)
        small = SMALL.get(self.s[at : at + 1])
        if small and (at == end or self._numeral_follows(at + 1)):
            number_, small_, end_, digit_, vague, _ = self._finish(
                number, small, at + 1, is_digit=is_digit
            )
            return number_, small_, end_, digit_, vague, broken
        if self.s.startswith("여", end) and self._multiplier_at(end + 1):
            nxt = SMALL.get(self.s[end + 1])
            if nxt:  # 100여 천원 does not occur, 3여천 neither: 여 stands before BIG or 원
                return number, nxt, end + 2, is_digit, True, broken
            return number, 1, end + 1, is_digit, True, broken
        return number, 1, end, is_digit, False, broken

    def _finish(
        self, number: Fraction, small: int, end: int, *, is_digit: bool
    ) -> tuple[Fraction, int, int, bool, bool, bool]:
        if self.s.startswith("여", end) and self._won_or_more(end + 1):
            return number, small, end + 1, is_digit, True, False
        return number, small, end, is_digit, False, False

    def _multiplier_at(self, pos: int) -> bool:
        char = self.s[pos : pos + 1]
        return char in BIG or char in SMALL or (char == "원")

    def _numeral_follows(self, pos: int) -> bool:
        at = self._skip_gap(pos)
        char = self.s[at : at + 1]
        return char in _AFTER_SMALL or (char in HANGUL_DIGITS and at == pos)


_AFTER_SMALL = frozenset("0123456789만억조경십백원여") - {""}
_AFTER_YEO = frozenset("0123456789만억조경십백천원달불엔유위파")


def _digits(printed: str) -> tuple[Fraction, bool]:
    """Value of printed digits, and whether their commas or length make no sense."""
    plain = printed.replace(",", "")
    if len(plain) > MAX_DIGITS:
        return Fraction(0), True
    return Fraction(plain), not _WELL_FORMED.fullmatch(printed)
