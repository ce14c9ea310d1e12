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
    inside = [lines[i] for i in span]
    known = zones_inside(lines, span, by_profile=by_profile)
    grids = _grids(lines, span, known)
    looked = rules.read_lines("\n".join(line.text for line in inside))
    plain = [
        i for i, line in enumerate(looked)
        if span[i] not in known and span[i] not in grids and _is_paragraph(line)
    ]  # fmt: skip
    if not plain:
        plain = [i for i in range(len(looked)) if span[i] not in known and looked[i].mark is None]
    reader = LineJudge(inside, looked, plain, folded_headline)
    parts: list[Part] = []
    for position, index in enumerate(span):
        if index in grids:
            grid = grids[index]
            if grid is not None:
                parts.append(Part("table", "data_table", grid.text, "table", grid=grid))
            continue
        zone = known.get(index)
        if grids.get(index + 1) is not None and is_table_title(inside[position].text):
            parts.append(Part("body", "table_title", inside[position].text))
        elif zone is not None:
            parts.append(Part(zone[0], zone[1], inside[position].text))
        else:
            parts += reader.decide(position)
    return parts


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
