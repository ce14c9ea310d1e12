"""The reasons of an extraction as plain lines: field, rule, and the words in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from newsextract.models import BudgetRecord, Extraction, Reason

__all__ = ["explanation"]


def explanation(extraction: Extraction) -> str:
    """One block of lines for each record that carries reasons, empty without any.

    Each line names a field, what it came out as, the rules that decided it and the words
    they saw.
    """
    blocks = [_block(record) for record in extraction.records if record.reasons]
    return "\n".join(blocks)


def _block(record: BudgetRecord) -> str:
    lines = [f"{record.id} {_plain(record.amount.text)}"]
    for field in dict.fromkeys(reason.field for reason in record.reasons):
        reasons = [r for r in record.reasons if r.field == field]
        lines.append(f"  {field}: {_value(record, field)} ← {', '.join(_said(reasons))}")
    return "\n".join(lines) + "\n"


def _value(record: BudgetRecord, field: str) -> str:
    match field:
        case "role":
            return record.amount.role or "-"
        case "components":
            return ", ".join(_plain(c.source.label) for c in record.components) or "-"
        case "program":
            return _plain(record.program.text) if record.program else "-"
        case "agencies":
            return ", ".join(_plain(a.name) for a in record.agencies) or "-"
        case "parent":
            return record.parent or "-"
        case _:
            period = record.period
            several = f"{period.first or ''}–{period.last or ''}" if period else "-"
            return str(record.fiscal_year) if record.fiscal_year is not None else several


def _said(reasons: list[Reason]) -> Iterator[str]:
    """Rules with their words, words of one rule together."""
    for rule in dict.fromkeys(reason.rule for reason in reasons):
        words = [
            f"‘{_plain(r.words.text)}’" for r in reasons if r.rule == rule and r.words is not None
        ]
        yield " ".join([rule, *words])


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
