from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsextract
from newsextract.cli.won import bounds, common_unit, digits, in_unit, korean


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1, "1원"),
        (9_999, "9,999원"),
        (10_000, "1만원"),
        (43_000_000, "4,300만원"),
        (100_000_000, "1억원"),
        (977_600_000_000, "9,776억원"),
        (1_000_000_000_000, "1조원"),
        (639_000_120_030_001, "639조 1억 2,003만 1원"),
        (10**16, "1경원"),
    ],
)
def test_sums_are_written_as_newspapers_do(value: int, written: str) -> None:
    assert korean(value) == written


@given(st.integers(min_value=1, max_value=10**16))
def test_a_written_sum_reads_back_as_itself(value: int) -> None:
    text = f"예산 {korean(value)}을 투입한다."
    (amount,) = newsextract.find_amounts(text)
    assert amount.exact == value
    assert text[amount.start : amount.end] == korean(value)


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_nothing_is_rounded(value: int) -> None:
    total = 0
    for part in korean(value).removesuffix("원").lstrip("-").split():
        size = {"경": 10**16, "조": 10**12, "억": 10**8, "만": 10**4}.get(part[-1], 1)
        total += int(part.rstrip("경조억만").replace(",", "")) * size
    assert total == abs(value)
    assert korean(value).startswith("-") == (value < 0)


@given(st.lists(st.integers(min_value=1, max_value=10**15), min_size=1))
def test_the_common_unit_loses_nothing(values: list[int]) -> None:
    unit, _ = common_unit(values)
    for value in values:
        assert Decimal(in_unit(value, unit).replace(",", "")) * unit == value


def test_a_fraction_of_the_unit_is_kept() -> None:
    assert korean(Decimal("13.1")) == "13.1원"
    assert korean(Decimal("10000.50"), "USD") == "1만 0.50달러"
    assert digits(Decimal("1234.5")) == "1,234.5"
    assert common_unit([10**8, Decimal("0.5")]) == (1, "")


def test_open_and_wide_bounds() -> None:
    assert bounds(None, None, "KRW") == ("?", "?")
    assert bounds(5 * 10**8, 6 * 10**8, "KRW") == ("5억원~6억원", "500,000,000~600,000,000")
    assert bounds(None, 10**8, "JPY") == ("1억엔 이하", "≤ 100,000,000")
    assert bounds(3 * 10**8, None, "CHF") == ("3억 CHF 이상", "≥ 300,000,000")


def test_decimals_where_they_read_better() -> None:
    assert common_unit([34_300_000_000, 17_150_000_000]) == (10**8, "억")
    assert common_unit([1_200_000_000_000, 480_000_000_000]) == (10**8, "억")
    assert common_unit([12_345_000_000, 1_000_000]) == (10**4, "만")
    assert in_unit(-17_150_000_000, 10**8) == "-171.5"
    assert in_unit(10_500_000_000_000, 10**12) == "10.5"
    assert in_unit(105_000_000, 10**8) == "1.05"
