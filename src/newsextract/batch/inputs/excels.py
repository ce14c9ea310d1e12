"""Excel files: BigKinds exports (NewsResult_from-to.xlsx), and sheets with a column of text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from newsextract.batch.inputs.extras import needed
from newsextract.batch.inputs.fields import Plan, item_of_row, plan_for
from newsextract.batch.inputs.names import failed, key_of
from newsextract.batch.inputs.opening import reading_errors
from newsextract.batch.inputs.remarks import EMPTY, Note, Skipped, Tally
from newsextract.batch.items import Item, Ref
from newsextract.errors import EmptyInputError, InputError, NewsExtractError, TooLargeError

__all__ = ["MAX_EXCEL_BYTES", "MAX_EXCEL_FILE_BYTES", "read_excel", "starts_in_excel"]

MAX_EXCEL_FILE_BYTES: Final = 200 * 1024 * 1024
"""Largest Excel file. BigKinds gives at most 20,000 articles a file, some 50 MB."""

MAX_EXCEL_BYTES: Final = 1024 * 1024 * 1024
"""Most bytes that an .xlsx file may unpack to; a sheet is held in memory whole."""

_HEADER_ROWS: Final = 20
BLANK: Final = "blank row"


def read_excel(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """Items of the rows of the first sheet; each by its number, that of the header not counted.

    The header is the first row with a column that is known to hold text: exports may have a
    title above it.
    """
    key = key_of(ref.path)
    tally = Tally(key)
    number = 0
    try:
        with reading_errors(ref.path):
            rows = _sheet(ref.path)
            columns, plan, start = _header(rows, ref.column, key)
            if ref.column is None and not plan.bigkinds:
                yield Note(key, f"the text is taken from the column {plan.text!r}")
            if start == len(rows):
                tally.skip(EMPTY)
            for number, row in enumerate(rows[start:], start=1):
                if number <= ref.start or (ref.stop is not None and number > ref.stop):
                    continue
                if all(cell in {"", None} for cell in row):
                    tally.skip(BLANK)
                    continue
                cells = dict(zip(columns, row, strict=False))
                yield item_of_row(f"{key}#{number}", cells, plan, tally)
    except NewsExtractError as error:
        yield failed(f"{key}#{number}" if number else key, error)
    yield from tally


def starts_in_excel(ref: Ref) -> list[int]:
    """The number of each row of a reference."""
    rows = _sheet(ref.path)
    *_, start = _header(rows, ref.column, key_of(ref.path))
    return list(range(len(rows) - start))[ref.start : ref.stop]


def _sheet(path: str) -> list[list[Any]]:
    """The rows of the first sheet.

    Raises:
        UsageError: the reader of Excel files is not installed.
        TooLargeError: over a limit, packed or unpacked.
        InputError: no Excel file, a damaged or an encrypted one.
    """
    calamine = needed("python_calamine", "excel", path)
    _bound(path)
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            if not book.sheet_names:
                raise EmptyInputError("the Excel file has no sheet")
            rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    except calamine.CalamineError as error:
        raise InputError(f"no readable Excel file: {error or type(error).__name__}") from error
    return rows


def _bound(path: str) -> None:
    size = Path(path).stat().st_size
    if size > MAX_EXCEL_FILE_BYTES:
        raise TooLargeError(size, MAX_EXCEL_FILE_BYTES)
    if not zipfile.is_zipfile(path):
        return  # an .xls of old, which is not packed
    try:
        with zipfile.ZipFile(path) as book:
            unpacked = sum(info.file_size for info in book.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError(f"no readable Excel file: {error}") from error
    if unpacked > MAX_EXCEL_BYTES:
        raise TooLargeError(unpacked, MAX_EXCEL_BYTES)


def _header(rows: list[list[Any]], column: str | None, where: str) -> tuple[list[str], Plan, int]:
    """Names of the columns, their roles, and the index of the first row of data."""
    first: NewsExtractError = EmptyInputError("the sheet is empty")
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        columns = [cell.strip() if isinstance(cell, str) else "" for cell in row]
        if not any(columns):
            continue
        try:
            return columns, plan_for(columns, column, where), index + 1
        except NewsExtractError as error:
            first = first if not isinstance(first, EmptyInputError) else error
    raise first
