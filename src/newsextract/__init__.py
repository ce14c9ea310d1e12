"""newsextract: Korean press articles in, proven budget records out.

The public names are loaded on first use (PEP 562), so that `import newsextract` costs
next to nothing and a program pays only for what it calls:

>>> import newsextract
>>> [a.exact for a in newsextract.find_amounts("총 2,538억원(국비 1,839, 지방비 699)")]
[253800000000, 183900000000, 69900000000]

Functions: `read`, `fetch`, `parse`, `extract`, `extract_many`, `find_amounts`, `read_money`.
Everything raised on purpose is a `NewsExtractError`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsextract.api import extract as extract
    from newsextract.api import extract_many as extract_many
    from newsextract.api import parse as parse
    from newsextract.api import read as read
    from newsextract.errors import ArchiveError as ArchiveError
    from newsextract.errors import BinaryInputError as BinaryInputError
    from newsextract.errors import EmptyInputError as EmptyInputError
    from newsextract.errors import FetchError as FetchError
    from newsextract.errors import InputError as InputError
    from newsextract.errors import NewsExtractError as NewsExtractError
    from newsextract.errors import NotAnArticleError as NotAnArticleError
    from newsextract.errors import NotAPageError as NotAPageError
    from newsextract.errors import OversizeError as OversizeError
    from newsextract.errors import RedirectError as RedirectError
    from newsextract.errors import RefusedError as RefusedError
    from newsextract.errors import ResponseError as ResponseError
    from newsextract.errors import RobotsError as RobotsError
    from newsextract.errors import StatusError as StatusError
    from newsextract.errors import TimedOutError as TimedOutError
    from newsextract.errors import TooLargeError as TooLargeError
    from newsextract.errors import UnreachableError as UnreachableError
    from newsextract.errors import UnreadableError as UnreadableError
    from newsextract.errors import UsageError as UsageError
    from newsextract.fetching import Fetcher as Fetcher
    from newsextract.fetching import FetchOutcome as FetchOutcome
    from newsextract.fetching import Policy as Policy
    from newsextract.fetching import fetch as fetch
    from newsextract.models import Agency as Agency
    from newsextract.models import Amount as Amount
    from newsextract.models import Article as Article
    from newsextract.models import Author as Author
    from newsextract.models import Block as Block
    from newsextract.models import Breakdown as Breakdown
    from newsextract.models import BreakdownItem as BreakdownItem
    from newsextract.models import BudgetRecord as BudgetRecord
    from newsextract.models import Check as Check
    from newsextract.models import Component as Component
    from newsextract.models import Extraction as Extraction
    from newsextract.models import FundingSource as FundingSource
    from newsextract.models import LedgerEntry as LedgerEntry
    from newsextract.models import MoneyReading as MoneyReading
    from newsextract.models import Page as Page
    from newsextract.models import Period as Period
    from newsextract.models import Span as Span
    from newsextract.models import Table as Table
    from newsextract.models import TableCell as TableCell
    from newsextract.models import TextSpan as TextSpan
    from newsextract.models import Versions as Versions
    from newsextract.money import find_amounts as find_amounts
    from newsextract.money import read_money as read_money
    from newsextract.outcome import Failure as Failure
    from newsextract.outcome import Outcome as Outcome

__version__ = "0.1.0"

_ROOMS = {
    "newsextract.api": ("extract", "extract_many", "parse", "read"),
    "newsextract.errors": (
        "ArchiveError",
        "BinaryInputError",
        "EmptyInputError",
        "FetchError",
        "InputError",
        "NewsExtractError",
        "NotAnArticleError",
        "TooLargeError",
        "UnreadableError",
        "NotAPageError",
        "OversizeError",
        "RedirectError",
        "RefusedError",
        "ResponseError",
        "RobotsError",
        "StatusError",
        "TimedOutError",
        "UnreachableError",
        "UsageError",
    ),
    "newsextract.fetching": ("FetchOutcome", "Fetcher", "Policy", "fetch"),
    "newsextract.models": (
        "Agency",
        "Amount",
        "Article",
        "Author",
        "Block",
        "Breakdown",
        "BreakdownItem",
        "BudgetRecord",
        "Check",
        "Component",
        "Extraction",
        "FundingSource",
        "LedgerEntry",
        "MoneyReading",
        "Page",
        "Period",
        "Span",
        "Table",
        "TableCell",
        "TextSpan",
        "Versions",
    ),
    "newsextract.money": ("find_amounts", "read_money"),
    "newsextract.outcome": ("Failure", "Outcome"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [  # noqa: PLE0604 - the table above is the one list of public names
    "__version__",
    *sorted(_HOME),
]


if not TYPE_CHECKING:  # a checker would take any misspelt name for an object

    def __getattr__(name: str) -> object:
        """Load a public name from the room it lives in, and keep it."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)
