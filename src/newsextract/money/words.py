"""The word lists around amounts, loaded once from words.toml and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["alternation", "words"]


@cache
def words() -> dict[str, Any]:
    """The tables of words.toml.

    >>> words()["qualifiers"]["after"]["미만"]
    'high'
    """
    raw = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def alternation(items: Iterable[str]) -> str:
    """A regex alternation of literal `items`, longest first, so that 각각 wins over 각.

    >>> alternation(["각", "각각"])
    '각각|각'
    """
    return "|".join(re.escape(w) for w in sorted(items, key=lambda w: (-len(w), w)))
