"""Parquet files with a column of text or HTML, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from newsextract.batch.inputs.cutting import Cutter
from newsextract.batch.inputs.extras import needed
from newsextract.batch.inputs.fields import item_of_row, plan_for
from newsextract.batch.inputs.names import failed, key_of
from newsextract.batch.inputs.opening import reading_errors
from newsextract.batch.inputs.remarks import EMPTY, Note, Skipped, Tally
from newsextract.batch.items import Item, Ref
from newsextract.errors import InputError, NewsExtractError

__all__ = ["cut_parquet", "read_parquet", "starts_in_parquet"]

ParquetFile = Any  # pyarrow comes without types

_BATCH: Final = 64
"""Rows held at a time: pages may be megabytes each."""


def cut_parquet(path: str, column: str | None, stretch: int) -> Iterator[Ref | Item | Note]:
    """References to stretches of rows of about `stretch` unpacked bytes.

    Row groups are cut where they are larger than that; no data is read for it.
    """
    key = key_of(path)
    try:
        with reading_errors(path), _open(path) as file:
            plan = plan_for(file.schema_arrow.names, column, key)
            whole = Ref(path, "parquet", column=plan.text)
            refs = _cuts(file, whole, stretch)
    except NewsExtractError as error:
        yield failed(key, error)
        return
    if column is None:
        yield Note(key, f"the text is taken from the column {plan.text!r}")
    yield from refs


def read_parquet(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """Items of the rows from `start` up to `stop`; each by its number in the file, from 1."""
    key = key_of(ref.path)
    tally = Tally(key)
    number = ref.start
    try:
        with reading_errors(ref.path), _open(ref.path) as file:
            plan = plan_for(file.schema_arrow.names, ref.column, key)
            for row in _rows(file, list(plan.columns), ref):
                number += 1
                yield item_of_row(f"{key}#{number}", row, plan, tally)
    except NewsExtractError as error:
        yield failed(f"{key}#{number + 1}", error)
    if not number:
        tally.skip(EMPTY)
    yield from tally


def starts_in_parquet(ref: Ref) -> list[int]:
    """The number of each row of a reference."""
    with _open(ref.path) as file:
        return list(range(file.metadata.num_rows))[ref.start : ref.stop]


def _open(path: str) -> ParquetFile:
    pyarrow = needed("pyarrow", "parquet", path)
    parquet = needed("pyarrow.parquet", "parquet", path)
    try:
        file: ParquetFile = parquet.ParquetFile(path, memory_map=False)
    except (pyarrow.ArrowException, ValueError) as error:
        raise InputError(f"no Parquet file: {_said(error)}") from error
    return file


def _cuts(file: ParquetFile, whole: Ref, stretch: int) -> list[Ref]:
    meta = file.metadata
    groups = [meta.row_group(i) for i in range(meta.num_row_groups)]
    # To come to the middle of a group its front is unpacked again, so that it gets few cuts.
    largest = max((group.total_byte_size for group in groups), default=0)
    cutter = Cutter(whole, stretch, largest)
    refs: list[Ref] = []
    for group in groups:
        size = max(1, group.total_byte_size // max(1, group.num_rows))
        step = max(1, cutter.least // size)
        for at in range(0, group.num_rows, step):
            rows = min(step, group.num_rows - at)
            refs += cutter.add(size * rows, rows)
    return [*refs, cutter.last()]


def _rows(file: ParquetFile, columns: list[str], ref: Ref) -> Iterator[dict[str, object]]:
    pyarrow = needed("pyarrow", "parquet", ref.path)
    at = 0
    try:
        for number in range(file.metadata.num_row_groups):
            size = file.metadata.row_group(number).num_rows
            inside = at + size > ref.start and (ref.stop is None or at < ref.stop)
            if inside:
                yield from _rows_of_group(file, number, columns, at, ref)
            at += size
    except (pyarrow.ArrowException, ValueError, OverflowError) as error:
        raise InputError(f"the rows from here on cannot be read: {_said(error)}") from error


def _rows_of_group(
    file: ParquetFile, number: int, columns: list[str], at: int, ref: Ref
) -> Iterator[dict[str, object]]:
    batches = file.iter_batches(
        batch_size=_BATCH, row_groups=[number], columns=columns, use_threads=False
    )
    for batch in batches:
        first = max(0, ref.start - at)
        last = batch.num_rows if ref.stop is None else min(batch.num_rows, ref.stop - at)
        if last <= 0:
            return
        if first < last:
            part = batch.slice(first, last - first)
            values = [_values(part.column(name)) for name in columns]
            yield from (dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True))
        at += batch.num_rows


def _values(array: Any) -> list[Any]:  # noqa: ANN401 - an array of pyarrow, which has no types
    """A column as Python values; text that is no UTF-8, though it says so, as bytes."""
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - is there by now

    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return [_decoded(value) for value in array.cast(pa.large_binary()).to_pylist()]
    if pa.types.is_timestamp(kind):
        # Nanoseconds, which pandas writes, have no place in a datetime.
        array = array.cast(pa.timestamp("us", kind.tz), safe=False)
    values: list[Any] = array.to_pylist()
    return values


def _decoded(value: bytes | None) -> str | bytes | None:
    if value is None:
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
