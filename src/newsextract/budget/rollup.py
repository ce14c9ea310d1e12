"""Which record is a part of which.

A parent is proposed by names (`A 및 B` holds A and B), by words (`이 가운데`, `등 총`), or
by an exact sum that a witness supports: sources that add up too, names, or figures too
precise for chance. Links by name or word stand even where the sum is off: then the check
says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from newsextract.budget.chains import SUMS_UP
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
from newsextract.budget.witnesses import PRECISE, beside, digits, witnessed
from newsextract.models import Value

__all__ = ["MAX_CHILDREN", "link_parents"]

MAX_CHILDREN: Final = 6
"""Most records that an exact sum without a word or name may join."""

_SKIPPED: Final = 3
"""How many records between a whole and the list of its parts may belong to neither."""

_OUT_OF: Final = re.compile(
    r"(?:\s?\([^()]{0,80}\))?\s?(?:원)?(?:\s?규모)?의?\s?(?:가운데|중에서|중에는|중)(?![가-힣])"
)
_SHARE_OF: Final = re.compile(
    r"(?:원)?(?:의|\)에|\)의|\)\s?(?:가운데|중))\s(?:약\s)?\d[\d.]*\s?(?:%|퍼센트)(?:인|에\s(?:해당하는|달하는|이르는))\s(?:약\s)?"
)
_OF_THESE: Final = re.compile(
    r"(?:^|\s)(?:이|그|이들)\s?(?:가운데|중)(?![가-힣])|^\s*이중\s|\s이중\s(?:약\s)?\d"
)
_OF_NAMED: Final = re.compile(
    r"(?:^|\s)([가-힣A-Za-z&·\d]{2,20})\s(?:가운데|중에서는?|중에는|중)\s"
)
_ET_AL_TOTAL: Final = re.compile(
    r"(?:원)?(?:을|를)?(?:\s[가-힣]{2,8}(?:하는|되는|한|될|된|할))?\s등\s(?:[^,.\d]{2,44}\s)?(?:총|모두)?\s?"
)
_ADDING: Final = re.compile(
    r"(?:보태|더하|합하|합치|합쳐|더해|합산하|합한|더한)(?:면|서|여|\s)[^.\d]{0,40}$"
)
_TOPIC: Final = re.compile(r"(?:원)?(?:은|는)\s")
_GOES_ON: Final = re.compile(
    r"(?:원)?(?:은|는)\s|(?:원)?(?:을|이|가)\s[가-힣]{1,8}(?:는데|으며|며|고)\s"
)
"""`90억원은 …`, `35억원을 따냈는데 …`: the sum that what follows tells more of."""

_MOST: Final = Decimal("0.8")
_BARE_SUM: Final = re.compile(r",\s(?:총|모두|합계|도합|전체)\s?(?:약\s)?$")


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
    _by_word(drafts)
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


def _by_word(drafts: Sequence[Draft]) -> None:
    """`T 가운데 A`, `이 가운데 A`, `P 중 A`, `A, B 등 총 T`."""
    for at, draft in enumerate(drafts):
        peers = [d for d in drafts[max(0, at - 40) : at + 40] if d.sentence is draft.sentence]
        if len(peers) > 1 and not _holds_behind(draft, peers):
            _sums_up(draft, peers)
        if at > 1 and not any(d.parent is draft for d in peers):
            _added_up(draft, drafts[max(0, at - MAX_CHILDREN) : at])


def _holds_behind(draft: Draft, peers: Sequence[Draft]) -> bool:
    """`T 가운데 A`, `T의 40%인 A`: parts told behind a sum, in its sentence."""
    text, end = draft.sentence.text, draft.amount.end - draft.sentence.start
    behind = [d for d in peers if d.amount.start > draft.amount.start]
    if not behind:
        return False
    if link := _OUT_OF.match(text, end):
        parts = _up_to_next_whole(behind)
        adopt(draft, parts, partial=True, rule="out_of", words=_span(draft, link))
        return bool(parts)
    if len(behind) > 1 and _tells_nearly_all(draft, behind):
        adopt(draft, behind, partial=True, rule="told_behind")
        return True
    share = _SHARE_OF.match(text, end)
    if share and share.end() == behind[0].amount.start - draft.sentence.start:
        adopt(draft, behind[:1], partial=True, rule="share_of", words=_span(draft, share))
        return True
    return False


def _tells_nearly_all(draft: Draft, behind: Sequence[Draft]) -> bool:
    """`90억원은 홍보에 37억원, 순방에 28억원, 방송에 19억원이 나갔다`: most of what came first."""
    total = sum(map(value, behind))
    loose = draft.base or draft.sentence.bullets or draft.sentence.tabular
    free = all(d.parent is None and not d.base and not d.whole_cost for d in behind)
    shift = draft.sentence.start
    ends = [d.amount.end - shift for d in (draft, *behind)]
    told = _GOES_ON.match(draft.sentence.text, ends[0]) is not None
    topics = any(_TOPIC.match(draft.sentence.text, end) for end in ends[1:])
    listed = draft.parent is None and free and told and not (loose or topics)
    return listed and _MOST * Decimal(value(draft)) <= total <= value(draft)


def _sums_up(draft: Draft, peers: Sequence[Draft]) -> None:
    """`A, B 등 총 T`, `A를 비롯해 …에 총 T`: parts told before a sum, in its sentence."""
    text, start = draft.sentence.text, draft.amount.start - draft.sentence.start
    before = _listed_before(draft, peers)
    if len(before) > 1 and _makes_total(draft, before, text[max(0, start - 30) : start]):
        partial = value(draft) > sum(map(value, before))
        adopt(draft, before, partial=partial, rule="list_total")
    elif len(before) == 1 and _one_example(draft, before[0], text[max(0, start - 60) : start]):
        adopt(draft, before, partial=True, rule="list_total")
    elif items := _exact_items(draft, before, text[max(0, start - 8) : start]):
        adopt(draft, items, partial=False, rule="list_total")


def _added_up(draft: Draft, before: Sequence[Draft]) -> None:
    """`39억원을 받았다. 상반기 44억원, 하반기 55억원을 보태면 138억원`: what makes it exactly."""
    text, end = draft.sentence.text, draft.amount.start - draft.sentence.start
    words = _ADDING.search(text, 0, end)
    parts = [d for d in before if d.parent is None and not d.base]
    items = _exact_tail(draft, parts) if words else []
    if words and len(items) > 1:
        adopt(draft, items, partial=False, rule="adds_up_to", words=_span(draft, words))


def _listed_before(draft: Draft, peers: Sequence[Draft]) -> list[Draft]:
    """The free sums before a sum since its bullet; where there is one at most, of all bullets."""
    start, bullets = draft.amount.start - draft.sentence.start, draft.sentence.bullets
    since = max([b for b in bullets if b < start], default=-1) + draft.sentence.start
    free = (d for d in peers if d.parent is None)
    before = [d for d in free if since <= d.amount.start < draft.amount.start]
    if len(before) < 2 and len(bullets) > 1:
        before = _bulleted(draft, peers)
        before = _exact_tail(draft, before) or before
    return before


def _up_to_next_whole(behind: list[Draft]) -> list[Draft]:
    """`170억원 가운데 70억원, 350억원 가운데 20억원`: each whole has the sums up to the next."""
    for at, draft in enumerate(behind):
        if _OUT_OF.match(draft.sentence.text, draft.amount.end - draft.sentence.start):
            return behind[:at]
    return behind


def _bulleted(draft: Draft, peers: Sequence[Draft]) -> list[Draft]:
    """`▲A 276억 ▲B 149억 등 623억`: the items of all bullets, where each has one sum."""
    first = draft.sentence.start + draft.sentence.bullets[0]
    inside = (d for d in peers if first <= d.amount.start < draft.amount.start)
    return [d for d in inside if d.parent is None]


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


def _span(draft: Draft, match: re.Match[str]) -> tuple[int, int]:
    return draft.sentence.start + match.start(), draft.sentence.start + match.end()


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


def _makes_total(draft: Draft, before: Sequence[Draft], words: str) -> bool:
    """Whether an amount sums up the list before it; bare 등 only where it is not smaller."""
    link = SUMS_UP.search(words)
    if link is None or value(draft) <= max(map(value, before)):
        return False
    if link["sum"] is not None:
        return True
    return _closes_list(draft, before[-1], link) and value(draft) >= sum(map(value, before))


def _one_example(total: Draft, example: Draft, words: str) -> bool:
    """`도시철도에 1조원을 투입하는 등 교통부문에 총 11조원`, `나래군 25억원 등 교부세 62억원`."""
    text, shift = total.sentence.text, total.sentence.start
    between = text[example.amount.end - shift : total.amount.start - shift]
    larger = value(total) > value(example)
    return larger and len(between) <= len(words) and _ET_AL_TOTAL.fullmatch(between) is not None


def _closes_list(draft: Draft, last: Draft, link: re.Match[str]) -> bool:
    """Whether 등 stands behind a sum, and not in `물건비 9억원, 보상금 등 이전지출 20억원`."""
    text = draft.sentence.text
    start = draft.amount.start - draft.sentence.start
    behind = last.amount.end - draft.sentence.start
    at = max(behind, start - (len(link.string) - link.start()))
    return "," not in text[behind:at]


def _exact_items(draft: Draft, before: Sequence[Draft], words: str) -> list[Draft]:
    """`A 2천만원과 B 2천만원, 총 4천만원`: the last sums before it that make it exactly."""
    return _exact_tail(draft, before) if _BARE_SUM.search(words) else []


def _exact_tail(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """The last two records or more of a run that make a sum exactly."""
    total: Value = 0
    for at in range(len(before) - 1, -1, -1):
        total += value(before[at])
        if total >= value(draft):
            return list(before[at:]) if total == value(draft) and at < len(before) - 1 else []
    return []


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
