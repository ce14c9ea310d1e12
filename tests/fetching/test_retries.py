"""Which failures are tried again, and after how long: Retry-After, backoff, and when to stop."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.errors import (
    FetchError,
    OversizeError,
    RefusedError,
    ResponseError,
    StatusError,
    TimedOutError,
    UnreachableError,
)
from newsextract.fetching.policy import Policy
from newsextract.fetching.retries import PASSING_STATUSES, retry_after


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fake = _load("fake_port")

Answer, error = fake.Answer, fake.error
URL = "https://a.example/news/1"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FAST = Policy(rate=1000, robots=False, backoff=1, tries=4, max_wait=120)


def ask(*said: object, policy: Policy = FAST) -> tuple[object, list[float]]:
    """What becomes of a page, and when it was asked for, in seconds from the first time."""

    async def main() -> tuple[object, list[float]]:
        port = fake.FakePort({URL: list(said)})
        async with fake.fetcher(port, policy) as fetcher:
            try:
                result: object = await fetcher.fetch(URL)
            except FetchError as failure:
                result = failure
        starts = port.starts("a.example")
        return result, [at - starts[0] for at in starts]

    return fake.run(main)  # type: ignore[no-any-return]


@pytest.mark.parametrize("status", sorted(PASSING_STATUSES))
def test_what_passes_is_tried_again_until_it_has_passed(status: int) -> None:
    page, starts = ask(error(status), error(status), Answer())
    assert not isinstance(page, FetchError)
    assert len(starts) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 505])
def test_what_does_not_pass_is_asked_once(status: int) -> None:
    failure, starts = ask(error(status), Answer())
    assert isinstance(failure, StatusError)
    assert failure.status == status
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("raised", "tries"),
    [
        (TimedOutError("late"), 4),
        (UnreachableError("gone"), 4),
        (ResponseError("cut"), 2),
        (OversizeError("big"), 1),
        (RefusedError("inside"), 1),
    ],
)
def test_errors_of_the_connection(raised: FetchError, tries: int) -> None:
    failure, starts = ask(raised)
    assert type(failure) is type(raised)
    assert str(failure) == str(raised)
    assert len(starts) == tries


def test_a_body_that_was_cut_may_come_whole_the_next_time() -> None:
    page, starts = ask(Answer(b"\x1f\x8b", headers=(("Content-Encoding", "gzip"),)), Answer())
    assert not isinstance(page, FetchError)
    assert len(starts) == 2


def test_waits_grow() -> None:
    _, starts = ask(error(503))
    gaps = [later - sooner for sooner, later in pairwise(starts)]
    assert len(gaps) == 3
    for gap, least in zip(gaps, (1, 2, 4), strict=True):
        assert least <= gap <= least + 0.5 + 1e-6


def test_no_backoff_and_one_try() -> None:
    assert len(ask(error(503), policy=FAST.model_copy(update={"tries": 1}))[1]) == 1
    _, starts = ask(error(503), policy=FAST.model_copy(update={"backoff": 0.0}))
    assert starts[-1] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds_is_waited_for(status: int) -> None:
    page, starts = ask(error(status, "30"), error(status, "0"), Answer())
    assert not isinstance(page, FetchError)
    assert starts == pytest.approx([0, 30, 30], abs=0.1)


def test_retry_after_as_a_date_counts_from_the_servers_own_clock() -> None:
    later = format_datetime(NOON + timedelta(days=1, seconds=40), usegmt=True)
    server = format_datetime(NOON + timedelta(days=1), usegmt=True)
    answer = Answer(b"", 503, (("Retry-After", later), ("Date", server)))
    _, starts = ask(answer, Answer())
    assert starts == pytest.approx([0, 40], abs=0.1)


def test_a_wait_over_the_maximum_fails_the_page_at_once() -> None:
    failure, starts = ask(error(429, "121"), Answer())
    assert isinstance(failure, StatusError)
    assert failure.retry_after == 121
    assert starts == [0]
    assert ask(error(429, "120"), Answer())[1] == pytest.approx([0, 120], abs=0.1)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1e3", "٣", "Thu, 99 Foo 2026", "١٢٠"])
def test_a_retry_after_that_cannot_be_read_is_none(value: str) -> None:
    assert retry_after(value, NOON) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 400, 1e9),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 12:01:00 -0000", 60.0),
        ("Tue, 24 Nov 2026 21:01:00 +0900", 60.0),
        ("Mon, 23 Nov 2026 12:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_read(value: str, seconds: float) -> None:
    assert retry_after(value, NOON) == seconds


@given(st.one_of(st.none(), st.text(max_size=40)))
def test_no_header_breaks_the_reader(value: str | None) -> None:
    seconds = retry_after(value, NOON)
    assert seconds is None or seconds >= 0
