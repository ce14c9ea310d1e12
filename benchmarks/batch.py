"""Articles a second of a core: parse alone, the whole batch, and trafilatura over the same folder.

    python benchmarks/batch.py [--articles 300] [--rounds 3] [--pages FOLDER] [--many 50000]
                               [--profile]

The whole job is `batch`: reading, parse, money, Kiwi, records, checks, signature, shard, merge,
keys and indexes of the SQLite output. It is done in this process, so that its seconds are those
of one core; then by one and by two workers, by the clock. All times are interleaved in rounds;
compare ratios, not milliseconds.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, the folder of benchmarks is a package too

from benchmarks.newspages import (  # noqa: E402
    budget_reports,
    general_reports,
    reframed_reports,
    texts,
)
from selectolax.lexbor import LexborHTMLParser  # noqa: E402

import newsextract  # noqa: E402
from newsextract.article.decode import decode  # noqa: E402
from newsextract.batch.counting import Report  # noqa: E402
from newsextract.batch.running import Options, run  # noqa: E402
from newsextract.batch.tasks import Summary, Task  # noqa: E402
from newsextract.batch.working import work  # noqa: E402
from newsextract.errors import NewsExtractError  # noqa: E402
from newsextract.models import Article  # noqa: E402

SHARED = ROOT.parent / "shared" / "pages"
ASKED = {
    "budget reports": 6,
    "general news": 10,
    "budgets, saved frames": 6,
    "general, saved pages": 10,
}
"""Multiples of trafilatura's articles a second that the whole job is to have."""

FILES_A_FOLDER = 1_000
SAMPLE = 60
"""Of a corpus, so many pages are taken apart to tell what they are made of."""


class Corpus(NamedTuple):
    name: str
    files: list[Path]


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="newsextract-bench-") as name:
        folder = Path(name)
        corpora = [
            written("budget reports", budget_reports(options.articles), folder / "budget", "html"),
            written("general news", general_reports(options.articles), folder / "general", "html"),
        ]
        if options.pages.is_dir():
            reframed = reframed_reports(options.pages, options.articles)
            corpora += [
                written("budgets, saved frames", reframed, folder / "reframed", "html"),
                linked("general, saved pages", options.pages, folder / "hand", options.articles),
            ]
        if options.profile:
            profiled(corpora[0], folder)
            return
        make_up(corpora)
        for corpus in corpora if options.rounds else ():
            one_core(corpus, folder, options.rounds)
        if options.rounds:
            two_workers(corpora[0], folder, options.rounds)
        if options.many > 0:
            many(options.many, folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=300, help="of each kind (default 300)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="interleaved rounds (default 3; 0: none)"
    )
    parser.add_argument("--pages", type=Path, default=SHARED, help="a folder of saved pages")
    parser.add_argument("--many", type=int, default=0, help="memory over so many small articles")
    parser.add_argument("--profile", action="store_true", help="where the whole job's time goes")
    asked: argparse.Namespace = parser.parse_args()
    return asked


def written(name: str, contents: Iterable[str], folder: Path, suffix: str) -> Corpus:
    files = []
    for number, content in enumerate(contents):
        path = folder / f"{number // FILES_A_FOLDER:03}" / f"{number:06}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
        files.append(path)
    return Corpus(name, files)


