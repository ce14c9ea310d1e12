"""From lines and regions to pieces: each line's zone and the rule that decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from newsextract.article.dump.headline import Head
from newsextract.article.dump.lines import Line, Mark, fold_title
from newsextract.article.dump.pieces import Piece
from newsextract.article.dump.regions import Region
from newsextract.article.press import MAIL, is_paper, is_person
from newsextract.models import Zone

__all__ = ["cut_pieces"]

# Inside related titles, comments and footers a line keeps these zones of its own.
_KEEPS: Final[dict[Region, frozenset[Zone]]] = {
    "related": frozenset({
        "share", "navigation", "copyright", "advertisement", "promotion", "reporter", "footer",
        "tail", "comment",
    }),
    "aside": frozenset({"copyright", "advertisement", "share", "navigation", "comment"}),
    "rest": frozenset({
        "share", "navigation", "copyright", "advertisement", "promotion", "reporter", "footer",
        "tail", "comment", "related",
    }),
    "comment": frozenset({
        "copyright", "advertisement", "footer", "tail", "related", "share", "reporter",
    }),
    "foot": frozenset({
        "copyright", "tail", "navigation", "promotion", "share", "advertisement", "related",
    }),
}  # fmt: skip
_NEAR_COPY: Final = 12
_LEAST_REPEATED: Final = 40
_DIGIT: Final = re.compile(r"\d")
_NAME: Final = re.compile(r"(?<![가-힣])[가-힣]{2,4}(?![가-힣])")
_LONGEST_BOX: Final = 3
_LEAST_STORY: Final = 40
_LOOSE: Final = "among_paragraphs"
_BELOW: Final[frozenset[Region]] = frozenset(["related", "rest", "foot"])
_SMALL: Final = frozenset(["sign", "word"])
_TEXT: Final = frozenset(["prose", "sentence", "wrapped", "row", "long", "item"])
_DEFAULT: Final[dict[Region, tuple[Zone, str]]] = {
    "menu": ("navigation", "in_menu"),
    "rest": ("other", "after_article"),
    "aside": ("other", "above_body"),
    "related": ("related", "in_related_list"),
    "comment": ("comment", "in_comments"),
    "foot": ("footer", "in_footer"),
}
_BODY_REASON: Final = {
    "prose": "paragraph",
    "sentence": "short_sentence",
    "item": "list_item",
    "row": "table_row",
    "long": "long_line",
    "wrapped": "wrapped_line",
}


def cut_pieces(lines: Sequence[Line], regions: Sequence[Region], head: Head) -> list[Piece]:
    """All lines of the page as pieces, in order; a dateline is a piece of its own."""
    in_body = [i for i, r in enumerate(regions) if r == "body" and lines[i].mark is None]
    last_body = max(in_body, default=-1)
    last_text = max((i for i in in_body if lines[i].shape in _TEXT), default=-1)
    repeated = _repeated_paragraphs(lines, in_body)
    pieces: list[Piece] = []
    for index, line in enumerate(lines):
        region = regions[index]
        if index == head.headline:
            pieces.append(Piece("headline", "headline", line.text, region))
        elif index in head.copies:
            pieces.append(Piece("headline", "headline_copy", line.text, region))
        elif index in head.subheads:
            pieces.append(Piece("subhead", "subhead", line.text, region))
        elif region == "head":
            pieces.append(_head_piece(lines, index, head))
        elif index in repeated:
            pieces.append(Piece("other", "repeated_paragraph", line.text, region))
        elif region == "body" and index > last_text and _is_loose_end(line):
            pieces.append(Piece("other", "below_last_paragraph", line.text, region))
        elif region == "body":
            pieces += _body_pieces(lines, regions, index, last_body)
        else:
            pieces.append(_other_piece(line, _aside_zone(lines, regions, index) or region))
    return _with_photo_story(_with_author_box(pieces))


def _with_author_box(pieces: list[Piece]) -> list[Piece]:
    """Below a column: its writer's name alone, and a line or two about the writer."""
    writers = {word for p in pieces if p.zone == "byline" for word in _NAME.findall(p.text)[:6]}
    body = [i for i, p in enumerate(pieces) if p.zone == "body"]
    for place in range(max(1, len(body) - 1 - _LONGEST_BOX), len(body)):
        start = body[place]
        if pieces[start].text in writers and is_person(pieces[start].text):
            for i in body[place:]:
                pieces[i] = replace(pieces[i], zone="reporter", reason="author_box")
            break
    return pieces


def _with_photo_story(pieces: list[Piece]) -> list[Piece]:
    """A page that is one photo: with no other text its caption is the report."""
    if any(p.zone == "table" or (p.zone == "body" and p.reason != _LOOSE) for p in pieces):
        return pieces
    for index, piece in enumerate(pieces):
        if piece.zone == "caption" and len(piece.text) >= _LEAST_STORY and "다." in piece.text:
            pieces[index] = replace(piece, zone="body", reason="photo_story")
            break
    return pieces


def _repeated_paragraphs(lines: Sequence[Line], in_body: Sequence[int]) -> frozenset[int]:
    """No article says a long paragraph twice; pages do, in a summary or for small screens."""
    seen: set[str] = set()
    repeated: set[int] = set()
    for index in in_body:
        line = lines[index]
        if line.shape != "prose" or len(line.text) < _LEAST_REPEATED:
            continue
        if line.text in seen:
            repeated.add(index)
        seen.add(line.text)
    return frozenset(repeated)


