"""What is kept, and what a saved fixture holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsextract.errors import UsageError
from newsextract.fixtures import FixtureError, check_fixture, load_fixture
from newsextract.review.decisions import Patch
from newsextract.review.saving import TakenError
from newsextract.review.session import ConflictError, SaveRequest, Session

PARK, ROAD, WRONG, HOSTILE, EMPTY = range(5)


def key(view: dict[str, Any], text: str, nth: int = 0) -> str:
    found = [a["key"] for a in view["amounts"] if a["text"] == text]
    return str(found[nth])


def decide(session: Session, number: int, **change: Any) -> dict[str, Any]:
    revision = session.show(number, "ko")["revision"]
    return session.decide(number, Patch.model_validate({"revision": revision, **change}), "ko")


def save(session: Session, number: int, name: str, *, replace: bool = False) -> dict[str, Any]:
    revision = session.show(number, "ko")["revision"]
    request = SaveRequest(revision=revision, name=name, replace=replace)
    return session.save(number, request, "ko")


def records(folder: Path, name: str) -> dict[str, Any]:
    path = folder / "fixtures" / name / "records.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_looking_writes_nothing(folder: Path) -> None:
    session = Session.of(folder)
    for number in range(5):
        session.show(number, "ko")
    session.overview()
    assert not (folder / "fixtures").exists()


def test_saved_as_found_it_is_a_fixture_that_holds(folder: Path) -> None:
    session = Session.of(folder)
    view = save(session, PARK, "park")
    assert (view["status"], view["saved"]) == ("saved", "park")
    place = folder / "fixtures" / "park"
    assert check_fixture(place).status == "ok"
    assert load_fixture(place).input.read_bytes() == (folder / "1-park.html").read_bytes()


def test_an_input_that_fails_is_saved_as_its_error(folder: Path) -> None:
    session = Session.of(folder)
    assert session.show(EMPTY, "ko")["failure"]["kind"] == "empty_input"
    save(session, EMPTY, "empty")
    place = folder / "fixtures" / "empty"
    assert check_fixture(place).status == "ok"
    assert json.loads((place / "error.json").read_text("utf-8"))["kind"] == "empty_input"


def test_a_budget_that_is_none_loses_its_record(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(ROAD, "ko")
    assert [r["text"] for r in view["records"]] == ["30억원"]
    view = decide(session, ROAD, amounts={key(view, "30억원"): {"role": "other"}})
    assert view["records"] == []
    assert view["checks"] == []
    save(session, ROAD, "road")
    wanted = records(folder, "road")
    assert wanted["records"] == []
    assert wanted["amounts"][0]["role"] == "other"
    assert check_fixture(folder / "fixtures" / "road").status == "different"


def test_an_amount_that_is_a_budget_gets_a_record_of_its_own(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(ROAD, "ko")
    new = key(view, "3억원")
    decide(session, ROAD, amounts={new: {"role": "budget"}})
    view = decide(
        session,
        ROAD,
        records={new: {"fiscal_year": 2031, "agencies": ["가람시"], "parent": key(view, "30억원")}},
    )
    assert [r["text"] for r in view["records"]] == ["30억원", "3억원"]
    save(session, ROAD, "road")
    added = records(folder, "road")["records"][1]
    assert added["amount"] == 300_000_000
    assert added["fiscal_year"] == 2031
    assert added["agencies"] == ["가람시"]
    assert added["parent"] == 3_000_000_000


def test_a_source_said_otherwise_changes_the_component_and_its_colour(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(WRONG, "ko")
    decide(session, WRONG, amounts={key(view, "11억"): {"funding_source": "도비"}})
    save(session, WRONG, "wrong")
    wanted = records(folder, "wrong")
    assert wanted["records"][0]["components"] == {"국비": 2_000_000_000, "도비": 1_100_000_000}
    assert wanted["checks"][0]["status"] == "mismatch"  # nothing is repaired
    assert wanted["checks"][0]["difference"] == 100_000_000


def test_a_component_taken_out_is_missed_by_the_check(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(PARK, "ko")
    view = decide(session, PARK, amounts={key(view, "30억"): {"role": "delta"}})
    (check,) = [c for c in view["checks"] if c["status"] == "mismatch"]
    assert check["total"] == "120억원"
    assert [t[0] for t in check["terms"]] == ["국비", "시비"]


def test_an_amount_becomes_a_component_once_its_source_is_said(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(ROAD, "ko")
    new = key(view, "3억원")
    view = decide(session, ROAD, amounts={new: {"role": "component"}})
    assert view["problems"] == [{"key": new, "what": "no_source"}]
    assert len(view["records"][0]["components"]) == 2
    view = decide(session, ROAD, amounts={new: {"funding_source": "군비"}})
    assert view["problems"] == []
    assert [c["label"] for c in view["records"][0]["components"]] == ["국비", "시비", "군비"]


def test_a_decision_taken_back_leaves_what_was_found(folder: Path) -> None:
    session = Session.of(folder)
    before = session.show(PARK, "ko")
    one = key(before, "120억원")
    decide(session, PARK, amounts={one: {"role": "other"}}, records={one: {"fiscal_year": 1999}})
    after = decide(session, PARK, amounts={one: None}, records={one: None})
    for name in ("amounts", "records", "checks"):
        assert after[name] == before[name]


@pytest.mark.parametrize(
    "change",
    [
        {"program": {"start": 0, "end": 99_999}},
        {"program": {"start": 3, "end": 5}},  # ends in white space
        {"parent": "0-1"},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(folder: Path, change: dict[str, Any]) -> None:
    session = Session.of(folder)
    one = key(session.show(ROAD, "ko"), "30억원")
    with pytest.raises(UsageError):
        decide(session, ROAD, records={one: change})
    assert session.show(ROAD, "ko")["revision"] == 0


def test_nothing_is_a_part_of_itself(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(PARK, "ko")
    whole, part = key(view, "120억원"), key(view, "80억원")
    with pytest.raises(UsageError, match="circle"):
        decide(session, PARK, records={whole: {"parent": part}})
    with pytest.raises(UsageError, match="circle"):
        decide(session, PARK, records={whole: {"parent": whole}})


def test_a_link_that_is_cut_takes_its_checks_along(folder: Path) -> None:
    session = Session.of(folder)
    view = session.show(PARK, "ko")
    view = decide(session, PARK, records={key(view, "40억원"): {"parent": None}})
    rollups = [c for c in view["checks"] if c["kind"] == "rollup"]
    assert [c["status"] for c in rollups] == ["mismatch"]
    view = decide(session, PARK, records={key(view, "80억원"): {"parent": None}})
    assert [c["kind"] for c in view["checks"]] == ["components"] * 3


def test_a_review_is_left_and_resumed(folder: Path) -> None:
    session = Session.of(folder)
    one = key(session.show(ROAD, "ko"), "3억원")
    decide(session, ROAD, amounts={one: {"role": "other", "accepted": True}}, note="다리")
    again = Session.of(folder)
    assert [a["status"] for a in again.overview()["articles"]][ROAD] == "begun"
    assert again.overview()["resume"] == ROAD
    view = again.show(ROAD, "ko")
    (amount,) = [a for a in view["amounts"] if a["key"] == one]
    assert (amount["role"], amount["accepted"], view["note"]) == ("other", True, "다리")
    save(again, ROAD, "road")
    assert Session.of(folder).overview()["resume"] == WRONG  # the next that is not saved
    decide(again, ROAD, note="또 다리")
    assert again.show(ROAD, "ko")["status"] == "changed"


def test_fixtures_are_no_articles_of_the_next_review(folder: Path) -> None:
    save(Session.of(folder), ROAD, "road")
    assert len(Session.of(folder).catalogue.places) == 5


def test_two_windows_do_not_undo_each_other(folder: Path) -> None:
    session = Session.of(folder)
    stale = Patch(revision=0, note="나중")
    decide(session, ROAD, note="먼저")
    with pytest.raises(ConflictError):
        session.decide(ROAD, stale, "ko")
    with pytest.raises(ConflictError):
        session.save(ROAD, SaveRequest(revision=0, name="road"), "ko")
    assert session.show(ROAD, "ko")["note"] == "먼저"


def test_nothing_is_replaced_unless_told_so(folder: Path) -> None:
    session = Session.of(folder)
    save(session, ROAD, "road")
    mine = folder / "fixtures" / "road" / "notes.md"
    mine.write_text("own words")
    with pytest.raises(TakenError):
        save(session, WRONG, "road")
    assert check_fixture(folder / "fixtures" / "road").status == "ok"
    assert session.show(WRONG, "ko")["status"] == "new"
    save(session, PARK, "road", replace=True)  # another suffix: the old input has to go
    place = folder / "fixtures" / "road"
    assert check_fixture(place).status == "ok"
    assert load_fixture(place).input.name == "input.html"
    assert mine.read_text() == "own words"


def test_what_is_no_fixture_is_not_replaced(folder: Path) -> None:
    other = folder / "fixtures" / "road"
    other.mkdir(parents=True)
    (other / "thesis.txt").write_text("years of work")
    with pytest.raises(FixtureError):
        save(Session.of(folder), ROAD, "road", replace=True)
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]


def test_a_link_inside_a_fixture_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    session = Session.of(folder)
    save(session, ROAD, "road")
    target = tmp_path / "target.json"
    target.write_text("{}")
    records_file = folder / "fixtures" / "road" / "records.json"
    original = records_file.read_bytes()
    records_file.unlink()
    target.write_bytes(original)
    records_file.symlink_to(target)
    with pytest.raises(UsageError, match="link"):
        save(session, ROAD, "road", replace=True)
    assert target.read_bytes() == original


def test_decisions_on_a_page_that_changed_are_put_aside_not_lost(folder: Path) -> None:
    session = Session.of(folder)
    decide(session, ROAD, note="전에 쓴 말")
    (folder / "2-road.txt").write_text("나루시는 다리에 5억원을 쓴다.\n", "utf-8")
    again = Session.of(folder)
    view = again.show(ROAD, "ko")
    assert (view["notice"], view["note"]) == ("page_changed", "")
    decide(again, ROAD, note="새 말")
    (old,) = (folder / "fixtures" / ".review").glob("*.old")
    assert "전에 쓴 말" in old.read_text("utf-8")
    assert again.show(ROAD, "ko")["note"] == "새 말"


def test_a_damaged_state_is_told_and_put_aside(folder: Path) -> None:
    session = Session.of(folder)
    decide(session, ROAD, note="가")
    (state,) = (folder / "fixtures" / ".review").iterdir()
    state.write_text("{half")
    assert session.show(ROAD, "ko")["notice"] == "damaged"
    decide(session, ROAD, note="나")
    assert session.show(ROAD, "ko")["notice"] is None


def test_the_day_of_reading_is_the_frozen_clock_of_the_fixture(folder: Path) -> None:
    (folder / "2-road.txt").write_text("가람시는 내년 도로 정비에 30억원을 투입한다.\n", "utf-8")
    session = Session.of(folder)
    assert session.show(ROAD, "ko")["records"][0]["fiscal_year"] is None
    view = decide(session, ROAD, published="2018-12-27")
    assert view["records"][0]["fiscal_year"] == 2019
    save(session, ROAD, "road")
    assert load_fixture(folder / "fixtures" / "road").meta.published == "2018-12-27"
    assert check_fixture(folder / "fixtures" / "road").status == "ok"


def test_rows_of_a_container_are_articles_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "lines"
    folder.mkdir()
    rows = [{"text": f"가람시는 도로 {n}호에 {n}억원을 투입한다."} for n in (1, 2, 3)]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "rows.jsonl").write_text(lines, "utf-8")
    session = Session.of(folder)
    assert [a["key"] for a in session.overview()["articles"]] == [
        f"rows.jsonl#{n}" for n in (1, 2, 3)
    ]
    assert session.show(2, "ko")["amounts"][0]["text"] == "3억원"
    save(session, 2, "third")
    place = folder / "fixtures" / "third"
    assert load_fixture(place).input.name == "input.txt"
    assert check_fixture(place).status == "ok"


def test_a_link_out_of_the_folder_is_not_shown(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("나루시는 비밀에 5억원을 쓴다.")
    (folder / "6-link.txt").symlink_to(tmp_path / "secret.txt")
    overview = Session.of(folder).overview()
    assert len(overview["articles"]) == 5
    assert overview["skipped"] == {"link out of the folder": 1}


def test_an_empty_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to review"):
        Session.of(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        Session.of(tmp_path / "none")


def test_the_page_gets_the_text_whole_and_amounts_where_they_stand(folder: Path) -> None:
    view = Session.of(folder).show(PARK, "ko")
    text = view["article"]["text"]
    for block in view["article"]["blocks"]:
        for piece in block["pieces"]:
            assert text[piece["at"] : piece["at"] + len(piece["text"])] == piece["text"]
    joined = "\n".join("".join(p["text"] for p in b["pieces"]) for b in view["article"]["blocks"])
    assert joined == text
    marked = [p["key"] for b in view["article"]["blocks"] for p in b["pieces"] if "key" in p]
    assert marked == [amount["key"] for amount in view["amounts"]]
    assert {entry["zone"] for entry in view["removed"]} >= {"related", "navigation"}
