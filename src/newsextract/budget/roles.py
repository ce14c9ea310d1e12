"""What an amount is for: budget, component, delta, per unit, or something else.

The grammar has judged components and per-unit amounts. Here a change against another
amount is told by what touches the amount (`touching`), by the end of its list or by the
head of one (`A 3억원, B 2억원이 추가됐다`, `늘어난 세입은 …`; `listed_changes`); budget and
other by the cue words of the sentence, near ones counting more. No cue at all means other.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final, NamedTuple

from newsextract.budget.chains import chained, changes_into
from newsextract.budget.context import Sentence
from newsextract.budget.cues import Vote, find_cues, vote, weigh
from newsextract.budget.listed_changes import ListedChanges
from newsextract.budget.touching import (
    Finding,
    find_change,
    find_rate_or_price,
    rules,
)
from newsextract.language.sentences import open_bracket
from newsextract.models import Amount, Role

__all__ = ["Judged", "is_conversion", "judge_sentence", "settle_silent"]

_CONVERTED: Final = re.compile(r"\s?\(\s?(?:한화|미화|우리\s?돈|원화)?\s?(?:로|약)?\s?(?=[\d$])")
_OR_ELSE: Final = re.compile(r"(?:원)?의\s[가-힣]{2,10}(?:이나|나|또는|와|과)\s(?:최대\s|약\s)?")
_BRACKET: Final = re.compile(r"(?:원)?(?:씩)?\s?\(")
_IN_ALL: Final = re.compile(r"총|모두|합계|전체")
_FACTORY: Final = re.compile(
    r"원?(?:을|를)?\s(?:투자|들여)[^.]{0,50}(?:공장|생산\s?라인|생산\s?설비|물류센터)(?:을|를|과|와)?\s"
)
"""`90억원을 들여 조립공장을 짓는다`: a company does, where no public money is spoken of."""

_BUDGET_BEHIND: Final = re.compile(
    r"(?:원)?(?:의|\s규모의)?\s(?:예산|추경|살림)"
    r"(?!안?(?:도|은|이|을)?\s?(?:일부|대폭|모두|각각)?\s?(?:순증|증액|삭감|감액|깎))"
)

_TAXES: Final = frozenset({"지방세", "도세", "시세", "군세", "구세", "국세"})
"""Labels of revenue that also name what is owed: 지방세를 1,000만원 내지 않은."""

_CLEAR: Final = 0.4
"""A lead of this much needs no support from the rest of the list."""


class Judged(NamedTuple):
    """A role, and whether it rests on the amount's own cue or on its neighbours'.

    `rule` names the rule that decided, `clues` are the words it saw, in the article.
    """

    role: Role
    own_cue: bool
    silent: bool = False
    rule: str = "cues"
    clues: tuple[tuple[int, int], ...] = ()


def is_conversion(text: str, first: Amount, second: Amount, end: int) -> bool:
    """Whether `second` only restates `first` in another currency: `5만 달러(약 7천만원)`.

    Args:
        text: folded text that holds both.
        first: an amount.
        second: the amount behind it.
        end: where the first ends in `text`.
    """
    return first.currency != second.currency and _CONVERTED.match(text, end) is not None


def judge_sentence(
    sentence: Sentence, totals: Container[str | None], *, public: bool = True
) -> dict[str, Judged]:
    """Judge the amounts of one sentence.

    In a line of a table cues say nothing: only what the grammar bound is a budget.

    Args:
        sentence: its amounts are as the grammar left them.
        totals: ids of amounts broken down by source: these are budgets.
        public: whether the article speaks of public money anywhere.

    Returns:
        Amount id to role, for every amount given. An amount whose sentence holds no cue
        at all is `other` without an own cue; `settle_silent` looks at it again.
    """
    return _Judge(sentence, totals, public=public).run()


class _Judge:
    """The state of judging one sentence, from what is sure to what is inferred."""

    def __init__(self, sentence: Sentence, totals: Container[str | None], *, public: bool) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.totals = totals
        self.amounts = sentence.amounts
        self.spans = sentence.spans
        self.public = public
        self.cues = [] if sentence.tabular else find_cues(self.text, public=public)
        self.links: dict[int, bool] = {}
        self.weights: dict[int, list[float]] = {}
        self.rules = rules()
        self.found: dict[int, Finding] = {}

    def run(self) -> dict[str, Judged]:
        for at in range(len(self.amounts)):
            finding = self._restated(at) or self._touched(at)
            if finding is not None:
                self.found[at] = finding
        if not self.sentence.tabular:
            ListedChanges(self.sentence, self.totals, self.found, self._linked).run()
            for at in range(len(self.amounts)):
                finding = None if at in self.found else self._restated(at) or self._by_cues(at)
                if finding is not None:
                    self.found[at] = finding
        return {a.id: self._judged(at) for at, a in enumerate(self.amounts)}

    def _judged(self, at: int) -> Judged:
        finding = self.found.get(at)
        if finding is not None:
            shift = self.sentence.start
            clues = tuple([(a + shift, b + shift) for a, b in finding.clues])
            return Judged(finding.role, own_cue=True, rule=finding.rule, clues=clues)
        near = self._neighbours_role(at)
        tabular = self.sentence.tabular
        silent = near is None and not tabular and not any(c.role == "other" for c in self.cues)
        role: Role = "other" if tabular or near is None else near
        return Judged(role, own_cue=False, silent=silent, rule="neighbours")

    def _touched(self, at: int) -> Finding | None:
        """The role that the grammar or the words touching the amount settle."""
        amount, span, text = self.amounts[at], self.spans[at], self.text
        if amount.role == "per_unit" or (amount.role == "component" and self.public):
            return Finding(amount.role, "grammar")
        if match := _BUDGET_BEHIND.match(text, span.end):
            return Finding("budget", "cues", (match.span(),))
        if match := self.rules["threshold"].match(text, span.end):
            return Finding("other", "threshold", (match.span(),))
        if amount.id in self.totals and self.public:
            return Finding("budget", "has_components")
        finding = find_change(self.sentence, at) or find_rate_or_price(
            self.sentence, at, self._linked
        )
        source = amount.funding_source
        if finding is None and source is not None and source not in _TAXES:
            return Finding("budget", "funding_source")
        return finding

    def _restated(self, at: int) -> Finding | None:
        """The role of the amount that this one converts, or turns from."""
        before = self.found.get(at - 1)
        if before is None:
            return None
        if is_conversion(self.text, self.amounts[at - 1], self.amounts[at], self.spans[at - 1].end):
            return Finding(before.role, "conversion", before.clues)
        if before.role == "per_unit" and self._goes_with_rate(at):
            return Finding("per_unit", before.rule, before.clues)
        return None

    def _goes_with_rate(self, at: int) -> bool:
        """`한 곳에 5억원에서 7억원으로`, `가구당 5백만원의 안정자금이나 3천만원의 생업자금`."""
        last, span = self.spans[at - 1], self.spans[at]
        if changes_into(self.text, last, span):
            return True
        if _OR_ELSE.fullmatch(self.text, last.end, span.start):
            return True
        # 팀당 2억원(인문 7천만원, 공학 2억원), but 1인당 30만원(총 3억원)
        opened = open_bracket(self.text, 0, span.start)
        if opened < 0 or _IN_ALL.search(self.text, opened, span.start):
            return False
        behind = _BRACKET.fullmatch(self.text, last.end, opened + 1)
        return last.start > opened or behind is not None

    def _by_cues(self, at: int) -> Finding | None:
        """Budget or other, by the cues around the amount and the list it stands in."""
        if not self.cues:
            return None
        own = self._vote((at,))
        role = own.role
        if self._needs_peers(own) and len(peers := self._list_of(at)) > 1:
            role = self._vote(peers).role or role
        if role is None:
            return None
        if role == "budget" and self._private_actor(at):
            role = "other"
        clues = [(c.start, c.end) for c in own.cues if c.role == role][:2]
        return Finding(role, "cues", tuple(clues))

    def _needs_peers(self, own: Vote) -> bool:
        """Whether the list of an amount may say more: it adds nothing where all cues agree."""
        agreed = own.role is not None and all(c.role == own.role for c in self.cues)
        return not agreed and abs(own.budget - own.other) <= _CLEAR

    def _private_actor(self, at: int) -> bool:
        """Whether a company spends it, and no public money is spoken of beside it."""
        rules, text = self.rules, self.text
        if _FACTORY.match(text, self.spans[at].end) and not rules["public"].search(text):
            return True
        actor = rules["actor"].search(text, 0, self.spans[at].start)
        return actor is not None and rules["public"].search(text, actor.start()) is None

    def _list_of(self, at: int) -> range:
        first = last = at
        while first > 0 and self._open(first - 1) and self._linked(first - 1):
            first -= 1
        while last + 1 < len(self.spans) and self._open(last + 1) and self._linked(last):
            last += 1
        return range(first, last + 1)

    def _linked(self, at: int) -> bool:
        """Whether the next amount goes on with a list: for Kiwi to say, so only if it matters."""
        if at not in self.links:
            self.links[at] = chained(self.sentence, at)
        return self.links[at]

    def _vote(self, amounts: Sequence[int]) -> Vote:
        """What the cues say of amounts taken together."""
        for at in amounts:
            if at not in self.weights:
                self.weights[at] = weigh(self.cues, self.spans, at)
        return vote(self.cues, [self.weights[at] for at in amounts])

    def _open(self, at: int) -> bool:
        return at not in self.found or self.found[at].rule == "cues"

    def _neighbours_role(self, at: int) -> Role | None:
        """A list item without a cue shares the role of the nearest one that has any."""
        order = [*range(at - 1, -1, -1), *range(at + 1, len(self.amounts))]
        known = (self.found[n].role for n in order if n in self.found)
        return next((r for r in known if r in ("budget", "other")), None)


def settle_silent(judged: dict[str, Judged]) -> dict[str, Judged]:
    """Amounts without any cue are budgets in an article that mostly speaks of budgets.

    Args:
        judged: the roles of all the article's amounts.

    >>> sure, silent = Judged("budget", own_cue=True), Judged("other", False, silent=True)
    >>> settle_silent({"a1": sure, "a2": silent})["a2"].role
    'budget'
    """
    sure = [j.role for j in judged.values() if j.own_cue]
    if sure.count("budget") <= sure.count("other"):
        return judged
    usual = Judged("budget", own_cue=False, rule="article")
    return {key: usual if j.silent else j for key, j in judged.items()}
