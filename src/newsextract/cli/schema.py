"""`newsextract schema`: the JSON Schema of what the other commands print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def schema(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="article, budget_record or extraction.")
    ] = "extraction",
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FOLDER", help="Write all schemas into FOLDER instead."),
    ] = None,
) -> None:
    """Print a JSON Schema (2020-12)."""
    from newsextract.cli.sink import Sink
    from newsextract.schema import schema_text, write_schemas

    if write is not None:
        for path in write_schemas(write):
            typer.echo(f"newsextract: wrote {path}", err=True)
        return
    with Sink("-") as sink:
        sink.write(schema_text(name))
