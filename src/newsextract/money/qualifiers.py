"""Words that blur a number, and what they do to its bounds.

| words | low | high |
|---|---|---|
| 약, 가량, 정도, 안팎, 규모, 여 ... | v | v |
| 이상, 최소, 초과, 넘는 ... | v | open |
| 이하, 최대, 미만, 이내, 까지 ... | open | v |
| N원대 | v | v + place of the last non-zero digit |
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsextract.money.words import alternation, last_character, last_characters, words

__all__ = ["Qualifiers", "order_width", "read_qualifiers"]

_REACH = 24
"""Code points before an amount in which its qualifiers may stand."""


class Qualifiers(NamedTuple):
    """Qualifiers of one amount, in text order.

    Attributes:
        labels: the words as printed.
        kinds: `point`, `low`, `high`, `order` or `mark` for each.
        start: where the first one before the amount begins.
        end: where the last one after the amount ends.
    """

    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    start: int
    end: int

    def has(self, kind: str) -> bool:
        """Whether one of the words is of this kind."""
        return kind in self.kinds


_ENDS = (
    r"(?=$|[^가-힣]|한 |한$|[은는이가을를의에로과와도만인다]"
    r"|으로|이나|까지|부터|에서|이다|씩|규모|수준|정도|쯤|였)"
)


_BETWEEN = (
    "총", "모두", "전체", "연간", "매년", "연", "1인당", "금", "현금", "한화", "미화",
    "우리돈", "우리 돈",
)  # fmt: skip
"""What may stand between a qualifier and the amount behind it."""


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[^가-힣]|[총당은는이가을를에]|(?<=[가-힣]{{2}}))(?P<word>{alternation(words()['qualifiers']['before'])})"
        rf"(?: {{0,2}}(?:{alternation(_BETWEEN)}))* {{0,2}}$"
    )


@cache
def _before_ends() -> frozenset[str]:
    return last_characters([*words()["qualifiers"]["before"], *_BETWEEN])


@cache
def _after() -> re.Pattern[str]:
    table = words()["qualifiers"]["after"]
    return re.compile(rf" {{0,2}}(?P<word>{alternation(table)}){_ENDS}")


@cache
def _verbs() -> re.Pattern[str]:
    table = words()["qualifiers"]["verbs"]
    others = alternation(words()["qualifiers"]["not_verbs"]["next"])
    return re.compile(
        r"(?: ?(?:이|을|를|가|에도|에는|에|은|도))? {0,2}"
        r"(?:(?:훌쩍|훨씬|크게|약간|살짝|조금|다소|이미|벌써|처음으로|가뿐히|거뜬히|채) ){0,2}"
        rf"(?!{others})(?P<word>{alternation(table)})"
    )


@cache
def _order() -> re.Pattern[str]:
    """The 대 of 120억원대, not of 5억원 대출 or 대비."""
    others = "".join(words()["qualifiers"]["not_order"]["next"])
    # 5억원대로, 10만원대부터: particles; 5억원 대로변, 대부업: other words
    return re.compile(rf"대(?=(?:로|부터|까지)(?![가-힣]))| ?대(?![{others}])")


_MINUS = frozenset("△▽▼")
"""Signs that make an amount negative when they touch it; before a noun they are bullets."""


def read_qualifiers(s: str, start: int, end: int, *, vague: str | None = None) -> Qualifiers:
    """Read the qualifiers around the amount `s[start:end]` of folded text.

    Args:
        s: folded text.
        start: first code point of the amount.
        end: code point after the amount.
        vague: an infix met inside the number (여, 수, 몇), reported between the two sides.

    >>> q = read_qualifiers("대략 8억원 정도 수준으로 본다", 3, 6)
    >>> q.labels, q.kinds
    (('대략', '정도', '수준'), ('point', 'point', 'point'))
    """
    labels: list[str] = []
    kinds: list[str] = []
    first = start
    left = s[max(0, start - _REACH) : start]
    offset = start - len(left)
    table = words()["qualifiers"]["before"]
    while last_character(left) in _before_ends() and (match := _before().search(left)):
        labels.insert(0, match["word"])
        kinds.insert(0, table[match["word"]])
        first = offset + match.start("word")
        left = left[: match.start("word")]
    if start and s[start - 1] in _MINUS:
        labels.append(s[start - 1])
        kinds.append("minus")
        first = min(first, start - 1)
    if vague:
        labels.append(vague)
        kinds.append("point" if vague == "여" else "fuzzy")
    last = _read_after(s, end, labels, kinds)
    return Qualifiers(tuple(labels), tuple(kinds), first, last)


def _read_after(s: str, end: int, labels: list[str], kinds: list[str]) -> int:
    if match := _order().match(s, end):
        labels.append("대")
        kinds.append("order")
        end = match.end()
        if s.startswith("까지", end):
            return end  # 2조원대까지 늘었다: no bound
    table = words()["qualifiers"]["after"]
    while match := _after().match(s, end):
        labels.append(match["word"])
        kinds.append(table[match["word"]])
        end = match.end()
    if match := _verbs().match(s, end):
        labels.append(match["word"])
        kinds.append(words()["qualifiers"]["verbs"][match["word"]])
        end = match.end()
    if s[end : end + 1] in ("↑", "↓"):
        labels.append(s[end])
        kinds.append("arrow")
        end += 1
    return end


def order_width(value: int) -> int:
    """Width of the interval `N원대` opens: the place of the last non-zero digit of N.

    >>> order_width(120 * 10**8), order_width(100 * 10**8), order_width(5 * 10**8)
    (1000000000, 10000000000, 100000000)
    """
    width = 1
    while value and value % (width * 10) == 0:
        width *= 10
    return width
