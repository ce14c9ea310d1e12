"""Which record is a part of which.

A parent is proposed by names (`A 및 B` holds A and B), by words (`이 가운데`, `등 총`), or
by an exact sum that a witness supports: sources that add up too, names, or figures too
precise for chance. Links by name or word stand even where the sum is off: then the check
says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.enclosing import (
    by_account_named,
    by_budget_named,
    by_grant,
    by_lead,
    by_name_taken_up,
    by_percent,
    by_place,
    by_recap,
    by_total_cost,
)
from newsextract.budget.links import adopt, other_year, value
from newsextract.budget.lists import link_lists
from newsextract.budget.names import compact, name_parts, same_name
from newsextract.budget.sequels import (
    WINDOW,
    by_accounts,
    by_bullets,
    by_continuing,
    by_counterpart,
    by_going_on,
    by_rest,
)
from newsextract.budget.wholes import is_portion, link_wholes
from newsextract.budget.within import by_word
from newsextract.budget.witnesses import PRECISE, beside, digits, witnessed
from newsextract.models import Value

__all__ = ["MAX_CHILDREN", "link_parents"]

MAX_CHILDREN: Final = 6
"""Most records that an exact sum without a word or name may join."""

_SKIPPED: Final = 3
"""How many records between a whole and the list of its parts may belong to neither."""

_OF_THESE: Final = re.compile(
    r"(?:^|\s)(?:이|그|이들)\s?(?:가운데|중)(?![가-힣])|^\s*이중\s|\s이중\s(?:약\s)?\d"
)
_OF_NAMED: Final = re.compile(
    r"(?:^|\s)([가-힣A-Za-z&·\d]{2,20})\s(?:가운데|중에서는?|중에는|중)\s"
)


def link_parents(drafts: Sequence[Draft], headline: str = "") -> None:
    """Set `parent` and `partial` of each draft that is a part of another.

    Args:
        drafts: the article's records; changed in place.
        headline: where it is not the text's first line.
    """
    if len(drafts) < 2:
        return
    # where each is told: a sum that the headline holds too stands with its list
    drafts = sorted(drafts, key=lambda d: d.amount.start)
    by_total_cost(drafts)
    _by_name(drafts)
    by_word(drafts)
    by_percent(drafts)
    by_rest(drafts)
    by_accounts(drafts)
    by_bullets(drafts)
    for _ in range(3):  # sums of sums: programme, field, account
        if not _by_sum(drafts):
            break
    _second_lists(drafts)
    by_place(drafts)
    by_account_named(drafts)
    by_name_taken_up(drafts)
    by_budget_named(drafts)
    by_grant(drafts)
    _by_taking_up(drafts, named=True)
    link_lists(drafts)
    _by_taking_up(drafts, named=False)
    by_continuing(drafts)
    by_going_on(drafts)
    link_wholes(drafts)
    by_recap(drafts)
    by_lead(drafts, headline)
    by_counterpart(drafts)


def _by_name(drafts: Sequence[Draft]) -> None:
    """`A 및 B` is the parent of A and of B."""
    named = [d for d in drafts if d.program is not None]
    for parent in named:
        parts = name_parts(parent.program.text) if parent.program else ()
        if len(parts) < 2:
            continue
        children: list[Draft] = []
        for part in parts:
            child = next(
                (
                    d
                    for d in named
                    if d is not parent and d.program and same_name(d.program.text, part)
                ),
                None,
            )
            if child is not None and all(child is not c for c in children):
                children.append(child)
        if len(children) > 1:
            adopt(
                parent,
                children,
                partial=len(children) < len(parts),
                rule="joint_name",
                words=_program(parent),
            )


def _by_taking_up(drafts: Sequence[Draft], *, named: bool) -> None:
    """`이 가운데 A`, `P 중 A`: parts of what the sentences before spoke of."""
    for at, draft in enumerate(drafts):
        if at == 0:
            continue
        if not named and _of_the_last(drafts[at - 1], draft):
            adopt(drafts[at - 1], [draft], partial=True, rule="of_these")
        if drafts[at - 1].sentence is draft.sentence:
            continue
        words = draft.sentence.text[: draft.amount.start - draft.sentence.start]
        before = drafts[max(0, at - WINDOW) : at]
        whole = (_named_whole if named else _whole_spoken_of)(before, words)
        if whole is None:
            continue
        peers = [d for d in drafts[at : at + 40] if d.sentence is draft.sentence]
        parts = [d for d in peers if not is_portion(d)]
        if adopt(whole, parts, partial=True, rule="of_these"):
            draft.taken_up = True


def _of_the_last(last: Draft, draft: Draft) -> bool:
    """`50억원을 요청했으나 심의에서 이 중 70%인 35억원만`: of the sum before it in its sentence."""
    between = draft.sentence.text[
        max(0, last.amount.end - draft.sentence.start) : draft.amount.start - draft.sentence.start
    ]
    same = last.sentence is draft.sentence and draft.parent is None
    return same and _OF_THESE.search(between) is not None


def _program(draft: Draft) -> tuple[int, int] | None:
    return (draft.program.start, draft.program.end) if draft.program else None


def _second_lists(drafts: Sequence[Draft]) -> None:
    """Another list that makes a total exactly: by account, then by field."""
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.parent is None and not draft.base and not draft.tabular and value(draft):
            groups.setdefault(id(draft.sentence), []).append(draft)
    position = {id(d): n for n, d in enumerate(drafts)}
    for group in groups.values():
        if len(group) < 2:
            continue
        total = sum(map(value, group))
        first = position[id(group[0])]
        whole = next(
            (
                d
                for d in reversed(drafts[max(0, first - WINDOW) : first])
                if value(d) == total and not d.base and not other_year(d, group[0])
            ),
            None,
        )
        if whole is not None and (witnessed(whole, group) or len(group) > PRECISE):
            adopt(whole, group, partial=False, rule="exact_sum")
        elif whole is None:
            share = next(
                (d for d in drafts[max(0, first - WINDOW) : first] if _pays(d, total)), None
            )
            if share is not None:
                adopt(share, group, partial=True, rule="sum_of_source")


def _pays(draft: Draft, total: Value) -> bool:
    """Whether one source of a record pays exactly a sum: 시 부담금 310억원 in three years."""
    items = draft.breakdown.items if draft.breakdown else ()
    return any(i.value == total and i.amount_id is not None for i in items)


def _whole_spoken_of(drafts: Sequence[Draft], words: str) -> Draft | None:
    """The earlier record that `이 가운데` takes up, if the words do so."""
    return _last_whole(drafts) if _OF_THESE.search(words) else None


def _named_whole(drafts: Sequence[Draft], words: str) -> Draft | None:
    """The earlier record that `R&D 중` takes up, if the words do so."""
    named = _OF_NAMED.search(words)
    if named is None or _OF_THESE.search(words):
        return None
    name = compact(named.group(1))
    return next(
        (d for d in reversed(drafts) if d.program and compact(d.program.text).endswith(name)), None
    )


def _last_whole(drafts: Sequence[Draft]) -> Draft | None:
    """The sum last spoken of; above a list, the sum that the list is below."""
    last = next((d for d in reversed(drafts) if not d.base), None)
    if last is None:
        return None
    listed = [d for d in drafts if d.parent is last.parent and d.sentence is last.sentence]
    return last.parent if last.parent is not None and len(listed) > 1 else last


def _by_sum(drafts: Sequence[Draft]) -> bool:
    """Join neighbours that add up exactly to the record before or behind them."""
    parents = {id(d.parent) for d in drafts if d.parent is not None}
    roots = [d for d in drafts if d.parent is None and value(d)]
    changed = False
    for at, parent in enumerate(roots):
        if id(parent) in parents:
            continue
        behind, before = roots[at + 1 : at + 1 + WINDOW], roots[max(0, at - WINDOW) : at][::-1]
        for run in (r[skipped:] for r in (behind, before) for skipped in range(_SKIPPED)):
            children = _summing_run(parent, run) if len(run) > 1 else []
            children = children or _in_spite_of_years(parent, run)
            if parent.base and any(c.sentence is not parent.sentence for c in children):
                continue  # the year before: what is told later is of this one
            if children and witnessed(parent, children) and not beside(parent, children):
                changed |= adopt(parent, children, partial=False, rule="exact_sum")
                break
    return changed


def _in_spite_of_years(parent: Draft, run: Sequence[Draft]) -> list[Draft]:
    """Neighbours of one sentence whose sum proves that a year was misread: it is the whole's."""
    children = _summing_run(parent, run, years=False) if len(run) > 1 else []
    one_list = len({id(c.sentence) for c in children}) == 1
    precise = sum(digits(d) > PRECISE for d in (parent, *children)) > 1
    return children if one_list and precise and not parent.base else []


def _summing_run(parent: Draft, run: Sequence[Draft], *, years: bool = True) -> list[Draft]:
    """The first drafts of a run, two or more, that make the parent's sum exactly.

    Passed over: parts of others, larger sums, and, by `years`, budgets of another year.
    """
    whole = parent.value
    total: Value = 0
    children: list[Draft] = []
    for draft in run:
        if draft.parent is not None or draft.value >= whole:
            continue
        if years and other_year(draft, parent):
            continue
        total += draft.value
        children.append(draft)
        if total >= whole:
            break
    if total != whole:
        return []
    one_list = len({id(c.sentence) for c in children}) == 1
    few = 1 < len(children) <= MAX_CHILDREN
    return children if few or one_list else []
