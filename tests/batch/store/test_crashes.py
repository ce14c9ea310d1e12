"""Killed at any moment, or out of disk: what was acknowledged stays, and a rerun completes it."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsextract.batch.store.contents import fingerprint
from newsextract.batch.store.database import TABLES
from newsextract.batch.store.export import export
from newsextract.batch.store.master import Master
from newsextract.batch.store.shards import write_shard
from newsextract.errors import ArchiveError

if TYPE_CHECKING:
    from tests.batch.store.conftest import Batch, Make

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and rlimits")

CHUNKS, SIZE = 80, 8

# A run as the driver makes it: recover, skip what is known, shard after shard, merge, delete.
# "merged N" is printed when the merge of chunk N is acknowledged.
RUN = r"""
import resource, sys
from pathlib import Path
from newsextract.batch.items import Item
from newsextract.batch.store.lock import RunLock
from newsextract.batch.store.master import Master
from newsextract.batch.store.rows import rows_of
from newsextract.batch.store.shards import write_shard
from newsextract.errors import ArchiveError
from newsextract.models import Extraction
from newsextract.outcome import Failure

folder, chunks, size, limit = Path(sys.argv[1]), *map(int, sys.argv[2:])
result = Extraction.model_validate_json((folder / "result.json").read_text("utf-8"))
failure = Failure(kind="empty_input", message="nothing in it")
work = folder / "work"
work.mkdir(exist_ok=True)

def chunk(number):
    for i in range(size):
        key = f"{number:02}/{i}.html"
        yield rows_of(Item(key, "d1"), failure if i == 3 else result, "v1", keep_json=True)

print("ready", flush=True)
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with RunLock(work / "lock"), Master(folder / "out.sqlite", keep_json=True) as master:
        master.recover(work)
        for number in range(chunks):
            if len(master.known(f"{number:02}/{i}.html" for i in range(size))) == size:
                continue
            shard = work / f"{number:02}.shard"
            write_shard(shard, chunk(number))
            master.merge(shard)
            print(f"merged {number}\n", end="", flush=True)  # one write: a kill cuts no line
            shard.unlink()
        master.finish()
        print("done", flush=True)
except ArchiveError as error:
    print("error", error, flush=True)
"""


def start(folder: Path, *, limit: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, str(folder), str(CHUNKS), str(SIZE), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603


def run_to_the_end(folder: Path, *, limit: int = 0) -> list[str]:
    with start(folder, limit=limit) as process:
        assert process.stdout is not None
        return process.stdout.read().splitlines()


def whole_lines(printed: str) -> list[str]:
    """The lines that were ended; a kill may leave the beginning of one more."""
    return printed.splitlines()[: printed.count("\n")]


def contents(folder: Path) -> str:
    with Master(folder / "out.sqlite") as master:
        return fingerprint(master.connection)


def folder_for(tmp_path: Path, make: Make, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    json = make.extraction(child=12).model_dump_json()
    (folder / "result.json").write_text(json, "utf-8")
    return folder


def chunks_in(path: Path) -> dict[str, int]:
    """Outcomes of each chunk, after a check that the database is whole."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table, key in TABLES.items():
            own = f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM {table})"  # noqa: S608
            lost = (
                f"SELECT count(*) FROM {table} "  # noqa: S608
                "WHERE article_id NOT IN (SELECT article_id FROM outcomes)"
            )
            every = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert connection.execute(own).fetchone() == every.fetchone()
            assert connection.execute(lost).fetchone() == (0,)
        articles = connection.execute("SELECT count(*) FROM outcomes WHERE kind = 'ok'").fetchone()
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == articles
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == articles
        by_chunk = "SELECT substr(key, 1, 2), count(*) FROM outcomes GROUP BY 1"
        return dict(connection.execute(by_chunk).fetchall())


