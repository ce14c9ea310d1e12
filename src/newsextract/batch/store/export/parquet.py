"""Parquet: a folder with `records/` and `inputs/`, each in parts of bounded size.

`records` has one row a record, with lists of components, agencies and checks in it: Parquet
keeps nested data well, a record is never repeated, and `unnest` of DuckDB, `explode` of Polars
and Spark make it flat. `inputs` has one row an input, with the article where there is one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsextract.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

__all__ = ["MARK", "PART_ROWS", "check_target", "write"]

MARK: Final = "_newsextract"
"""File in the folder that says it is ours; readers of Parquet pass over names with `_`."""

PART_ROWS: Final = 200_000
"""Most rows of a part."""

_GROUP_ROWS: Final = 2_500
_GROUP_CHARS: Final = 16_000_000  # of article text: rows of `inputs` may be long
_LISTS: Final = ("agencies", "components", "checks", "mentions")
_FLAGS: Final = frozenset({"counted", "derived", "leaf"})  # 0 and 1 in SQLite

Record = dict[str, Any]
Fields = list[tuple[str, Any]]


def check_target(out: Path) -> None:
    """Refuse what could not be written or must not be replaced.

    Raises:
        UsageError: pyarrow is not installed, or `out` is a file or a folder of other things.
    """
    _library()
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file: Parquet is written as a folder of parts")
    if out.is_dir() and not (out / MARK).is_file() and any(out.iterdir()):
        raise UsageError(f"{out} was not written by newsextract batch: it is left as it is")


def _library() -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    try:
        import pyarrow.parquet  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy, an extra
    except ImportError as error:
        message = 'Parquet needs pyarrow: pip install "newsextract[parquet]"'
        raise UsageError(message) from error
    return pyarrow


def write(connection: sqlite3.Connection, out: Path) -> None:
    """Write the folder beside its place, then put it there.

    Raises:
        ArchiveError: the disk is full, no permission.
    """
    pyarrow = _library()
    real = Path(os.path.realpath(out))
    part, old = (real.with_name(f".{real.name}.{end}") for end in ("part", "old"))
    try:
        for leftover in (part, old):
            shutil.rmtree(leftover, ignore_errors=True)
        for name, rows in (("records", _records(connection)), ("inputs", _inputs(connection))):
            folder = part / name
            folder.mkdir(parents=True)
            _write_parts(pyarrow, folder, rows, _schema(name))
        (part / MARK).touch()
        if real.exists():
            real.replace(old)
        part.replace(real)
    except OSError as error:
        raise ArchiveError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        for leftover in (part, old):
            shutil.rmtree(leftover, ignore_errors=True)


def _write_parts(pyarrow: Any, folder: Path, rows: Iterator[Record], schema: pa.Schema) -> None:  # noqa: ANN401
    """Row groups are cut by rows and characters alone, so the same rows give the same bytes."""
    group = _group(rows)
    number = 0
    while group or number == 0:
        written = 0
        path = folder / f"part-{number:05}.parquet"
        with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            while group and written < PART_ROWS:
                writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
                written += len(group)
                group = _group(rows)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        number += 1


def _group(rows: Iterator[Record]) -> list[Record]:
    group: list[Record] = []
    chars = 0
    for row in rows:
        group.append(row)
        chars += len(row.get("text") or "")
        if len(group) == _GROUP_ROWS or chars >= _GROUP_CHARS:
            break
    return group


def _records(connection: sqlite3.Connection) -> Iterator[Record]:
    articles = connection.execute(
        "SELECT o.article_id FROM outcomes AS o CROSS JOIN articles AS a USING (article_id) "
        "WHERE a.records > 0 ORDER BY o.key"
    )
    for article in articles:
        inside = {name: _by_record(connection, name, article) for name in _LISTS}
        for row in _select(connection, "records", article):
            del row["article_id"]
            row["published_at"] = _moment(row["published_at"])
            for name, lists in inside.items():
                row[name] = lists[row["record_id"]]
            row["agencies"], row["granters"] = (
                [body["name"] for body in row["agencies"] if body["role"] == role]
                for role in ("agency", "granter")
            )
            yield row


def _by_record(
    connection: sqlite3.Connection, name: str, article: tuple[int]
) -> defaultdict[str, list[Record]]:
    """What an article's records hold of one kind, in lists by `record_id`."""
    lists = defaultdict(list)
    for row in _select(connection, name, article):
        lists[row.pop("record_id")].append(row)
    return lists


def _inputs(connection: sqlite3.Connection) -> Iterator[Record]:
    for row in _select(connection, "inputs", ()):
        for name in ("published_at", "modified_at"):
            row[name] = _moment(row[name])
        yield row


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _select(connection: sqlite3.Connection, name: str, values: tuple[int, ...]) -> Iterator[Record]:
    cursor = connection.execute(_sql()[name], values)
    names = [column[0] for column in cursor.description]
    flags = _FLAGS.intersection(names)
    for cells in cursor:
        row = dict(zip(names, cells, strict=True))
        for flag in flags:
            row[flag] = None if row[flag] is None else bool(row[flag])
        yield row


@cache
def _sql() -> dict[str, str]:
    """The statements of parquet.sql by the name in the comment before each."""
    text = files(__package__).joinpath("parquet.sql").read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in text.split("-- name: ")[1:])
    return {name.strip(): statement for name, _, statement in parts}


def _schema(name: str) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 - heavy, an extra

    fields = _input_fields(pa) if name == "inputs" else _record_fields(pa)
    return pa.schema(fields)


def _of(kind: Any, names: str) -> Fields:  # noqa: ANN401 - pyarrow has no types of its own
    return [(name, kind) for name in names.split()]


def _input_fields(pa: Any) -> Fields:  # noqa: ANN401
    moment = pa.timestamp("us", "Asia/Seoul")
    return [
        *_of(pa.string(), "source outcome message digest version"),
        *_of(pa.string(), "url headline subheads publisher section"),
        *_of(moment, "published_at modified_at"),
        *_of(pa.string(), "authors text content_hash encoding profile"),
        *_of(pa.int64(), "records story"),
        ("counted", pa.bool_()),
    ]


def _record_fields(pa: Any) -> Fields:  # noqa: ANN401
    text, whole = pa.string(), pa.int64()
    money = [*_of(whole, "low high"), *_of(text, "low_decimal high_decimal"), ("krw", whole)]
    component = [
        *_of(whole, "position part_of"),
        *_of(text, "label category tier amount_text currency"),
        *money,
        ("share", text),
        *_of(pa.bool_(), "derived leaf"),
    ]
    check = [
        *_of(text, "check_id kind status"),
        *_of(whole, "expected found difference"),
        *_of(text, "expected_decimal found_decimal difference_decimal category about"),
    ]
    span = _of(whole, "span_start span_end")
    return [
        *_of(text, "source url headline publisher"),
        ("published_at", pa.timestamp("us", "Asia/Seoul")),
        ("story", whole),
        *_of(text, "record_id parent program"),
        *_of(pa.list_(text), "agencies granters"),
        *_of(whole, "fiscal_year fiscal_year_guess period_first period_last"),
        *_of(text, "action phase"),
        ("project_count", whole),
        *_of(text, "amount_text currency"),
        *money,
        ("counted", pa.bool_()),
        ("components", pa.list_(pa.struct(component))),
        ("checks", pa.list_(pa.struct(check))),
        ("check_status", text),
        ("confidence", pa.float64()),
        ("mentions", pa.list_(pa.struct(span))),
        ("sentence", text),
        *_of(whole, "sentence_start sentence_end"),
    ]
