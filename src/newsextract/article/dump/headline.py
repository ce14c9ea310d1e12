"""Which line of the head is the headline, which lines are its copies and subheads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsextract.article.dump.lines import Line, fold_title
from newsextract.article.dump.regions import Region
from newsextract.article.press import is_paper
from newsextract.article.publishers import without_site

__all__ = ["Head", "find_head"]

_LONGEST_HEADLINE = 150
_MOST_SUBHEADS = 6
_MOST_TOOLS = 16
_LONGEST_RUN = 40
_SUMMARY = frozenset(["summary_header", "summary_notice", "summary_line"])
# A sentence closed by a full stop is no title; titles leave it out.
_FULL_STOP = re.compile(r"[가-힣]다\.[\"'”’)]{0,2}$")


@dataclass(frozen=True, slots=True)
class Head:
    """Indexes of the lines that make up the head.

    Attributes:
        headline: index of the headline, None when there is none.
        text: the headline without site name, None when there is none.
        copies: indexes of lines that repeat it.
        subheads: indexes of the subheads.
    """

    headline: int | None = None
    text: str | None = None
    copies: frozenset[int] = frozenset()
    subheads: frozenset[int] = field(default_factory=frozenset)


def find_head(lines: Sequence[Line], regions: Sequence[Region], *, bare: bool) -> Head:
    """Find headline, its copies and the subheads.

    The headline is the line of the head that the page repeats, or that reads as a title
    and stands before byline and stamp. In bare text only the first line can be one.
    """
    candidates = [i for i, line in enumerate(lines) if regions[i] == "head" and _can_be(line)]
    anchor = _first_meta(lines, regions)
    if bare and anchor is None:
        candidates = [i for i in candidates if i == 0]
    if not candidates:
        candidates = _last_title_of_menu(lines, regions)
    if not candidates:
        return Head()
    end = anchor if anchor is not None else max(candidates) + 1
    among = frozenset(candidates)
    headline = max(candidates, key=lambda i: (_score(lines, i, end, among), -i))
    text = without_site(lines[headline].text)
    copies = _copies(lines, regions, headline, text)
    subheads = _subheads(lines, regions, headline, copies)
    return Head(headline, text, copies, subheads)


def _can_be(line: Line) -> bool:
    if line.dateline is not None or len(line.text) > _LONGEST_HEADLINE:
        return False
    if line.mark is not None:
        # `[포토] …` opens captions, and the headlines of pages that are one photo.
        return line.mark.reason == "photo_tag" and line.shape in {"title", "long"}
    if line.shape in {"prose", "sentence"} and not line.echo and _FULL_STOP.search(line.text):
        return False
    return line.shape not in {"sign", "row", "wrapped"}


def _score(lines: Sequence[Line], index: int, anchor: int, candidates: frozenset[int]) -> float:
    line = lines[index]
    score = 2.5 if line.echo else 0.0
    if without_site(line.text) != line.text:
        score += 3
    score += {"title": 2.0, "long": 1.5, "sentence": 1.5, "prose": 0.5, "item": 1.0}.get(
        line.shape, 0.0
    )
    score += 1.0 if len(line.text) >= 12 else 0.0
    score += 3.0 if index < anchor else 0.0
    # A title cut with dots stands in a list.
    score -= 4.0 if line.text.endswith(("..", "…")) else 0.0
    # Of a run of title lines the first is the headline, the others are its subheads.
    first = index
    for _ in range(_LONGEST_RUN):
        above = _above_tools(lines, first)
        if above not in candidates or not _is_whole_title(lines[above]):
            break
        first = above
    score -= 0.2 * min(index - first, 5)
    score -= min(abs(anchor - first), 40) * 0.08
    if is_paper(line.text) or line.mark is not None:
        score -= 4
    return score


def _above_tools(lines: Sequence[Line], index: int) -> int:
    """The line above, share buttons and the comment counter between headline and subhead aside."""
    above = index - 1
    while above >= 0 and index - above <= _MOST_TOOLS:
        mark = lines[above].mark
        if mark is None or not (mark.zone in {"share", "comment"} or mark.reason in _SUMMARY):
            break
        above -= 1
    return above


def _is_whole_title(line: Line) -> bool:
    return line.shape != "word" and not line.text.endswith(("..", "…"))


def _copies(
    lines: Sequence[Line], regions: Sequence[Region], headline: int, text: str
) -> frozenset[int]:
    """Lines above the body's first paragraph that say the headline again."""
    folded = fold_title(text)
    copies = set()
    for index, line in enumerate(lines):
        if regions[index] == "body" and (line.shape == "prose" or line.dateline is not None):
            break
        if index == headline or regions[index] in {"related", "comment", "foot"}:
            continue
        if folded and fold_title(without_site(line.text)) == folded:
            copies.add(index)
    return frozenset(copies)


def _subheads(
    lines: Sequence[Line], regions: Sequence[Region], headline: int, copies: frozenset[int]
) -> frozenset[int]:
    """The runs of title lines right below a headline and right above the body."""

    def fits(index: int) -> bool:
        line = lines[index]
        return regions[index] == "head" and line.mark is None and line.dateline is None

    found: list[int] = []
    for top in (headline, *copies):
        below = top + 1
        while below < len(lines) and fits(below) and below not in copies:
            found.append(below)
            below += 1
    body = next((i for i in range(headline, len(lines)) if regions[i] == "body"), headline)
    above = body - 1
    while (
        above > headline and fits(above) and above not in found and body - above <= _MOST_SUBHEADS
    ):
        found.append(above)
        above -= 1
    shown = {fold_title(lines[i].text) for i, r in enumerate(regions) if r == "body"}
    return frozenset(
        i
        for i in found
        if i not in copies and _is_subhead(lines[i]) and fold_title(lines[i].text) not in shown
    )


def _is_subhead(line: Line) -> bool:
    if line.shape == "word":
        return len(line.text) >= 8 and not is_paper(line.text)
    return line.shape in {"title", "long", "sentence", "item", "prose", "notice"}


def _first_meta(lines: Sequence[Line], regions: Sequence[Region]) -> int | None:
    for index, line in enumerate(lines):
        zone = line.mark.zone if line.mark is not None else None
        if regions[index] == "head" and zone in {"byline", "timestamp"}:
            return index
    return None


def _last_title_of_menu(lines: Sequence[Line], regions: Sequence[Region]) -> list[int]:
    """Where no head was found: the title right above the body."""
    for index, region in enumerate(regions):
        if region == "body":
            above = range(max(0, index - 6), index)
            titles = [i for i in above if _can_be(lines[i]) and lines[i].shape in {"title", "long"}]
            return titles[-1:]
    return []
