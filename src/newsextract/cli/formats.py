"""The formats for programs: JSON, JSON lines, CSV and Markdown tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from newsextract.cli.arithmetic import prove
from newsextract.cli.table import tree
from newsextract.cli.won import bounds
from newsextract.models import Article, BudgetRecord, Component, Extraction, LedgerEntry, Model
from newsextract.money.sources import classify_payer

__all__ = [
    "ARTICLE_COLUMNS",
    "LEDGER_COLUMNS",
    "RECORD_COLUMNS",
    "article_markdown",
    "article_rows",
    "as_json",
    "as_json_line",
    "as_json_list",
    "csv_lines",
    "extraction_markdown",
    "ledger_markdown",
    "ledger_rows",
    "record_rows",
]

Cell = str | int | None

RECORD_COLUMNS = (
    "source",
    "url",
    "publisher",
    "published_at",
    "headline",
    "record_id",
    "parent",
    "program",
    "agencies",
    "fiscal_year",
    "fiscal_year_guess",
    "period_first",
    "period_last",
    "action",
    "phase",
    "project_count",
    "currency",
    "amount_text",
    "amount_low",
    "amount_high",
    "start",
    "end",
    "component",
    "component_of",
    "category",
    "component_text",
    "component_low",
    "component_high",
    "share",
    "derived",
    "checks",
    "confidence",
)
"""Columns of `extract --format csv`: one row a component, or one for a record without any.
The columns up to `end` are of the record and repeat; see docs/data-model.md."""

ARTICLE_COLUMNS = (
    "source",
    "url",
    "publisher",
    "section",
    "published_at",
    "modified_at",
    "headline",
    "subheads",
    "authors",
    "text",
    "captions",
    "profile",
    "encoding",
    "content_hash",
)
LEDGER_COLUMNS = ("source", "order", "zone", "reason", "text")


def as_json(model: Model) -> str:
    """One document, two spaces deep, Hangul as it is."""
    return model.model_dump_json(indent=2) + "\n"


def as_json_line(model: Model) -> str:
    """One document on one line."""
    return model.model_dump_json() + "\n"


def as_json_list(models: Iterable[Model]) -> str:
    """A JSON array, one element a line."""
    return "[\n" + ",\n".join(model.model_dump_json() for model in models) + "\n]\n"


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    r"""Rows as CSV (RFC 4180 quoting, LF line ends); None is an empty cell.

    >>> csv_lines([["a", 1, None], ["b,c", "d\ne", ""]])
    'a,1,\n"b,c","d\ne",\n'
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def record_rows(source: str, extraction: Extraction) -> Iterator[list[Cell]]:
    """Rows in the order of `RECORD_COLUMNS`."""
    status = {check.id: f"{check.kind}:{check.status}" for check in extraction.checks}
    for record in extraction.records:
        checks = ";".join(status[i] for i in record.checks if i in status)
        head = _record_cells(source, extraction.article, record)
        tail: list[Cell] = [checks, f"{record.confidence:g}"]
        parts = list(_component_cells(record.components)) or [_whole_cells(record)]
        for part in parts:
            yield [*head, *part, *tail]


def _record_cells(source: str, article: Article, record: BudgetRecord) -> list[Cell]:
    amount, period = record.amount, record.period
    return [
        source,
        article.url,
        article.publisher,
        article.published_at.isoformat() if article.published_at else None,
        article.headline,
        record.id,
        record.parent,
        record.program.text if record.program else None,
        ";".join(agency.name for agency in record.agencies),
        record.fiscal_year,
        record.fiscal_year_guess,
        period.first if period else None,
        period.last if period else None,
        record.action,
        record.phase,
        record.project_count,
        amount.currency,
        amount.text,
        _number(amount.low),
        _number(amount.high),
        amount.start,
        amount.end,
    ]


def _whole_cells(record: BudgetRecord) -> list[Cell]:
    """The one source of a sum without components (국비 50억원 확보), else empty cells."""
    amount = record.amount
    if amount.funding_source is None:
        return [None] * 8
    category = classify_payer(amount.funding_source).category
    bounds_ = (_number(amount.low), _number(amount.high))
    return [amount.funding_source, None, category, amount.text, *bounds_, None, "false"]


