"""One page and many: redirects, what is no page, and exactly one outcome for each URL."""

from __future__ import annotations

import asyncio
import gzip
import importlib.util
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from pathlib import Path
from threading import Event, get_ident
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.archives.exchange import Visit
from newsextract.errors import (
    ArchiveError,
    FetchError,
    NotAPageError,
    OversizeError,
    RedirectError,
    RefusedError,
    ResponseError,
    StatusError,
    TimedOutError,
    UsageError,
)
from newsextract.fetching import crawl
from newsextract.fetching.fetcher import Fetcher, user_agent
from newsextract.fetching.outcomes import FetchOutcome, Tally
from newsextract.fetching.policy import Policy
from newsextract.models import Page
from newsextract.outcome import Failure


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fake = _load("fake_port")

Answer, error, text, to = fake.Answer, fake.error, fake.text, fake.to
URL = "https://a.example/news/1"
FAST = Policy(rate=1000, backoff=0.01, tries=2, robots=False)
TYPE = ("Content-Type", "text/html")


def visit(answers: dict[str, Any], url: str = URL, policy: Policy = FAST) -> tuple[Visit, Any]:
    """A visit as the store gets it, and the port."""

    async def main() -> tuple[Visit, Any]:
        port, store = fake.FakePort(answers, default=error(404)), fake.FakeStore()
        async with fake.fetcher(port, policy, store=store) as fetcher:
            page = await fetcher.fetch(url)
        assert store.visits[0].page is page
        return store.visits[0], port

    return fake.run(main)  # type: ignore[no-any-return]


def many(
    urls: Iterable[str] | AsyncIterator[str],
    answers: dict[str, Any] | None = None,
    policy: Policy = FAST,
    store: Any = None,
) -> tuple[list[FetchOutcome], Any]:
    """All outcomes in the order of the URLs, and the port."""

    async def main() -> tuple[list[FetchOutcome], Any]:
        port = fake.FakePort(answers)
        async with fake.fetcher(port, policy, store=store) as fetcher:
            outcomes = [outcome async for outcome in fetcher.fetch_many(urls)]
        return sorted(outcomes, key=lambda outcome: outcome.index), port

    return fake.run(main)  # type: ignore[no-any-return]


async def take(outcomes: AsyncIterator[FetchOutcome], into: list[FetchOutcome]) -> None:
    """Take outcomes until there are no more, or no more can be had."""
    async for outcome in outcomes:
        into.append(outcome)  # noqa: PERF401


# One page


def test_a_page_comes_as_sent_with_the_way_to_it() -> None:
    body = "총 5억원".encode("cp949")
    headers = (("Content-Type", "text/html; charset=euc-kr"), ("X-A", "1"), ("x-a", "2"))
    found, _ = visit({URL: Answer(body, headers=headers)}, URL + "#top")
    page = found.page
    assert page.content == body
    assert page.url == URL
    assert page.requested_url == found.asked == URL + "#top"
    assert page.headers == {"content-type": "text/html; charset=euc-kr", "x-a": "1, 2"}
    assert (page.status, page.redirects, page.fetched_at) == (200, (), fake.NOON)
    assert len(found.exchanges) == 1


def test_a_coded_page_is_kept_as_sent_and_given_in_the_clear() -> None:
    sent = gzip.compress(fake.PAGE)
    found, _ = visit({URL: Answer(sent, headers=(TYPE, ("Content-Encoding", "gzip")))})
    assert found.page.content == fake.PAGE
    assert found.exchanges[0].body == sent


