"""Is it money at all? What may stand around 원, and when `12억` without 원 counts as money."""

from __future__ import annotations

import re
from functools import cache

from newsextract.money.numerals import BIG, Number, read_number
from newsextract.money.words import alternation, words

__all__ = [
    "bare_is_money",
    "hangul_won_is_money",
    "is_bare_number",
    "is_counted",
    "won_ends_word",
]

_WINDOW = 60
"""Code points on each side in which a money cue may stand."""


@cache
def _other_won() -> re.Pattern[str]:
    return re.compile(alternation(words()["won"]["other"]))


def won_ends_word(s: str, pos: int, *, glued: bool) -> bool:
    """Whether the 원 at `pos` is the currency and not the head of another word.

    Args:
        s: folded text.
        pos: where 원 stands.
        glued: whether it follows a multiplier (만, 억 ...) without white space: nothing but the
            currency is written so (10억원수준, 100억원인 사업).

    >>> won_ends_word("30만 원주시민", 4, glued=False), won_ends_word("30만 원을", 4, glued=False)
    (False, True)
    >>> won_ends_word("100억원인 사업", 4, glued=True), won_ends_word("3원칙", 1, glued=False)
    (True, False)
    """
    return glued or not _other_won().match(s, pos)


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"{alternation(words()['bare']['cues'])}|(?<=[\d만억조천백십]) ?원")


@cache
def _counter() -> re.Pattern[str]:
    return re.compile(rf" {{0,2}}(?:여 ?|개 ?)?(?:{alternation(words()['bare']['counters'])})")


_PARTICLE = re.compile(
    r"은|는|이|가|을|를|의|에|으로|로|과|와|도|만|까지|부터|인|씩|대|여|짜리|규모|가량|정도|수준"
    r"|등|중|초과|안팎|내외|남짓|상당|어치|보다|입니다|미만|였|원|뿐|선|쯤|밖|나|라|마저|조차|처럼|커녕"
    r"|확보|투입|지원|편성|반영|증액|감액|삭감|들여|추가|요청|요구"
)


def is_counted(s: str, pos: int) -> bool:
    """Whether a counter or counted noun follows at `pos`: 3억 명, 1억 화소, 38개.

    >>> is_counted("3억 명이", 2), is_counted("3억을", 2), is_counted("20, 지방비", 2)
    (True, False, False)
    """
    match = _counter().match(s, pos)
    if not match:
        return False
    word = match.group().strip()
    after = s[match.end() : match.end() + 1]
    if len(word) == 1 and "가" <= word <= "힣" and "가" <= after <= "힣":
        return bool(_PARTICLE.match(s, match.end())) and word not in "대인부주자포배위일점"
    return not (word[-1:].isascii() and after.isascii() and after.isalpha())


def bare_is_money(s: str, number: Number, end: int, *, sure: bool = False) -> bool:
    """Whether a number with a big multiplier but no 원 is money.

    It is when a money cue stands in its clause and nothing says it counts something else.

    Args:
        s: folded text.
        number: the numeral.
        end: where it ends.
        sure: no cue is needed, because a range or a list vouches for it.
    """
    order = s[end : end + 1] == "대" and number.last_big >= BIG["억"]  # 300억대 기업
    if (
        (is_counted(s, end) and not order)
        or not _ends_well(s, end)
        or _FOREIGN_BESIDE.match(s, end, end + 24)
    ):
        return False
    if number.last_big < BIG["억"] and len(number.bigs) == 1 and not number.rest:
        return _label_before(s, number.start)
    if number.bigs == (BIG["조"],) and number.pieces == 1 and _is_article_of_law(s, number, end):
        return False
    if sure or len(number.bigs) > 1 or end == number.end > number.closed_end:
        return True  # 1조2000억, 57억6천: nothing else is counted so finely in words
    if number.last_big == BIG["억"] and _stands_out(s, number.start, end):
        return True  # 조 alone may be a team: 3인 1조
    return _has_cue(s, number.start, end)


def _stands_out(s: str, start: int, end: int) -> bool:
    """Headline style: 3년간 96억⏎, 1천억, 누구 밥그릇, 1등 18억씩; alone in brackets: 구축(7억)."""
    if start and s[start - 1] == "(" and s[end : end + 1] == ")":
        return True
    if any(s[max(0, start - 8) : start].rstrip(" ").endswith(w) for w in _counted_before()):
        return False
    return bool(_standing_out().match(s, end))


@cache
def _counted_before() -> tuple[str, ...]:
    return tuple(words()["bare"]["counted_before"])


