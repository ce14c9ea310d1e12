"""What the terminal can show, and UTF-8 whatever the locale says."""

from __future__ import annotations

import io
import os
import shutil
import sys

__all__ = ["force_utf8", "shows_color", "width"]

_NARROWEST, _DEFAULT_WIDTH = 60, 110


def force_utf8() -> None:
    """Write UTF-8 and bare line feeds to stdout and stderr, also under LANG=C.

    What UTF-8 cannot hold (a file name of stray bytes) is written as a backslash escape.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def width() -> int:
    """Columns for a table: $COLUMNS, or those of the terminal, or 110; never under 60."""
    return max(shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns, _NARROWEST)


def shows_color(on_terminal: bool) -> bool:
    """Whether colour helps: a terminal that is not dumb, and no NO_COLOR."""
    return on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
