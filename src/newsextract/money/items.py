"""Items of a breakdown: a funding-source label with its amount, its share, or both.

국비 1,839 · 지방비(30%) 699억 · 국비 70%(84억원)
국비와 시비 각 25억원씩 · 국비와 지방비를 7:3으로
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from newsextract.money.changes import end_of_change
from newsextract.money.guards import is_bare_number
from newsextract.money.marked import Label, MarkedText
from newsextract.money.numerals import Number
from newsextract.money.single import Money
from newsextract.money.words import alternation, words

__all__ = ["Item", "read_items_at"]


MAX_LABELS = 8
"""Labels that may share one statement (국비와 도비, 시비 각각 ...)."""


@dataclass(slots=True)
class Item:
    """One part of a breakdown.

    Attributes:
        label: who pays.
        start, end: span of label and value together.
        money: an amount with its own unit, shared when several labels have 각.
        bare: a number whose unit stands elsewhere.
        share: printed share of the total, 0..1.
        share_span: the words that state the share.
        children: items in brackets behind this one.
        value: settled value in KRW, filled in by the judge.
    """

    label: Label
    start: int
    end: int
    money: Money | None = None
    bare: Number | None = None
    share: Fraction | None = None
    share_span: tuple[int, int] | None = None
    shared: bool = False
    children: list[Item] = field(default_factory=list)


_BEHIND_SHARE = re.compile(r"(?:은|는|이)? ?:? ?")
_NOTE = re.compile(r"\([가-힣·]{2,10}\)(?= ?\d)")
_JOIN = re.compile(r"\s?(?:와|과|및|·|,|/|\+|:|하고|대)?\s?(?:및 )?")
_AND = re.compile(r" ?[,·/]? ?(?:와|과|및)? ?")
_OPEN = re.compile(r" ?\( ?(?:약 ?)?")
_PERCENT = re.compile(r"(?P<p>\d{1,3}(?:\.\d{1,4})?) ?(?:%|퍼센트|프로(?![가-힣]))")
_PERCENT_IN_BRACKETS = re.compile(r" ?\( ?(?P<p>\d{1,3}(?:\.\d{1,4})?) ?% ?\)")


@cache
def _connect() -> re.Pattern[str]:
    """What may stand between a label and its value: 국비 지원금은 약, 시비 각, 국비:."""
    glue = words()["glue"]
    return re.compile(
        rf" ?(?:{alternation(glue['after_label'])})?"
        r"(?:으로는|로는|으로|로|은|는|이|가|를|을|만|도)?\s?[:=|-]?\s?"
        rf"(?P<each>각각|각)?(?:씩)? ?(?:{alternation(glue['before_value'])})? ?"
    )


@cache
def _ratio() -> re.Pattern[str]:
    """국비와 지방비를 7:3으로, 5대 5로."""
    nouns = alternation(words()["glue"]["ratio_nouns"])
    part = r"\d{1,3}(?:\.\d)?"
    return re.compile(
        rf"(?:을|를|은|는|이|가|의)? ?(?:{nouns})? ?=? ?"
        rf"(?P<ratio>{part}(?: ?(?::|대|-) ?{part}){{1,3}})(?!\d)"
        r"(?= ?(?:으로|로|의|씩|비율|매칭|을|이|,|\)|$|\.))"
    )


@cache
def _half() -> re.Pattern[str]:
    halves = alternation(words()["glue"]["halves"])
    return re.compile(rf"(?:이|가|을|를|은|는)? ?(?:각각 )?(?P<half>{halves})")


_REST = re.compile(r"(?:나머지|잔여)")
_REST_IS = re.compile(r"(?:은|는|이|가|을|를)? ?(?:모두|전액|전부)? ?")
_PAID_BY = re.compile(r"(?:으로|로|에서|이다|이며|이고|다\.)")
_VALUE_BRACKET = re.compile(r" ?\( ?(?:약|총)? ?")
_FREE_LABEL = re.compile(r"(?P<text>[가-힣A-Za-z㈜·.&()' ]{1,24}?)(?P<sep> ?[:=]? ?)(?=\d)")
_YEAR_LABEL = re.compile(
    r"['’‘]?(?P<year>(?:19|20)?\d{2})년(?:도|까지| 이후)? ?(?:에|은|는)? ?:? ?(?=\d)"
)


def read_items_at(page: MarkedText, pos: int, stop: int, *, free: bool) -> list[Item]:
    """Read the item(s) whose first label stands at `pos`.

    Args:
        page: the text.
        pos: where a label begins.
        stop: the item may not reach beyond.
        free: whether any words may be a label (inside brackets behind a head).

    Returns:
        One item; several when labels share one statement (각 25억원, 7:3); none when no value
        follows.
    """
    labels = _labels_at(page, pos, stop, free=free)
    items = _value_items(page, labels, stop) if labels else []
    if not items and free and pos in page.label_at:  # 국비매칭 30: a longer word
        labels = _free_label(page, pos, stop)
        items = _value_items(page, labels, stop) if labels else []
    return items


def _labels_at(page: MarkedText, pos: int, stop: int, *, free: bool) -> list[Label]:
    label = page.label_at.get(pos)
    if label is None:
        return _free_label(page, pos, stop) if free else []
    note = _NOTE.match(page.s, label.end, stop)
    if note:  # 도비(전환사업) 18억원
        return [Label(label.start, note.end(), label.kind)]
    labels = [label]
    while len(labels) < MAX_LABELS:
        joint = _JOIN.match(page.s, labels[-1].end)
        nxt = page.label_at.get(joint.end()) if joint and joint.group().strip() else None
        if nxt is None or nxt.end > stop:
            break
        labels.append(nxt)
    return labels


def _free_label(page: MarkedText, pos: int, stop: int) -> list[Label]:
    year = _YEAR_LABEL.match(page.s, pos, stop)
    if year:
        return [Label(pos, year.start() + len(year.group().rstrip(" :")), "year")]
    match = _FREE_LABEL.match(page.s, pos, stop)
    if not match or not match["text"].strip():
        return []
    end = match.start("text") + len(match["text"].rstrip())
    for start in range(pos, end):
        known = page.label_at.get(start)
        if known and known.end == end and page.s[start - 1] in " (":
            return [known]  # 올해 국비 30
    return [Label(pos, end, "free")]


def _value_items(page: MarkedText, labels: list[Label], stop: int) -> list[Item]:
    s, last = page.s, labels[-1].end
    if len(labels) > 1:
        spread = _spread(page, labels, stop)
        if spread:
            return spread
        labels = [Label(labels[0].start, last, labels[0].kind)]  # 국비와 지방비 100억: one label
    connect = _connect().match(s, last)
    at = connect.end() if connect else last
    label = labels[0]
    item = Item(label, label.start, at)
    share = _PERCENT_IN_BRACKETS.match(s, last, stop)
    if share:  # 국비(70%) 84억; 국비(70%)로 belongs to another sum
        _set_share(item, share)
        item.end = share.end()
        connect = _BEHIND_SHARE.match(s, share.end())
        at = connect.end() if connect else share.end()
    if not _take_value(page, item, at, stop):
        bracket = _VALUE_BRACKET.match(s, last)
        inside = bracket and page.close_of.get(s.index("(", bracket.start()))
        if not (bracket and inside and _take_value(page, item, bracket.end(), inside)):
            return [item] if share and item.share is not None else []
        if item.end <= inside <= item.end + 1:
            item.end = inside + 1
    _name_rest(page, item, stop)
    return [item]


def _name_rest(page: MarkedText, item: Item, stop: int) -> None:
    """나머지 662억원은 지방비로: the rest is from the source that is named behind it."""
    if item.money is None or not _REST.match(page.s, item.label.start, item.label.end):
        return
    gap = _REST_IS.match(page.s, item.end, stop)
    label = page.label_at.get(gap.end()) if gap else None
    if label is not None and label.end <= stop and _PAID_BY.match(page.s, label.end):
        item.label = label


def _changed_into(page: MarkedText, money: Money) -> Money | None:
    """지방세는 313억원 많은 2273억원: what a change leads to."""
    start = end_of_change(page.s, money.end)
    return None if start is None else page.by_start.get(start)


def _take_value(page: MarkedText, item: Item, at: int, stop: int) -> bool:
    s = page.s
    money = page.by_start.get(at)
    if money is not None:
        money = _changed_into(page, money) or money
    if money and money.end <= stop and money.low is not None:
        item.money, item.end = money, money.end
    else:
        percent = _PERCENT.match(s, at, stop)
        if percent:
            return _take_percent(page, item, percent, stop)
        number = is_bare_number(s, at)
        if number is None or number.end > stop:
            return False
        item.bare, item.end = number, number.end
    after = _PERCENT_IN_BRACKETS.match(s, item.end, stop) or _PERCENT.match(s, item.end, stop)
    if after:
        _set_share(item, after)
        item.end = after.end()
    return True


def _take_percent(page: MarkedText, item: Item, percent: re.Match[str], stop: int) -> bool:
    """국비 70%, 국비 70%(84억원), 국비 70% 84억원."""
    _set_share(item, percent)
    item.end = percent.end()
    bracket = _OPEN.match(page.s, percent.end(), stop)
    at = bracket.end() if bracket else percent.end() + 1
    money = page.by_start.get(at)
    number = None if money else (is_bare_number(page.s, at) if bracket else None)
    if money and money.end <= stop:
        item.money, item.end = money, money.end
    elif number and number.end <= stop:
        item.bare, item.end = number, number.end
    else:
        return True
    if bracket and page.s[item.end : item.end + 1] == ")":
        item.end += 1
    return True


def _set_share(item: Item, match: re.Match[str]) -> None:
    item.share = Fraction(match["p"]) / 100
    item.share_span = (match.start("p"), match.end("p") + 1)


def _spread(page: MarkedText, labels: list[Label], stop: int) -> list[Item]:
    """Several labels with one statement: 7:3, 절반씩, 각 25억원씩, 각각 20억원·5억원."""
    s, last = page.s, labels[-1].end
    if ratio := _ratio().match(s, last, stop):
        return _by_ratio(labels, ratio)
    half = _half().match(s, last, stop)
    if half and len(labels) == 2:
        span = half.span("half")
        return [Item(x, x.start, half.end(), share=Fraction(1, 2), share_span=span) for x in labels]
    connect = _connect().match(s, last)
    return _each(page, labels, connect, stop) if connect else []


def _each(page: MarkedText, labels: list[Label], connect: re.Match[str], stop: int) -> list[Item]:
    """각 50%, 각 25, 각 25억원씩, 25억원씩, 각각 20억원·5억원."""
    s, at = page.s, connect.end()
    said = "각" in connect.group()
    money = page.by_start.get(at)
    if money is None and said:
        percent = _PERCENT.match(s, at, stop)
        bare = None if percent else is_bare_number(s, at)
        if percent:
            return _each_percent(labels, percent)
        if bare and bare.end <= stop:
            return [Item(x, x.start, bare.end, bare=bare, shared=True) for x in labels]
    if money is None or money.end > stop or not (said or s.startswith("씩", money.end)):
        return []
    monies = _in_turn(page, money, len(labels))
    if len(monies) == len(labels):
        return [Item(x, x.start, m.end, money=m) for x, m in zip(labels, monies, strict=True)]
    return [Item(x, x.start, money.end, money=money, shared=True) for x in labels]


def _in_turn(page: MarkedText, first: Money, most: int) -> list[Money]:
    """Amounts that follow each other: 20억원, 5억원."""
    monies = [first]
    while len(monies) < most:
        joint = _AND.match(page.s, monies[-1].end)
        nxt = page.by_start.get(joint.end()) if joint and joint.group().strip() else None
        if nxt is None:
            break
        monies.append(nxt)
    return monies


def _each_percent(labels: list[Label], percent: re.Match[str]) -> list[Item]:
    """국비와 도비 각 50%."""
    share = Fraction(percent["p"]) / 100
    span = (percent.start("p"), percent.end("p") + 1)
    return [Item(x, x.start, percent.end(), share=share, share_span=span) for x in labels]


def _by_ratio(labels: list[Label], match: re.Match[str]) -> list[Item]:
    parts = [Fraction(p) for p in re.findall(r"\d+(?:\.\d)?", match["ratio"])]
    total = sum(parts)
    if len(parts) != len(labels) or not total:
        return []
    span = match.span("ratio")
    return [
        Item(x, x.start, match.end(), share=p / total, share_span=span)
        for x, p in zip(labels, parts, strict=True)
    ]
