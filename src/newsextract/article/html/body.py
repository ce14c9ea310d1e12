"""From the lines of the body's element to blocks, captions, and what is no part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsextract.article.dump import lines as rules
from newsextract.article.html.frames import Line
from newsextract.article.html.inside import zones_inside
from newsextract.article.html.linejudge import LineJudge
from newsextract.article.html.parts import Part
from newsextract.article.html.tables import Grid, is_table_title, read_grid
from newsextract.models import Zone

__all__ = ["read_body"]


def read_body(
    lines: Sequence[Line], span: range, folded_headline: str, *, by_profile: bool = False
) -> list[Part]:
    """Decide on each line of the body's element.

    Args:
        lines: all lines of the page.
        span: indexes of those in the element (or elements) that hold the body.
        folded_headline: of `fold_title`, to know its copies.
        by_profile: the span is the hull of the elements a profile points at.

    Returns:
        Parts in page order; their texts together are the lines' texts.
    """
    known = zones_inside(lines, span, by_profile=by_profile)
    grids = _grids(lines, span, known)
    titles = {i for i in span if grids.get(i + 1) is not None and is_table_title(lines[i].text)}
    loose = [i for i in span if i not in known and i not in grids and i not in titles]
    judge = _judge([lines[i] for i in loose], folded_headline)
    place = {index: at for at, index in enumerate(loose)}
    parts: list[Part] = []
    for index in span:
        text = lines[index].text
        if index in place:
            parts += judge.decide(place[index])
        elif index in titles:
            parts.append(Part("body", "table_title", text))
        elif index in known:
            parts.append(Part(*known[index], text))
        elif (grid := grids[index]) is not None:
            parts.append(Part("table", "data_table", grid.text, "table", grid=grid))
    return parts


def _judge(lines: list[Line], folded_headline: str) -> LineJudge:
    looked = rules.read_lines("\n".join(line.text for line in lines))
    plain = [i for i, line in enumerate(looked) if _is_paragraph(line)]
    if not plain:
        plain = [i for i, line in enumerate(looked) if line.mark is None]
    return LineJudge(lines, looked, plain, folded_headline)


def _is_paragraph(line: rules.Line) -> bool:
    if line.dateline is not None:
        return True
    if line.mark is not None:
        return line.mark.soft and line.shape == "prose"
    return line.shape == "prose"


def _grids(
    lines: Sequence[Line], span: range, known: Mapping[int, tuple[Zone, str]]
) -> dict[int, Grid | None]:
    """Lines that are cells: the first of a table with its grid, the others with None."""
    found: dict[int, Grid | None] = {}
    tried: set[int] = set()
    for index in span:
        table = lines[index].frame.table
        if table is None or table.node in tried or index in found:
            continue
        tried.add(table.node)
        whole = table.first >= span.start and table.end <= span.stop
        grid = read_grid(table, lines) if whole else None
        if grid is None or any(i in known for i in range(table.first, table.end)):
            continue
        at = table.first
        if grid.caption is not None and lines[at].text == grid.caption:
            at += 1
        found[at] = grid
        found.update(dict.fromkeys(range(at + 1, table.end)))
    return found
