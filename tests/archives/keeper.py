"""Keeps visits in a folder, and prints each URL once it was acknowledged; made to be killed.

    python keeper.py FOLDER FORMAT FIRST [FILE_LIMIT]

FILE_LIMIT is the largest file in bytes the system lets this process write.
"""

from __future__ import annotations

import os
import random
import sys
import time
from itertools import count
from pathlib import Path

from newsextract.archives.files import FileStore
from newsextract.archives.warc import WarcStore
from newsextract.errors import ArchiveError


def write_in_pieces(file: int, data: bytes) -> int:
    """Write slowly, so that a kill often finds a visit half written."""
    time.sleep(0.0001)
    return _write(file, data[:1_500])


_write = os.write


def main() -> None:
    from visits import visit  # type: ignore[import-not-found]  # noqa: PLC0415 (beside this file)

    folder, style, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if len(sys.argv) > 4:
        import resource  # noqa: PLC0415

        limit = int(sys.argv[4])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    os.write = write_in_pieces  # type: ignore[assignment]
    store = WarcStore(folder, 300_000) if style == "warc" else FileStore(folder)
    print("open", flush=True)
    for number in count(first):
        url = f"https://garam.example/news/{number}"
        # What cannot be packed is long to write, so that many kills fall into the writing.
        noise = random.Random(number).randbytes(20_000)  # noqa: S311
        try:
            store.keep(visit(url, b"<!doctype html><html>" + noise, number))
        except ArchiveError as error:
            print("full", error, flush=True)
            return
        print(url, flush=True)


if __name__ == "__main__":
    main()
