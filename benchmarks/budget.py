"""Budget records against annotated articles and sentences: amounts, roles, records, links.

    python benchmarks/budget.py [FOLDER ...] [--errors KIND ...] [--json]

A folder holds NAME.json (fields as in the project's gold format: amounts with krw and role,
records with amount, components, parent, program, agency, fiscal_year) beside NAME.txt. Without
folders the ones beside the project (../shared/cases/articles and sentences) are used where they
are there. `--errors role record` lists what is wrong, for the eye.

Scores: amounts by place and value; roles over matched amounts; records by the place of their
amount and its value; links (components, agency, program, fiscal year, parent) over matched
records, where the gold names one or the program does. The time of the records of an article is
printed beside the time that Kiwi alone needs for its sentences with money, and their ratio.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import newsextract
from newsextract.models import Amount, Article, BudgetRecord, Extraction

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "cases"
PROGRAM_OVERLAP = 0.5
KINDS = ("amount", "role", "record", "components", "agency", "program", "year", "parent", "action")


@dataclass
class Tally:
    """Counts of one run, and the errors met."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def judge(self, kind: str, right: bool, case: str, message: str) -> None:
        self.counts[f"{kind} right" if right else f"{kind} wrong"] += 1
        if not right:
            self.errors.append((kind, case, message))

    def f1(self, kind: str) -> float:
        hit, extra, missed = (self.counts[f"{kind} {w}"] for w in ("hit", "extra", "missed"))
        return 2 * hit / (2 * hit + extra + missed) if hit else float(not extra and not missed)

    def share(self, kind: str) -> float:
        right, wrong = self.counts[f"{kind} right"], self.counts[f"{kind} wrong"]
        return right / (right + wrong) if right + wrong else 1.0


def place(text: str, entry: dict[str, Any]) -> int:
    """Where the nth occurrence of an annotated amount stands."""
    at = -1
    for _ in range(entry.get("nth", 0) + 1):
        at = text.find(entry["text"], at + 1)
    return at


def bigrams(name: str) -> set[str]:
    plain = "".join(c for c in name if c.isalnum())
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}


def overlap(one: str, other: str) -> float:
    a, b = bigrams(one), bigrams(other)
    return 2 * len(a & b) / (len(a) + len(b))


def context(text: str, start: int, end: int) -> str:
    return text[max(0, start - 30) : end + 30].replace("\n", " / ")


def score_case(gold: dict[str, Any], text: str, result: Extraction, tally: Tally) -> None:
    """Compare one article's result with its gold."""
    name = gold["id"]
    offset = result.article.text
    shift = 0 if offset == text else None
    found = {a.start: a for a in result.amounts}
    spots: dict[int, int] = {}
    matched: dict[int, Amount] = {}
    for index, entry in enumerate(gold["amounts"]):
        at = place(text, entry)
        spots[index] = at
        amount = found.get(at) if shift == 0 else by_context(result, text, at, entry["text"])
        if amount is None:
            amount = next(
                (a for a in result.amounts if a.low != a.high and a.start <= at < a.end), None
            )
        value_ok = amount is not None and (
            entry["krw"] is None or entry["krw"] in (amount.low, amount.high)
        )
        tally.counts["amount hit" if value_ok else "amount missed"] += 1
        if amount is None or not value_ok:
            tally.errors.append(("amount", name, f"missed {entry['text']}"))
            continue
        matched[index] = amount
        tally.judge(
            "role", amount.role == entry["role"], name,
            f"{entry['text']}: {entry['role']} read as {amount.role} | "
            + context(offset, amount.start, amount.end),
        )  # fmt: skip
    known = {a.id for a in matched.values()}
    for amount in result.amounts:
        if amount.id not in known:
            tally.counts["amount extra"] += 1
            tally.errors.append(("amount", name, f"extra {amount.text}"))
    score_records(gold, result, matched, tally)


