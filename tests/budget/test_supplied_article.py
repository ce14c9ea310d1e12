"""The supplied article: nine amounts, three records, six checks, and what a misprint does."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsextract.article import parse
from newsextract.budget import extract_records
from newsextract.models import Amount, Article, BudgetRecord, Check

INPUT = Path(__file__).parents[2] / "fixtures" / "daehannews-2018-12-27" / "input.txt"
EOK = 10**8


@dataclass(frozen=True)
class Result:
    article: Article
    amounts: tuple[Amount, ...]
    records: tuple[BudgetRecord, ...]
    checks: tuple[Check, ...]


def run(text: str) -> Result:
    article = parse(text)
    return Result(article, *extract_records(article))


@pytest.fixture(scope="module")
def page() -> str:
    return INPUT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def result(page: str) -> Result:
    return run(page)


def test_there_are_three_totals_and_six_components(result: Result) -> None:
    assert [a.role for a in result.amounts].count("budget") == 3
    assert [a.role for a in result.amounts].count("component") == 6
    assert len(result.amounts) == 9
    inherited = {a.text for a in result.amounts if a.unit_inherited}
    assert inherited == {"6,392", "3,384", "1,839", "699", "4,553", "2,685"}


@pytest.mark.parametrize(
    ("at", "total", "national", "local", "program", "agencies", "written", "count", "action"),
    [
        (
            0,
            9_776,
            6_392,
            3_384,
            "2019년 지역산업진흥계획 및 지역사업추진계획",
            ["중소벤처기업부", "산업통상자원부"],
            ["중소벤처기업부", "산업통상자원부"],
            None,
            "의결",
        ),
        (
            1,
            2_538,
            1_839,
            699,
            "2019년 지역산업진흥계획",
            ["중소벤처기업부"],
            ["중기부"],
            5,
            "투입",
        ),
        (
            2,
            7_238,
            4_553,
            2_685,
            "2019년 지역사업 추진계획",
            ["산업통상자원부"],
            ["산업부"],
            5,
            "투입",
        ),
    ],
)
def test_records(
    result: Result,
    at: int,
    total: int,
    national: int,
    local: int,
    program: str,
    agencies: list[str],
    written: list[str],
    count: int | None,
    action: str,
) -> None:
    assert len(result.records) == 3
    record = result.records[at]
    assert record.amount.exact == total * EOK
    assert [(c.source.label, c.source.category) for c in record.components] == [
        ("국비", "national"),
        ("지방비", "local"),
    ]
    assert [c.amount.exact for c in record.components if c.amount] == [
        national * EOK,
        local * EOK,
    ]
    assert record.program is not None
    assert record.program.text == program
    assert [a.name for a in record.agencies] == agencies
    assert [a.as_written for a in record.agencies] == written
    assert record.fiscal_year == 2019
    assert record.project_count == count
    assert record.action == action
    assert record.parent == (None if at == 0 else "r1")


def test_the_plan_is_approved_and_its_parts_are_intended(result: Result) -> None:
    assert [r.phase for r in result.records] == ["approved", "proposed", "proposed"]


def test_every_span_points_at_its_text(result: Result) -> None:
    text = result.article.text
    for amount in result.amounts:
        assert text[amount.start : amount.end] == amount.text
    for record in result.records:
        assert record.program is not None
        assert text[record.program.start : record.program.end] == record.program.text
        for agency in record.agencies:
            assert text[agency.start : agency.end] == agency.as_written
        assert [text[m.start : m.end] for m in record.mentions] == [record.amount.text]


def test_every_sum_is_proven(result: Result) -> None:
    assert [(c.kind, c.category, c.status, c.difference) for c in result.checks] == [
        ("components", None, "ok", 0),
        ("components", None, "ok", 0),
        ("components", None, "ok", 0),
        ("rollup", None, "ok", 0),
        ("rollup_by_source", "national", "ok", 0),
        ("rollup_by_source", "local", "ok", 0),
    ]
    assert [r.checks for r in result.records] == [
        ("c1", "c4", "c5", "c6"),
        ("c2", "c4", "c5", "c6"),
        ("c3", "c4", "c5", "c6"),
    ]


# Where one printed figure is one 억 too high: which checks fail, and by how many 억.  A total
# that is too high is missed by its sources' sum; as a part it makes its parent's parts exceed.
MISPRINTS = [
    ("9,776", {"c1": -1, "c4": -1}),
    ("6,392", {"c1": 1, "c5": -1}),
    ("3,384", {"c1": 1, "c6": -1}),
    ("2,538", {"c2": -1, "c4": 1}),
    ("1,839", {"c2": 1, "c5": 1}),
    ("699", {"c2": 1, "c6": 1}),
    ("7,238", {"c3": -1, "c4": 1}),
    ("4,553", {"c3": 1, "c5": 1}),
    ("2,685", {"c3": 1, "c6": 1}),
]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(("printed", "off"), MISPRINTS)
def test_a_misprint_is_reported_and_nothing_else_changes(
    page: str, result: Result, printed: str, off: dict[str, int], step: int
) -> None:
    misprint = f"{int(printed.replace(',', '')) + step:,}"
    misprinted, places = re.subn(rf"(?<!\d){printed}(?!\d)", misprint, page)
    assert places == 1
    changed = run(misprinted)
    found = {c.id: c.difference for c in changed.checks if c.status == "mismatch"}
    assert found == {check: by * step * EOK for check, by in off.items()}
    assert {c.status for c in changed.checks} == {"ok", "mismatch"}
    assert [(c.id, c.kind, c.category, c.about) for c in changed.checks] == [
        (c.id, c.kind, c.category, c.about) for c in result.checks
    ]
    for before, after in zip(result.amounts, changed.amounts, strict=True):
        assert after.text == before.text.replace(printed, misprint)
        assert (after.role, after.record_id) == (before.role, before.record_id)
    for old, new in zip(result.records, changed.records, strict=True):
        figures = {"amount", "components"}
        assert new.model_dump(exclude=figures) == old.model_dump(exclude=figures)


def test_two_runs_give_the_same_json(page: str, result: Result) -> None:
    again = run(page)
    assert [r.model_dump_json() for r in again.records] == [
        r.model_dump_json() for r in result.records
    ]
