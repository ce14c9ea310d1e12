"""A change that holds for a whole list: what opens, closes or sums up the list says so.

`늘어난 세입은 국비 16억원, …`, `A 250억원, B 96억원이 덧붙었고`, `▲A 5억원 ▲B 3억원이 깎였다`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import Final

from newsextract.budget._tables import BULLETS
from newsextract.budget.chains import SUMS_UP
from newsextract.budget.context import Sentence
from newsextract.budget.cues import find_change_head
from newsextract.budget.touching import TOWARDS, Finding
from newsextract.money.changes import end_of_change

__all__ = ["ListedChanges"]

_ITEM_END: Final = re.compile(r"(?:원)?\s?(?:\([^()]{0,60}\))?\s?(?:[,·/]|및|과|와|이며)")
_ET_AL_CHANGED: Final = re.compile(
    r"(?:원)?\)?(?:\s?\([^()]{0,60}\))?\s(?:등(?:이|을|은|의)\s|예산(?:도|은|이)\s)"
)
_PART_OF: Final = re.compile(r"(?:원)?\s(?:중|가운데)\s")
_ARROW: Final = re.compile(r"(?:원)?\s?(?:→|⇒)")

_REACH: Final = 12
"""So near behind a change stands the sum it leads to: `30억원 증액된 4,172억원`."""


class ListedChanges:
    """One pass over a sentence whose sums have been looked at one by one.

    Args:
        sentence: the sentence.
        totals: ids of amounts that have components; these are no changes.
        found: what is known of its amounts, by their number; added to in place.
        linked: whether the amount behind one goes on with its list.
    """

    def __init__(
        self,
        sentence: Sentence,
        totals: Container[str | None],
        found: dict[int, Finding],
        linked: Callable[[int], bool],
    ) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.totals = totals
        self.amounts = sentence.amounts
        self.spans = sentence.spans
        self.found = found
        self._linked = linked

    def run(self) -> None:
        """Make changes of the sums that the lists say are."""
        self._list_of_changes()
        self._end_of_list()
        self._closed_by_change()

    def _list_of_changes(self) -> None:
        """`늘어난 세입은 국비 16억원, 특별교부세 6억원 등이다`: every one is a change."""
        head = find_change_head(self.text)
        if head is None:
            return
        whole = head.group().rstrip().endswith("보면")  # 증액을 보면: all that the sentence tells
        for at, span in enumerate(self.spans):
            told = head.group().startswith(("증가액", "감소액", "증액분"))
            into = not told and TOWARDS.match(self.text, span.end)
            if span.start < head.end() or into:
                continue
            if _ARROW.match(self.text, span.end) or self._is_after_arrow(at):
                continue  # (381억→581억) are two sums
            if (
                at
                and self.spans[at - 1].start >= head.end()
                and not whole
                and not self._linked(at - 1)
            ):
                break
            if self.amounts[at].role is None and self.amounts[at].id not in self.totals:
                self.found[at] = Finding("delta", "list_of_changes", (head.span(),))

    def _is_after_arrow(self, at: int) -> bool:
        return at > 0 and _ARROW.match(self.text, self.spans[at - 1].end) is not None

    def _end_of_list(self) -> None:
        """`A 250억원, B 96억원이 덧붙었고`: the verb behind the last holds for all."""
        for at in range(len(self.amounts) - 1, 0, -1):
            last = self.found.get(at)
            if last is None or last.rule != "change_behind" or not self._is_item(at - 1):
                continue
            before = self.found.get(at - 1)
            free = before is None or before.rule == "funding_source"
            if free and self._linked(at - 1) and not self._leads_to_total(at):
                self.found[at - 1] = Finding("delta", "change_behind", last.clues)

    def _closed_by_change(self) -> None:
        """`△A 5억원 △B 3억원 등이 증액됐다`, `A 5억원, B 3억원 등 총 8억원을 감액`."""
        for at, span in enumerate(self.spans):
            last = self.found.get(at)
            if last is None or last.rule != "change_behind":
                continue
            own = _ET_AL_CHANGED.match(self.text, span.end) is not None
            listed_by_signs = any(map(self._bulleted, range(1, at + 1)))
            summed = at and SUMS_UP.search(self.text, self.spans[at - 1].end, span.start)
            if listed_by_signs and not own and not summed:
                self._bullets_closed(at, last)
            if not (own or summed):
                continue
            for item in range(at - 1, -1, -1):
                if _PART_OF.match(self.text, self.spans[item].end):
                    continue  # 1억원 중 5천만원 삭감: the sum that it was cut from
                listed = self._bulleted(item + 1) or self._linked(item)
                if not listed and not (summed and item == at - 1):
                    break
                known = self.found.get(item)
                bound = self.amounts[item].id in self.totals
                if bound or (known is not None and known.rule != "funding_source"):
                    break
                self.found[item] = Finding("delta", "change_behind", last.clues)

    def _bullets_closed(self, at: int, last: Finding) -> None:
        """`▲A가 24억원으로 4억원 ▲B가 20억원으로 1억원 늘었다`: the last sum of each item."""
        if last.clues and any(
            p.form == "adnominal" and p.start < last.clues[0][1] <= p.end
            for p in self.sentence.predicates
        ):
            return
        for item in range(at - 1, -1, -1):
            known = self.found.get(item)
            free = known is None or known.rule == "funding_source"
            if self._bulleted(item + 1) and free and self.amounts[item].id not in self.totals:
                self.found[item] = Finding("delta", "change_behind", last.clues)

    def _bulleted(self, at: int) -> bool:
        gap = self.text[self.spans[at - 1].end : self.spans[at].start]
        return any(sign in gap for sign in BULLETS)

    def _leads_to_total(self, at: int) -> bool:
        """`30억원 증액된 4,172억원`: the change belongs to the next amount alone."""
        behind = self.spans[at + 1].start if at + 1 < len(self.spans) else None
        last = self.found[at].clues[0][1]
        if behind is not None and end_of_change(self.text, self.spans[at].end) == behind:
            return True  # 543억원이 증가해 2520억원이 됐고
        verbs = self.sentence.predicates
        if any(p.start < last <= p.end and p.form != "adnominal" for p in verbs):
            return False
        return behind is not None and 0 <= behind - last <= _REACH

    def _is_item(self, at: int) -> bool:
        """Whether an amount ends an item without a particle of its own clause."""
        return _ITEM_END.match(self.text, self.spans[at].end) is not None
