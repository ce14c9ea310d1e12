"""What a page itself says: whether it is one, and which other address stands for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from newsextract.article.decode import decode
from newsextract.article.html.metadata import read_metadata
from newsextract.article.html.tree import parse_tree
from newsextract.article.sniff import looks_like_markup, refuse_binary
from newsextract.errors import BinaryInputError, InputError, NotAnArticleError, RefusedError
from newsextract.fetching.links import is_front, link_kind, normalise, same_site

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["MAX_REFRESH_DELAY", "Hints", "is_page", "read_hints", "refresh_target"]

MAX_REFRESH_DELAY: Final = 10.0
"""Seconds after which a meta refresh is no redirect, but a page that reloads or moves on."""

_PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
# What servers say that do not know what they send; the bytes are looked at.
_VAGUE_TYPES: Final = frozenset({
    "", "text/plain", "application/octet-stream", "binary/octet-stream", "text/xml",
    "application/xml", "application/vnd.wap.xhtml+xml", "content/unknown", "unknown/unknown",
})  # fmt: skip
_SAMPLE: Final = 65_536
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_OTHER_ROOT: Final = re.compile(
    rb"""\s*(?:<\?[^>]{0,500}>\s*|<!--(?:[^-]|-(?!->)){0,5000}-->\s*|<!DOCTYPE\s(?!html)[^>]{0,500}>\s*)*
    <(?:[A-Za-z]\w{0,20}:)?(?:rss|feed|RDF|urlset|sitemapindex|svg|opml)[\s>]""",
    re.VERBOSE,
)
_XML: Final = "<?xml"
_HTML: Final = re.compile(r"<html[\s>]", re.IGNORECASE)
_REFRESH: Final = re.compile(
    r"""\s*(?P<delay>\d{1,9}|(?=\.))(?:\.[\d.]*)?\s*(?:[;,\s]\s*)
        (?:url\s*=\s*)?(?P<quote>["']?)(?P<url>.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOSCRIPT: Final = re.compile(r"<noscript(?=[\s>/])", re.IGNORECASE)
_NOSCRIPT_END: Final = re.compile(r"</noscript[^>]{0,100}>", re.IGNORECASE)
_HIDDEN: Final = frozenset({"noscript", "template"})
_SPACE: Final = re.compile(r"[\s\[\]<>▶·|]+")


class Hints(NamedTuple):
    """Addresses a page names, each whole and normalised, or None."""

    canonical_url: str | None = None
    """The one it calls its own (rel=canonical, else og:url), where that can be believed."""
    amp_of: str | None = None
    """Of an AMP or mobile edition: the full page, which is its canonical one."""
    original_url: str | None = None
    """Of a portal's copy: the article at the newspaper itself."""
    refresh: str | None = None
    """Where a meta refresh leads at once."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of `hints.toml`; that file says what they are."""

    portals: tuple[str, ...]
    amp_caches: tuple[str, ...]
    selectors: tuple[str, ...]
    words: frozenset[str]
    hosts: frozenset[str]
    parts: frozenset[str]


@cache
def _words() -> _Words:
    source = files("newsextract.fetching").joinpath("hints.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    return _Words(
        portals=tuple(data["portals"]),
        amp_caches=tuple(data["amp_caches"]),
        selectors=tuple(data["original"]["selectors"]),
        words=frozenset(data["original"]["words"]),
        hosts=frozenset(data["editions"]["hosts"]),
        parts=frozenset(data["editions"]["parts"]),
    )


def is_page(content_type: str | None, body: bytes) -> bool:
    r"""Whether what a server sent is an HTML page, and no picture, document or feed.

    A declared HTML type is believed unless the bytes are plainly something else; a missing
    or vague type is decided by the bytes; any other type is no page.

    Args:
        content_type: value of the header, or None.
        body: the body, content coding taken off.

    >>> is_page("text/html; charset=euc-kr", b"<p>x"), is_page("text/html", b"%PDF-1.7")
    (True, False)
    >>> is_page(None, b"<html><body>"), is_page("text/xml", b"<?xml version='1.0'?><rss>")
    (True, False)
    """
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind not in _PAGE_TYPES and kind not in _VAGUE_TYPES:
        return False
    sample = body[:_SAMPLE]
    if not sample.startswith(_WIDE_MARKS):
        try:
            refuse_binary(sample.removeprefix(b"\xef\xbb\xbf"))
        except BinaryInputError:
            return False
    if _OTHER_ROOT.match(sample.removeprefix(b"\xef\xbb\xbf")) is not None:
        return False
    if kind in _PAGE_TYPES:
        return True
    try:
        text = decode(sample, content_type).text
    except InputError:
        return False
    return looks_like_markup(text) and (_XML not in text[:200] or _HTML.search(text) is not None)


def read_hints(body: bytes, content_type: str | None, url: str) -> Hints:
    """Read the addresses a page names; nothing that cannot be read raises.

    A canonical address is believed when it is of the same registered site (an AMP cache may
    name any), and is not the front page or a list while the page itself is an article.

    Args:
        body: the page, content coding taken off.
        content_type: value of the header; the charset rule is that of `article.decode`.
        url: the address the page came from, after redirects.

    >>> page = b"<html amp><link rel=canonical href='https://a.kr/news/1234'>"
    >>> read_hints(page, "text/html", "https://m.a.kr/amp/1234").amp_of
    'https://a.kr/news/1234'
    """
    try:
        text = decode(body, content_type).text
        tree = parse_tree(text)
        refresh = _refresh(tree, _base(tree, url), url)
        if refresh is not None and (shown := _without_noscript(text)) != text:
            refresh = _refresh(parse_tree(shown), _base(tree, url), url)
    except (InputError, NotAnArticleError):
        return Hints()
    base = _base(tree, url)
    canonical = _canonical(tree, base, url)
    on_portal = _is_under(url, _words().portals)
    edition = canonical is not None and not on_portal and _is_edition(tree, url)
    return Hints(
        canonical_url=canonical,
        amp_of=canonical if edition and not _is_same(canonical, url) else None,
        original_url=_original(tree, base, url) if on_portal else None,
        refresh=refresh,
    )


def refresh_target(content: str, base: str) -> str | None:
    """Where a `Refresh` header or meta refresh leads, if it does so within ten seconds.

    By the HTML standard's "shared declarative refresh steps".

    Args:
        content: such as `0; url=/news/1`.
        base: what a relative address is relative to.

    >>> refresh_target("0;URL='/news/1'", "https://a.kr/go?1")
    'https://a.kr/news/1'
    >>> refresh_target("600; url=/", "https://a.kr/") is None
    True
    """
    match = _REFRESH.match(content)
    if match is None or float(match["delay"] or 0) > MAX_REFRESH_DELAY:
        return None
    target = match["url"]
    if match["quote"]:
        target = target.partition(match["quote"])[0]
    return _address(target, base) if target.strip() else None


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "") if node is not None else ""
    try:
        joined = urljoin(url, href.strip())
        return joined if urlsplit(joined).scheme in {"http", "https"} else url
    except ValueError:
        return url


def _address(written: str | None, base: str) -> str | None:
    """An address as written on a page, whole and normalised, or None when it is no such."""
    try:
        written = (written or "").strip()
        return normalise(urljoin(base, written)) if written else None
    except (ValueError, RefusedError):
        return None


def _is_same(one: str | None, url: str) -> bool:
    try:
        return one == normalise(url)
    except RefusedError:
        return False


def _canonical(tree: LexborHTMLParser, base: str, url: str) -> str | None:
    written = [n.attributes.get("href") for n in tree.css("link[rel~='canonical' i][href]")[:3]]
    metadata = read_metadata(tree)
    for candidate in (*written, metadata.meta("og:url")):
        address = _address(candidate, base)
        if address is not None and _is_believable(address, url):
            return address
    return None


def _is_believable(address: str, url: str) -> bool:
    if not same_site(address, url) and not _is_under(url, _words().amp_caches):
        return False
    if is_front(address) and not is_front(url):
        return False
    # A template that forgot the number names the script, or the section.
    return link_kind(address) == "article" or link_kind(url) != "article"


def _is_edition(tree: LexborHTMLParser, url: str) -> bool:
    """Whether the page is an AMP page (by its root element or host), or a mobile edition."""
    root = tree.css_first("html")
    if root is not None and not {"amp", "⚡", "⚡4ads"}.isdisjoint(root.attributes):
        return True
    if _is_under(url, _words().amp_caches):
        return True
    try:
        parts = urlsplit(url)
        label = (parts.hostname or "").partition(".")[0].lower()
    except ValueError:
        return False
    pieces = parts.path.lower().split("/")
    return label in _words().hosts or not _words().parts.isdisjoint(pieces)


def _is_under(url: str, hosts: tuple[str, ...]) -> bool:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    return any(f".{host}".endswith(f".{known}") for known in hosts)


def _original(tree: LexborHTMLParser, base: str, url: str) -> str | None:
    """The first link out of the portal that is marked, or worded, as the article itself."""
    for node in _original_links(tree):
        address = _address(node.attributes.get("href"), base)
        if address and not same_site(address, url) and not is_front(address):
            return address
    return None


def _original_links(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    words = _words()
    for selector in words.selectors:
        yield from tree.css(selector)
    for node in tree.css("a[href]"):
        text = node.text() or ""
        if len(text) <= 40 and _SPACE.sub("", text) in words.words:
            yield node


def _without_noscript(text: str) -> str:
    """The markup without `noscript` elements.

    A parser without scripting ends the element, and the head, at the first tag that no head
    may have; what follows would look as if every reader were meant.
    """
    parts: list[str] = []
    at = 0
    while (start := _NOSCRIPT.search(text, at)) and (
        end := _NOSCRIPT_END.search(text, start.end())
    ):
        parts.append(text[at : start.start()])
        at = end.end()
    return "".join([*parts, text[at:]])


def _refresh(tree: LexborHTMLParser, base: str, url: str) -> str | None:
    for node in tree.css("meta[http-equiv='refresh' i][content]"):
        if _is_hidden(node):
            continue
        target = refresh_target(node.attributes.get("content") or "", base)
        # A page that reloads itself leads nowhere. The first that counts is the only one.
        return None if target is None or _is_same(target, url) else target
    return None


def _is_hidden(node: LexborNode) -> bool:
    above = node.parent
    for _ in range(50):
        if above is None:
            return False
        if above.tag in _HIDDEN:
            return True
        above = above.parent
    return False
