"""Which lines inside the body's element are captions, boxes and adverts by their element."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from newsextract.article.dump.lines import ends_sentence
from newsextract.article.dump.rules import match_rule
from newsextract.article.html.finder import is_prose
from newsextract.article.html.frames import Frame, Line
from newsextract.models import Zone

__all__ = ["MARK_ZONES", "zones_inside"]

MARK_ZONES: Final[dict[str, Zone]] = {
    "headline": "headline",
    "subheads": "subhead",
    "byline": "byline",
    "published": "timestamp",
    "modified": "timestamp",
    "captions": "caption",
    "section": "section",
    "junk": "other",
}
"""Fields of a profile and the zones their lines stand in. Bodies and headings are no such."""

# An element named like a box that holds this share of the body's prose is no box.
_BOX_SHARE: Final = 0.4
_LONGEST_CAPTION: Final = 300
_PICTURE_TAGS: Final = frozenset(["figure", "table", "div", "p", "dl", "span", "center", "td"])
_SUMMARY_ROLES: Final = frozenset(["other"])


def zones_inside(
    lines: Sequence[Line], span: range, *, by_profile: bool = False
) -> dict[int, tuple[Zone, str]]:
    """Zone and reason of each line in the span that its element speaks for.

    Args:
        lines: all lines of the page.
        span: indexes of the lines in the body's element.
        by_profile: the span is the hull of the elements a profile points at.

    Returns:
        By line index; lines not in it are for the line rules.
    """
    sizes = [0] * len(lines)
    for index in span:
        sizes[index] = len(lines[index].text) if is_prose(lines[index]) else 0
    prose = list(accumulate(sizes, initial=0))
    judge = _Judge(lines, span, prose)
    first = next((i for i in span if prose[i + 1] > prose[i]), span.stop)
    found: dict[int, tuple[Zone, str]] = {}
    for index in span:
        frame = lines[index].frame
        if by_profile and not frame.in_body:
            found[index] = ("other", "between_body_elements")
            continue
        zone = judge.zone(frame)
        if zone is None:
            continue
        if zone[0] == "caption" and _is_tool(lines[index].text):
            zone = ("share", "reading_tool")
        # What is named a subtitle amid the body is a sub-heading.
        if zone != ("subhead", "element_subhead") or index < first:
            found[index] = zone
    return found


def _is_tool(text: str) -> bool:
    """`사진 확대`: a button on a picture."""
    rule = match_rule(text) if len(text) <= 20 else None
    return rule is not None and rule.zone == "share"


class _Judge:
    """What frames inside the span say; each is asked once."""

    def __init__(self, lines: Sequence[Line], span: range, prose: list[int]) -> None:
        self._lines = lines
        self._span = span
        self._prose = prose
        self._total = max(prose[span.stop] - prose[span.start], 1)
        self._known: dict[int, tuple[Zone, str] | None] = {}
        # Some pages hide the body until a script shows it.
        hidden = sum(prose[i + 1] - prose[i] for i in span if lines[i].frame.hidden)
        self._is_shown_later = hidden > self._total * _BOX_SHARE

    def zone(self, frame: Frame) -> tuple[Zone, str] | None:
        """The outermost box or the innermost caption the frame stands in."""
        path: list[Frame] = []
        at: Frame | None = frame
        while at is not None and at.node not in self._known and self._is_within(at):
            path.append(at)
            at = at.parent
        zone = self._known.get(at.node) if at is not None else None
        for inner in reversed(path):
            said = self._said(inner)
            if zone is None or (said is not None and said[0] == "caption"):
                zone = said
            self._known[inner.node] = zone
        return zone

    def _is_within(self, frame: Frame) -> bool:
        inside = frame.first >= self._span.start and frame.end <= self._span.stop
        whole = frame.first <= self._span.start and frame.end >= self._span.stop
        return inside and not (whole and frame.mark is None and not frame.hidden)

    def _said(self, frame: Frame) -> tuple[Zone, str] | None:
        if frame.hidden and not self._is_shown_later:
            return "other", "hidden"
        mark = frame.mark
        if mark is not None and mark.field in MARK_ZONES:
            if mark.field == "junk" and frame.role is not None:
                return frame.role, mark.reason
            return MARK_ZONES[mark.field], mark.reason
        share = (self._prose[frame.end] - self._prose[frame.first]) / self._total
        if share > _BOX_SHARE:
            return None
        if frame.role is not None and not self._is_plain(frame):
            return frame.role, f"element_{frame.role}"
        return self._picture(frame)

    def _is_plain(self, frame: Frame) -> bool:
        """A paragraph that happens to have a telling name (`p.date-para`) stays."""
        if frame.role in {"byline", "timestamp", "section", "navigation", "other", "promotion"}:
            inside = self._lines[frame.first : frame.end]
            return any(is_prose(line) for line in inside) and frame.role not in _SUMMARY_ROLES
        return False

    def _picture(self, frame: Frame) -> tuple[Zone, str] | None:
        """The few words beside a picture, in an element of their own."""
        if not frame.images or frame.tag not in _PICTURE_TAGS:
            return None
        inside = self._lines[frame.first : frame.end]
        size = sum(len(line.text) for line in inside)
        if not inside or size > _LONGEST_CAPTION or len(inside) > 4:
            return None
        if frame.tag in {"figure", "table"}:
            return "caption", "beside_picture"
        if size * 4 > self._total and any(is_prose(line) for line in inside):
            return None
        if any(ends_sentence(line.text) and not _has_credit(line.text) for line in inside):
            return None
        return "caption", "beside_picture"


def _has_credit(text: str) -> bool:
    rule = match_rule(text, prose=True)
    return rule is not None and rule.zone == "caption"
