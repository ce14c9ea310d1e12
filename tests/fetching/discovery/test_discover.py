"""From a feed's address to articles, over a real server on this machine."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from newsextract.article.timestamps import KST
from newsextract.errors import FetchError, ResponseError, StatusError, UsageError
from newsextract.fetching.discovery import Found, discover
from newsextract.fetching.discovery.discover import Get

# Beside the function of that name, the module can be had only so.
LIMITS = importlib.import_module("newsextract.fetching.discovery.discover")
DAY = date(2026, 11, 24)


class Site:
    """A newspaper's server: what it holds by path, and which paths were asked for, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.root = ""

    def put(self, path: str, text: str | bytes) -> str:
        """Hold a document, `ROOT` in it replaced, and return its URL."""
        body = text.replace("ROOT", self.root).encode() if isinstance(text, str) else text
        self.pages[path] = body
        return self.root + path

    async def get(self, url: str) -> tuple[bytes, str | None, str]:
        return await asyncio.to_thread(self._get, url)

    def _get(self, url: str) -> tuple[bytes, str | None, str]:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        try:
            connection.request("GET", parts.path)
            with connection.getresponse() as response:
                body = response.read()
                if response.status == 301:
                    return self._get(self.root + (response.getheader("Location") or ""))
                if response.status != 200:
                    raise StatusError(response.status, url)
                return body, response.getheader("Content-Type"), url
        finally:
            connection.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with _serving() as running:
        yield running


@contextmanager
def _serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            body = site.pages.get(self.path)
            if body is not None and body.startswith(b"-> "):
                self.send_response(301)
                self.send_header("Location", body[3:].decode())
                body = b""
            else:
                self.send_response(404 if body is None else 200)
            body = body or b""
            # The wrong type on purpose: the content is to decide.
            self.send_header("Content-Type", "text/html; charset=iso-8859-1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep stderr clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.root = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def search(get: Get, url: str, since: date | None = None, until: date | None = None) -> Found:
    return asyncio.run(discover(get, url, since, until))


def paths(found: Found) -> list[str]:
    return [urlsplit(link.url).path.removeprefix("/news/") for link in found.links]


def rss(*items: tuple[str, str]) -> str:
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel>"
        + "".join(
            f"<item><link>ROOT/news/{name}</link><pubDate>{written}</pubDate></item>"
            for name, written in items
        )
        + "</channel></rss>"
    )


def sitemap(*urls: tuple[str, str]) -> str:
    return (
        "<urlset>"
        + "".join(f"<url><loc>ROOT{path}</loc><lastmod>{day}</lastmod></url>" for path, day in urls)
        + "</urlset>"
    )


def index(*maps: tuple[str, str]) -> str:
    return (
        "<sitemapindex>"
        + "".join(
            f"<sitemap><loc>ROOT{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
            for path, day in maps
        )
        + "</sitemapindex>"
    )


def test_the_articles_of_the_days_asked_for(site: Site) -> None:
    url = site.put(
        "/rss.xml",
        rss(
            ("1001", "2026-11-23 23:59:59"),
            ("1002", "2026-11-24 00:00:00"),
            ("1003", "Tue, 24 Nov 2026 14:59:59 GMT"),
            ("1004", "Tue, 24 Nov 2026 15:00:00 GMT"),
            ("1005", ""),
            ("1006", "어제"),
            ("1002?utm_source=rss", "2026-11-24 00:00:00"),
        ),
    )
    found = search(site.get, url, DAY, DAY)
    assert paths(found) == ["1002", "1003", "1005", "1006"]
    assert found.links[0].published == datetime(2026, 11, 24, tzinfo=KST)
    assert found.links[0].source == url
    assert found.dropped == {"outside_window": 2, "duplicate": 1}
    assert found.undated == 2
    assert found.notes == ("kept 2 links without a date that could be read",)
    everything = search(site.get, url)
    assert len(everything.links) == 6
    assert everything.notes == ()


