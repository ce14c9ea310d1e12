"""What verbs of spending and making say money is for, on whichever side of it the name stands.

`12억원을 빈집 정비에 쓴다`, `15억원은 마을길 포장에 들어간다`: the noun with 에 behind the sum.
`쉼터를 3억원으로 짓는다`, `3억원을 들여 회관을 쉼터로 바꾼다`: what is made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.names import cut_tail, is_generic, is_thing, table, trim
from newsextract.budget.programs import SPENT, Candidate
from newsextract.language.phrases import NounPhrase
from newsextract.language.predicates import Predicate
from newsextract.language.sentences import Stretch

__all__ = ["named_by_verb"]

_SPENDING: Final = frozenset({
    "쓰다", "쓰이다", "들어가다", "들이다", "들다", "돌아가다", "돌리다", "넣다", "쏟다",
    "쏟아붓다", "투입", "투자", "배정", "책정", "편성", "사용", "집행", "할당", "활용", "지출",
    "배분",
})  # fmt: skip
_TURNING: Final = frozenset({
    "바꾸다", "탈바꿈", "개조", "전환", "꾸미다", "만들다", "조성", "리모델링", "단장", "재단장",
    "재탄생",
})  # fmt: skip
_SUM_PARTICLE: Final = re.compile(
    r"원?(?:\s?\([^()]{0,80}\))?(?:(?P<topic>은|는|이|가|도)|을|를)\s(?:각각\s|모두\s|따로\s|우선\s|먼저\s)?"
)
_WITH_SUM: Final = re.compile(r"원?(?:\s?\([^()]{0,80}\))?(?:의\s(?:예산|사업비))?(?:으로|로)\s")
_BEFORE_SUM: Final = re.compile(
    r"(?:을|를)\s(?:(?:총|약|모두|예산|사업비|총사업비|[국도시군구]비)\s?){0,2}"
)
_SEVERAL: Final = re.compile(r"[,·와과]\s?$")
_LIST_GOES_ON: Final = re.compile(r"(?:에|에는),\s")
_NEAR: Final = 6
"""So far behind a noun its verb stands, in code points: `에 더 쓴다`."""

_OBJECT: Final = ("을", "를", "부터")
_INTO: Final = ("으로", "로")


def named_by_verb(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> list[Candidate]:
    """What a verb says an amount is spent on, or makes with it.

    Args:
        text: the sentence, folded.
        phrases: its noun phrases, cut at the amounts.
        predicates: its predicates.
        amount: the amount, in the sentence.

    >>> from newsextract.language.kiwi import analyse
    >>> from newsextract.language.phrases import noun_phrases
    >>> from newsextract.language.predicates import find_predicates
    >>> text = "시는 3억원을 빈집 정비에 쓴다."
    >>> tokens = analyse(text)
    >>> found = named_by_verb(text, noun_phrases(tokens), find_predicates(tokens), Stretch(3, 6))
    >>> [(text[c.start:c.end], c.kind) for c in found]
    [('빈집 정비', 'destined')]
    """
    found = _destined(text, phrases, predicates, amount)
    made = _made(text, phrases, predicates, amount)
    return [c for c in (found, made) if c is not None]


def _destined(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> Candidate | None:
    """`40억원은 로봇 실증에 쓰인다`; `5억원은 정비에, 15억원은 …` shares the verb of its list."""
    behind = _SUM_PARTICLE.match(text, amount.end)
    if behind is None:
        return None
    phrase = next((p for p in phrases if p.start >= behind.end()), None)
    if phrase is None or phrase.start > behind.end() or phrase.particle not in ("에", "에는"):
        return None
    verb = next((p for p in predicates if p.start > phrase.end), None)
    spent = verb is not None and verb.lemma in _SPENDING
    near = verb is not None and verb.start - phrase.end <= _NEAR
    if not spent or not (near or _LIST_GOES_ON.match(text, phrase.end)):
        return None
    return _thing(text, phrase, "share" if behind["topic"] else "destined")


def _made(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> Candidate | None:
    """`2백억원을 들여 역사박물관을 지으려다`, `역사박물관을 2백억원으로 짓는다`."""
    spent = SPENT.match(text, amount.end) or _WITH_SUM.match(text, amount.end)
    if spent is None:
        return None
    verb = _making(predicates, spent.end())
    if verb is None:
        return None
    between = [p for p in phrases if spent.end() <= p.start and p.end <= verb.start]
    if between and verb.lemma in _TURNING and between[-1].particle in _INTO:
        result = _thing(text, between[-1], "object")
        if result is not None:
            return result
    for phrase in reversed([p for p in between if p.particle in _OBJECT]):
        if _SEVERAL.search(text, spent.end(), phrase.start):
            return None  # one of several things
        if (found := _thing(text, phrase, "object")) is not None:
            return found
    return _object_before(text, phrases, amount) if not between else None


def _making(predicates: Sequence[Predicate], start: int) -> Predicate | None:
    verbs = table()["making"] | _TURNING
    return next((p for p in predicates if p.start >= start and p.lemma in verbs), None)


def _object_before(text: str, phrases: Sequence[NounPhrase], amount: Stretch) -> Candidate | None:
    """`체험마을 두 곳을 7억원으로 꾸민다`."""
    before = [p for p in phrases if p.end < amount.start and p.particle in _OBJECT]
    if not before or not _BEFORE_SUM.fullmatch(text, before[-1].end, amount.start):
        return None
    return _thing(text, before[-1], "object")


def _thing(text: str, phrase: NounPhrase, kind: str) -> Candidate | None:
    start, end = trim(text, phrase.start, phrase.end)
    end = cut_tail(text, start, end)
    name = text[start:end]
    if not is_thing(name) or is_generic(name):
        return None
    return Candidate(start, end, kind, phrase.particle)
