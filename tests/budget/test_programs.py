"""Programme names: which stretch of a sentence, and when two spellings are one."""

import pytest

from newsextract.budget import extract_records
from newsextract.budget.names import compact, find_names, name_parts, same_name
from newsextract.models import Article


def programs(text: str) -> list[str | None]:
    _, records, _ = extract_records(Article(text=text, content_hash=""))
    return [r.program.text if r.program else None for r in records]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("시는 ‘새봄 마을’ 사업에 3억원을 쓴다.", ["새봄 마을"]),
        ("시는 「강변 정비계획」을 통해 3억원을 투입한다.", ["강변 정비계획"]),
        ("하천 정비사업에 예산 3억원을 편성했다.", ["하천 정비사업"]),
        ("하천 정비사업비 3억원을 편성했다.", ["하천 정비사업"]),
        ("하천 정비사업 예산 3억원을 편성했다.", ["하천 정비사업"]),
        (
            "나루교 정비사업(11억원)과 들길 포장공사(6억원)에 예산을 쓴다.",
            ["나루교 정비사업", "들길 포장공사"],
        ),
        ("예산은 도로 7억원, 철도 5억원이다.", ["도로", "철도"]),
        ("시는 예산 3억원을 투입해 강변 산책로 조성사업을 추진한다.", ["강변 산책로 조성사업"]),
        ("시는 “예산이 없다.”며 3억원만 편성했다.", [None]),
        ("시는 국비 3억원을 확보했다.", [None]),
    ],
)
def test_the_name_nearest_the_sum(text: str, expected: list[str | None]) -> None:
    assert programs(text) == expected


def test_this_project_takes_up_the_name_before() -> None:
    text = "시가 강변 생태공원 조성사업을 시작한다. 이 사업에는 총사업비 30억원이 든다."
    assert programs(text) == ["강변 생태공원 조성사업"]


def test_two_spellings_are_one_name() -> None:
    assert compact("지역사업 추진계획") == compact("지역사업추진계획")
    assert same_name("2019년 지역사업 추진계획", "지역사업추진계획")
    assert not same_name("2019년 지역사업 추진계획", "2020년 지역사업 추진계획")
    assert not same_name("지역사업 추진계획", "지역산업 진흥계획")


def test_a_joint_name_has_parts() -> None:
    assert name_parts("가람 진흥계획 및 나래 추진계획") == ("가람 진흥계획", "나래 추진계획")
    assert name_parts("하수도 및 상수도 정비사업") == ("하수도 및 상수도 정비사업",)


def test_names_are_found_without_analysis() -> None:
    text = "군은 ‘빛고개 축제’와 산나물 가공센터 건립을 준비한다. "
    assert [text[a:b] for a, b in find_names(text)] == ["빛고개 축제", "산나물 가공센터 건립"]
