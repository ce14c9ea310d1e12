"""One line of a text dump and what can be seen on it without its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from newsextract.article.bylines import is_byline_line, name_before_stamp
from newsextract.article.datelines import Dateline, read_dateline
from newsextract.article.dump.rules import BULLETS, match_rule, strip_bullet
from newsextract.article.press import MAIL
from newsextract.article.timestamps import is_board_line, is_stamp_line
from newsextract.models import Zone

__all__ = ["Line", "Mark", "Shape", "ends_sentence", "fold_title", "read_lines"]

Shape = Literal[
    "prose", "sentence", "notice", "wrapped", "item", "row", "long", "title", "word", "sign"
]  # fmt: skip
"""What an unmarked line looks like: a paragraph, a short sentence, the web page talking to
its user (`… 바랍니다.`), a line of a hard-wrapped paragraph, a list item, a table row, a long
run without an end, a title, a word or two, or only digits and signs."""

_CLOSING: Final = r"\s?[\"'”’»」』)\]〉》*]{0,4}"
# A predicate with its full stop. A title may end in 다 or with a noun and a full stop.
_SENTENCE_END: Final = re.compile(
    rf"[가-힣](?:다|까|요|죠|음|함|임|됨|것|자|라|지|네|나)[.!?]{{1,3}}{_CLOSING}(?:\s?\([^()]{{1,20}}\))?$"
    r"|(?:니다|세요|해요|십시오)$"
)
_LONGEST_END: Final = 40
_STOP: Final = re.compile(rf"(?<![.…])[.!?。]{_CLOSING}(?:\s?[(〈][^()〈〉]{{1,12}}[)〉])?$")
# The page speaks to its user in polite forms; Korean papers report in plain ones.
_POLITE: Final = re.compile(
    r"(?:니다|세요|어요|아요|해요|에요|예요|십시오|까요|네요|데요|고요|지요|니까|이죠|하죠)"
    rf"(?:\s?[.!?~]{{1,3}}|{_CLOSING}$)"
)
_PLAIN: Final = re.compile(r"(?<!니)다\.|(?:했|됐|있|없|였|이|한|된|는)다[\"'”’]?$")
_INNER_END: Final = re.compile(r"[가-힣](?:다|까|요|죠|음|함|임|됨|것)\.\s?[\"'”’)]?\s?\S")
_ASKING: Final = re.compile(rf"[?!]{_CLOSING}$")
_QUOTED: Final = re.compile(r"[\"'“‘][^\"”’]*[\"'”’]")
_ADDRESS: Final = re.compile(r"https?://|www\.")
_HANGUL: Final = re.compile(r"[가-힣]")
_ITEM: Final = re.compile(
    rf"^\s*(?:[{re.escape(BULLETS)}①-⑳㉮-㉻❶-❿✓✔▪▫∘ㅇㅁ◦➊-➓]\s?\S|\(?[1-9가-하][.)]\s?\S|<[^<>]{{2,20}}>\s?\S)"
)
_ROW: Final = re.compile(r"\S ?[\t|│┃]\s?[^\t|│┃]*[\t|│┃]|\S\t\s?\S")
# Who speaks in a broadcast's script or an interview.
_SPEAKER: Final = re.compile(
    r"[\[<【(]\s?(?:앵커|앵커 ?멘트|기자|리포트|리포터|인터뷰|스튜디오|내레이션|질문|답변"
    r"|전화 ?연결|VCR|현장음)"
    r"\s?[\]>】)]"
)
_BRIEF: Final = frozenset(["item", "title", "word"])
_NO_LETTER: Final = re.compile(r"[^가-힣A-Za-z\u4e00-\u9fff]*")
_AMOUNT: Final = re.compile(r"\d\s?[조억만천]|\d원")
_NON_WORD: Final = re.compile(r"[^0-9A-Za-z가-힣\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line says it is, and by which rule."""

    zone: Zone
    reason: str
    opens: bool = False
    page: bool = True
    soft: bool = False
    weak: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line.

    Attributes:
        text: without white space at its ends.
        gap: whether a blank line stands before it.
        mark: the rule that knows it, None for plain text.
        shape: its look.
        dateline: the dateline it opens with.
        echo: whether the same words stand in another line of the page too.
    """

    text: str
    gap: bool
    mark: Mark | None
    shape: Shape
    dateline: Dateline | None
    echo: bool = False

    @property
    def has_amount(self) -> bool:
        """Whether something like money is on the line."""
        return _AMOUNT.search(self.text) is not None


def read_lines(text: str) -> list[Line]:
    """All non-blank lines of a dump, each looked at by itself."""
    raw: list[tuple[str, str, bool]] = []
    gap = False
    for part in text.split("\n"):
        stripped = part.strip()
        if stripped:
            raw.append((stripped, fold_title(stripped), gap))
        gap = not stripped
    counts = Counter(folded for _, folded, _ in raw)
    lines = []
    for line, folded, gap_before in raw:
        mark, shape, dateline = _look_at(line)
        echo = len(line) >= 8 and counts[folded] > 1
        lines.append(Line(line, gap_before, mark, shape, dateline, echo))
    return _mark_notices(_mark_photo_titles(lines))


def _mark_photo_titles(lines: list[Line]) -> list[Line]:
    """A photo's title stands above its credit line, on many pages twice."""
    for index, line in enumerate(lines):
        if line.mark is None or line.mark.reason not in {"provided_credit", "photo_credit"}:
            continue
        for above in (index - 1, index - 2):
            if above < 0 or lines[above].mark is not None or lines[above].dateline is not None:
                break
            title = lines[above]
            doubled = title.echo and fold_title(title.text) in {
                fold_title(lines[i].text) for i in (above - 1, above + 1) if i >= 0
            }
            glued = not lines[above + 1].gap and title.shape in {"title", "word"}
            if not doubled and (not glued or title.has_amount or above == index - 2):
                break
            mark = Mark("caption", "above_photo_credit", page=False)
            lines[above] = replace(title, mark=mark, echo=False)
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a Korean sentence does, full stop included.

    Headlines too end in 다 or in a quotation; they leave the full stop out.

    >>> ends_sentence("예산을 늘렸다."), ends_sentence("“지원하겠다”"), ends_sentence("예산 증액")
    (True, False, False)
    """
    # Stations close their scripts with slashes.
    end = text[-60:].rstrip("\\/ ")
    return _SENTENCE_END.search(end, max(len(end) - _LONGEST_END, 0)) is not None


def fold_title(text: str) -> str:
    """A title's letters and digits only, to see that two lines say the same.

    >>> fold_title("중기부․산업부 협업") == fold_title("중기부·산업부  협업")
    True
    """
    return _NON_WORD.sub("", text).lower()


@lru_cache(maxsize=8192)
def _look_at(text: str) -> tuple[Mark | None, Shape, Dateline | None]:
    shape = _shape_of(text)
    dateline = read_dateline(text)
    if dateline is not None and dateline.length < len(text):
        return None, shape, dateline
    return _mark_of(text, shape), shape, None


def _mark_of(text: str, shape: Shape) -> Mark | None:
    core = strip_bullet(text)
    stamp = _stamp_mark(core)
    if stamp is not None:
        return stamp
    rule = match_rule(text, prose=shape == "prose")
    if rule is not None:
        return Mark(rule.zone, rule.id, rule.opens, rule.page, rule.soft, rule.weak, rule.bare)
    if is_byline_line(core):
        return Mark("byline", "reporter_line", page=False)
    if shape in _BRIEF and len(core) <= 50 and MAIL.search(core) and not _AMOUNT.search(core):
        return Mark("byline", "line_with_mail", page=False)
    return None


def _stamp_mark(core: str) -> Mark | None:
    if is_stamp_line(core):
        return Mark("timestamp", "stamp_line", page=False)
    if is_board_line(core) and not is_byline_line(core):
        return Mark("timestamp", "stamp_with_counters")
    if name_before_stamp(core):
        return Mark("byline", "name_with_stamp", page=False)
    return None


def _shape_of(text: str) -> Shape:
    """The first shape whose test holds."""
    return next((shape for shape, holds in _tests(text) if holds), "word")


def _tests(text: str) -> Iterator[tuple[Shape, bool]]:
    """The tests in order, each made when it is asked for: most lines pass an early one."""
    size = len(text)
    ends = ends_sentence(text)
    yield "row", not ends and _ROW.search(text) is not None
    yield "sign", _NO_LETTER.fullmatch(text) is not None
    yield "notice", size <= 150 and _ADDRESS.search(text) is not None
    yield "prose", ends and size >= _least_prose(text)
    yield "sentence", ends
    yield "prose", size >= 40 and _INNER_END.search(text) is not None
    yield "item", _SPEAKER.fullmatch(text) is not None
    yield "prose", size >= 60 and _STOP.search(text) is not None
    yield "item", size >= 8 and _ITEM.match(text) is not None
    yield "prose", size >= 200
    yield "long", size >= 75 and text.count(" ") >= 6
    yield "title", size >= 10 and " " in text and len(_HANGUL.findall(text)) * 4 >= size


def _least_prose(text: str) -> int:
    """Titles ask (`… 어디로?`) and quote too; then only a long line is a paragraph."""
    return 60 if _ASKING.search(text) or _QUOTED.fullmatch(text) else 24


def _mark_notices(lines: list[Line]) -> list[Line]:
    """Where the page's paragraphs end in plain forms, polite sentences are the page's own."""
    polite = plain = 0
    for line in lines:
        if line.mark is None and line.shape == "prose":
            if _is_polite(line.text):
                polite += len(line.text)
            else:
                plain += len(line.text)
    if polite >= plain:
        return lines
    return [
        replace(line, shape="notice")
        if line.mark is None and line.dateline is None and _may_be_notice(line)
        else line
        for line in lines
    ]


def _may_be_notice(line: Line) -> bool:
    """Quotations are polite too: a line that is one stays what it is."""
    if line.shape not in {"prose", "sentence", "title", "long"} or line.text[0] in "\"'“‘[":
        return False
    return _is_polite(line.text) and not line.text.endswith(("”", "’", '"', "'"))


def _is_polite(text: str) -> bool:
    return _POLITE.search(text) is not None and _PLAIN.search(text) is None