def by_context(result: Extraction, text: str, at: int, printed: str) -> Amount | None:
    """An annotated amount in an article whose text was cut out of a longer one."""
    before = "".join(text[max(0, at - 12) : at].split())
    for amount in result.amounts:
        left = "".join(result.article.text[max(0, amount.start - 14) : amount.start].split())
        if amount.text == printed and (left.endswith(before[-6:]) or not left):
            return amount
    return None


def record_of(result: Extraction, amount: Amount | None) -> BudgetRecord | None:
    if amount is None:
        return None
    return next(
        (r for r in result.records if r.amount.id == amount.id
         or any(m.start == amount.start for m in r.mentions)), None,
    )  # fmt: skip


def score_records(
    gold: dict[str, Any], result: Extraction, matched: dict[int, Amount], tally: Tally
) -> None:
    name, text = gold["id"], result.article.text
    seen: set[str] = set()
    for entry in gold["records"]:
        if gold["amounts"][entry["amount"]].get("same_as") is not None:
            continue
        amount = matched.get(entry["amount"])
        record = record_of(result, amount)
        if record is None or amount is None:
            tally.counts["record missed"] += 1
            tally.errors.append(
                ("record", name, f"missed {gold['amounts'][entry['amount']]['text']}")
            )
            continue
        tally.counts["record hit"] += 1
        seen.add(record.id)
        score_links(Pair(gold, entry, record, result, matched, tally))
    same = {
        i for i, a in enumerate(gold["amounts"]) if a.get("same_as") is not None
    }  # fmt: skip
    repeated = {matched[i].id for i in same if i in matched}
    for record in result.records:
        if record.id not in seen and record.amount.id not in repeated:
            tally.counts["record extra"] += 1
            if not gold["records"]:
                tally.counts["false record in an article without budgets"] += 1
            where = context(text, record.amount.start, record.amount.end)
            tally.errors.append(("record", name, f"extra {record.amount.text} | {where}"))


@dataclass(frozen=True)
class Pair:
    """One annotated record and the program's record of the same amount."""

    gold: dict[str, Any]
    entry: dict[str, Any]
    record: BudgetRecord
    result: Extraction
    matched: dict[int, Amount]
    tally: Tally

    def judge(self, kind: str, right: bool, wanted: object, got: object) -> None:
        message = f"{self.record.amount.text}: {wanted}, got {got}"
        self.tally.judge(kind, right, self.gold["id"], message)


def score_links(pair: Pair) -> None:
    """Components, year, agency, program, action and parent of one matched record."""
    score_components(pair)
    entry, record = pair.entry, pair.record
    year = entry.get("fiscal_year")
    pair.judge("year", record.fiscal_year == year, year, record.fiscal_year)
    names = {a.name for a in record.agencies} | {a.as_written for a in record.agencies}
    agency = entry.get("agency")
    if agency or names:
        right = agency is not None and any(n in agency or agency in n for n in names)
        pair.judge("agency", right, agency, sorted(names))
    if entry.get("program"):
        program = record.program.text if record.program else ""
        right = bool(program) and overlap(entry["program"], program) >= PROGRAM_OVERLAP
        pair.judge("program", right, entry["program"], program)
    if entry.get("action"):
        action = record.action or "-"
        right = entry["action"] in action or action in entry["action"]
        pair.judge("action", right, entry["action"], record.action)
    score_parent(pair)


def score_components(pair: Pair) -> None:
    amounts, matched = pair.gold["amounts"], pair.matched
    tops = [i for i in pair.entry["components"] if amounts[i].get("of") is None]
    wanted = {matched[i].id for i in tops if i in matched}
    missing = [i for i in tops if i not in matched]
    got = {c.amount.id for c in pair.record.components if c.amount and not c.derived}
    pair.judge("components", wanted == got and not missing, sorted(wanted), sorted(got))
    pair.tally.counts["component hit"] += len(wanted & got)
    pair.tally.counts["component missed"] += len(wanted - got) + len(missing)
    pair.tally.counts["component extra"] += len(got - wanted)


