"""How politely and how carefully pages are fetched: every setting and limit, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import Field

from newsextract.models._base import Model

__all__ = [
    "MAX_BYTES",
    "MAX_HEADER_BYTES",
    "MAX_REDIRECTS",
    "MAX_ROBOTS_BYTES",
    "MAX_WAIT",
    "TIMEOUT",
    "Policy",
]

MAX_BYTES: Final = 20_000_000
"""Largest body taken, in bytes: as sent, and again after decompression."""

MAX_HEADER_BYTES: Final = 100_000
"""Largest head of a response, in bytes."""

MAX_REDIRECTS: Final = 5
"""Most redirects followed for one page; a meta refresh counts as one."""

MAX_ROBOTS_BYTES: Final = 512_000
"""Bytes of a robots.txt that are read (RFC 9309 asks for at least 500 KiB)."""

MAX_WAIT: Final = 120.0
"""Longest Retry-After or Crawl-delay waited for, in seconds; a longer one fails the page."""

TIMEOUT: Final = 20.0
"""Seconds for one try of one page, redirects included, waiting for its turn not."""


class Policy(Model):
    """Settings of a fetcher. The defaults are polite and safe.

    >>> Policy(rate=0.5).per_host
    2
    """

    contact: str | None = Field(
        default=None, description="mail address or URL put in the User-Agent, for site owners"
    )
    robots: bool = Field(default=True, description="ask robots.txt first, and obey it")
    rate: float = Field(default=1.0, gt=0, description="requests a second to one host")
    per_host: int = Field(default=2, ge=1, description="requests under way at one host")
    concurrency: int = Field(default=16, ge=1, description="requests under way in all")
    tries: int = Field(default=4, ge=1, description="tries of a page on 429, 5xx and timeouts")
    backoff: float = Field(default=1.0, ge=0, description="seconds before the second try; doubles")
    max_wait: float = Field(default=MAX_WAIT, ge=0)
    timeout: float = Field(default=TIMEOUT, gt=0)
    max_bytes: int = Field(default=MAX_BYTES, ge=1)
    max_redirects: int = Field(default=MAX_REDIRECTS, ge=0)
    cache: Path | None = Field(
        default=None, description="file of the RFC 9111 cache; None keeps no cache"
    )
    allow_private: bool = Field(
        default=False, description="also fetch from this machine and private networks"
    )
    proxies: bool = Field(
        default=False,
        description="take proxies from the environment; the proxy then resolves names, so "
        "addresses are no longer checked",
    )
    ca: Path | None = Field(
        default=None, description="PEM file of certificate authorities trusted beside the usual"
    )
