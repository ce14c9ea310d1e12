"""Time of what a user waits for: start-up, one article cold and warm, scanning for money.

    python benchmarks/timing.py [--repeat 50] [--code-points 350000]

Prints tables; nothing is judged. Figures of one machine: compare ratios, not milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import newsextract

ARTICLE = Path(__file__).parents[1] / "fixtures" / "daehannews-2018-12-27" / "input.txt"

PROSE = (
    "가람시는 내년 하천 정비에 총 2,538억원(국비 1,839, 지방비 699)을 투입한다고 12일 밝혔다. "
    "참석자 60여 명은 14개 시·도의 계획을 살폈고, 3월부터 38곳을 차례로 손본다. "
)
HOSTILE = {
    "digits": "1",
    "digits and commas": "1,",
    "억억억…": "억",
    "천백십…": "천백십",
    "일이삼…": "일이삼",
    "open brackets": "(",
    "5억원(5억원(…": "5억원(",
    "국비 1, 국비 1, …": "국비 1, ",
    "1억~1억~…": "1억~",
    "△△△…": "△",
    "spaces": " ",
}


def milliseconds(call: Callable[[], object], repeat: int) -> list[float]:
    times = []
    for _ in range(repeat):
        began = perf_counter()
        call()
        times.append((perf_counter() - began) * 1000)
    return times


def process(*args: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *args], check=True, capture_output=True)  # noqa: S603


def row(name: str, times: list[float]) -> None:
    print(f"{name:<44}{statistics.median(times):>10.1f}{min(times):>10.1f}{len(times):>7}")


def startup_and_article(repeat: int) -> None:
    cold = max(3, repeat // 10)
    print(f"{'what':<44}{'median ms':>10}{'best ms':>10}{'runs':>7}")
    row("python -c pass", milliseconds(process("-c", "pass"), cold))
    row("import newsextract", milliseconds(process("-c", "import newsextract"), cold))
    count = "import sys; n = len(sys.modules); import newsextract; print(len(sys.modules) - n)"
    loaded = subprocess.run(  # noqa: S603
        [sys.executable, "-c", count], check=True, capture_output=True, text=True
    ).stdout.strip()
    print(f"{'  modules it loads':<44}{loaded:>10}")
    row("newsextract --help", milliseconds(process("-m", "newsextract", "--help"), cold))
    extract = process("-m", "newsextract", "extract", str(ARTICLE), "--format", "json")
    row("extract, supplied article, new process", milliseconds(extract, cold))
    newsextract.extract(ARTICLE)
    row(
        "extract, supplied article, warm",
        milliseconds(lambda: newsextract.extract(ARTICLE), repeat),
    )
    row("parse, supplied article, warm", milliseconds(lambda: newsextract.parse(ARTICLE), repeat))
    article = newsextract.parse(ARTICLE)
    row(
        "find_amounts, its text, warm",
        milliseconds(lambda: newsextract.find_amounts(article.text), repeat),
    )


def linearity(code_points: int) -> None:
    """Each size is twice the one before: a ratio near 2 is linear, near 4 quadratic."""
    print(f"\n{'find_amounts on':<24}{'code points':>14}{'ms':>10}{'ratio':>8}{'amounts':>10}")
    for name, unit in {"prose": PROSE, **HOSTILE}.items():
        before = None
        for size in (code_points // 4, code_points // 2, code_points):
            text = (unit * (size // len(unit) + 1))[:size]
            began = perf_counter()
            found = len(newsextract.find_amounts(text))
            spent = (perf_counter() - began) * 1000
            ratio = "" if before is None else f"{spent / before:.2f}"
            print(f"{name:<24}{size:>14,}{spent:>10.1f}{ratio:>8}{found:>10,}", flush=True)
            before = spent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--repeat", type=int, default=50, help="warm runs (default 50)")
    options.add_argument(
        "--code-points", type=int, default=350_000, help="largest text (default 350,000: 1 MB)"
    )
    asked = options.parse_args()
    startup_and_article(asked.repeat)
    linearity(asked.code_points)


if __name__ == "__main__":
    main()
