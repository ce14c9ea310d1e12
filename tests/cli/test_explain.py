"""`extract --explain`: the words that decided each record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsextract.cli.main import app
from newsextract.errors import UsageError

TEXT = "가람시는 ‘새봄공원 조성사업’에 예산 12억원(국비 6, 시비 6)을 투입한다고 밝혔다."


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("chosen", ["table", "md"])
def test_reasons_stand_below_the_records(page: Path, chosen: str) -> None:
    result = CliRunner().invoke(app, ["extract", str(page), "--explain", "--format", chosen])
    assert result.exit_code == 0
    assert "program: 새봄공원 조성사업 ← quoted ‘새봄공원 조성사업’" in result.output
    assert "components: 국비, 시비 ← list ‘국비 6’ ‘시비 6’" in result.output


def test_reasons_are_in_the_json(page: Path) -> None:
    result = CliRunner().invoke(app, ["extract", str(page), "--explain", "--format", "json"])
    reasons = json.loads(result.output)["records"][0]["reasons"]
    assert {r["field"] for r in reasons} == {"role", "components", "program", "agencies"}


def test_without_the_flag_there_are_none(page: Path) -> None:
    result = CliRunner().invoke(app, ["extract", str(page), "--format", "json"])
    assert json.loads(result.output)["records"][0]["reasons"] == []


def test_csv_has_no_room_for_them(page: Path) -> None:
    result = CliRunner().invoke(app, ["extract", str(page), "--explain", "--format", "csv"])
    assert isinstance(result.exception, UsageError)
