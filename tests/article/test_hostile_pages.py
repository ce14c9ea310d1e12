"""Pages made to break a reader: a whole result or a typed error, whatever they hold.

`NEWSEXTRACT_MUTATIONS=10000` makes the search among mutated pages as long as you like.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import newsextract
from newsextract.article import limits, parse
from newsextract.article.attributes import MAX_ATTRIBUTES
from newsextract.article.dump.rules import match_rule
from newsextract.errors import EmptyInputError, NewsExtractError, NotAnArticleError, TooLargeError
from newsextract.models import Article, Page

HERE = Path(__file__).parent
MUTATIONS = int(os.environ.get("NEWSEXTRACT_MUTATIONS", "150"))


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hostile = _load(HERE / "hostile.py")
BODY: tuple[str, ...] = hostile.BODY


def outcome(source: bytes | str) -> Article | NewsExtractError:
    try:
        return parse(source)
    except NewsExtractError as error:
        return error


def assert_whole(article: Article) -> None:
    """What holds for every article, from whatever page it comes."""
    assert article.text.strip()
    assert article.text == "\n".join(article.paragraphs)
    assert all(paragraph.strip() for paragraph in article.paragraphs)
    assert len({entry.order for entry in article.ledger}) == len(article.ledger)
    assert not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in article.text)
    assert Article.model_validate_json(article.model_dump_json()) == article


@pytest.mark.parametrize("name", list(hostile.PAGES))
def test_a_result_or_a_typed_error(name: str):
    result = outcome(hostile.PAGES[name]())
    if isinstance(result, Article):
        assert_whole(result)


def test_a_body_in_any_two_odd_elements():
    for made in hostile.PAIRS.values():
        result = outcome(made())
        if isinstance(result, Article):
            assert_whole(result)


READ_ANYWAY = (
    "colspan 10^16",
    "colspan of 5,000 digits",
    "20 MB, text",
    "20 MB, one line without a blank",
    "20 MB, one comment",
    "an attribute of 15 MB",
    "JSON-LD nested 100,000 deep",
    "JSON-LD objects nested 50,000 deep",
    "JSON-LD with a number of 100,000 digits",
    "JSON-LD of wrong types",
    "__NEXT_DATA__ nested 100,000 deep",
    "meta tags, 50,000",
    "blanks, 5,000,000",
    "NULs",
    "lone surrogates",
    "numeric references to surrogates and NUL",
    "a frameset behind the body",
    "billion laughs",
    "billion laughs as XHTML",
    "misnested formatting",
    "CDATA",
    "tags of other alphabets",
    "the body in <form>",
    "the body in <marquee>",
)


@pytest.mark.parametrize("name", READ_ANYWAY)
def test_the_article_is_found_all_the_same(name: str):
    article = parse(hostile.PAGES[name]())
    assert article.headline == hostile.HEADLINE
    assert article.text.split("\n")[:3] == list(BODY)


def test_nothing_is_expanded_that_a_page_defines_itself():
    article = parse(hostile.PAGES["billion laughs"]())
    assert len(article.text) < 1_000


def test_nuls_and_surrogates_are_counted():
    assert parse(hostile.PAGES["NULs"]()).replacements == 4
    assert parse(hostile.PAGES["lone surrogates"]()).replacements == 3


@pytest.mark.parametrize("name", ["a frameset", "framesets, 4,000 nested", "nothing but doctype"])
def test_pages_without_a_body_are_no_articles(name: str):
    with pytest.raises(NotAnArticleError) as caught:
        parse(hostile.PAGES[name]())
    assert caught.value.found in {"empty_shell", "no_body"}


def test_bytes_over_the_limit_are_not_looked_at(tmp_path: Path):
    data = hostile.filled(limits.MAX_FILE_BYTES + 1, "가")
    path = tmp_path / "page.html"
    path.write_bytes(data)
    for source in (data, Page(content=data), path):
        with pytest.raises(TooLargeError) as caught:
            newsextract.parse(source)
        assert (caught.value.size, caught.value.limit) == (len(data), limits.MAX_FILE_BYTES)


def test_markup_over_the_limit_of_a_str():
    markup = hostile.page()
    just = markup + " " * (limits.MAX_MARKUP_CODE_POINTS - len(markup))
    assert parse(just).text == "\n".join(BODY)
    with pytest.raises(TooLargeError) as caught:
        parse(just + " ")
    assert caught.value.unit == "code points"


def test_a_text_copy_over_its_limit():
    with pytest.raises(TooLargeError) as caught:
        parse("하천 정비에 5억원을 쓴다.\n" * 140_000)
    assert caught.value.limit == limits.MAX_TEXT_CODE_POINTS


def test_more_tags_than_the_limit():
    tags = hostile.page().count("<")
    fits = hostile.page(after="<br>" * (limits.MAX_TAGS - tags))
    assert parse(fits).text == "\n".join(BODY)
    with pytest.raises(TooLargeError) as caught:
        parse(fits + "<br>")
    assert (caught.value.unit, caught.value.limit) == ("tags", limits.MAX_TAGS)


def test_a_million_rows_are_too_many_tags():
    with pytest.raises(TooLargeError) as caught:
        parse(hostile.PAGES["a million rows"]())
    assert caught.value.unit == "tags"


def test_deeper_nesting_than_the_limit():
    def deep(depth: int) -> str:
        return str(hostile.page(before=hostile.nested("div", depth), after="<hr>" * 12_000))

    article = parse(deep(limits.MAX_NESTING - 10))
    assert article.text == "\n".join(BODY)
    for depth in (limits.MAX_NESTING + 1, 50_000):
        with pytest.raises(TooLargeError) as caught:
            parse(deep(depth))
        assert (caught.value.unit, caught.value.limit) == ("nested tags", limits.MAX_NESTING)


def test_more_unclosed_formatting_than_the_limit():
    def unclosed(count: int, blocks: int) -> str:
        return str(hostile.page(after="<b>" * count + "<p></p>" * blocks))

    article = parse(unclosed(limits.MAX_UNCLOSED_FORMATTING - 20, 1_300))
    assert article.text == "\n".join(BODY)
    for count, blocks in (
        (limits.MAX_UNCLOSED_FORMATTING + 1, 2_000),
        (limits.MAX_REOPENED // 100_000 + 1, 50_000),
    ):
        with pytest.raises(TooLargeError) as caught:
            parse(unclosed(count, blocks))
        assert caught.value.unit == "unclosed formatting tags"


def test_more_attributes_than_the_limit():
    def many(count: int, value: str) -> str:
        return str(hostile.page(after=hostile.attributes(count, value)))

    for value in ("", "=1", "='>'", '=">"', " = '>' "):
        assert parse(many(MAX_ATTRIBUTES, value)).text == "\n".join(BODY)
        for count in (MAX_ATTRIBUTES + 1, 100_000):
            with pytest.raises(TooLargeError) as caught:
                parse(many(count, value + " " * (200 if count < 10_000 else 0)))
            assert (caught.value.unit, caught.value.limit) == ("attributes", MAX_ATTRIBUTES)


def test_attributes_of_further_bodies_add_up():
    with pytest.raises(TooLargeError) as caught:
        parse(hostile.PAGES["100,000 attributes of 100,000 bodies"]())
    assert caught.value.unit == "attributes"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3", 3),
        ("1000", limits.MAX_SPAN),
        ("1001", limits.MAX_SPAN),
        (str(10**16), limits.MAX_SPAN),
    ],
)
def test_spans_of_a_table_are_capped(written: str, read: int):
    table = (
        f"<table><tr><th colspan={written}>구분</th></tr><tr><td>국비</td><td>3억원</td></tr>"
        f"<tr><td rowspan={written}>시비</td><td>5억원</td></tr></table>"
    )
    (block,) = (b for b in parse(hostile.page(inside=table)).blocks if b.kind == "table")
    assert block.table is not None
    heading, _, city = block.table.rows
    assert (heading[0].colspan, city[0].rowspan) == (read, read)


def test_a_table_wider_than_the_limit_is_lines_of_text():
    def wide(columns: int) -> Article:
        cells = f"<td colspan={columns - 1}>하천</td><td>5억원</td>"
        return parse(hostile.page(inside=f"<table>{f'<tr>{cells}</tr>' * 3}</table>"))

    assert wide(limits.MAX_SPAN).blocks[-1].kind == "table"
    article = wide(limits.MAX_SPAN + 1)
    assert {block.kind for block in article.blocks} == {"paragraph"}
    assert "".join(e.text for e in article.ledger).count("5억원") == 3


def test_cells_over_the_limit_make_no_table_block():
    # Empty cells count, but leave the page's text in balance.
    def table(empty: int) -> str:
        rows = "<tr><td>하천</td><td>5억원</td></tr>" * 3
        return f"<table>{rows}<tr>{'<td></td>' * empty}</tr></table>"

    room = limits.MAX_TABLE_CELLS - 6
    fits = [parse(hostile.page(inside=table(0))), parse(hostile.page(inside=table(500)))]
    assert all(article.blocks[-1].kind == "table" for article in fits)
    over = parse(hostile.page(inside=table(room + 1)))
    assert {block.kind for block in over.blocks} == {"paragraph"}
    assert "".join(e.text for e in over.ledger).count("5억원") == 3


def test_scripts_longer_than_the_limit_are_left_alone():
    def told(length: int) -> str:
        return str(
            hostile.page(
                head='<script type="application/ld+json">{"@type": "NewsArticle", '
                f'"datePublished": "2024-03-05T10:20:00+09:00", "x": "{"가" * length}"}}</script>'
            )
        )

    article = parse(told(limits.MAX_JSON_CODE_POINTS - 200))
    assert article.published_at is not None
    article = parse(told(limits.MAX_JSON_CODE_POINTS))
    assert article.published_at is None
    assert article.text == "\n".join(BODY)


def test_a_line_longer_than_the_limit_is_prose():
    line = "무단전재 및 재배포 금지 " + "가" * 280
    rule = match_rule(line)
    assert rule is not None
    assert rule.zone == "copyright"
    assert match_rule(line + "가" * (limits.MAX_RULE_LINE + 1 - len(line))) is None


EMPTY = ("", " \n\t", "\ufeff", "\u3000\xa0")


@pytest.mark.parametrize("nothing", EMPTY)
def test_nothing_is_told(nothing: str):
    assert isinstance(outcome(nothing), EmptyInputError)


SNIPPETS = (
    "", "<", ">", "&", "'", '"', "\x00", "\ud800", "<div>", "</div>", "</p>", "<p>", "<b>", "</b>",
    "<table>", "<tr>", "<td colspan=99999999>", "</table>", "<select><option>", "</select>",
    "<template>", "</template>", "<plaintext>", "<textarea>", "</textarea>", "<svg><p>", "<math>",
    "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<frameset>", "<body>",
    "</body>", "<html>", "</html>", "<noscript>", "<iframe>", "<title>", "<a href='", "<form>",
    "&#xD800;", "&#0;", "&lt;p&gt;", "\r", "\r\n", "\u2028", "\u200b", "\ufffd", "<br>" * 50,
    "<font><b><i>", "</i></font>", "<h1>", "<article>", "<li>", "<caption>", "<base href='//['>",
    "<script type='application/ld+json'>{", "<meta property='og:title' content='", "기자", "5억원",
)  # fmt: skip

edit = st.tuples(
    st.sampled_from(["put", "cut", "double", "move", "overwrite"]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(0, 2_000),
    st.sampled_from(SNIPPETS),
)


def mutated(markup: str, edits: list[tuple[str, float, float, int, str]]) -> str:
    for kind, where, whither, length, snippet in edits:
        start = int(where * len(markup))
        end = min(len(markup), start + length)
        piece = markup[start:end]
        if kind == "put":
            markup = markup[:start] + snippet + markup[start:]
        elif kind == "overwrite":
            markup = markup[:start] + snippet + markup[start + len(snippet) :]
        elif kind == "double":
            markup = markup[:end] + piece + markup[end:]
        else:
            markup = markup[:start] + markup[end:]
            at = int(whither * len(markup))
            markup = markup[:at] + piece + markup[at:] if kind == "move" else markup
    return markup


def sources() -> list[str]:
    """Pages to mutate: the project's own, and those beside it where they are there."""
    own = [hostile.page(inside=hostile.spans("2")), hostile.wrapped_in("select", "option")]
    folders = (HERE.parents[1] / "fixtures", HERE.parents[2] / "shared" / "pages")
    found = [path for folder in folders for path in sorted(folder.rglob("*.html"))]
    found += sorted((HERE / "profiles").rglob("*.html"))
    small = [path for path in found if path.stat().st_size < 400_000]
    return own + [path.read_bytes().decode("utf-8", "replace") for path in small]


SOURCES = sources()


@settings(max_examples=MUTATIONS, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(range(len(SOURCES))), st.lists(edit, min_size=1, max_size=12))
@example(0, [("put", 0.5, 0.0, 0, "<plaintext>")])
@example(1, [("put", 0.5, 0.0, 0, "</select><template>")])
def test_mutated_pages(number: int, edits: list[tuple[str, float, float, int, str]]):
    markup = mutated(SOURCES[number], edits)
    result = outcome(markup)
    if isinstance(result, Article):
        assert_whole(result)
        assert parse(markup) == result


@settings(max_examples=MUTATIONS, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_mutated_bytes(data: st.DataObject):
    """Damage below the level of characters: a page in either encoding, bytes changed."""
    codec = data.draw(st.sampled_from(["utf-8", "cp949", "utf-16"]))
    raw = bytearray(hostile.page(inside=hostile.spans("2")).encode(codec))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
        if not raw:
            return
    result = outcome(bytes(raw))
    if isinstance(result, Article):
        assert_whole(result)
