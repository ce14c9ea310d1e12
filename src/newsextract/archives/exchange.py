"""What passed over the wire for one page: the facts every archive keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from newsextract.models import Page

__all__ = ["CacheState", "Exchange", "Headers", "Visit"]

Headers = tuple[tuple[str, str], ...]
"""Header lines in the order they were sent, doubles kept; bytes over ASCII as Latin-1."""

CacheState = Literal["miss", "revalidated", "hit"]
"""Whether the answer came from the server, from the cache after a 304, or from the cache alone."""


class Exchange(NamedTuple):
    """One request and its answer. A redirect is an exchange of its own."""

    url: str
    request_headers: Headers
    status: int
    reason: str
    http_version: str  # "HTTP/1.1"
    response_headers: Headers
    body: bytes
    """As sent: content coding (gzip, br) kept, transfer coding (chunked) taken off."""
    at: datetime
    """Moment the answer began, zone-aware."""
    peer: str | None = None
    """IP address connected to; None when nothing was sent."""
    cache: CacheState = "miss"


class Visit(NamedTuple):
    """One asked URL and all that came of it: redirects first, the page's own exchange last."""

    asked: str
    exchanges: tuple[Exchange, ...]
    page: Page
