"""The words of the page, in Korean and English, with those that reports use for the same things."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from newsextract.report.texts import Lang, texts

__all__ = ["words"]

_SHARED = ("role", "zone", "status", "check", "mark")


@cache
def words(lang: Lang) -> dict[str, Any]:
    """Sections of words.

    >>> words("en")["role"]["budget"], words("ko")["page"]["save"]
    ('budget', '저장')
    """
    raw = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    shared = texts(lang)
    return {**{name: shared[name] for name in _SHARED}, **tomllib.loads(raw)[lang]}
