"""The programme that money is for: a name in quotes, or the noun phrase before the particle.

Every stretch of a sentence that may name it is a candidate; how it is written and how it
stands to the amount decide. What a list's bullet names is its total's programme; what
money is spent to make (`3억원을 들여 쉼터를 짓는다`) comes before the place it is made at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsextract.budget._tables import BULLETS, alternation, read_toml
from newsextract.budget.names import (
    compact,
    cut_tail,
    ends_like_name,
    is_generic,
    is_label,
    is_place,
    is_plain,
    is_thing,
    quoted_name,
    table,
    trim,
)
from newsextract.language.phrases import NounPhrase
from newsextract.language.predicates import Predicate
from newsextract.language.sentences import enclosed
from newsextract.models import Span

__all__ = ["Candidate", "choose_program", "find_candidates", "labels_for"]

_SCORES: Final = {
    "head": 5.0,
    "quoted": 3.0,
    "bullet": 3.0,
    "relative": 2.3,
    "named": 2.0,
    "object": 1.9,
    "account": 1.6,
    "dative": 1.4,
    "label": 1.3,
    "cost": 1.2,
    "topic": 1.1,
}
_LOOSE: Final = frozenset({"topic", "dative", "head"})
"""These govern all amounts behind them, not only the next."""

_NEXT_WORD: Final = 6
_FOR: Final = re.compile(r"(?:기)?\s?(?:위해|위한|데(?:에|에는)?\s|사업에|것에)")
_TOUCHING: Final = 6
"""A name so near before another amount is that amount's."""

