"""Whose budget it is: the subject or topic of the clause, or the body spoken of so far."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from newsextract.budget.agencies import Mention
from newsextract.budget.context import Reading, Sentence
from newsextract.models import Agency, Amount

__all__ = ["Actors", "agencies_for"]

_GRANT: Final = re.compile(
    r"(?:의|가|이)?\s?(?:지원\s)?(?:(?:소관|주관)\s(?:[가-힣A-Z·]+\s){0,4}공모|특별교부세|특교세|특별조정교부금|특조금|특별교부금|조정교부금|교부세|보조금|교부금|특교|보조|공모)"
)
_FROM: Final = re.compile(r"(?:에서|으로부터|로부터|에게서|에|에게)\s")
_GOT: Final = re.compile(
    r"받[아은았기으고게는]|확보|따[내낸냈]|타[내낸냈]|얻어|교부|배정받|지원받|요청|건의|신청|요구|바랐|끌어"
)
_GRANT_REACH: Final = 80
_OWNED: Final = re.compile(
    r"\s?(?:[가-힣0-9A-Z&]{1,6}\s){0,3}(?:[가-힣]{0,4})?(?:예산|추경|추가경정|본예산|재정|살림|회계|소관|기금)"
)
_BESIDE: Final = re.compile(r"(?:은|는|이|가|에|에는)?\s?(?:총\s?|약\s?)?")
_BESIDE_REACH: Final = 6
_LIST_REACH: Final = 80
_TOWNS: Final = 2
"""Fewest towns of a list of shares."""

_ADNOMINAL: Final = re.compile(
    r"\s(?:[가-힣]+[을를에로]?\s){0,2}[가-힣]*"
    r"(?:하는|되는|한|된|할|될|고른|뽑은|낸|세운|만든|벌인|맡은|내놓은|짠|연|준|쓰는|쓴|짓는|지은|던|인)\s"
)

_NO_SPENDER: Final = frozenset({"정부", "국회"})
"""Bodies that a head names without saying whose money it is."""

_VISITED: Final = re.compile(
    r"(?:[을를와과,·]|\s|등|에|[가-힣]{1,8}(?:부|처|청|원|회|위|부처)(?![가-힣]{2})[을를와과]?)*"
    r"(?:잇따라\s|잇달아\s|차례로\s|직접\s|꾸준히\s|일일이\s)?(?:방문|찾[아은았는고])"
)
"""`행정안전부와 기획재정부를 잇따라 찾았다`: where somebody went, not whose money it is."""

_HEAD: Final = 40
"""Code points whose line still belongs to an article's head."""

_REACH: Final = 200
"""How many names back a topic may be carried over from."""


class Actors(NamedTuple):
    """The bodies of a budget; `stated` when the amount's own sentence names them.

    `topic` says that what follows is about them too: they are subject, source or owner,
    and not only named beside the sum (`정부 전체 예산`). `granters` are asked for the sum, or
    give it. `listed` says that it is only the town a list gives the sum to.
    """

    agencies: tuple[Agency, ...]
    stated: bool
    topic: bool
    granters: tuple[Agency, ...] = ()
    listed: bool = False


def agencies_for(reading: Reading, sentence: Sentence, amount: Amount) -> Actors:
    """The bodies that act upon an amount; councils stand for the body whose money they vote on.

    Args:
        reading: the article.
        sentence: the amount's sentence.
        amount: the amount's span in the article.
    """
    actors = _actors(reading, sentence, amount)
    return actors._replace(agencies=tuple(_spender(reading, a) for a in actors.agencies))


def _actors(reading: Reading, sentence: Sentence, amount: Amount) -> Actors:
    """The bodies as the text names them.

    In the amount's sentence the last topic or subject before it that is not inside a modifying
    clause; else the next one behind it; else who is cited (`상주시에 따르면`); else a body that
    owns the sum (`군의 예산`). Otherwise the topic carried over from before.
    """
    bodies, starts = reading.bodies, reading.body_starts
    low = bisect.bisect_left(starts, sentence.start)
    inside = bodies[low : bisect.bisect_left(starts, sentence.end)]
    givers = _granters(reading, sentence, amount, inside) if inside else ()
    given = {g.start for g in givers}
    here = [m for m in inside if m.start not in given and not _is_visited(reading.text, m)]
    chosen = _chosen(reading.text, here, sentence, amount) if here else None
    place = _listed_place(reading, here, amount) if chosen is None else None
    if place is not None:
        return Actors((_agency(reading.article.text, place),), True, False, givers, listed=True)
    if chosen is not None and chosen.name == "국회" and chosen.case not in ("topic", "subject"):
        chosen = None  # 국회에서 증액된 사업은: whose, the text before tells
    if chosen is not None:
        agencies = _chain(reading.article.text, here, chosen)
        owns = chosen.name != "정부" and _OWNED.match(reading.text, chosen.end) is not None
        topic = (chosen.case is not None or owns) and not _is_listed(reading, chosen)
        return Actors(agencies, True, topic, givers)
    before = bodies[max(0, low - _REACH) : low]
    spoken_of = _last_topic(reading, before)
    if spoken_of is not None:
        return Actors(_chain(reading.article.text, before, spoken_of), False, True, givers)
    lead = None if sentence.headline else (_lead_body(reading) or _only_home(reading))
    if lead is None or lead.start in given:
        return Actors((), False, False, givers)
    return Actors((_agency(reading.article.text, lead),), False, False, givers)


