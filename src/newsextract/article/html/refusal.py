"""When a page is no article: say what it is instead of guessing a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newsextract.article.dump.lines import ends_sentence
from newsextract.article.html.frames import Line
from newsextract.article.html.metadata import Metadata
from newsextract.article.html.parts import Part
from newsextract.article.timestamps import read_stamps
from newsextract.errors import NotAnArticleError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Evidence", "refuse_page"]

_ERROR: Final = re.compile(
    r"페이지를?\s?찾을\s?수\s?없|존재하지\s?않는\s?(?:페이지|기사|게시물)|삭제되었거나"
    r"|삭제된\s?(?:기사|게시물|페이지)|잘못된\s?(?:접근|경로|요청|주소)|요청하신\s?페이지|없는\s?기사"
    r"|\b404\b|not\s?found|서비스\s?점검|접근\s?권한이|접근이\s?거부|access denied|forbidden"
    r"|internal server error|bad gateway|일시적인\s?(?:오류|장애)|에러\s?페이지|error page"
    r"|기사가\s?(?:존재하지|삭제)|페이지\s?오류",
    re.IGNORECASE,
)
_SEARCH_TITLE: Final = re.compile(
    r"검색\s?결과|통합\s?검색|\s검색$|:\s?\S+검색|search results?", re.IGNORECASE
)
_SEARCH_URL: Final = re.compile(
    r"[/.]search|[?&](?:query|keyword|searchword|sc_word|q|kwd|search)=", re.IGNORECASE
)
_BOARD: Final = re.compile(
    r"^(?:추천\s?[:：]?\s?\d*|비추천\s?\d*|조회(?:수)?\s?[:：]?\s?[\d,]+|조회\s?추천|글쓴이|작성자\s?[:：].*|닉네임|쪽지|포인트.*|레벨.*"
    r"|추천하기\s?\d*|신고하기|다른의견\s?\d*|글쓰기|답글쓰기|이전글|다음글|게시판.*|목록보기)$"
)
_BOARD_URL: Final = re.compile(
    r"/(?:bbs|board|forum|community|cafe|gallery|zboard)[/_.]", re.IGNORECASE
)
_PRESS: Final = re.compile(
    r"기자\b|특파원|무단\s?전재|저작권자|발행인|편집인|신문\s?등록|인터넷신문|청소년\s?보호\s?책임자|기사\s?입력|기사\s?원문|보도자료|앵커|논설위원"
)
_FRONT: Final = re.compile(
    r"/?(?:(?:main|home|index)(?:/|\.[a-z]{2,5}|/(?:main|home|index)\.[a-z]{2,5})?)?", re.IGNORECASE
)
_LEAST: Final = 60
_LEAST_SIGNED: Final = 20
_LEAST_WITH_ERROR: Final = 250
_LEAST_AMONG_LINKS: Final = 300
_FEW_WORDS: Final = 400
_MANY_LINKS: Final = 40
_MANY_DATES: Final = 5
_LOGIN: Final = re.compile(r"로그인|log ?in", re.IGNORECASE)


class Evidence:
    """What a page shows, gathered once.

    Attributes:
        tree: the page.
        lines: all its lines.
        metadata: its metadata.
        url: where it stood.
        known_site: a profile applies to it.
    """

    def __init__(
        self, tree: LexborHTMLParser, lines: Sequence[Line], metadata: Metadata, url: str | None,
        *, known_site: bool,
    ) -> None:  # fmt: skip
        self.tree = tree
        self.lines = lines
        self.metadata = metadata
        self.url = url
        self.known_site = known_site

    @property
    def titles(self) -> str:
        """Title elements and first headings, for words that tell the kind of page."""
        heads = [line.text for line in self.lines if line.frame.tag in {"h1", "h2"}][:3]
        return " | ".join([self.metadata.title or "", self.metadata.meta("og:title") or "", *heads])


def refuse_page(evidence: Evidence, parts: Sequence[Part], *, signed: bool) -> None:
    """Raise when the parts hold no article.

    Args:
        evidence: of the page.
        parts: of the body's element; none when no body was found.
        signed: whether an author or a time was found.

    Raises:
        NotAnArticleError: `found` is error_page, login, search, forum_post, front,
            list, empty_shell or no_body.
    """
    body = [p for p in parts if p.zone in {"body", "table"}]
    size = sum(len(p.text) for p in body if _is_sentence(p))
    whole = sum(len(p.text) for p in body)
    if size and (signed or evidence.metadata.says_article or whole > 2 * _LEAST_AMONG_LINKS):
        # Lists, tables and short lines count half, and only beside a sentence.
        size = max(size, whole // 2)
    error = _ERROR.search(evidence.titles) is not None
    if size < _least(evidence, error=error, signed=signed):
        tables = any(p.zone == "table" for p in parts)
        if not (tables and signed and not error):
            raise NotAnArticleError(_looks_like(evidence, error=error))
    if _is_list(evidence, parts, size):
        kind = "search" if _is_search(evidence) else "front" if _is_front(evidence) else "list"
        raise NotAnArticleError(kind)
    if not evidence.known_site and _is_forum_post(evidence):
        raise NotAnArticleError("forum_post")


def _least(evidence: Evidence, *, error: bool, signed: bool) -> int:
    """The shortest body believed, by what else the page shows."""
    if error:
        return _LEAST_WITH_ERROR
    if signed:
        return _LEAST_SIGNED
    if evidence.known_site or evidence.metadata.says_article:
        return _LEAST
    many = len(evidence.tree.css("a[href]")) >= _MANY_LINKS
    return _LEAST_AMONG_LINKS if many else _LEAST


def _is_sentence(part: Part) -> bool:
    return part.reason.endswith("paragraph") or ends_sentence(part.text)


def _is_list(evidence: Evidence, parts: Sequence[Part], size: int) -> bool:
    """Teasers: each paragraph alone between titles, stamps and names."""
    alone = paragraphs = between = 0
    for part in parts:
        if part.zone == "body" and part.reason.endswith("paragraph"):
            paragraphs += 1
            alone += between >= 1
            between = 0
        elif part.zone in {"related", "timestamp", "byline", "share", "section", "reporter"}:
            between += 1
    if alone >= 4 and alone * 10 >= paragraphs * 7:
        return True
    if evidence.known_site or evidence.metadata.says_article:
        return False
    linked = sum(line.linked for line in evidence.lines)
    return _is_search(evidence) and linked > size


def _is_search(evidence: Evidence) -> bool:
    if _SEARCH_URL.search(evidence.url or evidence.metadata.canonical or ""):
        return True
    return _SEARCH_TITLE.search(evidence.titles) is not None


def _is_forum_post(evidence: Evidence) -> bool:
    """Counters and buttons of a board, and nothing that only the press has."""
    if evidence.metadata.linked or any(
        name in evidence.metadata.metas for name in ("article:published_time", "article:author")
    ):
        return False
    signs = {m.group()[:4] for line in evidence.lines if len(line.text) <= 20
             and (m := _BOARD.match(line.text))}  # fmt: skip
    address = _BOARD_URL.search(evidence.url or evidence.metadata.canonical or "") is not None
    if len(signs) + 2 * address < 3:
        return False
    return not any(_PRESS.search(line.text) for line in evidence.lines if len(line.text) <= 200)


def _looks_like(evidence: Evidence, *, error: bool) -> str:
    """The first kind of page whose signs are there."""
    tree, lines = evidence.tree, evidence.lines
    few = len(tree.css("a[href]")) < _MANY_LINKS
    letters = sum(len(line.text) for line in lines)
    kinds: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("error_page", lambda: error or _speaks_of_error(lines)),
        ("forum_post", lambda: _is_forum_post(evidence)),
        ("login", lambda: few and tree.css_first("input[type='password' i]") is not None),
        ("search", lambda: _is_search(evidence)),
        ("front", lambda: not few and _is_front(evidence)),
        ("list", lambda: not few),
        ("empty_shell", lambda: letters < _FEW_WORDS and tree.css_first("script") is not None),
        ("list", lambda: _dated_lines(lines) >= _MANY_DATES),
        ("login", lambda: _LOGIN.search(evidence.titles) is not None),
    )
    return next((kind for kind, holds in kinds if holds()), "no_body")


def _speaks_of_error(lines: Sequence[Line]) -> bool:
    return any(_ERROR.search(line.text) for line in lines[:60] if len(line.text) <= 80)


def _dated_lines(lines: Sequence[Line]) -> int:
    return sum(1 for line in lines[:500] if len(line.text) <= 60 and read_stamps(line.text))


def _is_front(evidence: Evidence) -> bool:
    """The address is the site itself, or its `main` or `home`."""
    address = evidence.url or evidence.metadata.canonical
    try:
        path = urlsplit(address or "none:x").path
    except ValueError:
        return False
    return bool(address) and _FRONT.fullmatch(path) is not None
