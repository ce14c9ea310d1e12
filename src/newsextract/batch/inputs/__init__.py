"""What a batch reads: files, folders and containers, found by the driver, read by workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from newsextract.batch.inputs.csvs import cut_csv, read_csv
from newsextract.batch.inputs.cutting import STRETCH
from newsextract.batch.inputs.excels import read_excel
from newsextract.batch.inputs.files import read_file, sniff_file
from newsextract.batch.inputs.lines import cut_lines, read_lines
from newsextract.batch.inputs.names import failed, key_of, unreadable
from newsextract.batch.inputs.parquets import cut_parquet, read_parquet
from newsextract.batch.inputs.remarks import Note, Skipped
from newsextract.batch.inputs.sniff import kind_by_name
from newsextract.batch.inputs.splitting import split
from newsextract.batch.inputs.walk import File, walk
from newsextract.batch.inputs.warcs import cut_warc, read_warc
from newsextract.batch.inputs.zips import cut_zip, read_zip
from newsextract.batch.items import Item, Kind, Ref
from newsextract.errors import UsageError

__all__ = ["STRETCH", "Note", "Skipped", "find", "read", "split"]

Found = Ref | Item | Skipped | Note


def find(
    paths: Sequence[str | Path],
    *,
    column: str | None = None,
    stretch: int = STRETCH,
    leave_out: Sequence[Path] = (),
) -> Iterator[Found]:
    """Everything that the paths name, in pieces that workers can read apart from each other.

    The same paths and files give the same references in the same order. Plain files are not
    opened, but for those whose suffix says nothing; of containers as much is read as cutting
    them takes.

    Args:
        paths: files, folders (walked to any depth), and globs.
        column: column or field of text or HTML in CSV, Parquet, Excel and JSON lines, where
            its name does not say so.
        stretch: wanted size of a piece of a container, in bytes.
        leave_out: what is no input although it lies among them: the batch's own output.

    Yields:
        References for `read`; items with a failure for what cannot be found or read or is no
        article; what was skipped, counted by reason; notes, such as the column chosen.

    Raises:
        UsageError: `stretch` is under 1, or `paths` is a single path.

    >>> [found.failure.kind for found in find(["no/such.html"])]
    ['unreadable']
    """
    if isinstance(paths, str | Path):
        raise UsageError("find takes several paths: put a single one into a list")
    if stretch < 1:
        raise UsageError(f"stretch must be at least 1 byte, not {stretch}")
    return _find(walk(paths, leave_out), column, stretch)


def _find(
    files: Iterator[File | Item | Skipped | Note], column: str | None, stretch: int
) -> Iterator[Found]:
    for found in files:
        if isinstance(found, File):
            yield from _references(found, column, stretch)
        else:
            yield found


def _references(file: File, column: str | None, stretch: int) -> Iterator[Found]:
    path = file.path
    try:
        known = kind_by_name(path)
        if known == (None, None):
            known = sniff_file(path)
        if known.error is not None:
            yield failed(key_of(path), known.error)
        elif known.kind == "warc":
            yield from cut_warc(path, file.size, stretch)
        elif known.kind == "zip":
            yield from cut_zip(path, stretch)
        elif known.kind == "jsonl":
            yield from cut_lines(path, file.size, column, stretch)
        elif known.kind == "csv":
            yield from cut_csv(path, file.size, column, stretch)
        elif known.kind == "parquet":
            yield from cut_parquet(path, column, stretch)
        else:
            kind = known.kind or "file"
            yield Ref(path, kind, column=column if kind == "excel" else None)
    except OSError as error:
        yield unreadable(key_of(path), error)


_READERS: Final[dict[Kind, Callable[[Ref], Iterator[Item | Skipped | Note]]]] = {
    "file": read_file,
    "gzip": read_file,
    "zip": read_zip,
    "warc": read_warc,
    "jsonl": read_lines,
    "csv": read_csv,
    "parquet": read_parquet,
    "excel": read_excel,
}


def read(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """The items of a reference; run by a worker.

    Nothing is parsed but texts with facts beside them (rows with a headline). Memory holds
    one item, whatever the container's size; of Excel files the first sheet.

    Args:
        ref: from `find`.

    Yields:
        Items, each with what `extract` takes or a failure; and counts of what was skipped.
    """
    return _READERS[ref.kind](ref)
