"""The words of a report, in Korean and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from newsextract.errors import UsageError

__all__ = ["LANGUAGES", "Lang", "Texts", "texts"]

Lang = Literal["ko", "en"]
"""Languages a report can be written in."""

LANGUAGES: tuple[Lang, ...] = get_args(Lang)

Texts = dict[str, Any]
"""Sections of texts.toml, each a table of texts."""


@cache
def _all() -> dict[str, Texts]:
    raw = files(__package__).joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def texts(lang: str) -> Texts:
    """All texts of a language.

    Raises:
        UsageError: there are none.

    >>> texts("ko")["role"]["budget"], texts("en")["role"]["budget"]
    ('예산', 'budget')
    """
    if lang not in LANGUAGES:
        raise UsageError(f"no report in {lang!r}: choose one of {', '.join(LANGUAGES)}")
    return _all()[lang]
