"""robots.txt by RFC 9309: what is allowed, what a failure means, and one fetch for all."""

from __future__ import annotations

import asyncio
import gzip
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsextract.errors import (
    FetchError,
    RefusedError,
    RobotsError,
    TimedOutError,
    UnreachableError,
    UsageError,
)
from newsextract.fetching.policy import MAX_ROBOTS_BYTES, Policy


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
ROBOTS = "https://a.example/robots.txt"
FAST = Policy(rate=1000, backoff=0.01, tries=2)


def visit(
    robots: object, *paths: str, policy: Policy = FAST, **answers: Any
) -> tuple[list[str], Any]:
    """The kind of failure, or "page", for each path; and the port."""

    async def main() -> tuple[list[str], Any]:
        port = fake.FakePort({ROBOTS: robots, **answers.get("answers", {})})
        kinds = []
        async with fake.fetcher(port, policy) as fetcher:
            for path in paths or ("/news/1",):
                try:
                    await fetcher.fetch(f"https://a.example{path}")
                    kinds.append("page")
                except FetchError as failure:
                    kinds.append(failure.kind)
        return kinds, port

    return fake.run(main)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("rules", "kinds"),
    [
        ("", "page page page"),
        ("User-agent: *\nDisallow: /private/", "page robots page"),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "page robots robots"),
        ("User-agent: newsextract\nDisallow: /news/\n\nUser-agent: *\nDisallow: /private/",
         "robots page page"),
        ("User-agent: NewsExtract\nDisallow:\n\nUser-agent: *\nDisallow: /", "page page page"),
        ("User-agent: otherbot\nDisallow: /", "page page page"),
        ("User-agent: *\nDisallow: /*.html$\nDisallow: /기사", "page page robots"),
        ("\ufeffUser-agent: *\r\nDisallow: /private/ # so\r\n", "page robots page"),
        ("<html><body>Disallow: / everything</body></html>", "page page page"),
    ],
)  # fmt: skip
def test_rules(rules: str, kinds: str) -> None:
    asked = ("/news/1?p=1", "/private/1", "/기사/1")
    assert visit(text(rules), *asked)[0] == kinds.split()


def test_what_is_not_allowed_is_not_asked_for() -> None:
    _, port = visit(text("User-agent: *\nDisallow: /"))
    assert port.urls == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_none_there_allows_all(status: int) -> None:
    kinds, port = visit(error(status))
    assert kinds == ["page"]
    assert port.times[ROBOTS] == 1


@pytest.mark.parametrize("answer", [error(500), error(503), error(429), TimedOutError("late")])
def test_not_to_be_had_forbids_all_after_the_tries(answer: object) -> None:
    kinds, port = visit(answer, "/1", "/2")
    assert kinds == ["robots", "robots"]
    assert port.times[ROBOTS] == 2
    assert port.urls == []


def test_the_failure_says_why() -> None:
    async def main() -> None:
        port = fake.FakePort({ROBOTS: error(503)})
        async with fake.fetcher(port, FAST) as fetcher:
            with pytest.raises(RobotsError, match=r"a\.example/robots\.txt .* HTTP 503"):
                await fetcher.fetch("https://a.example/1")

    fake.run(main)


def test_a_passing_failure_passes() -> None:
    assert visit([error(503), text("")])[0] == ["page"]


@pytest.mark.parametrize("raised", [UnreachableError("unknown host: a"), RefusedError("inside")])
def test_a_host_that_cannot_be_asked_at_all_says_so_of_its_pages(raised: FetchError) -> None:
    assert visit(raised)[0] == [raised.kind]


def test_redirects_are_followed_also_to_another_host() -> None:
    chain = {f"https://b.example/{n}": to(f"/{n + 1}", 301) for n in range(1, 5)}
    rules = {"https://b.example/5": text("User-agent: *\nDisallow: /private/")}
    kinds, _ = visit(to("https://b.example/1"), "/news", "/private/", answers=chain | rules)
    assert kinds == ["page", "robots"]


def test_more_than_five_redirects_are_as_none() -> None:
    chain = {f"https://b.example/{n}": to(f"/{n + 1}") for n in range(1, 9)}
    kinds, port = visit(to("https://b.example/1"), answers=chain)
    assert kinds == ["page"]
    assert len(port.starts("b.example")) == 5
    assert visit(to("/robots.txt"))[0] == ["page"]


@pytest.mark.parametrize("target", ["http://a.example/robots.txt", "https://10.0.0.1/", "ftp://a/"])
def test_redirects_to_where_nothing_is_asked_forbid_all(target: str) -> None:
    kinds, port = visit(to(target))
    assert kinds == ["robots"]
    assert len(port.asked) == 1


