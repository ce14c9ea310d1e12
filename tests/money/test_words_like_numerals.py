"""Words that begin like a numeral in Hangul (구조, 일조), and numerals that are one."""

from __future__ import annotations

import pytest

from newsextract import extract
from newsextract.money import find_amounts


@pytest.mark.parametrize(
    "text",
    [
        "나래군의 인구 구조가 예산을 바꾼다.",
        "시는 예산 구조를 손질했다.",
        "인구 구조로 보면 예산이 모자란다.",
        "구조원 3명이 예산 심의에 나왔다.",
        "군은 구조원을 늘릴 예산을 찾는다.",
        "솔마을의 일조 시간은 다섯 시간이다.",
        "새 건물이 일조를 가린다며 예산에 반대했다.",
        "이조 백자를 고치는 예산이다.",
        "예산 심의가 이유로 미뤄졌다.",
    ],
)
def test_words_that_only_look_like_a_sum(text: str) -> None:
    assert find_amounts(text) == ()
    assert extract(f"{text}\n주민은 반겼다고 한다.").amounts == ()


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("정부는 삼조원의 예산을 쓴다.", "삼조원", 3 * 10**12),
        ("정부는 예산 오조원을 쓴다.", "오조원", 5 * 10**12),
        ("정부는 예산 5조를 쓴다.", "5조", 5 * 10**12),
        ("정부의 내년 예산은 5조 규모다.", "5조", 5 * 10**12),
        ("정부 예산은 구조 규모로 늘었다.", "구조", 9 * 10**12),
        ("정부 예산은 이십조원이다.", "이십조원", 20 * 10**12),
        ("정부 예산은 9조원이다.", "9조원", 9 * 10**12),
        ("시는 예산 일억원을 쓴다.", "일억원", 10**8),
    ],
)
def test_sums_in_words(text: str, printed: str, value: int) -> None:
    assert [(a.text, a.exact) for a in find_amounts(text)] == [(printed, value)]


def test_a_word_beside_a_sum_hides_none() -> None:
    result = extract("나래군은 인구 구조 분석에 예산 3억원을 쓰고, 구조원 12명을 더 뽑는다.")
    assert [(a.text, a.role) for a in result.amounts] == [("3억원", "budget")]
