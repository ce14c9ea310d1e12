"""The command `newsextract`: its commands, its exit codes.

Exit codes: 0 all done, 1 some input failed, 2 usage, 130 interrupted, 141 the reader of
standard output went away. Data goes to stdout, talk to stderr.
"""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

import newsextract
from newsextract.cli.batch import batch
from newsextract.cli.extract import extract
from newsextract.cli.fetch import fetch
from newsextract.cli.fixtures import app as fixtures
from newsextract.cli.parse import parse
from newsextract.cli.query import query
from newsextract.cli.report import report
from newsextract.cli.review import review
from newsextract.cli.schema import schema
from newsextract.cli.sites import app as sites
from newsextract.cli.terminal import force_utf8
from newsextract.errors import NewsExtractError

__all__ = ["app", "main"]

app = typer.Typer(
    name="newsextract",
    help="Read Korean press pages: clean articles, and budget records proven by arithmetic.",
    epilog="Exit codes: 0 all done, 1 some input failed, 2 usage, 130 interrupted.",
    no_args_is_help=True,
    add_completion=True,
    # Plain help: rich's panels would triple the start-up time.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(extract)
app.command()(parse)
app.command()(batch)
app.command()(query)
app.command()(fetch)
app.command()(report)
app.command()(review)
app.command()(schema)
app.add_typer(sites)
app.add_typer(fixtures)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"newsextract {newsextract.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print version."),
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    force_utf8()
    try:
        app(prog_name="newsextract")
    except NewsExtractError as error:
        # What reaches this place is about the call; inputs that fail are counted in `run`.
        print(f"newsextract: error: {error} (see newsextract --help)", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)
