"""Currency words and symbols around a number."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from newsextract.money.words import alternation

__all__ = [
    "Currency",
    "currency_after",
    "currency_before",
    "currency_initials",
    "currency_words",
    "minor_unit",
    "symbol_initials",
    "symbol_pattern",
]

_NEAR = 30
"""Code points before a number in which a country named for a doubtful unit (동) may stand."""


class Currency(NamedTuple):
    """A currency found in the text.

    Attributes:
        iso: ISO 4217 code.
        end: where its word ends, in code points.
        scale: how many of the printed unit make one of the currency's (센트: 100).
        bare: True when it is the plain word 원, which needs a check of what follows.
    """

    iso: str
    end: int
    scale: int = 1
    bare: bool = False


@cache
def _data() -> dict[str, Any]:
    raw = files(__package__).joinpath("currencies.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


@cache
def _after_pattern() -> re.Pattern[str]:
    # one glance at the first character spares most places the alternations
    return re.compile(
        rf" {{0,2}}+(?=[{currency_initials()}])"
        rf"(?:(?P<country>{_countries()}) {{0,2}})?(?P<unit>{_units()})"
    )


@cache
def _countries() -> str:
    return alternation(c for unit in _data()["countries"].values() for c in unit)


@cache
def _units() -> str:
    return alternation(_data()["units"])


def currency_words() -> str:
    """Pattern of what `currency_after` may know, without its checks: 캐나다 달러, 원.

    >>> bool(re.fullmatch(currency_words(), "캐나다 달러"))
    True
    """
    return rf"(?:(?:{_countries()}) {{0,2}})?(?:{_units()})"


@cache
def symbol_pattern() -> str:
    """Alternation of the symbols and codes that come before a number.

    >>> bool(re.fullmatch(symbol_pattern(), "US$"))
    True
    """
    symbols = sorted(_data()["symbols"], key=len, reverse=True)
    return "|".join(
        rf"(?<![A-Za-z]){re.escape(s)}" if s[0].isalpha() else re.escape(s) for s in symbols
    )


@cache
def currency_initials() -> str:
    """First characters of all currency words and of the countries before them.

    >>> "원" in currency_initials(), "캐" in currency_initials()
    (True, True)
    """
    data = _data()
    countries = (c for unit in data["countries"].values() for c in unit)
    return re.escape("".join(sorted({w[0] for w in [*data["units"], *countries]})))


@cache
def symbol_initials() -> str:
    """First characters of all symbols and codes that come before a number.

    >>> "$" in symbol_initials()
    True
    """
    return re.escape("".join(sorted({s[0] for s in _data()["symbols"]})))


def currency_before(symbol: str) -> str:
    """ISO code of a symbol that stands before a number.

    >>> currency_before("US$"), currency_before("€")
    ('USD', 'EUR')
    """
    return str(_data()["symbols"][symbol])


def currency_after(s: str, pos: int, start: int | None = None) -> Currency | None:
    """The currency word at `pos` of folded text, white space and a country before it allowed.

    Args:
        s: folded text.
        pos: where the number ends.
        start: where the number starts; a doubtful unit looks for its country before it.

    >>> currency_after("1.34 캐나다 달러가", 4)
    Currency(iso='CAD', end=11, scale=1, bare=False)
    >>> currency_after("5억 사업", 2) is None
    True
    """
    match = _after_pattern().match(s, pos)
    if not match:
        return None
    word, country = match["unit"], match["country"]
    unit = _data()["units"][word]
    iso = unit["iso"]
    if country:
        table = _data()["countries"].get(word.removesuffix("화"), {})
        if country not in table:
            return None
        iso = table[country]
    elif needs := unit.get("needs"):
        begin = pos if start is None else start
        if needs not in s[max(0, begin - _NEAR) : begin]:
            return None
    if word != "원" and not _word_ends(s, match.end(), iso):
        return None
    return Currency(iso, match.end(), int(unit.get("scale", 1)), bare=word == "원")


_PARTICLE_OR_POST = re.compile(
    r"(?:[은는이가을를의에로과와도만씩대선당다]|으로|까지|부터|에서|이다|이며|이고|인|어치|짜리|가량|정도|상당|규모"
    r"|이상|이하|미만|초과|이내|안팎|내외|수준|남짓|여|씩|보다|입니다|였|이었|이라|란|라|화|센트|펜스)"
)


def _word_ends(s: str, end: int, iso: str) -> bool:
    """Whether the currency word is over: 프랑스, 유로존, 엔진, 위안부, 불가 are other words."""
    nxt = s[end : end + 1]
    if not ("가" <= nxt <= "힣"):
        return not (nxt.isalpha() and iso != "KRW")
    if nxt in "일이삼사오육칠팔구십" and minor_unit_near(s, end, iso):
        return True
    if _OTHER_WORDS.match(s, end - 1):
        return False
    # 달러, 유로, 파운드 leave little doubt; 불, 엔, 동 need a particle behind them
    return s[end - 1] not in "불엔동밧" or bool(_PARTICLE_OR_POST.match(s, end))


_OTHER_WORDS = re.compile(
    r"불(?:가[^ ,.)]|이익|만[^ ,.)])|엔(?:진|터)|로(?:존|폴)|안부|랑스|운드(?:리|케)|러베"
)


def minor_unit_near(s: str, pos: int, iso: str) -> bool:
    """Whether a minor unit of `iso` stands within a few characters after `pos`."""
    minor = _data()["minor"].get(iso)
    return bool(minor) and minor[0] in s[pos : pos + 10]


def minor_unit(iso: str) -> tuple[str, int] | None:
    """Word and scale of the small unit that may follow: 센트, 펜스.

    >>> minor_unit("USD"), minor_unit("KRW")
    (('센트', 100), None)
    """
    minor = _data()["minor"].get(iso)
    return (str(minor[0]), int(minor[1])) if minor else None
