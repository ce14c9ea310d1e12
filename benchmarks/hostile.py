"""Hostile pages, each in a process of its own: time, memory and what became of it.

    python benchmarks/hostile.py [--only WORD] [--slowest 30]

The pages are those of `tests/article/hostile.py`. Nothing is judged; docs/limits.md says what the
figures should stay under.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "tests" / "article" / "hostile.py"
PATIENCE = 300


def pages() -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("hostile", CATALOGUE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.PAGES
    return found


def one(name: str) -> dict[str, Any]:
    """Read one page here: seconds, megabytes above what the page itself takes, outcome."""
    from newsextract.article import parse  # noqa: PLC0415
    from newsextract.errors import NewsExtractError  # noqa: PLC0415

    parse(
        "<html><body><div><p>가람시는 내년 예산 5억원을 편성했다고 12일 밝혔다.</p></div></body>"
        * 3
    )
    source = pages()[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = perf_counter()
    try:
        outcome = f"{len(parse(source).text):,} characters of body"
    except NewsExtractError as error:
        outcome = f"{type(error).__name__}: {error}"[:90]
    spent = perf_counter() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"name": name, "seconds": spent, "megabytes": grown / 1024, "outcome": outcome}


def in_a_process(name: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", name]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return {"name": name, "seconds": float(PATIENCE), "megabytes": 0.0, "outcome": "NO END"}
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
        return {"name": name, "seconds": 0.0, "megabytes": 0.0, "outcome": f"BROKE: {last}"[:120]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--only", default="", help="pages whose name holds this")
    options.add_argument("--slowest", type=int, default=30, help="how many to print (default 30)")
    options.add_argument("--one", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.one is not None:
        print(json.dumps(one(asked.one), ensure_ascii=False))
        return
    names = [name for name in pages() if asked.only in name]
    rows = sorted((in_a_process(name) for name in names), key=lambda row: -row["seconds"])
    broken = [row for row in rows if row["outcome"].startswith(("BROKE", "NO END"))]
    print(f"{len(rows)} pages, {len(broken)} broke\n{'page':<48}{'s':>8}{'MB':>8}  outcome")
    for row in broken + [row for row in rows if row not in broken][: asked.slowest]:
        print(f"{row['name']:<48}{row['seconds']:>8.2f}{row['megabytes']:>8.0f}  {row['outcome']}")


if __name__ == "__main__":
    main()
