"""What an element's tag, class and id say about the text in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, get_args

from newsextract.models import Zone

__all__ = ["is_body_name", "outside_zones", "role_of_name", "role_of_tag"]

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS: Final = re.compile(r"[A-Za-z]+")
_LONGEST_NAME: Final = 300


@dataclass(frozen=True, slots=True)
class _Roles:
    words: dict[str, Zone]
    runs: dict[str, Zone]
    any_run: re.Pattern[str]
    order: dict[Zone, int]
    tags: dict[str, Zone]
    outside: frozenset[Zone]
    body: re.Pattern[str]


@lru_cache(maxsize=8192)
def role_of_name(name: str) -> Zone | None:
    """The zone that a class or id attribute tells, or None.

    >>> role_of_name("article-relNews box2"), role_of_name("img_desc"), role_of_name("cont")
    ('related', 'caption', None)
    >>> role_of_name("header") is role_of_name("gnb_area")
    True
    """
    order = _roles().order
    tokens = name[:_LONGEST_NAME].split()
    found = [zone for token in tokens if (zone := _role_of_token(token)) is not None]
    return min(found, key=order.__getitem__, default=None)


@lru_cache(maxsize=8192)
def _role_of_token(token: str) -> Zone | None:
    roles = _roles()
    parts = [part.lower() for part in _PARTS.findall(_CAMEL.sub(" ", token))]
    found = [roles.words[part] for part in parts if part in roles.words]
    found += [roles.runs[run] for run in roles.any_run.findall("".join(parts))]
    return min(found, key=roles.order.__getitem__, default=None)


@lru_cache(maxsize=4096)
def is_body_name(name: str) -> bool:
    """Whether a class or id is one that bodies of articles have.

    >>> is_body_name("article-view-content-div"), is_body_name("left_menu")
    (True, False)
    """
    joined = "".join(_PARTS.findall(name[:_LONGEST_NAME])).lower()
    return _roles().body.search(joined) is not None


def role_of_tag(tag: str) -> Zone | None:
    """The zone that an element's tag tells, or None.

    >>> role_of_tag("nav"), role_of_tag("div")
    ('navigation', None)
    """
    return _roles().tags.get(tag)


def outside_zones() -> frozenset[Zone]:
    """Zones that are never (part of) a body found by its text.

    >>> "comment" in outside_zones(), "byline" in outside_zones()
    (True, False)
    """
    return _roles().outside


@cache
def _roles() -> _Roles:
    source = files("newsextract.article.html").joinpath("roles.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    words: dict[str, Zone] = {}
    order: dict[Zone, int] = {}
    runs: dict[str, Zone] = {}
    for rank, role in enumerate(data["role"]):
        zone: Zone = role["zone"]
        if zone not in get_args(Zone):
            raise ValueError(f"roles.toml names an unknown zone {zone!r}")
        order[zone] = rank
        for word in role["words"]:
            words.setdefault(word, zone)
        for run in role["runs"]:
            runs.setdefault(run, zone)
    return _Roles(
        words=words,
        runs=runs,
        # Runs may overlap (`relatednews`, `newslist`): each place is tried, the longest first.
        any_run=re.compile(rf"(?=({'|'.join(sorted(runs, key=len, reverse=True))}))"),
        order=order,
        tags=data["tags"],
        outside=frozenset(data["outside"]["zones"]),
        body=re.compile("|".join(map(re.escape, data["body"]["runs"]))),
    )
