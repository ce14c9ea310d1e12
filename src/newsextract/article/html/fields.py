"""Who wrote an article, when, for which paper, in which section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from newsextract.article.bylines import is_byline_line, name_before_stamp, read_authors
from newsextract.article.html.frames import Line
from newsextract.article.html.metadata import Metadata
from newsextract.article.html.names import names
from newsextract.article.html.surroundings import Surroundings
from newsextract.article.press import MAIL, is_person
from newsextract.article.timestamps import Stamp, is_stamp_line, read_stamps
from newsextract.models import Author

__all__ = [
    "Times",
    "authors_of_texts",
    "find_authors",
    "find_section",
    "find_times",
    "is_contribution",
    "merge",
    "times_of_texts",
    "with_mails",
]

_LIKE_STAMP: Final = re.compile(
    r"(?:19|20)\d\d\s?[.\-/년]|\d\d[.\-/]\d\d[.\-/]\d\d|(?:19|20)\d{12}"
)
_LABEL: Final = re.compile("입력|승인|등록|송고|수정")
_TITLE_WORD: Final = re.compile(
    r"기자|특파원|위원|논설|칼럼니스트|평론가|앵커|PD|에디터|통신원|작가|교수|리포터|인턴|아나운서|글\s?[=:]"
)
_CONTRIBUTED: Final = re.compile(
    r"[\[<(【]\s?(?:특별\s?)?(?:기고|칼럼|시론|독자\s?투고|기고문|발언대|오피니언|시평|시선|열린\s?광장|에세이)"
)
_CONTRIBUTOR: Final = re.compile(r"^(?P<name>[가-힣]{2,4})\s(?P<post>\S.{1,40})$")
Times = tuple[datetime | None, datetime | None]


def times_of_texts(texts: Iterable[str]) -> Times:
    """Published and modified time of the texts a profile points at.

    >>> [t.minute for t in times_of_texts(["입력 2025-05-28 00:13 수정 2025-05-28 00:15"])]
    [13, 15]
    """
    return _choose(read_stamps(" | ".join(texts)[:1000]))


def _choose(stamps: Sequence[Stamp]) -> Times:
    """The labelled stamps, a clock before a bare date; else the first is the published."""
    by_kind: dict[str, datetime] = {}
    for clock in (True, False):
        for stamp in stamps:
            if stamp.has_clock == clock:
                by_kind.setdefault(stamp.kind, stamp.time)
    return by_kind.get("published") or by_kind.get("other"), by_kind.get("modified")


def find_times(
    lines: Sequence[Line],
    span: range,
    around: Surroundings,
    metadata: Metadata,
    marked: Iterable[str] = (),
) -> Times:
    """Published and modified time of a page no profile describes.

    A labelled stamp on the page is what the paper prints, to the minute and in Korean
    time; metadata often says a date only, or gives Korean time as UTC. An unlabelled
    stamp near the body is the last resort.

    Args:
        lines: of the page.
        span: of the body.
        around: lines above and below it.
        metadata: of the page.
        marked: datetime attributes of `time` elements and itemprops.
    """
    near = _near(lines, span, around)
    labelled = [s for s in near if s.kind != "other"]
    printed = _choose([s for s in labelled if s.has_clock])
    told = _told(metadata, marked)
    loose = next((s.time for s in near if s.kind == "other" and s.has_clock), None)
    published = printed[0] or _with_clock(told[0], loose) or _choose(near)[0]
    modified = printed[1] or told[1] or _choose(labelled)[1]
    if published is not None and modified is not None and modified < published:
        modified = None if printed[1] is None else modified
    return published, modified


def _with_clock(told: datetime | None, loose: datetime | None) -> datetime | None:
    """Metadata, unless it tells a day only and the page the minute of that day."""
    if told is None:
        return loose
    midnight = told.hour == told.minute == told.second == 0
    return loose if midnight and loose is not None and loose.date() == told.date() else told


def _told(metadata: Metadata, marked: Iterable[str]) -> Times:
    stamps = [s for text in marked for s in read_stamps(text[:100])]
    published = [stamps[0].time] if stamps else []
    for text in (metadata.linked_text("datePublished"), metadata.meta(*names().meta["published"])):
        published += [s.time for s in read_stamps((text or "")[:100])[:1]]
    modified = []
    for text in (metadata.linked_text("dateModified"), metadata.meta(*names().meta["modified"])):
        modified += [s.time for s in read_stamps((text or "")[:100])[:1]]
    return next(iter(published), None), next(iter(modified), None)


def _near(lines: Sequence[Line], span: range, around: Surroundings) -> list[Stamp]:
    """Stamps in the lines above the body, nearest first, then inside and below."""
    stamps: list[Stamp] = []
    for index in (*around.head[::-1], *span[:5], *span[-4:], *around.foot):
        line = lines[index]
        if len(line.text) > 200 or not _LIKE_STAMP.search(line.text):
            continue
        if line.link_share < 0.9 or _LABEL.search(line.text):
            # The label may stand on the line before.
            text = line.text
            if index > 0 and len(lines[index - 1].text) <= 8:
                text = f"{lines[index - 1].text} {text}"
            stamps += read_stamps(text)
    return stamps


def authors_of_texts(texts: Sequence[str]) -> tuple[Author, ...]:
    """Authors in the texts a profile points at; bare names count there.

    >>> authors_of_texts(["김남규 기자 wolyo@korea.com"])
    (Author(name='김남규', email='wolyo@korea.com'),)
    >>> authors_of_texts(["홍길동"])[0].name
    '홍길동'
    >>> authors_of_texts(["온라인뉴스팀"])[0].name
    '온라인뉴스팀'
    """
    found = list(read_authors(texts))
    if not found:
        joined = " ".join(texts)
        words = [w for w in re.split(r"[\s|/,·ㆍ()\[\]=:]+", MAIL.sub(" ", joined)) if w]
        mails = [m.group() for m in MAIL.finditer(joined)]
        names = [w for w in dict.fromkeys(words) if is_person(w)]
        # The first words are the name; later ones are likelier posts and places.
        names = names if len(names) == len(words) else names[:1] if words[:1] == names[:1] else []
        found = [Author(name=n) for n in names]
        if len(found) == len(mails):
            found = [Author(name=n, email=m) for n, m in zip(names, mails, strict=True)]
    return merge(found)


def merge(authors: Iterable[Author]) -> tuple[Author, ...]:
    """Each name once, with the first address known for it."""
    mails: dict[str, str | None] = {}
    for author in authors:
        mails[author.name] = mails.get(author.name) or author.email
    return tuple(Author(name=name, email=mail) for name, mail in mails.items())


def find_authors(
    lines: Sequence[Line],
    around: Surroundings,
    metadata: Metadata,
    *,
    inside: Sequence[str],
    contributor: Sequence[str] = (),
) -> tuple[Author, ...]:
    """Authors of a page no profile describes (or whose profile names none).

    Args:
        lines: of the page.
        around: lines above and below the body.
        metadata: of the page.
        inside: byline and dateline texts found in the body.
        contributor: lines that may name who wrote a contribution.
    """
    head, foot = _bylines(lines, around.head), _bylines(lines, around.foot)
    told = _told_authors(metadata)
    found = list(read_authors(inside)) or []
    page = merge([*read_authors(head), *found])
    if not page:
        page = merge(read_authors(foot))
    if page and len(told) > len(page) and {a.name for a in page} <= {a.name for a in told}:
        page = merge([*page, *told])
    authors = page or told or _contributor(contributor)
    return with_mails(authors, [*head, *inside, *foot])


def _bylines(lines: Sequence[Line], indexes: Sequence[int]) -> list[str]:
    found = []
    for index in indexes:
        text = lines[index].text
        if len(text) > 160:
            continue
        named = lines[index].frame.role == "byline"
        signed = named or _TITLE_WORD.search(text) or ("@" in text and MAIL.search(text))
        if signed and is_byline_line(text):
            found.append(text)
        elif name := name_before_stamp(text):
            found.append(f"기자명 {name}")
        elif is_person(text) and (named or _beside_stamp(lines, index)):
            found.append(f"기자명 {text}")
    return found


def _beside_stamp(lines: Sequence[Line], index: int) -> bool:
    """`홍길동` on a line of its own, the time stamp on the next."""
    around = [i for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any(_LIKE_STAMP.search(lines[i].text) and is_stamp_line(lines[i].text) for i in around)


def _told_authors(metadata: Metadata) -> tuple[Author, ...]:
    """From JSON-LD, else from the metas; the paper's own name is no author."""
    for told in (metadata.linked_names("author"), [metadata.meta(*names().meta["author"]) or ""]):
        found = authors_of_texts([f"{n} 기자" if is_person(n) else n for n in told])
        if found:
            return found
    return ()


