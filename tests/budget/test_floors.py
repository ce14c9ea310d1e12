"""No change may read the project's own annotated articles worse than the pinned floors."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "fixtures" / "articles"
FLOORS: dict[str, float] = tomllib.loads((ARTICLES / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(load_script: Callable[[Path], ModuleType]) -> dict[str, float]:
    benchmark = load_script(ROOT / "benchmarks" / "budget.py")
    tally, _, count = benchmark.run([ARTICLES])
    assert count >= 80
    found: dict[str, float] = benchmark.report(tally)
    return found


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_holds(scores: dict[str, float], name: str) -> None:
    assert scores[name] >= FLOORS[name]


def test_at_most_two_records_in_articles_without_budgets(scores: dict[str, float]) -> None:
    assert scores["false records"] <= 2
