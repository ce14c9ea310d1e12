"""An article as it is read under decisions; the last few are kept, since reading takes time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from newsextract.fixtures.describing import describe_records
from newsextract.fixtures.expected import Expectation
from newsextract.fixtures.running import Observation, observe_page
from newsextract.review.catalogue import Source
from newsextract.review.correct import Corrected, correct
from newsextract.review.decisions import Decisions
from newsextract.review.saving import meta_of

__all__ = ["Reader", "Reading"]

_KEPT: Final = 12


@dataclass(frozen=True)
class Reading:
    """What came out of a page, and what should have.

    Attributes:
        source: the page.
        published: the frozen clock it was read by; None for the page's own day.
        observation: what the program makes of it.
        corrected: that under decisions; None where the page fails.
    """

    source: Source
    published: str | None
    observation: Observation
    corrected: Corrected | None

    @property
    def refused(self) -> frozenset[tuple[str, str]]:
        """Decisions that make no sense: key and reason."""
        problems = self.corrected.problems if self.corrected else ()
        return frozenset((p.key, p.what) for p in problems if p.refused)

    @property
    def expected(self) -> Expectation:
        """What a fixture of it expects: the corrected records, or the error."""
        outcome = self.observation.outcome
        if self.corrected is None:
            return outcome
        article = outcome.article
        if article is not None:  # as `fixtures add`: the lines outside the body are not guarded
            article = article.model_copy(update={"zones": []})
        return Expectation(article=article, records=describe_records(self.corrected.extraction))


class Reader:
    """Reads pages as a fixture would have them read."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[int, str | None], tuple[Source, Observation]] = OrderedDict()

    def source(self, number: int) -> Source | None:
        """The page of an article, where it was read before."""
        return next((source for (n, _), (source, _) in self._seen.items() if n == number), None)

    def read(self, number: int, source: Source, decisions: Decisions) -> Reading:
        """Read an article and follow decisions."""
        published = decisions.published or source.published
        at = (number, published)
        if at not in self._seen:
            self._seen[at] = (source, observe_page(source.page, meta_of(source, published)))
            while len(self._seen) > _KEPT:
                self._seen.popitem(last=False)
        self._seen.move_to_end(at)
        source, observation = self._seen[at]
        found = observation.extraction
        corrected = None if found is None else correct(found, decisions)
        return Reading(source, published, observation, corrected)
