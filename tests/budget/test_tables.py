"""Tables: one record a row, sources by column, a total row, in every shape text keeps them."""

# ruff: noqa: E501 - sentences as the press writes them, one a line

import pytest

from newsextract.budget import extract_records
from newsextract.models import Article, Block, Table, TableCell

MILLION = 10**6

SHAPES = {
    "bars": "구분 | 계 | 국비 | 군비\n들길 정비 | 1,200 | 700 | 500\n샘터 복원 | 800 | - | 800\n합계 | 2,000 | 700 | 1,300",
    "tabs": "구분\t계\t국비\t군비\n들길 정비\t1,200\t700\t500\n샘터 복원\t800\t-\t800\n합계\t2,000\t700\t1,300",
    "slashes": "구분 / 계 / 국비 / 군비\n들길 정비 / 1,200 / 700 / 500\n샘터 복원 / 800 / - / 800\n"
    "합계 / 2,000 / 700 / 1,300",
    "blanks": "구분 계 국비 군비\n들길 정비 1,200 700 500\n샘터 복원 800 - 800\n합계 2,000 700 1,300",
    "one cell a line": "구분\n계\n국비\n군비\n들길 정비\n1,200\n700\n500\n샘터 복원\n800\n-\n800\n"
    "합계\n2,000\n700\n1,300",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_row_is_a_record_with_its_sources(shape: str) -> None:
    text = f"군은 내년 사업을 짰다.\n주요 사업 (단위: 백만원)\n{shape}\n군은 서두른다."
    amounts, records, checks = extract_records(Article(text=text, content_hash=""))
    rows = {
        r.amount.exact: (
            r.program and r.program.text,
            {c.source.label: c.amount and c.amount.exact for c in r.components},
        )
        for r in records
    }
    assert rows == {
        1200 * MILLION: ("들길 정비", {"국비": 700 * MILLION, "군비": 500 * MILLION}),
        800 * MILLION: ("샘터 복원", {"군비": 800 * MILLION}),
        2000 * MILLION: (None, {"국비": 700 * MILLION, "군비": 1300 * MILLION}),
    }
    whole = next(r for r in records if r.amount.exact == 2000 * MILLION)
    assert [r.parent for r in records] == [None if r is whole else whole.id for r in records]
    assert {(c.kind, c.status) for c in checks} >= {("components", "ok"), ("rollup", "ok")}
    assert {a.role for a in amounts} == {"budget", "component"}


def test_a_wrong_total_row_is_reported() -> None:
    text = "시 예산 (단위: 억원)\n구분 | 예산액\n도로 | 30\n하천 | 20\n계 | 55"
    _, _, checks = extract_records(Article(text=text, content_hash=""))
    assert [(c.kind, c.status, c.difference) for c in checks] == [
        ("rollup", "mismatch", -5 * 10**8)
    ]


def test_columns_of_years_and_differences() -> None:
    text = (
        "시는 예산안을 냈다.\n분야별 예산 (단위: 백만원, %)\n분야\t2020년\t2021년\t증감\t증감률\n"
        "복지\t120,000\t130,500\t10,500\t8.8\n환경\t45,000\t43,200\t△1,800\t△4.0\n"
        "계\t165,000\t173,700\t8,700\t5.3"
    )
    amounts, records, checks = extract_records(Article(text=text, content_hash=""))
    assert [a.text for a in amounts if a.role == "delta"] == ["10,500", "1,800", "8,700"]
    assert sorted((r.fiscal_year, r.amount.exact) for r in records) == [
        (2020, 45_000 * MILLION), (2020, 120_000 * MILLION), (2020, 165_000 * MILLION),
        (2021, 43_200 * MILLION), (2021, 130_500 * MILLION), (2021, 173_700 * MILLION),
    ]  # fmt: skip
    assert [(c.kind, c.status) for c in checks] == [("rollup", "ok"), ("rollup", "ok")]


def test_counts_are_no_money() -> None:
    text = (
        "군은 회관을 고친다. (단위: 천원)\n구분 | 개소 | 사업비 | 군비 | 자부담\n"
        "신축 | 3 | 450,000 | 405,000 | 45,000\n보수 | 12 | 240,000 | 216,000 | 24,000"
    )
    amounts, records, _ = extract_records(Article(text=text, content_hash=""))
    assert [a.text for a in amounts] == [
        "450,000",
        "405,000",
        "45,000",
        "240,000",
        "216,000",
        "24,000",
    ]
    assert [len(r.components) for r in records] == [2, 2]


def test_a_table_of_earnings_gives_no_record() -> None:
    text = "가람전자 실적 (단위: 억원)\n구분\t2017년\t2018년\n매출액\t12,300\t13,400\n영업이익\t800\t950"
    _, records, _ = extract_records(Article(text=text, content_hash=""))
    assert records == ()


def test_the_cells_of_a_page_are_taken_at_their_word() -> None:
    head = "군 예산 (단위: 억원)"
    body = "사업\t국비\t계\n들길\t3\t5"
    text = f"{head}\n{body}"
    at = len(head) + 1
    places = [("사업", 0), ("국비", 1), ("계", 2), ("들길", 0), ("3", 1), ("5", 2)]
    cells = []
    for words, column in places:
        start = text.index(words, at)
        cells.append(TableCell(start=start, end=start + len(words), column=column))
        at = start + len(words)
    blocks = (
        Block(start=0, end=len(head)),
        Block(
            start=len(head) + 1,
            end=len(text),
            kind="table",
            table=Table(rows=(tuple(cells[:3]), tuple(cells[3:]))),
        ),
    )
    _, records, _ = extract_records(Article(text=text, blocks=blocks, content_hash=""))
    assert [(r.amount.text, [c.source.label for c in r.components]) for r in records] == [
        ("5", ["국비"])
    ]


def test_the_total_row_is_the_sum_that_the_text_tells() -> None:
    text = (
        "도는 내년 기반 사업에 1,500억원을 쓴다.\n사업비 (단위: 억원)\n구분 | 계 | 국비 | 도비\n"
        "합계 | 1,500 | 900 | 600\n도로 | 1,000 | 700 | 300\n하천 | 500 | 200 | 300"
    )
    _, records, _ = extract_records(Article(text=text, content_hash=""))
    whole = records[0]
    assert len(records) == 3
    assert [text[m.start : m.end] for m in whole.mentions] == ["1,500억원", "1,500"]
    assert [c.source.label for c in whole.components] == ["국비", "도비"]
    assert {r.parent for r in records[1:]} == {whole.id}
