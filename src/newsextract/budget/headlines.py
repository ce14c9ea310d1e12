"""What headline and lede both name: what an article is about where nothing is called 사업.

`가람하늘다리 공사비 비상` above `가람시가 하늘다리 공사비를 …` is about `하늘다리`: a desk puts the
subject of the news into both, and says the rest of the headline in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from newsextract.budget.lexicon import official_name
from newsextract.budget.names import compact, ends_in, is_generic, is_thing, trim
from newsextract.language.particles import is_particle
from newsextract.language.sentences import Stretch

__all__ = ["is_headline", "shared_name"]

_SENTENCE_END: Final = re.compile(r"[다요](?:[.”\"’']?\s*$|(?<=다)\.)")

_WORD: Final = re.compile(r"[가-힣A-Za-z0-9·~-]+")
_NOT_COMPARED: Final = re.compile(r"[^가-힣A-Za-z0-9]")
_MONEY: Final = re.compile(r"\d[\d,.]*\s?(?:조|억|만|천|원)|%")
_GAP: Final = re.compile(r"\s?[‘’“”'\"「」『』<>〈〉《》]?\s?")
_WORDS: Final = 4
"""Most words of a shared name."""

_LEAST: Final = 4
"""Fewest syllables of one: shorter words meet by chance."""

_PARTICLE: Final = 3
"""Longest particle taken off, in syllables."""


def is_headline(text: str) -> bool:
    """Whether a line at the article's head is no sentence.

    >>> is_headline("관광벨트에 1조2000억 쏟는다…내년 착공"), is_headline("도는 3억원을 쓴다.")
    (True, False)
    """
    return not _SENTENCE_END.search(text) or "…" in text


def shared_name(headline: str, text: str, lede: Sequence[Stretch]) -> Stretch | None:
    """The longest noun phrase of the lede that the headline holds too.

    Args:
        headline: the article's headline.
        text: the article, folded.
        lede: the first sentences below the headline, in `text`.

    >>> text = "가람시가 하늘다리 1호선 공사비를 마련하지 못했다."
    >>> span = shared_name("가람하늘다리 1호선 ‘비상’", text, [Stretch(0, len(text))])
    >>> text[span.start:span.end]
    '하늘다리 1호선'
    >>> shared_name("다리 놓는다", text, [Stretch(0, len(text))]) is None
    True
    """
    known = _NOT_COMPARED.sub("", headline)
    if len(known) < _LEAST:
        return None
    best: Stretch | None = None
    length = _LEAST - 1
    for sentence in lede:
        for found in _phrases(text, sentence, known):
            size = len(compact(text[found.start : found.end]))
            if size > length:
                best, length = found, size
    return best


def _phrases(text: str, sentence: Stretch, known: str) -> Iterator[Stretch]:
    words = [Stretch(*m.span()) for m in _WORD.finditer(text, sentence.start, sentence.end)]
    for last, word in enumerate(words):
        initial = text[word.start]
        if initial.isalnum() and initial not in known:
            continue  # most words of a lede are not in the headline
        for end in _noun_ends(text, word):
            first = last
            while (
                first >= 0 and last - first < _WORDS and _is_known(text, words[first], end, known)
            ):
                name = _settled(text, words[first].start, end)
                if name is not None:
                    yield name
                first -= 1
                if first >= 0 and not _GAP.fullmatch(
                    text, words[first].end, words[first + 1].start
                ):
                    break


def _is_known(text: str, first: Stretch, end: int, known: str) -> bool:
    return _NOT_COMPARED.sub("", text[first.start : end]) in known


def _noun_ends(text: str, word: Stretch) -> Iterator[int]:
    """Where the noun in a word may end: before each particle it may carry."""
    yield word.end
    for cut in range(1, min(_PARTICLE, word.end - word.start - 1) + 1):
        if is_particle(text[word.end - cut : word.end]):
            yield word.end - cut


def _settled(text: str, start: int, end: int) -> Stretch | None:
    """The phrase without words of cost behind it and bodies before it, if a thing is left."""
    start, end = trim(text, start, end)
    words = [Stretch(*m.span()) for m in _WORD.finditer(text, start, end)]
    while words and ends_in(text[words[-1].start : words[-1].end], "cost"):
        words.pop()
    while len(words) > 1 and official_name(text[words[0].start : words[0].end], None) is not None:
        words.pop(0)
    if not words:
        return None
    found = Stretch(words[0].start, words[-1].end)
    name = text[found.start : found.end]
    plain = is_generic(name) or _MONEY.search(name) is not None
    return found if is_thing(name) and not plain else None
