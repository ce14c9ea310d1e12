"""Labels are found where the pattern alone would find them."""

from hypothesis import given
from hypothesis import strategies as st

from newsextract.money import find_amounts
from newsextract.money.fold import fold
from newsextract.money.sources import find_labels, label_pattern

_PIECES = st.sampled_from(
    ["국비", "국·도비", "지방비", "시비", "자부담", "전액", "총", "중", "은", "는", "기금", "국",
     "도", " ", ",", "(", ")", "3억원", "40", "원", "가", "나무", "민자", "교부세", "등"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_the_quick_search_finds_what_the_pattern_finds(text: str) -> None:
    s = fold(text)
    quick = [(m.span(), m.lastgroup) for m in find_labels(s)]
    assert quick == [(m.span(), m.lastgroup) for m in label_pattern().finditer(s)]


def test_a_sum_alone_in_brackets_needs_no_cue() -> None:
    text = "다섯 곳 △한들 둑길 물막이 달기(2억) △다온 골짜기 알림판 세우기(7억)가 이어진다."
    assert [a.exact for a in find_amounts(text)] == [200_000_000, 700_000_000]
