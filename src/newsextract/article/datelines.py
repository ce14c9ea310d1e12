"""Datelines: the words before a report that say where, for which paper and by whom.

Forms (all seen in Korean papers): `[대한뉴스=김남규 기자]`, `(서울=연합뉴스) 홍길동 기자 =`,
`【서울=뉴시스】`, `[파이낸셜뉴스]`, `[강원신문 = 강릉 홍길동기자]`, `[아시아경제 홍길동 기자]`,
`[한국방송/홍길동기자]`, `[보령/CTN]홍길동 기자 =`, `홍길동 기자 =`, `강원=홍길동기자`,
`한들신문 홍길동 기자 |`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from newsextract.article.press import MAIL, is_paper, is_person, press_words
from newsextract.models import TextSpan

__all__ = ["Dateline", "read_dateline"]

_OPEN: Final = "[［(（【〔<＜"
_CLOSE: Final = "]］)）】〕>＞"
_PLAIN: Final = rf"[^{re.escape(_OPEN + _CLOSE)}\n]"
_BRACKET: Final = re.compile(
    rf"\s{{0,3}}[{re.escape(_OPEN)}]"
    rf"({_PLAIN}{{1,60}}(?:[(（][^()（）\n]{{1,40}}[)）]{_PLAIN}{{0,40}})?)"
    rf"[{re.escape(_CLOSE)}]"
)
_EQUALS: Final = re.compile(r"\s?[=/|ㅣ│]\s?")
_PLACE: Final = re.compile(r"[가-힣]{2,7}(?:[·ㆍ,‧・][가-힣]{2,7}){0,3}")
_HANJA_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
_UNKNOWN_PAPER: Final = re.compile(r"[가-힣A-Za-z0-9]{2,10}")
_DESK: Final = re.compile(r"[가-힣]{1,6}\d?(?:팀|부|국|본부)")
_WORD: Final = re.compile(r"[^\s=/|ㅣ·ㆍ,‧・()（）:]+")
_CAPTION_WORDS: Final = (
    "사진",
    "자료",
    "그래픽",
    "영상",
    "일러스트",
    "출처",
    "이미지",
    "글",
    "단위",
    "제공",
)


class Dateline(TextSpan):
    """A dateline at the start of a report.

    Attributes:
        place: where it was filed, None when not printed.
        publisher: the paper or wire, None when not printed.
        authors: names printed inside.
    """

    place: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()


def read_dateline(text: str) -> Dateline | None:
    """Read the dateline at the start of `text`, if there is one.

    Args:
        text: the first line or paragraph of a report.

    Returns:
        The dateline with its span in `text` (code points; a following `=` belongs to it,
        white space does not), or None.

    >>> d = read_dateline("(서울=연합뉴스) 홍길동 기자 = 정부가 예산을 늘린다.")
    >>> d.text, d.place, d.publisher, d.authors
    ('(서울=연합뉴스) 홍길동 기자 =', '서울', '연합뉴스', ('홍길동',))
    >>> read_dateline("[대한뉴스=김남규 기자] 정부가").publisher
    '대한뉴스'
    >>> read_dateline("[앵커] 정부가 예산을 늘립니다.") is None
    True
    """
    head = text[:160]
    bracket = _BRACKET.match(head)
    place: str | None = None
    publisher: str | None = None
    names: tuple[str, ...] = ()
    end = 0
    if bracket:
        inside = _read_place(bracket) or _read_inside(bracket.group(1))
        if inside is None:
            return None
        place, publisher, names = inside
        end = bracket.end()
    tail = _tail().match(head, end)
    if tail and (tail["equals"] or (bracket and tail["names"])):
        names += tuple(n for n in _names_in(tail["names"] or "") if n not in names)
        place = place or tail["place"]
        publisher = publisher or _paper_of(tail["paper"])
        if bracket or names:
            end = tail.end()
    if not end:
        return None
    start = len(head) - len(head.lstrip())
    end = len(head[:end].rstrip())
    return Dateline(
        start=start, end=end, text=text[start:end], place=place, publisher=publisher, authors=names
    )


@cache
def _tail() -> re.Pattern[str]:
    """`홍길동 기자 =` or `한들신문 홍길동 기자 |` after the bracket or alone; `강원=홍길동기자`."""
    titles, posts = press_words().titles, press_words().posts
    name = r"[가-힣○]{2,4}"
    return re.compile(
        rf"\s{{0,3}}(?:(?P<paper>[가-힣A-Za-z0-9]{{2,12}})\s(?=[^=|ㅣ│]{{2,24}}[|ㅣ│]))?"
        rf"(?:(?P<place>[가-힣]{{2,5}})\s?[=/]\s?)?"
        rf"(?P<names>{name}(?:\s?[·ㆍ,‧・]\s?{name}){{0,5}}\s?(?:(?:{posts})\s)?(?:{titles})"
        rf"(?:\s?[·ㆍ,‧・]\s?{name}\s?(?:{titles})){{0,3}}(?![가-힣])"
        rf"(?:\s?[(（]?{MAIL.pattern}[)）]?)?)?"
        rf"\s{{0,2}}(?P<equals>[=＝|ㅣ│](?!\d))?"
    )


def _paper_of(word: str | None) -> str | None:
    """`한들포인트 홍길동 기자 |`: before the pipe form the first word is the paper."""
    return word if word is not None and not is_person(word) else None


def _read_place(bracket: re.Match[str]) -> tuple[str, None, tuple[str, ...]] | None:
    """`【양구】`, `[춘천]`: a place alone; in square brackets only a known one."""
    place = bracket.group(1).strip()
    if bracket.group().strip()[0] == "【" and _HANJA_PLACE.fullmatch(place):
        return place, None, ()
    if not _PLACE.fullmatch(place) or place.startswith(_CAPTION_WORDS):
        return None
    if bracket.group().strip()[0] != "【" and place not in press_words().places:
        return None
    return place, None, ()


def _read_inside(inside: str) -> tuple[str | None, str | None, tuple[str, ...]] | None:
    """Place, publisher and names of a bracket's content; None when it is no dateline."""
    if inside.lstrip().startswith(_CAPTION_WORDS):
        return None
    names = _names_in(inside)
    bare = MAIL.sub(" ", inside)
    place: str | None = None
    publisher: str | None = None
    parts = [p.strip() for p in _EQUALS.split(bare) if p.strip()]
    for part in parts:
        found = _publisher_of(part)
        if found and publisher is None:
            publisher = found
    if len(parts) > 1 and parts[0] != publisher and _PLACE.fullmatch(parts[0]):
        place = parts[0] if not is_person(parts[0]) or parts[0] not in names else None
    if publisher is None and len(parts) == 2 and parts[0] in press_words().places and not names:
        # `[인천=바다와사람]`: after a place and `=` even an unknown word is the paper.
        publisher = parts[1] if _UNKNOWN_PAPER.fullmatch(parts[1]) else None
    if publisher is None and not (names and (len(parts) > 1 or _has_title(bare))):
        return None
    if publisher is not None and len(parts) == 1 and not names:
        rest = bare.replace(publisher, "", 1).strip()
        if rest and not _DESK.fullmatch(rest):
            return None
    inner = re.search(r"[(（]([가-힣]{2,5})[)）]", bare)
    if place is None and inner and inner.group(1) not in names:
        place = inner.group(1)
    if place is None:
        place = _place_before_name(parts[-1], names, publisher)
    return place, publisher, names


