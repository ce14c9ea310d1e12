"""When a host may be asked: order, gaps and numbers under a clock of our own."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.errors import StatusError
from newsextract.fetching.frontier import Frontier
from newsextract.fetching.pacing import Calendar, Pacing, host_key
from newsextract.fetching.policy import Policy


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fake = _load("fake_port")


class Log:
    """Begins and ends of requests to hosts, paced."""

    def __init__(self, policy: Policy) -> None:
        self.clock = asyncio.get_running_loop().time
        self.pacing = Pacing(policy, Calendar(self.clock))
        self.starts: dict[str, list[float]] = {}
        self.order: list[str] = []
        self.under_way: dict[str, int] = {}
        self.most: dict[str, int] = {}

    async def ask(self, url: str, takes: float = 0.0) -> float:
        host = host_key(url)
        async with self.pacing.turn(url) as turn:
            self.starts.setdefault(host, []).append(self.clock())
            self.order.append(url)
            for key in (host, "all"):
                self.under_way[key] = self.under_way.get(key, 0) + 1
                self.most[key] = max(self.most.get(key, 0), self.under_way[key])
            await asyncio.sleep(takes)
            for key in (host, "all"):
                self.under_way[key] -= 1
        return turn.waited

    def gaps(self, host: str) -> list[float]:
        return [later - sooner for sooner, later in pairwise(self.starts[host])]


def test_a_host_is_asked_at_its_rate_and_in_order() -> None:
    async def main() -> None:
        log = Log(Policy(rate=2, per_host=10))
        urls = [f"https://a.example/{n}" for n in range(5)]
        waited = await asyncio.gather(*(log.ask(url) for url in urls))
        assert log.order == urls
        assert log.gaps("a.example") == pytest.approx([0.5] * 4)
        assert waited == pytest.approx([0, 0.5, 1, 1.5, 2])

    fake.run(main)


def test_hosts_do_not_wait_for_each_other() -> None:
    async def main() -> None:
        log = Log(Policy(rate=1))
        await asyncio.gather(*(log.ask(f"https://{host}.example/") for host in "abcdefgh"))
        assert {at for starts in log.starts.values() for at in starts} == {1000.0}

    fake.run(main)


def test_so_many_at_a_host_and_in_all() -> None:
    async def main() -> None:
        log = Log(Policy(rate=100, per_host=2, concurrency=5))
        urls = [f"https://{host}.example/{n}" for n in range(4) for host in "abcd"]
        await asyncio.gather(*(log.ask(url, takes=10) for url in urls))
        assert log.most["a.example"] == 2
        assert log.most["all"] == 5
        assert len(log.order) == len(urls)

    fake.run(main)


def test_short_places_do_not_let_requests_bunch_up() -> None:
    """Turns that came due while all places were taken still keep their distance."""

    async def main() -> None:
        log = Log(Policy(rate=1, per_host=8, concurrency=2))
        busy = [log.ask(f"https://{host}.example/", takes=30) for host in "xy"]
        await asyncio.gather(*busy, *(log.ask(f"https://a.example/{n}") for n in range(4)))
        assert all(gap >= 1 for gap in log.gaps("a.example"))

    fake.run(main)


def test_a_delay_spreads_requests_and_lets_one_under_way() -> None:
    async def main() -> None:
        log = Log(Policy(rate=10, per_host=4))
        await log.ask("https://a.example/robots.txt")
        log.pacing.slow_down("https://a.example/", 5)
        log.pacing.slow_down("https://a.example/", 3)
        await asyncio.gather(*(log.ask(f"https://a.example/{n}", takes=7) for n in range(3)))
        assert log.gaps("a.example") == pytest.approx([5, 7, 7])
        assert log.most["a.example"] == 1

    fake.run(main)


def test_a_delay_shorter_than_the_rate_changes_nothing() -> None:
    async def main() -> None:
        log = Log(Policy(rate=0.5))
        log.pacing.slow_down("https://a.example/", 0.1)
        await asyncio.gather(*(log.ask(f"https://a.example/{n}") for n in range(3)))
        assert log.gaps("a.example") == pytest.approx([2, 2])

    fake.run(main)


def test_a_hold_stops_all_of_a_host_and_no_other() -> None:
    async def main() -> None:
        log = Log(Policy(rate=10))
        log.pacing.hold("https://a.example/1", 60, 429)
        log.pacing.hold("https://a.example/1", 5, 503)  # the longer one holds
        await asyncio.gather(log.ask("https://a.example/2"), log.ask("https://b.example/"))
        assert log.starts == {"b.example": [1000.0], "a.example": [1060.0]}

    fake.run(main)


def test_a_hold_reaches_those_already_in_line() -> None:
    async def main() -> None:
        log = Log(Policy(rate=1, per_host=1))
        asking = [asyncio.create_task(log.ask(f"https://a.example/{n}")) for n in range(3)]
        await asyncio.sleep(0.5)
        log.pacing.hold("https://a.example/0", 30, 503)
        await asyncio.gather(*asking)
        assert log.starts["a.example"] == pytest.approx([1000, 1030.5, 1031.5])

    fake.run(main)


def test_too_long_a_hold_fails_the_others_unasked_until_it_is_over() -> None:
    async def main() -> None:
        log = Log(Policy(rate=10, max_wait=100))
        log.pacing.hold("https://a.example/1", 1000, 429)
        with pytest.raises(StatusError, match=r"HTTP 429: a\.example asked .* 1,000 s") as caught:
            await log.ask("https://a.example/2")
        assert caught.value.status == 429
        assert caught.value.retry_after == pytest.approx(1000)
        assert log.order == []
        await asyncio.sleep(950)
        assert await log.ask("https://a.example/2") == pytest.approx(50)

    fake.run(main)


def test_a_turn_given_back_makes_no_one_wait() -> None:
    async def main() -> None:
        log = Log(Policy(rate=1))
        await log.ask("https://a.example/1")
        for _ in range(3):
            async with log.pacing.turn("https://a.example/2") as turn:
                turn.give_back()
        async with log.pacing.turn("https://b.example/") as first:
            async with log.pacing.turn("https://b.example/") as second:
                first.give_back()  # too late: the second was asked meanwhile
            assert second.waited == pytest.approx(1)
        await log.ask("https://b.example/")
        assert log.clock() == pytest.approx(1003)

    fake.run(main)


def test_a_hold_that_comes_while_waiting_for_a_place_costs_no_place() -> None:
    async def main() -> None:
        log = Log(Policy(rate=10, concurrency=1, max_wait=100))
        busy = asyncio.create_task(log.ask("https://b.example/", takes=5))
        await asyncio.sleep(1)
        asking = asyncio.create_task(log.ask("https://a.example/1"))
        await asyncio.sleep(1)  # it waits for the place
        log.pacing.hold("https://a.example/", 1000, 429)
        with pytest.raises(StatusError):
            await asking
        await busy
        assert await log.ask("https://c.example/") == 0

    fake.run(main)


def test_a_turn_given_back_by_the_true_clock() -> None:
    async def main() -> None:
        pacing = Pacing(Policy(rate=0.001))
        for _ in range(5):
            async with pacing.turn("https://a.example/") as turn:
                turn.give_back()

    asyncio.run(asyncio.wait_for(main(), 60))


def test_who_is_cancelled_leaves_no_place_taken() -> None:
    async def main() -> None:
        log = Log(Policy(rate=1, per_host=1, concurrency=1))
        asking = [asyncio.create_task(log.ask(f"https://a.example/{n}", 5)) for n in range(4)]
        await asyncio.sleep(2)  # one asks, one has the gate, two are behind
        for task in asking[:3]:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        assert log.order == ["https://a.example/0", "https://a.example/3"]
        assert not log.pacing._hosts
        await asyncio.gather(*(log.ask(f"https://b.example/{n}") for n in range(3)))

    fake.run(main)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.0, 0.4, 3.0])), max_size=14))
@settings(max_examples=40)
def test_rate_and_numbers_hold_whatever_comes(asked: list[tuple[str, float]]) -> None:
    async def main() -> None:
        log = Log(Policy(rate=1, per_host=2, concurrency=3))
        await asyncio.gather(*(log.ask(f"https://{host}.example/", takes) for host, takes in asked))
        assert len(log.order) == len(asked)
        assert log.most.get("all", 0) <= 3
        for host in log.starts:
            assert log.most[host] <= 2
            assert all(gap >= 1 - 1e-9 for gap in log.gaps(host))

    fake.run(main)


@given(
    st.lists(st.sampled_from(["a", "b", "c", "take", "done"]), max_size=60),
    st.integers(min_value=1, max_value=3),
)
def test_the_frontier_gives_each_url_once_and_no_host_too_much(
    steps: list[str], per_host: int
) -> None:
    frontier = Frontier(per_host)
    pushed: list[int] = []
    taken: list[int] = []
    out: list[str] = []
    for number, step in enumerate(steps):
        if step == "take":
            entry = frontier.pop()
            if entry is not None:
                out.append(entry[0])
                taken.append(entry[1])
        elif step == "done":
            if out:
                frontier.done(out.pop(0))
        else:
            frontier.push(step, number, f"https://{step}.example/{number}")
            pushed.append(number)
        assert all(out.count(host) <= per_host for host in "abc")
    assert len(frontier) == len(pushed) - len(taken)
    while out:
        frontier.done(out.pop())
    while (entry := frontier.pop()) is not None:
        taken.append(entry[1])
        frontier.done(entry[0])
    assert sorted(taken) == pushed
