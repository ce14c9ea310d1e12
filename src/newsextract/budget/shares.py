"""Sources told by their share alone: 전액 국비다, 국비 60%, 국비가 75%인 5천245억원."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from itertools import pairwise
from typing import Final

from newsextract.budget.binding import Binder
from newsextract.budget.labels import Label
from newsextract.models import Amount, Breakdown, BreakdownItem, TextSpan
from newsextract.money.sources import classify

__all__ = ["amounts_with_share", "shares_of_last", "whole_from_one"]

_SHARE_REACH: Final = 90
_OF_SHARE: Final = re.compile(r"(?:인|의)?\s(?:약\s)?")
_ALL_FROM: Final = re.compile(
    r"\s*(?P<all>전액)\s?(?P<label>[가-힣]{2,8}?)(?:이다|다|로|으로)(?![가-힣])"
)


def whole_from_one(binder: Binder) -> None:
    """`210억원을 확보했다고 밝혔다. 전액 국비다.`: the whole sum from one source."""
    for amount, following in pairwise((*binder.amounts, None)):
        sentence = binder.sentence_of.get(amount.id) if amount is not None else None
        if amount is None or sentence is None:
            continue
        if following is not None and following.start < sentence.end:
            continue
        match = _ALL_FROM.match(binder.text, sentence.end)
        item = _whole_item(amount, match) if match else None
        if item is not None and binder.may_be_total(amount):
            whole = Breakdown(total_id=amount.id, total=amount.exact, items=(item,), adds_up=True)
            binder.keep(whole, (), "whole")


def amounts_with_share(binder: Binder) -> None:
    """`국비가 75%인 5천245억원`: the share is the amount's own, and its source too."""
    for total_id, breakdown in list(binder.breakdowns.items()):
        total = binder.amounts[binder.at[total_id]]
        item = breakdown.items[0]
        if len(breakdown.items) > 1 or item.share is None or not item.derived:
            continue
        if not _OF_SHARE.fullmatch(binder.text, item.span.end, total.start):
            continue
        del binder.breakdowns[total_id]
        start = binder.text.rfind(item.source.label, 0, item.span.start)
        end = start + len(item.source.label)
        binder.labels[total_id] = Label(item.source, max(start, 0), max(end, 0), "printed")
        binder.printed_shares[total_id] = item.share


def shares_of_last(binder: Binder) -> None:
    """`총사업비 1조477억원을 들여 …. 재원은 국비 60%, 시비 40%다.`: shares of that sum."""
    starts = [a.start for a in binder.amounts]
    for breakdown in binder.money.breakdowns:
        shares = [i.share for i in breakdown.items]
        if breakdown.total_id is not None or None in shares or sum(filter(None, shares)) != 1:
            continue
        at = bisect_left(starts, breakdown.items[0].span.start) - 1
        total = binder.amounts[at] if at >= 0 else None
        if total is None or total.exact is None or not binder.may_be_total(total):
            continue
        if breakdown.items[0].span.start - total.end > _SHARE_REACH:
            continue
        value = Decimal(total.exact)
        items = tuple(
            i.model_copy(update={"value": round(value * (i.share or 0)), "derived": True})
            for i in breakdown.items
        )
        update = {"total_id": total.id, "total": total.exact, "items": items, "adds_up": True}
        binder.keep(breakdown.model_copy(update=update), (), "shares")


def _whole_item(amount: Amount, match: re.Match[str]) -> BreakdownItem | None:
    source = classify(match["label"])
    if source is None or amount.exact is None:
        return None
    words = TextSpan(start=match.start("all"), end=match.end("all"), text=match["all"])
    return BreakdownItem(
        source=source, value=amount.exact, share=Decimal(1), derived=True, span=words
    )
