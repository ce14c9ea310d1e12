"""Predicates, phases, project counts."""

import pytest

from newsextract.budget.actions import project_count, read_action
from newsextract.language.kiwi import analyse
from newsextract.language.predicates import find_predicates


@pytest.mark.parametrize(
    ("text", "lemma", "phase"),
    [
        ("3억원을 투입한다.", "투입", "proposed"),
        ("3억원을 투입했다.", "투입", "executed"),
        ("3억원을 투입 하는 ‘새봄계획’을 의결하였다.", "의결", "approved"),
        ("3억원을 투입하기로 의결했다.", "의결", "approved"),
        ("3억원을 투입하는 사업을 추진한다.", "투입", "proposed"),
        ("3억원을 들여 다리를 놓았다.", "들이다", "proposed"),
        ("3억원을 편성할 계획이라고 밝혔다.", "편성", "proposed"),
        ("3억원을 편성했다고 밝혔다.", "편성", "approved"),
        ("3억원을 지원하기로 했다.", "지원", "proposed"),
        ("3억원을 확보했다.", "확보", "approved"),
        ("3억원 확보", "확보", "approved"),
        ("3억원의 예산을 편성, 길을 넓힌다.", "편성", "approved"),
        ("3억원을 정부에 건의했다.", "건의", "proposed"),
        ("3억원이 전액 삭감됐다.", "삭감", "adjusted"),
        ("3억원을 집행했다.", "집행", "executed"),
        ("3억원의 유치가 무산됐다.", "무산", None),
    ],
)
def test_actions(text: str, lemma: str, phase: str | None) -> None:
    action = read_action(find_predicates(analyse(text)), 0, 3)
    assert action is not None
    assert (action.lemma, action.phase) == (lemma, phase)


def test_the_verb_of_the_noun_before_the_sum_counts_where_none_follows() -> None:
    text = "지금까지 확보된 사업비는 62억원이다."
    action = read_action(find_predicates(analyse(text)), text.index("62"), text.index("이다"))
    assert action is not None
    assert (action.lemma, action.phase) == ("확보", "approved")


def test_a_verb_of_saying_is_no_action() -> None:
    assert read_action(find_predicates(analyse("3억원이라고 밝혔다.")), 0, 3) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("육성 등 5개 사업에 총 ", 5),
        ("3개 세부과제에 ", 3),
        ("1,200건의 사업", None),
        ("12개 사업장에 ", None),
        ("14개 시·도 ", None),
        ("2개 사업, 3개 과제에 ", 3),
    ],
)
def test_project_counts(text: str, count: int | None) -> None:
    assert project_count(text, 0, len(text)) == count
