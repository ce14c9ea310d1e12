"""What the words that touch an amount settle of its role: a change, a rate, a price, a mark.

`20억원 늘어난`, `국회에서 삭감한 30억원` are changes; `한 곳에 드는 비용은 2천만원`, `축제 두 곳에
각 4천만원` are rates; `매출액은 30억원`, `10억원에 팔렸다` are no budgets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from newsextract.budget._tables import read_toml
from newsextract.budget.context import Sentence
from newsextract.budget.cues import changed_behind
from newsextract.language.sentences import Stretch
from newsextract.models import Role, Value

__all__ = ["TOWARDS", "Finding", "find_change", "find_rate_or_price", "rules"]

TOWARDS: Final = re.compile(r"(?:원)?\s?(?:\([^()]{0,60}\))?(?:으로|로)(?![가-힣])")
"""Behind what a change leads to: `5억원 늘어난 30억원으로`."""

_PARTICLE: Final = r"\s?(?:이나|이|가|을|를|은|는|만큼|정도|가량|여|도|만)?"
_MINUS: Final = frozenset({"△", "▲", "▽", "▼", "-", "−", "↑", "↓", "+"})
_CUT: Final = re.compile(r"(?<![가-힣])(?:삭감|감액|깎)(?:한|된|인|은)\s(?:총\s|약\s)?$")
_MUCH: Final = re.compile(r"(?:많[다고았으아]|적[다고었으어]|높[다고]|낮[다고])$")
_THAN: Final = re.compile(r"보다|대비|비해|비하|견줘|견주|더\s")
_CLAUSE: Final = 60
"""So far before a sum stands what it exceeds: `지난해보다 5억원이 많다`."""

_INTO_WHAT: Final = re.compile(
    r"(?:원)?(?:을|를)\s[^.,\d]{2,24}에\s(?:증액|감액|추가\s?(?:배정|편성|반영))"
)
"""`4억원을 마을 사업 등에 증액했고`."""

_ARROW_BEFORE: Final = re.compile(r"(?:→|⇒)\s?$")
"""`(1조→7000억 원)은 줄었다`: what it came to."""

_BY_PERCENT: Final = re.compile(r"\d\s?(?:%|퍼센트)(?:나|가)?\s$")
"""`25% 깎인 832억원`: what is left."""

_BESIDE: Final = 3
"""So near behind a sum a verb is its own: `30억원이 삭감된`."""

_ERA: Final = re.compile(r"(?:원)?\s시대")
_IN_A_ROW: Final = re.compile(r"연속[^\d]{0,12}$")
"""`3년 연속 예산 4천억원 시대`: a mark that was passed, not this year's sum."""

_TINY: Final = 1_000_000
"""Won; no budget is smaller."""

_MODEST: Final = 100_000_000
"""Won; what a household or a shop may get, and few projects."""

_PER_HOUSEHOLD: Final = re.compile(
    r"(?:집|주택|유족|소상공인|이재민|세입자)(?:에|에는|엔|에게|에게는)\s[^.\d]{0,20}$"
    r"|(?:생계비|위로금|월급|연봉|소상공인\s지원금)(?:은|는|이|가|도|을)\s(?:[^.\d]{0,12}|\d[\d,]*만\s?원[^.\d]{0,12})$"
)
"""`무너진 집에는 6000만 원을`, `생계비는 100만원에서 200만원으로`."""

_UP_TO: Final = 200_000_000
_LIMIT: Final = 1_000_000_000
"""Won; what one company or household may get: `2억원까지`, `최대 10억원`, `10억원 이내`."""


_GIVEN: Final = re.compile(
    r"(?:원)?(?:까지|씩)?(?:을|를|의)?\s?(?:국비\s|예산\s|사업비\s)?"
    r"(?:지원|준다|준\s|주고|주는|주기|대\s주|내\s주|보조|융자|빌려|받을\s수)"
)
"""`최대 100억원을 지원한다`: what each of those chosen may get."""


class Finding(NamedTuple):
    """A role in the making: the rule that found it, the words it saw, in the sentence."""

    role: Role
    rule: str
    clues: tuple[tuple[int, int], ...] = ()


@cache
def rules() -> dict[str, re.Pattern[str]]:
    """What stands around an amount and settles its role, by name.

    >>> bool(rules()["trade"].match("원에 팔렸다"))
    True
    """
    table = read_toml("roles.toml")
    delta = table["delta"]
    return {
        "delta_behind": changed_behind(),
        "delta_before": re.compile(delta["before"]),
        "delta_opening": re.compile(delta["opening"]),
        "threshold": re.compile(r"\s?" + table["threshold"]["behind"]),
        "labelled": re.compile(table["labelled"]["other"]),
        "owed": re.compile(table["labelled"]["owed"]),
        "trade": re.compile(r"(?:원)?" + table["trade"]["behind"]),
        "one": re.compile(table["per_unit"]["one"]),
        "each": re.compile(table["per_unit"]["each"]),
        "small": re.compile(table["per_unit"]["small"]),
        "limit": re.compile(table["per_unit"]["limit"]),
        "actor": re.compile(table["actor"]["private"]),
        "public": re.compile(table["actor"]["public"]),
        "per_before": re.compile(table["per_unit"]["before"]),
        "per_behind": re.compile(_PARTICLE + table["per_unit"]["behind"]),
    }


