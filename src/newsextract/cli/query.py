"""`newsextract query`: questions to a batch's output, in SQL."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.options import OutputOption
from newsextract.errors import UsageError

if TYPE_CHECKING:
    from newsextract.batch.store.query import Answer
    from newsextract.batch.store.rows import Cell

__all__ = ["query"]

_MOST_ROWS = 1_000
"""Rows of a table on a terminal; the other forms give all."""


class AnswerFormat(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


OutArgument = Annotated[
    Path, typer.Argument(metavar="OUT", help="What `batch -o OUT` has written.")
]
SqlArgument = Annotated[
    str,
    typer.Argument(
        metavar="SQL",
        help="One SELECT, or the name of a view: budget, every_record, by_agency_year, "
        "by_source, not_adding_up, failures, failures_by_kind.",
    ),
]
AnswerOption = Annotated[
    AnswerFormat | None,
    typer.Option(
        "--format",
        "-f",
        help="Default: a table on a terminal, csv elsewhere.",
        show_default=False,
    ),
]


def query(
    out: OutArgument, sql: SqlArgument, format_: AnswerOption = None, output: OutputOption = "-"
) -> None:
    """Ask what a batch found; nothing can be changed by it."""
    # Imported here: --help needs none of it.
    from newsextract.batch.store.query import ask
    from newsextract.cli.sink import Sink

    name = sql.strip()
    # Whatever it is, the query can only read (`ask`).
    statement = f'SELECT * FROM "{name}"' if name.isidentifier() else sql  # noqa: S608
    chosen = format_ or _usual(output)
    with ask(_database(out), statement) as answer, Sink(output) as sink:
        for piece in _written(answer, chosen):
            sink.write(piece)


def _database(out: Path) -> Path:
    """Where the tables are: in OUT itself, or in the folder beside an export."""
    from newsextract.batch.running import master_of

    try:
        master = master_of(out)
    except UsageError:
        return out  # a database may be called as one likes
    return master if master.exists() else out


def _usual(output: str) -> AnswerFormat:
    if output.endswith((".jsonl", ".ndjson")):
        return AnswerFormat.JSONL
    on_terminal = output == "-" and sys.stdout.isatty()
    return AnswerFormat.TABLE if on_terminal else AnswerFormat.CSV


def _written(answer: Answer, chosen: AnswerFormat) -> Iterator[str]:
    if chosen is AnswerFormat.TABLE:
        return _table(answer)
    if chosen is AnswerFormat.CSV:
        return _csv(answer)
    return (
        json.dumps(dict(zip(answer.columns, map(_plain, row), strict=True)), ensure_ascii=False)
        + "\n"
        for row in answer.rows
    )


def _csv(answer: Answer) -> Iterator[str]:
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow(map(_plain, row))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _plain(cell: Cell) -> str | int | float | None:
    return f"({len(cell):,} bytes)" if isinstance(cell, bytes) else cell


def _table(answer: Answer) -> Iterator[str]:
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from newsextract.cli.table import clean
    from newsextract.cli.terminal import width

    rows = list(islice(answer.rows, _MOST_ROWS + 1))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, right in zip(answer.columns, _numeric(rows, len(answer.columns)), strict=True):
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows[:_MOST_ROWS]:
        table.add_row(*(Text(clean(_shown(cell))) for cell in row))
    buffer = io.StringIO()
    console = Console(file=buffer, width=width(), no_color=True, highlight=False, markup=False)
    console.print(table)
    yield "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"
    if len(rows) > _MOST_ROWS:
        yield f"… more than {_MOST_ROWS:,} rows: use --format csv for all\n"


def _numeric(rows: Sequence[Sequence[Cell]], columns: int) -> list[bool]:
    return [all(isinstance(row[at], int | float | None) for row in rows) for at in range(columns)]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) and abs(cell) > 9999 else str(_plain(cell))
