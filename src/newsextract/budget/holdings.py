"""What a body's whole budget holds: `2016년 예산에 … 10억원도 실렸다` is a part of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.links import adopt, capacity, other_year, same_body, value
from newsextract.budget.names import compact

__all__ = [
    "WINDOW",
    "in_budget",
    "is_asked",
    "is_asked_for",
    "is_budget",
    "is_cancelled",
    "is_compared",
    "is_item",
    "is_recap",
    "is_share",
    "may_hold",
    "speaks_of_budget",
    "words_before",
]

WINDOW: Final = 24
"""How many records back a whole may stand."""

_INTO: Final = frozenset(
    {"실리다", "담기다", "담다", "반영", "편성", "포함", "배정", "책정", "싣다", "넣다", "잡히다"}
)
_ASKED: Final = frozenset(
    {"요청", "건의", "요구", "신청", "촉구", "바라다", "제안", "원하다", "무산", "탈락", "그치다"}
)
_BUDGET_WORD: Final = re.compile(
    r"(?:예산안?|추경안?|추가경정예산안?|살림|국비|국고보조금?|국고|교부세|정부안|재정|기금|회계)"
)
_ACCOUNT: Final = re.compile(r"[가-힣]{2,6}회계")
_CANCELLED: Final = re.compile(r"(?:원)?(?:은|이|을|도)?\s(?:전액|모두|전부)\s(?:삭감|깎)")
_RECAP: Final = re.compile(r"\s*(?:이로써|이렇게 되면|이에 따라|이를 반영하면)\s")
"""Opens a sentence that tells what all comes to: a list behind it is of what came before."""

_ALL_TOLD: Final = re.compile(r"(?:^|\s)(?:총|모두)\s(?:약\s)?$")
_OF_SEVERAL: Final = re.compile(
    r"\d+개\s(?:행사|사업|분야|과제|축제)(?:의|에)?\s(?:[가-힣]{2,4}년?도?\s)?예산\s?(?:총\s|약\s)?$"
)
"""`축제 등 4개 행사의 내년도 예산 4억원`."""

_NEXT: Final = 3
"""So many code points may lie between two sentences that follow each other."""

_SHARE_OF_WHOLE: Final = re.compile(
    r"(?:원)?\)?(?:으로|은|는|이|가)?\s(?:[가-힣\d]{1,8}\s){0,2}(?:[가-힣]{0,6}예산안?|전체|총액)의\s(?:약\s)?\d"
)
_ASKED_TOTAL: Final = re.compile(r"(?:요구액|신청액|건의액|요구안|요구한|신청한)")
_TAKEN_OF: Final = re.compile(
    r"(?:원)?\)?(?:원)?의\s(?:약\s)?\d[\d.]*\s?(?:%|퍼센트)(?:에|를|로|수준)"
)
_GRANT: Final = re.compile(r"교부|특교")
_TOPIC: Final = re.compile(r"(?:원)?(?:은|는)\s")
_NEW: Final = re.compile(r"신규\s?(?:국고|국비)?\s?사업")
_RUNNING: Final = re.compile(r"계속\s?사업")
_SIZE_OF: Final = re.compile(r"(?:원)?\s?(?:규모|짜리)?(?:의|인)?\s")
"""`402억원 규모의 정비사업`: the name stands behind its sum."""

_PLACED: Final = frozenset({"에", "으로", "로", "에게", "에는"})


def in_budget(draft: Draft, drafts: Sequence[Draft], at: int) -> bool:
    """A sum that is part of the body's budget spoken of before."""
    outside = draft.base or draft.whole_cost or draft.period is not None or is_asked(draft)
    if outside or is_cancelled(draft) or draft.sentence.aside:
        return False
    into = draft.action is not None and draft.action.lemma in _INTO
    fits: Callable[[Draft], bool] = lambda w: (  # noqa: E731
        into or value(draft) <= capacity(w, drafts, revenue=draft.revenue)
    )
    lead = next((d for d in drafts if not d.base and not d.sentence.headline), None)
    beside = [d for d in drafts[max(0, at - WINDOW) : at + WINDOW] if d.sentence is draft.sentence]
    listed = sum(value(d) for d in beside if d.parent is draft.parent and is_item(d))
    for whole in reversed(drafts[max(0, at - WINDOW) : at]):
        same = whole.sentence is draft.sentence
        if same and is_item(whole) and is_item(draft) and not _is_topic(whole):
            continue  # 복지예산 70억원, 보건예산 13억원: beside each other
        if not same and listed > value(whole):
            continue  # a list that is more than the sum is not of it
        if not (is_budget(whole) or is_total(whole, lead)) or (same and not is_item(draft)):
            continue
        if (
            is_recap(whole)
            or not may_hold(whole, draft)
            or (_is_account(whole) and _is_account(draft))
        ):
            continue  # 특별회계 stands beside 일반회계, not in it
        if is_compared(whole):
            continue
        if whole.parent is not None and not _goes_on_about(draft, whole):
            continue  # a part holds only what the text tells of it
        if _has_siblings(whole, drafts[max(0, at - WINDOW) : at]):
            continue  # 사회복지 예산 70조원, 보건 예산 13조원: which of them is not told
        above = _above_account(whole, draft)
        if above is None:
            continue
        whole = above  # noqa: PLW2901 - the account's budget instead
        alike = same_body(whole, draft) and not other_year(whole, draft)
        if alike and value(whole) > value(draft) and fits(whole):
            return adopt(whole, [draft], partial=True, rule="in_budget")
    return False


def _goes_on_about(draft: Draft, whole: Draft) -> bool:
    """Whether a sentence tells more of a part: it comes right behind it, or names it."""
    if draft.sentence.start - whole.sentence.end <= _NEXT:
        return True
    name = _BUDGET_WORD.sub("", compact(whole.program.text)) if whole.program else ""
    return len(name) > 1 and name in compact(draft.sentence.text)


