"""The address that a browser writes into a page it saves."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

__all__ = ["saved_url", "web_address"]

_ZONE: Final = 8_192
_MOST_URL: Final = 4_096
_SAVED: Final = re.compile(
    r"""<!--\s{0,20}
    (?:
        saved\ from\ url=\(\d{1,6}\)\s{0,4}         # Chrome, Edge, Internet Explorer: its length
      | Page\ saved\ with\ SingleFile\s{1,20}url:   # the SingleFile extension
    )
    \s{0,20}(?P<url>[^\s<>"]{1,4096})
    """,
    re.VERBOSE | re.IGNORECASE,
)


def saved_url(markup: str) -> str | None:
    r"""Where a saved page stood, by the comment its browser left at the top.

    Args:
        markup: the page; only its first few thousand characters are looked at.

    Returns:
        An http or https URL. None without such a comment, and for pages that stood nowhere
        on the web (`about:internet` is a mark of the Windows zone, no address).

    >>> saved_url("<!DOCTYPE html>\n<!-- saved from url=(0025)https://example.com/a?b=1 -->")
    'https://example.com/a?b=1'
    >>> saved_url("<!-- saved from url=(0014)about:internet -->") is None
    True
    """
    for match in _SAVED.finditer(markup[:_ZONE]):
        url = web_address(match["url"].removesuffix("--"))
        if url is not None:
            return url
    return None


def web_address(written: str | None) -> str | None:
    """The URL when it is one of the web and can be written out again, else None.

    >>> web_address(" https://example.com/news/1 "), web_address("cid:frame-1@mhtml.blink")
    ('https://example.com/news/1', None)
    """
    url = (written or "").strip()
    if not url.isprintable() or " " in url or len(url) > _MOST_URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
