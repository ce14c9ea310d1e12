"""What money is for, wherever the name stands: behind the sum, in quotes, under a programme."""

from __future__ import annotations

from typing import Any

import pytest

from newsextract import extract


def names(text: str, **about: Any) -> dict[str, str | None]:
    """Of each sum what it is for; sums of a text are all different here."""
    found = extract(text, **about).records
    assert len({r.amount.text for r in found}) == len(found)
    return {r.amount.text: r.program.text if r.program else None for r in found}


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        # Behind the sum, with 에 and a verb of spending.
        ("나래군은 예산 12억원을 빈집 정비에 쓴다.", "12억원", "빈집 정비"),
        ("군은 군비 4억원을 솔마을 담장에 들이기로 했다.", "4억원", "솔마을 담장"),
        ("가람시는 도비 7억 원을 달빛다리 보수에 우선 투입한다.", "7억 원", "달빛다리 보수"),
        ("시는 예산 9억원(국비 6억원)을 골목 배수로에 쓴다.", "9억원", "골목 배수로"),
        # The rest is for what its own clause names.
        (
            "군은 예산 15억원 가운데 12억원을 쉼터에 쓴다. 나머지 3억원은 꽃길 정비에 쓰인다.",
            "3억원",
            "꽃길 정비",
        ),
        (
            "군은 예산 15억원 가운데 12억원을 쉼터에 쓴다. 나머지 3억원은 꽃길 가꾸기에 쓰인다.",
            "3억원",
            "꽃길 가꾸기",
        ),
        ("확보한 국비 8억원은 나래천 둑길에 들어간다.", "8억원", "나래천 둑길"),
        # The verb of a list stands behind its last item.
        (
            "나래군은 예산 가운데 5억원은 빈집 정비에, 15억원은 마을길 포장에 들어간다고 했다.",
            "5억원",
            "빈집 정비",
        ),
        (
            "나래군은 예산 가운데 5억원은 빈집 정비에, 15억원은 마을길 포장에 들어간다고 했다.",
            "15억원",
            "마을길 포장",
        ),
        # No verb of spending, a body, a person.
        ("군은 예산 12억원을 은행에 맡겼다.", "12억원", None),
        ("도는 예산 12억원을 완주군에 배정했다.", "12억원", None),
        ("군은 예산 12억원을 걷기 행사에 온 주민에게 썼다.", "12억원", None),
    ],
)
def test_what_a_verb_of_spending_says(text: str, amount: str, program: str | None) -> None:
    assert names(text)[amount] == program


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        ("예산이 모자라 나래군은 쉼터를 3억원으로 짓는다.", "3억원", "쉼터"),
        ("군은 체험마을 두 곳을 예산 7억원으로 꾸민다.", "7억원", "체험마을"),
        ("가람시는 별빛도서관을 국비 21억원으로 새로 짓는다.", "21억원", "별빛도서관"),
        # Into what something is turned.
        ("군은 예산 3억원을 들여 낡은 회관을 쉼터로 바꾼다.", "3억원", "쉼터"),
        ("시는 예산 11억원을 들여 옛 창고를 책마루로 꾸민다.", "11억원", "책마루"),
        ("시는 11억원의 예산으로 별빛도서관을 짓는다.", "11억원", "별빛도서관"),
        (
            "시는 11억원의 예산을 들여 옛 창고를 책마루로 꾸민다.",
            "11억원",
            "책마루",
        ),
        ("시는 예산 8억원을 투입해 빈 교실을 돌봄터로 탈바꿈시킨다.", "8억원", "돌봄터"),
        # What is made comes before the place it is made at.
        ("군은 예산 6억원을 들여 한들마을에 놀이터를 만든다.", "6억원", "놀이터"),
        (
            "군은 예산 6억원을 들여 한들공원에 놀이터를 만든다.",
            "6억원",
            "놀이터",
        ),
    ],
)
def test_what_is_made_with_the_money(text: str, amount: str, program: str) -> None:
    assert names(text)[amount] == program


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        # One of several things: none of them alone.
        ("군은 예산 6억원을 들여 쉼터와 놀이터를 만든다.", "6억원", "놀이터"),
        # Nothing is made of the hall.
        ("군은 낡은 회관을 쉼터로 부르며 예산 3억원을 쓴다.", "3억원", "쉼터"),
        ("시는 예산 6억원을 들여 쉼터, 놀이터를 짓는다.", "6억원", "놀이터"),
    ],
)
def test_what_is_not_made_with_the_money(text: str, amount: str, program: str) -> None:
    assert names(text)[amount] != program


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        ("군은 ‘바다로 가는 길’에 국비 12억원을 쓴다.", "12억원", "바다로 가는 길"),
        ("시의 예산은 “별 헤는 골목” 4억원이 고작이다.", "4억원", "별 헤는 골목"),
        ("도는 「솔바람 누리」(총사업비 58억원) 예산을 짰다.", "58억원", "솔바람 누리"),
        # What somebody says is no name.
        ("군수는 “돈이 모자란다.” 예산 12억원이 든다고 말했다.", "12억원", None),
    ],
)
def test_names_in_quotes_right_before_a_sum(text: str, amount: str, program: str | None) -> None:
    assert names(text)[amount] == program


