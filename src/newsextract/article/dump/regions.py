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
_BARE: Final = frozenset(["head", "body"])


@dataclass(frozen=True, slots=True)
class _Weights:
    regions: tuple[Region, ...]
    shape: dict[str, list[float]]
    zone: dict[str, list[float]]
    cue: dict[str, list[float]]
    move: dict[str, list[float]]
    leave: dict[str, list[float]]


def find_regions(lines: Sequence[Line], *, bare: bool = False) -> list[Region]:
    """The region of each line.

    Args:
        lines: all non-blank lines of the page, in order.
        bare: the text shows no page furniture, so only head and body come in question.

    Returns:
        One region a line.
    """
    weights = _weights()
    count = len(weights.regions)
    allowed = [not bare or r in _BARE for r in weights.regions]
    best = [cost if ok else -1e9 for cost, ok in zip(weights.move["start"], allowed, strict=True)]
    anchors = _distance_to_anchor(lines)
    back: list[list[int]] = []
    for index, line in enumerate(lines):
        heard = _emission(line, anchors[index], weights)
        if index:
            best, came = _step(best, lines[index - 1], allowed, weights)
            back.append(came)
        best = [b + h for b, h in zip(best, heard, strict=True)]
    walk = [max(range(count), key=lambda r: best[r])]
    for came in reversed(back):
        walk.append(came[walk[-1]])
    return [weights.regions[r] for r in reversed(walk)]


def _step(
    best: list[float], before: Line, allowed: list[bool], weights: _Weights
) -> tuple[list[float], list[int]]:
    table = weights.leave if _ends_article(before) else {}
    costs = [table.get(r, weights.move[r]) for r in weights.regions]
    totals: list[float] = []
    came: list[int] = []
    for to in range(len(best)):
        scores = [best[r] + costs[r][to] for r in range(len(best))]
        source = max(range(len(best)), key=lambda r: scores[r])
        totals.append(scores[source] if allowed[to] else -1e9)
        came.append(source)
    return totals, came


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
        voices.append(weights.zone[mark.zone])
        if mark.zone == "timestamp" and any(s.kind != "other" for s in read_stamps(line.text)):
            voices.append(weights.cue["labelled_stamp"])
    return [sum(column) for column in zip(*voices, strict=True)]


def _ends_article(line: Line) -> bool:
    if line.mark is None:
        return False
    if line.mark.zone in {"copyright", "reporter", "comment"} or line.mark.opens:
        return True
    return line.mark.zone == "byline" and MAIL.search(line.text) is not None


def _distance_to_anchor(lines: Sequence[Line]) -> list[int]:
    """Lines until the next byline, stamp, dateline or paragraph."""
    distances = [len(lines)] * len(lines)
    distance = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        marked = line.mark is not None and line.mark.zone in {"byline", "timestamp"}
        if marked or line.dateline is not None or (line.mark is None and line.shape == "prose"):
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
    tables = {name: data[name] for name in ("shape", "zone", "cue", "move", "leave")}
    for name, rows in tables.items():
        for key, row in rows.items():
            if len(row) != len(regions):
                raise ValueError(f"regions.toml: {name}.{key} needs {len(regions)} weights")
    return _Weights(tuple(regions), **tables)
