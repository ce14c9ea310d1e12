"""Increases, decreases, what one of many gets, prices: what looks like a budget and is none."""

# ruff: noqa: ISC004 - sentences as the press writes them, one a line

import pytest

from newsextract.budget import extract_records
from newsextract.models import Article

B, D, P, O = "budget", "delta", "per_unit", "other"  # noqa: E741


def roles(text: str) -> list[str | None]:
    return [a.role for a in extract_records(Article(text=text, content_hash=""))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lists of changes, by their head or by the verb that ends them
        ("늘어난 세입은 국비보조금 16억 원과 특별교부세 6억, 전입금 3억 원 등이다.", [D, D, D]),
        ("분야별 증가액은 △농림 318억원 △환경 171억원이다. 예산은 늘었다.", [D, D]),
        (
            "예산에 보상비 250억원, 준설선 96억원이 덧붙었고 설계비 10억원도 새로 실렸다.",
            [D, D, B],
        ),
        ("세입 예산은 교부세 16억원, 보조금 8억원, 잉여금 6억원이 늘었다.", [D, D, D]),
        ("늘어난 예산 가운데 20억원은 하천에 쓴다.", [D]),
        # a change beside its percentage or its base
        ("내년 예산은 913억원(2000년 대비 321억원, 54.2% 증액)이다.", [B, D]),
        ("예산 1530억원은 작년보다 140억원 많고 도로에 쓴다.", [B, D]),
        ("올해 예산 4조원에서 4.6%(2133억원) 늘었다.", [B, D]),
        ("요구 예산은 27억원인데 개발사업비 1백억원이 추가됐다.", [B, D]),
        ("공사가 늦어져 예산 35억원이 더 들게 됐다.", [D]),
        ("일반회계가 25억 증액된 4,172억 원이다.", [D, B]),
        # one of many, and sums too small for a budget
        ("군은 예산 9억원을 쓴다. 한 곳에 드는 비용은 2000만원이다.", [B, P]),
        ("군은 공익수당 예산에 103억원을 세웠고 한 농가에 연 60만원이 나간다.", [B, P]),
        ("지원 예산은 5억원이며 지원금은 최대 165만원이다.", [B, P]),
        ("1인당 예산도 41만 원에서 58만 원으로 늘었다.", [P, P]),
        ("도로 예산은 5억원이다. 통행료는 1,100원으로 정해졌다.", [B, P]),
        # trade, private actors, debts
        ("예산을 아껴 터미널 공사는 2200억원에 따냈다.", [O]),
        ("시 예산이 부족하자 민간업체가 320억원을 투자하겠다고 했다.", [O]),
        ("정부 예산은 늘지만 국가채무는 1402조원에 이른다.", [O]),
        # a cue for something else inside what the money is for
        ("군은 농업인 월급제에 2억원을 지원한다.", [B]),
        ("도는 수출기업 지원에 3억원을 투입한다.", [B]),
        ("시는 산불 피해 복구에 17억원의 예산을 쓴다.", [B]),
        # words inside other words: 공시 in 가공시설, 주가 in 제주가
        ("시는 가공시설 현대화에 41억원을 투자한다.", [B]),
        ("교부세 배분액은 경북이 34억원, 제주가 6억원이다.", [B, B]),
    ],
)
def test_roles(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


def test_a_list_that_makes_the_increase_is_one_of_increases() -> None:
    text = (
        "일반회계는 60억원이 늘어난 900억원으로 편성됐다.\n"
        "일반회계 세출예산은 △농림 31억원 △환경 20억원 △복지 9억원이다."
    )
    assert roles(text) == [D, B, D, D, D]


def test_a_list_that_makes_the_change_told_before() -> None:
    text = (
        "총사업비가 310억원에서 452억원으로 142억원 늘어났다.\n"
        "자재값 상승분이 68억원, 전시시설 추가가 51억원, 지반 보강이 23억원이다."
    )
    assert roles(text) == [B, B, D, D, D, D]


@pytest.mark.parametrize(
    "text",
    [
        "가람전자는 매출 12조3천억원, 영업이익 8천억원을 거뒀다고 공시했다. 올해 시설투자에 "
        "2조원을 집행하고 연구개발비는 9천억원이었다.",
        "새빛건설이 짓는 아파트의 분양가는 7억8천만원이다. 총사업비 4,200억원이 드는 단지다.",
        "로또 1등 당첨금은 39억7천만원씩이고 판매금액은 951억원이다.",
        "가람FC가 공격수를 이적료 50억원에 영입했다. 구단은 선수단 운영에 200억원을 쓴다.",
        "가람은행은 성금 100억원을 기탁했다. 은행은 1,200억원을 기부했다.",
        "공정위는 과징금 3,000억원을 부과했다. 이들의 관련 매출은 5조원이다.",
        "조선사는 척당 선가 2천억원에 배를 수주했다. 회사는 2천4백억원을 들여 공장을 짓는다.",
    ],
)
def test_no_record_outside_public_money(text: str) -> None:
    assert extract_records(Article(text=text, content_hash=""))[1] == ()
