"""`newsextract sites`: what is listed, what is shown, and a profile tried on a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from newsextract.article.profiles import load_profiles
from newsextract.cli.main import app, main

PAGES = Path(__file__).parents[1] / "article" / "profiles" / "pages"
EDAILY = PAGES / "edaily-2017.html"


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["sites", *map(str, args)])


def data_of(*args: object, code: int = 0) -> Any:
    result = run(*args)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_list_as_json_has_every_profile() -> None:
    listed = data_of("list")
    assert [site["id"] for site in listed] == [profile.id for profile in load_profiles()]
    (hani,) = [site for site in listed if site["id"] == "hani"]
    assert hani == {
        "id": "hani",
        "name": "한겨레",
        "kind": "publisher",
        "hosts": ["hani.co.kr"],
        "cms": None,
        "layouts": ["2023", "2015"],
        "verified": False,
    }


def test_list_as_a_table_is_aligned_for_hangul() -> None:
    lines = run("list", "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["ID", "NAME", "KIND", "HOSTS", "LAYOUTS"]
    assert len(lines) == len(load_profiles()) + 1
    (row,) = [line for line in lines if line.startswith("idomin ")]
    assert row.split()[:4] == ["idomin", "경남도민일보", "ndsoft", "idomin.com"]
    # A Hangul syllable fills two columns, so the host of each row starts in the same column.
    assert cell_len(row[: row.index("ndsoft")]) == lines[0].index("KIND")


def test_the_document_is_in_step_with_the_profiles(root: Path) -> None:
    """`newsextract sites list --format md > docs/sites.md` writes it anew."""
    assert run("list", "-f", "md").stdout == (root / "docs" / "sites.md").read_text("utf-8")


def test_show_as_json_is_the_profile_with_what_it_inherits() -> None:
    shown = data_of("show", "kado")
    assert shown["name"] == "강원도민일보"
    assert shown["cms"] == "ndsoft"
    assert shown["layouts"][0]["id"] == "skin-2020"


def test_show_for_a_reader_has_each_selector_on_a_line_of_its_own() -> None:
    lines = run("show", "hankookilbo", "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["id", "hankookilbo"]
    assert ["until", "2026-01-27"] in [line.split() for line in lines]
    assert ["body", "**.detail.contentHtml"] in [line.split() for line in lines]
    (at,) = [i for i, line in enumerate(lines) if line.split() == ["layout", "2020"]]
    assert any(line.split() == ["headings", "h3.editor-tit"] for line in lines[at:])


def test_an_unknown_site_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["newsextract", "sites", "show", "hankyoung"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert "no profile is named 'hankyoung'; near: hankyung" in caught.err


def test_a_page_is_tried_with_the_profile_it_belongs_to() -> None:
    tried = data_of("test", EDAILY)
    assert (tried["profile"], tried["layout"]) == ("edaily", "2017")
    assert tried["why"] == "canonical_host edaily.co.kr"
    used = {f["field"]: (f["selector"], f["texts"][0]) for f in tried["fields"] if f["used"]}
    assert used["headline"] == (".news_titles h1", "오래된 상수도관 214㎞ 바꾸기로")
    assert used["captions"] == (".news_body .gg_textshow", "교체를 앞둔 낡은 관")
    assert tried["empty"] == ["modified"]


def test_the_table_shows_selectors_that_find_but_do_not_count() -> None:
    result = run("test", EDAILY, "-f", "table", "--url", "https://www.edaily.co.kr/1")
    assert result.exit_code == 0
    assert "why      host edaily.co.kr" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines()]
    assert [
        "byline",
        ".news_titles",
        ".reporter_name",
        "남도경",
        "기자",
        "desk25@example.kr",
    ] in rows
    assert [
        "byline",
        ".reporter_name",
        "(not",
        "used)",
        "남도경",
        "기자",
        "desk25@example.kr",
    ] in rows
    assert rows[-1] == ["empty", "modified"]


def test_a_script_is_tried_by_its_paths() -> None:
    tried = data_of("test", PAGES / "chosun-2020-fusion.html")
    found = {f["field"]: f["selector"] for f in tried["fields"] if f["used"]}
    assert found["headline"] == "headlines.basic"
    assert found["body"] == "content_elements.*[type=text].content"
    body = [f["texts"] for f in tried["fields"] if f["field"] == "body"]
    assert len(body[0]) == 4


def test_a_named_profile_that_does_not_fit_says_what_is_lacking() -> None:
    tried = data_of("test", EDAILY, "--profile", "hani", code=1)
    assert (tried["profile"], tried["layout"], tried["fields"]) == ("hani", None, [])
    assert tried["why"].startswith("layout 2023 lacks [class*='ArticleDetailView_title']; layout")


def test_a_named_profile_that_fits_is_tried_whatever_the_page_says() -> None:
    tried = data_of("test", PAGES / "chosunbiz-2010.html", "--profile", "chosunbiz")
    assert (tried["layout"], tried["why"]) == ("2010", "named with --profile")


def test_a_page_of_an_unknown_site_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>모르는 신문의 글이다.</p></body></html>", "utf-8")
    tried = data_of("test", page, code=1)
    assert tried["profile"] is None
    assert run("test", page, "-f", "table").stdout.startswith("profile  none\nlayout   none\nwhy ")


def test_a_page_that_cannot_be_read_fails_with_its_kind(tmp_path: Path) -> None:
    result = run("test", tmp_path / "nosuch.html")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "(unreadable)" in result.stderr


def test_text_of_a_page_cannot_reach_the_terminal_raw(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<meta property='og:site_name' content='한겨레'><h3 class='ArticleDetailView_title__x'>"
        "제목\x1b[2J</h3><div class='article-text'>글이다.</div>",
        "utf-8",
    )
    assert "\x1b" not in run("test", page, "-f", "table").stdout
