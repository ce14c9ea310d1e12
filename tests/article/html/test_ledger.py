"""Each visible text node of a page stands in exactly one ledger entry."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsextract.article import parse
from newsextract.article.decode import clean_text, decode
from newsextract.article.html.tree import parse_tree, visible_texts
from newsextract.errors import NewsExtractError
from newsextract.models import Article

HERE = Path(__file__).parent
FILES = sorted((HERE / "pages").glob("*.html")) + sorted(
    (HERE.parent / "profiles" / "pages").glob("*.html")
)
MARKUP = [decode(path.read_bytes()).text for path in FILES]
BROKEN = (
    "<div>", "</div>", "</p>", "<b>", "</b>", "<table>", "</table>", "<tr><td>", "<td colspan=9>",
    "<select><option>가", "<textarea>", "</textarea>", "<pre>", "<nav>", "</nav>", "<!--", "-->",
    "<ul><li>", "<br><br>", "<span class='caption'>", "<div class='related'>", "<div hidden>",
    "<div style='display: none'>", "<svg><title>", "</svg>", "<math><mi>", "<object>", "<canvas>",
    "<template>", "<noscript>", "<plaintext>", "<title>", "<h1>", "<a href=x>", "<article>", "<dl>",
    "&nbsp;", "&#0;", "\x00", "가나다.", "홍길동 기자 a@example.kr", "입력 2024.01.02 03:04",
)  # fmt: skip


def squeezed(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def seen(article: Article) -> str:
    """The ledger's texts, those aside that stand in a script and are not visible."""
    return squeezed(e.text for e in article.ledger if not e.reason.startswith("script_"))


def check(markup: str, article: Article) -> None:
    text, _ = clean_text(markup)
    assert seen(article) == squeezed(visible_texts(parse_tree(text)))
    assert [entry.order for entry in article.ledger] == list(range(len(article.ledger)))
    body = [entry.text for entry in article.ledger if entry.zone in {"body", "table"}]
    assert article.text == "\n".join(body)
    assert "\n".join(article.paragraphs) == article.text
    for block in article.blocks:
        for row in block.table.rows if block.table is not None else ():
            for cell in row:
                assert block.start <= cell.start <= cell.end <= block.end
                assert "\t" not in article.text[cell.start : cell.end]


def article_of(markup: str, *, profiles: bool) -> Article | None:
    try:
        return parse(markup, profiles=profiles)
    except NewsExtractError:
        return None


@pytest.mark.parametrize("profiles", [True, False])
def test_every_page_is_partitioned(profiles: bool):
    read = [
        (markup, article)
        for markup in MARKUP
        if (article := article_of(markup, profiles=profiles)) is not None
    ]
    assert len(read) > 100
    for markup, article in read:
        check(markup, article)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.booleans())
def test_mutated_pages_are_partitioned(data: st.DataObject, profiles: bool):
    markup = data.draw(st.sampled_from(MARKUP))
    start = markup.find("<body")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(max(start, 0), len(markup)))
        end = at + data.draw(st.sampled_from([0, 0, 1, 7, 60, 300]))
        markup = markup[:at] + data.draw(st.sampled_from(BROKEN)) + markup[end:]
    article = article_of(markup, profiles=profiles)
    if article is not None:
        check(markup, article)


def test_the_same_page_gives_the_same_article():
    for markup in MARKUP[:30]:
        first, second = (article_of(markup, profiles=True) for _ in range(2))
        assert first == second


def test_what_stands_within_a_line_keeps_its_place():
    markup = (  # an `a` with text, then a `span` that could be a line of its own
        "<!DOCTYPE html><head><title>나래군 둑길 - 솔바람신문</title>"
        "<meta name=Generator content=XpressEngine></head><body>"
        "<div><h1>나래군 둑길 고친다</h1><div class=side><a>정다운 기자 desk@example.kr</a> "
        "<span class=date>2017.06.22 09:12</span></div></div>"
        "<div class=rd_body><article><div class='document_5_1 xe_content'>"
        "<p>나래군이 장마에 무너진 둑길을 새해 봄부터 고친다.</p>"
        "<p>공사비는 3억원이다. 군비가 2억원이고 나머지 1억원은 도비로 받는다.</p>"
        "<p>군은 여름이 오기 전에 공사를 마칠 계획이라고 밝혔다.</p></div></article></div>"
    )
    article = parse(markup)
    check(markup, article)
    assert "3억원" in article.text
