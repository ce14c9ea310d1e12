"""The paper's name from a host, a rights line or an imprint."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from newsextract.article.press import is_paper, press_words

__all__ = ["publisher_of_host", "publisher_of_imprint", "publisher_of_rights_line", "without_site"]

_NAME: Final = r"(?P<name>[가-힣A-Za-z0-9&·.'‘’“” ]{2,30}?)"
_END: Final = (
    r"(?=\s[-–—~|]\s"
    r"|\s*(?:[,.|·<>()\[\]/:;]|무단|재배포|저작권|all\b|inc\b|co\b|corp\b|ltd\b|의\s|에\s?있|$))"
)
_RIGHTS: Final = re.compile(
    rf"(?:저작권자\s?[(<\[]?\s?[ⓒ©cC]?\s?[)>\]]?\s?[:=]?|copyrights?\s?(?:\(c\)|[ⓒ©])?|[ⓒ©])\s*"
    rf"(?:by\s|(?:19|20)\d\d\s?(?:[-~]\s?(?:19|20)\d\d)?\s?[,.]?\s?)?{_NAME}{_END}",
    re.IGNORECASE,
)
# `중도일보(www.example.kr), 무단전재 및 수집, 재배포 금지`
_WITH_SITE: Final = re.compile(
    r"^[\[<(]?\s?(?P<name>[가-힣A-Za-z0-9·]{2,20})\s?\((?:https?://)?[a-z0-9.\-]{4,40}\)?",
    re.IGNORECASE,
)
_QUOTED_NAME: Final = re.compile(
    r"['\"‘“](?P<quoted>[^'\"’”]{2,24})['\"’”]\s?(?P<after>[가-힣A-Za-z0-9]{0,16})$"
)
_IMPRINT: Final = re.compile(
    r"(?:제\s?호|신문명|매체명)\s?(?:명)?\s?[:：]\s?(?P<name>[^|,/:：]{2,30})"
)
_NOT_NAMES: Final = re.compile(
    r"^(all|rights?|reserved|무단|저작권|본\s|the\s)|제보|문의|컨텐츠|콘텐츠|기사", re.IGNORECASE
)
_TITLE_TAIL: Final = re.compile(r"\s+[-|ㅣ:<>–—]\s+([^-|ㅣ<>–—]{2,24})$")
_TITLE_PATH: Final = re.compile(
    r"\s<\s[^<>]{1,24}(?:\s<\s[^<>]{1,24}){0,3}\s<\s기사\s?본문(?:\s[-|]\s[^<>]{1,30})?$"
    r"|\s<\s(?:[^<>]{1,24}\s<\s){0,3}기사\s?본문(?:\s[-|]\s[^<>]{1,30})?$"
)


def publisher_of_host(url: str | None) -> str | None:
    """The paper a URL belongs to, by its host; None for portals and unknown hosts.

    >>> publisher_of_host("https://www.hani.co.kr/arti/1.html")
    '한겨레'
    >>> publisher_of_host("https://n.news.naver.com/mnews/article/001/1") is None
    True
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    hosts = _hosts()
    while host:
        if host in hosts:
            return hosts[host]
        host = host.partition(".")[2]
    return None


def publisher_of_rights_line(text: str) -> str | None:
    """The owner named in a rights line.

    >>> publisher_of_rights_line("저작권자 © 대한뉴스 무단전재 및 재배포 금지")
    '대한뉴스'
    >>> publisher_of_rights_line("Copyright © 2024 강원신문. All rights reserved.")
    '강원신문'
    >>> publisher_of_rights_line("<ⓒ맑은 눈 '한들경제' (www.example.kr) 무단전재 배포금지>")
    '한들경제'
    """
    for match in _RIGHTS.finditer(text[:400]):
        name = _tidy(match["name"])
        if name and not _NOT_NAMES.search(name):
            return name
    site = _WITH_SITE.match(text)
    return site["name"] if site and is_paper(site["name"]) else None


def publisher_of_imprint(text: str) -> str | None:
    """The name after 제호 in an imprint line.

    >>> publisher_of_imprint("종합일간지 제호 : 대한뉴스")
    '대한뉴스'
    """
    match = _IMPRINT.search(text[:400])
    return _tidy(re.split(r"\s{2,}|등록|발행", match["name"])[0]) if match else None


def without_site(title: str) -> str:
    """A page title without its path and site name.

    >>> without_site("춘천시 예산 확정 < 정치 < 기사본문 - 강원신문")
    '춘천시 예산 확정'
    >>> without_site("예산 증액 - 재정 건전성 논란")
    '예산 증액 - 재정 건전성 논란'
    """
    path = _TITLE_PATH.search(title)
    if path:
        return title[: path.start()].rstrip()
    tail = _TITLE_TAIL.search(title)
    if tail and (is_paper(tail.group(1)) or tail.group(1).strip() in _hosts().values()):
        return title[: tail.start()].rstrip()
    return title


def _tidy(name: str) -> str | None:
    for word in press_words().company_words:
        name = name.replace(word, " ")
    # The paper and its site: `한울방송 & news.example.kr`.
    name = re.split(r"\s&\s(?=[a-z])", " ".join(name.split()))[0].strip(" .-·")
    return _without_slogan(name) or None


def _without_slogan(name: str) -> str:
    """The paper's name where its motto stands before it: `아시아의 창 '한들경제'`."""
    quoted = _QUOTED_NAME.search(name)
    if quoted:
        known = [n for n in (quoted["after"], quoted["quoted"]) if n and is_paper(n)]
        return known[0] if known else name
    last = name.rsplit(maxsplit=1)[-1] if name else name
    # `공감언론 뉴시스`; but 춘천 MBC is a station of its own.
    if not re.fullmatch(r"[가-힣]+\d?", last):
        return name
    return last if last in _hosts().values() or last in press_words().papers else name


@cache
def _hosts() -> dict[str, str]:
    source = files("newsextract.article").joinpath("publishers.toml").read_text(encoding="utf-8")
    hosts: dict[str, str] = tomllib.loads(source)["hosts"]
    return hosts
