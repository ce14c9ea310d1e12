"""The master: the one database that all shards are merged into."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from newsextract.batch.store.database import (
    SCHEMA_VERSION,
    TABLES,
    article_id_of,
    guarded,
    inspect,
    make_keys,
    sql,
    transaction,
)
from newsextract.batch.store.opening import (
    connect,
    create,
    has_journal,
    is_whole,
    state_of_shard,
)
from newsextract.batch.store.shards import clear_parts, list_shards
from newsextract.errors import ArchiveError

__all__ = ["Known", "Master", "Recovered"]

_CACHE_KIB: Final = 65_536
_LOG_PAGES: Final = 8_000  # 32 MB: a page that several merges touch is copied back once


class Known(NamedTuple):
    """What an outcome that is kept was made of: the same again needs no work."""

    digest: str
    version: str


class Recovered(NamedTuple):
    """What an earlier run left behind in its folder."""

    outcomes: int
    """Outcomes in shards that had not been merged yet."""
    unusable: int
    """Shards that cannot be used; their inputs are read again."""


class Master:
    """Opens or makes the database at `path`; close it, or use it in a `with`.

    Written with a write-ahead log and `synchronous = NORMAL`: whatever ends the process, what
    was merged stays, and when the power fails the file stays whole but the merges since the last
    checkpoint may be gone. Their inputs then count as not read, and a rerun reads them again.

    Args:
        path: the database.
        keep_json: whether an outcome without its whole JSON counts as not known.

    Raises:
        UsageError: the file is another program's or of another schema version; it is untouched.
        ArchiveError: it cannot be made or written, or a crash has damaged it.
    """

    def __init__(self, path: Path, *, keep_json: bool = False) -> None:
        self.path = path
        self._twins: list[str] = []
        self._complete = " AND (has_json OR kind <> 'ok')" if keep_json else ""
        if inspect(path) == "absent":
            create(path)
        crashed = has_journal(path)
        with guarded(path):
            self.connection = connect(path)
            try:
                self._set_up(checked=crashed)
            except BaseException:
                self.connection.close()
                raise

    def _set_up(self, *, checked: bool) -> None:
        db = self.connection
        if checked:
            found = [row[0] for row in db.execute("PRAGMA quick_check(1)")]
            if found != ["ok"]:
                raise ArchiveError(
                    f"{self.path} was damaged when the last run ended ({found[0]}): "
                    "delete it, and the batch reads all inputs again"
                )
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        # What refers to what is right in each shard; to check it again row by row would cost most.
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        # Some builds overwrite what is deleted; every redone article would be written twice.
        db.execute("PRAGMA secure_delete = OFF")
        # Its rows are on the disk when they are many: 100 million inputs take no memory.
        db.execute("CREATE TEMP TABLE seen (article_id INTEGER PRIMARY KEY)")
        for name in ("fresh", "gone"):
            db.execute(f"CREATE TEMP TABLE {name} (article_id INTEGER PRIMARY KEY)")
        # Fails here, not after hours of work, where the file may not be written.
        with transaction(db):
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with guarded(self.path):
            self.connection.close()

    # --- what comes in ---

    def merge(self, shard: Path, *, seen: bool = True, apart: bool = False) -> int:
        """Take over the outcomes of a shard, all or none; those of the same keys are replaced.

        Merging a shard twice changes nothing: what has the same digest, version and kind as the
        outcome that is kept is the same. The shard itself stays: delete it afterwards.

        Args:
            shard: of `write_shard`.
            seen: whether its inputs count as seen in this run (`remove_unseen`).
            apart: whether an input is left out whose key this run has seen already; `twins` tells.

        Returns:
            The number of outcomes.

        Raises:
            ArchiveError: the shard is damaged or of another schema version, two keys have the
                same number, the disk is full. What was merged before is intact.
        """
        if state_of_shard(shard) != "ours":
            raise ArchiveError(f"{shard}: no such shard")
        db = self.connection
        with guarded(self.path):
            # immutable: no locks, which a folder shared between machines may lack.
            db.execute("ATTACH ? AS shard", (f"{shard.absolute().as_uri()}?immutable=1",))
            try:
                with transaction(db):
                    count = self._take_over(apart=apart)
                    if seen:
                        db.execute(
                            "INSERT OR IGNORE INTO seen SELECT article_id FROM shard.outcomes"
                        )
                    return count
            finally:
                db.execute("DETACH shard")

    def twins(self) -> list[str]:
        """Keys of the inputs that `merge` has left out since the last call."""
        twins, self._twins = self._twins, []
        return twins

    def _take_over(self, *, apart: bool) -> int:
        db = self.connection
        clash = db.execute(
            "SELECT m.key, s.key FROM shard.outcomes AS s JOIN main.outcomes AS m "
            "USING (article_id) WHERE m.key <> s.key"
        ).fetchone()
        if clash:
            raise ArchiveError(f"{clash[0]} and {clash[1]} have the same number: rename one")
        (count,) = db.execute("SELECT count(*) FROM shard.outcomes").fetchone()
        db.execute("DELETE FROM fresh")
        fresh = db.execute(
            "INSERT INTO fresh SELECT s.article_id FROM shard.outcomes AS s "
            "LEFT JOIN main.outcomes AS m USING (key) WHERE m.key IS NULL "
            "OR (s.digest, s.version, s.kind) <> (m.digest, m.version, m.kind) "
            "OR s.has_json > m.has_json"
        ).rowcount
        if apart:
            met = db.execute(
                "SELECT key FROM shard.outcomes JOIN seen USING (article_id) ORDER BY key"
            ).fetchall()
            self._twins += [key for (key,) in met]
            if met:
                fresh -= db.execute("DELETE FROM fresh WHERE article_id IN seen").rowcount
        self._remove("fresh")
        # Nearly always all are fresh, and without a condition rows are copied fastest.
        only = "" if fresh == count else " WHERE article_id IN (SELECT article_id FROM fresh)"
        for table in TABLES:
            db.execute(f"INSERT INTO main.{table} SELECT * FROM shard.{table}{only}")  # noqa: S608
        return int(count)

    def _remove(self, listed: str) -> int:
        """Remove the outcomes whose numbers are in a temporary table, from all tables."""
        db = self.connection
        inside = f"article_id IN (SELECT article_id FROM temp.{listed})"  # noqa: S608 - our own name
        if not db.execute(f"SELECT 1 FROM main.outcomes WHERE {inside}").fetchone():  # noqa: S608
            return 0
        make_keys(db)  # else each removal would read everything
        for table in reversed(TABLES):
            removed = db.execute(f"DELETE FROM main.{table} WHERE {inside}").rowcount  # noqa: S608
        return removed

    def recover(self, folder: Path) -> Recovered:
        """Merge the shards an earlier run left in its folder, and delete them.

        What cannot be used (damaged, of another schema version) is deleted as well: its
        inputs are not known, so they are read again. Only while no worker writes there.

        Raises:
            ArchiveError: the disk is full, or the folder cannot be read or written.
        """
        outcomes = unusable = 0
        clear_parts(folder)
        for shard in list_shards(folder):
            if is_whole(shard):
                outcomes += self.merge(shard, seen=False)
            else:
                unusable += 1
            with guarded(shard):
                shard.unlink()
        return Recovered(outcomes, unusable)

    # --- what is known, and what is gone ---

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        """What is kept of these keys; keys that are not known are left out.

        Raises:
            ArchiveError: the database cannot be read.
        """
        statement = f"SELECT digest, version FROM outcomes WHERE key = ?{self._complete}"  # noqa: S608
        found = {}
        with guarded(self.path):
            for key in keys:
                if row := self.connection.execute(statement, (key,)).fetchone():
                    found[key] = Known(*row)
        return found

    def known_inside(self, container: str) -> dict[str, Known]:
        """What is kept of a file and of everything in it: `x.zip`, `x.zip!a.html`, `x.zip@7`.

        Args:
            container: key of the file itself; what is in it follows after `!`, `@` or `#`.

        Raises:
            ArchiveError: the database cannot be read.
        """
        statement = "SELECT key, digest, version FROM outcomes WHERE key >= ? AND key < ?"
        statement += self._complete
        found = {}
        with guarded(self.path):
            for ends in _inside(container):
                for key, *kept in self.connection.execute(statement, ends):
                    found[key] = Known(*kept)
        return found

    def see(self, keys: Iterable[str]) -> None:
        """Note that these inputs are still there, although nothing was done for them.

        Raises:
            ArchiveError: the disk is full.
        """
        with guarded(self.path), transaction(self.connection):
            self.connection.executemany(
                "INSERT OR IGNORE INTO seen VALUES (?)", ((article_id_of(key),) for key in keys)
            )

    def remove_unseen(self) -> int:
        """Remove the outcomes of all inputs that this run has neither merged nor seen.

        Returns:
            The number of outcomes removed.

        Raises:
            ArchiveError: the disk is full.
        """
        with guarded(self.path), transaction(self.connection):
            self.connection.execute("DELETE FROM gone")
            self.connection.execute(
                "INSERT INTO gone SELECT article_id FROM main.outcomes "
                "WHERE article_id NOT IN (SELECT article_id FROM seen)"
            )
            return self._remove("gone")

    def drop_failures(self, container: str) -> int:
        """Remove failures of a container and of what is in it that this run has not met again.

        Only when it has been read to its end: a damage that is repaired fails no more.

        Args:
            container: key of the file itself.

        Returns:
            The number of outcomes removed.

        Raises:
            ArchiveError: the disk is full.
        """
        with guarded(self.path), transaction(self.connection):
            self.connection.execute("DELETE FROM gone")
            for ends in _inside(container):
                self.connection.execute(
                    "INSERT INTO gone SELECT article_id FROM main.outcomes "
                    "WHERE key >= ? AND key < ? AND kind <> 'ok' AND article_id NOT IN seen",
                    ends,
                )
            return self._remove("gone")

    # --- the end of a run ---

    def finish(self) -> None:
        """Make the keys, indexes and statistics, and leave one plain file without a log beside it.

        The log stays where somebody is reading the file just then.

        Raises:
            ArchiveError: the disk is full.
        """
        with guarded(self.path):
            make_keys(self.connection)
            self.connection.executescript(sql("indexes.sql"))
            self.connection.execute("PRAGMA analysis_limit = 1000")
            self.connection.execute("ANALYZE main")
            self.connection.execute("PRAGMA busy_timeout = 500")  # a reader may stay for hours
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with suppress(sqlite3.OperationalError):  # database is locked
                self.connection.execute("PRAGMA journal_mode = DELETE")


def _inside(container: str) -> list[tuple[str, str]]:
    """Between which keys those of a container and of what is in it lie."""
    # The marks are one byte each, so all keys with this beginning lie between two.
    marks = [(container + mark, container + chr(ord(mark) + 1)) for mark in "!#@"]
    return [(container, container + "\x00"), *marks]
