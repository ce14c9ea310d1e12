"""A browser's text copy of a press page, or bare article text, into an `Article`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsextract.article.bylines import read_authors, read_closing_authors
from newsextract.article.datelines import Dateline
from newsextract.article.decode import Decoded
from newsextract.article.dump.context import mark_in_context
from newsextract.article.dump.headline import Head, find_head
from newsextract.article.dump.lines import Line, ends_sentence, fold_title, read_lines
from newsextract.article.dump.pieces import Piece
from newsextract.article.dump.refusal import refuse_non_article
from newsextract.article.dump.regions import Region, find_regions
from newsextract.article.dump.zones import cut_pieces
from newsextract.article.limits import MAX_TEXT_CODE_POINTS
from newsextract.article.press import MAIL, is_paper
from newsextract.article.publishers import (
    publisher_of_host,
    publisher_of_imprint,
    publisher_of_rights_line,
)
from newsextract.article.timestamps import choose_times
from newsextract.errors import EmptyInputError, TooLargeError
from newsextract.models import Article, Author, Block, LedgerEntry

__all__ = ["read_dump"]


def read_dump(
    decoded: Decoded, *, content_hash: str | None = None, url: str | None = None
) -> Article:
    """Read a text dump.

    Args:
        decoded: the text, with how it was decoded when it came as bytes.
        content_hash: of the original input; computed from the text when None.
        url: where the page stood, used for the publisher only.

    Returns:
        The article. Every non-blank line of the text is in exactly one ledger entry; only
        the line a dateline opens is two (dateline, body).

    Raises:
        EmptyInputError: nothing but white space.
        TooLargeError: over `MAX_TEXT_CODE_POINTS`.
        NotAnArticleError: the page has no body; `found` says what it looks like.

    >>> article = read_dump(Decoded("춘천시가 국비 5억원을 확보했다.", None, None, 0))
    >>> article.text, article.headline, article.profile
    ('춘천시가 국비 5억원을 확보했다.', None, 'plain-text')
    """
    text = decoded.text
    if len(text) > MAX_TEXT_CODE_POINTS:
        raise TooLargeError(len(text), MAX_TEXT_CODE_POINTS, "code points")
    lines = mark_in_context(read_lines(text))
    if not lines:
        raise EmptyInputError("the input holds only white space")
    bare = _is_bare(lines)
    if bare:
        lines = [_without_menu_mark(line, alone=len(lines) == 1) for line in lines]
    regions = _bare_regions(lines) if bare else find_regions(lines)
    head = find_head(lines, regions, bare=bare)
    if bare:
        regions = _without_loose_head(regions, lines, head)
    pieces = cut_pieces(lines, regions, head)
    refuse_non_article(lines, pieces, bare=bare)
    article = _article(lines, pieces, head, url)
    return article.model_copy(
        update={
            "encoding": decoded.encoding,
            "encoding_reason": decoded.reason,
            "replacements": decoded.replacements,
            "profile": "plain-text" if bare else "text-dump",
            "content_hash": content_hash or hashlib.sha256(text.encode()).hexdigest(),
        }
    )


def _is_bare(lines: Sequence[Line]) -> bool:
    """Whether the text shows no page furniture; one line of it may be chance."""
    return sum(line.mark is not None and line.mark.page for line in lines) < 2


def _without_menu_mark(line: Line, *, alone: bool) -> Line:
    """In bare text 경제 is a sub-heading, not a menu; a text of one line is all body."""
    if line.mark is None or (line.mark.bare and not alone):
        return line
    menu = line.mark.page and line.mark.zone in {"navigation", "footer", "other"}
    return replace(line, mark=None) if alone or menu else line


def _bare_regions(lines: Sequence[Line]) -> list[Region]:
    """Head and body only; text without a single paragraph is body from its first line."""
    if len(lines) == 1 or not any(
        line.dateline is not None
        or (
            line.shape in {"prose", "wrapped"}
            and (line.mark is None or line.mark.zone == "caption")
        )
        for line in lines
    ):
        return ["body"] * len(lines)
    return find_regions(lines, bare=True)


def _without_loose_head(
    regions: Sequence[Region], lines: Sequence[Line], head: Head
) -> list[Region]:
    """In bare text a head line that is no headline, subhead, byline or stamp is body."""
    known = {head.headline, *head.copies, *head.subheads}
    above = head.headline if head.headline is not None else -1
    return [
        "body" if r == "head" and i > above and i not in known and lines[i].mark is None else r
        for i, r in enumerate(regions)
    ]


def _article(
    lines: Sequence[Line], pieces: Sequence[Piece], head: Head, url: str | None
) -> Article:
    dateline = next((line.dateline for line in lines if line.dateline is not None), None)
    text, blocks = _blocks(pieces)
    published, modified = choose_times(
        p.text for p in pieces if p.zone in {"timestamp", "byline"} and p.region in {"head", "body"}
    )
    return Article(
        url=url,
        headline=head.text,
        subheads=_subheads(pieces),
        authors=_authors(pieces, dateline, text),
        dateline=dateline.text if dateline else None,
        published_at=published,
        modified_at=modified,
        publisher=_publisher(pieces, dateline, url),
        section=_section(pieces),
        blocks=blocks,
        captions=tuple(p.text for p in pieces if p.zone == "caption"),
        text=text,
        ledger=tuple(
            LedgerEntry(order=i, zone=p.zone, reason=p.reason, text=p.text)
            for i, p in enumerate(pieces)
        ),
        content_hash="",
    )


def _subheads(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Each subhead once; many pages print it for large and for small screens."""
    shown = {fold_title(p.text): p.text for p in reversed(pieces) if p.zone == "subhead"}
    return tuple(reversed(shown.values()))


