"""Notation cases and peer suites kept beside the project, where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsextract.models import Amount
from newsextract.money import find_amounts

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "cases"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the cases of others (../shared/cases) are not beside the project"
)


def load(name: str) -> list[dict[str, Any]]:
    path = SHARED / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def test_every_plain_case_and_nearly_every_hard_one(
    load_script: Callable[[Path], ModuleType],
) -> None:
    benchmark = load_script(ROOT / "benchmarks" / "notation.py")
    cases = load("notation.json")
    right = {c["id"] for c in cases if benchmark.amounts_agree(c) and benchmark.breakdown_agrees(c)}
    plain = {c["id"] for c in cases if not c["hard"]}
    hard = {c["id"] for c in cases if c["hard"]}
    assert plain <= right
    assert len(hard & right) >= 0.92 * len(hard)


def peer_agrees(case: dict[str, Any]) -> bool:
    wanted = [e for e in case["expected"] if not e.get("bare_unit")]
    found = find_amounts(case["input"])
    return len(found) == len(wanted) and all(map(value_agrees, wanted, found))


def value_agrees(wanted: dict[str, Any], found: Amount) -> bool:
    """A peer that gives one value knows no bounds: 2억 달러 이상 is 200,000,000 to it."""
    low, high = bounds(wanted)
    if wanted["value"] is not None and found.qualifiers:
        return low in (found.low, found.high)
    return (low, high) == (found.low, found.high)


def bounds(wanted: dict[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """The peer's value in the currency's own unit: its cents and pence are hundredths."""
    scale = 100 if wanted["unit"] in ("Cent", "Pence") else 1

    def value(name: str) -> Decimal | None:
        return Decimal(wanted[name]) / scale if wanted.get(name) is not None else None

    if wanted["value"] is not None:
        return value("value"), value("value")
    return value("low"), value("high")


def test_the_money_suite_of_duckling_in_full() -> None:
    cases = load("peers/duckling_money_ko.json")
    assert [c["id"] for c in cases if not peer_agrees(c)] == []


def test_the_currency_suite_of_recognizers_where_it_is_right() -> None:
    cases = [c for c in load("peers/recognizers_currency_ko.json") if not c.get("wrong_in_source")]
    right = [c for c in cases if peer_agrees(c)]
    assert len(right) >= 0.98 * len(cases)
