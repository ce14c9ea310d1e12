"""Ordinary sentences of budget news: role, sources, year, body and whole, in words of our own."""

from __future__ import annotations

from typing import Any

import pytest
from tests.budget.asked import bodies, parents, records, roles, sources

from newsextract import extract


def years(text: str, **about: Any) -> dict[str, int | None]:
    return {r.amount.text: r.fiscal_year for r in extract(text, **about).records}


# --- roles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a bracket and its particle before a sum is no change
        ("1공구 4㎞(사업비 74억원)는 도로공사가 재작년 착공했다.", ["budget"]),
        # a change leads to a budget
        ("보조금은 7억원이 늘어 31억원이 됐다.", ["delta", "budget"]),
        ("군은 농가 지원금을 4억원 깎았다.", ["delta"]),
        ("의회는 새해 예산안에서 41억원을 깎고 본회의에 넘겼다.", ["delta"]),
        ("요구액에서 적어도 3억원이 깎일 것으로 보인다.", ["delta"]),
        ("의회는 행사 예산 4700만원을 일부 깎았다.", ["delta"]),
        ("시는 복지 예산에 9억원을 더 배정하기로 했다.", ["delta"]),
        ("당초 정부안 190억원에 13억원을 추가배정했다.", ["budget", "delta"]),
        ("의회는 3억9천만원을 마을 쉼터 사업 등에 증액했다.", ["delta"]),
        # what is left after a cut by so many per cent
        ("인건비 예산이 25% 깎인 83억원, 간접비가 12% 깎인 26억원이다.", ["budget", "budget"]),
        ("시설비 예산은 12억원 깎인 83억원이다.", ["delta", "budget"]),
        # behind an arrow stands what it came to
        ("한들나루 공원 예산(9억→7억원)은 줄었다.", ["budget", "budget"]),
        # the verb behind the last of the bullets holds for all
        ("국회에서 ▲가람 사업 예산 25억원 ▲나래 사업 예산 11억원이 깎였다.", ["delta", "delta"]),
        (
            "▲가람 사업 예산이 24억원으로 4억원 ▲나래 사업 예산이 20억원으로 1억원씩 늘었다.",
            ["budget", "delta", "budget", "delta"],
        ),
    ],
)
def test_changes(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "교육부 지원금은 가람대 42억원, 나래대 40억원이 많고 다솜대가 뒤를 이었다.",
        "국비는 가람군이 31억원으로 많고 나래군이 적다.",
    ],
)
def test_a_ranking_is_no_change(text: str) -> None:
    assert set(roles(text)) == {"budget"}


