"""Dates of feeds as moments in Seoul, and the days asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.article.timestamps import KST
from newsextract.errors import UsageError
from newsextract.fetching.discovery.window import Window, read_date

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=KST)


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 24 Nov 2026 10:00:00 +0900",
        "Tue, 24 Nov 2026 01:00:00 GMT",
        "Tue, 24 Nov 2026 01:00:00 -0000",
        "24 Nov 26 01:00 UT",
        "Mon, 23 Nov 2026 20:00:00 EST",
        "Tue, 24 Nov 2026 10:00:00",
        "Tue, 24 Nov 2026 10:00:00 KST",
        "Tue, 24 Nov 2026 10:00:00 +09:00",
        "화, 24 11월 2026 10:00:00 +0900",
        "Tue Nov 24 10:00:00 KST 2026",
        "Tue Nov 24 01:00:00 UTC 2026",
        "24-Nov-2026 10:00:00 +0900",
        "2026-11-24T10:00:00+09:00",
        "2026-11-24T01:00:00Z",
        "2026-11-24T01:00:00.123Z",
        "2026-11-24T10:00+09:00",
        "2026-11-24T10:00:00+0900",
        "2026-11-24T10:00:00+09",
        "2026-11-24T10:00:00",
        "2026-11-24 10:00:00",
        "2026-11-24 10:00:00.0",
        "2026.11.24 오전 10:00",
        "2026/11/24 10:00",
        "2026년 11월 24일 10시",
        "20261124100000",
        "\n  2026-11-24\t10:00:00 \n",
    ],
)
def test_ways_to_write_ten_in_the_morning_in_seoul(written: str) -> None:
    moment = read_date(written)
    assert moment is not None
    assert moment.replace(microsecond=0) == TEN
    assert moment.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    "written", ["2026-11-24", "20261124", "2026.11.24.", "Tue, 24 Nov 2026", "2026년 11월 24일"]
)
def test_a_day_alone_begins_at_midnight_in_seoul(written: str) -> None:
    assert read_date(written) == datetime(2026, 11, 24, tzinfo=KST)


@pytest.mark.parametrize(
    "written",
    ["", " ", "어제", "3시간 전", "2026", "2026-11", "2026-13-01", "2026-02-30",
     "Tue, 31 Feb 2026 10:00:00 +0900", "Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z",
     "0000-00-00 00:00:00", "Fri, 31 Dec 9999 23:59:59 -0900", "null", "10:00:00", "1" * 5_000],
)  # fmt: skip
def test_what_is_no_date(written: str) -> None:
    assert read_date(written) is None


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.utcoffset() == timedelta(hours=9)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_what_programs_write_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert read_date(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")) == moment
    assert read_date(moment.isoformat()) == moment
    assert read_date(moment.astimezone(KST).strftime("%Y-%m-%d %H:%M:%S")) == moment


def test_both_ends_of_a_window_count_as_whole_days_in_seoul() -> None:
    window = Window(date(2026, 11, 24), date(2026, 11, 25))
    begin = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # midnight in Seoul
    end = datetime(2026, 11, 25, 14, 59, 59, tzinfo=UTC)
    assert window.holds(begin)
    assert window.holds(end)
    assert not window.holds(begin - timedelta(seconds=1))
    assert not window.holds(end + timedelta(seconds=1))
    assert window.holds(None)


def test_open_ends() -> None:
    assert Window().holds(TEN)
    assert Window(until=date(2026, 11, 24)).holds(TEN)
    assert not Window(since=date(2026, 11, 25)).holds(TEN)


def test_moments_stand_for_their_day_in_seoul() -> None:
    late = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    naive = datetime(2026, 11, 23, 20, 0)
    assert Window.of(late, None).since == date(2026, 11, 24)
    assert Window.of(naive, None).since == date(2026, 11, 23)


def test_a_window_that_ends_before_it_begins_makes_no_sense() -> None:
    with pytest.raises(UsageError, match="end"):
        Window(date(2026, 11, 25), date(2026, 11, 24))
