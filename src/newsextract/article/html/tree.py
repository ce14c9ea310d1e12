"""Markup to a tree, refusing first what would take more than linear work."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsextract.article.attributes import refuse_many_attributes
from newsextract.article.decode import Decoded
from newsextract.article.limits import (
    MAX_MARKUP_CODE_POINTS,
    MAX_NESTING,
    MAX_REOPENED,
    MAX_TAGS,
    MAX_UNCLOSED_FORMATTING,
)
from newsextract.errors import NotAnArticleError, TooLargeError

__all__ = ["UNSEEN_TAGS", "one_line", "parse_page", "parse_tree", "strip_unseen", "visible_texts"]

UNSEEN_TAGS: Final = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "head", "object", "title", "meta",
    "link", "base", "embed", "noframes", "math", "canvas",
})  # fmt: skip
"""Elements whose text no reader sees."""

# Those that can stand in a body and hold text; the other unseen ones are empty.
_UNSEEN_IN_BODY: Final = ", ".join([
    "script", "style", "noscript", "iframe", "svg", "template", "object", "canvas", "math",
    "title", "noframes", "head", "embed",
])  # fmt: skip

# Letters spelled out in both cases: to ignore case takes half as long again.
_FORMATTING: Final = re.compile(
    r"</?(?:[bisuBISU]|[Bb][Ii][Gg]|[Cc][Oo][Dd][Ee]|[Ee][Mm]|[Ff][Oo][Nn][Tt]|[Ss][Mm][Aa][Ll][Ll]"
    r"|[Ss][Tt][Rr](?:[Ii][Kk][Ee]|[Oo][Nn][Gg])|[Tt][Tt])(?=[\s/>])"
)
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Void elements, and those that the next of their kind closes: they do not nest by being open.
_NOT_NESTING: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "option", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot",
    "html", "head", "body", "a", "path", "script", "style", "circle", "rect", "g", "use",
})  # fmt: skip
# Below this many tags not even the worst of pages is much work.
_FEW_TAGS: Final = 3_000


def parse_page(page: Decoded) -> LexborHTMLParser:
    """Parse a whole page, as its bytes where they are UTF-8: the parser reads no other.

    Args:
        page: the markup.

    Raises:
        TooLargeError: as `parse_tree`, and for tags of too many attributes.
        NotAnArticleError: as `parse_tree`.

    >>> parse_page(Decoded("<p>예산</p>", None, None, 0)).body.text()
    '예산'
    """
    tags = page.text.count("<")
    refuse_many_attributes(page.text, tags)
    return _parse(page.text, tags, page.utf8)


def parse_tree(text: str) -> LexborHTMLParser:
    """Parse a page or a part of one.

    Args:
        text: the markup.

    Raises:
        TooLargeError: over a limit of `article.limits` (code points, tags, nesting,
            unclosed formatting elements, which a parser opens anew in each block).
        NotAnArticleError: `empty_shell`, for a frameset or nothing at all.

    >>> parse_tree("<p>예산 <b>5억</b>원").body.text()
    '예산 5억원'
    >>> parse_tree("<div>" * 50_000)
    Traceback (most recent call last):
    newsextract.errors.TooLargeError: input of 5,001 nested tags is over the limit of 5,000
    """
    return _parse(text, text.count("<"))


def _parse(text: str, tags: int, utf8: bytes | None = None) -> LexborHTMLParser:
    if len(text) > MAX_MARKUP_CODE_POINTS:
        raise TooLargeError(len(text), MAX_MARKUP_CODE_POINTS, "code points")
    if tags > MAX_TAGS:
        raise TooLargeError(tags, MAX_TAGS, "tags")
    if tags > _FEW_TAGS:
        _refuse_unclosed(text, tags)
    if tags > 2 * MAX_NESTING:
        _refuse_nesting(text)
    tree = LexborHTMLParser(text if utf8 is None else utf8)
    if tree.body is None:
        raise NotAnArticleError("empty_shell")
    return tree


def _refuse_unclosed(text: str, tags: int) -> None:
    """Open formatting elements are opened anew in each block: their product is the work."""
    limit = max(8, min(MAX_UNCLOSED_FORMATTING, MAX_REOPENED // max(tags, 1)))
    open_now: dict[str, int] = {}
    total = 0
    for found in _FORMATTING.findall(text):
        if found[1] == "/":
            name = found[2:].lower()
            if open_now.get(name, 0) > 0:
                open_now[name] -= 1
                total -= 1
        else:
            name = found[1:].lower()
            open_now[name] = open_now.get(name, 0) + 1
            total += 1
            if total > limit:
                raise TooLargeError(total, limit, "unclosed formatting tags")


def _refuse_nesting(text: str) -> None:
    depth = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _NOT_NESTING:
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > MAX_NESTING:
            raise TooLargeError(depth, MAX_NESTING, "nested tags")


def strip_unseen(tree: LexborHTMLParser) -> None:
    """Take the elements whose text no reader sees out of a page's body.

    >>> page = parse_tree("<p>예산<script>1</script></p><svg><text>2</text></svg>")
    >>> strip_unseen(page)
    >>> page.body.text()
    '예산'
    """
    body = tree.body
    if body is None:
        return
    # From the last to the first, so that none is gone with one around it before its turn.
    for node in reversed(body.css(_UNSEEN_IN_BODY)):
        node.decompose()


def one_line(text: str) -> str:
    r"""The text with single spaces for all its white space, none at its ends.

    >>> one_line(" 예산\n 5억원"), one_line("예산 5억원 ")
    ('예산 5억원', '예산 5억원')
    """
    # All white space but the space is unprintable, and to part and join takes four times as long.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def visible_texts(tree: LexborHTMLParser) -> list[str]:
    """The text nodes of a page that hold more than white space, in order.

    Scripts, styles and their like (`UNSEEN_TAGS`) are left out; what style sheets hide is
    not known here and counts as visible.

    >>> visible_texts(parse_tree("<p>예산 <b>5억</b><script>1</script>"))
    ['예산 ', '5억']
    """
    found: list[str] = []
    body = tree.body
    node = body.first_child if body is not None else None
    above: list[LexborNode] = []
    while node is not None:
        tag = node.tag or ""
        below = None
        if tag == "-text":
            text = node.text_content
            if text and not text.isspace():
                found.append(text)
        elif tag not in UNSEEN_TAGS:
            below = node.first_child
        if below is not None:
            above.append(node)
            node = below
            continue
        following = node.next
        while following is None and above:
            following = above.pop().next
        node = following
    return found
