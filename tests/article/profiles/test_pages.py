"""Each layout on a page of its own: the right profile is chosen, and it finds what stands there.

A page is `pages/ID-LAYOUT.html`, an invented article in that layout with menus, adverts,
related links and a comment that name amounts too; `.json` beside it says what must be found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsextract.article.decode import decode
from newsextract.article.profiles import Finding, explain, probe

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def expected_of(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return loaded


def tree_of(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(decode(path.read_bytes()).text)


def used(findings: Iterable[Finding], field: str) -> list[str]:
    return [text for f in findings if f.field == field and f.used for text in f.texts]


def folded(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_the_profile_and_layout_are_chosen(path: Path) -> None:
    expected = expected_of(path)
    choice = explain(tree_of(path), expected["url"])
    assert choice is not None
    assert (choice.profile.id, choice.layout.id) == (expected["profile"], expected["layout"])


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_the_selectors_find_what_stands_there(path: Path) -> None:
    expected = expected_of(path)
    tree = tree_of(path)
    choice = explain(tree, expected["url"])
    assert choice is not None
    if choice.layout.script is not None:
        return
    found = probe(tree, choice.layout)
    assert expected["headline"] in used(found, "headline")[0]
    body = folded(" ".join(used(found, "body")))
    at = 0
    for paragraph in expected["paragraphs"]:
        at = body.index(folded(paragraph), at)
    for subhead in expected["subheads"]:
        assert any(subhead in text for text in used(found, "subheads"))
    for caption in expected["captions"]:
        assert any(caption in text for text in used(found, "captions"))
    if choice.layout.byline and used(found, "byline"):
        for author in expected["authors"]:
            assert any(author["name"] in text for text in used(found, "byline"))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_no_paragraph_is_taken_for_junk(path: Path) -> None:
    expected = expected_of(path)
    tree = tree_of(path)
    choice = explain(tree, expected["url"])
    assert choice is not None
    junk = used(probe(tree, choice.layout), "junk")
    assert not [p for p in expected["paragraphs"] if any(p in text for text in junk)]


def test_pages_are_short_and_invented() -> None:
    for path in PAGES:
        assert path.stat().st_size < 6_000, path.stem
        for author in expected_of(path)["authors"]:
            assert author["email"] is None or author["email"].endswith("@example.kr")
