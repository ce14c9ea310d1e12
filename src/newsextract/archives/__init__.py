"""Pages kept for ever: WARC and plain files, written safely and read back.

Names are loaded on first use (PEP 562), so that importing the room costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsextract.archives.codings import decode as decode
    from newsextract.archives.exchange import CacheState as CacheState
    from newsextract.archives.exchange import Exchange as Exchange
    from newsextract.archives.exchange import Headers as Headers
    from newsextract.archives.exchange import Visit as Visit
    from newsextract.archives.reading import ArchiveFailure as ArchiveFailure
    from newsextract.archives.reading import is_warc as is_warc
    from newsextract.archives.reading import read_warc as read_warc
    from newsextract.archives.sidecars import read_sidecar as read_sidecar
    from newsextract.archives.store import Store as Store
    from newsextract.archives.store import open_store as open_store

_ROOMS = {
    "codings": ("decode",),
    "exchange": ("CacheState", "Exchange", "Headers", "Visit"),
    "reading": ("ArchiveFailure", "is_warc", "read_warc"),
    "sidecars": ("read_sidecar",),
    "store": ("Store", "open_store"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [*sorted(_HOME)]  # noqa: PLE0604 - the table above is the one list


if not TYPE_CHECKING:  # a checker would take any misspelt name for an object

    def __getattr__(name: str) -> object:
        """Load a name from the module it lives in, and keep it."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value
