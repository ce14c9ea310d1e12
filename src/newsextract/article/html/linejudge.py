"""What each line of the body is that no element, table or profile has spoken for."""

from __future__ import annotations

import re
from typing import Final

from newsextract.article.bylines import is_byline_line, read_closing_authors
from newsextract.article.dump import lines as rules
from newsextract.article.html.frames import Line
from newsextract.article.html.parts import Part
from newsextract.article.press import MAIL, is_paper, is_person
from newsextract.models import Zone

__all__ = ["LineJudge"]

# Known lines that are no body wherever they stand in it.
_ANYWHERE: Final = frozenset({
    "share", "copyright", "advertisement", "promotion", "reporter", "related", "comment", "footer",
    "tail", "caption",
})  # fmt: skip
# What stands below these, behind the last paragraph, is no body either.
_CLOSING_ZONES: Final = frozenset({
    "byline", "copyright", "reporter", "related", "promotion", "comment", "footer", "tail",
})  # fmt: skip
_UNDER_HEADINGS: Final = frozenset(["prose", "row", "long", "item", "sentence"])
_HEADING_TAGS: Final = frozenset(["h2", "h3", "h4", "h5", "h6"])
_TEXT_SHAPES: Final = frozenset(["prose", "sentence", "notice", "item", "row", "long"])
_POINTED: Final = re.compile(
    r"^[■□◆◇●○▣◈▶▲▼△▽※★☆◎#]|^[<〈《\[【].{2,40}[>〉》\]】]$|^[①-⑳]|^\d{1,2}\.\s"
)
_ADVERT: Final = re.compile(r"[\[(<]\s?(?:광고|AD|PR|협찬)\s?[\])>]", re.IGNORECASE)
_LONGEST_HEADING: Final = 60
_SENTENCE_END: Final = re.compile(r"[다요죠까][.?!][\"'”’)]?\s?")
_LONGEST_CLOSING: Final = 110


