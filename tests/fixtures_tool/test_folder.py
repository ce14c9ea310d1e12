"""Fixtures on disk: what is a fixture, and each way one can be wrong has its typed error."""

from __future__ import annotations

import importlib.util
import json
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from newsextract.errors import NewsExtractError, UsageError
from newsextract.fixtures import FixtureError, check_fixture, find_fixtures, load_fixture
from newsextract.fixtures.files import layout, read_json, write_together
from newsextract.fixtures.folder import other_folders


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


P = _load("fixture_pages")
make = P.make
read = P.read
rewrite = P.rewrite


def test_a_fixture_holds_all_that_was_written_down(tmp_path: Path) -> None:
    fixture = load_fixture(make(tmp_path, note="한 장"))
    assert fixture.name == "park"
    assert fixture.input.name == "input.txt"
    assert (fixture.meta.url, fixture.meta.published) == ("https://garam.example/1", "2024-10-02")
    assert fixture.meta.note == "한 장"
    assert fixture.meta.versions.keys() == {"newsextract", "kiwipiepy", "kiwipiepy_model"}
    assert fixture.expected.article is not None
    assert fixture.expected.records is not None
    assert fixture.expected.records.records[0].program == "새봄공원 조성사업"


def test_meta_may_be_toml_with_a_day(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "meta.json").unlink()
    (folder / "meta.toml").write_text('url = "https://garam.example/1"\npublished = 2024-10-02\n')
    assert load_fixture(folder).meta.published == "2024-10-02"
    assert check_fixture(folder).status == "ok"


def test_meta_may_be_missing(tmp_path: Path) -> None:
    folder = make(tmp_path, published=None)
    (folder / "meta.json").unlink()
    assert check_fixture(folder).status == "ok"


WRONG = {
    "no input": ("input.txt", None, "no input.* in it"),
    "two inputs": ("input.html", "<p>", "several inputs: input.html, input.txt"),
    "broken JSON": ("article.json", '{"headline": ', "not valid JSON"),
    "no object": ("article.json", "[]", "a JSON object is needed, not a list"),
    "unknown field": ("article.json", '{"headlin": "가"}', "unknown field headlin"),
    "wrong type": ("article.json", '{"paragraphs": "가"}', "paragraphs: Input should be a valid"),
    "a word for a year": ("records.json", '{"records": [{"amount": 1, "fiscal_year": "2020"}]}',
                          "records.0.fiscal_year: Input should be a valid integer"),
    "unknown field deep down": ("records.json", '{"amounts": [{"text": "1", "rolle": null}]}',
                                "unknown field amounts.0.rolle"),
    "a field twice": ("records.json", '{"records": [{"amount": 1, "amount": 2}]}',
                      "the field 'amount' stands there twice"),
    "nothing to compare": ("article.json", '{"note": "later"}', "it guards nothing"),
    "a record without a sum": ("records.json", '{"records": [{"program": "가"}]}',
                               "a record needs its amount"),
    "not a number": ("records.json", '{"records": [{"amount": NaN}]}', "NaN is no number"),
    "nested": ("article.json", "[" * 100_000, "nested too deeply"),
    "both ways": ("error.json", '{"kind": "empty_input"}', "it either fails or it does not"),
    "two metas": ("meta.toml", "", "one of them is too many"),
    "no day": ("meta.json", '{"published": "soon"}', "published: not a date"),
    "naive moment": ("article.json", '{"published_at": "2020-01-01T09:00"}', "needs its offset"),
    "newer": ("meta.json", '{"format": 2, "clock": 1}', "of form 2, newer than this program"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_the_place(tmp_path: Path, case: str) -> None:
    name, content, told = WRONG[case]
    folder = make(tmp_path)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, "utf-8")
    with pytest.raises(FixtureError, match=r"park") as caught:
        load_fixture(folder)
    assert told in str(caught.value)
    assert isinstance(caught.value, NewsExtractError)
    verdict = check_fixture(folder)
    assert verdict.status == "broken"
    assert verdict.problem is not None
    assert verdict.problem.kind == "fixture"


def test_half_made(tmp_path: Path) -> None:
    folder = make(tmp_path)
    for name in ("article.json", "records.json"):
        (folder / name).unlink()
    with pytest.raises(FixtureError, match="half-made"):
        load_fixture(folder)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "article.json").write_bytes(b'{"headline": "\xb0\xa1"}')
    with pytest.raises(FixtureError, match="not UTF-8"):
        load_fixture(folder)


def test_a_fraction_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"value": 2.75}')
    assert read_json(path) == {"value": Decimal("2.75")}


def test_half_made_fixtures_are_found_and_other_folders_named(tmp_path: Path) -> None:
    make(tmp_path, "b")
    make(tmp_path, "a")
    for name in ("half", "notes", ".hidden", "__pycache__"):
        (tmp_path / name).mkdir()
    (tmp_path / "half" / "input.html").touch()
    (tmp_path / "notes" / "read-me.txt").touch()
    assert [p.name for p in find_fixtures(tmp_path)] == ["a", "b", "half"]
    assert [p.name for p in find_fixtures(tmp_path, ["b", "a"])] == ["b", "a"]
    assert [p.name for p in other_folders(tmp_path)] == ["notes"]
    assert find_fixtures(tmp_path / "a") == [tmp_path / "a"]


def test_no_such_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        find_fixtures(tmp_path / "no")
    with pytest.raises(UsageError, match="no fixtures in"):
        find_fixtures(tmp_path)
    make(tmp_path, "park-2024")
    with pytest.raises(UsageError, match=r"no fixture park-2023 .* \(is it park-2024\?\)"):
        find_fixtures(tmp_path, ["park-2023"])


def test_the_layout_has_one_paragraph_a_line_and_reads_back() -> None:
    fields = {
        "headline": None,
        "paragraphs": ["가\n나", "\udc80\u2028"],
        "authors": [{"name": "다"}],
    }
    data = layout(fields)
    assert data.decode("utf-8").count("\n") == 10
    assert json.loads(data) == fields


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    old, new, taken = tmp_path / "old", tmp_path / "new", tmp_path / "taken"
    old.write_text("as it was")
    taken.mkdir()  # no file can take its place
    for failing in (taken, tmp_path / "no-such-folder" / "a"):
        with pytest.raises(FixtureError, match="cannot be written"):
            write_together({old: b"changed", new: b"made", failing: b"x"})
        assert old.read_text() == "as it was"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "taken"]


def test_the_headers_that_decide_the_bytes_are_kept(tmp_path: Path) -> None:
    folder = make(tmp_path)
    content = "<html><body><p>가람시는 다리에 30억원을 들인다고 밝혔다.</p></body></html>".encode(
        "cp949"
    )
    (folder / "input.txt").write_bytes(content)
    rewrite(folder / "meta.json", headers={"content-type": "text/html; charset=euc-kr"})
    assert read(folder / "meta.json")["headers"]
    assert check_fixture(folder).status == "different"
