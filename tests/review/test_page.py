"""The files of the page: words in both languages, and nothing that could run what a page holds."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from newsextract.review import server
from newsextract.review.words import words

ASSETS = files("newsextract.review").joinpath("assets")
CODE = {name: ASSETS.joinpath(name).read_text("utf-8") for name in server._ASSETS}


def names(table: dict[str, Any], at: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        found |= names(value, f"{at}{key}.") if isinstance(value, dict) else {f"{at}{key}"}
    return found


def test_every_file_of_the_page_is_served() -> None:
    assert {path.name for path in ASSETS.iterdir()} == set(server._ASSETS)


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    table = tomllib.loads(files("newsextract.review").joinpath("words.toml").read_text("utf-8"))
    assert names(table["ko"]) == names(table["en"])
    for section, entries in table["ko"].items():
        for key, text in entries.items():
            gaps = re.compile(r"\{\w+\}")
            assert set(gaps.findall(text)) == set(gaps.findall(table["en"][section][key]))


def test_the_page_asks_for_no_word_that_is_missing_and_has_none_too_many() -> None:
    code = "".join(CODE.values())
    asked = set(re.findall(r"\bw\(\s*\"(\w+\.\w+)\"", code))
    asked |= set(re.findall(r"data-w(?:-\w+)?=\"(\w+\.\w+)\"", code))
    quoted = set(re.findall(r"\"((?:say|save|problem)\.\w+)\"", code))
    families = re.findall(r"\bw\(`(\w+)\.\$", code)
    known = names(words("ko"))
    assert asked | quoted <= known
    assert set(families) <= {name.partition(".")[0] for name in known}
    own = tomllib.loads(files("newsextract.review").joinpath("words.toml").read_text("utf-8"))
    spoken = {n for n in names(own["ko"]) if n.partition(".")[0] not in families}
    assert spoken - {"say.page_changed", "say.damaged"} == (asked | quoted) & spoken


@pytest.mark.parametrize("name", [name for name in CODE if name.endswith((".js", ".html"))])
def test_words_of_a_page_only_become_text(name: str) -> None:
    """No markup is made from strings, and nothing is written into the page's own markup to run."""
    makes = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    assert not re.search(makes, CODE[name])
    assert not re.search(r"<[^>]+\son\w+=|style=|javascript:|https?://(?!www\.w3\.org)", CODE[name])


def test_nothing_comes_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", "".join(CODE.values()))
