"""The lines around the body: from the headline down to it, and right below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from newsextract.article.bylines import is_byline_line
from newsextract.article.dump.lines import fold_title
from newsextract.article.dump.rules import match_rule
from newsextract.article.html.frames import Line
from newsextract.article.press import is_paper, is_person
from newsextract.article.timestamps import is_stamp_line, read_stamps

__all__ = ["Surroundings", "find_subheads", "look_around"]

_ABOVE: Final = 40
_BELOW: Final = 14
_FARTHEST: Final = 400
_NOT_ABOVE: Final = frozenset(["related", "comment", "caption", "share", "other"])
_NOT_BELOW: Final = _NOT_ABOVE | {"footer"}
# Right below the headline an element named `side` or `box` is part of the article's head.
_NOT_IN_HEAD: Final = frozenset(["comment", "share", "other"])
_MOST_SUBHEADS: Final = 6
_CLOSEST: Final = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Indexes of lines around the body.

    Attributes:
        headline: the last line above the body that prints the headline.
        head: seen lines above the body that may hold byline and stamp, in page order.
        foot: the same right below it.
        captions: captions of a picture between headline and body.
    """

    headline: int | None = None
    head: tuple[int, ...] = ()
    foot: tuple[int, ...] = ()
    captions: tuple[int, ...] = ()


def look_around(lines: Sequence[Line], span: range, headline: str | None) -> Surroundings:
    """Find the lines around the body.

    Args:
        lines: of the page.
        span: of the body.
        headline: of the article, to find where its head begins.
    """
    start = _headline_at(lines, span, headline)
    head: list[int] = []
    captions: list[int] = []
    for index in range(span.start - 1, max(span.start - _FARTHEST, -1), -1):
        frame = lines[index].frame
        inside = start is not None and start < index
        if inside and frame.role == "caption" and not frame.hidden:
            rule = match_rule(lines[index].text)
            if rule is None or rule.zone == "caption":
                captions.append(index)
        elif not frame.hidden and frame.role not in (_NOT_IN_HEAD if inside else _NOT_ABOVE):
            head.append(index)
        if len(head) == _ABOVE:
            break
    foot = _seen(lines, range(span.stop, min(span.stop + _FARTHEST, len(lines))))
    return Surroundings(start, tuple(head[::-1]), tuple(foot), tuple(captions[::-1]))


def _seen(lines: Sequence[Line], indexes: Iterable[int]) -> list[int]:
    found: list[int] = []
    for index in indexes:
        frame = lines[index].frame
        if not frame.hidden and frame.role not in _NOT_BELOW:
            found.append(index)
            if len(found) == _BELOW:
                break
    return found


def _headline_at(lines: Sequence[Line], span: range, headline: str | None) -> int | None:
    """The headline's last line above the body."""
    folded = fold_title(headline or "")
    if not folded:
        return None
    for index in range(span.start - 1, max(span.start - _FARTHEST, -1), -1):
        text = lines[index].text
        fits = len(folded) <= len(text) <= 1.6 * len(folded) + 8
        if fits and fold_title(text) == folded:
            return index
    return None


def find_subheads(lines: Sequence[Line], span: range, headline: int) -> tuple[int, ...]:
    """Title-like lines right below the headline, and those whose element is named so.

    Args:
        lines: of the page.
        span: of the body.
        headline: index of the line that prints the headline.
    """
    found: list[int] = []
    following = True
    for index in range(headline + 1, min(span.start, headline + _CLOSEST)):
        line = lines[index]
        named = line.frame.role == "subhead"
        if named or line.frame.role is None:
            following = following and _continues(line)
            if (named or following) and _continues(line):
                found.append(index)
        else:
            following = False
    return tuple(found[:_MOST_SUBHEADS])


def _continues(line: Line) -> bool:
    text = line.text
    if not 6 <= len(text) <= 100 or line.link_share > 0.5 or line.frame.hidden:
        return False
    if read_stamps(text) or is_stamp_line(text) or is_byline_line(text) or is_person(text):
        return False
    if is_paper(text) or is_paper(text.split()[0]):
        return False
    return match_rule(text) is None
