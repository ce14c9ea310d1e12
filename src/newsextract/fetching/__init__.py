"""Getting one page from the web: bounded, and never from an address inside a network.

The room is not called `fetch`, since `newsextract.fetch` is the function: importing a
sub-package of that name would put the module in the function's place.
"""

from __future__ import annotations

from newsextract.fetching.client import fetch

__all__ = ["fetch"]
