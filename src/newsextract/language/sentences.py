"""Where a Korean paragraph's sentences begin and end.

The rule is a regular expression over closing syllables (TECH §2: quicker than a
morphological splitter, and right on budget sentences), held back inside brackets and
quotes that open and close again. `12.27(목)`, `2018.12.27` and `중기부.산업부` do not end
a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

__all__ = ["MAX_ENCLOSED", "MAX_SENTENCE", "Stretch", "enclosed", "open_bracket", "split_sentences"]

MAX_ENCLOSED: Final = 500
"""Longest bracket or quotation, in code points, that holds a sentence together."""

MAX_SENTENCE: Final = 1_000
"""A stretch without a sentence end is cut at white space after this many code points."""

_PAIRS: Final = {
    ")": "(",
    "]": "[",
    "）": "（",
    "］": "［",
    "}": "{",
    "〉": "〈",
    "》": "《",
    "」": "「",
    "』": "『",
    "】": "【",
    "’": "‘",
    "”": "“",
}
_OPENERS: Final = frozenset(_PAIRS.values())
_MARKS: Final = re.compile(r"[()\[\]（）［］{}〈〉《》「」『』【】‘’“”\"']")

# A year such as ’19년 or '19년 opens with a sign that looks like a closing quote.
_YEAR_SIGN: Final = re.compile(r"['’‘]\d{2}(?!\d)")

# The sign comes first, so that the engine goes from sign to sign and not from letter to letter.
_END: Final = re.compile(
    r"""
    [.!?\n]
    (?: (?: (?<= [가-힣%)\]”’"'」』》〉][.!?] ) [.!?]*  # 했다. 쓴다.”
            (?= [”’"')\]」』]* (?: \s | $ ) )
          | (?<= [다요]\. ) (?= [가-힣“‘"'] )  # 밝혔다.이어
        )
        [”’"')\]」』]*
      | (?<= \n ) \n*
    )
    """,
    re.VERBOSE,
)


class Stretch(NamedTuple):
    """A half-open stretch of a text in code points.

    The floors use it among themselves; what leaves the house holds a validated `Span`.
    """

    start: int
    end: int

    @property
    def length(self) -> int:
        """Number of code points covered."""
        return self.end - self.start


def enclosed(text: str) -> list[Stretch]:
    """The stretches of `text` that stand between a pair of brackets or quotes.

    Signs that never close, or close after more than `MAX_ENCLOSED` code points, enclose
    nothing. Spans hold both signs; nested ones are all given, in order of their end.

    >>> [(s.start, s.end) for s in enclosed("총 5억원(국비 3, ‘도비’ 2)을")]
    [(12, 16), (5, 19)]
    """
    return _pairs(text)


def open_bracket(text: str, start: int, end: int) -> int:
    """Where the round bracket opens in `text[start:end]` that is still open at its end, else -1.

    >>> open_bracket("17억원(올해 9억원)", 0, 8), open_bracket("17억원(올해) 9억원", 0, 10)
    (4, -1)
    """
    opened = text.rfind("(", start, end)
    return opened if opened >= 0 and text.find(")", opened, end) < 0 else -1


def _pairs(text: str) -> list[Stretch]:
    waiting: dict[str, list[int]] = {}
    found: list[Stretch] = []
    for mark in _MARKS.finditer(text):
        sign, at = mark.group(), mark.start()
        if sign in "\"'":
            opener = sign
        elif sign in _OPENERS:
            if not (sign == "‘" and _YEAR_SIGN.match(text, at) and "’" not in text[at : at + 60]):
                waiting.setdefault(sign, []).append(at)
            continue
        else:
            opener = _PAIRS[sign]
        starts = waiting.setdefault(opener, [])
        if starts and at - starts[-1] < MAX_ENCLOSED:
            found.append(Stretch(starts.pop(), at + 1))
        elif opener == sign and not (sign == "'" and _YEAR_SIGN.match(text, at)):
            starts[:] = [at]
    return found


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Stretch]:
    """Split `text[start:end]`, one paragraph, into sentences.

    Args:
        text: the whole text; offsets in the result point into it.
        start: where the paragraph begins, in code points.
        end: where it ends; the text's end by default.

    Returns:
        Spans without surrounding white space, in order, none empty. Together they hold
        every character that is not white space.

    >>> text = "5억원을 투입한다. 12.27(목) ‘끝났다. 정말.’이라고 했다.이어 말했다."
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['5억원을 투입한다.', '12.27(목) ‘끝났다. 정말.’이라고 했다.', '이어 말했다.']
    """
    stretch = text[start:end]
    pairs = _pairs(stretch)
    opened = sorted([p.start for p in pairs])
    closed = [p.end - 1 for p in pairs]  # the closing sign itself may end a sentence
    cuts = [
        m.end()
        for m in _END.finditer(stretch)
        if bisect_right(opened, m.start()) == bisect_right(closed, m.start())
    ]
    spans: list[Stretch] = []
    at = 0
    for cut in [*cuts, len(stretch)]:
        spans.extend(_trimmed(stretch, at, cut, start))
        at = cut
    return spans


def _trimmed(text: str, at: int, cut: int, base: int) -> list[Stretch]:
    """The stretch without outer white space, in pieces of at most `MAX_SENTENCE`."""
    pieces: list[Stretch] = []
    while at < cut:
        stop = cut
        if cut - at > MAX_SENTENCE:
            blank = text.rfind(" ", at + MAX_SENTENCE // 2, at + MAX_SENTENCE)
            stop = blank if blank > at else at + MAX_SENTENCE
        piece = text[at:stop]
        lead = len(piece) - len(piece.lstrip())
        tail = len(piece.rstrip())
        if tail > lead:
            pieces.append(Stretch(base + at + lead, base + at + tail))
        at = stop
    return pieces
