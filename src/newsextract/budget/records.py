"""Article to amounts, records and checks: the floor's one door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from newsextract.budget.assembly import Assembly, Extracted
from newsextract.budget.context import Reading
from newsextract.budget.drafts import Draft, draft_record
from newsextract.budget.programs import compact, same_name
from newsextract.budget.roles import Judged, is_conversion, judge_sentence, settle_silent
from newsextract.budget.rollup import link_parents
from newsextract.models import Article, Breakdown, Span
from newsextract.money import read_money

__all__ = ["extract_records"]

_PEERS: Final = 50
"""How many records of one and the same sum are compared with a new mention of it."""


def extract_records(article: Article) -> Extracted:
    """Find an article's amounts, its budget records, and the checks that prove them.

    Args:
        article: a clean article; all offsets are code points of its `text`.

    Returns:
        Amounts with their roles and records with their parents, both in text order, and
        checks. Figures are in the currency's unit. An article without money gives three
        empty tuples and costs no morphological analysis.

    >>> text = "가람시는 새봄공원 조성사업에 10억원(국비 6, 시비 4)을 투입한다."
    >>> amounts, records, checks = extract_records(Article(text=text, content_hash=""))
    >>> records[0].program.text, [c.amount.exact for c in records[0].components]
    ('새봄공원 조성사업', [600000000, 400000000])
    >>> [(c.kind, c.status) for c in checks]
    [('components', 'ok')]
    """
    money = read_money(article.text)
    if not money.amounts:
        return (), (), ()
    reading = Reading(article, money)
    judged = _judge(reading)
    drafts = _merge(_draft_all(reading, judged))
    link_parents(drafts)
    _inherit(drafts)
    return Assembly(reading.money, judged, drafts).result()


def _judge(reading: Reading) -> dict[str, Judged]:
    totals = {b.total_id for b in reading.money.breakdowns}
    judged: dict[str, Judged] = {}
    for sentence in reading.sentences:
        judged.update(judge_sentence(sentence, totals))
    return settle_silent(_free_parts(reading.money.breakdowns, judged))


def _free_parts(breakdowns: Iterable[Breakdown], judged: dict[str, Judged]) -> dict[str, Judged]:
    """Parts of a total that is nowhere printed are budgets, each from one source."""
    for breakdown in breakdowns:
        if breakdown.total_id is None:
            for item in breakdown.items:
                if item.amount_id in judged and item.of is None:
                    judged[item.amount_id] = Judged("budget", own_cue=True)
    return judged


def _draft_all(reading: Reading, judged: dict[str, Judged]) -> list[Draft]:
    breakdowns = {b.total_id: b for b in reading.money.breakdowns if b.total_id}
    drafts: list[Draft] = []
    for sentence in reading.sentences:
        for amount in sentence.amounts:
            role = judged[amount.id]
            if role.role != "budget":
                continue
            last = drafts[-1] if drafts else None
            if last and is_conversion(reading.text, last.amount, amount, last.amount.end):
                last.mentions.append(Span(start=amount.start, end=amount.end))
                continue
            draft = Draft(amount, sentence, breakdowns.get(amount.id))
            drafts.append(draft_record(reading, draft, drafts, own_cue=role.own_cue))
    _share_lead_year(drafts)
    return drafts


def _share_lead_year(drafts: Sequence[Draft]) -> None:
    """The year of the budget that the lead names holds for those that name none."""
    lead = next((d for d in drafts if not d.base), None)
    if lead is None or lead.fiscal_year is None:
        return
    for draft in drafts:
        if draft.fiscal_year is None and draft.period is None:
            draft.fiscal_year, draft.fiscal_year_guess = lead.fiscal_year, None


def _merge(drafts: Sequence[Draft]) -> list[Draft]:
    """Make one record of a sum that is mentioned again for the same programme."""
    kept: list[Draft] = []
    by_sum: dict[object, list[Draft]] = {}
    for draft in drafts:
        bounds = (draft.amount.currency, draft.amount.low, draft.amount.high)
        peers = by_sum.setdefault(bounds, [])
        same = next((d for d in peers[-_PEERS:] if _same_budget(d, draft)), None)
        if same is None:
            peers.append(draft)
            kept.append(draft)
        else:
            _take_over(same, draft)
    return kept


def _same_budget(one: Draft, other: Draft) -> bool:
    """Whether two mentions of one sum speak of one budget."""
    if None not in (one.fiscal_year, other.fiscal_year) and one.fiscal_year != other.fiscal_year:
        return False
    names = {a.name for a in one.agencies}, {a.name for a in other.agencies}
    if all(names) and not names[0] & names[1]:
        return False
    if one.program is not None and other.program is not None:
        first, second = compact(one.program.text), compact(other.program.text)
        return same_name(first, second) or first in second or second in first
    digits = str(one.amount.exact or 0).strip("0")
    return one.sentence is not other.sentence and len(digits) > 1


def _take_over(kept: Draft, again: Draft) -> None:
    """Add a mention to a record, with what only it says."""
    kept.mentions.extend(again.mentions)
    kept.breakdown = kept.breakdown or again.breakdown
    kept.program = kept.program or again.program
    kept.agencies = kept.agencies or again.agencies
    kept.action = kept.action or again.action
    kept.project_count = kept.project_count or again.project_count
    if kept.fiscal_year is None and kept.period is None:
        kept.fiscal_year, kept.period = again.fiscal_year, again.period
        if kept.fiscal_year is not None or kept.period is not None:
            kept.fiscal_year_guess = None


def _inherit(drafts: Sequence[Draft]) -> None:
    """A part of a budget is of its year; what `이 가운데` takes up is for its programme."""
    for draft in drafts:
        whole = draft.parent
        if whole is None:
            continue
        if draft.program is None and draft.taken_up:
            draft.program = whole.program
        if draft.fiscal_year is None and draft.period is None and whole.fiscal_year:
            draft.fiscal_year, draft.fiscal_year_guess = whole.fiscal_year, None
