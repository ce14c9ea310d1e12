"""Funding sources printed apart from their total: in another clause or sentence.

The grammar binds brackets and lists to their total. What it leaves, amounts that carry a
source (`국고보조금 11억원, 전입금 210억원`), is bound here where the sum proves it: the
parts make a total before or behind them exactly. Without a proof a source is a part only
where words say so: `이 중 국비 30억원`, `총사업비 512억원인 …은 지방비 208억원을`,
`여기에 도비 8억원을 보태면 82억원`; such a list is not known to be whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from newsextract.budget._tables import alternation, read_toml
from newsextract.budget.binding import Binder, Bound, Part
from newsextract.budget.shares import amounts_with_share, shares_of_last, whole_from_one
from newsextract.language.sentences import Stretch
from newsextract.models import Amount, Breakdown, BreakdownItem, MoneyReading, TextSpan
from newsextract.money.changes import end_of_change
from newsextract.money.sources import ancestors

__all__ = ["bind_parts"]

MAX_PARTS: Final = 12
"""Most parts of one total that are looked for outside brackets and lists."""

_BACK: Final = 5
_FAR_BACK: Final = 12
_REACH: Final = 260
_ADDED: Final = re.compile(r"여기에|이와 별도|별도로|추가로|보태|더해|더하|외에|따로")
"""What is added to a sum is no part of it."""

_ADDS_UP_TO: Final = re.compile(
    r"(?:을|를)?\s?(?:보태|더하|더해|합하|합해|합치|합쳐)[가-힣]{0,3}\s[^.\d]{0,24}$"
)
_OF_THESE: Final = re.compile(
    r"(?:이|그)\s?(?:가운데|중)에?서?는?\s[^\d]{0,20}$|나머지[^\d]{0,12}$"
)
_CHANGED: Final = re.compile(r"[^.]{0,40}?(?:증액|감액|늘[었어]|줄[었어]|증가)")
_WITHIN: Final = re.compile(r"(?:원)?(?:\s?\([^()]{0,40}\))?\s(?:중|가운데|중에서)\s[^.,]{0,30}$")
"""`사업비 109억원 중 국비 76억원`."""

_ASKED: Final = re.compile(r"무산|탈락|신청|요청|건의|요구|미반영")
"""What is only asked for, or lost, is no part of a total."""

_FUNDS_ARE: Final = re.compile(
    r"재원(?:은|으로는|으로|별로는|별로)\s|세입(?:\s?재원|\s?예산)?(?:은|으로는|을\s보면)\s"
)
_RAISED: Final = re.compile(
    r"(?:원)?\)?\s?(?:등)?(?:(?:으로|을|를)?\s?(?:활용해\s)?(?:마련|조달|충당|활용|편성|구성)"
    r"|으로\s|이다|이며|이고|을\s비롯해|\.|$)"
)
_ET_AL: Final = re.compile(r"\s등\s?(?:총|모두)?\s?$")


@cache
def _total_word() -> re.Pattern[str]:
    words = alternation(read_toml("sources.toml")["totals"])
    return re.compile(rf"(?<![가-힣]){words}(?:은|는|만|가|로|으로)?\s?(?:총|모두|약|무려)?\s?$")


def bind_parts(
    text: str,
    money: MoneyReading,
    sentences: Iterable[Stretch],
    *,
    skip: frozenset[str] = frozenset(),
) -> Bound:
    """Bind amounts with a source to the total that they are parts of.

    Args:
        text: the article's text, folded.
        money: what the grammar found.
        sentences: those that hold money, in order.
        skip: ids of amounts that stand in tables.

    Returns:
        The reading with the breakdowns so found put in place of lists without a total.
    """
    return _Parts(text, money, sentences, skip).run()


class _Parts(Binder):
    """The ways from a run of labelled amounts to its total."""

    def run(self) -> Bound:
        amounts_with_share(self)
        whole_from_one(self)
        shares_of_last(self)
        for run in self._runs():
            if not (self._extend(run) or self._by_sum(run) or self._raised_from(run)):
                self._by_word(run)
        return Bound(self._reading(), self._repeats(), self.clues)

    # --- runs of amounts with a source -----------------------------------------------------

    def _runs(self) -> list[list[Part]]:
        """Neighbours that each carry a source and belong to no total yet."""
        runs: list[list[Part]] = [[]]
        for amount in self.amounts:
            bound = amount.id in self.inside or amount.id in self.breakdowns
            label = None if bound else self.label_of(amount)
            if label is None and runs[-1] and end_of_change(self.text, amount.end):
                continue  # 세외수입은 81억원 많은 343억원: the change is no item
            if label is None or amount.exact is None:
                runs.append([])
                continue
            if runs[-1] and amount.start - runs[-1][-1].amount.end > _REACH:
                runs.append([])
            runs[-1].append(Part(amount, label, label.share or self.printed_shares.get(amount.id)))
        return [r for r in runs if r]

    # --- the three ways to a total ---------------------------------------------------------

    def _extend(self, run: Sequence[Part]) -> bool:
        """`27억원 가운데 국비는 8억원뿐이고 나머지 19억원은 군비`: the rest of a part list."""
        first = run[0].amount
        at = self.at[first.id]
        before = self.amounts[at - 1] if at else None
        if before is None or before.id not in self.inside:
            return self._prepend(run)
        known = self.breakdowns[self.owner[before.id]]
        if known.adds_up is True or known.total is None:
            return False
        sum_known = sum(i.value or 0 for i in known.items if i.of is None)
        for stop in range(1, len(run) + 1):
            if sum_known + sum(p.amount.exact or 0 for p in run[:stop]) == known.total:
                items = (*known.items, *(_item(p) for p in run[:stop]))
                self.keep(known.model_copy(update={"items": items, "adds_up": True}), run[:stop])
                return True
        return False

    def _prepend(self, run: Sequence[Part]) -> bool:
        """`국비 150억원을 확보했다. 시비 100억원을 더해 총 250억원`: the first of the list."""
        last = run[-1].amount
        stop = self.at[last.id]
        behind = self.amounts[stop + 1] if stop + 1 < len(self.amounts) else None
        if behind is None or behind.id not in self.inside or behind.start - last.end > _REACH:
            return False
        known = self.breakdowns[self.owner[behind.id]]
        if known.adds_up is True or known.total is None or self.label_of(last) is None:
            return False
        sum_known = sum(i.value or 0 for i in known.items if i.of is None)
        if sum_known + (last.exact or 0) != known.total:
            return False
        # indices of nested items shift by the one put before them
        moved = tuple(
            i if i.of is None else i.model_copy(update={"of": i.of + 1}) for i in known.items
        )
        items = (_item(run[-1]), *moved)
        self.keep(known.model_copy(update={"items": items, "adds_up": True}), run[-1:])
        return True

    def _by_sum(self, run: Sequence[Part]) -> bool:
        """Parts that make an amount nearby exactly."""
        if len(run) < 2 or len(run) > MAX_PARTS:
            return False
        for length in range(len(run), 1, -1):
            for first in range(len(run) - length + 1):
                parts = run[first : first + length]
                payers = {p.label.source.label for p in parts}
                total = self._total_of(parts) if len(payers) > 1 else None
                if total is not None:
                    self.keep(_breakdown(total, parts, adds_up=True), parts, "exact_sum")
                    return True
        return False

    def _total_of(self, parts: Sequence[Part]) -> Amount | None:
        value = sum(p.amount.exact or 0 for p in parts)
        first, last = parts[0].amount, parts[-1].amount
        at, stop = self.at[first.id], self.at[last.id]
        back = _FAR_BACK if len(parts) > 2 else _BACK  # three payers rarely meet a sum by chance
        before = self.amounts[max(0, at - back) : at][::-1]
        behind = list(self.amounts[stop + 1 : stop + 2])
        for amount in (*before, *behind):
            ahead = amount.end <= first.start
            gap = (
                (amount.end, first.start) if amount.end <= first.start else (last.end, amount.start)
            )
            if amount.exact != value or gap[1] - gap[0] > _REACH or not self.may_be_total(amount):
                continue
            if not self._may_hold(amount, parts):
                continue
            if not (ahead and _ADDED.search(self.text, *gap)):
                return amount
        return None

    def _raised_from(self, run: Sequence[Part]) -> bool:
        """`재원은 순세계잉여금 20억 원과 교부세 5억 원 등으로 마련했다`: of the sum told before."""
        first = run[0].amount
        sentence = self.sentence_of.get(first.id)
        if sentence is None or not _FUNDS_ARE.search(self.text, sentence[0], first.start):
            return False
        ends = [n for n, p in enumerate(run, 1) if self._closes_funds(p, sentence)]
        if not ends:
            return False
        run = run[: ends[-1]]
        at, value = self.at[first.id], sum(p.amount.exact or 0 for p in run)
        for total in self.amounts[max(0, at - _BACK) : at][::-1]:
            near = first.start - total.end <= _REACH
            if near and self._fits(total, value) and self._may_hold(total, run):
                self.keep(_breakdown(total, run, adds_up=None), run, "raised_from")
                return True
        return False

    def _closes_funds(self, part: Part, sentence: Stretch) -> bool:
        """Whether a list of sources can end here: `… 자부담 6억원으로`, `… 2억원 등이다`."""
        same = self.sentence_of.get(part.amount.id) == sentence
        if _CHANGED.match(self.text, part.amount.end, sentence[1]):
            return False
        return same and _RAISED.match(self.text, part.amount.end, sentence[1]) is not None

    def _may_hold(self, total: Amount, parts: Sequence[Part]) -> bool:
        """`국비 30억원` holds no 도비 and 시비, though they make 45억: it is from one source."""
        label = self.label_of(total)
        if label is None or label.kind != "printed":
            return True
        kind = label.source.category
        return all(
            kind in ancestors(p.label.source.category)
            or p.label.source.category in kind.split("_")  # 국비 20억, 도비 5억 등 국도비 25억
            for p in parts
        )

    def _by_word(self, run: Sequence[Part]) -> bool:
        """Parts of a total that they do not make, where the words leave no doubt."""
        stop = next((n for n, p in enumerate(run) if not _stands_alone(p)), len(run))
        run = run[:stop]
        if not run:
            return False
        first, last = run[0].amount, run[-1].amount
        at, stop = self.at[first.id], self.at[last.id]
        value = sum(p.amount.exact or 0 for p in run)
        behind = self.amounts[stop + 1] if stop + 1 < len(self.amounts) else None
        before = self.amounts[at - 1] if at else None
        if behind is not None and self._fits(behind, value) and self._closes(run, behind):
            self.keep(_breakdown(behind, run, adds_up=None), run, "makes_up")
            return True
        beside = at > 1 and self.amounts[at - 2].exact == (self.amounts[at - 1].exact or 0) + value
        if beside:
            return False  # 8조원 가운데 6조원은 …. 나머지 2조원은: beside the sum before it
        if before is not None and self._fits(before, value) and self._out_of(before, first):
            self.keep(_breakdown(before, run, adds_up=None), run, "part_of")
            return True
        return False

    def _fits(self, total: Amount, value: object) -> bool:
        exact = total.exact
        return self.may_be_total(total) and exact is not None and exact > value  # type: ignore[operator]

    def _closes(self, run: Sequence[Part], total: Amount) -> bool:
        """`도비 8억원과 군비 33억원을 보태면 82억원`; `국비 1천68억원을 … 국비 등 1천150억원`."""
        last = run[-1].amount
        if total.start - last.end > 60:
            return False
        if _ADDS_UP_TO.search(self.text, last.end, total.start):
            return self.sentence_of.get(total.id) == self.sentence_of.get(last.id)
        et_al = _ET_AL.search(self.text, last.end, total.start)
        label = run[0].label
        name = self.text[label.start : label.end]
        return et_al is not None and self.text[last.end : et_al.start()].endswith(name)

    def _out_of(self, total: Amount, first: Amount) -> bool:
        gap = self.text[total.end : first.start]
        if _ASKED.search(self.text, first.end, first.end + 16):
            return False
        if len(gap) > 120 or _ADDED.search(gap):
            return False
        if _WITHIN.match(gap):
            return True
        if _OF_THESE.search(gap):
            return True
        same = self.sentence_of.get(total.id) == self.sentence_of.get(first.id)
        return (
            same
            and _total_word().search(self.text, max(0, total.start - 16), total.start) is not None
        )

    # --- results ---------------------------------------------------------------------------

    def _reading(self) -> MoneyReading:
        if not self.money.breakdowns and not self.breakdowns:
            return self.money
        shares = [b.items[0].span for b in self.breakdowns.values()]
        kept = [
            b
            for b in self.money.breakdowns
            if b.total_id is None
            and not self.inside.intersection(i.amount_id for i in b.items if i.amount_id)
            and b.items[0].span not in shares
        ]
        starts = {a.id: a.start for a in self.amounts}
        ordered = sorted(
            [*kept, *self.breakdowns.values()], key=lambda b: starts.get(b.total_id or "", 0)
        )
        amounts = tuple(
            a.model_copy(update={"role": "component"})
            if a.id in self.inside and a.role != "component"
            else a
            for a in self.amounts
        )
        return self.money.model_copy(update={"amounts": amounts, "breakdowns": tuple(ordered)})

    def _repeats(self) -> frozenset[str]:
        """Amounts with the label and the value of a part that is bound elsewhere."""
        places: dict[tuple[str, object], int] = {}
        for breakdown in self.breakdowns.values():
            for item in breakdown.items:
                if item.amount_id is not None:
                    key = (item.source.category, item.value)
                    places[key] = min(item.span.start, places.get(key, item.span.start))
        free = (a for a in self.amounts if a.id not in self.inside and a.funding_source)
        return frozenset(
            a.id
            for a in free
            if a.id not in self.breakdowns
            and (label := self.label_of(a)) is not None
            and places.get((label.source.category, a.exact), a.start) < a.start
        )


def _stands_alone(part: Part) -> bool:
    """Whether a label says who pays without a sum to bear it out: not 나머지, 자부담 등."""
    return part.label.kind == "printed" and part.label.source.category != "other"


def _breakdown(total: Amount, parts: Sequence[Part], *, adds_up: bool | None) -> Breakdown:
    items = tuple(_item(p) for p in parts)
    return Breakdown(total_id=total.id, total=total.exact, items=items, adds_up=adds_up)


def _item(part: Part) -> BreakdownItem:
    amount = part.amount
    return BreakdownItem(
        source=part.label.source,
        amount_id=amount.id,
        value=amount.exact,
        share=part.share,
        span=TextSpan(start=amount.start, end=amount.end, text=amount.text),
    )
