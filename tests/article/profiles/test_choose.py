"""Which profile and layout a page gets: by host, by its canonical address, by its marks."""

from __future__ import annotations

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsextract.article.profiles import (
    Choice,
    Layout,
    Profile,
    ScriptBody,
    choose,
    choose_layout,
    explain,
    profile_named,
)


def page(body: str, head: str = "", html: str = "") -> LexborHTMLParser:
    return LexborHTMLParser(f"<html{html}><head>{head}</head><body>{body}</body></html>")


MK = page("<div class='news_cnt_detail_wrap'>본문이다.</div>")
NAVER = page("<article id='dic_area'>본문이다.</article>")
ND = page("<div class='article-head-title'>제</div><div id='article-view-content-div'>본문</div>")


def chosen(choice: Choice | None) -> tuple[str, str, str] | None:
    return None if choice is None else (choice.profile.id, choice.layout.id, choice.reason)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.mk.co.kr/news/society/1",
        "http://mk.co.kr/news/society/1",
        "https://m.mk.co.kr/news/society/1",
        "https://WWW.MK.CO.KR:443/news/1?a=b#c",
        "https://www.mk.co.kr./news/1",
    ],
)
def test_the_host_decides_with_any_name_before_it(url: str) -> None:
    assert chosen(explain(MK, url)) == ("mk", "2022", "host")


def test_the_longest_host_wins() -> None:
    tree = page("<section class='article-body'>본문이다.</section>")
    assert chosen(explain(tree, "https://biz.chosun.com/1")) == ("chosunbiz", "2021", "host")
    assert chosen(explain(tree, "https://www.chosun.com/1")) == ("chosun", "2020", "host")


def test_another_host_that_ends_alike_is_another_host() -> None:
    fake = page("<div class='x'>본문이다.</div>")
    assert explain(fake, "https://notmk.co.kr/news/1") is None
    assert explain(fake, "https://mk.co.kr.example.com/news/1") is None


@pytest.mark.parametrize(
    "head",
    [
        "<link rel='canonical' href='https://www.mk.co.kr/news/1'>",
        "<meta property='og:url' content='https://www.mk.co.kr/news/1'>",
    ],
)
def test_the_canonical_address_decides_when_no_url_is_known(head: str) -> None:
    tree = page("<div class='news_cnt_detail_wrap'>본문이다.</div>", head)
    assert chosen(explain(tree)) == ("mk", "2022", "canonical_host")
    assert chosen(explain(tree, "https://archive.example/1")) == ("mk", "2022", "canonical_host")


def test_the_callers_canonical_address_comes_before_the_pages() -> None:
    tree = page("<article id='dic_area'>가</article>", "<link rel=canonical href='https://a.kr/'>")
    found = explain(tree, None, "https://n.news.naver.com/mnews/article/001/1")
    assert chosen(found) == ("naver", "news-2021", "canonical_host")


def test_the_host_comes_before_the_canonical_address() -> None:
    """A portal's page names the paper's address as the canonical one."""
    tree = page(
        "<article id='dic_area'>본문이다.</article><div class='news_cnt_detail_wrap'>가</div>",
        "<link rel='canonical' href='https://www.mk.co.kr/news/1'>",
    )
    found = explain(tree, "https://n.news.naver.com/mnews/article/009/1")
    assert chosen(found) == ("naver", "news-2021", "host")


def test_a_url_pattern_knows_a_cms_on_any_host() -> None:
    found = explain(ND, "https://www.example.kr/news/articleView.html?idxno=7")
    assert chosen(found) == ("ndsoft", "foundation-2016", "url_pattern")
    other = "https://www.example.kr/news/articleView.html?page=2&idxno=7"
    assert chosen(explain(ND, other)) == ("ndsoft", "foundation-2016", "url_pattern")


def test_a_pattern_is_not_looked_for_in_the_host() -> None:
    assert chosen(explain(ND, "https://news.articleview.html.example/")) == (
        "ndsoft",
        "foundation-2016",
        "mark",
    )


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (ND, ("ndsoft", "foundation-2016", "mark")),
        (NAVER, None),
        (
            page(
                "<h2 class='media_end_head_headline'>제</h2><div id='dic_area'>가</div>",
            ),
            ("naver", "news-2021", "mark"),
        ),
        (
            page(
                "<div class='news_cnt_detail_wrap'>가</div>",
                "<meta property='og:site_name' content=' 매일경제 '>",
            ),
            ("mk", "2022", "mark"),
        ),
        (
            page(
                "<article class='post'><div class='entry-content'>가</div></article>",
                "<meta name='generator' content='WordPress 6.5'>",
            ),
            ("wordpress", "post", "mark"),
        ),
        (
            page("<h1>제</h1><div class='article-body'>가</div>", html=" ⚡"),
            ("amp", "amp", "mark"),
        ),
        (page("<p>아무 표시도 없는 글이다.</p>"), None),
    ],
)
def test_marks_decide_when_no_address_is_known(
    tree: LexborHTMLParser, expected: tuple[str, str, str] | None
) -> None:
    assert chosen(explain(tree)) == expected


