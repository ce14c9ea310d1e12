"""CSV tables with a column of text or HTML, and BigKinds exports kept as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, Self

from newsextract.article.decode import decode
from newsextract.batch.inputs.cutting import Cutter
from newsextract.batch.inputs.fields import Plan, item_of_row, plan_for
from newsextract.batch.inputs.names import failed, key_of
from newsextract.batch.inputs.opening import open_unpacked, packed, reading_errors
from newsextract.batch.inputs.remarks import EMPTY, Note, Skipped, Tally
from newsextract.batch.items import Item, Ref
from newsextract.errors import EmptyInputError, InputError, NewsExtractError

__all__ = ["MAX_CELL", "MAX_ROW", "cut_csv", "read_csv", "starts_in_csv"]

MAX_CELL: Final = 20 * 1024 * 1024
"""Longest cell in code points. One that is longer is a quote that nobody closed."""

MAX_ROW: Final = 64 * 1024 * 1024
"""Longest row in code points."""

BLANK: Final = "blank row"
REPLACED: Final = "a row with characters that could not be decoded"
_BLOCK: Final = 1024 * 1024
_DELIMITERS: Final = ",\t;|"


def cut_csv(path: str, size: int, column: str | None, stretch: int) -> Iterator[Ref | Item | Note]:
    """References to stretches of rows of about `stretch` code points; a packed file is one.

    A row may go over several lines, so the rows of a large file are counted here, by the very
    reader that the workers use.
    """
    key = key_of(path)
    try:
        with reading_errors(path), _table(path, column) as table:
            whole = Ref(path, "csv", column=table.plan.text)
            refs = (
                [whole] if size <= stretch or packed(path) else _cuts(table, whole, size, stretch)
            )
    except NewsExtractError as error:
        yield failed(key, error)
        return
    if column is None:
        yield Note(key, f"the text is taken from the column {table.plan.text!r}")
    yield from refs


def read_csv(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """Items of the rows from `start` up to `stop`; each by its number, the header not counted."""
    key = key_of(ref.path)
    tally = Tally(key)
    number = ref.start
    try:
        with reading_errors(ref.path), _table(ref.path, ref.column) as table:
            for row in table.rows(ref.start, ref.stop):
                number += 1
                if not any(map(str.strip, row)):
                    tally.skip(BLANK)
                    continue
                if any("\ufffd" in cell for cell in row):
                    tally.note(REPLACED)
                cells = dict(zip(table.columns, row, strict=False))
                yield item_of_row(f"{key}#{number}", cells, table.plan, tally)
    except NewsExtractError as error:
        yield failed(f"{key}#{number + 1}", error)
    if not number:
        tally.skip(EMPTY)
    yield from tally


def starts_in_csv(ref: Ref) -> list[int]:
    """The number of each row of a reference, as far as they can be read."""
    starts: list[int] = []
    with suppress(InputError), _table(ref.path, ref.column) as table:
        for number, _ in enumerate(table.rows(ref.start, ref.stop), start=ref.start):
            starts.append(number)
    return starts


def _cuts(table: _Table, whole: Ref, size: int, stretch: int) -> list[Ref]:
    cutter = Cutter(whole, stretch, size)
    refs: list[Ref] = []
    try:
        for row in table.rows(0, None):
            refs += cutter.add(sum(map(len, row)) + len(row))
    except NewsExtractError:
        # The worker that comes to the bad row says so; what is behind it cannot be read.
        pass
    return [*refs, cutter.last()]


class _Table:
    """The header of a CSV file, its roles, and the rows behind it."""

    def __init__(self, text: io.TextIOWrapper, column: str | None, where: str) -> None:
        first = text.readline(_BLOCK)
        text.seek(0)
        self._lines = _Lines(text)
        self._reader = csv.reader(self._lines, delimiter=_delimiter(first))
        header = next(iter(self.rows(0, 1)), [])
        self.columns = [name.removeprefix("\ufeff").strip() for name in header]
        self.plan: Plan = plan_for(self.columns, column, where)

    def rows(self, start: int, stop: int | None) -> Iterator[list[str]]:
        """Rows by their number, counted from where the reader stands.

        Raises:
            InputError: a quote is not closed, or a cell too long.
        """
        number = 0
        old = csv.field_size_limit(MAX_CELL)
        try:
            while stop is None or number < stop:
                row = next(self._reader, None)
                if row is None:
                    return
                number += 1
                self._lines.used = 0
                if number > start:
                    # The limit holds for the whole process: it is back before others run.
                    csv.field_size_limit(old)
                    yield row
                    csv.field_size_limit(MAX_CELL)
        except csv.Error as error:
            message = f"the rows from here on cannot be read as CSV: {error}"
            raise InputError(message) from error
        finally:
            csv.field_size_limit(old)


class _Lines:
    """The lines of a text; none that is without end gets into memory, nor such a row of lines."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.used = 0
        """Code points of the row so far."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW + 1)
        self.used += len(line)
        if self.used > MAX_ROW:
            raise InputError(f"the rows from here on cannot be read: one is over {MAX_ROW:,} long")
        if not line:
            raise StopIteration
        return line


@contextmanager
def _table(path: str, column: str | None) -> Iterator[_Table]:
    codec = _codec(path)
    with io.TextIOWrapper(open_unpacked(path), codec, errors="replace", newline="") as text:
        yield _Table(text, column, key_of(path))


def _codec(path: str) -> str:
    """The codec by the rule for pages, asked of the first block that is not all ASCII.

    Raises:
        EmptyInputError: nothing in the file.
        BinaryInputError: no text.
    """
    seen = False
    with open_unpacked(path) as file:
        while block := file.read(_BLOCK):
            # A character cut in two would count as damage.
            block += file.readline(_BLOCK)
            seen = seen or bool(block.strip())
            if not block.isascii() or b"\x00" in block:
                encoding = decode(block).encoding or "utf-8"
                mark = block.startswith(b"\xef\xbb\xbf")
                return "utf-8-sig" if mark and encoding == "utf-8" else encoding
    if not seen:
        raise EmptyInputError("the table is empty")
    return "utf-8"


def _delimiter(line: str) -> str:
    """What stands most often between the names of the header, outside quotes."""
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