def _component_cells(
    components: Iterable[Component], of: str | None = None
) -> Iterator[list[Cell]]:
    for component in components:
        amount = component.amount
        yield [
            component.source.label,
            of,
            component.source.category,
            amount.text if amount else None,
            _number(amount.low) if amount else None,
            _number(amount.high) if amount else None,
            None if component.share is None else f"{component.share:f}",
            "true" if component.derived else "false",
        ]
        yield from _component_cells(component.parts, component.source.label)


def _number(value: object) -> str | None:
    return None if value is None else f"{value:f}" if not isinstance(value, int) else str(value)


def article_rows(source: str, article: Article) -> Iterator[list[Cell]]:
    """One row, in the order of `ARTICLE_COLUMNS`."""
    yield [
        source,
        article.url,
        article.publisher,
        article.section,
        article.published_at.isoformat() if article.published_at else None,
        article.modified_at.isoformat() if article.modified_at else None,
        article.headline,
        "\n".join(article.subheads),
        ";".join(f"{a.name} <{a.email}>" if a.email else a.name for a in article.authors),
        article.text,
        "\n".join(article.captions),
        article.profile,
        article.encoding,
        article.content_hash,
    ]


def ledger_rows(source: str, ledger: Iterable[LedgerEntry]) -> Iterator[list[Cell]]:
    """One row an entry, in the order of `LEDGER_COLUMNS`."""
    for entry in ledger:
        yield [source, entry.order, entry.zone, entry.reason, entry.text]


def extraction_markdown(extraction: Extraction) -> str:
    """Headline, a table of records, and the checks as a list."""
    article = extraction.article
    lines = [f"## {_inline(article.headline or '(no headline)')}", ""]
    if extraction.records:
        lines += _markdown_table(
            ("id", "budget", "won", "sources", "programme", "agency", "year", "action"),
            (_markdown_cells(record, stem) for record, stem, _ in tree(extraction.records)),
        )
    elif extraction.amounts:
        lines.append("No budget records.")
    else:
        lines.append("No amounts of money in the text.")
    proofs = prove(extraction)
    if proofs:
        lines.append("")
        lines += [f"- **{p.check.status}** {_inline(p.sum)} ({_inline(p.note)})" for p in proofs]
    return "\n".join(lines) + "\n"


def _markdown_cells(record: BudgetRecord, stem: str) -> list[str]:
    amount = record.amount
    money, plain = bounds(amount.low, amount.high, amount.currency)
    parts = [
        f"{c.source.label} {bounds(c.amount.low, c.amount.high, c.amount.currency)[0]}"
        if c.amount
        else c.source.label
        for c in record.components
    ]
    year = record.fiscal_year or (record.fiscal_year_guess and f"{record.fiscal_year_guess}?")
    return [
        record.id,
        stem + money,
        plain,
        ", ".join(parts) or record.amount.funding_source or "",
        record.program.text if record.program else "",
        ", ".join(agency.name for agency in record.agencies),
        str(year or ""),
        " ".join(part for part in (record.action, record.phase) if part),
    ]


def article_markdown(article: Article) -> str:
    """The article as a Markdown document."""
    lines = [f"# {_inline(article.headline or '(no headline)')}", ""]
    lines += [f"*{_inline(subhead)}*\n" for subhead in article.subheads]
    for block in article.blocks:
        text = _inline(article.text[block.start : block.end])
        lines.append(f"## {text}\n" if block.kind == "heading" else f"{text}\n")
    return "\n".join(lines)


def ledger_markdown(ledger: Iterable[LedgerEntry]) -> str:
    """The ledger as a Markdown table."""
    rows = ((str(e.order), e.zone, e.reason, e.text) for e in ledger)
    return "\n".join(_markdown_table(("#", "zone", "reason", "text"), rows)) + "\n"


def _markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(_inline(cell) for cell in row)} |" for row in rows]
    return lines


def _inline(text: str) -> str:
    r"""One line of Markdown that shows the characters as they are.

    >>> print(_inline("a|b\n*c* <d>"))
    a\|b \*c\* &lt;d>
    """
    for mark in "\\`*_|[]":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.replace("<", "&lt;").split())