def test_much_more_than_something_is_a_change() -> None:
    assert roles("국비는 지난해보다 4억원이 많고 도비는 그대로다.") == ["delta"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("지난달 수해로 부서진 피해를 복구하는 데 예산 43억원이 들어간다.", "budget"),
        ("사이버 도박 예방 교육 예산은 3억원이다.", "budget"),
        ("시는 올해 94억원 규모의 하천 정비 공사를 새로 발주한다.", "budget"),
        ("시는 물가상승비 5억원을 공사 예산에 더 넣었다.", "budget"),
        # what each may get, is charged or gets on average
        ("도는 뽑힌 마을에 국비 최대 25억원을 준다.", "per_unit"),
        ("도는 공장을 옮기는 기업에 3억원 이내의 고용보조금을 준다.", "per_unit"),
        ("예산 지원은 건당 평균 지원단가가 1천207만원이다.", "per_unit"),
        ("가구의 월평균 지출은 245만원이다.", "per_unit"),
        ("정부는 무너진 집에는 재난지원금 6000만원을 준다.", "per_unit"),
        ("정부가 주는 생계비는 300만원이다.", "per_unit"),
        ("전셋값은 지난해보다 10만원씩 올랐다.", "delta"),
        ("도는 지원금을 팀당 매년 2억원(인문 7천만원, 공학 1억원) 준다.", "per_unit"),
        ("정부는 가구당 5백만원의 안정자금이나 3천만원의 생업자금을 지원한다.", "per_unit"),
        ("도는 기업 보조금 한도를 기존 100억원에서 150억원으로 늘린다.", "per_unit"),
        # what the help of the state calls forth, and what exporters are given
        ("도는 보조금 14억원으로 708억원 규모의 민간투자를 끌어냈다.", "other"),
        ("농가에는 정부 예산 300억원 규모의 수출물류비를 준다.", "budget"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert roles(text)[-1] == role


def test_one_month_of_a_year_is_no_rate() -> None:
    assert roles("12월 한 달 수출은 125억달러다.") == ["other"]


@pytest.mark.parametrize(
    ("headline", "lede"),
    [
        ("가람시 예산 1조원 시대", "가람시는 내년 예산안을 1조213억원으로 짰다."),
        (
            "가람시 살림살이",
            "가람시의 내년 예산이 처음으로 1조원을 넘는다. 시는 내년 예산안을 1조757억원으로 짰다.",
        ),
        ("나래군 국비 2천억원 돌파", "나래군은 내년 국비 예산 2천130억원을 확보했다."),
    ],
)
def test_a_mark_that_was_passed_is_the_budget_that_passed_it(headline: str, lede: str) -> None:
    assert len(records(f"{headline}\n\n{lede}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "강릉시의 내년 예산이 1조원을 넘는다. 춘천시는 내년 예산안을 1조757억원으로 짰다.",
        "가람시의 내년 예산이 1조원을 넘는다. 가람시는 내년 예산안을 1조4천억원으로 짰다.",
        "가람시의 내년 예산이 1조원을 넘는다.",
    ],
)
def test_a_mark_of_another_or_of_no_other_budget_stands(text: str) -> None:
    assert "1조원" in records(text)


# --- who pays --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "total", "expected"),
    [
        (
            "▲국비 26억원(26%) ▲지방비 30억원(30%) ▲민자 44억원(44%) 등 총 100억원을 들인다.",
            "100억원",
            {"국비": 26, "지방비": 30, "민자": 44},
        ),
        (
            "사업비 10억원은 △국비 5억원 △도비 3억원 △군비 2억원으로 마련한다.",
            "10억원",
            {"국비": 5, "도비": 3, "군비": 2},
        ),
        (
            "복구비 43억원은 국고 33억원, 의연금 1억원, 지방비 7억원, 융자 2억원으로 메운다.",
            "43억원",
            {"국고": 33, "의연금": 1, "지방비": 7, "융자": 2},
        ),
        (
            "사업비는 국비가 5억원 늘어난 20억원, 도비가 2억원 늘어난 10억원 등 30억원이다.",
            "30억원",
            {"국비": 20, "도비": 10},
        ),
        (
            "복구비는 총 101억원으로 72억원은 국고에서 지원하고, 29억원은 지방자치단체가 부담한다.",
            "101억원",
            {"국고": 72, "지방자치단체": 29},
        ),
        (
            "건립비 200억원은 정부가 100억원을, 가람시와 나래대병원이 각각 40억원과 60억원을 댄다.",
            "200억원",
            {"정부": 100, "가람시": 40, "나래대병원": 60},
        ),
        (
            (
                "조성비 100억원은 국비 40억원으로 대고, 가람시와 나래시, 다솜조합이 각각 30억원과 "
                "20억원, 10억원을 낸다."
            ),
            "100억원",
            {"국비": 40, "가람시": 30, "나래시": 20, "다솜조합": 10},
        ),
    ],
)
def test_sources(text: str, total: str, expected: dict[str, int]) -> None:
    found = sources(records(text)[total])
    assert found == {label: value * 100_000_000 for label, value in expected.items()}


def test_income_with_its_growth_is_of_the_account_before() -> None:
    text = (
        "일반회계는 821억원이다.\n"
        "일반회계 세입을 보면 지방세는 31억원 많은 227억원, 세외수입은 8억원 많은 34억원이다."
    )
    found = records(text)
    assert set(found) == {"821억원"}
    assert sources(found["821억원"]) == {"지방세": 22_700_000_000, "세외수입": 3_400_000_000}


def test_the_rest_of_a_larger_sum_is_no_part_of_the_sum_beside_it() -> None:
    text = (
        "정부는 재원 86억원 가운데 69억원을 추경예산안으로 마련한다. "
        "나머지 17억원은 지방자치단체가 부담한다."
    )
    assert not records(text)["69억원"].components


# --- years -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # dates of deeds
        (
            "가람 고속철도 2016년 완전개통. 총사업비 17조원으로 잡았다.",
            {"17조원": None},
        ),
        (
            "이 길(사업비 74억원)은 도로공사가 2001년 말 착공해 공정률이 18%다.",
            {"74억원": None},
        ),
        # the year before is that before the budget's
        (
            "2018년도 경찰에 돌아간 총 예산은 108억원으로, 전년도 본예산(104억원)보다 늘었다.",
            {"108억원": 2018, "104억원": 2017},
        ),
        (
            "군은 내년 예산안을 900억원으로 짰다. 안전 예산은 144억원으로 전년(15억원)보다 늘었다.",
            {"900억원": 2026, "144억원": 2026, "15억원": 2025},
        ),
        # a sum of its own in brackets has its own year
        (
            "군은 내년 예산안에 훈련 사업비 17억원(올해 9억원)을 담았다.",
            {"17억원": 2026, "9억원": 2025},
        ),
        # a year that names an occasion
        (
            "군은 내년 예산안을 짰다. 2032년 가람꽃박람회 준비에 예산 8억원을 담았다.",
            {"8억원": 2026},
        ),
    ],
)
def test_fiscal_years(text: str, expected: dict[str, int | None]) -> None:
    assert years(text, published="2025-11-12") == expected


