"""Programmes, years, bodies and parents that other sentences tell."""

# ruff: noqa: E501, ISC004 - sentences as the press writes them, one a line

from datetime import datetime, timedelta, timezone

import pytest

from newsextract.budget import extract_records
from newsextract.models import Article, BudgetRecord

KST = timezone(timedelta(hours=9))
EOK = 10**8


def read(text: str, day: str = "2022-11-21") -> tuple[BudgetRecord, ...]:
    moment = datetime.fromisoformat(day).replace(tzinfo=KST)
    return extract_records(Article(text=text, published_at=moment, content_hash=""))[1]


def programs(text: str) -> list[str | None]:
    return [r.program.text if r.program else None for r in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("구립체육관은 두 층이다. 총사업비는 146억원이다.", ["구립체육관"]),
        ("총사업비 512억원인 강릉 체험관은 내년에 짓는다.", ["강릉 체험관"]),
        ("시는 새뜰공원에 2백억원을 들여 역사박물관을 지으려 한다.", ["역사박물관"]),
        ("시는 수변 무대를 정비하기 위해 본예산에 5억원을 반영한다.", ["수변 무대"]),
        ("도로는 국도 예산이 48억원 늘어 794억원이다.", ["도로"]),
        (
            "예산으로 ▲관광지 개발에 노후관광지 재생 37억 원, 호수 조성 9억 원 등 총 13건 141억 원을 쓴다.",
            ["노후관광지 재생", "호수 조성", "관광지 개발"],
        ),
        ("예산은 도로 30억원, 조사연구 등 20억원이다.", ["도로", "조사연구"]),
        ("군은 저수지 둑높이기 사업에 예산 74억원을 쓴다.", ["저수지 둑높이기 사업"]),
        ("국토교통부의 내년도 예산안이 22조1천억원으로 편성됐다.", ["내년도 예산안"]),
        (
            "경북도립전시관 건립이 늦춰진다. 도는 200억원을 들여 전시관을 지으려 했다.",
            ["경북도립전시관 건립"],
        ),
    ],
)  # fmt: skip
def test_programs(text: str, expected: list[str | None]) -> None:
    assert programs(text) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("내년 예산은 85억원으로 올해 본예산 80억원과 견주면 많다. 도로는 20억원이다.", [2023, 2022, 2023]),
        ("2005년부터 총 사업비 17억원을 투입했다.", [None]),
        ("시는 2023년 상반기 개장을 목표로 예산 98억원을 들인다.", [None]),
        ("도시재생에 2018년 120억원, 2019년 180억원 등 2년간 총 300억원의 예산을 쓴다.", [2018, 2019, None]),
        ("시는 올해까지 4년간 예산 167억원을 들였다.", [None]),
        ("지난해 탈락한 뒤 국비 80억원을 다시 신청했다.", [None]),
        ("군은 하반기 재해예방사업에 예산 63억원을 쓴다.", [2022]),
        ("당초예산 240억원보다 30억원이 늘어난 270억원의 2022년도 추경예산안을 냈다.", [2022, 2022]),
    ],
)  # fmt: skip
def test_years(text: str, years: list[int | None]) -> None:
    assert [r.fiscal_year for r in read(text)] == years


def test_the_year_that_the_text_itself_tells() -> None:
    text = "‘2022~2023년 방문의 해’의 첫해인 올해 예산 149억 원을 들여 관광개발에 나선다."
    assert extract_records(Article(text=text, content_hash=""))[1][0].fiscal_year == 2022


def test_who_grants_and_who_gets() -> None:
    record = read("임실군이 행정안전부로부터 하반기 특별교부세 21억원을 확보했다고 밝혔다.")[0]
    assert [a.name for a in record.agencies] == ["임실군"]
    assert [a.name for a in record.granters] == ["행정안전부"]
    record = read("고흥군은 길을 넓힌다. 공사에는 전라남도 특별조정교부금 6억원을 쓴다.")[0]
    assert [a.name for a in record.agencies] == ["고흥군"]
    assert [a.name for a in record.granters] == ["전라남도"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("농림축산식품부가 고른 전남 밸리는 넓다. 전남도는 바쁘다. 예산 10억원을 쓴다.", "전라남도"),
        ("마산시는 방파제 공사에 예산 10억원을 쓴다.", "마산시"),
        ("건설부는 도로 예산으로 10억원을 책정했다.", "건설부"),
    ],
)  # fmt: skip
def test_bodies(text: str, body: str) -> None:
    assert [a.name for a in read(text, "1994-05-01")[0].agencies] == [body]


