"""Pages kept as `.html.gz`: unpacked within the limit of a page."""

from __future__ import annotations

import zlib
from typing import Final

from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.errors import TooLargeError, UnreadableError

__all__ = ["gunzip", "is_gzip"]

_MAGIC: Final = b"\x1f\x8b\x08"
_GZIP_ONLY: Final = 16 + zlib.MAX_WBITS
_MAX_MEMBERS: Final = 1_000


def is_gzip(data: bytes) -> bool:
    r"""Whether the bytes begin as gzip data (RFC 1952, method deflate).

    >>> is_gzip(b"\x1f\x8b\x08\x00"), is_gzip(b"<html>")
    (True, False)
    """
    return data.startswith(_MAGIC)


def gunzip(data: bytes) -> bytes:
    """Unpack gzip data of one or more members; what follows the last is ignored, as browsers do.

    Never more than the limit and one byte is held, however well the data was packed.

    Args:
        data: bytes that `is_gzip`.

    Raises:
        TooLargeError: more than `MAX_FILE_BYTES` bytes come out.
        UnreadableError: the data is damaged or cut short; nothing of it is passed on.

    >>> import gzip
    >>> gunzip(gzip.compress(b"<p>") + gzip.compress(b"</p>"))
    b'<p></p>'
    >>> gunzip(gzip.compress(b"<p>5</p>")[:-3])
    Traceback (most recent call last):
    newsextract.errors.UnreadableError: cannot read the gzip data: it is cut short
    """
    parts: list[bytes] = []
    room = MAX_FILE_BYTES + 1
    for _ in range(_MAX_MEMBERS):
        member = zlib.decompressobj(_GZIP_ONLY)
        try:
            part = member.decompress(data, room)
        except zlib.error as error:
            raise UnreadableError(f"cannot read the gzip data: {error}") from error
        parts.append(part)
        room -= len(part)
        if room <= 0:
            raise TooLargeError(MAX_FILE_BYTES + 1, MAX_FILE_BYTES)
        if not member.eof:
            raise UnreadableError("cannot read the gzip data: it is cut short")
        data = member.unused_data
        if not is_gzip(data):
            return b"".join(parts)
    raise UnreadableError(f"cannot read the gzip data: more than {_MAX_MEMBERS:,} members")
