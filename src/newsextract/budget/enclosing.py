"""Wholes that the text names beside, behind or above their parts.

`5억원(총사업비 80억원)`, `4200억원은 전체 예산(8400억원)의 50%`, `이로써 5년간 총 360억원`; the
account or the town that a later list takes up: `일반회계를 분야별로 보면`, `나래군에는 …`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.links import adopt, body_names, other_year, same_body, value
from newsextract.budget.names import compact
from newsextract.budget.told import RECAP, is_asked, is_grant, words_before
from newsextract.models import Value
from newsextract.money import find_amounts

__all__ = [
    "by_account_named",
    "by_budget_named",
    "by_grant",
    "by_lead",
    "by_name_taken_up",
    "by_percent",
    "by_place",
    "by_recap",
    "by_total_cost",
]

_IN_BRACKET: Final = re.compile(
    r"(?:원)?\s?\((?:총\s?사업비|전체\s?사업비|총액|[가-힣·]{1,6}\s합산)\s?(?:약\s|총\s)?"
)
_PERCENT_OF: Final = re.compile(
    r"(?:원)?\)?(?:원)?의\s(?:약\s)?\d[\d.]*\s?(?:%|퍼센트)(?:에|를|로|인|이|나|\s?수준)"
)
_WHOLE_WORD: Final = re.compile(r"(?:전체|총)\s?[가-힣]{0,4}(?:예산|사업비)[가-힣]{0,2}\s?\(?$")
_RECAP_SUM: Final = re.compile(r"(?:총|모두|도합)\s(?:약\s)?$")
_GROWN: Final = re.compile(r"(?:예산|살림|재정)(?:안)?(?:\s규모)?(?:은|는|이|가)\s")
_LISTED: Final = re.compile(r"별로|부문|분야|별\s|세부|주요|항목|내용|내역|구체적")
_SUPPLEMENTARY: Final = re.compile(r"추경|추가\s?경정")
_OF_BUDGET: Final = re.compile(r"(?:예산안?|예산\(안\)|사업비|사업)$")
_LEAST_NAME: Final = 4
"""Syllables of a name that a list's head takes up; shorter ones meet by chance."""

_OPENING: Final = re.compile(
    r"\s*(?:우선|먼저|또|특히|이\s?중|한편)?\s?(?P<name>[가-힣A-Za-z0-9·&\s]{2,24}?)"
    r"(?:으로는|로는|에서는|에서|에는|에선|(?P<topic>은|는)|의\s경우)\s"
)
_STAGE: Final = re.compile(r"정부안|정부\s예산안|당초|원안|기존")
_OF_MONEY: Final = re.compile(r"(?:(?:분야|부문)?(?:예산안?|사업비)|분야|부문|사업)$")
_ACCOUNT_SUM: Final = re.compile(
    r"(?P<name>일반회계|특별회계)(?:는|가|은|이)?\s(?:총\s|모두\s|약\s|규모는\s)?$"
)
_IN_ACCOUNT: Final = re.compile(
    r"(?P<name>일반회계|특별회계)(?:에서는|에서|에는|로는|으로는|의\s경우|는|은)\s"
)
_DIRECTLY: Final = re.compile(r"(?:총\s|모두\s|약\s)?")
"""Nothing stands between an account and its own sum."""

_FIELD: Final = re.compile(
    r"(?:^|\s)(?P<name>[가-힣·]{2,8}?)\s?(?:부문|분야)(?:에선|에서는|에는|은|는|의|으로는)\s"
)
"""`도로부문에선 ▲… ▲…`: of the sum told of 도로 before."""

_COVERED: Final = Decimal("0.8")
"""A recap is of the projects before it where they make at least so much of it."""

_ALL_TOLD: Final = re.compile(r"예산(?:은|이|으로)?\s(?:모두|총|전체)\s(?:약\s)?$")
_LEAST_OF_LEAD: Final = Decimal("0.4")
"""Sums of one body that make less of the lead's total may be of something else."""

_MANY: Final = 5
"""So many sums told one after the other break down the total of the headline."""

_FEWEST: Final = 3
_BACK: Final = 40


def by_total_cost(drafts: Sequence[Draft]) -> None:
    """`둑길 정비 5억원(총사업비 80억원)`: the year's sum is a part of the cost in its bracket.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for draft, whole in pairwise(drafts):
        if draft.sentence is not whole.sentence:
            continue
        shift = draft.sentence.start
        gap = (draft.amount.end - shift, whole.amount.start - shift)
        link = _IN_BRACKET.fullmatch(draft.sentence.text, *gap)
        if link and value(whole) > value(draft):
            span = (draft.amount.end, whole.amount.start)
            adopt(whole, [draft], partial=True, rule="of_total_cost", words=span)


def by_percent(drafts: Sequence[Draft]) -> None:
    """`복지에 4200억원을 쓰며 이는 전체 예산(8400억원)의 50%`.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for part, whole in pairwise(drafts):
        if part.sentence is not whole.sentence or part.parent is not None:
            continue
        end = whole.amount.end - whole.sentence.start
        link = _PERCENT_OF.match(whole.sentence.text, end)
        if link and _WHOLE_WORD.search(words_before(whole, 16)[0]) and not other_year(part, whole):
            span = (whole.amount.end, whole.sentence.start + link.end())
            adopt(whole, [part], partial=True, rule="percent_of", words=span)


