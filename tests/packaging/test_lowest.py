"""Lower bounds of dependencies are claims, and each is tried by tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def lowest(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("lowest")


def test_each_dependency_is_held_at_its_lower_bound(lowest: ModuleType) -> None:
    table = lowest.project()
    held = [Requirement(line) for line in lowest.constraints(table)]
    asked = lowest.requirements(table)
    assert {each.name for each in held} == {each.name for each in asked}
    by_name = {each.name: each for each in held}
    for requirement in asked:
        (pin,) = by_name[requirement.name].specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("numpy>=2", "numpy==2"),
        ("httpx>=0.28.1,<0.29", "httpx==0.28.1"),
        ("a~=1.4", "a==1.4"),
        ("b[x]>=1; python_version < '3.14'", 'b==1; python_version < "3.14"'),
    ],
)
def test_the_lowest_of_a_requirement(lowest: ModuleType, asked: str, held: str) -> None:
    assert lowest.lowest(Requirement(asked)) == held


@pytest.mark.parametrize("asked", ["numpy", "numpy<3", "numpy!=2.1"])
def test_a_dependency_without_a_lower_bound_is_refused(lowest: ModuleType, asked: str) -> None:
    with pytest.raises(SystemExit, match="no lower bound"):
        lowest.lowest(Requirement(asked))


def test_two_lower_bounds_of_one_dependency_are_refused(lowest: ModuleType) -> None:
    table = {"dependencies": ["a.b>=1"], "optional-dependencies": {"x": ["A-B>=2"]}}
    with pytest.raises(SystemExit, match="two lower bounds of a-b"):
        lowest.constraints(table)


def test_each_dependency_is_tried_by_tests_that_exist(lowest: ModuleType, root: Path) -> None:
    """A new dependency needs a line in scripts/packaging_tests.toml."""
    guards = lowest.guards()
    asked = {canonicalize_name(each.name) for each in lowest.requirements(lowest.project())}
    assert guards.keys() == asked
    for name, paths in guards.items():
        assert paths, name
        for path in paths:
            file, _, test = path.partition("::")
            assert (root / file).exists(), path
            if test:
                assert re.search(rf"^def {test}\(", (root / file).read_text("utf-8"), re.MULTILINE)


def test_what_the_tests_ask_for_is_no_lower_than_what_the_package_does(
    lowest: ModuleType, root: Path
) -> None:
    text = (root / "pyproject.toml").read_text("utf-8")
    for requirement in lowest.requirements(lowest.project()):
        bounds = set(re.findall(rf'"{re.escape(requirement.name)}(>=[\d.]+)', text))
        assert len(bounds) == 1, f"{requirement.name}: {bounds}"


def test_what_it_prints(lowest: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    lowest.main([])
    assert "==" in capsys.readouterr().out
    lowest.main(["--extras"])
    assert capsys.readouterr().out.strip().split(",") == sorted(
        lowest.project()["optional-dependencies"]
    )
    lowest.main(["--tests"])
    assert all(line.startswith("tests/") for line in capsys.readouterr().out.split())
    with pytest.raises(SystemExit):
        lowest.main(["--nosuch"])
