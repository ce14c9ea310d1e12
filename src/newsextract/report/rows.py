"""The rows of a batch report's tables, as JSON for the script that pages, sorts and filters them.

Strings that repeat (articles, programmes, bodies, labels) stand once, and rows name their number.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from newsextract.report.overview import ask
from newsextract.report.safe import web_address
from newsextract.report.sources import SOURCES, source_key

__all__ = ["MOST_ROWS", "excerpt", "table_rows"]

MOST_ROWS: Final = 100_000
"""Records that a report shows, the largest first; sums are of all."""

_MOST_OTHERS: Final = 5_000
_LONGEST: Final = 320
_BEFORE: Final = 140
_LONGEST_FIELD: Final = 400

Row = list[Any]


class _Strings:
    """Each string once, by number."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.all)
            self.all.append(text)
        return self._numbers[text]


def table_rows(connection: sqlite3.Connection, most: int = MOST_ROWS) -> dict[str, Any]:
    """Everything that the tables of a report show.

    Returns:
        `articles` (headline, address, day, publisher, key), `programs`, `agencies`, `labels`,
        `records`, `bodies`, `mismatches`, `failures`; the fields of each row are named in
        batch.js. `of_bodies` is how many bodies there are.
    """
    # Temporary tables may be made in a transaction that only reads the file.
    ask(connection, "shown", most=most)
    ask(connection, "shown_key")
    articles: dict[int, int] = {}
    told: list[Row] = []
    for number, headline, url, day, publisher, key in ask(connection, "shown_articles"):
        articles[number] = len(told)
        told.append([_cut(headline), web_address(url) or "", day or "", _cut(publisher), _cut(key)])
    programs, agencies, labels = _Strings(), _Strings(), _Strings()
    records = _records(connection, articles, programs)
    for place, name in ask(connection, "shown_agencies"):
        records[place - 1][4].append(agencies.number(_cut(name)))
    for place, tier, category, label, value, text, currency in ask(connection, "shown_sources"):
        key = SOURCES.index(source_key(category, tier))
        won = value if currency == "KRW" else None
        records[place - 1][13].append([key, labels.number(_cut(label)), won, _cut(text)])
    bodies = [
        [agencies.number(_cut(name)), count, exact, int(krw)]
        for name, count, exact, krw in ask(connection, "by_agency", most=_MOST_OTHERS)
    ]
    (of_bodies,) = ask(connection, "agencies").fetchone()
    return {
        "articles": told,
        "programs": programs.all,
        "agencies": agencies.all,
        "labels": labels.all,
        "records": records,
        "bodies": bodies,
        "of_bodies": of_bodies,
        "mismatches": _mismatches(connection, articles),
        "failures": [
            [kind, _cut(key), _cut(message)]
            for kind, key, message in ask(connection, "failures", most=_MOST_OTHERS)
        ],
    }


def _records(
    connection: sqlite3.Connection, articles: dict[int, int], programs: _Strings
) -> list[Row]:
    rows = []
    for (
        _, article, text, krw, currency, low, high, program, year, guess, action, phase, status,
        counted, part, sentence, mark,
    ) in ask(connection, "shown_records"):  # fmt: skip
        words, at, length = excerpt(sentence, text, mark)
        rows.append(
            [
                articles[article],
                _cut(text),
                krw if currency == "KRW" else None,
                programs.number(_cut(program)),
                [],
                year if year is not None else guess,
                int(year is None and guess is not None),
                _cut(action),
                phase or "",
                status or "",
                counted,
                part,
                [words, at, length],
                [],
                (low if low is not None else high) if currency == "KRW" else None,
            ]
        )
    return rows


def _mismatches(connection: sqlite3.Connection, articles: dict[int, int]) -> list[Row]:
    rows = []
    for (
        article, kind, category, expected, found, difference, text, program, sentence, currency,
    ) in ask(connection, "mismatches", most=_MOST_OTHERS):  # fmt: skip
        figures = [expected, found, difference, currency or "KRW"]
        words = excerpt(sentence or "", text or "", None)
        rows.append([articles[article], kind, category or "", *figures, _cut(program), *words])
    return rows


def excerpt(sentence: str, words: str, at: int | None) -> tuple[str, int, int]:
    """A sentence, cut to what is near some words in it, and where these now stand.

    Args:
        sentence: as printed.
        words: what is to be seen in it.
        at: where they stand, if known.

    Returns:
        The sentence or a part of it with `…` where something is left out; start and length
        of the words in it, 0 and 0 when they are not found.

    >>> excerpt("모두 30억원을 쓴다.", "30억원", 3)
    ('모두 30억원을 쓴다.', 3, 4)
    >>> text, start, length = excerpt("가" * 900 + "30억원" + "나" * 900, "30억원", 900)
    >>> len(text), text[start:start + length]
    (322, '30억원')
    """
    if at is None or sentence[at : at + len(words)] != words:
        at = sentence.find(words) if words else -1
    length = len(words) if at >= 0 else 0
    at = max(at, 0)
    if len(sentence) <= _LONGEST:
        return sentence, at, length
    begin = max(0, min(at - _BEFORE, len(sentence) - _LONGEST))
    cut = sentence[begin : begin + _LONGEST]
    before = "…" if begin else ""
    after = "…" if begin + _LONGEST < len(sentence) else ""
    return f"{before}{cut}{after}", at - begin + len(before), length


def _cut(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _LONGEST_FIELD else f"{text[:_LONGEST_FIELD]}…"
