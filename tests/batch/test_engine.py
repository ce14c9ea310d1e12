"""A run of the engine: what is done again, what is left out, and what the counts say."""

from __future__ import annotations

import gzip
import os
import resource
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newsextract.batch import running
from newsextract.batch.counting import Report
from newsextract.batch.items import Item, Ref
from newsextract.batch.running import Options, run
from newsextract.batch.store.lock import RunLock
from newsextract.batch.tasks import Summary, Task
from newsextract.batch.working import work
from newsextract.errors import ArchiveError, UsageError


def here(tasks: Iterator[Task], _: Options) -> Iterator[tuple[Task, Summary]]:
    """Tasks done in this process, which is quick."""
    for task in tasks:
        yield task, work(task)


class News:
    """A folder of inputs, and runs over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = Path("out.sqlite")

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def run(self, *paths: str, out: Path | None = None, **options: object) -> Report:
        chosen = replace(Options(stretch=5_000), **options)  # type: ignore[arg-type]
        report = run(paths or ["news"], out or self.out, chosen, runner=here)
        assert sum(report.outcomes.values()) == report.inputs
        return report

    def select(self, statement: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.out)) as db:
            return db.execute(statement).fetchall()

    @property
    def kinds(self) -> dict[object, object]:
        return dict(self.select("SELECT key, kind FROM outcomes"))  # type: ignore[arg-type]


@pytest.fixture
def news(tmp_path, monkeypatch) -> News:
    monkeypatch.chdir(tmp_path)
    return News(tmp_path)


def test_each_input_has_one_outcome_and_the_counts_add_up(news, made) -> None:
    inputs = made.corpus(news.folder / "news", 10)
    report = news.run()
    assert (report.inputs, report.done, report.unchanged) == (inputs, inputs, 0)
    assert report.totals is not None
    assert report.outcomes == report.totals.outcomes
    assert report.skipped == {"foreign page": 1}
    assert not report.ok
    assert len(report.examples) == report.failures == inputs - report.outcomes["ok"]
    assert list((news.folder / "out.sqlite.work").iterdir()) == [
        news.folder / "out.sqlite.work" / "lock"
    ]


# --- resume ---


def test_only_what_has_changed_is_done_again(news, made, monkeypatch) -> None:
    for number in range(6):
        news.put(f"{number}.html", made.page(number))
    with zipfile.ZipFile(news.folder / "news/old.zip", "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.html", made.page(10 + number))
    assert news.run().done == 10
    assert news.run().done == 0
    os.utime(news.folder / "news/1.html", (1, 1))  # touched, and the same
    news.put("2.html", made.page(99))
    report = news.run()
    assert (report.done, report.unchanged) == (1, 9)
    [(text,)] = news.select("SELECT text FROM articles WHERE key = 'news/2.html'")
    assert made.sentence(99).strip() in str(text)
    monkeypatch.setattr(running, "version_of_results", lambda: "another version")
    assert news.run().done == 10
    assert news.run().done == 0


def test_what_failed_for_its_own_reasons_is_not_tried_for_ever(news) -> None:
    news.put("empty.html", b"")
    news.put("list.html", b"<html><body><a href=/>x</a></body></html>")
    assert news.run().done == 2
    report = news.run()
    assert (report.done, report.unchanged) == (0, 2)
    assert not report.ok  # it fails still


def test_what_is_gone_stays_until_it_is_pruned(news, made) -> None:
    news.put("a.html", made.page(1))
    gone = news.put("b.html", made.page(2))
    news.run()
    gone.unlink()
    assert news.run().removed == 0
    assert set(news.kinds) == {"news/a.html", "news/b.html"}
    assert news.run(prune=True).removed == 1
    assert set(news.kinds) == {"news/a.html"}


def test_a_disk_that_is_not_there_prunes_nothing(news, made) -> None:
    news.put("a.html", made.page(1))
    news.run()
    (news.folder / "news").rename(news.folder / "away")
    report = news.run(prune=True)
    assert report.removed == 0
    assert "nothing is removed" in report.notes[-1][1]
    assert news.kinds["news/a.html"] == "ok"


def test_other_inputs_of_the_output_do_not_count_as_this_runs(news, made) -> None:
    news.put("bad/empty.html", b"")
    news.put("good/a.html", made.page(1))
    assert not news.run("news/bad").ok
    report = news.run("news/good")
    assert report.ok
    assert report.outcomes == {"ok": 1}
    assert report.totals is not None
    assert report.totals.failed == 1


def test_a_container_that_is_mended_fails_no_more(news, made) -> None:
    whole = b"".join(gzip.compress(made.record(n, made.page(n)), mtime=0) for n in range(12))
    news.put("crawl.warc.gz", whole[:-300] + b"garbage" * 30)
    news.put("old.zip", b"PK\x03\x04 no zip")
    news.run()
    failed = {key for key, kind in news.kinds.items() if kind != "ok"}
    assert "news/old.zip" in failed
    assert any(str(key).endswith(".damage") for key in failed)
    news.put("crawl.warc.gz", whole)
    with zipfile.ZipFile(news.folder / "news/old.zip", "w") as archive:
        archive.writestr("a.html", made.page(50))
    report = news.run()
    assert report.ok
    assert report.mended == len(failed)
    assert len(news.kinds) == 13
    # A damage does not take the articles that were read before.
    news.put("old.zip", b"PK\x03\x04 no zip")
    assert not news.run().ok
    assert news.kinds["news/old.zip!a.html"] == "ok"


def test_stories_can_be_left_out_and_had_later(news, made) -> None:
    for paper in ("a", "b"):
        news.put(f"{paper}.html", made.page(7))
    assert news.run(stories=False).reprints == 0
    report = news.run()
    assert (report.done, report.reprints) == (0, 1)
    news.run(stories=False)
    assert news.select("SELECT count(*) FROM articles WHERE counted AND story IS NULL") == [(2,)]


# --- names ---


def test_the_output_is_no_input(news, made) -> None:
    news.put("a.html", made.page(1))
    for name in ("out.sqlite", "out.jsonl", "out.csv", "out.parquet"):
        out = Path("news") / name
        first = news.run(out=out)
        again = news.run(out=out)
        assert again.done + again.unchanged >= 1
        assert not any(name in key for key, *_ in [*first.examples, *again.examples]), name
        assert again.skipped["output of this batch"] >= 1


def test_a_file_called_like_an_article_in_a_container_is_a_failure(news, made) -> None:
    with zipfile.ZipFile(news.put("x.zip", b""), "w") as archive:
        archive.writestr("a.html", made.page(1))
    news.put("x.zip!a.html", made.page(2))
    news.put("y.zip!a.html", made.page(3))  # there is no y.zip
    assert news.run().inputs == 3
    assert news.kinds == {
        "news/x.zip!a.html": "ok",
        "news/x.zip!a.html~2": "same_key",
        "news/y.zip!a.html": "ok",
    }


@pytest.mark.parametrize("apart", [True, False])
def test_a_key_that_comes_twice_is_told(news, made, monkeypatch, apart) -> None:
    news.put("a.html", made.page(1))
    news.put("b.html", made.page(2))
    monkeypatch.setattr("newsextract.batch.working.read", lambda ref: iter([same(ref)]))
    monkeypatch.setattr("newsextract.batch.tasks._FIRST", 1 if apart else 4)

    def same(ref: Ref) -> Item:
        return Item("news/a.html", ref.path, Path(ref.path).read_text("utf-8"))

    report = news.run()
    assert (report.inputs, report.outcomes) == (2, {"ok": 1, "same_key": 1})
    [(text,)] = news.select("SELECT text FROM articles")
    assert made.sentence(1).strip() in str(text)


# --- outputs that cannot be written ---


def test_what_is_another_programs_is_left_alone(news, made) -> None:
    news.put("a.html", made.page(1))
    for name in ("out.sqlite", "out.jsonl", "out.csv", "out-inputs.csv", "out.parquet"):
        path = news.folder / name
        path.write_bytes(b"precious")
        out = Path("out.csv" if name == "out-inputs.csv" else name)
        with pytest.raises(UsageError, match=r"left as it is|written as a folder"):
            news.run(out=out)
        assert path.read_bytes() == b"precious"
        path.unlink()


def test_an_input_is_not_written_over(news) -> None:
    news.put("a.jsonl", b'{"text": "x"}\n')
    with pytest.raises(UsageError, match="as an input and as the output"):
        news.run("news/a.jsonl", out=Path("news/../news/a.jsonl"))


def test_a_second_run_on_the_same_output_is_refused(news, made) -> None:
    news.put("a.html", made.page(1))
    news.run()
    with (
        RunLock(news.folder / "out.sqlite.work" / "lock"),
        pytest.raises(ArchiveError, match="another batch"),
    ):
        news.run()
    assert news.kinds == {"news/a.html": "ok"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_what_was_done(news, made) -> None:
    for number in range(60):
        news.put(f"{number}.html", made.page(number))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    out = Path("out.jsonl")
    resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, before[1]))
    try:
        with pytest.raises(ArchiveError):
            news.run(out=out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not out.exists()
    report = news.run(out=out)
    assert 0 < report.unchanged < 60
    assert report.inputs == 60
    assert len(out.read_bytes().splitlines()) == 60
