"""Lines that were broken for a screen or a column, and are one paragraph all the same.

Old wires break every line after some forty characters, broadcasters after a breath. A break
inside a sentence is soft: it counts as a blank.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

__all__ = ["unwrap"]

_GROUP: Final = re.compile(r"(?<![^\n])[^\n]++(?:\n[^\n]++)+")
_LINE_END: Final = re.compile(r"[.!?…:;”’\"')\]]\s*$")
_MARKED: Final = re.compile(
    r"\s*(?:[-ㅇ○◦*·▲△▷▶■□◆◇●※☞<【\[|]|\d{1,2}[.)]\s|[가나라마바사아자차카타파하][.)]\s)"
)
_CELLS: Final = re.compile(r"\t|\||\S {2,}\S|\d[\d,.]*\s*[/\s]\s*\d[\d,.]*\s*[/\s]\s*\d")
_SENTENCE: Final = re.compile(r"[다요][.!?](?:\s|[”’\"']|$)")

_GOES_ON: Final = re.compile(r"[을를은는이가의에도와과로며고한된할될던인,]\s*$")
"""How a line ends inside a sentence beyond doubt."""

_FEWEST: Final = 3
"""Fewest lines of a group that was broken: two may be a headline and what is below it."""

_WIDEST: Final = 60
"""Code points of a line; longer ones were not broken for a column."""

_SHARE: Final = 0.6
"""So many of a group's breaks stand inside a sentence where it was broken."""


def unwrap(text: str) -> str:
    r"""A text with its soft line breaks as blanks, of the same length.

    Args:
        text: with line feeds; what they part and a sentence ends at stays parted.

    >>> unwrap("시는 올해 다리를\n놓는 데 3억원을\n쓰기로 했다.\n돈은 국비다.")
    '시는 올해 다리를 놓는 데 3억원을 쓰기로 했다.\n돈은 국비다.'
    >>> unwrap("가람시, 다리 놓는다\n시는 3억원을 쓴다.")
    '가람시, 다리 놓는다\n시는 3억원을 쓴다.'
    """
    if text.count("\n") < _FEWEST - 1:
        return text
    joined = _GROUP.sub(lambda m: _joined(m.group(), _FEWEST), text)
    if joined == text:
        return text
    # where paragraphs of three lines were broken, so were those of two
    return _GROUP.sub(lambda m: _joined(m.group(), 2), joined)


def _joined(group: str, fewest: int) -> str:
    lines = group.split("\n")
    if len(lines) < fewest or not _SENTENCE.search(group) or not _is_broken(lines):
        return group
    if len(lines) < _FEWEST and not _GOES_ON.search(lines[0]):
        return group
    joined = lines[0]
    for before, line in pairwise(lines):
        joined += ("\n" if _LINE_END.search(before) else " ") + line
    return joined


def _is_broken(lines: list[str]) -> bool:
    """Whether lines are of one paragraph: narrow, unmarked, and most end inside a sentence."""
    if any(len(line) > _WIDEST or _MARKED.match(line) or _CELLS.search(line) for line in lines):
        return False
    inside = sum(_LINE_END.search(line) is None for line in lines[:-1])
    return inside >= _SHARE * (len(lines) - 1)
