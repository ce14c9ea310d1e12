"""A view writes one kind of result in one format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsextract.cli import formats
from newsextract.cli.explain import explanation
from newsextract.cli.options import OutputFormat
from newsextract.cli.sink import Sink
from newsextract.cli.terminal import shows_color, width
from newsextract.models import Article, Extraction

__all__ = ["View", "article_view", "extraction_view", "ledger_view"]

Result = TypeVar("Result")


@dataclass(frozen=True)
class View(Generic[Result]):
    """How results are written.

    Attributes:
        one: text for one result, given the name of its input.
        header: written once before the first result.
        between: written before each result that follows.
    """

    one: Callable[[str, Result], str]
    header: str = ""
    between: str = ""


def extraction_view(chosen: OutputFormat, sink: Sink) -> View[Extraction]:
    """The view of `extract`."""
    match chosen:
        case OutputFormat.CSV:
            return View(
                lambda name, result: formats.csv_lines(formats.record_rows(name, result)),
                formats.csv_lines([formats.RECORD_COLUMNS]),
            )
        case OutputFormat.MD:
            return View(
                lambda _, result: _explained(
                    result, formats.extraction_markdown(result), fence="```\n"
                ),
                between="\n",
            )
        case OutputFormat.TABLE:
            from newsextract.cli.table import render_extraction

            color = shows_color(sink.on_terminal)
            return View(
                lambda _, result: _explained(result, render_extraction(result, width(), color)),
                between="\n",
            )
        case _:
            return View(_json(chosen))


def _explained(result: Extraction, text: str, fence: str = "") -> str:
    """A view with the reasons below it, where the result carries any."""
    reasons = explanation(result)
    return f"{text}\n{fence}{reasons}{fence}" if reasons else text


def article_view(chosen: OutputFormat, sink: Sink) -> View[Article]:
    """The view of `parse`."""
    match chosen:
        case OutputFormat.CSV:
            return View(
                lambda name, article: formats.csv_lines(formats.article_rows(name, article)),
                formats.csv_lines([formats.ARTICLE_COLUMNS]),
            )
        case OutputFormat.MD:
            return View(lambda _, article: formats.article_markdown(article), between="\n")
        case OutputFormat.TABLE:
            from newsextract.cli.table import render_article

            color = shows_color(sink.on_terminal)
            return View(lambda _, article: render_article(article, width(), color), between="\n")
        case _:
            return View(_json(chosen))


def ledger_view(chosen: OutputFormat, sink: Sink) -> View[Article]:
    """The view of `parse --ledger`: the removal ledger alone."""
    match chosen:
        case OutputFormat.CSV:
            return View(
                lambda name, article: formats.csv_lines(formats.ledger_rows(name, article.ledger)),
                formats.csv_lines([formats.LEDGER_COLUMNS]),
            )
        case OutputFormat.MD:
            return View(lambda _, article: formats.ledger_markdown(article.ledger), between="\n")
        case OutputFormat.TABLE:
            from newsextract.cli.table import render_ledger

            color = shows_color(sink.on_terminal)
            return View(lambda _, article: render_ledger(article, width(), color), between="\n")
        case OutputFormat.JSON:
            return View(lambda _, article: formats.as_json_list(article.ledger))
        case OutputFormat.JSONL:
            return View(lambda _, article: "".join(map(formats.as_json_line, article.ledger)))


def _json(chosen: OutputFormat) -> Callable[[str, Article | Extraction], str]:
    write = formats.as_json if chosen is OutputFormat.JSON else formats.as_json_line
    return lambda _, result: write(result)
