"""Which profile and which layout a page belongs to.

The order: the host of the page's address, the host of the canonical address the page itself
names, URL patterns of CMSs, and last the marks on the page. A profile counts only when one
of its layouts applies; a paper that has moved to another system falls through to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from newsextract.article.profiles.load import load_profiles
from newsextract.article.profiles.models import Layout, Profile, ScriptBody, split_attribute

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Choice", "choose", "choose_layout", "explain", "index_of"]

_MAX_URL = 2_000
_META_MARK = re.compile(
    r"""meta\[(?:property|name)=(?P<q>["'])(?P<name>[^"']*)(?P=q)\]"""
    r"""\[content=(?P<p>["'])(?P<content>[^"']*)(?P=p)\]\Z"""
)
_PLAIN_ID = re.compile(r"[^,:\[\\#]*#([\w-]+)[^,:\[\\]*")
"""A selector without alternatives, whose element or one around it has that id."""
_SCRIPTS = {"json_ld": "script[type='application/ld+json']", "next_data": "script#__NEXT_DATA__"}
_IN_SCRIPT = {"next_flight": "self.__next_f", "fusion": "Fusion.globalContent"}


class Choice(NamedTuple):
    """A profile, its layout, and what led to them."""

    profile: Profile
    layout: Layout
    reason: str
    """`host`, `canonical_host`, `url_pattern` or `mark`."""
    evidence: str
    """The host, pattern or selector that matched."""


def choose(
    tree: LexborHTMLParser,
    url: str | None = None,
    canonical: str | None = None,
    day: date | None = None,
) -> tuple[Profile, Layout] | None:
    """The profile and layout a page belongs to, or None for an unknown site.

    Args:
        tree: the parsed page.
        url: the address it came from, when known.
        canonical: the address it names itself; looked up in the page when None.
        day: the day it was published, when known; picks among dated layouts.
    """
    found = explain(tree, url, canonical, day)
    return None if found is None else (found.profile, found.layout)


def explain(
    tree: LexborHTMLParser,
    url: str | None = None,
    canonical: str | None = None,
    day: date | None = None,
) -> Choice | None:
    """As `choose`, with the reason.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = LexborHTMLParser("<div id='dic_area'>…</div>")
    >>> choice = explain(page, "https://n.news.naver.com/mnews/article/001/0000000001")
    >>> choice.profile.id, choice.reason, choice.evidence
    ('naver', 'host', 'n.news.naver.com')
    >>> explain(LexborHTMLParser("<p>…</p>"), "https://example.kr/1") is None
    True
    """
    for profile, reason, evidence in _candidates(tree, url, canonical):
        layout = choose_layout(tree, profile, day)
        if layout is not None:
            return Choice(profile, layout, reason, evidence)
    return None


def choose_layout(tree: LexborHTMLParser, profile: Profile, day: date | None) -> Layout | None:
    """The newest layout of a profile that applies to a page.

    One whose last day has passed comes after those still in use, but it is not left out:
    what stands on the page says more than a date someone noted down.
    """
    late = None
    for layout in profile.layouts:
        if not _applies(tree, layout):
            continue
        if day is None or layout.until is None or day <= layout.until:
            return layout
        late = late or layout
    return late


def _applies(tree: LexborHTMLParser, layout: Layout) -> bool:
    if not all(_has(tree, selector) for selector in layout.needs):
        return False
    if any(_has(tree, selector) for selector in layout.body):
        return True
    return layout.script is not None and _has_script(tree, layout.script)


def _has(tree: LexborHTMLParser, selector: str) -> bool:
    return tree.css_first(split_attribute(selector)[0]) is not None


def _has_script(tree: LexborHTMLParser, script: ScriptBody) -> bool:
    """Whether the page has a script of the kind, with the text it must hold."""
    pattern = script.pattern
    if script.kind == "json" and pattern is not None and pattern.startswith("script"):
        return tree.css_first(pattern) is not None
    wanted = [text for text in (_IN_SCRIPT.get(script.kind), pattern) if text]
    # A flight stream comes in pieces, so what must be there may stand in several scripts.
    sources = [node.text() or "" for node in tree.css(_SCRIPTS.get(script.kind, "script"))]
    return bool(sources) and all(any(text in source for source in sources) for text in wanted)


def _candidates(
    tree: LexborHTMLParser, url: str | None, canonical: str | None
) -> Iterator[tuple[Profile, str, str]]:
    """Profiles to try, the surest first, each with its reason."""
    index = index_of()
    yield from ((p, "host", host) for p, host in index.by_host(url))
    canonical = canonical or _canonical_in(tree)
    yield from ((p, "canonical_host", host) for p, host in index.by_host(canonical))
    for address in (url, canonical):
        yield from ((p, "url_pattern", part) for p, part in index.by_pattern(address))
    yield from ((p, "mark", mark) for p, mark in index.by_mark(tree))


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Name or property -> content of the page's meta elements; the first of a name stays."""
    metas: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name")
        if name:
            metas.setdefault(name, (attributes.get("content") or "").strip())
    return metas


def _canonical_in(tree: LexborHTMLParser) -> str | None:
    link = tree.css_first("link[rel='canonical'][href]")
    named = link.attributes.get("href") if link is not None else None
    return named or _metas(tree).get("og:url")


class _Index:
    """Profiles by host suffix, by URL pattern and by mark."""

    def __init__(self, profiles: tuple[Profile, ...]) -> None:
        self._hosts: dict[str, Profile] = {}
        self._patterns: list[tuple[str, Profile]] = []
        self._metas: dict[tuple[str, str], tuple[Profile, str]] = {}
        # Each with the id that must stand on the page, if any.
        self._marks: list[tuple[str, str | None, Profile]] = []
        # A paper's own mark says more than that of the CMS it runs on.
        for profile in sorted(profiles, key=lambda p: p.kind == "cms"):
            if profile.kind == "publisher":
                mark = f"meta[property='og:site_name'][content='{profile.name}']"
                self._metas.setdefault(("og:site_name", profile.name), (profile, mark))
            self._hosts.update(dict.fromkeys(profile.hosts, profile))
            self._patterns += [(pattern, profile) for pattern in profile.url_patterns]
            for mark in profile.marks:
                meta = _META_MARK.match(mark)
                if meta:
                    self._metas.setdefault((meta["name"], meta["content"]), (profile, mark))
                else:
                    named = _PLAIN_ID.fullmatch(mark)
                    self._marks.append((mark, named[1].lower() if named else None, profile))

    def by_host(self, url: str | None) -> Iterator[tuple[Profile, str]]:
        host = _host(url)
        while host:
            if profile := self._hosts.get(host):
                yield profile, host
            host = host.partition(".")[2]

    def by_pattern(self, url: str | None) -> Iterator[tuple[Profile, str]]:
        rest = (url or "")[:_MAX_URL].partition("://")[2].partition("/")[2]
        if rest:
            for pattern, profile in self._patterns:
                if _matches(pattern.lower().removeprefix("/"), rest.lower()):
                    yield profile, pattern

    def by_mark(self, tree: LexborHTMLParser) -> Iterator[tuple[Profile, str]]:
        for item in _metas(tree).items():
            if found := self._metas.get(item):
                yield found
        # To look for one mark takes as long as to look for all ids; most marks have one.
        ids = {(node.attributes.get("id") or "").lower() for node in tree.css("[id]")}
        likely = [(mark, profile) for mark, wanted, profile in self._marks
                  if wanted is None or wanted in ids]  # fmt: skip
        if likely and tree.css_first(", ".join(mark for mark, _ in likely)) is not None:
            for mark, profile in likely:
                if tree.css_first(mark) is not None:
                    yield profile, mark


def _host(url: str | None) -> str:
    try:
        return (urlsplit((url or "")[:_MAX_URL].strip()).hostname or "").rstrip(".")
    except ValueError:  # `http://[` and its like
        return ""


def _matches(pattern: str, text: str) -> bool:
    """Whether the parts of a pattern between its `*` stand in a text, in order."""
    at = 0
    for part in pattern.split("*"):
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@cache
def index_of() -> _Index:
    """The index over all profiles, made once per process."""
    return _Index(load_profiles())
