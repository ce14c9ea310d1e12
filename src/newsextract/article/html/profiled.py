"""What a profile's selectors find on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from newsextract.article.html.frames import Guide, Line, Mark
from newsextract.article.profiles import Layout, Profile, split_attribute

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Found", "find_marked"]

_FIRST_OF_LIST: Final = (
    "headline", "subheads", "byline", "published", "modified", "section", "body",
)  # fmt: skip


class Found:
    """Elements and attribute values a layout points at.

    Attributes:
        marks: for `flow`, by element number.
        bodies: the elements that hold the body.
        fields: which fields something was found for.
        near: numbers of the elements around those marked.
        values: attribute values by field.
    """

    def __init__(self) -> None:
        self.near: set[int] = set()
        self.bodies: list[LexborNode] = []
        self.fields: set[str] = set()
        self._lines: dict[str, list[tuple[int, str]]] = {}
        self.marks: dict[int, Mark] = {}
        self.values: dict[str, list[str]] = {}

    @property
    def sure(self) -> bool:
        """Whether the body was found."""
        return "body" in self.fields

    @property
    def guide(self) -> Guide:
        """What the walk over the page should know."""
        signed = {"byline", "published"} <= self.fields
        return Guide(self.marks, self.near, sure=self.sure, signed=self.sure and signed)

    def collect(self, lines: Iterable[Line]) -> None:
        """Note the lines that stand in marked elements, once they are known."""
        for line in lines:
            mark = line.frame.mark
            if mark is not None and mark.field not in {"body", "junk", "headings"}:
                self._lines.setdefault(mark.field, []).append((mark.group, line.text))

    def texts(self, field: str) -> list[str]:
        """A field's attribute values, else the lines in its elements, in page order."""
        return self.values.get(field) or [text for _, text in self._lines.get(field, ())]

    def first_text(self, field: str) -> str | None:
        """The same of the first element only, its lines joined: titles stand twice on pages."""
        if self.values.get(field):
            return self.values[field][0]
        lines = self._lines.get(field, [])
        return " ".join(text for group, text in lines if group == lines[0][0]) or None


def find_marked(tree: LexborHTMLParser, profile: Profile, layout: Layout) -> Found:
    """Apply a profile's selectors to a page.

    Args:
        tree: the page.
        profile: its selectors are known to be valid CSS.
        layout: the one of its layouts that applies.
    """
    found = Found()
    found.values["publisher"] = _publisher(tree, profile)
    # Later marks of one element win, so the narrow fields come after the body.
    for field in reversed(_FIRST_OF_LIST):
        for selector in getattr(layout, field):
            if _apply([tree], found, field, selector):
                break
    for selector in layout.captions:
        _apply([tree], found, "captions", selector)
    # A selector reaches no further than the element it is asked of, but sees what is around it.
    for field in ("headings", "junk"):
        selectors = getattr(layout, field)
        if _holds_any(found.bodies, selectors):
            for selector in selectors:
                _apply(found.bodies, found, field, selector)
    return found


def _holds_any(roots: Sequence[LexborNode], selectors: Sequence[str]) -> bool:
    """Whether any selector finds something, in one look: most bodies hold no junk."""
    css = ", ".join(split_attribute(selector)[0] for selector in selectors)
    return bool(css) and any(root.css_first(css) is not None for root in roots)


def _apply(
    roots: Sequence[LexborHTMLParser | LexborNode], found: Found, field: str, selector: str
) -> bool:
    css, attribute = split_attribute(selector)
    nodes: Sequence[LexborNode] = [node for root in roots for node in root.css(css)]
    if attribute is not None:
        values = [" ".join((n.attributes.get(attribute) or "").split()) for n in nodes]
        values = [value for value in values if value]
        if values:
            found.values.setdefault(field, []).extend(values)
            found.fields.add(field)
        return bool(values)
    nodes = [node for node in nodes if field == "junk" or _has_text(node)]
    if field == "body":
        found.bodies = list(nodes)
    reason = f"profile_junk:{selector}" if field == "junk" else f"profile_{field}"
    if nodes:
        found.fields.add(field)
    for group, node in enumerate(nodes):
        found.marks[node.mem_id] = Mark(field, reason, group)
        above = node.parent
        while above is not None and (number := above.mem_id) not in found.near:
            found.near.add(number)
            above = above.parent
    return bool(nodes)


def _has_text(node: LexborNode) -> bool:
    return bool((node.text() or "").strip())


def _publisher(tree: LexborHTMLParser, profile: Profile) -> list[str]:
    """What the first selector that finds something says of a portal page's paper."""
    for selector in profile.publisher:
        css, attribute = split_attribute(selector)
        for node in tree.css(css):
            said = node.text() if attribute is None else node.attributes.get(attribute)
            if text := " ".join((said or "").split()):
                return [text]
    return []
