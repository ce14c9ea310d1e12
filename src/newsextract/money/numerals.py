"""Korean numerals: digits, Hangul, and multipliers in any mixture, read exactly.

The grammar, on folded text (`fold`):

    number := big { [ws] big } [ [ws] rest ]        big multipliers strictly falling
    big    := [coef] BIG                            BIG: 만 억 조 경
    coef   := piece { [ws] piece }                  small multipliers strictly falling
    piece  := digits [여] [SMALL] | hangul-digit [SMALL] | SMALL      SMALL: 십 백 천
    rest   := coef

One rule covers 천원, 만원, 백만원 and 억원: they are multipliers followed by 원, not units of
their own, so `34,500천원`, `2백50억`, `5억8천60만원` and `이천오백만원` need no case of their own.
A form outside the grammar (`1천2345억`, `1,23억`) is never read as a smaller number: it is
`Number.broken`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

__all__ = ["BIG", "SMALL", "Exact", "Number", "exact", "read_number"]

Exact = int | Fraction
"""A number without rounding: an int, or a Fraction where decimals are printed."""

SMALL = {"십": 10, "백": 100, "천": 1000}
BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
HANGUL_DIGITS = {c: i for i, c in enumerate("영일이삼사오육칠팔구")} | {"공": 0, "륙": 6}

MAX_DIGITS = 24
"""Digits one number may have; longer runs are serial numbers, not money."""

_DIGITS = re.compile(r"\d++(?:,\d++)*+(?:\.\d++)?+")
_WELL_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CLOSED = rf"(?! {{0,2}}[\d십백천만억조경여{''.join(HANGUL_DIGITS)}])"
_ONE_PIECE = re.compile(rf"({_DIGITS.pattern})([십백천]?+)(?: {{0,2}}+([만억조경]))?+{_CLOSED}")
"""Digits with at most one small and one big multiplier, and nothing behind that may go on."""

_CLOSED_PIECE = rf"({_DIGITS.pattern})([십백천]?+) {{0,2}}+([만억조경])"
_TWO_PIECES = re.compile(rf"{_CLOSED_PIECE} {{0,2}}+{_CLOSED_PIECE}{_CLOSED}")
"""Two such pieces, each with its big multiplier."""

_HANGUL_DECIMALS = re.compile(r"[점쩜]([영공일이삼사오육륙칠팔구]{1,6})")
_CURRENCY = frozenset("원달불엔유위파센")
_AFTER_SMALL = frozenset("0123456789만억조경십백원여")
_YEO = re.compile(rf"여(?= ?[\d만억조경십백천{''.join(sorted(_CURRENCY))}])| 여(?= ?원)")
_YEO_MULTIPLIER = re.compile(r" ?여(?P<small>[십백천])|여(?= ?[만억조경원])| 여(?=[만억조경])")


def exact(value: Exact) -> int | Decimal:
    """Return `value` as an int when whole, else as a Decimal with the same digits.

    >>> exact(Fraction(27, 2)), exact(Fraction(4, 2))
    (Decimal('13.5'), 2)
    """
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)


class Number(NamedTuple):
    """A numeral read from folded text.

    Attributes:
        start, end: span in code points, without white space at its ends.
        value: what it says up to its last big multiplier, all of it when there is none.
        rest: the coefficient after the last big multiplier (`2억5천`), 0 when there is none.
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
    value: Exact
    rest: Exact
    bigs: tuple[int, ...]
    last_unit: int
    first_chain: int
    pieces: int
    plain: bool
    hangul: bool
    vague: bool
    broken: bool
    closed_end: int

    @property
    def last_big(self) -> int:
        """The smallest big multiplier, 1 when there is none."""
        return self.bigs[-1] if self.bigs else 1


@dataclass(slots=True)
class _Piece:
    """Digits or a Hangul digit with its small multiplier: 2천, 500, 백, 오십."""

    value: Exact
    small: int
    end: int
    digits: bool = False
    vague: bool = False
    broken: bool = False


@dataclass(slots=True)
class _Coef:
    """Pieces with falling small multipliers: 1천2백34."""

    end: int
    value: Exact = 0
    first_small: int = 1
    last_small: int = 1
    pieces: int = 0
    digits: bool = False
    smalls: bool = False
    vague: bool = False
    broken: bool = False

    def add(self, piece: _Piece) -> None:
        if not self.pieces:
            self.first_small = piece.small
        self.value += piece.value * piece.small
        self.last_small = piece.small
        self.pieces += 1
        self.end = piece.end
        self.digits |= piece.digits
        self.smalls |= piece.small > 1
        self.vague |= piece.vague
        self.broken |= piece.broken


