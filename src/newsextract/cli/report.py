"""`newsextract report`: one HTML file that shows an article, or a whole batch."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.options import OutputFormat, QuietOption, UrlOption, VerboseOption
from newsextract.errors import NewsExtractError, UsageError

if TYPE_CHECKING:
    from newsextract.models import Extraction
    from newsextract.report.texts import Lang

__all__ = ["report"]


class Language(StrEnum):
    """Languages of a report."""

    KO = "ko"
    EN = "en"


SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLE|OUT.sqlite|OUT.jsonl",
        help="A saved page, a URL, - for standard input, or an extraction as .json; or the "
        "output of a batch.",
    ),
]
FileOption = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output."),
]
LangOption = Annotated[Language, typer.Option("--lang", help="Language of the report.")]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Day or moment of publication of an article, instead of the page's own.",
    ),
]


def report(
    source: SourceArgument,
    output: FileOption = "-",
    lang: LangOption = Language.KO,
    published: PublishedOption = None,
    url: UrlOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Draw an article, or a batch, as one HTML file that needs no network."""
    # Imported here: --help needs none of it.
    from newsextract.cli.sink import Sink
    from newsextract.cli.talk import Talk

    talk = Talk(quiet, verbose)
    label = "standard input" if source == "-" else source
    with Sink(output) as sink:
        if sink.on_terminal:
            raise UsageError("a report is HTML: give --output a file, as in -o report.html")
        try:
            text = _render(source, "en" if lang is Language.EN else "ko", published, url)
        except UsageError:
            raise
        except NewsExtractError as error:
            talk.failure(label, error)
            raise typer.Exit(1) from None
        except Exception as error:  # noqa: BLE001 - told as a bug, in one line
            talk.bug(label, error)
            raise typer.Exit(1) from None
        sink.write(text)
    if output != "-":
        talk.detail(label, f"{len(text):,} characters in {output}")


def _render(source: str, lang: Lang, published: str | None, url: str | None) -> str:
    from newsextract.report import render_article, render_batch
    from newsextract.report.source import is_batch

    if source != "-" and is_batch(Path(source)):
        if published is not None or url is not None:
            raise UsageError("--published and --url are for an article, not for a batch")
        return render_batch(Path(source), lang)
    return render_article(_extraction(source, published, url), lang)


def _extraction(source: str, published: str | None, url: str | None) -> Extraction:
    from newsextract import api
    from newsextract.cli.run import check, count, load

    check([source], url, OutputFormat.JSON)
    if count([source]) > 1:
        raise UsageError(f"{source} holds many pages: run newsextract batch, and report on that")
    moment = None if published is None else api.parse_published(published)
    if source != "-" and source.lower().endswith(".json") and Path(source).is_file():
        return _saved(Path(source))
    return api.extract(load(source), url=url, published=moment)


def _saved(path: Path) -> Extraction:
    """An extraction that `extract --format json` wrote.

    Raises:
        UsageError: the file holds something else.
    """
    from pydantic import ValidationError

    from newsextract.api import read
    from newsextract.models import Extraction

    try:
        return Extraction.model_validate_json(read(path).content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path} is no extraction: {where} {first['msg']}") from error
