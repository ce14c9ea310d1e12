"""A page as a browser would flow it: lines of text, each knowing the elements around it.

One walk over the tree. Block elements and `<br>` end a line, inline elements do not. An
element that says something about its text (its tag, class or id, or a profile's selector)
becomes a `Frame`; frames form a tree of their own, much smaller than the page's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from newsextract.article.html.frames import Frame, Guide, Line
from newsextract.article.html.roles import role_of_name, role_of_tag
from newsextract.article.html.tree import UNSEEN_TAGS, one_line
from newsextract.models import Zone

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["flow"]

_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "listing", "main",
    "menu", "nav", "ol", "option", "p", "plaintext", "pre", "section", "select", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp", "optgroup", "button",
})  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"})
_PREFORMATTED: Final = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
# `<span class=reporter>홍길동</span><span class=date>2024.03.05</span>` is not one word.
_APART: Final = frozenset(["byline", "timestamp"])
_NAMELESS: Final = frozenset({"a", "b", "i", "u", "font", "tr", "tbody", "sup", "sub"})
# Menus, footers, lists of other articles: their text is one line, unless something in them
# might be the article's after all.
_LUMPED: Final = frozenset({
    "navigation", "footer", "related", "comment", "share", "advertisement", "promotion", "other",
})  # fmt: skip
_LUMP_TAGS: Final = frozenset({
    "div", "ul", "ol", "nav", "footer", "aside", "section", "dl", "table",
})  # fmt: skip
_LISTS: Final = frozenset(["ul", "ol", "dl", "table"])
_NO_LUMP: Final = "h1, h2, script, style, noscript, iframe, svg, template"
_NO_LUMP_RARE: Final = ", ".join(["h1", "h2", *sorted(UNSEEN_TAGS - {"head"})])
_RARE: Final = "body object, body canvas, body math, body title, noframes"
_DEEPEST_LUMP: Final = 40
# So many frames away from all that a profile marks, the page is not looked at closely.
_APART_ENOUGH: Final = 3
_LONGEST_SIGN: Final = 400
_SENTENCES: Final = ("다.", "요.")
# Bylines and stamps stand in strange places (`div.sponsor`).
_SIGNS: Final = ("기자", "입력", "승인", "등록", "수정", "@")
_NEITHER: Final = UNSEEN_TAGS | {"-comment", "-doctype", "-document", "-cdata"}


class _Walk:
    """The state of one walk: where it stands, the line being made, and the lines made."""

    __slots__ = (
        "bold",
        "breaks",
        "frame",
        "guide",
        "in_bold",
        "in_link",
        "line_frame",
        "lines",
        "linked",
        "marks",
        "no_lump",
        "parts",
        "stack",
    )  # fmt: skip

    def __init__(self, root: Frame, guide: Guide) -> None:
        self.guide = guide
        self.marks = guide.marks
        self.no_lump = _NO_LUMP
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.frame = root
        self.line_frame = root
        self.linked = self.bold = 0
        self.breaks = 2
        self.in_link = self.in_bold = 0
        # Of each open element: itself, the frame around it, and its tag.
        self.stack: list[tuple[LexborNode, Frame, str]] = []

    def run(self, node: LexborNode | None) -> None:
        """Walk over a node, those after it, and all below them."""
        while node is not None:
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content
                if text and not text.isspace():
                    self.add(text)
                elif self.parts:
                    self.parts.append(" ")
            elif tag not in _NEITHER and (below := self.enter(node, tag)) is not None:
                node = below
                continue
            following = node.next
            while following is None and self.stack:
                following = self.leave().next
            node = following
        self.end_line()

    def enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Go into an element; its first node, or None when there is nothing to walk over."""
        if tag == "br":
            if self.parts:
                self.end_line()
            self.breaks += 1
            return None
        if tag == "img":
            self.frame.images += 1
            return None
        outer = self.frame
        below = node.first_child
        inner = self.open(node, tag, outer)
        if below is None or (inner.lumped and inner is not outer and self.lump(node, inner)):
            if inner is not outer:
                self.close(inner)
            return None
        self.stack.append((node, outer, tag))
        self.frame = inner
        if tag == "a":
            self.in_link += 1
        elif tag in _BOLD:
            self.in_bold += 1
        return below

    def leave(self) -> LexborNode:
        """Go out of the innermost open element, and return it."""
        node, outer, tag = self.stack.pop()
        if tag == "a":
            self.in_link -= 1
        elif tag in _BOLD:
            self.in_bold -= 1
        if outer is not self.frame:
            self.close(self.frame)
            self.frame = outer
        return node

    def add(self, text: str) -> None:
        """Put a text node's text on the line."""
        frame = self.frame
        if frame.tag in _PREFORMATTED and "\n" in text:
            for part in text.split("\n"):
                if self.parts:
                    self.end_line()
                self.breaks += 1
                if part and not part.isspace():
                    self.add(part)
            return
        # `<span class=x>a</span> b`: the line belongs to what holds all of it.
        if not self.parts or self.line_frame.depth > frame.depth:
            self.line_frame = frame
        self.parts.append(text)
        if self.in_link or self.in_bold:
            size = len(text.strip())
            if self.in_link:
                self.linked += size
            if self.in_bold:
                self.bold += size

    def end_line(self) -> None:
        """Put the line being made to the lines, if there is anything on it."""
        text = one_line("".join(self.parts))
        if text:
            self.lines.append(Line(text, self.line_frame, self.linked, self.bold, self.breaks))
            self.breaks = 0
        self.parts = []
        self.linked = self.bold = 0

    def open(self, node: LexborNode, tag: str, frame: Frame) -> Frame:
        """The frame for an element, or the one it stands in when it says nothing."""
        number = node.mem_id
        mark = self.marks.get(number)
        block = tag in _BLOCKS
        role: Zone | None = None
        name, hidden, attributes = "", False, None
        if tag not in _NAMELESS:
            attributes = node.attributes
            if attributes:
                name, hidden = _name_of(attributes), _is_hidden(attributes)
            role = _role(tag, name)
        if not block and role is None and mark is None and not hidden:
            return frame
        # What a profile points at and what is named a caption is shown as a block.
        block = block or mark is not None or role == "caption"
        if block:
            if self.parts:
                self.end_line()
            self.breaks += 2
        elif role in _APART and self.parts:
            self.parts.append(" ")
        made = Frame(tag, frame, number, len(self.lines))
        made.block = block
        made.name, made.role = name, role
        made.hidden = hidden or frame.hidden
        if mark is not None:
            made.mark = mark
            made.in_body = frame.in_body or mark.field == "body"
        if tag in _CELLS or tag == "tr":
            _file_cell(made, attributes)
        made.lumped = self._may_lump(made, hidden=hidden)
        return made

    def _may_lump(self, made: Frame, *, hidden: bool) -> bool:
        """Whether an element's text may be taken as one line; `lump` decides."""
        if self.guide.sure:
            if made.node in self.guide.near:
                made.apart = 0
            elif made.tag in _LISTS or made.apart >= _APART_ENOUGH:
                return True
        if made.role is not None and not hidden:
            # A `header` may be the article's.
            return made.role in _LUMPED and "head" not in made.name
        return hidden or made.lumped

    def lump(self, node: LexborNode, frame: Frame) -> bool:
        """Take an element's text as one line, if nothing in it needs a closer look."""
        guide = self.guide
        told = frame.role is not None or frame.hidden or frame.tag in _LISTS
        if self.parts or not (told or (guide.sure and frame.apart >= _APART_ENOUGH)):
            return False  # `<a>김 기자</a> <span class=date>…</span>` stands within a line
        if frame.in_body or frame.mark is not None or frame.node in guide.near:
            return False
        if not guide.sure and (
            frame.tag not in _LUMP_TAGS
            or frame.depth > _DEEPEST_LUMP
            or node.css_first(self.no_lump) is not None
        ):
            return False
        text = one_line(node.text(separator=" "))
        if not guide.sure and any(end in text for end in _SENTENCES):
            return False
        if not guide.signed and len(text) < _LONGEST_SIGN and any(s in text for s in _SIGNS):
            return False
        if text:
            linked = len(text) if node.css_first("a") is not None else 0
            self.lines.append(Line(text, frame, linked, 0, self.breaks))
            self.breaks = 0
        return True

    def close(self, frame: Frame) -> None:
        if frame.block:
            if self.parts:
                self.end_line()
            self.breaks += 2
        elif frame.role in _APART and self.parts:
            self.parts.append(" ")
        frame.end = len(self.lines)
        if frame.images and frame.parent is not None:
            frame.parent.images += frame.images


