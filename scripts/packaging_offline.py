"""Runs the installed package with no network: the main commands, and a fetch that has to fail.

    python scripts/packaging_offline.py [--sockets]

Each command runs in a network namespace without interfaces; where the system permits none, or
with `--sockets`, with every socket refused (`packaging_nosockets/sitecustomize.py`). Tried is the
package that is installed in the Python that runs this.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "fixtures" / "daehannews-2018-12-27" / "input.txt"
NO_SOCKETS = ROOT / "scripts" / "packaging_nosockets"
NAMESPACE = ("unshare", "--map-root-user", "--net", "--")
PAGE = """<!doctype html><html lang="ko"><head><meta charset="utf-8">
<title>가람시, 하천 정비에 30억원</title>
<meta property="og:title" content="가람시, 하천 정비에 30억원">
<meta property="article:published_time" content="2024-03-05T09:00:00+09:00"></head>
<body><article><h1>가람시, 하천 정비에 30억원</h1>
<p>가람시는 올해 하천 정비 사업에 총 30억원(국비 20억원, 시비 10억원)을 투입한다고 5일 밝혔다.</p>
<p>시는 6월까지 둑을 보강하고 연말까지 산책로를 놓을 계획이다. 주민 설명회는 다음 달에 연다.</p>
</article></body></html>
"""
# What the network is like inside: its interfaces, and whether a socket can be used.
PROBE = """
import socket
names = [name for _, name in socket.if_nameindex()]
try:
    socket.create_connection(("127.0.0.1", 9), 1).close()
    reached = "connected"
except OSError as error:
    reached = str(error)
print(names, reached)
"""


class Offline:
    """Runs commands of this Python that reach no network."""

    def __init__(self, sockets_only: bool) -> None:
        self.environment = dict(os.environ)
        self.prefix: tuple[str, ...] = ()
        if not sockets_only and self._permitted():
            self.prefix = NAMESPACE
            self.how = "a network namespace without interfaces"
        else:
            self.environment["PYTHONPATH"] = str(NO_SOCKETS)
            self.how = "every socket refused"

    @staticmethod
    def _permitted() -> bool:
        if shutil.which(NAMESPACE[0]) is None:
            return False
        tried = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False)  # noqa: S603
        return tried.returncode == 0

    def python(self, *arguments: object, code: int = 0) -> str:
        """Run this Python; its standard output.

        Raises:
            SystemExit: it ended with another exit code.
        """
        command = [*self.prefix, sys.executable, "-P", *map(str, arguments)]
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            env=self.environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=120,
        )
        if done.returncode != code:
            raise SystemExit(f"{command} ended with {done.returncode}, not {code}\n{done.stderr}")
        return done.stdout

    def newsextract(self, *arguments: object, code: int = 0) -> str:
        """Run the command `newsextract`."""
        return self.python("-m", "newsextract", *arguments, code=code)

    def is_cut_off(self) -> bool:
        """Whether the network is gone indeed."""
        seen = self.python("-c", PROBE).strip()
        return seen.startswith("['lo']") if self.prefix else "the network is cut off" in seen


def runs(offline: Offline, folder: Path) -> Iterator[tuple[str, bool]]:
    """What is run, and whether it did what it should."""
    yield "the network is cut off", offline.is_cut_off()
    page = folder / "page.html"
    page.write_text(PAGE, "utf-8")
    yield "extract, as a table", "9,776억원" in offline.newsextract("extract", DEMO, "-f", "table")
    records = json.loads(offline.newsextract("extract", DEMO, "-f", "json"))["records"]
    yield "extract, as JSON", [each["amount"]["low"] for each in records][:1] == [977_600_000_000]
    article = json.loads(offline.newsextract("parse", page, "-f", "json"))
    yield "parse", article["headline"] == "가람시, 하천 정비에 30억원"
    out = folder / "out.sqlite"
    offline.newsextract("batch", page, DEMO, "-o", out, "--workers", "2", "--quiet")
    with closing(sqlite3.connect(out)) as database:
        (count,) = database.execute("select count(*) from records").fetchone()
    yield "batch", count == len(records) + 1
    for drawn, sign in ((DEMO, "9,776억원"), (out, "가람시, 하천 정비에 30억원")):
        offline.newsextract("report", drawn, "-o", folder / "report.html", "--quiet")
        yield f"report of {drawn.name}", sign in (folder / "report.html").read_text("utf-8")
    fetched = ("fetch", "https://news.example/1", "-o", folder / "saved")
    offline.newsextract(*fetched, "--tries", 1, "--cache", "none", "--quiet", code=1)
    outcome = json.loads((folder / "saved" / "outcomes.jsonl").read_text("utf-8").splitlines()[-1])
    yield "fetch fails by name", outcome["outcome"] == "failed"


def main(arguments: list[str]) -> None:
    """Run all, and end with 1 at the first that did not do what it should."""
    offline = Offline(sockets_only="--sockets" in arguments)
    print(f"no network: {offline.how}")
    with tempfile.TemporaryDirectory() as folder:
        for name, holds in runs(offline, Path(folder)):
            print(f"  {'ok    ' if holds else 'FAILED'} {name}")
            if not holds:
                sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
