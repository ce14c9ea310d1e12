"""What is printed of the size is the size."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PathDistribution
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def size(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("size")


def installed(site: Path, name: str, needs: tuple[str, ...], data: bytes) -> None:
    """A distribution of one file."""
    info = site / f"{name}-1.dist-info"
    info.mkdir()
    lines = [f"Metadata-Version: 2.4\nName: {name}\nVersion: 1"]
    lines += [f"Requires-Dist: {need}" for need in needs]
    (info / "METADATA").write_text("\n".join(lines) + "\n", "utf-8")
    (info / "RECORD").write_text(f"{name}.py,,\n", "utf-8")
    (site / f"{name}.py").write_bytes(data)


def test_all_that_is_needed_is_counted_once(
    size: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "aa", ("bb>=1", "c.c", "none; sys_platform == 'x'"), b"1")
    installed(tmp_path, "bb", ("c_c (>=2)", "dd; extra == 'more'"), b"22")
    installed(tmp_path, "c_c", ("aa",), b"4444")  # a circle
    installed(tmp_path, "dd", (), b"88888888")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert size.closure({"aa"}) == {"aa": 1, "bb": 2, "c-c": 4}
    assert size.closure({"none"}) == {}
    found = PathDistribution(tmp_path / "bb-1.dist-info")
    assert size.wanted(found, None) == {"c-c"}
    assert size.wanted(found, "more") == {"dd"}


def test_the_table_adds_up(size: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    size.main([])
    lines = capsys.readouterr().out.splitlines()
    numbers = {line[:24].strip(): float(line[24:].removesuffix(" MB")) for line in lines}
    total = numbers["with all it needs"]
    parts = [value for name, value in numbers.items() if "adds" not in name and "with" not in name]
    assert sum(parts) == pytest.approx(total, abs=0.05 * len(parts))
    assert numbers["kiwipiepy-model"] > numbers["typer"]
