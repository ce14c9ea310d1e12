"""A record in the making, and what the text around its amount says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from newsextract.budget.actions import Action, project_count, read_action
from newsextract.budget.actors import agencies_for
from newsextract.budget.context import Reading, Sentence
from newsextract.budget.programs import choose_program, find_label, find_names
from newsextract.budget.roles import is_base
from newsextract.budget.years import as_period, guess_year, is_supplementary, nearest_year, year_of
from newsextract.models import Agency, Amount, Breakdown, Period, Span, TextSpan

__all__ = ["Draft", "draft_record"]

_ANAPHOR: Final = re.compile(
    r"(?:^|\s)(?:이|그|해당|동|본)\s?(?:사업|공사|계획|시설|예산|공원|센터)[은는이가을를에의]"
    r"|^\s*(?:총|전체)?\s?(?:사업비|공사비|소요예산|투자비|예산)|(?:^|\s)총\s?사업비|^\s*[ㅇ○◦*-]\s|^\s*(?:이를|여기에|이에)\s"
)
_REACH: Final = 300
"""How far back, in code points, a name may stand that `이 사업` takes up."""


@dataclass(slots=True)
class Draft:
    """One budget before it has an id; `parent` and `partial` are set by the roll-up.

    `topic` holds the bodies that the text goes on about, for records that name none.
    `incomplete` says that the printed list of sources is not whole, `partial` that more
    children than the known ones exist, `taken_up` that words like `이 가운데` link it.
    """

    amount: Amount
    sentence: Sentence
    breakdown: Breakdown | None
    program: TextSpan | None = None
    agencies: tuple[Agency, ...] = ()
    topic: tuple[Agency, ...] = ()
    fiscal_year: int | None = None
    fiscal_year_guess: int | None = None
    period: Period | None = None
    action: Action | None = None
    project_count: int | None = None
    confidence: float = 1.0
    mentions: list[Span] = field(default_factory=list)
    parent: Draft | None = None
    partial: bool = False
    taken_up: bool = False

    @property
    def base(self) -> bool:
        """Whether this sum is only what another is compared with."""
        return is_base(self.sentence.text, self.amount.end - self.sentence.start)

    @property
    def incomplete(self) -> bool:
        """Whether the printed list of sources is known not to be whole."""
        return self.breakdown is not None and self.breakdown.adds_up is None


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
    _read_program(reading, draft, span, earlier)
    actors = agencies_for(reading, sentence, draft.amount)
    carried = _carried(() if actors.stated else actors.agencies, earlier)
    draft.agencies = actors.agencies if actors.stated else carried
    draft.topic = actors.agencies if actors.stated and actors.topic else carried
    _read_years(reading, draft, span)
    draft.action = read_action(sentence.predicates, span.start, span.end)
    draft.project_count = project_count(sentence.text, _count_from(draft), span.start)
    doubts = (draft.program is None, not actors.stated, not own_cue)
    draft.confidence = round(1.0 - 0.1 * sum(doubts), 2)
    return draft


def _carried(topic: tuple[Agency, ...], earlier: Sequence[Draft]) -> tuple[Agency, ...]:
    """The bodies last spoken of: the topic so far, or those of the record before."""
    last = earlier[-1].topic if earlier else ()
    if topic and last:
        return topic if topic[-1].start >= last[-1].start else last
    return topic or last


def _standing_amounts(draft: Draft) -> list[Span]:
    """The sentence's other amounts that are no parts of this one, in its own offsets."""
    return [
        draft.sentence.local(a)
        for a in draft.sentence.amounts
        if a.id != draft.amount.id and a.role != "component"
    ]


def _read_program(reading: Reading, draft: Draft, span: Span, earlier: Sequence[Draft]) -> None:
    sentence = draft.sentence
    candidates = list(sentence.candidates)
    label = find_label(sentence.text, sentence.phrases, span)
    if label is not None and all((c.start, c.end) != (label.start, label.end) for c in candidates):
        candidates.append(label)
    chosen = choose_program(sentence.text, candidates, span, _standing_amounts(draft))
    if chosen is not None:
        start, end = chosen.start + sentence.start, chosen.end + sentence.start
        text = reading.article.text[start:end]
        draft.program = TextSpan(start=start, end=end, text=text)
    elif _ANAPHOR.search(sentence.text, 0, span.start):
        draft.program = _taken_up(reading, sentence, earlier)


def _taken_up(reading: Reading, sentence: Sentence, earlier: Sequence[Draft]) -> TextSpan | None:
    """The programme that `이 사업` or `총사업비` takes up: the name last spoken of."""
    start = max(0, sentence.start - _REACH)
    names = [(a + start, b + start) for a, b in find_names(reading.text[start : sentence.start])]
    last = earlier[-1].program if earlier else None
    if not names or (last is not None and last.start >= names[-1][0]):
        return last
    first, stop = names[-1]
    return TextSpan(start=first, end=stop, text=reading.article.text[first:stop])


def _read_years(reading: Reading, draft: Draft, span: Span) -> None:
    """Priority: programme's name, clause, paragraph's budget, title and lead, none."""
    sentence = draft.sentence
    named = year_of(draft.program.text, reading.year) if draft.program else None
    others = _standing_amounts(draft)
    mention = nearest_year(sentence.years, span, others, base=draft.base)
    if mention is not None:
        draft.period = as_period(mention)
    if named is not None:
        draft.fiscal_year, draft.period = named, None
    elif mention is not None and mention.year is not None:
        draft.fiscal_year = mention.year
    elif draft.period is None and is_supplementary(sentence.text):
        draft.fiscal_year = reading.year
    elif draft.period is None:
        draft.fiscal_year = _year_around(reading, sentence)
    if draft.fiscal_year is None and draft.period is None:
        draft.fiscal_year_guess = guess_year(sentence.text, reading.published)


def _year_around(reading: Reading, sentence: Sentence) -> int | None:
    """The year of the budget that the paragraph speaks of, else the title, else the lead."""
    before = [y for end, y in reading.budget_years(sentence.paragraph) if end <= sentence.start]
    return before[-1] if before else reading.title_year


def _count_from(draft: Draft) -> int:
    """Where to look for a project count: behind the amount before this one."""
    start = draft.amount.start - draft.sentence.start
    ends = [s.end for s in _standing_amounts(draft) if s.end <= start]
    return max(ends, default=0)
