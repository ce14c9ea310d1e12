"""Sitemaps, indexes and lists."""

from __future__ import annotations

from datetime import date

from newsextract.fetching.discovery.documents import Document, open_document
from newsextract.fetching.discovery.entries import MAX_ENTRIES, Entry
from newsextract.fetching.discovery.sitemaps import (
    days_in_names,
    parse_index,
    parse_lines,
    parse_robots,
    parse_sitemap,
)


def document(text: str) -> Document:
    return open_document(text.encode())


def test_a_google_news_sitemap() -> None:
    listing = parse_sitemap(
        document("""<?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
          xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
          xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><image:image><image:loc>https://img.garam.example/1.jpg</image:loc></image:image>
          <loc>https://www.garam.example/news/articleView.html?idxno=1234&amp;a=1</loc>
          <lastmod>2026-11-25</lastmod>
          <news:news><news:publication><news:name>가람신문</news:name></news:publication>
            <news:publication_date>2026-11-24T10:00:00+09:00</news:publication_date>
            <news:title>예산 &amp; 결산</news:title></news:news></url>
        <url><loc>https://www.garam.example/politics</loc></url></urlset>""")
    )
    assert listing.entries == [
        Entry(
            "https://www.garam.example/news/articleView.html?idxno=1234&a=1",
            ("2026-11-24T10:00:00+09:00", "2026-11-25"),
            "예산 & 결산",
        ),
        Entry("https://www.garam.example/politics", is_news=False),
    ]


def test_a_sitemap_with_a_prefix_of_its_own() -> None:
    text = (
        "<s:urlset xmlns:s='x'><s:url><s:loc> https://garam.example/1 </s:loc></s:url></s:urlset>"
    )
    assert [e.address for e in parse_sitemap(document(text)).entries] == ["https://garam.example/1"]


def test_no_more_entries_than_the_limit() -> None:
    urls = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(MAX_ENTRIES + 1))
    listing = parse_sitemap(document(f"<urlset>{urls}</urlset>"))
    assert len(listing.entries) == MAX_ENTRIES
    assert listing.is_capped


def test_an_index() -> None:
    text = """<sitemapindex><sitemap><loc>https://a.example/1.xml.gz</loc><lastmod>2026-11-24</lastmod>
        </sitemap><sitemap><loc>https://a.example/2.xml</loc></sitemap><sitemap></sitemap></sitemapindex>"""
    assert parse_index(document(text)).documents == [
        Entry("https://a.example/1.xml.gz", ("2026-11-24",)),
        Entry("https://a.example/2.xml"),
        Entry(None),
    ]


def test_a_list_of_urls() -> None:
    listing = parse_lines(
        document("https://a.example/1\r\n\n# 메모\n  https://a.example/2 \n예산\n")
    )
    assert [e.address for e in listing.entries] == ["https://a.example/1", "https://a.example/2"]
    assert listing.ignored == 1


def test_the_last_line_of_a_list_that_is_cut_short_is_left_out() -> None:
    whole = "https://a.example/1\nhttps://a.example/2345"
    for note, addresses in ((None, 2), ("the gzip data is cut short", 1)):
        listing = parse_lines(Document("list", whole, note=note))
        assert len(listing.entries) == addresses
        assert listing.is_cut == (note is not None)


def test_sitemaps_in_robots_txt() -> None:
    text = "User-agent: *\nsitemap:https://a.example/1.xml\nSITEMAP : https://a.example/2.xml # neu"
    assert [e.address for e in parse_robots(document(text)).documents] == [
        "https://a.example/1.xml",
        "https://a.example/2.xml",
    ]


def test_days_in_the_names_of_sitemaps() -> None:
    names = [f"https://a.example/{n}" for n in ("s-2026-11-24.xml", "20251231.xml", "2024_02.xml")]
    days = days_in_names(names)
    assert days[names[0]] == (date(2026, 11, 23), date(2026, 11, 25))
    assert days[names[1]] == (date(2025, 12, 30), date(2026, 1, 1))
    assert days[names[2]] == (date(2023, 12, 31), date(2025, 1, 1)), "a month may be a part"


def test_numbers_are_no_days() -> None:
    for names in (
        ["2024.xml", "17.xml"],
        ["sitemap-news.xml", "2024-01-01.xml"],
        ["20241399.xml"],
        ["2024-02-30.xml"],
        ["120240101.xml"],
    ):
        assert days_in_names([f"https://a.example/{name}" for name in names]) == {}
    assert days_in_names([]) == {}
