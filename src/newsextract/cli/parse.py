"""`newsextract parse`: the clean article of a page, and where everything else went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.options import (
    FormatOption,
    InputsArgument,
    OutputFormat,
    OutputOption,
    QuietOption,
    UrlOption,
    VerboseOption,
    choose_format,
)

if TYPE_CHECKING:
    from newsextract.cli.run import Input
    from newsextract.models import Article

LedgerOption = Annotated[
    bool,
    typer.Option(
        "--ledger",
        help="Show the ledger alone: each piece of the page, its zone and the rule that "
        "decided (as a table unless --format says otherwise).",
    ),
]


def parse(
    inputs: InputsArgument,
    format_: FormatOption = None,
    ledger: LedgerOption = False,
    url: UrlOption = None,
    output: OutputOption = "-",
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print the clean article of a page, or with --ledger what became of the rest."""
    from newsextract.article import parse as parse_one
    from newsextract.cli.run import check, count, run
    from newsextract.cli.sink import Sink
    from newsextract.cli.talk import Talk
    from newsextract.cli.views import article_view, ledger_view

    if ledger and format_ is None and output == "-":
        format_ = OutputFormat.TABLE
    chosen = choose_format(format_, output, count(inputs))
    check(inputs, url, chosen)
    talk = Talk(quiet, verbose)

    def work(label: str, source: Input) -> Article:
        article = parse_one(source, url=url)
        talk.detail(label, f"{len(article.blocks)} blocks, {len(article.ledger)} ledger entries")
        return article

    with Sink(output) as sink:
        view = (ledger_view if ledger else article_view)(chosen, sink)
        failed = run(inputs, work, view, sink, talk)
    raise typer.Exit(1 if failed else 0)
