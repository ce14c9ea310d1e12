"""Funding sources: labels as the press writes them, and the tree they roll up in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from newsextract.models import FundingSource
from newsextract.money.fold import fold
from newsextract.money.words import alternation

__all__ = [
    "FourWay",
    "ancestors",
    "classify",
    "classify_payer",
    "find_labels",
    "four_way",
    "is_weak",
    "label_at",
    "label_pattern",
]

FourWay = Literal["국비", "시도비", "시군구비", "기타"]
"""The four sources of the local-finance system."""

_FUND = "기금"
"""Its label may begin with any syllable: 농어촌진흥기금."""

_LONGEST_FUND = 16
_TIER = {"국": "national", "도": "provincial", "시": "municipal", "군": "county", "구": "district"}
_NOT_IN_KEY = re.compile(r"[\s·./,]")
_BRACKET = re.compile(r"\(.*\)$")
_OF_TIERS = re.compile("[국도시군구비지방와과및보조원금]+")
"""All that a combined label is made of."""

_TIER_WORDS = frozenset({"국비", "도비", "시비", "군비", "구비"})
_COMBINED = r"[국도시군구](?: ?[·./] ?[국도시군구]){1,3}비(?:보조금| 보조금|지원금)?"
_GLUED = r"국[도시군구]{1,3}비(?:보조금| 보조금)?|도[시군]{1,2}비"
_SPOKEN = r"[국도시군구](?:와|과| 및) ?(?:[도시군구](?:[·.]?[시군구]){0,2}비|지방비)"


@cache
def _data() -> dict[str, Any]:
    raw = files(__package__).joinpath("sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


@cache
def _categories() -> dict[str, str]:
    return {
        _key(label): category
        for category, labels in reversed(_data()["labels"].items())
        for label in labels
    }


def _key(label: str) -> str:
    return _NOT_IN_KEY.sub("", fold(label))


def classify(label: str) -> FundingSource | None:
    """The funding source a label names, or None when it is no label of a source.

    Args:
        label: as written; spaces and middle dots do not matter.

    >>> classify("국고보조금").category, classify("국․도비").category
    ('national', 'national_provincial')
    >>> classify("국·도·시비").category, classify("도비와 시군비").category
    ('national_provincial_sigungu', 'provincial_sigungu')
    >>> classify("사업비") is None
    True
    """
    key = _key(label)
    bare = _BRACKET.sub("", key) if "(" in key else key  # 도비(전환사업)
    category = _categories().get(key) or _categories().get(bare)
    if category is None and _OF_TIERS.fullmatch(bare):
        category = _combined(bare)
    if category is None and len(key) > 2 and key.endswith("기금"):
        category = "fund"
    return FundingSource(label=label, category=category) if category else None


def _combined(key: str) -> str | None:
    """Category of a combined label: 국도비, 도시군비, 국비와지방비. Its parts are never split."""
    plain = re.sub(r"(?:보조금|지원금)$", "", key)
    plain = re.sub(r"비(?=[와과및도시군구지])|[와과및]", "", plain)
    if plain == "국지방비":
        return "national_local"
    if not re.fullmatch(r"[국도시군구]{2,4}비", plain):
        return None
    tiers = [_TIER[c] for c in plain[:-1]]
    if tiers == ["municipal", "provincial"]:
        return "sido"  # 시·도비: all 시도, not a city and a province
    national, provincial = "national" in tiers, "provincial" in tiers
    basic = [t for t in tiers if t not in ("national", "provincial")]
    if national and provincial:
        return "national_provincial_sigungu" if basic else "national_provincial"
    if national:
        return f"national_{basic[0]}" if len(basic) == 1 else "national_sigungu"
    return "provincial_sigungu" if provincial else "sigungu"


def classify_payer(label: str) -> FundingSource:
    """The source a payer named among sure labels stands for: 행안부, LH, 농협기금, 원주시.

    >>> classify_payer("춘천시").category, classify_payer("아무개").category
    ('municipal', 'other')
    """
    known = classify(label)
    if known:
        return known
    return FundingSource(label=label, category=_by_parts(_key(label)) or "other")


def _by_parts(key: str) -> str | None:
    """Category of a label that holds a known one: 서울시비, 국비매칭, 교특회계; 행안부, 원주시."""
    if key[-2:] in _TIER_WORDS:
        return _categories()[key[-2:]]
    for length in range(len(key) - 1, 1, -1):
        known = _categories().get(key[:length])
        if known and key[:length] not in _weak():
            return known
    for category, endings in _data()["payers"].items():
        if key.endswith(tuple(endings)):
            return str(category)
    return None


def is_weak(label: str) -> bool:
    """Whether a label needs a sure label beside it (정부, 기업, 기타 ...).

    >>> is_weak("정부"), is_weak("국비")
    (True, False)
    """
    return label in _weak()


@cache
def _weak() -> frozenset[str]:
    return frozenset(_data()["weak"]["labels"])


@cache
def ancestors(category: str) -> tuple[str, ...]:
    """`category` and all above it up to `total`.

    Raises:
        KeyError: no such category.

    >>> ancestors("county")
    ('county', 'sigungu', 'local', 'public', 'total')
    """
    tree: dict[str, str] = _data()["tree"]
    path = [category]
    while parent := tree[path[-1]]:
        path.append(parent)
    return tuple(path)


@cache
def four_way(category: str) -> FourWay:
    """The source in the split of the local-finance system: 국비, 시도비, 시군구비, 기타.

    Combined labels (국·도비) and 지방비 of an unsaid tier are 기타: they cannot be split.

    >>> four_way("balanced"), four_way("county"), four_way("national_provincial")
    ('국비', '시군구비', '기타')
    """
    table: dict[str, FourWay] = _data()["four_way"]
    for name in ancestors(category):
        if name in table:
            return table[name]
    return "기타"


@cache
def label_pattern() -> re.Pattern[str]:
    """Pattern that finds labels in folded text; `weak` and one-syllable ones included.

    >>> [m.group() for m in label_pattern().finditer("국·도비 40억, 자부담 3억")]
    ['국·도비', '자부담']
    """
    # one glance at the first character spares most places the alternation
    initials, listed = _initials(), _listed()
    boundary = r"(?:(?<![가-힣A-Za-z])|(?<=전액)|(?<=총)|(?<=[ 원,]중)|(?<=[은는]))"
    return re.compile(
        rf"(?=[{initials}]){boundary}(?P<label>{_SPOKEN}|{_COMBINED}|{_GLUED}|{alternation(listed)})"
        r"|(?<![가-힣A-Za-z])(?P<fund>[가-힣]{2,14}기금)"
        rf"|(?<![가-힣\d])(?P<syllable>[국도시군구])(?= ?\d)"
    )


def find_labels(s: str, start: int = 0, stop: int | None = None) -> Iterator[re.Match[str]]:
    """All matches of `label_pattern` in folded text, as its `finditer` gives them.

    Args:
        s: folded text.
        start: where to begin.
        stop: where the text ends for the search; its own end by default.

    >>> [m.group() for m in find_labels("국·도비 40억, 자부담 3억")]
    ['국·도비', '자부담']
    """
    pattern = label_pattern()
    stop = len(s) if stop is None else stop
    if s.find(_FUND, start, stop) >= 0:
        yield from pattern.finditer(s, start, stop)
        return
    end = 0
    for place in _label_places().finditer(s, start, stop):
        if place.start() >= end and (match := pattern.match(s, place.start(), stop)):
            end = match.end()
            yield match


def label_at(s: str, pos: int, stop: int) -> re.Match[str] | None:
    """The label that begins at a place of folded text.

    >>> label_at("3억원은 국비다", 5, 8).group()
    '국비'
    """
    if _label_places().match(s, pos, stop) or s.find(_FUND, pos, pos + _LONGEST_FUND) >= 0:
        return label_pattern().match(s, pos, stop)
    return None


@cache
def _label_places() -> re.Pattern[str]:
    """Where a label may begin: the first character of one at the start of a word."""
    return re.compile(
        rf"[{_initials()}국도시군구]"
        r"(?:(?<![가-힣].)|(?<=전액.)|(?<=총.)|(?<=[ 원,]중.)|(?<=[은는].))"
    )


@cache
def _initials() -> str:
    return re.escape("".join(sorted({label[0] for label in _listed()})))


@cache
def _listed() -> tuple[str, ...]:
    return tuple(fold(label) for labels in _data()["labels"].values() for label in labels)
