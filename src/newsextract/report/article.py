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
        script="article.js",
        data={"spans": marks.of_record},
        article=extraction.article,
        passages=passages(extraction.article, marks),
        names=marks.names,
        cards=_cards(extraction, sums, figures),
        number_of={amount.id: at for at, amount in enumerate(extraction.amounts)},
        record_of={record.id: at for at, record in enumerate(extraction.records)},
        records=extraction.records,
        trees=list(zip(grown, _sums_of(grown, sums), strict=True)),
        roles=_roles(extraction.amounts),
        verdict=_verdict(sums),
        ledger=Ledger.of(extraction.article.ledger),
        figures=figures,
        digits=digits,
        percent=percent,
        sources=SOURCES,
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
    keys = _keys(extraction.records)
    cards = []
    for at, amount in enumerate(extraction.amounts):
        record = numbers.get(amount.record_id or "")
        found = dict(about.get(amount.id, {}))
        if record is not None and extraction.records[record].amount.id == amount.id:
            found |= about.get(extraction.records[record].id, {})
        cards.append(
            Card(
                at,
                amount,
                figures.bounds(amount.low, amount.high, amount.currency),
                _digits(amount),
                keys.get(amount.id, ""),
                record,
                tuple(equation for _, equation in sorted(found.items())),
            )
        )
    return cards


def _digits(amount: Amount) -> str:
    sides = [digits(side) for side in (amount.low, amount.high) if side is not None]
    return " – ".join(dict.fromkeys(sides))


def _keys(records: Sequence[BudgetRecord]) -> dict[str, str]:
    """The colour of each amount that a source of a record stands for."""
    keys = {}
    stack = [component for record in records for component in record.components]
    while stack:
        component = stack.pop()
        stack += component.parts
        if component.amount is not None:
            source = component.source
            keys[component.amount.id] = source_key(source.category, source.tier)
    return keys


def _sums_of(grown: Sequence[Tree], sums: Sequence[Equation]) -> list[list[Equation]]:
    """The checks of each tree, what does not add up first."""
    home = {node.record.id: at for at, tree in enumerate(grown) for node in tree.nodes}
    of_tree: list[list[Equation]] = [[] for _ in grown]
    for equation in sums:
        if equation.record in home:
            of_tree[home[equation.record]].append(equation)
    for found in of_tree:
        found.sort(key=lambda equation: equation.check.status != "mismatch")
    return of_tree


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