def read_number(s: str, pos: int) -> Number | None:
    """Read the longest numeral that starts at `pos` of the folded text `s`.

    Returns:
        The numeral, or None when none starts there. `1억 6,000` has value 1억 and rest 6,000:
        what the rest counts (원 or 만) depends on what follows and is the caller's to say.

    >>> n = read_number("5억8천60만원", 0)
    >>> n.value, n.end
    (580600000, 7)
    >>> n = read_number("2억5천을", 0)
    >>> n.value, n.rest, n.end
    (200000000, 5000, 4)
    >>> read_number("1천2345억", 0).broken
    True
    """
    return _one_piece(s, pos) or _two_pieces(s, pos) or _Reader(s, pos).read()


def _one_piece(s: str, pos: int) -> Number | None:
    """The common numeral (2,538억, 3천만, 500) at one glance; None leaves it to the reader."""
    match = _ONE_PIECE.match(s, pos)
    if match is None:
        return None
    value, broken = _digits(match[1])
    if broken:
        return None
    small, big, end = SMALL.get(match[2], 1), BIG.get(match[3], 1), match.end()
    bigs = () if big == 1 else (big,)
    value *= small * big
    return Number(
        pos, end, value, 0, bigs, small * big, small * big, 1, small == big == 1,
        False, False, False, end if bigs else pos,
    )  # fmt: skip


def _two_pieces(s: str, pos: int) -> Number | None:
    """The next common ones (3억 5천만, 20조 4464억) at one glance."""
    match = _TWO_PIECES.match(s, pos)
    if match is None:
        return None
    first, broken = _digits(match[1])
    second, broken_too = _digits(match[4])
    bigs = (BIG[match[3]], BIG[match[6]])
    if broken or broken_too or bigs[0] <= bigs[1]:
        return None
    units = (SMALL.get(match[2], 1) * bigs[0], SMALL.get(match[5], 1) * bigs[1])
    end = match.end()
    return Number(
        pos, end, first * units[0] + second * units[1], 0, bigs, units[1], units[0], 2, False,
        False, False, False, end,
    )  # fmt: skip


