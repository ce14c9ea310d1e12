"""From lines and regions to pieces: each line's zone and the rule that decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from newsextract.article.dump.headline import Head
from newsextract.article.dump.lines import Line, Mark, fold_title
from newsextract.article.dump.pieces import Piece
from newsextract.article.dump.regions import Region
from newsextract.article.press import is_paper, is_person
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
    "comment": frozenset({"copyright", "advertisement", "footer", "tail", "related", "share"}),
    "foot": frozenset({
        "copyright", "tail", "navigation", "promotion", "share", "advertisement", "related",
    }),
}  # fmt: skip
_NEAR_COPY: Final = 12
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
}


def cut_pieces(lines: Sequence[Line], regions: Sequence[Region], head: Head) -> list[Piece]:
    """All lines of the page as pieces, in order; a dateline is a piece of its own."""
    last_body = max(
        (i for i, r in enumerate(regions) if r == "body" and lines[i].mark is None), default=-1
    )
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
        elif region == "body":
            pieces += _body_pieces(lines, regions, index, last_body)
        else:
            pieces.append(_other_piece(line, _aside_zone(lines, regions, index) or region))
    return pieces


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
    around = [lines[i] for i in (index - 1, index + 1, index + 2) if 0 <= i < len(lines)]
    return any(n.mark is not None and n.mark.zone in {"timestamp", "byline"} for n in around)


def _body_pieces(
    lines: Sequence[Line], regions: Sequence[Region], index: int, last_body: int
) -> list[Piece]:
    line = lines[index]
    if line.dateline is not None:
        rest = line.text[line.dateline.end :].strip()
        return [
            Piece("dateline", "dateline", line.dateline.text, "body"),
            Piece("body", "paragraph_after_dateline", rest, "body"),
        ]
    if line.mark is not None and not line.mark.weak:
        return [_marked_body_piece(line, line.mark, below=index > last_body)]
    if _is_doubled_caption(lines, index):
        return [Piece("caption", "doubled_line", line.text, "body")]
    if line.shape == "row":
        return [Piece("table", "table_row", line.text, "body", "table")]
    kind = _kind(lines, regions, index)
    reason = "subheading" if kind == "heading" else _BODY_REASON.get(line.shape, "among_paragraphs")
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
    if line.mark is not None and line.mark.zone == "byline" and region in {"related", "rest"}:
        return Piece("reporter", "reporter_below_body", line.text, region)
    if line.mark is not None:
        keeps = _KEEPS.get(region)
        if keeps is None or line.mark.zone == zone or line.mark.zone in keeps:
            return Piece(line.mark.zone, line.mark.reason, line.text, region)
    return Piece(zone, reason, line.text, region)
