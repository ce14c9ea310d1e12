"""The bytes inside a plain, gzip or zstd file, with the place in the file they came from.

Unlike a plain decompressor this one tells where a member (of gzip; a frame of zstd) begins, so
that damage has an address, what stands behind it can still be read, and a file that was cut
short never passes for a whole one.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple

from newsextract.errors import ArchiveError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["DamageError", "Packing", "Stream", "begins_as_warc", "find_record", "packing_of"]

Packing = Literal["plain", "gzip", "zstd"]

_CHUNK: Final = 65_536
_FIRST: Final = 1_024  # of a member: the head of its record comes out though its checksum is bad
_SEARCHED: Final = 1_048_576
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
# A zstd file of WARC records may begin with this frame, which holds the dictionary of the others.
_DICTIONARY_MAGIC: Final = b"\x5d\x2a\x4d\x18"
_MAX_DICTIONARY: Final = 10_000_000
_RECORD: Final = b"WARC/"


class DamageError(ArchiveError):
    """What stands at `offset` of the file cannot be read.

    Args:
        message: what is wrong there.
        offset: of the damaged member (or of the record, in a plain file), in bytes.
        cut: whether the file just ends too early.
    """

    def __init__(self, message: str, offset: int, *, cut: bool = False) -> None:
        super().__init__(f"{message} (at byte {offset:,} of the file)")
        self.offset = offset
        self.cut = cut


class _Piece(NamedTuple):
    offset: int  # where its member begins; of the piece itself in a plain file
    data: bytes | None  # None: a member ended, and `offset` is its end


def packing_of(file: BinaryIO) -> Packing:
    """How the file is packed, by its first bytes; it stands at its beginning after the call."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head.startswith(_GZIP_MAGIC):
        return "gzip"
    return "zstd" if head in {_ZSTD_MAGIC, _DICTIONARY_MAGIC} else "plain"


def _plain(file: BinaryIO, start: int) -> Iterator[_Piece]:
    file.seek(start)
    while chunk := file.read(_CHUNK):
        yield _Piece(start, chunk)
        start += len(chunk)


def _gzip(file: BinaryIO, start: int) -> Iterator[_Piece]:
    file.seek(start)
    head = b""
    while head := head or file.read(_CHUNK):
        begin = file.tell() - len(head)
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        size = _FIRST
        try:
            while not member.eof:
                data = member.decompress(head, size)
                full, size = len(data) == size, _CHUNK
                yield _Piece(begin, data)
                head = member.unconsumed_tail
                if not head and not member.eof and not full:
                    head = file.read(_CHUNK)
                    if not head:
                        raise DamageError("the gzip data is cut short", begin, cut=True)
        except zlib.error as error:
            raise DamageError(f"bad gzip data: {error}", begin) from error
        head = member.unused_data
        yield _Piece(file.tell() - len(head), None)


def _zstd(file: BinaryIO, start: int) -> Iterator[_Piece]:
    dictionary = _dictionary(file)
    file.seek(start)
    head = b""
    while head := head or file.read(_CHUNK):
        begin = file.tell() - len(head)
        frame = zstd.ZstdDecompressor(zstd_dict=dictionary)
        try:
            while not frame.eof:
                yield _Piece(begin, frame.decompress(head, _CHUNK))
                head = b""
                if frame.needs_input and not frame.eof:
                    head = file.read(_CHUNK)
                    if not head:
                        raise DamageError("the zstd data is cut short", begin, cut=True)
        except zstd.ZstdError as error:
            raise DamageError(f"bad zstd data: {error}", begin) from error
        head = frame.unused_data
        yield _Piece(file.tell() - len(head), None)


def _dictionary(file: BinaryIO) -> zstd.ZstdDict | None:
    file.seek(0)
    head = file.read(8)
    if len(head) < 8 or head[:4] != _DICTIONARY_MAGIC:
        return None
    size = int.from_bytes(head[4:], "little")
    if size > _MAX_DICTIONARY:
        raise DamageError(f"a zstd dictionary of {size:,} bytes", 0)
    data = file.read(size)
    try:
        if data.startswith(_ZSTD_MAGIC):
            data = zstd.ZstdDecompressor().decompress(data, _MAX_DICTIONARY)
        return zstd.ZstdDict(data)
    except (zstd.ZstdError, ValueError) as error:
        raise DamageError(f"bad zstd dictionary: {error}", 0) from error


_READERS: Final[dict[Packing, Callable[[BinaryIO, int], Iterator[_Piece]]]] = {
    "plain": _plain,
    "gzip": _gzip,
    "zstd": _zstd,
}


class Stream:
    """Unpacked bytes, read once from front to back; no more than a chunk is held."""

    def __init__(self, file: BinaryIO, packing: Packing, start: int = 0) -> None:
        self._pieces = _READERS[packing](file, start)
        self._plain = packing == "plain"
        self._buffer = b""
        self._at = 0
        self._offset = start

    @property
    def offset(self) -> int:
        """Where in the file the next byte lies: its member's beginning; exact in a plain file."""
        return self._offset + self._at if self._plain else self._offset

    def settle(self) -> None:
        """At the end of a member, take in that it ended whole: its checksum is tested here."""
        while self._at == len(self._buffer):
            piece = next(self._pieces, None)
            if piece is None:
                self._offset, self._buffer, self._at = self.offset, b"", 0
                return
            self._offset, self._buffer, self._at = piece.offset, piece.data or b"", 0
            if piece.data is None:
                return

    def _fill(self) -> bool:
        """Whether there is a byte to read."""
        while self._at == len(self._buffer):
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._offset, self._buffer, self._at = piece.offset, piece.data or b"", 0
        return True

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end of the file."""
        parts = []
        while size and self._fill():
            part = self._buffer[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """Pass over `size` bytes; how many there were."""
        left = size
        while left and self._fill():
            step = min(left, len(self._buffer) - self._at)
            self._at += step
            left -= step
        return size - left

    def line(self, limit: int) -> bytes:
        """The next line with its line feed, or its first `limit` bytes; empty at the end."""
        parts: list[bytes] = []
        while limit and self._fill():
            stop = self._buffer.find(b"\n", self._at, self._at + limit)
            end = stop + 1 if stop >= 0 else min(len(self._buffer), self._at + limit)
            parts.append(self._buffer[self._at : end])
            limit -= end - self._at
            self._at = end
            if stop >= 0:
                break
        return b"".join(parts)


def find_record(file: BinaryIO, packing: Packing, start: int) -> int | None:
    """Offset of the first thing at or behind `start` that looks like a WARC record.

    For reading on behind damage: the beginning of a member (a frame) that holds one, or of a
    line in a plain file.
    """
    mark = {"gzip": _GZIP_MAGIC, "zstd": _ZSTD_MAGIC, "plain": b"\n" + _RECORD}[packing]
    lead = 1 if packing == "plain" else 0
    base = start
    while True:
        file.seek(base)
        block = file.read(_SEARCHED)
        found = -1
        while (found := block.find(mark, found + 1)) >= 0:
            if lead or _begins_record(file, packing, base + found):
                return base + found + lead
        if len(block) < _SEARCHED:
            return None
        base += _SEARCHED - len(mark) + 1


def _begins_record(file: BinaryIO, packing: Packing, offset: int) -> bool:
    try:
        return Stream(file, packing, offset).read(len(_RECORD)) == _RECORD
    except DamageError:
        return False


def begins_as_warc(path: Path) -> bool:
    """Whether the file, unpacked, begins with a WARC record."""
    with path.open("rb") as file:
        return _begins_record(file, packing_of(file), 0)
