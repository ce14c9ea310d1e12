"""Words of a page are words: no markup, script or link of theirs has any effect."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from newsextract.models import Extraction
from newsextract.outcome import Failure
from newsextract.report import render_article, render_batch
from newsextract.report.safe import as_json, web_address


@pytest.fixture
def hostile_batch(batch: Any, hostile: Extraction, evil: str) -> Path:
    path: Path = batch.sqlite([(f"{evil}.html", hostile), (evil, Failure(kind=evil, message=evil))])
    return path


@pytest.fixture(params=["article", "sqlite", "jsonl"])
def page(request: pytest.FixtureRequest, hostile: Extraction, hostile_batch: Path) -> str:
    if request.param == "article":
        return render_article(hostile)
    return render_batch(hostile_batch.with_suffix(f".{request.param}"))


def test_no_element_or_handler_comes_from_a_page(page: str) -> None:
    found = BeautifulSoup(page, "lxml")
    assert [script.get("type") for script in found.find_all("script")] == ["application/json", None]
    assert not found.find_all(["img", "iframe", "object", "embed", "base", "link"])
    for node in found.find_all(True):
        assert not [name for name in node.attrs if name.lower().startswith("on")]
        assert "style" not in node.attrs


def test_links_lead_into_the_page_or_to_the_web(page: str) -> None:
    for link in BeautifulSoup(page, "lxml").find_all("a"):
        assert re.match(r"#|https?://", str(link["href"])), link


def test_nothing_is_filled_in_and_nothing_turns_the_text_around(page: str) -> None:
    assert "{{7*7}}" in page
    assert "\u202e" not in page


def test_the_policy_allows_the_report_s_own_script_alone(page: str) -> None:
    found = BeautifulSoup(page, "lxml")
    policy = found.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    allowed = str(policy["content"])
    assert allowed.startswith("default-src 'none';")
    assert "unsafe" not in allowed
    for name in ("script", "style"):
        own = [node.string or "" for node in found.find_all(name) if not node.get("type")]
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in own]
        assert re.findall(rf"{name}-src '(sha256-[^']+)'", allowed) == [
            f"sha256-{digest.decode()}" for digest in hashes
        ]


def test_words_are_shown_as_they_are(hostile: Extraction, evil: str) -> None:
    headline = BeautifulSoup(render_article(hostile), "lxml").select_one("h1")
    assert headline is not None
    assert headline.get_text().strip() == evil.replace("\u202e", "\N{REPLACEMENT CHARACTER}")


def test_half_a_character_does_not_stop_a_report(wrong: Extraction) -> None:
    article = wrong.article.model_copy(update={"headline": "반쪽 \ud83d 글자"})
    page = render_article(wrong.model_copy(update={"article": article}))
    assert "반쪽 \N{REPLACEMENT CHARACTER} 글자" in page
    page.encode("utf-8")


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=4)))
def test_json_stays_in_its_block(value: object) -> None:
    text = as_json({"value": value, "end": "</script><!-- <script>"})
    assert not set(text) & set("<>&\u2028\u2029")
    found = BeautifulSoup(f'<script type="application/json">{text}</script><p>', "lxml").script
    assert found is not None
    assert json.loads(found.get_text())["end"] == "</script><!-- <script>"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//naru.example/",
        "https:naru.example",
        "https://naru.example/\u202e",
        "/local",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None
