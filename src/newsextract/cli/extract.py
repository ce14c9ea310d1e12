"""`newsextract extract`: the budget records of saved pages or URLs."""

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
from newsextract.errors import UsageError

if TYPE_CHECKING:
    from newsextract.cli.run import Input
    from newsextract.models import Extraction

PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Day or moment of publication (ISO 8601, Asia/Seoul), instead of the page's own.",
    ),
]


ExplainOption = Annotated[
    bool,
    typer.Option(
        "--explain", help="For each record the words that decided role, sources, links and year."
    ),
]


def extract(
    inputs: InputsArgument,
    format_: FormatOption = None,
    published: PublishedOption = None,
    url: UrlOption = None,
    explain: ExplainOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print the budget records of an article, with the checks that prove them."""
    # Imported here: --help needs none of it.
    from newsextract import api
    from newsextract.budget import explain_records
    from newsextract.cli.run import check, count, run
    from newsextract.cli.sink import Sink
    from newsextract.cli.talk import Talk
    from newsextract.cli.views import extraction_view

    chosen = choose_format(format_, output, count(inputs))
    if explain and chosen is OutputFormat.CSV:
        raise UsageError("csv has no room for --explain: use table, md, json or jsonl")
    check(inputs, url, chosen)
    moment = None if published is None else api.parse_published(published)
    talk = Talk(quiet, verbose)

    def work(label: str, source: Input) -> Extraction:
        result = api.extract(source, url=url, published=moment)
        if not result.amounts:
            talk.note(label, "no amounts of money in the text")
        talk.detail(label, _counts(result))
        return explain_records(result) if explain else result

    with Sink(output) as sink:
        failed = run(inputs, work, extraction_view(chosen, sink), sink, talk)
    raise typer.Exit(1 if failed else 0)


def _counts(result: Extraction) -> str:
    bad = sum(check.status == "mismatch" for check in result.checks)
    return (
        f"{len(result.amounts)} amounts, {len(result.records)} records, "
        f"{len(result.checks)} checks ({bad} mismatched)"
    )
