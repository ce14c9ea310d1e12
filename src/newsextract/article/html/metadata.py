"""What a page says of itself out of sight: JSON-LD, meta elements, the canonical link."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from newsextract.article.html.tree import one_line
from newsextract.article.limits import MAX_JSON_CODE_POINTS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Metadata", "read_metadata", "text_of"]

_ARTICLE_TYPES: Final = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "blogposting", "liveblogposting", "report",
    "techarticle", "scholarlyarticle", "socialmediaposting",
})  # fmt: skip
_MOST_NESTED: Final = 12
_ESCAPED: Final = re.compile(r"&(?:quot|amp|lt|gt|apos|nbsp|#\d{2,5}|[lr][sd]quo|hellip|middot);")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's own words about itself.

    Attributes:
        metas: name or property (small letters) -> content; the first of a name stays.
        linked: the JSON-LD object of the article, empty when there is none.
        canonical: the address the page names as its own.
        title: of the `title` element.
    """

    metas: dict[str, str] = field(default_factory=dict)
    linked: dict[str, Any] = field(default_factory=dict)
    canonical: str | None = None
    title: str | None = None

    def meta(self, *names: str) -> str | None:
        """The first of these metas that says something."""
        return next((self.metas[n] for n in names if self.metas.get(n)), None)

    @property
    def day(self) -> date | None:
        """The day the page says it was published, for layouts that are dated.

        >>> Metadata(metas={"article:published_time": "2019-05-03T10:20:00+09:00"}).day
        datetime.date(2019, 5, 3)
        """
        told = self.meta("article:published_time") or self.linked_text("datePublished") or ""
        try:
            return date.fromisoformat(told[:10])
        except ValueError:
            return None

    def linked_text(self, name: str) -> str | None:
        """A text of the JSON-LD article; of a list the first, of an object its name."""
        return next(iter(text_of(self.linked.get(name))), None)

    def linked_names(self, name: str) -> list[str]:
        """Names in a JSON-LD field: of one person, of several, or plain text."""
        return text_of(self.linked.get(name))

    @property
    def says_article(self) -> bool:
        """Whether the page calls itself an article."""
        return bool(self.linked) or (
            self.metas.get("og:type", "").lower() == "article"
            or any(name in self.metas for name in ("article:published_time", "article:section"))
        )


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Read a page's metadata; what is broken is left out.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = LexborHTMLParser("<meta property='og:title' content=' 예산 확정 '>")
    >>> read_metadata(page).meta("og:title")
    '예산 확정'
    """
    metas: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = _text(attributes.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    link = tree.css_first("link[rel='canonical'][href]")
    canonical = (link.attributes.get("href") if link is not None else None) or metas.get("og:url")
    title = tree.css_first("title")
    return Metadata(
        metas=metas,
        linked=_linked_article(tree),
        canonical=canonical.strip() if canonical else None,
        title=(_text(title.text()) or None) if title is not None else None,
    )


def _text(written: str) -> str:
    """A text without doubled white space, and unescaped again where it was escaped twice.

    >>> _text("주민들 &quot;늘려야&quot;"), _text("R&D 예산")
    ('주민들 "늘려야"', 'R&D 예산')
    """
    text = one_line(written)
    return html.unescape(text) if _ESCAPED.search(text) else text


def text_of(value: object, depth: int = 0) -> list[str]:
    """The texts in a JSON value: of an object its `name`, of a list those of its items.

    >>> text_of([{"@type": "Person", "name": " 홍길동 "}, "이몽룡"])
    ['홍길동', '이몽룡']
    """
    if isinstance(value, str):
        text = _text(value)
        return [text] if text else []
    if depth > _MOST_NESTED:
        return []
    if isinstance(value, dict):
        return text_of(value.get("name"), depth + 1)
    if isinstance(value, list):
        return [text for item in value for text in text_of(item, depth + 1)]
    return []


def _linked_article(tree: LexborHTMLParser) -> dict[str, Any]:
    best: dict[str, Any] = {}
    for node in tree.css('script[type="application/ld+json"]'):
        data = _load(node.text() or "")
        for item in _objects(data, 0):
            if _is_article(item) and len(item) > len(best):
                best = item
    return best


def _load(source: str) -> object:
    """JSON as sites write it: with raw line feeds in strings, in comments, with a `;`."""
    source = source.strip()
    if not source or len(source) > MAX_JSON_CODE_POINTS:
        return None
    for wrapper in ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["):
        source = source.removeprefix(wrapper)
    start = min((at for at in (source.find("{"), source.find("[")) if at >= 0), default=-1)
    if start < 0:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(source, start)[0]
    except (ValueError, RecursionError):
        return None


def _objects(data: object, depth: int) -> Iterator[dict[str, Any]]:
    """Objects in lists, in `@graph` and as the page's main entity."""
    if depth > _MOST_NESTED:
        return
    if isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if isinstance(data.get(key), (dict, list)):
                yield from _objects(data[key], depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(k, str) and k.lower() in _ARTICLE_TYPES for k in kinds)
