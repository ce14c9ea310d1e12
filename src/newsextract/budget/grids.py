"""Tables as text keeps them: rows of cells with their places in the article.

Four shapes: cells parted by tabs or bars; lines under a `(단위: …)` header whose numbers
stand at the end; one cell a line under such a header, as a browser copies a table; and the
cells that a table block of the article names itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newsextract.language.sentences import Stretch
from newsextract.models import Article, Block

__all__ = ["Cell", "Grid", "find_grids", "is_number"]

MAX_CELL: Final = 120
"""Code points of a cell; a line with a longer stretch is prose."""

_SLASHED: Final = 3
"""So many cells a line of slashes needs: `국비 / 도비` is no table."""

_LINE: Final = re.compile(r"[^\n]+")
_UNIT: Final = re.compile(
    r"[단(\[<](?:(?<=단)위\s*[:：]?\s*[십백천만억조]*\s?원"
    r"|(?<=[(\[<])\s?[십백천만억조]+\s?원\s?[)\]>])"
)
_PROSE: Final = re.compile(r"[다요]\.\s*$|[다요]\.[”\"’']\s*$")
_NUMBER: Final = re.compile(
    r"\s*(?:[△▲▽▼+-]\s?)?\d[\d,.]*\s?(?:[십백천만억조]{0,3}원|%|개소|곳|건|명|개|억|조|만)?\s*"
)
_YEAR: Final = re.compile(r"\s*(?:(?:19|20)\d{2}|['’‘]\d{2})\s?(?:년|년도)?\s*")
_BLANK: Final = re.compile(r"\s*[-–—−]?\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text as a span of the article, and the columns it stands over."""

    start: int
    end: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, and the line above it where one introduces it."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Stretch | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Where its first cell begins and its last one ends."""
        return self.rows[0][0].start, self.rows[-1][-1].end


def is_number(text: str) -> bool:
    """Whether a cell holds a figure: not a year, not a dash.

    >>> is_number("1,234"), is_number("△12"), is_number("2024년"), is_number("-"), is_number("도로")
    (True, True, False, False, False)
    """
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def find_grids(text: str, article: Article) -> tuple[Grid, ...]:
    r"""Every table of an article, in order.

    Args:
        text: the article's text, folded.
        article: the article; blocks that name their cells are taken at their word.

    >>> text = "(단위: 억원)\n구분 | 계 | 국비\n도로 | 5 | 3\n하천 | 4 | 2"
    >>> [len(g.rows) for g in find_grids(text, Article(text=text, content_hash=""))]
    [3]
    """
    if not ("\t" in text or "|" in text or " / " in text or _UNIT.search(text)):
        return ()
    found: list[Grid] = []
    reached = 0
    named = {b.start: g for b in article.blocks if (g := _of_block(b))}
    lines = [Stretch(m.start(), m.end()) for m in _LINE.finditer(text)]
    at = 0
    while at < len(lines):
        if lines[at].start < reached:
            at += 1
            continue
        rows, following = _rows_at(text, lines, at, named)
        if len(rows) >= 2:
            found.append(Grid(tuple(rows), _caption(text, lines, at)))
            reached = lines[following - 1].end
        at = max(following, at + 1)
    return tuple(found)


Rows = list[tuple[Cell, ...]]


def _rows_at(
    text: str, lines: Sequence[Stretch], at: int, named: dict[int, Rows]
) -> tuple[Rows, int]:
    """The rows of a table that begins in line `at`, and the line behind it."""
    own = named.get(lines[at].start)
    if own is not None:
        stop = own[-1][-1].end
        following = next((n for n in range(at, len(lines)) if lines[n].start > stop), len(lines))
        return own, following
    rows = list(_separated(text, lines, at))
    if rows:
        return rows, at + len(rows)
    if at and _UNIT.search(text, lines[at - 1].start, lines[at - 1].end):
        for read in (_spaced, _stacked):
            rows, following = read(text, lines, at)
            if len(rows) >= 2:
                return rows, following
    return [], at + 1


def _of_block(block: Block) -> Rows | None:
    """Rows of a table block that names its cells."""
    if block.table is None:
        return None
    rows = [
        tuple(Cell(c.start, c.end, c.column, c.colspan) for c in row)
        for row in block.table.rows
        if row
    ]
    return rows or None


