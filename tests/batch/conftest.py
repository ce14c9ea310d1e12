"""Corpora of fictional articles, and runs of the engine in processes that can be killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

TOWNS: Final = ("가람시", "나래군", "다솔구", "라온시", "마루군")
WORKS: Final = (
    "도로 정비",
    "하천 복원",
    "도서관 증축",
    "어린이집 확충",
    "전통시장 개선",
    "숲길 조성",
)


def sentence(number: int) -> str:
    """An article about a budget that adds up; of every ninth it does not."""
    national, local = 20 + number % 70, 10 + number % 30
    total = national + local + (number % 9 == 8)
    return (
        f"{TOWNS[number % 5]}는 내년 {WORKS[number % 6]} {number}호 사업에 {total}억원"
        f"(국비 {national}억, 시비 {local}억)을 투입한다고 {number % 27 + 1}일 밝혔다. "
    )


def text(number: int) -> str:
    more = "".join(f"{number + i}번째 구간은 {i + 1}월에 공사를 시작한다. " for i in range(5))
    return f"{sentence(number)}\n{more}\n담당자는 주민 불편이 없도록 하겠다고 말했다."


def page(number: int) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text(number).split("\n"))
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{TOWNS[number % 5]} '
        f"소식 {number}</title></head><body><article>{body}</article></body></html>"
    ).encode()


def record(number: int, body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    lines = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: https://garam.example.kr/{number}",
        "WARC-Date: 2018-12-27T11:43:00Z",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(head) + len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + head + body + b"\r\n\r\n"


FOREIGN: Final = (
    b"<!doctype html><html lang='en'><title>News</title><body>"
    + b"<p>The council spends more on roads.</p>" * 20
    + b"</body></html>"
)


def write_corpus(folder: Path, size: int = 40) -> int:
    """Inputs of every kind, failures among them.

    Returns:
        The number of inputs that must have an outcome each.
    """
    pages = folder / "pages"
    for number in range(2 * size):
        path = pages / f"{number // 20}" / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page(number))
    (pages / "bare.txt").write_text(text(901), "utf-8")
    (pages / "packed.html.gz").write_bytes(gzip.compress(page(902), mtime=0))
    (pages / "empty.html").write_bytes(b"")
    (pages / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (pages / "list.html").write_text("<html><body><a href=/>x</a></body></html>", "utf-8")
    (pages / "gone.html").symlink_to("nowhere.html")
    with zipfile.ZipFile(folder / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(size):
            archive.writestr(zipfile.ZipInfo(f"{number}.html"), page(200 + number))
        archive.writestr(zipfile.ZipInfo("nothing.html"), "")
    packed = [gzip.compress(record(n, page(300 + n)), mtime=0) for n in range(size)]
    packed.insert(size // 2, gzip.compress(record(9_000, FOREIGN), mtime=0))
    (folder / "crawl.warc.gz").write_bytes(b"".join(packed) + packed[0][:200])  # cut short
    rows: list[Any] = [
        {"title": f"{TOWNS[n % 5]} 소식", "text": text(400 + n), "published": "2018-12-27"}
        for n in range(size)
    ]
    rows[3] = ["no object"]
    lines = [json.dumps(row, ensure_ascii=False) for row in [*rows, {"text": ""}]]
    (folder / "rows.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    cells = [f'{n},"{text(500 + n)}"' for n in range(size)]
    (folder / "table.csv").write_text("\n".join(["번호,본문", *cells]) + "\n", "utf-8")
    # A press release in two papers: one story.
    (pages / "reprint.html").write_bytes(page(7).replace("소식 7".encode(), "알림 7".encode()))
    zipped, warc, jsonl, csv = size + 1, size + 1, size + 1, size
    return 2 * size + 7 + zipped + warc + jsonl + csv


NURSERY = """
import json, os, sys, time
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import newsextract.batch.crew as crew
from newsextract.batch.running import Options, run
from newsextract.batch.store.export import export
import newsextract

newsextract.extract("도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다.")  # all is loaded
crew.get_context = lambda _: get_context("fork")
thread = crew._Hand.start

def start(hand):
    # Forked here, where no thread is inside SQLite: its locks would be taken for ever.
    hand._begin()
    thread(hand)

crew._Hand.start = start

def one(paths, out, options, folder):
    os.setsid()
    os.chdir(folder)
    with open(f"{out}.said", "w") as said:
        def progress(report):
            said.write(f"{report.inputs}\\n")
            said.flush()
        report = run(paths, Path(out), Options(**options), progress=progress)
        said.write(json.dumps(asdict(report)) + "\\n")

for line in sys.stdin:
    order = json.loads(line)
    if "wait" in order:
        answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
    else:
        answer = os.fork()
        if not answer:
            code = 3
            try:
                one(**order)
                code = 0
            finally:
                os._exit(code)
    print(answer, flush=True)
"""


class Nursery:
    """Runs batches in forked processes: what takes seconds to load is loaded once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self, **order: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def start(self, paths: list[str], out: Path, folder: Path, **options: object) -> int:
        """Begin a run in `folder`; the number of its process and of its group."""
        return self._ask(paths=paths, out=str(out), options=options, folder=str(folder))

    def wait(self, pid: int) -> int:
        return self._ask(wait=pid)

    def kill(self, pid: int) -> None:
        """Kill driver and workers at once."""
        # It may not have its own group yet, or be gone already.
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError):
                kill(pid, signal.SIGKILL)
        self.wait(pid)

    def run(self, paths: list[str], out: Path, folder: Path, **options: object) -> SimpleNamespace:
        """A run to its end; its report."""
        code = self.wait(self.start(paths, out, folder, **options))
        assert code == 0
        return self.report(out)

    @staticmethod
    def said(out: Path) -> list[str]:
        path = Path(f"{out}.said")
        return path.read_text("utf-8").splitlines() if path.exists() else []

    def report(self, out: Path) -> SimpleNamespace:
        return SimpleNamespace(**json.loads(self.said(out)[-1]))

    def end(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    nursery = Nursery()
    yield nursery
    nursery.end()


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers above, for the tests."""
    return SimpleNamespace(
        sentence=sentence, text=text, page=page, record=record, corpus=write_corpus
    )
