"""Who pays an amount, where the money grammar has not read it: 나머지 34억원은 국고보조금이다.

Labels before an amount with words between (`자부담 등 74억원`), behind it, payers that are
subjects (`LH가 240억원, 시가 130억원을 댄다`) and, behind `재원은`, whatever noun stands
there. Such labels count only where a sum or a total bears them out (`parts`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from newsextract.budget._tables import alternation, read_toml
from newsextract.budget.cues import is_change
from newsextract.models import Amount, FundingSource
from newsextract.money.sources import classify, classify_payer, find_labels, label_at

__all__ = ["Label", "label_of"]

_REACH: Final = 40
_BEFORE: Final = re.compile(
    r"(?:\s?\([^()]{0,12}\))?(?:[이가은는]\s\d[\d,]*(?:개|건)(?:\s사업)?)?(?:\s?등)?(?:\s?(?:예산|지원금|보조금|재원|부담금?|분담금|지원|몫))?"
    r"(?:에서|으로는|으로|로는|로|은|는|이|가|도|만)?\s?(?:각각|총|약|모두)?\s?"
)
_BEHIND: Final = re.compile(
    r"(?:원)?(?:은|는|이|가|을|를)?\s?(?:모두|전액|전부|다시)?\s?(?:[가-힣]{2,20}의\s)?"
)
_COPULA: Final = re.compile(
    r"\s?(?:이다|이며|이고|이었|였다|이라|라고|이라고|으로|로(?![가-힣])|에서|인데|이지만|다(?:\.|$)|몫이|(?:이|가)\s(?:모두\s|전액\s)?(?:부담|지원|분담|내|낸|댄|대)|\s?(?:보조|지원|부담)(?:로|으로|을|를|금))"
)
_PAYER: Final = re.compile(
    r"(?P<name>(?:\S{1,16}\s){0,1}\S{1,16}?)(?:이|가|은|는|에서|측이|측은|도)\s?"
    r"(?:(?:각각|약|총|스스로|자체|직접|모두)\s?)?"
    r"(?:(?:[가-힣]{1,4}\s)?(?:마련|부담|낸|댄|내는|대는|내놓은|투자)[가-힣]{0,2}\s(?:것|돈|몫|금액|사업비)(?:은|는)\s?)?$"
)
_PARTICLE_END: Final = re.compile(
    r"(?:[은는이을를에의고며로인여한된할될도]|에서|에는|가운데|중|모두|우선|올해|내년|[.,’”)])$"
)
_SHARED: Final = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣·]{1,14})\s?(?P<share>\d{1,3}(?:\.\d{1,2})?)\s?%\s?\((?:약\s?)?$"
)
_SPOKEN: Final = re.compile(
    r"(?P<who>정부|국가|나라|중앙정부|지방|민간)\s(?:돈|몫|부담분?|지원금?)(?:만|은|는|이)?[^\d.]{0,8}$"
)
_UNLISTED: Final = re.compile(
    r"(?<![가-힣A-Za-z])(?P<name>[가-힣A-Za-z·]{2,12})(?:은|는|이|가)?\s?$"
)
_SUM: Final = re.compile(r"\d[\d,.]*\s?[조억천백만][\d,.조억천백만\s]*원?(?:씩)?")
_AND_SUMS: Final = re.compile(rf"(?:씩)?(?:(?:과|와|,|·)\s?{_SUM.pattern})*")
_IN_TURN: Final = re.compile(
    r"(?<!\S)(?P<names>(?:[가-힣A-Za-z()㈜]{1,16}?(?:와\s|과\s|,\s?|·)){1,4}[가-힣A-Za-z()㈜]{1,16}?)"
    rf"(?:이|가|은|는)\s각각\s(?:약\s)?(?P<sums>(?:{_SUM.pattern}(?:과|와|,|·)\s?){{0,4}})$"
)
"""`가람시와 나래병원이 각각 40억원과 60억원을 댄다`."""

_NAME_IN_TURN: Final = re.compile(r"[가-힣A-Za-z()㈜]+?(?=와\s|과\s|,|·|$)")
_ET_AL: Final = re.compile(r"\s?등\s")
_REST: Final = re.compile(r"나머지|잔여")


class Label(NamedTuple):
    """A source read beside an amount; offsets are the text's.

    `kind` is `printed` for a label of the table, `et_al` for one with 등 behind it, `payer`
    for a subject that pays, and `unlisted` for another noun behind `재원은`.
    """

    source: FundingSource
    start: int
    end: int
    kind: str
    share: Decimal | None = None


@cache
def _paying() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("sources.toml")["paying"]))


@cache
def _fund_head() -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣]){alternation(read_toml('sources.toml')['heads'])}")


def label_of(text: str, amount: Amount, sentence: tuple[int, int]) -> Label | None:
    """The source of an amount, read more freely than the grammar does.

    Args:
        text: the article, folded.
        amount: the amount.
        sentence: where its sentence begins and ends.

    >>> from newsextract.money import find_amounts
    >>> text = "나머지 34억원은 국고보조금이다."
    >>> label_of(text, find_amounts(text)[0], (0, len(text))).source.label
    '국고보조금'
    """
    if amount.funding_source is not None:
        source = classify_payer(amount.funding_source)
        at = text.rfind(amount.funding_source, max(0, amount.start - _REACH), amount.start)
        start = at if at >= 0 else text.find(amount.funding_source, amount.end)
        if start < 0:
            start = amount.start
        return Label(source, start, start + len(amount.funding_source), "printed")
    start, end = sentence
    before = _before(text, amount, max(start, amount.start - _REACH))
    if before is not None and before.source.category == "other":  # 나머지 34억원은 국고보조금
        before = _behind(text, amount, end) or before
    return (
        before
        or _behind(text, amount, end)
        or _each_pays(text, amount, start, end)
        or _payer(text, amount, start, end)
        or _shared(text, amount, start)
        or _spoken(text, amount, start)
        or _unlisted(text, amount, start)
    )


def _before(text: str, amount: Amount, start: int) -> Label | None:
    found = None
    for match in find_labels(text, start, amount.start):
        if match["syllable"] is None and _BEFORE.fullmatch(text, match.end(), amount.start):
            found = match
    if found is None:
        return None
    label = found["label"] or found["fund"]
    end = found.start() + len(label)
    kind = "et_al" if _ET_AL.match(text, end) else "printed"
    return Label(classify_payer(label), found.start(), end, kind)


def _behind(text: str, amount: Amount, stop: int) -> Label | None:
    gap = _BEHIND.match(text, amount.end, stop)
    match = label_at(text, gap.end(), stop) if gap else None
    if match is None or match["syllable"] is not None:
        return None
    label = match["label"] or match["fund"]
    end = match.start() + len(label)
    if not _COPULA.match(text, end):
        return None
    return Label(classify_payer(label), match.start(), end, "printed")


def _payer(text: str, amount: Amount, start: int, stop: int) -> Label | None:
    """A subject before the amount in a sentence whose verb is one of paying."""
    if not _paying().search(text, amount.end, stop) and not _REST.search(text, start, stop):
        return None
    match = _PAYER.search(text, max(start, amount.start - _REACH), amount.start)
    if match is None:
        return None
    words = match["name"].split()
    joint = len(words) > 1 and (words[0][-1] in "와과·" or not _PARTICLE_END.search(words[0]))
    for name in ([match["name"]] if joint else []) + [words[-1]] if words else []:
        source = _payer_source(name)
        if source is not None:
            start = match.end("name") - len(name)
            return Label(source, start, match.end("name"), "payer")
    return None


def _each_pays(text: str, amount: Amount, start: int, stop: int) -> Label | None:
    """The payer whose turn it is: each of the sums has a name, the last names are theirs."""
    if not _paying().search(text, amount.end, stop):
        return None
    match = _IN_TURN.search(text, max(start, amount.start - 3 * _REACH), amount.start)
    if match is None:
        return None
    turn = len(_SUM.findall(match["sums"]))
    more = _AND_SUMS.match(text, amount.end, stop)
    number = turn + 1 + (len(_SUM.findall(more.group())) if more else 0)
    names = list(_NAME_IN_TURN.finditer(text, *match.span("names")))[-number:]
    if len(names) < number:
        return None
    name = names[turn]
    source = _payer_source(name.group()) or classify_payer(name.group())
    return Label(source, name.start(), name.end(), "unlisted")


def _shared(text: str, amount: Amount, start: int) -> Label | None:
    """`원인자부담금 60%(288억원)`: the name before a share is a source, whatever it is."""
    if text[amount.end : amount.end + 1] != ")":
        return None
    match = _SHARED.search(text, max(start, amount.start - _REACH), amount.start)
    if match is None or is_change(text, amount.end + 1):
        return None  # 특별회계는 12%(80억원) 증가한
    name = match["name"]
    share = Decimal(match["share"]) / 100
    source = classify_payer(name)
    return Label(source, match.start("name"), match.end("name"), "unlisted", share)


def _spoken(text: str, amount: Amount, start: int) -> Label | None:
    """`정부 돈만 따지면 4조원`."""
    match = _SPOKEN.search(text, max(start, amount.start - _REACH), amount.start)
    if match is None:
        return None
    source = classify_payer(match["who"])
    return Label(source, match.start("who"), match.end("who"), "payer")


def _payer_source(name: str) -> FundingSource | None:
    tier = {"시": "municipal", "도": "provincial", "군": "county", "구": "district"}
    if name in tier:
        return FundingSource(label=name, category=tier[name])
    known = classify(name) or classify_payer(name)
    if known.category == "other" and _private().search(name):
        return FundingSource(label=name, category="private")
    return known if known.category != "other" else None


@cache
def _private() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("sources.toml")["private"]) + r"\)?$")


def _unlisted(text: str, amount: Amount, start: int) -> Label | None:
    """`재원은 댐건설비 960억원과 …`: the noun before the amount, whatever it is."""
    if not _fund_head().search(text, start, amount.start):
        return None
    match = _UNLISTED.search(text, max(start, amount.start - 16), amount.start)
    if match is None:
        return None
    name = match["name"]
    return Label(classify_payer(name), match.start("name"), match.end("name"), "unlisted")
