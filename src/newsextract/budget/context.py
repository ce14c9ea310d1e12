"""An article as the budget rules see it: folded text, sentences with money, bodies named.

All offsets in a `Sentence` are the article's; its `text` is folded. Morphemes are only
asked for where a sentence holds money.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Final

from newsextract.budget._tables import BULLET
from newsextract.budget.agencies import Mention, find_mentions, home_of
from newsextract.budget.cues import is_base, speaks_of_public_money
from newsextract.budget.grids import find_grids
from newsextract.budget.headlines import is_headline
from newsextract.budget.lexicon import kiwi_words
from newsextract.budget.parts import bind_parts
from newsextract.budget.programs import Candidate, find_candidates
from newsextract.budget.tables import Row, read_sheet
from newsextract.budget.themes import is_aside
from newsextract.budget.writing import anchor_year, likely_day
from newsextract.budget.years import YearMention, budget_years, find_years, year_of
from newsextract.language import kiwi
from newsextract.language.phrases import NounPhrase, noun_phrases
from newsextract.language.predicates import Predicate, find_predicates
from newsextract.language.sentences import Stretch, split_sentences
from newsextract.language.wrapping import unwrap
from newsextract.models import Amount, Article, MoneyReading, Role
from newsextract.money.fold import fold

__all__ = ["Reading", "Sentence"]


_BASE_REACH: Final = 16
"""From a year to the sum it belongs to: 올해 본예산 8조원과 견주면."""


_OTHER_YEAR: Final = re.compile(r"올해|금년|지난해|작년|전년")

_HEAD: Final = 120
"""Where a line may begin that repeats the headline."""

_NEW_YEAR: Final = 2
"""Months in which 새해 is the year that has begun."""

_PRIVATE: Final = frozenset({"private", "self", "loan", "other", "self_pay"})
"""Kinds of funding sources that do not tell that money is public."""

_LEAD: Final = 2
"""Paragraphs that can tell the year of the budget an article is about."""


@cache
def _teach_names() -> None:
    """Once a process, before Kiwi is loaded: agency names stay whole."""
    kiwi.add_words(kiwi_words())


class Sentence:
    """One sentence that holds money, and what its words say."""

    def __init__(
        self, reading: Reading, span: Stretch, paragraph: int, amounts: Sequence[Amount]
    ) -> None:
        self.text = reading.text[span.start : span.end]
        self.start = span.start
        self.end = span.end
        self.paragraph = paragraph
        self.amounts = tuple(amounts)
        self.tabular = reading.is_table(paragraph) or self.text.count("|") > 1
        self.spans = tuple(map(self.local, self.amounts))
        self._reading = reading
        self._year = reading.year
        self.headline = self.start < _HEAD and is_headline(self.text)

    def local(self, amount: Amount) -> Stretch:
        """Where an amount stands in this sentence."""
        return Stretch(amount.start - self.start, amount.end - self.start)

    @property
    def body_ends(self) -> frozenset[int]:
        """Where the names of governments end in the article."""
        return self._reading.body_ends

    @cached_property
    def bases(self) -> frozenset[int]:
        """Ends of the amounts that others are only compared with, in the sentence's offsets."""
        return frozenset(span.end for span in self.spans if is_base(self.text, span.end))

    @cached_property
    def aside(self) -> bool:
        """Whether the sentence turns to something else."""
        return is_aside(self.text)

    @cached_property
    def bullets(self) -> tuple[int, ...]:
        """Where signs stand that open the items of a list."""
        return tuple(m.start() for m in BULLET.finditer(self.text))

    @cached_property
    def tokens(self) -> tuple[kiwi.Token, ...]:
        """Morphemes, in the sentence's own offsets."""
        _teach_names()
        return kiwi.analyse(self.text)

    @cached_property
    def predicates(self) -> tuple[Predicate, ...]:
        """Predicates, in the sentence's own offsets."""
        return find_predicates(self.tokens)

    @cached_property
    def phrases(self) -> tuple[NounPhrase, ...]:
        """Noun phrases, cut at the amounts, in the sentence's own offsets."""
        whole = noun_phrases(self.tokens)
        return tuple(p for w in _whole_words(self.text, whole) for p in _cut(w, self.spans))

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Possible programme names, in the sentence's own offsets."""
        return find_candidates(self.text, self.phrases)

    @cached_property
    def years(self) -> tuple[YearMention, ...]:
        """Years, in the sentence's own offsets."""
        spoken = self._reading.title_year if "전년" in self.text else None
        return find_years(self.text, self._year, spoken=spoken)


