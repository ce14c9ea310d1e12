"""Tables of data in the body, told from the tables old pages are laid out with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsextract.article.html.frames import Frame, Line
from newsextract.article.limits import MAX_SPAN, MAX_TABLE_CELLS

__all__ = ["Cell", "Grid", "is_table_title", "read_grid", "unit_of"]

_UNIT: Final = re.compile(
    r"[\[(（<]\s?단위\s?[:：;]?\s?(?P<inside>[^()（）\[\]<>]{1,30}?)\s?[\])）>]$"
    r"|단위\s?[:：]\s?(?P<bare>[^()（）\[\]<>:：]{1,30})$"
)
_TITLE: Final = re.compile(r"[<〈《\[(【]?\s?표\s?\d{0,2}\s?[.\])>〉》】]")
_DIGIT: Final = re.compile(r"\d")
_LONGEST_CELL: Final = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid.

    Attributes:
        text: its lines joined by a blank; may be empty.
        column: index of its first column.
        colspan: columns it takes, capped.
        rowspan: rows it takes, capped.
        header: whether it is a `th`.
    """

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data: its rows, its caption and its unit."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str | None = None
    unit: str | None = None

    @property
    def text(self) -> str:
        """Rows as lines, cells parted by tabs; cells without text only keep their tab."""
        return "\n".join("\t".join(cell.text for cell in row) for row in self.rows)


def unit_of(text: str) -> str | None:
    """The unit in `(단위: 백만원)`, also behind a table's title.

    >>> unit_of("<표> 2024년 예산 (단위: 백만원)"), unit_of("단위 : 억원, %"), unit_of("예산")
    ('백만원', '억원, %', None)
    """
    found = _UNIT.search(text[-60:])
    return (found["inside"] or found["bare"]).strip() if found else None


def is_table_title(text: str) -> bool:
    """Whether a line above a table is its title: `<표> …`, or ends with the unit.

    >>> is_table_title("<표 2> 재원별 예산"), is_table_title("군이 낸 자료를 보면 다음과 같다.")
    (True, False)
    """
    return len(text) <= 100 and (_TITLE.match(text) is not None or unit_of(text) is not None)


def read_grid(frame: Frame, lines: Sequence[Line]) -> Grid | None:
    """The grid of a table element, or None for a layout table.

    Data stands in at least two rows and two columns of short cells, without pictures,
    paragraphs or tables inside.

    Args:
        frame: of the table.
        lines: all lines of the page.
    """
    rows = frame.rows or []
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell.end > cell.first]
    if len(rows) < 2 or len(filled) < 4 or len(cells) > MAX_TABLE_CELLS or frame.images:
        return None
    widest = max(len([cell for cell in row if cell.end > cell.first]) for row in rows)
    texts = {cell.node: _text_of(cell, lines) for cell in filled}
    if widest < 2 or not _is_data(frame, lines, list(texts.values())):
        return None
    caption = next(
        (line.text for line in lines[frame.first : frame.end] if line.frame.tag == "caption"), None
    )
    laid = _lay_out(rows, texts)
    size = sum(len(line.text) for line in lines[frame.first : frame.end] if line.text != caption)
    if laid is None or sum(len(text) for text in texts.values()) < size:
        return None
    unit = unit_of(caption or "") or next(
        (
            u
            for row in laid[:2]
            for cell in row
            if "단위" in cell.text and (u := unit_of(cell.text))
        ),
        None,
    )
    return Grid(laid, caption, unit)


def _is_data(frame: Frame, lines: Sequence[Line], texts: list[str]) -> bool:
    inside = lines[frame.first : frame.end]
    if any(line.frame.table is not frame for line in inside):
        return False
    longest = max(map(len, texts))
    numbers = sum(_DIGIT.search(text) is not None for text in texts)
    if longest > _LONGEST_CELL and numbers * 3 < len(texts):
        return False
    return sum(map(len, texts)) / len(texts) <= 60 or numbers * 2 >= len(texts)


def _text_of(cell: Frame, lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines[cell.first : cell.end])


def _lay_out(
    rows: Sequence[Sequence[Frame]], texts: dict[int, str]
) -> tuple[tuple[Cell, ...], ...] | None:
    """Columns for cells, what rowspans of rows above take left out; None for too many."""
    laid: list[tuple[Cell, ...]] = []
    taken: dict[int, int] = {}
    for row in rows:
        column = 0
        made: list[Cell] = []
        for frame in row:
            while taken.get(column, 0) > 0:
                column += 1
            colspan, rowspan = (_span(s) for s in (frame.spans or ("", "")))
            text = texts.get(frame.node, "")
            made.append(Cell(text, column, colspan, rowspan, frame.tag == "th"))
            for at in range(column, column + colspan):
                taken[at] = max(taken.get(at, 0), rowspan)
            column += colspan
            if column > MAX_SPAN:
                return None
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        if any(cell.text for cell in made):
            laid.append(tuple(made))
    return tuple(laid)


def _span(written: str) -> int:
    """A colspan as a number from 1 to `MAX_SPAN`.

    >>> _span("3"), _span("10000000000000000"), _span("0"), _span("zwei")
    (3, 1000, 1, 1)
    """
    digits = written.strip()[:20]
    if not digits.isascii() or not digits.isdigit():
        return 1
    return min(max(int(digits), 1), MAX_SPAN)
