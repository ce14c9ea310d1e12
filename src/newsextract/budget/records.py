"""Article to amounts, records and checks: the floor's one door."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from newsextract.budget.assembly import Assembly, Extracted
from newsextract.budget.changes import infer_changes
from newsextract.budget.context import Reading
from newsextract.budget.drafting import draft_record, draft_row
from newsextract.budget.drafts import Draft
from newsextract.budget.merging import merge
from newsextract.budget.reasons import reasons_of
from newsextract.budget.roles import Judged, is_conversion, judge_sentence, settle_silent
from newsextract.budget.rollup import link_parents
from newsextract.budget.themes import lead_theme
from newsextract.budget.told import is_budget, speaks_of_budget
from newsextract.models import Article, Breakdown, Extraction, Span, TextSpan
from newsextract.money import read_money
from newsextract.money.fold import fold

__all__ = ["explain_records", "extract_records"]

_GRANT: Final = re.compile(r"(?:교부[세금]|특교세|..기금)$")
_GRANT_GAP: Final = 6
"""So much may stand between the name of a grant and its sum: `특별교부세 총 59억원`."""


def extract_records(article: Article, *, explain: bool = False) -> Extracted:
    """Find an article's amounts, its budget records, and the checks that prove them.

    Args:
        article: a clean article; all offsets are code points of its `text`.
        explain: whether records carry the reasons for what they say.

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
    drafts = merge(_draft_all(reading, judged))
    link_parents(drafts, _headline(reading) or "")
    _inherit(drafts)
    _share_theme(reading, drafts)
    _name_by_grants(reading, drafts)
    reasons = None
    if explain:
        reasons = [reasons_of(article, d, judged[d.amount.id], reading.parts) for d in drafts]
    return Assembly(reading.money, judged, drafts, reasons).result()


def explain_records(extraction: Extraction) -> Extraction:
    """The same extraction with the reasons for what each record says.

    >>> from newsextract import extract
    >>> result = explain_records(extract("가람시는 새봄공원 조성사업에 예산 3억원을 쓴다."))
    >>> [(r.field, r.words.text) for r in result.records[0].reasons if r.field == "program"]
    [('program', '새봄공원 조성사업')]
    """
    amounts, records, checks = extract_records(extraction.article, explain=True)
    update = {"amounts": amounts, "records": records, "checks": checks}
    return extraction.model_copy(update=update)


def _judge(reading: Reading) -> dict[str, Judged]:
    totals = {b.total_id for b in reading.money.breakdowns}
    judged: dict[str, Judged] = {}
    for sentence in reading.sentences:
        judged.update(judge_sentence(sentence, totals, public=reading.public))
    for cell, role in reading.cells.items():
        judged[cell] = Judged(role, own_cue=True, rule="column")
    for repeated in reading.parts.repeats:
        judged[repeated] = Judged("component", own_cue=True, rule="repeated_part")
    judged = settle_silent(_free_parts(reading.money.breakdowns, judged))
    return infer_changes(reading.sentences, judged)


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
    roles = {key: j.role for key, j in judged.items()}
    drafts: list[Draft] = []
    _analyse(reading, judged)
    for sentence in reading.sentences:
        for amount in sentence.amounts:
            role = judged[amount.id]
            if role.role != "budget":
                continue
            last = drafts[-1] if drafts else None
            if last and is_conversion(reading.text, last.amount, amount, last.amount.end):
                last.mentions.append(Span(start=amount.start, end=amount.end))
                continue
            row = reading.rows.get(amount.id)
            if row is not None:
                draft = draft_row(reading, row, sentence, drafts)
                drafts.append(draft)
                continue
            draft = Draft(amount, sentence, breakdowns.get(amount.id), roles=roles)
            drafts.append(draft_record(reading, draft, drafts, own_cue=role.own_cue))
    _keep_lists_of_bodies(drafts)
    _link_rows(reading, drafts)
    _share_lead_year(drafts)
    return drafts


def _keep_lists_of_bodies(drafts: Sequence[Draft]) -> None:
    """One body right before a sum is its subject; two or more are items of a list."""
    counts = Counter(id(d.sentence) for d in drafts if d.body_item)
    for draft in drafts:
        draft.body_item = draft.body_item and counts[id(draft.sentence)] > 1


def _analyse(reading: Reading, judged: dict[str, Judged]) -> None:
    """Have the sentences with budgets analysed in one go: what Kiwi looks up stays at hand."""
    for sentence in reading.sentences:
        if not sentence.tabular and any(judged[a.id].role == "budget" for a in sentence.amounts):
            _ = sentence.tokens