def test_what_the_page_says_of_itself() -> None:
    body = b"<html><head><link rel='canonical' href='/news/articleView.html?idxno=1234'></head>"
    found, _ = visit(
        {"https://m.a.example/news/1234": Answer(body)}, "https://m.a.example/news/1234"
    )
    assert found.page.canonical_url == "https://m.a.example/news/articleView.html?idxno=1234"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_kept(status: int) -> None:
    answers = {
        URL: to("/news/2#part", status),
        "https://a.example/news/2": to("../3?x=1", status),
        "https://a.example/3?x=1": to("https://b.example/", status),
        "https://b.example/": Answer(),
    }
    found, port = visit(answers)
    assert found.page.url == "https://b.example/"
    assert found.page.redirects == (URL, "https://a.example/news/2", "https://a.example/3?x=1")
    assert [exchange.status for exchange in found.exchanges] == [status] * 3 + [200]
    assert port.urls == list(answers)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/기사/1".encode().decode("latin-1"), "https://a.example/%EA%B8%B0%EC%82%AC/1"),
        ("/기사/1".encode("cp949").decode("latin-1"), "https://a.example/%B1%E2%BB%E7/1"),
        ("/%B1%E2%BB%E7", "https://a.example/%B1%E2%BB%E7"),
        ("//한국.example/1".encode().decode("latin-1"), "https://xn--3e0b707e.example/1"),
        ("/a b?q=100%", "https://a.example/a%20b?q=100%25"),
        ("?page=2", "https://a.example/news/1?page=2"),
        ("  /3  ", "https://a.example/3"),
        ("HTTPS://B.EXAMPLE:443/x", "https://b.example/x"),
    ],
)
def test_locations_as_servers_write_them(location: str, target: str) -> None:
    assert visit({URL: to(location), target: Answer()})[0].page.url == target


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({URL: to(URL)}, RedirectError),
        ({URL: to("/2"), "https://a.example/2": to("/news/1#again")}, RedirectError),
        ({URL: to("http://a.example/news/1")}, RedirectError),
        ({URL: to("http://[::1")}, RedirectError),
        ({URL: to("https://user:secret@a.example/")}, RefusedError),
        ({URL: to("file:///etc/passwd")}, RefusedError),
        ({URL: to("https://10.0.0.7/")}, RefusedError),
        ({URL: to("https://2130706433/")}, RefusedError),
        ({URL: to("\\\\b.example")}, RefusedError),
        ({URL: error(302)}, StatusError),
        ({URL: error(304)}, StatusError),
        ({URL: Answer(status=206)}, ResponseError),
    ],
)
def test_where_a_redirect_may_not_lead(answers: dict[str, Any], raised: type[FetchError]) -> None:
    with pytest.raises(raised):
        visit(answers)


def test_a_redirect_from_http_up_to_https_is_fine() -> None:
    assert (
        visit({"http://a.example/": to(URL), URL: Answer()}, "http://a.example/")[0].page.url == URL
    )


def test_so_many_redirects_and_no_more() -> None:
    chain = {f"https://a.example/{n}": to(f"/{n + 1}") for n in range(6)}
    policy = FAST.model_copy(update={"max_redirects": 6})
    found, _ = visit(chain | {"https://a.example/6": Answer()}, "https://a.example/0", policy)
    assert len(found.page.redirects) == 6
    with pytest.raises(RedirectError, match="more than 5"):
        visit(chain, "https://a.example/0")
    with pytest.raises(RedirectError, match="more than 0"):
        visit(chain, "https://a.example/0", FAST.model_copy(update={"max_redirects": 0}))


def refresh(target: str) -> Any:
    return Answer(f"<html><head><meta http-equiv=refresh content='0;url={target}'>".encode())


def test_a_meta_refresh_is_a_redirect() -> None:
    found, _ = visit({URL: refresh("/2"), "https://a.example/2": Answer()})
    assert found.page.url == "https://a.example/2"
    assert found.page.redirects == (URL,)
    assert found.exchanges[0].status == 200
    with pytest.raises(RedirectError, match="circle"):
        visit({URL: refresh("/2"), "https://a.example/2": refresh("/news/1")})
    with pytest.raises(RefusedError):
        visit({URL: refresh("https://127.0.0.1/")})


def test_a_refresh_header_is_one_too_unless_it_reloads() -> None:
    sent = (TYPE, ("Refresh", "0; url=/2"))
    found, _ = visit({URL: Answer(headers=sent), "https://a.example/2": Answer()})
    assert found.page.url == "https://a.example/2"
    found, _ = visit({URL: Answer(headers=(TYPE, ("Refresh", f"5; url={URL}")))})
    assert found.page.url == URL


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"%PDF-1.7"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("text/html", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("application/rss+xml", b"<rss/>"),
        ("application/json", b"{}"),
    ],
)
def test_what_is_no_page(kind: str, body: bytes) -> None:
    with pytest.raises(NotAPageError):
        visit({URL: Answer(body, headers=(("Content-Type", kind),))})


def test_a_document_may_be_anything_and_is_not_kept() -> None:
    async def main() -> None:
        headers = (("Content-Type", "application/rss+xml"),)
        port, store = (
            fake.FakePort(
                {URL: to("/rss"), "https://a.example/rss": Answer(b"<rss/>", headers=headers)}
            ),
            fake.FakeStore(),
        )
        async with fake.fetcher(port, FAST, store=store) as fetcher:
            found = await fetcher.get(URL)
        assert found == (b"<rss/>", "application/rss+xml", "https://a.example/rss")
        assert store.visits == []

    fake.run(main)