def _publisher_of(part: str) -> str | None:
    """`헤럴드경제(춘천)`, `아시아경제 홍길동 기자`, `머니투데이방송 MTN`: the paper in it."""
    part = re.sub(r"[(（][^()（）]{1,20}[)）]", "", part).strip()
    if is_paper(part) and " " not in part:
        return part
    words = part.split()
    if len(words) > 1 and is_paper(words[0]):
        if len(words) > 1 and words[1] in press_words().papers:
            return f"{words[0]} {words[1]}"
        return words[0]
    if len(words) > 1 and is_paper(words[1]) and _PLACE.fullmatch(words[0]):
        return words[1]
    return None


def _place_before_name(part: str, names: tuple[str, ...], publisher: str | None) -> str | None:
    """`강릉 홍길동기자`: the place in front of the name."""
    words = part.split()
    for word, following in pairwise(words):
        if word != publisher and word not in names and any(following.startswith(n) for n in names):
            return word if _PLACE.fullmatch(word) else None
    return None


@cache
def _named() -> re.Pattern[str]:
    titles, posts = press_words().titles, press_words().posts
    return re.compile(
        r"(?<![가-힣])([가-힣]{2,4}(?:\s?[·ㆍ,‧・/]\s?[가-힣]{2,4}){0,5})"
        rf"(?:\([가-힣]{{2,5}}\))?\s?(?:(?:{posts})\s)?(?:{titles})(?![가-힣])"
    )


def _names_in(text: str) -> tuple[str, ...]:
    """Names that stand before a title in `text`; `홍길동·이몽룡 기자` gives two."""
    names: list[str] = []
    for match in _named().finditer(text):
        for word in re.split(r"\s?[·ㆍ,‧・/]\s?", match.group(1)):
            if is_person(word) and word not in names:
                names.append(word)
    return tuple(names)


def _has_title(text: str) -> bool:
    return re.search(rf"(?:{press_words().titles})\s*$", text.strip()) is not None
