"""The headline of a page: as printed above the article, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from newsextract.article.dump.lines import fold_title
from newsextract.article.html.frames import Line
from newsextract.article.html.metadata import Metadata
from newsextract.article.html.names import names
from newsextract.article.press import is_paper
from newsextract.article.publishers import without_site

__all__ = ["find_headline", "strip_site"]

_TAIL: Final = re.compile(
    r"(?P<head>.+?)"
    r"(?:\s*[|ㅣ│｜]\s*|\s+[-–—:<>·»]\s+|\s*::\s*|(?<=[^\s\d])[-–—](?=[가-힣A-Za-z]{1,12}$))"
    r"(?P<tail>[^|ㅣ│｜<>]{1,30})$"
)
_LEAD: Final = re.compile(
    r"^(?P<lead>[^|ㅣ│｜<>\[\]]{2,24}?)\s*(?:[|ㅣ│｜]|::|\s-\s)\s*(?P<rest>\S.+)$"
)
_SECTION: Final = re.compile(r"[가-힣]{1,4}[/·][가-힣]{1,4}")
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "dt"])
_LEAST: Final = 6
_MOST_TAILS: Final = 5


def strip_site(title: str, site_names: Iterable[str] = ()) -> str:
    """A page's title without the site's name and its section path.

    Args:
        title: of `title` or `og:title`.
        site_names: names the page gives the site or its section.

    >>> strip_site("춘천시 예산 확정-정치ㅣ한국일보")
    '춘천시 예산 확정'
    >>> strip_site("가람시 예산 | 새벽", ["새벽"])
    '가람시 예산'
    >>> strip_site("예산 3-1안 - 재정 건전성 논란")
    '예산 3-1안 - 재정 건전성 논란'
    """
    known = {fold_title(name) for name in site_names if name} - {""} | _portals()

    def is_site(text: str) -> bool:
        text = text.strip(" -|:·")
        folded = fold_title(text)
        return not folded or folded in known or is_paper(text)

    title = without_site(" ".join(title.split())[:500])
    for _ in range(_MOST_TAILS):
        match = _TAIL.match(title)
        if match is None or len(match["head"]) < _LEAST:
            break
        tail = match["tail"].strip()
        section = tail in names().sections or _SECTION.fullmatch(tail) is not None
        if not is_site(tail) and not section:
            break
        title = match["head"].rstrip(" -|ㅣ:<")
    match = _LEAD.match(title)
    if match is not None and is_site(match["lead"]) and len(match["rest"]) >= _LEAST:
        return match["rest"].strip()
    return title


@cache
def _portals() -> frozenset[str]:
    return frozenset(fold_title(name) for name in names().portals) - {""}


def find_headline(
    lines: Sequence[Line], body_start: int, metadata: Metadata, site_names: Iterable[str] = ()
) -> str | None:
    """The headline of a page no profile describes.

    A heading on the page that the title elements repeat is best, for it has neither site
    name nor cuts; then what JSON-LD and the metas say; then the nearest large heading.

    Args:
        lines: of the page.
        body_start: index of the body's first line.
        metadata: of the page.
        site_names: of the site.
    """
    listed = names().meta
    said = (
        metadata.meta(*listed["site"], *listed["section"]),
        metadata.linked_text("articleSection"),
    )
    site_names = [*site_names, *(name for name in said if name)]
    told = [
        metadata.linked_text("headline"), metadata.meta(*listed["title"]),
        metadata.title, metadata.linked_text("name"),
    ]  # fmt: skip
    titles = [t for t in told if t]
    folded = [fold_title(t) for t in titles]
    printed = _printed(lines, body_start, folded)
    if printed is not None:
        return printed
    stripped = [strip_site(t, site_names) for t in titles]
    stripped = [t for t in stripped if len(t) >= 2 and not is_paper(t)]
    if stripped:
        return _fullest(stripped)
    heading = _nearest_heading(lines, body_start)
    return strip_site(heading, site_names) if heading else None


def _printed(lines: Sequence[Line], body_start: int, folded: Sequence[str]) -> str | None:
    """The line above (else below) the body's start that the page's titles begin with."""
    best: tuple[tuple[bool, bool, int], str] | None = None
    # What is shorter than half of every title says most of none.
    least = max(_LEAST, min(map(len, folded), default=0) / 2)
    for index, line in enumerate(lines[: body_start + 40]):
        text = line.text
        size = len(text)
        if size < least or size > 250 or line.frame.hidden:
            continue
        mine = fold_title(text)
        if len(mine) < _LEAST or not any(t.startswith(mine) or mine in t for t in folded):
            continue
        whole = any(t.startswith(mine) for t in folded)
        if not whole and line.frame.tag not in _HEADINGS:
            continue
        if not _says_most(mine, folded):
            continue
        # Above the body, a heading before other lines, the one nearest to the body.
        rank = (index < body_start, line.frame.tag in _HEADINGS, len(mine))
        if best is None or rank > best[0]:
            best = (rank, text)
    return best[1] if best else None


def _says_most(mine: str, folded: Sequence[str]) -> bool:
    """Whether a line is the headline and not only the paper's name or one word of it."""
    return any(mine in title and len(mine) * 10 >= len(title) * 5 for title in folded)


def _fullest(titles: Sequence[str]) -> str:
    """The first title, unless it is cut (`…`) and a later one goes on."""
    first = titles[0]
    if first.rstrip().endswith(("…", "...", "..")):
        start = fold_title(first)
        return next((t for t in titles[1:] if len(fold_title(t)) > len(start)
                     and fold_title(t).startswith(start[:-1] or start)), first)  # fmt: skip
    return first


def _nearest_heading(lines: Sequence[Line], body_start: int) -> str | None:
    for tags in (("h1",), ("h2", "h3"), ("h4", "dt", "strong")):
        for index in range(min(body_start, len(lines)) - 1, -1, -1):
            line = lines[index]
            if line.frame.tag in tags and len(line.text) >= _LEAST and line.link_share < 0.5:
                return line.text
    return None
