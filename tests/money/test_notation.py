"""The notation table: every amount, span, bound, label and breakdown of every sentence."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from newsextract.models import Amount, MoneyReading
from newsextract.money import find_amounts, read_money

ROLES = {"component", "per_unit", "delta", "budget", "other"}
CASES = tomllib.loads(Path(__file__).with_name("notation.toml").read_text(encoding="utf-8"))["case"]


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
            out["funding_source"] = word[5:]
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
