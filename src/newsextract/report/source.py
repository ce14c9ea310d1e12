"""What a batch report is made of, as one database that is only read."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from newsextract.batch.inputs.opening import open_unpacked, reading_errors
from newsextract.batch.items import Item
from newsextract.batch.store.contents import set_stories
from newsextract.batch.store.database import article_id_of, guarded, inspect
from newsextract.batch.store.master import Master
from newsextract.batch.store.rows import Rows, rows_of
from newsextract.batch.store.shards import SHARD_SUFFIX, write_shard
from newsextract.errors import EmptyInputError, UnreadableError, UsageError
from newsextract.models import Extraction
from newsextract.outcome import Failure

__all__ = ["BAD_LINE", "is_batch", "opened"]

BAD_LINE: Final = "bad_line"
"""Kind of failure that a line is counted as which is neither an outcome nor an extraction."""

_MAGIC: Final = b"SQLite format 3\x00"
_PACKED: Final = (".gz", ".zst")
_LINES: Final = (".jsonl", ".ndjson")
_LONGEST_LINE: Final = 64 * 2**20
_CHUNK: Final = 500


def is_batch(path: Path) -> bool:
    """Whether a file is the output of a batch: a database, or JSON lines by its name.

    >>> is_batch(Path("out.jsonl.zst")), is_batch(Path("page.html"))
    (True, False)
    """
    name = path.name.lower()
    for suffix in _PACKED:
        name = name.removesuffix(suffix)
    if name.endswith(_LINES):
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A batch as a database with the tables and views of `batch.store`, as of one moment.

    JSON lines are put into a database in a temporary folder first, so neither form takes
    memory for what is not shown.

    Raises:
        UnreadableError: the file is missing or cannot be read.
        EmptyInputError: nothing is in it.
        UsageError: it holds neither.
        ArchiveError: the database is damaged, or the disk is full.
    """
    if path.is_dir():
        raise UnreadableError(f"cannot read {path}: it is a folder")
    with reading_errors(str(path)), path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if not head:
        raise EmptyInputError(f"{path} is empty")
    if head == _MAGIC:
        inspect(path)
        with guarded(path), closing(_connect(path)) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="newsextract-") as folder:
        database = Path(folder) / "lines.sqlite"
        _load(path, database)
        with guarded(database), closing(_connect(database)) as connection:
            yield connection


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    # One moment for all that is asked, also while a batch goes on writing. What is asked may
    # use temporary tables, which are no part of the file.
    connection.execute("BEGIN")
    return connection


class _Line(BaseModel):
    """An outcome, of this release or one with more fields."""

    source: str | None = None
    extraction: Extraction | None = None
    failure: Failure | None = None
    story: int | None = None


def _load(path: Path, database: Path) -> None:
    """Read JSON lines into a new database.

    Raises:
        UsageError: no line is an outcome or an extraction.
    """
    good = False
    stories: list[tuple[int, int]] = []
    with Master(database) as master:
        lines = _parsed(path)
        while chunk := list(islice(lines, _CHUNK)):
            good = good or any(
                line.failure is None or line.failure.kind != BAD_LINE for _, _, line in chunk
            )
            shard = database.with_name(f"chunk{SHARD_SUFFIX}")
            write_shard(shard, _rows(chunk, master, stories))
            master.merge(shard, seen=False)
            shard.unlink()
        if not good:
            raise UsageError(f"{path} is neither a batch's database nor JSON lines of outcomes")
        set_stories(master.connection, stories)
        master.finish()


def _rows(
    chunk: list[tuple[int, str, _Line]], master: Master, stories: list[tuple[int, int]]
) -> Iterator[Rows]:
    names = [line.source or _url(line) or f"#{number}" for number, _, line in chunk]
    taken = set(master.known(names))
    for name, (number, digest, line) in zip(names, chunk, strict=True):
        # Two lines may name the same source; neither is lost.
        key = f"{name} #{number}" if name in taken else name
        taken.add(key)
        if line.story is not None and line.extraction is not None:
            stories.append((article_id_of(key), line.story))
        result = line.extraction or line.failure
        assert result is not None  # noqa: S101 - `_parse` gives one of both
        yield rows_of(Item(key, digest), result, "")


def _url(line: _Line) -> str | None:
    return line.extraction.article.url if line.extraction else None


def _parsed(path: Path) -> Iterator[tuple[int, str, _Line]]:
    """Each line that is not blank: its number from 1, its hash, and what it says."""
    with reading_errors(str(path)), open_unpacked(str(path)) as file:
        for number in count(1):
            raw = file.readline(_LONGEST_LINE + 1)
            if not raw:
                return
            if len(raw) > _LONGEST_LINE:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(_LONGEST_LINE)
                yield number, "", _bad(number, f"over {_LONGEST_LINE:,} bytes")
            elif raw.strip():
                yield number, hashlib.sha256(raw).hexdigest(), _parse(number, raw)


def _parse(number: int, raw: bytes) -> _Line:
    try:
        line = _Line.model_validate_json(raw)
        if (line.extraction is None) == (line.failure is None):
            line = _Line(extraction=Extraction.model_validate_json(raw))
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return _bad(number, f"{where}: {first['msg']}" if where else str(first["msg"]))
    return line


def _bad(number: int, why: str) -> _Line:
    return _Line(failure=Failure(kind=BAD_LINE, message=f"line {number}: {why}"))
