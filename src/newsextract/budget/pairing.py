"""Names and sums told apart and paired by 각각: `A와 B에 각각 3억원과 5억원`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.lexicon import place_names
from newsextract.budget.names import CLAUSE_WORD, is_label, trim
from newsextract.language.sentences import Stretch

__all__ = ["paired_name"]

_LINK: Final = re.compile(
    r"(?:원)?\s?(?:\([^()]{0,60}\)\s?)?(?:과|와|,|·|및)?\s?(?:국비|도비|시비|군비|사업비|예산)?\s?"
)
_BEFORE: Final = re.compile(r"각각\s(?:(?:약|총|예산|사업비|국비|도비|시비|군비)\s)?$")
_BEHIND: Final = re.compile(r"(?:원)?(?:을|를|이|은|씩)?\s각각\s")
_REACH: Final = 12
_PARTICLE: Final = re.compile(r"(?:에는|에서|으로|에|은|는|이|가|로|을|를|의)$")
_COST: Final = re.compile(r"\s(?:예산|사업비|국비|도비|시비|군비)(?:을|를)?\s*$")
_CLAUSE: Final = re.compile(r"[가-힣](?:을|를|에|에서|은|는)\s")
_SEPARATOR: Final = re.compile(r"(?<=[가-힣A-Za-z0-9)])(?:(?:과|와|및)\s|\s및\s|,\s|·)")


def paired_name(text: str, sums: Sequence[Stretch], own: Stretch) -> Stretch | None:
    """The name that 각각 pairs with a sum, where as many names stand there as sums.

    Args:
        text: the sentence, folded.
        sums: its amounts that stand by themselves, in order, `own` among them.
        own: the amount whose name is asked for.

    >>> text = "군은 한들 쉼터와 나래 쉼터에 각각 3억원과 5억원을 쓴다."
    >>> sums = [Stretch(20, 23), Stretch(25, 28)]
    >>> [text[n.start:n.end] for s in sums if (n := paired_name(text, sums, s))]
    ['한들 쉼터', '나래 쉼터']
    """
    run = _run(text, sums, own)
    end = _end_of_names(text, run) if len(run) > 1 else None
    if end is None:
        return None
    names = _names(text, end, len(run))
    return names[run.index(own)] if names else None


def _run(text: str, sums: Sequence[Stretch], own: Stretch) -> list[Stretch]:
    """The sums around one that follow each other with nothing but a link between."""
    at = list(sums).index(own)
    first = last = at
    while first > 0 and _LINK.fullmatch(text, sums[first - 1].end, sums[first].start):
        first -= 1
    while last + 1 < len(sums) and _LINK.fullmatch(text, sums[last].end, sums[last + 1].start):
        last += 1
    return list(sums[first : last + 1])


def _end_of_names(text: str, run: Sequence[Stretch]) -> int | None:
    """Where the names end that 각각 gives these sums to, if it does."""
    start = run[0].start
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    if before:
        return before.start()
    return start if _BEHIND.match(text, run[-1].end) else None


def _names(text: str, end: int, number: int) -> list[Stretch]:
    """The last so many coordinated names before a place; none where one of them is no name."""
    end = len(_COST.sub("", text[:end]).rstrip())
    particle = _PARTICLE.search(text[:end])
    end = particle.start() if particle else end
    found: list[Stretch] = []
    cuts = list(_SEPARATOR.finditer(text, 0, end))[-(number - 1) :]
    if len(cuts) < number - 1:
        return []
    starts = [cuts[0].start(), *(cut.start() for cut in cuts[1:]), end]
    begins = [_begin(text, cuts[0].start()), *(cut.end() for cut in cuts)]
    for begin, stop in zip(begins, starts, strict=True):
        start, close = trim(text, begin, stop)
        name = text[start:close]
        if name in place_names() or not is_label(name) or _CLAUSE.search(name):
            return []
        found.append(Stretch(start, close))
    return found


def _begin(text: str, end: int) -> int:
    """Where the first name begins: behind the last word that belongs to the clause."""
    clauses = [m.end() for m in CLAUSE_WORD.finditer(text, 0, end)]
    return clauses[-1] if clauses else 0
