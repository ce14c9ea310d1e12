"""Libraries that only some inputs need: loaded when met, named when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newsextract.errors import UsageError

__all__ = ["needed"]


def needed(module: str, extra: str, path: str) -> Any:  # noqa: ANN401 - any module there is
    """Load a module that an extra of the package installs.

    Args:
        module: its name.
        extra: the extra of newsextract that brings it.
        path: the file that needs it, for the message.

    Raises:
        UsageError: it is not installed; the message says how to install it.

    >>> needed("no_such", "parquet", "a.pq")
    Traceback (most recent call last):
    newsextract.errors.UsageError: a.pq needs no_such: pip install 'newsextract[parquet]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        message = f"{path} needs {module}: pip install 'newsextract[{extra}]'"
        raise UsageError(message) from error