def by_recap(drafts: Sequence[Draft]) -> None:
    """`이로써 군은 5년간 총 360억원을 투입한다`: of the projects told before, if they make it up.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, whole in enumerate(drafts):
        match = RECAP.match(whole.sentence.text)
        if match is None or not _RECAP_SUM.search(words_before(whole, 8)[0]):
            continue
        if _GROWN.search(words_before(whole, 60)[0]):
            continue  # 이로써 총예산은 모두 31조원: what a body has altogether
        parts = _run_before(whole, drafts[max(0, at - _BACK) : at])
        if len(parts) >= _FEWEST and sum(map(value, parts)) >= _COVERED * Decimal(value(whole)):
            for part in parts:
                part.parent = None  # a first guess: the sum that holds them comes only now
            partial = sum(map(value, parts)) != value(whole)
            span = (whole.sentence.start, whole.sentence.start + match.end())
            adopt(whole, parts, partial=partial, rule="recap", words=span)


def _run_before(whole: Draft, before: Sequence[Draft]) -> list[Draft]:
    """The last records before a recap that together are no more than it."""
    run: list[Draft] = []
    total: Value = 0
    for draft in reversed(before):
        total += value(draft)
        loose = draft.sentence is whole.sentence or is_asked(draft)
        if loose or total > value(whole) or not same_body(draft, whole):
            break
        run.append(draft)
    return run[::-1]


def by_lead(drafts: Sequence[Draft], headline: str) -> None:
    """`놀이터에 쓰는 예산은 모두 600억원이다. 나래동에 70억원이, … 180억원이 …`: what follows.

    The total is the first record that tells all of a budget, or that the headline holds too;
    what follows are sums of the same body that make a good part of it and no more.

    Args:
        drafts: the article's records in text order; changed in place.
        headline: where it is not the text's first line.
    """
    whole = next((d for d in drafts if not d.base), None)
    if whole is None or whole.parent is not None or any(d.parent is whole for d in drafts):
        return
    told = _ALL_TOLD.search(words_before(whole, 12)[0]) is not None
    parts = [d for d in drafts if d.parent is None and d is not whole and not d.base]
    fewest = _FEWEST if told else _MANY
    if len(parts) < fewest or not all(_may_be_of(d, whole) for d in parts):
        return
    if not told and len(whole.mentions) == 1 and not _tells(headline, whole):
        return
    total = Decimal(sum(map(value, parts)))
    if _LEAST_OF_LEAD * Decimal(value(whole)) <= total <= value(whole):
        adopt(whole, parts, partial=total != value(whole), rule="of_lead")


def _tells(headline: str, whole: Draft) -> bool:
    """Whether a headline holds a sum."""
    return any(a.exact == whole.value for a in find_amounts(headline))


def _may_be_of(draft: Draft, whole: Draft) -> bool:
    loose = draft.sentence.aside or draft.tabular or draft.whole_cost or is_asked(draft)
    later = draft.amount.start > whole.amount.start
    return later and not loose and same_body(draft, whole) and not other_year(draft, whole)


def by_budget_named(drafts: Sequence[Draft]) -> None:
    """`일반회계를 부문별로 나눠 보면 △교육 509억원 …`: a list of the budget its head names.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    budgets = [d for d in drafts if d.program is not None and not d.base]
    for at, draft in enumerate(drafts):
        first = at == 0 or drafts[at - 1].sentence is not draft.sentence
        head = draft.sentence.text[: draft.amount.start - draft.sentence.start]
        if not first or draft.parent is not None or not _LISTED.search(head):
            continue
        items = [d for d in drafts[at : at + _BACK] if d.sentence is draft.sentence]
        total = sum(map(value, items))
        whole = next(
            (b for b in reversed(budgets) if total <= value(b) and _takes_up(head, b, draft)), None
        )
        if whole is not None and len(items) >= _FEWEST:
            span = (draft.sentence.start, draft.amount.start)
            adopt(whole, items, partial=total != value(whole), rule="of_budget", words=span)


