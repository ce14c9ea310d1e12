"""From one URL to the next: where a redirect leads, and when to stop following."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from newsextract.archives.exchange import Exchange
from newsextract.errors import RedirectError
from newsextract.fetching.addresses import check_url
from newsextract.fetching.headers import header

__all__ = ["REDIRECTS", "Route", "is_downgrade", "request_url", "target_of"]

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
"""Statuses that send on to their Location (RFC 9110, 15.4)."""

_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def request_url(url: str, allow_private: bool = False) -> str:
    """The URL as it goes over the wire: checked, in ASCII, without its fragment.

    Raises:
        RefusedError: it may not be asked for; see `addresses.check_url`.

    >>> request_url("https://A.kr/기사?q=a b#top")
    'https://a.kr/%EA%B8%B0%EC%82%AC?q=a%20b'
    """
    checked = urldefrag(check_url(url, allow_private)).url
    return quote(_LONE_PERCENT.sub("%25", checked), safe=_KEPT)


def target_of(exchange: Exchange) -> str | None:
    """Where an answer redirects to, made absolute; None when it does not.

    Bytes over ASCII, which headers should not hold but do, are read as UTF-8, or kept as
    they are in escapes: a path in EUC-KR leads where its server meant.

    Raises:
        RedirectError: the target is no URL.
    """
    location = header(exchange, "location")
    if exchange.status not in REDIRECTS or location is None or not location.strip():
        return None
    try:
        return urljoin(exchange.url, _text(location.strip()))
    except ValueError as error:
        raise RedirectError(f"{exchange.url} redirects to what is no URL: {location!r}") from error


def _text(location: str) -> str:
    try:
        raw = location.encode("latin-1")
        return raw.decode("utf-8")
    except UnicodeEncodeError:  # it is text already
        return location
    except UnicodeDecodeError:
        return quote(raw, safe=_KEPT)


def is_downgrade(url: str, target: str) -> bool:
    """Whether the way from one URL to the next leads from https down to http.

    >>> is_downgrade("https://a.kr/", "http://a.kr/"), is_downgrade("http://a.kr/", "http://b.kr/")
    (True, False)
    """
    return urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http"


class Route:
    """The URLs of one visit, from the one asked for to the page.

    Args:
        url: the first, as `request_url` gives it.
        most: redirects allowed.
        allow_private: as in `check_url`.
    """

    def __init__(self, url: str, most: int, allow_private: bool = False) -> None:
        self.url = url
        self.passed: list[str] = []
        self._most = most
        self._allow_private = allow_private

    def follow(self, target: str) -> None:
        """Go on to `target`.

        Raises:
            RedirectError: too many redirects, a circle, or from https down to http.
            RefusedError: the target may not be asked for.
        """
        url = request_url(target, self._allow_private)
        if is_downgrade(self.url, url):
            raise RedirectError(f"a redirect from https down to http: {self.url} to {url}")
        if url == self.url or url in self.passed:
            raise RedirectError(f"redirects in a circle: {self.url} back to {url}")
        if len(self.passed) >= self._most:
            raise RedirectError(f"more than {self._most} redirects, the last to {url}")
        self.passed.append(self.url)
        self.url = url
