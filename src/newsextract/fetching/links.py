"""URLs as values: one spelling for one page, and what an address tells of its page."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from newsextract.errors import RefusedError

__all__ = [
    "MAX_URL_LENGTH",
    "LinkKind",
    "is_article_link",
    "is_front",
    "link_kind",
    "normalise",
    "same_site",
    "site_of",
]

LinkKind = Literal["article", "other", "unknown"]
"""What an address promises: an article, surely none, or neither can be told."""

MAX_URL_LENGTH: Final = 8_000
"""Longest URL taken, in code points; RFC 9110 asks for at least 8,000 octets to be supported."""

_MAX_HOST: Final = 253
_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9_][a-z0-9_.-]*\Z")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)  # RFC 3986, 2.3
_UNSAFE: Final = re.compile(r'[^\x21-\x7e]|["<>\\^`{|}]')
_SESSION: Final = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)
_DIGIT: Final = re.compile(r"[0-9]")
_LONG_NUMBER: Final = re.compile(r"[0-9]{4}")
# A year, a day in eight digits, or a month or day with separators: 2026, 20261124, 2026-11.
_DAY_PART: Final = re.compile(
    r"(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|[-._](?:0?[1-9]|1[0-2])(?:[-._](?:0?[1-9]|[12][0-9]|3[01]))?)?"
)
# A code of capitals and digits, as in `/NewsView/2D3GARAM01`.
_CODE: Final = re.compile(r"/(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[A-Z0-9]{8,40}(?=[/.]|\Z)")
_SEPARATOR: Final = re.compile(r"[-_+ ]+")


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of `links.toml`; that file says what they are."""

    prefixes: tuple[str, ...]
    tracking: frozenset[str]
    on_sites: dict[str, frozenset[str]]
    ids: frozenset[str]
    strong_ids: frozenset[str]
    long_ids: frozenset[str]
    endings: frozenset[str]
    parts: frozenset[str]
    fronts: frozenset[str]
    second_levels: frozenset[str]