def _blocks(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The body's text and its blocks.

    Neighbouring table rows make one block. So do the lines of a hard-wrapped paragraph, with a
    blank in place of each line break: a sentence goes on there.
    """
    blocks: list[Block] = []
    parts: list[str] = []
    at = 0
    before: Piece | None = None
    for piece in pieces:
        if piece.zone in {"body", "table"}:
            goes_on = before is not None and _goes_on(before, piece)
            if parts:
                parts.append(" " if goes_on and piece.kind != "table" else "\n")
                at += 1
            end = at + len(piece.text)
            start = blocks.pop().start if goes_on else at
            blocks.append(Block(start=start, end=end, kind=piece.kind))
            parts.append(piece.text)
            at = end
        before = piece
    return "".join(parts), tuple(blocks)


def _goes_on(before: Piece, piece: Piece) -> bool:
    if piece.kind == "table":
        return before.kind == "table"
    wrapped = piece.reason == before.reason == "wrapped_line"
    return wrapped and not ends_sentence(before.text)


def _authors(pieces: Sequence[Piece], dateline: Dateline | None, text: str) -> tuple[Author, ...]:
    def named(region: str) -> list[str]:
        return [
            _named_alone(p) if p.reason in _NAMES_FIRST else p.text
            for p in pieces
            if p.zone == "byline" and p.region == region
        ]

    found = list(read_authors(named("head")))
    if dateline is not None:
        found += read_authors([dateline.text])
        found += [Author(name=name) for name in dateline.authors]
    found += read_authors(named("body"))
    found += read_closing_authors(text)
    if not found:
        cards = (p.text for p in pieces if p.zone == "reporter")
        found += read_authors(t for t in cards if "기자" in t or MAIL.search(t))
    return _with_lone_mail(_merge(found, _shared_mails(pieces)), pieces)


_NAMES_FIRST = frozenset(["name_beside_stamp", "name_with_stamp", "writer_line"])


def _named_alone(piece: Piece) -> str:
    """A line that opens with a name, said so that it is read as one."""
    if piece.reason != "writer_line":
        return f"기자명 {piece.text}"
    name = re.search(r"[가-힣]{2,4}", piece.text)
    return f"기자명 {name.group()}" if name else ""


def _shared_mails(pieces: Sequence[Piece]) -> frozenset[str]:
    """Addresses that some line prints once for several reporters: nobody's own."""
    shared: set[str] = set()
    for piece in pieces:
        mails = MAIL.findall(piece.text) if piece.zone == "byline" else []
        if 1 <= len(mails) < len(read_authors([piece.text])):
            shared.update(mails)
    return frozenset(shared)


def _with_lone_mail(authors: tuple[Author, ...], pieces: Sequence[Piece]) -> tuple[Author, ...]:
    """A mail address on a line of its own is the only reporter's."""
    if len(authors) != 1 or authors[0].email is not None:
        return authors
    for zones in ({"byline"}, {"copyright"}):
        lines = [p.text for p in pieces if p.zone in zones and p.region in {"head", "body"}]
        lines = [line for line in lines if not _DESK_MAIL.search(line)]
        mails = {m.group() for line in lines for m in MAIL.finditer(line)}
        if len(mails) == 1:
            return (Author(name=authors[0].name, email=mails.pop()),)
    return authors


# A notice of rights may hold the reporter's address, or the desk's.
_DESK_MAIL = re.compile(
    r"문의|제보|대표|메일|mail to|(?:web)?master@|info@|help@|news@|desk@|jebo", re.IGNORECASE
)


def _merge(authors: Iterable[Author], shared: frozenset[str]) -> tuple[Author, ...]:
    mails: dict[str, str | None] = {}
    for author in authors:
        own = None if author.email in shared else author.email
        mails[author.name] = mails.get(author.name) or own
    return tuple(Author(name=name, email=mail) for name, mail in mails.items())


def _publisher(pieces: Sequence[Piece], dateline: Dateline | None, url: str | None) -> str | None:
    if dateline is not None and dateline.publisher:
        return dateline.publisher
    for piece in pieces:
        if piece.zone == "footer" and (name := publisher_of_imprint(piece.text)):
            return name
    if host := publisher_of_host(url):
        return host
    owners = [publisher_of_rights_line(p.text) for p in pieces if p.zone == "copyright"]
    names = [name for name in owners if name]
    if names:
        return next((name for name in names if is_paper(name)), names[0])
    # A reporter writes from the paper's own host.
    mails = [m.group() for p in pieces if p.zone == "byline" for m in MAIL.finditer(p.text)]
    hosts = (publisher_of_host("//" + mail.partition("@")[2].strip()) for mail in mails)
    return next((name for name in hosts if name), None)


def _section(pieces: Sequence[Piece]) -> str | None:
    """The most specific step of the first section path: `홈 > 뉴스 > 정치` is 정치."""
    for piece in pieces:
        if piece.zone != "section":
            continue
        path = piece.text.split(" - ")[0]
        backward = "<" in path and ">" not in path
        steps = [s.strip() for s in _split_path(path)]
        steps = [s for s in steps if s and s.lower() not in _NO_SECTION]
        if steps:
            return steps[0] if backward else steps[-1]
    return None


_NO_SECTION = frozenset(
    ["홈", "home", "메인", "처음으로", "기사본문", "기사 본문", "본문", "기사", "뉴스"]
)


def _split_path(path: str) -> list[str]:
    for mark in "<›»/|＞＜〉→":
        path = path.replace(mark, ">")
    return path.split(">")