def parents(text: str) -> dict[int, int | None]:
    records = read(text)
    sums = {r.id: int(r.amount.exact or 0) // EOK for r in records}
    return {sums[r.id]: sums[r.parent] if r.parent else None for r in records}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lists of names and sums below the sum spoken of last
        (
            "부는 올해 IT 진흥에 예산 988억원을 푼다. R&D가 737억원으로 으뜸이고, 인력양성 77억원, "
            "기반조성 65억원 차례다.",
            {988: None, 737: 988, 77: 988, 65: 988},
        ),
        (
            "시 예산은 2044억원이다. 도로는 794억원, 철도는 515억원이다.",
            {2044: None, 794: 2044, 515: 2044},
        ),
        ("특별교부세 70억원을 받았다. 사업은 다리 정비(11억원)와 도로 공사(6억원) 등이다.", {70: None, 11: 70, 6: 70}),
        # portions, what has been spent, costs of a project
        ("2025년부터 5년간 예산 1150억원을 쓴다. 첫해 몫 230억원이 담겼다.", {1150: None, 230: 1150}),
        ("내진 보강 예산은 276억원이다. 지금까지 쓴 돈은 149억원뿐이다.", {276: None, 149: 276}),
        ("공원 조성에 총사업비 120억원이 든다. 이 사업의 실시설계비 6억원을 예산안에 담았다.", {120: None, 6: 120}),
        ("길을 닦는 데 3년 동안 모두 86억원의 예산이 든다. 올해는 1차로 12억원을 들인다.", {86: None, 12: 86}),
        # two partitions of one total
        (
            "시 예산은 6,580억원이다. 일반회계 6,320억원, 특별회계 260억원이다. 복지 분야에 3,120억원, "
            "환경 분야에 480억원을 편성했다.",
            {6580: None, 6320: 6580, 260: 6580, 3120: 6580, 480: 6580},
        ),
        # what is taken up, and what is turned away from
        ("시 예산은 900억원이다. 도로 300억원, 하천 200억원이다. 이 가운데 50억원은 다리에 쓴다.", {900: None, 300: 900, 200: 900, 50: 900}),
        ("시 예산은 900억원이다. 한편 도로공사는 300억원의 예산을 따로 쓴다.", {900: None, 300: None}),
        # asked for, or cut away
        ("국비 900억원을 확보했다. 다리 사업비 30억원은 전액 삭감됐다.", {900: None, 30: None}),
    ],
)  # fmt: skip
def test_parents(text: str, expected: dict[int, int | None]) -> None:
    assert parents(text) == expected


def test_each_partition_is_tested_by_itself() -> None:
    text = (
        "시 예산은 6,580억원이다. 일반회계 6,320억원, 특별회계 260억원이다. 복지 분야에 3,120억원, "
        "환경 분야에 480억원을 편성했다."
    )
    _, _, checks = extract_records(Article(text=text, content_hash=""))
    assert [(c.kind, c.status) for c in checks] == [("rollup", "ok"), ("rollup", "partial")]


def test_a_headline_is_a_mention() -> None:
    text = (
        "진안군, 마이산 산책로에 80억 투입\n진안군이 마이산 산책로 조성사업에 80억원을 투입한다.\n"
        "이 사업은 국비 40억원, 군비 40억원으로 추진된다."
    )
    records = read(text)
    assert len(records) == 1
    assert [text[m.start : m.end] for m in records[0].mentions] == ["80억", "80억원"]
    assert records[0].amount.text == "80억원"
    assert records[0].program is not None
    assert records[0].program.text == "마이산 산책로 조성사업"


def test_a_rounded_mention_is_checked() -> None:
    text = (
        "시, 도시재생 사업에 약 2,300억 투입\n시는 도시재생 사업에 예산 2,306억5천만원을 투입한다."
    )
    _, records, checks = extract_records(Article(text=text, content_hash=""))
    assert [r.amount.text for r in records] == ["2,306억5천만원"]
    assert [(c.kind, c.status, c.difference) for c in checks] == [
        ("duplicate", "rounding", -650_000_000)
    ]


def test_lists_of_sources_that_disagree_are_reported() -> None:
    text = (
        "시는 ‘강변 정비사업’에 예산 30억원(국비 20, 시비 10)을 쓴다.\n"
        "‘강변 정비사업’ 예산 30억원(국비 20, 시비 9)은 내년 몫이다."
    )
    _, records, checks = extract_records(Article(text=text, content_hash=""))
    assert len(records) == 1
    assert [(c.kind, c.status, c.difference) for c in checks] == [
        ("components", "ok", 0), ("duplicate", "mismatch", -EOK),
    ]  # fmt: skip
