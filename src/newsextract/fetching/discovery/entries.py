"""What a feed or sitemap lists, read entry by entry so that damage costs one entry only."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

__all__ = [
    "MAX_ENTRIES",
    "Entry",
    "Field",
    "FoundLink",
    "Listing",
    "Scan",
    "clean_address",
    "clean_title",
]

MAX_ENTRIES: Final = 50_000
"""Most entries read of one document; sitemaps.org allows as many."""

_MAX_FIELDS: Final = 500
_MAX_TITLE: Final = 500
_MAX_TAG: Final = 2_000
_ENTITY: Final = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|(&)(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)"
    r"|(<)(?![A-Za-z_/!?])",
    re.DOTALL,
)
_LOCAL: Final = re.compile(r".*[}:]")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class FoundLink(NamedTuple):
    """An article's address, and what the document that lists it says of it."""

    url: str
    """Normalised."""
    published: datetime | None
    """In Seoul's time; of a sitemap without publication dates the `lastmod`; None when none
    is given or it cannot be read."""
    source: str
    """URL of the feed or sitemap."""
    title: str | None


class Field(NamedTuple):
    """A child element of an entry; of a grandchild the name is `child/grandchild`."""

    prefix: str
    name: str
    attributes: dict[str, str]
    text: str


class Entry(NamedTuple):
    """One item of a document: an address, and dates as written there."""

    address: str | None
    dates: tuple[str, ...] = ()
    """The most trusted first."""
    title: str | None = None
    is_news: bool = True
    """Whether the document calls it news, so that its address need not look like it."""


@dataclass(slots=True)
class Listing:
    """The entries of one document.

    Attributes:
        entries: of a feed, sitemap or list: the articles.
        documents: of an index: further documents, each with the date as written there.
        damaged: number of entries that began and were left out, as they do not end.
        is_cut: the document breaks off.
        is_capped: there are more than `MAX_ENTRIES`.
        ignored: lines of a text list that are no URL.
    """

    entries: list[Entry]
    documents: list[Entry]
    damaged: int = 0
    is_cut: bool = False
    is_capped: bool = False
    ignored: int = 0


class Scan:
    """The entries of an XML text, cut out of it one by one.

    The document is never parsed as a whole: no DTD or entity is read, nothing nests deeper
    than an entry, and what is broken in one does not reach the next. Work is linear.

    Attributes:
        damaged: entries so far that did not end.
        is_cut: whether the text ended inside one, or without the root's end.
        is_capped: whether it held more than `MAX_ENTRIES`.

    Args:
        text: the document from its root element on.
        root: the root's name with its prefix, as written.
        name: the name of the entries.

    >>> scan = Scan("<rss><item><link>a</link></item><item><link>b", "rss", "item")
    >>> [field.text for fields in scan for field in fields if field.name == "link"]
    ['a']
    >>> scan.is_cut
    True
    """

    def __init__(self, text: str, root: str, name: str) -> None:
        self.damaged = 0
        self.is_cut = False
        self.is_capped = False
        self._text = text
        self._root = root
        self._prefix = root.rpartition(":")[0]
        # In RSS 1.0 the root has a prefix that the entries do not share.
        tag = rf"(?:(?:{re.escape(self._prefix)}|rss):)?{re.escape(name)}(?=[\s/>])"
        self._token = re.compile(rf"<!\[CDATA\[|<!--|<(?P<end>/?){tag}")
        self._closing = re.compile(rf"</{tag}")
        self._known = {"]]>": -1, "-->": -1, "": -1}

    def __iter__(self) -> Iterator[list[Field]]:
        """The fields of each entry that is whole, its own attributes first."""
        for taken, fragment in enumerate(self._fragments()):
            if taken >= MAX_ENTRIES:
                self.is_capped = True
                return
            yield _fields(fragment, self._prefix)

    def _fragments(self) -> Iterator[str]:
        text, at, last = self._text, 0, 0
        start: int | None = None
        while (match := self._token.search(text, at)) is not None:
            at = match.end()
            if match["end"] is None:
                at = self._behind("]]>" if match.group()[2] == "[" else "-->", at, start)
                continue
            closing = text.find(">", at, at + _MAX_TAG)
            if match["end"]:
                if start is not None and closing >= 0:
                    last = closing + 1
                    yield text[start:last]
                start = None
            else:
                self.damaged += start is not None
                is_empty = closing > 0 and text[closing - 1] == "/"
                start = None if is_empty else match.start()
        self.damaged += start is not None
        self.is_cut = start is not None or text.rfind(f"</{self._root}") < last

    def _behind(self, ending: str, at: int, start: int | None) -> int:
        """Where a comment or CDATA section ends; one without an end hides nothing.

        Inside an entry a section that reaches over the entry's end has lost its own.
        """
        end = self._next(ending, at)
        if end < 0 or (start is not None and 0 <= self._next("", at) < end):
            return at
        return end + len(ending)

    def _next(self, ending: str, at: int) -> int:
        """The next place of an ending ("" is an entry's), each stretch searched once."""
        known = self._known[ending]
        if -1 <= known < at:
            if ending:
                known = self._text.find(ending, at)
            else:
                match = self._closing.search(self._text, at)
                known = match.start() if match is not None else -1
            self._known[ending] = known = known if known >= 0 else -2
        return known


def _fields(fragment: str, prefix: str) -> list[Field]:
    """The fields of an entry; text that XML forbids is put right or left out first."""
    put_right = _ENTITY.sub(_escape, _FORBIDDEN.sub("", fragment))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        entry = etree.fromstring(put_right.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        entry = None
    if entry is None:
        return []
    found = [_field(entry, "", prefix)._replace(text="")]
    for child in entry.iterchildren(tag=etree.Element):
        field = _field(child, "", prefix)
        found.append(field)
        found += (
            _field(grandchild, f"{field.name}/", prefix)
            for grandchild in child.iterchildren(tag=etree.Element)
        )
        if len(found) > _MAX_FIELDS:
            break
    return found


def _escape(match: re.Match[str]) -> str:
    if match[1]:
        return "&amp;"
    return "&lt;" if match[2] else match.group()


def _field(element: etree._Element, above: str, prefix: str) -> Field:
    name = str(element.tag)
    if name.startswith("{"):
        own, name = element.prefix or "", name.rpartition("}")[2]
    else:  # prefixes declared on the root are unknown here and part of the name
        own, _, name = name.rpartition(":")
    attributes = {_LOCAL.sub("", str(k)): str(v) for k, v in element.attrib.items()}
    text = "".join(str(part) for part in element.itertext())
    return Field("" if own == prefix else own, above + name, attributes, text.strip())


def clean_address(written: str | None) -> str | None:
    """An address as a feed writes it: white space taken off, `&amp;` escaped twice undone.

    >>> clean_address(" https://a.kr/?a=1&amp;idxno=2 ")
    'https://a.kr/?a=1&idxno=2'
    """
    address = (written or "").strip().replace("&amp;", "&")
    return address or None


def clean_title(written: str | None) -> str | None:
    """A title on one line, entities of HTML undone, cut at 500 code points.

    >>> clean_title("내년 예산 &middot; R&amp;D ")
    '내년 예산 · R&D'
    """
    title = " ".join(html.unescape(written or "").split())
    return title[:_MAX_TITLE] or None
