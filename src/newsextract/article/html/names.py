"""Names that pages and their data use, read once from `names.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Names", "names"]


@dataclass(frozen=True, slots=True)
class Names:
    """The lists of `names.toml`; that file says what they are.

    Attributes:
        meta: names of meta elements by field.
        beside: keys of JSON by field.
        portals: site names of portals.
        sections: sections in titles.
    """

    meta: dict[str, tuple[str, ...]]
    beside: dict[str, tuple[str, ...]]
    portals: tuple[str, ...]
    sections: frozenset[str]


@cache
def names() -> Names:
    """The lists, loaded on first use.

    >>> names().meta["published"][0]
    'article:published_time'
    """
    source = files("newsextract.article.html").joinpath("names.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    return Names(
        meta={field: tuple(listed) for field, listed in data["meta"].items()},
        beside={field: tuple(listed) for field, listed in data["beside"].items()},
        portals=tuple(data["titles"]["portals"]),
        sections=frozenset(data["titles"]["sections"]),
    )
