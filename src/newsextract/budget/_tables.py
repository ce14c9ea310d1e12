"""Word lists beside the code, read once."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from newsextract.language.signs import BULLETS

BULLET: Final = re.compile(f"[{BULLETS}]")

__all__ = ["BULLET", "BULLETS", "alternation", "read_json", "read_toml"]


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Read a TOML table of this package; the caller must not change it.

    >>> "class" in read_toml("actions.toml")
    True
    """
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def read_json(name: str) -> dict[str, Any]:
    """Read a JSON table of this package; the caller must not change it.

    >>> sorted(read_json("agencies.json"))
    ['about', 'bodies', 'central', 'provinces', 'suffixes']
    """
    table: dict[str, Any] = json.loads(
        files(__package__).joinpath(name).read_text(encoding="utf-8")
    )
    return table


def alternation(words: Iterable[str]) -> str:
    r"""Words as one regular expression, the longest first; spaces in them are optional.

    Words that begin alike share a branch, so that few are tried at any place.

    >>> alternation(["예산", "예산 안", "국비"])
    '(?:예(?:산\\s?안|산)|국비)'
    """
    branches: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        branches.setdefault(word[0], []).append(re.escape(word[1:]).replace(r"\ ", r"\s?"))
    joined = (
        re.escape(first) + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")
        for first, rest in branches.items()
    )
    return "(?:" + "|".join(joined) + ")"
