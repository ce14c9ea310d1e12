"""The names the package promises, and that importing it costs next to nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import newsextract

# The promise to users. A name may be added here; removing one breaks programs.
PROMISED = {
    "__version__",
    # functions
    "extract", "extract_many", "fetch", "find_amounts", "parse", "read", "read_money",
    # fetching
    "FetchOutcome", "Fetcher", "Policy",
    # models
    "Agency", "Amount", "Article", "Author", "Block", "Breakdown", "BreakdownItem",
    "BudgetRecord", "Check", "Component", "Extraction", "Failure", "FundingSource",
    "LedgerEntry", "MoneyReading", "Outcome", "Page", "Period", "Span", "Table", "TableCell",
    "TextSpan", "Versions",
    # errors
    "ArchiveError", "BinaryInputError", "EmptyInputError", "FetchError", "InputError",
    "NewsExtractError", "NotAPageError", "NotAnArticleError", "OversizeError", "RedirectError",
    "RefusedError", "ResponseError", "RobotsError", "StatusError", "TimedOutError",
    "TooLargeError", "UnreachableError", "UnreadableError", "UsageError",
}  # fmt: skip

HEAVY = (
    "asyncio", "bs4", "brotli", "fastwarc", "hishel", "httpcore", "httpx", "kiwipiepy", "lxml",
    "numpy", "protego", "pydantic", "rich", "selectolax", "stamina", "typer",
)  # fmt: skip


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_exactly_the_promised_names_are_public() -> None:
    assert set(newsextract.__all__) == PROMISED
    assert set(dir(newsextract)) == PROMISED


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_every_public_name_can_be_had(name: str) -> None:
    value = getattr(newsextract, name)
    assert value is not None
    if name != "__version__":
        assert value.__module__.startswith("newsextract.")
        assert value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = newsextract.nothing  # type: ignore[attr-defined]


def test_import_is_light() -> None:
    assert loaded_after("import newsextract").isdisjoint(HEAVY)


def test_the_command_line_starts_light() -> None:
    heavy = set(HEAVY) - {"typer"}
    assert loaded_after("import newsextract.cli.main").isdisjoint(heavy)


def test_money_needs_no_kiwi() -> None:
    loaded = loaded_after("import newsextract; newsextract.find_amounts('예산 5억원')")
    assert loaded.isdisjoint({"kiwipiepy", "numpy", "bs4", "httpx", "typer"})


def test_an_article_without_money_needs_no_kiwi() -> None:
    loaded = loaded_after("import newsextract; newsextract.extract('도서관이 문을 열었다.')")
    assert "kiwipiepy" not in loaded


def test_fetch_stays_the_function_whatever_is_imported() -> None:
    loaded_after(
        "import newsextract, newsextract.fetching.sync as s; assert newsextract.fetch is s.fetch"
    )