def test_a_fund_of_a_fiscal_year_tells_the_year() -> None:
    text = (
        "가람문화재단은 2005년도 문예진흥기금 지원 결과를 내놓았다. 공모사업 지원금은 142억원이다."
    )
    assert years(text) == {"142억원": 2005}


def test_a_budget_compared_with_the_last_tells_the_year_of_writing() -> None:
    text = (
        "가람도가 내년도 국비로 총 6조원을 확보했다. "
        "2018년도 국비 확보액보다 7천억원 늘었다. 철도 예산에는 357억원을 쓴다."
    )
    assert years(text) == {"6조원": 2019, "357억원": 2019}


# --- bodies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("정부와 한나라당은 내년도 예산을 63조원으로 짜기로 했다.", ["정부"]),
        ("당정은 추경예산 3조원을 편성하기로 했다.", ["정부"]),
        ("가람개발공단과 나래연구원은 사업비 17억원을 들인다.", ["가람개발공단", "나래연구원"]),
        ("재난안전대책본부는 복구비 43억원을 확정했다.", ["재난안전대책본부"]),
    ],
)
def test_bodies(text: str, expected: list[str]) -> None:
    (record,) = records(text).values()
    assert bodies(record) == expected


def test_a_name_is_of_its_day_where_no_date_is_known() -> None:
    (record,) = records("전북도가 98년도 예산안을 1조6천억원 규모로 짰다.").values()
    assert bodies(record) == ["전라북도"]


@pytest.mark.parametrize(
    ("opening", "behind"), [("▽", "〓"), ("▲", "="), ("", "="), ("◆ ", ": "), ("[", "]: ")]
)
def test_sections_by_body(opening: str, behind: str) -> None:
    text = (
        "대전시와 충남도가 새해 예산안을 내놓았다.\n"
        f"{opening}대전시{behind}일반회계는 6479억원이다.\n"
        f"{opening}충남도{behind}일반회계는 7063억원이다."
    )
    found = {sum_: bodies(record) for sum_, record in records(text).items()}
    assert found == {"6479억원": ["대전광역시"], "7063억원": ["충청남도"]}


