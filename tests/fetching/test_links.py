"""One spelling for one page, and nothing of an article's number lost."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsextract.errors import RefusedError
from newsextract.fetching.links import (
    MAX_URL_LENGTH,
    is_article_link,
    is_front,
    link_kind,
    normalise,
    same_site,
    site_of,
)

WORDS = tomllib.loads(files("newsextract.fetching").joinpath("links.toml").read_text("utf-8"))
IDS = WORDS["ids"]["names"]


@pytest.mark.parametrize(
    ("spelling", "same"),
    [
        ("HTTPS://Garam.Example:443", "https://garam.example/"),
        ("http://garam.example.:0080/a", "http://garam.example/a"),
        ("http://garam.example:8080/a", "http://garam.example:8080/a"),
        ("https://garam.example/a#comments", "https://garam.example/a"),
        ("https://garam.example/a/./b/../c/", "https://garam.example/a/c/"),
        ("https://garam.example/../../a/..", "https://garam.example/"),
        ("https://garam.example/%7Ekim/%ea%b0%80", "https://garam.example/~kim/%EA%B0%80"),
        ("https://garam.example/기사/예산 안", "https://garam.example/%EA%B8%B0%EC%82%AC/%EC%98%88%EC%82%B0%20%EC%95%88"),
        ("https://garam.example/?q=%b0%a1", "https://garam.example/?q=%B0%A1"),
        ("https://garam.example/?q=100%", "https://garam.example/?q=100%25"),
        ("  https://garam.example/a\n", "https://garam.example/a"),
        ("https://garam.example/v;jsessionid=A1B2?no=3", "https://garam.example/v?no=3"),
        ("https://GARAM.example/A?B=C", "https://garam.example/A?B=C"),
        ("https://가람신문.example/1", "https://xn--939awik78jjzb.example/1"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("https://garam.example/view.php?idx=7&amp;utm_source=rss", "https://garam.example/view.php?idx=7"),
    ],
)  # fmt: skip
def test_spellings_of_one_page_become_one(spelling: str, same: str) -> None:
    if "가람" in spelling:
        same = f"https://{'가람신문.example'.encode('idna').decode()}/1"
    assert normalise(spelling) == same


@pytest.mark.parametrize(
    "tracking",
    ["utm_source=naver", "UTM_Campaign=x", "fbclid=IwAR0", "gclid=1", "n_media=8753", "NaPm=ct%3D1",
     "igshid=1", "_ga=2.1", "utm%5Fmedium=x", "PHPSESSID=0a"],
)  # fmt: skip
@pytest.mark.parametrize("at", [0, 1, 2])
def test_where_a_reader_came_from_is_dropped(tracking: str, at: int) -> None:
    parts = ["idxno=1234", "sc=S1N1"]
    parts.insert(at, tracking)
    url = "https://garam.example/news/articleView.html?"
    assert normalise(url + "&".join(parts)) == f"{url}idxno=1234&sc=S1N1"


@pytest.mark.parametrize("name", IDS)
def test_what_names_an_article_is_never_dropped(name: str) -> None:
    url = f"https://garam.example/view?a=&{name}=12345&{name.upper()}=6"
    assert normalise(url) == url


def test_no_word_both_names_and_tracks() -> None:
    assert not set(IDS) & set(WORDS["tracking"]["names"])
    assert not [name for name in IDS if name.startswith(tuple(WORDS["tracking"]["prefixes"]))]
    assert {*WORDS["ids"]["if_long"], *WORDS["ids"]["not_alone"]} <= set(IDS)


def test_articles_that_differ_in_a_parameter_stay_apart() -> None:
    urls = [f"https://garam.example/view.php?{q}" for q in ("no=1", "no=2", "no=1&page=2", "NO=1")]
    assert len({normalise(url) for url in urls}) == 4


def test_a_site_s_own_tracking_is_dropped_there_only() -> None:
    assert normalise("https://news.sbs.co.kr/e?news_id=N1&plink=RSS") == (
        "https://news.sbs.co.kr/e?news_id=N1"
    )
    assert normalise("https://garam.example/e?plink=RSS") == "https://garam.example/e?plink=RSS"


@pytest.mark.parametrize(
    "url",
    ["", "news/1", "ftp://garam.example/a", "javascript:alert(1)", "mailto:a@garam.example",
     "http://", "http:///a", "http://[::1", "http://garam.example:99999/", "http://garam.example:x/",
     "https://user@garam.example/", "https://u:p@garam.example/", "https://garam..example/",
     "https://-/", "https://gar am.example/", "https://garam.example\\@evil.example/",
     f"https://{'a' * 64}.example/", f"https://{'가' * 500}.example/", "http://[fe80::1%25eth0]/",
     "https://garam.example/\ud800", "https://garam.example/" + "a" * MAX_URL_LENGTH,
     "https://garam.example/" + "가" * (MAX_URL_LENGTH // 4)],
)  # fmt: skip
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        normalise(url)


@given(
    host=st.sampled_from(["garam.example", "M.Garam.Example.", "가람.example", "127.0.0.1"]),
    rest=st.text(st.sampled_from(list("/.%?&=#;aZ0~-_가é 2eE5Ff\\|")), max_size=40),
)
@example(host="garam.example", rest="/%%34%31")
@example(host="garam.example", rest="/%2e%2E/a/%2F..")
@example(host="garam.example", rest="/?&&amp;utm_a=1&%75tm_b=2")
def test_normalising_twice_changes_nothing(host: str, rest: str) -> None:
    try:
        once = normalise(f"http://{host}/{rest}")
    except RefusedError:
        return
    assert normalise(once) == once
    assert once.isascii()
    assert " " not in once
    assert "#" not in once


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    for candidate in (text, f"http://{text}", f"https://garam.example/{text}"):
        assert link_kind(candidate) in {"article", "other", "unknown"}
        site_of(candidate)
        is_front(candidate)
        try:
            normalise(candidate)
        except RefusedError:
            continue


@pytest.mark.parametrize(
    "path",
    ["news/articleView.html?idxno=7", "news/article.html?no=12", "v/20261124214325415",
     "mnews/article/421/0008770777?sid=110", "main/read.nhn?mid=sec&oid=032&aid=0002915741",
     "news/society/view/2020/07/693939/", "News/Read/A2025051516330004328", "news/190742",
     "view.php?ud=20230907000489", "?p=1234", "board?document_srl=55",
     "2026/11/24/city-budget-passes-council/", "기사/내년-예산안-본회의-통과-확정",
     "view.php?20231", "NewsView/2D3GARAM01", "politics/GARAMNEWSABCDEFGHIJ5KLMNO/",
     "bbs/view.do?key=263&nttNo=123456"],
)  # fmt: skip
def test_addresses_of_articles(path: str) -> None:
    assert is_article_link(f"https://garam.example/{path}")


@pytest.mark.parametrize(
    ("path", "kind"),
    [("", "other"), ("main/index.html", "other"), ("news/articleList.html?page=1234", "other"),
     ("search?q=1234", "other"), ("tag/12345", "other"), ("reporter/12345", "other"),
     ("photo/202611240001.jpg", "other"), ("files/123456.pdf", "other"), ("rss/S1N1.xml", "other"),
     ("politics", "unknown"), ("2026/11/24/", "unknown"), ("20261124", "unknown"),
     ("news?sid=1000&code=940100", "unknown"), ("politics?p=2", "unknown")],
)  # fmt: skip
def test_other_addresses(path: str, kind: str) -> None:
    assert link_kind(f"https://garam.example/{path}") == kind


def test_only_the_web_has_articles() -> None:
    for url in ("ftp://garam.example/12345", "12345", "http://[/12345"):
        assert link_kind(url) == "other"


def test_sites_are_told_by_their_registered_name() -> None:
    assert site_of("https://m.news.garam.co.kr/1") == "garam.co.kr"
    assert site_of("https://www.garam.kr./1") == "garam.kr"
    assert site_of("http://127.0.0.1:8000/") == "127.0.0.1"
    assert site_of("not a url") == ""
    assert not same_site("https://a.co.kr/", "https://b.co.kr/")
    assert not same_site("", "")