def _spender(reading: Reading, agency: Agency) -> Agency:
    """Whose money a council or parliament votes on: its city's, the government's."""
    if agency.name == "국회":
        government = next((m for m in reading.bodies if m.name == "정부"), None)
        return _agency(reading.article.text, government) if government else agency
    if not agency.name.endswith("의회"):
        return agency
    written = agency.as_written.removesuffix("의회")
    name = agency.name.removesuffix("의회")
    if not written or name == agency.name:
        return agency
    end = agency.start + len(written)
    return Agency(name=name, as_written=written, start=agency.start, end=end)


def _chosen(
    text: str, here: Sequence[Mention], sentence: Sentence, amount: Amount
) -> Mention | None:
    """The body of an amount among those that its sentence names."""
    return (
        _beside(text, here, amount)
        or _subject(text, here, sentence, amount)
        or _fallback(text, here, amount)
    )


def _last_topic(reading: Reading, before: Sequence[Mention]) -> Mention | None:
    """The body that the text before goes on about; parliament only where there is no other."""
    parliament = None
    for mention in reversed(before):
        if _is_topic(reading, mention) and not _is_listed(reading, mention):
            if mention.name != "국회":
                return mention
            parliament = parliament or mention
    return parliament


def _lead_body(reading: Reading) -> Mention | None:
    """The one body that the article's head names: `[인터뷰] 홍길동 가람시장` speaks for the city.

    Asked where no sentence has had a body for its topic, as in interviews and columns.
    """
    end = reading.text.find("\n", _HEAD)
    named = [
        m
        for m in reading.bodies[: bisect.bisect_left(reading.body_starts, max(end, _HEAD))]
        if m.name not in _NO_SPENDER
        and m.start not in reading.payers
        and not _GRANT.match(reading.text, m.end)
        and not _is_visited(reading.text, m)
    ]
    return named[0] if len({m.name for m in named}) == 1 else None


def _only_home(reading: Reading) -> Mention | None:
    """The one local body that an article names: who else would the mayor in it speak for."""
    local = [
        m
        for m in reading.bodies
        if m.kind in ("basic", "province", "education")
        and m.start not in reading.payers
        and not _is_visited(reading.text, m)
    ]
    basic = [m for m in local if m.kind != "province"] or local
    return basic[0] if len({m.name for m in basic}) == 1 else None


def _is_visited(text: str, mention: Mention) -> bool:
    away = mention.case in (None, "object", "with", "place")
    return away and _VISITED.match(text, mention.end) is not None


def _is_listed(reading: Reading, mention: Mention) -> bool:
    """`농림부가 60개 사업에 70억원, 산림청이 … 9억원`: subjects of a list are no topic."""
    if mention.case != "subject":
        return False
    at = bisect.bisect_left(reading.body_starts, mention.start)
    near = reading.bodies[max(0, at - 1) : at + 2]
    return any(
        other.case == "subject"
        and other.name != mention.name
        and abs(other.start - mention.start) <= _LIST_REACH
        and reading.amounts_between(*sorted((other.start, mention.start)))
        and ". " not in reading.text[slice(*sorted((other.start, mention.start)))]
        for other in near
    )


def _listed_place(reading: Reading, here: Sequence[Mention], amount: Amount) -> Mention | None:
    """`▲가람구 15억원 ▲나래군 24억원`: the towns that a list gives its sums to."""
    beside = [m for m in here if m.kind == "basic" and reading.amounts_between(m.end, m.end + 6)]
    if len(beside) < _TOWNS:
        return None
    return next((m for m in beside if 0 <= amount.start - m.end <= _BESIDE_REACH), None)


