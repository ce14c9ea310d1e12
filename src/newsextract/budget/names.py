"""Names of programmes: which words can be one, and when two spellings name the same.

Names end in 사업, 계획, 조성 … (`programs.toml`). Two spellings of one name differ in
spaces: `지역사업추진계획` is `지역사업 추진계획`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from newsextract.budget._tables import alternation, read_json, read_toml
from newsextract.budget.lexicon import official_name, place_names
from newsextract.budget.years import find_years
from newsextract.language.sentences import Stretch, enclosed
from newsextract.money.sources import classify

__all__ = [
    "compact",
    "cut_tail",
    "ends_in",
    "ends_like_name",
    "find_names",
    "is_generic",
    "is_label",
    "is_place",
    "is_plain",
    "is_thing",
    "may_name",
    "name_parts",
    "quoted_name",
    "quoted_names",
    "same_name",
    "table",
    "trim",
]

QUOTES: Final = "‘“「『<〈《\"'"
_LEADING_YEAR: Final = re.compile(r"^(?:(?:19|20)\d{2}|['’‘]?\d{2})(?:년도?)?(?:[~-]\d{2,4}년)?")
_NOT_IN_NAME: Final = re.compile(r"[\s·‧ㆍ․・‘’“”'\"「」『』<>〈〉《》]")
_CONJUNCTION: Final = re.compile(r"\s및\s|(?<=[가-힣])및(?=[가-힣])|[과와]\s|,\s|/")
_COUNT: Final = re.compile(
    r"(?:제?\d[\d,]*\s?(?:개(?:교|소|사|국|면|동|반|군|시|월)?|건|곳|대|종|여\s?개)(?:의|년)?\s?)"
)
_DATE: Final = re.compile(
    r"(?:(?:(?:19|20)\d{2}|\d{2})년\s)?(?:\d{1,2}월|\d{1,2}일)(?:\s(?:\d{1,2}일|초|중순|하순|말))?\s+"
)
_COUNT_BEHIND: Final = re.compile(
    r"\s(?:\d[\d,]*(?:여)?|한|두|세|네|다섯|여섯|여러|몇)\s?(?:곳|개|개소|동|대|건|면|채|기)$"
)
_COUNTERS: Final = "곳개소동대건면채기"
_REST_OF_THEM: Final = re.compile(
    r"(?:나머지\s|기타\s|각종\s|[가-힣]{2,6}\s성격의\s|\d+개\s)*(?:사업|분야|부문|과제|항목)"
)
"""`문화유적 정비 등 나머지 사업`: what stands before 등 says more."""

_LEADING_PARTICLE: Final = re.compile(r"(?:의|및|와|과|규모의|규모|상당의|가량의)\s+")
_OWNER: Final = re.compile(r"(?P<body>[가-힣]{2,12})(?:의)\s+")
_AFTER_ET_AL: Final = re.compile(r".*(?:^|\s)(?:등|가운데|중)\s+")
CLAUSE_WORD: Final = re.compile(
    r"[가-힣0-9,]*[0-9십백천만억조]원(?:씩|을)?\s|[가-힣]*(?:[은는이가을를에의와과도며고해서한할된될던여게히면]|에서|(?<![도수관선통항철진])(?<!책)(?<!입)로)\s"
)
_ACCOUNTS: Final = frozenset({"기금", "일반회계", "특별회계"})
_PERIOD_WORD: Final = re.compile(r"^\d+\s?(?:년|개월)|동안|년간")
_VAGUE_COUNT: Final = re.compile(
    r"(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|여러|몇|각|온|이런|그런|어떤|다른|모든)\s"
)
_MEASURED: Final = re.compile(r"(?:연장|길이|면적|너비|폭)\s?[\d,.]+\s?(?:km|㎞|m|㎡|ha|평)")
_OF_YEAR: Final = re.compile(r"^(?:19|20)\d{2}년\s(?=[가-힣]{2})")
_VERB_STEM: Final = re.compile(r"(?:지원|추진|주관|투자|시행|개최|운영|조성|설치|정비|투입)하$")
_COUNTED: Final = re.compile(
    r"[가-힣]{0,6}[\d,백천만]+(?:여)?(?:건|개|곳|명|종|대|동|호|가구|세대|개소|개교|개사)의?$"
)
_GLANCE: Final = 24
"""So much of the text behind a pair of quotes tells whether it holds a name."""

_OFFICE: Final = re.compile(r"[가-힣]{1,6}(?:부|처|청|원|시|군)")
_SYLLABLE: Final = re.compile("[가-힣]")
_LETTER: Final = re.compile("[가-힣A-Za-z]")
_SENTENCE_END: Final = re.compile(r"(?:[다요죠까]|[.!?,…])$")
_VAGUE: Final = re.compile("사업|계획|추진|지원|운영|확대|개선|관리|강화|개발|공모|정부")
_SWEEPING: Final = re.compile(
    r"^(?:(?:함께|각종|여러|이번|이들|주요|다양한|관련|기타|세부|해당|[가-힣]{2,6}\s성격의)\s)+"
)
"""`각종 사업`, `마중물 성격의 사업`: words that make no name of what they stand before."""

_DAY: Final = re.compile(r"(?:^|\s)\d{1,2}(?:일|월)$")
_NAMES_SOMETHING: Final = re.compile(r"(?:[가-힣]{0,4}\s?)(?:사업|계획|프로젝트|예산|조성|건립)")
_HAS_A_SUM: Final = re.compile(
    r"(?:에|에는|은|는)?\s?\(?(?:(?:총|약|각각|총사업비|사업비|예산|[국도시군구]비)\s?){0,2}\d[\d,.]*\s?[조억천백만]"
)
"""`‘바다로 가는 길’에 국비 12억원`: what is quoted right before a sum is what it is for."""


@cache
def table() -> dict[str, frozenset[str]]:
    """The word lists of `programs.toml`, without spaces."""
    return {
        k: frozenset(w.replace(" ", "") for w in v) for k, v in read_toml("programs.toml").items()
    }


@cache
def _no_labels() -> frozenset[str]:
    return table()["cost"] | table()["lead"] | table()["fillers"]


@cache
def _body_suffixes() -> tuple[str, ...]:
    return tuple(read_json("agencies.json")["suffixes"])


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(_glanced(read_toml("programs.toml")["lead"]))


def _glanced(words: Sequence[str]) -> str:
    """Words and a blank, once or more; a glance at the first character comes first."""
    initials = re.escape("".join(sorted({w[0] for w in words})))
    return rf"(?=[{initials}])(?:{alternation(words)}(?:의)?\s+)+"


@cache
def _tail() -> re.Pattern[str]:
    words = alternation(read_toml("programs.toml")["tails"])
    return re.compile(rf"(?:\s{words})+$")


@cache
def _endings(kind: str) -> dict[str, tuple[str, ...]]:
    """The words of a list of `programs.toml` by their last character."""
    found: dict[str, tuple[str, ...]] = {}
    for word in read_toml("programs.toml")[kind]:
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found


def ends_in(words: str, kind: str) -> bool:
    """Whether words end in one of a list of `programs.toml`.

    >>> ends_in("강변공원", "places"), ends_in("강변", "places")
    (True, False)
    """
    endings = _endings(kind).get(words[-1:])
    return endings is not None and words.endswith(endings)


def compact(name: str) -> str:
    """A name as it is compared: without spaces, middle dots and quotes.

    >>> compact("지역사업 추진계획") == compact("지역사업추진계획")
    True
    """
    if name.isalnum() and "ㆍ" not in name:  # which counts as a letter
        return name
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
    if len(parts) == 1:
        return (name,)
    named = all(len(p) > 3 and ends_like_name(p) and not is_plain(p) for p in parts)
    return tuple(parts) if named else (name,)


def ends_like_name(words: str) -> bool:
    """Whether words end as names of programmes do.

    >>> ends_like_name("강변 산책로 조성사업"), ends_like_name("강변 산책")
    (True, False)
    """
    return ends_in(words, "heads")


def may_name(words: str) -> bool:
    """A first glance at a phrase: most end in no character that a name or what follows it does.

    >>> may_name("산책로 조성사업 "), may_name("마을 주민")
    (True, False)
    """
    return words.rstrip()[-1:] in _last_characters() or " 등 " in words


@cache
def _last_characters() -> frozenset[str]:
    """What names end in, words of cost and others behind them, and counts."""
    endings = (_endings(kind) for kind in ("heads", "tails", "cost"))
    return frozenset(f"비{_COUNTERS}").union(*endings)


def is_plain(words: str) -> bool:
    """Whether words end like a name but name no one programme: 신규 사업."""
    name = compact(_SWEEPING.sub("", words))
    return name in table()["plain"] or ends_in(name, "corporations")


def is_generic(words: str) -> bool:
    """Whether a topic names no one thing: 이 사업, 신규 사업, 추진; but 도로 does.

    >>> is_generic("신규 사업"), is_generic("도로")
    (True, False)
    """
    name = compact(_SWEEPING.sub("", words))
    return name in table()["plain"] and _VAGUE.search(name) is not None


def is_place(words: str) -> bool:
    """Whether words end like the name of a place: 오천공원."""
    return ends_in(words, "places")


def is_label(words: str) -> bool:
    """Whether words name a purpose: not a source, a cost, a body, a year, a filler.

    >>> is_label("도로"), is_label("국비"), is_label("사업비"), is_label("산업부")
    (True, False, False, False)
    """
    name = compact(words)
    if len(name) < 2 or _LETTER.search(name) is None:
        return False
    last = words.rsplit(maxsplit=1)[-1]
    if compact(last) in table()["people"] or name in _no_labels():
        return False
    if _says_how_much(words, name) or _VERB_STEM.search(name):
        return False
    if any(official_name(n, None) is not None for n in (last, name)) or name in place_names():
        return False
    if name.endswith(_body_suffixes()) and not ends_like_name(name):
        return False
    source = name not in _ACCOUNTS and classify(name) is not None
    undated = _OF_YEAR.sub("", words)  # 2002년 국제꽃박람회 준비
    dated = undated or words
    time = _DAY.search(words) or _PERIOD_WORD.search(dated) or find_years(dated, 2000)
    return not (source or time)


def _says_how_much(words: str, name: str) -> bool:
    """Whether words only count or measure: 세 곳, 다리 3백개, 연장 5km."""
    counted = _VAGUE_COUNT.match(words.strip()) or _COUNTED.match(name)
    return counted is not None or _MEASURED.search(words) is not None


def is_thing(words: str) -> bool:
    """Whether the topic of a sentence can be what money is for: no person, body, quantity.

    >>> is_thing("구립체육관"), is_thing("시 관계자"), is_thing("올해 예산")
    (True, False, False)
    """
    last = compact(words.rsplit(maxsplit=1)[-1]) if words.strip() else ""
    if len(last) < 2 or ends_in(last, "cost") or ends_in(last, "corporations"):
        return False
    if (ends_in(last, "people") or _OFFICE.fullmatch(last)) and not ends_like_name(words):
        return False
    return is_label(words) and official_name(last, None) is None


def quoted_name(text: str, span: Stretch) -> tuple[int, int] | None:
    """The name in a pair of quotes, None where they hold speech or no name."""
    if text[span.start] not in QUOTES:
        return None
    inner = text[span.start + 1 : span.end - 1]
    start = span.start + 1 + len(inner) - len(inner.lstrip())
    name = inner.strip()
    if not 2 <= len(name) <= 60 or _SENTENCE_END.search(name) or not _SYLLABLE.search(name):
        return None
    if not ends_like_name(name):
        behind = text[span.end : span.end + _GLANCE].lstrip()
        named = len(name) > 2 and _NAMES_SOMETHING.match(behind)
        if not named and not _HAS_A_SUM.match(behind):
            return None
    return start, start + len(name)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A phrase without the words that only introduce a name: years, counts, `등`.

    >>> text = "올해 3개 도로 정비사업 2곳"
    >>> start, end = trim(text, 0, len(text))
    >>> text[start:end]
    '도로 정비사업'
    """
    words = text[start:end].rstrip()
    end = start + len(words)
    start = whole = end - len(words.lstrip())
    if " " in words:
        owner = _OWNER.match(text, start, end) if "의 " in words else None
        if owner and official_name(owner["body"], None) is not None:
            start = owner.end()
        if " " in text[start:end]:
            start = _without_lead(text, start, end)
    examples = text.rfind(" 등 ", whole, end)
    if examples > whole and _REST_OF_THEM.fullmatch(text, start, end):
        return trim(text, whole, examples)
    counted = _COUNT_BEHIND.search(text, start, end) if words[-1:] in _COUNTERS else None
    return start, max(start, counted.start() if counted else end)


