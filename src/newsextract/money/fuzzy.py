"""Amounts without digits of their own: 수십억원, 몇천만원, 십수억원, 억대."""

from __future__ import annotations

import re

from newsextract.money.currency import currency_after
from newsextract.money.guards import is_counted, won_ends_word
from newsextract.money.numerals import BIG, SMALL
from newsextract.money.single import Money

__all__ = ["read_fuzzy", "read_order"]

_FUZZY = re.compile(r"(?P<word>십수|수|몇|여러) ?(?P<small>[십백천])? ?여?(?P<big>[만억조])?여?")
_OPEN_END = re.compile(r"대?(?:의|을|를|이|에|으로)?(?=[ ,.])")
_ORDER = re.compile(r"(?P<big>[억조])(?P<won> ?원)? ?대(?=$|[^가-힣]|[의를로에])")


def read_fuzzy(s: str, start: int) -> Money | None:
    """An interval of multiples: 수N and 몇N are [2N, 10N), 십수N is [11N, 20N).

    >>> read_fuzzy("수십억원을", 0).high
    10000000000
    """
    match = _FUZZY.match(s, start)
    if not match or not (match["small"] or match["big"]):
        return None
    if match["word"] == "십수" and match["small"]:
        return None
    unit = SMALL.get(match["small"] or "", 1) * BIG.get(match["big"] or "", 1)
    currency = currency_after(s, match.end(), start)
    if currency and currency.bare and not won_ends_word(s, currency.end - 1, glued=True):
        currency = None
    if currency:
        end, iso = currency.end, currency.iso
    elif match["big"] in ("억", "조") and _OPEN_END.match(s, match.end()):
        if is_counted(s, match.end()) and s[match.end()] != "대":
            return None
        end, iso = match.end(), "KRW"
    else:
        return None
    low, high = (11, 20) if match["word"] == "십수" else (2, 10)
    word = match["word"].removeprefix("십")
    return Money(start, end, low * unit, high * unit, iso, (unit,), vague=word)


def read_order(s: str, start: int) -> Money | None:
    """A multiplier alone with 대 is one order of magnitude: 억대, 조원대.

    >>> order = read_order("억대 보조금", 0)
    >>> order.low, order.high
    (100000000, 1000000000)
    """
    match = _ORDER.match(s, start)
    if not match:
        return None
    low = BIG[match["big"]]
    end = match.end("won") if match["won"] else match.end("big")
    return Money(start, end, low, low * 10, units=(low,), tags={"order"})
