"""The word lists around amounts, loaded once from words.toml and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["alternation", "last_character", "last_characters", "words"]


@cache
def words() -> dict[str, Any]:
    """The tables of words.toml.

    >>> words()["qualifiers"]["after"]["미만"]
    'high'
    """
    raw = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def alternation(items: Iterable[str]) -> str:
    """A regex alternation of literal `items`, the longest first, so that 각각 wins over 각.

    Items that begin alike are tried together, so that a long list costs little where none fits.

    >>> alternation(["각", "각각", "약"])
    '각(?:각|)|약'
    """
    rests: dict[str, list[str]] = {}
    for item in items:
        rests.setdefault(item[:1], []).append(item[1:])
    shortest = [""] if rests.pop("", None) else []
    grown = [
        re.escape(first) + (f"(?:{alternation(rest)})" if any(rest) else "")
        for first, rest in rests.items()
    ]
    return "|".join(grown + shortest)


def last_characters(items: Iterable[str]) -> frozenset[str]:
    """The characters that `items` end in: what a pattern that ends with one of them can end in.

    >>> sorted(last_characters(["약", "각각"]))
    ['각', '약']
    """
    return frozenset(item[-1] for item in items)


def last_character(s: str) -> str:
    """The last character of `s` that is no blank or line end, empty when there is none.

    Patterns that end at an amount are asked only where this is one that they can end in.

    >>> last_character("사업비 약 ")
    '약'
    """
    return s.rstrip(" \n")[-1:]