_ADJOINING: Final = re.compile(
    r"['’”」』>〉》\"]?(?:\s등)?\s?(?:은|는|이|가|에|에는|에도|으로|로)?\s?(?:총|약|모두|각각)?\s?\(?(?:총|약)?\s?"
)
_BULLET_LABEL: Final = re.compile(r"^\s*[-ㅇ○◦*·▲△▷■□●]\s*\(([^()]{2,20})\)")
_ACCOUNT_END: Final = re.compile(r"(?:예산안?|추경안?|기금|회계)$")
_LABEL_GAP: Final = re.compile(
    r"(?:\s등)?(?:은|는|이|가|에|에는|에도|도|으로|로)?\s?(?:총|약|모두|각각)?\s?\(?(?:총|약)?\s?"
)
_SPENT: Final = re.compile(
    r"(?:원)?\s?(?:\([^()]{0,80}\))?\s?(?:을|를)\s(?:더\s)?(?:들여|투입해|투입하여|써|들인|쏟아|투자해)"
)
_CLOSING: Final = re.compile(
    r"\s등\s(?:총|모두|합쳐|전체)?\s?(?:\d[\d,]*\s?(?:건|개|곳|종)\S{0,3}\s(?:에\s)?)?(?:총|모두)?\s?$"
)
_COST_NOUN: Final = re.compile(r"(?:^|의\s)((?:[가-힣]+\s){0,2}[가-힣]{2,}비)$")
_OF_SOURCE: Final = re.compile(r"(?:사업|국|도|시|군|구|지방)비$")
_PROJECT_COST: Final = re.compile(r"(?:사업|공사)비$")
_TOTAL_COST: Final = re.compile(r"(?:^|\s)총?(?:사업|공사)비$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible programme name; offsets are those of the sentence.

    `kind` tells how it is known: quoted, named (ends like a name), bullet, label (touches
    the amount in a list), cost (`설계비`), topic, dative (`…에`), object (of a verb of
    making), relative (`491억원인 과학관`), head (of the bullet whose total it is).
    """

    start: int
    end: int
    kind: str
    particle: str | None


@cache
def _cost() -> re.Pattern[str]:
    words = alternation(read_toml("programs.toml")["cost"])
    return re.compile(rf"(?:의)?\s+{words}$")


def find_candidates(text: str, phrases: Sequence[NounPhrase]) -> tuple[Candidate, ...]:
    """Every stretch of a sentence that looks like a programme's name.

    Args:
        text: the sentence, folded.
        phrases: its noun phrases.

    >>> [text[c.start:c.end] for text in ["시는 ‘새봄마을 사업’에 3억원을 쓴다"]
    ...  for c in find_candidates(text, ())]
    ['새봄마을 사업']
    """
    quoted = [
        Candidate(*place, "quoted", _particle(text, span.end))
        for span in enclosed(text)
        if (place := quoted_name(text, span))
    ]
    named = [c for phrase in phrases if (c := _named(text, phrase))]
    free = [c for c in named if not any(q.start - 1 <= c.end and c.start <= q.end for q in quoted)]
    return tuple(sorted([*quoted, *free], key=lambda c: c.start))


def _particle(text: str, end: int) -> str | None:
    match = re.match(r"[가-힣]*", text[end : end + 6])
    return match.group() if match else None


def _named(text: str, phrase: NounPhrase) -> Candidate | None:
    """A noun phrase that ends like a name, without what stands before and behind it."""
    start, end = trim(text, phrase.start, phrase.end)
    particle = phrase.particle
    behind = _cost().search(text[start:end])
    if behind:
        end = start + behind.start()
        particle = "의"
    elif _PROJECT_COST.search(text[start:end]) and not _TOTAL_COST.search(text[start:end]):
        end -= 1
        particle = "의"
    end = cut_tail(text, start, end)
    name = text[start:end]
    if ends_like_name(name) and not is_plain(name) and len(compact(name)) >= 4:
        account = _ACCOUNT_END.search(name)
        return Candidate(start, end, "account" if account else "named", particle)
    last = _COST_NOUN.search(name)
    if last and not _OF_SOURCE.search(name):
        first = start + max(last.start(1), name.rfind("의 ") + 2 if "의 " in name else 0)
        return Candidate(first, end, "cost", particle)
    return None


def labels_for(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Span
) -> list[Candidate]:
    """What may name an amount's purpose by its place alone, however it is spelt.

    Args:
        text: the sentence, folded.
        phrases: its noun phrases, cut at the amounts.
        predicates: its predicates.
        amount: the amount, in the sentence.
    """
    found = [_bullet(text, amount), _head(text, phrases, amount), _label(text, phrases, amount)]
    found += [_relative(text, phrases, predicates, amount)]
    found += [_object(text, phrases, predicates, amount)]
    found += [_purpose(text, phrases, predicates, amount)]
    found += [
        _governing(text, phrases, amount, "topic"),
        _governing(text, phrases, amount, "dative", predicates),
    ]
    return [c for c in found if c is not None]


def _bullet(text: str, amount: Span) -> Candidate | None:
    bullet = _BULLET_LABEL.match(text)
    if bullet is not None and bullet.end() <= amount.start and is_label(bullet.group(1)):
        return Candidate(bullet.start(1), bullet.end(1), "bullet", None)
    return None


def _head(text: str, phrases: Sequence[NounPhrase], amount: Span) -> Candidate | None:
    """`▲관광지 개발에 재생 37억, 조성 9억 등 총 13건 141억`: the words behind the bullet."""
    if not _CLOSING.search(text, max(0, amount.start - 30), amount.start):
        return None
    at = max(text.rfind(sign, 0, amount.start) for sign in BULLETS)
    if at < 0:
        return None
    for phrase in phrases:
        if phrase.start >= at + 1 and phrase.end <= amount.start:
            near = not text[at + 1 : phrase.start].strip()
            if near and phrase.particle in ("에", "은", "는", "에는", "의"):
                return Candidate(*trim(text, phrase.start, phrase.end), "head", phrase.particle)
            return None
    return None


def _label(text: str, phrases: Sequence[NounPhrase], amount: Span) -> Candidate | None:
    """The words that label an amount in a list: `도로 7조원, 철도는 5조원`."""
    for phrase in reversed(phrases):
        if phrase.end > amount.start:
            continue
        start, end = trim(text, phrase.start, phrase.end)
        if text[start:end].endswith(" 등"):
            end = start + len(text[start : end - 1].rstrip())
        cost = _cost().search(text[start:end])
        if cost and _LABEL_GAP.fullmatch(text, end, amount.start):
            end = start + cost.start()
            return Candidate(start, end, "label", "의") if is_label(text[start:end]) else None
        if not _LABEL_GAP.fullmatch(text, end, amount.start) or not is_label(text[start:end]):
            return None
        return Candidate(start, end, "label", phrase.particle)
    return None


def _relative(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Span
) -> Candidate | None:
    """`총사업비 491억원인 원주 과학관은`, `30억원이 드는 다리`: what the clause modifies."""
    copula = re.match(r"(?:원)?(?:인|짜리|\s규모의|\s규모인)\s", text[amount.end :])
    verb = next((p for p in predicates if p.start >= amount.end), None)
    start = None
    if copula:
        start = amount.end + copula.end()
    elif verb is not None and verb.form == "adnominal" and verb.start - amount.end <= 12:
        start = verb.end
    if start is None:
        return None
    phrase = next((p for p in phrases if start <= p.start <= start + 2), None)
    if phrase is None:
        return None
    first, end = trim(text, phrase.start, phrase.end)
    end = cut_tail(text, first, end)
    if not is_thing(text[first:end]) or is_generic(text[first:end]):
        return None
    return Candidate(first, end, "relative", phrase.particle)


def _object(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Span
) -> Candidate | None:
    """`1백억원을 들여 민속박물관을 지으려다`: what is made with the money."""
    spent = _SPENT.match(text, amount.end)
    if spent is None:
        return None
    making = table()["making"]
    verb = next((p for p in predicates if p.start >= spent.end() and p.lemma in making), None)
    if verb is None:
        return None
    objects = [
        p
        for p in phrases
        if spent.end() <= p.start and p.end <= verb.start and p.particle in ("을", "를")
    ]
    for phrase in reversed(objects):
        if re.search(r"[,·와과]\s?$", text[spent.end() : phrase.start]):
            return None  # one of several things
        start, end = trim(text, phrase.start, phrase.end)
        if is_thing(text[start:end]):
            return Candidate(start, end, "object", phrase.particle)
    return None


def _purpose(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Span
) -> Candidate | None:
    """`무대를 정비하기 위해 5억원`, `쉼터를 짓는 데 3억원`: what is made with the money."""
    making = table()["making"]
    for phrase in reversed(phrases):
        if phrase.end > amount.start or phrase.particle not in ("을", "를"):
            continue
        verb = next((p for p in predicates if phrase.end < p.start < amount.start), None)
        if verb is None or verb.lemma not in making or verb.start - phrase.end > _NEXT_WORD:
            return None
        if not _FOR.match(text, verb.end):
            return None
        start, end = trim(text, phrase.start, phrase.end)
        return Candidate(start, end, "object", "을") if is_thing(text[start:end]) else None
    return None


def _governing(
    text: str,
    phrases: Sequence[NounPhrase],
    amount: Span,
    kind: str,
    predicates: Sequence[Predicate] = (),
) -> Candidate | None:
    """The last topic before an amount, or the last noun with 에, that names a thing."""
    particles = (
        ("은", "는", "도", "이", "가", "에서는") if kind == "topic" else ("에", "에는", "에도")
    )
    for phrase in reversed(phrases):
        if phrase.end > amount.start or phrase.particle not in particles:
            continue
        if any(phrase.end <= p.start < amount.start and p.form != "bare" for p in predicates):
            return None  # 하천에 떠내려온 쓰레기를 걷는 데
        start, end = trim(text, phrase.start, phrase.end)
        end = cut_tail(text, start, end)
        if is_thing(text[start:end]) and not is_generic(text[start:end]):
            return Candidate(start, end, kind, phrase.particle)
        if kind == "topic" and phrase.particle in ("은", "는"):
            return None
    return None


def choose_program(
    text: str, candidates: Sequence[Candidate], amount: Span, others: Sequence[Span]
) -> Candidate | None:
    """The candidate that an amount is for.

    A name before the amount comes first, then one behind it; a quoted one before an
    unquoted; another amount in between parts them.

    Args:
        text: the sentence, folded.
        candidates: names in it.
        amount: the amount, in the sentence.
        others: the sentence's other amounts that stand by themselves.

    >>> text = "‘가람 사업’에 3억원, ‘나래 사업’에 2억원을 쓴다"
    >>> names = find_candidates(text, ())
    >>> chosen = choose_program(text, names, Span(start=23, end=26), [Span(start=9, end=12)])
    >>> text[chosen.start:chosen.end]
    '나래 사업'
    """
    scored = [(_score(text, c, amount, others), -c.start, c) for c in candidates]
    best = max(scored, default=None, key=lambda s: s[:2])
    return best[2] if best is not None and best[0] > 0 else None


def _score(text: str, candidate: Candidate, amount: Span, others: Sequence[Span]) -> float:
    before = candidate.end <= amount.start
    if not before and candidate.start < amount.end:
        return 0.0
    low, high = (candidate.end, amount.start) if before else (amount.end, candidate.start)
    between = sum(1 for o in others if low <= o.start and o.end <= high)
    score = _SCORES[candidate.kind] + (1.0 if before else 0.0) - (high - low) / 100
    loose = candidate.kind in _LOOSE or (before and candidate.particle in ("에", "에는"))
    score -= between * (0.5 if loose else 1.5)
    if before and candidate.kind not in _LOOSE and _ADJOINING.fullmatch(text[low:high]):
        score += 1.0  # 정비사업(11억 원), 정비사업에 11억원
    if before and candidate.particle == "의":
        score += 0.5
    if not before:
        listed = candidate.kind == "named" and _is_listed(text, candidate)
        taken = any(0 <= o.start - candidate.end <= _TOUCHING for o in others)
        score -= 2.0 if listed or taken else 0.0
    if before and candidate.kind == "named" and _SPENT.match(text, amount.end):
        score -= 2.4 if is_place(text[candidate.start : candidate.end]) else 0.0
    return score


def _is_listed(text: str, candidate: Candidate) -> bool:
    """Whether a name is one of several that the money is for."""
    return re.match(r"(?:와|과|,|·|및)", text[candidate.end :].lstrip()) is not None
