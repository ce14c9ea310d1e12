"""Parts of a page, in order, into the body's text, blocks and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from newsextract.article.html.parts import Part
from newsextract.article.html.tables import Grid, is_table_title, unit_of
from newsextract.models import Block, LedgerEntry, Table, TableCell

__all__ = ["lay_out", "ledger_of"]

# All entries at once: a call each would take longer than to find the body.
_ENTRIES: Final = TypeAdapter(tuple[LedgerEntry, ...])


def lay_out(parts: Sequence[Part]) -> tuple[str, tuple[Block, ...]]:
    r"""The body's text (parts joined by line feeds) and its blocks.

    >>> text, blocks = lay_out([Part("body", "paragraph", "가"), Part("body", "paragraph", "나")])
    >>> text, [(b.start, b.end) for b in blocks]
    ('가\n나', [(0, 1), (2, 3)])
    """
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    above = ""
    for part in parts:
        if part.zone not in {"body", "table"}:
            continue
        end = at + len(part.text)
        table = _table(part.grid, at, above) if part.grid is not None else None
        blocks.append(Block(start=at, end=end, kind=part.kind, table=table))
        texts.append(part.text)
        above = part.text
        at = end + 1
    return "\n".join(texts), tuple(blocks)


def _table(grid: Grid, start: int, above: str) -> Table:
    """The cells with their spans; a short line right above may be its caption or unit."""
    rows = []
    at = start
    for row in grid.rows:
        cells = []
        for cell in row:
            end = at + len(cell.text)
            cells.append(
                TableCell(
                    start=at, end=end, column=cell.column, colspan=cell.colspan,
                    rowspan=cell.rowspan, header=cell.header,
                )
            )  # fmt: skip
            at = end + 1
        rows.append(tuple(cells))
    titled = is_table_title(above)
    return Table(
        caption=grid.caption or (above if titled else None),
        unit=grid.unit or (unit_of(above) if titled else None),
        rows=tuple(rows),
    )


def ledger_of(parts: Sequence[Part]) -> tuple[LedgerEntry, ...]:
    """One entry a part, numbered in page order."""
    return _ENTRIES.validate_python(
        [
            {"order": i, "zone": p.zone, "reason": p.reason, "text": p.text}
            for i, p in enumerate(parts)
        ]
    )