def is_contribution(headline: str | None) -> bool:
    """Whether a headline says that somebody outside the paper wrote: `[기고]`.

    >>> is_contribution("물이 지키는 것 [기고]"), is_contribution("기고만장한 시장")
    (True, False)
    """
    return headline is not None and _CONTRIBUTED.search(headline) is not None


def _contributor(subheads: Sequence[str]) -> tuple[Author, ...]:
    """`홍길동 가람소방서장`: name and post of who wrote a contribution."""
    for text in subheads:
        match = _CONTRIBUTOR.match(text)
        if match is not None and is_person(match["name"]):
            return (Author(name=match["name"]),)
    return ()


def with_mails(authors: tuple[Author, ...], texts: Sequence[str]) -> tuple[Author, ...]:
    """Addresses for authors that have none: one printed beside the name, or the only one.

    >>> with_mails((Author(name="홍길동"),), ["새벽TV 홍길동 (hong@example.kr)", "t@example.kr"])
    (Author(name='홍길동', email='hong@example.kr'),)
    """
    printed = {text: sorted({m.group() for m in MAIL.finditer(text)}) for text in texts}
    found = []
    for author in authors:
        beside = [m[0] for text, m in printed.items() if len(m) == 1 and author.name in text]
        found.append(
            Author(name=author.name, email=beside[0])
            if author.email is None and beside and len(authors) <= len(printed)
            else author
        )
    mails = {mail for mails in printed.values() for mail in mails}
    if len(found) == 1 and found[0].email is None and len(mails) == 1:
        return (Author(name=found[0].name, email=mails.pop()),)
    return tuple(found)


def find_section(metadata: Metadata, lines: Iterable[Line]) -> str | None:
    """The section a page says it stands in: metadata, else the last step of a path."""
    told = metadata.meta(*names().meta["section"]) or metadata.linked_text("articleSection")
    if told:
        return told
    path = [
        line.text for line in lines if line.frame.role == "section" and len(line.text) <= 60
    ]  # fmt: skip
    steps = [s.strip() for text in path[:6] for s in re.split(r"[<>›»/|＞〉→]", text)]
    steps = [s for s in steps if s and s.lower() not in {"홈", "home", "뉴스", "기사본문", "메인"}]
    return steps[-1] if steps and len(steps[-1]) <= 20 else None
