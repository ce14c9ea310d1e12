"""Is a page from the web Korean? Asked before it is parsed, and answered from its first bytes."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from newsextract.article.publishers import publisher_of_host

__all__ = ["HEAD_BYTES", "is_korean_host", "looks_korean"]

HEAD_BYTES: Final = 65_536
"""First bytes of a page looked at: behind the scripts of its head the headline comes."""

_DECLARED_BYTES: Final = 16_384
_LEAST_HANGUL: Final = 20
"""Fewer syllables may be the name of a language in a menu: 한국어."""

_KOREAN_CHARSETS: Final = (b"euc-kr", b"euckr", b"ks_c_5601", b"ksc5601", b"cp949", b"ms949",
                           b"x-windows-949", b"windows-949", b"uhc")  # fmt: skip
_CHARSET: Final = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([a-z0-9_\-]{3,20})", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    rb"<html\b[^<>]{0,500}?\s(?:xml:)?lang\s{0,3}=\s{0,3}[\"']?([a-z]{2,3})\b"
    rb"|content-language[\"']?\s{1,3}content\s{0,3}=\s{0,3}[\"']?([a-z]{2,3})\b"
    rb"|og:locale[\"']?\s{1,3}content\s{0,3}=\s{0,3}[\"']?([a-z]{2,3})_",
    re.IGNORECASE,
)
_UTF8_LEADS: Final = bytes(range(0xC2, 0xF5))
_HANGUL_LEADS: Final = b"\xea\xeb\xec\xed"
"""Of U+A000 to U+D7FF: Hangul but for a few scripts that no press writes."""

_PAIR: Final = re.compile(rb"[\x81-\xfe][\x41-\x5a\x61-\x7a\x81-\xfe]")


def looks_korean(
    body: bytes, url: str | None, content_type: str | None = None, language: str | None = None
) -> bool:
    """Whether a page should be parsed as a Korean one.

    A Korean charset says yes. Else a page is Korean when Hangul is a quarter of what is not
    ASCII; a page without any (a shell that scripts fill) goes by its declared language, and if
    it declares none, by its host. A foreign edition on a Korean host is foreign.

    Args:
        body: the page, or its first `HEAD_BYTES` bytes; content coding taken off.
        url: where it stood.
        content_type: of its HTTP header.
        language: Content-Language of its HTTP header.

    >>> looks_korean("<p>강릉시가 내년 예산 5억원을 편성하고 도로를 정비한다고</p>".encode(), None)
    True
    >>> looks_korean(b'<html lang="en"><p>Seoul</p>', "https://www.news.example.kr/1")
    False
    """
    head = body[:HEAD_BYTES]
    charsets = {match[1].lower() for match in _CHARSET.finditer(head[:_DECLARED_BYTES])}
    header = _CHARSET.search((content_type or "").encode("ascii", "ignore"))
    if header is not None:
        charsets.add(header[1].lower())
    if any(name.startswith(_KOREAN_CHARSETS) for name in charsets):
        return True
    hangul, others = _hangul(head, guess=not charsets - {b"utf-8", b"utf8", b"iso-8859-1"})
    declared = _declared(head, language)
    if hangul >= _LEAST_HANGUL:
        return hangul * 3 >= others or declared == "ko"
    if declared is not None:
        return declared == "ko"
    return is_korean_host(url)


def is_korean_host(url: str | None) -> bool:
    """Whether the URL's host is under .kr or .한국, or that of a paper a profile knows.

    >>> is_korean_host("https://news.example.kr/1"), is_korean_host("https://www.donga.com/n/1")
    (True, True)
    >>> is_korean_host("https://example.com/kr")
    False
    """
    try:
        host = (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return False
    if host.endswith((".kr", ".xn--3e0b707e", ".한국")) or publisher_of_host(url) is not None:
        return True
    hosts = _hosts()
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False


def _hangul(head: bytes, *, guess: bool) -> tuple[int, int]:
    """Number of Hangul syllables, and of other letters and signs beyond ASCII.

    Args:
        head: the page's first bytes.
        guess: whether bytes that are no UTF-8 may be CP949: not when another charset is named.
    """
    if head.isascii():
        return 0, 0
    characters = _number_of(head, _UTF8_LEADS)
    if head.decode("utf-8", "replace").count("\ufffd") * 20 <= characters:
        # UTF-8, a few characters perhaps damaged and the last one cut.
        hangul = _number_of(head, _HANGUL_LEADS)
        return hangul, characters - hangul
    if not guess:
        return 0, len(head)
    pairs = _PAIR.findall(head)
    korean = sum(1 for pair in pairs if b"\xb0\xa1" <= pair <= b"\xc8\xfe" and pair[1] > 0xA0)
    # Of Chinese text in GBK a third lies elsewhere; of Korean hardly a tenth (marks, hanja).
    return (korean, 0) if korean * 100 >= len(pairs) * 85 else (0, len(pairs))


def _number_of(head: bytes, among: bytes) -> int:
    """How many of the bytes are among those; ten times as fast as any pattern."""
    return len(head) - len(head.translate(None, among))


def _declared(head: bytes, language: str | None) -> str | None:
    match = _LANGUAGE.search(head[:_DECLARED_BYTES])
    if match is not None:
        return next(part for part in match.groups() if part).decode("ascii").lower()
    header = re.match(r"\s*([A-Za-z]{2,3})\b", language or "")
    return header[1].lower() if header else None


@cache
def _hosts() -> frozenset[str]:
    from newsextract.article.profiles import load_profiles  # noqa: PLC0415 - brings the HTML parser

    return frozenset(host for profile in load_profiles() for host in profile.hosts)
