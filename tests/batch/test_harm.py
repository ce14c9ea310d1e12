"""A bad page harms nobody: what crashes, hangs or eats memory costs that one article."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import newsextract
from newsextract.batch.crew import Crew, Death, Done, NoWorkersError, Raised
from newsextract.errors import UsageError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs signals and memory limits")

# Python reads this module at the start of each process, so of the workers as well.
HARM = """
import os, signal, time
import newsextract.api as api

good = api.extract

def extract(source, **more):
    text = str(getattr(source, "content", b"").decode() if hasattr(source, "content") else
               getattr(source, "text", source))
    if "HARM-EXIT" in text:
        os._exit(0)
    if "HARM-SEGV" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "HARM-SLEEP" in text:
        while True:
            try:
                time.sleep(60)
            except Exception:
                pass
    if "HARM-DEAF" in text:  # as code in C is
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(60)
    if "HARM-GREEDY" in text:
        hoard = []
        while True:
            hoard.append(bytearray(50_000_000))
    if "HARM-BUG" in text:
        raise ValueError("a bug")
    return good(source, **more)

api.extract = extract
"""

KINDS = {
    "SLEEP": "time_limit",
    "DEAF": "time_limit",
    "GREEDY": "memory_limit",
    "BUG": "internal",
}


@pytest.fixture
def harmful(tmp_path: Path) -> dict[str, str]:
    """An environment whose processes do what the marks in a text say."""
    folder = tmp_path / "harm"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HARM, "utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def batch(folder: Path, env: dict[str, str] | None, *arguments: str) -> str:
    line = [sys.executable, "-m", "newsextract", "batch", "news", "-o", "out.sqlite", "-w", "2"]
    done = subprocess.run(  # noqa: S603
        [*line, *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr
    return done.stderr


def outcomes(folder: Path) -> dict[str, str]:
    with closing(sqlite3.connect(folder / "out.sqlite")) as db:
        return dict(db.execute("SELECT key, kind FROM outcomes"))


def test_each_costs_itself_alone_and_is_tried_again(tmp_path, made, harmful) -> None:
    news = tmp_path / "news"
    news.mkdir()
    expected = {}
    for number in range(20):
        (news / f"{number:02}.html").write_bytes(made.page(number))
        expected[f"news/{number:02}.html"] = "ok"
    for mark, kind in KINDS.items():
        (news / f"{mark}.txt").write_text(f"{made.text(7)}\nHARM-{mark}", "utf-8")
        expected[f"news/{mark}.txt"] = kind
    rows = [{"title": "소식", "text": made.text(n) + "\nHARM-SEGV" * (n == 2)} for n in range(5)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (news / "rows.jsonl").write_text(lines, "utf-8")
    for number in range(5):
        expected[f"news/rows.jsonl#{number + 1}"] = "crashed" if number == 2 else "ok"
    said = batch(tmp_path, harmful, "--time-limit", "0.7", "--memory", "1500")
    assert outcomes(tmp_path) == expected
    assert "1 crashed, 1 internal, 1 memory_limit, 2 time_limit" in said
    # The program has been mended: what failed of it is read again, and nothing else.
    said = batch(tmp_path, None)
    assert "29 inputs: 5 read now, 24 unchanged; 29 articles, 0 failed" in said
    assert set(outcomes(tmp_path).values()) == {"ok"}


BROKEN_READER = """
import os
import newsextract.batch.inputs.lines as lines

good = lines.item_of_row

def item_of_row(key, row, *more):
    if "HARM-SEGV" in str(row):
        os.abort()
    if "HARM-BUG" in str(row):
        raise ValueError("a bug")
    return good(key, row, *more)

