"""The programme that money is for: a name in quotes, or the noun phrase before the particle.

Every stretch of a sentence that may name it is a candidate; how it is written and how it
stands to the amount decide. What a list's bullet names is its total's programme; what
money is spent to make (`3억원을 들여 쉼터를 짓는다`) comes before the place it is made at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from newsextract.budget._tables import alternation, read_toml
from newsextract.budget.names import (
    compact,
    cut_tail,
    ends_in,
    ends_like_name,
    is_place,
    is_plain,
    may_name,
    quoted_name,
    trim,
)
from newsextract.language.phrases import NounPhrase
from newsextract.language.sentences import Stretch, enclosed

__all__ = [
    "FOR_WHAT",
    "SPENT",
    "SUM_LEAD",
    "Candidate",
    "adjoins",
    "choose_program",
    "cost_words",
    "find_candidates",
    "without_year",
]

_SCORES: Final = {
    "head": 5.0,
    "share": 4.0,
    "quoted": 3.0,
    "bullet": 3.0,
    "destined": 2.6,
    "relative": 2.3,
    "selected": 2.1,
    "named": 2.0,
    "object": 1.9,
    "account": 1.6,
    "dative": 1.4,
    "label": 1.3,
    "cost": 1.2,
    "topic": 1.1,
    "budget_name": 0.5,
}
_LOOSE: Final = frozenset({"topic", "dative", "head"})
"""These govern all amounts behind them, not only the next."""

_SHORTEST: Final = 4
"""Fewest syllables of a name that is known by its end alone."""

_TOUCHING: Final = 6
"""A name so near before another amount is that amount's."""

SUM_LEAD: Final = r"(?:총|약|모두|각각|무려|가장\s많은|추가로|우선|먼저|따로|올해|당장)?"
"""What may stand between a name with its particle and a sum."""

_ADJOINING: Final = re.compile(
    rf"['’”」』>〉》\"]?(?:\s등)?\s?(?:은|는|이|가|에|에는|에도|으로|로)?\s?{SUM_LEAD}\s?"
    r"(?:\((?:[^(),]{1,10},\s)?)?(?:총|약)?\s?"
)
_ACCOUNT_END: Final = re.compile(r"(?:예산안?|추경안?|기금|회계)$")
SPENT: Final = re.compile(
    r"(?:원)?\s?(?:\([^()]{0,80}\))?\s?(?:의\s(?:예산|사업비|돈))?(?:을|를)\s(?:더\s)?(?:들여|투입해|투입하여|써|들인|쏟아|투자해)"
)
_COST_NOUN: Final = re.compile(r"(?:^|의\s)((?:[가-힣]+\s){0,2}[가-힣]{2,}비)$")
_SYLLABLES: Final = re.compile("[가-힣]{0,6}")
_JOINED: Final = re.compile(r"\s*(?:와|과|,|·|및)")
_OF_SOURCE: Final = re.compile(r"(?:사업|국|도|시|군|구|지방)비$")
_PROJECT_COST: Final = ("사업비", "공사비")
_ONLY_BESIDE: Final = re.compile(
    r"(?:\s?\([^()]{0,20}\))?\s(?:옆|인근|맞은편|앞|뒤편?|부근|주변|일대|일원)(?:\s|에|의)"
    r"|(?:\s등)?(?:을|를|에)\s[^,.\d]{0,20}(?:하는|되는)\s등\s"
    r"|(?:을|를)\s(?:살펴|들여다)?보면\s|에\s따르면\s|보다\s|\s?대비\s|(?:에|과|와)\s?비[해하교]|(?:을|를|등을?)\s포함"
)
"""`솔밭도서관 옆 빈터에`, `1회 추경보다`, `설계비를 포함해`, `기금을 새로 두는 등`,
`지원계획을 보면`: says where, beside what, an example, who says so, not what for."""

FOR_WHAT: Final = re.compile(r"(?:을|를)\s위한\s$")
_YEAR_OF: Final = re.compile(r"^(?:19|20)\d{2}년도?\s")
"""`2017년도 하수도 예산`: the year is the budget's, not the name's."""

_TOTAL_COST: Final = re.compile(r"(?:^|\s)총?(?:사업|공사)비$")


class Candidate(NamedTuple):
    """A possible programme name; offsets are those of the sentence.

    `kind` tells how it is known: quoted, named (ends like a name), bullet, label (touches
    the amount in a list), cost (`설계비`), topic, dative (`…에`), destined (`3억원을 …에 쓴다`),
    share (`나머지 3억원은 …에 쓴다`), object (of a verb of making), relative (`500억원인 체험관`),
    head (of the bullet whose total it is).
    """

    start: int
    end: int
    kind: str
    particle: str | None


