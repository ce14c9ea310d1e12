"""Where the body of an article stands on a page nobody has described.

Korean reports are paragraphs that end in `다.` or `요.`, hardly linked, close together. Each
frame is worth the prose in it, less the other text in it; the frame worth most is the body.
What the page itself says (itemprop, JSON-LD articleBody, a class such as `article_body`)
adds to the worth, but never decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from newsextract.article.dump.lines import ends_sentence, fold_title
from newsextract.article.html.frames import Frame, Line
from newsextract.article.html.roles import is_body_name, outside_zones

__all__ = ["find_body", "is_prose", "prose_sizes"]

_INNER_END: Final = re.compile(r"[가-힣](?:다|요|까|죠)[.?!]\s?[\"'”’)]?\s?\S")
_STOP: Final = re.compile(r"[.!?][\"'”’)\]]{0,3}$")
_LEAST_PROSE: Final = 18
_MOST_OF_PAGE: Final = 0.5
# Links are menus and other titles; plain short lines may be a list in the article, and cells
# its data.
_COST_OF_LINK: Final = 0.8
_COST: Final = 0.1
_COST_OF_ITEM: Final = 0.01
_BULLETS: Final = frozenset("▲△▶▷■□◆◇●○◎▣◈※★☆▪•·ㆍ-–①②③④⑤⑥⑦⑧⑨⑩ㅇ<〈[【")
_MOST_PER_LINE: Final = 1_500
_NEVER_BODY: Final = frozenset(["comment", "footer", "copyright"])
_ITEMPROP_BONUS: Final = 0.35
_NAME_BONUS: Final = 0.15
_LEAST_KNOWN: Final = 3


def is_prose(line: Line) -> bool:
    """Whether a line reads as a paragraph of a report, by its text and links.

    >>> root = Frame("body", None, 0, 0)
    >>> is_prose(Line("강릉시는 내년 예산 1조 2,000억원을 편성했다.", root, 0, 0, 2))
    True
    >>> is_prose(Line("강릉시 내년 예산 1조 2,000억 편성", root, 23, 0, 2))
    False
    """
    text = line.text
    size = len(text)
    if size < _LEAST_PROSE or line.linked * 2 > size:
        return False
    if ends_sentence(text):
        return True
    if size >= 40 and _INNER_END.search(text) is not None:
        return True
    return size >= 60 and _STOP.search(text) is not None


def prose_sizes(lines: Sequence[Line]) -> list[int]:
    """The size of each line that is prose, 0 for the others."""
    return [min(len(line.text), _MOST_PER_LINE) if is_prose(line) else 0 for line in lines]


def find_body(
    lines: Sequence[Line],
    sizes: Sequence[int],
    *,
    itemprops: Iterable[int] = (),
    known_text: str = "",
) -> Frame | None:
    """The frame that holds the body, or None when no prose is on the page.

    Args:
        lines: all lines of the page.
        sizes: of `prose_sizes`.
        itemprops: numbers of the elements that call themselves the body.
        known_text: the body as JSON-LD tells it, perhaps cut.
    """
    total = list(accumulate(sizes, initial=0))
    outside = _Outside(total)
    prose, other = _weigh(lines, sizes, outside, known_text)
    prose_sum = list(accumulate(prose, initial=0.0))
    other_sum = list(accumulate(other, initial=0.0))
    said = frozenset(itemprops)
    best: Frame | None = None
    best_worth = 0.0
    seen: set[int] = set()
    for index, line in enumerate(lines):
        if not prose[index]:
            continue
        frame: Frame | None = line.frame
        while frame is not None and frame.node not in seen:
            seen.add(frame.node)
            held = prose_sum[frame.end] - prose_sum[frame.first]
            worth = held - (other_sum[frame.end] - other_sum[frame.first])
            worth += held * _bonus(frame, said)
            # Of two frames worth the same the inner one is the body.
            if worth > best_worth + 0.01 or (
                best is not None and worth >= best_worth - 0.01 and frame.depth > best.depth
            ):
                best, best_worth = frame, max(worth, best_worth)
            frame = frame.parent
    return best


def _bonus(frame: Frame, said: frozenset[int]) -> float:
    bonus = _ITEMPROP_BONUS if frame.node in said else 0.0
    if frame.name and is_body_name(frame.name):
        bonus += _NAME_BONUS
    return bonus + (0.05 if frame.tag == "article" else 0.0)


def _weigh(
    lines: Sequence[Line], sizes: Sequence[int], outside: _Outside, known_text: str
) -> tuple[list[float], list[float]]:
    """What each line adds to the prose and to the other text of the frames around it."""
    known = _known_lines(lines, sizes, known_text)
    prose: list[float] = []
    other: list[float] = []
    for index, line in enumerate(lines):
        out = outside.holds(line.frame)
        if out or not sizes[index]:
            prose.append(0.0)
            other.append(0.0 if out else _cost(line) * len(line.text))
            continue
        weight = float(sizes[index])
        if known:
            weight *= 1.5 if index in known else 0.5
        prose.append(weight)
        other.append(0.0)
    return prose, other


def _cost(line: Line) -> float:
    """What a character of other text takes from the worth of the frames around it."""
    if line.linked * 2 > len(line.text):
        return _COST_OF_LINK
    if line.frame.table is not None:
        return 0.0
    return _COST_OF_ITEM if line.text[0] in _BULLETS else _COST


def _known_lines(lines: Sequence[Line], sizes: Sequence[int], known_text: str) -> set[int]:
    """Prose lines that JSON-LD prints too; none when it knows too few of them."""
    folded = fold_title(known_text)
    if not folded:
        return set()
    known = {
        i for i, size in enumerate(sizes) if size and fold_title(lines[i].text)[:200] in folded
    }
    return known if len(known) >= _LEAST_KNOWN else set()


class _Outside:
    """Which frames are comments, menus, related titles ... or stand in one."""

    def __init__(self, prose_sum: list[int]) -> None:
        self._prose_sum = prose_sum
        self._known: dict[int, bool] = {}
        self._zones = outside_zones()

    def holds(self, frame: Frame) -> bool:
        path: list[Frame] = []
        at: Frame | None = frame
        while at is not None and at.node not in self._known:
            path.append(at)
            at = at.parent
        out = self._known[at.node] if at is not None else False
        for inner in reversed(path):
            out = out or self._is_outside(inner)
            self._known[inner.node] = out
        return out

    def _is_outside(self, frame: Frame) -> bool:
        hidden = frame.hidden and not (frame.parent is not None and frame.parent.hidden)
        if not hidden and (frame.role is None or frame.role not in self._zones):
            return False
        if frame.role in _NEVER_BODY:
            return True
        # A wrapper named `side_wrap` or `tab` that holds most of the prose is no side bar.
        held = self._prose_sum[frame.end] - self._prose_sum[frame.first]
        return held < self._prose_sum[-1] * _MOST_OF_PAGE
