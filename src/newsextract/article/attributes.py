"""Tags of countless attributes, refused before a parser meets them.

A parser compares each attribute of a tag with all before it: 200,000 of them in one tag take
minutes. The attributes of every further `<html>` and `<body>` are added to the first, so these
count as one tag. Real tags have a dozen attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsextract.article.limits import MAX_TAGS
from newsextract.errors import TooLargeError

__all__ = ["MAX_ATTRIBUTES", "refuse_many_attributes"]

MAX_ATTRIBUTES: Final = 1_000
"""Most attributes of one tag."""

# Cheap signs that a tag may be that long; only then are attributes counted. Each takes four
# characters or more, so a thousand need a long stretch without `>`, unless their values hold it.
_LONG: Final = 4_000
_TAG_BEGINS: Final = re.compile(r"<[a-zA-Z]")
_PARTING: Final = re.compile(r"""[\s/"']""")
_ENOUGH: Final = 40_000
_QUOTED_END: Final = re.compile(r"""=\s*+(?:"[^">]*+|'[^'>]*+)>""")
_ROOT: Final = re.compile(r"<(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])[\s/]")
_FEW_ROOTS: Final = 50
_FEW_QUOTED: Final = 8
# Below these sizes the worst that can be is a few seconds.
_SMALL_PAGE: Final = 150_000
_FEW_TAGS: Final = 10_000

_OPENING: Final = re.compile(r"<!--|<(?P<name>[a-z][^\s/>]*)", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*                                     # what parts attributes
    [^\s/>][^\s/>=]*                               # a name, which may begin with =
    (?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?        # and a value
    """,
    re.VERBOSE,
)
_RAW_END: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "xmp", "iframe")
}


def refuse_many_attributes(text: str, tags: int | None = None) -> None:
    """Raise when a tag of a page has more attributes than `MAX_ATTRIBUTES`.

    Args:
        text: the markup.
        tags: how many `<` are in it, where the caller has counted them.

    Raises:
        TooLargeError: in `attributes`.

    >>> refuse_many_attributes("<p id=a class=b>예산</p>")
    >>> refuse_many_attributes("<p " + " ".join(f"a{n}" for n in range(5_000)) + ">")
    Traceback (most recent call last):
    newsextract.errors.TooLargeError: input of 1,001 attributes is over the limit of 1,000
    """
    tags = text.count("<") if tags is None else tags
    if tags > MAX_TAGS:
        return  # refused for that
    if (
        _holds_long_tag(text)
        or (len(text) > _SMALL_PAGE and _holds_quoted_ends(text))
        or (tags > _FEW_TAGS and len(_ROOT.findall(text)) > _FEW_ROOTS)
    ):
        _count(text)


def _holds_long_tag(text: str) -> bool:
    """Whether what may be a tag has enough of what parts attributes; scripts look alike."""
    for start, end in _long_stretches(text):
        first = text.find("<", start, end)
        begins = _TAG_BEGINS.search(text, first, end) if first >= 0 else None
        if begins is None or end - begins.end() < _LONG:
            continue
        tag = text[begins.start() : end]
        if len(tag) > _ENOUGH or len(_PARTING.findall(tag)) > MAX_ATTRIBUTES:
            return True
    return False


def _long_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Stretches without `>` longer than `_LONG`; none fits between two multiples of that.

    >>> list(_long_stretches("<p>" + "=" * 9_000 + ">"))
    [(3, 9003)]
    """
    end = 0
    for at in range(0, len(text), _LONG):
        if at < end:
            continue
        start = text.rfind(">", end, at) + 1
        end = text.find(">", at)
        end = end if end >= 0 else len(text)
        if end - start > _LONG:
            yield start, end


def _holds_quoted_ends(text: str) -> bool:
    """Whether some tag has several values that hold a `>`."""
    row = 0
    following = -1
    for match in _QUOTED_END.finditer(text):
        end = match.end() - 1
        row = row + 1 if end == following else 1
        if row > _FEW_QUOTED:
            return True
        quote = match.group()[1:].lstrip()[0]
        closed = text.find(quote, end)
        following = text.find(">", closed) if closed >= 0 else -1
    return False


def _count(text: str) -> None:
    roots = at = 0
    while (tag := _OPENING.search(text, at)) is not None:
        name = (tag["name"] or "").lower()
        if not name:
            at = text.find("-->", tag.start() + 2) + 3
            if at < 3:
                return
            continue
        number, at = _attributes(text, tag.end())
        if name in {"html", "body"}:
            roots += number
            number = roots
        if number > MAX_ATTRIBUTES:
            raise TooLargeError(number, MAX_ATTRIBUTES, "attributes")
        if name == "plaintext":
            return
        if name in _RAW_END:
            end = _RAW_END[name].search(text, at)
            if end is None:
                return
            at = end.end()


def _attributes(text: str, at: int) -> tuple[int, int]:
    """How many attributes begin here, one over the limit at most, and where they end."""
    number = 0
    while number <= MAX_ATTRIBUTES and (found := _ATTRIBUTE.match(text, at)) is not None:
        number += 1
        at = found.end()
    return number, at