def find_change(sentence: Sentence, at: int) -> Finding | None:
    """Whether the words beside an amount, or its sign, make it a change.

    Args:
        sentence: holds the amount.
        at: which of its amounts.
    """
    span, text, known = sentence.spans[at], sentence.text, rules()
    match = known["delta_behind"].match(text, span.end) or _INTO_WHAT.match(text, span.end)
    if match and not _ranks(text, span, match) and not _ARROW_BEFORE.search(text, 0, span.start):
        return Finding("delta", "change_behind", ((span.end, match.end()),))
    match = known["delta_before"].search(text, max(0, span.start - 16), span.start)
    into = TOWARDS.match(text, span.end) is not None
    if into and (match is None or match.group().startswith("보다")):
        return None
    match = match or known["delta_opening"].match(text, 0, span.start)
    if match or (match := _taken_away(sentence, at)):
        return Finding("delta", "change_before", (match.span(),))
    if _MINUS.intersection(sentence.amounts[at].qualifiers):
        return Finding("delta", "sign")
    return None


def _ranks(text: str, span: Stretch, verb: re.Match[str]) -> bool:
    """`가람대 42억원, 나래대 40억원이 많고`: nothing is said to be exceeded."""
    much = _MUCH.search(verb.group())
    return much is not None and _THAN.search(text, max(0, span.start - _CLAUSE), span.end) is None


def _taken_away(sentence: Sentence, at: int) -> re.Match[str] | None:
    """`국회에서 삭감한 30억원`; `30억원 삭감된 70억원` is what is left."""
    start = sentence.spans[at].start
    own = sentence.spans[at - 1].end if at else 0
    match = _CUT.search(sentence.text, max(own, start - 12), start)
    if match is None or (at and match.start() - own <= _BESIDE):
        return None
    return None if _BY_PERCENT.search(sentence.text, 0, match.start()) else match


def find_rate_or_price(
    sentence: Sentence, at: int, linked: Callable[[int], bool]
) -> Finding | None:
    """Whether an amount is for one of many, a price, something owed, or a mark.

    Args:
        sentence: holds the amount.
        at: which of its amounts.
        linked: whether the amount behind one goes on with its list.
    """
    span, text, known = sentence.spans[at], sentence.text, rules()
    start = max(0, span.start - 40, sentence.spans[at - 1].end if at else 0)
    if match := known["one"].search(text, start, span.start):
        return Finding("per_unit", "one_of_them", (match.span(),))
    if finding := _small(sentence, at) or _each(sentence, at, linked):
        return finding
    if match := known["per_before"].search(text, max(0, span.start - 30), span.start):
        return Finding("per_unit", "rate_before", (match.span(),))
    if match := known["per_behind"].match(text, span.end):
        return Finding("per_unit", "rate_behind", (match.span(),))
    return _price_or_mark(text, span)


def _price_or_mark(text: str, span: Stretch) -> Finding | None:
    known = rules()
    match = known["labelled"].search(text, max(0, span.start - 44), span.start)
    if match or (match := known["owed"].match(text, span.end)):
        return Finding("other", "label_of_other", (match.span(),))
    if match := known["trade"].match(text, span.end):
        return Finding("other", "price", (match.span(),))
    if (match := _ERA.match(text, span.end)) and _IN_A_ROW.search(text, 0, span.start):
        return Finding("other", "mark", (match.span(),))
    return None


def _each(sentence: Sentence, at: int, linked: Callable[[int], bool]) -> Finding | None:
    """`축제 두 곳에 각 4천만원`, `학교 평균 3억원`; a list behind 각각 pairs with names."""
    start = sentence.spans[at].start
    match = rules()["each"].search(sentence.text, max(0, start - 16), start)
    if match is None or sentence.amounts[at].funding_source is not None:
        return None
    paired = match["paired"] is not None and (linked(at) or (at > 0 and linked(at - 1)))
    return None if paired else Finding("per_unit", "each", (match.span(),))


def _small(sentence: Sentence, at: int) -> Finding | None:
    """Sums too small for a budget: wages, fees, prices, what one of many gets at most."""
    amount, text = sentence.amounts[at], sentence.text
    value = amount.high if amount.high is not None else amount.low
    if value is None or amount.currency != "KRW":
        return None
    if "최대" in amount.qualifiers and (match := _GIVEN.match(text, sentence.spans[at].end)):
        return Finding("per_unit", "limit", (match.span(),))
    if amount.funding_source is not None:
        return None
    start = sentence.spans[at].start
    if value < _TINY:
        match = rules()["small"].search(text, max(0, start - 50), start)
        role: Role = "per_unit" if match or amount.low is None else "other"
        return Finding(role, "too_small", (match.span(),) if match else ())
    return _for_each(sentence, at, value)


def _for_each(sentence: Sentence, at: int, value: Value) -> Finding | None:
    """What a household, a shop, a company gets: `집에는 6000만원`, `3억원 이내의 보조금`."""
    text, start = sentence.text, sentence.spans[at].start
    qualifiers = sentence.amounts[at].qualifiers
    if value < _MODEST and (match := _PER_HOUSEHOLD.search(text, max(0, start - 40), start)):
        return Finding("per_unit", "for_each", (match.span(),))
    capped = not {"최대", "한도", "이내"}.isdisjoint(qualifiers)
    most = _LIMIT if capped else _UP_TO if "까지" in qualifiers else 0
    if value <= most and (match := rules()["limit"].search(text)):
        return Finding("per_unit", "limit", (match.span(),))
    return None
