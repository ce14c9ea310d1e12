"""Noun phrases of an analysed sentence and the particle behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsextract.language.kiwi import Token

__all__ = ["NounPhrase", "noun_phrases"]

_INSIDE: Final = frozenset(
    {"NNG", "NNP", "NNB", "NP", "NR", "XSN", "XPN", "XR", "SN", "SL", "SH", "JKG", "MM"}
)
_JOINING_SIGNS: Final = frozenset("·‧ㆍ․・-–~∼/&")
_ENDS: Final = frozenset({"NNG", "NNP", "NNB", "NR", "XSN", "SL", "SH", "SN", "XR"})
_AFTER_NOMINAL: Final = frozenset({"에", "에는", "을", "를", "은", "는"})
"""Particles behind `꽃길 가꾸기`; `짓기로` is a verb's."""

_VERBS: Final = ("VV", "XSV")
_ACRONYM: Final = frozenset({"SL", "SN", "SW", "SP"})
_LONGEST_ASIDE: Final = 10
_OF_MONEY: Final = frozenset({"원", "억", "조", "만", "천만"})
_LONGEST_ACRONYM: Final = 6
"""Most tokens between the brackets of one: R&D is three."""


class NounPhrase(NamedTuple):
    """Nouns that stand together; `particle` is the form of what follows, if it is one.

    Offsets are those of the sentence.
    """

    start: int
    end: int
    particle: str | None
    tag: str | None


def noun_phrases(tokens: Sequence[Token]) -> tuple[NounPhrase, ...]:
    """Find the longest noun phrases, in order: up to a particle, an ending, a comma.

    `및`, `·` and `의` do not end a phrase, nor does an acronym in brackets, nor a
    short aside that the name goes on behind: `백범로 일원(만수동) 하수암거 보수`.

    >>> from newsextract.language.kiwi import analyse
    >>> text = "시는 확·포장 공사 및 하천 정비사업에 2억원을 쓴다."
    >>> [(text[p.start:p.end], p.particle) for p in noun_phrases(analyse(text))]
    [('시', '는'), ('확·포장 공사 및 하천 정비사업', '에'), ('2억원', '을')]
    >>> text = "인공지능(AI) 전환에 9조원"
    >>> [(text[p.start:p.end], p.particle) for p in noun_phrases(analyse(text))]
    [('인공지능(AI) 전환', '에'), ('9조원', None)]
    """
    found: list[NounPhrase] = []
    first: int | None = None
    acronym_end = -1
    for at, token in enumerate(tokens):
        if token.tag == "SSO" and first is not None:
            acronym_end = max(_acronym_end(tokens, at), _aside_end(tokens, at))
        if at <= acronym_end:
            continue
        if token.tag in _INSIDE or (token.tag[0] != "J" and _joins(tokens, at)):
            first = at if first is None else first
        elif first is not None:
            found += _phrase(tokens, first, at)
            first = None
    if first is not None:
        found += _phrase(tokens, first, len(tokens))
    return tuple(found)


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether what is no noun stands inside a noun phrase all the same."""
    token = tokens[at]
    if token.form in _JOINING_SIGNS or (token.form == "." and _is_middle_dot(tokens, at)):
        return True
    if token.tag == "ETN" or token.tag.startswith(_VERBS):
        return _is_nominal_verb(tokens, at)
    if token.tag in {"MAG", "IC"}:  # 확·포장: clipped Sino-Korean, tagged as an adverb
        joined = at + 1 < len(tokens) and tokens[at + 1].form in _JOINING_SIGNS
        return joined or token.form in {"및", "또는"}
    return False


def _acronym_end(tokens: Sequence[Token], opening: int) -> int:
    """The bracket that closes an acronym glued to a noun, `연구개발(R&D)`; -1 if none does."""
    apart = tokens[opening].start - tokens[opening - 1].end
    if apart > 1 or tokens[opening - 1].tag not in _ENDS:
        return -1
    for at in range(opening + 1, min(opening + _LONGEST_ACRONYM + 2, len(tokens))):
        if tokens[at].tag == "SSC":
            latin = at > opening + 1 and tokens[opening + 1].tag == "SL"
            glued = at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end
            return at if latin and (not apart or glued) else -1
        if tokens[at].tag not in _ACRONYM or tokens[at].start != tokens[at - 1].end:
            break
    return -1


def _aside_end(tokens: Sequence[Token], opening: int) -> int:
    """The bracket that closes an aside inside a name, `한들~솔밭(4㎞) 구간`; -1 if none does.

    An aside is short, holds no sum of money, and the name goes on behind it.
    """
    if tokens[opening].start != tokens[opening - 1].end or tokens[opening - 1].tag not in _ENDS:
        return -1
    for at in range(opening + 1, min(opening + _LONGEST_ASIDE, len(tokens) - 1)):
        if tokens[at].tag == "SSC":
            behind = tokens[at + 1]
            goes_on = behind.tag in {"NNG", "NNP"} and behind.start == tokens[at].end + 1
            return at if goes_on and at > opening + 1 else -1
        if tokens[at].form in _OF_MONEY or tokens[at].tag.startswith(("V", "E", "J", "SF")):
            break
    return -1


def _may_close(tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase can end: in a noun, an acronym's bracket, `가꾸기`."""
    if tokens[at].tag == "SSC":
        return tokens[at - 1].tag in _ACRONYM
    return tokens[at].tag in _ENDS or (tokens[at].tag == "ETN" and tokens[at].form == "기")


def _is_middle_dot(tokens: Sequence[Token], at: int) -> bool:
    """`농.축산물`, `확.포장사업`: older print has a full stop where a middle dot is meant."""
    if not 0 < at < len(tokens) - 1:
        return False
    before, behind = tokens[at - 1], tokens[at + 1]
    glued = before.end == tokens[at].start and behind.start == tokens[at].end
    return glued and behind.tag in _INSIDE and before.tag[0] in "NXM" and before.tag != "SN"


def _is_nominal_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb with 기 stands in a name: `둑높이기 사업`, `꽃길 가꾸기에`."""
    verb = at if tokens[at].tag.startswith(_VERBS) else at - 1
    if not 0 < verb < len(tokens) - 1:
        return False
    nominal = tokens[verb].tag.startswith(_VERBS) and tokens[verb + 1].tag == "ETN"
    if not nominal or tokens[verb + 1].form != "기":
        return False
    behind = tokens[verb + 2] if verb + 2 < len(tokens) else None
    if behind is None or tokens[verb - 1].tag not in _ENDS:
        return False
    closed = tokens[verb].tag.startswith("VV") and behind.form in _AFTER_NOMINAL
    return behind.tag in {"NNG", "NNP"} or closed


def _phrase(tokens: Sequence[Token], first: int, stop: int) -> list[NounPhrase]:
    """The phrase of tokens first..stop-1 without what cannot begin or end one, if any is left."""
    last = stop - 1
    while last >= first and not _may_close(tokens, last):
        last -= 1
    while first <= last and (
        tokens[first].tag in {"JKG", "XSN"}
        or tokens[first].form in {"및", "또는"}
        or tokens[first].form in _JOINING_SIGNS
    ):
        first += 1
    if first > last:
        return []
    follower = tokens[last + 1] if last + 1 < len(tokens) else None
    is_particle = follower is not None and follower.tag.startswith("J")
    particle = follower.form if follower is not None and is_particle else None
    tag = follower.tag if follower is not None else None
    return [NounPhrase(tokens[first].start, tokens[last].end, particle, tag)]
