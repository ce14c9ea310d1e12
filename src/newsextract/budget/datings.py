"""The fiscal year or the period of a record, and where it is told."""

from __future__ import annotations

import re
from typing import Final

from newsextract.budget.context import Reading, Sentence
from newsextract.budget.cues import is_base
from newsextract.budget.drafts import Draft
from newsextract.budget.themes import is_aside
from newsextract.budget.years import as_period, guess_year, is_supplementary, nearest_year, year_of
from newsextract.models import Period, Span

__all__ = ["read_years", "year_around"]

_WHOLE_COST: Final = re.compile(
    r"(?:총|전체)\s?(?:사업비|공사비|투자비|예산|건립비|조성비)(?:은|는|만|가|로)?\s?(?:총|모두|약)?\s?$"
)
_YEARS_LONG: Final = re.compile(r"\d{1,2}년\s?(?:간|동안)\s?(?:총|모두|약)?\s?$")


def read_years(reading: Reading, draft: Draft, span: Span) -> None:
    """Priority: programme's name, clause, paragraph's budget, title and lead, none.

    The whole cost of a project is of no one year unless its own clause says so.

    Args:
        reading: the article.
        draft: the record; its year, period and guess are set.
        span: its amount, in the sentence.
    """
    sentence = draft.sentence
    program = draft.program
    whole_cost = _WHOLE_COST.search(sentence.text, max(0, span.start - 14), span.start) is not None
    named = year_of(program.text, reading.year) if program and not whole_cost else None
    others = [sentence.local(a) for a in sentence.amounts if a.id != draft.amount.id]
    bases = [s for s in others if is_base(sentence.text, s.end)]
    mention = nearest_year(sentence.years, span, others, base=draft.base, bases=bases)
    if mention is not None:
        draft.period = as_period(mention)
    if _YEARS_LONG.search(sentence.text, max(0, span.start - 14), span.start):
        years = [m.year for m in sentence.years if m.year and m.use == "plain"]
        if len(set(years)) > 1 and draft.period is None:
            draft.period, mention = Period(first=min(years), last=max(years)), None
    draft.whole_cost = whole_cost
    if named is not None and program is not None and not (draft.base and mention is not None):
        draft.fiscal_year, draft.period = named, None
        draft.note("fiscal_year", "program_name", (program.start, program.end))
    elif mention is not None:
        draft.fiscal_year = mention.year
        words = (sentence.start + mention.start, sentence.start + mention.end)
        draft.note("fiscal_year", "clause" if mention.year else "period", words)
    elif draft.period is None and not draft.base:
        _year_from_around(reading, draft)
    if draft.fiscal_year is None and draft.period is None:
        draft.fiscal_year_guess = guess_year(sentence.text, reading.published)


def _year_from_around(reading: Reading, draft: Draft) -> None:
    sentence = draft.sentence
    if is_supplementary(sentence.text):
        draft.fiscal_year = reading.year
        draft.note("fiscal_year", "supplementary_budget")
    elif not draft.whole_cost:
        draft.fiscal_year = year_around(reading, sentence)
        if draft.fiscal_year is not None:
            draft.note("fiscal_year", "budget_spoken_of")


def year_around(reading: Reading, sentence: Sentence) -> int | None:
    """The year of the budget that the paragraph speaks of, else the title, else the lead."""
    before = [y for end, y in reading.budget_years(sentence.paragraph) if end <= sentence.start]
    if before:
        return before[-1]
    return None if is_aside(sentence.text) else reading.title_year
