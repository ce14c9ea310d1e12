"""The reading of the project's own pages never gets worse than it once was."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def floors() -> Any:
    """The script `benchmarks/floors.py` as a module."""
    spec = importlib.util.spec_from_file_location("_floors", ROOT / "benchmarks" / "floors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["profiles", "generic"])
def test_no_floor_is_undercut(floors: Any, kind: str) -> None:
    pinned = floors.read_floors()[kind]
    assert set(pinned) == {"pages", "body_f1", *floors.FIELDS}
    measured = floors.measure(profiles=kind == "profiles")
    assert not floors.below(measured, pinned), measured


def test_an_update_raises_floors(floors: Any, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    assert floors.update({"profiles": {"pages": 2.0, "body_f1": 0.91239}}, path) == []
    assert floors.read_floors(path) == {"profiles": {"pages": 2, "body_f1": 0.9123}}
    assert floors.update({"profiles": {"pages": 3.0, "body_f1": 1.0}}, path) == []
    assert floors.read_floors(path) == {"profiles": {"pages": 3, "body_f1": 1.0}}


@pytest.mark.parametrize(
    ("measured", "missed"),
    [
        ({"pages": 2.0, "body_f1": 0.9}, ["profiles.body_f1"]),
        ({"pages": 1.0, "body_f1": 1.0}, ["profiles.pages"]),
        ({"pages": 2.0}, ["profiles.body_f1"]),
    ],
)
def test_an_update_cannot_lower_a_floor(
    floors: Any, tmp_path: Path, measured: dict[str, float], missed: list[str]
) -> None:
    path = tmp_path / "floors.toml"
    floors.update({"profiles": {"pages": 2.0, "body_f1": 0.95}}, path)
    before = path.read_bytes()
    assert floors.update({"profiles": measured}, path) == missed
    assert path.read_bytes() == before


def test_updating_twice_changes_nothing(floors: Any, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    measured = {"profiles": {"pages": 3.0, "body_f1": 2 / 3}}
    floors.update(measured, path)
    first = path.read_bytes()
    assert floors.update(measured, path) == []
    assert path.read_bytes() == first


def test_a_refused_page_scores_nothing_and_a_wrong_field_counts(
    floors: Any, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>", "utf-8")
    expected = {"url": None, "paragraphs": ["예산 5억원을 썼다."], "headline": "제목"}
    (tmp_path / "a.json").write_text(json.dumps(expected), "utf-8")
    measured = floors.measure(profiles=True, pages=tmp_path)
    assert measured["pages"] == 1
    assert measured["body_f1"] == measured["headline"] == 0
