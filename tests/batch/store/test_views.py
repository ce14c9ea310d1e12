"""The views: sums count each won once, whatever is printed how often."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsextract.batch.store.contents import set_stories
from newsextract.batch.store.database import article_id_of
from newsextract.batch.store.query import ask
from newsextract.errors import UsageError

if TYPE_CHECKING:
    from tests.batch.store.conftest import Batch, Make

    from newsextract.models import Extraction

EOK = 10**8


@pytest.fixture
def filled(batch: Batch, make: Make) -> Batch:
    """Five articles: a parent with a part, a joint budget, a mismatch, and a story told twice."""
    batch.add(
        make.rows("1-parent", make.extraction(30, 20, 10, child=12)),
        make.rows("2-joint", make.extraction(50, 30, 20, agencies=("가람군", "나루군"))),
        make.rows("3-wrong", make.extraction(7, 4, 4, year=None, headline="셈이 틀린 기사")),
        make.rows("4-first", make.extraction(100, 60, 40, published="2024-05-01")),
        make.rows("5-reprint", make.extraction(100, 60, 40, published="2024-05-02")),
        make.rows("6-empty", make.failure("empty_input")),
        make.rows("7-list", make.failure("not_an_article")),
        make.rows("8-list", make.failure("not_an_article")),
    )
    story = article_id_of("4-first")
    twice = [(story, story), (article_id_of("5-reprint"), story)]
    set_stories(batch.master.connection, twice)
    return batch


def test_budget_counts_no_part_and_no_reprint(filled: Batch) -> None:
    rows = filled.select("SELECT key, krw / 100000000, agency, check_status FROM budget ORDER BY 1")
    assert rows == [
        ("1-parent", 30, "가람군", "ok"),
        ("2-joint", 50, "가람군; 나루군", "ok"),
        ("3-wrong", 7, "가람군", "mismatch"),
        ("4-first", 100, "가람군", "ok"),
    ]
    left_out = filled.select("SELECT key, record_id FROM every_record WHERE NOT counted ORDER BY 1")
    assert left_out == [("1-parent", "r2"), ("5-reprint", "r1")]


def test_a_line_of_budget_says_what_a_person_asks(filled: Batch) -> None:
    with ask(filled.path, "SELECT * FROM budget WHERE key = '1-parent'") as answer:
        (row,) = answer.rows
        line = dict(zip(answer.columns, row, strict=True))
    expected = {
        "headline": "가람군, 마을길 새로 놓는다",
        "url": "https://naru.example/30",
        "date": "2024-03-05",
        "publisher": "나루일보",
        "agency": "가람군",
        "program": "마을길 정비",
        "fiscal_year": 2024,
        "krw": 3_000_000_000,
        "check_status": "ok",
        "sentence": "가람군은 올해 마을길 정비에 30억원(국비 20억원, 군비 10억원)을 들인다.",
    }
    assert {name: line[name] for name in expected} == expected


def test_by_agency_and_year(filled: Batch) -> None:
    rows = filled.select(
        "SELECT agency, year, records, exact, krw / 100000000, guessed FROM by_agency_year"
    )
    # 가람군 2024: 30 + 50 + 100; its 7 is in 2023, which is a guess. 나루군 shares the 50.
    assert sorted(rows) == [
        ("가람군", 2023, 1, 1, 7, 1),
        ("가람군", 2024, 3, 3, 180, 0),
        ("나루군", 2024, 1, 1, 50, 0),
    ]


def test_by_source(filled: Batch) -> None:
    rows = filled.select("SELECT tier, category, year, components, krw / 100000000 FROM by_source")
    # 국비 2024: 20 + 30 + 60; 군비 2024: 10 + 20 + 40
    assert sorted(rows) == [
        ("국비", "national", 2023, 1, 4),
        ("국비", "national", 2024, 3, 110),
        ("시군구비", "county", 2023, 1, 4),
        ("시군구비", "county", 2024, 3, 70),
    ]


def test_not_adding_up(filled: Batch) -> None:
    columns = "key, headline, kind, expected, found, difference, amount_text, record_id"
    assert filled.select(f"SELECT {columns} FROM not_adding_up") == [  # noqa: S608
        ("3-wrong", "셈이 틀린 기사", "components", 7 * EOK, 8 * EOK, EOK, "7억원", "r1")
    ]


def test_failures_by_kind(filled: Batch) -> None:
    assert filled.select("SELECT * FROM failures_by_kind ORDER BY kind") == [
        ("empty_input", 1, "6-empty"),
        ("not_an_article", 2, "7-list"),
    ]


def with_bounds(result: Extraction, **bounds: Any) -> Extraction:
    amount = result.records[0].amount.model_copy(update=bounds)
    record = result.records[0].model_copy(update={"amount": amount})
    return result.model_copy(update={"records": (record,)})


def test_what_is_not_exact_is_told_apart(batch: Batch, make: Make) -> None:
    batch.add(
        make.rows("exact", make.extraction(30)),
        make.rows("at least", with_bounds(make.extraction(20), high=None)),
        make.rows("at most", with_bounds(make.extraction(10), low=None)),
        make.rows("dollars", make.extraction(5, currency="USD")),
        make.rows("cents", with_bounds(make.extraction(5), low=Decimal("2.7"), high=Decimal(3))),
    )
    (row,) = batch.select(
        "SELECT records, exact, krw / 100000000, krw_at_least / 100000000 FROM by_agency_year"
    )
    assert row == (5, 1, 30, 50)


def test_sums_over_63_bits_do_not_fail(batch: Batch, make: Make) -> None:
    huge = 9 * 10**18
    for key in ("a", "b"):
        batch.add(make.rows(key, with_bounds(make.extraction(), low=huge, high=huge)))
    assert batch.one("SELECT krw FROM by_agency_year") == pytest.approx(2 * huge)
    batch.add(make.rows("b", with_bounds(make.extraction(), low=7, high=7), digest="d2"))
    assert batch.one("SELECT krw FROM by_agency_year") == huge + 7


# --- questions ---


def test_rows_come_one_by_one(filled: Batch) -> None:
    with ask(filled.path, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
             "SELECT i FROM n") as answer:  # fmt: skip
        assert answer.columns == ("i",)
        assert [next(answer.rows) for _ in range(3)] == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM outcomes",
        "DROP VIEW budget",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x (y)",
        "ATTACH 'other.sqlite' AS other",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = 1",
        "VACUUM INTO 'copy.sqlite'",
        "BEGIN IMMEDIATE",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM outcomes",
        "",
        "-- nothing",
    ],
)
def test_a_question_changes_nothing(
    filled: Batch, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled.folder)
    before = sorted(p.name for p in filled.folder.iterdir())
    with pytest.raises(UsageError, match="one SELECT"), ask(filled.path, statement) as answer:
        list(answer.rows)
    assert filled.one("SELECT count(*) FROM outcomes") == 8
    assert sorted(p.name for p in filled.folder.iterdir()) == before


def test_a_wrong_name_is_answered_with_the_right_ones(filled: Batch) -> None:
    hint = r"no such table: budgets \(there are: budget,.*outcomes"
    with pytest.raises(UsageError, match=hint), ask(filled.path, "SELECT * FROM budgets"):
        pass
    with pytest.raises(UsageError, match="syntax error"), ask(filled.path, "SELEC 1"):
        pass


def test_an_error_of_the_caller_is_the_callers(filled: Batch) -> None:
    with pytest.raises(ValueError, match="mine"), ask(filled.path, "SELECT 1"):
        raise ValueError("mine")


def test_only_a_batch_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no batch output"), ask(tmp_path / "none", "SELECT 1"):
        pass
    (tmp_path / "text").write_text("no database")
    with pytest.raises(UsageError, match="not written by"), ask(tmp_path / "text", "SELECT 1"):
        pass