def _without_lead(text: str, start: int, end: int) -> int:
    """Where a phrase of several words begins without those that introduce it."""
    words = text[start:end]
    for sign in ("등 ", "가운데 ", "중 "):
        if sign in words:
            start = _behind(_AFTER_ET_AL, text, start, end)
            words = text[start:end]
    start = _behind(_LEADING_PARTICLE, text, start, end)
    start = _behind(_lead(), text, start, end)
    if not text[start : start + 2].strip("제")[:1].isdigit():
        return start
    start = _behind(_COUNT, text, _behind(_DATE, text, start, end), end)
    return _behind(_lead(), text, start, end)


def _behind(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where a phrase goes on behind words that only introduce it, if anything is left."""
    cut = pattern.match(text, start, end)
    return cut.end() if cut and cut.end() < end else start


def cut_tail(text: str, start: int, end: int) -> int:
    """The end of a phrase without words behind the name: `뉴딜 사업 대상`.

    >>> cut_tail("도시재생 뉴딜 사업 대상", 0, 13)
    10
    """
    if not ends_in(text[start:end], "tails"):
        return end
    tail = _tail().search(text, start, end)
    if tail and ends_like_name(text[start : tail.start()]):
        return tail.start()
    return end


def quoted_names(text: str) -> list[tuple[int, int]]:
    """Names that stand in quotes, in the order of their end.

    >>> quoted_names("시는 ‘새봄마을 사업’을 시작한다.")
    [(4, 11)]
    """
    return [place for span in enclosed(text) if (place := quoted_name(text, span))]


def find_names(text: str) -> list[tuple[int, int]]:
    """Names in a stretch that is not analysed: in quotes, or words that end like a name.

    >>> text = "시는 강가를 쉼터로 바꾸는 새봄 생태공원 조성사업을 시작한다. "
    >>> [text[start:end] for start, end in find_names(text)]
    ['새봄 생태공원 조성사업']
    """
    found = quoted_names(text)
    if not _name_end().search(text):
        return sorted(found)
    for match in _unanalysed().finditer(text):
        start = match.start()
        if any(a <= match.end() and start <= b for a, b in found):
            continue
        ends = [m.end() for m in CLAUSE_WORD.finditer(match.group())]
        start, _ = trim(text, start + (ends[-1] if ends else 0), match.end("name"))
        name = text[start : match.end("name")]
        if len(compact(name)) >= 4 and not is_plain(name) and not _COUNT.match(name):
            found.append((start, match.end("name")))
    return sorted(found)


def _head_and_behind() -> tuple[str, str]:
    """The last word of a name, and what stands behind it, as regular expressions."""
    heads = alternation(read_toml("programs.toml")["heads"])
    tails = alternation(read_toml("programs.toml")["tails"])
    particle = r"(?=(?:은|는|이|가|을|를|에|에는|의|과|와|으로|로)(?:\s|$))"
    return heads, rf"(?:\s{tails})?{particle}"


@cache
def _name_end() -> re.Pattern[str]:
    """The end of a name, which is quickly looked for; most sentences hold none."""
    return re.compile("".join(_head_and_behind()))


@cache
def _unanalysed() -> re.Pattern[str]:
    heads, behind = _head_and_behind()
    word = "[가-힣A-Za-z0-9·&~-]"
    return re.compile(
        rf"(?<![가-힣])(?P<name>(?:{word}{{1,15}}\s){{0,3}}{word}{{0,15}}{heads}){behind}"
    )
