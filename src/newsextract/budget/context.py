"""An article as the budget rules see it: folded text, sentences with money, bodies named.

All offsets in a `Sentence` are the article's; its `text` is folded. Morphemes are only
asked for where a sentence holds money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property

from newsextract.budget.agencies import Mention, find_mentions, home_of
from newsextract.budget.lexicon import kiwi_words
from newsextract.budget.parts import bind_parts
from newsextract.budget.programs import Candidate, find_candidates
from newsextract.budget.years import YearMention, budget_years, find_years
from newsextract.language import kiwi
from newsextract.language.phrases import NounPhrase, noun_phrases
from newsextract.language.predicates import Predicate, find_predicates
from newsextract.language.sentences import split_sentences
from newsextract.models import Amount, Article, MoneyReading, Span
from newsextract.money.fold import fold

__all__ = ["Reading", "Sentence"]


@cache
def _teach_names() -> None:
    """Once a process, before Kiwi is loaded: agency names stay whole."""
    kiwi.add_words(kiwi_words())


class Sentence:
    """One sentence that holds money, and what its words say."""

    def __init__(
        self, reading: Reading, span: Span, paragraph: int, amounts: Sequence[Amount]
    ) -> None:
        self.text = reading.text[span.start : span.end]
        self.start = span.start
        self.end = span.end
        self.paragraph = paragraph
        self.amounts = tuple(amounts)
        self.tabular = reading.is_table(paragraph) or self.text.count("|") > 1
        self._year = reading.year

    def local(self, span: Span) -> Span:
        """A span of the article as a span of this sentence."""
        return Span(start=span.start - self.start, end=span.end - self.start)

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
        spans = [self.local(a) for a in self.amounts]
        return tuple(p for whole in noun_phrases(self.tokens) for p in _cut(whole, spans))

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Possible programme names, in the sentence's own offsets."""
        return find_candidates(self.text, self.phrases)

    @cached_property
    def years(self) -> tuple[YearMention, ...]:
        """Years, in the sentence's own offsets."""
        return find_years(self.text, self._year)


class Reading:
    """An article with its money, ready for the rules."""

    def __init__(self, article: Article, money: MoneyReading) -> None:
        self.article = article
        self.text = fold(article.text)
        self.money = bind_parts(self.text, money, self.paragraphs)
        published = article.published_at
        self.day: date | None = published.date() if published else None
        self.published: tuple[int, int] | None = (
            (published.year, published.month) if published else None
        )
        self.year = published.year if published else None
        self._budget_years: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def title(self) -> str:
        """Headline and subheads, folded."""
        return fold("\n".join(filter(None, (self.article.headline, *self.article.subheads))))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Spans of the body's blocks; the whole text where there are none."""
        blocks = [Span(start=b.start, end=b.end) for b in self.article.blocks]
        return tuple(blocks) or (Span(start=0, end=len(self.text)),)

    def is_table(self, paragraph: int) -> bool:
        """Whether a paragraph is a table: its cells are no sentences."""
        blocks = self.article.blocks
        return bool(blocks) and blocks[paragraph].kind == "table"

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that hold money, in order."""
        found: list[Sentence] = []
        amounts = list(self.money.amounts)
        at = 0
        for number, paragraph in enumerate(self.paragraphs):
            if at == len(amounts):
                break
            if amounts[at].start >= paragraph.end:
                continue
            for span in split_sentences(self.text, paragraph.start, paragraph.end):
                inside = []
                while at < len(amounts) and amounts[at].start < span.end:
                    inside.append(amounts[at])
                    at += 1
                if inside:
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

    def budget_years(self, paragraph: int) -> list[tuple[int, int]]:
        """Years of budgets that a paragraph names, with where each ends in the article."""
        if paragraph not in self._budget_years:
            span = self.paragraphs[paragraph]
            found = budget_years(self.text[span.start : span.end], self.year)
            self._budget_years[paragraph] = [(end + span.start, year) for end, year in found]
        return self._budget_years[paragraph]

    @cached_property
    def title_year(self) -> int | None:
        """The year of the budget that the title names, else the first paragraph."""
        found = budget_years(self.title, self.year) or self.budget_years(0)
        return found[0][1] if found else None


def _around(span: Span, amounts: Sequence[Amount]) -> Span:
    """A sentence widened, if need be, to hold its amounts whole."""
    return Span(
        start=min(span.start, *(a.start for a in amounts)),
        end=max(span.end, *(a.end for a in amounts)),
    )


def _cut(phrase: NounPhrase, spans: Sequence[Span]) -> list[NounPhrase]:
    """The pieces of a phrase that stand beside amounts: `도로 7억원 철도` is two names."""
    pieces = []
    at = phrase.start
    for span in spans:
        if span.start < phrase.end and at < span.end:
            if at < span.start:
                pieces.append(replace(phrase, start=at, end=span.start, particle=None, tag="NR"))
            at = span.end
    if at < phrase.end:
        pieces.append(replace(phrase, start=at))
    return pieces
