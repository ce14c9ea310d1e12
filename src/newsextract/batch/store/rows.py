"""From one outcome to the rows that keep it, in the columns of schema.sql."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from pydantic_core import PydanticSerializationError

from newsextract.batch.items import Item
from newsextract.batch.store.database import article_id_of
from newsextract.batch.stories import signature
from newsextract.models import Amount, Article, BudgetRecord, Check, Component, Extraction
from newsextract.money.sources import classify_payer, four_way
from newsextract.outcome import Failure

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["OK", "Cell", "Rows", "packed", "rows_of", "split", "unpacked"]

Cell = str | int | float | bytes | None
Row = tuple[Cell, ...]
Rows = dict[str, list[Row]]
"""Rows by the name of their table."""

OK: Final = "ok"
"""`outcomes.kind` of an input that gave an extraction."""

_MAX: Final = 2**63 - 1
_WORST_FIRST: Final = ("mismatch", "partial", "rounding", "ok")
_ZSTD_LEVEL: Final = 3


def split(value: int | Decimal | None) -> tuple[int | None, str | None]:
    """A figure as the pair (integer of 63 bits, decimal string); exactly one is given.

    >>> split(30), split(2**63), split(Decimal("2.75")), split(None)
    ((30, None), (None, '9223372036854775808'), (None, '2.75'), (None, None))
    """
    if value is None:
        return None, None
    if isinstance(value, int) and -_MAX <= value <= _MAX:
        return value, None
    return None, str(value) if isinstance(value, int) else f"{value:f}"


def packed(extraction: Extraction) -> bytes:
    """The extraction's JSON, as `extract --format jsonl` prints it, packed by zstd."""
    try:
        text = extraction.model_dump_json()
    except PydanticSerializationError:
        # A half surrogate, which UTF-8 cannot hold. Its escape is good JSON.
        plain = extraction.model_dump(mode="json")
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zstd.compress(text.encode("utf-8", "backslashreplace"), level=_ZSTD_LEVEL)


def unpacked(data: bytes) -> bytes:
    """JSON out of `packed`."""
    return zstd.decompress(data)


def rows_of(
    item: Item,
    result: Extraction | Failure,
    version: str,
    *,
    keep_json: bool = False,
    signed: bool = False,
) -> Rows:
    """The rows of one outcome.

    Args:
        item: what was read; its key and digest are kept.
        result: what became of it.
        version: of the programs that made it; another one makes a rerun do it anew.
        keep_json: whether the whole JSON is kept too, for an export as JSON lines.
        signed: whether articles with records get the signature that reprints are found by.
    """
    number = article_id_of(item.key)
    if isinstance(result, Failure):
        message = _text(result.message)
        outcome = (item.key, number, item.digest, version, result.kind, message, 0)
        return {"outcomes": [outcome]}
    article = result.article
    rows: Rows = {
        "outcomes": [(item.key, number, item.digest, version, OK, None, int(keep_json))],
        "articles": [_article(number, item.key, article, len(result.records))],
        "documents": [(number, packed(result))] if keep_json else [],
        "signatures": [(number, signature(article.text))] if signed and result.records else [],
        "amounts": [_amount(number, at, a) for at, a in enumerate(result.amounts)],
        "checks": [_check(number, at, c) for at, c in enumerate(result.checks)],
    }
    status: dict[str, str] = {check.id: check.status for check in result.checks}
    for position, record in enumerate(result.records):
        for table, added in _record_rows(number, position, record, article.text, status):
            rows.setdefault(table, []).extend(added)
    return rows


def _text(value: str | None) -> str | None:
    r"""What UTF-8 can hold: a half surrogate is written out as an escape.

    >>> _text("\ud83d원")
    '\\ud83d원'
    """
    return None if value is None else value.encode("utf-8", "backslashreplace").decode()


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _article(number: int, key: str, article: Article, records: int) -> Row:
    authors = (f"{a.name} <{a.email}>" if a.email else a.name for a in article.authors)
    return (
        number,
        key,
        _text(article.url),
        _text(article.headline),
        _text("\n".join(article.subheads)) or None,
        _text(article.publisher),
        _text(article.section),
        _moment(article.published_at),
        _moment(article.modified_at),
        _text("; ".join(authors)) or None,
        _text(article.text),
        article.content_hash,
        article.encoding,
        article.profile,
        records,
        None,
        1,
    )


class _Money(NamedTuple):
    currency: str | None
    low: int | None
    high: int | None
    low_decimal: str | None
    high_decimal: str | None
    krw: int | None


