"""What may name an amount's purpose by its place alone, however it is spelt.

The words right before it, the bullet a list stands under, the noun a clause with the sum
modifies, what is made with the money, the topic, the noun with 에.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget._tables import BULLET
from newsextract.budget.names import cut_tail, ends_in, is_generic, is_label, is_thing, table, trim
from newsextract.budget.programs import FOR_WHAT, SUM_LEAD, Candidate, cost_words, without_year
from newsextract.budget.spending import named_by_verb
from newsextract.language.phrases import NounPhrase
from newsextract.language.predicates import Predicate
from newsextract.language.sentences import Stretch

__all__ = ["budget_spoken_of", "item_name", "labels_for"]

_BULLET_LABEL: Final = re.compile(r"^\s*[-ㅇ○◦*·▲△▷■□●]\s*\(([^()]{2,20})\)")
_ITEM_NAME: Final = re.compile(
    r"\s?(?P<name>[가-힣A-Za-z0-9](?:[^();:△▲▷]|\([^()\d]{1,24}\)){2,40}?)(?:\s?사업비)?\s?"
    r"(?:\((?:[^(),]{1,10},\s)?(?:총사업비|사업비|국비|총|약)?\s?)?$"
)
_FUND: Final = re.compile(r"[가-힣]{3,12}기금")
_CLAUSE: Final = re.compile(r"[가-힣](?:을|를|에|에서|으로|에는|에도|은|는)(?:\s|$)")
_SUM: Final = re.compile(r"\d\s?(?:조|억|천|만|원|%)")
_LABEL_GAP: Final = re.compile(
    rf"(?:\s등)?(?:은|는|이|가|에|에는|에도|도|으로|로)?\s?{SUM_LEAD}\s?\(?(?:총|약)?\s?"
)
_CLOSING: Final = re.compile(
    r"\s등\s(?:총|모두|합쳐|전체)?\s?(?:\d[\d,]*\s?(?:건|개|곳|종)\S{0,3}\s(?:에\s)?)?(?:총|모두)?\s?$"
)
_BUDGET_NAME: Final = re.compile(
    r"(?<![가-힣\d~-])(?P<name>(?=\S*\s\S|[가-힣]{3})(?:(?:(?:19|20)?\d{2}년도?|내년도?|올해|금년도?|새해|지난해|작년도?)\s)?"
    r"(?:제?\d회\s)?(?:(?:당초|기정|총|국고|전체)\s예산(?:액)?|기정예산(?:액)?|당초예산액|국가예산|추가경정예산안|추가경정예산|추경안|추경|예산안|본예산|당초예산|총예산|정부안|예산))"
    r"(?:은|는|이|가|을|를|으로|의|인)?\s?\(?(?:총|모두|약)?\s?$"
)
_BUDGET_WORD: Final = re.compile("예산|추경|정부안")
_COPULA: Final = re.compile(r"(?:원)?(?:인|짜리|대|대의|\s?규모의|\s?규모인)\s")
_WHOLE_BUDGET: Final = re.compile(r"(?:예산안?|추경안?)$")
"""`5200억원 규모의 내년도 예산안`: the budget is called by its name, the year included."""

_NAMED_BEHIND: Final = re.compile(
    r"원?\s(?:규모\s)?(?P<name>(?:(?:\d{2,4}년도?|내년도?|올해|제?\d[회차]|본)\s){0,2}(?:추경안?|예산안|추가경정예산안?))(?:을|를|이|은)\s"
)
"""`2조 100억원 추경안을 제출했다`."""

_WHOLE_COST: Final = re.compile(r"(?:^|\s)총?\s?사업비\s?$")
_BUDGET_BEFORE: Final = re.compile(
    r"(?P<name>(?<![가-힣\d])(?:(?:(?:19|20)?\d{2}년도?|내년도?|올해|새해)\s)?(?:[가-힣A-Z&]{1,8}\s){0,2}"
    r"(?:[가-힣]{0,6}(?:예산[안액]?|추경안?)))(?:\s?(?:규모|요구액))?(?:은|는|이|을|를|으로|로)\s(?![^.]*(?:예산|추경))"
)
_NEXT_WORD: Final = 6
_DESCRIBED: Final = re.compile(r"(?:이|가)\s(?:가장\s|매우\s|더\s)?[가-힣]{1,3}(?:고|며|지만)\s")
_CHOSEN: Final = frozenset({"선정", "선정되다", "뽑히다", "채택", "응모", "당선", "지정", "선발"})
_CHOSEN_REACH: Final = 24
_DAY: Final = re.compile(r"^(?:\d{1,2}월\s)?\d{1,2}일\s")
_CONTEST: Final = re.compile(r"\s(?:공모|공모사업|대상지|사업 공모|신규 공모)$")
_FOR: Final = re.compile(r"(?:기)?\s?(?:위해|위한|데(?:에|에는)?\s|사업에|것에)")


def labels_for(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> list[Candidate]:
    """What may name an amount's purpose by its place alone, however it is spelt.

    Args:
        text: the sentence, folded.
        phrases: its noun phrases, cut at the amounts.
        predicates: its predicates.
        amount: the amount, in the sentence.
    """
    before = [p for p in phrases if p.end <= amount.start]
    found = [_bullet(text, amount), _head(text, before, amount), _label(text, before, amount)]
    found += [_relative(text, phrases, predicates, amount)]
    found += named_by_verb(text, phrases, predicates, amount)
    found += [_purpose(text, before, predicates, amount)]
    found += [_selected(text, before, predicates, amount)]
    found += [
        _governing(text, before, amount, "topic"),
        _governing(text, before, amount, "dative", predicates),
    ]
    found += [_budget_name(text, amount)]
    return [c for c in found if c is not None]


def _budget_name(text: str, amount: Stretch) -> Candidate | None:
    """`2019년도 예산안 1조1,837억원`: the budget itself, right before its sum."""
    start = max(0, amount.start - 40)
    if not _BUDGET_WORD.search(text, max(start, amount.start - 16), amount.start):
        return None
    match = _BUDGET_NAME.search(text, start, amount.start)
    if match is None:
        return None
    return Candidate(match.start("name"), match.end("name"), "budget_name", None)


def budget_spoken_of(text: str, amount: Stretch) -> Candidate | None:
    """The budget that is topic or object before a sum: `내년 산림예산으로 80개 사업에 3천억원`.

    Args:
        text: the sentence, folded.
        amount: the amount, in the sentence.
    """
    match = _BUDGET_BEFORE.search(text, max(0, amount.start - 60), amount.start)
    if match is None:
        return None
    start, end = trim(text, *match.span("name"))
    return Candidate(start, end, "budget_name", None) if text[start:end] != "예산" else None


def _bullet(text: str, amount: Stretch) -> Candidate | None:
    bullet = _BULLET_LABEL.match(text)
    if bullet is not None and bullet.end() <= amount.start and is_label(bullet.group(1)):
        return Candidate(bullet.start(1), bullet.end(1), "bullet", None)
    return item_name(text, amount)


def item_name(text: str, amount: Stretch) -> Candidate | None:
    """`▲나래 옛무덤 문화권사업(총사업비 90억원)`: all from the bullet to the sum."""
    at = _last_bullet(text, amount.start)
    found = _ITEM_NAME.match(text, at + 1, amount.start) if at >= 0 else None
    if found is None:
        return None
    start, end = trim(text, *found.span("name"))
    end = cut_tail(text, start, end)
    name = text[start:end]
    if not (is_label(name) or _FUND.fullmatch(name)) or _CLAUSE.search(name) or _SUM.search(name):
        return None
    return Candidate(start, end, "bullet", None)


def _last_bullet(text: str, end: int) -> int:
    """Where the last bullet before a place stands, -1 where none does."""
    last = -1
    for sign in BULLET.finditer(text, 0, end):
        last = sign.start()
    return last


def _head(text: str, before: Sequence[NounPhrase], amount: Stretch) -> Candidate | None:
    """`▲관광지 개발에 재생 37억, 조성 9억 등 총 13건 141억`: the words behind the bullet."""
    if not _CLOSING.search(text, max(0, amount.start - 30), amount.start):
        return None
    at = _last_bullet(text, amount.start)
    if at < 0:
        return None
    for phrase in before:
        if phrase.start >= at + 1:
            near = not text[at + 1 : phrase.start].strip()
            if near and phrase.particle in ("에", "은", "는", "에는", "의"):
                return Candidate(*trim(text, phrase.start, phrase.end), "head", phrase.particle)
            return None
    return None


def _label(text: str, before: Sequence[NounPhrase], amount: Stretch) -> Candidate | None:
    """The words that label an amount in a list: `도로 7조원, 철도는 5조원`."""
    for phrase in reversed(before):
        start, end = trim(text, phrase.start, phrase.end)
        if text[start:end].endswith((" 등", " 약", " 총")):
            end = start + len(text[start : end - 1].rstrip())
        elif phrase.particle is None and text[start:end].endswith("에") and end - start > 3:
            end -= 1  # a name that Kiwi does not know took its particle in
        if not _LABEL_GAP.fullmatch(text, end, amount.start):
            return None
        cost = cost_words().search(text[start:end])
        if cost:
            end = start + cost.start()
            start += without_year(text[start:end])
            return Candidate(start, end, "label", "의") if is_label(text[start:end]) else None
        if not is_label(text[start:end]):
            return None
        if text[end - 1] == "비" and FOR_WHAT.search(text, 0, start):
            return None  # 새다리 건설을 위한 설계비: the bridge names the sum
        return Candidate(start, end, "label", phrase.particle)
    return None


def _relative(
    text: str, phrases: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> Candidate | None:
    """`총사업비 500억원인 나래 체험관은`, `30억원이 드는 다리`: what the clause modifies."""
    copula = _COPULA.match(text, amount.end)
    verb = next((p for p in predicates if p.start >= amount.end), None)
    start = None
    if copula:
        start = copula.end()
    elif named := _NAMED_BEHIND.match(text, amount.end):
        return Candidate(*named.span("name"), "relative", None)
    elif text.startswith("의 ", amount.end) and _WHOLE_COST.search(text, 0, amount.start):
        start = amount.end  # 총사업비 730억원의 우회도로는
    elif verb is not None and verb.form == "adnominal" and verb.start - amount.end <= 12:
        start = verb.end
    if start is None:
        return None
    phrase = next((p for p in phrases if p.start <= start + 2 and p.end > start), None)
    if phrase is None or phrase.start < amount.end:
        return None
    first = max(phrase.start, start)
    if copula and _WHOLE_BUDGET.search(text, first, phrase.end):
        return Candidate(first, phrase.end, "relative", phrase.particle)
    first, end = trim(text, first, phrase.end)
    end = cut_tail(text, first, end)
    # 2조원대 뱃길 구상의 마지막 구간: the first of the chain
    owner = text.rfind("의 ", first, end)
    end = owner if copula and owner > 0 else end
    if not is_thing(text[first:end]) or is_generic(text[first:end]):
        return None
    return Candidate(first, end, "relative", phrase.particle)


def _purpose(
    text: str, before: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> Candidate | None:
    """`무대를 정비하기 위해 5억원`, `쉼터를 짓는 데 3억원`: what is made with the money."""
    making = table()["making"]
    for phrase in reversed(before):
        if phrase.particle not in ("을", "를"):
            continue
        verb = next((p for p in predicates if phrase.end < p.start < amount.start), None)
        if verb is None or verb.lemma not in making or verb.start - phrase.end > _NEXT_WORD:
            return None
        if not _FOR.match(text, verb.end):
            return None
        start, end = trim(text, phrase.start, phrase.end)
        return Candidate(start, end, "object", "을") if is_thing(text[start:end]) else None
    return None


def _selected(
    text: str, before: Sequence[NounPhrase], predicates: Sequence[Predicate], amount: Stretch
) -> Candidate | None:
    """`새뜰마을 공모에 두 곳이 선정돼 국비 30억원을`: what was competed for."""
    for phrase in reversed(before):
        if phrase.particle not in ("에", "에서"):
            continue
        verb = next((p for p in predicates if phrase.end < p.start < amount.start), None)
        if verb is None or verb.lemma not in _CHOSEN or verb.start - phrase.end > _CHOSEN_REACH:
            continue
        start, end = trim(text, phrase.start, phrase.end)
        start += len(text[start:end]) - len(_DAY.sub("", text[start:end]))
        end = start + len(_CONTEST.sub("", text[start:end]))
        if is_thing(text[start:end]) and not is_generic(text[start:end]):
            return Candidate(start, end, "selected", phrase.particle)
    return None


def _ends_clause(text: str, phrase: NounPhrase) -> bool:
    """`교육여건이 좋고 등록금을 내린 대학에`: the subject of a clause that is over."""
    return _DESCRIBED.match(text, phrase.end) is not None


def _governing(
    text: str,
    before: Sequence[NounPhrase],
    amount: Stretch,
    kind: str,
    predicates: Sequence[Predicate] = (),
) -> Candidate | None:
    """The last topic before an amount, or the last noun with 에, that names a thing."""
    particles = (
        ("은", "는", "도", "이", "가", "에서는") if kind == "topic" else ("에", "에는", "에도")
    )
    for phrase in reversed(before):
        if phrase.particle not in particles:
            continue
        if any(phrase.end <= p.start < amount.start and p.form != "bare" for p in predicates):
            return None  # 하천에 떠내려온 쓰레기를 걷는 데
        if phrase.particle in ("이", "가") and _ends_clause(text, phrase):
            continue
        start, end = trim(text, phrase.start, phrase.end)
        end = cut_tail(text, start, end)
        name = text[start:end]
        if is_thing(name) and not is_generic(name):
            return Candidate(start, end, kind, phrase.particle)
        cost = ends_in(name, "cost") or name.endswith("사업비")
        if kind == "topic" and phrase.particle in ("은", "는") and not cost:
            return None
    return None
