"""Predicates and noun phrases of analysed sentences."""

import pytest

from newsextract.language.kiwi import analyse
from newsextract.language.phrases import noun_phrases
from newsextract.language.predicates import find_predicates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("예산을 편성한다.", [("편성", "final", "present", False)]),
        ("예산을 편성했다.", [("편성", "final", "past", False)]),
        ("예산을 투입 하는 사업", [("투입", "adnominal", "present", False)]),
        ("예산을 투입한 사업", [("투입", "adnominal", "past", False)]),
        ("예산을 투입할 예정이다.", [("투입", "final", "future", True)]),
        ("예산을 투입하기로 했다.", [("투입", "final", "past", True)]),
        (
            "예산을 편성, 길을 넓혔다.",
            [("편성", "bare", "present", False), ("넓히다", "final", "past", False)],
        ),
        (
            "예산이 반영됐다고 밝혔다.",
            [("반영", "quoted", "past", False), ("밝히다", "final", "past", False)],
        ),
        ("교부금을 받게 됐다.", [("받다", "final", "past", False)]),
    ],
)
def test_predicates(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    found = find_predicates(analyse(text))
    assert [(p.lemma, p.form, p.tense, p.plan) for p in found] == expected
    assert all(0 <= p.start < p.end <= len(text) for p in found)


def test_a_negated_predicate_says_so() -> None:
    assert find_predicates(analyse("예산을 편성하지 않았다."))[0].negated


def test_noun_phrases_end_at_particles_and_commas() -> None:
    text = "시는 하수관로 정비사업, 확·포장 공사 및 ▲보육의 질 개선에 예산을 쓴다."
    found = [(text[p.start : p.end], p.particle) for p in noun_phrases(analyse(text))]
    assert ("하수관로 정비사업", None) in found
    assert ("보육의 질 개선", "에") in found
    assert ("예산", "을") in found
