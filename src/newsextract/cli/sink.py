"""Where results go: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import typer

from newsextract.errors import UsageError

__all__ = ["SIGPIPE_EXIT", "Sink"]

SIGPIPE_EXIT = 141
"""128 + SIGPIPE: what a shell reports when the reader of a pipe went away."""


class Sink:
    """Takes text; a file gets its name at the end, so no half-written file is left.

    Args:
        target: a file name, or `-` for standard output.

    Raises:
        UsageError: the file cannot be written.
    """

    def __init__(self, target: str) -> None:
        self._path = None if target == "-" else Path(target)
        # A device or a pipe (/dev/null, /dev/stdout, a fifo) is written to, not replaced.
        self._direct = self._path is not None and self._path.exists() and not self._path.is_file()
        if self._path is not None and not self._direct:
            # Through a symbolic link, its target is what gets replaced.
            self._path = Path(os.path.realpath(self._path))
        self._file: TextIO | None = None

    @property
    def on_terminal(self) -> bool:
        """Whether a person is looking at it."""
        return self._path is None and sys.stdout.isatty()

    def __enter__(self) -> Self:
        if self._path is not None:
            if self._path.is_dir():
                raise UsageError(f"--output is a folder: {self._path}")
            if not self._path.parent.is_dir():
                raise UsageError(f"--output is in a folder that does not exist: {self._path}")
        return self

    def write(self, text: str) -> None:
        """Write and, on standard output, flush, so that a reader sees each result at once."""
        try:
            if self._path is None:
                sys.stdout.write(text)
                sys.stdout.flush()
            else:
                self._open().write(text)
        except BrokenPipeError:
            # The reader has seen enough. Point stdout elsewhere, or the interpreter's own
            # flush at exit would complain.
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(SIGPIPE_EXIT) from None
        except OSError as error:
            raise UsageError(f"cannot write the output: {error.strerror or error}") from error

    def _open(self) -> TextIO:
        if self._file is None:
            assert self._path is not None  # noqa: S101 - write() asks only for files
            place = self._path if self._direct else self._part()
            self._file = place.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        return self._file

    def _part(self) -> Path:
        assert self._path is not None  # noqa: S101
        return self._path.with_name(f".{self._path.name}.{os.getpid()}.part")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None or self._path is None:
            return
        try:
            self._file.close()
            if not self._direct and kind is None:
                self._part().replace(self._path)
        except OSError as problem:
            raise UsageError(f"cannot write the output: {problem.strerror}") from problem
        finally:
            if not self._direct:
                self._part().unlink(missing_ok=True)
