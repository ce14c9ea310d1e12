"""Writing so that it outlives a crash, and one writer a folder."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from newsextract.errors import ArchiveError

__all__ = [
    "BINARY",
    "FolderLock",
    "archive_errors",
    "make_folder",
    "sync_folder",
    "write_all",
    "write_new",
]

LOCK: Final = ".newsextract.lock"
BINARY: Final = getattr(os, "O_BINARY", 0)


def write_all(file: int, data: bytes) -> None:
    """Write all of the data to a file descriptor and see it safe on the disk."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
    os.fsync(file)


def write_new(path: Path, data: bytes, temporary: Path) -> None:
    """Let a file appear with all its bytes, or not at all; its folder is not synced.

    Args:
        path: the file; one of this name is replaced.
        data: what it shall hold.
        temporary: name it has until it is whole, on the same file system.
    """
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o666)
    try:
        try:
            write_all(file, data)
        finally:
            os.close(file)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """See the names in a folder safe on the disk, where the system can do that."""
    if sys.platform == "win32":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and see their names safe on the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


@contextlib.contextmanager
def archive_errors(what: str) -> Iterator[None]:
    """Turn an error of the system into an ArchiveError that begins with `what`."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(f"{what}: {error.strerror or error}") from error


class FolderLock:
    """Keeps a second writer out of a folder; falls with the process that holds it.

    Raises:
        ArchiveError: another has the folder open, or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise ArchiveError(f"cannot write in {folder}: {error.strerror}") from error
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}:
                raise ArchiveError(f"{folder} is in use by another fetch") from error
            raise ArchiveError(f"cannot lock {folder}: {error.strerror}") from error

    def release(self) -> None:
        """Let others in. The file stays: deleting it could let two in at once."""
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
