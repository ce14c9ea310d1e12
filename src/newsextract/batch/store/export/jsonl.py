"""JSON lines: one outcome a line, plain or packed by gzip or zstd."""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Final, cast

from newsextract.batch.store.export.files import new_file
from newsextract.batch.store.rows import OK, unpacked
from newsextract.errors import ArchiveError
from newsextract.outcome import Failure

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["lines", "write"]

_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 6


def write(connection: sqlite3.Connection, out: Path) -> None:
    """Write all outcomes, by key.

    Raises:
        ArchiveError: the disk is full, or an article was kept without its JSON.
    """
    with new_file(out) as file, _packing(file, out.suffix.lower()) as packing:
        packing.writelines(lines(connection))


def _packing(file: BinaryIO, suffix: str) -> AbstractContextManager[BinaryIO]:
    if suffix == ".gz":
        # No name and no time in the head: the same contents give the same bytes.
        stream = gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)
        return cast("AbstractContextManager[BinaryIO]", stream)
    if suffix == ".zst":
        packer = zstd.ZstdFile(file, "w", level=_ZSTD_LEVEL)
        return cast("AbstractContextManager[BinaryIO]", packer)
    return nullcontext(file)


def lines(connection: sqlite3.Connection) -> Iterator[bytes]:
    """Each outcome as a line: the JSON of `Outcome`, its source being the input's key.

    `extraction` is byte for byte what `extract --format jsonl` prints; `story` is null where an
    article has no near-duplicates.

    Raises:
        ArchiveError: an article was kept without its JSON.
    """
    rows = connection.execute(
        "SELECT o.key, o.kind, o.message, d.json, a.story FROM outcomes AS o "
        "LEFT JOIN articles AS a USING (article_id) LEFT JOIN documents AS d USING (article_id) "
        "ORDER BY o.key"
    )
    for index, (key, kind, message, packed, story) in enumerate(rows):
        head = f'{{"index":{index},"source":{json.dumps(key, ensure_ascii=False)},'
        tail = f',"story":{"null" if story is None else story}}}\n'
        if kind != OK:
            failure = Failure(kind=kind, message=message).model_dump_json()
            yield f'{head}"extraction":null,"failure":{failure}{tail}'.encode()
        elif packed is None:
            raise ArchiveError(f"{key} was kept without its JSON: run the batch again for it")
        else:
            body = unpacked(packed)
            yield b"".join(
                (head.encode(), b'"extraction":', body, b',"failure":null', tail.encode())
            )