def test_a_bomb_is_refused() -> None:
    bomb = Answer(gzip.compress(bytes(10_000_000)), headers=(TYPE, ("Content-Encoding", "gzip")))
    with pytest.raises(OversizeError):
        visit({URL: bomb}, policy=FAST.model_copy(update={"max_bytes": 1_000_000}))


def test_the_time_of_a_try_holds_for_all_its_redirects_and_not_for_waiting() -> None:
    # Under the fast clock a try's own seconds pass at once when nothing else is due.
    slow = {URL: to("/2")._replace(takes=1), "https://a.example/2": Answer(takes=30)}
    policy = FAST.model_copy(update={"timeout": 20.0, "tries": 1})
    with pytest.raises(TimedOutError, match="20 s"):
        visit(slow, policy=policy)
    found, _ = visit(
        {URL: to("/2"), "https://a.example/2": Answer()},
        policy=policy.model_copy(update={"rate": 0.01}),
    )
    assert found.page.redirects == (URL,)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "a.example",
        "",
        "https://u:p@a.example/",
        "http://127.0.0.1/",
        "http://localhost/",
        "https://a\udc80.example/",
    ],
)
def test_what_may_not_be_asked_for(url: str) -> None:
    async def main() -> None:
        port = fake.FakePort()
        async with fake.fetcher(port) as fetcher:
            with pytest.raises(RefusedError):
                await fetcher.fetch(url)
            outcomes = [outcome async for outcome in fetcher.fetch_many([url])]
        assert [outcome.failure.kind for outcome in outcomes if outcome.failure] == ["refused"]
        assert port.asked == []

    fake.run(main)


def test_the_name_it_goes_by() -> None:
    assert user_agent().startswith("newsextract/")
    assert user_agent("https://a.example/bot").endswith(" (+https://a.example/bot)")
    for bad in ("a\r\nX: y", "담당자", "a)"):
        with pytest.raises(UsageError):
            Fetcher(Policy(contact=bad))


def test_a_fetcher_is_open_between_its_doors() -> None:
    async def main() -> None:
        fetcher = fake.fetcher(port := fake.FakePort())
        with pytest.raises(UsageError, match="not open"):
            await fetcher.fetch(URL)
        async with fetcher:
            await fetcher.fetch(URL)
        assert port.is_closed
        with pytest.raises(UsageError, match="not open"):
            await anext(fetcher.fetch_many([URL]))
        with pytest.raises(UsageError, match="once"):
            await fetcher.__aenter__()
        await fetcher.aclose()

    fake.run(main)


# Many pages


def test_one_outcome_for_each_url() -> None:
    urls = [
        URL,
        "https://a.example/gone",
        "HTTPS://A.EXAMPLE:443/news/1?utm_source=x#top",
        "https://b.example/kept",
        "no url",
        "https://b.example/flaky",
    ]
    answers = {
        "https://a.example/gone": error(404),
        "https://b.example/flaky": [error(503), Answer(cache="revalidated")],
    }
    store = fake.FakeStore(kept=["https://b.example/kept"])
    outcomes, port = many(urls, answers, store=store)
    assert [outcome.url for outcome in outcomes] == urls
    page, gone, twice, kept, bad, flaky = outcomes
    assert page.page is not None
    assert page.page.content == fake.PAGE
    assert (page.tries, page.cache) == (1, "miss")
    assert gone.failure is not None
    assert (gone.failure.kind, gone.tries) == ("http_status", 1)
    assert twice.duplicate_of == 0
    assert kept.kept_before
    assert bad.failure is not None
    assert (bad.failure.kind, bad.tries) == ("refused", 0)
    assert (flaky.tries, flaky.cache) == (2, "revalidated")
    assert sorted(visit.asked for visit in store.visits) == sorted([URL, urls[5]])
    assert Counter(port.urls) == {URL: 1, urls[1]: 1, urls[5]: 2}