class _Reader:
    """One pass over one numeral."""

    def __init__(self, s: str, pos: int) -> None:
        self.s = s
        self.start = self.end = pos
        self.bigs: list[int] = []
        self.total = _Coef(end=pos)  # flags and piece count of the whole numeral
        self.last_unit = self.first_chain = 1

    def read(self) -> Number | None:
        value: Exact = 0
        rest: Exact = 0
        closed_end = pos = self.start
        while True:
            coef = self._coef(pos)
            big, big_end = self._big(coef.end if coef else pos)
            if not (big and self._may_take(coef, big)):
                if coef is not None and self._is_rest(coef):
                    rest = coef.value
                    self._absorb(coef, 1, coef.end)
                break
            value += (coef.value if coef else 1) * big
            self._absorb(coef, big, big_end)
            self.bigs.append(big)
            closed_end = self.end
            pos = self._skip_gap(self.end)
        if self.end == self.start:
            return None
        bigs, total = tuple(self.bigs), self.total
        return Number(
            self.start, self.end, value if bigs else rest, rest if bigs else 0, bigs,
            self.last_unit, self.first_chain, total.pieces, not bigs and not total.smalls,
            not total.digits, total.vague, total.broken, closed_end,
        )  # fmt: skip

    def _may_take(self, coef: _Coef | None, big: int) -> bool:
        """Whether `big` may close the coefficient: 억 after 조, 만 after 억, and never again."""
        if self.bigs:
            return coef is not None and big < self.bigs[-1]
        if coef is not None or big == BIG["만"]:
            return True  # 만오천 is 15,000
        after = self.s[self.start + 1 : self.start + 2]
        return after not in HANGUL_DIGITS and after not in BIG  # 조만, 억만 are no numerals

    def _is_rest(self, coef: _Coef) -> bool:
        if not self.bigs:
            return True
        # a Hangul digit alone is a particle or noun (3억이, 5억 사업), unless 원 comes at once
        at = coef.end if self.total.digits else self._skip_gap(coef.end)
        known = coef.digits or coef.smalls or self.s[at : at + 1] in _CURRENCY
        return coef.value < self.bigs[-1] and known

    def _absorb(self, coef: _Coef | None, big: int, end: int) -> None:
        if not self.bigs:
            self.first_chain = (coef.first_small if coef else 1) * big
        self.last_unit = (coef.last_small if coef else 1) * big
        self.end = end
        self.total.pieces += coef.pieces if coef else 1
        if coef:
            self.total.digits |= coef.digits
            self.total.smalls |= coef.smalls
            self.total.vague |= coef.vague
            self.total.broken |= coef.broken

    def _skip_gap(self, pos: int) -> int:
        """Behind the white space at `pos`, of which two are allowed."""
        if not self.s.startswith(" ", pos):
            return pos
        return pos + 2 if self.s.startswith(" ", pos + 1) else pos + 1

    def _big(self, pos: int) -> tuple[int, int]:
        """The big multiplier at `pos`, white space before it and 여 after it allowed."""
        at = pos if pos == self.start else self._skip_gap(pos)
        big = BIG.get(self.s[at : at + 1], 0)
        if not big:
            return 0, pos
        if "여" in self.s[at + 1 : at + 3] and (yeo := _YEO.match(self.s, at + 1)):
            self.total.vague = True
            return big, yeo.end()
        return big, at + 1

    def _coef(self, pos: int) -> _Coef | None:
        coef = _Coef(end=pos)
        limit = 10**MAX_DIGITS
        at = pos
        while piece := self._piece(at, first=coef.pieces == 0):
            size = piece.small if piece.small > 1 else piece.value
            if coef.pieces and size >= limit:
                if at == coef.end and piece.digits:  # 1천2345억: no numeral at all
                    coef.broken, coef.end = True, piece.end
                break
            coef.add(piece)
            limit = piece.small
            if piece.small == 1 or piece.vague:
                break
            at = self._skip_gap(piece.end)
        return coef if coef.pieces else None

    def _piece(self, pos: int, *, first: bool) -> _Piece | None:
        s = self.s
        if match := _DIGITS.match(s, pos):
            value, broken = _digits(match.group())
            return self._after_digits(value, match.end(), broken=broken)
        char = s[pos : pos + 1]
        if char in SMALL:
            spaced = not first and s[pos - 1] == " "
            if spaced and not self._numeral_follows(pos + 1):
                return None  # 2억 천안시: 천 begins a word
            return self._with_yeo(_Piece(1, SMALL[char], pos + 1))
        if char in HANGUL_DIGITS:
            return self._hangul_digit(char, pos)
        return None

    def _hangul_digit(self, char: str, pos: int) -> _Piece | None:
        value: Exact = HANGUL_DIGITS[char]
        if match := _HANGUL_DECIMALS.match(self.s, pos + 1):  # 일점이삼
            places = [HANGUL_DIGITS[c] for c in match.group(1)]
            value += sum(Fraction(d, 10 ** (i + 1)) for i, d in enumerate(places))
            return _Piece(value, 1, match.end())
        if not value:
            return None  # zeros are not spoken: 오천공원 is a park
        small = SMALL.get(self.s[pos + 1 : pos + 2])
        if small:
            return self._with_yeo(_Piece(value, small, pos + 2))
        return _Piece(value, 1, pos + 1)

    def _after_digits(self, value: Exact, end: int, *, broken: bool) -> _Piece:
        """Digits with the small multiplier or the 여 that follows them."""
        at = self._skip_gap(end)
        small = SMALL.get(self.s[at : at + 1])
        if small and (at == end or self._numeral_follows(at + 1)):
            return self._with_yeo(_Piece(value, small, at + 1, digits=True, broken=broken))
        piece = _Piece(value, 1, end, digits=True, broken=broken)
        if yeo := _YEO_MULTIPLIER.match(self.s, end):  # 100여억, 3여천, 50여 억원
            piece.vague = True
            piece.small = SMALL.get(yeo["small"] or "", 1)
            piece.end = yeo.end()
        return piece

    def _with_yeo(self, piece: _Piece) -> _Piece:
        if "여" in self.s[piece.end : piece.end + 2] and (yeo := _YEO.match(self.s, piece.end)):
            piece.vague = True
            piece.end = yeo.end()
        return piece

    def _numeral_follows(self, pos: int) -> bool:
        at = self._skip_gap(pos)
        char = self.s[at : at + 1]
        return char in _AFTER_SMALL or (char in HANGUL_DIGITS and at == pos)


def _digits(printed: str) -> tuple[Exact, bool]:
    """Value of printed digits, and whether their commas or length make no sense."""
    if printed.isdecimal() and len(printed) <= MAX_DIGITS:
        return int(printed), False
    plain = printed.replace(",", "")
    if len(plain) > MAX_DIGITS:
        return 0, True
    value = Fraction(plain) if "." in plain else int(plain)
    return value, not _WELL_FORMED.fullmatch(printed)