def test_killed_again_and_again_it_ends_as_if_never(tmp_path: Path, make: Make) -> None:
    unbroken = folder_for(tmp_path, make, "unbroken")
    assert run_to_the_end(unbroken)[-1] == "done"

    broken = folder_for(tmp_path, make, "broken")
    dice = random.Random(20240305)  # noqa: S311 - no secret
    acknowledged: set[str] = set()
    kills = 0
    while True:
        with start(broken) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            if kills < 10:
                time.sleep(dice.uniform(0, 0.06))
                process.send_signal(signal.SIGKILL)
                kills += process.wait() == -signal.SIGKILL
            lines = whole_lines(process.stdout.read())
        acknowledged |= {f"{int(line.split()[1]):02}" for line in lines if "merged" in line}
        if (broken / "out.sqlite").exists():
            chunks = chunks_in(broken / "out.sqlite")
            assert acknowledged <= set(chunks)
            assert set(chunks.values()) <= {SIZE}  # a chunk is there whole or not at all
        if "done" in lines:
            break
    assert kills >= 3
    assert contents(broken) == contents(unbroken)
    assert [p.name for p in (broken / "work").iterdir()] == ["lock"]
    for folder in (broken, unbroken):
        with Master(folder / "out.sqlite") as master:
            export(master.connection, folder / "out.jsonl")
    assert (broken / "out.jsonl").read_bytes() == (unbroken / "out.jsonl").read_bytes()


def test_out_of_disk_the_earlier_work_is_intact(tmp_path: Path, make: Make) -> None:
    folder = folder_for(tmp_path, make, "full")
    lines = run_to_the_end(folder, limit=600_000)  # no file may grow larger
    assert lines[-1].startswith("error ")
    assert "disk" in lines[-1] or "too large" in lines[-1].lower()
    merged = {line.split()[1] for line in lines if line.startswith("merged")}
    assert 0 < len(merged) < CHUNKS
    chunks = chunks_in(folder / "out.sqlite")
    assert {f"{int(number):02}" for number in merged} <= set(chunks)
    # With room again it goes on where it stopped.
    rest = run_to_the_end(folder)
    assert rest[-1] == "done"
    assert not merged & {line.split()[1] for line in rest if line.startswith("merged")}
    assert set(chunks_in(folder / "out.sqlite")) == {f"{n:02}" for n in range(CHUNKS)}


def test_a_full_database_takes_no_half_shard(batch: Batch, make: Make) -> None:
    batch.add(make.rows("a", make.extraction()))
    before = fingerprint(batch.master.connection)
    pages = batch.one("PRAGMA page_count")
    batch.master.connection.execute(f"PRAGMA max_page_count = {int(str(pages)) + 3}")
    shard = batch.folder / "large.shard"
    write_shard(shard, [make.rows(f"k{i}", make.extraction(child=12)) for i in range(200)])
    with pytest.raises(ArchiveError, match="the disk is full"):
        batch.master.merge(shard)
    assert fingerprint(batch.master.connection) == before
    batch.master.connection.execute("PRAGMA max_page_count = 1000000")
    assert batch.master.merge(shard) == 200


FULL = """
import resource, sys
from pathlib import Path
from newsextract.batch.store.database import TABLES
from newsextract.batch.store.export import export
from newsextract.batch.store.master import Master
from newsextract.errors import ArchiveError

path, out = Path(sys.argv[1]), Path(sys.argv[2])
with Master(path) as master:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
    try:
        export(master.connection, out)
    except ArchiveError as error:
        print(error)
"""


@pytest.mark.parametrize("name", ["o.jsonl", "o.jsonl.gz", "o.jsonl.zst", "o.csv", "o.parquet"])
def test_an_export_that_finds_no_room_leaves_the_old_one(
    tmp_path: Path, make: Make, name: str
) -> None:
    batch = make.batch(tmp_path)
    folder = tmp_path / "exports"
    folder.mkdir()
    out = folder / name
    with batch.master:
        batch.add(make.rows("a", make.failure()))
        export(batch.master.connection, out)
        old = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        more = range(2, 400)
        batch.add(*(make.rows(f"k{i}", make.extraction(i + 7, 5, i, child=i)) for i in more))
        batch.master.finish()
    command = [sys.executable, "-c", FULL, str(batch.path), str(out)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout.startswith(f"cannot write {out}")
    assert said.stderr == ""
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == old
