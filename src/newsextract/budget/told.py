"""How a sum is told: as a budget, a total, an item of a list, a share, something asked for."""

from __future__ import annotations

import re
from typing import Final

from newsextract.budget.drafts import Draft

__all__ = [
    "BUDGET_WORD",
    "CONNECTIVE",
    "RECAP",
    "is_asked",
    "is_asked_for",
    "is_budget",
    "is_cancelled",
    "is_compared",
    "is_grant",
    "is_item",
    "is_recap",
    "is_share",
    "is_topic",
    "is_total",
    "speaks_of_budget",
    "words_before",
]

_ASKED: Final = frozenset(
    {"요청", "건의", "요구", "신청", "촉구", "바라다", "제안", "원하다", "무산", "탈락", "그치다"}
)
BUDGET_WORD: Final = re.compile(
    r"(?:예산안?|추경안?|추가경정예산안?|살림|국비|국고보조금?|국고|교부세|정부안|재정|기금|회계)"
)
_CANCELLED: Final = re.compile(r"(?:원)?(?:은|이|을|도)?\s(?:전액|모두|전부)\s(?:삭감|깎)")
RECAP: Final = re.compile(r"\s*(?:이로써|이렇게 되면|이에\s?따라|이를 반영하면|결국)\s")
"""Opens a sentence that tells what all comes to: a list behind it is of what came before."""

CONNECTIVE: Final = re.compile(
    r"\s*(?:또한?|아울러|이와\s?함께|이\s?밖에도?|이\s?외에도?|그\s?밖에|여기에|그리고|특히|그\s외(?:에도?)?)[,\s]"
)
"""Opens a sentence that goes on beside the one before."""

_RECIPIENTS: Final = re.compile(
    r"\d[\d,]*\s?(?:곳|개\s?(?:대학|학교|기관|기업|업체|지자체|시군|시·군|단체|마을))(?:이|가|에|에게|은|는)\s[^.]{0,24}$"
)
"""`대학 97곳이 정부로부터 900억원을 받는다`: all that several get."""

_GRANT: Final = re.compile(r"교부|특교")

_ALL_TOLD: Final = re.compile(r"(?:^|\s)(?:총|모두)\s(?:약\s)?$")
_GROWN: Final = re.compile(
    r"(?:내년|새해|올해|금년|\d년)도?\s(?:[가-힣]{1,6}\s)?(?:예산안?|살림)(?:을|은|이|\s규모를|\s규모는)\s"
    r"(?:올해|지난해|작년|전년)(?:보다|\s?대비)\s[^,.]{0,20}(?:늘어난|늘린|많은|줄어든|줄인|적은|증가한|감소한)\s(?:총\s|모두\s)?$"
)
"""`내년 예산을 올해보다 9% 늘어난 총 12조원으로`."""

_OF_SEVERAL: Final = re.compile(
    r"\d+개\s(?:행사|사업|분야|과제|축제)(?:의|에)?\s(?:[가-힣]{2,4}년?도?\s)?예산\s?(?:총\s|약\s)?$"
)
"""`둑길걷기 등 3개 행사의 새해 예산 6억원`."""

_SHARE_OF_WHOLE: Final = re.compile(
    r"(?:원)?\)?(?:으로|은|는|이|가)?\s(?:[가-힣\d]{1,8}\s){0,2}(?:[가-힣]{0,6}예산안?|전체|총액)의\s(?:약\s)?\d"
)
_ASKED_TOTAL: Final = re.compile(r"(?:요구액|신청액|건의액|요구안|요구한|신청한)")
_TAKEN_OF: Final = re.compile(
    r"(?:원)?\)?(?:원)?의\s(?:약\s)?\d[\d.]*\s?(?:%|퍼센트)(?:에|를|로|수준)"
)
_TOPIC: Final = re.compile(r"(?:원)?(?:은|는)\s")
_SIZE_OF: Final = re.compile(r"(?:원)?\s?(?:규모|짜리)?(?:의|인)?\s")
"""`350억원 규모의 정비사업`: the name stands behind its sum."""

