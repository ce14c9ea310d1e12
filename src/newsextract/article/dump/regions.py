"""Which stretch of a dump is menu, head, body, related titles, comments or footer.

A page is read as a walk through eight regions. Each line speaks for some regions and
against others (weights in `regions.toml`), and going from one region to another costs.
The best walk is found exactly (Viterbi), in time linear in the number of lines. So no
single line decides: a sentence among related titles stays a teaser, a short line among
paragraphs stays body, and user comments are told from the article by what stands around.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from newsextract.article.dump.lines import Line
from newsextract.article.press import MAIL
from newsextract.article.timestamps import read_stamps

__all__ = ["Region", "find_regions"]

Region = Literal["menu", "head", "aside", "body", "related", "comment", "foot", "rest"]

_NEAR: Final = 8
_LONGEST_TITLE: Final = 120
_TITLES: Final = frozenset(["title", "long", "sentence", "item"])
# Menus and summaries above the body need page furniture to be told; the regions below it
# come in question in bare text only where a line says that the article is over.
_NOT_BARE: Final = frozenset(["menu", "aside"])
_BELOW: Final = frozenset(["related", "comment", "foot", "rest"])
# An article goes on below related titles with a paragraph, not with one title more.
_BACK_WITHOUT_PARAGRAPH: Final = -4.0
_BACK_WHEN_OVER: Final = -4.0
_OVER: Final = frozenset(["footer", "tail"])


@dataclass(frozen=True, slots=True)
class _Weights:
    regions: tuple[Region, ...]
    shape: dict[str, list[float]]
    zone: dict[str, list[float]]
    cue: dict[str, list[float]]
    move: dict[str, list[float]]
    leave: dict[str, list[float]]
    leave_rights: dict[str, list[float]]


def find_regions(lines: Sequence[Line], *, bare: bool = False) -> list[Region]:
    """The region of each line.

    Args:
        lines: all non-blank lines of the page, in order.
        bare: the text shows no page furniture, so only head and body come in question, and
            what stands below a notice of rights, a related header and the like.

    Returns:
        One region a line.
    """
    weights = _weights()
    count = len(weights.regions)
    shut = [bare and r in _NOT_BARE for r in weights.regions]
    best = [-1e9 if no else cost for cost, no in zip(weights.move["start"], shut, strict=True)]
    anchors = _distance_to_anchor(lines)
    back: list[list[int]] = []
    told = over = False
    for index, line in enumerate(lines):
        told = told or _is_paragraph(line)
        over = over or (told and line.mark is not None and line.mark.zone == "copyright")
        heard = _emission(line, anchors[index], weights)
        if index:
            closed = bare and not _opens_lower(lines[index - 1], line)
            costs = _costs(lines[index - 1], line, weights, closed=closed, over=over)
            best, came = _step(best, costs)
            best = [-1e9 if no else b for b, no in zip(best, shut, strict=True)]
            back.append(came)
        best = [b + h for b, h in zip(best, heard, strict=True)]
    walk = [max(range(count), key=lambda r: best[r])]
    for came in reversed(back):
        walk.append(came[walk[-1]])
    return [weights.regions[r] for r in reversed(walk)]


def _costs(
    before: Line, line: Line, weights: _Weights, *, closed: bool, over: bool
) -> list[list[float]]:
    """What each move costs between two lines.

    `closed` when none leads below the body; `over` when the page has printed paragraphs and
    a notice of rights already: what follows is seldom the article again.
    """
    table: dict[str, list[float]] = {}
    if _ends_article(before):
        rights = before.mark is not None and before.mark.zone == "copyright"
        table = weights.leave_rights if rights else weights.leave
    costs = [table.get(r, weights.move[r]) for r in weights.regions]
    back = 0.0 if _is_paragraph(line) else _BACK_WITHOUT_PARAGRAPH
    back += _BACK_WHEN_OVER if over else 0.0
    body = weights.regions.index("body")
    for row, name in enumerate(weights.regions):
        if name in _BELOW:
            costs[row] = [c + back if to == body else c for to, c in enumerate(costs[row])]
        elif closed:
            costs[row] = [
                -1e9 if region in _BELOW else cost
                for region, cost in zip(weights.regions, costs[row], strict=True)
            ]
    return costs


def _step(best: list[float], costs: list[list[float]]) -> tuple[list[float], list[int]]:
    """The best way into each region, and where it comes from."""
    totals: list[float] = []
    came: list[int] = []
    for to in range(len(best)):
        scores = [best[r] + costs[r][to] for r in range(len(best))]
        source = max(range(len(best)), key=lambda r: scores[r])
        totals.append(scores[source])
        came.append(source)
    return totals, came


def _opens_lower(before: Line, line: Line) -> bool:
    """Whether bare text may go on below the body: the article ended or another part opens."""
    mark = line.mark
    return _ends_article(before) or (mark is not None and (mark.opens or mark.zone in _OVER))


def _emission(line: Line, to_anchor: int, weights: _Weights) -> list[float]:
    voices: list[list[float]] = []
    mark = line.mark
    if line.dateline is not None:
        voices += [weights.cue["dateline"], weights.shape[line.shape]]
    elif mark is None:
        voices.append(weights.shape[line.shape])
        if line.shape == "prose":
            voices += [weights.cue["long_prose"]] * min(len(line.text) // 60, 3)
        if line.shape in {"title", "word", "long", "sentence", "notice"}:
            near = to_anchor <= _NEAR
            voices.append(weights.cue["near_anchor" if near else "far_from_anchor"])
        if line.echo and line.shape in _TITLES and len(line.text) <= _LONGEST_TITLE:
            voices.append(weights.cue["echo_title"])
    elif mark.opens:
        voices.append(weights.cue[f"opens_{mark.zone}"])
    elif mark.reason == "comment_counter":
        voices.append(weights.cue["comment_counter"])
    else:
        voices.append(weights.zone.get(mark.reason) or weights.zone[mark.zone])
        if mark.zone == "timestamp" and any(s.kind != "other" for s in read_stamps(line.text)):
            voices.append(weights.cue["labelled_stamp"])
    return [sum(column) for column in zip(*voices, strict=True)]


def _ends_article(line: Line) -> bool:
    if line.mark is None:
        return False
    if line.mark.zone in {"copyright", "reporter", "comment"} or line.mark.opens:
        return True
    if line.mark.reason == "paywall_notice":
        return True
    return line.mark.zone == "byline" and MAIL.search(line.text) is not None


def _is_paragraph(line: Line) -> bool:
    if line.dateline is not None:
        return True
    return line.mark is None and line.shape in {"prose", "wrapped"}


def _distance_to_anchor(lines: Sequence[Line]) -> list[int]:
    """Lines until the next byline, stamp, dateline or paragraph."""
    distances = [len(lines)] * len(lines)
    distance = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        marked = line.mark is not None and (
            line.mark.zone in {"byline", "timestamp"} or line.mark.reason == "summary_line"
        )
        if marked or _is_paragraph(line):
            distance = 0
        else:
            distance += 1
        distances[index] = distance
    return distances


@cache
def _weights() -> _Weights:
    source = files("newsextract.article.dump").joinpath("regions.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    regions = cast("list[Region]", data["regions"])
    tables = {
        name: data[name] for name in ("shape", "zone", "cue", "move", "leave", "leave_rights")
    }
    for name, rows in tables.items():
        for key, row in rows.items():
            if len(row) != len(regions):
                raise ValueError(f"regions.toml: {name}.{key} needs {len(regions)} weights")
    return _Weights(tuple(regions), **tables)
