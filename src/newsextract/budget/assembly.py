"""The last step: drafts become models with ids, and their sums are tested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from newsextract.budget.checks import (
    Finding,
    check_components,
    check_mentions,
    check_rollup,
    check_rollup_by_source,
    check_shares,
    number_checks,
)
from newsextract.budget.drafts import Draft
from newsextract.budget.roles import Judged
from newsextract.models import (
    Amount,
    BreakdownItem,
    BudgetRecord,
    Check,
    Component,
    FundingSource,
    MoneyReading,
    Reason,
    Span,
)
from newsextract.money.sources import four_way

__all__ = ["Assembly", "Extracted"]

Extracted = tuple[tuple[Amount, ...], tuple[BudgetRecord, ...], tuple[Check, ...]]
"""What an article gives: amounts, records and checks."""


class Assembly:
    """Turns the drafts of one article into models: ids, roles, components, checks."""

    def __init__(
        self,
        money: MoneyReading,
        judged: dict[str, Judged],
        drafts: Sequence[Draft],
        reasons: Sequence[tuple[Reason, ...]] | None = None,
    ) -> None:
        self.money = money
        self.drafts = drafts
        self.reasons = dict(zip(map(id, drafts), reasons or (), strict=False))
        self.ids = {id(draft): f"r{n}" for n, draft in enumerate(drafts, 1)}
        self.amounts = self._with_roles(judged)

    def _with_roles(self, judged: dict[str, Judged]) -> dict[str, Amount]:
        owners = self._owners()
        labels = {
            item.amount_id: item.source.label
            for breakdown in self.money.breakdowns
            for item in breakdown.items
        }
        return {
            amount.id: amount.model_copy(
                update={
                    "role": judged[amount.id].role,
                    "record_id": owners.get(amount.id),
                    "funding_source": amount.funding_source or labels.get(amount.id),
                }
            )
            for amount in self.money.amounts
        }

    def _owners(self) -> dict[str | None, str]:
        """Amount id to the record it belongs to, as its sum or as a part."""
        owners: dict[str | None, str] = {}
        places = {(a.start, a.end): a.id for a in self.money.amounts}
        breakdowns = {b.total_id: b for b in self.money.breakdowns if b.total_id}
        for draft in self.drafts:
            record_id = self.ids[id(draft)]
            for mention in draft.mentions:
                total_id = places[mention.start, mention.end]
                owners[total_id] = record_id
                breakdown = breakdowns.get(total_id)
                for item in breakdown.items if breakdown else ():
                    owners[item.amount_id] = record_id
        return owners

    def result(self) -> Extracted:
        """Amounts with their roles, records and checks, each in order."""
        components = {id(d): self._components(d) for d in self.drafts}
        checks = number_checks(self._findings(components))
        about: dict[str, list[str]] = defaultdict(list)
        for check in checks:
            for thing in check.about:
                about[thing].append(check.id)
        records = tuple(self._record(d, components[id(d)], about) for d in self.drafts)
        return tuple(self.amounts.values()), records, checks

    def _components(self, draft: Draft) -> tuple[Component, ...]:
        items = draft.breakdown.items if draft.breakdown else ()
        return tuple(self._component(draft, at) for at, item in enumerate(items) if item.of is None)

    def _component(self, draft: Draft, at: int) -> Component:
        items = draft.breakdown.items if draft.breakdown else ()
        item = items[at]
        return Component(
            source=FundingSource(
                label=item.source.label,
                category=item.source.category,
                tier=four_way(item.source.category),
            ),
            amount=self._part(draft, item, at),
            share=item.share,
            derived=item.derived,
            parts=tuple(self._component(draft, n) for n, i in enumerate(items) if i.of == at),
        )

    def _part(self, draft: Draft, item: BreakdownItem, at: int) -> Amount | None:
        """The printed amount of a part, or the words that state its share."""
        if item.amount_id is not None:
            return self.amounts[item.amount_id]
        if item.value is None:
            return None
        return Amount(
            id=f"{draft.amount.id}.{at + 1}",
            text=item.span.text,
            start=item.span.start,
            end=item.span.end,
            low=item.value,
            high=item.value,
            currency=draft.amount.currency,
            role="component",
            funding_source=item.source.label,
            record_id=self.ids[id(draft)],
        )

    def _findings(self, components: dict[int, tuple[Component, ...]]) -> list[Finding]:
        findings: list[Finding] = []
        for draft in self.drafts:
            record_id, parts = self.ids[id(draft)], components[id(draft)]
            findings += check_components(
                record_id, draft.amount, parts, incomplete=draft.incomplete
            )
            findings += check_shares(record_id, draft.amount, parts)
            findings += check_mentions(record_id, draft.amount, draft.rounded, draft.others)
        families: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            if draft.parent is not None:
                families.setdefault(id(draft.parent), []).append(draft)
        for parent in self.drafts:
            children = families.get(id(parent))
            if children:
                findings += self._family_findings(parent, children, components)
        return findings

    def _family_findings(
        self,
        parent: Draft,
        children: Sequence[Draft],
        components: dict[int, tuple[Component, ...]],
    ) -> list[Finding]:
        """Each partition of a parent is tested by itself; loose parts together, if they fit.

        What comes in and what is spent are never added up.
        """
        partitions: dict[str, list[Draft]] = {}
        for child in children:
            partitions.setdefault(child.partition, []).append(child)
        groups = [g for g in partitions.values() if not g[0].partial]
        for revenue in (False, True):
            loose = [g for g in partitions.values() if g[0].partial and g[0].revenue is revenue]
            together = [d for g in loose for d in g]
            total = sum(d.amount.exact or 0 for d in together)
            if together and total <= (parent.amount.exact or 0):
                loose = [sorted(together, key=lambda d: d.amount.start)]
            groups += loose
        findings: list[Finding] = []
        for group in groups:
            findings += self._partition_findings(parent, group, components)
        return findings

    def _partition_findings(
        self,
        parent: Draft,
        children: Sequence[Draft],
        components: dict[int, tuple[Component, ...]],
    ) -> list[Finding]:
        partial = any(c.partial for c in children)
        findings = check_rollup(
            (self.ids[id(parent)], parent.amount),
            [(self.ids[id(c)], c.amount) for c in children],
            incomplete=partial,
        )
        if partial or any(d.incomplete for d in (parent, *children)):
            return findings
        return findings + check_rollup_by_source(
            (self.ids[id(parent)], components[id(parent)]),
            [(self.ids[id(c)], components[id(c)]) for c in children],
        )

    def _record(
        self, draft: Draft, components: tuple[Component, ...], about: dict[str, list[str]]
    ) -> BudgetRecord:
        record_id = self.ids[id(draft)]
        return BudgetRecord(
            id=record_id,
            amount=self.amounts[draft.amount.id],
            components=components,
            program=draft.program,
            agencies=draft.agencies,
            granters=draft.granters,
            fiscal_year=draft.fiscal_year,
            fiscal_year_guess=draft.fiscal_year_guess,
            period=draft.period,
            action=draft.action.lemma if draft.action else None,
            phase=draft.action.phase if draft.action else None,
            project_count=draft.project_count,
            parent=self.ids[id(draft.parent)] if draft.parent else None,
            checks=tuple(about[record_id]),
            mentions=tuple(sorted(draft.mentions, key=lambda s: s.start)),
            sentence=Span(start=draft.sentence.start, end=draft.sentence.end),
            confidence=draft.confidence,
            reasons=self.reasons.get(id(draft), ()),
        )
