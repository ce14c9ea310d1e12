"""A record in the making, and the words that its rules saw."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from newsextract.budget.actions import Action
from newsextract.budget.context import Sentence
from newsextract.models import (
    Agency,
    Amount,
    Breakdown,
    Period,
    ReasonField,
    Role,
    Span,
    TextSpan,
    Value,
)

__all__ = ["Clue", "Draft"]

_INCOMES: Final = frozenset(
    {"지방세", "지방세수입", "세외수입", "순세계잉여금", "이월금", "전입금", "내부거래",
     "보전수입", "보전수입 등 및 내부거래", "보전수입등내부거래"}
)  # fmt: skip
"""Sources that are told as what comes in, not as who pays for something."""

_REVENUE: Final = re.compile(
    r"(?<![가-힣])(?:주요\s)?(?:세입(?:예산|재원)?|재원)"
    r"(?:은|에서는|으로는|을 보면|\s가운데|\s중)\s(?!.*세출)"
)
_INCOME: Final = re.compile(r"(?:이전|자체|의존|보전|세외)\s?수입(?:은|이|으로)?\s(?:총\s|약\s)?$")
_AS_FUNDS: Final = re.compile(r"[^.]{0,160}등을\s재원으로")
"""`이전수입 300억원과 자체수입 40억원 등을 재원으로 짰다`."""


class Clue(NamedTuple):
    """The rule that decided a field, and the words it saw, as a span of the article."""

    field: ReasonField
    rule: str
    words: tuple[int, int] | None


@dataclass(slots=True)
class Draft:
    """One budget before it has an id; `parent` and `partial` are set by the roll-up.

    `topic` holds the bodies that the text goes on about, for records that name none.
    `partition` tells apart the lists that each make up one parent: by account, by field.
    `summed` says that parts of it make it exactly.
    `rounded` holds mentions that print the sum with fewer digits, `others` lists of sources
    that other mentions print.

    `listed_place` says that its body is only the town that a list gives the sum to, `body_item`
    that a body or place stands where a list has the item's name: `대전 450억원`.

    `value` is the exact sum, 0 where it is open; `base` says that it is only what another is
    compared with.

    `incomplete` says that the printed list of sources is not whole, `partial` that more
    children than the known ones exist, `taken_up` that words like `이 가운데` link it.
    """

    amount: Amount
    sentence: Sentence
    breakdown: Breakdown | None
    program: TextSpan | None = None
    agencies: tuple[Agency, ...] = ()
    topic: tuple[Agency, ...] = ()
    granters: tuple[Agency, ...] = ()
    fiscal_year: int | None = None
    fiscal_year_guess: int | None = None
    period: Period | None = None
    action: Action | None = None
    project_count: int | None = None
    confidence: float = 1.0
    mentions: list[Span] = field(default_factory=list)
    parent: Draft | None = None
    partial: bool = False
    partition: str = ""
    summed: bool = False
    taken_up: bool = False
    tabular: bool = False
    whole_cost: bool = False
    carried: bool = False
    listed_place: bool = False
    body_item: bool = False
    program_kind: str | None = None
    program_particle: str | None = None
    roles: dict[str, Role] = field(default_factory=dict)
    clues: list[Clue] = field(default_factory=list)
    value: Value = field(init=False)
    base: bool = field(init=False)
    rounded: list[Amount] = field(default_factory=list)
    others: list[Breakdown] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.value = self.amount.exact or 0
        end = self.amount.end - self.sentence.start
        self.base = not self.tabular and end in self.sentence.bases

    def note(self, field_: ReasonField, rule: str, words: tuple[int, int] | None = None) -> None:
        """Remember which rule and words decided a field, for the explanation."""
        self.clues.append(Clue(field_, rule, words))

    @property
    def revenue(self) -> bool:
        """Whether the sum is told as income: `세입은 지방세 240억원, …`."""
        start, text = self.amount.start - self.sentence.start, self.sentence.text
        if self.amount.funding_source in _INCOMES:
            return not self.tabular
        if self.tabular or not ("세입" in text or "재원" in text or "수입" in text):
            return False
        head = _REVENUE.search(text, 0, start) or _INCOME.search(text, max(0, start - 24), start)
        end = self.amount.end - self.sentence.start
        return head is not None or _AS_FUNDS.match(text, end) is not None

    @property
    def incomplete(self) -> bool:
        """Whether the printed list of sources is known not to be whole."""
        return self.breakdown is not None and self.breakdown.adds_up is None
