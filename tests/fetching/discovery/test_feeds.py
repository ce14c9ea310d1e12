"""RSS, RDF and Atom as newspapers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsextract.fetching.discovery.documents import open_document
from newsextract.fetching.discovery.entries import Entry, Listing
from newsextract.fetching.discovery.feeds import feeds_named, parse_feed

PAGES = Path(__file__).resolve().parents[4] / "shared" / "pages"
BASE = "https://www.garam.example/rss/allArticle.xml"


def read(text: str, base: str = BASE) -> Listing:
    return parse_feed(open_document(text.encode()), base)


def only(item: str) -> Entry:
    channel = f"<channel><link>/</link><item>{item}</item></channel>"
    (entry,) = read(f"<rss version='2.0'>{channel}</rss>").entries
    return entry


def test_rss_2_of_a_korean_cms() -> None:
    listing = read("""<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <title>가람신문</title><link>https://www.garam.example</link>
        <image><url>https://www.garam.example/logo.gif</url><link>https://www.garam.example</link></image>
        <item><title><![CDATA[내년 예산안 "확정"]]></title>
          <link>https://www.garam.example/news/articleView.html?idxno=1234</link>
          <description><![CDATA[<a href="https://ad.example">광고</a>]]></description>
          <author>김가람</author><pubDate>2026-11-24 10:00:00</pubDate></item>
        <item><title>둘째</title><link><![CDATA[https://www.garam.example/news/articleView.html?idxno=1235&sc=1]]></link>
          <dc:date>2026-11-23T09:00:00+09:00</dc:date></item>
        </channel></rss>""")
    assert listing.entries == [
        Entry(
            "https://www.garam.example/news/articleView.html?idxno=1234",
            ("2026-11-24 10:00:00",),
            '내년 예산안 "확정"',
        ),
        Entry(
            "https://www.garam.example/news/articleView.html?idxno=1235&sc=1",
            ("2026-11-23T09:00:00+09:00",),
            "둘째",
        ),
    ]
    assert not listing.is_cut


@pytest.mark.parametrize(
    "item",
    [
        "<link>https://www.garam.example/1</link>",
        "<link>\n  /1\n</link>",
        "<link>../1</link>",
        "<guid>https://www.garam.example/1</guid>",
        "<guid isPermaLink='true'>https://www.garam.example/1</guid>",
        "<link></link><guid>https://www.garam.example/1</guid>",
        "<link>https://feeds.example/~r/x</link><feedburner:origLink>/1</feedburner:origLink>",
        "<atom:link rel='self' href='/2'/><atom:link href='/1'/>",
        "<link rel='alternate' href='/1'/>",
        "<media:content url='/2'/><media:title>둘</media:title><link>/1</link>",
    ],
)
def test_where_an_item_s_address_stands(item: str) -> None:
    assert only(item).address == "https://www.garam.example/1"


@pytest.mark.parametrize(
    "item",
    ["<title>제목뿐</title>", "<guid>1234</guid>",
     "<guid isPermaLink='false'>https://www.garam.example/1</guid>",
     "<image><link>/1</link></image>", "<atom:link rel='enclosure' href='/1.mp3'/>"],
)  # fmt: skip
def test_an_item_without_an_address_is_kept_as_such(item: str) -> None:
    assert only(item).address is None


def test_all_dates_are_kept_the_most_trusted_first() -> None:
    item = "<atom:updated>c</atom:updated><dc:date>b</dc:date><pubDate>a</pubDate><link>/1</link>"
    assert only(item).dates == ("a", "b", "c")


def test_titles_are_of_the_item_itself_and_unescaped() -> None:
    entry = only("<media:title>사진</media:title><title>R&amp;amp;D &amp;middot; 예산</title>")
    assert entry.title == "R&D · 예산"


def test_rss_1() -> None:
    listing = read("""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://www.garam.example/"><link>https://www.garam.example/</link>
          <items><rdf:Seq><rdf:li resource="https://www.garam.example/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://www.garam.example/1"><title>하나</title>
          <link>https://www.garam.example/1</link><dc:date>2026-11-24</dc:date></item>
        <item rdf:about="https://www.garam.example/2"><title>둘</title></item></rdf:RDF>""")
    assert [(e.address, e.dates) for e in listing.entries] == [
        ("https://www.garam.example/1", ("2026-11-24",)),
        ("https://www.garam.example/2", ()),
    ]


@pytest.mark.parametrize("prefix", ["", "a:"])
def test_atom(prefix: str) -> None:
    text = """<{p}feed xmlns{x}="http://www.w3.org/2005/Atom" xml:base="https://www.garam.example/news/">
        <{p}link rel="self" href="/atom.xml"/><{p}updated>2026-11-25T00:00:00Z</{p}updated>
        <{p}entry><{p}title type="html">&lt;b&gt;하나&lt;/b&gt;</{p}title>
          <{p}link rel="alternate" type="application/pdf" href="1.pdf"/>
          <{p}link rel="alternate" type="text/html" href="1"/>
          <{p}link rel="edit" href="9"/><{p}id>tag:garam.example,2026:1</{p}id>
          <{p}published>2026-11-24T10:00:00+09:00</{p}published>
          <{p}updated>2026-11-25</{p}updated></{p}entry>
        <{p}entry xml:base="old/"><{p}link href="2"/>
          <{p}source><{p}link href="/no"/></{p}source></{p}entry>
        <{p}entry><{p}id>https://www.garam.example/3</{p}id></{p}entry></{p}feed>"""
    text = text.format(p=prefix, x=":a" if prefix else "")
    listing = read(text, "https://www.garam.example/atom.xml")
    assert [e.address for e in listing.entries] == [
        "https://www.garam.example/news/1",
        "https://www.garam.example/news/old/2",
        "https://www.garam.example/3",
    ]
    assert listing.entries[0].dates == ("2026-11-24T10:00:00+09:00", "2026-11-25")
    assert not listing.is_cut


def test_feeds_that_a_page_names() -> None:
    markup = """<link rel="alternate" hreflang="en" href="/en">
        <LINK REL="Alternate" TYPE="application/RSS+xml; charset=utf-8" HREF="/rss/all.xml">
        <link rel="alternate" type="application/atom+xml" href="https://www.garam.example/atom">
        <link rel="alternate" type="application/rss+xml" href="/rss/all.xml">
        <!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->"""
    assert feeds_named(markup, "https://www.garam.example/a/b") == [
        "https://www.garam.example/rss/all.xml",
        "https://www.garam.example/atom",
    ]
    assert feeds_named("<div>" * 30_000, "https://www.garam.example/") == []


@pytest.mark.skipif(
    not PAGES.is_dir(), reason="the real pages (../shared/pages) are not beside the project"
)
def test_a_real_page_names_its_feed() -> None:
    text = (PAGES / "015_entermedia.html").read_bytes().decode("utf-8", "replace")
    assert feeds_named(text, "http://www.entermedia.co.kr/news/news_view.html?idx=1") == [
        "http://www.entermedia.co.kr/xml/news_rss.php"
    ]
