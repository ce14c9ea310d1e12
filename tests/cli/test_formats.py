from __future__ import annotations

import csv
import io
import json

from newsextract.cli import formats
from newsextract.models import Extraction


def rows(extraction: Extraction) -> list[dict[str, str]]:
    text = formats.csv_lines(
        [formats.RECORD_COLUMNS, *formats.record_rows("saved.txt", extraction)]
    )
    return list(csv.DictReader(io.StringIO(text)))


def test_json_reads_back_as_the_same_extraction(extraction: Extraction) -> None:
    assert Extraction.model_validate_json(formats.as_json(extraction)) == extraction
    assert formats.as_json_line(extraction).count("\n") == 1
    assert "하천" in formats.as_json(extraction)


def test_sums_are_numbers_in_json(extraction: Extraction) -> None:
    data = json.loads(formats.as_json(extraction))
    assert data["amounts"][0]["low"] == 3_000_000_000
    assert data["records"][0]["amount"]["high"] == 3_000_000_000


def test_csv_has_a_row_for_each_component(extraction: Extraction) -> None:
    table = rows(extraction)
    assert [(r["record_id"], r["component"], r["component_low"]) for r in table] == [
        ("r1", "국비", "2000000000"),
        ("r1", "지방비", "1000000000"),
        ("r2", "국비", "1200000000"),
        ("r2", "지방비", "600000000"),
        ("r3", "국비", "800000000"),
        ("r3", "지방비", "400000000"),
    ]
    first = table[0]
    assert first["source"] == "saved.txt"
    assert first["amount_low"] == first["amount_high"] == "3000000000"
    assert first["program"] == "2021년 하천 정비 계획"
    assert first["checks"] == "components:ok;rollup:ok;rollup_by_source:ok"
    assert table[2]["parent"] == "r1"


def test_csv_has_one_row_for_a_record_without_components(extraction: Extraction) -> None:
    bare = extraction.records[0].model_copy(update={"components": ()})
    (row,) = rows(extraction.model_copy(update={"records": (bare,)}))
    assert row["amount_text"] == "30억원"
    assert row["component"] == row["component_low"] == row["derived"] == ""


def test_csv_names_the_component_a_part_belongs_to(extraction: Extraction) -> None:
    whole, part = extraction.records[0].components
    nested = whole.model_copy(update={"parts": (part,)})
    record = extraction.records[0].model_copy(update={"components": (nested,)})
    table = rows(extraction.model_copy(update={"records": (record,)}))
    assert [(r["component"], r["component_of"]) for r in table] == [
        ("국비", ""),
        ("지방비", "국비"),
    ]


def test_every_csv_row_is_as_long_as_its_header(extraction: Extraction) -> None:
    article = extraction.article
    for columns, body in (
        (formats.RECORD_COLUMNS, formats.record_rows("a", extraction)),
        (formats.ARTICLE_COLUMNS, formats.article_rows("a", article)),
        (formats.LEDGER_COLUMNS, formats.ledger_rows("a", article.ledger)),
    ):
        for row in body:
            assert len(row) == len(columns)


def test_markdown_is_one_table_with_escaped_cells(extraction: Extraction) -> None:
    lines = formats.extraction_markdown(extraction).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 2 + len(extraction.records)
    assert len({line.count("|") for line in table}) == 1
    assert "- **ok** 18 + 12 = 30억원 (rollup of 30억원)" in lines
    ledger = formats.ledger_markdown(extraction.article.ledger)
    assert r"공유하기 \| 인쇄" in ledger


def test_markdown_of_an_article_keeps_its_paragraphs(extraction: Extraction) -> None:
    text = formats.article_markdown(extraction.article)
    assert text.startswith("# 가람시, 하천 정비에 30억\n")
    for paragraph in extraction.article.paragraphs:
        assert paragraph in text
