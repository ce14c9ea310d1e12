"""The article's text cut into pieces for the page: plain words, and amounts that can be chosen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from newsextract.models import Amount, Article, Block
from newsextract.report.safe import clean
from newsextract.review.decisions import key_of

__all__ = ["blocks"]


def blocks(article: Article, amounts: Sequence[Amount]) -> list[dict[str, Any]]:
    """The blocks of an article; their pieces carry where they begin, in code points.

    Of amounts that overlap the first one is marked; the list of amounts has them all.
    """
    cutter = _Cutter(article.text, amounts)
    there = article.blocks or (Block(start=0, end=len(article.text)),)
    return [_block(block, cutter) for block in there]


def _block(block: Block, cutter: _Cutter) -> dict[str, Any]:
    if block.table is None:
        return {"kind": block.kind, "pieces": cutter.cut(block.start, block.end)}
    rows = [
        [
            {
                "header": cell.header,
                "colspan": cell.colspan,
                "rowspan": cell.rowspan,
                "pieces": cutter.cut(cell.start, cell.end),
            }
            for cell in row
        ]
        for row in block.table.rows
    ]
    told = (block.table.caption, block.table.unit)
    return {"kind": "table", "rows": rows, "caption": clean(" · ".join(t for t in told if t))}


class _Cutter:
    def __init__(self, text: str, amounts: Sequence[Amount]) -> None:
        self._text = text
        self._marked: list[Amount] = []
        last = 0
        for amount in sorted(amounts, key=lambda a: (a.start, -a.end)):
            if last <= amount.start < amount.end:
                self._marked.append(amount)
                last = amount.end
        self._starts = [amount.start for amount in self._marked]

    def cut(self, start: int, end: int) -> list[dict[str, Any]]:
        """Pieces from `start` to `end`; joined, they are that text again."""
        pieces: list[dict[str, Any]] = []
        at = start
        for amount in self._marked[bisect_left(self._starts, start) :]:
            if amount.end > end:
                break
            if at < amount.start:
                pieces.append(self._piece(at, amount.start))
            pieces.append({**self._piece(amount.start, amount.end), "key": key_of(amount)})
            at = amount.end
        if at < end:
            pieces.append(self._piece(at, end))
        return pieces

    def _piece(self, start: int, end: int) -> dict[str, Any]:
        return {"at": start, "text": clean(self._text[start:end])}
