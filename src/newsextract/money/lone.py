"""Source labels of amounts that stand outside any breakdown: 국비 50억원 확보, 10억원의 국비."""

from __future__ import annotations

import re

from newsextract.money.items import read_items_at
from newsextract.money.marked import Label, MarkedText

__all__ = ["label_lone_amounts"]

_OF = re.compile(
    r" ?(?:이상|가량|정도|안팎|내외|규모|상당|남짓|여|대|수준)?(?:의|인) ?|대 |(?P<bracket> ?\()"
    r"|(?P<by>[을를] (?:전액 )?)|(?P<topic>[은는이] (?:전액 )?)"
)
_BY = re.compile(r"으?로(?=[ ,.]|$)")
_SAID = re.compile(r"(?:으?로|이다|이며|이고|다|이지만)(?=[ ,.]|$)|(?=[,.]|$)")
_ALL = re.compile(r"(?:전액|전부|모두|100%) ?")
_ALL_REACH = 16
_BEHIND = 8
"""Code points that may stand between an amount and the label behind it."""


def label_lone_amounts(page: MarkedText) -> None:
    """Give amounts without a source the label that stands directly by them.

    A label after the amount counts with 의 (10억원의 국비); 전액 reaches over a few words
    (12억원을 전액 군비로).
    """
    for label in page.labels:
        if label.kind != "sure" or _after(page, label):
            continue
        for item in read_items_at(page, label.start, len(page.s), free=False):
            if item.money and item.money.source is None:
                item.money.source = (item.label.start, item.label.end)
        _whole(page, label)


def _after(page: MarkedText, label: Label) -> bool:
    s = page.s
    money = page.amount_before(label.start, _BEHIND)
    if money is None or money.source is not None:
        return False
    gap = _OF.fullmatch(s, money.end, label.start)
    if not gap or not _bears_out(s, gap, label):
        return False
    money.source = (label.start, label.end)
    return True


def _bears_out(s: str, gap: re.Match[str], label: Label) -> bool:
    """Whether what follows a label behind an amount makes it that amount's source."""
    if gap["bracket"]:
        return s.startswith(")", label.end)  # 50억원(국비)
    if gap["by"]:
        return bool(_BY.match(s, label.end))  # 50억원을 국비로 받는다
    if gap["topic"]:
        return bool(_SAID.match(s, label.end))  # 50억원은 국비, 30억원은 시비다
    return True


def _whole(page: MarkedText, label: Label) -> None:
    """전액 국비로 40억원 · 40억원을 전액 국비로."""
    s = page.s
    before = s[max(0, label.start - 5) : label.start]
    if not _ALL.search(before):
        return
    for money in page.amounts_near(label.start, label.end, _ALL_REACH):
        gap = s[money.end : label.start] if money.end <= label.start else s[label.end : money.start]
        if money.source is None and "다." not in gap and "\n" not in gap:
            money.source = (label.start, label.end)
            return