def test_the_tally_adds_up() -> None:
    tally = Tally()
    page = Page(content=b"abc")
    for outcome in (
        FetchOutcome(index=0, url=URL, page=page, tries=2, waited=1.5, cache="hit"),
        FetchOutcome(index=1, url=URL, duplicate_of=0),
        FetchOutcome(index=2, url=URL, kept_before=True),
        FetchOutcome(index=3, url=URL, failure=Failure(kind="robots", message="no"), tries=1),
    ):
        tally.add(outcome)
    assert (tally.pages, tally.duplicates, tally.kept_before, tally.failed) == (1, 1, 1, 1)
    assert (tally.total, tally.bytes, tally.tries, tally.from_cache) == (4, 3, 3, 1)
    assert tally.failures == {"robots": 1}
    assert tally.seconds >= 0


@pytest.mark.parametrize("given_", [{}, {"page": Page(content=b""), "kept_before": True}])
def test_an_outcome_is_one_thing(given_: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an outcome is"):
        FetchOutcome(index=0, url=URL, **given_)


def test_urls_may_come_from_an_async_source() -> None:
    async def source() -> AsyncIterator[str]:
        for number in range(5):
            await asyncio.sleep(3)
            yield f"https://a.example/{number}"

    outcomes, _ = many(source())
    assert [outcome.ok for outcome in outcomes] == [True] * 5


def test_a_single_string_is_no_list_of_urls() -> None:
    with pytest.raises(UsageError, match="several"):
        many("https://a.example/")


def test_what_the_source_raises_comes_after_its_outcomes() -> None:
    async def main() -> None:
        def source() -> Iterator[str]:
            yield URL
            yield "https://b.example/"
            raise OSError("the list is torn")

        seen: list[FetchOutcome] = []
        async with fake.fetcher(fake.FakePort(), FAST) as fetcher:
            with pytest.raises(OSError, match="torn"):
                await take(fetcher.fetch_many(source()), seen)
        assert sorted(outcome.index for outcome in seen) == [0, 1]

    fake.run(main)


def test_a_slow_host_holds_up_no_other() -> None:
    urls = [f"https://slow.example/{n}" for n in range(50)]
    urls += [f"https://{host}.example/" for host in "abcd"]
    answers = {url: Answer(takes=15) for url in urls[:50]}

    async def main() -> None:
        port = fake.FakePort(answers)
        policy = FAST.model_copy(update={"concurrency": 4})
        order = []
        async with fake.fetcher(port, policy) as fetcher:
            async for outcome in fetcher.fetch_many(urls):
                order.append(outcome.index)  # noqa: PERF401
        assert sorted(order[:4]) == [50, 51, 52, 53]
        assert len(order) == len(urls)
        assert port.most["slow.example"] == 2

    fake.run(main)


def test_a_storm_of_429_at_one_host_stops_that_host_alone() -> None:
    urls = [f"https://{host}.example/{n}" for n in range(6) for host in ("storm", "a", "b")]
    storm = {url: error(429, "100") for url in urls if "storm" in url}

    async def main() -> None:
        port = fake.FakePort(storm)
        order = []
        async with fake.fetcher(port, FAST.model_copy(update={"rate": 1.0})) as fetcher:
            async for outcome in fetcher.fetch_many(urls):
                order.append("storm" if "storm" in outcome.url else "calm")  # noqa: PERF401
        assert order == ["calm"] * 12 + ["storm"] * 6
        starts = port.starts("storm.example")
        # Two may be under way when the first answer comes; then the host is left alone.
        assert len(starts) == 12
        assert sum(at - starts[0] < 100 for at in starts) <= 2

    fake.run(main)


def test_a_host_that_asks_for_a_day_is_asked_no_more() -> None:
    urls = [f"https://a.example/{n}" for n in range(30)] + ["https://b.example/"]
    answers = {url: error(429, "86400") for url in urls[:30]}
    outcomes, port = many(urls, answers)
    assert [outcome.failure.kind for outcome in outcomes if outcome.failure] == ["http_status"] * 30
    assert outcomes[30].ok
    assert len(port.starts("a.example")) <= 2


def test_a_source_of_thousands_is_read_as_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "MAX_WAITING", 100)
    read = done = most = 0

    def source() -> Iterator[str]:
        nonlocal read, most
        for number in range(5_000):
            read += 1
            most = max(most, read - done)
            yield f"https://h{number % 50}.example/{number}"

    async def main() -> None:
        nonlocal done
        policy = FAST.model_copy(update={"rate": 1e6, "concurrency": 32})
        async with fake.fetcher(fake.FakePort(), policy) as fetcher:
            indexes = set()
            async for outcome in fetcher.fetch_many(source()):
                done += 1
                indexes.add(outcome.index)
        assert indexes == set(range(5_000))

    fake.run(main)
    # Waiting, at work (two of each host) and done but not taken.
    assert most <= 100 + 2 * 50 + 2 * 32