def test_every_entry_is_a_link_or_is_counted(site: Site) -> None:
    items = (
        "<item><title>주소 없음</title></item><item><link>javascript:x()</link></item>"
        "<item><link>ROOT/</link></item><item><link>ROOT/list?p=1</link></item>"
        "<item><link>ROOT/news/a.mp3</link></item><item><link>ROOT/news/1001</link></item>"
        "<item><link>ROOT/photo</link></item><item><link>ROOT/news/10"
        "<item><link>ROOT/news/1001#again</link></item>"
    )
    found = search(site.get, site.put("/rss", f"<rss><channel>{items}</channel></rss>"))
    assert paths(found) == ["1001", "/photo"], "a feed's word is taken for a plain address"
    assert found.dropped == {
        "no_url": 1, "bad_url": 1, "not_an_article": 3, "damaged": 1, "duplicate": 1,
    }  # fmt: skip
    assert any("damaged" in note for note in found.notes)


def test_half_a_feed_gives_its_whole_items_and_says_so(site: Site) -> None:
    text = rss(*((str(n), "2026-11-24 10:00:00") for n in range(1000, 1050)))
    whole = site.put("/rss", text)
    for cut in (len(text) // 2, len(text) - 5, text.index("<item>") + 3):
        site.pages["/rss"] = text[:cut].replace("ROOT", site.root).encode()
        found = search(site.get, whole)
        count = text[:cut].count("</item>")
        assert paths(found) == [str(n) for n in range(1000, 1000 + count)]
        assert found.notes == (f"{whole}: cut short; read the {count} entries before the cut",)


def test_half_a_gzipped_sitemap(site: Site) -> None:
    text = sitemap(*((f"/news/{n * 7919 % 10007 + 1000}", "2026-11-24") for n in range(5_000)))
    packed = gzip.compress(text.replace("ROOT", site.root).encode())
    url = site.put("/sitemap.xml.gz", packed[: len(packed) // 2])
    found = search(site.get, url)
    assert 500 < len(found.links) < 5_000
    assert [note for note in found.notes if "gzip data is cut short" in note]


def test_an_index_is_followed_to_the_sitemaps_of_the_days(site: Site) -> None:
    url = site.put(
        "/sitemap.xml",
        index(
            ("/old.xml", "2026-11-01"), ("/news.xml.gz", "2026-11-24"), ("/more.xml", ""),
            ("/gone.xml", ""), ("/page.xml", ""), ("/sitemap.xml", ""), ("/more.xml", ""),
        ),
    )  # fmt: skip
    news = sitemap(("/news/1001", "2026-11-24"), ("/news/1002", "2026-11-25"), ("/politics", ""))
    site.put("/news.xml.gz", gzip.compress(news.replace("ROOT", site.root).encode()))
    site.put("/more.xml", "-> /moved.xml")
    site.put("/moved.xml", sitemap(("/news/1003", ""), ("/news/1001", "2026-11-24")))
    site.put("/page.xml", "<!doctype html><html><body>점검 중")
    found = search(site.get, url, DAY, DAY)
    assert paths(found) == ["1001", "1003"]
    sources = [link.source.removeprefix(site.root) for link in found.links]
    assert sources == ["/news.xml.gz", "/moved.xml"]
    assert site.asked == [
        "/sitemap.xml", "/news.xml.gz", "/more.xml", "/moved.xml", "/gone.xml", "/page.xml",
    ]  # fmt: skip
    assert found.dropped == {"outside_window": 1, "not_an_article": 1, "duplicate": 1}
    told = "\n".join(found.notes)
    for part in ("1 sitemaps of other days", "gone.xml: HTTP 404", "page.xml: an HTML page"):
        assert part in told


def test_sitemaps_named_by_days_outside_the_window_are_not_fetched(site: Site) -> None:
    days = [f"/sitemap/2026-11-{day:02}.xml" for day in range(20, 31)]
    url = site.put("/sitemap.xml", index(*((path, "") for path in days)))
    for path in days:
        site.put(path, sitemap((f"/news/{path[-6:-4]}001", f"2026-11-{path[-6:-4]}")))
    found = search(site.get, url, DAY, DAY)
    assert paths(found) == ["24001"]
    assert site.asked == ["/sitemap.xml", *days[3:6]]
    assert len(search(site.get, url).links) == len(days)


def test_circles_and_depth_end(site: Site) -> None:
    site.put("/0.xml", index(("/1.xml", ""), ("/0.xml", "")))
    for n in range(1, 10):
        site.put(f"/{n}.xml", index((f"/{n + 1}.xml", ""), ("/0.xml", ""), (f"/{n}.xml", "")))
    found = search(site.get, f"{site.root}/0.xml")
    assert found.links == ()
    assert site.asked == ["/0.xml", "/1.xml", "/2.xml", "/3.xml"]
    assert any("too deep" in note for note in found.notes)


def test_no_more_documents_than_the_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LIMITS, "MAX_DOCUMENTS", 3)
    url = site.put("/sitemap.xml", index(*((f"/s{n}x.xml", "") for n in range(9))))
    for n in range(9):
        site.put(f"/s{n}x.xml", sitemap((f"/news/{n}001", "")))
    found = search(site.get, url)
    assert paths(found) == ["0001", "1001"]
    assert found.notes == ("7 sitemaps were not fetched: the limit is reached",)


def test_no_more_links_than_the_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LIMITS, "MAX_LINKS", 2)
    url = site.put("/rss", rss(("1001", ""), ("1002", ""), ("1003", ""), ("1001", "")))
    found = search(site.get, url)
    assert paths(found) == ["1001", "1002"]
    assert found.dropped == {"over_limit": 1, "duplicate": 1}


def test_a_page_s_feed_is_followed_once(site: Site) -> None:
    head = "<link rel='alternate' type='application/rss+xml' href='{}'>"
    page = "<!doctype html><html><head>{}</head><body>가람신문</body></html>"
    site.put("/rss", rss(("1001", "")))
    url = site.put("/", page.format(head.format("/rss") + head.format("/rss/sports")))
    found = search(site.get, url)
    assert paths(found) == ["1001"]
    assert site.asked == ["/", "/rss"]
    assert "1 more feeds" in found.notes[1]
    site.put("/rss", page.format(head.format("/rss2")))
    with pytest.raises(ResponseError, match="is an HTML page"):
        search(site.get, url)
    with pytest.raises(ResponseError, match="names no feed"):
        search(site.get, site.put("/plain", page.format("")))


def test_lists_and_robots_txt(site: Site) -> None:
    lines = "# 메모\nROOT/news/1001\nROOT/news/1001#a\nROOT/politics\n예산\n"
    found = search(site.get, site.put("/urls.txt", lines))
    assert paths(found) == ["1001"]
    assert found.dropped == {"duplicate": 1, "not_an_article": 1}
    assert any("1 lines are no URL" in note for note in found.notes)
    site.put("/news.xml", sitemap(("/news/1002", "")))
    robots = site.put("/robots.txt", "User-agent: *\nDisallow: /x\nSitemap: ROOT/news.xml\n")
    assert paths(search(site.get, robots)) == ["1002"]


def test_an_empty_feed_is_said(site: Site) -> None:
    found = search(site.get, site.put("/rss", rss()))
    assert found.links == ()
    assert found.notes == (f"{site.root}/rss: lists nothing",)


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"{}", b"\x1f\x8b\x08\x00"])
def test_what_lists_nothing_is_a_typed_error(site: Site, body: bytes) -> None:
    with pytest.raises(ResponseError, match="nothing to find articles in"):
        search(site.get, site.put("/x", body))


def test_the_first_document_s_error_is_the_caller_s(site: Site) -> None:
    with pytest.raises(FetchError, match="404"):
        search(site.get, f"{site.root}/none")


def test_a_window_that_makes_no_sense_asks_for_nothing(site: Site) -> None:
    with pytest.raises(UsageError):
        search(site.get, f"{site.root}/rss", date(2026, 11, 25), DAY)
    assert site.asked == []
