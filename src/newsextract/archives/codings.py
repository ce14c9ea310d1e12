"""Content codings taken off a body (RFC 9110, 8.4): gzip, deflate, br, zstd, also stacked.

Each coding is a generator that passes on chunks, so that of a bomb no more is held than the
limit and a chunk, whatever its ratio and however many layers it has.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Final

import brotli  # type: ignore[import-untyped]

from newsextract.errors import OversizeError, ResponseError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["MAX_CODINGS", "MAX_MEMBERS", "decode"]

MAX_CODINGS: Final = 3
"""Most codings stacked on one body."""

MAX_MEMBERS: Final = 1_000
"""Most gzip members, or zstd frames, in one body."""

_CHUNK: Final = 65_536
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE: Final = b"\x2a\x4d\x18"  # after a first byte of 0x50 to 0x5f (RFC 8878, 3.1.2)
# Charsets and the like that servers put into Content-Encoding by mistake; browsers ignore them.
_MISPLACED: Final = frozenset(
    {"none", "utf-8", "utf8", "euc-kr", "ks_c_5601-1987", "cp949", "ms949", "iso-8859-1", "8bit"}
)

Chunks = Iterator[bytes]


def decode(body: bytes, codings: str | None, limit: int) -> bytes:
    r"""Take the content codings off a body.

    What follows the last gzip member or the end of deflate data is ignored, as browsers do. An
    empty body is empty whatever coding is claimed. `x-gzip` is gzip (RFC 9110, 8.4.1.3), and
    deflate is read with and without its zlib wrapper, since servers send both.

    Args:
        body: bytes as sent, transfer coding (chunked) taken off already.
        codings: value of Content-Encoding, in the order applied: "gzip", "gzip, br"; or None.
        limit: most bytes that may come out, of each layer.

    Raises:
        OversizeError: more than `limit` bytes are in it.
        ResponseError: the data is damaged or cut short, or the coding is unknown.

    >>> import gzip
    >>> decode(gzip.compress(b"<p>"), "gzip", 100)
    b'<p>'
    >>> decode(gzip.compress(bytes(101)), "gzip", 100)
    Traceback (most recent call last):
    newsextract.errors.OversizeError: the body holds more than 100 bytes
    """
    names = [name.strip().lower() for name in (codings or "").split(",")]
    names = [n for n in names if n and n != "identity" and n not in _MISPLACED]
    if len(names) > MAX_CODINGS:
        raise ResponseError(f"more than {MAX_CODINGS} content codings: {codings!r}")
    unknown = [name for name in names if name not in _READERS]
    if unknown:
        raise ResponseError(f"unknown content coding {unknown[0]!r}")
    if not names or not body:
        return _whole(iter((body,)), limit)
    chunks: Chunks = (body[i : i + _CHUNK] for i in range(0, len(body), _CHUNK))
    for name in reversed(names):
        chunks = _bounded(_READERS[name](chunks), limit)
    return b"".join(chunks)


def _whole(chunks: Chunks, limit: int) -> bytes:
    return b"".join(_bounded(chunks, limit))


def _bounded(chunks: Chunks, limit: int) -> Chunks:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise OversizeError(f"the body holds more than {limit:,} bytes")
        yield chunk


def _damaged(coding: str, error: Exception) -> ResponseError:
    return ResponseError(f"cannot decode the body: bad {coding} data ({error})")


def _cut_short(coding: str) -> ResponseError:
    return ResponseError(f"cannot decode the body: its {coding} data is cut short")


def _inflated(chunks: Chunks, member: zlib._Decompress, head: bytes) -> Chunks:
    """What comes out of one gzip member or zlib stream; nothing is said about its end."""
    while True:
        while head and not member.eof:
            yield member.decompress(head, _CHUNK)
            head = member.unconsumed_tail
        if member.eof:
            return
        head = next(chunks, b"")
        if not head:
            # The window may still hold what no input is left to push out.
            while rest := member.decompress(b"", _CHUNK):
                yield rest
            return


def _at_least(size: int, head: bytes, chunks: Chunks) -> bytes:
    """`head`, filled up from the chunks to `size` bytes where they have as many."""
    while len(head) < size and (more := next(chunks, b"")):
        head += more
    return head


def _gzip(chunks: Chunks) -> Chunks:
    head = next(chunks, b"")
    for _ in range(MAX_MEMBERS):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            yield from _inflated(chunks, member, head)
        except zlib.error as error:
            raise _damaged("gzip", error) from error
        if not member.eof:
            raise _cut_short("gzip")
        head = _at_least(len(_GZIP_MAGIC), member.unused_data, chunks)
        if not head.startswith(_GZIP_MAGIC):
            _drain(chunks)
            return
    raise ResponseError(f"cannot decode the body: more than {MAX_MEMBERS:,} gzip members")


def _deflate(chunks: Chunks) -> Chunks:
    head = _at_least(2, b"", chunks)
    # The wrapper's first two bytes name the method and are a multiple of 31 (RFC 1950, 2.2).
    wrapped = len(head) > 1 and head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0
    member = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    try:
        yield from _inflated(chunks, member, head)
    except zlib.error as error:
        raise _damaged("deflate", error) from error
    if not member.eof:
        raise _cut_short("deflate")
    _drain(chunks)


def _drain(chunks: Chunks) -> None:
    """Let an outer layer come to its end, so that its damage and its size are noticed."""
    for _ in chunks:
        pass


def _br(chunks: Chunks) -> Chunks:
    stream = brotli.Decompressor()
    try:
        for chunk in chunks:
            out = stream.process(chunk, output_buffer_limit=_CHUNK)
            yield out
            # All input may be taken in while output still waits: ask until nothing comes.
            while not stream.is_finished() and (out or not stream.can_accept_more_data()):
                out = stream.process(b"", output_buffer_limit=_CHUNK)
                yield out
    except brotli.error as error:
        raise _damaged("br", error) from error
    if not stream.is_finished():
        raise _cut_short("br")


def _zstd(chunks: Chunks) -> Chunks:
    # A frame may ask for a window of its own size; RFC 9659 bounds it to 8 MB on the web.
    options = {int(zstd.DecompressionParameter.window_log_max): 23}
    head = next(chunks, b"")
    for _ in range(MAX_MEMBERS):
        frame = zstd.ZstdDecompressor(options=options)
        try:
            yield frame.decompress(head, _CHUNK)
            while not frame.eof:
                more = next(chunks, b"") if frame.needs_input else b""
                if frame.needs_input and not more:
                    raise _cut_short("zstd")
                yield frame.decompress(more, _CHUNK)
        except zstd.ZstdError as error:
            raise _damaged("zstd", error) from error
        head = _at_least(4, frame.unused_data, chunks)
        if not head:
            return
        if head[:4] != _ZSTD_MAGIC and not (
            head[0] & 0xF0 == 0x50 and head[1:4] == _ZSTD_SKIPPABLE
        ):
            raise ResponseError("cannot decode the body: something follows its zstd data")
    raise ResponseError(f"cannot decode the body: more than {MAX_MEMBERS:,} zstd frames")


_READERS: Final[dict[str, Callable[[Chunks], Chunks]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
