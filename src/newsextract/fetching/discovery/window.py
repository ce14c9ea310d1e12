"""Days asked for, and the dates that feeds write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Self

from newsextract.article.timestamps import KST, read_timestamp
from newsextract.errors import UsageError

__all__ = ["Window", "read_date"]

_LONGEST: Final = 100
# Java writes `화, 24 11월 2026` and `Tue Nov 24 10:00:00 KST 2026` on a Korean server.
_KOREAN_MONTH: Final = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>\d{1,2})월\s+(?P<year>\d{4})")
_JAVA: Final = re.compile(
    r"[A-Za-z]{3}\s+(?P<month>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+(?P<clock>\d\d:\d\d:\d\d)\s+"
    r"(?:(?P<zone>[A-Z]{3,4}|[+-]\d\d:?\d\d)\s+)?(?P<year>\d{4})"
)
_MAIL: Final = re.compile(r"\d{1,2}[\s-]+[A-Za-z]{3,9}[\s,-]+\d{2,4}\b")
_KST_NAME: Final = re.compile(r"\(?\b(?:KST|Asia/Seoul)\b\)?")
_COLON_ZONE: Final = re.compile(r"([+-]\d\d):(\d\d)\s*\Z")
_COMPACT_DAY: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)\Z")
_SHORT_ZONE: Final = re.compile(r"(\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?[+-]\d\d)\Z")
_ZERO_YEAR: Final = re.compile(r"[A-Za-z][\s,-]+0\d{3}\b")
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked for in Seoul, both ends included; None is an open end.

    Raises:
        UsageError: it ends before it begins.

    >>> day = date(2026, 11, 24)
    >>> Window(day, day).holds(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))
    True
    """

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise UsageError(f"the days asked for end ({self.until}) before they begin")

    @classmethod
    def of(cls, since: date | None, until: date | None) -> Self:
        """A window from days or moments; a moment stands for its day in Seoul.

        >>> Window.of(datetime(2026, 11, 23, 20, 0, tzinfo=UTC), None).since
        datetime.date(2026, 11, 24)
        """
        return cls(_day(since), _day(until))

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies on one of the days; an unknown one may, so it does."""
        if moment is None:
            return True
        return not self.is_after(moment) and not self.is_before(moment)

    def is_after(self, moment: datetime) -> bool:
        """Whether the window begins after the day of a moment."""
        return self.since is not None and moment.astimezone(KST).date() < self.since

    def is_before(self, moment: datetime) -> bool:
        """Whether the window ends before the day of a moment."""
        return self.until is not None and moment.astimezone(KST).date() > self.until


def _day(moment: date | None) -> date | None:
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo is None else moment.astimezone(KST)).date()


def read_date(text: str) -> datetime | None:
    """A date of a feed or sitemap as a moment in Seoul, or None when it is none.

    Read are RFC 822 dates (RSS), W3C and ISO 8601 ones (Atom, sitemaps), and what Korean
    systems write instead. Without a zone it is Seoul's time; without a clock, midnight there.
    A year or month alone is no day, hence no date.

    >>> read_date("Tue, 24 Nov 2026 01:00:00 GMT").isoformat()
    '2026-11-24T10:00:00+09:00'
    >>> read_date("2026-11-24 10:00:00").isoformat()
    '2026-11-24T10:00:00+09:00'
    >>> read_date("2026-11") is None
    True
    """
    text = " ".join(text[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    if (compact := _COMPACT_DAY.match(text)) is not None:
        text = "-".join(compact.groups())
    if (korean := _KOREAN_MONTH.search(text)) is not None and 1 <= int(korean["month"]) <= 12:
        at = 3 * int(korean["month"]) - 3
        written = f"{korean['day']} {_MONTHS[at : at + 3]} {korean['year']}"
        return _read_mail(written + text[korean.end() :])
    if (java := _JAVA.search(text)) is not None:
        day = f"{java['day']} {java['month']} {java['year']}"
        return _read_mail(f"{day} {java['clock']} {java['zone'] or ''}")
    if (mail := _MAIL.search(text)) is not None:
        return _read_mail(text[mail.start() :])
    return read_timestamp(_SHORT_ZONE.sub(r"\1:00", text))


def _read_mail(text: str) -> datetime | None:
    """An RFC 822 date (its day of the week left out) as a moment in Seoul."""
    text = _COLON_ZONE.sub(r"\1\2", _KST_NAME.sub("+0900", text).strip())
    if _ZERO_YEAR.search(text) is not None:  # what an empty date becomes in Go and .NET
        return None
    if ":" not in text:
        text += " 00:00:00"
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            # `-0000` says that the time is UTC and the zone unknown (RFC 5322, 3.3).
            moment = moment.replace(tzinfo=UTC if text.endswith("-0000") else KST)
        return moment.astimezone(KST)
    except (ValueError, OverflowError, TypeError):
        return None
