"""Days put into few enough columns to be told apart: by day, month, quarter or year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

__all__ = ["MOST_COLUMNS", "Column", "columns"]

MOST_COLUMNS: Final = 40

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True)
class Column:
    """A stretch of time.

    Attributes:
        label: `2019-03-05`, `2019-03`, `2019 Q1`, `2019` or `2010–2019`.
        first: its first day, `last` its last, ISO 8601.
        records: how many records articles of these days have.
        krw: what they add up to, in won.
    """

    label: str
    first: str
    last: str
    records: int
    krw: int


def columns(days: Sequence[tuple[str, int, int]]) -> list[Column]:
    """Add up days by the finest step that gives at most `MOST_COLUMNS`.

    Args:
        days: ISO date, records and won; a date that is none is left out.

    >>> [c.label for c in columns([("2019-03-05", 1, 5), ("2019-03-07", 1, 5)])]
    ['2019-03-05', '2019-03-06', '2019-03-07']
    >>> [(c.label, c.krw) for c in columns([("2019-03-05", 1, 5), ("2019-06-07", 1, 7)])]
    [('2019-03', 5), ('2019-04', 0), ('2019-05', 0), ('2019-06', 7)]
    """
    known = sorted(
        (day, records, krw) for text, records, krw in days if (day := _day(text)) is not None
    )
    if not known:
        return []
    first, last = known[0][0], known[-1][0]
    spans = _spans(first, last)
    made: list[list[int]] = [[0, 0] for _ in spans]
    at = 0
    for day, records, krw in known:
        while day > spans[at][2]:
            at += 1
        made[at][0] += records
        made[at][1] += krw
    return [
        Column(label, begin.isoformat(), end.isoformat(), records, krw)
        for (label, begin, end), (records, krw) in zip(spans, made, strict=True)
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        return None


def _spans(first: date, last: date) -> list[tuple[str, date, date]]:
    if (last - first).days < MOST_COLUMNS:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [(day.isoformat(), day, day) for day in days]
    from_month = first.year * 12 + first.month - 1
    to_month = last.year * 12 + last.month - 1
    for name, months in _MONTHS.items():
        count = to_month // months - from_month // months + 1
        if count <= MOST_COLUMNS or name == "century":
            break
    return list(_stretches(name, months, from_month, to_month))


def _stretches(
    name: str, months: int, from_month: int, to_month: int
) -> Iterator[tuple[str, date, date]]:
    for step in range(from_month // months, to_month // months + 1):
        year, month = divmod(step * months, 12)
        begin = date(max(year, 1), month + 1, 1)
        after_year, after_month = divmod((step + 1) * months, 12)
        end = date.max if after_year > date.max.year else date(after_year, after_month + 1, 1)
        end -= timedelta(days=1) if end != date.max else timedelta()
        label = {
            "month": f"{year}-{month + 1:02}",
            "quarter": f"{year} Q{month // 3 + 1}",
            "year": f"{year}",
        }.get(name, f"{year}–{end.year}")
        yield label, begin, end
