"""Lists of amounts inside a sentence: `보상비 250억원, 준설선 96억원이 덧붙었고`.

What the end of a list says holds for all of it. Two amounts stand in one list when only a
separator and a noun phrase lie between them: a verb that ends or goes on with a clause
parts them.
"""

from __future__ import annotations

import re
from typing import Final

from newsextract.budget._tables import BULLETS
from newsextract.budget.context import Sentence
from newsextract.language.sentences import Stretch

__all__ = ["SUMS_UP", "chained", "changes_into"]

SUMS_UP: Final = re.compile(
    r"(?:등|합쳐|더해|합해|포함해|포함|합하면|합치면|더하면|도합)(?:에|을|해서)?\s?(?:[^\d]{0,12}\s)?"
    r"(?P<sum>총|모두|합계|전체)?\s?(?:\d[\d,]*\s?(?:건|개|곳|종|개소)(?:의)?(?:\s?사업)?(?:에서|에|으로|,)?\s(?:[가-힣]{2,8}(?:은|는|이|가)\s)?)?(?:\d{1,2}년(?:간|동안)\s?)?(?:총)?(?:약)?\s?$"
)
"""Stands before an amount that sums up the list before it: `A, B 등 총`, `까지 합치면`."""

_MAX_GAP: Final = 70
_LINK: Final = re.compile(
    r"(?:원)?\)?\s?(?:\([^()]{0,60}\)\s?)?(?:씩|가량|여|정도)?(?:을|를|이|가|은|는|의)?\s?"
    rf"(?:,|·|/|;|및|와|과|에|이며|이고|비롯해|시작으로|등(?=\s)|[{BULLETS}])"
)
_CHANGE: Final = re.compile(r"(?:원)?\s?(?:\([^()]{0,60}\)\s?)?(?:에서\s(?!는|도)|(?:→|⇒)\s?)")
_FINITE: Final = frozenset({"final", "connective", "quoted"})


def chained(sentence: Sentence, at: int) -> bool:
    """Whether the amount behind one amount of a sentence continues its list.

    >>> from newsextract.budget.context import Reading
    >>> from newsextract.models import Article
    >>> from newsextract.money import read_money
    >>> text = "도로 3억원, 하천 2억원을 쓰고 공원 1억원을 아낀다."
    >>> reading = Reading(Article(text=text, content_hash=""), read_money(text))
    >>> [chained(reading.sentences[0], at) for at in range(3)]
    [True, False, False]
    """
    spans = sentence.spans
    last = at + 1 == len(spans)
    return not last and not sentence.tabular and _one_list(sentence, spans[at], spans[at + 1])


def _one_list(sentence: Sentence, first: Stretch, second: Stretch) -> bool:
    if second.start - first.end > _MAX_GAP or second.start < first.end:
        return False
    if not _LINK.match(sentence.text, first.end, second.start):
        return False
    return not any(
        first.end <= p.start < second.start and p.form in _FINITE and p.lemma != "이다"
        for p in sentence.predicates
    )


def changes_into(text: str, first: Stretch, second: Stretch) -> bool:
    """Whether one amount turns into the other: `41만원에서 58만원으로`.

    >>> changes_into("41만원에서 58만원으로", Stretch(0, 4), Stretch(7, 11))
    True
    """
    match = _CHANGE.match(text, first.end)
    return match is not None and second.start - match.end() <= 12
