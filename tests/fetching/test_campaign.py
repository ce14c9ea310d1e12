"""Hundreds of URLs of every kind in one run against a real server; and runs that are killed."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import aclosing, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

import pytest

import newsextract
from newsextract import Page
from newsextract.archives.reading import read_warc
from newsextract.archives.store import open_store
from newsextract.fetching import Fetcher, FetchOutcome, Policy

if TYPE_CHECKING:
    from tests.fetching.site import Site

HERE = Path(__file__).parent
SLOW = ("slow", "drip", "late")


@pytest.fixture(scope="module")
def press(load_script: Callable[[Path], ModuleType]) -> Any:
    return load_script(HERE / "site.py")


def word(outcome: FetchOutcome) -> str:
    if outcome.failure is not None:
        return outcome.failure.kind
    if outcome.page is not None:
        return "page"
    return "kept before" if outcome.kept_before else "duplicate"


def fetch_into(folder: Path, urls: list[str], policy: Policy) -> list[FetchOutcome]:
    async def run() -> list[FetchOutcome]:
        with open_store(folder, "warc") as store:
            async with (
                Fetcher(policy, store=store) as fetcher,
                aclosing(fetcher.fetch_many(urls)) as outcomes,
            ):
                return [outcome async for outcome in outcomes]

    return asyncio.run(run())


def kept_in(folder: Path) -> list[Page]:
    found = [page for path in sorted(folder.glob("*.warc.gz")) for page in read_warc(path)]
    assert all(isinstance(page, Page) for page in found), found
    return [page for page in found if isinstance(page, Page)]


class Campaign:
    """One run over every kind of page, and what the site saw of it."""

    policy = Policy(
        allow_private=True,
        rate=80,
        per_host=2,
        concurrency=9,
        tries=3,
        backoff=0.01,
        timeout=2.0,
        max_bytes=1_000_000,
        max_wait=5,
    )

    def __init__(self, press: Any, folder: Path) -> None:
        self.press = press
        with press.Site(hosts=6) as site:
            for host in site.hosts:
                host.robots = "User-agent: *\nDisallow: /private/\n"
            self.asked: list[tuple[str, str]] = list(site.urls(per_kind=6))
            seen: Counter[str] = Counter()
            for kind, url in list(self.asked):
                seen[kind] += 1
                if kind in SLOW and seen[kind] > 2:
                    self.asked.remove((kind, url))
            pages = [url for kind, url in self.asked if kind == "article"]
            self.asked += [("duplicate", url + "#comments") for url in pages]
            random.Random(2).shuffle(self.asked)  # noqa: S311
            self.site: Site = site
            self.folder = folder
            self.outcomes = fetch_into(folder, [url for _, url in self.asked], self.policy)

    def asked_for(self, kind: str) -> Iterator[int]:
        """How often the site was asked for each URL of a kind."""
        seen = Counter(site_url(self.site, r.host, r.target) for r in self.site.requests)
        return (seen[url.partition("#")[0]] for named, url in self.asked if named == kind)


def site_url(site: Site, host: int, target: str) -> str:
    return site.hosts[host].url(target)


@pytest.fixture(scope="module")
def campaign(press: Any, tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return Campaign(press, tmp_path_factory.mktemp("campaign"))


def test_every_url_has_exactly_one_outcome(campaign: Campaign) -> None:
    assert len(campaign.asked) > 300
    assert sorted(o.index for o in campaign.outcomes) == list(range(len(campaign.asked)))
    for outcome in campaign.outcomes:
        assert outcome.url == campaign.asked[outcome.index][1]


def test_every_outcome_is_of_the_right_kind(campaign: Campaign) -> None:
    expected = {kind: known.outcome for kind, known in campaign.press.MENU.items()}
    wrong = [
        (campaign.asked[o.index][0], word(o), o.failure and o.failure.message)
        for o in campaign.outcomes
        if campaign.asked[o.index][0] in expected
        and word(o) not in {expected[campaign.asked[o.index][0]], "duplicate"}
    ]
    assert not wrong


def test_of_two_askings_of_one_page_one_is_the_duplicate(campaign: Campaign) -> None:
    by_index = {o.index: o for o in campaign.outcomes}
    duplicates = [o for o in campaign.outcomes if o.duplicate_of is not None]
    assert len(duplicates) == sum(kind == "duplicate" for kind, _ in campaign.asked)
    for outcome in duplicates:
        assert outcome.duplicate_of is not None
        first = by_index[outcome.duplicate_of]
        assert first.page is not None
        assert first.url.partition("#")[0] == outcome.url.partition("#")[0]


def test_pages_are_what_the_publisher_wrote(campaign: Campaign) -> None:
    plain = {
        "article", "query", "gzip", "deflate", "br", "zstd", "stacked", "chunked", "until-close",
        "hints", "cookie", "redirects", "refresh", "hangul", "cached", "etag", "flaky",
        "flaky-500", "storm", "late", "dropped-once",
    }  # fmt: skip
    checked = set()
    for outcome in campaign.outcomes:
        kind, url = campaign.asked[outcome.index]
        if kind in plain and outcome.page is not None:
            checked.add(kind)
            number = campaign.press.number_in(url)
            assert outcome.page.content == campaign.press.body_of(number), url
    assert checked == plain


def test_what_a_page_says_of_itself_is_kept(campaign: Campaign) -> None:
    pages = {campaign.asked[o.index][0]: o.page for o in campaign.outcomes if o.page is not None}
    for kind in ("amp", "mobile"):
        assert "/article/" in (pages[kind].canonical_url or ""), kind
        assert "/article/" not in (pages[kind].url or ""), kind
    assert len(pages["redirects"].redirects) == 3
    assert len(pages["refresh"].redirects) == 1
    assert "투입한다" in newsextract.parse(pages["euc-kr"]).text


def test_robots_txt_is_asked_once_and_first_and_kept_to(campaign: Campaign) -> None:
    for host in campaign.site.hosts:
        assert [r.target for r in host.requests].count("/robots.txt") == 1
        assert host.requests[0].target == "/robots.txt"
    assert set(campaign.asked_for("private")) == {0}


def test_no_host_is_pressed(campaign: Campaign) -> None:
    policy = campaign.policy
    for host in campaign.site.hosts:
        assert host.most_under_way <= policy.per_host
        elapsed = host.requests[-1].at - host.requests[0].at
        # In any time no more requests begin than the rate allows; half a second for delays
        # on the way.
        assert len(host.requests) - 1 <= policy.rate * (elapsed + 0.5)
        agents = {r.headers["user-agent"] for r in host.requests}
        assert agents == {f"newsextract/{newsextract.__version__}"}


def test_nothing_is_tried_more_often_than_it_helps(campaign: Campaign) -> None:
    tries = campaign.policy.tries
    for kind, times in {
        "article": 1, "gone": 1, "forbidden": 1, "picture": 1, "gzip-bomb": 1, "huge-length": 1,
        "flaky": 2, "flaky-500": 3, "storm": 3, "dropped-once": 2, "late": 2,
        "down": tries, "storm-for-ever": tries, "slow": tries, "drip": tries,
    }.items():  # fmt: skip
        assert set(campaign.asked_for(kind)) == {times}, kind
    # Told to come back tomorrow, the host is left alone.
    assert sum(campaign.asked_for("come-back-tomorrow")) <= campaign.policy.per_host


def test_no_cookie_comes_back(campaign: Campaign) -> None:
    assert not any("cookie" in r.headers for r in campaign.site.requests)


def test_the_archive_replays_to_the_very_same_pages(campaign: Campaign) -> None:
    fetched = {o.url: o.page for o in campaign.outcomes if o.page is not None}
    replayed = {page.requested_url: page for page in kept_in(campaign.folder)}
    assert replayed.keys() == fetched.keys()
    for url, page in fetched.items():
        assert replayed[url] == page


def test_a_second_run_asks_for_nothing_that_is_kept(campaign: Campaign) -> None:
    fetched = [o.url for o in campaign.outcomes if o.page is not None]
    # The site is gone: whatever is asked for would fail.
    again = fetch_into(campaign.folder, fetched, campaign.policy)
    assert {word(o) for o in again} == {"kept before"}
    assert len(again) == len(fetched)


def test_redirects_to_the_inside_are_refused(press: Any) -> None:
    from newsextract.fetching.port import HttpPort  # noqa: PLC0415

    class SiteOnly(HttpPort):
        """As the real port under the default policy, to which the site alone is the outside."""

        def __init__(self, root: str) -> None:
            super().__init__(Policy(timeout=1), user_agent="test")
            self.root = root
            self.outside = HttpPort(Policy(allow_private=True), user_agent="test")

        async def get(self, url: str, *more: Any) -> Any:
            if url.startswith(self.root + "/"):
                return await self.outside.get(url, *more)
            return await super().get(url, *more)

        async def aclose(self) -> None:
            await self.outside.aclose()
            await super().aclose()

    async def run(urls: list[str], root: str) -> list[FetchOutcome]:
        policy = Policy(allow_private=True, rate=1000, robots=False, tries=1)
        async with Fetcher(policy, port=SiteOnly(root)) as fetcher:
            return [outcome async for outcome in fetcher.fetch_many(urls)]

    with press.Site() as site:
        urls = [site.hosts[0].url(f"/go?to={address}") for address in press.INSIDE]
        outcomes = asyncio.run(run(urls, site.hosts[0].root))
        assert [word(o) for o in outcomes] == ["refused"] * len(urls)
        assert len(site.requests) == len(urls)


def test_a_portals_copy_keeps_its_own_url_and_names_the_original(
    press: Any, tmp_path: Path
) -> None:
    from newsextract.fetching.port import HttpPort  # noqa: PLC0415

    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run(url: str) -> None:
        policy = Policy(allow_private=True, robots=False)
        port = HttpPort(policy, user_agent="test", resolver=here)
        with open_store(tmp_path, "warc") as store:
            async with Fetcher(policy, store=store, port=port) as fetcher:
                await fetcher.fetch(url)

    with press.Site() as site:
        url = f"http://n.news.naver.com:{site.hosts[0].port}/portal/7"
        asyncio.run(run(url))
        (page,) = kept_in(tmp_path)
        assert page.url == url
        assert page.original_url == site.url("article", 7)


def test_pages_given_up_leave_no_connection_open(press: Any) -> None:
    """Also when the caller's time and the port's own end in the same moment."""
    from newsextract.fetching.port import HttpPort  # noqa: PLC0415

    chance = random.Random(4)  # noqa: S311

    async def one(port: HttpPort, url: str, seconds: float) -> None:
        with suppress(TimeoutError, newsextract.TimedOutError):
            async with asyncio.timeout(seconds):
                await port.get(url, {}, 1_000_000)

    async def run(site: Site) -> None:
        port = HttpPort(Policy(allow_private=True, timeout=0.5), user_agent="test")
        urls = [site.url("drip", n) for n in range(100)]
        await asyncio.gather(*(one(port, url, 0.498 + chance.random() / 250) for url in urls))
        for _ in range(200):
            if not site.hosts[0].under_way:
                break
            await asyncio.sleep(0.01)
        left = site.hosts[0].under_way
        await port.aclose()
        assert left == 0

    with press.Site() as site:
        asyncio.run(run(site))
        assert site.requests


# -- runs that are killed ---------------------------------------------------------------------


def command(urls: Path, folder: Path, form: str) -> list[str]:
    options = "--allow-private --no-robots --rate 2000 --per-host 4 --concurrency 8 --cache none -q"
    return [
        sys.executable, "-m", "newsextract", "fetch", "--urls", str(urls), "-o", str(folder),
        "--format", form, *options.split(),
    ]  # fmt: skip


def pages_in(folder: Path, form: str) -> dict[str, bytes]:
    """Asked URL to content; a URL that is kept twice fails."""
    if form == "warc":
        pages = kept_in(folder)
    else:
        pages = [newsextract.read(path) for path in sorted(folder.rglob("*.html"))]
        pages = [page for page in pages if page.url is not None]  # without sidecar: not committed
    asked = [page.requested_url or "" for page in pages]
    assert len(asked) == len(set(asked))
    return {page.requested_url or "": page.content for page in pages}


def acknowledged(folder: Path) -> set[str]:
    """URLs that a run has told to be fetched."""
    log = folder / "outcomes.jsonl"
    lines = log.read_bytes().split(b"\n")[:-1] if log.exists() else []
    told = [json.loads(line) for line in lines]
    return {line["url"] for line in told if line["outcome"] == "fetched"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("form", "kills"), [("warc", 7), ("files", 3)])
def test_killed_at_any_moment_a_rerun_goes_on(
    press: Any, tmp_path: Path, form: Literal["warc", "files"], kills: int
) -> None:
    chance = random.Random(form)  # noqa: S311
    with press.Site(hosts=2) as site:
        names = ("article", "gzip", "br", "redirects", "chunked", "refresh", "euc-kr", "query")
        urls = [site.url(names[n % 8], n, n % 2) for n in range(1, 161)]
        listed = tmp_path / "urls.txt"
        listed.write_text("".join(url + "\n" for url in urls))
        whole, broken = tmp_path / "whole", tmp_path / "broken"
        subprocess.run(command(listed, whole, form), check=True, timeout=60)  # noqa: S603
        expected = pages_in(whole, form)
        assert expected.keys() == set(urls)
        site.pause = 0.005
        for _ in range(kills):
            begun, more = len(site.requests), chance.randint(0, 24)
            with subprocess.Popen(command(listed, broken, form)) as process:  # noqa: S603
                while len(site.requests) < begun + more and process.poll() is None:
                    time.sleep(0.001)
                time.sleep(chance.random() * 0.02)
                process.send_signal(signal.SIGKILL)
            known = acknowledged(broken)
            assert known <= expected.keys()
        asked_before = Counter(r.target for r in site.requests)
        done = subprocess.run(command(listed, broken, form), check=False, timeout=60)  # noqa: S603
        assert done.returncode == 0
        assert pages_in(broken, form) == expected
        asked_after = Counter(r.target for r in site.requests)
        for url in known:
            target = url.partition("127.0.0.1")[2].partition("/")[2]
            assert asked_after["/" + target] == asked_before["/" + target], url