def test_who_takes_slowly_is_not_flooded() -> None:
    async def main() -> None:
        port = fake.FakePort()
        urls = (f"https://h{n % 200}.example/{n}" for n in range(100_000))
        async with (
            fake.fetcher(port, FAST) as fetcher,
            aclosing(fetcher.fetch_many(urls)) as outcomes,
        ):
            await anext(outcomes)
            await asyncio.sleep(3600)
            assert len(port.asked) < 600

    fake.run(main)


def test_fetching_while_taking_does_not_lock_up() -> None:
    async def main() -> None:
        urls = [f"https://a.example/{n}" for n in range(100)]
        async with fake.fetcher(fake.FakePort(), FAST) as fetcher:
            count = 0
            async for _ in fetcher.fetch_many(urls):
                await fetcher.fetch(f"https://a.example/more/{count}")
                count += 1
        assert count == 100

    fake.run(main)


def test_an_outcome_is_given_only_when_its_page_is_kept() -> None:
    class SlowStore(fake.FakeStore):  # type: ignore[name-defined, misc]
        def keep(self, visit: Visit) -> None:
            threads.add(get_ident())
            super().keep(visit)

    async def main() -> None:
        store = SlowStore()
        async with fake.fetcher(fake.FakePort(), FAST, store=store) as fetcher:
            async for outcome in fetcher.fetch_many(f"https://h{n}.example/" for n in range(50)):
                assert store.kept(outcome.url)

    threads: set[int] = set()
    fake.run(main)
    assert len(threads) == 1
    assert get_ident() not in threads


def test_a_broken_store_ends_the_run_loudly_and_names_what_was_not_kept() -> None:
    async def main() -> None:
        store = fake.FakeStore(breaks_at=7)
        urls = [f"https://h{n % 9}.example/{n}" for n in range(60)]
        seen: list[FetchOutcome] = []
        async with fake.fetcher(fake.FakePort(), FAST, store=store) as fetcher:
            with pytest.raises(ArchiveError, match="disk is full"):
                await take(fetcher.fetch_many(urls), seen)
        assert len({outcome.index for outcome in seen}) == len(seen)
        assert {o.url for o in seen if o.page} == {visit.asked for visit in store.visits}
        failures = {outcome.failure.kind for outcome in seen if outcome.failure}
        assert failures == {"archive"}
        assert sum(outcome.ok for outcome in seen) == 7

    fake.run(main)


def test_a_broken_store_fails_a_single_fetch() -> None:
    async def main() -> None:
        store = fake.FakeStore(breaks_at=0)
        async with fake.fetcher(fake.FakePort(), FAST, store=store) as fetcher:
            with pytest.raises(ArchiveError):
                await fetcher.fetch(URL)

    fake.run(main)


def test_a_bug_ends_the_run_and_no_url_is_lost() -> None:
    async def main() -> None:
        port = fake.FakePort({"https://h3.example/3": ZeroDivisionError("a bug")})
        urls = [f"https://h{n}.example/{n}" for n in range(8)]
        seen: list[FetchOutcome] = []
        async with fake.fetcher(port, FAST) as fetcher:
            with pytest.raises(ZeroDivisionError):
                await take(fetcher.fetch_many(urls), seen)
        indexes = [outcome.index for outcome in seen]
        assert 3 in indexes
        assert len(set(indexes)) == len(indexes)

    fake.run(main)


def test_a_store_that_cannot_be_asked_ends_the_run_loudly() -> None:
    class Torn(fake.FakeStore):  # type: ignore[name-defined, misc]
        def kept(self, url: str) -> bool:
            if url.endswith("/4"):
                raise ArchiveError("the disk is gone")
            return bool(super().kept(url))

    async def main() -> None:
        seen: list[FetchOutcome] = []
        urls = [f"https://h{n}.example/{n}" for n in range(20)]
        async with fake.fetcher(fake.FakePort(), FAST, store=Torn()) as fetcher:
            with pytest.raises(ArchiveError, match="gone"):
                await take(fetcher.fetch_many(urls), seen)
        assert {0, 1, 2, 3, 4} <= {outcome.index for outcome in seen}
        assert len({outcome.index for outcome in seen}) == len(seen)

    fake.run(main)


