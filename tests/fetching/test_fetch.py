"""The fetcher over real connections, against a small hostile press on this machine."""

from __future__ import annotations

import asyncio
import gzip
import importlib.util
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import newsextract
from newsextract.archives.store import open_store
from newsextract.errors import (
    FetchError,
    OversizeError,
    RedirectError,
    RefusedError,
    RobotsError,
    StatusError,
    TimedOutError,
    UnreachableError,
    UsageError,
)
from newsextract.fetching import Fetcher, FetchOutcome, Policy, Tally


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


press = _load("site")
HERE = Policy(
    allow_private=True, rate=500, backoff=0.02, timeout=2, per_host=8, max_bytes=2_000_000
)
PRIVATE = "User-agent: *\nDisallow: /private/"


@pytest.fixture
def site() -> Iterator[Any]:
    with press.Site(hosts=3) as site:
        for host in site.hosts:
            host.robots = PRIVATE
        yield site


def fetch(url: str, policy: Policy = HERE, **options: Any) -> newsextract.Page:
    return newsextract.fetch(url, policy, **options)


def fetch_many(urls: list[str], policy: Policy = HERE, store: Any = None) -> list[FetchOutcome]:
    async def main() -> list[FetchOutcome]:
        async with Fetcher(policy, store=store) as fetcher:
            return [outcome async for outcome in fetcher.fetch_many(urls)]

    return asyncio.run(main())


def what(outcome: FetchOutcome) -> str:
    if outcome.failure is not None:
        return outcome.failure.kind
    return "page" if outcome.page else "kept" if outcome.kept_before else "duplicate"


def test_a_page_comes_as_bytes_with_its_headers(site: Any) -> None:
    url = site.url("euc-kr", 1)
    page = fetch(url)
    assert "억원" in page.content.decode("cp949")
    assert page.url == page.requested_url == url
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.fetched_at is not None
    assert "억원" in newsextract.parse(page).text


@pytest.mark.parametrize("kind", ["gzip", "deflate", "br", "zstd", "stacked", "chunked", "hints"])
def test_however_it_is_sent_the_page_is_the_publishers(site: Any, kind: str) -> None:
    assert fetch(site.url(kind, 4)).content == press.body_of(4)


def test_redirects_and_refreshes_are_followed(site: Any) -> None:
    page = fetch(site.url("redirects", 5))
    assert page.url == site.url("article", 5)
    assert len(page.redirects) == 3
    assert fetch(site.url("refresh", 6)).url == site.url("article", 6)