def _split(text: str, start: int, end: int, sign: str) -> list[tuple[int, int]]:
    """Stretches between separators, trimmed; empty cells keep their place."""
    found = []
    at = start
    while True:
        stop = text.find(sign, at, end)
        stop = end if stop < 0 else stop
        inner = text[at:stop]
        lead = len(inner) - len(inner.lstrip())
        found.append((at + min(lead, len(inner)), at + max(len(inner.rstrip()), lead)))
        if stop == end:
            return found
        at = stop + len(sign)


def _separated(text: str, lines: Sequence[Stretch], at: int) -> Iterator[tuple[Cell, ...]]:
    """Lines whose cells are parted by tabs or by bars."""
    sign = None
    for line in lines[at:]:
        if sign is None:
            inside = text[line.start : line.end]
            sign = next((s for s in ("\t", "|", " / ") if s in inside), None)
        if sign is None or sign not in text[line.start : line.end]:
            return
        cells = _split(text, line.start, line.end, sign)
        if sign == "|":  # a bar may also open and close the line
            cells = cells[1:] if cells[0][0] == cells[0][1] else cells
            cells = cells[:-1] if len(cells) > 1 and cells[-1][0] == cells[-1][1] else cells
        if sign == " / " and len(cells) < _SLASHED:
            return
        if len(cells) < 2 or any(b - a > MAX_CELL for a, b in cells):
            return
        yield tuple(Cell(a, b, n) for n, (a, b) in enumerate(cells))


def _spaced(text: str, lines: Sequence[Stretch], at: int) -> tuple[Rows, int]:
    """`서해 61,500 43,050 18,450` below a header of as many words."""
    rows: Rows = []
    width = 0
    for number, line in enumerate(lines[at:], at):
        words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[line.start : line.end])]
        words = [(a + line.start, b + line.start) for a, b in words]
        figures = 0
        while figures < len(words) and _is_cell(text, words[-1 - figures]):
            figures += 1
        if not rows:
            if figures or len(words) < 3 or _PROSE.search(text[line.start : line.end]):
                return [], at + 1
            width = len(words)
            rows.append(tuple(Cell(a, b, n) for n, (a, b) in enumerate(words)))
            continue
        if figures < width - 1 or len(words) == figures:
            return rows, number
        label, tail = words[: -(width - 1)], words[-(width - 1) :]
        first = Cell(label[0][0], label[-1][1], 0)
        rows.append((first, *(Cell(a, b, n) for n, (a, b) in enumerate(tail, 1))))
    return rows, len(lines)


def _is_cell(text: str, word: tuple[int, int]) -> bool:
    inside = text[word[0] : word[1]]
    return is_number(inside) or (_BLANK.fullmatch(inside) is not None)


def _stacked(text: str, lines: Sequence[Stretch], at: int) -> tuple[Rows, int]:
    """One cell a line: a header of k names, then rows of a name and k-1 figures."""
    head = at
    while head < len(lines) and head - at <= 12 and not _is_cell(text, _bounds(lines[head])):
        if lines[head].length > 20 or _PROSE.search(text[lines[head].start : lines[head].end]):
            return [], at + 1
        head += 1
    width = head - at - 1  # the last name belongs to the first row
    if width < 2 or head >= len(lines):
        return [], at + 1
    rows: Rows = [tuple(Cell(s.start, s.end, n) for n, s in enumerate(lines[at : at + width]))]
    pos = at + width
    while pos + width <= len(lines):
        row = lines[pos : pos + width]
        figures = all(_is_cell(text, _bounds(s)) for s in row[1:])
        if _is_cell(text, _bounds(row[0])) or not figures or row[0].length > MAX_CELL:
            break
        rows.append(tuple(Cell(s.start, s.end, n) for n, s in enumerate(row)))
        pos += width
    return rows, pos


def _bounds(span: Stretch) -> tuple[int, int]:
    return span.start, span.end


def _caption(text: str, lines: Sequence[Stretch], at: int) -> Stretch | None:
    """The line or two above a table that name it and its unit."""
    first = at
    for number in range(at - 1, max(-1, at - 3), -1):
        line = text[lines[number].start : lines[number].end]
        if len(line) > 80 or _PROSE.search(line):
            break
        first = number
        if _UNIT.search(line) and len(line) > 16:
            break
    return Stretch(lines[first].start, lines[at - 1].end) if first < at else None
