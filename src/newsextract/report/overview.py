"""The sums of a batch: in all, by source, by year, by agency, by day; and its failures."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from newsextract.report.sources import SOURCES, source_key
from newsextract.report.timeline import Column, columns

__all__ = ["Overview", "SourceSum", "YearSum", "ask", "overview"]


@dataclass(frozen=True)
class SourceSum:
    """The money from one source."""

    key: str
    components: int
    krw: int


@dataclass(frozen=True)
class YearSum:
    """The money of one fiscal year.

    Attributes:
        year: None where no text says it.
        exact: how many of the records have an exact sum in won.
        krw: what those add up to.
        guessed: how many records are of this year by a guess.
        sources: of the sum, by key; what is left has no known source.
    """

    year: int | None
    records: int
    exact: int
    krw: int
    guessed: int
    sources: dict[str, int]


@dataclass(frozen=True)
class Overview:
    """What a batch comes to. All money in won."""

    facts: dict[str, Any]
    krw: int
    counted: int
    exact: int
    sources: Sequence[SourceSum]
    years: Sequence[YearSum]
    columns: Sequence[Column]
    failures: Sequence[tuple[str, int, str]]


def overview(connection: sqlite3.Connection) -> Overview:
    """Add up a batch."""
    asked = ask(connection, "facts")
    names = [column[0] for column in asked.description]
    facts = dict(zip(names, asked.fetchone(), strict=True))
    counted, exact, krw = ask(connection, "total").fetchone()
    sources, by_year = _by_source(connection)
    years = [
        YearSum(year, records, known, int(won or 0), guessed or 0, by_year.get(year, {}))
        for year, records, known, won, guessed in ask(connection, "by_year")
    ]
    days = [(day, records, int(won or 0)) for day, records, won in ask(connection, "by_day")]
    return Overview(
        facts=facts,
        krw=int(krw or 0),
        counted=counted,
        exact=exact,
        sources=sources,
        years=years,
        columns=columns(days),
        failures=ask(connection, "failures_by_kind").fetchall(),
    )


def _by_source(
    connection: sqlite3.Connection,
) -> tuple[list[SourceSum], dict[int | None, dict[str, int]]]:
    sums = dict.fromkeys(SOURCES, 0)
    counts = dict.fromkeys(SOURCES, 0)
    by_year: dict[int | None, dict[str, int]] = {}
    for tier, category, year, components, krw in ask(connection, "by_source"):
        key = source_key(category, tier)
        sums[key] += int(krw or 0)
        counts[key] += components
        own = by_year.setdefault(year, {})
        own[key] = own.get(key, 0) + int(krw or 0)
    return [SourceSum(key, counts[key], sums[key]) for key in SOURCES if counts[key]], by_year


def ask(connection: sqlite3.Connection, name: str, **values: int) -> sqlite3.Cursor:
    """Run a query of queries.toml."""
    return connection.execute(_queries()[name], values)


@cache
def _queries() -> dict[str, str]:
    text = files(__package__).joinpath("queries.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