@cache
def _words() -> _Words:
    source = files("newsextract.fetching").joinpath("links.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    tracking, ids, other = data["tracking"], data["ids"], data["other"]
    return _Words(
        prefixes=tuple(tracking["prefixes"]),
        tracking=frozenset(tracking["names"]),
        on_sites={host: frozenset(names) for host, names in tracking["sites"].items()},
        ids=frozenset(ids["names"]),
        strong_ids=frozenset(ids["names"]) - {*ids["if_long"], *ids["not_alone"]},
        long_ids=frozenset(ids["if_long"]),
        endings=frozenset(other["endings"]),
        parts=frozenset(other["parts"]),
        fronts=frozenset(other["fronts"]),
        second_levels=frozenset(data["sites"]["second_levels"]),
    )


def normalise(url: str) -> str:
    """The one spelling of a URL: two spellings of one page become equal.

    By RFC 3986, 6.2: small letters in scheme and host, no default port, dot segments taken
    out, escapes of unreserved characters undone, others in capitals. Hosts go to ASCII (IDNA),
    other non-ASCII characters to escaped UTF-8. The fragment and parameters that only track
    readers go; all others stay, in their order. Doing it twice changes nothing.

    Args:
        url: an absolute http(s) URL.

    Raises:
        RefusedError: no such URL, one with a user name, or one over `MAX_URL_LENGTH`.

    >>> normalise("HTTP://News.Example.KR:80/a/../articleView.html?idxno=7&utm_source=x#top")
    'http://news.example.kr/articleView.html?idxno=7'
    >>> normalise("https://한국.example/기사/1")
    'https://xn--3e0b707e.example/%EA%B8%B0%EC%82%AC/1'
    """
    if len(url) > MAX_URL_LENGTH:
        raise RefusedError(f"a URL of {len(url):,} code points is over the limit: {url[:80]}…")
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise RefusedError(f"not a URL: {url!r}") from error
    if parts.scheme not in _PORTS:
        raise RefusedError(f"only http and https URLs can be fetched: {url!r}")
    if not host:
        raise RefusedError(f"no host in the URL: {url!r}")
    if "@" in parts.netloc:
        raise RefusedError(f"a URL with a user name in it is not fetched: {host}")
    host = _ascii_host(host, url)
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in {None, _PORTS[parts.scheme]} else f"{shown}:{port}"
    try:
        path = _without_dots(_escaped(_SESSION.sub("", parts.path))) or "/"
        query = _escaped(_without_tracking(parts.query, host))
    except UnicodeEncodeError as error:
        raise RefusedError(f"not a URL: {url!r}") from error
    whole = urlunsplit(SplitResult(parts.scheme, netloc, path, query, ""))
    if len(whole) > MAX_URL_LENGTH:
        raise RefusedError(f"an escaped URL of {len(whole):,} bytes is over the limit")
    return whole


def _ascii_host(host: str, url: str) -> str:
    if ":" in host:  # an IPv6 address, which urlsplit has checked
        if "%" in host:
            raise RefusedError(f"an address with a zone is not fetched: {host}")
        return host.lower()
    host = host.lower()
    try:
        if not host.isascii():
            # An encoder slow on long names must not see one; no name is longer than this.
            host = host.encode("idna").decode("ascii").lower() if len(host) <= _MAX_HOST else ""
    except UnicodeError as error:
        raise RefusedError(f"not a host name: {host!r}") from error
    host = host.removesuffix(".")
    labels = host.split(".")
    good = len(host) <= _MAX_HOST and all(0 < len(label) <= 63 for label in labels)
    if not good or _HOST.match(host) is None:
        raise RefusedError(f"no host name that could be asked for in {url!r}")
    return host


def _escaped(text: str) -> str:
    """A path or query with one spelling of each escape; bytes of any encoding stay bytes."""

    def put_right(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%25"
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match.group().upper()

    def escape(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8"))

    return _UNSAFE.sub(escape, _ESCAPE.sub(put_right, text))


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, for absolute paths."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str, host: str) -> str:
    words = _words()
    here = frozenset[str]().union(
        *(names for site, names in words.on_sites.items() if f".{host}".endswith(f".{site}"))
    )

    def tracks(part: str) -> bool:
        # `&amp;` escaped twice is common in feeds.
        name = unquote(part.partition("=")[0]).lower().removeprefix("amp;")
        if name in words.ids:
            return False
        return name in words.tracking or name in here or name.startswith(words.prefixes)

    return "&".join(part for part in query.split("&") if part and not tracks(part))


def link_kind(url: str) -> LinkKind:
    """What an address promises, by its path and parameters alone.

    An article's address holds a number (a date alone is a list of that day), a parameter in
    which CMSs keep one, or a title of several words. Files, lists, searches, log-ins and the
    site's front are other pages.

    >>> link_kind("https://a.kr/news/articleView.html?idxno=1234")
    'article'
    >>> link_kind("https://a.kr/news/articleList.html?sc_section_code=S1N1")
    'other'
    >>> link_kind("https://a.kr/politics")
    'unknown'
    """
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in _PORTS and bool(parts.hostname)
    except ValueError:
        return "other"
    if not good or _is_front(parts):
        return "other"
    words = _words()
    pieces = [unquote(piece).lower() for piece in parts.path.split("/") if piece]
    coded = _CODE.search(parts.path) is not None
    stem, dot, ending = (pieces[-1] if pieces else "").rpartition(".")
    if dot and ending in words.endings:
        return "other"
    names = [*pieces[:-1], stem if dot else ending]
    if any(name in words.parts for name in names):
        return "other"
    if coded or _has_id(parts.query) or any(_is_numbered(name) for name in names):
        return "article"
    return "article" if _is_title(names[-1]) else "unknown"


def _has_id(query: str) -> bool:
    words = _words()
    for part in query.split("&"):
        name, _, value = part.partition("=")
        name = unquote(name).lower()
        if name in words.strong_ids and _DIGIT.search(value):
            return True
        if name in words.long_ids and _LONG_NUMBER.search(value):
            return True
    return _LONG_NUMBER.match(query) is not None  # `view.php?1234`


def _is_numbered(name: str) -> bool:
    return _LONG_NUMBER.search(name) is not None and _DAY_PART.fullmatch(name) is None


def _is_title(name: str) -> bool:
    words = [word for word in _SEPARATOR.split(name) if word]
    return len(words) >= 4 and sum(any(c.isalpha() for c in word) for word in words) >= 3


def is_article_link(url: str) -> bool:
    """Whether an address is that of an article, as far as an address can tell.

    >>> is_article_link("https://www.a.kr/news/society/11328184")
    True
    >>> is_article_link("https://www.a.kr/2026/11/24/")
    False
    """
    return link_kind(url) == "article"


def is_front(url: str) -> bool:
    """Whether an address is the site itself: nothing, or `index` or `main`, behind the host.

    >>> is_front("https://a.kr/main/index.html"), is_front("https://a.kr/?idxno=1")
    (True, False)
    """
    try:
        return _is_front(urlsplit(url.strip()))
    except ValueError:
        return False


def _is_front(parts: SplitResult) -> bool:
    if _has_id(parts.query):
        return False
    fronts = _words().fronts
    pieces = [piece for piece in parts.path.lower().split("/") if piece]
    return len(pieces) <= 2 and all(piece.partition(".")[0] in fronts for piece in pieces)


def site_of(url: str) -> str:
    """The name a site is registered by: `a.co.kr` of `m.news.a.co.kr`; "" when there is none.

    A short list stands in for the public suffix list: enough to tell papers apart.

    >>> site_of("https://m.news.a.co.kr/1"), site_of("http://[::1]/")
    ('a.co.kr', '::1')
    """
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    take = 3 if ".".join(labels[-2:]) in _words().second_levels else 2
    return ".".join(labels[-take:])


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one registered site, whatever the subdomain.

    >>> same_site("https://m.a.co.kr/1", "https://www.a.co.kr/2")
    True
    >>> same_site("https://a.co.kr/1", "https://b.co.kr/1")
    False
    """
    site = site_of(one)
    return bool(site) and site == site_of(other)
