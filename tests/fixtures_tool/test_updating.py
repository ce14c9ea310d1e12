"""Writing down anew: only what differs changes, and nothing half."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from newsextract.fixtures import FixtureError, check_fixture, propose_update


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


P = _load("fixture_pages")
PAGE = P.PAGE
bytes_in = P.bytes_in
change_record = P.change_record
make = P.make
read = P.read
rewrite = P.rewrite


def test_a_proposal_writes_nothing(tmp_path: Path) -> None:
    folder = make(tmp_path)
    change_record(folder, program="다른 사업")
    before = bytes_in(folder)
    proposed = propose_update(folder)
    assert [d.item for d in proposed.verdict.differences] == ["record[30억원].program"]
    assert bytes_in(folder) == before


def test_only_the_files_that_differ_are_written(tmp_path: Path) -> None:
    folder = make(tmp_path)
    change_record(folder, program="다른 사업")
    before = bytes_in(folder)
    assert propose_update(folder).write() == [folder / "records.json"]
    after = bytes_in(folder)
    assert [name for name in after if after[name] != before[name]] == ["records.json"]
    assert check_fixture(folder).status == "ok"
    assert propose_update(folder).write() == []


def test_an_updated_fixture_is_the_one_that_was_made(tmp_path: Path) -> None:
    """The layout is the same whoever writes, so version control shows only what changed."""
    folder = make(tmp_path)
    before = bytes_in(folder)
    change_record(folder, program="다른 사업")
    rewrite(folder / "article.json", headline="다른 제목")
    propose_update(folder).write()
    assert bytes_in(folder) == before


def test_notes_open_fields_and_gaps_stay(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "records.json").write_text(
        '{"note": "of the first sentence", "complete": false,'
        ' "amounts": [{"text": "30억원", "value": 1, "note": "a sum"}],'
        ' "records": [{"amount": 3000000000, "program": "큰 공원", "fiscal_year": 1999,'
        ' "agencies": [], "open": ["program"], "note": "hard"}]}',
        "utf-8",
    )
    propose_update(folder).write()
    assert read(folder / "records.json") == {
        "note": "of the first sentence",
        "complete": False,
        "amounts": [{"text": "30억원", "value": 3000000000, "note": "a sum"}],
        "records": [
            {
                "amount": 3000000000,
                "program": "큰 공원",
                "agencies": ["가람시"],
                "fiscal_year": 2025,
                "open": ["program"],
                "note": "hard",
            }
        ],
    }


def test_what_is_reached_is_open_no_longer(tmp_path: Path) -> None:
    folder = make(tmp_path)
    change_record(folder, open=["program"])
    assert check_fixture(folder).differences[0].kind == "reached"
    propose_update(folder).write()
    assert "open" not in read(folder / "records.json")["records"][0]


def test_a_page_that_fails_by_now_changes_its_files(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "input.txt").write_text(" ")
    written = propose_update(folder).write()
    assert {path.name for path in written} == {"article.json", "error.json", "records.json"}
    assert sorted(path.name for path in folder.iterdir()) == [
        "error.json",
        "input.txt",
        "meta.json",
    ]
    (folder / "input.txt").write_text(PAGE, "utf-8")
    propose_update(folder).write()
    assert not (folder / "error.json").exists()
    assert check_fixture(folder).status == "ok"


def test_the_versions_that_wrote_it_are_noted(tmp_path: Path) -> None:
    folder = make(tmp_path)
    rewrite(folder / "meta.json", versions={"newsextract": "0.0.1"}, note="kept")
    change_record(folder, program="다른 사업")
    (name, then, _), *_ = check_fixture(folder).versions
    assert (name, then) == ("newsextract", "0.0.1")
    propose_update(folder).write()
    meta = read(folder / "meta.json")
    assert meta["versions"]["newsextract"] != "0.0.1"
    assert (meta["note"], meta["url"]) == ("kept", "https://garam.example/1")


def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path)
    change_record(folder, program="다른 사업")
    rewrite(folder / "article.json", headline="다른 제목")
    before = bytes_in(folder)
    proposed = propose_update(folder)
    calls = iter([None])

    def full(_: int) -> None:
        if next(calls, "full"):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FixtureError, match="No space left"):
        proposed.write()
    assert bytes_in(folder) == before


def test_a_bug_is_never_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise ValueError("oops")

    monkeypatch.setattr("newsextract.api.parse", broken)
    verdict = check_fixture(folder)
    assert verdict.status == "broken"
    assert verdict.problem is not None
    assert verdict.problem.kind == "internal"
    with pytest.raises(ValueError, match="oops"):
        propose_update(folder)