def by_account_named(drafts: Sequence[Draft]) -> None:
    """`일반회계에는 △박람회 856억원이, 특별회계에는 △개발사업 254억원이`: what an account holds.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    accounts: dict[str, Draft] = {}  # the last told of each
    for draft in drafts:
        head = _account_before(draft) if accounts and draft.parent is None else None
        whole = accounts.get(head["name"]) if head and not draft.base else None
        if head and whole is not None and _may_be_part(draft, whole):
            start = draft.sentence.start
            span = (start + head.start(), start + head.end())
            adopt(whole, [draft], partial=True, rule="of_account", words=span)
        account = _account_of(draft)
        if account and not draft.base:
            accounts[account] = draft


def by_name_taken_up(drafts: Sequence[Draft]) -> None:
    """`섬마을사업 139억원, 쉼터사업 47억원이다. 섬마을사업으로는 전시장에 25억원을`: a part of it.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    named: dict[str, list[Draft]] = {}
    for draft in drafts:
        head = _OPENING.match(draft.sentence.text) if draft.parent is None else None
        name = _plain_name(draft.program.text) if draft.program else ""
        if head and not (draft.base or draft.tabular or _is_again(draft, head, name)):
            earlier = named.get(_plain_name(head["name"]), [])[-_BACK:]
            told = (d for d in reversed(earlier) if d.sentence is not draft.sentence)
            whole = next((d for d in told if value(d) > value(draft)), None)
            if whole is not None and _may_be_part(draft, whole):
                start = draft.sentence.start
                span = (start + head.start("name"), start + head.end("name"))
                adopt(whole, [draft], partial=True, rule="name_taken_up", words=span)
        if len(name) >= _LEAST_NAME and not draft.base:
            named.setdefault(name, []).append(draft)


def _is_again(draft: Draft, head: re.Match[str], name: str) -> bool:
    """The same project at another time: `인입철도는 정부안에 11억원만 담겼다가`."""
    topic = head["topic"] is not None and _plain_name(head["name"]) == name
    return topic or _STAGE.search(words_before(draft, 24)[0]) is not None


def _may_be_part(draft: Draft, whole: Draft) -> bool:
    """Whether year, body and size allow it."""
    alike = same_body(whole, draft) and not other_year(whole, draft)
    return alike and value(draft) < value(whole)


def _plain_name(name: str) -> str:
    """A name without what only says that money is meant: `경상 운영비`, `SOC 분야 예산`."""
    return _OF_MONEY.sub("", compact(name))


def _account_of(draft: Draft) -> str:
    """Which account a sum is all of, empty where of none."""
    words, _ = words_before(draft, 12)
    match = _ACCOUNT_SUM.search(words)
    return match["name"] if match else ""


def _account_before(draft: Draft) -> re.Match[str] | None:
    """The account that a sentence names last before a sum as the place of what follows."""
    end = draft.amount.start - draft.sentence.start
    found = list(_IN_ACCOUNT.finditer(draft.sentence.text, 0, end))
    if not found or _DIRECTLY.fullmatch(draft.sentence.text, found[-1].end(), end):
        return None
    return found[-1]


def _takes_up(head: str, budget: Draft, draft: Draft) -> bool:
    """Whether the words before a list name an earlier budget: its account, 추경, its name."""
    if budget.amount.start > draft.sentence.start or other_year(budget, draft):
        return False
    name = compact(budget.program.text) if budget.program else ""
    if name.endswith("회계"):
        return name.rpartition("의")[2] in compact(head)
    field = _FIELD.search(head)
    if field is not None and name.startswith(field["name"]):
        return True
    if _SUPPLEMENTARY.search(name):
        return _SUPPLEMENTARY.search(head) is not None
    name = _OF_BUDGET.sub("", name)
    return len(name) >= _LEAST_NAME and name in compact(head)


def by_grant(drafts: Sequence[Draft]) -> None:
    """`특별교부세 60억원을 확보했다. … 현안사업 특별교부세는 18억원이다`: a part of the grant.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        source = draft.amount.funding_source
        if draft.parent is not None or not is_grant(draft):
            continue
        for whole in drafts[:at]:
            same = whole.amount.funding_source == source and whole.sentence is not draft.sentence
            if same and value(draft) < value(whole) and not other_year(whole, draft):
                adopt(whole, [draft], partial=True, rule="of_grant")
                break


def by_place(drafts: Sequence[Draft]) -> None:
    """`△가람군 24억원 △나래군 20억원 …. 가람군에는 쉼터 10억원이`: a part of the town's sum.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    shares = _shares_of_places(drafts)
    for draft in drafts:
        names = body_names(draft)
        if draft.parent is not None or len(names) != 1:
            continue
        whole = shares.get(next(iter(names)))
        if whole is None or whole.amount.start > draft.sentence.start or is_asked(draft):
            continue
        if whole.sentence is not draft.sentence and not other_year(whole, draft):
            adopt(whole, [draft], partial=True, rule="of_place")


def _shares_of_places(drafts: Sequence[Draft]) -> dict[str, Draft]:
    """Sums of one list that each name a town and nothing else, by the town."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        names = body_names(draft)
        of_body = draft.program is not None and draft.program.text.endswith("소관")
        if (draft.listed_place or of_body) and len(names) == 1:
            found.setdefault(next(iter(names)), draft)
    return found if len(found) > 1 else {}