_PLACED: Final = frozenset({"에", "으로", "로", "에게", "에는"})


def words_before(draft: Draft, reach: int = 40) -> tuple[str, int]:
    """The words before an amount in its sentence, and where they begin in the article."""
    start = max(0, draft.amount.start - draft.sentence.start - reach)
    end = draft.amount.start - draft.sentence.start
    return draft.sentence.text[start:end], draft.sentence.start + start


def speaks_of_budget(words: str) -> bool:
    """Whether words speak of a body's money as such.

    >>> speaks_of_budget("가람시 내년 예산 2조"), speaks_of_budget("하늘다리 착공")
    (True, False)
    """
    return BUDGET_WORD.search(words) is not None


def is_budget(draft: Draft) -> bool:
    """Whether a sum is a body's budget, and not a project's cost."""
    if draft.base or draft.whole_cost or draft.tabular or draft.revenue or draft.period is not None:
        return False
    if draft.parent is not None and not is_budget(draft.parent):
        return False  # 이 중 국고는 9억원: a part of the project's cost
    words, _ = words_before(draft, 30)
    if _OF_SEVERAL.search(words):
        return True
    named = draft.program is not None and BUDGET_WORD.search(draft.program.text) is not None
    if _GROWN.search(words_before(draft, 48)[0]):
        return True
    return named or (draft.program is None and BUDGET_WORD.search(words) is not None)


def is_total(draft: Draft, lead: Draft | None) -> bool:
    """Whether a sum is told as all that something gets: `섬마을 7개 사업에 모두 160억원`.

    Args:
        draft: the record.
        lead: the first record below the headline; its total is what the article is about.
    """
    if draft.base or draft.whole_cost or draft.tabular or draft.revenue or draft.parent is not None:
        return False
    words = words_before(draft, 16)[0]
    all_told = _ALL_TOLD.search(words) is not None
    several = (draft.project_count or 1) > 1 or _RECIPIENTS.search(words_before(draft, 60)[0])
    return draft is lead and (all_told or bool(several))


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


def is_topic(draft: Draft) -> bool:
    """`나머지 110억원은 창업단지 64억원, 농장 31억원으로`: a sum that its sentence is about."""
    end = draft.amount.end - draft.sentence.start
    return _TOPIC.match(draft.sentence.text, end) is not None


def is_asked(draft: Draft) -> bool:
    """Whether a sum was only asked for."""
    return draft.action is not None and draft.action.lemma in _ASKED


def is_asked_for(draft: Draft) -> bool:
    """Whether a total is told as what is asked for: `예산 요구액은 93조원`; so are its parts."""
    return _ASKED_TOTAL.search(words_before(draft, 30)[0]) is not None


def is_cancelled(draft: Draft) -> bool:
    """Whether a sum was cut as a whole: `1억원이 전액 삭감됐다`."""
    end = draft.amount.end - draft.sentence.start
    return _CANCELLED.match(draft.sentence.text, end) is not None


def is_compared(draft: Draft) -> bool:
    """Whether a sum is only what a share is taken of: `나라 살림 500조원의 1.5%에 해당`."""
    end = draft.amount.end - draft.sentence.start
    return _TAKEN_OF.match(draft.sentence.text, end) is not None


def is_grant(draft: Draft) -> bool:
    """Whether a sum is a grant from above: 특별교부세, 특별조정교부금."""
    source = draft.amount.funding_source
    return source is not None and _GRANT.search(source) is not None


def is_recap(draft: Draft) -> bool:
    """Whether a sum only tells what all comes to: `이로써 예산 규모는 3조 1,620억원`."""
    return RECAP.match(draft.sentence.text) is not None


def is_share(draft: Draft) -> bool:
    """Whether a sum is told as a share of something: `인건비가 5조원으로 예산안의 50%를 차지`."""
    end = draft.amount.end - draft.sentence.start
    return _SHARE_OF_WHOLE.match(draft.sentence.text, end) is not None
