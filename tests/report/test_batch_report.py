"""The report of a batch: from its database and from its lines."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from newsextract.errors import (
    ArchiveError,
    EmptyInputError,
    NewsExtractError,
    UnreadableError,
    UsageError,
)
from newsextract.models import Extraction
from newsextract.outcome import Failure
from newsextract.report import render_batch
from newsextract.report.batch import render
from newsextract.report.rows import excerpt
from newsextract.report.source import is_batch


def data(page: str) -> dict[str, Any]:
    block = BeautifulSoup(page, "lxml").find(id="data")
    assert block is not None
    found: dict[str, Any] = json.loads(block.get_text())
    return found


def rows(page: str, selector: str) -> list[list[str]]:
    found = BeautifulSoup(page, "lxml").select(f"{selector} tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in found]


def test_money_is_added_up_by_source_and_year(mixed: Path) -> None:
    page = render_batch(mixed)
    # 9,776 (6,392 + 3,384), 250 (120 + 50 + 70) and 30 + 42: parts of another count once.
    assert rows(page, "#sources") == [
        ["국비", "6,548억원", "64.9%", "4"],
        ["시도비", "64억원", "0.6%", "3"],
        ["시군구비", "92억원", "0.9%", "3"],
        ["지방비(구분 없음)", "3,384억원", "33.5%", "1"],
    ]
    years = {row[0].rstrip("*"): row[1] for row in rows(page, "#years")}
    assert years == {"2019": "9,776억원", "2024": "250억원", "2025": "72억원"}
    assert "1조 98억원" in BeautifulSoup(page, "lxml").select_one("h1").get_text()  # type: ignore[union-attr]


def test_failures_are_counted_by_reason(mixed: Path) -> None:
    page = render_batch(mixed, "en")
    assert [row[:2] for row in rows(page, "#failures .bars")] == [
        ["no article not_an_article", "2"],
        ["empty empty_input", "1"],
    ]
    assert [row[1] for row in data(page)["failures"]] == [
        "b/empty.txt",
        "b/list.html",
        "b/login.html",
    ]


def test_every_record_comes_with_its_sentence(mixed: Path) -> None:
    found = data(render_batch(mixed))
    assert len(found["records"]) == 8
    for row in found["records"]:
        text, start, length = row[12]
        assert text[start : start + length] == row[1]
    largest = found["records"][0]
    assert largest[2] == 977_600_000_000
    assert found["agencies"][largest[4][0]] == "중소벤처기업부"
    assert [found["labels"][source[1]] for source in largest[13]] == ["국비", "지방비"]


def test_what_does_not_add_up_is_listed_with_its_difference(mixed: Path) -> None:
    ((_, kind, _, expected, found, difference, currency, program, *_),) = data(render_batch(mixed))[
        "mismatches"
    ]
    assert (kind, expected, found, difference) == ("components", 25 * 10**9, 24 * 10**9, -(10**9))
    assert (currency, program) == ("KRW", "2024년 도시재생 사업")


def test_lines_give_the_same_report_as_the_database(mixed: Path, tmp_path: Path) -> None:
    packed = tmp_path / "out.jsonl.gz"
    packed.write_bytes(gzip.compress(mixed.with_suffix(".jsonl").read_bytes()))
    by_database = render_batch(mixed, "en").replace("out.sqlite", "")
    assert render_batch(mixed.with_suffix(".jsonl"), "en").replace("out.jsonl", "") == by_database
    assert render_batch(packed, "en").replace("out.jsonl.gz", "") == by_database


def test_lines_of_extractions_do_too(supplied: Extraction, tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text(f"{supplied.model_dump_json()}\n\n{supplied.model_dump_json()}\n", "utf-8")
    found = data(render_batch(lines))
    assert [article[4] for article in found["articles"]] == ["#1", "#3"]


def test_a_bad_line_is_counted_and_the_others_are_shown(mixed: Path, tmp_path: Path) -> None:
    lines = tmp_path / "cut.jsonl"
    whole = mixed.with_suffix(".jsonl").read_bytes().splitlines(keepends=True)
    lines.write_bytes(whole[0] + b'{"index":1,"so\n[1]\n\xff\xfe\n' + whole[1][:200])
    found = data(render_batch(lines))
    assert [(kind, message[:7]) for kind, _, message in found["failures"]] == [
        ("bad_line", "line 2:"),
        ("bad_line", "line 3:"),
        ("bad_line", "line 4:"),
        ("bad_line", "line 5:"),
    ]
    assert len(found["articles"]) == 1


def test_two_lines_of_one_source_are_both_kept(wrong: Extraction, tmp_path: Path) -> None:
    lines = tmp_path / "twice.jsonl"
    outcome = {"index": 0, "source": "x.html", "extraction": wrong.model_dump(mode="json")}
    lines.write_text("".join(json.dumps(outcome) + "\n" for _ in range(3)), "utf-8")
    found = data(render_batch(lines))
    assert sorted(article[4] for article in found["articles"]) == [
        "x.html",
        "x.html #2",
        "x.html #3",
    ]


def test_a_reprint_is_shown_and_not_counted(batch: Any, wrong: Extraction) -> None:
    path = batch.sqlite([("a", wrong), ("b", wrong)], stories={"a": 1, "b": 1})
    page = render_batch(path)
    assert [row[1] for row in rows(page, "#years")] == ["250억원"]
    assert "1건은 세지 않음" in page
    assert len(data(page)["records"]) == 2 * len(wrong.records)
    lines = render_batch(path.with_suffix(".jsonl"))
    assert [row[1] for row in rows(lines, "#years")] == ["250억원"]


def test_more_records_than_are_shown_are_still_counted(mixed: Path) -> None:
    page = render(mixed, "en", most=2)
    found = data(page)["records"]
    assert [row[2] for row in found] == [977_600_000_000, 25_000_000_000]
    assert "2 of 8 are shown; sums are of all." in page
    assert rows(page, "#years") == rows(render(mixed, "en"), "#years")


def test_a_batch_that_still_runs_can_be_looked_at(batch: Any, wrong: Extraction) -> None:
    path = batch.sqlite([("a", wrong)], finished=False)
    assert [row[1] for row in rows(render_batch(path), "#years")] == ["250억원"]


def test_a_batch_without_any_article_says_so(batch: Any) -> None:
    page = render_batch(batch.sqlite([("a", Failure(kind="crashed", message="gone"))]), "en")
    assert "no budgets to add up" in page
    assert "처리 중 멈춤" not in page


def test_the_file_is_not_changed(mixed: Path) -> None:
    before = mixed.read_bytes()
    render_batch(mixed)
    assert mixed.read_bytes() == before
    assert not list(mixed.parent.glob("*-wal"))


def test_what_is_no_batch_is_a_typed_error(tmp_path: Path) -> None:
    def fails(name: str, content: bytes, kind: type[NewsExtractError], match: str) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(kind, match=match):
            render_batch(tmp_path / name)

    fails("empty.jsonl", b"", EmptyInputError, "is empty")
    fails("notes.jsonl", b"hello\n{}\n", UsageError, "neither")
    fails(
        "cut.jsonl.gz", gzip.compress(bytes(range(256)) * 9)[:150], UnreadableError, "cannot read"
    )
    with pytest.raises(UnreadableError):
        render_batch(tmp_path / "missing.sqlite")
    with pytest.raises(UnreadableError, match="folder"):
        render_batch(tmp_path)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(UsageError, match="not written by newsextract"):
        render_batch(other)


def test_a_damaged_database_is_a_typed_error(mixed: Path) -> None:
    content = bytearray(mixed.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    mixed.write_bytes(content)
    with pytest.raises(ArchiveError, match="damaged"):
        render_batch(mixed)


def test_a_batch_is_known_by_its_first_bytes_or_its_name(mixed: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "result.db"
    renamed.write_bytes(mixed.read_bytes())
    assert is_batch(renamed)
    assert is_batch(Path("OUT.JSONL.ZST"))
    assert not is_batch(Path("page.html"))


def test_a_long_sentence_is_cut_around_its_amount() -> None:
    text, start, length = excerpt("가" * 500 + "30억원" + "나" * 10, "30억원", None)
    assert text.startswith("…")
    assert not text.endswith("…")
    assert text[start : start + length] == "30억원"
    assert excerpt("짧다.", "없다", 7) == ("짧다.", 0, 0)