def _is_topic(reading: Reading, mention: Mention) -> bool:
    """Whether the text goes on about a body: a topic, who is cited, a clause's own subject."""
    if mention.start in reading.payers:
        return False
    if mention.case == "subject":
        return not _modifies(reading.text, mention.after)
    return mention.case in ("topic", "source")


def _beside(text: str, here: Sequence[Mention], amount: Amount) -> Mention | None:
    """`부처별로는 환경부 3조원, 산림청 2조원`: the ministry right before its sum."""
    near = (
        m
        for m in here
        if m.kind in ("central", "education") and 0 <= amount.start - m.end <= _BESIDE_REACH
    )
    return next((m for m in near if _BESIDE.fullmatch(text, m.end, amount.start)), None)


def _owner(text: str, here: Sequence[Mention], amount: Amount) -> Mention | None:
    """The body whose budget or fund it is: `산림청 소관 예산은`."""
    owned = [
        m
        for m in here
        if m.end <= amount.start and m.case in (None, "genitive") and _OWNED.match(text, m.end)
    ]
    spender = next((m for m in reversed(owned) if m.name not in _NO_SPENDER), None)
    return spender or (owned[0] if owned else None)


def _subject(
    text: str, here: Sequence[Mention], sentence: Sentence, amount: Amount
) -> Mention | None:
    subjects = [m for m in here if m.case in ("topic", "subject")]
    before = [m for m in subjects if m.end <= amount.start]
    outer = [m for m in before if not _embedded(m, sentence, amount)]
    if outer and outer[-1].name != "국회":
        return outer[-1]
    owner = _owner(text, here, amount)
    if owner is not None and (outer or owner.name != "정부"):
        return owner  # parliament votes on what others spend; 정부 예산에 반영 names no spender
    if outer:
        return outer[-1]
    if before:
        return before[0]
    return next((m for m in subjects if m.start >= amount.end), None)


def _embedded(mention: Mention, sentence: Sentence, amount: Amount) -> bool:
    """Whether a subject belongs to a clause that modifies a noun before the amount.

    `국토부가 추진하는 공모에 뽑혀 …`: 국토부 does not act upon the sum.
    """
    if mention.case == "topic":
        return False
    after = mention.after - sentence.start
    verb = next((p for p in sentence.predicates if p.start >= after), None)
    if verb is None:
        return False
    return verb.form == "adnominal" and not verb.plan and verb.end <= amount.start - sentence.start


def _granters(
    reading: Reading, sentence: Sentence, amount: Amount, inside: Sequence[Mention]
) -> tuple[Agency, ...]:
    """The bodies that a sum is asked or got from: 행안부에서 받은, 전라남도 특별조정교부금.

    Args:
        reading: the article.
        sentence: the amount's sentence.
        amount: the amount's span in the article.
        inside: the bodies that the sentence names.
    """
    text = reading.text
    found: dict[str, Agency] = {}
    for mention in inside:
        near = abs(mention.start - amount.start) <= _GRANT_REACH
        if mention.kind == "other" or mention.name.endswith("국회"):
            continue
        asked = (
            near and mention.start < amount.end + 60 and _FROM.match(text, mention.end) is not None
        )
        if _GRANT.match(text, mention.end) or (asked and _GOT.search(sentence.text)):
            found.setdefault(mention.name, _agency(reading.article.text, mention))
    return tuple(found.values())


def _modifies(text: str, after: int) -> bool:
    """Whether a subject only belongs to a clause before a noun: 농식품부가 고른 혁신밸리."""
    return _ADNOMINAL.match(text, after) is not None


def _fallback(text: str, here: Sequence[Mention], amount: Amount) -> Mention | None:
    cited = [m for m in here if m.case == "source"]
    if cited:
        return cited[0]
    before = [m for m in here if m.end <= amount.start]
    owners = [
        m for m in before if m.case == "genitive" or (m.case is None and _OWNED.match(text, m.end))
    ]
    if owners:
        return owners[-1]
    origins = [m for m in before if m.case == "origin"]
    return origins[-1] if origins else None


def _chain(text: str, mentions: Sequence[Mention], chosen: Mention) -> tuple[Agency, ...]:
    """The chosen body with those it is coordinated with, each name once."""
    agencies: dict[str, Agency] = {}
    group = chosen.group
    for mention in mentions:
        if mention.group == group and mention.name not in agencies:
            agencies[mention.name] = _agency(text, mention)
    return tuple(agencies.values())


def _agency(text: str, mention: Mention) -> Agency:
    return Agency(
        name=mention.name,
        as_written=text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
    )
