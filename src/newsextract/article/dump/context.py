"""What lines say only together with their neighbours.

A sign between two buttons, a label above its value, a paragraph wrapped by hand, related titles
between two paragraphs: no such line can be told by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from newsextract.article.dump.lines import Line, Mark, ends_sentence
from newsextract.article.dump.rules import strip_bullet
from newsextract.article.press import is_person
from newsextract.models import Zone

__all__ = ["mark_in_context"]

_BESIDE_SIGNS: Final[frozenset[Zone]] = frozenset(["share", "comment", "timestamp", "byline"])
_VIEWS: Final = re.compile(r"(?:조회 ?수?|추천 ?수?|읽음|view)\s?[:：]?", re.IGNORECASE)
_DESK: Final = re.compile(r"(?:담당 ?(?:부서|자|과)|부서|소속|연락처|전화 ?(?:번호)?)\s?[:：]?")
_WRITER: Final = re.compile(r"(?:작성자|글쓴이|기자명|취재)\s?[:：]?")
_COUNT: Final = re.compile(r"[\d,]{1,9}\s?(?:회|건)?")
_LONGEST_VALUE: Final = 40

_WRITER_LINE: Final = re.compile(
    r"[/=(\[]?\s?(?P<name>[가-힣]{2,4})[\s,·/|(]{1,3}(?:[^\d.!?\"'“‘]{0,24}[\s·])?[가-힣]{0,10}"
    r"(?:교수|연구위원|연구원|변호사|대표|이사장|소장|시인|작가|소설가|평론가|칼럼니스트|논설위원|원장"
    r"|회장|센터장|위원|위원장|총장|강사|박사|활동가|이사|전문의|세무사|회계사|건축가|편집위원|주필)"
    r"(?:\s?[(·,][^()]{1,20}\)?)?[)\]]?"
)
_AFTER_WRITER: Final[frozenset[Zone]] = frozenset(["copyright", "reporter", "comment"])

_SUMMARY: Final = frozenset(["summary_notice", "summary_header"])
_LONGEST_SUMMARY: Final = 12
_LEAST_LISTED: Final = 4

# A line ends amid a sentence: a particle, a connective ending or a comma.
_OPEN_END: Final = re.compile(
    r"(?:[을를은는이가의에와과도로서며고면지만해한된할던인등및중여어아져춰쳐려켜혀겨워]|위해|대한|따라|가운데|,)$"
)
# `정부가 올해 …`: titles drop the particle of their first word.
_SUBJECT_FIRST: Final = re.compile(r"[가-힣A-Za-z0-9]{1,12}[가이는은을를의]\s")
_LONGEST_WRAPPED: Final = 60
_LEAST_WRAPPED: Final = 6
_LOOSE: Final = frozenset(["title", "word", "sentence", "prose", "item", "notice"])

_TITLES: Final = frozenset(["title", "long", "item", "word"])
_MOST_INLINE: Final = 6
_MOST_UNDER_PLAIN_HEADER: Final = 3
_LONGEST_TITLE: Final = 100
_PLAIN_END: Final = re.compile(r"(?<!니)다\.\s?[\"'”’)]{0,3}$")


def mark_in_context(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page with what their neighbours add to them.

    Args:
        lines: all non-blank lines of a page, as `read_lines` gives them.

    Returns:
        As many lines, some with a mark or another shape.
    """
    marked = list(lines)
    _mark_writers(marked)
    _quiet_echoes(marked)
    _mark_summary(marked)
    _mark_separators(marked)
    _mark_labels(marked)
    _shape_wrapped(marked)
    _mark_inline_related(marked)
    return marked


def _mark_writers(lines: list[Line]) -> None:
    """`홍길동 한들대 교수`: who wrote a column, beside the stamp or on the last line."""
    for index, line in enumerate(lines):
        if line.mark is not None or len(line.text) > _LONGEST_VALUE or ends_sentence(line.text):
            continue
        writer = _WRITER_LINE.fullmatch(strip_bullet(line.text))
        if writer is None or not is_person(writer["name"]):
            continue
        around = [lines[i].mark for i in (index - 1, index + 1, index + 2) if 0 <= i < len(lines)]
        stamped = any(m is not None and m.zone == "timestamp" for m in around)
        below = lines[index + 1].mark if index + 1 < len(lines) else None
        last = index + 1 == len(lines) or (below is not None and below.zone in _AFTER_WRITER)
        if stamped or (last and index > 2):
            _set(lines, index, Mark("byline", "writer_line", page=False))


def _quiet_echoes(lines: list[Line]) -> None:
    """A headline and its subheads stand twice; a longer run of such titles is a list."""
    run: list[int] = []
    for index in range(len(lines) + 1):
        if index < len(lines) and lines[index].echo and lines[index].shape in _TITLES:
            run.append(index)
            continue
        if len({lines[i].text for i in run}) >= _LEAST_LISTED:
            for i in run:
                lines[i] = replace(lines[i], echo=False)
        run = []


def _mark_summary(lines: list[Line]) -> None:
    """Sentences below a portal's notice of a summary that stand in the article again."""
    notice = next((i for i, n in enumerate(lines) if n.mark and n.mark.reason in _SUMMARY), None)
    if notice is None:
        return
    stretch: list[int] = []
    for index in range(notice + 1, min(notice + 1 + _LONGEST_SUMMARY, len(lines))):
        mark = lines[index].mark
        if mark is None:
            stretch.append(index)
        elif stretch or mark.reason not in _SUMMARY:
            break
    below = "\n".join(line.text for line in lines[stretch[-1] + 1 :]) if stretch else ""
    found = sum(lines[i].text in below for i in stretch)
    if found and found * 2 >= len(stretch):
        for index in stretch:
            _set(lines, index, Mark("other", "summary_line"))


