"""The commands on the supplied article, in this process."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from newsextract.cli.main import app
from newsextract.errors import UsageError
from newsextract.models import Article, Extraction

HEADLINE = "중기부․산업부 협업으로 주력산업 회복을 위한 전방위적 지원"
BUDGETS = {977_600_000_000, 253_800_000_000, 723_800_000_000}


def invoke(*args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


def test_extract_prints_one_extraction(seed_path: Path) -> None:
    result = invoke("extract", seed_path)
    assert result.exit_code == 0
    extraction = Extraction.model_validate_json(result.stdout)
    assert {record.amount.exact for record in extraction.records} == BUDGETS
    assert extraction.article.headline == HEADLINE


def test_standard_input_is_the_same_as_the_file(seed_path: Path) -> None:
    by_pipe = invoke("extract", "-", stdin=seed_path.read_bytes())
    assert by_pipe.exit_code == 0
    assert (
        json.loads(by_pipe.stdout)["records"]
        == json.loads(invoke("extract", seed_path).stdout)["records"]
    )


def test_the_table_shows_the_proof(seed_path: Path) -> None:
    shown = invoke("extract", seed_path, "--format", "table").stdout
    for line in (
        "977,600,000,000원",
        "국비 6,392억원",
        "지방비 3,384억원",
        "✓ 국비 6,392 + 지방비 3,384 = 9,776억원",
        "✓ 2,538 + 7,238 = 9,776억원",
        "✓ 국비 1,839 + 4,553 = 6,392억원",
        "✓ 지방비 699 + 2,685 = 3,384억원",
    ):
        assert line in shown


def test_one_wrong_figure_is_a_mismatch_with_its_difference(seed_path: Path) -> None:
    wrong = seed_path.read_text("utf-8").replace("지방비 699", "지방비 700")
    shown = invoke("extract", "-", "--format", "table", stdin=wrong.encode()).stdout
    assert "✗ 국비 1,839 + 지방비 700 = 2,539 ≠ 2,538억원 (+1억원)" in shown
    assert "✓ 2,538 + 7,238 = 9,776억원" in shown


def test_csv_has_a_row_for_each_source(seed_path: Path) -> None:
    table = list(
        csv.DictReader(io.StringIO(invoke("extract", seed_path, "--format", "csv").stdout))
    )
    assert len(table) == 6
    assert {int(row["amount_low"]) for row in table} == BUDGETS
    assert sum(int(row["component_low"]) for row in table) == 2 * 977_600_000_000


def test_several_inputs_make_json_lines_in_their_order(seed_path: Path) -> None:
    result = invoke("extract", seed_path, seed_path)
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert len(lines) == 2
    assert lines[0] == lines[1]
    Extraction.model_validate_json(lines[0])


def test_one_bad_input_does_not_stop_the_others(seed_path: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b" \n")
    result = invoke("extract", empty, seed_path, tmp_path / "gone.txt")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    errors = result.stderr.splitlines()
    assert len(errors) == 2
    assert errors[0].startswith(f"newsextract: error: {empty}: ")
    assert errors[0].endswith("(empty_input)")
    assert errors[1].endswith("(unreadable)")


def test_no_amounts_is_a_result_that_says_so(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text(
        "가람시 도서관이 새로 문을 열었다.\n\n시민 누구나 책을 빌릴 수 있다고 시는 밝혔다.\n",
        "utf-8",
    )
    result = invoke("extract", plain)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["amounts"] == []
    assert "no amounts of money" in result.stderr
    assert "no amounts of money" not in invoke("extract", plain, "-q").stderr
    assert "No amounts of money" in invoke("extract", plain, "--format", "table").stdout


def test_published_takes_the_place_of_the_page_own_date(seed_path: Path) -> None:
    result = invoke("extract", seed_path, "--published", "2019-01-02")
    article = Extraction.model_validate_json(result.stdout).article
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2019-01-02T00:00:00+09:00"


def test_the_output_file_is_whole_and_its_suffix_names_the_format(
    seed_path: Path, tmp_path: Path
) -> None:
    for name, start in (
        ("a.json", "{"), ("a.jsonl", "{"), ("a.csv", "source,"), ("a.md", "## "),
        ("a.txt", HEADLINE),
    ):  # fmt: skip
        result = invoke("extract", seed_path, "-o", tmp_path / name)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert (tmp_path / name).read_text("utf-8").startswith(start)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "a.csv", "a.json", "a.jsonl", "a.md", "a.txt",
    ]  # fmt: skip


def test_a_failed_input_leaves_an_old_output_file_alone(tmp_path: Path) -> None:
    old = tmp_path / "out.json"
    old.write_text("old", "utf-8")
    assert invoke("extract", tmp_path / "gone.txt", "-o", old).exit_code == 1
    assert old.read_text("utf-8") == "old"


def test_parse_prints_the_article(seed_path: Path) -> None:
    article = Article.model_validate_json(invoke("parse", seed_path).stdout)
    assert article.headline == HEADLINE
    assert article.publisher == "대한뉴스"


def test_the_ledger_shows_every_line_with_zone_and_reason(seed_path: Path) -> None:
    article = Article.model_validate_json(invoke("parse", seed_path).stdout)
    table = list(
        csv.DictReader(
            io.StringIO(invoke("parse", seed_path, "--ledger", "--format", "csv").stdout)
        )
    )
    assert [(row["zone"], row["reason"], row["text"]) for row in table] == [
        (entry.zone, entry.reason, entry.text) for entry in article.ledger
    ]
    as_json = json.loads(invoke("parse", seed_path, "--ledger", "-f", "json").stdout)
    assert len(as_json) == len(table)
    shown = invoke("parse", seed_path, "--ledger").stdout
    assert "zone" in shown
    assert "댓글쓰기" in shown


@pytest.mark.parametrize("view", ["csv", "md", "table", "jsonl"])
@pytest.mark.parametrize("ledger", [(), ("--ledger",)])
def test_parse_writes_every_format(seed_path: Path, view: str, ledger: tuple[str, ...]) -> None:
    result = invoke("parse", seed_path, "--format", view, *ledger)
    assert result.exit_code == 0
    assert HEADLINE in result.stdout


def test_several_tables_stand_apart(seed_path: Path) -> None:
    one = invoke("extract", seed_path, "--format", "table").stdout
    assert invoke("extract", seed_path, seed_path, "--format", "table").stdout == f"{one}\n{one}"
    header, _, rows = invoke("extract", seed_path, "-f", "csv").stdout.partition("\n")
    two = invoke("extract", seed_path, seed_path, "-f", "csv").stdout
    assert two == f"{header}\n{rows}{rows}"


def test_schema_prints_a_schema() -> None:
    assert json.loads(invoke("schema").stdout)["title"] == "Extraction"
    assert json.loads(invoke("schema", "budget-record").stdout)["title"] == "BudgetRecord"


@pytest.mark.parametrize(
    "args",
    [
        ("extract", "a.txt", "b.txt", "--format", "json"),
        ("extract", "a.txt", "b.txt", "--url", "https://news.example/1"),
        ("extract", "-", "-"),
        ("parse", "a.txt", "--url", "https://news.example/\udcff"),
        ("extract", "ftp://news.example/1"),
        ("extract", "a.txt", "--published", "yesterday"),
        ("extract", "a.txt", "--output", "no/such/folder/a.json"),
        ("schema", "nothing"),
    ],
)
def test_calls_that_make_no_sense_are_refused(args: tuple[str, ...]) -> None:
    assert isinstance(invoke(*args).exception, UsageError)