lines.item_of_row = item_of_row
"""


def test_what_cannot_even_be_read_costs_itself_alone(tmp_path, made, harmful) -> None:
    (tmp_path / "harm" / "sitecustomize.py").write_text(BROKEN_READER, "utf-8")
    (tmp_path / "news").mkdir()
    marks = {3: " HARM-SEGV", 8: " HARM-BUG"}
    rows = [{"text": made.text(n) + marks.get(n, "")} for n in range(16)]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (tmp_path / "news/rows.jsonl").write_text("".join(lines), "utf-8")
    batch(tmp_path, harmful)
    starts = {n: sum(len(line.encode()) for line in lines[:n]) for n in marks}
    failed = {key: kind for key, kind in outcomes(tmp_path).items() if kind != "ok"}
    assert failed == {
        f"news/rows.jsonl@{starts[3]}-": "crashed",
        f"news/rows.jsonl@{starts[8]}-": "internal",
    }
    assert len(outcomes(tmp_path)) == 16
    # Read whole, the container has no such failures any more.
    assert "16 articles, 0 failed" in batch(tmp_path, None)
    assert set(outcomes(tmp_path)) == {f"news/rows.jsonl#{n + 1}" for n in range(16)}


# --- extract_many, and the crew behind it ---

MANY = """
import newsextract

if __name__ == "__main__":
    bare = "도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다."
    sources = [bare, "HARM-SEGV", bare, "", "HARM-EXIT", bare]
    for outcome in newsextract.extract_many(sources, workers=2):
        print(outcome.index, outcome.failure.kind if outcome.failure else "ok")
"""


def test_a_source_that_kills_its_worker_costs_only_itself(tmp_path, harmful) -> None:
    (tmp_path / "many.py").write_text(MANY, "utf-8")
    line = [sys.executable, str(tmp_path / "many.py")]
    done = subprocess.run(line, env=harmful, capture_output=True, text=True, check=True)  # noqa: S603
    kinds = ["ok", "crashed", "ok", "empty_input", "crashed", "ok"]
    assert done.stdout.split() == [w for n, kind in enumerate(kinds) for w in (str(n), kind)]
    assert done.stderr == ""


def test_a_script_without_its_guard_is_told_so(tmp_path) -> None:
    unguarded = "import newsextract\nprint(list(newsextract.extract_many(['', ''], workers=2)))"
    (tmp_path / "many.py").write_text(unguarded, "utf-8")
    line = [sys.executable, str(tmp_path / "many.py")]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert "UsageError: worker processes die before they begin" in done.stderr
    assert "__main__" in done.stderr


def test_sources_are_taken_a_few_ahead_and_given_in_order() -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield ""

    outcomes = newsextract.extract_many(endless(), workers=2)
    assert [next(outcomes).index for _ in range(20)] == list(range(20))
    assert len(taken) <= 20 + 8
    outcomes.close()  # type: ignore[attr-defined]


def test_what_cannot_be_sent_fails_as_it_does_here() -> None:
    sources: list[str] = ["", (c for c in "x")]  # type: ignore[list-item]
    alone = [o.model_dump() for o in newsextract.extract_many(sources)]
    assert [o.model_dump() for o in newsextract.extract_many(sources, workers=2)] == alone
    assert alone[1]["failure"]["kind"] == UsageError.kind


def test_the_crew_tells_what_became_of_each_job() -> None:
    jobs = {
        "1 + 1": Done(2),
        "__import__('os')._exit(7)": Death(7),
        "__import__('os')._exit(0)": Death(0),
        "1 / 0": "division by zero",
        "lambda: 0": "cannot be sent",
    }
    # Functions must be importable in a fresh process.
    crew: Crew[Any, Any]
    with Crew(eval, 2, gc.enable) as crew:
        for job in jobs:
            crew.start(job)
        results: dict[str, object] = {}
        while crew.jobs:
            results |= {str(job): result for job, result in crew.finished()}
    assert isinstance(results["lambda: 0"], Raised)
    told = {j: str(r.error) if isinstance(r, Raised) else r for j, r in results.items()}
    assert told == {**jobs, "lambda: 0": told["lambda: 0"]}


def test_a_crew_that_cannot_start_says_so() -> None:
    with Crew(eval, 2, os._exit, (5,)) as crew:
        crew.start("1")
        with pytest.raises(NoWorkersError):
            crew.finished()
