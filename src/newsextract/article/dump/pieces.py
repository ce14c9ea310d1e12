"""The finest unit of a dump: a line, or a part of one, with its zone and the rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsextract.article.dump.regions import Region
from newsextract.models import Zone

__all__ = ["Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the page.

    Attributes:
        zone: where it belongs.
        reason: the rule that decided.
        text: its characters, untouched.
        region: the stretch of the page it stands in.
        kind: for body pieces, what block it is (or is part of, for table rows).
    """

    zone: Zone
    reason: str
    text: str
    region: Region
    kind: Literal["paragraph", "heading", "table"] = "paragraph"
