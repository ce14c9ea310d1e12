"""Getting pages from the web: politely, safely, and kept as the publisher sent them.

`fetcher` takes many URLs and `visiting` one; `sync` is the same without `async`. Below them
`robots`, `pacing`, `retries` and `redirects` say what may be asked, when, and how often;
`port` alone knows the HTTP library.

The room is not called `fetch`, since `newsextract.fetch` is the function: importing a
sub-package of that name would put the module in the function's place.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsextract.fetching.fetcher import Fetcher as Fetcher
    from newsextract.fetching.outcomes import FetchOutcome as FetchOutcome
    from newsextract.fetching.outcomes import Tally as Tally
    from newsextract.fetching.policy import Policy as Policy
    from newsextract.fetching.sync import fetch as fetch
    from newsextract.fetching.sync import fetch_all as fetch_all

_HOME = {
    "FetchOutcome": "outcomes",
    "Fetcher": "fetcher",
    "Policy": "policy",
    "Tally": "outcomes",
    "fetch": "sync",
    "fetch_all": "sync",
}

__all__ = ["FetchOutcome", "Fetcher", "Policy", "Tally", "fetch", "fetch_all"]


if not TYPE_CHECKING:  # a checker would take any misspelt name for an object

    def __getattr__(name: str) -> object:
        """Load a name from its module when it is first asked for."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value