def test_a_papers_own_mark_comes_before_that_of_its_cms() -> None:
    tree = page(
        "<header class='article-view-header'><h1 class='heading'>제</h1></header>"
        "<article id='article-view-content-div'>본문</article>",
        "<meta property='og:site_name' content='경남도민일보'>",
    )
    assert chosen(explain(tree)) == ("idomin", "skin-2020", "mark")


def test_a_paper_that_moved_to_another_system_falls_through_to_it() -> None:
    found = explain(ND, "https://www.busan.com/news/articleView.html?idxno=1")
    assert chosen(found) == ("ndsoft", "foundation-2016", "url_pattern")


def test_a_host_without_its_layouts_gives_none() -> None:
    assert explain(page("<p>첫 화면이다.</p>"), "https://www.hani.co.kr/") is None
    assert choose(page("<p>첫 화면이다.</p>"), "https://www.hani.co.kr/") is None


LAYOUTS = (
    Layout(id="new", needs=("h1.tit",), body=("#b",)),
    Layout(id="dated", until=date(2022, 12, 31), body=("#b",)),
    Layout(id="old", until=date(2015, 12, 31), body=("#b",)),
)
PAPER = Profile(id="p", name="신문", layouts=LAYOUTS)
BARE = page("<div id='b'>가</div>")


def layout_of(tree: LexborHTMLParser, profile: Profile, day: date | None = None) -> str | None:
    found = choose_layout(tree, profile, day)
    return None if found is None else found.id


def test_the_newest_layout_that_applies_is_taken() -> None:
    assert layout_of(page("<h1 class='tit'>제</h1><div id='b'>가</div>"), PAPER) == "new"
    assert layout_of(BARE, PAPER) == "dated"
    assert layout_of(page("<h1 class='tit'>제</h1>"), PAPER) is None


def test_the_day_tells_dated_layouts_apart() -> None:
    assert layout_of(BARE, PAPER, date(2014, 1, 1)) == "dated"
    assert layout_of(BARE, PAPER, date(2022, 12, 31)) == "dated"
    paper = Profile(id="p", name="신문", layouts=(LAYOUTS[2], LAYOUTS[1]))
    assert layout_of(BARE, paper, date(2020, 1, 1)) == "dated"
    assert layout_of(BARE, paper, date(2015, 12, 31)) == "old"


def test_a_day_too_late_for_all_does_not_unmake_what_stands_on_the_page() -> None:
    assert layout_of(BARE, PAPER, date(2024, 1, 1)) == "dated"


def script_layout(kind: str, pattern: str | None = None) -> Profile:
    script = ScriptBody.model_validate({"kind": kind, "pattern": pattern})
    return Profile(id="p", name="신문", layouts=(Layout(id="s", script=script),))


@pytest.mark.parametrize(
    ("kind", "pattern", "markup", "applies"),
    [
        ("fusion", None, "<script>Fusion.globalContent={}</script>", True),
        ("fusion", None, "<script>Fusion.arcSite='x'</script>", False),
        ("next_flight", None, "<script>self.__next_f.push([1,'x'])</script>", True),
        ("next_flight", "html", "<script>self.__next_f.push([1,'x'])</script>", False),
        (
            "next_flight",
            "contentHtml",
            "<script>self.__next_f.push([0])</script><script>{'contentHtml':1}</script>",
            True,
        ),
        ("next_data", None, "<script id='__NEXT_DATA__'>{}</script>", True),
        ("next_data", None, "<script>{}</script>", False),
        ("json_ld", None, "<script type='application/ld+json'>{}</script>", True),
        ("json_ld", "articleBody", "<script type='application/ld+json'>{}</script>", False),
        ("json", "var article =", "<script>var article = {}</script>", True),
        ("json", "script#data", "<script id='data'>{}</script>", True),
        ("json", "script#data", "<p>script#data</p>", False),
    ],
)
def test_a_script_layout_applies_when_its_script_is_there(
    kind: str, pattern: str | None, markup: str, applies: bool
) -> None:
    assert (layout_of(page(markup), script_layout(kind, pattern)) == "s") is applies


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://[",
        "not a url",
        "https://",
        "//",
        "mailto:a@b.kr",
        "https://" + "a." * 5000,
        "\0",
    ],
)
def test_an_address_that_is_none_does_no_harm(url: str) -> None:
    assert explain(page("<p>글이다.</p>"), url) is None


def test_daum_and_the_profile_by_id_agree() -> None:
    tree = page("<h3 class='tit_view'>제</h3><div class='article_view'><section>가</section></div>")
    found = choose(tree, "https://v.daum.net/v/20240305091200006")
    assert found is not None
    assert found[0] == profile_named("daum")