class LineJudge:
    """Decides line by line, from the first to the last.

    Args:
        lines: of the body.
        looked: the same, as the line rules see them.
        plain: indexes of those that are paragraphs.
        headline: folded, to know its copies.
    """

    def __init__(
        self, lines: list[Line], looked: list[rules.Line], plain: list[int], headline: str
    ) -> None:
        self._lines = lines
        self._looked = looked
        self._plain = frozenset(plain)
        self._first = plain[0] if plain else 0
        self._last = plain[-1] if plain else len(lines)
        self._headline = headline
        self._dateline_seen = False
        # Behind the last paragraph: something that ends articles has stood here.
        self._closed = False
        self._under_related = False

    def decide(self, at: int) -> list[Part]:
        """The part or parts a line is: a dateline or a closing byline is one of its own."""
        line, seen = self._lines[at], self._looked[at]
        if at in self._plain:
            self._under_related = False
            return self._paragraph(at, line, seen)
        zone = self._known_zone(at, line, seen)
        if zone is not None:
            self._closed = self._closed or (at > self._last and zone[0] in _CLOSING_ZONES)
            return [Part(zone[0], zone[1], line.text)]
        return [self._other(at, line, seen)]

    def _paragraph(self, at: int, line: Line, seen: rules.Line) -> list[Part]:
        parts: list[Part] = []
        text = line.text
        if seen.dateline is not None and not self._dateline_seen:
            self._dateline_seen = True
            cut = seen.dateline
            parts.append(Part("dateline", "dateline", cut.text, dateline=cut))
            text = text[cut.end :].strip()
        closing = ""
        if at == self._last:
            text, closing = _cut_closing(text)
        if text:
            parts.append(Part("body", "paragraph", text))
        if closing:
            parts.append(Part("byline", "closing_byline", closing))
        return parts

    def _known_zone(self, at: int, line: Line, seen: rules.Line) -> tuple[Zone, str] | None:
        if _ADVERT.match(line.text):
            return "advertisement", "advert_label"
        if self._headline and at < self._first and rules.fold_title(line.text) == self._headline:
            return "headline", "headline_copy"
        if seen.mark is not None:
            return self._marked(at, line, seen.mark)
        if seen.shape != "prose" and line.link_share >= 0.8 and line.frame.table is None:
            return "related", "linked_line"
        if self._under_related and seen.shape not in {"prose", "sentence"}:
            return "related", "below_related_header"
        return None

    def _marked(self, at: int, line: Line, mark: rules.Mark) -> tuple[Zone, str] | None:
        edge = at < self._first or at > self._last
        if mark.zone in _ANYWHERE and not (mark.weak and not edge):
            if mark.zone == "related" and mark.opens:
                self._under_related = True
            if mark.reason == "rights_mark_caption" and at > self._last:
                return "copyright", "rights_mark_below_body"
            return mark.zone, mark.reason
        if edge or (mark.zone == "byline" and MAIL.search(line.text)):
            return mark.zone, mark.reason
        return None

    def _other(self, at: int, line: Line, seen: rules.Line) -> Part:
        part: Part | None = None
        if at > self._last:
            part = self._below(at, line, seen)
        elif at < self._first:
            part = self._above(at, line, seen)
        if part is not None:
            return part
        if self._is_heading(at, line, seen):
            return Part("body", "subheading", line.text, "heading")
        reason = {"item": "list_item", "row": "table_row", "long": "long_line"}.get(seen.shape)
        return Part("body", reason or "among_paragraphs", line.text)

    def _below(self, at: int, line: Line, seen: rules.Line) -> Part | None:
        """Behind the last paragraph: what is left of the page's furniture."""
        text = line.text
        if self._closed:
            return Part("other", "below_closing_line", text)
        if seen.shape == "title" and at == self._last + 1 and len(self._plain) >= 3:
            self._closed = True
            return Part("related", "title_below_body", text)
        if is_person(text.strip("[]() ")) or (seen.shape == "word" and is_paper(text)):
            return Part("byline", "name_below_body", text)
        return None

    def _above(self, at: int, line: Line, seen: rules.Line) -> Part | None:
        """Before the first paragraph: names and what goes on with the headline."""
        text = line.text
        if is_person(text) or is_paper(text):
            return Part("byline", "name_above_body", text)
        bold = line.bold * 10 >= len(text) * 8
        if bold and seen.shape not in _TEXT_SHAPES and len(text) >= 8:
            return Part("subhead", "bold_above_body", text)
        if self._is_above_dateline(at, seen):
            return Part("subhead", "title_above_dateline", text)
        return None

    def _is_above_dateline(self, at: int, seen: rules.Line) -> bool:
        """Nothing of the report itself stands above its dateline."""
        dated = self._looked[self._first].dateline is not None
        return dated and at >= self._first - 6 and seen.shape in {"title", "word", "long"}

    def _is_heading(self, at: int, line: Line, seen: rules.Line) -> bool:
        """Short, ends no sentence, stands right above text, and is set apart."""
        text = line.text
        if len(text) > _LONGEST_HEADING or seen.has_amount or seen.shape in {"row", "prose"}:
            return False
        mark = line.frame.mark
        if mark is not None and mark.field == "headings":
            return True
        below = self._looked[at + 1].shape if at + 1 < len(self._lines) else "word"
        if below not in _UNDER_HEADINGS or rules.ends_sentence(text):
            return False
        if line.frame.tag in _HEADING_TAGS:
            return True
        # `[앵커]` names who speaks.
        if seen.shape == "item" and (not _POINTED.match(text) or text[-1] in "]】)"):
            return False
        set_apart = line.breaks > 1 or (at > 0 and self._looked[at - 1].shape == "prose")
        return set_apart and (line.bold * 10 >= len(text) * 8 or below in {"prose", "long"})


def _cut_closing(text: str) -> tuple[str, str]:
    """A byline glued to the last sentence: `…했다. 부산=홍길동 기자 a@b.kr`.

    >>> _cut_closing("예산을 모두 썼다.부산=홍길동 기자 hong@example.kr")
    ('예산을 모두 썼다.', '부산=홍길동 기자 hong@example.kr')
    >>> _cut_closing("예산을 모두 썼다.")
    ('예산을 모두 썼다.', '')
    """
    ends = [m.end() for m in _SENTENCE_END.finditer(text, max(len(text) - 160, 0))]
    cut = next((end for end in reversed(ends) if text[end:].strip()), len(text))
    closing = text[cut:].strip()
    if not 4 <= len(closing) <= _LONGEST_CLOSING or not is_byline_line(closing):
        return text, ""
    signed = read_closing_authors(text) or MAIL.search(closing)
    return (text[:cut].strip(), closing) if signed else (text, "")
