"""What pages say of themselves, and when they are not believed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.fetching.hints import Hints, is_page, read_hints, refresh_target

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
URL = "https://www.garam.example/news/articleView.html?idxno=1234"
needs_pages = pytest.mark.skipif(
    not PAGES.is_dir(), reason="the real pages (../shared/pages) are not beside the project"
)


def hints(head: str, url: str = URL, body: str = "<p>내년 예산</p>") -> Hints:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_hints(page.encode(), "text/html; charset=utf-8", url)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", b""),
        ("text/html; charset=euc-kr", "<p>예산".encode("cp949")),
        ("TEXT/HTML", b"no markup at all"),
        ("application/xhtml+xml", b"<?xml version='1.0'?><html>"),
        ("text/html; charset=utf-16", "<html>".encode("utf-16")),
        (None, b"\xef\xbb\xbf<!DOCTYPE html><p>"),
        ("application/octet-stream", b"<html><body><p>x"),
        ("text/plain", b"<div><p>a</p><p>b</p></div>"),
        ("text/xml", b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>"),
    ],
)
def test_pages(content_type: str | None, body: bytes) -> None:
    assert is_page(content_type, body)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", b"%PDF-1.7"),
        ("text/html", b"%PDF-1.7"),
        ("text/html", b"\x89PNG\r\n\x1a\n...."),
        ("text/html", bytes(range(32)) * 40),
        ("image/jpeg", b"<html>"),
        ("application/json", b'{"a": 1}'),
        ("application/rss+xml", b"<rss>"),
        ("text/html", b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>"),
        ("text/xml", b"<?xml version='1.0'?><urlset xmlns='x'>"),
        ("application/xml", b"<?xml version='1.0'?><NewsML>"),
        (None, b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>"),
        (None, b""),
        ("text/plain", b"User-agent: *\nDisallow: /"),
        ("application/octet-stream", b"PK\x03\x04"),
        ("text/css", b"p {}"),
        ("nonsense", b"<html>"),
    ],
)
def test_what_is_no_page(content_type: str | None, body: bytes) -> None:
    assert not is_page(content_type, body)


def test_the_canonical_address_is_whole_and_normalised() -> None:
    assert hints("<link rel=canonical href='/news/9876?utm_source=x#top'>").canonical_url == (
        "https://www.garam.example/news/9876"
    )
    based = "<base href='https://www.garam.example/m/'><link rel=CANONICAL href='9876'>"
    assert hints(based).canonical_url == "https://www.garam.example/m/9876"


def test_og_url_stands_in_for_a_missing_or_unbelievable_canonical() -> None:
    og = "<meta property='og:url' content='https://www.garam.example/news/1234'>"
    good = "https://www.garam.example/news/1234"
    assert hints(og).canonical_url == good
    assert (
        hints(f"<link rel=canonical href='https://www.garam.example/'>{og}").canonical_url == good
    )
    assert hints(f"<link rel=canonical href=''>{og}").canonical_url == good


@pytest.mark.parametrize(
    "href",
    [
        "https://www.garam.example/",
        "https://www.garam.example/main/index.html",
        "https://www.garam.example/news/articleView.html",
        "https://www.garam.example/news/articleList.html?page=12345",
        "https://www.garam.example/politics",
        "https://other.example/news/1234",
        "https://u:p@www.garam.example/news/1234",
        "javascript:void(0)",
        "http://[::1",
        "ftp://www.garam.example/news/1234",
        "   ",
    ],
)
def test_a_lying_canonical_is_not_believed(href: str) -> None:
    assert hints(f"<link rel=canonical href='{href}'>").canonical_url is None


def test_the_front_page_may_call_itself_so() -> None:
    front = "https://www.garam.example/"
    assert hints(f"<link rel=canonical href='{front}'>", f"{front}main").canonical_url == front


def test_a_commented_canonical_does_not_count() -> None:
    assert hints("<!-- <link rel=canonical href='/news/9876'> -->").canonical_url is None


@pytest.mark.parametrize(
    ("root", "url"),
    [
        ("<html amp>", "https://www.garam.example/news/1234?view=2"),
        ("<html ⚡ lang=ko>", "https://www.garam.example/n/1234"),
        ("<html>", "https://m.garam.example/news/1234"),
        ("<html>", "https://www.garam.example/amp/1234"),
        ("<html>", "https://www-garam-example.cdn.ampproject.org/c/s/www.garam.example/news/1234"),
    ],
)
def test_amp_and_mobile_editions_map_to_the_full_page(root: str, url: str) -> None:
    full = "https://www.garam.example/news/1234"
    page = f"{root}<head><link rel='canonical' href='{full}'></head><body>".encode()
    assert read_hints(page, None, url).amp_of == full
    assert read_hints(root.encode(), None, url).amp_of is None


def test_a_full_page_and_a_mobile_page_of_its_own_are_no_editions() -> None:
    assert hints(f"<link rel=canonical href='{URL}'>").amp_of is None
    mobile = "https://m.garam.example/news/1234"
    found = hints(f"<link rel=canonical href='{mobile}'>", mobile)
    assert found.canonical_url == mobile
    assert found.amp_of is None


NAVER = "https://n.news.naver.com/mnews/article/999/0001234567?sid=100"


@pytest.mark.parametrize(
    "link",
    [
        "<a href='{}' class='media_end_head_origin_link' target=_blank>기사원문</a>",
        "<a class='btn_artialoriginal' href='{}'>원문</a>",
        "<a href='{}'><span>▶</span> 기사 원문 보기</a>",
        "<a href='javascript:go()'>기사원문</a><a href='{}'>원문보기</a>",
        "<a href='https://media.naver.com/press/999'>기사원문</a><a href='{}'>기사원문</a>",
        "<a href='https://www.garam.example/'>기사원문</a><a href='{}'>기사원문</a>",
    ],
)
@pytest.mark.parametrize("portal", [NAVER, "https://v.daum.net/v/20261124101112131"])
def test_a_portal_s_copy_names_the_original(link: str, portal: str) -> None:
    found = hints(f"<meta property='og:url' content='{portal}'>", portal, link.format(URL))
    if "media.naver.com" not in link or portal == NAVER:
        assert found.original_url == URL
    assert found.canonical_url == portal, "portal links are kept as they are"
    assert found.amp_of is None


def test_words_of_origin_mean_nothing_away_from_portals() -> None:
    assert hints("", URL, "<a href='https://other.example/1234'>기사원문</a>").original_url is None
    lookalike = "https://n.news.naver.com.evil.example/article/1/2345"
    assert hints("", lookalike, f"<a href='{URL}'>기사원문</a>").original_url is None


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=/new/5678", "https://www.garam.example/new/5678"),
        ("0; URL='https://other.example/a b'", "https://other.example/a%20b"),
        (' 3 , url = "5678" trailing', "https://www.garam.example/news/5678"),
        ("1.5;https://other.example/1", "https://other.example/1"),
        ("10;url=//other.example/1", "https://other.example/1"),
        ("0 /new", "https://www.garam.example/new"),
        ("11;url=/new", None),
        ("600", None),
        ("0;", None),
        ("0;url=", None),
        ("url=/new", None),
        ("-1;url=/new", None),
        ("0;url=javascript:alert(1)", None),
        ("0;url=file:///etc/passwd", None),
        ("", None),
    ],
)
def test_meta_refresh(content: str, target: str | None) -> None:
    assert refresh_target(content, URL) == target
    quoted = content.replace('"', "&quot;")
    assert hints(f'<META HTTP-EQUIV="Refresh" CONTENT="{quoted}">').refresh == target


@pytest.mark.parametrize(
    "markup",
    [
        "<noscript><meta http-equiv=refresh content='0;url=/new'></noscript>",
        "<noscript><div><meta http-equiv=refresh content='0;url=/new'></div></noscript>",
        "<template><meta http-equiv=refresh content='0;url=/new'></template>",
        "<!-- <meta http-equiv=refresh content='0;url=/new'> -->",
        "<script>'<meta http-equiv=refresh content=0;url=/new>'</script>",
        f"<meta http-equiv=refresh content='0;url={URL}#again'>",
        "<meta http-equiv=refresh content='60'><meta http-equiv=refresh content='0;url=/new'>",
    ],
)
def test_a_refresh_that_moves_no_reader_is_none(markup: str) -> None:
    assert hints(markup).refresh is None
    assert hints("", body=markup).refresh is None


def test_euc_kr_without_a_charset() -> None:
    page = "<html><meta http-equiv=refresh content='0;url=/펲시/1234'><p>예산안 펲</p>"
    expected = "https://www.garam.example/%ED%8E%B2%EC%8B%9C/1234"
    assert read_hints(page.encode("cp949"), "text/html", URL).refresh == expected


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"%PDF-1.7", b"\x00" * 100, b"<frameset><frame src=a></frameset>",
     b"<div>" * 30_000, b"\x1f\x8b\x08broken"],
)  # fmt: skip
def test_what_cannot_be_read_has_no_hints(body: bytes) -> None:
    assert read_hints(body, "text/html", URL) == Hints()


@given(st.binary(max_size=200), st.text(max_size=30))
def test_no_bytes_raise(body: bytes, url: str) -> None:
    page = b"<link rel=canonical href='%b'><meta http-equiv=refresh content='0;%b'>" % (body, body)
    read_hints(page, None, url)
    is_page("text/html", body)
    is_page(None, body)


def _own_url(body: bytes) -> str:
    found = re.search(rb"""og:url"\s+content="([^"]+)""", body)
    return found[1].decode().replace("&#x3D;", "=") if found else URL


@needs_pages
@pytest.mark.parametrize("name", sorted(p.name for p in PAGES.glob("*.html")))
def test_real_pages_are_pages_and_name_themselves(name: str) -> None:
    body = (PAGES / name).read_bytes()
    url = _own_url(body)
    found = read_hints(body, None, url)
    assert is_page("text/html", body)
    assert is_page(None, body)
    assert found.refresh is None
    assert found.amp_of is None
    if url != URL:
        assert found.canonical_url == url.partition("&utm_")[0]


@needs_pages
@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("027_naver_khan.html", "http://news.khan.co.kr/kh_news/khan_art_view.html?artid=201901081408001&code=940100"),
        ("028_naver_news1.html", "https://www.news1.kr/society/general-society/6071094"),
        ("031_naver_heraldcorp.html", "http://news.heraldcorp.com/view.php?ud=20230907000489"),
        ("025_daum_ytn.html", None),
    ],
)  # fmt: skip
def test_real_portal_pages_name_the_newspaper_s_own(name: str, original: str | None) -> None:
    body = (PAGES / name).read_bytes()
    assert read_hints(body, None, _own_url(body)).original_url == original


@needs_pages
def test_a_real_amp_address_maps_to_the_page_it_names() -> None:
    body = (PAGES / "001_mk.html").read_bytes()
    amp = read_hints(body, None, "https://m.mk.co.kr/amp/11328184").amp_of
    assert amp == "https://www.mk.co.kr/news/society/11328184"