def _is_topic(draft: Draft) -> bool:
    """`나머지 110억원은 창업단지 64억원, 농장 31억원으로`: a sum that its sentence is about."""
    end = draft.amount.end - draft.sentence.start
    return _TOPIC.match(draft.sentence.text, end) is not None


def is_share(draft: Draft) -> bool:
    """Whether a sum is told as a share of something: `인건비가 6조원으로 예산안의 60.7%를 차지`."""
    end = draft.amount.end - draft.sentence.start
    return _SHARE_OF_WHOLE.match(draft.sentence.text, end) is not None


def _has_siblings(whole: Draft, near: Sequence[Draft]) -> bool:
    """Whether a sum is one of several fields' that one sentence tells."""
    return any(
        d is not whole
        and d.sentence is whole.sentence
        and d.parent is whole.parent
        and not d.base
        and not _is_account(d)
        and is_budget(d)
        and is_item(d)
        for d in near
    ) and is_item(whole)


def is_recap(draft: Draft) -> bool:
    """Whether a sum only tells what all comes to: `이로써 예산 규모는 3조 1,620억원`."""
    return _RECAP.match(draft.sentence.text) is not None


def may_hold(whole: Draft, draft: Draft) -> bool:
    """Whether a sum of new projects may hold one of projects that go on: 신규, 계속사업."""
    grants = whole.amount.funding_source, draft.amount.funding_source
    if None not in grants and grants[0] != grants[1] and _GRANT.search(grants[0] or ""):
        return False  # 특별교부세 holds no 특별조정교부금
    return not (
        _RUNNING.search(draft.sentence.text)
        and _NEW.search(whole.sentence.text)
        and not _RUNNING.search(whole.sentence.text)
    )


def _is_account(draft: Draft) -> bool:
    """Whether a sum is an account's: 일반회계, 공기업특별회계."""
    return draft.program is not None and _ACCOUNT.search(draft.program.text) is not None


def _above_account(whole: Draft, draft: Draft) -> Draft | None:
    """The budget an account is of, where a sentence does not name the account; None: untold."""
    account = whole.program is not None and _ACCOUNT.search(whole.program.text)
    if account and account.group() not in draft.sentence.text:
        return whole.parent
    return whole


def is_budget(draft: Draft) -> bool:
    """Whether a sum is a body's budget, and not a project's cost."""
    if draft.base or draft.whole_cost or draft.tabular or draft.revenue or draft.period is not None:
        return False
    if draft.parent is not None and not is_budget(draft.parent):
        return False  # 이 중 국고는 9억원: a part of the project's cost
    words, _ = words_before(draft, 30)
    if _OF_SEVERAL.search(words):
        return True
    named = draft.program is not None and _BUDGET_WORD.search(draft.program.text) is not None
    return named or (draft.program is None and _BUDGET_WORD.search(words) is not None)


def is_total(draft: Draft, lead: Draft | None) -> bool:
    """Whether a sum is told as all that something gets: `도서지역 8개 사업에 모두 184억원`.

    Args:
        draft: the record.
        lead: the first record below the headline; its total is what the article is about.
    """
    if draft.base or draft.whole_cost or draft.tabular or draft.revenue or draft.parent is not None:
        return False
    words = words_before(draft, 16)[0]
    all_told = _ALL_TOLD.search(words) is not None
    return draft is lead and (all_told or (draft.project_count or 1) > 1)


def speaks_of_budget(words: str) -> bool:
    """Whether words speak of a body's money as such.

    >>> speaks_of_budget("가람시 내년 예산 2조"), speaks_of_budget("하늘다리 착공")
    (True, False)
    """
    return _BUDGET_WORD.search(words) is not None


def words_before(draft: Draft, reach: int = 40) -> tuple[str, int]:
    """The words before an amount in its sentence, and where they begin in the article."""
    start = max(0, draft.amount.start - draft.sentence.start - reach)
    end = draft.amount.start - draft.sentence.start
    return draft.sentence.text[start:end], draft.sentence.start + start


def is_item(draft: Draft) -> bool:
    """Whether a sum stands beside its name as in a list: `도로는 7조원`, `치수(1조원)`."""
    if draft.body_item:
        return True
    if draft.program is None:
        return False
    if draft.program.start > draft.amount.start:
        start = draft.program.start - draft.sentence.start
        end = draft.amount.end - draft.sentence.start
        return _SIZE_OF.fullmatch(draft.sentence.text, end, start) is not None
    gap = draft.sentence.text[
        max(0, draft.program.end - draft.sentence.start) : draft.amount.start - draft.sentence.start
    ]
    if draft.program.start < draft.sentence.start or draft.program_particle in _PLACED:
        return False
    return len(gap.strip(" (")) <= 24


def is_cancelled(draft: Draft) -> bool:
    """Whether a sum was cut as a whole: `1억원이 전액 삭감됐다`."""
    end = draft.amount.end - draft.sentence.start
    return _CANCELLED.match(draft.sentence.text, end) is not None


def is_asked_for(draft: Draft) -> bool:
    """Whether a total is told as what is asked for: `예산 요구액은 93조원`; so are its parts."""
    return _ASKED_TOTAL.search(words_before(draft, 30)[0]) is not None


def is_compared(draft: Draft) -> bool:
    """Whether a sum is only what a share is taken of: `정부 재정 117조원의 1.19%에 해당`."""
    end = draft.amount.end - draft.sentence.start
    return _TAKEN_OF.match(draft.sentence.text, end) is not None


def is_asked(draft: Draft) -> bool:
    """Whether a sum was only asked for."""
    return draft.action is not None and draft.action.lemma in _ASKED
