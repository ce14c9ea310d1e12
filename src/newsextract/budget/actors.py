"""Whose budget it is: the subject or topic of the clause, or the body spoken of so far."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsextract.budget.agencies import Mention
from newsextract.budget.context import Reading, Sentence
from newsextract.models import Agency, Span

__all__ = ["Actors", "agencies_for"]

_REACH: Final = 200
"""How many names back a topic may be carried over from."""


@dataclass(frozen=True, slots=True)
class Actors:
    """The bodies of a budget; `stated` when the amount's own sentence names them.

    `topic` says that what follows is about them too: they are subject, source or owner,
    and not only named beside the sum (`정부 전체 예산`).
    """

    agencies: tuple[Agency, ...]
    stated: bool
    topic: bool


def agencies_for(reading: Reading, sentence: Sentence, amount: Span) -> Actors:
    """The bodies that act upon an amount.

    In its sentence: the last topic or subject before it that is not inside a modifying
    clause; else the next one behind it; else who is cited (`상주시에 따르면`); else a body
    that owns the sum (`군의 예산`). Otherwise the topic carried over from before.

    Args:
        reading: the article.
        sentence: the amount's sentence.
        amount: the amount's span in the article.
    """
    bodies, starts = reading.bodies, reading.body_starts
    low = bisect.bisect_left(starts, sentence.start)
    here = bodies[low : bisect.bisect_left(starts, sentence.end)]
    chosen = _subject(here, sentence, amount) or _fallback(here, amount)
    if chosen is not None:
        agencies = _chain(reading.article.text, here, chosen)
        return Actors(agencies, stated=True, topic=chosen.case is not None)
    before = bodies[max(0, low - _REACH) : low]
    topics = [m for m in before if m.case in ("topic", "subject", "source")]
    if topics:
        return Actors(_chain(reading.article.text, before, topics[-1]), stated=False, topic=True)
    return Actors((), stated=False, topic=False)


def _subject(here: Sequence[Mention], sentence: Sentence, amount: Span) -> Mention | None:
    subjects = [m for m in here if m.case in ("topic", "subject")]
    before = [m for m in subjects if m.end <= amount.start]
    outer = [m for m in before if not _embedded(m, sentence, amount)]
    if outer:
        return outer[-1]
    if before:
        return before[0]
    return next((m for m in subjects if m.start >= amount.end), None)


def _embedded(mention: Mention, sentence: Sentence, amount: Span) -> bool:
    """Whether a subject belongs to a clause that modifies a noun before the amount.

    `국토부가 추진하는 공모에 뽑혀 …`: 국토부 does not act upon the sum.
    """
    if mention.case == "topic":
        return False
    after = mention.after - sentence.start
    verb = next((p for p in sentence.predicates if p.start >= after), None)
    if verb is None:
        return False
    return verb.form == "adnominal" and not verb.plan and verb.end <= amount.start - sentence.start


def _fallback(here: Sequence[Mention], amount: Span) -> Mention | None:
    cited = [m for m in here if m.case == "source"]
    if cited:
        return cited[0]
    before = [m for m in here if m.end <= amount.start]
    for cases in (("genitive", None), ("origin",)):
        owners = [m for m in before if m.case in cases]
        if owners:
            return owners[-1]
    return None


def _chain(text: str, mentions: Sequence[Mention], chosen: Mention) -> tuple[Agency, ...]:
    """The chosen body with those it is coordinated with, each name once."""
    agencies: dict[str, Agency] = {}
    for mention in mentions:
        if mention.group == chosen.group and mention.name not in agencies:
            agencies[mention.name] = Agency(
                name=mention.name,
                as_written=text[mention.start : mention.end],
                start=mention.start,
                end=mention.end,
            )
    return tuple(agencies.values())