def _link_rows(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Rows of a table below the row that sums them up."""
    by_amount = {d.amount.id: d for d in drafts}
    for draft in drafts:
        row = reading.rows.get(draft.amount.id)
        if row is not None and row.parent is not None:
            draft.parent = by_amount.get(row.parent.amount.id)
            draft.partial = not row.whole


def _own_time(draft: Draft) -> bool:
    """Whether the lead's year says nothing of a record: a base, a whole cost, an aside."""
    return draft.base or draft.whole_cost or draft.sentence.aside


def _has_year(draft: Draft) -> bool:
    return draft.fiscal_year is not None or draft.period is not None


def _share_lead_year(drafts: Sequence[Draft]) -> None:
    """The year of the budget that the lead names holds for those that name none."""
    told = [d for d in drafts if not d.base]
    heads = [*told[:1], *[d for d in told if not d.sentence.headline][:1]]
    lead = next((d for d in heads if d.fiscal_year is not None), None)
    if lead is None:
        return
    for draft in drafts:
        if not _has_year(draft) and not _own_time(draft):
            draft.fiscal_year, draft.fiscal_year_guess = lead.fiscal_year, None
            draft.note("fiscal_year", "lead")


def _share_theme(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Projects that name none are of the one the article is about, bodies' budgets are not."""
    headline = _headline(reading)
    of_budget = speaks_of_budget(headline or reading.text.partition("\n")[0])
    nameless = [
        d
        for d in drafts
        if _is_nameless(d, of_budget=of_budget)
        and not d.tabular
        and (d.project_count or 1) == 1  # 22건의 공모사업 is not the one in the headline
    ]
    lead = lead_theme(reading.text, headline) if nameless else None
    theme = lead or (_first_name(drafts) if nameless else None)
    for draft in nameless:
        whole = draft.parent
        if whole is not None and whole.program is not None and not is_budget(whole):
            draft.program = whole.program
            draft.note("program", "whole")
        elif (
            theme is not None and not draft.sentence.aside and (lead or not _is_sum(draft, drafts))
        ):
            text = reading.article.text[theme.start : theme.end]
            draft.program = TextSpan(start=theme.start, end=theme.end, text=text)
            draft.note("program", "theme", (theme.start, theme.end))


def _name_by_grants(reading: Reading, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.program is None and not draft.tabular:
            _name_by_grant(reading, draft)


def _name_by_grant(reading: Reading, draft: Draft) -> None:
    """A grant or a fund is what its money is called by: `지방소멸대응기금 182억원을 받는다`."""
    source = draft.amount.funding_source
    if source is None or _GRANT.search(source) is None:
        return
    text = reading.article.text
    low = max(0, draft.amount.start - len(source) - _GRANT_GAP)
    start = text.rfind(source, low, draft.amount.start)
    if start >= 0:
        draft.program = TextSpan(start=start, end=start + len(source), text=source)
        draft.note("program", "grant", (start, start + len(source)))


def _is_nameless(draft: Draft, *, of_budget: bool) -> bool:
    """Whether a sum names no project; under a headline about a budget 올해 예산 is a name."""
    if of_budget:
        return draft.program is None and not is_budget(draft)
    return draft.program is None or (
        draft.program_kind == "budget_name" and draft.program.text.endswith("예산")
    )


def _is_sum(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a record sums up parts that are each called by a name of their own."""
    parts = [d.program.text for d in drafts if d.parent is draft and d.program is not None]
    return len(set(parts)) > 1


def _headline(reading: Reading) -> str | None:
    headline = reading.article.headline
    return None if headline is None else fold(headline)


def _first_name(drafts: Sequence[Draft]) -> Span | None:
    """The programme of the first record, where it is called by a name."""
    first = drafts[0]
    sure = first.program is not None and first.program_kind in ("quoted", "named")
    return first.program if sure else None


def _year_is_loose(draft: Draft) -> bool:
    """Whether a sum's year was only that of a budget spoken of near it."""
    rules = [c.rule for c in draft.clues if c.field == "fiscal_year"]
    return rules[-1:] == ["budget_spoken_of"]


def _inherit(drafts: Sequence[Draft]) -> None:
    """A part of a budget is of its year; what `이 가운데` takes up is for its programme."""
    for draft in drafts:
        whole = draft.parent
        if whole is None:
            continue
        named = whole.program is not None and draft.body_item
        if named or (draft.program is None and draft.taken_up):
            draft.program = whole.program
            draft.note("program", "whole")
        proven = whole.summed and not draft.partial and _year_is_loose(draft)
        unknown = draft.fiscal_year is None and draft.period is None
        if (unknown or proven) and whole.fiscal_year:
            draft.fiscal_year, draft.fiscal_year_guess = whole.fiscal_year, None
            draft.note("fiscal_year", "whole")
