"""The annotated articles in fixtures/articles are sound in themselves, whatever a program reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "articles"
PATHS = sorted(FOLDER.glob("*.json"))
ROLES = {"budget", "component", "delta", "per_unit", "other"}
ARTICLE_FIELDS = {
    "id", "url", "publisher", "published", "title", "text_file", "amounts", "records",
}  # fmt: skip
AMOUNT_FIELDS = {"i", "text", "nth", "krw", "currency", "role", "source", "qualifier"}
RECORD_FIELDS = {
    "amount", "components", "breakdown_ok", "parent",
    "program", "agency", "fiscal_year", "period", "action",
}  # fmt: skip
PERIOD = re.compile(r"((?:19|20)\d\d)?-((?:19|20)\d\d)")
Gold = dict[str, Any]


def load(path: Path) -> Gold:
    gold: Gold = json.loads(path.read_text(encoding="utf-8"))
    return gold


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def path(request: pytest.FixtureRequest) -> Path:
    param: Path = request.param
    return param


@pytest.fixture
def gold(path: Path) -> Gold:
    return load(path)


@pytest.fixture
def text(path: Path) -> str:
    return path.with_suffix(".txt").read_text(encoding="utf-8")


def place(text: str, amount: Gold) -> int:
    at = -1
    for _ in range(amount["nth"] + 1):
        at = text.find(amount["text"], at + 1)
        if at < 0:
            break
    return at


def top_level(gold: Gold, record: Gold) -> list[int]:
    return [i for i in record["components"] if "of" not in gold["amounts"][i]]


def krw_sum(gold: Gold, indexes: list[int]) -> int | None:
    values = [gold["amounts"][i]["krw"] for i in indexes]
    return None if None in values else sum(values)


def test_the_set_is_large_and_varied() -> None:
    golds = [load(p) for p in PATHS]
    hard = [g for g in golds if g["id"].startswith("hard-") or not g["records"]]
    years = {int(g["published"][:4]) for g in golds}
    assert len(golds) >= 60
    assert 3 * len(hard) >= len(golds)
    assert sum(not g["records"] for g in golds) >= 16
    assert min(years) <= 1995
    assert max(years) >= 2026
    assert len(years) >= 20


def test_every_text_has_its_annotation() -> None:
    assert {p.stem for p in FOLDER.glob("*.txt")} == {p.stem for p in PATHS}


def test_fields_and_head(path: Path, gold: Gold, text: str) -> None:
    assert set(gold) == ARTICLE_FIELDS
    assert gold["id"] == path.stem
    assert gold["text_file"] == path.with_suffix(".txt").name
    assert gold["url"] is None
    assert gold["publisher"]
    assert 1994 <= date.fromisoformat(gold["published"]).year <= 2026
    assert gold["title"] in {None, text.split("\n", 1)[0]}
    assert len([line for line in text.split("\n") if line.strip()]) >= 4


def test_amounts_stand_in_the_text_in_order(gold: Gold, text: str) -> None:
    end = 0
    for amount in gold["amounts"]:
        at = place(text, amount)
        assert at >= end, f"{amount['text']} (nth {amount['nth']}) is not there in order"
        end = at + len(amount["text"])


def test_amount_fields(gold: Gold) -> None:
    for index, amount in enumerate(gold["amounts"]):
        assert set(amount) - {"of", "same_as"} == AMOUNT_FIELDS
        assert amount["i"] == index
        assert amount["role"] in ROLES
        if amount["currency"] == "KRW":
            assert amount["krw"] is None or amount["krw"] > 0
        else:
            assert amount["krw"] is None
        if amount["role"] == "component":
            assert amount["source"]


def test_no_plain_sum_in_won_is_forgotten(gold: Gold, text: str) -> None:
    """Digits that end in 원 are money; whatever the annotation leaves out must not be."""
    spans = [(at, at + len(a["text"])) for a in gold["amounts"] if (at := place(text, a)) >= 0]
    for match in re.finditer(r"(?:\d[십백천만억조]*|수[십백천만억조]+)\s?원(?![가-힣]{2})", text):
        inside = any(start <= match.start() < end for start, end in spans)
        assert inside, text[max(0, match.start() - 15) : match.end() + 5]


def test_qualifiers_stand_by_their_amount(gold: Gold, text: str) -> None:
    for amount in gold["amounts"]:
        if amount["qualifier"] is not None:
            at = place(text, amount)
            around = text[max(0, at - 6) : at + len(amount["text"]) + 6]
            assert amount["qualifier"] in around, amount["text"]


def test_same_as_points_at_a_main_entry_of_the_same_role(gold: Gold) -> None:
    amounts = gold["amounts"]
    for amount in amounts:
        if "same_as" in amount:
            main = amounts[amount["same_as"]]
            assert main["i"] != amount["i"]
            assert "same_as" not in main
            assert main["role"] == amount["role"]


def test_nested_components_belong_to_a_component(gold: Gold) -> None:
    amounts = gold["amounts"]
    for amount in amounts:
        if "of" in amount:
            holder = amounts[amount["of"]]
            assert amount["role"] == holder["role"] == "component"
            assert amount["krw"] <= holder["krw"]
            record = next(r for r in gold["records"] if amount["i"] in r["components"])
            assert holder["i"] in record["components"]


def test_one_record_for_each_budget_and_none_else(gold: Gold) -> None:
    budgets = [a["i"] for a in gold["amounts"] if a["role"] == "budget"]
    assert [r["amount"] for r in gold["records"]] == budgets


def test_record_fields(gold: Gold) -> None:
    for record in gold["records"]:
        assert set(record) - {"same_as"} == RECORD_FIELDS
        year, period = record["fiscal_year"], record["period"]
        assert year is None or abs(year - int(gold["published"][:4])) <= 3
        if period is not None:
            match = PERIOD.fullmatch(period)
            assert match
            start, end = match.groups()
            assert start is None or int(start) < int(end)
        assert record.get("same_as") == gold["amounts"][record["amount"]].get("same_as")


def test_names_stand_in_the_text(gold: Gold, text: str) -> None:
    squeezed = "".join(text.split())
    for record in gold["records"]:
        if record["program"]:
            assert "".join(record["program"].split()) in squeezed


def test_components_belong_to_one_record(gold: Gold) -> None:
    mains = [r for r in gold["records"] if "same_as" not in r]
    used = Counter(i for record in mains for i in record["components"])
    components = {
        a["i"] for a in gold["amounts"] if a["role"] == "component" and "same_as" not in a
    }  # fmt: skip
    assert set(used) == components
    assert set(used.values()) <= {1}


def test_sums_agree_with_breakdown_ok(gold: Gold) -> None:
    for record in gold["records"]:
        tops = top_level(gold, record)
        main = record.get("same_as", record["amount"])
        total = gold["amounts"][main]["krw"]
        if not tops:
            assert record["breakdown_ok"] is None
        else:
            assert record["breakdown_ok"] is (krw_sum(gold, tops) == total)


def test_repeated_records_copy_their_main_one(gold: Gold) -> None:
    mains = {r["amount"]: r for r in gold["records"]}
    for record in gold["records"]:
        if "same_as" in record:
            main = mains[record["same_as"]]
            shared = RECORD_FIELDS - {"amount"}
            assert {f: record[f] for f in shared} == {f: main[f] for f in shared}


def test_parents_are_larger_main_records_without_circles(gold: Gold) -> None:
    mains = {r["amount"]: r for r in gold["records"] if "same_as" not in r}
    for record in gold["records"]:
        seen, at = {record["amount"]}, record["parent"]
        while at is not None:
            assert at in mains
            assert at not in seen
            seen.add(at)
            at = mains[at]["parent"]
        if record["parent"] is not None:
            child = gold["amounts"][record["amount"]]["krw"]
            parent = gold["amounts"][record["parent"]]["krw"]
            assert child is None or parent is None or child <= parent
