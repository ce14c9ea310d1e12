"""What a store of pages is, and how one is opened."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from newsextract.archives.exchange import Visit
from newsextract.archives.files import FileStore
from newsextract.archives.warc import WarcStore

__all__ = ["Store", "open_store"]


class Store(Protocol):
    """Keeps visits for ever. One process has a folder open; its threads may share the store."""

    def kept(self, url: str) -> bool:
        """Whether the visit of this asked URL is kept."""
        ...

    def keep(self, visit: Visit) -> None:
        """Keep a visit: it is safe on the disk when this returns, or an ArchiveError is raised."""
        ...

    def close(self) -> None:
        """Let others open the folder; nothing can be kept afterwards."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_store(folder: Path, format: Literal["warc", "files"] = "warc") -> Store:  # noqa: A002
    """Open a folder of kept pages, and go on where it was left, however that was.

    Args:
        folder: made if it is not there.
        format: "warc" for WARC 1.1 files, which hold all that was exchanged; "files" for each
            page as `.html` with a JSON file beside it.

    Raises:
        ArchiveError: the folder cannot be written, is none, or another process has it open.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, open_store(Path(folder) / "saved") as store:
    ...     store.kept("https://garam.example/news/1")
    False
    """
    return WarcStore(folder) if format == "warc" else FileStore(folder)
