"""Source labels of amounts that stand outside any breakdown: 국비 50억원 확보, 10억원의 국비."""

from __future__ import annotations

import re

from newsextract.money.items import read_items_at
from newsextract.money.marked import Label, MarkedText

__all__ = ["label_lone_amounts"]

_OF = re.compile(r"(?:의|인| 규모의| 상당의) ?")
_ALL = re.compile(r"(?:전액|전부|모두|100%) ?")
_ALL_REACH = 16


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
    for back in range(1, 7):
        end = label.start - back
        index = page.end_index(end)
        if index is not None:
            money = page.amounts[index]
            if _OF.fullmatch(s, end, label.start) and money.source is None:
                money.source = (label.start, label.end)
                return True
            return False
    return False


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
