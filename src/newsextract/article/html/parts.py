"""A piece of a page: where it belongs, and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

from newsextract.article.datelines import Dateline
from newsextract.article.html.tables import Grid
from newsextract.models import Zone

__all__ = ["Part"]


class Part(NamedTuple):
    """A piece of the page, and where it belongs.

    Attributes:
        zone: of the ledger.
        reason: the rule that decided.
        text: its text.
        kind: of a body part, what block it is.
        grid: of a table, its cells.
        dateline: of a dateline, what it says.
    """

    zone: Zone
    reason: str
    text: str
    kind: Literal["paragraph", "heading", "table"] = "paragraph"
    grid: Grid | None = None
    dateline: Dateline | None = None
