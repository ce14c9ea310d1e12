"""Predicates of a sentence: lemma, tense, and how each clause hangs on the next.

`투입하는` modifies a noun, `투입하고` goes on, `투입한다고` is what somebody said,
`투입할 계획이다` and `투입하기로 했다` are plans. Lemmas of 하다 and 되다 verbs are their
noun (`투입`), others end in 다 (`들이다`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from newsextract.language.kiwi import Token

__all__ = ["Form", "Predicate", "Tense", "find_predicates"]

Form = Literal["final", "connective", "adnominal", "nominal", "quoted", "bare"]
Tense = Literal["past", "present", "future"]

_VERBAL_SUFFIXES: Final = frozenset({"XSV", "XSA"})
_VERBS: Final = ("VV", "VA")
_OPENS: Final = frozenset("VNX")
"""First letters of the tags that a predicate begins with."""

_NOUNS: Final = frozenset({"NNG", "NNP", "XR"})
_PLAN_NOUNS: Final = frozenset({"계획", "예정", "방침", "구상", "전망", "것", "복안", "작정"})
_QUOTING: Final = ("다고", "라고", "자고", "냐고", "다며", "라며", "다는", "라는")
_NEGATIONS: Final = frozenset({"않", "못하", "말"})
_BEFORE_BARE: Final = frozenset({"JKO", "JKS", "JX", "JKB", "NNB", "SSC"})
_ETM_TENSE: Final[dict[str, Tense]] = {"는": "present", "ᆫ": "past", "은": "past", "던": "past"}


class Predicate(NamedTuple):
    """One predicate; offsets are those of the sentence.

    `plan` is True for what is intended: 할 계획이다, 하기로 했다, 할 것이다.
    """

    lemma: str
    start: int
    end: int
    form: Form
    tense: Tense
    plan: bool = False
    negated: bool = False


@dataclass(slots=True)
class _Ending:
    """What the endings read so far say; later ones overrule earlier ones."""

    at: int
    form: Form = "bare"
    tense: Tense = "present"
    plan: bool = False
    negated: bool = False


def find_predicates(tokens: Sequence[Token]) -> tuple[Predicate, ...]:
    """Find the predicates of an analysed sentence, in order.

    Args:
        tokens: what `kiwi.analyse` gave.

    >>> from newsextract.language.kiwi import analyse
    >>> [(p.lemma, p.form, p.tense, p.plan)
    ...  for p in find_predicates(analyse("3억원을 들여 짓는 공원에 2억원을 투입할 계획이다."))]
    [('들이다', 'connective', 'present', False), ('짓다', 'adnominal', 'present', False), \
('투입', 'final', 'future', True)]
    """
    found: list[Predicate] = []
    at = 0
    while at < len(tokens):
        stem = _stem_at(tokens, at) if tokens[at].tag[0] in _OPENS else None
        if stem is None:
            at += 1
            continue
        lemma, after = stem
        ending = _read_endings(tokens, after)
        if ending.form != "bare" or _is_bare_predicate(tokens, at):
            found.append(
                Predicate(
                    lemma,
                    tokens[at].start,
                    tokens[max(ending.at - 1, at)].end,
                    ending.form,
                    ending.tense,
                    ending.plan,
                    ending.negated,
                )
            )
        at = max(ending.at, at + 1)
    return tuple(found)


def _stem_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Lemma of a predicate that begins at `at`, and the index behind its stem."""
    token = tokens[at]
    if token.tag in _NOUNS:
        if at + 1 < len(tokens) and tokens[at + 1].tag in _VERBAL_SUFFIXES:
            return token.form, at + 2
        if _is_bare_predicate(tokens, at):
            return token.form, at + 1
    elif token.tag.startswith(_VERBS):
        return token.form + "다", at + 1
    return None


def _is_bare_predicate(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun closes a clause without a verb: `5억원을 편성, …`, `국비 5억원 확보`."""
    closes = at + 1 == len(tokens) or tokens[at + 1].tag in {"SP", "SF"}
    return closes and at > 0 and tokens[at].tag == "NNG" and tokens[at - 1].tag in _BEFORE_BARE


def _read_endings(tokens: Sequence[Token], at: int) -> _Ending:
    """Read endings and auxiliaries from `at` on."""
    ending = _Ending(at)
    while ending.at < len(tokens):
        token = tokens[ending.at]
        if token.tag == "EP":
            ending.tense = "future" if token.form == "겠" else "past"
        elif token.tag == "EF":
            ending.form = "final"
        elif token.tag == "EC":
            ending.form = "quoted" if token.form.endswith(_QUOTING) else "connective"
        elif token.tag == "ETM":
            _read_adnominal(tokens, ending)
            break
        elif token.tag == "ETN":
            ending.form = "nominal"
            if not _read_decision(tokens, ending):
                break
        elif token.tag.startswith("VX") or _is_passive_auxiliary(tokens, ending.at):
            ending.negated = ending.negated or token.form in _NEGATIONS
        else:
            break
        ending.at += 1
    return ending


def _is_passive_auxiliary(tokens: Sequence[Token], at: int) -> bool:
    """`받게 됐다`: 되다 behind 게 adds nothing to the verb before it."""
    before = tokens[at - 1]
    return (
        tokens[at].tag.startswith("VV")
        and tokens[at].form in {"되", "하"}
        and before.tag == "EC"
        and before.form in {"게", "도록"}
    )


def _read_adnominal(tokens: Sequence[Token], ending: _Ending) -> None:
    """Tell `투입하는 사업` (a modifier) from `투입할 계획이다` (a plan)."""
    form = tokens[ending.at].form
    tense = _ETM_TENSE.get(form, "present" if form.endswith(_QUOTING) else "future")
    if not (tense == "present" and ending.tense == "past"):
        ending.tense = tense
    ending.form = "quoted" if form.endswith(_QUOTING) else "adnominal"
    ending.at += 1
    following = tokens[ending.at] if ending.at < len(tokens) else None
    if following is not None and following.form in _PLAN_NOUNS and tense != "past":
        ending.plan = tense == "future" or following.form != "것"
        ending.form = "final"


def _read_decision(tokens: Sequence[Token], ending: _Ending) -> bool:
    """Read 기로 하다 (`지원하기로 했다`): a plan, whatever its tense."""
    behind = tokens[ending.at + 1 : ending.at + 3]
    if len(behind) == 2 and behind[0].form == "로" and behind[1].tag.startswith("VV"):
        ending.plan = True
        if behind[1].form == "하":
            ending.at += 2
            return True
    return False
