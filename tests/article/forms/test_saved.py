"""Pages saved "complete": the address in the comment that the browser leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.article import parse
from newsextract.article.forms import saved_url


def with_comment(markup: str, comment: str) -> str:
    return markup.replace("<html>", f"{comment}\n<html>", 1)


def test_chrome_and_edge(page_markup: str, body: str, url: str):
    markup = with_comment(page_markup, f"<!-- saved from url=({len(url):04})({url} -->")
    assert parse(markup).url is None
    markup = with_comment(page_markup, f"<!-- saved from url=({len(url):04}){url} -->")
    for source in (markup, markup.encode(), markup.encode("cp949"), markup.encode("utf-16")):
        article = parse(source)
        assert (article.text, article.url) == (body, url)


def test_singlefile(page_markup: str, url: str):
    comment = (
        f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: Tue Mar 05 2024 \n-->"
    )
    assert parse(with_comment(page_markup, comment)).url == url


def test_what_the_caller_says_goes_first(page_markup: str, url: str):
    markup = with_comment(page_markup, f"<!-- saved from url=(0063){url} -->")
    assert parse(markup, url="https://else.example/1").url == "https://else.example/1"


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0014)about:internet -->",
        "<!-- saved from url=(0022)file:///C:/a/page.html -->",
        "<!-- saved from url=(0009)http://[x -->",
        "<!-- saved from url=(0000) -->",
        "<!-- 이 기사는 https://a.example/ 에서 옮겼다 -->",
    ],
)
def test_comments_without_an_address_of_the_web(page_markup: str, comment: str):
    assert parse(with_comment(page_markup, comment)).url is None


def test_a_comment_far_down_is_not_the_browsers(page_markup: str, url: str):
    late = page_markup.replace(
        "</body>", " " * 9_000 + f"<!-- saved from url=(0063){url} --></body>"
    )
    assert parse(late).url is None


def test_a_text_copy_that_quotes_the_comment_has_no_address(body: str, url: str):
    assert parse(f"{body}\n<!-- saved from url=(0063){url} -->").url is None


@given(st.text(max_size=80))
def test_any_address_is_printable_or_none(address: str):
    found = saved_url(f"<!-- saved from url=(0033){address} -->")
    assert found is None or (found.isprintable() and found.startswith(("http://", "https://")))
