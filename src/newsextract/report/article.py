"""The report of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsextract.models import Amount, BudgetRecord, Extraction
from newsextract.report.equations import Equation, equations
from newsextract.report.figures import Figures, digits, percent
from newsextract.report.ledger import Ledger
from newsextract.report.page import fill
from newsextract.report.passages import Marks, passages
from newsextract.report.sources import SOURCES, source_key
from newsextract.report.texts import Lang, texts
from newsextract.report.trees import Tree, trees

__all__ = ["render"]

_ROLES = ("budget", "component", "delta", "per_unit", "other")
_KINDS = ("rollup", "rollup_by_source", "components", "share", "duplicate")
_STATUSES = ("mismatch", "rounding", "partial", "ok")


@dataclass(frozen=True)
class Card:
    """What is shown of an amount when a reader points at it.

    Attributes:
        number: of the amount.
        value: in words, `digits` in figures.
        key: of its source's colour.
        record: number of its record.
        sums: the checks it is part of.
    """

    number: int
    amount: Amount
    value: str
    digits: str
    key: str
    record: int | None
    sums: tuple[Equation, ...]

    @property
    def worst(self) -> str:
        """The worst status of its checks, "" without any."""
        found = {equation.check.status for equation in self.sums}
        return next((status for status in _STATUSES if status in found), "")


def render(extraction: Extraction, lang: Lang = "ko") -> str:
    """As `report.render_article`."""
    texts(lang)  # refuses a language that is not there before any work is done
    figures = Figures(lang)
    marks = Marks.of(extraction)
    sums = equations(extraction, figures)
    grown = trees(extraction.records, extraction.checks)
    return fill(
        "article.html",
        lang,
        scripts=("article.js",),
        data={"spans": marks.of_record},
        article=extraction.article,
        passages=passages(extraction.article, marks),
        names=marks.names,
        cards=_cards(extraction, sums, figures),
        number_of={amount.id: at for at, amount in enumerate(extraction.amounts)},
        record_of={record.id: at for at, record in enumerate(extraction.records)},
        records=extraction.records,
        trees=list(zip(grown, _sums_of(grown, sums), strict=True)),
        other_sums=[e for e in sums if e.record is None],
        roles=_roles(extraction.amounts),
        verdict=_verdict(sums),
        ledger=Ledger.of(extraction.article.ledger),
        figures=figures,
        digits=digits,
        percent=percent,
        sources=_used(grown),
        versions=extraction.versions,
    )


def _cards(extraction: Extraction, sums: Sequence[Equation], figures: Figures) -> list[Card]:
    numbers = {record.id: at for at, record in enumerate(extraction.records)}
    about: dict[str, dict[int, Equation]] = {}
    for place, equation in enumerate(sums):
        named = {*equation.check.about, *(term.amount for term in equation.terms)}
        for name in named:
            if name is not None:
                about.setdefault(name, {})[place] = equation
    homes = _homes(extraction.records)
    cards = []
    for at, amount in enumerate(extraction.amounts):
        record, key = homes.get(amount.id, (numbers.get(amount.record_id or ""), ""))
        found = dict(about.get(amount.id, {}))
        if record is not None and extraction.records[record].amount.id == amount.id:
            found |= about.get(extraction.records[record].id, {})
        cards.append(
            Card(
                at,
                amount,
                figures.bounds(amount.low, amount.high, amount.currency),
                _digits(amount),
                key,
                record,
                tuple(sorted(found.values(), key=_urgency)),
            )
        )
    return cards


def _digits(amount: Amount) -> str:
    sides = [digits(side) for side in (amount.low, amount.high) if side is not None]
    return " – ".join(dict.fromkeys(sides))


def _homes(records: Sequence[BudgetRecord]) -> dict[str, tuple[int | None, str]]:
    """For each amount that is a source of a record: the record's number, and its colour."""
    homes: dict[str, tuple[int | None, str]] = {}
    stack = [(at, part) for at, record in enumerate(records) for part in record.components]
    while stack:
        at, component = stack.pop()
        stack += [(at, part) for part in component.parts]
        if component.amount is not None:
            source = component.source
            homes[component.amount.id] = (at, source_key(source.category, source.tier))
    return homes


def _used(grown: Sequence[Tree]) -> list[str]:
    """The colours that bars have, in their order."""
    found = {stretch.key for tree in grown for node in tree.nodes for stretch in node.bar}
    return [key for key in (*SOURCES, "whole") if key in found]


def _sums_of(grown: Sequence[Tree], sums: Sequence[Equation]) -> list[list[Equation]]:
    """The checks of each tree: what does not add up first, then sums of parts, then of sources."""
    home = {node.record.id: at for at, tree in enumerate(grown) for node in tree.nodes}
    of_tree: list[list[Equation]] = [[] for _ in grown]
    for equation in sums:
        if equation.record in home:
            of_tree[home[equation.record]].append(equation)
    for found in of_tree:
        found.sort(key=_urgency)
    return of_tree


def _urgency(equation: Equation) -> tuple[bool, int]:
    return equation.check.status != "mismatch", _KINDS.index(equation.check.kind)


def _roles(amounts: Sequence[Amount]) -> list[tuple[str, int]]:
    """How many amounts have each role, roles nobody has left out."""
    counts: dict[str, int] = dict.fromkeys((*_ROLES, "unknown"), 0)
    for amount in amounts:
        counts[amount.role or "unknown"] += 1
    return [(role, count) for role, count in counts.items() if count]


def _verdict(sums: Sequence[Equation]) -> dict[str, Any]:
    """How many checks have each status, and the worst one."""
    counts = {
        status: sum(equation.check.status == status for equation in sums) for status in _STATUSES
    }
    worst = next((status for status in _STATUSES if counts[status]), "none")
    return {"counts": counts, "worst": worst, "total": len(sums)}
