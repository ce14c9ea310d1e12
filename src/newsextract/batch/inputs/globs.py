"""Globs: `news/*.html`, and `news/**/*.html` for any depth."""

from __future__ import annotations

import glob
import os
from pathlib import Path

__all__ = ["has_magic", "matching"]


def has_magic(pattern: str) -> bool:
    """Whether a path holds `*`, `?` or `[`."""
    return glob.has_magic(pattern)


def matching(pattern: str) -> list[str]:
    """What a glob matches, in the order of the names' bytes; hidden names only when written out.

    `**` does not follow links to folders, for they may lead back to where it is.

    >>> matching("no/such/*.html"), matching("no-glob.html")
    ([], [])
    """
    if not glob.has_magic(pattern):
        return []
    parts = Path(pattern).parts
    # `Path.glob` takes no absolute patterns.
    found = _any_depth(pattern, parts) if "**" in parts else glob.glob(pattern)  # noqa: PTH207
    return sorted(found, key=os.fsencode)


def _any_depth(pattern: str, parts: tuple[str, ...]) -> list[str]:
    plain = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    base = Path(*parts[:plain])
    written = {part for part in parts if part.startswith(".")}
    try:
        found = base.glob(os.path.join(*parts[plain:]))  # noqa: PTH118 - not a path yet
        return [
            str(path)
            for path in found
            if not any(
                part.startswith(".") and part not in written
                for part in path.relative_to(base).parts
            )
        ]
    except (OSError, ValueError, RecursionError):
        return glob.glob(pattern)  # noqa: PTH207
