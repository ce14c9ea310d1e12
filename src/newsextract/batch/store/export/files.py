"""Files that get their name only when they are whole and on the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from newsextract.batch.store.database import guarded
from newsextract.errors import ArchiveError

__all__ = ["digest_of", "new_file", "synced"]


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write; at the end it takes the place of `path`, after an error it is gone.

    Through a symbolic link, its target is what gets replaced. A killed run may leave the part
    behind; the next one writes over it.

    Raises:
        ArchiveError: the disk is full, no permission.
    """
    real = Path(os.path.realpath(path))
    part = real.with_name(f".{real.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            synced(file)
        part.replace(real)
    except OSError as error:
        raise ArchiveError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink()


def synced(file: BinaryIO) -> None:
    """Have what was written on the disk before the file gets its name."""
    file.flush()
    os.fsync(file.fileno())


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with guarded(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
