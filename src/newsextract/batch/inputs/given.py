"""A text with facts told beside it, read as an `Article`."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from newsextract.article import parse
from newsextract.models import Article, Author, Page

__all__ = ["Given", "article_of", "bare_or_page"]


class Given(NamedTuple):
    """What a row says about its text."""

    url: str | None = None
    headline: str | None = None
    published: datetime | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    profile: str | None = None

    @property
    def needs_article(self) -> bool:
        """Whether more is given than `extract` takes beside a text."""
        return bool(self.headline or self.publisher or self.authors or self.profile)


def bare_or_page(text: str | bytes, url: str | None) -> Page | str:
    """What `extract` takes for a text: a `Page` where an address goes with it.

    >>> bare_or_page("도로 정비에 5억원", None)
    '도로 정비에 5억원'
    >>> bare_or_page("<p>5억원</p>", "https://news.example/1").url
    'https://news.example/1'
    """
    if isinstance(text, bytes):
        return Page(content=text, url=url)
    # A lone surrogate, which JSON can spell, becomes U+FFFD as in any reading.
    return text if url is None else Page(content=_encoded(text), url=url)


def _encoded(text: str) -> bytes:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def article_of(text: str | bytes, given: Given) -> Article:
    """Read a text as `parse` does any bare text or page, and put in what is given.

    In bare text the given facts are the only sure ones and go first. A page says more about
    itself than a table does (its headline unabridged, its authors with addresses), so there
    they fill what is missing; only the day is taken as given in both.

    Raises:
        InputError: empty, binary, or over a limit.
        NotAnArticleError: the text holds no article.

    >>> article = article_of("도로 정비에 5억원을 쓴다.", Given(headline="도로 정비"))
    >>> article.headline, article.text
    ('도로 정비', '도로 정비에 5억원을 쓴다.')
    """
    article = parse(bare_or_page(text, given.url))
    markup = article.profile not in {"plain-text", "text-dump"}
    first = _filled if markup else _replaced
    article = article.model_copy(update=first(article, given))
    last: dict[str, object] = {}
    if given.published is not None:
        last["published_at"] = given.published
    if given.profile is not None and not markup:
        last["profile"] = given.profile
    return article.model_copy(update=last)


def _filled(article: Article, given: Given) -> dict[str, object]:
    update: dict[str, object] = {}
    if article.headline is None and given.headline:
        update["headline"] = _line(given.headline)
    if article.publisher is None and given.publisher:
        update["publisher"] = _line(given.publisher)
    if not article.authors and given.authors:
        update["authors"] = tuple(Author(name=_line(name)) for name in given.authors)
    return update


def _replaced(article: Article, given: Given) -> dict[str, object]:
    update: dict[str, object] = {}
    if given.publisher:
        update["publisher"] = _line(given.publisher)
    if given.authors:
        mails = {author.name: author.email for author in article.authors}
        update["authors"] = tuple(
            Author(name=name, email=mails.get(name)) for name in map(_line, given.authors)
        )
    if given.headline:
        update |= _with_headline(article, _line(given.headline))
    return update


def _with_headline(article: Article, headline: str) -> dict[str, object]:
    """The given headline; another that the text opens with is a subhead then."""
    found = article.headline
    update: dict[str, object] = {"headline": headline}
    if found is None or _same(found, headline):
        return update
    update["subheads"] = (found, *article.subheads)
    update["ledger"] = tuple(
        entry.model_copy(update={"zone": "subhead", "reason": "headline_given"})
        if entry.zone == "headline"
        else entry
        for entry in article.ledger
    )
    return update


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _line(text: str) -> str:
    """One line that can be written out: no line ends, no lone surrogates."""
    return " ".join(_encoded(text).decode("utf-8").split())