class Reading:
    """An article with its money, ready for the rules."""

    def __init__(self, article: Article, money: MoneyReading) -> None:
        self.article = article
        self.text = fold(article.text)
        # of a text copy each line is a block; tables keep theirs
        self.blocks = article.blocks
        if all(b.kind == "paragraph" for b in self.blocks):
            joined = unwrap(self.text)
            self.blocks = self.blocks if joined == self.text else ()
            self.text = joined
        published = article.published_at
        self.day: date | None = published.date() if published else None
        self.published: tuple[int, int] | None = (
            (published.year, published.month) if published else None
        )
        if self.published is not None and self.published[1] <= _NEW_YEAR:
            self.text = self.text.replace("새해", "올해")  # of the same length
        self.year = published.year if published else anchor_year(self.text)
        self.day = self.day or likely_day(self.text)
        self.money: MoneyReading = money
        self._sheets()
        self.parts = bind_parts(
            self.text, self.money, (span for span, _ in self.stretches), skip=frozenset(self.cells)
        )
        self.money = self.parts.money
        self._budget_years: dict[int, list[tuple[int, int]]] = {}

    def _sheets(self) -> None:
        """Read the tables: rows by the id of their sum, roles of cells, figures left out."""
        self.grids = find_grids(self.text, self.article)
        self.rows: dict[str, Row] = {}
        self.cells: dict[str, Role] = {}
        money = self.money
        if not self.grids:
            return
        starts = [a.start for a in money.amounts]
        sources: dict[str, str] = {}
        no_money: set[str] = set()
        for grid in self.grids:
            start, end = grid.span
            inside = money.amounts[bisect_left(starts, start) : bisect_left(starts, end)]
            sheet = read_sheet(self.text, grid, inside, self.year, public=self.public)
            self.cells.update(dict.fromkeys((a.id for a in inside), "other"))
            self.cells.update(sheet.roles)
            self.rows.update({row.amount.id: row for row in sheet.rows})
            sources.update(sheet.sources)
            no_money |= sheet.no_money
        self.money = _without(money, no_money, frozenset(self.cells), sources)

    @cached_property
    def title(self) -> str:
        """Headline and subheads, folded."""
        return fold("\n".join(filter(None, (self.article.headline, *self.article.subheads))))

    @cached_property
    def public(self) -> bool:
        """Whether the article speaks of public money anywhere."""
        paid = (i.source.category for b in self.money.breakdowns for i in b.items)
        return not _PRIVATE.issuperset(paid) or speaks_of_public_money(
            f"{self.title}\n{self.text}", bodies=bool(self.bodies)
        )

    @cached_property
    def paragraphs(self) -> tuple[Stretch, ...]:
        """Spans of the body's blocks; the text's lines where there are none."""
        blocks = [Stretch(b.start, b.end) for b in self.blocks]
        lines = re.finditer(r"[^\n]+", self.text)
        return tuple(blocks) or tuple(Stretch(m.start(), m.end()) for m in lines)

    def is_table(self, paragraph: int) -> bool:
        """Whether a paragraph is a table: its cells are no sentences."""
        blocks = self.blocks
        if blocks and blocks[paragraph].kind == "table":
            return True
        start = self.paragraphs[paragraph].start
        return any(g.span[0] <= start < g.span[1] for g in self.grids)

    @cached_property
    def stretches(self) -> tuple[tuple[Stretch, int], ...]:
        """Every sentence of the paragraphs that hold money, with its paragraph's number."""
        starts = [a.start for a in self.money.amounts]
        found: list[tuple[Stretch, int]] = []
        at = 0
        for number, paragraph in enumerate(self.paragraphs):
            first, at = at, bisect_left(starts, paragraph.end)
            if first < at:
                spans = split_sentences(self.text, paragraph.start, paragraph.end)
                found.extend((span, number) for span in spans)
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that hold money, in order."""
        found: list[Sentence] = []
        amounts = self.money.amounts
        at = 0
        for span, number in self.stretches:
            first = at
            while at < len(amounts) and amounts[at].start < span.end:
                at += 1
            if at > first:
                inside = amounts[first:at]
                found.append(Sentence(self, _around(span, inside), number, inside))
        return tuple(found)

    @cached_property
    def bodies(self) -> tuple[Mention, ...]:
        """Every public body the text names, in the article's offsets."""
        home = home_of(self.article.dateline, self.article.publisher)
        in_title = tuple(m.name for m in find_mentions(self.title, self.day, home))
        return find_mentions(self.text, self.day, (*home, *in_title))

    @cached_property
    def body_starts(self) -> tuple[int, ...]:
        """Where each of `bodies` begins."""
        return tuple(m.start for m in self.bodies)

    @cached_property
    def body_ends(self) -> frozenset[int]:
        """Where the names of governments end: `가람군은` names no project."""
        return frozenset(m.end for m in self.bodies if m.kind not in ("body", "other"))

    def budget_years(self, paragraph: int) -> list[tuple[int, int]]:
        """Years of budgets that a paragraph names, with where each ends in the article."""
        if paragraph not in self._budget_years:
            span = self.paragraphs[paragraph]
            found = budget_years(self.text[span.start : span.end], self.year)
            self._budget_years[paragraph] = [
                (end + span.start, year)
                for end, year in found
                if not self._of_base(end + span.start)
            ]
        return self._budget_years[paragraph]

    @cached_property
    def lead_year(self) -> int | None:
        """The one year that the head of the article names at all, for tables without any."""
        end = self.paragraphs[min(_LEAD, len(self.paragraphs) - 1)].end
        return year_of(f"{self.title}\n{self.text[:end]}", self.year)

    def _of_base(self, end: int) -> bool:
        """Whether a year belongs to a sum that another is compared with."""
        amounts = self.money.amounts
        at = bisect_left(self._starts, end)
        near = at < len(amounts) and amounts[at].start - end <= _BASE_REACH
        if not near or _OTHER_YEAR.search(self.text, end, amounts[at].start):
            return False  # 내년 본예산은 올해 310억 원보다: 올해 is the base's
        return is_base(self.text, amounts[at].end)

    def amounts_between(self, start: int, end: int) -> bool:
        """Whether an amount begins between two places."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end

    @cached_property
    def _starts(self) -> list[int]:
        return [a.start for a in self.money.amounts]

    @cached_property
    def payers(self) -> frozenset[int]:
        """Where bodies stand that pay a part: they are sources, not whose budget it is."""
        clues = self.parts.clues.values()
        return frozenset(start for _, words in clues for start, _ in words)

    @cached_property
    def title_year(self) -> int | None:
        """The year of the budget that the title names, else the first paragraph."""
        found = budget_years(self.title, self.year)
        for paragraph in range(min(_LEAD, len(self.paragraphs))):
            found = found or self.budget_years(paragraph)
        return found[0][1] if found else None


def _without(
    money: MoneyReading, gone: Container[str], cells: frozenset[str], sources: dict[str, str]
) -> MoneyReading:
    """The money of an article with what its tables tell: columns decide, not neighbours."""
    amounts = tuple(
        a.model_copy(update={"role": None, "funding_source": sources.get(a.id)})
        if a.id in cells
        else a
        for a in money.amounts
        if a.id not in gone
    )
    breakdowns = tuple(
        b
        for b in money.breakdowns
        if b.total_id not in cells and not cells.intersection(i.amount_id or "" for i in b.items)
    )
    return MoneyReading(amounts=amounts, breakdowns=breakdowns)


def _around(span: Stretch, amounts: Sequence[Amount]) -> Stretch:
    """A sentence widened, if need be, to hold its amounts whole."""
    return Stretch(
        start=min(span.start, amounts[0].start),
        end=max([span.end, *[a.end for a in amounts]]),
    )


def _whole_words(text: str, phrases: Sequence[NounPhrase]) -> list[NounPhrase]:
    """Phrases from the beginning of their word: Kiwi parts `다|온~가람`, `돈내|코관광지`."""
    found: list[NounPhrase] = []
    end = 0
    for phrase in phrases:
        start = phrase.start
        while start > end and (text[start - 1] == "~" or "가" <= text[start - 1] <= "힣"):
            start -= 1
        # what a phrase before it ends within the same word is a particle: 도로와하천
        glued = start == end and found and start > 0 and text[start - 1] != " "
        if glued or start == phrase.start:
            found.append(phrase)
        elif found and start == end + 1 and found[-1].particle == text[start : phrase.start]:
            found[-1] = phrase._replace(start=found[-1].start)  # 교육력 도|약 was one name
        else:
            found.append(phrase._replace(start=start))
        end = phrase.end
    return found


def _cut(phrase: NounPhrase, spans: Sequence[Stretch]) -> list[NounPhrase]:
    """The pieces of a phrase that stand beside amounts: `도로 7억원 철도` is two names."""
    pieces: list[NounPhrase] = []
    at = phrase.start
    for span in spans:
        if span.start < phrase.end and at < span.end:
            if at < span.start:
                pieces.append(NounPhrase(at, span.start, None, "NR"))
            at = span.end
    if at < phrase.end:
        pieces.append(phrase._replace(start=at) if at > phrase.start else phrase)
    return pieces
