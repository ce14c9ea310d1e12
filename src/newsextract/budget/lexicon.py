"""Names of public bodies and what each was called on a given day.

The table is `agencies.json`: ministries and offices with the days their names held,
public bodies, provinces and metropolitan cities with their cities, counties and
districts. A contributor adds a body there, not here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from newsextract.budget._tables import read_json

__all__ = [
    "BodyKind",
    "Name",
    "form_heads",
    "kiwi_words",
    "longest_forms",
    "official_name",
    "place_names",
]

BodyKind = Literal["central", "body", "province", "basic", "education", "other"]


@dataclass(frozen=True, slots=True)
class Name:
    """An official name that a written form can stand for, while `since <= day < until`."""

    official: str
    kind: BodyKind
    abbreviated: bool
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether the name is in force on `day`."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@cache
def _forms() -> dict[str, tuple[Name, ...]]:
    """Each written form with the names it can stand for, oldest first."""
    forms: dict[str, list[Name]] = {}
    for form, name in _read_names():
        forms.setdefault(form, []).append(name)
    return {form: tuple(names) for form, names in forms.items()}


def _read_names() -> Iterator[tuple[str, Name]]:
    """Written forms and names; of one form the last that holds wins (광주시: 광주광역시)."""
    table = read_json("agencies.json")
    for province in table["provinces"]:
        for basic in province["basic"]:
            yield basic, Name(basic, "basic", abbreviated=False, since=None, until=None)
    for lineage in table["central"]:
        yield from _lineage(lineage, "central")
    for lineage in table["bodies"]:
        yield from _lineage(lineage, "body")
    for province in table["provinces"]:
        for entry in province["names"]:
            yield from _lineage({"names": [entry]}, "province")
            yield from _education_office(entry)


def _lineage(lineage: dict[str, Any], kind: BodyKind) -> Iterator[tuple[str, Name]]:
    for entry in lineage["names"]:
        since, until = _day(entry.get("from")), _day(entry.get("to"))
        yield entry["name"], Name(entry["name"], kind, False, since, until)
        for short in entry.get("short", ()):
            yield short, Name(entry["name"], kind, True, since, until)


def _education_office(entry: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    """서울특별시교육청, 서울시교육청, 서울교육청: one office a province."""
    official = entry["name"] + "교육청"
    since, until = _day(entry.get("from")), _day(entry.get("to"))
    for stem in dict.fromkeys([entry["name"], *entry["short"], entry.get("place", entry["name"])]):
        form = stem + "교육청"
        yield form, Name(official, "education", form != official, since, until)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def official_name(form: str, day: date | None) -> Name | None:
    """The official name that a written form stands for on a day.

    Args:
        form: as written: 산업부, 산업통상자원부, 서울시.
        day: the article's day; None when unknown: then the latest name is taken.

    Returns:
        None for a form not in the table. A full name that was not in force on the day is
        kept as written: the text speaks of the past.

    >>> official_name("산업부", date(2018, 12, 27)).official
    '산업통상자원부'
    >>> official_name("산업부", date(2026, 3, 1)).official
    '산업통상부'
    >>> official_name("지식경제부", date(2018, 12, 27)).official
    '지식경제부'
    """
    names = _forms().get(form)
    if not names:
        return None
    if day is None:  # a full name of the past stays: 농림부, 건설교통부
        return next((n for n in names if not n.abbreviated), names[-1])
    for name in reversed(names):
        if name.holds(day):
            return name
    full = [n for n in names if not n.abbreviated]
    if full:
        return full[-1]
    begun = [n for n in names if n.since is None or n.since <= day]
    return begun[-1] if begun else names[0]


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First two characters of a form, with the lengths of the forms that begin so."""
    lengths: dict[str, set[int]] = {}
    for form in _forms():
        lengths.setdefault(form[:2], set()).add(len(form))
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


def form_heads() -> Collection[str]:
    """The first two characters of every form.

    >>> "산업" in form_heads(), "날씨" in form_heads()
    (True, False)
    """
    return _lengths().keys()


def longest_forms(text: str, at: int) -> list[str]:
    """The forms of the table that stand in `text` at `at`, the longest first.

    >>> longest_forms("광주시교육청은", 0)
    ['광주시교육청', '광주시']
    """
    lengths = _lengths().get(text[at : at + 2])
    if lengths is None:
        return []
    forms = _forms()
    return [form for n in lengths if (form := text[at : at + n]) in forms]


@cache
def place_names() -> dict[str, str]:
    """Places as a dateline writes them, with a form of the table: 춘천 -> 춘천시.

    >>> place_names()["춘천"], place_names()["부산"], place_names()["경북"]
    ('춘천시', '부산광역시', '경상북도')
    """
    places: dict[str, str] = {}
    table = read_json("agencies.json")
    for province in table["provinces"]:
        for basic in province["basic"]:
            if len(basic) > 2:
                places.setdefault(basic[:-1], basic)
    for province in table["provinces"]:
        for entry in province["names"]:
            if "place" in entry:
                places[entry["place"]] = entry["name"]
    return places


@cache
def kiwi_words() -> tuple[str, ...]:
    """Forms of three or more syllables, for the analyser to keep whole.

    >>> "중소벤처기업부" in kiwi_words()
    True
    """
    return tuple(form for form in _forms() if len(form) >= 3)
