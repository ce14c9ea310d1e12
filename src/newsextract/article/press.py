"""The press's own words (titles, surnames, papers), read once from `press.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["MAIL", "PressWords", "is_paper", "is_person", "press_words"]

MAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9_%+\-][A-Za-z0-9._%+\-]{0,63}\s?@\s?"
    r"[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}"
)

_NAME: Final = re.compile(r"[가-힣]{2,4}")


@dataclass(frozen=True, slots=True)
class PressWords:
    """The word lists of `press.toml`, made ready to match.

    Attributes:
        titles: alternation of reporter titles, longest first.
        not_names: words that are no person, places among them.
        places: cities and counties that open datelines.
        posts: pattern of what may stand between name and title: 정치부, 워싱턴.
        agencies: alternation of photo credits, longest first.
    """

    titles: str
    not_names: frozenset[str]
    places: frozenset[str]
    posts: str
    surnames_two: tuple[str, ...]
    surnames: frozenset[str]
    paper_endings: tuple[str, ...]
    papers: frozenset[str]
    company_words: tuple[str, ...]
    agencies: str


@cache
def press_words() -> PressWords:
    """The lists, loaded on first use."""
    source = files("newsextract.article").joinpath("press.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    return PressWords(
        titles=_alternation(data["titles"]),
        not_names=frozenset(data["not_names"]) | frozenset(data["places"]),
        places=frozenset(data["places"]),
        posts=rf"[가-힣A-Za-z]{{1,8}}(?:부|팀|국|실|본부|지국|지사|센터)|{_alternation(data['places'])}",
        surnames_two=tuple(data["surnames_two"]),
        surnames=frozenset(data["surnames"]),
        paper_endings=tuple(data["paper_endings"]),
        papers=frozenset(data["papers"]),
        company_words=tuple(data["company_words"]),
        agencies=_alternation(data["agencies"]),
    )


def is_person(word: str) -> bool:
    """Whether `word` can be a Korean person's name: a surname and one or two syllables.

    Four syllables need a two-syllable surname, or are given names of three; desks
    (온라인뉴스팀), places and common words are no persons.

    >>> is_person("김남규"), is_person("남궁민수"), is_person("온라인뉴스팀"), is_person("강릉")
    (True, True, False, False)
    """
    if not _NAME.fullmatch(word):
        return False
    words = press_words()
    if word in words.not_names:
        return False
    if word.startswith(words.surnames_two):
        return 3 <= len(word) <= 4
    return word[0] in words.surnames and len(word) <= 3


def is_paper(word: str) -> bool:
    """Whether `word` reads as the name of a paper, station or wire.

    >>> is_paper("대한뉴스"), is_paper("KBS"), is_paper("앵커")
    (True, True, False)
    """
    words = press_words()
    word = word.strip()
    if word in words.papers or (
        word.startswith(("뉴스", "투데이", "데일리")) and 4 <= len(word) <= 10 and " " not in word
    ):
        return True
    return 2 <= len(word) <= 20 and word.endswith(words.paper_endings) and len(word) > 2


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