def _money(amount: Amount | None) -> _Money:
    if amount is None:
        return _Money(None, None, None, None, None, None)
    low, low_decimal = split(amount.low)
    high, high_decimal = split(amount.high)
    exact = low if amount.currency == "KRW" and amount.low == amount.high else None
    return _Money(amount.currency, low, high, low_decimal, high_decimal, exact)


def _amount(number: int, position: int, amount: Amount) -> Row:
    return (
        number,
        amount.id,
        position,
        _text(amount.text),
        amount.start,
        amount.end,
        *_money(amount)[:-1],
        _text(" ".join(amount.qualifiers)) or None,
        amount.role,
        _text(amount.funding_source),
        int(amount.unit_inherited),
        _text(amount.per),
        amount.record_id,
    )


def _check(number: int, position: int, check: Check) -> Row:
    expected, expected_decimal = split(check.expected)
    found, found_decimal = split(check.found)
    difference, difference_decimal = split(check.difference)
    return (
        number,
        check.id,
        position,
        check.kind,
        check.status,
        expected,
        found,
        difference,
        expected_decimal,
        found_decimal,
        difference_decimal,
        check.category,
        " ".join(check.about),
    )


def _record_rows(
    number: int, position: int, record: BudgetRecord, text: str, status: dict[str, str]
) -> Iterator[tuple[str, list[Row]]]:
    own = (number, record.id)
    yield "records", [(*own, *_record(position, record, text, status))]
    yield "components", [(*own, *row) for row in _components(record)]
    bodies = {"agency": record.agencies, "granter": record.granters}
    yield (
        "agencies",
        [
            (*own, role, at, _text(a.name), _text(a.as_written), a.start, a.end)
            for role, agencies in bodies.items()
            for at, a in enumerate(agencies)
        ],
    )
    yield "mentions", [(*own, at, m.start, m.end) for at, m in enumerate(record.mentions)]
    yield "record_checks", [(*own, check) for check in dict.fromkeys(record.checks)]


def _record(position: int, record: BudgetRecord, text: str, status: dict[str, str]) -> Row:
    program, period, sentence = record.program, record.period, record.sentence
    found = {status[check] for check in record.checks if check in status}
    return (
        position,
        record.parent,
        record.amount.id,
        _text(record.amount.text),
        *_money(record.amount),
        _text(program.text) if program else None,
        program.start if program else None,
        program.end if program else None,
        record.fiscal_year,
        record.fiscal_year_guess,
        period.first if period else None,
        period.last if period else None,
        record.action,
        record.phase,
        record.project_count,
        _text(text[sentence.start : sentence.end]),
        sentence.start,
        sentence.end,
        next((s for s in _WORST_FIRST if s in found), None),
        record.confidence,
    )


def _components(record: BudgetRecord) -> Iterator[Row]:
    if record.components:
        yield from _walk(record.components)
    elif record.amount.funding_source is not None:
        # 국비 50억원 확보: the sum is wholly from one source, and so is its own component.
        payer = classify_payer(record.amount.funding_source)
        named = (_text(payer.label), payer.category, four_way(payer.category))
        yield (0, None, *named, *_part(record.amount), None, 0, 1)


def _walk(components: Iterable[Component]) -> Iterator[Row]:
    """Each component, followed by its parts.

    A row begins with its number and that of the component above, and ends with whether sums
    count it: the rule of `BudgetRecord.four_way`.
    """
    stack: list[tuple[Component, int | None, bool]]
    stack = [(component, None, True) for component in reversed(tuple(components))]
    position = 0
    while stack:
        component, above, reached = stack.pop()
        made_up = _made_up(component)
        yield (
            position,
            above,
            _text(component.source.label),
            component.source.category,
            component.source.tier or "기타",
            *_part(component.amount),
            None if component.share is None else f"{component.share:f}",
            int(component.derived),
            int(reached and not made_up),
        )
        stack += [(part, position, reached and made_up) for part in reversed(component.parts)]
        position += 1


def _part(amount: Amount | None) -> Row:
    if amount is None:
        return (None,) * 3 + _money(None)
    return (_text(amount.text), amount.start, amount.end, *_money(amount))


def _made_up(component: Component) -> bool:
    """Whether the parts add up to the component, so that they can stand in its place."""
    values = [part.amount.exact if part.amount else None for part in component.parts]
    known = [value for value in values if value is not None]
    whole = component.amount.exact if component.amount else None
    return bool(known) and len(known) == len(values) and sum(known) == whole
