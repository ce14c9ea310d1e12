"""The report of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsextract.report.figures import Figures, percent
from newsextract.report.overview import Overview, overview
from newsextract.report.page import fill
from newsextract.report.rows import MOST_ROWS, table_rows
from newsextract.report.source import opened
from newsextract.report.sources import SOURCES
from newsextract.report.texts import Lang, texts
from newsextract.report.trees import Stretch

__all__ = ["render"]

_MOST_TOP = 15


def render(source: Path, lang: Lang = "ko", *, most: int = MOST_ROWS) -> str:
    """As `report.render_batch`, with at most `most` records in its table."""
    words = texts(lang)
    figures = Figures(lang)
    with opened(source) as connection:
        sums = overview(connection)
        rows = table_rows(connection, most)
    data = {
        **rows,
        "lang": lang,
        "units": [[size, word] for size, word in figures.units],
        "sources": SOURCES,
        "words": {
            name: words[name] for name in ("script", "check", "status", "mark", "phase", "source")
        },
        "kinds": words["failure"],
    }
    return fill(
        "batch.html",
        lang,
        scripts=("table.js", "batch.js"),
        data=data,
        name=source.name,
        sums=sums,
        rows=rows,
        top=_top(rows),
        source_bar=_source_bar(sums),
        years=list(zip(sums.years, _year_bars(sums), strict=True)),
        tallest=max((column.krw for column in sums.columns), default=0),
        busiest=max((column.records for column in sums.columns), default=0),
        figures=figures,
        percent=percent,
        sources=SOURCES,
    )


def _stretches(values: Sequence[tuple[str, int]], scale: int) -> list[Stretch]:
    made, at = [], 0
    for key, value in values:
        if value > 0 and scale:
            made.append(Stretch(key, _share(at, scale), _share(value, scale)))
            at += value
    return made


def _share(value: int, scale: int) -> float:
    return value * 1_000_000 // scale / 10_000


def _source_bar(sums: Overview) -> list[Stretch]:
    values = [(source.key, source.krw) for source in sums.sources]
    return _stretches(values, sum(value for _, value in values))


def _year_bars(sums: Overview) -> list[list[Stretch]]:
    """Each year's sources; what is left of its sum is of no known source.

    What is of no known year has no bar: it is no year, and would dwarf those that are.
    """
    known = [year for year in sums.years if year.year is not None]
    longest = max((max(y.krw, sum(y.sources.values())) for y in known), default=0)
    bars = []
    for year in sums.years:
        values = [(key, year.sources.get(key, 0)) for key in SOURCES]
        rest = year.krw - sum(value for _, value in values)
        scale = longest if year.year is not None else 0
        bars.append(_stretches([*values, ("whole", rest)], scale))
    return bars


def _top(rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The biggest named programmes; one that several articles tell of stands once."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for number, row in enumerate(rows["records"]):
        article, _, krw, program, bodies, year, _, _, _, status, counted, _, sentence, _, _ = row
        if not counted or krw is None or not rows["programs"][program]:
            continue
        if (program, krw) in found:
            found[program, krw]["articles"] += 1
        elif len(found) < _MOST_TOP:
            words, at, length = sentence
            found[program, krw] = {
                "number": number,
                "krw": krw,
                "program": rows["programs"][program],
                "bodies": [rows["agencies"][body] for body in bodies],
                "year": year,
                "status": status,
                "article": rows["articles"][article],
                "articles": 1,
                "sentence": (words[:at], words[at : at + length], words[at + length :]),
            }
        elif krw < min(entry["krw"] for entry in found.values()):
            break
    return list(found.values())
