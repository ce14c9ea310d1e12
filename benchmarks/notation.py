"""Money notation, right readings per group, next to price-parser in the same run.

    python benchmarks/notation.py [--cases FILE.json] [--verbose]

Cases have the fields of the project's notation format (text, amounts, breakdown, hard). Without
--cases the file beside the project (../shared/cases/notation.json) is used where it is there, and
the project's own table (tests/money/notation.toml) always. price-parser, the parser in common use,
returns the first price of a string: it is asked only for that. It is optional:

    pip install price-parser
"""

from __future__ import annotations

import argparse
import importlib
import json
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from newsextract.money import find_amounts, read_money

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "cases"


def amounts_agree(case: dict[str, Any]) -> bool:
    found = [(a.start, a.text, a.low, a.high, a.currency) for a in find_amounts(case["text"])]
    return found == [
        (a["start"], a["text"], a["low"], a["high"], a["currency"]) for a in case["amounts"]
    ]


def breakdown_agrees(case: dict[str, Any]) -> bool:
    wanted = case["breakdown"]
    if wanted is None:
        return True
    reading = read_money(case["text"])
    rows = [(w["source"], w["category"], w["krw"]) for w in wanted]
    for breakdown in reading.breakdowns:
        found = [(i.source.label, i.source.category, i.value) for i in breakdown.items]
        if found == rows and breakdown.adds_up == case["breakdown_ok"]:
            return True
    lone = [(a.funding_source, a.low) for a in reading.amounts]
    return len(rows) == 1 and (rows[0][0], rows[0][2]) in lone


def price_parser() -> Callable[[str], Decimal | None] | None:
    try:
        module = importlib.import_module("price_parser")
    except ImportError:
        return None
    return lambda text: module.Price.fromstring(text).amount


def first_value(case: dict[str, Any]) -> Decimal | None:
    amounts = case["amounts"]
    return Decimal(amounts[0]["low"] or amounts[0]["high"]) if amounts else None


def table(cases: list[dict[str, Any]], *, verbose: bool) -> None:
    peer = price_parser()
    groups: dict[str, list[list[bool]]] = {}
    for case in cases:
        found = find_amounts(case["text"])
        mine = (found[0].low if found[0].low is not None else found[0].high) if found else None
        row = [
            amounts_agree(case),
            amounts_agree(case) and breakdown_agrees(case),
            mine == first_value(case),
            peer(case["text"]) == first_value(case) if peer else False,
        ]
        if verbose and not row[1]:
            print(f"  not right: {case['id']} {case['text']}")
        name = "hard" if case["hard"] else "plain"
        for key in (name, "all"):
            groups.setdefault(key, []).append(row)
    print(f"{'':8}{'cases':>6}{'amounts':>9}{'+ parts':>9} | first amount only: newsextract, "
          f"price-parser{'' if peer else ' (not installed)'}")  # fmt: skip
    for key in ("plain", "hard", "all"):
        rows = groups.get(key, [])
        counts = [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0, 0]
        print(f"{key:8}{len(rows):6}{counts[0]:9}{counts[1]:9} | {counts[2]:6}{counts[3]:6}")


def speed(texts: Iterable[str]) -> None:
    peer = price_parser()
    joined = list(texts)

    def rate(read: Callable[[str], object]) -> float:
        start = perf_counter()
        for text in joined:
            read(text)
        return perf_counter() - start

    for _ in range(2):  # the first round warms up
        mine, theirs = rate(find_amounts), rate(peer) if peer else 0.0
    if peer:
        print(f"time for all texts: newsextract / price-parser = {mine / theirs:.2f}")


def own_table() -> int:
    path = ROOT / "tests" / "money" / "notation.toml"
    return len(tomllib.loads(path.read_text(encoding="utf-8"))["case"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--cases", type=Path, default=SHARED / "notation.json")
    parser.add_argument("--verbose", action="store_true", help="name the cases that are not right")
    options = parser.parse_args()
    print(f"own table: {own_table()} sentences, all asserted by tests/money/test_notation.py")
    if not options.cases.exists():
        print(f"{options.cases.name}: not there; give another with --cases")
        return
    cases = json.loads(options.cases.read_text(encoding="utf-8"))
    table(cases, verbose=options.verbose)
    speed(case["text"] for case in cases)


if __name__ == "__main__":
    main()