def _mark_separators(lines: list[Line]) -> None:
    """`-` or `|` on a line of its own, between the buttons or the stamps of a list."""
    for index, line in enumerate(lines):
        if line.mark is not None or line.shape != "sign" or re.search(r"\d", line.text):
            continue
        for near in (index - 1, index + 1):
            mark = lines[near].mark if 0 <= near < len(lines) else None
            if mark is not None and mark.zone in _BESIDE_SIGNS:
                zone = "share" if mark.zone in {"byline", "timestamp"} else mark.zone
                lines[index] = replace(line, mark=Mark(zone, "separator", page=False))
                break


def _mark_labels(lines: list[Line]) -> None:
    """`담당부서` above `산불방지과`: a list of terms, copied label by label."""
    for index, line in enumerate(lines[:-1]):
        core, value = strip_bullet(line.text), lines[index + 1]
        if len(core) > 12 or value.dateline is not None or len(value.text) > _LONGEST_VALUE:
            continue
        shown = strip_bullet(value.text)
        counted = _VIEWS.fullmatch(core) and _COUNT.fullmatch(shown)
        if counted or (_DESK.fullmatch(core) and not ends_sentence(value.text)):
            _set(lines, index, Mark("other", "label"))
            _set(lines, index + 1, Mark("other", "label_value", page=False))
        elif _WRITER.fullmatch(core) and is_person(shown):
            _set(lines, index, Mark("byline", "label", page=False))
            _set(lines, index + 1, Mark("byline", "name_beside_stamp", page=False))


def _set(lines: list[Line], index: int, mark: Mark) -> None:
    lines[index] = replace(lines[index], mark=mark)


def _shape_wrapped(lines: list[Line]) -> None:
    """Stations and old papers break paragraphs into short lines; only the last ends a sentence.

    A page is read so when it has no long paragraph at all and most of its sentences close a run
    of lines that stop amid the sentence.
    """
    if any(_is_long(line) for line in lines):
        return
    runs = [run for run in _runs(lines) if len(run) > 1]
    size = sum(map(len, runs))
    inner = [lines[i] for run in runs for i in run[:-1]]
    loose = sum(_OPEN_END.search(line.text) is not None for line in inner)
    if len(runs) < 2 or size < _LEAST_WRAPPED or loose * 5 < len(inner) * 2:
        return
    for number, run in enumerate(_runs(lines)):
        first = lines[run[0]]
        # The title may stand right above the first paragraph.
        titled = number == 0 and len(run) > 2 and not _OPEN_END.search(first.text)
        titled = titled and not _SUBJECT_FIRST.match(first.text)
        for index in run[1:] if titled else run:
            lines[index] = replace(lines[index], shape="wrapped", mark=None, echo=False)


def _is_long(line: Line) -> bool:
    plain = line.mark is None or line.mark.soft
    return plain and line.shape in {"prose", "long", "row"} and len(line.text) > _LONGEST_WRAPPED


def _runs(lines: Sequence[Line]) -> list[list[int]]:
    """Stretches of short lines up to the one that ends a sentence, no blank line inside."""
    found: list[list[int]] = []
    run: list[int] = []
    for index, line in enumerate(lines):
        plain = line.mark is None and line.dateline is None and line.shape in _LOOSE
        if not plain or len(line.text) > _LONGEST_WRAPPED:
            run = []
            continue
        if line.gap:
            run = []
        run.append(index)
        if ends_sentence(line.text):
            found.append(run)
            run = []
    return found


def _mark_inline_related(lines: list[Line]) -> None:
    """Related titles between two paragraphs, told by what follows: more of the article."""
    ends = [i for i, line in enumerate(lines) if _may_end(line)]
    start = next((i for i, line in enumerate(lines) if _is_paragraph(line)), len(lines))
    first_end = next((i for i in ends if i > start), len(lines))
    for index in range(start + 1, first_end):
        mark = lines[index].mark
        if mark is None or not mark.opens or mark.zone != "related":
            continue
        titles = _titles_below(lines, index)
        after = index + 1 + titles
        most = _MOST_UNDER_PLAIN_HEADER if lines[index].text[0].isalnum() else _MOST_INLINE
        if not 1 <= titles <= most or not first_end < len(lines):
            continue
        if after < first_end and _is_paragraph(lines[after]):
            for i in range(index, after):
                _set(lines, i, Mark("related", "inline_related", page=mark.page))


def _may_end(line: Line) -> bool:
    return line.mark is not None and line.mark.zone in {"copyright", "byline"}


def _titles_below(lines: Sequence[Line], header: int) -> int:
    count = 0
    for line in lines[header + 1 : header + 2 + _MOST_INLINE]:
        known = line.mark is None or line.mark.zone == "related"
        if not known or (line.mark is not None and line.mark.opens):
            break
        if line.shape not in _TITLES or len(line.text) > _LONGEST_TITLE:
            break
        count += 1
    return count


def _is_paragraph(line: Line) -> bool:
    if line.dateline is not None:
        return True
    return line.mark is None and line.shape == "prose" and bool(_PLAIN_END.search(line.text))
