"""Reporter names and mail addresses from byline lines, datelines and the body's end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from newsextract.article.press import MAIL, is_paper, is_person, press_words
from newsextract.article.timestamps import read_stamps
from newsextract.models import Author

__all__ = ["is_byline_line", "name_before_stamp", "read_authors", "read_closing_authors"]

_SPLIT: Final = re.compile(r"\s?[·ㆍ,‧・/&、]\s?")
_DESK: Final = re.compile(
    r"(?<![가-힣])(?:[가-힣A-Za-z]{1,10}\s?)?(?:뉴스팀|편집팀|이슈팀|취재팀|보도팀|뉴스부|편집부|디지털팀"
    r"|온라인팀|특별취재팀|기획팀|탐사팀|뉴스룸|연예팀|스포츠팀|콘텐츠팀|미디어팀)(?![가-힣])"
)
_FILLER: Final = re.compile(
    r"기자명|글쓴이|작성자|글\s?[:=·]|^글(?=\s[가-힣]{2,4}$)|취재\s?[:=·]|기자\s?[:=]|(?<![A-Za-z])by(?![A-Za-z])|수정|입력|승인|등록"
    r"|구독(?:하기|중)?|기자\s?페이지|다른\s?기사\s?(?:더)?\s?보기|기자의?\s?(?:다른)?\s?기사|응원(?:하기|수)?"
    r"|외\s?\d{1,2}명|더보기|프로필|메일(?:보내기)?|이메일|e-?mail|댓글\s?\d{0,5}개?|님|[가-힣]{2,4}(?:부|팀)(?![가-힣])"
    r"|(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{2,30}@(?![A-Za-z0-9])"  # the host left out
    r"|[\s|:：=/()\[\]<>【】〈〉《》·ㆍ,.\-–•│ㅣ_*■▶@]",
    re.IGNORECASE,
)
# An address for tips and questions is no reporter's.
_SENTENCE: Final = re.compile(r"[다요까][.?!]?$")
_DESK_MAIL: Final = re.compile(r"문의|제보|보도자료|광고|독자|대표|고객")
# `김해=강마루, 양산=표승아, 밀양=국진우 기자`: one place for each name.
_PLACES: Final = re.compile(r"(?<![가-힣])[가-힣]{2,5}\s?=\s?(?=[가-힣]{2,4}(?:\s?[,·ㆍ]|\s?기자))")
# Hanja names of old papers stand at the end, in brackets of their own.
_HANJA_NAME: Final = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,4})\s?(?:記者|기자)(?![가-힣])"
)
_POST: Final = re.compile(r"[가-힣]{0,6}(?:위원|교수|대표|소장|의원|작가|시인|원장|국장|위원장|PD)")
# A name and an address, no title between: `홍길동 [hong@example.kr]`.
_BEFORE_MAIL: Final = re.compile(rf"(?<![가-힣])([가-힣]{{2,4}})\s?[\[(<|/]?\s?(?={MAIL.pattern})")
_PLACE_PREFIX: Final = re.compile(r"^[/\s]{0,3}[가-힣]{2,6}(?:취재본부)?\s?[=/]\s?(?=[가-힣])")


@cache
def _named() -> re.Pattern[str]:
    """`홍길동·이몽룡 기자`, `홍길동 정치부 기자`, `홍길동기자`, `기자명 홍길동`."""
    titles, posts = press_words().titles, press_words().posts
    name = r"[가-힣]{2,4}"
    return re.compile(
        rf"(?<![가-힣])기자명?\s?[:=]?\s(?P<after>{name})(?![가-힣])(?:\s?(?:{titles}))?"
        rf"|(?<![가-힣])(?P<names>{name}(?:\s?[·ㆍ,‧・/&、]\s?{name}){{0,7}}?)\s?"
        rf"(?:\([^()]{{1,12}}\)\s?)?(?:(?:{posts})\s)?(?P<title>{titles})(?:(?=입력|승인|등록|수정|송고|구독)|(?![가-힣A-Za-z]))"
        rf"|(?:글|취재|작성)\s?[:=]\s?(?P<label>{name})(?![가-힣])"
        rf"|(?:작성자|글쓴이)\s?[:=]?\s(?P<writer>{name})(?![가-힣])"
        rf"|(?:^|\n)\s?(?:글\s|by\s)(?P<alone>{name})\s?(?=$|\n)",
        re.IGNORECASE,
    )


def read_authors(lines: Iterable[str]) -> tuple[Author, ...]:
    """Authors named in byline lines, in order, each once.

    A mail address goes to the name it follows; where several names share one address it
    is nobody's, unless there are as many addresses as names.

    Args:
        lines: lines already known to be bylines, or printed datelines.

    >>> read_authors(["• 김남규 기자 wolyo@korea.com"])
    (Author(name='김남규', email='wolyo@korea.com'),)
    >>> [a.name for a in read_authors(["홍길동·이몽룡 기자"])]
    ['홍길동', '이몽룡']
    >>> read_authors(["온라인뉴스팀 news@example.kr"])
    (Author(name='온라인뉴스팀', email='news@example.kr'),)
    """
    text = _PLACES.sub("", _PLACE_PREFIX.sub("", " \n ".join(lines)))
    found: dict[str, str | None] = {}
    groups = _groups(text)
    for index, (names, end) in enumerate(groups):
        until = groups[index + 1][1] if index + 1 < len(groups) else len(text)
        start_of_next = _start_of(text, groups[index + 1]) if index + 1 < len(groups) else until
        mails = [_squeeze(m.group()) for m in MAIL.finditer(text, end, start_of_next)]
        for position, name in enumerate(names):
            mail = None
            if len(names) == 1 and mails:
                mail = mails[0]
            elif len(mails) == len(names):
                mail = mails[position]
            found[name] = found.get(name) or mail
    return tuple(Author(name=name, email=mail) for name, mail in found.items())


def read_closing_authors(paragraph: str) -> tuple[Author, ...]:
    """Authors glued to the last sentence of a body: `…했다.부산=홍길동 기자 a@b.kr`.

    >>> read_closing_authors("예산을 모두 썼다.부산=홍길동 기자 hong@example.kr")
    (Author(name='홍길동', email='hong@example.kr'),)
    >>> read_closing_authors("그는 홍길동 기자라고 말했다.")
    ()
    """
    tail = paragraph[-120:]
    cut = max(tail.rfind("다."), tail.rfind("요."), tail.rfind("\n"), tail.rfind("다.”"))
    if cut < 0:
        return ()
    closing = tail[cut:].lstrip('다요.”"\n ')
    return read_authors([closing]) if is_byline_line(closing) else ()


def is_byline_line(text: str) -> bool:
    """Whether a line names reporters and says nothing else.

    >>> is_byline_line("강원=홍길동기자"), is_byline_line("[신윤재 기자]"), is_byline_line("a@b.kr")
    (True, True, True)
    >>> is_byline_line("홍길동 기자가 현장을 다녀왔다."), is_byline_line("사진=홍길동 기자")
    (False, False)
    """
    if not 3 <= len(text) <= 160 or text.startswith(("사진", "그래픽", "영상", "자료")):
        return False
    # A sentence is none, whoever it names; asked first, for most lines are sentences.
    if _SENTENCE.search(text[-3:]) or _DESK_MAIL.search(text):
        return False
    rest = _PLACES.sub("", _PLACE_PREFIX.sub("", text.strip("•·- ")))
    signs = len(_groups(rest)) + len(MAIL.findall(rest))
    if not signs:
        return False
    rest = MAIL.sub(" ", rest)
    for stamp in reversed(read_stamps(rest)):
        rest = rest[: stamp.start] + " " + rest[stamp.end :]
    rest = _HANJA_NAME.sub(" ", _named().sub(" ", _DESK.sub(" ", rest)))
    rest = _FILLER.sub(" ", rest)
    words = [w for w in rest.split() if not is_person(w) and not is_paper(w)]
    return sum(map(len, words)) <= 4


def name_before_stamp(text: str) -> str | None:
    """The name in `홍길동 2026. 3. 21. 21:43`, a line of a name and a stamp only.

    >>> name_before_stamp("홍길동 2026. 3. 21. 21:43")
    '홍길동'
    >>> name_before_stamp("내년 2026. 3. 21. 행사") is None
    True
    """
    if len(text) > 80:
        return None
    stamps = read_stamps(text)
    if not stamps or text[stamps[-1].end :].strip():
        return None
    name = text[: stamps[0].start].strip(" |·ㅣ/,")
    # With a post: `홍길동 칼럼위원 | 2026-03-21 21:43`.
    words = name.split()
    if len(words) == 2 and stamps[0].has_clock and len(words[1]) <= 8 and is_person(words[0]):
        return words[0] if _POST.fullmatch(words[1]) else None
    return name if is_person(name) else None


def _groups(text: str) -> list[tuple[list[str], int]]:
    """Runs of names with where each run ends."""
    groups: list[tuple[list[str], int]] = []
    taken = 0
    for match in _named().finditer(text):
        raw = next(
            match[g] for g in ("names", "after", "label", "writer", "alone") if match[g] is not None
        )
        names = [n for n in _SPLIT.split(raw) if is_person(n)]
        if names:
            groups.append((names, match.end()))
            taken = match.end()
    groups += [([m.group()], m.end()) for m in _DESK.finditer(text) if m.start() >= taken]
    groups += [([m.group(1)], m.end()) for m in _HANJA_NAME.finditer(text)]
    ends = {end for _, end in groups}
    for match in _BEFORE_MAIL.finditer(text):
        if is_person(match[1]) and match[1][-1] not in "팀부국" and match.end(1) not in ends:
            groups.append(([match[1]], match.end(1)))
    return groups


def _start_of(text: str, group: tuple[list[str], int]) -> int:
    """Where the first name of a later group stands."""
    names, end = group
    return text.rfind(names[0], 0, end)


def _squeeze(mail: str) -> str:
    return re.sub(r"\s", "", mail)
