"""Where each line outside the body belongs: by its element, by its words, by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

from newsextract.article.dump.lines import fold_title, read_lines
from newsextract.article.html.frames import Frame, Line
from newsextract.article.html.inside import MARK_ZONES
from newsextract.article.html.parts import Part
from newsextract.models import Zone

__all__ = ["place_outside"]

# In these, what stands inside (a date, a share button) belongs to them.
_SWALLOWS: Final = frozenset(["comment", "related", "advertisement"])
_NEAR_ABOVE: Final = 8
_NEAR_BELOW: Final = 8
_LONGEST_LOOKED_AT: Final = 160
_LONGEST_READ: Final = 400
_FIELD_ZONES: Final = frozenset(["byline", "timestamp", "caption", "section", "copyright", "share",
                                 "reporter", "promotion", "footer"])  # fmt: skip
_WORDS: Final = re.compile(
    r"(?P<copyright>무단\s?전재|저작권자|재배포|[Cc]opyright|COPYRIGHT|[Aa]ll [Rr]ights|ⓒ|©)"
    r"|(?P<footer>등록번호|발행인|편집인|청소년\s?보호|사업자\s?등록|대표전화|통신판매)"
    r"|(?P<comment>댓글|답글)|(?P<navigation>로그인|회원가입|전체메뉴|검색|구독신청)"
)


def place_outside(
    lines: Sequence[Line], span: range, folded_headline: str, subheads: Sequence[int] = ()
) -> dict[int, Part]:
    """A part for each line that is not in the body's element.

    Args:
        lines: all lines of the page.
        span: indexes of those in the body's element; empty when the body is in a script.
        folded_headline: to know its copies.
        subheads: indexes of lines known to go on with the headline.

    Returns:
        By line index.
    """
    roles: dict[int, Zone | None] = {}
    near = _look_near(lines, span)
    placed: dict[int, Part] = {}
    least, most = max(len(folded_headline), 1), 1.6 * len(folded_headline) + 8
    for index, line in enumerate(lines):
        if span.start <= index < span.stop:
            continue
        zone, reason = _place(line, roles, above=index < span.start, seen=near.get(index))
        fits = least <= len(line.text) <= most and zone not in {"related", "comment"}
        if fits and fold_title(line.text) == folded_headline:
            zone, reason = "headline", "headline_copy"
        if index in subheads:
            zone, reason = "subhead", "below_headline"
        placed[index] = Part(zone, reason, line.text)
    return placed


def _place(
    line: Line, roles: dict[int, Zone | None], *, above: bool, seen: tuple[Zone, str] | None
) -> tuple[Zone, str]:
    frame = line.frame
    if frame.mark is not None and frame.mark.field in MARK_ZONES:
        return MARK_ZONES[frame.mark.field], frame.mark.reason
    role = _role(frame, roles)
    if frame.hidden:
        return role or "other", "hidden"
    if role is not None and (seen is None or role not in {"navigation", "other"}):
        return role, f"element_{role}"
    return seen or _by_words(line, above=above)


def _by_words(line: Line, *, above: bool) -> tuple[Zone, str]:
    """The zone of a line about which no element says anything."""
    if len(line.text) <= _LONGEST_READ:
        told = _WORDS.search(line.text)
        if told is not None and told.lastgroup is not None:
            return cast("Zone", told.lastgroup), f"words_of_{told.lastgroup}"
    if line.link_share >= 0.8:
        return ("navigation", "link_above_body") if above else ("related", "link_below_body")
    return "other", "above_body" if above else "below_body"


def _role(frame: Frame, known: dict[int, Zone | None]) -> Zone | None:
    """The role of the innermost frame that has one, unless one around it swallows it."""
    path: list[Frame] = []
    at: Frame | None = frame
    while at is not None and at.node not in known:
        path.append(at)
        at = at.parent
    role = known[at.node] if at is not None else None
    for inner in reversed(path):
        if inner.role is not None and role not in _SWALLOWS:
            role = inner.role
        known[inner.node] = role
    return role


def _look_near(lines: Sequence[Line], span: range) -> dict[int, tuple[Zone, str]]:
    """What the line rules say of unlinked lines right above and below the body."""
    indexes = [
        index
        for index in (
            *range(max(span.start - _NEAR_ABOVE, 0), span.start),
            *range(span.stop, min(span.stop + _NEAR_BELOW, len(lines))),
        )
        if len(lines[index].text) <= _LONGEST_LOOKED_AT
        and lines[index].link_share < 0.8
        and lines[index].frame.role is None
        and not lines[index].frame.hidden
    ]
    if not span or not indexes:
        return {}
    looked = read_lines("\n".join(lines[index].text for index in indexes))
    return {
        index: (seen.mark.zone, seen.mark.reason)
        for index, seen in zip(indexes, looked, strict=True)
        if seen.mark is not None and seen.mark.zone in _FIELD_ZONES
    }