@cache
def _standing_out() -> re.Pattern[str]:
    stand_out = alternation(words()["bare"]["stand_out"])
    return re.compile(rf"[,…’”\"'!?]*(?:\n|$)|[,…’”\"']| ?(?:{stand_out})")


_FOREIGN_BESIDE = re.compile(r"\( ?(?:약 ?)?[$€£¥]?[\d,.억만천조 ]+(?:달러|불|유로|엔|위안|파운드)")


def _ends_well(s: str, end: int) -> bool:
    """Whether a particle, a word of vagueness or no letter at all follows."""
    nxt = s[end : end + 1]
    if "가" <= nxt <= "힣":
        return bool(_PARTICLE.match(s, end))
    return not nxt.isalnum()


def _has_cue(s: str, start: int, end: int) -> bool:
    left = s[max(0, start - _WINDOW) : start]
    left = left[max(left.rfind("\n"), left.rfind("다. ")) + 1 :]
    right = s[end : end + _WINDOW]
    cut = right.find("\n")
    right = right[: cut if cut >= 0 else None]
    stop = right.find("다. ")
    right = right[: stop if stop >= 0 else None]
    return bool(_cue().search(left) or _cue().search(right))


@cache
def _labels() -> re.Pattern[str]:
    labels = alternation(words()["bare"]["labels_before"])
    return re.compile(rf"(?:{labels}|[:~])[은는이가을를로]? ?[(:]? ?$")


def _label_before(s: str, start: int) -> bool:
    return bool(_labels().search(s[max(0, start - 12) : start]))


_MULTIPLIERS = frozenset("십백천만")
_SHORT_UNITS = frozenset("불엔동")
"""Currency words of one syllable, which make other words with a numeral: 이불, 구불구불."""

_LAW_AFTER = re.compile(
    r"의?\d*\(?(?: ?(?:제 ?)?\d+ ?(?:항|호|교대|목)|의 ?\d|와 \d조|및 제)|\((?:대표|조장|팀장)"
)


def _is_article_of_law(s: str, number: Number, end: int) -> bool:
    """제3조, 조례 3조 2항, 3조 2교대, 1조(대표 …)."""
    before = s[max(0, number.start - 4) : number.start].rstrip(" ")
    if before.endswith(tuple(words()["bare"]["law_before"])):
        return True
    return bool(_LAW_AFTER.match(s, end, end + 8))


@cache
def _strong_next() -> re.Pattern[str]:
    return re.compile(
        rf" ?(?:{alternation(words()['hangul']['next'])}|[대권](?![가-힣]))|정|이십|삼십"
    )


@cache
def _strong_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words()['hangul']['before'])}) ?$")


def hangul_won_is_money(s: str, start: int, end: int, *, syllables: int) -> bool:
    """Whether a numeral written in Hangul alone and a currency word are money.

    일원, 이원, 구원, 공원, 만원(滿員), 천원(place) are other words, so a single syllable before
    원 needs company: a bound or rate word, or a text that holds nothing else.

    Args:
        s: folded text.
        start: first code point of the numeral.
        end: code point after the currency word.
        syllables: length of the numeral.
    """
    if syllables == 1 and s[start] in "억조경":
        return False  # 억원 미만: the unit, not a sum
    spaced = s[end - 2 : end] == " 원" and s[start] in _MULTIPLIERS  # 만 원: 滿員 has no space
    if syllables >= 2 or spaced or (s[end - 1] != "원" and s[end - 1] not in _SHORT_UNITS):
        return True
    if not s[:start].strip() and not s[end:].strip(" .!?"):
        return True
    return bool(
        _strong_next().match(s, end) or _strong_before().search(s[max(0, start - 6) : start])
    )


_BARE_END = re.compile(
    r"$|[\s,;:()\]/·+}.|]|(?:을|를|이|은|는|의|가|과|와|으로|로|씩|등|원)(?![가-힣]{2,})"
)


def is_bare_number(s: str, pos: int) -> Number | None:
    """A number at `pos` that may inherit a unit: no multiplier above 천, no counter behind it.

    >>> int(is_bare_number("1천290, 군비", 0).value)
    1290
    >>> is_bare_number("38개 사업", 0) is None, is_bare_number("2025년 10", 0) is None
    (True, True)
    """
    if not s[pos : pos + 1].isdigit():
        return None
    number = read_number(s, pos)
    if number is None or number.broken or number.bigs or number.vague:
        return None
    if is_counted(s, number.end) or not _BARE_END.match(s, number.end):
        return None
    after = s[number.end : number.end + 2]
    if after[:1] in (":", "/", ".") and after[1:2].isdigit():
        return None
    return number
