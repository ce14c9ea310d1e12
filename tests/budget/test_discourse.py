"""What the words between sums tell: whole and part, role, body, year; sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.budget.asked import bodies, parents, records, roles, sources

from newsextract import Article, extract

# --- wholes beside, behind or above their parts --------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "가람시는 둑길 정비사업에 3억원(총사업비 97억원)을 쓴다.",
            {"3억원": "97억원", "97억원": None},
        ),
        (
            "나래군은 국비 14억원(전체 사업비 62억원)을 들여 솔숲 쉼터를 짓는다.",
            {"14억원": "62억원", "62억원": None},
        ),
        (
            (
                "내년 예산에는 △한들 수로 정비 7억원(총사업비 약 84억원) △솔밭 놀이터 5억원"
                "(총 사업비 33억원)이 담겼다."
            ),
            {"7억원": "84억원", "84억원": None, "5억원": "33억원", "33억원": None},
        ),
        # The whole is never the smaller one.
        (
            "가람시는 둑길 정비사업에 97억원(총사업비 3억원)을 쓴다.",
            {"97억원": None, "3억원": None},
        ),
        # Another bracket than that of a whole cost.
        (
            "가람시는 둑길 정비사업에 3억원(별빛축제 97억원)을 쓴다.",
            {"3억원": None, "97억원": None},
        ),
    ],
)
def test_the_whole_cost_in_brackets_holds_the_sum_before_it(
    text: str, expected: dict[str, str | None]
) -> None:
    assert parents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "가람시는 기초연금에 412억원을 쓰는데 이는 전체 예산(1620억원)의 25.4%에 이른다.",
            {"412억원": "1620억원", "1620억원": None},
        ),
        (
            "나래군의 노인 돌봄 예산은 66억원으로 전체 복지예산 220억원의 30%를 차지한다.",
            {"66억원": "220억원", "220억원": None},
        ),
        (
            "한들군은 도로 정비에 예산 90억원을 편성해 총예산(1500억원)의 6% 수준에 머물렀다.",
            {"90억원": "1500억원", "1500억원": None},
        ),
        # No word says that the larger sum is a whole.
        (
            "나래군은 쉼터에 예산 66억원을 쓰는데 이는 이웃 가람시 예산 220억원의 30%를 넘는다.",
            {"66억원": None, "220억원": None},
        ),
    ],
)
def test_a_percentage_of_all_makes_a_part(text: str, expected: dict[str, str | None]) -> None:
    assert parents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 120 + 95 + 85 = 300
        (
            (
                "나래군은 쉼터 조성사업에 120억원을 투입한다. 수로 정비사업에 95억원을 투입한다. "
                "장터 개선사업에 85억원을 투입한다. 이로써 군은 5년간 총 300억원을 투입한다."
            ),
            {"120억원": "300억원", "95억원": "300억원", "85억원": "300억원", "300억원": None},
        ),
        # 40 + 31 + 22 = 93 of 100: most of it is told
        (
            (
                "가람시는 둑길 정비사업에 40억원을 쓴다. 솔밭 놀이터 조성사업에 31억원을 쓴다. "
                "달빛다리 건설사업에 22억원을 쓴다. 결국 시는 모두 100억원의 예산을 쓰게 된다."
            ),
            {"40억원": "100억원", "31억원": "100억원", "22억원": "100억원", "100억원": None},
        ),
        # 40 + 31 + 22 = 93 of 200: too little of it is told
        (
            (
                "가람시는 둑길 정비사업에 40억원을 쓴다. 솔밭 놀이터 조성사업에 31억원을 쓴다. "
                "달빛다리 건설사업에 22억원을 쓴다. 결국 시는 모두 200억원의 예산을 쓰게 된다."
            ),
            {"40억원": None, "31억원": None, "22억원": None, "200억원": None},
        ),
        # 17 more would be more than 300: of something else.
        (
            (
                "나래군은 담장 정비사업에 17억원을 투입한다. 쉼터 조성사업에 120억원을 투입한다. "
                "수로 정비사업에 95억원을 투입한다. 장터 개선사업에 85억원을 투입한다. "
                "이로써 군은 5년간 총 300억원을 투입한다."
            ),
            {
                "17억원": None,
                "120억원": "300억원",
                "95억원": "300억원",
                "85억원": "300억원",
                "300억원": None,
            },
        ),
        # What a body has altogether.
        (
            (
                "나래군은 쉼터 조성사업에 120억원을 투입한다. 수로 정비사업에 95억원을 투입한다. "
                "장터 개선사업에 85억원을 투입한다. 이로써 군의 총예산은 모두 310억원이 됐다."
            ),
            {"120억원": None, "95억원": None, "85억원": None, "310억원": None},
        ),
    ],
)
def test_a_recap_holds_what_was_told_before(text: str, expected: dict[str, str | None]) -> None:
    assert parents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "나래군의 내년 예산안은 2900억원이다. 일반회계 예산은 2610억원이다. "
                "특별회계 예산은 290억원이다. 일반회계를 분야별로 보면 △교육 509억원 △환경 402억원 "
                "△농림 377억원 등이다."
            ),
            {"509억원": "2610억원", "402억원": "2610억원", "377억원": "2610억원"},
        ),
        (
            (
                "가람시는 제2회 추경안으로 540억원을 편성했다. 의회는 다음 주에 심의를 시작한다. "
                "추경 예산을 세부적으로 보면 도로 정비 210억원, 돌봄 130억원, 숲 정비 70억원이다."
            ),
            {"210억원": "540억원", "130억원": "540억원", "70억원": "540억원"},
        ),
        (
            (
                "나래군은 내년 농림예산 610억원을 편성했다. 상수도 특별회계는 75억원이다. "
                "농림예산의 주요 내용은 △직불금 280억원 △새싹농부 지원 44억원 △저수지 "
                "보강 39억원이다."
            ),
            {"280억원": "610억원", "44억원": "610억원", "39억원": "610억원"},
        ),
    ],
)
def test_a_list_is_of_the_budget_that_its_head_names(text: str, expected: dict[str, str]) -> None:
    assert parents(text).items() >= expected.items()


@pytest.mark.parametrize(
    ("first", "account", "whole"),
    [
        ("", "일반회계", "2610억원"),
        ("", "특별회계", "1900억원"),
        ("완주군의 ", "일반회계", "2610억원"),
        (
            "나래군의 ",
            "일반회계",
            "2610억원",
        ),
    ],
)
def test_a_list_is_of_the_account_that_its_head_names(first: str, account: str, whole: str) -> None:
    text = (
        f"{first}일반회계 예산은 2610억원이다. 특별회계 예산은 1900억원이다. {account}를 분야별로 "
        "보면 △교육 509억원 △환경 402억원 △농림 377억원 등이다."
    )
    found = parents(text)
    assert {found[s] for s in ("509억원", "402억원", "377억원")} == {whole}


def test_a_list_larger_than_the_account_is_not_of_it() -> None:
    text = (
        "나래군의 일반회계 예산은 610억원이다. 일반회계를 분야별로 보면 △교육 509억원 "
        "△환경 402억원 △농림 377억원 등이다."
    )
    assert set(parents(text).values()) == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "나래군은 특별교부세 60억원을 확보했다. 군은 주민 안전에 힘쓴다고 했다. "
                "이번에 현안사업 특별교부세는 18억원이다."
            ),
            {"60억원": None, "18억원": "60억원"},
        ),
        (
            (
                "가람시가 특별조정교부금 45억원을 받는다. 주민 반응도 좋다. "
                "둑길 정비에는 특별조정교부금 12억원이 쓰인다."
            ),
            {"45억원": None, "12억원": "45억원"},
        ),
        # Of another source.
        (
            (
                "나래군은 특별교부세 60억원을 확보했다. 군은 주민 안전에 힘쓴다고 했다. "
                "특별조정교부금은 18억원이다."
            ),
            {"60억원": None, "18억원": None},
        ),
        # The larger one told later.
        (
            (
                "나래군은 특별교부세 18억원을 확보했다. 군은 주민 안전에 힘쓴다고 했다. "
                "지난해 받은 특별교부세는 60억원이다."
            ),
            {"18억원": None, "60억원": None},
        ),
    ],
)
def test_a_grant_told_again_is_a_part_of_it(text: str, expected: dict[str, str | None]) -> None:
    assert parents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "도는 내년 하천 예산을 나눴다. 지역별로는 △김제시 24억원 △완주군 20억원이다. "
                "완주군에는 쉼터 조성사업비 7억원이 포함됐다."
            ),
            {"24억원": None, "20억원": None, "7억원": "20억원"},
        ),
        (
            (
                "특별교부세는 ▲정읍시 31억원 ▲부안군 27억원이다. 정읍시는 둑길 "
                "정비사업에 12억원을, "
                "놀이터 조성사업에 9억원을 쓴다."
            ),
            {"31억원": None, "27억원": None, "12억원": "31억원", "9억원": "31억원"},
        ),
        # A town that the list does not name.
        (
            (
                "도는 내년 하천 예산을 나눴다. 지역별로는 △김제시 24억원 △완주군 20억원이다. "
                "무주군에는 쉼터 조성사업비 7억원이 포함됐다."
            ),
            {"24억원": None, "20억원": None, "7억원": None},
        ),
    ],
)
def test_what_a_town_of_a_list_gets_is_a_part_of_its_share(
    text: str, expected: dict[str, str | None]
) -> None:
    assert parents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 64 + 58 + 41 = 163 of 230
        (
            (
                "가람시가 내년 문화시설에 쓰는 예산은 모두 230억원이다. 도서관에 "
                "64억원이 들어간다. "
                "박물관 정비에 58억원이 쓰인다. 공연장 보수에 41억원이 쓰인다."
            ),
            {"230억원": None, "64억원": "230억원", "58억원": "230억원", "41억원": "230억원"},
        ),
        # Another body's.
        (
            (
                "가람시가 내년 문화시설에 쓰는 예산은 모두 230억원이다. 나래군은 도서관에 64억원을 "
                "쓴다. 나래군은 박물관 정비에 58억원을 쓴다. 나래군은 공연장 보수에 41억원을 쓴다."
            ),
            {"230억원": None, "64억원": None, "58억원": None, "41억원": None},
        ),
    ],
)
def test_the_total_of_the_lead_holds_what_follows(
    text: str, expected: dict[str, str | None]
) -> None:
    assert parents(text) == expected


HEAD = "가람시, 문화시설에 230억원 푼다"
LEAD = (
    "가람시가 문화시설에 사업비 230억원을 들인다.",
    "도서관 서가를 고치는 데 34억원이 든다.",
    "박물관 지붕을 새로 놓는 데 28억원이 든다.",
    "공연장 무대를 넓히는 데 21억원이 든다.",
    "미술관 전등을 바꾸는 데 17억원이 든다.",
    "문예회관 마당을 넓히는 데 13억원이 든다.",
)


@pytest.mark.parametrize(
    ("head", "told", "whole"),
    [
        # 34 + 28 + 21 + 17 + 13 = 113 of 230
        (HEAD, 6, "230억원"),
        # Four are too few; a total that the headline does not hold is one of many.
        (HEAD, 5, None),
        ("가람시, 문화시설 고친다", 6, None),
    ],
)
def test_the_total_of_the_headline_holds_what_follows(
    head: str, told: int, whole: str | None
) -> None:
    article = Article(text="\n".join((head, *LEAD[:told])), content_hash="")
    found = parents(article)
    assert found.pop("230억원") is None
    assert len(found) == told - 1
    assert set(found.values()) == {whole}


def test_the_total_of_a_headline_apart_holds_what_follows() -> None:
    found = parents("\n".join((HEAD, *LEAD)))
    assert found.pop("230억원") is None
    assert set(found.values()) == {"230억원"}


# --- what is told after ------------------------------------------------------------------


LIST = "가람시는 솔밭 가꾸기 사업에 350억원을 들인다. 분야별로는 도로 120억원, 하천 95억원이다."


@pytest.mark.parametrize(
    "opening", ["이와 함께", "아울러", "또", "또한", "이 밖에도", "이 외에", "여기에", "특히"]
)
def test_a_sentence_that_goes_on_tells_of_the_same_whole(opening: str) -> None:
    found = parents(f"{LIST} {opening} 쉼터 보수에 31억원을 배정했다.")
    assert found == {
        "350억원": None,
        "120억원": "350억원",
        "95억원": "350억원",
        "31억원": "350억원",
    }


@pytest.mark.parametrize(
    "then",
    [
        # Nothing says that it goes on, or that it is not the next sentence.
        "쉼터 보수에 51억원을 배정했다.",
        "한편 쉼터 보수에 51억원을 배정했다.",
        "시는 주민의 뜻을 들었다. 아울러 쉼터 보수에 51억원을 배정했다.",
        # Only asked for.
        "아울러 시는 물길 정비에 도비 51억원을 건의했다.",
        # The cost of a project of many years.
        "아울러 물길 정비의 총사업비는 51억원이다.",
        # Another body's, another year's.
        "아울러 나래군은 물길 정비에 51억원을 쓴다.",
        # 120 + 95 + 151 are more than 350.
        "아울러 물길 정비에 151억원을 배정했다.",
    ],
)
def test_what_only_stands_behind_is_no_part(then: str) -> None:
    found = parents(f"{LIST} {then}")
    assert found["95억원"] == "350억원"
    (last,) = (p for s, p in found.items() if s in ("51억원", "151억원"))
    assert last is None


def test_a_bare_list_goes_on_without_a_word() -> None:
    text = LIST.replace("350억원", "950억원")
    found = parents(f"{text} 쉼터 72억원, 담장 94억원이다.")
    assert (found["72억원"], found["94억원"]) == ("950억원", "950억원")
    found = parents(f"{text} 쉼터에 72억원을 쓰고 담장에 94억원을 쓴다.")
    assert (found["72억원"], found["94억원"]) == (None, None)


def test_a_budget_goes_on_too() -> None:
    text = (
        "나래군의 내년 예산안은 900억원이다. 이 가운데 교육에 92억원을 편성했다. "
        "이와 함께 하천 정비에 51억원, 도로 정비에 33억원을 배정했다."
    )
    found = parents(text)
    assert found.pop("900억원") is None
    assert list(found.values()) == ["900억원"] * 3


def test_a_sentence_goes_on_behind_out_of_these() -> None:
    text = (
        "군은 장터 개선사업에 사업비 195억원을 들인다. 이 가운데 주차장에 92억원을 쓴다. "
        "이와 함께 지붕 보수에 31억원을 배정했다."
    )
    assert parents(text)["31억원"] == "195억원"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "가람군이 내년 바닷가 7개 사업에 모두 160억원을 투입한다. "
                "뱃길 정비에 71억원을 편성했다. 샘물 시설 설치에 35억원을 반영했다."
            ),
            {"160억원": None, "71억원": "160억원", "35억원": "160억원"},
        ),
        (
            (
                "나래군은 올해 12개 마을 가꾸기 사업에 총 96억원을 쓴다. "
                "솔마을 쉼터에 22억원을 배정했다. 샘마을 담장에는 9억원이 책정됐다."
            ),
            {"96억원": None, "22억원": "96억원", "9억원": "96억원"},
        ),
    ],
)
def test_the_total_of_several_projects_holds_those_told_after_it(
    text: str, expected: dict[str, str | None]
) -> None:
    assert parents(text) == expected


def test_a_total_told_later_holds_nothing() -> None:
    text = (
        "가람군은 뱃길 정비에 예산 71억원을 쓴다. 나래다리 건설에 모두 184억원을 투입한다. "
        "샘물 시설 설치 예산 35억원을 반영했다."
    )
    assert parents(text)["35억원"] is None


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ("보건예산 13억원, 복지예산 70억원", None),
        ("복지예산 70억원", "70억원"),
        (
            "복지예산 70억원, 보건예산 13억원",
            None,
        ),
    ],
)
def test_fields_beside_each_other_hold_nothing_that_is_not_told(
    fields: str, whole: str | None
) -> None:
    found = parents(f"나래군은 {fields}을 편성했다.\n경로식당 개선에 2억원을 반영했다.")
    assert found.pop("2억원") == whole
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    ("fate", "whole"),
    [
        ("이 전액 삭감됐다", None),
        ("은 모두 깎였다", None),
        ("이 전부 삭감됐다", None),
        ("이 통과됐다", "9억원"),
    ],
)
def test_what_was_cut_as_a_whole_holds_nothing(fate: str, whole: str | None) -> None:
    text = (
        f"의회 심사에서 홍보 예산 9억원{fate}.\n"
        "군은 △줄다리기 3억원 △달맞이 행사 2억원의 예산을 편성했다."
    )
    found = parents(text)
    assert (found["3억원"], found["2억원"]) == (whole, whole)


def test_what_was_cut_as_a_whole_is_no_part_either() -> None:
    text = "나래군의 내년 예산안은 900억원이다.\n홍보 책자 9억원은 전액 삭감됐다."
    assert parents(text)["9억원"] is None
    text = "나래군의 내년 예산안은 900억원이다.\n홍보 책자 9억원은 그대로 실렸다."
    assert parents(text)["9억원"] == "900억원"


def test_new_projects_hold_none_that_go_on() -> None:
    text = (
        "나래군은 신규사업 국비 210억원을 확보했다. "
        "계속사업으로는 △뱃길 정비 71억원 △둑길 정비 35억원이 반영됐다."
    )
    found = parents(text)
    assert (found["71억원"], found["35억원"]) == (None, None)
    text = (
        "나래군은 신규사업 국비 210억원을 확보했다. "
        "주요 사업으로는 △뱃길 정비 71억원 △둑길 정비 35억원이 반영됐다."
    )
    found = parents(text)
    assert (found["71억원"], found["35억원"]) == ("210억원", "210억원")


@pytest.mark.parametrize(
    "tail",
    [
        "분야별로 보면 도로에 120억원, 하천에 95억원이 들어간다.",
        "사업별 투자 규모는 도로 정비 120억원, 하천 정비 95억원이다.",
        "도로에 120억원(34%), 하천에 95억원(27%)을 쓴다.",
        "시는 도로 정비 120억원, 하천 정비 95억원 등을 각각 편성했다.",
    ],
)
def test_a_list_that_says_it_divides_is_of_the_sum_before_it(tail: str) -> None:
    text = f"가람시는 솔밭 가꾸기 사업에 350억원을 들인다. {tail}"
    assert parents(text) == {"350억원": None, "120억원": "350억원", "95억원": "350억원"}


def test_two_places_with_their_sums_divide_nothing() -> None:
    text = "가람시는 솔밭 가꾸기 사업에 350억원을 들인다. 도로에 120억원, 하천에 95억원을 쓴다."
    assert set(parents(text).values()) == {None}


def test_a_list_that_makes_more_than_the_sum_is_not_of_it() -> None:
    text = (
        "가람시는 솔밭쉼터에 사업비 150억원을 쓴다. "
        "분야별로 보면 도로에 120억원, 하천에 95억원이 들어간다."
    )
    assert set(parents(text).values()) == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "도로 예산 170억원 가운데 골목길에 70억원, 하천 예산 350억원 가운데 "
                "둑길에 20억원을 "
                "쓴다."
            ),
            {"170억원": None, "70억원": "170억원", "350억원": None, "20억원": "350억원"},
        ),
        (
            (
                "시는 복지예산 90억원 중 31억원을 노인 돌봄에 쓰고, 환경예산 80억원 중 12억원을 숲 "
                "가꾸기에 쓴다."
            ),
            {"90억원": None, "31억원": "90억원", "80억원": None, "12억원": "80억원"},
        ),
        (
            "군은 장터에 사업비 50억원을 요청했으나 도 심의에서 이 중 35억원만 반영됐다.",
            {"50억원": None, "35억원": "50억원"},
        ),
        (
            "시는 둑길에 사업비 64억원을 들이는데 이 가운데 21억원을 올해 쓴다.",
            {"64억원": None, "21억원": "64억원"},
        ),
        (
            "시는 전철에 13억원을 투입하는 등 교통부문에 총 110억원의 예산을 쓴다.",
            {"13억원": "110억원", "110억원": None},
        ),
        (
            "도는 쉼터 25억원 등 특별교부세 64억원을 받게 됐다.",
            {"25억원": "64억원", "64억원": None},
        ),
        # The example is larger than the sum behind it.
        (
            "시는 전철에 130억원을 투입하는 등 교통을 살리고 둑길에 총 11억원의 예산을 쓴다.",
            {"130억원": None, "11억원": None},
        ),
        # 시중, 오는 중: no out of.
        (
            "시는 도로 예산 170억원, 시중 은행 협력 예산 70억원을 쓴다.",
            {"170억원": None, "70억원": None},
        ),
    ],
)
def test_out_of_what(text: str, expected: dict[str, str | None]) -> None:
    assert parents(text) == expected


# --- roles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("의회에서 △쉼터 5억원 △둑길 3억원 △장터 2억원 등이 증액됐다.", ["delta"] * 3),
        ("예결위는 쉼터 5억원, 둑길 3억원 등 총 8억원을 감액했다.", ["delta"] * 3),
        ("상임위 심사에서 축제 예산 4억원, 홍보 예산 2억원 등을 감액했다.", ["delta"] * 2),
        # Nothing was changed.
        ("예산에 △쉼터 5억원 △둑길 3억원 △장터 2억원 등이 담겼다.", ["budget"] * 3),
        ("군은 쉼터 5억원, 둑길 3억원 등 총 8억원의 예산을 쓴다.", ["budget"] * 3),
        (
            "의회에서 삭감한 380억원의 세부 내용은 뱃길 예산 210억원, 둑길 예산 170억원이다.",
            ["delta"] * 3,
        ),
        ("의회가 삭감한 12억원은 축제 예산이다.", ["delta"]),
        ("당초보다 30억원 삭감된 70억원의 예산을 쓴다.", ["delta", "budget"]),
    ],
)
def test_lists_of_cuts_and_increases(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("군은 경로당 3억원, 쉼터 2억원의 예산을 편성했다.", ["budget", "budget"]),
        ("군은 모자라는 돈을 예비비에서 충당 4억원을 마련하는 예산을 짰다.", ["budget"]),
        ("군의 1회 추경 61억원이 의회를 통과했다.", ["budget"]),
        ("2회 추경예산은 8억원이다.", ["budget"]),
        # These are rates.
        ("군은 마을당 3억원의 예산을 준다.", ["per_unit"]),
        ("군은 예산으로 학생 1명에 300만원을 준다.", ["per_unit"]),
    ],
)
def test_words_that_only_look_like_a_rate(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "㈜새벽별은 가람시에 240억원을 투자해 공장을 짓기로 했다. 시 예산은 들지 않는다.",
        "시 예산 사정은 어렵다. 나래전자(주)는 산업단지에 2400억원을 들여 공장을 짓는다.",
        "나래군 예산은 빠듯하다. 한들식품은 군과 투자협약을 맺고 150억원을 투자한다.",
        "시 예산과 관계없이 이 회사는 공장 증설에 75억원을 투입할 계획이다.",
    ],
)
def test_a_company_s_money_is_no_budget(text: str) -> None:
    assert extract(text).records == ()


def test_public_money_beside_a_company_is_a_budget() -> None:
    text = "㈜새벽별은 가람시의 시비 24억원을 지원받아 공장을 짓는다."
    assert [r.amount.text for r in extract(text).records] == ["24억원"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("정부는 큰비로 인한 피해액을 948억원으로 확정하고 복구 예산을 짠다.", ["other"]),
        ("군은 피해액이 31억원으로 집계되자 국비를 요청했다.", ["other"]),
        ("시는 태풍 피해 복구에 31억원을 투입한다.", ["budget"]),
        ("도는 백신 구입에 예산 6억원을 들인다.", ["budget"]),
        ("군은 가뭄 피해를 막기 위한 물길 사업에 9억원을 쓴다.", ["budget"]),
        ("시의 기금 증가액이 14억원으로 지난해를 웃돌았다.", ["delta"]),
        ("예산 증가액은 37억원으로 나타났다.", ["delta"]),
    ],
)
def test_damage_and_increase_are_told_by_the_noun_before(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


# --- who pays --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "total", "expected"),
    [
        (
            (
                "가람군은 2024년도 예산안을 500억원 규모로 편성했다. "
                "세입은 지방세 140억원, 지방교부세 250억원 등으로 짜였다."
            ),
            "500억원",
            {"지방세": 14_000_000_000, "지방교부세": 25_000_000_000},
        ),
        (
            (
                "나래군의 제1회 추경안은 77억원이다. "
                "재원은 보조금 41억원과 순세계잉여금 20억원 등으로 마련했다."
            ),
            "77억원",
            {"보조금": 4_100_000_000, "순세계잉여금": 2_000_000_000},
        ),
        (
            "군은 솔밭쉼터를 짓는 데 사업비 109억원 중 국비 76억원을 받았다.",
            "109억원",
            {"국비": 7_600_000_000},
        ),
        (
            "가람시는 사업비 109억원 중 산림청에서 받은 국비 76억원을 먼저 쓴다.",
            "109억원",
            {"국비": 7_600_000_000},
        ),
        (
            "군은 예산 109억원을 들이며 이 중에는 국비 76억원, 도비 11억원이 있다.",
            "109억원",
            {"국비": 7_600_000_000, "도비": 1_100_000_000},
        ),
        (
            "둑길 공사비 64억원 가운데 도비 20억원은 올해 들어온다.",
            "64억원",
            {"도비": 2_000_000_000},
        ),
        # 30 + 12 + 8 = 50
        (
            "장터를 고치는 데 예산 50억원이 든다. 국비 30억원, 도비 12억원, 군비 8억원을 쓴다.",
            "50억원",
            {"국비": 3_000_000_000, "도비": 1_200_000_000, "군비": 800_000_000},
        ),
    ],
)
def test_who_pays_what(text: str, total: str, expected: dict[str, int]) -> None:
    assert sources(records(text)[total]) == expected


def test_grants_of_one_source_are_no_parts_by_source() -> None:
    text = (
        "나래군은 특별교부세 40억원을 확보했다. 쉼터에 특별교부세 18억원이, 둑길에 "
        "특별교부세 22억원이 쓰인다."
    )
    found = records(text)
    assert all(not r.components for r in found.values())
    assert parents(text) == {"40억원": None, "18억원": "40억원", "22억원": "40억원"}
    assert [(c.kind, c.status) for c in extract(text).checks] == [("rollup", "ok")]


def test_income_behind_a_budget_is_known_in_part() -> None:
    text = (
        "나래군의 제1회 추경안은 77억원이다. "
        "재원은 보조금 41억원과 순세계잉여금 20억원 등으로 마련했다."
    )
    # 77 - 41 - 20
    (check,) = extract(text).checks
    assert (check.kind, check.status, check.difference) == ("components", "partial", -1_600_000_000)


@pytest.mark.parametrize(
    "text",
    [
        # Income behind the word, but more than the sum.
        "나래군의 추경안은 77억원이다. 재원은 보조금 81억원과 잉여금 20억원 등으로 마련했다.",
        # Only asked for.
        "군은 사업비 109억원을 들인다. 이 가운데 국비 76억원을 요청했다.",
        # Added, not contained.
        "군은 사업비 109억원을 들인다. 여기에 국비 76억원을 추가로 받는다.",
    ],
)
def test_what_is_no_part_by_source(text: str) -> None:
    assert all(not r.components for r in extract(text).records)


# --- whose money -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount", "name"),
    [
        (
            "가람시는 지난주 기획재정부를 방문했다. 둑길 정비사업에 국비 30억원이 필요하다고 했다.",
            "30억원",
            "가람시",
        ),
        (
            "나래군수는 환경부와 국토교통부를 잇따라 찾았다. 나래군은 쉼터 예산 12억원을 쓴다.",
            "12억원",
            "나래군",
        ),
        ("홍가람 완주군수, 정읍시 방문\n“둑길 정비에 예산 30억원이 든다.”", "30억원", "완주군"),
        # A list of ministries is no topic of what follows.
        (
            (
                "한들군의 사업에 정부가 나섰다. 한들군은 반긴다. 농림축산식품부가 7개 "
                "사업에 78억원, "
                "산림청이 3개 사업에 8억원의 예산을 낸다. 둑길 정비사업에는 5억원의 예산을 쓴다."
            ),
            "5억원",
            "한들군",
        ),
        # Councils vote on the money of their city.
        ("가람시의회는 축제 예산 3억원을 의결했다.", "3억원", "가람시"),
        ("나래군의회가 내년 예산안 820억원을 확정했다.", "820억원", "나래군"),
        # The only local body that an article names.
        (
            ("환경부 산림청 함께 웃다\n부안군 주민은 반긴다.\n새 놀이터는 예산 6억원으로 짓는다."),
            "6억원",
            "부안군",
        ),
    ],
)
def test_whose_money(text: str, amount: str, name: str) -> None:
    assert bodies(records(text)[amount]) == [name]


def test_who_is_met_half_way_is_meant_as_much() -> None:
    text = "홍가람 완주군수, 정읍시와 손잡다\n“둑길 정비에 예산 30억원이 든다.”"
    assert bodies(records(text)["30억원"]) == []


def test_of_two_local_bodies_neither_is_meant() -> None:
    text = "놀이터가 생긴다. 정읍시 주민도 김제시 주민도 반긴다. 예산 6억원으로 짓는다."
    assert bodies(records(text)["6억원"]) == []


@pytest.mark.parametrize(
    ("text", "published", "name"),
    [
        ("농림부는 저수지 보강에 예산 21억원을 쓴다.", None, "농림부"),
        ("건설교통부가 뱃길 예산 35억원을 편성했다.", None, "건설교통부"),
        ("농림부는 저수지 보강에 예산 21억원을 쓴다.", date(2005, 5, 1), "농림부"),
    ],
)
def test_old_ministries_keep_their_names(text: str, published: date | None, name: str) -> None:
    (found,) = extract(text, published=published).records
    assert bodies(found) == [name]


# --- which year ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "published", "amount", "year"),
    [
        # Undated: 내년 is the year of the budget that the text names too.
        (
            (
                "정부의 내년 체육예산이 늘어난다. 정부는 2002년 체육예산을 "
                "1조2100억원으로 확정했다. "
                "올해 예산은 1조400억원이다."
            ),
            None,
            "1조400억원",
            2001,
        ),
        (
            (
                "나래군의 내년 살림 예산이 정해졌다. 군은 2011년도 예산안을 816억원으로 짰다. "
                "내년에 복지 예산으로 240억원을 쓴다."
            ),
            None,
            "240억원",
            2011,
        ),
        # Nothing tells the year of writing.
        ("나래군은 내년 복지 예산으로 240억원을 쓴다.", None, "240억원", None),
        # Beside what it is compared with.
        (
            "가람시의 복지비는 작년보다 20% 늘어난 337억원의 예산이다.",
            date(2014, 3, 2),
            "337억원",
            2014,
        ),
        (
            "가람시의 복지비는 올해보다 8% 줄어든 264억원의 예산이다.",
            date(2014, 11, 2),
            "264억원",
            2015,
        ),
        (
            "도의 내년 예산 규모는 5210억원에서 6130억원으로 커진다.",
            date(2017, 11, 2),
            "6130억원",
            2018,
        ),
        # In January 새해 has begun; in November it is yet to come.
        ("나래군은 새해 예산 910억원을 쓴다.", date(2016, 1, 4), "910억원", 2016),
        ("나래군은 새해 예산 910억원을 쓴다.", date(2016, 11, 4), "910억원", 2017),
        ("나래군은 다음해 예산 910억원을 짠다.", date(2016, 11, 4), "910억원", 2017),
        ("나래군은 다음해 예산 910억원을 짠다.", None, "910억원", None),
    ],
)
def test_which_year(text: str, published: date | None, amount: str, year: int | None) -> None:
    assert records(text, published=published)[amount].fiscal_year == year


# --- whatever the order ----------------------------------------------------------------------

FRAGMENTS = (
    "나래군은 ", "가람시의회가 ", "도는 ", "기획재정부를 방문해 ", "내년 ", "새해 ", "다음해 ",
    "2024년도 ", "작년보다 ", "올해(2023년) ", "총 ", "모두 ", "약 ", "나머지 ", "각각 ", "등 ",
    "등을 각각 ", "이 중 ", "이 가운데 ", "가운데 ", "중 ", "분야별로 보면 ", "이로써 ", "아울러 ",
    "이와 함께 ", "이 도로에는 ", "일반회계를 ", "특별회계 ", "제2회 추경안 ", "예산은 ",
    "총사업비 ", "재원은 ", "세입은 ", "국비 ", "도비 ", "특별교부세 ", "지방소멸대응기금 ",
    "‘바람길’ ", "“새싹 사업”에 ", "쉼터 조성사업에 ", "둑길과 수로에 ", "한들면 ", "인공지능(AI) ",
    "3억원", "12억5천만원", "97억원", "1조 2천억원", "816억원(총사업비 ", "24억원)", "7800만원",
    "3억~5억원", "수십억원", "5만 달러(약 ", "381억→581억", "의 25%인 ", "(86%)", "1인당 ",
    "을 ", "은 ", "에서 ", "으로 ", "에 ", "와 ", "및 ", "규모의 ", "(", ")", "‘", "’", "“", "”",
    "[", "]", "△", "▲", "- ", "ㅇ ", "· ", ", ", "/", ":", "쓴다. ", "편성했다. ", "들여 ",
    "짓는다. ", "늘어난 ", "삭감했다. ", "전액 삭감됐다. ", "이다. ", "\n",
    "\n\n", "\t", "|", "(단위: 억원)\n",
)  # fmt: skip
PROSE = "나래군은 주민의 뜻을 모아 올해 예산을 알뜰하게 짰다고 밝혔다."
"""Makes an article of whatever follows."""


@settings(deadline=None, max_examples=150)
@given(
    text=st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=45).map("".join),
    published=st.sampled_from([None, date(2024, 1, 9), date(2023, 11, 20)]),
    parsed=st.booleans(),
)
def test_any_order_of_fragments_gives_a_forest_of_sums(
    text: str, published: date | None, *, parsed: bool
) -> None:
    whole = f"{PROSE}\n{text}"
    source = whole if parsed else Article(text=whole, content_hash="")
    found = {r.id: r for r in extract(source, published=published).records}
    for record in found.values():
        seen = {record.id}
        at = record
        while at.parent is not None:
            above = found[at.parent]
            assert above.id not in seen
            seen.add(above.id)
            assert (above.amount.exact or 0) >= (at.amount.exact or 0)
            at = above


@pytest.mark.parametrize(
    "text",
    [
        (
            "지난해 돌봄 예산으로 모두 1842억원을 집행했다.\n"
            "학계는 국가가 절반을 대는 방식을 내놓았다. 그러려면 한 해 920억원이 든다."
        ),
        "가람시는 지난해 하천 예산 300억원을 썼다. 둑길을 다 고치려면 200억원이 필요하다.",
        (
            "나래군은 지난해 도로 예산 80억원을 집행했다. "
            "남은 구간을 이으려면 45억원이 더 소요될 전망이다."
        ),
    ],
)
def test_what_is_spent_holds_nothing_that_is_still_to_come(text: str) -> None:
    assert set(parents(text).values()) == {None}
