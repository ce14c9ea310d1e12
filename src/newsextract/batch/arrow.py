"""The Arrow door: a table of sources in, a table of budget records out.

For whatever speaks Arrow and brings its own workers: Polars, DuckDB, Spark's `mapInArrow`, Ray
Data. A row is read as `newsextract batch` reads a row of a Parquet file, and a record's columns
are those of its Parquet output (docs/scale.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from newsextract.api import extract
from newsextract.batch.inputs.fields import Plan, item_of_row, plan_for
from newsextract.batch.inputs.remarks import Note, Tally
from newsextract.batch.items import Item
from newsextract.batch.store.database import create_tables
from newsextract.batch.store.export.parquet import _schema as parquet_schema
from newsextract.batch.store.rows import OK, Rows, rows_of
from newsextract.errors import NewsExtractError, UsageError
from newsextract.models import Extraction
from newsextract.outcome import Failure

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

__all__ = ["extract_batches", "extract_table", "records_schema"]

_BATCH_ROWS: Final = 1_000
"""Most rows of a batch that is given back, or little more: an article's rows stay together."""

_LEFT_OUT: Final = frozenset({"story"})
"""Columns of the Parquet output that only a comparison of all articles can fill."""

_FLAGS: Final = frozenset({"derived", "leaf"})  # 0 and 1 in the store

Row = dict[str, Any]


def records_schema() -> pa.Schema:
    """The columns of what `extract_table` gives, always the same.

    `source` (the key), `outcome` (`ok`, or the kind of the failure) and `message` (why, or a
    note) come first; the columns of the record follow, as in `records/` of the Parquet output
    of `newsextract batch`, without `story`.

    Raises:
        UsageError: pyarrow is not installed.
    """
    pyarrow = _library()
    record = [f for f in parquet_schema("records") if f.name not in {"source", *_LEFT_OUT}]
    said = [(name, pyarrow.string()) for name in ("source", "outcome", "message")]
    return pyarrow.schema([*map(pyarrow.field, *zip(*said, strict=True)), *record])


def extract_table(
    table: pa.Table,
    *,
    column: str | None = None,
    url: str | None = None,
    published: str | None = None,
    key: str | None = None,
) -> pa.Table:
    """Read the articles of a table.

    Every source has at least one row in the result: one for each of its budget records, or
    one without a record (`record_id` is null) where it holds none or failed. So nothing is
    lost, one table says all, and `outcome` tells which is which.

    Args:
        table: one article a row, as text or HTML, strings or bytes. Whatever gives itself away
            as Arrow will do, such as a Polars frame.
        column: the column of the text or HTML; None: the one whose name says so (`text`,
            `html`, `content`, `본문` ..., as in `newsextract batch`). Columns named `title`,
            `publisher`, `authors`, `제목` and the like are read too.
        url: the column of the address, where its name does not say so.
        published: the column of the day or moment, where its name does not say so.
        key: the column to tell the rows by; null or None: `#` and the row's number,
            from 0.

    Returns:
        A table of `records_schema()`, in the order of the sources. Money in whole units of
        the currency.

    Raises:
        UsageError: pyarrow is not installed, or there is no such column. A source that fails
            raises nothing.
    """
    pyarrow = _library()
    table = table if isinstance(table, pyarrow.Table) else pyarrow.table(table)
    found = _extracted(table.schema.names, table.to_batches(), column, url, published, key)
    return pyarrow.Table.from_batches(found, records_schema())


def extract_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    column: str | None = None,
    url: str | None = None,
    published: str | None = None,
    key: str | None = None,
) -> Iterator[pa.RecordBatch]:
    """Read the articles of a stream of batches, as `extract_table` does; memory holds one.

    Args:
        batches: with the same columns each; or what gives itself away as a stream of them, such
            as a DuckDB relation. Without `key`, rows are numbered through the
            stream; where several are read apart from each other, give a `key`.
        column: see `extract_table`, as for the others.
        url: see there.
        published: see there.
        key: see there.

    Yields:
        Batches of `records_schema()`, of some 1,000 rows each; none for an empty stream.

    Raises:
        UsageError: pyarrow is not installed, or there is no such column.
    """
    if hasattr(batches, "__arrow_c_stream__"):
        batches = _library().RecordBatchReader.from_stream(batches)
    stream = iter(batches)
    first = next(stream, None)
    if first is not None:
        names = first.schema.names
        yield from _extracted(names, _after(first, stream), column, url, published, key)


