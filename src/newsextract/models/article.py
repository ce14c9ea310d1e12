"""A press page as it came, and the article found in it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from newsextract.models._base import Model, Offset, Span

__all__ = ["Article", "Author", "Block", "LedgerEntry", "Page", "Table", "TableCell", "Zone"]

Zone = Literal[
    "headline",
    "subhead",
    "byline",
    "timestamp",
    "dateline",
    "body",
    "table",
    "caption",
    "section",
    "share",
    "reporter",
    "related",
    "comment",
    "promotion",
    "copyright",
    "advertisement",
    "footer",
    "navigation",
    "tail",
    "other",
]
"""Where on a press page a line or text node belongs."""


class Page(Model):
    """Bytes as they were saved or sent, with what is known about them."""

    content: bytes
    url: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    fetched_at: AwareDatetime | None = None
    status: int | None = Field(default=None, description="HTTP status it came with")
    requested_url: str | None = Field(default=None, description="the URL asked for, if fetched")
    redirects: tuple[str, ...] = Field(
        default=(), description="URLs passed on the way from `requested_url` to `url`"
    )
    canonical_url: str | None = Field(
        default=None, description="the one the page itself names (rel=canonical, og:url)"
    )
    original_url: str | None = Field(
        default=None, description="of a portal's copy: the article at the newspaper itself"
    )


class Author(Model):
    """A reporter as named in the byline."""

    name: str
    email: str | None = None


class TableCell(Span):
    """A cell of a table, with its span in `Article.text`; an empty cell has an empty span."""

    column: int = Field(ge=0, description="index of its first column")
    colspan: int = Field(default=1, ge=1, description="columns it takes, capped")
    rowspan: int = Field(default=1, ge=1, description="rows it takes, capped")
    header: bool = Field(default=False, description="whether the page marks it as a heading")


class Table(Model):
    """The cells of a table block."""

    caption: str | None = None
    unit: str | None = Field(default=None, description="of `(단위: 백만원)` in or above the table")
    rows: tuple[tuple[TableCell, ...], ...] = ()


class Block(Span):
    """A paragraph, sub-heading or table of the body, with its span in `Article.text`.

    In a table's text rows are parted by line feeds and cells by tabs.
    """

    kind: Literal["paragraph", "heading", "table"] = "paragraph"
    table: Table | None = Field(default=None, description="the cells, where the page has them")


class LedgerEntry(Model):
    """Where one piece of the page went, and which rule decided.

    The entries of a page, taken in `order`, hold all its visible text exactly once.
    """

    order: Offset = Field(description="position on the page; pieces of one line share none")
    zone: Zone
    reason: str = Field(description="the rule that decided, as a stable snake_case word")
    text: str


class Article(Model):
    """The article of a page, and the ledger of everything else that stood there."""

    url: str | None = None
    headline: str | None = None
    subheads: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    dateline: str | None = Field(default=None, description="as printed: [대한뉴스=김남규 기자]")
    published_at: datetime | None = Field(default=None, description="zone-aware, Asia/Seoul")
    modified_at: datetime | None = Field(default=None, description="zone-aware, Asia/Seoul")
    publisher: str | None = None
    section: str | None = None
    blocks: tuple[Block, ...] = ()
    captions: tuple[str, ...] = ()
    text: str = Field(description="the body's blocks joined by newlines; all offsets point here")
    ledger: tuple[LedgerEntry, ...] = ()
    encoding: str | None = Field(default=None, description="codec the bytes were read with")
    encoding_reason: str | None = Field(default=None, description="rule that chose the codec")
    replacements: int = Field(default=0, ge=0, description="number of U+FFFD put in by decoding")
    profile: str | None = Field(default=None, description="site profile or reader that was used")
    content_hash: str = Field(description="sha256 hex of the input as UTF-8 text or as bytes")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the body's blocks, in order."""
        return tuple(self.text[b.start : b.end] for b in self.blocks)
