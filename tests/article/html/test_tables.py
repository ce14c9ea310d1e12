"""Tables of data become blocks with cells; tables of layout do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsextract.article import parse
from newsextract.article.html.tables import unit_of

PAGE = Path(__file__).parent / "pages" / "tables.html"
SENTENCE = "<p>가온시는 내년 예산을 다음과 같이 나눠 쓰기로 했다고 밝혔다.</p>"


def test_cells_have_spans_columns_and_unit():
    article = parse(PAGE, profiles=False)
    [block] = [b for b in article.blocks if b.kind == "table"]
    assert article.text[block.start : block.end] == (
        "구분\t재원\n국비\t군비\n2021년\t1,200\t800\n2023년\t1,700\t"
    )
    table = block.table
    assert table is not None
    assert (table.unit, table.caption) == ("백만원", "<표> 도서관 공사비 (단위: 백만원)")
    read = [
        [(article.text[c.start : c.end], c.column, c.colspan, c.rowspan, c.header) for c in row]
        for row in table.rows
    ]
    assert read == [
        [("구분", 0, 1, 2, True), ("재원", 1, 2, 1, True)],
        [("국비", 1, 1, 1, True), ("군비", 2, 1, 1, True)],
        [("2021년", 0, 1, 1, False), ("1,200", 1, 1, 1, False), ("800", 2, 1, 1, False)],
        [("2023년", 0, 1, 1, False), ("1,700", 1, 1, 1, False), ("", 2, 1, 1, False)],
    ]


def test_layout_tables_are_no_data():
    article = parse(PAGE, profiles=False)
    assert article.captions == ("공사가 멈춘 도서관 터. 새벽고을신문 자료",)
    assert article.paragraphs[-1].startswith("군의회는 다음 달 현장을 둘러보고")
    assert article.blocks[-1].kind == "paragraph"


def test_text_that_is_in_no_cell_is_not_lost():
    body = (
        "<table><caption>표 하나</caption><tr><td>국비</td><td>5억원</td></tr>"
        "<tr><td>도비</td><td>3억원</td></tr>떠도는 글</table>"
    )
    article = parse(f"<html><body><div>{SENTENCE * 3}{body}{SENTENCE}</div></body></html>")
    held = "".join(entry.text for entry in article.ledger)
    assert held.count("떠도는 글") == held.count("표 하나") == 1


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("(단위: 백만원)", "백만원"),
        ("단위 : 억원, %", "억원, %"),
        ("[표 2] 재원별 예산 (단위: 천원)", "천원"),
        ("단위 사업마다 다르다", None),
    ],
)
def test_units(text: str, unit: str | None):
    assert unit_of(text) == unit
