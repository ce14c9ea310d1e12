"""What an amount is for: budget, component, delta, per unit, or something else.

The grammar has judged components and per-unit amounts. Here a change against another
amount is told by what touches the amount; budget and other by the cue words of the
sentence (`roles.toml`), near ones counting more. No cue at all means other.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsextract.budget._tables import alternation, read_toml
from newsextract.budget.context import Sentence
from newsextract.models import Amount, Role, Span

__all__ = ["Judged", "is_base", "is_conversion", "judge_sentence", "settle_silent"]

_BRACKET: Final = r"(?:\s?\([^()]{0,60}\))?"
_PARTICLE: Final = r"\s?(?:이|가|을|를|은|는|만큼|정도|가량|여|도)?"
_BASE: Final = re.compile(
    r"\s?(?:원)?(?:보다|에\s?비해|에\s?비하면|에\s?견줘|과\s?비교|와\s?비교|과\s?견주|\s?대비|에서\s)"
)
_CONVERTED: Final = re.compile(r"\s?\(\s?(?:한화|미화|우리\s?돈|원화)?\s?(?:로|약)?\s?(?=[\d$])")
_MINUS: Final = frozenset({"△", "▲", "▽", "▼", "-", "−", "↑", "↓", "+"})
_DISTANCE: Final = 12
"""A cue this many code points away counts half."""

_LEAST: Final = 0.1
"""Less weight than this, all cues of a sentence taken together, says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A role, and whether it rests on the amount's own cue or on its neighbours'."""

    role: Role
    own_cue: bool
    silent: bool = False


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    role: Role
    weight: float


@cache
def _rules() -> tuple[re.Pattern[str], tuple[tuple[Role, float], ...]]:
    """One pattern with a group for each cue list, and what each list says."""
    cues = read_toml("roles.toml")["cue"]
    bounds = ("(?<![가-힣])" if c.get("bounded") else "" for c in cues)
    pattern = "|".join(
        f"({bound}{alternation(c['words'])})" for bound, c in zip(bounds, cues, strict=True)
    )
    return re.compile(pattern), tuple((c["role"], c["weight"]) for c in cues)


@cache
def _touching() -> tuple[re.Pattern[str], ...]:
    """What makes a delta behind and before an amount, a threshold, a per-unit amount."""
    table = read_toml("roles.toml")
    return (
        re.compile(_BRACKET + _PARTICLE + _BRACKET + r"\s?" + table["delta"]["behind"]),
        re.compile(table["delta"]["before"]),
        re.compile(r"\s?" + table["threshold"]["behind"]),
        re.compile(table["per_unit"]["before"]),
        re.compile(_PARTICLE + table["per_unit"]["behind"]),
    )


def _find_cues(text: str) -> list[_Cue]:
    pattern, meaning = _rules()
    found = []
    for match in pattern.finditer(text):
        role, weight = meaning[(match.lastindex or 1) - 1]
        found.append(_Cue(match.start(), match.end(), role, weight))
    return found


def is_base(text: str, end: int) -> bool:
    """Whether an amount that ends at `end` is what another is compared with.

    >>> is_base("62억 원에 비해 8억 원이 늘었다", 5)
    True
    """
    return _BASE.match(text, end) is not None


def judge_sentence(sentence: Sentence, totals: Container[str | None]) -> dict[str, Judged]:
    """Judge the amounts of one sentence.

    In a line of a table cues say nothing: only what the grammar bound is a budget.

    Args:
        sentence: its amounts are as the grammar left them.
        totals: ids of amounts broken down by source: these are budgets.

    Returns:
        Amount id to role, for every amount given. An amount whose sentence holds no cue
        at all is `other` without an own cue; `settle_silent` looks at it again.
    """
    text, amounts, tabular = sentence.text, sentence.amounts, sentence.tabular
    cues = [] if tabular else _find_cues(text)
    spans = [sentence.local(a) for a in amounts]
    judged: dict[str, Judged] = {}
    unsure: list[int] = []
    for at, (amount, span) in enumerate(zip(amounts, spans, strict=True)):
        role = _fixed_role(text, amount, span, totals)
        if role is None and at and is_conversion(text, amounts[at - 1], amount, spans[at - 1].end):
            role = judged[amounts[at - 1].id].role if amounts[at - 1].id in judged else None
        if role is None:
            role = _by_cues(cues, span, spans)
        if role is None:
            unsure.append(at)
        else:
            judged[amount.id] = Judged(role, own_cue=True)
    known = [judged[a.id].role if a.id in judged else None for a in amounts]
    for at in unsure:
        near = _neighbours_role(at, known)
        silent = near is None and not tabular and not any(c.role == "other" for c in cues)
        role = "other" if tabular or near is None else near
        judged[amounts[at].id] = Judged(role, own_cue=False, silent=silent)
    return judged


def settle_silent(judged: dict[str, Judged]) -> dict[str, Judged]:
    """Amounts without any cue are budgets in an article that mostly speaks of budgets.

    Args:
        judged: the roles of all the article's amounts.

    >>> sure, silent = Judged("budget", own_cue=True), Judged("other", False, silent=True)
    >>> settle_silent({"a1": sure, "a2": silent})["a2"].role
    'budget'
    """
    sure = [j.role for j in judged.values() if j.own_cue]
    if sure.count("budget") <= sure.count("other"):
        return judged
    return {key: Judged("budget", own_cue=False) if j.silent else j for key, j in judged.items()}


def is_conversion(text: str, first: Amount, second: Amount, end: int) -> bool:
    """Whether `second` only restates `first` in another currency: `5만 달러(약 7천만원)`.

    Args:
        text: folded text that holds both.
        first: an amount.
        second: the amount behind it.
        end: where the first ends in `text`.
    """
    return first.currency != second.currency and _CONVERTED.match(text, end) is not None


def _fixed_role(
    text: str, amount: Amount, span: Span, totals: Container[str | None]
) -> Role | None:
    """The role that the grammar or the words touching the amount settle."""
    if amount.role in ("component", "per_unit"):
        return amount.role
    behind, before, threshold, per, each = _touching()
    if threshold.match(text, span.end):
        return "other"
    if amount.id in totals:
        return "budget"
    changes = (
        _MINUS.intersection(amount.qualifiers)
        or behind.match(text, span.end)
        or before.search(text, max(0, span.start - 12), span.start)
    )
    if changes:
        return "delta"
    if per.search(text, max(0, span.start - 30), span.start) or each.match(text, span.end):
        return "per_unit"
    return "budget" if amount.funding_source is not None else None


def _by_cues(cues: Sequence[_Cue], span: Span, spans: Sequence[Span]) -> Role | None:
    """Budget or other, by the weight of the cues around; None when there is too little."""
    votes = {"budget": 0.0, "other": 0.0}
    for cue in cues:
        low, high = (cue.end, span.start) if cue.end <= span.start else (span.end, cue.start)
        between = sum(1 for s in spans if low <= s.start and s.end <= high)
        weight = cue.weight / (1 + (high - low) / _DISTANCE) / (1 + between)
        votes[cue.role] += weight
    if max(votes.values()) < _LEAST:
        return None
    return "budget" if votes["budget"] > votes["other"] else "other"


def _neighbours_role(at: int, known: Sequence[Role | None]) -> Role | None:
    """A list item without a cue shares the role of the nearest one that has any."""
    near = [*known[:at][::-1], *known[at + 1 :]]
    return next((r for r in near if r is not None and r in ("budget", "other")), None)
