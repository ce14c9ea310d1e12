"""What is done with a sum: the predicate's lemma, and the phase of the budget.

Classes of predicates are data (`actions.toml`, after DOMAIN §3.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from newsextract.budget._tables import read_toml
from newsextract.language.predicates import Predicate
from newsextract.models import Phase

__all__ = ["Action", "main_predicate", "project_count", "read_action"]

_NOUN_REACH: Final = 16
"""A noun and its particle between a modifier and the amount are no longer than this."""

_COUNT: Final = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{1,5})\s?(?:개|건|대|종)(?:의\s(?=공모))?\s?"
    r"(?:(?:세부|주요|단위|핵심|중점|신규|계속|역점|전략|추진|내역|국비|공모)\s?){0,2}"
    r"(?:사업|과제|프로젝트|프로그램)(?![가-힣]{0,1}(?:장|자|체|소|비))"
)


_COUNTER: Final = re.compile(r"\d\s?(?:개|건|대|종)")
"""Without one of these nothing is counted."""

_NOUN_BEHIND: Final = re.compile(
    r"(?:원)?을?\s(요구|신청|건의|요청)(?:에|에도|보다|했지만|했으나)(?![가-힣])"
)


class Action(NamedTuple):
    """A predicate as a lemma and the phase it puts the budget in."""

    lemma: str
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class _Class:
    past: Phase | None
    decides: bool


@cache
def _classes() -> dict[str, _Class]:
    return {
        lemma: _Class(entry.get("past"), entry.get("decides", False))
        for entry in read_toml("actions.toml")["class"]
        for lemma in entry["lemmas"]
    }


@cache
def _speech() -> frozenset[str]:
    return frozenset(read_toml("actions.toml")["speech"])


def main_predicate(predicates: Sequence[Predicate]) -> Predicate | None:
    """The sentence's main predicate: the last one, looking through verbs of saying.

    >>> from newsextract.language.kiwi import analyse
    >>> from newsextract.language.predicates import find_predicates
    >>> main_predicate(find_predicates(analyse("시는 예산을 확정했다고 밝혔다."))).lemma
    '확정'
    """
    for predicate in reversed(predicates):
        if predicate.form in ("adnominal", "nominal"):
            continue
        if predicate.lemma not in _speech():
            return predicate
    return None


def read_action(
    predicates: Sequence[Predicate], start: int, end: int, text: str = ""
) -> Action | None:
    """The action upon an amount that ends at `end`.

    Its own verb is the first budget predicate behind it. Where that only modifies a noun
    (`투입하는 계획을 의결했다`) or states an intent, a main verb that decides counts. Without
    one, the verb that modifies the noun before it: `확보된 사업비 62억원`.

    Args:
        predicates: those of the sentence.
        start: the amount's start, in the sentence.
        end: its end.
        text: the sentence, for a noun right behind the amount (`127억원 요구에`).

    >>> from newsextract.language.kiwi import analyse
    >>> from newsextract.language.predicates import find_predicates
    >>> read_action(find_predicates(analyse("9억원을 투입하는 계획을 의결했다.")), 0, 3)
    Action(lemma='의결', phase='approved')
    """
    noun = _NOUN_BEHIND.match(text, end)
    if noun:
        return Action(noun.group(1), _classes()[noun.group(1)].past)
    behind = [p for p in predicates if p.start >= end]
    own = next((p for p in behind if p.lemma in _classes()), None)
    if own is None:
        return _modifier(predicates, start)
    main = main_predicate(behind)
    dependent = own.form in ("adnominal", "nominal") or own.plan
    if main is not None and dependent and main.start > own.start:
        judged = _classes().get(main.lemma)
        if judged is not None and judged.decides:
            own = main
    return Action(own.lemma, _phase(own))


def _modifier(predicates: Sequence[Predicate], start: int) -> Action | None:
    for predicate in reversed(predicates):
        if predicate.end <= start:
            near = start - predicate.end <= _NOUN_REACH and predicate.form == "adnominal"
            known = near and predicate.lemma in _classes()
            return Action(predicate.lemma, _phase(predicate)) if known else None
    return None


def _phase(predicate: Predicate) -> Phase | None:
    """The class's phase when the deed is done, `proposed` while it is intended."""
    past = _classes()[predicate.lemma].past
    if past is None or past == "adjusted":
        return past
    if predicate.negated:
        return None
    done = predicate.tense == "past" and not predicate.plan
    achieved = predicate.form == "bare" and past == "approved"  # 국비 5억원 확보
    return past if done or achieved else "proposed"


def project_count(text: str, start: int, end: int) -> int | None:
    """The number of projects stated between two places: `… 등 5개 사업에 총`.

    >>> project_count("육성 등 5개 사업에 총", 0, 13)
    5
    >>> project_count("14개 시·도 부단체장", 0, 12) is None
    True
    """
    found = None
    if not _COUNTER.search(text, start, end):
        return None
    for match in _COUNT.finditer(text, start, end):
        found = int(match.group(1).replace(",", ""))
    return found
