"""What tests of sentences ask of an extraction."""

from __future__ import annotations

from typing import Any

from newsextract import Article, extract
from newsextract.models import BudgetRecord


def roles(text: str) -> list[str | None]:
    return [a.role for a in extract(text).amounts]


def records(text: str, **about: Any) -> dict[str, BudgetRecord]:
    return {r.amount.text: r for r in extract(text, **about).records}


def parents(text: str | Article, **about: Any) -> dict[str, str | None]:
    """Of each sum the sum that it is a part of; sums of a text are all different here."""
    found = extract(text, **about).records
    printed = {r.id: r.amount.text for r in found}
    assert len(set(printed.values())) == len(found)
    return {r.amount.text: printed[r.parent] if r.parent else None for r in found}


def sources(record: BudgetRecord) -> dict[str, int]:
    return {c.source.label: int(c.amount.exact or 0) for c in record.components if c.amount}


def bodies(record: BudgetRecord) -> list[str]:
    return [a.name for a in record.agencies]