def flow(body: LexborNode, guide: Guide | None = None) -> list[Line]:
    """Flow a page or a part of one.

    Args:
        body: the element to flow.
        guide: what is known of its elements.

    Returns:
        All lines of visible text, in order: their texts together are the page's visible
        text nodes, white space aside. Menus and the like are one line each; where the guide
        is sure of the body, so is most of what stands outside it.

    >>> from newsextract.article.html.tree import parse_tree
    >>> page = parse_tree("<div>내년 <b>예산</b>은<br>5억원</div><nav>정치</nav>")
    >>> [(line.text, line.frame.tag) for line in flow(page.body)]
    [('내년 예산은', 'div'), ('5억원', 'div'), ('정치', 'nav')]
    """
    root = Frame("body", None, body.mem_id, 0)
    walk = _Walk(root, guide or Guide())
    root.mark = walk.marks.get(root.node)
    root.in_body = root.mark is not None and root.mark.field == "body"
    if not walk.guide.sure and body.css_first(_RARE) is not None:
        walk.no_lump = _NO_LUMP_RARE
    walk.run(body.first_child)
    root.end = len(walk.lines)
    return walk.lines


@lru_cache(maxsize=8192)
def _role(tag: str, name: str) -> Zone | None:
    return role_of_tag(tag) or (role_of_name(name) if name else None)


def _name_of(attributes: Mapping[str, str | None]) -> str:
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style[:300].replace(" ", "").lower()


def _file_cell(frame: Frame, attributes: Mapping[str, str | None] | None) -> None:
    """Rows and cells are filed with their table, so that empty cells keep their place."""
    if attributes:
        frame.spans = (attributes.get("colspan") or "", attributes.get("rowspan") or "")
    above = frame.table
    if above is None:
        return
    if frame.tag == "tr":
        above.rows = above.rows or []
        above.rows.append([])
    elif above.rows:
        above.rows[-1].append(frame)