def test_closing_the_fetcher_ends_a_run_loudly() -> None:
    async def main() -> None:
        port = fake.FakePort({"https://a.example/robots.txt": Answer(takes=100)})
        fetcher = await fake.fetcher(port).__aenter__()
        seen: list[FetchOutcome] = []
        task = asyncio.create_task(take(fetcher.fetch_many(["https://a.example/1"]), seen))
        await asyncio.sleep(1)
        await fetcher.aclose()
        with pytest.raises(UsageError, match="closed"):
            await task
        assert [outcome.index for outcome in seen] == [0]

    fake.run(main)


def test_headers_sent_twice() -> None:
    twice = (("content-type", "text/plain"), TYPE, ("Location", "/1"), ("location", "/2"))
    found, _ = visit({URL: Answer(headers=twice)})
    assert found.page.headers["content-type"] == "text/html"
    found, _ = visit({URL: Answer(b"", 302, twice), "https://a.example/1": Answer()})
    assert found.page.url == "https://a.example/1"


def test_pages_from_the_cache_wait_for_no_turn() -> None:
    async def main() -> None:
        port = fake.FakePort(default=Answer(cache="hit"))
        loop = asyncio.get_running_loop()
        began = loop.time()
        policy = Policy(rate=0.1, robots=False)
        async with fake.fetcher(port, policy) as fetcher:
            urls = [f"https://a.example/{n}" for n in range(20)]
            outcomes = [outcome async for outcome in fetcher.fetch_many(urls)]
        assert {outcome.cache for outcome in outcomes} == {"hit"}
        assert loop.time() - began < 10

    fake.run(main)


@pytest.mark.parametrize("after", [0, 1, 20])
def test_leaving_early_ends_what_is_under_way(after: int) -> None:
    async def main() -> None:
        port, store = fake.FakePort(default=Answer(takes=5)), fake.FakeStore()
        urls = [f"https://h{n % 30}.example/{n}" for n in range(300)]
        taken = []
        async with fake.fetcher(port, FAST, store=store) as fetcher:
            async with aclosing(fetcher.fetch_many(urls)) as outcomes:
                for _ in range(after):
                    taken.append((await anext(outcomes)).url)  # noqa: PERF401
            assert port.under_way["all"] == 0
            assert len(asyncio.all_tasks()) == 1
        kept = [visit.asked for visit in store.visits]
        assert len(set(kept)) == len(kept)
        assert set(taken) <= set(kept)

    fake.run(main)


@given(at=st.floats(min_value=0, max_value=12), hosts=st.integers(min_value=1, max_value=6))
@settings(max_examples=30)
def test_cancelled_at_any_moment_the_rerun_does_the_rest(at: float, hosts: int) -> None:
    urls = [f"https://h{n % hosts}.example/{n}" for n in range(12)]
    first = fake.FakeStore()
    given_out: list[str] = []

    async def cut_off() -> None:
        port = fake.FakePort(default=Answer(takes=0.7))
        async with fake.fetcher(port, FAST.model_copy(update={"rate": 1.0}), store=first) as f:
            async for outcome in f.fetch_many(urls):
                given_out.append(outcome.url)  # noqa: PERF401

    async def main() -> None:
        task = asyncio.create_task(cut_off())
        await asyncio.sleep(at)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert len(asyncio.all_tasks()) == 1

    fake.run(main)
    assert set(given_out) <= {visit.asked for visit in first.visits}
    outcomes, _ = many(urls, store=first)
    assert sorted(visit.asked for visit in first.visits) == sorted(urls)
    assert len(outcomes) == len(urls)


def test_a_write_that_has_begun_comes_to_its_end() -> None:
    began, go_on = Event(), Event()

    class SlowStore(fake.FakeStore):  # type: ignore[name-defined, misc]
        def keep(self, visit: Visit) -> None:
            began.set()
            go_on.wait(10)
            super().keep(visit)

    store = SlowStore()

    async def fetch() -> None:
        async with fake.fetcher(fake.FakePort(), FAST, store=store) as fetcher:
            await fetcher.fetch(URL)

    async def main() -> None:
        task = asyncio.create_task(fetch())
        await asyncio.to_thread(began.wait, 10)
        task.cancel()
        asyncio.get_running_loop().call_soon(go_on.set)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [visit.asked for visit in store.visits] == [URL]

    asyncio.run(main())