def _after(first: pa.RecordBatch, others: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from others


def _extracted(  # noqa: PLR0913, PLR0917 - the columns of the two doors above
    names: list[str],
    batches: Iterable[pa.RecordBatch],
    column: str | None,
    url: str | None,
    published: str | None,
    key: str | None,
) -> Iterator[pa.RecordBatch]:
    pyarrow = _library()
    schema = records_schema()
    plan = _plan(names, column, {"url": url, "published": published}, key)
    rows: list[Row] = []
    for item, note in _items(batches, plan, key):
        rows += _rows(item, note)
        if len(rows) >= _BATCH_ROWS:
            yield pyarrow.RecordBatch.from_pylist(rows, schema)
            rows = []
    if rows:
        yield pyarrow.RecordBatch.from_pylist(rows, schema)


def _library() -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    try:
        import pyarrow as pa  # noqa: PLC0415 - heavy, an extra
    except ImportError as error:
        message = "Arrow tables need pyarrow: pip install 'newsextract[parquet]'"
        raise UsageError(message) from error
    return pa


def _plan(
    names: list[str], column: str | None, named: Mapping[str, str | None], key: str | None
) -> Plan:
    """Which column says what: as named here, else by its name."""
    given = {role: name for role, name in named.items() if name is not None}
    for name in filter(None, (column, key, *given.values())):
        if name not in names:
            raise UsageError(f"no column {name!r} in the table: it has {', '.join(names)}")
    try:
        plan = plan_for(names, column, "the table")
    except NewsExtractError as error:
        raise UsageError(str(error)) from error
    roles = {role: name for role, name in plan.roles.items() if name not in given.values()}
    if key is not None:
        roles.pop("id", None)  # it would go into the key
    return plan._replace(roles={**roles, **given})


def _items(
    batches: Iterable[pa.RecordBatch], plan: Plan, key: str | None
) -> Iterator[tuple[Item, str | None]]:
    """The sources, with what could not be used of them. Cells become Python's one row at a time."""
    used = [*plan.columns, *([key] if key is not None and key not in plan.columns else ())]
    numbers = count()
    for batch in batches:
        columns = {name: batch.column(name) for name in used}
        for at in range(batch.num_rows):
            row = {name: _cell(cells[at]) for name, cells in columns.items()}
            number = next(numbers)
            name = row[key] if key is not None else None
            tally = Tally("")
            item = item_of_row(f"#{number}" if name is None else str(name), row, plan, tally)
            notes = [found.text for found in tally if isinstance(found, Note)]
            yield item, "; ".join(notes) or None


def _cell(cell: pa.Scalar) -> object:
    try:
        return cell.as_py()
    except ValueError:
        if str(cell.type).startswith("timestamp"):  # nanoseconds, which a datetime has not
            return cell.cast("timestamp[us]", safe=False).as_py()
        return cell.as_buffer().to_pybytes()  # no UTF-8: decoded as a page is


def _rows(item: Item, note: str | None) -> list[Row]:
    result = item.failure or _attempt(item)
    try:
        rows = rows_of(item, result, "")
    except Exception as error:  # noqa: BLE001 - a bug in one article must not hide the others
        result = Failure(kind="internal", message=f"{type(error).__name__}: {error}")
        rows = rows_of(item, result, "")
    source, _, _, _, outcome, message, _ = rows["outcomes"][0]
    said: Row = {"source": source, "outcome": outcome, "message": message or note}
    return [said] if outcome != OK else [said | record for record in _records(rows)]


def _attempt(item: Item) -> Extraction | Failure:
    assert item.source is not None  # noqa: S101 - else there is a failure
    try:
        source = item.source() if callable(item.source) else item.source
        return extract(source, published=item.published)
    except NewsExtractError as error:
        return Failure.of(error)
    except MemoryError:
        return Failure(kind="memory_limit", message="it took more memory than there is")
    except Exception as error:  # noqa: BLE001 - a bug in one article must not hide the others
        return Failure(kind="internal", message=f"{type(error).__name__}: {error}")


def _records(rows: Rows) -> Iterator[Row]:
    """An article's records with what is in them, from the rows the store would keep."""
    tables = {name: _named(name, rows) for name in _columns()}
    (article,) = tables["articles"]
    about = {name: article[name] for name in ("url", "headline", "publisher")}
    about["published_at"] = _moment(article["published_at"])
    if not tables["records"]:
        yield about
    checks = {check["check_id"]: check for check in tables["checks"]}
    for record in tables["records"]:
        own = {
            name: [row for row in tables[name] if row["record_id"] == record["record_id"]]
            for name in ("components", "agencies", "mentions", "record_checks")
        }
        for component in own["components"]:
            component.update({flag: bool(component[flag]) for flag in _FLAGS})
        yield {
            **about,
            **record,
            "counted": record["parent"] is None,
            "agencies": [body["name"] for body in own["agencies"] if body["role"] == "agency"],
            "granters": [body["name"] for body in own["agencies"] if body["role"] == "granter"],
            "components": own["components"],
            "checks": sorted(
                (checks[row["check_id"]] for row in own["record_checks"]),
                key=lambda check: int(check["position"]),
            ),
            "mentions": own["mentions"],
        }


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _named(table: str, rows: Rows) -> list[Row]:
    names = _columns()[table]
    return [dict(zip(names, row, strict=True)) for row in rows.get(table, ())]


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """The columns of the store's tables, as schema.sql has them."""
    tables = ("articles", "records", "components", "agencies", "mentions", "checks")
    with closing(sqlite3.connect(":memory:")) as connection:
        create_tables(connection)
        return {
            table: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
            for table in (*tables, "record_checks")
        }