# --- what it is for --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # a document, a party, a corporation and a clause's own subject are no programmes
        ("올 하반기 지원계획을 보면 가람 쉼터 조성사업에 예산 5억원을 쓴다.", "가람 쉼터 조성사업"),
        ("세출의 초점은 70억원을 들이는 강둑 복구 사업이다.", "강둑 복구 사업"),
        ("군은 예산 3억원을 모두 둑길 보수에 돌린다.", "둑길 보수"),
        (
            "내년 예산에는 △2032년 가람꽃박람회 준비 8억원 △솔숲 쉼터 3억원이 담겼다.",
            "2032년 가람꽃박람회 준비",
        ),
    ],
)
def test_programmes(text: str, name: str) -> None:
    program = next(iter(records(text).values())).program
    assert program is not None
    assert program.text == name


@pytest.mark.parametrize(
    "text",
    [
        "정부와 한나라당은 예산 63조원을 쓰기로 했다.",
        "이 길은 토지공사가 사업비 74억원을 들여 닦았다.",
        "여건이 좋고 성적이 나은 곳에 예산 18억원을 준다.",
    ],
)
def test_what_is_no_programme(text: str) -> None:
    (record,) = records(text).values()
    name = record.program.text if record.program else ""
    assert not any(word in name for word in ("한나라당", "토지공사", "여건"))


# --- whole and part --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is only compared with holds nothing that is told later
        (
            (
                "지원금은 총 142억원으로 지난해(113억원)보다 많다. "
                "장르별로는 문학 47억원, 음악 36억원, 무용 30억원, 연극 28억원이다."
            ),
            {"47억원": "142억원", "36억원": "142억원", "30억원": "142억원", "28억원": "142억원"},
        ),
        # details, though the print has them make more
        (
            (
                "먼저 맑은 물 예산은 101억원으로 잡혔다. "
                "세부적으로는 △식수원 보호 5억원 △정수장 관리 6억원 △관망 정비 93억원 등이다."
            ),
            {"5억원": "101억원", "6억원": "101억원", "93억원": "101억원"},
        ),
        # the print rounds the parts of a list
        (
            (
                "가람도는 내년 국비 6087억원을 확보했다. "
                "분야별로는 복지 3611억원, 도로 2056억원, 환경 421억원 등이다."
            ),
            {"3611억원": "6087억원", "2056억원": "6087억원", "421억원": "6087억원"},
        ),
        # each account holds what its own head opens
        (
            (
                "일반회계 120억원, 특별회계 33억원이다. 일반회계에는 △꽃밭 가꾸기 8억원 △둑길 정비 "
                "6억원이, 특별회계에는 △상수도 개량 5억원 △하수관 정비 4억원이 들었다."
            ),
            {"8억원": "120억원", "6억원": "120억원", "5억원": "33억원", "4억원": "33억원"},
        ),
        # sums that words add up, over sentences
        (
            (
                "가람시는 특별교부세 39억원을 확보했다. 상반기 44억원, 하반기 55억원을 보태면 "
                "올해 받은 특별교부세는 138억원이다."
            ),
            {"39억원": "138억원", "44억원": "138억원", "55억원": "138억원"},
        ),
        # what several get is of the lead's total
        (
            (
                "대학 97곳이 정부로부터 지원금 900억원을 받는다. 국립대에서는 가람대 42억원, "
                "나래대 40억원을 받고 사립대에서는 다솜대 30억원이 으뜸이다."
            ),
            {"42억원": "900억원", "40억원": "900억원", "30억원": "900억원"},
        ),
        # most of a topic told behind it
        (
            (
                "예비비 예산 90억원은 ‘들길 홍보’에 37억원, ‘둑길 안내’에 28억원, "
                "‘솔숲 방송’에 19억원이 나갔다."
            ),
            {"37억원": "90억원", "28억원": "90억원", "19억원": "90억원"},
        ),
        (
            (
                "철도 예산 35억원을 따냈는데 가람선 개량(17억원), 나래선 개량(11억원), "
                "다솜선 개량(6억원) 등이다."
            ),
            {"17억원": "35억원", "11억원": "35억원", "6억원": "35억원"},
        ),
        # a bracket right behind the sum that makes it exactly
        (
            "가람도는 국비 50억원(물길 정비 20억원, 숲길 정비 30억원)을 따냈다.",
            {"20억원": "50억원", "30억원": "50억원"},
        ),
        # a list that divides anew is of the whole, not of an item of the list before it
        (
            (
                "가람군은 내년 예산안을 900억원으로 짰다. "
                "부문별로는 복지 400억원, 도로 300억원이다. "
                "사업별로는 쉼터 정비 90억원, 둑길 정비 70억원이다."
            ),
            {"400억원": "900억원", "90억원": "900억원", "70억원": "900억원"},
        ),
        # a sentence that opens with the name of a part tells of it
        (
            (
                "올해 예산 190억원은 남녘섬마을사업 139억원, 늪쉼터사업 47억원으로 나뉜다. "
                "남녘섬마을사업으로는 전시장 마무리에 25억원을 준다."
            ),
            {"25억원": "139억원"},
        ),
        # last year's part is of last year's whole
        (
            (
                "가람군의 내년 안전예산은 올해(87억원)보다 많은 108억원이다. "
                "산불 훈련 사업에 예산 17억원(올해 9억원)이 실렸다."
            ),
            {"17억원": "108억원", "9억원": "87억원"},
        ),
        # an education office has one account
        (
            (
                "가람교육청은 교육비특별회계 추가경정예산안을 1206억원으로 짰다. "
                "학교 시설 사업에 20억원을 배정했다."
            ),
            {"20억원": "1206억원"},
        ),
    ],
)
def test_wholes(text: str, expected: dict[str, str]) -> None:
    found = parents(text, published="2025-11-12")
    assert {amount: found[amount] for amount in expected} == expected