def test_quotes_far_from_the_sum_name_nothing() -> None:
    text = "군은 ‘물빛’이라는 말을 내걸고 하천 정비에 예산 12억원을 쓴다."
    assert names(text)["12억원"] == "하천 정비"


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        (
            "가람시는 인공지능(AI) 전환 사업에 예산 30억원을 쓴다.",
            "30억원",
            "인공지능(AI) 전환 사업",
        ),
        (
            "나래군은 지리정보(GIS) 구축 사업에 국비 6억원을 들인다.",
            "6억원",
            "지리정보(GIS) 구축 사업",
        ),
        (
            "국비는 △솔뫼~한들(5.8㎞) 도로 건설 44억원 △나래천 정비 12억원이다.",
            "44억원",
            "솔뫼~한들(5.8㎞) 도로 건설",
        ),
        (
            "도는 솔재~가람(12km) 철도 건설사업에 예산 71억원을 편성했다.",
            "71억원",
            "솔재~가람(12km) 철도 건설사업",
        ),
        (
            "도는 다온~가람(12km) 철도 건설사업에 예산 71억원을 편성했다.",
            "71억원",
            "다온~가람(12km) 철도 건설사업",
        ),
        # A bracket that holds a sum is none of the name.
        (
            "가람시는 둑길 정비사업(국비 20억원)에 예산 30억원을 쓴다.",
            "30억원",
            "둑길 정비사업",
        ),
    ],
)
def test_names_with_an_aside_in_brackets(text: str, amount: str, program: str) -> None:
    assert names(text)[amount] == program


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        (
            "나래군은 610억원 규모의 2024년도 제2회 추경안을 의회에 냈다.",
            "610억원",
            "2024년도 제2회 추경안",
        ),
        ("나래군이 9100억원 규모의 내년도 예산안을 편성했다.", "9100억원", "내년도 예산안"),
        ("정읍시가 810억원 규모의 새해 예산안을 짰다.", "810억원", "새해 예산안"),
        (
            "가람시가 9100억원 규모의 내년도 예산안을 편성했다.",
            "9100억원",
            "내년도 예산안",
        ),
        ("도는 3866억원 추경안을 의회에 제출했다.", "3866억원", "추경안"),
        # What has a size need not be a budget.
        (
            "나래군은 61억원 규모의 솔숲 정비사업을 벌이며 예산을 짰다.",
            "61억원",
            "솔숲 정비사업",
        ),
    ],
)
def test_a_budget_is_called_by_its_name(text: str, amount: str, program: str) -> None:
    assert names(text)[amount] == program


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        ("군은 도로와 교량에 예산 204억원을 쓴다.", "204억원", "도로와 교량"),
        ("시는 솔숲 정비와 둑길 정비에 예산 12억원을 쓴다.", "12억원", "솔숲 정비와 둑길 정비"),
        ("시는 가로등과 배수로에 12억원의 예산을 쓴다.", "12억원", "가로등과 배수로"),
        (
            "군은 하천 정비와 어르신 급식에 8억원의 예산을 쓴다.",
            "8억원",
            "하천 정비와 어르신 급식",
        ),
        (
            "군은 쉼터 부지매입비와 설계비 9억원을 예산에 담았다.",
            "9억원",
            "쉼터 부지매입비와 설계비",
        ),
        # A government in front is no part of the name.
        ("도는 나래군과 쉼터 조성에 예산 12억원을 쓴다.", "12억원", "쉼터 조성"),
    ],
)
def test_joint_names_are_whole(text: str, amount: str, program: str) -> None:
    assert names(text)[amount] == program


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "군은 마을 만들기 사업에 솔뫼면 5억원, 새재면 3억원의 예산을 쓴다.",
            {"5억원": "마을 만들기 사업", "3억원": "마을 만들기 사업"},
        ),
        (
            "국비는 농촌 새뜰 사업에 한들읍(8억원), 솔지구(6억원)가 뽑혀 쓰인다.",
            {"8억원": "농촌 새뜰 사업", "6억원": "농촌 새뜰 사업"},
        ),
        (
            "군은 마을 만들기 사업에 솔뫼면 샘골리(5억원), 새재면 두루리(3억원)의 예산을 쓴다.",
            {"5억원": "마을 만들기 사업", "3억원": "마을 만들기 사업"},
        ),
        (
            "국비는 농촌 새뜰 사업에 한들읍(8억원), 다온지구(6억원)가 뽑혀 쓰인다.",
            {"8억원": "농촌 새뜰 사업", "6억원": "농촌 새뜰 사업"},
        ),
        # 화면 is no 면.
        (
            "군은 쉼터 조성 사업에 예산 5억원, 대형 화면에 3억원을 쓴다.",
            {"5억원": "쉼터 조성 사업", "3억원": "대형 화면"},
        ),
    ],
)
def test_villages_stand_under_their_programme(text: str, expected: dict[str, str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        ("군은 예산으로 옛집 정비 등 나머지 사업에 23억원을 쓴다.", "23억원", "옛집 정비"),
        ("시는 골목길 포장 등 각종 사업에 예산 31억원을 쓴다.", "31억원", "골목길 포장"),
        # What stands behind 등 is a name of its own.
        (
            "시는 골목길 포장 등 솔마을 가꾸기 사업에 예산 31억원을 쓴다.",
            "31억원",
            "솔마을 가꾸기 사업",
        ),
    ],
)
def test_what_stands_before_the_others(text: str, amount: str, program: str) -> None:
    assert names(text)[amount] == program


