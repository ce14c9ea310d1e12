"""Fetching: pages a second beside trafilatura, and how politely.

    python benchmarks/fetch.py [--pages 400] [--hosts 4] [--threads 8] [--rounds 3]

The newspapers are those of `tests/fetching/site.py`, on this machine, in a process of their own.
For throughput the rate is unlimited, and every fetcher gets the same URLs in the same rounds:
compare ratios, not pages. For politeness the site's own record is counted. Nothing is judged.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager, nullcontext
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Literal

from newsextract.archives.store import open_store
from newsextract.fetching import Fetcher, Policy

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "tests" / "fetching" / "site.py"
KINDS = ("article", "gzip", "br", "chunked")
UNLIMITED = 1_000_000.0


def press() -> Any:  # noqa: ANN401 - a module loaded by its path
    spec = importlib.util.spec_from_file_location("press", SITE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["press"] = module
    spec.loader.exec_module(module)
    return module


def serve(hosts: int) -> None:
    """Print the hosts' addresses, then answer until standard input ends."""
    with press().Site(hosts) as site:
        print(json.dumps([host.root for host in site.hosts]), flush=True)
        sys.stdin.read()


@contextmanager
def site_apart(hosts: int) -> Iterator[list[str]]:
    command = [sys.executable, __file__, "--serve", str(hosts)]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.stdin.close()


def ours(urls: list[str], threads: int, form: Literal["warc", "files"] | None) -> int:
    async def run(folder: str) -> int:
        policy = Policy(
            allow_private=True, rate=UNLIMITED, per_host=threads, concurrency=threads, tries=1
        )
        opened = nullcontext() if form is None else open_store(Path(folder), form)
        with opened as store:
            async with (
                Fetcher(policy, store=store) as fetcher,
                aclosing(fetcher.fetch_many(urls)) as outcomes,
            ):
                return sum([outcome.page is not None async for outcome in outcomes])

    with TemporaryDirectory() as folder:
        return asyncio.run(run(folder))


def one_by_one(urls: list[str], _: int) -> int:
    from trafilatura.downloads import fetch_url  # noqa: PLC0415

    options = _loopback_allowed()
    return sum(fetch_url(url, options=options) is not None for url in urls)


def buffered(urls: list[str], threads: int) -> int:
    from trafilatura.downloads import buffered_downloads  # noqa: PLC0415

    return sum(bool(page) for _, page in buffered_downloads(urls, threads, _loopback_allowed()))


def _loopback_allowed() -> Any:  # noqa: ANN401 - the package is not always installed
    """As `allow_private` for ours: since 2.3 it looks at addresses too."""
    from trafilatura.settings import DEFAULT_CONFIG, Extractor  # noqa: PLC0415

    config = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "SSRF_PROTECTION", "off")
    return Extractor(config=config)


FETCHERS: dict[str, Callable[[list[str], int], int]] = {
    "trafilatura fetch_url, one by one": one_by_one,
    "trafilatura buffered_downloads": buffered,
    "newsextract, pages only": lambda urls, threads: ours(urls, threads, None),
    "newsextract, kept as WARC": lambda urls, threads: ours(urls, threads, "warc"),
    "newsextract, kept as files": lambda urls, threads: ours(urls, threads, "files"),
}
"""Ours ask robots.txt, check addresses and, where kept, sync each page to the disk."""


