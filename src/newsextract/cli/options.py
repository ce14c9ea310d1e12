"""Options that several commands share, and how a format is chosen."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "FormatOption",
    "InputsArgument",
    "OutputFormat",
    "OutputOption",
    "QuietOption",
    "UrlOption",
    "VerboseOption",
    "choose_format",
]


class OutputFormat(StrEnum):
    """How results are written."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"
    MD = "md"


InputsArgument = Annotated[
    list[str],
    typer.Argument(metavar="PATH|URL|-...", help="A saved page, a URL, or - for standard input."),
]
FormatOption = Annotated[
    OutputFormat | None,
    typer.Option(
        "--format",
        "-f",
        help="Default: by the suffix of --output; else a table on a terminal and json "
        "(jsonl for several inputs) elsewhere.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output."),
]
UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Address the saved page came from."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on stderr.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Counts and times on stderr; tracebacks of bugs.")
]

_BY_SUFFIX = {
    ".json": OutputFormat.JSON,
    ".jsonl": OutputFormat.JSONL,
    ".ndjson": OutputFormat.JSONL,
    ".csv": OutputFormat.CSV,
    ".md": OutputFormat.MD,
    ".txt": OutputFormat.TABLE,
}


def choose_format(asked: OutputFormat | None, output: str, inputs: int) -> OutputFormat:
    """The format asked for, or the one that suits where the output goes.

    >>> choose_format(None, "records.csv", 1).value
    'csv'
    """
    if asked is not None:
        return asked
    if output != "-" and (by_suffix := _BY_SUFFIX.get(Path(output).suffix.lower())):
        return by_suffix
    if output == "-" and sys.stdout.isatty():
        return OutputFormat.TABLE
    return OutputFormat.JSON if inputs == 1 else OutputFormat.JSONL
