"""Cue words of a sentence and how much they say for `budget` or `other` (`roles.toml`)."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Final, NamedTuple

from newsextract.budget._tables import alternation, read_toml
from newsextract.language.sentences import Stretch
from newsextract.models import Role

__all__ = [
    "Cue",
    "Vote",
    "changed_behind",
    "find_change_head",
    "find_cues",
    "is_base",
    "is_change",
    "speaks_of_public_money",
    "vote",
    "weigh",
]

_DISTANCE: Final = 12
"""A cue this many code points away counts half."""

_LEAST: Final = 0.1
"""Less weight than this, all cues of a sentence taken together, says nothing."""

_STRONG: Final = 0.95
"""Cues below this weight need public money somewhere in the article."""

_BASE: Final = re.compile(
    r"(?:\s?\([^()]{0,40}\)|\))?\s?(?:원)?(?:이?었?던\s(?:지난해|작년|전년|올해)?)?"
    r"(?:보다|에\s?비해|에\s?비하면|에\s?견줘|에\s?견주|[과와]\s?비슷한|과\s?비교|와\s?비교|과\s?견주|와\s?견주|"
    r"\s?대비|에서\s(?!는)|\s?(?:→|⇒))"
    r"|(?:원)?(?:인|이던|이었던)\s(?:[가-힣]{1,6}\s){0,3}[가-힣]{1,6}보다"
)
_BARE_BODY: Final = re.compile(r"(?:^|[\s“‘])[시군도구](?:는|은|가|이|에서)\s")
_HELP: Final = re.compile(
    r"(?:를|의|가|을)?\s?(?:빨리\s|모두\s|막[기고]|줄이|복구|예방|방지|지원|보상|대책|농가|주민|대비)"
)
_FOR: Final = re.compile(r"(?:비|용)?(?:에|에는|에도|을\s위해|를\s위해)\s")
_EXPORT_HELP: Final = re.compile(r"\s?(?:물류비|자금|지원|바우처|융자|금융|보험료|단지|기업)")
"""`수출물류비 3억원`: what exporters are given."""

_PROJECT: Final = re.compile(r"\s[^.,]{2,30}사업")
"""`89억 상당의 농촌개발사업`: worth, said of a project."""

_OPENS_SUM: Final = re.compile(r"\s?\((?:총|약)?\s?\d")
"""`전철화 사업(200억원)` is a budget anywhere."""


class Cue(NamedTuple):
    """A word that speaks for a role; offsets are those of the sentence."""

    start: int
    end: int
    role: Role
    weight: float


class Vote(NamedTuple):
    """What cues say of one amount, the heaviest first in `cues`."""

    budget: float
    other: float
    cues: tuple[Cue, ...]

    @property
    def role(self) -> Role | None:
        """The role they speak for, None when they say too little."""
        if max(self.budget, self.other) < _LEAST:
            return None
        return "budget" if self.budget > self.other else "other"


@cache
def _rules() -> tuple[re.Pattern[str], tuple[tuple[Role, float], ...]]:
    """One pattern with a group for each cue list, and what each list says."""
    table = read_toml("roles.toml")
    cues = table["cue"]
    bounds = ("(?<![가-힣])" if c.get("bounded") else "" for c in cues)
    lists = [f"({bound}{alternation(c['words'])})" for bound, c in zip(bounds, cues, strict=True)]
    stems = table["cost"]["stems"]
    cost = rf"({alternation(stems)}비(?![가-힣]{{0,1}}(?:중|례|율)))"
    meaning: list[tuple[Role, float]] = [("budget", table["cost"]["weight"])]
    meaning += [(c["role"], c["weight"]) for c in cues]
    glance = _glance([*(f"{stem}비" for stem in stems), *(w for c in cues for w in c["words"])])
    return re.compile(f"{glance}(?:{'|'.join([cost, *lists])})"), tuple(meaning)


def _glance(words: Sequence[str]) -> str:
    """A look at the first two characters, which spares most places the alternation."""
    first = {w[0] for w in words}
    single = {w for w in words if len(w) == 1}
    second = {c for w in words for c in (w[1:2], w[1:].lstrip()[:1])}  # blanks are optional
    one, other, alone = (re.escape("".join(sorted(chars))) for chars in (first, second, single))
    return f"(?=[{one}](?:[{other}]|(?<=[{alone}])))"


@cache
def _public() -> dict[str, re.Pattern[str]]:
    lists = read_toml("roles.toml")["public"]
    return {
        kind: re.compile(r"(?<![가-힣])" * (kind == "private") + alternation(words))
        for kind, words in lists.items()
    }


@cache
def _purpose() -> re.Pattern[str]:
    return re.compile(read_toml("roles.toml")["purpose"]["behind"])


def speaks_of_public_money(text: str, *, bodies: bool = False) -> bool:
    """Whether an article speaks of public money, and not of a company's or a household's.

    Args:
        text: headline and text, folded.
        bodies: whether it names a public body.

    >>> speaks_of_public_money("군은 예산을 짠다"), speaks_of_public_money("회사는 공장에 투자한다")
    (True, False)
    >>> speaks_of_public_money("시가 총사업비 3억원을 들인다", bodies=True)
    True
    >>> speaks_of_public_money("총사업비 3억원인 단지의 분양가는 2억원이다", bodies=True)
    False
    """
    words = _public()
    if words["strong"].search(text):
        return True
    hint = bodies or words["weak"].search(text) is not None or _BARE_BODY.search(text) is not None
    return hint and words["private"].search(text) is None


def find_cues(text: str, *, public: bool = True) -> list[Cue]:
    """The cue words of a sentence.

    Args:
        text: the sentence, folded.
        public: whether the article speaks of public money; weak cues count only then.

    >>> [(c.role, text[c.start:c.end]) for text in ["매출 3억원과 보상비 2억원"]
    ...  for c in find_cues(text)]
    [('other', '매출'), ('budget', '보상비')]
    """
    pattern, meaning = _rules()
    found = []
    for match in pattern.finditer(text):
        role, weight = meaning[(match.lastindex or 1) - 1]
        if role == "budget" and not public:
            strong = weight >= _STRONG and not _public()["weak"].fullmatch(match.group())
            if not strong and not _OPENS_SUM.match(text, match.end()):
                continue
        if role == "other" and _says_what_for(text, match):
            continue
        found.append(Cue(match.start(), match.end(), role, weight))
    return found


def _says_what_for(text: str, cue: re.Match[str]) -> bool:
    """`피해 복구에 3억원`, `백신 구입에 630억원`: what money is for, not what a sum is."""
    if cue.group() == "피해" and _HELP.match(text, cue.end()):
        return True
    if cue.group() in ("구입", "구매") and _FOR.match(text, cue.end()):
        return True
    if cue.group() == "수출" and _EXPORT_HELP.match(text, cue.end()):
        return True
    if cue.group() == "상당의" and _PROJECT.match(text, cue.end()):
        return True
    return _purpose().match(text, cue.end()) is not None


def is_base(text: str, end: int) -> bool:
    """Whether an amount that ends at `end` is what another is compared with.

    >>> is_base("73억 원에 비해 9억 원이 늘었다", 5)
    True
    """
    return _BASE.match(text, end) is not None


def is_change(text: str, end: int) -> bool:
    """Whether an amount that ends at `end` is a difference: `790억원 증가한`.

    >>> is_change("790억원 증가한 1조원", 5), is_change("790억원을 쓴다", 5)
    (True, False)
    """
    return changed_behind().match(text, end) is not None


@cache
def changed_behind() -> re.Pattern[str]:
    """What stands behind an amount that is a difference, the amount's own particle included."""
    bracket = r"(?:\s?\([^()]{0,60}\))?"
    per_cent = r"(?:\s?,?\s?\d[\d.]*\s?%(?:가|나|를|씩)?\)?|\))?"
    particle = r"\s?(?:가량|정도|여)?(?:이나|이|가|을|를|은|는|만큼|도|만)?"
    around = bracket + per_cent + particle + bracket + r"\s?"
    return re.compile(around + "(?:" + read_toml("roles.toml")["delta"]["behind"] + ")")