@cache
def cost_words() -> re.Pattern[str]:
    """Words of cost behind a name: 정비사업 예산, 정비사업 사업비."""
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
    likely = [p for p in phrases if may_name(text[p.start : p.end])]
    named = [_paid_for(text, phrases, c) for p in likely if (c := _named(text, p))]
    named = [c for c in named if c.particle != "에서" and not _ONLY_BESIDE.match(text, c.end)]
    free = [c for c in named if not any(q.start - 1 <= c.end and c.start <= q.end for q in quoted)]
    return tuple(sorted([*quoted, *free], key=lambda c: c.start))


def without_year(name: str) -> int:
    """Where a name begins that belongs to a budget of a year: `2017년도 하수도 예산`.

    >>> "2017년도 하수도"[without_year("2017년도 하수도"):]
    '하수도'
    """
    return len(name) - len(_YEAR_OF.sub("", name))


def _particle(text: str, end: int) -> str | None:
    match = _SYLLABLES.match(text, end)
    return match.group() if match else None


def _paid_for(text: str, phrases: Sequence[NounPhrase], cost: Candidate) -> Candidate:
    """`새다리 건설을 위한 설계비`: the cost is the bridge's."""
    behind = FOR_WHAT.search(text, 0, cost.start) if cost.kind == "cost" else None
    what = next((p for p in phrases if behind and p.end == behind.start()), None)
    if what is None:
        return cost
    return Candidate(*trim(text, what.start, what.end), "cost", "의")


def _named(text: str, phrase: NounPhrase) -> Candidate | None:
    """A noun phrase that ends like a name, without what stands before and behind it."""
    start, end = trim(text, phrase.start, phrase.end)
    particle = phrase.particle
    name = text[start:end]
    behind = cost_words().search(name) if ends_in(name, "cost") else None
    if behind:
        end = start + behind.start()
        start += without_year(name[: behind.start()])
        particle = "의"
    elif name.endswith(_PROJECT_COST) and not _TOTAL_COST.search(name):
        end -= 1
        particle = "의"
    end = cut_tail(text, start, end)
    name = text[start:end]
    if ends_like_name(name) and not is_plain(name) and len(compact(name)) >= _SHORTEST:
        account = _ACCOUNT_END.search(name)
        return Candidate(start, end, "account" if account else "named", particle)
    last = _COST_NOUN.search(name) if name.endswith("비") else None
    if last and last.group(1) in ("공사비", "사업비", "총공사비"):
        return None
    if last and not _OF_SOURCE.search(name):
        first = start + max(last.start(1), name.rfind("의 ") + 2 if "의 " in name else 0)
        return Candidate(first, end, "cost", particle)
    return None


def choose_program(
    text: str, candidates: Sequence[Candidate], amount: Stretch, others: Sequence[Stretch]
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
    >>> chosen = choose_program(text, names, Stretch(23, 26), [Stretch(9, 12)])
    >>> text[chosen.start:chosen.end]
    '나래 사업'
    """
    scored = [(_score(text, c, amount, others), -c.start, c) for c in candidates]
    best = max(scored, default=None, key=lambda s: s[:2])
    return best[2] if best is not None and best[0] > 0 else None


def adjoins(text: str, candidate: Candidate, amount: Stretch) -> bool:
    """Whether a name stands so before an amount that nothing else can be meant.

    >>> text = "‘가람 사업’에 3억원을 쓴다"
    >>> adjoins(text, find_candidates(text, ())[0], Stretch(9, 12))
    True
    """
    if candidate.kind not in ("quoted", "named") or candidate.end > amount.start:
        return False
    if not _ADJOINING.fullmatch(text, candidate.end, amount.start):
        return False
    return candidate.kind == "quoted" or not is_place(text[candidate.start : candidate.end])


def _score(text: str, candidate: Candidate, amount: Stretch, others: Sequence[Stretch]) -> float:
    before = candidate.end <= amount.start
    if not before and candidate.start < amount.end:
        return 0.0
    low, high = (candidate.end, amount.start) if before else (amount.end, candidate.start)
    between = sum([low <= o.start and o.end <= high for o in others])
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
        if candidate.particle in ("에", "에는") and is_place(text[candidate.start : candidate.end]):
            score -= 2.0  # 한들공원에 놀이터를 만든다
    if before and candidate.kind == "named" and SPENT.match(text, amount.end):
        score -= 2.4 if is_place(text[candidate.start : candidate.end]) else 0.0
    return score


def _is_listed(text: str, candidate: Candidate) -> bool:
    """Whether a name is one of several that the money is for."""
    return _JOINED.match(text, candidate.end) is not None