def score_parent(pair: Pair) -> None:
    named = pair.entry.get("parent") is not None
    wanted = record_of(pair.result, pair.matched.get(pair.entry["parent"]) if named else None)
    mine = next((r for r in pair.result.records if r.id == pair.record.parent), None)
    same = (mine.id if mine else None) == (wanted.id if wanted else None)
    right = same and not (named and wanted is None)
    texts = [r.amount.text if r else None for r in (wanted, mine)]
    pair.judge("parent", right, *texts)


def run(folders: list[Path]) -> tuple[Tally, float, int]:
    tally = Tally()
    spent, count = 0.0, 0
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            start = perf_counter()
            result = newsextract.extract(
                as_article(gold, text), published=gold.get("published") or None
            )
            spent += perf_counter() - start
            count += 1
            score_case(gold, text, result, tally)
    return tally, spent, count


def cost(folders: list[Path]) -> tuple[float, float, int]:
    """Seconds for records and for Kiwi alone, and over how many articles with records.

    Each is the best of three, over the same articles: those that have a record.
    """
    from newsextract.budget import extract_records  # noqa: PLC0415
    from newsextract.budget.context import Reading  # noqa: PLC0415
    from newsextract.money import read_money  # noqa: PLC0415

    whole, alone, count = 0.0, 0.0, 0
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            article = as_article(gold, path.with_suffix(".txt").read_text(encoding="utf-8"))
            if not extract_records(article)[1]:
                continue
            reading = Reading(article, read_money(article.text))
            sentences = [s.text for s in reading.sentences if not s.tabular]
            whole += best(partial(extract_records, article))
            alone += best(partial(analyse_all, sentences))
            count += 1
    return whole, alone, count


def analyse_all(sentences: list[str]) -> None:
    from newsextract.language import kiwi  # noqa: PLC0415

    for sentence in sentences:
        kiwi.analyse(sentence)


def best(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of a few runs, in seconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return min(taken)


def as_article(gold: dict[str, Any], text: str) -> Article:
    """The annotated text as it stands: nothing is cut, so that every place can be compared."""
    return Article(
        text=text, headline=gold.get("title"), publisher=gold.get("publisher"), content_hash=""
    )


def report(tally: Tally) -> dict[str, float]:
    return {
        "amounts F1": tally.f1("amount"),
        "roles": tally.share("role"),
        "records F1": tally.f1("record"),
        "components exact": tally.share("components"),
        "components F1": tally.f1("component"),
        "fiscal year": tally.share("year"),
        "agency": tally.share("agency"),
        "program": tally.share("program"),
        "parent": tally.share("parent"),
        "action": tally.share("action"),
        "false records": float(tally.counts["false record in an article without budgets"]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--errors", nargs="*", choices=KINDS, default=[])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folders = options.folders or [SHARED / "articles", SHARED / "sentences"]
    folders = [f for f in folders if f.is_dir()]
    if not folders:
        print("no annotated articles there; name a folder")
        return
    run(folders[:1])  # loads Kiwi
    tally, spent, count = run(folders)
    for kind, case, message in tally.errors:
        if kind in options.errors:
            print(f"{kind:10} {case:8} {message}")
    scores = report(tally)
    if options.json:
        print(json.dumps(scores, indent=1))
        return
    for key, value in scores.items():
        print(f"{key:18} {value:.3f}" if key != "false records" else f"{key:18} {value:.0f}")
    print(f"{count} articles, {spent / max(count, 1) * 1000:.1f} ms each")
    whole, alone, with_records = cost(folders)
    ratio = whole / alone if alone else 0.0
    print(
        f"{with_records} articles with records: {whole / max(with_records, 1) * 1000:.1f} ms each, "
        f"Kiwi alone {alone / max(with_records, 1) * 1000:.1f} ms, ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main()