def _is_loose_end(line: Line) -> bool:
    """Below the last paragraph: signs, or the name of a paper or its channel."""
    if line.mark is not None or line.dateline is not None or line.has_amount:
        return False
    return line.shape == "sign" or (line.shape == "word" and is_paper(line.text))


def _aside_zone(lines: Sequence[Line], regions: Sequence[Region], index: int) -> Region | None:
    """What stands above the body is reader comments when a comment's marks are near."""
    if regions[index] != "aside":
        return None
    for near in range(max(0, index - 12), min(len(lines), index + 4)):
        mark = lines[near].mark
        if regions[near] == "aside" and mark is not None and mark.zone == "comment":
            return "comment"
    return None


def _head_piece(lines: Sequence[Line], index: int, head: Head) -> Piece:
    line = lines[index]
    if line.mark is not None:
        return Piece(line.mark.zone, line.mark.reason, line.text, "head")
    if is_person(line.text) and _beside_meta(lines, index):
        return Piece("byline", "name_beside_stamp", line.text, "head")
    if line.shape == "prose" and len(line.text) >= 40:
        return Piece("body", "prose_in_head", line.text, "head")
    if is_paper(line.text):
        return Piece("other", "paper_name", line.text, "head")
    if head.headline is not None and index < head.headline:
        return Piece("navigation", "above_headline", line.text, "head")
    return Piece("other", "in_head", line.text, "head")


def _beside_meta(lines: Sequence[Line], index: int) -> bool:
    places = [index - 1, index + 1]
    if index + 1 < len(lines) and (lines[index + 1].mark or lines[index + 1].shape in _SMALL):
        places.append(index + 2)
    around = [lines[i] for i in places if 0 <= i < len(lines)]
    return any(n.mark is not None and n.mark.zone in {"timestamp", "byline"} for n in around)


def _body_pieces(
    lines: Sequence[Line], regions: Sequence[Region], index: int, last_body: int
) -> list[Piece]:
    line = lines[index]
    if line.dateline is not None:
        rest = line.text[line.dateline.end :].strip()
        below = Piece("body", "paragraph_after_dateline", rest, "body")
        if MAIL.fullmatch(rest):
            below = Piece("byline", "mail_after_dateline", rest, "body")
        return [Piece("dateline", "dateline", line.dateline.text, "body"), below]
    if line.mark is not None and not line.mark.weak:
        return [_marked_body_piece(line, line.mark, below=index > last_body)]
    if line.shape == "sign" and not _DIGIT.search(line.text):
        return [Piece("other", "signs_only", line.text, "body")]
    if _is_doubled_caption(lines, index):
        return [Piece("caption", "doubled_line", line.text, "body")]
    if line.shape == "row":
        return [Piece("table", "table_row", line.text, "body", "table")]
    kind = _kind(lines, regions, index)
    reason = "subheading" if kind == "heading" else _BODY_REASON.get(line.shape, _LOOSE)
    return [Piece("body", reason, line.text, "body", kind)]


def _is_doubled_caption(lines: Sequence[Line], index: int) -> bool:
    """Many pages print a photo's caption twice, close by; paragraphs never."""
    line = lines[index]
    if not line.echo or line.has_amount or line.shape not in {"title", "long", "word"}:
        return False
    near = lines[max(0, index - _NEAR_COPY) : index + _NEAR_COPY + 1]
    return sum(fold_title(other.text) == fold_title(line.text) for other in near) == 2


def _marked_body_piece(line: Line, mark: Mark, *, below: bool) -> Piece:
    """A known line amid the body, or `below` the last plain line of it."""
    if below and mark.reason == "rights_mark_caption":
        return Piece("copyright", "rights_mark_below_body", line.text, "body")
    if below and mark.soft and line.shape == "prose":
        return Piece("body", "last_prose_kept", line.text, "body")
    return Piece(mark.zone, mark.reason, line.text, "body")


def _kind(
    lines: Sequence[Line], regions: Sequence[Region], index: int
) -> Literal["paragraph", "heading"]:
    """A sub-heading is short, ends no sentence, holds no amount and stands above text."""
    line = lines[index]
    if line.shape not in {"title", "word", "item"} or len(line.text) > 50 or line.has_amount:
        return "paragraph"
    following = index + 1
    if following >= len(lines) or regions[following] != "body":
        return "paragraph"
    below = lines[following]
    if below.mark is not None or below.shape not in {"prose", "row", "long"}:
        return "paragraph"
    return "heading" if line.gap or index == 0 or lines[index - 1].shape == "prose" else "paragraph"


def _other_piece(line: Line, region: Region) -> Piece:
    zone, reason = _DEFAULT[region]
    if (
        line.mark is not None
        and line.mark.zone == "byline"
        and (region in _BELOW or (region == "comment" and MAIL.search(line.text)))
    ):
        return Piece("reporter", "reporter_below_body", line.text, region)
    if line.mark is not None:
        keeps = _KEEPS.get(region)
        if keeps is None or line.mark.zone == zone or line.mark.zone in keeps:
            return Piece(line.mark.zone, line.mark.reason, line.text, region)
    return Piece(zone, reason, line.text, region)
