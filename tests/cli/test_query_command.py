"""`newsextract query`: questions to what a batch has written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsextract.batch.running import Options, run
from newsextract.batch.working import work
from newsextract.cli.main import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("query")
    news = folder / "news"
    news.mkdir()
    texts = {
        "a.txt": "가람시는 2021년 도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다고 밝혔다.",
        "b.txt": "나래군은 2021년 하천 정비에 50억원(국비 20억, 군비 10억)을 투입한다고 밝혔다.",
        "c.html": "",
    }
    for name, text in texts.items():
        (news / name).write_text(text, "utf-8")
    for out in ("out.sqlite", "out.jsonl"):
        run([news], folder / out, Options(), runner=lambda tasks, _: ((t, work(t)) for t in tasks))
    return folder


def query(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["query", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_name_of_a_view_is_a_question(folder: Path) -> None:
    code, said = query(folder / "out.sqlite", "failures_by_kind")
    assert code == 0
    assert said.splitlines() == ["kind,inputs,example", f"empty_input,1,{folder}/news/c.html"]


def test_sums_by_source_and_what_does_not_add_up(folder: Path) -> None:
    sql = "SELECT tier, sum(krw) AS won FROM by_source GROUP BY tier ORDER BY won DESC"
    code, said = query(folder / "out.sqlite", sql, "--format", "jsonl")
    assert code == 0
    rows = [json.loads(line) for line in said.splitlines()]
    assert {"tier": "국비", "won": 4_000_000_000} in rows
    code, said = query(folder / "out.sqlite", "SELECT kind, expected, found FROM not_adding_up")
    assert said.splitlines() == ["kind,expected,found", "components,5000000000,3000000000"]


def test_a_table_is_made_for_people(folder: Path) -> None:
    code, said = query(folder / "out.sqlite", "SELECT krw FROM budget ORDER BY krw", "-f", "table")
    assert code == 0
    assert [line.strip() for line in said.splitlines() if "000" in line] == [
        "3,000,000,000",
        "5,000,000,000",
    ]


def test_behind_an_export_its_database_is_asked(folder: Path) -> None:
    assert query(folder / "out.jsonl", "SELECT count(*) AS n FROM articles") == (0, "n\n2\n")


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM articles", "no_such_view", "SELECT 1; SELECT 2", "ATTACH 'x' AS y", "selec"],
)
def test_nothing_but_reading_is_allowed(folder: Path, sql: str) -> None:
    done = CliRunner().invoke(app, ["query", str(folder / "out.sqlite"), sql])
    assert done.exit_code != 0
    assert query(folder / "out.sqlite", "SELECT count(*) AS n FROM articles") == (0, "n\n2\n")


def test_an_answer_can_go_to_a_file(folder: Path) -> None:
    out = folder / "answer.jsonl"
    assert query(folder / "out.sqlite", "failures", "-o", out)[0] == 0
    assert json.loads(out.read_text("utf-8"))["kind"] == "empty_input"
