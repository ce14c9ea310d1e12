"""What is built is looked through: nothing missing, nothing too much, metadata that holds."""

from __future__ import annotations

import io
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = """\
[project]
name = "newsextract"
license = "Apache-2.0"
license-files = ["LICENSE"]
dependencies = ["backports.zstd>=1.0; python_version < '3.14'"]
[project.optional-dependencies]
sql = ["duckdb>=1.1"]
[project.scripts]
newsextract = "newsextract.cli.main:main"
[project.entry-points.pytest11]
newsextract = "newsextract.fixtures.plugin"
"""
METADATA = """\
Metadata-Version: 2.4
Name: newsextract
Version: 0.1.0
License-Expression: Apache-2.0
License-File: LICENSE
Classifier: Programming Language :: Python :: 3.11
Classifier: Programming Language :: Python :: 3.12
Classifier: Programming Language :: Python :: 3.13
Classifier: Programming Language :: Python :: 3.14
Requires-Python: >=3.11
Requires-Dist: backports-zstd>=1.0; python_version < '3.14'
Provides-Extra: sql
Requires-Dist: duckdb>=1.1; extra == 'sql'
Description-Content-Type: text/markdown

# newsextract
"""
INFO = "newsextract-0.1.0.dist-info"


@pytest.fixture(scope="module")
def contents(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("contents")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project of a few files."""
    package = tmp_path / "src" / "newsextract"
    for name in ("__init__.py", "py.typed", "report/style.css", "batch/store/views.sql"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(f"/* {name} */", "utf-8")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_bytes(b"\0")
    (tmp_path / "LICENSE").write_text("Apache", "utf-8")
    (tmp_path / "pyproject.toml").write_text(PROJECT, "utf-8")
    return tmp_path


@pytest.fixture
def wheel(contents: ModuleType, tree: Path) -> dict[str, bytes]:
    """The wheel as it should be."""
    files: dict[str, bytes] = contents.package_files(tree)
    commands = (
        b"[console_scripts]\nnewsextract = newsextract.cli.main:main\n\n"
        b"[pytest11]\nnewsextract = newsextract.fixtures.plugin\n"
    )
    for name, data in {
        "METADATA": METADATA.encode(),
        "RECORD": b"",
        "WHEEL": b"",
        "entry_points.txt": commands,
        "licenses/LICENSE": b"Apache",
    }.items():
        files[f"{INFO}/{name}"] = data
    return files


def test_a_whole_wheel_has_no_problems(
    contents: ModuleType, tree: Path, wheel: dict[str, bytes]
) -> None:
    assert list(contents.check_wheel(wheel, tree)) == []


@pytest.mark.parametrize(
    "lost",
    ["newsextract/report/style.css", "newsextract/batch/store/views.sql", "newsextract/py.typed"],
)
def test_a_data_file_that_is_missing_is_told(
    contents: ModuleType, tree: Path, wheel: dict[str, bytes], lost: str
) -> None:
    del wheel[lost]
    assert list(contents.check_wheel(wheel, tree)) == [f"the wheel lacks {lost}"]


@pytest.mark.parametrize(
    "extra", ["tests/test_api.py", "fixtures/a/input.txt", "newsextract/x.pyc"]
)
def test_what_does_not_belong_there_is_told(
    contents: ModuleType, tree: Path, wheel: dict[str, bytes], extra: str
) -> None:
    wheel[extra] = b""
    (problem,) = contents.check_wheel(wheel, tree)
    assert problem == f"the wheel has {extra}, which does not belong there"


def test_a_file_that_is_another_is_told(
    contents: ModuleType, tree: Path, wheel: dict[str, bytes]
) -> None:
    wheel["newsextract/__init__.py"] = b"old"
    assert list(contents.check_wheel(wheel, tree)) == [
        "the wheel has another newsextract/__init__.py"
    ]


def test_a_wheel_without_its_licence_or_command(
    contents: ModuleType, tree: Path, wheel: dict[str, bytes]
) -> None:
    del wheel[f"{INFO}/licenses/LICENSE"]
    assert list(contents.check_wheel(wheel, tree)) == ["the wheel lacks dist-info/licenses/LICENSE"]
    wheel[f"{INFO}/licenses/LICENSE"] = b"Apache"
    wheel[f"{INFO}/entry_points.txt"] = b"[console_scripts]\nnewsextract = newsextract:none\n"
    (problem,) = contents.check_wheel(wheel, tree)
    assert "commands" in problem


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Classifier: Programming Language :: Python :: 3.14\n", "classifier for Python 3.14"),
        ("License-Expression: Apache-2.0\n", "licence None"),
        ("Description-Content-Type: text/markdown\n", "no description in Markdown"),
        ("Requires-Dist: duckdb>=1.1; extra == 'sql'\n", "other dependencies"),
    ],
)
def test_metadata_that_lacks_a_line(contents: ModuleType, line: str, told: str) -> None:
    project = tomllib.loads(PROJECT)["project"]
    assert line in METADATA
    (problem,) = contents.check_metadata(METADATA.replace(line, "").encode(), project)
    assert told in problem


def test_metadata_that_is_not_valid_is_refused(contents: ModuleType) -> None:
    project = tomllib.loads(PROJECT)["project"]
    broken = METADATA.replace("Version: 0.1.0", "Version: tomorrow").encode()
    with pytest.raises(ExceptionGroup):
        list(contents.check_metadata(broken, project))


def test_an_sdist_is_read_and_leftovers_are_told(
    contents: ModuleType, tree: Path, tmp_path: Path
) -> None:
    files = {f"src/{name}": data for name, data in contents.package_files(tree).items()}
    files |= dict.fromkeys(contents.OF_THE_SDIST, b"")
    files |= {f"{folder}/a": b"" for folder in ("tests", "fixtures", "schemas")}
    assert list(contents.check_sdist(files, tree)) == []
    files["tests/__pycache__/a.pyc"] = b""
    del files["src/newsextract/report/style.css"]
    archive = tmp_path / "newsextract-0.1.0.tar.gz"
    with tarfile.open(archive, "w:gz") as sdist:
        for name, data in files.items():
            member = tarfile.TarInfo(f"newsextract-0.1.0/{name}")
            member.size = len(data)
            sdist.addfile(member, io.BytesIO(data))
    assert list(contents.check_sdist(contents.members(archive), tree)) == [
        "the sdist lacks newsextract/report/style.css",
        "the sdist has tests/__pycache__/a.pyc, which does not belong there",
    ]


def test_a_wheel_is_read_and_its_twin_compared(
    contents: ModuleType, wheel: dict[str, bytes], tmp_path: Path
) -> None:
    archive = tmp_path / "newsextract-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in wheel.items():
            file.writestr(name, data)
    found = contents.members(archive)
    assert found == wheel
    assert list(contents.differences(found, wheel, "the twin")) == []
    assert list(contents.differences(found, wheel | {"a": b""}, "the twin")) == [
        "the twin has a, which does not belong there"
    ]