def find_change_head(text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
    """What opens a list of changes in a stretch of a text.

    >>> find_change_head("늘어난 세입은 국비 16억원 등이다").group()
    '늘어난 세입은'
    """
    word, head = _change_head()
    return head.search(text, start, end) if word.search(text, start, end) else None


@cache
def _change_head() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word that every such head holds, and the head itself."""
    delta = read_toml("roles.toml")["delta"]
    return re.compile(delta["head_word"]), re.compile(delta["head"])


def weigh(cues: Sequence[Cue], spans: Sequence[Stretch], at: int) -> list[float]:
    """What each cue weighs for one amount.

    Args:
        cues: of the sentence.
        spans: its amounts, in order.
        at: the number of the amount.
    """
    return [_weight(cue, spans[at], spans) for cue in cues]


def vote(cues: Sequence[Cue], weights: Sequence[Sequence[float]]) -> Vote:
    """Sum up cues for an amount, or for a list of amounts taken together.

    Args:
        cues: of the sentence.
        weights: for each of the amounts, one or more, what each cue weighs.
    """
    totals = {"budget": 0.0, "other": 0.0}
    weighed: list[tuple[float, int, Cue]] = []
    heaviest = weights[0] if len(weights) == 1 else map(max, *weights)
    for cue, weight in zip(cues, heaviest, strict=True):
        totals[cue.role] += weight
        weighed.append((-weight, cue.start, cue))
    weighed.sort(key=itemgetter(0, 1))
    return Vote(totals["budget"], totals["other"], tuple([c for _, _, c in weighed]))


def _weight(cue: Cue, span: Stretch, spans: Sequence[Stretch]) -> float:
    low, high = (cue.end, span.start) if cue.end <= span.start else (span.end, cue.start)
    if low >= high:
        return cue.weight
    between = sum([low <= s.start and s.end <= high for s in spans]) if len(spans) > 1 else 0
    return cue.weight / (1 + (high - low) / _DISTANCE) / (1 + between)
