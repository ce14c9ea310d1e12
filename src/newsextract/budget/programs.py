"""The programme that money is for: a name in quotes, or the noun phrase before the particle.

Names end in 사업, 계획, 조성 … (`programs.toml`). Two spellings of one name differ in
spaces: `지역사업추진계획` is `지역사업 추진계획`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsextract.budget._tables import alternation, read_json, read_toml
from newsextract.budget.lexicon import official_name
from newsextract.budget.years import find_years
from newsextract.language.phrases import NounPhrase
from newsextract.language.sentences import enclosed
from newsextract.models import Span
from newsextract.money.sources import classify

__all__ = [
    "Candidate",
    "choose_program",
    "compact",
    "find_candidates",
    "find_label",
    "name_parts",
    "same_name",
]

_QUOTES: Final = "‘“「『<〈《\"'"
_LEADING_YEAR: Final = re.compile(r"^(?:(?:19|20)\d{2}|['’‘]?\d{2})(?:년도?)?(?:[~-]\d{2,4}년)?")
_NOT_IN_NAME: Final = re.compile(r"[\s·‧ㆍ․・‘’“”'\"「」『』<>〈〉《》]")
_CONJUNCTION: Final = re.compile(r"\s및\s|(?<=[가-힣])및(?=[가-힣])|[과와]\s|,\s|/")
_COUNT: Final = re.compile(r"^(?:제?\d[\d,]*\s?(?:개|건|곳|대|종|여\s?개)(?:의|년)?\s?)")
_LEADING_PARTICLE: Final = re.compile(r"^(?:의|및|와|과)\s+")
_AFTER_ET_AL: Final = re.compile(r".*(?:^|\s)(?:등|가운데|중)\s+")
_CLAUSE_WORD: Final = re.compile(r"[가-힣]*(?:[은는이가을를에의로와과도며고해서한할된될던]|에서)\s")
_ACCOUNTS: Final = frozenset({"기금", "일반회계", "특별회계"})
_ADJOINING: Final = re.compile(
    r"['’”」』>〉》\"]?\s?(?:은|는|이|가|에|에는)?\s?(?:총|약|모두|각각)?\s?\(?(?:총|약)?\s?"
)
_BULLET_LABEL: Final = re.compile(r"^\s*[-ㅇ○◦*·▲△▷■□●]\s*\(([^()]{2,20})\)")
_PERIOD_WORD: Final = re.compile(r"^\d+\s?(?:년|개월)|동안|년간")
_ACCOUNT_END: Final = re.compile(r"(?:예산안?|추경안?|기금|회계)$")
_LABEL_GAP: Final = re.compile(
    r"(?:은|는|이|가|에|에는|에도|도)?\s?(?:총|약|모두|각각)?\s?\(?(?:총|약)?\s?"
)
_SENTENCE_END: Final = re.compile(r"(?:[다요죠까]|[.!?,…])$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible programme name; offsets are those of the sentence.

    `kind` tells how sure the form is: quoted, named (ends like a name), label (touches an
    amount in a list), cost (`설계비`).
    """

    start: int
    end: int
    kind: str
    particle: str | None


@cache
def _patterns() -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Name endings, plain words, words to cut in front, cost words to cut behind."""
    table = read_toml("programs.toml")
    heads = re.compile(alternation(table["heads"]) + "$")
    plain = frozenset(word.replace(" ", "") for word in table["plain"])
    lead = re.compile(rf"^(?:{alternation(table['lead'])}(?:의)?\s+)+")
    cost = re.compile(rf"(?:의)?\s+{alternation(table['cost'])}$")
    return heads, plain, lead, cost


def compact(name: str) -> str:
    """A name as it is compared: without spaces, middle dots and quotes.

    >>> compact("지역사업 추진계획") == compact("지역사업추진계획")
    True
    """
    return _NOT_IN_NAME.sub("", name)


def _bare(name: str) -> str:
    return _LEADING_YEAR.sub("", compact(name))


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name one programme.

    >>> same_name("2019년 지역사업 추진계획", "지역사업추진계획")
    True
    """
    if compact(one) == compact(other):
        return True
    years = {m.group() for m in map(_LEADING_YEAR.match, (compact(one), compact(other))) if m}
    return len(years) < 2 and _bare(one) == _bare(other)


