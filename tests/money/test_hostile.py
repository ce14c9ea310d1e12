"""Hostile runs: the scan ends, finds what is there, and never breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.money import find_amounts, read_money

SIZE = 20_000


RUNS = ["1", "1,", "1.", "억", "1억", "천", "일 ", "천 ", "(", ")", "여", "1~", "5억~", "국비 "]
RUNS += ["국비와 ", "국·", "당", "약 ", "$", "- 1", "수 ", "원", "단위: ", "국비 50%, "]


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_one_thing_hides_no_amount_behind_it(run: str) -> None:
    text = run * (SIZE // len(run)) + ". 시는 예산 12억원을 세웠다."
    amounts = find_amounts(text)
    assert amounts[-1].low == 1_200_000_000
    assert text[amounts[-1].start : amounts[-1].end] == "12억원"


def test_ten_thousand_brackets_deep() -> None:
    depth = 10_000
    text = "10억원" + "(국비 5억원" * depth + ")" * depth
    assert len(find_amounts(text)) == depth + 1
    assert find_amounts("(" * depth + "예산 7억원" + ")" * depth)[0].low == 700_000_000


def test_a_number_longer_than_any_sum_is_no_money() -> None:
    assert [a.low for a in find_amounts("예산 " + "9" * 5000 + "원")] in ([], [None])


pieces = st.sampled_from(
    "0123456789일이삼사오십백천만억조경수몇여원달러$,.~-()% \n"
    "국비도시군지방와과각등총약중가나다당씩대"
)


@given(st.lists(pieces, max_size=60).map("".join))
def test_any_text_gives_ordered_grounded_amounts(text: str) -> None:
    reading = read_money(text)
    end = 0
    for amount in reading.amounts:
        assert text[amount.start : amount.end] == amount.text
        assert amount.start >= end
        end = amount.end
        if amount.low is not None and amount.high is not None:
            assert amount.low <= amount.high
    ids = {a.id for a in reading.amounts}
    for breakdown in reading.breakdowns:
        assert {i.amount_id for i in breakdown.items if i.amount_id} <= ids


@given(st.text(max_size=200))
def test_any_text_at_all(text: str) -> None:
    for amount in find_amounts(text):
        assert text[amount.start : amount.end] == amount.text
