"""An article, what was found in it and what was decided, as the JSON that the page draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from newsextract.models import Amount, BudgetRecord, Component, Extraction, LedgerEntry, TextSpan
from newsextract.money.fold import fold
from newsextract.money.sources import find_labels
from newsextract.report.equations import equations
from newsextract.report.figures import Figures, digits
from newsextract.report.ledger import fate
from newsextract.report.safe import clean, web_address
from newsextract.report.texts import Lang
from newsextract.review.correct import Corrected
from newsextract.review.decisions import Decisions, key_of
from newsextract.review.pieces import blocks

__all__ = ["view"]

_QUOTED: Final = re.compile(r"[‘'“\"「『《<]([^‘’'“”\"「」『』《》<>\n]{2,80})[’'”\"」』》>]")
_USUAL: Final = ("국비", "도비", "시비", "군비", "구비", "지방비", "민자", "자부담", "기타")
_MOST_LABELS: Final = 40
_MOST_QUOTES: Final = 100


def view(
    found: Extraction, corrected: Corrected, decisions: Decisions, lang: Lang
) -> dict[str, Any]:
    """All that the page shows of an article's reading.

    Args:
        found: as the program has it.
        corrected: as it should be.
        decisions: what makes the difference.
        lang: language of figures.
    """
    figures = Figures(lang)
    now = corrected.extraction
    article = found.article
    before = {key_of(a): a for a in found.amounts}
    keys = {record.id: key_of(record.amount) for record in now.records}
    old_keys = {record.id: key_of(record.amount) for record in found.records}
    old_records = {key_of(record.amount): record for record in found.records}
    return {
        "article": {
            "headline": _clean(article.headline),
            "subheads": [clean(s) for s in article.subheads],
            "authors": [clean(a.name) for a in article.authors],
            "publisher": _clean(article.publisher),
            "published_at": article.published_at.isoformat() if article.published_at else None,
            "url": web_address(article.url),
            "text": clean(article.text),
            "blocks": blocks(article, found.amounts),
        },
        "removed": [_entry(e) for e in article.ledger if fate(e.zone) == "removed"],
        "amounts": [
            {
                **_amount(amount, figures),
                **_source(amount),
                "of": corrected.homes.get(key_of(amount)),
                "found": _source(before[key_of(amount)]),
                **_decided(decisions.amounts.get(key_of(amount))),
            }
            for amount in now.amounts
        ],
        "records": [
            {
                **_record(record, keys, figures),
                "found": _facts(old_records[key], old_keys) if key in old_records else None,
                **_decided(decisions.records.get(key)),
            }
            for record in now.records
            for key in [key_of(record.amount)]
        ],
        "checks": list(_checks(now, keys, figures)),
        "problems": [{"key": p.key, "what": p.what} for p in corrected.problems],
        "labels": _labels(found),
        "programs": _programs(found),
        "agencies": _agencies(found),
    }


def _clean(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    return {"zone": entry.zone, "reason": entry.reason, "text": clean(entry.text)}


def _amount(amount: Amount, figures: Figures) -> dict[str, Any]:
    sides = [digits(side) for side in (amount.low, amount.high) if side is not None]
    return {
        "key": key_of(amount),
        "start": amount.start,
        "end": amount.end,
        "text": clean(amount.text),
        "value": figures.bounds(amount.low, amount.high, amount.currency),
        "digits": " – ".join(dict.fromkeys(sides)),
        "currency": amount.currency,
        "inherited": amount.unit_inherited,
        "qualifiers": [clean(q) for q in amount.qualifiers],
    }


def _source(amount: Amount) -> dict[str, Any]:
    return {"role": amount.role, "funding_source": _clean(amount.funding_source)}


def _decided(decision: Any) -> dict[str, Any]:  # noqa: ANN401 - of an amount or a record
    if decision is None:
        return {"accepted": False, "corrected": []}
    return {
        "accepted": decision.accepted,
        "corrected": sorted(decision.model_fields_set - {"accepted"}),
    }


def _record(record: BudgetRecord, keys: dict[str, str], figures: Figures) -> dict[str, Any]:
    amount = _amount(record.amount, figures)
    return {
        **{name: amount[name] for name in ("key", "start", "end", "text", "value", "digits")},
        **_facts(record, keys),
        "sentence": {"start": record.sentence.start, "end": record.sentence.end},
        "components": list(_components(record.components, figures)),
        "action": _clean(record.action),
        "phase": record.phase,
    }


def _facts(record: BudgetRecord, keys: dict[str, str]) -> dict[str, Any]:
    return {
        "program": _words(record.program),
        "agencies": [clean(a.name) for a in record.agencies],
        "agency_spans": [[a.start, a.end] for a in record.agencies],
        "fiscal_year": record.fiscal_year,
        "fiscal_year_guess": record.fiscal_year_guess,
        "parent": keys.get(record.parent) if record.parent else None,
    }


def _words(span: TextSpan | None) -> dict[str, Any] | None:
    return None if span is None else {**span.model_dump(), "text": clean(span.text)}


def _components(
    components: Iterable[Component], figures: Figures, depth: int = 0
) -> Iterator[dict[str, Any]]:
    for component in components:
        amount = component.amount
        yield {
            "label": clean(component.source.label),
            "value": figures.bounds(amount.low, amount.high, amount.currency) if amount else "?",
            "key": key_of(amount) if amount is not None and not component.derived else None,
            "derived": component.derived,
            "depth": depth,
        }
        yield from _components(component.parts, figures, depth + 1)


def _checks(now: Extraction, keys: dict[str, str], figures: Figures) -> Iterator[dict[str, Any]]:
    for equation in equations(now, figures):
        yield {
            "kind": equation.check.kind,
            "status": equation.check.status,
            "terms": [[clean(t.label), t.text] for t in equation.terms],
            "found": equation.found,
            "total": equation.total.text,
            "difference": equation.difference,
            "record": keys.get(equation.record or ""),
        }


def _labels(found: Extraction) -> list[str]:
    """Labels of funding sources that the text has, then the usual ones."""
    own = [a.funding_source for a in found.amounts if a.funding_source]
    seen = (match.group() for match in find_labels(fold(found.article.text)))
    there = [clean(label) for label in dict.fromkeys([*own, *seen]) if len(label) > 1]
    return list(dict.fromkeys([*there[:_MOST_LABELS], *_USUAL]))


def _programs(found: Extraction) -> list[str]:
    """Names that may be a programme's: those that were found, and what stands in quotes."""
    named = [record.program.text for record in found.records if record.program]
    quoted = (match.group(1).strip() for match in _QUOTED.finditer(found.article.text))
    return [clean(w) for w in dict.fromkeys([*named, *quoted]) if w][:_MOST_QUOTES]


def _agencies(found: Extraction) -> list[str]:
    records: Sequence[BudgetRecord] = found.records
    bodies = (body for r in records for body in (*r.agencies, *r.granters))
    return list(dict.fromkeys(clean(body.name) for body in bodies))
