"""The fixtures' articles give the records that were written down for them by hand.

A folder `fixtures/<name>` with a `records.json` is one case. Only the fields that stand
there are compared. `open` names fields whose right answer is written down although the
rules do not reach it yet, and fails once they do; `"complete": false` says that further
amounts and records of the text (the rows of a table) are not written down.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from newsextract.article import parse
from newsextract.budget import extract_records
from newsextract.models import Amount, BudgetRecord, Check

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = sorted(p.parent for p in FIXTURES.glob("*/records.json"))
Extracted = tuple[tuple[Amount, ...], tuple[BudgetRecord, ...], tuple[Check, ...]]


@pytest.fixture(params=CASES, ids=lambda p: p.name)
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Extracted]:
    folder: Path = request.param
    meta = folder / "meta.json"
    url = json.loads(meta.read_text("utf-8")).get("url") if meta.exists() else None
    source = next(folder.glob("input.*"))
    content = source.read_text("utf-8") if source.suffix == ".txt" else source.read_bytes()
    expected = json.loads((folder / "records.json").read_text("utf-8"))
    return expected, extract_records(parse(content, url=url))


def is_closed(entry: dict[str, Any], field: str) -> bool:
    return field in entry and field not in entry.get("open", ())


def test_there_are_cases() -> None:
    assert "daehannews-2018-12-27" in [c.name for c in CASES]


def test_amounts_and_roles(case: tuple[dict[str, Any], Extracted]) -> None:
    expected, (amounts, _, _) = case
    written = expected["amounts"]
    if expected.get("complete", True):
        assert [a.text for a in amounts] == [e["text"] for e in written]
    found = iter(amounts)
    for entry in written:
        amount = next(a for a in found if a.text == entry["text"])
        assert amount.exact == entry["value"]
        for field in ("role", "funding_source"):
            if is_closed(entry, field):
                assert getattr(amount, field) == entry[field], entry["text"]


def test_records(case: tuple[dict[str, Any], Extracted]) -> None:
    expected, (_, records, _) = case
    by_sum = {r.amount.exact: r for r in records}
    sums = {r.id: r.amount.exact for r in records}
    if expected.get("complete", True):
        assert [r.amount.exact for r in records] == [e["amount"] for e in expected["records"]]
    for entry in expected["records"]:
        record = by_sum[entry["amount"]]
        got = {
            "components": {c.source.label: c.amount and c.amount.exact for c in record.components},
            "program": record.program and record.program.text,
            "agencies": [a.name for a in record.agencies],
            "period": record.period and [record.period.first, record.period.last],
            "parent": record.parent and sums[record.parent],
            **record.model_dump(include={"fiscal_year", "action", "phase", "project_count"}),
        }
        fields = [f for f in got if is_closed(entry, f)]
        assert {f: got[f] for f in fields} == {f: entry[f] for f in fields}, entry["amount"]
        reached = [f for f in entry.get("open", ()) if f in got and got[f] == entry[f]]
        assert reached == [], "right by now: take it out of `open`"


def test_checks(case: tuple[dict[str, Any], Extracted]) -> None:
    expected, (_, _, checks) = case
    written = [
        (e["kind"], e["status"], e["difference"], e.get("category"))
        for e in expected["checks"]
        if "open" not in e
    ]
    found = [(c.kind, c.status, c.difference, c.category) for c in checks]
    if expected.get("complete", True):
        assert found == written
    for entry in written:
        assert entry in found