def name_parts(name: str) -> tuple[str, ...]:
    """The names that a joint name is made of, one part if it is not joint.

    >>> name_parts("2019년 진흥계획 및 지역사업 추진계획")
    ('2019년 진흥계획', '지역사업 추진계획')
    """
    parts = [p.strip() for p in _CONJUNCTION.split(name)]
    heads, plain, _, _ = _patterns()
    named = all(len(p) > 3 and heads.search(p) and compact(p) not in plain for p in parts)
    return tuple(parts) if named else (name,)


def find_candidates(text: str, phrases: Sequence[NounPhrase]) -> tuple[Candidate, ...]:
    """Every stretch of a sentence that looks like a programme's name.

    Args:
        text: the sentence, folded.
        phrases: its noun phrases.

    >>> [text[c.start:c.end] for text in ["시는 ‘새봄마을 사업’에 3억원을 쓴다"]
    ...  for c in find_candidates(text, ())]
    ['새봄마을 사업']
    """
    quoted = [c for span in enclosed(text) if (c := _quoted(text, span))]
    named = [c for phrase in phrases if (c := _named(text, phrase))]
    free = [c for c in named if not any(q.start - 1 <= c.end and c.start <= q.end for q in quoted)]
    return tuple(sorted([*quoted, *free], key=lambda c: c.start))


def _quoted(text: str, span: Span) -> Candidate | None:
    """A quotation that names something and is no speech."""
    if text[span.start] not in _QUOTES:
        return None
    inner = text[span.start + 1 : span.end - 1]
    start = span.start + 1 + len(inner) - len(inner.lstrip())
    name = inner.strip()
    heads, _, _, _ = _patterns()
    if not 3 <= len(name) <= 60 or _SENTENCE_END.search(name) or not re.search("[가-힣]", name):
        return None
    behind = text[span.end : span.end + 12].lstrip()
    if not heads.search(name) and not re.match(
        r"(?:[가-힣]{0,4}\s?)(?:사업|계획|프로젝트|예산)", behind
    ):
        return None
    particle = re.match(r"[가-힣]*", text[span.end : span.end + 6])
    return Candidate(start, start + len(name), "quoted", particle.group() if particle else None)


def _named(text: str, phrase: NounPhrase) -> Candidate | None:
    """A noun phrase that ends like a name, without what stands before and behind it."""
    heads, plain, _, cost = _patterns()
    start, end = _outer(text, phrase)
    particle = phrase.particle
    behind = cost.search(text[start:end])
    if behind:
        end = start + behind.start()
        particle = "의"
    elif re.search(r"(?:사업|공사)비$", text[start:end]) and not re.search(
        r"(?:^|\s)총?(?:사업|공사)비$", text[start:end]
    ):
        end -= 1
        particle = "의"
    name = text[start:end]
    if heads.search(name) and compact(name) not in plain and len(compact(name)) >= 4:
        return Candidate(start, end, "named", particle)
    last = re.search(r"(?:^|의\s)((?:[가-힣]+\s){0,2}[가-힣]{2,}비)$", name)
    if last and not re.search(r"(?:사업|국|도|시|군|구|지방)비$", name):
        first = start + max(last.start(1), name.rfind("의 ") + 2 if "의 " in name else 0)
        return Candidate(first, end, "cost", particle)
    return None


def _outer(text: str, phrase: NounPhrase) -> tuple[int, int]:
    """A phrase without white space and the words that only introduce a name."""
    start, end = phrase.start, phrase.end
    _, _, lead, _ = _patterns()
    for pattern in (_AFTER_ET_AL, _LEADING_PARTICLE, lead, _COUNT, lead):
        cut = pattern.match(text[start:end])
        if cut:
            start += cut.end()
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, max(start, phrase.start + len(text[phrase.start : end].rstrip()))


def find_label(text: str, phrases: Sequence[NounPhrase], amount: Span) -> Candidate | None:
    """The words that label an amount in a list: `도로 7조원, 철도는 5조원`.

    Args:
        text: the sentence, folded.
        phrases: its noun phrases, cut at the amounts.
        amount: the amount, in the sentence.
    """
    bullet = _BULLET_LABEL.match(text)
    if bullet is not None and bullet.end() <= amount.start and _is_label(bullet.group(1)):
        return Candidate(bullet.start(1), bullet.end(1), "bullet", None)
    for phrase in reversed(phrases):
        if phrase.end > amount.start:
            continue
        start, end = _outer(text, phrase)
        cost = _patterns()[3].search(text[start:end])
        if cost and _LABEL_GAP.fullmatch(text, end, amount.start):
            end = start + cost.start()
            return Candidate(start, end, "label", "의") if _is_label(text[start:end]) else None
        if not _LABEL_GAP.fullmatch(text, end, amount.start) or not _is_label(text[start:end]):
            return None
        return Candidate(start, end, "label", phrase.particle)
    return None


