"""Fiscal years and periods (DOMAIN §5).

The fiscal year is the calendar year. Relative years (`내년도`) count from the day of
publication; without one they stay unknown. A year is stated or it is None: the likely
year stands beside it as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from newsextract.language.sentences import Stretch
from newsextract.models import Period

__all__ = [
    "RELATIVE",
    "YearMention",
    "as_period",
    "budget_years",
    "find_years",
    "guess_year",
    "is_supplementary",
    "nearest_year",
    "year_of",
]

RELATIVE: Final = {
    "올해": 0, "올": 0, "금년": 0, "금년도": 0, "이번해": 0, "당해": 0, "당해연도": 0, "연내": 0,
    "내년": 1, "내년도": 1, "명년": 1, "다음해": 1, "익년": 1, "새해": 1,
    "지난해": -1, "작년": -1, "작년도": -1, "전년": -1, "전년도": -1, "거년": -1,
    "재작년": -2, "지지난해": -2, "내후년": 2,
}  # fmt: skip
"""Words for years, and how far each lies from the year of writing."""

_SUPPLEMENTARY: Final = re.compile(r"추경|추가경정")
_TWO_DIGITS: Final = r"['’‘]\s?\d{2}"
_RELATIVE_WORDS: Final = (
    "올해|금년도?|이번\\s?해|당해(?:연도)?|연내|내년도?|명년|다음\\s?해|익년|새해|지난해|작년도?|전년도?|"
    "거년|재작년|지지난해|내후년|(?<![가-힣])올(?=\\s)"
)
_YEAR: Final = re.compile(
    rf"""
    (?=[\d'’‘올금이당연내명다익새지작전거재향앞F상하])
    (?=[\d'’‘]|.[해년번내후음난지작으반Y\s])(?<![\d.,])  # two glances spare most places the rest
    (?:
      (?P<a> (?:19|20)\d{{2}} | {_TWO_DIGITS} | \d{{2}}(?=\s?[~-]\s?['’‘]?\d{{2}}\s?년) )
        \s?(?:년도?)?
        (?: \s?[~-]\s? | \s?부터\s (?:오는\s)? )
        (?P<b> (?:19|20)\d{{2}} | ['’‘]?\d{{2}} ) \s?년도?
    | (?P<from> {_RELATIVE_WORDS} | (?:19|20)\d{{2}}년도? | {_TWO_DIGITS}년도? ) \s?부터\s
        (?: (?:오는|향후)\s )?
        (?: (?P<until> (?: (?:19|20)\d{{2}} | {_TWO_DIGITS} )(?=\s?년) | {_RELATIVE_WORDS} )
              (?:\s?년)?(?:도|\s?말)?\s?까지
          | (?P<span> \d{{1,2}} )\s?(?:개년|년\s?간?) )
    | (?P<upto> (?: (?:19|20)\d{{2}}(?=\s?년) | {_RELATIVE_WORDS} ) )(?:\s?년)?\s?까지\s
        (?P<back> \d{{1,2}} )년\s?(?:간|동안)
    | (?P<years> (?:향후|앞으로)\s? \d{{1,2}} )\s?(?:개년|년\s?간?)
    | (?P<year> (?:19|20)\d{{2}}(?=\s?(?:년|회계연도)) | {_TWO_DIGITS}(?=\s?년)
        | FY\s?\d{{2,4}} | (?<!제)\d{{2}}(?=\s?년도) ) (?:\s?년도?)?
    | (?P<relative> {_RELATIVE_WORDS} )
    | (?P<half> (?<!년\s)(?<!해\s)(?<![가-힣])(?: 상반기 | 하반기 | [1-4]분기 )(?=\s) )
    )
    """,
    re.VERBOSE,
)
_SINGLE: Final = frozenset({"year", "relative", "half"})
"""Groups of the pattern that name one year."""

_HINT: Final = re.compile(
    r"[년해올분반익향앞연F'’‘](?:(?<=[년해올분반익향앞])|(?<=연)내|(?<=F)Y|(?<=['’‘])\s?\d)"
)
"""Without one of these no year stands in a text."""

_UNTIL: Final = re.compile(
    r"\s?(?:도)?\s?(?:말|상반기|하반기|\d{1,2}월)?\s?(?:에\s)?(?:완전|전면|전\s?구간|임시|조기|부분|1단계)?\s?"
    r"(?:까지|완공|준공|완료|개장|개통|개관|개원|마무리|목표)"
)
_SINCE: Final = re.compile(r"(?:도)?\s?부터(?!\s?\d)")


_DATE: Final = re.compile(
    r"\s?\d{1,2}월(?!\s?(?:까지|말까지|추경))|\s?(?:말|초)(?:에)?\s(?:착공|착수|기공|첫\s?삽|출범|설립)"
)
"""A year that dates a deed: 2018년 3월, 2001년 말 착공해."""

_COMPARED: Final = re.compile(
    r"(?:도|의)?\s?(?:동기|같은 기간|본예산|당초예산|예산|최종예산|국비|국고|확보액|예산액|규모"
    r"|수준|대비|보다|에 비해|\s)*"
    r"(?:대비|보다|에 비해|에 비하면|과 비교|와 비교|과 견주|와 견주)"
)
_BUDGET: Final = re.compile(
    r"(?:도|의)?\s?(?:제?\d회\s)?(?:[가-힣]{1,8}(?<![한된던을를은는이가에서뒤후고며])\s){0,2}"
    r"(?:[가-힣]{0,6}예산안?|본예산|당초예산|추경|추가경정예산|국비|국고|국·?도비|살림|정부안|회계연도"
    r"|교육비특별회계|특별교부[세금]|특교세|(?<=년도\s)[가-힣]{2,8}(?:기금|지원금|보조금)\s)"
)


_OCCASION: Final = re.compile(
    r"\s?(?:[가-힣]{1,6}\s?){0,2}(?:월드컵|올림픽|아시안게임|아시아경기|유니버시아드|엑스포|세계박람회|선수권대회"
    r"|전국체전|[가-힣]{0,6}체전|[가-힣]{0,6}박람회|비엔날레|엑스포|세계대회)"
)
"""A year that names an occasion, not a budget: 2032년 올림픽에 대비해."""

_IN_THE_MAKING: Final = re.compile(r"예산안|본예산|당초예산|정부안|국비\s?확보")

_SETTLED: Final = re.compile(
    r"(?:도|의)?\s?(?:회계연도\s?)?(?:[가-힣]{0,8}\s)?(?:결산|세계잉여금|순세계잉여금)"
)
"""Settled accounts are of the year before: 2021회계연도 결산 결과."""

_OWN: Final = 12
"""A year so near before an amount is that amount's: 올해 본예산 8조원과 견주면."""


class YearMention(NamedTuple):
    """A year or a period named in the text.

    `use` is `compared` for the year that something is compared with (`지난해보다`),
    `event` for a date (`2018년 3월`).
    """

    start: int
    end: int
    first: int | None
    last: int | None
    use: Literal["plain", "compared", "event"]

    @property
    def year(self) -> int | None:
        """The single year, None for a period."""
        return self.first if self.first == self.last else None


def find_years(
    text: str, published: int | None, *, spoken: int | None = None
) -> tuple[YearMention, ...]:
    """Find the years and periods a text names.

    Args:
        text: folded text.
        published: the year of publication; None leaves relative years out.
        spoken: the year of the budget spoken of so far, which 전년 is the one before.

    >>> [(m.first, m.last) for m in find_years("올해부터 2025년까지, 내년 예산은", 2022)]
    [(2022, 2025), (2023, 2023)]
    """
    found: list[YearMention] = []
    if not _HINT.search(text):
        return ()
    for match in _YEAR.finditer(text):
        bounds = _year_before(match, found, spoken) or _bounds(match, published)
        if bounds is None:
            continue
        first: int | None = bounds[0]
        last: int | None = bounds[1]
        end = match.end()
        use: Literal["plain", "compared", "event"] = "plain"
        if first == last and match["a"] is None:
            until = _UNTIL.match(text, end)
            if until is not None and match["relative"] is None:
                first, end = None, until.end()
            elif _DATE.match(text, end) or _OCCASION.match(text, end):
                use = "event"
            elif _SINCE.match(text, end):
                last = None
        if _COMPARED.match(text, end):
            use = "compared"
        found.append(YearMention(match.start(), end, first, last, use))
    return tuple(found)


def _year_before(
    match: re.Match[str], found: Sequence[YearMention], spoken: int | None
) -> tuple[int, int] | None:
    """`2018년도 총예산은 …, 전년도 본예산은`: the year before the one spoken of."""
    if match["relative"] not in ("전년", "전년도"):
        return None
    last = found[-1] if found else None
    year = last.year if last is not None and last.use == "plain" else spoken
    return None if year is None else (year - 1, year - 1)


def _bounds(match: re.Match[str], published: int | None) -> tuple[int, int] | None:
    """First and last year of a match, None when they cannot be known or make no sense."""
    bounds = None if match.lastgroup in _SINGLE else _period(match, published)
    if bounds is None:
        word = match["year"] or match["relative"]
        year = _relative(word, published) if word else None
        if match["half"]:
            year = published
        return None if year is None else (year, year)
    first, last = bounds
    return bounds if first <= last <= first + 50 else None


def _period(match: re.Match[str], published: int | None) -> tuple[int, int] | None:
    if match["a"]:
        return _number(match["a"]), _number(match["b"])
    if match["upto"]:
        last = _relative(match["upto"], published)
        return None if last is None else (last - int(match["back"]) + 1, last)
    begin = _relative(match["from"], published) if match["from"] else published
    if begin is None:
        return None
    if match["from"] and match["until"]:
        last = _relative(match["until"], published)
        return None if last is None else (begin, last)
    length = match["span"] if match["from"] else match["years"]
    return (begin, begin + int(re.sub(r"\D", "", length)) - 1) if length else None


def _number(digits: str) -> int:
    """A year of two or four digits: ’19 is 2019, ’98 is 1998."""
    number = int(re.sub(r"\D", "", digits))
    if number >= 100:
        return number
    return number + (1900 if number >= 70 else 2000)


def _relative(words: str, published: int | None) -> int | None:
    shift = RELATIVE.get(words.replace(" ", ""))
    if shift is None:
        return _number(words)
    return None if published is None else published + shift


def year_of(text: str, published: int | None) -> int | None:
    """The one year that a name holds: of a programme, of a headline.

    >>> year_of("2019년 지역산업진흥계획", None)
    2019
    >>> year_of("2021~2025년 발전계획", None) is None
    True
    """
    years = {m.year for m in find_years(text, published) if m.use == "plain" and m.year}
    return years.pop() if len(years) == 1 else None


def budget_years(text: str, published: int | None) -> list[tuple[int, int]]:
    """The years of budgets that a text names, with where each ends: `내년도 예산안`.

    A supplementary budget is the running year's, unless a year stands before it.

    >>> budget_years("시는 내년도 예산안을 의회에 냈다", 2018)
    [(6, 2019)]
    >>> budget_years("시는 제2회 추경안을 의회에 냈다", 2018)
    [(9, 2018)]
    """
    mentions = find_years(text, published)
    named = [
        (m.end, m.year)
        for m in mentions
        if m.use == "plain"
        and m.year
        and _BUDGET.match(text, m.end)
        and not _SETTLED.match(text, m.end)
    ]
    running = [
        (match.end(), published)
        for match in _SUPPLEMENTARY.finditer(text)
        if published and not any(0 <= match.start() - m.end <= _OWN for m in mentions)
    ]
    return sorted(named + running)


def nearest_year(  # noqa: PLR0913 - what stands around an amount is told one by one
    mentions: Sequence[YearMention],
    amount: Stretch,
    others: Sequence[Stretch],
    *,
    base: bool,
    bases: Sequence[Stretch] = (),
    breaks: Sequence[int] = (),
) -> YearMention | None:
    """The year that an amount belongs to: the last one before it, else the next behind it.

    Args:
        mentions: years of the sentence.
        amount: the amount, in the same offsets.
        others: the sentence's other amounts; a year behind one of them is not this one's.
        base: whether the amount is what another is compared with (`62억원에 비해`).
        bases: other amounts that are; a year right before one of them is its own.
        breaks: where clauses end; a year behind one is of the next clause.
    """
    allowed = ("plain", "compared") if base else ("plain",)
    taken = [_own_year(mentions, b) for b in bases]
    fitting = [m for m in mentions if m.use in allowed and m not in taken]
    mine = [m for m in fitting if 0 <= amount.start - m.end <= _OWN]
    owned = [
        m
        for m in fitting
        if any(0 <= o.start - m.end <= _OWN for o in others)
        and not (m in mine and all(o.start > amount.start or o.end <= m.start for o in others))
    ]
    if len({m.year for m in owned}) > 1:  # 2018년 120억원, 2019년 180억원 등 총 500억원
        fitting = [m for m in fitting if m not in owned]
    before = [m for m in fitting if m.end <= amount.start]
    if before:
        return before[-1]
    behind = next((m for m in fitting if m.start >= amount.end), None)
    if behind is not None and any(amount.end <= b <= behind.start for b in breaks):
        return None
    if behind is None or any(
        amount.end <= o.start < behind.start or 0 <= o.start - behind.end <= _OWN for o in others
    ):
        return None
    return behind


def _own_year(mentions: Sequence[YearMention], amount: Stretch) -> YearMention | None:
    """The year right before an amount: of 2002년 체육예산을 올해의 900억원보다 it is 올해."""
    before = [m for m in mentions if 0 <= amount.start - m.end <= _OWN]
    return before[-1] if before else None


def as_period(mention: YearMention) -> Period | None:
    """The period of a mention that names more than one year.

    >>> as_period(YearMention(0, 9, 2021, 2025, "plain"))
    Period(first=2021, last=2025)
    """
    if mention.first == mention.last:
        return None
    return Period(first=mention.first, last=mention.last)


def is_supplementary(text: str) -> bool:
    """Whether a text speaks of a supplementary budget, which is always the running year's.

    >>> is_supplementary("제1회 추경은 7억원이다"), is_supplementary("본예산은 7억원이다")
    (True, False)
    """
    return _SUPPLEMENTARY.search(text) is not None


def guess_year(text: str, published: tuple[int, int] | None) -> int | None:
    """The likely fiscal year where none is stated.

    From September on a budget that is being made is next year's (DOMAIN §5); else the
    year of publication.

    Args:
        text: the sentence.
        published: year and month of publication.

    >>> guess_year("예산안을 편성했다", (2018, 11)), guess_year("3억원을 쓴다", (2018, 11))
    (2019, 2018)
    """
    if published is None:
        return None
    year, month = published
    return year + 1 if month >= 9 and _IN_THE_MAKING.search(text) else year