@pytest.mark.parametrize(
    ("first", "then", "program"),
    [
        ("새별공원 조성사업", "이 공원에는 도비 31억원이 투입된다.", "새별공원 조성사업"),
        ("무지개다리 건설사업", "이 다리에는 국비 31억원이 들어간다.", "무지개다리 건설사업"),
        ("한들 철길 건설사업", "이 철길은 총사업비가 31억원이다.", "한들 철길 건설사업"),
        (
            "솔뫼~한들 철길 건설사업",
            "이 철길은 총사업비가 31억원이다.",
            "솔뫼~한들 철길 건설사업",
        ),
        (
            "솔뫼 옛길 도로 건설사업",
            "이 도로에는 국비 31억원이 들어간다.",
            "솔뫼 옛길 도로 건설사업",
        ),
        # Another park.
        ("새별공원 조성사업", "한들공원에는 도비 31억원이 투입된다.", "한들공원"),
    ],
)
def test_this_one_is_the_one_told_before(first: str, then: str, program: str) -> None:
    text = f"나래군은 {first}에 예산 20억원을 쓴다. {then}"
    assert names(text) == {"20억원": first, "31억원": program}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("가람군은 17억원의 예산을 쓴다.", "17억원"),
        ("예산에서 완주군에 17억원이 간다.", "17억원"),
        ("올해는 나래군이 17억원, 한들군이 12억원의 예산을 쓴다.", "17억원"),
        (
            "가람시가 3억원의 예산을 쓴다.",
            "3억원",
        ),
    ],
)
def test_a_government_is_no_programme(text: str, amount: str) -> None:
    assert names(text)[amount] is None


@pytest.mark.parametrize(
    ("text", "amount", "program"),
    [
        (
            "나래군 숨통 트인다\n나래군이 지방소멸대응기금 182억원을 받는다.",
            "182억원",
            "지방소멸대응기금",
        ),
        ("가람시 숨통 트인다\n가람시는 특별교부세 14억원을 확보했다.", "14억원", "특별교부세"),
        (
            "나래군이 지방소멸대응기금 182억원을 받는다.",
            "182억원",
            "지방소멸대응기금",
        ),
        # What it is for is the better name.
        ("가람시는 둑길 정비사업에 특별교부세 14억원을 쓴다.", "14억원", "둑길 정비사업"),
        # Money of a government as such is called by no name.
        ("가람시 숨통 트인다\n가람시는 국비 14억원을 확보했다.", "14억원", None),
    ],
)
def test_a_grant_is_called_by_its_own_name(text: str, amount: str, program: str | None) -> None:
    assert names(text)[amount] == program
