"""Noun phrases: what a name may hold, and what ends it."""

import pytest

from newsextract.language.kiwi import analyse
from newsextract.language.phrases import noun_phrases


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("군은 저수지 둑높이기 사업에 3억원을 쓴다.", "저수지 둑높이기 사업"),
        ("시는 마을 가꾸기 운동에 3억원을 쓴다.", "마을 가꾸기 운동"),
        ("도는 확·포장 공사 및 하천 정비를 한다.", "확·포장 공사 및 하천 정비"),
    ],
)
def test_what_a_phrase_holds(text: str, phrase: str) -> None:
    assert phrase in [text[p.start : p.end] for p in noun_phrases(analyse(text))]


def test_a_verb_is_no_part_of_a_phrase() -> None:
    text = "군은 3억원을 쓰기 시작했다."
    assert "쓰기 시작" not in [text[p.start : p.end] for p in noun_phrases(analyse(text))]