def _is_label(words: str) -> bool:
    """Whether words name a purpose: not a source, a cost, a body, a year, a filler."""
    table = read_toml("programs.toml")
    name = compact(words)
    if name.endswith(tuple(read_json("agencies.json")["suffixes"])) or _PERIOD_WORD.search(words):
        return False
    return (
        len(name) >= 2
        and re.search("[가-힣A-Za-z]", name) is not None
        and name not in table["cost"]
        and name not in table["lead"]
        and name not in table["fillers"]
        and (name in _ACCOUNTS or classify(words) is None)
        and official_name(name, None) is None
        and not find_years(words, 2000)
    )


def find_names(text: str) -> list[tuple[int, int]]:
    """Names in a stretch that is not analysed: in quotes, or words that end like a name.

    >>> text = "시는 강가를 쉼터로 바꾸는 새봄 생태공원 조성사업을 시작한다. "
    >>> [text[start:end] for start, end in find_names(text)]
    ['새봄 생태공원 조성사업']
    """
    found = [(c.start, c.end) for c in find_candidates(text, ())]
    for match in _unanalysed().finditer(text):
        start = match.start()
        if any(a <= match.end() and start <= b for a, b in found):
            continue
        ends = [m.end() for m in _CLAUSE_WORD.finditer(match.group())]
        start += ends[-1] if ends else 0
        name = text[start : match.end()]
        if len(compact(name)) >= 4 and compact(name) not in _patterns()[1]:
            found.append((start, match.end()))
    return sorted(found)


@cache
def _unanalysed() -> re.Pattern[str]:
    heads = alternation(read_toml("programs.toml")["heads"])
    return re.compile(
        rf"(?<![가-힣])(?:[가-힣A-Za-z0-9·&-]{{1,15}}\s){{0,3}}[가-힣A-Za-z0-9·&-]{{0,15}}{heads}"
        r"(?=(?:은|는|이|가|을|를|에|의|과|와|으로|로)(?:\s|$))"
    )


def choose_program(
    text: str, candidates: Sequence[Candidate], amount: Span, others: Sequence[Span]
) -> Candidate | None:
    """The candidate that an amount is for.

    A name before the amount comes first, then one behind it; a quoted one before an
    unquoted; another amount in between parts them.

    Args:
        text: the sentence, folded.
        candidates: names in it.
        amount: the amount, in the sentence.
        others: the sentence's other amounts that stand by themselves.

    >>> text = "‘가람 사업’에 3억원, ‘나래 사업’에 2억원을 쓴다"
    >>> names = find_candidates(text, ())
    >>> chosen = choose_program(text, names, Span(start=23, end=26), [Span(start=9, end=12)])
    >>> text[chosen.start:chosen.end]
    '나래 사업'
    """
    scored = [(_score(text, c, amount, others), -c.start, c) for c in candidates]
    best = max(scored, default=None, key=lambda s: s[:2])
    return best[2] if best is not None and best[0] > 0 else None


def _score(text: str, candidate: Candidate, amount: Span, others: Sequence[Span]) -> float:
    before = candidate.end <= amount.start
    if not before and candidate.start < amount.end:
        return 0.0
    low, high = (candidate.end, amount.start) if before else (amount.end, candidate.start)
    between = sum(1 for o in others if low <= o.start and o.end <= high)
    account = candidate.kind == "named" and _ACCOUNT_END.search(
        text[candidate.start : candidate.end]
    )
    score = (
        1.6
        if account
        else {"quoted": 3.0, "named": 2.0, "bullet": 3.0, "label": 1.3, "cost": 1.2}[candidate.kind]
    )
    score += (1.0 if before else 0.0) - (high - low) / 100 - 1.5 * between
    gap = text[low:high]
    if before and _ADJOINING.fullmatch(gap):
        score += 1.0  # 정비사업(11억 원), 정비사업에 11억원
    if before and candidate.particle == "의":
        score += 0.5
    return score
