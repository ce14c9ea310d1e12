"""What is said on standard error: one line each, never a traceback unless asked for."""

from __future__ import annotations

import sys
import traceback

from newsextract.errors import NewsExtractError

__all__ = ["Talk"]

_LONGEST = 500


class Talk:
    """Says things about inputs on stderr.

    Args:
        quiet: leave out all but failures.
        verbose: add counts and times, and the traceback of a bug.
    """

    def __init__(self, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose

    def note(self, source: str, text: str) -> None:
        """Say something a user may want to know."""
        if not self.quiet:
            self._say(f"{source}: {text}")

    def detail(self, source: str, text: str) -> None:
        """Say something only under --verbose."""
        if self.verbose:
            self._say(f"{source}: {text}")

    def failure(self, source: str, error: NewsExtractError) -> None:
        """Say why an input failed, with the error's stable kind."""
        self.failed(source, str(error), error.kind)

    def failed(self, source: str, message: str, kind: str) -> None:
        """As `failure`, of an error that has become data."""
        self._say(f"error: {source}: {message} ({kind})")

    def stopped(self, text: str) -> None:
        """Say why the work ends before its end, also when quiet."""
        self._say(text)

    def bug(self, source: str, error: Exception) -> None:
        """Say that something failed which should not have."""
        self._say(f"error: {source}: {type(error).__name__}: {error} (internal: please report)")
        if self.verbose:
            traceback.print_exception(error, file=sys.stderr)

    def _say(self, text: str) -> None:
        line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if len(line) > _LONGEST:
            line = line[: _LONGEST - 1] + "…"
        print(f"newsextract: {line}", file=sys.stderr)
