"""What a flowed page is made of: lines, the frames around them, and marks on elements."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from newsextract.models import Zone

__all__ = ["Frame", "Guide", "Line", "Mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a profile's selector (or the reader) says about an element.

    Attributes:
        field: body, headline, byline, junk, ...
        reason: for the ledger.
        group: number of the element among those of its field.
    """

    field: str
    reason: str
    group: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """What is known of a page before it is flowed.

    Attributes:
        marks: marks of elements, by their `mem_id`.
        near: numbers of the elements around those.
        sure: the body is among them and the page holds no unseen elements any more; the
            rest of the page need not be looked at closely.
        signed: byline and time stamp are among them too.
    """

    marks: Mapping[int, Mark] = field(default_factory=dict)
    near: AbstractSet[int] = frozenset()
    sure: bool = False
    signed: bool = False


class Frame:
    """An element that matters to the text in it.

    Attributes:
        tag: its name.
        name: its class and id.
        parent: the frame around it, None for the body.
        role: what its tag, class or id says, None when nothing.
        hidden: whether it or one around it is hidden by an attribute.
        mark: what a profile says, of it or the nearest around it.
        in_body: whether a profile says it is, or is in, the body.
        lumped: whether its text may be taken as one line.
        apart: how many frames up there is something the guide marks.
        block: whether lines end at its edges.
        depth: how many frames are around it.
        first: index of its first line.
        end: index after its last line.
        images: pictures in it, those in frames below included.
        rows: of a table, its rows of cells.
        table: the innermost table it stands in, or is.
        spans: of a cell, its colspan and rowspan as written.
        node: number of the element, as lexbor gives it.
    """

    __slots__ = (
        "apart", "block", "depth", "end", "first", "hidden", "images", "in_body",
        "lumped", "mark", "name", "node", "parent", "role",
        "rows", "spans", "table", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, parent: Frame | None, node: int, first: int) -> None:
        self.tag = tag
        self.parent = parent
        self.node = node
        self.first = first
        self.end = first
        self.images = 0
        self.block = True
        self.name = ""
        self.role: Zone | None = None
        self.rows: list[list[Frame]] | None = None
        self.spans: tuple[str, str] | None = None
        if parent is not None:
            self.hidden: bool = parent.hidden
            self.mark: Mark | None = parent.mark
            self.depth: int = parent.depth + 1
            self.table: Frame | None = parent.table
            self.in_body: bool = parent.in_body
            self.lumped: bool = parent.lumped
            self.apart: int = parent.apart + 1
        else:
            self.table = None
            self.in_body = False
            self.lumped = False
            self.apart = 0
            self.hidden = False
            self.mark = None
            self.depth = 0
        if tag == "table":
            self.table = self


class Line:
    """A line of visible text.

    Attributes:
        text: white space collapsed.
        frame: the innermost frame around all of it.
        linked: how many of its characters stand in links.
        bold: how many stand in bold or heading elements.
        breaks: 0 for none, 1 for a `<br>`, more for `<br><br>` or a block's edge before it.
    """

    __slots__ = ("bold", "breaks", "frame", "linked", "text")

    def __init__(self, text: str, frame: Frame, linked: int, bold: int, breaks: int) -> None:
        self.text = text
        self.frame = frame
        self.linked = linked
        self.bold = bold
        self.breaks = breaks

    @property
    def link_share(self) -> float:
        """0 to 1."""
        return self.linked / len(self.text)