def linked(name: str, pages: Path, folder: Path, number: int) -> Corpus:
    """The pages, each under several names: what a batch costs once must not count for few."""
    folder.mkdir()
    found = sorted(pages.resolve().glob("*.html"))
    files = []
    for at in range(max(1, number // len(found)) * len(found)):
        file = folder / f"{at:06}.html"
        try:
            file.hardlink_to(found[at % len(found)])
        except OSError:  # on another disk: for the time of the run
            shutil.copyfile(found[at % len(found)], file)
        files.append(file)
    return Corpus(name, files)


def make_up(corpora: Sequence[Corpus]) -> None:
    """What pages are made of: the fictional ones are to be like the real ones."""
    print(
        f"{'medians':<22}{'articles':>9}{'KB':>7}{'elements':>10}{'links':>7}{'text':>8}{'body':>7}"
    )
    for corpus in corpora:
        rows = [made_of(file) for file in corpus.files[:SAMPLE] if file.stat().st_size]
        shown = "".join(
            f"{median(column):>{width},.0f}"
            for column, width in zip(zip(*rows, strict=True), (7, 10, 7, 8, 7), strict=True)
        )
        print(f"{corpus.name:<22}{len(corpus.files):>9,}{shown}")


def made_of(file: Path) -> tuple[float, int, int, int, int]:
    """A page's kilobytes, elements, links, code points of text shown and of the body."""
    data = file.read_bytes()
    tree = LexborHTMLParser(decode(data).text)
    tree.strip_tags(["script", "style", "noscript", "template"])
    shown = len(" ".join((tree.body.text(separator=" ") if tree.body else "").split()))
    body = parsed(file)
    length = len(body.text) if isinstance(body, Article) else 0
    counts = len(tree.css("*")), len(tree.css("a"))
    return len(data) / 1000, *counts, shown, length


# -- one core -------------------------------------------------------------------------------------


def one_core(corpus: Corpus, folder: Path, rounds: int) -> None:
    """Processor seconds of this process, in turns."""
    calls: dict[str, Callable[[], object]] = {
        "trafilatura, parse": trafilatura_over(corpus.files),
        "newsextract, parse": lambda: [parsed(file) for file in corpus.files],
        "newsextract, batch": lambda: batch(corpus.files, folder, runner=here),
    }
    for call in calls.values():
        call()  # warm: Kiwi's model, imports, the system's cache of files
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            spent[name].append(seconds(call, process_time))
    base = min(spent["trafilatura, parse"])
    print(f"\n{corpus.name:<22}{'articles/s':>12}{'ms each':>10}{'x trafilatura':>15}{'spread':>9}")
    for name, times in spent.items():
        best, rate = min(times), len(corpus.files) / min(times)
        goal = ASKED.get(corpus.name) if name.endswith("batch") else None
        asked = f"   asked: {goal}" if goal else ""
        print(
            f"{name:<22}{rate:>12,.0f}{1000 / rate:>10.2f}{base / best:>15.1f}"
            f"{max(times) / best - 1:>9.0%}{asked}"
        )


def seconds(call: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    call()
    return clock() - began


def trafilatura_over(files: list[Path]) -> Callable[[], object]:
    import trafilatura  # noqa: PLC0415 - of the group bench

    def extracted() -> None:
        for file in files:
            trafilatura.bare_extraction(file.read_bytes(), with_metadata=True)

    return extracted


def parsed(file: Path) -> object:
    try:
        return newsextract.parse(newsextract.read(file))
    except NewsExtractError as error:
        return error


def here(tasks: Iterator[Task], options: Options) -> Iterator[tuple[Task, Summary]]:
    """The runner of a batch without processes."""
    del options
    for task in tasks:
        yield task, work(task)


def batch(
    files: list[Path],
    folder: Path,
    workers: int = 1,
    runner: Callable[[Iterator[Task], Options], Iterator[tuple[Task, Summary]]] | None = None,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    out = folder / "out.sqlite"
    try:
        options = Options(workers=workers)
        return run(files, out, options, runner=runner, progress=progress)
    finally:
        out.unlink(missing_ok=True)
        shutil.rmtree(folder / "out.sqlite.work", ignore_errors=True)


def profiled(corpus: Corpus, folder: Path) -> None:
    batch(corpus.files[:50], folder, runner=here)
    with cProfile.Profile() as profile:
        batch(corpus.files, folder, runner=here)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
    pstats.Stats(profile).sort_stats("tottime").print_stats(50)


# -- two workers, many articles -------------------------------------------------------------------


def two_workers(corpus: Corpus, folder: Path, rounds: int) -> None:
    """By the clock, the start of the workers left out: from the first tenth done to the end."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    driver: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers, found in rates.items():
            began = process_time()
            found.append(steady_rate(corpus.files, folder, workers))
            driver[workers].append(1000 * (process_time() - began) / len(corpus.files))
    print(f"\n{'by the clock':<22}{'articles/s':>12}{'ms of the driver each':>24}")
    for workers, found in rates.items():
        name = f"{workers} worker{'s' * (workers > 1)}"
        print(f"{name:<22}{median(found):>12,.0f}{min(driver[workers]):>24.2f}")
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"ratio {median(ratios):.2f} (rounds: {shown})   asked: 1.85, of a machine that is idle")


def steady_rate(files: list[Path], folder: Path, workers: int) -> float:
    marks: list[tuple[float, int]] = []
    batch(files, folder, workers, progress=lambda r: marks.append((perf_counter(), r.done)))
    began = next(mark for mark in marks if mark[1] >= len(files) / 10)
    ended = marks[-1]
    return (ended[1] - began[1]) / (ended[0] - began[0])


def many(number: int, folder: Path) -> None:
    """Memory of the driver and of its two workers, at steps."""
    corpus = written("many", texts(number), folder / "many", "txt")
    print(f"\n{number:,} small articles: MB held\n{'done':>10}{'driver':>9}  workers")
    told = [0]

    def tell(report: Report) -> None:
        if report.done < told[0] + number // 10 and report.done < number:
            return
        if report.done > told[0]:
            told[0] = report.done
            workers = sorted(map(held_mb, children()), reverse=True)[:2]
            shown = "".join(f"{mb:>9,.0f}" for mb in workers)
            print(f"{report.done:>10,}{held_mb(os.getpid()):>9,.0f}{shown}", flush=True)

    report = batch(corpus.files, folder, 2, progress=tell)
    print(f"{report.done / report.seconds:,.0f} articles/s by the clock, start and end included")


def held_mb(pid: int) -> float:
    """Resident memory of a process of this system, in megabytes; Linux alone tells."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def children() -> list[int]:
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for listed in lists for pid in listed.read_text("ascii").split()]


if __name__ == "__main__":
    main()
