"""Sources apart from their total: other clauses and sentences, payers, labels behind, shares."""

# ruff: noqa: ISC004 - sentences as the press writes them, one a line

import pytest

from newsextract.budget import extract_records
from newsextract.models import Article, BudgetRecord

EOK = 10**8


def read(text: str) -> tuple[BudgetRecord, ...]:
    return extract_records(Article(text=text, content_hash=""))[1]


def parts(record: BudgetRecord) -> dict[str, int]:
    return {c.source.label: int(c.amount.exact or 0) // EOK for c in record.components if c.amount}


@pytest.mark.parametrize(
    ("text", "total", "sources"),
    [
        (
            "총 1056억 원을 들여 온실을 짓는다. 국비 546억 원이 지원되고 도와 시군비 436억 원, "
            "자부담 등 74억 원이 소요된다.",
            1056, {"국비": 546, "도와 시군비": 436, "자부담": 74},
        ),
        (
            "사업비 41억원 가운데 시가 직접 마련한 것은 7억원뿐이고 나머지 34억원은 "
            "국고보조금이다.",
            41, {"시": 7, "국고보조금": 34},
        ),
        (
            "총사업비는 440억원으로 잡혔다. 이 중 LH가 240억원, 시가 130억원, 경기도가 70억원을 "
            "댄다.",
            440, {"LH": 240, "시": 130, "경기도": 70},
        ),
        (
            "전체 사업비 2,480억원은 시가 310억원, LH가 900억원, 민간 컨소시엄이 1,020억원을 내고 "
            "나머지 250억원은 국비로 채운다.",
            2480, {"시": 310, "LH": 900, "민간 컨소시엄": 1020, "국비": 250},
        ),
        (
            "이주비로 책정된 예산은 1,200억원인데 640억원만 나갔다. 재원은 댐건설비 960억원과 "
            "지방비 240억원이다.",
            1200, {"댐건설비": 960, "지방비": 240},
        ),
        (
            "공사비는 480억원으로 원인자부담금 60%(288억원), 국비 40%(192억원)로 나눈다.",
            480, {"원인자부담금": 288, "국비": 192},
        ),
        (
            "경기장을 짓는 데 700억원의 예산을 투입한다. 국비가 75%인 525억원, 도비가 25%인 "
            "175억원이다.",
            700, {"국비": 525, "도비": 175},
        ),
        (
            "시는 국비 150억원을 확보했다. 시비 100억원을 더해 총 250억원으로 원도심을 정비한다.",
            250, {"국비": 150, "시비": 100},
        ),
        (
            "정화비 27억원 가운데 국비는 8억원뿐이고 나머지 19억원은 군비라고 설명했다.",
            27, {"국비": 8, "군비": 19},
        ),
    ],
)  # fmt: skip
def test_the_sum_binds_them(text: str, total: int, sources: dict[str, int]) -> None:
    records = {int(r.amount.exact or 0) // EOK: r for r in read(text)}
    assert parts(records[total]) == sources


@pytest.mark.parametrize(
    ("text", "total", "sources"),
    [
        ("총사업비 512억원인 체험관은 지방비 208억원을 짝지울 길이 열렸다.", 512, {"지방비": 208}),
        ("총사업비는 300억원이다. 이 중 국비 210억원은 확보했다.", 300, {"국비": 210}),
        (
            "군은 예산 41억원을 얻었다. 여기에 도비 8억원과 군비 33억원을 보태면 사업비는 "
            "82억원이 된다.",
            82, {"도비": 8, "군비": 33},
        ),
    ],
)  # fmt: skip
def test_words_bind_a_list_that_is_not_whole(
    text: str, total: int, sources: dict[str, int]
) -> None:
    records = {int(r.amount.exact or 0) // EOK: r for r in read(text)}
    assert parts(records[total]) == sources


def test_what_is_asked_for_is_no_part() -> None:
    text = "역사관은 총사업비 160억원을 들이는데 국비 80억원 확보가 무산됐다."
    assert [r.components for r in read(text)] == [(), ()]


def test_what_is_added_to_a_sum_is_no_part_of_it() -> None:
    text = "도로에 예산 30억원을 쓴다. 여기에 국비 20억원, 시비 10억원이 추가로 들어간다."
    assert all(r.components == () for r in read(text))


def test_the_whole_from_one_source() -> None:
    record = read("산림청은 예산 210억원을 확보했다. 전액 국비다.")[0]
    assert parts(record) == {"국비": 210}
    assert record.components[0].derived
    assert record.components[0].amount is not None
    assert record.components[0].amount.text == "전액"


def test_shares_of_the_sum_before() -> None:
    record = read("총사업비 1,000억원을 들여 철도를 놓는다. 재원은 국비 60%, 시비 40%다.")[0]
    assert parts(record) == {"국비": 600, "시비": 400}
    assert all(c.derived for c in record.components)


def test_a_part_named_again_is_no_budget() -> None:
    text = "미술관에 200억원(국비 90억원, 도비 110억)을 들인다. 국비(90억) 확보도 장담하기 어렵다."
    amounts, records, _ = extract_records(Article(text=text, content_hash=""))
    assert [a.role for a in amounts] == ["budget", "component", "component", "component"]
    assert len(records) == 1


def test_four_sources_of_the_local_system() -> None:
    record = read("쉼터에 10억원(국비 4, 지방비 5(도비 2, 군비 3), 자부담 1)을 쓴다.")[0]
    assert record.four_way() == {
        "국비": 4 * EOK, "시도비": 2 * EOK, "시군구비": 3 * EOK, "기타": EOK,
    }  # fmt: skip
    assert read("쉼터에 예산 10억원을 쓴다.")[0].four_way() == {}
