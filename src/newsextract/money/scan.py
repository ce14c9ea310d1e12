"""Find every amount that carries its own unit: digits, Hangul, fuzzy, foreign, ranges.

One pass from left to right. Candidates are found by a cheap pattern (a digit with a unit or a range
behind it, a currency symbol, a Hangul numeral at the start of a word); at each one the numeral is
read, then its currency, then the guards decide. Whatever the outcome the scan goes on behind the
characters it has read, so its work grows linearly with the text.
"""

from __future__ import annotations

import re
from functools import cache

from newsextract.money.currency import (
    currency_after,
    currency_before,
    currency_initials,
    currency_words,
    symbol_initials,
    symbol_pattern,
)
from newsextract.money.fuzzy import read_fuzzy, read_order
from newsextract.money.guards import won_ends_word
from newsextract.money.numerals import read_number
from newsextract.money.ranges import range_from_bare, range_from_money
from newsextract.money.single import Money, amount_of, close_number

__all__ = ["scan"]

_HANGUL_START = "일이삼사오육륙칠팔구영공십백천만억조경수몇여"
_NUMERAL = "일이삼사오육륙칠팔구영공십백천만억조경수몇점쩜여러"
_HANGUL_RUN = re.compile(rf"[{_NUMERAL}]{{1,40}}+(?: [{_NUMERAL}]{{1,40}}+){{0,5}}+")
_DIGIT_RUN = re.compile(r"[\d.,]+")


@cache
def _candidates() -> re.Pattern[str]:
    """Where an amount may begin; the name of the group that took part tells how.

    The first character is matched before anything is asked of its surroundings, so that the
    search passes over all others at once.
    """
    numeral = rf"[{_NUMERAL} ]"
    return re.compile(
        rf"[\d{_HANGUL_START}{symbol_initials()}](?:"
        # never inside a longer number; a comma or point of the sentence may stand before
        r"(?P<digit>(?<=\d)(?:(?<![\d.,].)|(?<=(?<!\d)[.,].))"
        rf"(?=[\d.,]{{0,40}}+(?:[\d.,]|{_goes_on()})))"
        rf"|(?P<hangul>(?<=[{_HANGUL_START}])(?:(?<![가-힣\d].)|(?<=[총약각금당].))"
        # cheap to refuse: 이 사업, 조사, 수도, 만나
        rf"(?:(?<=[억조])|(?={numeral}{{0,39}}+[\d{currency_initials()}]|{numeral}{{0,39}}[억조])))"
        rf"|(?P<symbol>(?<=[{symbol_initials()}]))"
        r")"
    )


@cache
def _goes_on() -> str:
    """What follows the digits of an amount: a multiplier, a currency or the end of a range."""
    return (
        rf" {{0,2}}(?:[십백천만억조경]|{currency_words()})"
        r"| ?여 ?[\d.,십백천만억조경원여]| ?(?:[~–—-]|에서|부터|내지) ?\d"
    )


@cache
def _symbol() -> re.Pattern[str]:
    return re.compile(rf"(?P<symbol>{symbol_pattern()}) ?(?=\d)")


def scan(s: str) -> list[Money]:
    """All amounts of folded text that carry their own unit, in order, without overlap.

    >>> [(m.low, m.start, m.end) for m in scan("총 2,538억원")]
    [(253800000000, 2, 9)]
    """
    found: list[Money] = []
    pos = 0
    pattern = _candidates()
    while match := pattern.search(s, pos):
        start = match.start()
        if match.lastgroup == "symbol":
            money, pos = _from_symbol(s, start)
        elif match.lastgroup == "digit":
            money, pos = _from_digit(s, start)
        else:
            money, pos = _from_hangul(s, start)
        if money:
            found.append(money)
            pos = money.end
        pos = max(pos, start + 1)
    return found


def _from_symbol(s: str, start: int) -> tuple[Money | None, int]:
    """US$ 1,200만, ₩10,000, EUR29.99, $5억."""
    match = _symbol().match(s, start)
    if match is None:
        return None, start + 1
    number = read_number(s, match.end())
    if number is None or number.broken:
        return None, match.end()
    value, end = number.value + number.rest, number.end
    if number.rest and s[number.closed_end : number.closed_end + 1] == " ":
        value, end = number.value, number.closed_end
    iso = currency_before(match["symbol"])
    word = currency_after(s, end, match.start())
    if word and word.iso == iso and (not word.bare or won_ends_word(s, word.end - 1, glued=True)):
        end = word.end
    money = amount_of(number, value, end, iso)
    money.start = match.start()
    return money, end


def _from_digit(s: str, start: int) -> tuple[Money | None, int]:
    number = read_number(s, start)
    if number is None:
        return None, start + 1
    money = range_from_bare(s, number)
    if money is None:
        money = _longest(s, close_number(s, number))
    if money is None:
        run = _DIGIT_RUN.match(s, start)
        return None, run.end() if run else number.end
    return money, money.end


def _from_hangul(s: str, start: int) -> tuple[Money | None, int]:
    money = read_fuzzy(s, start) or read_order(s, start)
    if money:
        return money, money.end
    run = _HANGUL_RUN.match(s, start)
    run_end = run.end() if run else start + 1
    number = read_number(s, start)
    if number is None:
        return None, run_end
    if not number.hangul:  # 만 5천원 is money, 만 45세 is an age
        known = currency_after(s, number.end, start)
        return _from_digit(s, start) if known else (None, start + 1)
    money = _longest(s, close_number(s, number, hangul=True))
    if money is None:
        return None, start + 1 if " " in s[start:run_end] else run_end
    return money, money.end


def _longest(s: str, money: Money | None) -> Money | None:
    """The amount, or the range that it opens."""
    return (range_from_money(s, money) or money) if money else None
