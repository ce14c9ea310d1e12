"""The notation table: every amount, span, bound, label and breakdown of every sentence."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from newsextract.models import Amount, MoneyReading
from newsextract.money import find_amounts, read_money

FOLDER = Path(__file__).parent
ROLES = {"component", "per_unit", "delta", "budget", "other"}
CASES = tomllib.loads((FOLDER / "notation.toml").read_text(encoding="utf-8"))["case"]
MORE = tomllib.loads((FOLDER / "more.toml").read_text(encoding="utf-8"))["case"]


def number(printed: str) -> int | Decimal | None:
    if not printed:
        return None
    return Decimal(printed) if "." in printed else int(printed.replace("_", ""))


def expected_amount(line: str) -> dict[str, Any]:
    printed, _, rest = line.partition(" = ")
    words = rest.split(" ")
    low, dots, high = words[0].partition("..")
    values = (None, None) if low == "?" else (number(low), number(high) if dots else number(low))
    qualifiers: list[str] = []
    out: dict[str, Any] = {"text": printed, "low": values[0], "high": values[1], "currency": "KRW"}
    out |= {"role": None, "per": None, "funding_source": None, "unit_inherited": False}
    for word in words[1:]:
        if word.startswith("~"):
            qualifiers.append(word[1:])
        elif word in ROLES:
            out["role"] = word
        elif word.startswith("per:"):
            out["per"] = word[4:]
        elif word.startswith("from:"):
            out["funding_source"] = word[5:].replace("_", " ")
        elif word == "inherited":
            out["unit_inherited"] = True
        elif qualifiers:  # a qualifier of two words: 못 미치
            qualifiers[-1] += f" {word}"
        else:
            out["currency"] = word
    return out | {"qualifiers": ("unreadable",) if low == "?" else tuple(qualifiers)}


def seen(amount: Amount) -> dict[str, Any]:
    return amount.model_dump(exclude={"id", "start", "end", "record_id"})


def parts_of(reading: MoneyReading) -> list[str]:
    [breakdown] = reading.breakdowns
    return [
        f"{i.source.label} {i.source.category} {'?' if i.value is None else f'{i.value:_}'}"
        + (f" {i.share}" if i.share is not None else "")
        for i in breakdown.items
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_amounts_of_the_table(case) -> None:
    found = find_amounts(case["text"])
    assert [seen(a) for a in found] == [expected_amount(line) for line in case["amounts"]]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_spans_are_what_was_printed(case) -> None:
    for amount in find_amounts(case["text"]):
        assert case["text"][amount.start : amount.end] == amount.text


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_breakdowns_of_the_table(case) -> None:
    reading = read_money(case["text"])
    if "parts" not in case:
        assert reading.breakdowns == ()
        return
    assert parts_of(reading) == case["parts"]
    adds_up = reading.breakdowns[0].adds_up
    assert ("unknown" if adds_up is None else adds_up) == case["adds_up"]


def compared(entry: dict[str, Any]) -> dict[str, Any]:
    """Without the role, and with the qualifiers in any order."""
    rest = {k: v for k, v in entry.items() if k not in ("role", "qualifiers")}
    return rest | {"qualifiers": sorted(entry["qualifiers"])}


def breakdowns_of(reading: MoneyReading) -> list[dict[str, Any]]:
    return [
        {
            "parts": [(i.source.label, i.source.category, i.value) for i in b.items],
            "adds_up": "unknown" if b.adds_up is None else b.adds_up,
        }
        for b in reading.breakdowns
    ]


def expected_part(line: str) -> tuple[str, str, int | Decimal | None]:
    """`label category value [share]`; a label may hold spaces, a category does not."""
    words = line.split(" ")
    at = next(i for i in range(1, len(words)) if words[i].replace("_", "").isascii())
    value = words[at + 1]
    return " ".join(words[:at]), words[at], None if value == "?" else number(value)


@pytest.mark.parametrize("case", MORE, ids=lambda c: c["text"][:40])
def test_more_sentences(case) -> None:
    reading = read_money(case["text"])
    found = [compared(seen(a)) for a in reading.amounts]
    assert found == [compared(expected_amount(line)) for line in case["amounts"]]
    if "breakdowns" in case:
        assert breakdowns_of(reading) == [
            {"parts": [expected_part(line) for line in b["parts"]], "adds_up": b["adds_up"]}
            for b in case["breakdowns"]
        ]