def test_a_huge_one_is_read_to_the_limit_and_no_rule_cut_in_two() -> None:
    # Cut in its middle, the last rule would forbid everything below /n.
    first = b"User-agent: *\nDisallow: /private/\n"
    filler = b"#" * (MAX_ROBOTS_BYTES - len(first) - len(b"\nDisallow: /n")) + b"\n"
    body = first + filler + b"Disallow: /nothing/at/all\nDisallow: /late/\n"
    kinds, _ = visit(text(body), "/private/1", "/news/1", "/late/1")
    assert kinds == ["robots", "page", "page"]


def test_a_bomb_forbids_all() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    kinds, _ = visit(Answer(bomb, headers=(("Content-Encoding", "gzip"),)))
    assert kinds == ["robots"]


def test_coded_rules_are_read() -> None:
    body = gzip.compress(b"User-agent: *\nDisallow: /private/")
    answer = Answer(body, headers=(("Content-Encoding", "gzip"),))
    assert visit(answer, "/private/", "/news")[0] == ["robots", "page"]


def test_many_askers_one_fetch() -> None:
    async def main() -> None:
        slow = Answer(b"", headers=(), takes=5)
        port = fake.FakePort({ROBOTS: slow, "https://a.example:444/robots.txt": slow})
        async with fake.fetcher(port, FAST) as fetcher:
            urls = [f"https://a.example/{n}" for n in range(20)]
            await asyncio.gather(*(fetcher.fetch(url) for url in urls))
            assert port.times[ROBOTS] == 1
            # Another port and another scheme are other authorities.
            await fetcher.fetch("https://a.example:444/")
            await fetcher.fetch("http://a.example/")
        assert port.times["https://a.example:444/robots.txt"] == 1
        assert port.times["http://a.example/robots.txt"] == 1

    fake.run(main)


def test_the_first_asker_may_give_up() -> None:
    async def main() -> None:
        port = fake.FakePort({ROBOTS: Answer(b"", headers=(), takes=5)})
        async with fake.fetcher(port, FAST) as fetcher:
            first = asyncio.create_task(fetcher.fetch("https://a.example/1"))
            second = asyncio.create_task(fetcher.fetch("https://a.example/2"))
            await asyncio.sleep(1)
            first.cancel()
            assert (await second).url == "https://a.example/2"
        assert port.times[ROBOTS] == 1

    fake.run(main)


def test_closing_gives_up_what_is_under_way() -> None:
    async def main() -> None:
        port = fake.FakePort({ROBOTS: Answer(b"", headers=(), takes=1000)})
        fetcher = await fake.fetcher(port, FAST).__aenter__()
        asking = asyncio.create_task(fetcher.fetch("https://a.example/1"))
        await asyncio.sleep(1)
        await fetcher.aclose()
        with pytest.raises(UsageError, match="closed"):
            await asking
        assert port.under_way["all"] == 0

    fake.run(main)


@pytest.mark.parametrize(
    ("rules", "gap"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nRequest-rate: 1/9", 9),
        ("User-agent: *\nCrawl-delay: 2.5\nRequest-rate: 10/1m", 6),
        ("User-agent: *\nCrawl-delay: 0.1", 1),
        ("User-agent: *\nCrawl-delay: soon", 1),
        ("User-agent: other\nCrawl-delay: 50", 1),
    ],
)
def test_a_crawl_delay_is_kept_from_robots_txt_on(rules: str, gap: float) -> None:
    _, port = visit(text(rules), "/1", "/2", "/3", policy=Policy(rate=1))
    first, *rest = port.starts("a.example")
    assert rest == pytest.approx([first + gap, first + 2 * gap, first + 3 * gap])


def test_a_crawl_delay_over_the_maximum_fails_its_pages() -> None:
    kinds, port = visit(text("User-agent: *\nCrawl-delay: 121"), policy=Policy(max_wait=120))
    assert kinds == ["robots"]
    assert port.urls == []


def test_a_redirect_is_judged_by_the_rules_of_its_target() -> None:
    answers = {
        "https://a.example/news/1": to("https://b.example/news/1"),
        "https://b.example/robots.txt": text("User-agent: *\nDisallow: /news/"),
    }
    kinds, port = visit(text(""), answers=answers)
    assert kinds == ["robots"]
    assert port.urls == ["https://a.example/news/1"]


def test_without_robots_nothing_is_asked_of_it() -> None:
    kinds, port = visit(
        text("User-agent: *\nDisallow: /"), policy=FAST.model_copy(update={"robots": False})
    )
    assert kinds == ["page"]
    assert port.times[ROBOTS] == 0


def test_sitemaps_are_named() -> None:
    async def main() -> None:
        rules = "Sitemap: https://a.example/s.xml\nUser-agent: *\nSitemap: https://b.example/n.xml"
        port = fake.FakePort({ROBOTS: text(rules)})
        async with fake.fetcher(port, FAST) as fetcher:
            found = await fetcher.sitemaps("https://a.example/anything")
            assert found == ("https://a.example/s.xml", "https://b.example/n.xml")
            assert await fetcher.sitemaps("https://c.example/") == ()

    fake.run(main)
