"""An article's text cut where marks begin and end: amounts, names, sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from newsextract.models import Article, Block, Extraction, Span

__all__ = ["Cell", "Marks", "Passage", "Piece", "passages"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the same marks all over.

    Attributes:
        text: the characters.
        amount: number of the amount that is printed here, None for other text.
        first: whether the amount begins here; of one cut in two, only its first piece is.
        spans: numbers of the sentences and names it lies in.
        name: whether it is the name of a programme or a body.
    """

    text: str
    amount: int | None
    first: bool
    spans: tuple[int, ...]
    name: bool


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    pieces: tuple[Piece, ...]
    header: bool
    colspan: int
    rowspan: int


@dataclass(frozen=True)
class Passage:
    """A block of the article: a paragraph, a heading, or the rows of a table."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    caption: str = ""


@dataclass
class Marks:
    """What is marked in a text.

    Attributes:
        amounts: spans of the amounts, by number; one that overlaps an earlier one is left out.
        spans: spans of sentences and names, by number, each once.
        names: the numbers that are names.
        of_record: for each record the numbers of its spans.
    """

    amounts: list[tuple[int, int, int]] = field(default_factory=list)
    spans: dict[tuple[int, int], int] = field(default_factory=dict)
    names: set[int] = field(default_factory=set)
    of_record: list[list[int]] = field(default_factory=list)

    @classmethod
    def of(cls, extraction: Extraction) -> Marks:
        """The marks of an extraction."""
        marks = cls()
        last = 0
        numbered = sorted(enumerate(extraction.amounts), key=lambda pair: (pair[1].start, pair[0]))
        for number, amount in numbered:
            if last <= amount.start < amount.end:
                marks.amounts.append((amount.start, amount.end, number))
                last = amount.end
        for record in extraction.records:
            named = [record.program] if record.program else []
            names: list[Span] = [*record.agencies, *record.granters, *named]
            own = [marks._number(record.sentence), *map(marks._number, names)]
            marks.names.update(own[1:])
            marks.of_record.append(sorted(set(own)))
        return marks

    def _number(self, span: Span) -> int:
        return self.spans.setdefault((span.start, span.end), len(self.spans))


def passages(article: Article, marks: Marks) -> list[Passage]:
    """The blocks of an article, cut into pieces. Joined, they are its text again."""
    cutter = _Cutter(article.text, marks)
    blocks = article.blocks or (Block(start=0, end=len(article.text)),)
    return [_passage(block, article.text, cutter) for block in blocks]


def _passage(block: Block, text: str, cutter: _Cutter) -> Passage:
    if block.kind != "table":
        return Passage(block.kind, tuple(cutter.cut(block.start, block.end)))
    if block.table is None:
        rows = _rows_of_lines(block, text, cutter)
        return Passage("table", rows=rows)
    rows = tuple(
        tuple(Cell(tuple(cutter.cut(c.start, c.end)), c.header, c.colspan, c.rowspan) for c in row)
        for row in block.table.rows
    )
    told = (block.table.caption, block.table.unit and f"({block.table.unit})")
    return Passage("table", rows=rows, caption=" ".join(word for word in told if word))


def _rows_of_lines(block: Block, text: str, cutter: _Cutter) -> tuple[tuple[Cell, ...], ...]:
    """A table of a text copy: rows are lines, cells stand between tabs."""
    rows, at = [], block.start
    for line in text[block.start : block.end].split("\n"):
        cells = []
        for words in line.split("\t"):
            pieces = tuple(cutter.cut(at, at + len(words)))
            cells.append(Cell(pieces, header=False, colspan=1, rowspan=1))
            at += len(words) + 1
        rows.append(tuple(cells))
    return tuple(rows)


class _Cutter:
    """Cuts stretches of the text at the edges of all marks in them."""

    def __init__(self, text: str, marks: Marks) -> None:
        self._text = text
        self._names = marks.names
        self._amounts = marks.amounts
        self._starts = [start for start, _, _ in marks.amounts]
        edges = {edge for start, end, _ in marks.amounts for edge in (start, end)}
        edges.update(edge for span in marks.spans for edge in span)
        self._edges = sorted(edges)
        self._inside = self._spans_between(marks.spans)

    def _spans_between(self, spans: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
        """For each edge the spans that hold the text behind it."""
        opened: dict[int, list[int]] = {}
        closed: dict[int, list[int]] = {}
        for (start, end), number in spans.items():
            if start < end:
                opened.setdefault(start, []).append(number)
                closed.setdefault(end, []).append(number)
        inside: list[tuple[int, ...]] = []
        now: dict[int, None] = {}
        for edge in self._edges:
            for number in closed.get(edge, ()):
                del now[number]
            now.update(dict.fromkeys(opened.get(edge, ())))
            inside.append(tuple(now))
        return inside

    def cut(self, start: int, end: int) -> Iterator[Piece]:
        at = bisect_left(self._edges, start)
        bounds = [start]
        while at < len(self._edges) and self._edges[at] < end:
            if self._edges[at] > start:
                bounds.append(self._edges[at])
            at += 1
        bounds.append(end)
        for left, right in pairwise(bounds):
            if left < right:
                yield self._piece(left, right)

    def _piece(self, left: int, right: int) -> Piece:
        place = bisect_left(self._edges, left + 1) - 1
        spans = self._inside[place] if place >= 0 else ()
        number, first = self._amount_at(left)
        return Piece(
            self._text[left:right],
            number,
            first,
            spans,
            any(span in self._names for span in spans),
        )

    def _amount_at(self, at: int) -> tuple[int | None, bool]:
        place = bisect_left(self._starts, at + 1) - 1
        if place < 0:
            return None, False
        start, end, number = self._amounts[place]
        return (number, at == start) if at < end else (None, False)
