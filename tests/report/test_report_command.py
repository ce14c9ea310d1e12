"""`newsextract report`, on an app of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from newsextract.cli.report import report
from newsextract.errors import UsageError
from newsextract.models import Extraction
from newsextract.report import render_article, render_batch

APP = typer.Typer(add_completion=False)
APP.command()(report)
RUN = CliRunner()
SUPPLIED = Path(__file__).resolve().parents[2] / "fixtures" / "daehannews-2018-12-27" / "input.txt"


def test_an_article_becomes_a_file(tmp_path: Path, supplied: Extraction) -> None:
    out = tmp_path / "report.html"
    result = RUN.invoke(APP, [str(SUPPLIED), "-o", str(out), "--lang", "en"])
    assert (result.exit_code, result.output) == (0, "")
    assert out.read_text("utf-8") == render_article(supplied, "en")


def test_the_page_may_come_from_standard_input_and_go_to_standard_output() -> None:
    result = RUN.invoke(APP, ["-"], input="도로 정비에 30억원(국비 20억, 시비 10억)을 쓴다.")
    assert result.exit_code == 0
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert "국비" in result.stdout


def test_a_saved_extraction_is_drawn_as_it_is(tmp_path: Path, wrong: Extraction) -> None:
    saved = tmp_path / "wrong.json"
    saved.write_text(wrong.model_dump_json(), "utf-8")
    result = RUN.invoke(APP, [str(saved)])
    assert result.stdout == render_article(wrong)


def test_a_batch_is_known_by_what_it_is(mixed: Path, tmp_path: Path) -> None:
    for source in (mixed, mixed.with_suffix(".jsonl")):
        out = tmp_path / "batch.html"
        assert RUN.invoke(APP, [str(source), "-o", str(out)]).exit_code == 0
        assert out.read_text("utf-8") == render_batch(source)


def test_the_day_of_an_article_may_be_given() -> None:
    text = "가람시는 올해 도로 정비에 30억원(국비 20억원, 시비 10억원)을 투입한다."
    result = RUN.invoke(APP, ["-", "--published", "2017-03-02"], input=text)
    assert "2017년" in result.stdout


def test_what_fails_is_said_in_a_line_and_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = RUN.invoke(APP, [str(tmp_path / "missing.txt"), "-o", str(out)])
    assert result.exit_code == 1
    assert "(unreadable)" in result.stderr
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.jsonl").write_bytes(b"")
    result = RUN.invoke(APP, [str(tmp_path / "empty.jsonl"), "-o", str(out)])
    assert (result.exit_code, out.exists()) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.json"], "is no extraction"),
        (["many.jsonl", "--published", "2020-01-01"], "for an article"),
        (["ftp://naru.example/"], "only http and https"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_text("{}")
    Path("many.jsonl").write_text("{}\n")
    result = RUN.invoke(APP, arguments)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)
