"""Wordings met in published articles, in sentences of our own: what each must give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from newsextract import extract
from newsextract.models import BudgetRecord


def roles(text: str) -> list[str | None]:
    return [a.role for a in extract(text).amounts]


def records(text: str, **about: Any) -> dict[str, BudgetRecord]:
    return {r.amount.text: r for r in extract(text, **about).records}


def sources(record: BudgetRecord) -> dict[str, int]:
    return {c.source.label: int(c.amount.exact or 0) for c in record.components if c.amount}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "시는 쉼터 사업비가 38억 원에서 52억 원으로 늘었다고 했다. 늘어난 14억 원은 시비다.",
            ["budget", "budget", "delta"],
        ),
        ("도는 예산을 지난해보다 52억원, 당초보다 28억원 더 편성했다.", ["delta", "delta"]),
        ("군은 들꽃축제와 별빛축제에 각 3500만원을 나눠 준다.", ["per_unit"]),
        ("시가 확보한 국비는 95억원으로 17개 시도 평균 70억원보다 많다.", ["budget", "per_unit"]),
        (
            "부서별 순증액을 보면 물관리과가 12억원이었고 산림과는 15억원, 도로과가 60억원이다.",
            ["delta", "delta", "delta"],
        ),
        (
            "위원회는 나래고속도로 건설예산 85억원, 철길 예산 10억원 등의 증액을 의결했다.",
            ["delta"] * 2,
        ),
        ("시 예산 가운데 특별회계는 12%(80억원) 증가한 750억원이다.", ["delta", "budget"]),
        ("다온아파트 집값은 한 해 만에 5천만 원 이상 올랐다.", ["delta"]),
    ],
)
def test_the_role_of_each_amount(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


def test_words_that_look_like_money_or_hide_it() -> None:
    assert extract("도는 예산 부족을 이유로 사업을 미뤘다. 국비 3억원은 돌려줬다.").amounts[
        0
    ].text == ("3억원")
    assert [a.low for a in extract("한 달 평균 임대료가 430만 원인 것으로 조사됐다.").amounts] == [
        4_300_000
    ]


def test_the_rest_is_from_the_source_named_behind_it() -> None:
    found = records("총사업비 690억원 중 국비가 630억원, 나머지 60억원은 지방비로 충당한다.")
    assert sources(found["690억원"]) == {"국비": 63_000_000_000, "지방비": 6_000_000_000}


def test_one_source_holds_no_other() -> None:
    text = (
        "시는 솔밭 재건사업비 가운데 국비 30억 원은 이미 확보했으며 "
        "나머지 도비 8억 원과 시비 22억 원은 내년에 반영한다."
    )
    assert all(not r.components for r in records(text).values())
    joint = records("시는 국비 20억원과 도비 5억원 등 국도비 25억원을 확보했다.")
    assert sources(joint["25억원"]) == {"국비": 2_000_000_000, "도비": 500_000_000}


def test_what_a_budget_is_raised_from_is_known_in_part() -> None:
    result = extract(
        "남구의 제1회 추경안은 43억 원이다. "
        "재원은 순세계잉여금 30억 원과 교부세 4억 원 등으로 충당한다."
    )
    (record,) = result.records
    assert sources(record) == {"순세계잉여금": 3_000_000_000, "교부세": 400_000_000}
    assert [c.status for c in result.checks] == ["partial"]


def test_figures_behind_an_arrow_take_the_unit() -> None:
    result = extract("농식품부 예산은 △피해보전(700억원→820), 상담(30억원 → 28)으로 바뀐다.")
    assert [(a.text, a.low) for a in result.amounts] == [
        ("700억원", 70_000_000_000),
        ("820", 82_000_000_000),
        ("30억원", 3_000_000_000),
        ("28", 2_800_000_000),
    ]
    assert [a.text for a in extract("국비 30억원 → 45%로 바뀐다").amounts] == ["30억원"]


def test_an_earlier_sum_in_brackets_is_no_part_and_of_no_named_year() -> None:
    found = records(
        "교육부는 2026년 새봄대학 사업에 8500억원을 쓴다. 이는 올해(7800억원)보다 늘어난 규모다."
    )
    assert (found["7800억원"].parent, found["7800억원"].fiscal_year) == (None, None)


def test_income_and_spending_are_two_partitions() -> None:
    result = extract(
        "가람군은 2024년도 본예산안을 500억 원 규모로 편성했다.\n\n"
        "분야별로는 사회복지 210억 원, 환경 120억 원 순이다.\n\n"
        "세입은 지방세 140억 원, 지방교부세 250억 원 등으로 짜였다."
    )
    whole, *fields = result.records
    assert [r.parent for r in fields] == [whole.id] * 2
    assert [c.source.label for c in whole.components] == ["지방세", "지방교부세"]
    found = {c.kind: (int(c.found or 0), c.status) for c in result.checks}
    assert found["rollup"] == (33_000_000_000, "partial")
    assert found["components"] == (39_000_000_000, "partial")


def test_a_list_behind_a_recap_is_of_the_budget_before_it() -> None:
    found = records(
        "가람교육청은 추가경정예산안 3,219억 원을 편성했다. "
        "이로써 예산 규모는 본예산 2조 8,401억 원에서 3조 1,620억 원으로 늘었다. "
        "주요 세출은 △급식실 411억 원 △학교 보수 230억 원 등이다."
    )
    assert found["411억 원"].parent == found["230억 원"].parent == found["3,219억 원"].id


def test_a_list_that_says_what_it_divides_by_makes_its_sum() -> None:
    result = extract(
        "도는 새물결 공모에 7곳이 뽑혀 총 510억 원을 얻는다. "
        "지역별로는 섬마을 180억 원, 갯마을 130억 원, 솔마을 200억 원이다."
    )
    whole, *parts = result.records
    assert whole.program is not None
    assert whole.program.text == "새물결"
    assert [r.parent for r in parts] == [whole.id] * 3


@pytest.mark.parametrize(
    ("text", "amount", "name"),
    [
        ("부처별로는 환경부 3조원, 산림청 2조원의 예산을 쓴다.", "2조원", "산림청"),
        ("정부가 심의한 올해 산림청 숲길기금의 운용규모는 77억원이다.", "77억원", "산림청"),
        ("영남대가 새봄 사업에 선정돼 국비 41억원을 지원받는다.", "41억원", "영남대학교"),
    ],
)
def test_whose_budget_it_is(text: str, amount: str, name: str) -> None:
    assert [a.name for a in records(text, published=date(2020, 5, 1))[amount].agencies] == [name]


def test_a_metropolitan_city_before_1995() -> None:
    text = "부산시는 새길 공사에 예산 12억원을 쓴다."
    old = records(text, published=date(1993, 5, 1))["12억원"]
    new = records(text, published=date(1996, 5, 1))["12억원"]
    assert [a.name for a in (*old.agencies, *new.agencies)] == ["부산직할시", "부산광역시"]


@pytest.mark.parametrize(
    ("text", "amount", "year"),
    [
        (
            "군의 내년 본예산은 올해 310억 원보다 7% 늘었다. 이중 일반회계는 333억 원이다.",
            "333억 원",
            2021,
        ),
        (
            "시는 제2회 추경안을 냈다.\n\n의회는 심사한다.\n\n일반회계는 461억 원이다.",
            "461억 원",
            2020,
        ),
        (
            "구는 추경안을 냈다. 재원은 2019회계연도 결산 결과 잉여금이다. 복지에 12억 원을 쓴다.",
            "12억 원",
            2020,
        ),
        ("시는 2032년 올림픽에 대비해 경기장 보수 예산 3억 원을 쓴다.", "3억 원", None),
    ],
)
def test_which_year(text: str, amount: str, year: int | None) -> None:
    assert records(text, published=date(2020, 11, 23))[amount].fiscal_year == year


def test_two_programmes_with_one_round_sum_stay_two() -> None:
    text = "정부는 새싹기업 지원에 예산 2조5천억원을 쓴다. 푸른 전환 사업에도 2조5천억원을 쓴다."
    assert len(extract(text).records) == 2


def test_a_share_of_a_sum_is_a_part_of_it() -> None:
    found = records("나래시는 전체 예산 136억 원의 25%인 34억 원을 복지에 쓴다.")
    assert found["34억 원"].parent == found["136억 원"].id


def test_the_name_before_the_source_names_the_sum() -> None:
    program = records("올해 다온로 정비 사업비로 도비 8억원을 받는다.")["8억원"].program
    assert program is not None
    assert program.text == "다온로 정비"


def test_words_that_end_like_an_increase_open_no_list_of_changes() -> None:
    assert roles("도의 기술 인증은 30억원, 품질 검증은 20억원의 예산을 쓴다.") == [
        "budget",
        "budget",
    ]


def test_money_handed_down_is_no_decrease() -> None:
    assert roles("교육청은 도서관 보수 예산으로 학교에 3억원 내려보냈다.") == ["budget"]


@pytest.mark.parametrize(
    ("headline", "lede", "rest", "amount", "program"),
    [
        # What headline and lede both name, though nothing calls it a project.
        (
            "노을전철 3호선 공사비 마련 못 해",
            "가람시가 노을전철 3호선 공사비를 마련하지 못하고 있다.",
            "올해 필요한 돈은 320억원이지만 확보한 예산은 국비 60억원뿐이다.",
            "320억원",
            "노을전철 3호선",
        ),
        (
            "나래군 ‘달맞이축제’ 새달 열린다",
            "나래 달맞이축제가 다음 달 나흘간 열린다.",
            "군은 올해 예산을 6억원으로 잡았다.",
            "6억원",
            "달맞이축제",
        ),
        (
            "다온구 보육시설 더 짓는다",
            "다온구가 구립 놀이터 12곳을 새로 짓는다.",
            "올해는 두 곳에 사업비 12억원이 들어간다.",
            "12억원",
            "놀이터",
        ),
        # A headline about a body's budget says nothing of what its sums are for.
        (
            "가람시 내년 예산안 2조원",
            "가람시가 내년 예산안을 2조원으로 짰다.",
            "시는 예산 5천억원을 상반기에 쓴다.",
            "5천억원",
            None,
        ),
        # 되살리는 is no topic.
        (
            "맑은내 되살린다",
            "가람군이 맑은내를 되살리는 생태하천 복원사업에 나선다.",
            "총사업비는 227억원이다.",
            "227억원",
            "생태하천 복원사업",
        ),
    ],
)
def test_what_the_article_is_about_names_the_sums_that_name_nothing(
    headline: str, lede: str, rest: str, amount: str, program: str | None
) -> None:
    found = records(f"{headline}\n{lede}\n{rest}")[amount].program
    assert (found.text if found else None) == program


@pytest.mark.parametrize(
    "text",
    [
        "가람시는 쉼터에 50억원을 쓴다. 국비 20억원을 뺀 나머지 30억원은 시비다.",
        "시는 예산 90억원을 쓴다. 길에 40억원, 다리에 30억원, 나머지 20억원은 공원에 쓴다.",
        "시는 예산 90억원 규모 가운데 70억원을 올해 쓴다. 나머지 20억원은 내년에 쓴다.",
        "시는 공원에 예산 90억원을 들인다. 1단계에 50억원이 쓰인다. 2단계는 40억원이 든다.",
    ],
)
def test_the_rest_and_the_stages_are_parts(text: str) -> None:
    found = extract(text)
    whole = max(found.records, key=lambda r: r.amount.exact or 0)
    parts = [r.parent for r in found.records if r is not whole]
    assert set(parts) <= {whole.id}
    assert all(check.status == "ok" for check in found.checks)


def test_a_rest_that_does_not_fit_proves_nothing() -> None:
    text = "시는 새봄쉼터를 짓는 데 90억원을 들인다. 나머지 10억원은 다른 길을 닦는 데 쓴다."
    assert [check.status for check in extract(text).checks if check.status == "ok"] == []


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        # Who is interviewed speaks for the body the head names.
        (
            "[인터뷰] 홍가람 정읍시장 “쉼터가 먼저”\n“총사업비 200억원을 네 해에 나눠 낸다.”",
            "정읍시",
        ),
        # Two bodies in the head: nobody can tell.
        ("정읍시·김제시 함께 쉼터 조성\n“총사업비 200억원을 네 해에 나눠 낸다.”", None),
        # 마을을 도는: 돌다 is no province.
        (
            "전라남도는 돕는다. 강진군은 2억원을 쓴다. 마을을 도는 버스 예산은 1억원이다.",
            "강진군",
        ),
    ],
)
def test_whose_money(text: str, agency: str | None) -> None:
    found = extract(text).records[-1].agencies
    assert (found[0].name if found else None) == agency


@pytest.mark.parametrize(
    ("first", "then", "amount", "program"),
    [
        # A cost for something is that thing's.
        (
            "군은 새나래다리 건설을 위한 설계비 예산 10억원을 담았다.",
            "",
            "10억원",
            "새나래다리 건설",
        ),
        # 이 사업은 takes up the project, not the plan that holds it, nor what paid for it.
        (
            "군은 새나래다리 건설을 위한 설계비 10억원을 추경으로 확보했다.",
            "이 사업은 나래도 길닦기계획에 총사업비 410억원으로 올랐다.",
            "410억원",
            "새나래다리 건설",
        ),
        # A date before works is no part of a name.
        (
            "군은 돌다리 재가설 공사를 시작한다.",
            "83억원의 예산을 들여 2020년 6월 공사를 마친다.",
            "83억원",
            "돌다리 재가설 공사",
        ),
        # The total of a list is not the last item's.
        (
            "군은 달맞이제에 예산 1억원, 새봄제에 5천만원, 가을축제에 2억원 등 3억5천만원을 썼다.",
            "",
            "3억5천만원",
            None,
        ),
        (
            "군은 예산으로 달맞이제에 1억원, 새봄충렬제에 5천만원을 썼다.",
            "",
            "5천만원",
            "새봄충렬제",
        ),
    ],
)
def test_what_a_sum_is_for(first: str, then: str, amount: str, program: str | None) -> None:
    found = records(f"{first} {then}")[amount].program
    assert (found.text if found else None) == program


def test_works_are_no_corporation() -> None:
    text = "가람시는 돌다리를 다시 놓았다. 재가설공사는 30억원의 예산이 들었다."
    assert [a.name for a in extract(text).records[0].agencies] == ["가람시"]


def test_a_county_hall_is_the_county() -> None:
    text = "나래군청이 예산을 아낀다. 군은 축제 예산으로 3억원을 썼다."
    assert [a.name for a in extract(text).records[0].agencies] == ["나래군"]


def test_a_bare_total_holds_what_makes_it_exactly() -> None:
    text = "예산은 천막에 3000만원을 비롯해 풍물에 2000만원, 총 5000만원이다."
    found = extract(text).records
    assert [r.parent for r in found] == [found[2].id, found[2].id, None]


def test_a_sum_taken_up_at_once_is_the_same_sum() -> None:
    text = "정부는 돌다리에 특교세 7억원을 지원한다. 7억원의 국비는 새 길을 닦는 데 쓰인다."
    assert len(extract(text).records) == 1


def test_about_so_much_is_a_change_too() -> None:
    assert roles("시의 축제 예산이 도리어 17억원 가량이 늘어났다고 한다.") == ["delta"]


def test_a_sum_compared_with_is_no_source_of_the_new_one() -> None:
    text = (
        "교육청이 추경을 냈다. 추경 재원은 잉여금 등으로 당초 예산 4069억원보다 523억원 증액된 "
        "총 4592억원이다."
    )
    assert all(not r.components for r in extract(text).records)


def test_the_total_behind_bullets_holds_them_all() -> None:
    text = "추경안에 ▲급식 271억원 ▲급여 142억원 ▲부지 113억원 ▲상환 71억원 등 600억원을 담았다."
    found = extract(text).records
    assert [r.parent for r in found] == [*[found[4].id] * 4, None]


def test_chosen_projects_are_parts_of_what_was_won() -> None:
    text = (
        "군은 48건의 공모사업에 뽑혀 사업비 300억원을 확보했다. 주요 사업으로는 102억원 규모의 "
        "하천 정비사업을 비롯해 숲길 조성(50억원), 쉼터 조성(15억원) 등이다."
    )
    found = extract(text).records
    assert [r.parent for r in found] == [None, *[found[0].id] * 3]


def test_an_item_of_a_list_is_no_head_of_the_next() -> None:
    text = (
        "군은 주요 사업으로 △하늘길 조성(160억원) △장터 주차장 조성사업(100억원) "
        "△새못 수로 설치사업(55억원) 등 예산을 확보했다."
    )
    assert [r.parent for r in extract(text).records] == [None, None, None]


def test_the_year_of_one_item_is_not_the_others() -> None:
    text = (
        "군은 2023년 국비를 확보했다. 주요 사업은 △하늘길 조성(160억원) "
        "△2024년 줄다리 사업(50억원) △장터 주차장 조성사업(100억원) 등이다."
    )
    assert [r.fiscal_year for r in extract(text).records] == [2023, 2024, 2023]


def test_schools_counted_are_no_part_of_a_name() -> None:
    text = "교육청은 예산으로 나래초 등 7개교 석면시설 보수 26억원을 짰다."
    program = records(text)["26억원"].program
    assert program is not None
    assert program.text == "석면시설 보수"


def test_what_parliament_raises_is_the_city_s() -> None:
    text = (
        "군산시의 내년 국비 예산은 900억원이다. "
        "국회에서 늘어난 사업은 하늘길 건설(381억→581억)이다."
    )
    found = extract(text).records
    assert {a.name for r in found for a in r.agencies} == {"군산시"}


def test_a_mark_passed_for_years_is_no_sum() -> None:
    text = "나래군이 3년 연속 국가예산 4천억원 시대를 열며 국가예산 4105억원을 확보했다."
    assert roles(text) == ["other", "budget"]


def test_raised_in_parliament_stands_in_brackets() -> None:
    text = "예산은 나래 박물관 8억원(2억원 추가반영), 하늘길 59억원(14억원 추가 반영) 등이다."
    assert roles(text) == ["budget", "delta", "budget", "delta"]


def test_bullets_that_make_the_sum_before_them_are_its_parts() -> None:
    text = (
        "의원이 특별교부세 41억원을 확보했다. 나래군에는 14억원이 지원돼 △길 조성(5억) "
        "△둑 설치(2억) △쉼터 구축(7억)이 추진된다."
    )
    found = extract(text).records
    assert [r.parent for r in found] == [None, found[0].id, *[found[1].id] * 3]


def test_regions_sum_up_their_own_bullets() -> None:
    text = (
        "특별교부세는 가람지역 ▲쉼터 건립 12억 ▲길 조성 13억 등 25억, 나래지역 ▲둑 정비 16억 "
        "▲관로 정비 5억 등 21억이다."
    )
    found = extract(text).records
    assert [r.parent for r in found] == [
        found[2].id, found[2].id, None, found[5].id, found[5].id, None,
    ]  # fmt: skip


def test_sums_that_parts_prove_make_the_whole() -> None:
    text = (
        "의원이 받아 낸 특별교부세는 54억원이다. 가람지역 ▲쉼터 건립 12억 ▲길 조성 13억 등 25억, "
        "나래지역 ▲둑 정비 8억, 다온지역 ▲관로 정비 16억 ▲길 정비 5억 등 21억이다."
    )
    found = {r.amount.text: r for r in extract(text).records}
    whole = found["54억원"].id
    assert [found[s].parent for s in ("25억", "8억", "21억")] == [whole] * 3


def test_items_of_one_list_are_not_parts_of_each_other() -> None:
    text = "시는 예산을 △방역(0.5조원) △부품(3.5조원) △우주(0.8조원) △소재(2.7조원) 등에 쓴다."
    assert [r.parent for r in extract(text).records] == [None] * 4


def test_damage_that_money_mends_is_no_damage() -> None:
    text = "군은 예산으로 ▲비탈길 복구공사(6억원)로 태풍 피해에 따른 도로를 복구한다."
    assert roles(text) == ["budget"]


def test_cut_in_part_is_a_change() -> None:
    assert roles("의회는 예산 다섯 건에서 4210만원을 부분삭감했다.") == ["delta"]


def test_the_grant_names_who_gives_however_far() -> None:
    text = (
        "나래군이 반겼다. 행정안전부 특별교부세는 오래 기다려 온 여러 마을의 낡은 시설을 차례로 "
        "고치는 데에 쓰이게 되며, 주민들이 바라던 쉼터 건립 사업과 길 넓히기에도 12억원이 돌아간다."
    )
    found = extract(text).records[0]
    assert [a.name for a in found.granters] == ["행정안전부"]


@pytest.mark.parametrize(
    ("item", "program"),
    [
        (
            "나래 콩이재 옛무덤 문화권사업(총사업비 90억원)",
            "나래 콩이재 옛무덤 문화권사업",
        ),
        ("나래천변 자전거 우선도로 개설(한들면, 7억원)", "나래천변 자전거 우선도로 개설"),
        ("한들 활력채움터 조성사업 5억원", "한들 활력채움터 조성사업"),
        ("한들면 무지개교 접속도로 개설사업 5억원", "한들면 무지개교 접속도로 개설사업"),
    ],
)
def test_an_item_is_called_by_all_from_its_bullet_to_its_sum(item: str, program: str) -> None:
    text = f"군은 국비를 확보했다. 예산에 담긴 사업은 △강변 쉼터 조성사업 3억원 △{item} 등이다."
    named = extract(text).records[1].program
    assert named is not None
    assert named.text == program


def test_a_list_that_goes_on_in_the_next_sentence() -> None:
    text = (
        "정부는 내년 연구 예산을 24조원으로 짰다. 이 중 과기정통부가 7조원이다. "
        "이어 산업부 4조원, 교육부 2조원 순이다."
    )
    found = extract(text).records
    assert [r.parent for r in found] == [None, *[found[0].id] * 3]


def test_two_accounts_make_the_budget_even_where_the_print_rounds() -> None:
    text = (
        "가람시의 내년 예산안은 2조1천100억원이다. "
        "일반회계로 1조4천522억원을 잡았고, 특별회계로 6천579억원을 잡았다."
    )
    found = extract(text)
    whole = found.records[0].id
    assert [r.parent for r in found.records] == [None, whole, whole]
    assert [(c.status, c.difference) for c in found.checks] == [("mismatch", 100_000_000)]


def test_names_listed_before_a_sum_are_no_list_of_sums() -> None:
    text = (
        "가람군의 일반회계 예산은 3619억원이다. 인건비가 553억원, 물건비가 159억원, 보상금, "
        "민간보조금 등 이전지출이 1074억원, 시설비 등 자본지출이 1737억원, 예비비 등 "
        "기타경비가 96억원이다."
    )
    found = extract(text)
    whole = found.records[0].id
    assert [r.parent for r in found.records] == [None, *[whole] * 5]
    assert [c.status for c in found.checks] == ["ok"]


def test_what_is_only_compared_with_is_no_part() -> None:
    text = (
        "나래군이 짠 내년도 예산안은 4750억원이다. 이중 일반회계는 4619억원으로 올해 당초예산 "
        "4300억원보다 늘었고, 특별회계는 131억원이다."
    )
    found = records(text)
    assert found["4300억원"].parent is None
    assert found["4619억원"].parent == found["131억원"].parent == found["4750억원"].id


def test_what_comes_in_holds_no_list_of_what_is_spent() -> None:
    text = (
        "나래군이 짠 2014년도 예산안은 5006억원이다. 세입예산 가운데 자체재원은 446억원이다. "
        "주요사업으로는 옛마을 조성 10억원, 하수도 정비 80억원을 편성했다."
    )
    found = records(text)
    assert found["10억원"].parent == found["5006억원"].id


@pytest.mark.parametrize(
    ("first", "then", "amount", "program"),
    [
        # The sentence's own topic goes before what 총 사업비 takes up.
        (
            "새전철 건설에 예산 9억원을 쓴다.",
            "옛전철 급행화는 대피선을 놓는 사업으로 총 사업비는 4364억원이다.",
            "4364억원",
            "옛전철 급행화",
        ),
        (
            "시는 예산을 짠다.",
            "총사업비 730억원의 나래 우회도로는 새로 놓는 길이다.",
            "730억원",
            "나래 우회도로",
        ),
        (
            "먼저 가람~나래 광역철도는 새 공항을 잇는 사업이다.",
            "예산이 들며 총사업비는 2조원이다.",
            "2조원",
            "가람~나래 광역철도",
        ),
        (
            "정부가 예산에 담은 사업은 둘이다.",
            "△가람~나래 고속도로 건설(14억원) △새길(한들~다온) 확장(36억원)에 예산을 쓴다.",
            "36억원",
            "새길(한들~다온) 확장",
        ),
    ],
)
def test_which_project_a_whole_cost_is_of(first: str, then: str, amount: str, program: str) -> None:
    named = records(f"{first} {then}")[amount].program
    assert named is not None
    assert named.text == program


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "시는 한들공원 조성사업과 나래로 정비사업에 각각 238억원과 190억원의 예산을 투입한다.",
            ["한들공원 조성사업", "나래로 정비사업"],
        ),
        ("한들공원과 나래공원에 각각 예산 3억원, 5억원을 쓴다.", ["한들공원", "나래공원"]),
        (
            "군은 도로, 하천, 공원에 예산 3억원, 4억원, 5억원을 각각 편성했다.",
            ["도로", "하천", "공원"],
        ),
    ],
)
def test_each_sum_has_its_own_name(text: str, names: list[str]) -> None:
    found = extract(text).records
    assert [r.program.text if r.program else None for r in found] == names


def test_where_something_is_is_not_what_it_is() -> None:
    text = "국민체험관은 나래도서관(한들동) 옆 빈터에 사업비 420억원을 들여 짓는다."
    program = extract(text).records[0].program
    assert program is not None
    assert program.text == "국민체험관"
