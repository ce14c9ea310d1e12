"""The fiscal year or the period of a record, and where it is told."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from newsextract.budget.context import Reading, Sentence
from newsextract.budget.drafts import Draft
from newsextract.budget.years import (
    YearMention,
    as_period,
    guess_year,
    is_supplementary,
    nearest_year,
    year_of,
)
from newsextract.language.sentences import Stretch, open_bracket
from newsextract.models import Period

__all__ = ["read_years", "year_around"]

_WHOLE_COST: Final = re.compile(
    r"(?:총|전체)\s?(?:사업비|공사비|투자비|예산|건립비|조성비)(?:은|는|만|가|로)?\s?(?:총|모두|약)?\s?$"
    r"|\(사업비\s?$"
)
_PARAGRAPHS: Final = 1
"""Paragraphs before its own in which a sum's budget may be named."""

_SPENDING: Final = frozenset({"들이다", "투입", "쓰다", "투자", "쏟다"})
_MONEY_DEEDS: Final = frozenset(
    {
        "같다",
        "확보",
        "편성",
        "책정",
        "배정",
        "투입",
        "받다",
        "쓰다",
        "집행",
        "쓰이다",
        "지원",
        "확정",
        "세우다",
        "요구",
        "신청",
    }
)
_NEXT_WORDS: Final = 8
_TOPIC: Final = re.compile(r"(?:예산|규모|사업비)[가-힣]{0,2}(?:은|는|이|가|을|를)\s$")
_SINCE_LAST: Final = re.compile(
    r"(?P<last>지난해|작년|올해|금년)\s?(?:본예산|당초예산|예산|같은\s기간)?\s?"
    r"(?:보다|에\s?비해|대비|과\s비교)"
)
_FIRST_BUDGET: Final = re.compile(r"(?:당초\s?예산|기정\s?예산|당초|기정액)\s?$")
_YEARS_LONG: Final = re.compile(r"\d{1,2}년\s?(?:간|동안)\s?(?:총|모두|약)?\s?$")


def read_years(reading: Reading, draft: Draft, span: Stretch) -> None:
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
    sure = program is not None and draft.program_kind != "budget_name" and not whole_cost
    if draft.base and program is not None and program.start < sentence.start:
        sure = False  # what is compared with is of another year than the name taken up
    named = year_of(program.text, reading.year) if program and sure else None
    mention = _nearest(draft, span) if sentence.years else None
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
    elif draft.period is None and (not draft.base or _own_start(draft, span)):
        _year_from_around(reading, draft)
    if draft.fiscal_year is None and draft.period is None:
        draft.fiscal_year_guess = guess_year(sentence.text, reading.published)


def _shares_year(sentence: Sentence, base: Stretch) -> bool:
    """`내년 예산 규모는 5조원에서 6조원으로`: the topic's year is not the base's alone."""
    told = [m for m in sentence.years if m.end <= base.start and m.use == "plain"]
    return bool(told) and _TOPIC.search(sentence.text, told[-1].end, base.start) is not None


def _nearest(draft: Draft, span: Stretch) -> YearMention | None:
    """The year that an amount belongs to, of those that its sentence names."""
    sentence = draft.sentence
    told = [
        m
        for m in sentence.years
        if not _of_past_event(sentence, m, span)
        and not _of_other_item(sentence, m, span)
        and not _in_bracket_behind(sentence, m, span)
    ]
    others = [
        span
        for a, span in zip(sentence.amounts, sentence.spans, strict=True)
        if a.id != draft.amount.id and draft.roles.get(a.id) != "component"
    ]
    bases = [s for s in others if s.end in sentence.bases and not _shares_year(sentence, s)]
    breaks = [
        p.end
        for p in sentence.predicates
        if p.form in ("connective", "final", "quoted") and p.lemma not in _SPENDING
    ]
    return nearest_year(told, span, others, base=draft.base, bases=bases, breaks=breaks)


def _of_past_event(sentence: Sentence, mention: YearMention, amount: Stretch) -> bool:
    """Whether a year only dates a deed that is told of something: 지난해 탈락한 뒤, 작년에 지은."""
    if mention.year is None or mention.end > amount.start:
        return False
    if sentence.text.endswith("년도", mention.start, mention.end):
        return False  # 2018년도 경찰에 돌아간 예산: it is the year of a budget
    verb = next((p for p in sentence.predicates if p.start >= mention.end), None)
    if verb is None or verb.end > amount.start or verb.start - mention.end > _NEXT_WORDS:
        return False
    return verb.form == "adnominal" and verb.tense == "past" and verb.lemma not in _MONEY_DEEDS


def _of_other_item(sentence: Sentence, mention: YearMention, amount: Stretch) -> bool:
    """Whether a year stands in another item of a list: `△2024년 새길사업(50억) △쉼터(9억)`."""
    item = bisect_left(sentence.bullets, mention.start)
    return item > 0 and item != bisect_left(sentence.bullets, amount.start)


def _in_bracket_behind(sentence: Sentence, mention: YearMention, amount: Stretch) -> bool:
    """Whether a year stands with a sum of its own in a bracket: `17억원(올해 9억원)`."""
    if open_bracket(sentence.text, amount.end, mention.start) < 0:
        return False
    closed = sentence.text.find(")", mention.end)
    return any(mention.end <= s.start < closed for s in sentence.spans)


def _own_start(draft: Draft, span: Stretch) -> bool:
    """Whether a base is the same year's first budget: 당초예산 1조240억원보다."""
    text = draft.sentence.text
    return _FIRST_BUDGET.search(text, max(0, span.start - 12), span.start) is not None


def _year_from_around(reading: Reading, draft: Draft) -> None:
    sentence = draft.sentence
    if is_supplementary(sentence.text):
        draft.fiscal_year = reading.year
        draft.note("fiscal_year", "supplementary_budget")
    elif not draft.whole_cost:
        draft.fiscal_year = year_around(reading, sentence)
        if draft.fiscal_year is not None:
            draft.note("fiscal_year", "budget_spoken_of")
        elif reading.year is not None:
            _year_after_compared(reading.year, draft)


def _year_after_compared(published: int, draft: Draft) -> None:
    """`작년보다 20% 늘어난 3,375억원` is this year's, a sum beside 올해보다 the next one's."""
    sentence = draft.sentence
    match = _SINCE_LAST.search(sentence.text)
    if match is not None and not draft.base:
        draft.fiscal_year = published + (match["last"] in ("올해", "금년"))
        words = (sentence.start + match.start(), sentence.start + match.end())
        draft.note("fiscal_year", "year_after_compared", words)


def year_around(reading: Reading, sentence: Sentence) -> int | None:
    """The year of the budget that the paragraph speaks of, else the title, else the only one.

    Further back than the paragraph before, a budget counts where the text has named no other.
    """
    first = max(0, sentence.paragraph - _PARAGRAPHS)
    for paragraph in range(sentence.paragraph, first - 1, -1):
        before = [y for end, y in reading.budget_years(paragraph) if end <= sentence.start]
        if before:
            return before[-1]
    if sentence.aside:
        return None
    if reading.title_year is not None:
        return reading.title_year
    earlier = {y for n in range(first) for _, y in reading.budget_years(n)}
    return earlier.pop() if len(earlier) == 1 else None
