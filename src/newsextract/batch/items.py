"""What a batch is made of: references that the driver hands out, items that a worker reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple

from newsextract.models import Article, Page
from newsextract.outcome import Failure

__all__ = ["Item", "Kind", "Ref"]

Kind = Literal["file", "gzip", "zip", "warc", "jsonl", "csv", "parquet", "excel"]
"""What holds the articles of a reference."""


class Ref(NamedTuple):
    """Where some articles are: small, picklable, and the same on every machine and run.

    A plain file holds one article; a container is cut into stretches that workers can read
    apart from each other (`start` and `stop` are offsets in bytes for WARC and JSON lines,
    numbers of members or rows for the others). `stop` None: to the end.
    """

    path: str
    kind: Kind = "file"
    start: int = 0
    stop: int | None = None
    column: str | None = None
    """Column or field that holds the text or HTML."""


class Item(NamedTuple):
    """One article to be, or the reason why there is none. Exactly one of source and failure."""

    key: str
    """Its name for ever: `news/a.html`, `news.zip!a.html`, `cc.warc.gz@1024`, `x.jsonl#17`."""
    digest: str
    """SHA-256 of what was read, in hex; with the version it decides what is done anew."""
    source: Page | Article | str | Callable[[], Article] | None = None
    """What `extract` takes, or what makes an `Article` of it where the container gives text and
    facts apart: parsing waits, so that the limits for one article hold for it and what is
    unchanged costs nothing."""
    published: datetime | None = None
    failure: Failure | None = None
