"""Press pages against their gold, next to other extractors in the same run.

    python benchmarks/pages.py [FOLDER] [--no-profiles] [--alone] [--rounds 5] [--details] [--json]

FOLDER holds NAME.html, gold/NAME.json and nonarticle/ (the format: benchmarks/scoring.py); without
it ../shared/pages beside the project is used where it is there. The others are optional:

    pip install --group bench

(pip 25.1 or later; or by name: trafilatura readability-lxml resiliparse goose3 newspaper4k).

Body F1 is over runs of four characters, white space aside. Times are the best of interleaved
rounds, from the page's bytes, one process, one thread: compare ratios, not milliseconds. Nothing is
judged here; floors are pinned in `tests/`.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import json
import logging
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, the folder of benchmarks is a package too

from benchmarks.scoring import (  # noqa: E402
    FIELDS,
    GoldPage,
    Reading,
    body_f1,
    field_results,
    load_pages,
)
from benchmarks.tools import Read, Tool, newsextract_tool, no_network, others  # noqa: E402

from newsextract.article import parse  # noqa: E402
from newsextract.article.decode import decode  # noqa: E402
from newsextract.errors import NewsExtractError, NotAnArticleError  # noqa: E402

SHARED = ROOT.parent / "shared" / "pages"
CLEAN = 0.99


def read_or_error(read: Read, data: bytes) -> tuple[Reading, str | None]:
    try:
        return read(data), None
    except Exception as error:  # noqa: BLE001 - a failure is a result: no text
        return Reading(), f"{type(error).__name__}: {error}".splitlines()[0][:100]


def score(tool: Tool, pages: list[GoldPage]) -> list[dict[str, Any]]:
    """One row a page: F1, which fields are right, and the error if there was one."""
    rows = []
    for page in pages:
        reading, error = read_or_error(tool.read, page.data) if tool.read else (Reading(), None)
        f1 = body_f1(reading.body, page.gold["body"], page.gold.get("optional") or ())
        right = field_results(reading, page.gold)
        rows.append({"page": page.name, "f1": f1, "fields": right, "error": error})
    return rows


def times(
    calls: dict[str, Callable[[bytes], object]], pages: list[GoldPage], rounds: int
) -> dict[str, list[float]]:
    """Milliseconds a page for each call: all of them in turn on each page, best of the rounds."""
    best = {name: [float("inf")] * len(pages) for name in calls}
    for _ in range(rounds):
        for number, page in enumerate(pages):
            for name, call in calls.items():
                began = perf_counter()
                with contextlib.suppress(Exception):  # scored elsewhere; its time counts
                    call(page.data)
                best[name][number] = min(best[name][number], (perf_counter() - began) * 1000)
    return best


def refusals(folder: Path, read: Read) -> list[dict[str, str]]:
    """What became of each page that holds no article."""
    rows = []
    for path in sorted((folder / "nonarticle").glob("*.html")):
        try:
            outcome = f"TAKEN FOR AN ARTICLE ({len(read(path.read_bytes()).body):,} characters)"
        except NotAnArticleError as error:
            outcome = f"refused: {error.found}"
        except NewsExtractError as error:
            outcome = f"WRONG ERROR: {type(error).__name__}: {error}"
        rows.append({"page": path.stem, "outcome": outcome})
    return rows


def summary(rows: list[dict[str, Any]], spent: list[float]) -> dict[str, Any]:
    scores = [row["f1"] for row in rows]
    fields: dict[str, list[int]] = {}
    for name in FIELDS:
        asked = [row["fields"][name] for row in rows if row["fields"][name] is not None]
        fields[name] = [sum(asked), len(asked)]
    return {
        "f1_mean": mean(scores),
        "f1_least": min(scores),
        "clean": sum(f1 >= CLEAN for f1 in scores),
        "fields": fields,
        "ms_mean": mean(spent),
        "ms_most": max(spent),
        "errors": sum(row["error"] is not None for row in rows),
    }


def measure(folder: Path, tools: list[Tool], rounds: int) -> dict[str, Any]:
    pages = load_pages(folder)
    running = [tool for tool in tools if tool.read is not None]
    calls: dict[str, Callable[[bytes], object]] = {t.name: t.read for t in running if t.read}
    texts = {page.data: decode(page.data).text for page in pages}
    calls["lexbor"] = lambda data: LexborHTMLParser(texts[data])
    spent = times(calls, pages, rounds)
    rows = {tool.name: score(tool, pages) for tool in running}
    found: dict[str, Any] = {
        "pages": len(pages),
        "tools": {name: summary(rows[name], spent[name]) for name in rows},
        "not_run": {tool.name: tool.why_not for tool in tools if tool.read is None},
        "rows": rows,
    }
    ours = mean(spent["newsextract"])
    found["lexbor_ms"] = mean(spent["lexbor"])
    found["times_lexbor"] = ours / found["lexbor_ms"]
    if "trafilatura" in spent:
        found["of_trafilatura"] = ours / mean(spent["trafilatura"])
    return found


def show(found: dict[str, Any], *, details: bool) -> None:
    pages = found["pages"]
    head = "".join(f"{name:>10}" for name in FIELDS)
    print(f"{'tool':<18}{'F1':>8}{'least':>8}{'clean':>8}{head}{'ms':>9}{'most':>8}{'errors':>8}")
    for name, row in found["tools"].items():
        cells = "".join(f"{f'{r}/{n}':>10}" for r, n in row["fields"].values())
        clean = f"{row['clean']}/{pages}"
        print(
            f"{name:<18}{row['f1_mean']:>8.4f}{row['f1_least']:>8.4f}{clean:>8}{cells}"
            f"{row['ms_mean']:>9.2f}{row['ms_most']:>8.1f}{row['errors']:>8}"
        )
    for name, why in found["not_run"].items():
        print(f"{name:<18}{why}")
    print(f"\nlexbor's bare parse: {found['lexbor_ms']:.2f} ms a page; ", end="")
    print(f"newsextract takes {found['times_lexbor']:.1f} times that")
    if "of_trafilatura" in found:
        ratio = found["of_trafilatura"]
        print(f"newsextract / trafilatura: {ratio:.3f} (1/{1 / ratio:.1f})")
    if details:
        show_pages(found["rows"]["newsextract"])
    if found["nonarticle"]:
        print("\npages without an article:")
        for row in found["nonarticle"]:
            print(f"  {row['page']:<34}{row['outcome']}")


def show_pages(rows: list[dict[str, Any]]) -> None:
    print("\nnewsextract, page by page:")
    for row in rows:
        wrong = [name for name, right in row["fields"].items() if right is False]
        note = row["error"] or (f"wrong: {', '.join(wrong)}" if wrong else "")
        print(f"  {row['page']:<34}{row['f1']:.4f}  {note}")


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("folder", type=Path, nargs="?", default=SHARED, help="pages and gold")
    options.add_argument("--no-profiles", action="store_true", help="the generic finder alone")
    options.add_argument("--alone", action="store_true", help="newsextract only")
    options.add_argument("--rounds", type=int, default=5, help="rounds of timing (default 5)")
    options.add_argument("--details", action="store_true", help="newsextract's result on each page")
    options.add_argument("--json", action="store_true", help="everything as one JSON document")
    asked = options.parse_args()
    if not load_pages(asked.folder):
        options.error(f"no NAME.html with gold/NAME.json in {asked.folder}")
    if asked.rounds < 1:
        options.error("--rounds must be 1 or more")
    if asked.no_profiles and "profiles" not in inspect.signature(parse).parameters:
        options.error("this version of newsextract has no switch for profiles")
    return asked


def main() -> None:
    asked = arguments()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    read = newsextract_tool(profiles=not asked.no_profiles)
    tools = [Tool("newsextract", read)]
    with no_network():
        if not asked.alone:
            tools += others(load_pages(asked.folder)[0].data)
        found = measure(asked.folder, tools, asked.rounds)
        found["nonarticle"] = refusals(asked.folder, read)
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        show(found, details=asked.details)


if __name__ == "__main__":
    main()
