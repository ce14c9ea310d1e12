"""One floor of the house knows only the floors below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# From the ground up. A room may import its own floor and those above it in this list.
FLOORS = (
    {"errors", "models"},
    {"language"},
    {"money"},
    {"article"},
    {"budget"},
    {"outcome", "archives"},
    {"fetching"},
    {"api", "schema", "batch"},
    {"fixtures"},
    {"report"},
    {"review"},
    {"cli"},
    {"__main__"},
)
# The door itself: importing it costs nothing and everyone may ask it for the version.
DOOR = "__init__"

SRC = Path(__file__).resolve().parents[1] / "src" / "newsextract"
FILES = sorted(SRC.rglob("*.py"))


def floor_of(room: str) -> int:
    for number, rooms in enumerate(FLOORS):
        if room in rooms:
            return number
    raise AssertionError(f"{room} stands on no floor: add it to FLOORS")


def rooms_imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of each part of the package that a file imports, lazily or not."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            if node.module == "newsextract":
                names = [f"newsextract.{alias.name}" for alias in node.names]
            else:
                names = [node.module or ""]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "newsextract" and len(parts) > 1:
                yield node.lineno, parts[1]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_room_imports_only_its_own_floor_and_those_below(path: Path) -> None:
    own = path.relative_to(SRC).parts[0].removesuffix(".py")
    if own == DOOR:
        return
    too_high = [
        f"{path.relative_to(SRC)}:{line} imports {room}"
        for line, room in rooms_imported(path)
        if floor_of(room) > floor_of(own)
    ]
    assert not too_high


def test_the_check_sees_lazy_imports(tmp_path: Path) -> None:
    room = tmp_path / "room.py"
    room.write_text("def f():\n    from newsextract import api\n    import newsextract.cli.won\n")
    assert list(rooms_imported(room)) == [(2, "api"), (3, "cli")]
