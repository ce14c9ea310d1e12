"""Funding sources printed apart from their total: in the next clause or sentence.

The grammar binds brackets and lists to their total. What it leaves, labelled amounts that
stand together (`국고보조금 11억원, 전입금 210억원`), is bound here only where the sum proves
it: the parts must make the total before or behind them exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from newsextract.models import (
    Amount,
    Breakdown,
    BreakdownItem,
    FundingSource,
    MoneyReading,
    Span,
    TextSpan,
)
from newsextract.money.sources import classify_payer

_ADDED: Final = re.compile(r"여기에|이와 별도|별도로|추가로|보태|더해|더하|외에")
"""What is added to a sum is no part of it."""

__all__ = ["bind_parts"]


def bind_parts(text: str, money: MoneyReading, paragraphs: Sequence[Span]) -> MoneyReading:
    """Bind labelled amounts to a total of their paragraph that they make exactly.

    Args:
        text: the article's text, folded.
        money: what the grammar found.
        paragraphs: spans of the article's blocks; parts and total share one.

    Returns:
        The reading with the breakdowns so found put in place of lists without a total.
    """
    bound = {b.total_id for b in money.breakdowns if b.total_id}
    inside = {i.amount_id for b in money.breakdowns if b.total_id for i in b.items}
    free = [a for a in money.amounts if a.id not in inside]
    found: list[Breakdown] = []
    for group in _by_paragraph(free, paragraphs):
        for first, stop in _labelled_runs(group):
            total = _total_of(text, group[max(0, first - 1) : stop + 1], group[first:stop], bound)
            if total is not None:
                bound.add(total.id)
                found.append(_breakdown(total, group[first:stop]))
    if not found:
        return money
    taken = {i.amount_id for b in found for i in b.items}
    kept = [
        b
        for b in money.breakdowns
        if b.total_id is not None or not taken.intersection(i.amount_id for i in b.items)
    ]
    amounts = tuple(
        a.model_copy(update={"role": "component"}) if a.id in taken else a for a in money.amounts
    )
    starts = {a.id: a.start for a in money.amounts}
    ordered = sorted([*kept, *found], key=lambda b: starts.get(b.total_id or "", 0))
    return MoneyReading(amounts=amounts, breakdowns=tuple(ordered))


def _by_paragraph(amounts: Sequence[Amount], paragraphs: Sequence[Span]) -> Iterator[list[Amount]]:
    at = 0
    for paragraph in paragraphs:
        group: list[Amount] = []
        while at < len(amounts) and amounts[at].start < paragraph.end:
            group.append(amounts[at])
            at += 1
        if len(group) > 2:
            yield group


def _labelled_runs(group: Sequence[Amount]) -> Iterator[tuple[int, int]]:
    """Runs of two or more neighbours that each carry a source label."""
    first = 0
    for at in range(len(group) + 1):
        if at == len(group) or group[at].funding_source is None:
            if at - first > 1:
                yield first, at
            first = at + 1


def _total_of(
    text: str, around: Sequence[Amount], run: Sequence[Amount], bound: set[str]
) -> Amount | None:
    """The amount next to a run that the run makes exactly, and that it is not added to."""
    values = [a.exact for a in run]
    known = [v for v in values if v is not None]
    if len(known) < len(values):
        return None
    for amount in (around[0], around[-1]):
        if amount is run[0] or amount is run[-1] or amount.id in bound:
            continue
        between = text[min(amount.end, run[-1].end) : max(amount.start, run[0].start)]
        if amount.exact == sum(known) and not _ADDED.search(between):
            return amount
    return None


def _breakdown(total: Amount, parts: Sequence[Amount]) -> Breakdown:
    return Breakdown(
        total_id=total.id,
        total=total.exact,
        items=tuple(
            BreakdownItem(
                source=_source(part),
                amount_id=part.id,
                value=part.exact,
                span=TextSpan(start=part.start, end=part.end, text=part.text),
            )
            for part in parts
        ),
        adds_up=True,
    )


def _source(part: Amount) -> FundingSource:
    return classify_payer(part.funding_source or "")
