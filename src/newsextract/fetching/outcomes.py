"""What became of the URLs asked for: one outcome each, and the sum of them."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import Self

from pydantic import Field, model_validator

from newsextract.archives.exchange import CacheState
from newsextract.models import Page
from newsextract.models._base import Model
from newsextract.outcome import Failure

__all__ = ["FetchOutcome", "Tally"]


class FetchOutcome(Model):
    """The result for one URL.

    Exactly one of these holds: there is a `page`, there is a `failure`, it is a duplicate of
    a URL before it, or its page was in the store before.

    >>> FetchOutcome(index=3, url="https://a.kr/1#top", duplicate_of=0).ok
    True
    """

    index: int = Field(ge=0, description="position among the URLs asked for, from 0")
    url: str = Field(description="as it was asked for")
    page: Page | None = None
    failure: Failure | None = None
    duplicate_of: int | None = Field(
        default=None, ge=0, description="index of the first URL that means the same page"
    )
    kept_before: bool = Field(default=False, description="the store had it, nothing was asked")
    tries: int = Field(default=0, ge=0, description="times the page was asked for")
    waited: float = Field(
        default=0.0, ge=0, description="seconds spent waiting for the host's turn, not for answers"
    )
    cache: CacheState | None = Field(
        default=None, description="whether the page came from the cache; None without a page"
    )

    @model_validator(mode="after")
    def _is_one_of_four(self) -> Self:
        given = (self.page, self.failure, self.duplicate_of, self.kept_before or None)
        if sum(value is not None for value in given) != 1:
            raise ValueError("an outcome is a page, a failure, a duplicate or kept before")
        return self

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return self.failure is None


class Tally:
    """Counts outcomes, for the summary at the end of a run.

    >>> tally = Tally()
    >>> tally.add(FetchOutcome(index=0, url="https://a.kr/1", kept_before=True))
    >>> tally.total, tally.kept_before, tally.pages
    (1, 1, 0)
    """

    def __init__(self) -> None:
        self.pages = 0
        self.kept_before = 0
        self.duplicates = 0
        self.failures: Counter[str] = Counter()
        """By `Failure.kind`."""
        self.bytes = 0
        """Of the pages, content coding taken off."""
        self.from_cache = 0
        """Pages for which nothing, or only a question, went over the wire."""
        self.tries = 0
        self.waited = 0.0
        """Seconds, of all pages together."""
        self._began = monotonic()
        self._ended = self._began

    def add(self, outcome: FetchOutcome) -> None:
        """Count one more."""
        if outcome.page is not None:
            self.pages += 1
            self.bytes += len(outcome.page.content)
        elif outcome.failure is not None:
            self.failures[outcome.failure.kind] += 1
        elif outcome.kept_before:
            self.kept_before += 1
        else:
            self.duplicates += 1
        self.from_cache += outcome.cache in {"hit", "revalidated"}
        self.tries += outcome.tries
        self.waited += outcome.waited
        self._ended = monotonic()

    @property
    def failed(self) -> int:
        """Number of failures of all kinds."""
        return self.failures.total()

    @property
    def total(self) -> int:
        """Number of outcomes."""
        return self.pages + self.kept_before + self.duplicates + self.failed

    @property
    def seconds(self) -> float:
        """From the start to the last outcome."""
        return self._ended - self._began
