"""`pytest --newsextract-fixtures DIR`: other projects guard their own pages."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


P = _load("fixture_pages")
change_record = P.change_record
make = P.make
rewrite = P.rewrite


pytest_plugins = ["pytester"]

# Where the package is installed with its entry point, pytest finds the plugin itself.
INSTALLED = bool(entry_points(group="pytest11", name="newsextract"))
PLUGIN = () if INSTALLED else ("-p", "newsextract.fixtures.plugin")


def run(pytester: pytest.Pytester, *args: object) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*PLUGIN, "-p", "no:cacheprovider", *map(str, args))


@pytest.fixture
def place(pytester: pytest.Pytester) -> Path:
    folder = pytester.path / "pages"
    make(folder, "park")
    return folder


def test_each_field_is_an_item(pytester: pytest.Pytester, place: Path) -> None:
    result = run(pytester, "--newsextract-fixtures", place, "-v")
    assert result.ret == 0
    names = [line.partition(" ")[0] for line in result.outlines if " PASSED" in line]
    assert names[0] == "pages/park/article.json::headline"
    assert names[-1] == "pages/park/records.json::checks"
    assert [name.partition("::")[2] for name in names] == [
        "headline", "subheads", "authors", "dateline", "published_at", "modified_at", "publisher",
        "section", "paragraphs", "captions", "amounts", "records", "record[30억원].amount",
        "record[30억원].components", "record[30억원].program", "record[30억원].agencies",
        "record[30억원].granters", "record[30억원].fiscal_year",
        "record[30억원].fiscal_year_guess", "record[30억원].period", "record[30억원].action",
        "record[30억원].phase", "record[30억원].project_count", "record[30억원].parent", "checks",
    ]  # fmt: skip


def test_a_failure_is_the_difference_in_words(pytester: pytest.Pytester, place: Path) -> None:
    change_record(place / "park", components={"국비": 2_000_000_000}, agencies=["나루시"])
    rewrite(place / "park" / "article.json", headline="다른 제목")
    result = run(pytester, "--newsextract-fixtures", place)
    result.assert_outcomes(failed=3, passed=22)
    result.stdout.fnmatch_lines(
        [
            "*park: headline*",
            "headline was “다른 제목”, is “가람시, 새봄공원에 30억 들인다”",
            "*park: record[[]30억원].components*",
            "record 30억원 has a new 시비 10억원",
            "*park: record[[]30억원].agencies*",
            "agency of record 30억원 was 나루시, is 가람시",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "collecting.py" not in result.stdout.str()


def test_a_lost_record_fails_all_its_fields(pytester: pytest.Pytester, place: Path) -> None:
    change_record(place / "park", amount=7, text="7원", program="없던 사업")
    result = run(pytester, "--newsextract-fixtures", place, "-k", "records.json")
    result.assert_outcomes(failed=13, passed=2, deselected=10)
    assert "record 7원 (“없던 사업”) is gone" in result.stdout.str()
    assert "a new record 30억원 (“새봄공원 조성사업”)" in result.stdout.str()


def test_an_input_that_must_fail_is_one_item(pytester: pytest.Pytester) -> None:
    make(pytester.path / "pages", "empty", text=" ", fails=True)
    result = run(pytester, "--newsextract-fixtures", "pages", "-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["pages/empty/error.json::error PASSED*"])


def test_a_page_that_fails_by_now_fails_everywhere(pytester: pytest.Pytester, place: Path) -> None:
    (place / "park" / "input.txt").write_text(" ")
    result = run(pytester, "--newsextract-fixtures", place)
    result.assert_outcomes(failed=25)
    assert "it fails: “the input is empty” (empty_input)" in result.stdout.str()


def test_a_broken_fixture_fails_and_the_others_run(pytester: pytest.Pytester, place: Path) -> None:
    folder = make(place, "broken")
    (folder / "article.json").write_text('{"headlin": 1}')
    result = run(pytester, "--newsextract-fixtures", place)
    result.assert_outcomes(failed=1, passed=25)
    assert "article.json: unknown field headlin (fixture)" in result.stdout.str()


@pytest.mark.parametrize(
    ("arg", "told"), [("no-such", "no such folder of fixtures"), (".", "no fixtures in")]
)
def test_a_folder_without_fixtures_is_a_usage_error(
    pytester: pytest.Pytester, arg: str, told: str
) -> None:
    result = run(pytester, "--newsextract-fixtures", arg)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()


def test_it_runs_beside_other_tests_and_only_once(pytester: pytest.Pytester, place: Path) -> None:
    pytester.makepyfile(test_own="def test_own(): pass")
    run(pytester, "--newsextract-fixtures", place).assert_outcomes(passed=26)
    run(pytester, "--newsextract-fixtures", place, ".").assert_outcomes(passed=26)
    run(pytester, "--newsextract-fixtures", place, "test_own.py").assert_outcomes(passed=26)
    run(pytester, "--newsextract-fixtures", place, place).assert_outcomes(passed=25)


@pytest.mark.parametrize("name", ["build", ".pages"])
def test_a_folder_that_pytest_passes_over_is_collected(
    pytester: pytest.Pytester, name: str
) -> None:
    make(pytester.path / name)
    run(pytester, "--newsextract-fixtures", name).assert_outcomes(passed=25)


def test_a_folder_below_one_that_pytest_passes_over(pytester: pytest.Pytester) -> None:
    make(pytester.path / "dist" / "pages")
    result = run(pytester, "--newsextract-fixtures", "dist/pages")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "does not go into dist (norecursedirs): name " in result.stderr.str()
    run(pytester, "--newsextract-fixtures", "dist/pages", "dist/pages").assert_outcomes(passed=25)


def test_one_item_can_be_asked_for(pytester: pytest.Pytester, place: Path) -> None:
    make(place, "other")
    asked = {
        "article.json::headline": 1,
        "records.json::record[30억원].program": 1,
        "records.json::record": 12,
        "records.json": 15,
    }
    for name, count in asked.items():
        result = run(pytester, "--newsextract-fixtures", place, f"pages/park/{name}")
        result.assert_outcomes(passed=count)
    run(pytester, "--newsextract-fixtures", place / "park").assert_outcomes(passed=25)


def test_the_ini_setting_is_used_like_testpaths(pytester: pytest.Pytester, place: Path) -> None:
    assert place.is_dir()
    pytester.makeini("[pytest]\nnewsextract_fixtures = pages\ntestpaths = tests\n")
    tests = pytester.mkdir("tests")
    (tests / "test_own.py").write_text("def test_own(): pass")
    run(pytester).assert_outcomes(passed=26)
    run(pytester, "tests").assert_outcomes(passed=1)
    run(pytester, "pages/park/article.json::headline").assert_outcomes(passed=1)


def test_without_the_option_nothing_is_collected(pytester: pytest.Pytester, place: Path) -> None:
    assert place.is_dir()
    pytester.makepyfile(test_own="def test_own(): pass")
    run(pytester).assert_outcomes(passed=1)


def test_processes_share_the_work(pytester: pytest.Pytester, place: Path) -> None:
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    make(place, "other")
    args = ("-p", "no:cacheprovider", "-n", "2", "--newsextract-fixtures", "pages")
    pytester.runpytest_subprocess(*PLUGIN, *args).assert_outcomes(passed=50)


def loaded_by(script: str) -> set[str]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import sys\n{script}\nprint(*sorted(sys.modules))"],
        capture_output=True, check=True, text=True, timeout=60,
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split())


def test_loading_the_plugin_loads_nothing_else() -> None:
    loaded = loaded_by("import newsextract.fixtures.plugin")
    ours = {name for name in loaded if name.startswith("newsextract")}
    assert ours == {"newsextract", "newsextract.fixtures", "newsextract.fixtures.plugin"}
    assert loaded.isdisjoint({"pytest", "pydantic", "kiwipiepy", "selectolax"})


def test_an_unused_plugin_costs_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_own="""
        import sys

        def test_own():
            ours = {name for name in sys.modules if name.startswith("newsextract")}
            assert ours == {"newsextract", "newsextract.fixtures", "newsextract.fixtures.plugin"}
            assert "pydantic" not in sys.modules
        """
    )
    pytester.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest").assert_outcomes(passed=1)
