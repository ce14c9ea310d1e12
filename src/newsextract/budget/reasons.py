"""Why a record says what it says: the rule and the words behind each field.

The rules note what they saw while they decide; here that becomes `Reason`s. They cost
nothing unless an explanation is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from newsextract.budget.binding import Bound
from newsextract.budget.drafts import Clue, Draft
from newsextract.budget.roles import Judged
from newsextract.models import Article, Reason, ReasonField, TextSpan

__all__ = ["reasons_of"]

_LABEL_REACH = 24
_FIELDS = get_args(ReasonField)


def reasons_of(article: Article, draft: Draft, judged: Judged, bound: Bound) -> tuple[Reason, ...]:
    """The reasons for one record's fields, in the order of the fields.

    Args:
        article: whose text the words stand in.
        draft: the record in the making, with what its rules noted.
        judged: how the role of its amount was decided.
        bound: what is known of how sources were bound to totals.
    """
    found: list[Reason] = []
    for clue in _clues(article.text, draft, judged, bound):
        words = None
        if clue.words is not None and clue.words[0] < clue.words[1]:
            start, end = clue.words
            words = TextSpan(start=start, end=end, text=article.text[start:end])
        found.append(Reason(field=clue.field, rule=clue.rule, words=words))
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda r: _FIELDS.index(r.field)))


def _clues(text: str, draft: Draft, judged: Judged, bound: Bound) -> Iterator[Clue]:
    if judged.clues:
        for words in judged.clues:
            yield Clue("role", judged.rule, words)
    else:
        yield Clue("role", judged.rule, None)
    yield from _sources(text, draft, bound)
    for agency in draft.agencies:
        rule = "named_in_sentence" if _inside(draft, agency.start) else "spoken_of_before"
        yield Clue("agencies", rule, (agency.start, agency.end))
    for granter in draft.granters:
        yield Clue("agencies", "granter", (granter.start, granter.end))
    yield from draft.clues


def _sources(text: str, draft: Draft, bound: Bound) -> Iterator[Clue]:
    if draft.breakdown is None:
        return
    rule, words = bound.clues.get(draft.amount.id, ("columns" if draft.tabular else "list", ()))
    if words:
        for span in words:
            yield Clue("components", rule, span)
        return
    for item in draft.breakdown.items:
        label = item.source.label
        start = text.rfind(label, max(0, item.span.start - _LABEL_REACH), item.span.start)
        yield Clue("components", rule, (item.span.start if start < 0 else start, item.span.end))


def _inside(draft: Draft, place: int) -> bool:
    return draft.sentence.start <= place < draft.sentence.end
