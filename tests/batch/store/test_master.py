"""The master: merging in any order and any number of times, and refusing what is not its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.batch.store.contents import count, fingerprint, set_stories, texts
from newsextract.batch.store.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    TABLES,
    article_id_of,
    create_tables,
    make_keys,
)
from newsextract.batch.store.lock import RunLock
from newsextract.batch.store.master import Known, Master, Recovered
from newsextract.batch.store.shards import clear_parts, list_shards, write_shard
from newsextract.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from tests.batch.store.conftest import Batch, Make

    from newsextract.batch.store.rows import Rows


def some_outcomes(make: Make, number: int) -> list[Rows]:
    """Different enough, a fifth of them failures."""
    return [
        make.rows(
            f"news/{i:03}.html",
            make.failure() if i % 5 == 0 else make.extraction(30 + i, 20, 10 + i, child=3),
        )
        for i in range(number)
    ]


# --- shards ---


def test_a_shard_is_a_database_of_the_same_tables(tmp_path: Path, make: Make) -> None:
    shard = tmp_path / "one.shard"
    assert write_shard(shard, some_outcomes(make, 10)) == 10
    assert list(tmp_path.iterdir()) == [shard]
    with closing(sqlite3.connect(shard)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        make_keys(connection)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (16,)


def test_no_shard_is_left_of_work_that_broke_off(tmp_path: Path, make: Make) -> None:
    def breaks_off() -> object:
        yield make.rows("a", make.failure())
        raise MemoryError

    with pytest.raises(MemoryError):
        write_shard(tmp_path / "one.shard", breaks_off())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said(tmp_path: Path, make: Make) -> None:
    with pytest.raises(ArchiveError, match="No such file"):
        write_shard(tmp_path / "gone" / "one.shard", [make.rows("a", make.failure())])


def test_of_one_key_the_later_outcome_is_kept(tmp_path: Path, make: Make) -> None:
    shard = tmp_path / "one.shard"
    both = [make.rows("a", make.extraction(child=3)), make.rows("a", make.extraction(7, 5, 2))]
    assert write_shard(shard, both) == 1
    with closing(sqlite3.connect(shard)) as connection:
        assert connection.execute("SELECT amount_text FROM records").fetchall() == [("7억원",)]


def test_only_complete_shards_are_listed(tmp_path: Path, make: Make) -> None:
    assert list_shards(tmp_path / "none") == []
    for name in ("b.shard", "a.shard"):
        write_shard(tmp_path / name, [make.rows(name, make.failure())])
    part = tmp_path / ".c.shard.1.shard-part"
    part.touch()
    (tmp_path / "notes.txt").touch()
    assert list_shards(tmp_path) == [tmp_path / "a.shard", tmp_path / "b.shard"]
    clear_parts(tmp_path)
    assert not part.exists()
    assert (tmp_path / "notes.txt").exists()


# --- merging ---


def test_merging_twice_changes_nothing(batch: Batch, make: Make) -> None:
    shard = batch.add(*some_outcomes(make, 12))
    before = fingerprint(batch.master.connection)
    assert batch.master.merge(shard) == 12
    assert fingerprint(batch.master.connection) == before


def test_a_new_outcome_takes_the_place_of_the_old(batch: Batch, make: Make) -> None:
    batch.add(make.rows("a", make.extraction(child=3)), make.rows("b", make.extraction()))
    batch.add(make.rows("a", make.failure("too_large"), digest="d2"))
    assert batch.select("SELECT key, kind FROM outcomes ORDER BY key") == [
        ("a", "too_large"),
        ("b", "ok"),
    ]
    # Nothing of the old one is left in any table.
    for table in TABLES:
        ids = [row[0] for row in batch.select(f"SELECT article_id FROM {table}")]  # noqa: S608
        assert ids.count(article_id_of("a")) == (1 if table == "outcomes" else 0)
    assert batch.select("PRAGMA foreign_key_check") == []


def test_of_a_shard_only_what_is_new_or_changed_is_taken(batch: Batch, make: Make) -> None:
    batch.add(*(make.rows(key, make.extraction(), keep_json=False) for key in "abcd"))
    batch.add(
        make.rows("a", make.extraction(7, 5, 2), keep_json=False),  # the same, so it is not read
        make.rows("b", make.extraction(7, 5, 2), digest="d2", keep_json=False),
        make.rows("c", make.failure("crashed")),
        make.rows("d", make.extraction(), keep_json=True),
        make.rows("e", make.extraction(9, 5, 4), keep_json=False),
    )
    kept = batch.select(
        "SELECT o.key, o.kind, r.amount_text, o.has_json FROM outcomes AS o "
        "LEFT JOIN records AS r USING (article_id) ORDER BY o.key"
    )
    assert kept == [
        ("a", "ok", "30억원", 0),
        ("b", "ok", "7억원", 0),
        ("c", "crashed", None, 0),
        ("d", "ok", "30억원", 1),
        ("e", "ok", "9억원", 0),
    ]
    assert batch.one("SELECT count(*) FROM documents") == 1


def test_a_new_version_is_done_anew_before_and_after_the_end(batch: Batch, make: Make) -> None:
    for version in ("v1", "v2", "v3"):
        results = [make.extraction(30, 20, 10, child=3) for _ in range(20)]
        batch.add(*(make.rows(f"k{i}", r, version=version) for i, r in enumerate(results)))
        assert batch.select("SELECT version, count(*) FROM outcomes GROUP BY 1") == [(version, 20)]
        assert batch.one("SELECT count(*) FROM amounts") == 80
        if version == "v2":
            batch.master.finish()
    assert batch.select("PRAGMA foreign_key_check") == []


@settings(max_examples=15)
@given(order=st.permutations(range(8)), again=st.lists(st.integers(0, 7), max_size=4))
def test_the_order_of_shards_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, make: Make, order: list[int], again: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("order")
    outcomes = some_outcomes(make, 24)
    prints = set()
    for name, sequence in (("straight", range(8)), ("shuffled", [*order, *again])):
        batch = make.batch(folder, f"{name}.sqlite")
        with batch.master:
            for number in sequence:
                batch.add(*outcomes[number * 3 : number * 3 + 3])
            prints.add(fingerprint(batch.master.connection))
    assert len(prints) == 1


def test_a_damaged_shard_is_refused_and_changes_nothing(batch: Batch, make: Make) -> None:
    batch.add(*some_outcomes(make, 5))
    before = fingerprint(batch.master.connection)
    shard = batch.folder / "bad.shard"
    write_shard(shard, [make.rows(f"bad{i}", make.extraction(child=3)) for i in range(30)])
    data = shard.read_bytes()
    for damaged in (data[: len(data) // 2], data[:8192] + b"\xff" * (len(data) - 8192)):
        shard.write_bytes(damaged)
        with pytest.raises(ArchiveError, match="damaged"):
            batch.master.merge(shard)
        assert fingerprint(batch.master.connection) == before
    shard.unlink()
    with pytest.raises(ArchiveError, match="no such shard"):
        batch.master.merge(shard)
    batch.add(make.rows("later", make.extraction()))  # and work goes on
    assert batch.one("SELECT count(*) FROM outcomes") == 6


def test_two_keys_of_one_number_are_refused(batch: Batch, make: Make) -> None:
    batch.add(make.rows("a", make.failure()))
    shard = batch.folder / "twin.shard"
    write_shard(shard, [make.rows("a", make.failure())])
    with closing(sqlite3.connect(shard)) as connection, connection:
        connection.execute("UPDATE outcomes SET key = 'twin'")
    with pytest.raises(ArchiveError, match="a and twin have the same number"):
        batch.master.merge(shard)
    assert batch.select("SELECT key FROM outcomes") == [("a",)]


def test_what_an_earlier_run_left_is_taken_over(batch: Batch, make: Make) -> None:
    left = batch.folder / "work"
    left.mkdir()
    write_shard(left / "1.shard", some_outcomes(make, 4))
    write_shard(left / "2.shard", [make.rows("other", make.extraction())])
    (left / "3.shard").write_bytes(b"SQLite format 3\0 cut short")
    write_shard(left / "4.shard", [make.rows("older", make.extraction())])
    with closing(sqlite3.connect(left / "4.shard")) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    (left / ".5.shard.1.shard-part").touch()

    assert batch.master.recover(left) == Recovered(outcomes=5, unusable=2)
    assert list(left.iterdir()) == []
    assert batch.one("SELECT count(*) FROM outcomes") == 5
    assert batch.master.recover(batch.folder / "none") == Recovered(0, 0)


# --- what is known ---


def test_known_tells_digest_and_version(batch: Batch, make: Make) -> None:
    batch.add(
        make.rows("a", make.extraction(), digest="x"),
        make.rows("b", make.failure(), digest="y", version="newsextract 2.0"),
    )
    assert batch.master.known(["b", "a", "c"]) == {
        "a": Known("x", make.version),
        "b": Known("y", "newsextract 2.0"),
    }


def test_known_inside_a_container(batch: Batch, make: Make) -> None:
    keys = ["n.zip", "n.zip!a.html", "n.zip!b/c.html", "n.zip@1024", "n.zip#3"]
    others = ["n.zip2", "n.zi", "n.zip.html", "n.zip/a", "m.zip!a.html", "n.zip 2!a"]
    batch.add(*(make.rows(key, make.failure()) for key in keys + others))
    assert sorted(batch.master.known_inside("n.zip")) == sorted(keys)


def test_without_its_json_an_article_is_not_known_to_a_run_that_needs_it(
    tmp_path: Path, make: Make
) -> None:
    batch = make.batch(tmp_path)
    with batch.master:
        batch.add(
            make.rows("a", make.extraction(), keep_json=False),
            make.rows("b", make.extraction(), keep_json=True),
            make.rows("c", make.failure()),
        )
        assert set(batch.master.known("abc")) == {"a", "b", "c"}
    with Master(batch.path, keep_json=True) as again:
        assert set(again.known("abc")) == {"b", "c"}


def test_outcomes_of_inputs_that_are_gone_are_removed(batch: Batch, make: Make) -> None:
    batch.add(*(make.rows(key, make.extraction(child=3)) for key in "abc"))
    batch.master.close()
    with Master(batch.path) as again:
        write_shard(batch.folder / "d.shard", [make.rows("d", make.failure())])
        again.merge(batch.folder / "d.shard")
        write_shard(batch.folder / "e.shard", [make.rows("e", make.failure())])
        again.merge(batch.folder / "e.shard", seen=False)  # of an earlier run
        again.see(["b", "never read"])
        assert again.remove_unseen() == 3
        keys = again.connection.execute("SELECT key FROM outcomes ORDER BY key").fetchall()
        assert keys == [("b",), ("d",)]
        assert again.connection.execute("SELECT count(*) FROM records").fetchone() == (2,)


def test_counts_add_up(batch: Batch, make: Make) -> None:
    batch.add(*some_outcomes(make, 10), make.rows("x", make.failure("too_large")))
    counts = count(batch.master.connection)
    assert counts.outcomes == {"empty_input": 2, "ok": 8, "too_large": 1}
    assert (counts.ok, counts.failed, counts.records, counts.amounts) == (8, 3, 16, 32)
    assert counts.checks == {"ok": 8}


# --- stories ---


def test_of_a_story_the_fullest_then_the_earliest_article_counts(batch: Batch, make: Make) -> None:
    batch.add(
        make.rows("a-short", make.extraction(published="2024-03-01")),
        make.rows("b-late", make.extraction(child=3, published="2024-03-04")),
        make.rows("c-early", make.extraction(child=3, published="2024-03-02")),
        make.rows("d-undated", make.extraction(child=3, published=None)),
        make.rows("e-other", make.extraction()),
    )
    told = [(article_id_of(key), 7) for key in ("a-short", "b-late", "c-early", "d-undated")]
    set_stories(batch.master.connection, told)
    counted = "SELECT key FROM articles WHERE counted ORDER BY key"
    assert batch.select(counted) == [("c-early",), ("e-other",)]
    assert count(batch.master.connection).stories == 1
    assert batch.one("SELECT sum(krw) FROM budget") == 2 * 3_000_000_000
    # A later run that finds no story forgets the old one.
    set_stories(batch.master.connection, [])
    assert len(batch.select(counted)) == 5
    assert count(batch.master.connection).stories == 0


def test_texts_come_by_key(batch: Batch, make: Make) -> None:
    batch.add(*(make.rows(key, make.extraction(headline=key)) for key in ("나", "b", "가", "A")))
    batch.add(make.rows("fail", make.failure()))
    assert [headline for _, headline, _ in texts(batch.master.connection)] == ["A", "b", "가", "나"]


# --- files that are there already ---


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE outcomes (mine TEXT)")
        connection.execute("INSERT INTO outcomes VALUES ('precious')")


def of_version(version: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            create_tables(connection)
            connection.execute(f"PRAGMA user_version = {version}")

    return write


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (foreign, "not written by newsextract"),
        (lambda path: path.write_text("가나다" * 500), "not written by newsextract"),
        (lambda path: path.write_bytes(b"\0"), "not written by newsextract"),
        (of_version(SCHEMA_VERSION - 1), "an older newsextract .* give another output, or delete"),
        (of_version(SCHEMA_VERSION + 1), "a newer newsextract"),
    ],
)
def test_other_files_are_refused_untouched(
    tmp_path: Path, write: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "out.sqlite"
    write(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=words):
        Master(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_or_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        Master(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        Master(tmp_path / "none" / "out.sqlite")


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    path.touch()
    with Master(path) as master:
        assert count(master.connection).outcomes == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    Master(path).close()
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ArchiveError, match=r"may not be written|cannot be opened"):
            Master(path)
        with pytest.raises(ArchiveError):
            Master(tmp_path / "new.sqlite")
    finally:
        tmp_path.chmod(0o700)


def test_names_may_hold_anything(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "예산 100%?#1&mode=ro"
    folder.mkdir()
    batch = make.batch(folder)
    with batch.master:
        batch.add(make.rows("가?#%20.html", make.extraction()))
        assert list(batch.master.known(["가?#%20.html"])) == ["가?#%20.html"]


# --- the end ---


def test_a_finished_output_is_one_file(batch: Batch, make: Make) -> None:
    batch.add(*some_outcomes(make, 20))
    batch.master.finish()
    print_ = fingerprint(batch.master.connection)
    batch.master.close()
    assert [p.name for p in batch.folder.iterdir() if p.suffix != ".shard"] == ["out.sqlite"]
    with closing(sqlite3.connect(batch.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert ("agencies_by_name",) in indexes.fetchall()
    with Master(batch.path) as again:  # and it can be gone on with
        assert fingerprint(again.connection) == print_
        again.merge(batch.folder / "0001.shard")
        again.finish()
        assert fingerprint(again.connection) == print_


def test_it_can_be_read_while_a_run_writes(batch: Batch, make: Make) -> None:
    batch.add(make.rows("a", make.extraction()))
    with closing(sqlite3.connect(batch.path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM outcomes").fetchone() == (1,)
        batch.add(make.rows("b", make.extraction()))
        assert reader.execute("SELECT count(*) FROM outcomes").fetchone() == (1,)
        batch.master.finish()  # the log stays while somebody reads
    assert batch.one("SELECT count(*) FROM outcomes") == 2


def test_a_second_run_is_kept_out(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with RunLock(lock), pytest.raises(ArchiveError, match="another batch"):
        RunLock(lock)
    RunLock(lock).release()
    with pytest.raises(ArchiveError, match="cannot be made"):
        RunLock(tmp_path / "none" / "lock")


def test_a_master_damaged_in_a_crash_is_said(tmp_path: Path, make: Make) -> None:
    batch = make.batch(tmp_path)
    batch.add(*some_outcomes(make, 30))
    batch.master.close()
    data = bytearray(batch.path.read_bytes())
    data[4096 * 3 :] = os.urandom(len(data) - 4096 * 3)
    batch.path.write_bytes(data)
    log = batch.path.with_name("out.sqlite-wal")
    log.write_bytes(b"left by the crash")
    with pytest.raises(ArchiveError, match="damaged"):
        Master(batch.path)
