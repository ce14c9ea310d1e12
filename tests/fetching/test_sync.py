"""Fetching without `async`: the same fetcher, in a thread, whatever the caller does."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import newsextract
from newsextract.archives.store import open_store
from newsextract.errors import ArchiveError, StatusError, UsageError
from newsextract.fetching import FetchOutcome, Policy, fetch_all


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fake, press = _load("fake_port"), _load("site")
FAST = Policy(rate=1000, backoff=0.01, tries=2)
HERE = Policy(allow_private=True, rate=500, backoff=0.02)
URLS = [f"https://h{n % 5}.example/{n}" for n in range(20)]


def take(outcomes: Iterator[FetchOutcome], into: list[FetchOutcome]) -> None:
    for outcome in outcomes:
        into.append(outcome)  # noqa: PERF402 - what came before an error counts


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    gc.collect()
    assert [t.name for t in threading.enumerate() if t.name.startswith(("fetcher", "store"))] == []


def test_one_page_and_its_errors() -> None:
    url = "https://one.example/1"
    assert newsextract.fetch(url, FAST, port=fake.FakePort()).url == url
    with pytest.raises(StatusError):
        newsextract.fetch(url, FAST, port=fake.FakePort(default=fake.error(404)))


def test_inside_a_running_loop() -> None:
    async def main() -> None:
        page = newsextract.fetch("https://loop.example/1", FAST, port=fake.FakePort())
        assert page.content == fake.PAGE
        assert len(list(fetch_all(URLS, FAST, port=fake.FakePort()))) == 20

    asyncio.run(main())


def test_one_call_after_another_is_as_polite_as_one() -> None:
    port_ = fake.FakePort
    robots = {"https://calm.example/robots.txt": fake.text("User-agent: *\nCrawl-delay: 0.05")}
    first, second = port_(robots), port_(robots)
    newsextract.fetch("https://calm.example/1", FAST, port=first)
    newsextract.fetch("https://calm.example/2", FAST, port=second)
    assert [url for _, url in second.asked] == ["https://calm.example/2"]
    assert second.asked[0][0] - first.asked[-1][0] >= 0.05


def test_a_robots_txt_that_could_not_be_had_is_asked_for_again() -> None:
    down = fake.FakePort({"https://back.example/robots.txt": fake.error(503)})
    with pytest.raises(newsextract.FetchError):
        newsextract.fetch("https://back.example/1", FAST, port=down)
    newsextract.fetch("https://back.example/1", FAST, port=fake.FakePort())


def test_many_pages() -> None:
    store = fake.FakeStore(kept=[URLS[3]])
    asked = [*URLS, URLS[0]]
    outcomes = sorted(fetch_all(asked, FAST, store, port=fake.FakePort()), key=lambda o: o.index)
    assert [outcome.url for outcome in outcomes] == asked
    assert outcomes[3].kept_before
    assert outcomes[20].duplicate_of == 0
    assert len(store.visits) == 19


def test_the_urls_are_read_in_the_callers_thread_and_as_needed() -> None:
    threads = set()

    def source() -> Iterator[str]:
        for url in URLS:
            threads.add(threading.get_ident())
            yield url

    assert len(list(fetch_all(source(), FAST, port=fake.FakePort()))) == 20
    assert threads == {threading.get_ident()}


def test_what_the_source_raises_is_raised_after_its_outcomes() -> None:
    def source() -> Iterator[str]:
        yield from URLS
        raise OSError("the list is torn")

    outcomes = fetch_all(source(), FAST, port=fake.FakePort())
    assert len([next(outcomes) for _ in range(20)]) == 20
    with pytest.raises(OSError, match="torn"):
        next(outcomes)


def test_a_broken_store_is_loud() -> None:
    seen: list[FetchOutcome] = []
    outcomes = fetch_all(URLS, FAST, fake.FakeStore(breaks_at=4), port=fake.FakePort())
    with pytest.raises(ArchiveError, match="full"):
        take(outcomes, seen)
    assert len({outcome.index for outcome in seen}) == len(seen)
    assert sum(outcome.ok for outcome in seen) == 4


def test_leaving_early_closes_all() -> None:
    port = fake.FakePort()
    outcomes = fetch_all(iter(URLS), FAST, port=port)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert port.is_closed
    assert port.under_way["all"] == 0
    never = fetch_all(URLS, FAST, port=fake.FakePort())
    del never


def test_an_error_of_the_callers_closes_all() -> None:
    port = fake.FakePort()
    with suppress(ZeroDivisionError):
        for _ in fetch_all(URLS, FAST, port=port):
            raise ZeroDivisionError
    gc.collect()
    assert port.is_closed


def test_calls_that_make_no_sense() -> None:
    with pytest.raises(UsageError):
        fetch_all("https://a.example/")
    with pytest.raises(UsageError):
        list(fetch_all(URLS, Policy(contact="담당자")))


def test_two_threads_at_once() -> None:
    pages: list[Any] = []

    def work(number: int) -> None:
        url = f"https://both.example/{number}"
        pages.append(newsextract.fetch(url, FAST, port=fake.FakePort()))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pages) == 4


def test_the_room_is_cheap_until_a_fetcher_is_opened() -> None:
    code = (
        "import sys, newsextract\n"
        "from newsextract.fetching import Fetcher, FetchOutcome, Policy, fetch, fetch_all\n"
        "assert newsextract.fetch is fetch\n"
        "heavy = {'httpx', 'httpcore', 'hishel', 'fastwarc', 'stamina', 'protego'}\n"
        "print(*heavy & set(sys.modules))\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []


INTERRUPTED = """
import sys
from pathlib import Path
from newsextract.archives.store import open_store
from newsextract.fetching import FetchOutcome, Policy, fetch_all
policy = Policy(allow_private=True, rate=50, robots=False)
with open_store(Path(sys.argv[1])) as store:
    for outcome in fetch_all(sys.stdin.read().split(), policy, store):
        print(outcome.url if outcome.page else outcome, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_ctrl_c_leaves_the_store_sound(tmp_path: Path) -> None:
    with press.Site(pause=0.01) as site:
        urls = [site.url("article", n) for n in range(2_000)]
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", INTERRUPTED, str(tmp_path / "saved")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("\n".join(urls))
        child.stdin.close()
        given_out = [child.stdout.readline().strip() for _ in range(8)]
        child.send_signal(signal.SIGINT)
        child.stdin = None
        out, err = child.communicate(timeout=30)
    given_out += out.split()
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert child.returncode != 0
    assert 8 <= len(given_out) < len(urls)
    with open_store(tmp_path / "saved") as store:
        assert all(store.kept(url) for url in given_out)