def test_what_stands_beside_a_field_is_no_part_of_it() -> None:
    text = (
        "정부는 내년도 예산을 63조원으로 짜기로 했다. 국방예산은 12조원으로 정해졌다. "
        "이밖에 연수원에 20억원을 주기로 했다."
    )
    assert parents(text, published="1995-09-13")["20억원"] != "12조원"


def test_a_list_of_equals_is_no_list_of_parts_of_its_first() -> None:
    text = "국비 예산은 가람선 정비 95억원, 나래선 정비 50억원, 다솜선 정비 40억원이다."
    assert set(parents(text).values()) == {None}


def test_the_same_project_at_another_time_is_no_part() -> None:
    text = (
        "주요 예산은 가람항 인입철도 130억원, 나래길 정비 38억원이다. "
        "가람항 인입철도는 정부 예산안에 110억원만 담겼다."
    )
    assert parents(text)["110억원"] != "130억원"


def test_a_sum_of_parts_proves_the_year() -> None:
    text = (
        "군이 98년도 예산안을 짰다. 특별회계 예산은 2917억원이다.\n"
        "97년도 예산은 더 늘었다.\n"
        "특별회계는 의료보호사업 690억원, 치수사업 193억원, 가람대학 77억원, 나래개발 1957억원이다."
    )
    found = records(text)
    assert set(parents(text).values()) == {None, "2917억원"}
    assert {found[key].fiscal_year for key in ("690억원", "1957억원")} == {1998}


def test_sums_of_six_figures_that_are_the_same_are_one() -> None:
    text = (
        "정부의 실업대책예산은 1조1천119억3천만원이다. "
        "공공사업 예비비 예산 1조1천119억3천만원은 3월까지 쓴다."
    )
    assert len(records(text)) == 1


def test_what_all_get_is_not_what_each_gets() -> None:
    assert roles("군은 예산으로 1인당 30만원(총 3억원)을 준다.") == ["per_unit", "budget"]
