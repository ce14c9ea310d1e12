"""WARC records (ISO 28500, versions 0.17 to 1.1) read one by one, from anyone's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Final

from newsextract.archives.streams import DamageError, Packing, Stream, find_record, packing_of

__all__ = [
    "HOP",
    "MAX_DAMAGES",
    "MAX_HEAD_BYTES",
    "MAX_METADATA_BYTES",
    "Record",
    "read_records",
]

MAX_HEAD_BYTES: Final = 65_536
"""Largest head of a WARC record that is read, in bytes."""

MAX_METADATA_BYTES: Final = 1_000_000
"""Largest metadata record of ours that is read, in bytes."""

HOP: Final = "newsextract-hop"
"""Header of a response of ours that led on to the page: a redirect, a meta refresh."""

MAX_DAMAGES: Final = 1_000
"""Damaged places in a file behind which its reading goes on."""

_MAX_BLANK_LINES: Final = 1_000


class Record:
    """The head of a record, and its block, which can be read once.

    Attributes:
        offset: in the file, of the record or of the compressed member it begins in.
        headers: by lower-case name; of a name that stands twice, the first.
        every: all of them in order, for names that may stand twice.
        length: size of the block in bytes.
        finished: whether the whole block was read or passed over, and was sound.
        end: offset behind it, once it is finished.
    """

    def __init__(self, stream: Stream, offset: int, every: list[tuple[str, str]]) -> None:
        self.offset = offset
        self.every = every
        self.headers = dict(reversed(every))
        digits = self.headers.get("content-length", "").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
            raise DamageError("a WARC record without a usable Content-Length", offset)
        self.length = int(digits)
        self._stream = stream
        self._left = self.length
        self.finished = False
        self._error: DamageError | None = None
        self.end = offset

    @property
    def kind(self) -> str:
        """The WARC-Type, in lower case."""
        return self.headers.get("warc-type", "").lower()

    @property
    def target(self) -> str | None:
        """The WARC-Target-URI; old writers put it in angle brackets."""
        url = self.headers.get("warc-target-uri")
        return url[1:-1] if url and url.startswith("<") and url.endswith(">") else url

    @property
    def date(self) -> datetime | None:
        """The WARC-Date, zone-aware."""
        try:
            date = datetime.fromisoformat(self.headers.get("warc-date", ""))
        except ValueError:
            return None
        return date if date.tzinfo else date.replace(tzinfo=UTC)

    def block(self, limit: int) -> bytes:
        """The block, or its first `limit` bytes; the rest is passed over.

        Raises:
            DamageError: the file ends before the block does, or a checksum is wrong.
        """
        try:
            data = self._stream.read(min(limit, self.length))
        except DamageError as error:
            self._error = error
            raise
        self._left -= len(data)
        self.finish()
        return data

    def finish(self) -> None:
        """Pass over what is left of the block, and test that the record ended as it should.

        Raises:
            DamageError: as for `block`; the same one, however often it is asked.
        """
        if self._error:
            raise self._error
        if self.finished:
            return
        try:
            self._end()
        except DamageError as error:
            self._error = error
            raise
        self.finished = True
        self.end = self._stream.offset

    def _end(self) -> None:
        self._left -= self._stream.skip(self._left)
        if self._left:
            raise DamageError("the WARC record is cut short", self.offset, cut=True)
        if self._stream.line(2).strip():
            raise DamageError("the WARC record is longer than it says", self.offset)
        self._stream.line(2)
        self._stream.settle()


def read_records(
    file: BinaryIO, packing: Packing | None = None, start: int = 0
) -> Iterator[Record | DamageError]:
    """Records in order; damage as an error in its place, and then what is readable behind it.

    A caller may leave a block unread.

    Args:
        file: an open, seekable file.
        packing: as `packing_of` says, if it is known.
        start: offset to begin at, where a record or a compressed member begins.
    """
    packing = packing or packing_of(file)
    at: int | None = start
    for _ in range(MAX_DAMAGES):
        if at is None:
            return
        stream = Stream(file, packing, at)
        try:
            while (record := _next_record(stream)) is not None:
                yield record
                record.finish()
            return
        except DamageError as error:
            yield error
            at = find_record(file, packing, max(at, error.offset) + 1)
    if at is not None:
        yield DamageError("too much damage: the rest of the file is not read", at)


def _next_record(stream: Stream) -> Record | None:
    for _ in range(_MAX_BLANK_LINES):
        offset = stream.offset
        line = stream.line(MAX_HEAD_BYTES)
        if line.strip(b"\r\n"):
            break
        if not line:
            return None
    if not line.startswith(b"WARC/"):
        raise DamageError("no WARC record begins here", offset)
    return Record(stream, offset, _head(stream, offset))


def _head(stream: Stream, offset: int) -> list[tuple[str, str]]:
    every: list[tuple[str, str]] = []
    left = MAX_HEAD_BYTES
    while True:
        raw = stream.line(left)
        left -= len(raw)
        if not raw.endswith(b"\n"):
            cut = left > 0
            message = "the head of a WARC record is " + ("cut short" if cut else "too large")
            raise DamageError(message, offset, cut=cut)
        line = raw.rstrip(b"\r\n")
        if not line:
            return every
        text = _text(line)
        name, colon, value = text.partition(":")
        if text[0] in " \t" and every:  # a line folded, as WARC 1.0 allowed
            every[-1] = (every[-1][0], f"{every[-1][1]} {text.strip()}")
        elif colon:
            every.append((name.strip().lower(), value.strip()))


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
