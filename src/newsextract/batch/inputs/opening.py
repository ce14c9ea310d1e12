"""Files of rows, packed or plain, as a stream of bytes; what goes wrong in them, typed."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from newsextract.errors import UnreadableError

__all__ = ["open_unpacked", "packed", "reading_errors"]


def packed(path: str) -> bool:
    """Whether the file is gzip or zstd data, by its first bytes."""
    with Path(path).open("rb") as file:
        return file.read(4).startswith((b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"))


def open_unpacked(path: str) -> BinaryIO:
    """The file's bytes, unpacked while they are read."""
    file = Path(path).open("rb")  # noqa: SIM115 - the caller closes it
    try:
        head = file.read(4)
        file.seek(0)
        if head.startswith(b"\x1f\x8b\x08"):
            return cast("BinaryIO", _Owning(gzip.GzipFile(fileobj=file), file))
        if head.startswith(b"\x28\xb5\x2f\xfd"):
            return cast("BinaryIO", _Owning(_zstd_file(file), file))
    except BaseException:
        file.close()
        raise
    return file


class _Owning(io.BufferedReader):
    """A buffered reader that closes the packed file below as well."""

    def __init__(self, unpacked: io.RawIOBase | gzip.GzipFile, below: BinaryIO) -> None:
        super().__init__(cast("io.RawIOBase", unpacked))
        self._below = below

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._below.close()


def _zstd_file(file: BinaryIO) -> io.RawIOBase:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - only packed files pay for it
    else:
        from backports import zstd  # noqa: PLC0415
    return cast("io.RawIOBase", zstd.ZstdFile(file))


@contextmanager
def reading_errors(path: str) -> Iterator[None]:
    """Turn what the system and the unpackers raise into an `UnreadableError`."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnreadableError(f"cannot read {path}: {reason}") from error
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise UnreadableError(f"cannot read {path}: {error}") from error
