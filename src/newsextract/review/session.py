"""A review in the making: which articles, what is decided of each, what is saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from newsextract.errors import UsageError
from newsextract.outcome import Failure
from newsextract.report.safe import clean
from newsextract.report.texts import Lang
from newsextract.review.catalogue import Catalogue, Source, catalogue_of
from newsextract.review.decisions import Patch
from newsextract.review.reading import Reader, Reading
from newsextract.review.saving import meta_of, name_for, save
from newsextract.review.state import Kept, Shelf
from newsextract.review.view import view

__all__ = ["ConflictError", "SaveRequest", "Session"]


class ConflictError(UsageError):
    """The decisions were changed elsewhere since the page was drawn."""

    kind = "conflict"


class SaveRequest(BaseModel):
    """Save an article as a fixture.

    Attributes:
        revision: of the decisions that the person looked at.
        name: of the fixture.
        replace: whether one of that name may be replaced.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: int
    name: str = Field(max_length=200)
    replace: bool = False


class Session:
    """One review. Every method may be called from several threads.

    Args:
        catalogue: the articles.
        shelf: where decisions are kept.
        folder: as the person named it.
    """

    def __init__(self, catalogue: Catalogue, shelf: Shelf, folder: Path) -> None:
        self.catalogue = catalogue
        self.shelf = shelf
        self.folder = folder
        self._lock = RLock()
        self._reader = Reader()

    @classmethod
    def of(cls, folder: Path, fixtures: Path | None = None) -> Session:
        """As `open_review`."""
        if not folder.is_dir():
            raise UsageError(f"no such folder: {folder}")
        place = folder / "fixtures" if fixtures is None else fixtures
        if place.is_symlink():
            raise UsageError(f"a link, which is not written through: {place}")
        if place.exists() and not place.is_dir():
            raise UsageError(f"no folder: {place}")
        if not place.parent.is_dir():
            raise UsageError(f"no such folder: {place.parent}")
        catalogue = catalogue_of(folder, place)
        place = place.resolve()
        return cls(catalogue, Shelf(place), folder)

    def close(self) -> None:
        """Wait until nothing is being written, and let nothing more be."""
        self._lock.acquire()

    def overview(self) -> dict[str, Any]:
        """All articles with their state, and the one to go on with."""
        places = self.catalogue.places
        with self._lock:
            kept = [self.shelf.load(place.key) for place in places]
        articles = [
            {"number": n, "key": clean(p.key), "status": k.status, "saved": k.saved}
            for n, (p, k) in enumerate(zip(places, kept, strict=True))
        ]
        return {
            "folder": clean(str(self.folder)),
            "fixtures": clean(str(self.shelf.fixtures)),
            "articles": articles,
            "resume": _resume(kept),
            "skipped": self.catalogue.skipped,
            "more": self.catalogue.more,
        }

    def show(self, number: int, lang: Lang) -> dict[str, Any]:
        """An article as the page draws it. Nothing is written.

        Raises:
            UsageError: there is no such article.
        """
        key = self._key(number)
        with self._lock:
            source = self._source(number)
            if isinstance(source, Failure):
                return self._frame(number, key, Kept()) | {"failure": _failure(source)}
            kept = self.shelf.load(key, source.digest)
            reading = self._reader.read(number, source, kept.decisions)
            return self._drawn(number, key, kept, reading, lang)

    def decide(self, number: int, patch: Patch, lang: Lang) -> dict[str, Any]:
        """Take in decisions and keep them.

        Returns:
            The article as it is drawn then.

        Raises:
            ConflictError: decisions were changed since.
            UsageError: no such article, or a decision that makes no sense in this text.
        """
        key = self._key(number)
        with self._lock:
            source, kept = self._current(number, key, patch.revision)
            decisions = kept.decisions.patched(patch)
            if decisions.published:
                _check_day(decisions.published)
            reading = self._reader.read(number, source, decisions)
            if reading.refused:
                # What was so before, as the program has come to read it otherwise, is no news.
                before = self._reader.read(number, source, kept.decisions).refused
                for _, what in sorted(reading.refused - before):
                    raise UsageError(what)
            kept = replace(kept, decisions=decisions, revision=kept.revision + 1)
            self.shelf.store(key, source.digest, kept)
            return self._drawn(number, key, kept, reading, lang)

    def save(self, number: int, request: SaveRequest, lang: Lang) -> dict[str, Any]:
        """Save an article as a fixture.

        Returns:
            The article as it is drawn then.

        Raises:
            ConflictError: decisions were changed since.
            TakenError: there is such a fixture.
            UsageError: no name for a fixture.
            FixtureError: it cannot be written.
        """
        key = self._key(number)
        with self._lock:
            source, kept = self._current(number, key, request.revision)
            reading = self._reader.read(number, source, kept.decisions)
            folder = save(
                self.shelf.fixtures,
                request.name.strip(),
                source,
                meta_of(source, reading.published, kept.decisions.note),
                reading.expected,
                replace=request.replace,
            )
            kept = replace(kept, saved=folder.name, saved_revision=kept.revision)
            self.shelf.store(key, source.digest, kept)
            return self._drawn(number, key, kept, reading, lang)

    def _key(self, number: int) -> str:
        if not 0 <= number < len(self.catalogue.places):
            raise UsageError(f"no article {number + 1}")
        return self.catalogue.places[number].key

    def _current(self, number: int, key: str, revision: int) -> tuple[Source, Kept]:
        source = self._source(number)
        if isinstance(source, Failure):
            raise UsageError(source.message)
        kept = self.shelf.load(key, source.digest)
        if kept.revision != revision:
            raise ConflictError("the decisions were changed in another window: load them anew")
        return source, kept

    def _source(self, number: int) -> Source | Failure:
        return self._reader.source(number) or self.catalogue.load(number)

    def _frame(self, number: int, key: str, kept: Kept) -> dict[str, Any]:
        taken = [] if kept.saved else self._taken()
        return {
            "number": number,
            "total": len(self.catalogue.places),
            "key": clean(key),
            "revision": kept.revision,
            "status": kept.status,
            "saved": kept.saved,
            "notice": kept.notice,
            "note": kept.decisions.note,
            "name": kept.saved or name_for(key, taken),
            "failure": None,
        }

    def _taken(self) -> list[str]:
        try:
            return [path.name for path in self.shelf.fixtures.iterdir()]
        except OSError:
            return []

    def _drawn(
        self, number: int, key: str, kept: Kept, reading: Reading, lang: Lang
    ) -> dict[str, Any]:
        headline = reading.source.headline
        drawn = self._frame(number, key, kept) | {
            "can_save": True,
            "published": kept.decisions.published or "",
            "told_headline": clean(headline) if headline else None,
        }
        found, error = reading.observation.extraction, reading.observation.outcome.error
        if found is not None and reading.corrected is not None:
            return drawn | view(found, reading.corrected, kept.decisions, lang)
        told = (error.kind, error.message or "") if error else ("unreadable", "")
        return drawn | {"failure": {"kind": told[0], "message": clean(told[1])}}


def _resume(kept: list[Kept]) -> int:
    """The article that was last worked on, unless it is done; then the next that is not."""
    last = max(range(len(kept)), key=lambda n: kept[n].touched)
    order = [*range(last, len(kept)), *range(last)]
    return next((n for n in order if kept[n].status != "saved"), 0)


def _failure(failure: Failure) -> dict[str, str]:
    return {"kind": failure.kind, "message": clean(failure.message)}


def _check_day(published: str) -> None:
    from newsextract.api import parse_published  # noqa: PLC0415 - opens all rooms

    parse_published(published)
