"""Drafts of records: from a sentence, or from the row of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.actions import project_count, read_action
from newsextract.budget.actors import agencies_for
from newsextract.budget.context import Reading, Sentence
from newsextract.budget.datings import read_years, year_around
from newsextract.budget.drafts import Draft
from newsextract.budget.lexicon import official_name, place_names
from newsextract.budget.purposes import read_program, standing_amounts
from newsextract.budget.tables import Row
from newsextract.budget.years import guess_year
from newsextract.models import Agency, Span, TextSpan

__all__ = ["draft_record", "draft_row"]

_NEAR: Final = 16
_BODY_BEFORE: Final = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{2,10}?)(?:은|는|이|가|에|에는)?\s?\(?(?:총\s|약\s)?$"
)


def draft_record(
    reading: Reading, draft: Draft, earlier: Sequence[Draft], *, own_cue: bool
) -> Draft:
    """Read programme, bodies, years and action of one budget amount.

    Args:
        reading: the article.
        draft: an amount judged to be a budget, with its sentence; filled in and returned.
        earlier: drafts of amounts before this one, for what the text carries over.
        own_cue: whether the role rests on the amount's own cue words.
    """
    sentence = draft.sentence
    draft.mentions.append(Span(start=draft.amount.start, end=draft.amount.end))
    span = sentence.local(draft.amount)
    standing = standing_amounts(draft)
    read_program(reading, draft, span, standing, earlier)
    actors = agencies_for(reading, sentence, draft.amount)
    carried = _carried(() if actors.stated else actors.agencies, earlier)
    draft.listed_place = actors.listed
    draft.body_item = _is_body_item(reading, draft)
    draft.agencies = actors.agencies if actors.stated else carried
    draft.topic = actors.agencies if actors.stated and actors.topic else carried
    own = {a.name for a in draft.agencies}
    draft.granters = tuple([g for g in actors.granters if g.name not in own])
    read_years(reading, draft, span)
    draft.action = read_action(sentence.predicates, span.start, span.end, sentence.text)
    # a count before another amount is of that one
    count_from = max([s.end for s in standing if s.end <= span.start], default=0)
    draft.project_count = project_count(sentence.text, count_from, span.start)
    doubts = (draft.program is None, not actors.stated, not own_cue)
    draft.confidence = round(1.0 - 0.1 * sum(doubts), 2)
    return draft


def _is_body_item(reading: Reading, draft: Draft) -> bool:
    """Whether a body or a place stands right before the sum: `나래시 520억원`, `충남 2600억원`."""
    start = draft.amount.start
    match = _BODY_BEFORE.search(reading.text, max(draft.sentence.start, start - _NEAR), start)
    if match is None:
        return False
    name = match["name"]
    if name == "예산":  # the county of that name is rarely meant
        return False
    return name in place_names() or official_name(name, reading.day) is not None


def draft_row(reading: Reading, row: Row, sentence: Sentence, earlier: Sequence[Draft]) -> Draft:
    """A record of a table's row: its cells say what a sentence would.

    Args:
        reading: the article.
        row: what the columns say.
        sentence: the row as a line of the article.
        earlier: drafts before it, for the bodies spoken of so far.
    """
    amount = next((a for a in sentence.amounts if a.id == row.amount.id), row.amount)
    draft = Draft(amount, sentence, row.breakdown, tabular=True)
    draft.mentions.append(Span(start=amount.start, end=amount.end))
    if row.program is not None:
        span = row.program
        text = reading.article.text[span.start : span.end]
        draft.program = TextSpan(start=span.start, end=span.end, text=text)
    actors = agencies_for(reading, sentence, amount)
    draft.agencies = draft.topic = _carried(actors.agencies, earlier)
    draft.fiscal_year = row.year
    if draft.fiscal_year is None:
        draft.fiscal_year = year_around(reading, sentence) or reading.lead_year
    if draft.fiscal_year is None:
        draft.fiscal_year_guess = guess_year(sentence.text, reading.published)
    draft.confidence = 0.9
    return draft


def _carried(topic: tuple[Agency, ...], earlier: Sequence[Draft]) -> tuple[Agency, ...]:
    """The bodies last spoken of: the topic so far, or those of the record before."""
    last = earlier[-1].topic if earlier else ()
    if topic and last:
        return topic if topic[-1].start >= last[-1].start else last
    return topic or last
