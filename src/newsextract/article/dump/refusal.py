"""When a readable page is no article: say what it looks like instead of guessing a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from newsextract.article.dump.lines import Line
from newsextract.article.dump.pieces import Piece
from newsextract.errors import NotAnArticleError

__all__ = ["refuse_non_article"]

_PROSE: Final = frozenset(["paragraph", "paragraph_after_dateline", "wrapped_line", "photo_story"])
_LOGIN: Final = re.compile(r"로그인|비밀번호|아이디|password|sign ?in|log ?in", re.IGNORECASE)
_LIST_SIZE: Final = 8
_LEAST_SIGNED: Final = 20
_LEAST_UNSIGNED: Final = 60
_LEAST_WITH_ERROR: Final = 200
_LEAST_TEASERS: Final = 5
_LEAST_CUT: Final = 3


def refuse_non_article(lines: Sequence[Line], pieces: Sequence[Piece], *, bare: bool) -> None:
    """Raise when the pieces of a page hold no body.

    Args:
        lines: all lines of the page.
        pieces: the same, with their zones.
        bare: the text shows no page furniture; then any body at all will do.

    Raises:
        NotAnArticleError: `found` is error_page, login, list, navigation or no_body.
    """
    body = [p for p in pieces if p.zone in {"body", "table"}]
    if bare:
        if body:
            return
        raise NotAnArticleError("no_body")
    if _reads_as_list(pieces):
        raise NotAnArticleError("list")
    errors = [p for p in pieces if p.reason == "page_error"]
    strong = [p for p in body if p.reason in _PROSE]
    size = sum(len(p.text) for p in strong)
    signed = any(
        p.zone in {"byline", "timestamp", "dateline"}
        and p.region != "menu"
        and p.reason != "stamp_with_counters"
        for p in pieces
    )
    if size >= (_LEAST_WITH_ERROR if errors else _LEAST_SIGNED if signed else _LEAST_UNSIGNED):
        return
    raise NotAnArticleError(_looks_like(lines, pieces, errors))


def _reads_as_list(pieces: Sequence[Piece]) -> bool:
    """Teasers of a list page stand alone, each between tools, stamps and short words.

    Or they are cut off with dots. Paragraphs of an article follow one another; captions,
    list items and sub-headings between them do not make a list.
    """
    alone = paragraphs = cut = 0
    between = _LEAST_TEASERS
    for piece in pieces:
        if piece.region != "body" or piece.zone in {"caption", "dateline"}:
            continue
        if piece.zone == "body" and piece.reason in _PROSE:
            paragraphs += 1
            cut += piece.text.endswith(("...", "…", ".."))
            alone += between >= 2
            between = 0
        elif piece.zone != "body" or len(piece.text) <= 12:
            between += 1
    if cut >= _LEAST_CUT and cut * 2 >= paragraphs:
        return True
    return alone >= _LEAST_TEASERS and alone * 10 >= paragraphs * 6


def _looks_like(lines: Sequence[Line], pieces: Sequence[Piece], errors: Sequence[Piece]) -> str:
    if errors:
        return "error_page"
    logins = sum(1 for line in lines if len(line.text) <= 40 and _LOGIN.search(line.text))
    if logins >= 3 or (logins and logins * 3 >= len(lines)):
        return "login"
    shapes = Counter(line.shape for line in lines if line.mark is None)
    if shapes["title"] + shapes["long"] + shapes["prose"] >= _LIST_SIZE:
        return "list"
    zones = Counter(p.zone for p in pieces)
    if zones["navigation"] + zones["footer"] + zones["share"] >= len(pieces) * 0.6:
        return "navigation"
    return "no_body"
