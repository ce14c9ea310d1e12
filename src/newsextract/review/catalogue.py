"""The articles of a folder: found once, each read when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from newsextract.batch.inputs import Skipped, find, read
from newsextract.batch.inputs.names import key_of
from newsextract.batch.items import Item, Ref
from newsextract.errors import NewsExtractError, UsageError
from newsextract.models import Article, Page
from newsextract.outcome import Failure

__all__ = ["MAX_ARTICLES", "Catalogue", "Place", "Source", "catalogue_of"]

MAX_ARTICLES: Final = 10_000
"""Nobody looks through more by hand; what comes behind is told, not shown."""

_WHOLE: Final = 1 << 50  # containers in one piece: they are read by one reader here
_OUTSIDE: Final = "link out of the folder"
_ALONE: Final = frozenset({"file", "gzip"})


class Place(NamedTuple):
    """Where an article stands, or why it cannot be had."""

    key: str
    """Its path in the folder, with the number of its row where it is one of many."""
    ref: Ref | None = None
    nth: int = 0
    failure: Failure | None = None


@dataclass(frozen=True)
class Source:
    """What a fixture of an article would hold.

    Attributes:
        page: the bytes, with URL and headers.
        published: what is told beside the page.
        name: file name of the input, for its suffix; None for a row of a table.
        digest: changes with the bytes.
        headline: told beside the text, which alone does not have it.
    """

    page: Page
    published: str | None
    name: str | None
    digest: str
    headline: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """All articles of a folder.

    Attributes:
        places: in the order of their names.
        skipped: what was passed over, by reason.
        more: whether there were more than are shown.
    """

    places: tuple[Place, ...]
    skipped: dict[str, int]
    more: bool

    def load(self, number: int) -> Source | Failure:
        """Read an article.

        Args:
            number: from 0.

        Returns:
            What can be made a fixture, or why the input gives nothing to read.
        """
        place = self.places[number]
        if place.ref is None:
            return place.failure or Failure(kind="unreadable", message=place.key)
        items = (found for found in read(place.ref) if isinstance(found, Item))
        item = next(islice(items, place.nth, None), None)
        if item is None:
            return Failure(kind="unreadable", message=f"{place.key}: no longer there")
        if item.failure is not None or item.source is None:
            return item.failure or Failure(kind="unreadable", message=place.key)
        try:
            return _source(item, place.ref)
        except NewsExtractError as error:  # a row that turns out to hold no article
            return Failure.of(error)


def _source(item: Item, ref: Ref) -> Source:
    """Bytes for any source: a fixture has one file, so a row's text stands there alone."""
    published = None if item.published is None else item.published.isoformat()
    name = Path(ref.path).name if ref.kind in _ALONE else None
    given = item.source() if callable(item.source) else item.source
    if isinstance(given, Page):
        return Source(given, published, name, item.digest)
    if isinstance(given, Article):
        day = given.published_at
        published = published or (day.isoformat() if day else None)
        page = Page(content=_bytes(given.text), url=given.url)
        return Source(page, published, name, item.digest, given.headline)
    return Source(Page(content=_bytes(given or "")), published, name, item.digest)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def catalogue_of(folder: Path, without: Path) -> Catalogue:
    """List the articles of a folder.

    Containers are read through once to count what they hold; single files are not opened.
    A link that leads out of the folder is not followed.

    Args:
        folder: walked to any depth.
        without: folder of fixtures, which are no input even where they stand inside.

    Raises:
        UsageError: no such folder, or nothing in it to review.
    """
    if not folder.is_dir():
        raise UsageError(f"no such folder: {folder}")
    home, outside = folder.resolve(), without.resolve()
    skipped: dict[str, int] = {}
    places = list(islice(_places(home, outside, skipped), MAX_ARTICLES + 1))
    if not places:
        raise UsageError(f"nothing to review in {folder}")
    return Catalogue(tuple(places[:MAX_ARTICLES]), skipped, len(places) > MAX_ARTICLES)


def _places(home: Path, outside: Path, skipped: dict[str, int]) -> Iterator[Place]:
    prefix = f"{key_of(home)}/"
    for found in find([home], stretch=_WHOLE):
        if isinstance(found, Item):
            if not found.key.startswith(f"{key_of(outside)}/"):
                yield Place(found.key.removeprefix(prefix), failure=found.failure)
        elif isinstance(found, Ref):
            real = Path(found.path).resolve()
            if real.is_relative_to(outside):
                continue
            if not real.is_relative_to(home):
                skipped[_OUTSIDE] = skipped.get(_OUTSIDE, 0) + 1
                continue
            yield from _of_ref(found, prefix)
        elif isinstance(found, Skipped) and not found.path.startswith(key_of(outside)):
            skipped[found.reason] = skipped.get(found.reason, 0) + found.number


def _of_ref(ref: Ref, prefix: str) -> Iterator[Place]:
    if ref.kind in _ALONE:
        yield Place(key_of(ref.path).removeprefix(prefix), ref)
        return
    items = (found for found in read(ref) if isinstance(found, Item))
    for nth, item in enumerate(items):
        yield Place(item.key.removeprefix(prefix), ref, nth)
