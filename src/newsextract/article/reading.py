"""From a file to a `Page`, with every way it can fail typed."""

from __future__ import annotations

import stat
from pathlib import Path

from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.errors import TooLargeError, UnreadableError
from newsextract.models import Page

__all__ = ["read"]


def read(path: Path) -> Page:
    """Read a saved page or text dump.

    The size is asked of the file system before a byte is read.

    Args:
        path: a regular file of at most `MAX_FILE_BYTES` bytes.

    Returns:
        The bytes, untouched; no URL.

    Raises:
        UnreadableError: missing, a folder, no regular file, or no permission.
        TooLargeError: over the limit.

    >>> read(Path("no/such/file"))
    Traceback (most recent call last):
    newsextract.errors.UnreadableError: cannot read no/such/file: No such file or directory
    """
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise UnreadableError(f"cannot read {path}: it is a folder")
        if not stat.S_ISREG(info.st_mode):
            raise UnreadableError(f"cannot read {path}: it is no regular file")
        if info.st_size > MAX_FILE_BYTES:
            raise TooLargeError(info.st_size, MAX_FILE_BYTES)
        with path.open("rb") as file:
            # The file may have grown since: never take more than the limit and one byte.
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(f"cannot read {path}: {reason}") from error
    if len(content) > MAX_FILE_BYTES:
        raise TooLargeError(len(content), MAX_FILE_BYTES)
    return Page(content=content)