def test_settings_by_name(site: Any) -> None:
    url = site.url("article", 1)
    assert newsextract.fetch(url, allow_private=True).url == url
    with pytest.raises(OversizeError):
        newsextract.fetch(url, allow_private=True, max_bytes=100)
    with pytest.raises(RefusedError):
        newsextract.fetch(url, HERE, allow_private=False)
    with pytest.raises(UsageError):
        newsextract.fetch(url, timeout=-1)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/1",
        "file:///etc/passwd",
        "https://",
        "news.example",
        "https://user:secret@news.example/",
        "https://[::1",
        "https://news.example:99999/",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest",
        "http://224.0.0.1/",
        "http://localhost/",
    ],
)
def test_what_may_not_be_fetched(url: str) -> None:
    with pytest.raises(RefusedError):
        newsextract.fetch(url)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names stand for addresses inside; no name server is asked."""
    inside = {"inside.example": "10.0.0.7", "metadata.example": "169.254.169.254"}

    def resolve(host: str, port: int, **_: object) -> list[Any]:
        if host not in inside:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inside[host], port))]

    monkeypatch.setattr("newsextract.fetching.addresses.socket.getaddrinfo", resolve)


@pytest.mark.usefixtures("names")
def test_names_that_lead_inside_or_nowhere() -> None:
    policy = Policy(backoff=0.01, rate=1000)
    for host in ("inside.example", "metadata.example"):
        with pytest.raises(RefusedError, match="not a public address"):
            newsextract.fetch(f"https://{host}/", policy)
    with pytest.raises(UnreachableError, match=r"unknown host: gone\.example"):
        newsextract.fetch("http://gone.example/", policy)


def test_a_host_that_nobody_answers_at() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(UnreachableError):
        fetch(f"http://127.0.0.1:{port}/")


def test_failures_have_their_types(site: Any) -> None:
    raised = {
        "gone": StatusError,
        "circle": RedirectError,
        "many-redirects": RedirectError,
        "gzip-bomb": OversizeError,
        "private": RobotsError,
        "slow": TimedOutError,
    }
    for kind, type_ in raised.items():
        timeout = 0.5 if kind == "slow" else 20.0
        with pytest.raises(type_):
            fetch(site.url(kind, 1), HERE.model_copy(update={"timeout": timeout, "tries": 1}))


def test_a_flaky_server_is_asked_again(site: Any) -> None:
    assert fetch(site.url("flaky", 2)).content == press.body_of(2)
    assert [request.target for request in site.hosts[0].pages()] == [
        "/flaky/2?times=1&status=503"
    ] * 2


def test_every_kind_of_page_ends_as_it_should_and_once(site: Any, tmp_path: Path) -> None:
    for codings in ("gzip", "br", "zstd", "gzip,gzip"):
        press.bomb(codings)  # made before any clock runs
    pairs = list(site.urls())
    expected = {url: press.MENU[kind].outcome for kind, url in pairs}
    with open_store(tmp_path / "saved") as store:
        outcomes = fetch_many([url for _, url in pairs], store=store)
        assert {outcome.url: what(outcome) for outcome in outcomes} == expected
        assert len(outcomes) == len(pairs)
        assert all(store.kept(outcome.url) == (outcome.page is not None) for outcome in outcomes)
    # What was kept is not asked for again.
    good = [url for url, kind in expected.items() if kind == "page"]
    asked = len(site.requests)
    with open_store(tmp_path / "saved") as store:
        assert {what(outcome) for outcome in fetch_many(good, store=store)} == {"kept"}
    assert len(site.requests) == asked


def test_hosts_are_asked_side_by_side_and_robots_first(site: Any) -> None:
    urls = [host.url(f"/article/{n}") for n in range(6) for host in site.hosts]
    policy = HERE.model_copy(update={"rate": 20, "per_host": 1})
    assert all(outcome.page for outcome in fetch_many(urls, policy))
    for host in site.hosts:
        assert len(host.pages()) == 6
        assert sum(request.target == "/robots.txt" for request in host.requests) == 1
        assert host.most_under_way == 1
        assert host.requests[0].target == "/robots.txt"


def test_no_more_under_way_than_allowed() -> None:
    with press.Site(hosts=4, pause=0.05) as site:
        urls = [host.url(f"/article/{n}") for n in range(8) for host in site.hosts]
        policy = HERE.model_copy(update={"per_host": 3, "concurrency": 5})
        assert all(outcome.page for outcome in fetch_many(urls, policy))
        assert max(host.most_under_way for host in site.hosts) <= 3


def test_robots_with_a_crawl_delay_and_a_long_one(site: Any) -> None:
    site.hosts[0].robots = "User-agent: newsextract\nCrawl-delay: 0.2"
    site.hosts[1].robots = "User-agent: *\nCrawl-delay: 999"
    site.hosts[2].robots = 503
    urls = [host.url(f"/article/{n}") for host in site.hosts for n in range(3)]
    outcomes = {outcome.url: what(outcome) for outcome in fetch_many(urls)}
    assert [outcomes[url] for url in urls] == ["page"] * 3 + ["robots"] * 6
    assert site.hosts[0].most_under_way == 1
    assert site.hosts[1].pages() == site.hosts[2].pages() == []


def test_a_cached_page_is_not_asked_for_twice(site: Any, tmp_path: Path) -> None:
    policy = HERE.model_copy(update={"cache": tmp_path / "cache.db"})
    urls = [site.url("cached", 1), site.url("etag", 2)]
    tally = Tally()
    for expected in ({"miss"}, {"hit", "revalidated"}):
        outcomes = fetch_many(urls, policy)
        assert {outcome.cache for outcome in outcomes} == expected
        for outcome in outcomes:
            assert outcome.page is not None
            assert outcome.page.content == press.body_of(press.number_in(outcome.url))
            tally.add(outcome)
    assert (tally.pages, tally.from_cache) == (4, 2)
    assert [request.target for request in site.hosts[0].pages()].count("/cached/1") == 1


def test_files_are_kept_too(site: Any, tmp_path: Path) -> None:
    url = site.url("gzip", 3)
    with open_store(tmp_path / "saved", "files") as store:
        page = fetch(url, store=store)
        assert store.kept(url)
    pages = [path.read_bytes() for path in (tmp_path / "saved").rglob("*.html")]
    assert pages == [page.content]
    assert gzip.decompress(press.coded("gzip", pages[0])) == press.body_of(3)


def test_every_error_of_the_menu_is_a_fetch_error() -> None:
    kinds = {kind.outcome for kind in press.MENU.values()} - {"page"}
    known = {error.kind for error in FetchError.__subclasses__()}
    assert kinds <= known
