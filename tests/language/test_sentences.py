"""Sentences of Korean paragraphs: no cut inside dates, brackets, quotations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.language.sentences import MAX_SENTENCE, enclosed, split_sentences


def pieces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("시는 3억원을 쓴다. 군은 2억원을 쓴다.", 2),
        ("12.27(목) 열린 회의에서 2018.12.27 자료를 냈다.", 1),
        ("중기부.산업부가 함께 냈다. 다음 주에 본다.", 2),
        ("“예산은 끝났다. 더는 없다.”라고 말했다. 그는 떠났다.", 2),
        ("사업비(5억원이다. 국비는 없다.)를 쓴다.", 1),
        ("총사업비는 480억원(국비 300). 시는 안도했다.", 2),
        ("도로를 놓는다고 밝혔다.이에 따라 3억원을 쓴다.", 2),
        ("정말 쓸까? 쓴다! 끝.", 3),
        ("사업성 예산은 7조9858억원. △정책자금 5조2675억원", 2),
        ("’19년 예산을 짰다. ’20년 예산도 짰다.", 2),
        ("문은 열린 채(닫히지 않는다. 예산은 3억원이다.", 2),
        ("첫 줄\n둘째 줄", 2),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_counts_sentences(text: str, count: int) -> None:
    assert len(pieces(text)) == count


def test_a_quotation_belongs_to_its_sentence() -> None:
    assert pieces("그는 “좋다.” “고맙다.”라며 웃었다. 끝이다.") == [
        "그는 “좋다.” “고맙다.”라며 웃었다.",
        "끝이다.",
    ]


def test_offsets_point_into_the_whole_text() -> None:
    text = "제목\n3억원을 쓴다. 2억원을 쓴다."
    assert [text[s.start : s.end] for s in split_sentences(text, 3, len(text))] == [
        "3억원을 쓴다.",
        "2억원을 쓴다.",
    ]


def test_a_text_without_ends_is_cut_at_white_space() -> None:
    spans = split_sentences("억원 " * 2_000)
    assert max(s.length for s in spans) <= MAX_SENTENCE
    assert len(spans) < 20


def test_hostile_brackets_enclose_nothing() -> None:
    assert enclosed("(" * 10_000) == []
    assert len(split_sentences("(" * 10_000)) <= 20


@given(st.text(alphabet="가다요원억3 .,!?()‘’“”\"'\n「」", max_size=200))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = "".join(text[s.start : s.end] for s in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)