def throughput(pages: int, hosts: int, threads: int, rounds: int) -> None:
    speeds: dict[str, list[float]] = {name: [] for name in FETCHERS}
    with site_apart(hosts) as roots:
        paths = press().MENU
        for round_ in range(rounds + 1):
            urls = [
                roots[n % hosts] + paths[KINDS[n % len(KINDS)]].path.format(n=round_ * pages + n)
                for n in range(pages)
            ]
            for name, fetch in FETCHERS.items():
                began = perf_counter()
                try:
                    got = fetch(urls, threads)
                except ImportError:
                    continue
                if got != len(urls):
                    print(f"{name}: {got} of {len(urls)} pages")
                if round_:  # the first one loads modules
                    speeds[name].append(len(urls) / (perf_counter() - began))
    base = statistics.median(speeds["trafilatura buffered_downloads"] or [float("nan")])
    print(f"{'throughput, rate unlimited':<36}{'pages/s':>10}{'ratio':>8}")
    for name, found in speeds.items():
        if found:
            middle = statistics.median(found)
            print(f"{name:<36}{middle:>10.0f}{middle / base:>8.2f}")


POLICIES = {
    "rate 2, 2 at once": (Policy(rate=2, per_host=2), None, 8),
    "rate 20, 2 at once, slow pages": (Policy(rate=20, per_host=2), None, 40),
    "rate 20, 1 at once, slow pages": (Policy(rate=20, per_host=1), None, 20),
    "rate 1000, 3 at once, slow pages": (Policy(rate=1000, per_host=3), None, 60),
    "rate 20, Crawl-delay 1": (Policy(rate=20), "User-agent: *\nCrawl-delay: 1\n", 6),
    "rate 20, Crawl-delay 0.2 for us": (
        Policy(rate=20),
        "User-agent: *\nCrawl-delay: 9\n\nUser-agent: newsextract\nCrawl-delay: 0.2\n",
        15,
    ),
}


def politeness(hosts: int) -> None:
    print(
        f"\n{'politeness, as the site counts it':<36}{'pages/s, host':>15}{'least gap, s':>14}"
        f"{'most at once':>14}{'robots.txt':>12}"
    )
    for name, (policy, robots, pages) in POLICIES.items():
        with press().Site(hosts, pause=0.2 if "slow" in name else 0.0) as site:
            for host in site.hosts:
                host.robots = robots
            urls = [host.url(f"/article/{n}") for n in range(pages) for host in site.hosts]
            asyncio.run(_fetch(urls, policy.model_copy(update={"allow_private": True})))
            gaps = [gap for host in site.hosts for gap in host.gaps()]
            rates = [len(host.gaps()) / sum(host.gaps()) for host in site.hosts]
            most = max(host.most_under_way for host in site.hosts)
            asked = max(h.times_asked["/robots.txt"] for h in site.hosts)
            print(f"{name:<36}{max(rates):>15.2f}{min(gaps):>14.3f}{most:>14}{asked:>12}")
    with press().Site(1) as site:
        urls = [site.url("article", n) for n in range(5)]
        urls.insert(0, site.hosts[0].url("/storm/9?times=1&after=2"))
        policy = Policy(allow_private=True, rate=20, per_host=1, robots=False)
        asyncio.run(_fetch(urls, policy))
        first, *_ = site.hosts[0].gaps()
        print(
            f"{'429 with Retry-After: 2':<36}{'':>15}{first:>14.3f}   before the host's next page"
        )


async def _fetch(urls: list[str], policy: Policy) -> None:
    async with Fetcher(policy) as fetcher, aclosing(fetcher.fetch_many(urls)) as outcomes:
        async for outcome in outcomes:
            assert outcome.page is not None, outcome.failure


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--pages", type=int, default=400, help="pages a round (default 400)")
    options.add_argument("--hosts", type=int, default=4, help="newspapers (default 4)")
    options.add_argument("--threads", type=int, default=8, help="requests at once (default 8)")
    options.add_argument("--rounds", type=int, default=3, help="rounds that count (default 3)")
    options.add_argument("--serve", type=int, default=0, help=argparse.SUPPRESS)
    asked = options.parse_args()
    logging.disable(logging.WARNING)
    if asked.serve:
        serve(asked.serve)
        return
    throughput(asked.pages, asked.hosts, asked.threads, asked.rounds)
    politeness(asked.hosts)


if __name__ == "__main__":
    main()
