"""Korean press time stamps as zone-aware datetimes (Asia/Seoul), published or modified.

Read: `승인 2018.12.27 20:43`, `입력: 2018.12.27 오후 8:43`, `기사입력 2018/12/27 [20:43]`,
`2018.12.27. 20:43` (trailing dot), `2018년 12월 27일 20시 43분`, ISO 8601 with its zone,
fourteen digits. Relative forms (`3시간 전`, `어제`) need a clock nobody gave: they are no stamps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, Literal

__all__ = [
    "KST",
    "Stamp",
    "choose_times",
    "is_board_line",
    "is_stamp_line",
    "read_stamps",
    "read_timestamp",
]

KST: Final = timezone(timedelta(hours=9), "Asia/Seoul")
"""Korea has kept UTC+9 without summer time since 1988; a fixed offset needs no zone data."""

StampKind = Literal["published", "modified", "other"]

_PUBLISHED: Final = (
    "기사승인|기사입력|기사등록|기사작성|기사전송|최초입력|최초등록|승인|입력|등록일시|등록일자|등록일"
    "|등록|송고시간|송고|발행일시|발행일자|발행일|발행|게재일|게재|작성일시|작성일자|작성일|작성"
    "|게시일|게시|배포일시|배포일|배포|보도시점|방송일시|방송일|방송|전송|출고시간|출고"
    "|published|posted|date"
)
_MODIFIED: Final = (
    "기사수정|최종수정일|최종수정|최종 수정|최종편집|최종업데이트|최종 업데이트|최종"
    "|수정일시|수정일|수정|업데이트|갱신|updated|modified"
)
_STAMP: Final = re.compile(
    rf"""
    (?:(?P<label>(?<![가-힣])(?:기사\s)?(?:{_MODIFIED}|{_PUBLISHED}))[ \t]{{0,3}}(?:시간|시각)?
       [\s:：|=\[(ㅣ]{{0,6}})?
    (?<![\d.])
    (?:
      (?P<compact>(?:19|20)\d{{12}})(?!\d)
    |
      (?P<year>(?:19|20)\d\d|(?<=['’‘])\d\d|\d\d(?=[-./]\d\d[-./]\d\d\s\d\d?:\d\d))
      \s?[.\-/년]\s? (?P<month>\d{{1,2}}) \s?[.\-/월]\s?
      (?P<day>\d{{1,2}})(?!\d) \s?[.일]?
      (?:\s?[(\[]?[월화수목금토일](?:요일)?[)\]]|\s[월화수목금토일]요일)?
      (?:
        [\sT,\[(·|ㅣ]{{0,4}}
        (?P<noon>오전|오후|am|pm)?\s{{0,2}}
        (?P<hour>\d{{1,2}})(?:\s?:\s?|시\s?)(?:(?P<minute>\d{{1,2}})(?!\d)\s?분?)?
        (?:\s?:?\s?(?P<second>\d\d)(?!\d)초?(?:\.\d{{1,9}})?)?
        (?:\s?(?P<noon_after>am|pm)(?![a-z]))?
        \s?(?P<zone>Z(?![A-Za-z])|[+\-]\d\d:?\d\d(?!\d)|KST|\(KST\))?
      )?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What every stamp holds, found much faster than a stamp.
_YEAR_OR_DAY: Final = re.compile(r"(?:19|20)\d\d|['’‘]\d\d|\d\d[-./]\d\d[-./]\d\d")
_LABEL_ONLY: Final = re.compile(
    rf"(?:기사\s)?(?:{_PUBLISHED}|{_MODIFIED})(?:시간|시각)?\s?[:：|]?\s?", re.IGNORECASE
)
_MODIFIED_LABEL: Final = re.compile(rf"(?:기사\s)?(?:{_MODIFIED})", re.IGNORECASE)
_COUNTER: Final = re.compile(
    r"(?:조회(?:수)?|댓글|추천|비추천|hit|읽음|view)s?\s?[:：]?\s?[\d,]{1,9}", re.IGNORECASE
)
_FILLER: Final = re.compile(
    r"지면\s?[A-Z]?\d{1,3}면|제\s?\d{1,2}면|(?<![가-힣])자(?![가-힣])|\(지면[^()]{0,20}\)|[A-Z]?\d{1,2}면|댓글\s?\d{0,6}|조회(?:수)?\s?:?\s?[\d,]{1,9}"
    r"|호수\s?[\d,]{1,8}|[\d,]{1,6}호|KST|이후|부터|조간|석간|온라인|인터넷|스크랩|본문\s?듣기|설정|공유|인쇄|글자크기|가{1,3}|기사원문|[\s|:：\[\]()·ㆍ,/.\-–]|(?<![A-Za-z])[lI]{1,2}(?![A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time stamp.

    Attributes:
        kind: published (승인, 입력 ...), modified (수정 ...), other (no label).
        time: aware; a stamp without a time of day is midnight in Seoul.
        has_clock: False when only a date is printed.
        start: first code point of the stamp, label included.
        end: one past the last.
    """

    kind: StampKind
    time: datetime
    has_clock: bool
    start: int
    end: int


def read_timestamp(text: str) -> datetime | None:
    """The first time stamp of `text`, or None.

    >>> read_timestamp("입력: 2018.12.27 오후 8:43").isoformat()
    '2018-12-27T20:43:00+09:00'
    >>> read_timestamp("2018-12-27T11:43:00Z").isoformat()
    '2018-12-27T20:43:00+09:00'
    >>> read_timestamp("3시간 전") is None
    True
    """
    stamps = read_stamps(text)
    return stamps[0].time if stamps else None


@lru_cache(maxsize=4096)
def read_stamps(text: str) -> tuple[Stamp, ...]:
    """All time stamps of one line, in order; impossible dates are skipped.

    >>> [s.kind for s in read_stamps("입력 2018-12-27 20:43 | 수정 2018-12-28 09:10")]
    ['published', 'modified']
    """
    if _YEAR_OR_DAY.search(text) is None:
        return ()
    stamps = []
    for match in _STAMP.finditer(text):
        time = _to_datetime(match)
        if time is None:
            continue
        kind: StampKind = "other"
        if match["label"]:
            kind = "modified" if _MODIFIED_LABEL.fullmatch(match["label"]) else "published"
        clock = match["hour"] is not None or match["compact"] is not None
        stamps.append(Stamp(kind, time, clock, match.start(), match.end()))
    return tuple(stamps)


def is_stamp_line(text: str) -> bool:
    """Whether a line is time stamps and nothing else (label, page number, counter aside).

    A label alone (`입력 :`, its stamp on the next line) counts too.

    >>> is_stamp_line("승인 2018.12.27 20:43"), is_stamp_line("입력 :")
    (True, True)
    >>> is_stamp_line("2018년 12월 27일 강원도가 사업비를 확정했다.")
    False
    """
    if len(text) > 160:
        return False
    if _LABEL_ONLY.fullmatch(text):
        return True
    stamps = read_stamps(text)
    if not stamps:
        return False
    rest, at = "", 0
    for stamp in stamps:
        rest += text[at : stamp.start]
        at = stamp.end
    rest += text[at:]
    return not _FILLER.sub("", _LABEL_ONLY.sub("", rest))


def is_board_line(text: str) -> bool:
    """Whether a line is a bulletin board's head: writer, stamp with a clock, counters.

    >>> is_board_line("달빛고을 17-05-30 14:21 조회 1,204 댓글 1")
    True
    >>> is_board_line("예산안 2017-05-30 14:21 회의에서 조회 가능")
    False
    """
    if len(text) > 100 or not _COUNTER.search(text):
        return False
    stamps = read_stamps(text)
    if not any(s.has_clock for s in stamps):
        return False
    rest = text[: stamps[0].start] + text[stamps[-1].end :]
    return len(_FILLER.sub("", _LABEL_ONLY.sub("", _COUNTER.sub("", rest)))) <= 14


def choose_times(lines: Iterable[str]) -> tuple[datetime | None, datetime | None]:
    """Published and modified time from the stamp lines of an article's head.

    A label with its stamp on the next line is joined first. Published is the first stamp
    labelled so, else the first without a label; modified needs its label.

    >>> lines = ["입력 :", "2025-05-28 00:13:11", "수정 : 2025-05-28 00:15"]
    >>> [time.minute for time in choose_times(lines)]
    [13, 15]
    """
    stamps = read_stamps(" ".join(lines))
    by_kind = {
        kind: next((s.time for s in stamps if s.kind == kind), None)
        for kind in ("published", "modified", "other")
    }
    return by_kind["published"] or by_kind["other"], by_kind["modified"]


def _to_datetime(match: re.Match[str]) -> datetime | None:
    try:
        if match["compact"]:
            return datetime.strptime(match["compact"], "%Y%m%d%H%M%S").replace(tzinfo=KST)
        year = int(match["year"])
        hour = int(match["hour"] or 0)
        noon = (match["noon"] or match["noon_after"] or "").lower()
        if noon in {"오후", "pm"} and hour < 12:
            hour += 12
        elif noon in {"오전", "am"} and hour == 12:
            hour = 0
        # 24:00 is how some papers write the day's end.
        late = timedelta(days=1) if hour == 24 else timedelta()
        zone = match["zone"]
        time = datetime(
            year if year > 99 else 2000 + year,
            int(match["month"]),
            int(match["day"]),
            0 if late else hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
            tzinfo=_zone(zone),
        )
        return (time + late).astimezone(KST)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone:
    if text is None or "KST" in text.upper():
        return KST
    if text in {"Z", "z"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
