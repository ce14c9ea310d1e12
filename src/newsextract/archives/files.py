"""The store of plain files: each page as `.html`, its facts as JSON beside it."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from newsextract.archives.durable import (
    FolderLock,
    archive_errors,
    make_folder,
    sync_folder,
    write_new,
)
from newsextract.archives.exchange import Visit
from newsextract.archives.names import page_name
from newsextract.archives.sidecars import load_sidecar, sidecar_of, sidecar_path
from newsextract.errors import ArchiveError

__all__ = ["FileStore"]

_PARTIAL: Final = ".newsextract.partial"


class FileStore:
    """`host/name.html` and `host/name.html.json` in a folder.

    The page holds the publisher's bytes with content codings taken off. The sidecar is written
    last and is the commit mark; a page without one was never acknowledged and may be replaced.
    Names follow from the URL, so nothing has to be read when a store is opened.

    Args:
        folder: made if it is not there.

    Raises:
        ArchiveError: it cannot be written, is no folder, or is in use.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._partial = folder / _PARTIAL
        self._mutex = threading.Lock()
        self._closed = False
        with archive_errors(f"cannot keep pages in {folder}"):
            make_folder(folder)
        self._lock = FolderLock(folder)
        try:
            with archive_errors(f"cannot write in {folder}"):
                shutil.rmtree(self._partial, ignore_errors=True)
                self._partial.mkdir(exist_ok=True)
        except BaseException:
            self._lock.release()
            raise

    def _paths(self, url: str) -> Iterator[Path]:
        """Where the page of a URL may stand: a name, and others should it be taken."""
        host, name = page_name(url)
        yield self._folder / host / f"{name}.html"
        for number in itertools.count(2):
            yield self._folder / host / f"{name}-{number}.html"

    def kept(self, url: str) -> bool:
        """Whether the visit of this asked URL is safe on the disk."""
        for html in self._paths(url):
            path = sidecar_path(html)
            if not path.exists():
                return False
            try:
                sidecar = load_sidecar(path)
            except ArchiveError:
                continue
            if sidecar and sidecar.requested_url == url and _size(html) == sidecar.size:
                return True
        return False

    def keep(self, visit: Visit) -> None:
        """Write a visit's page; it is safe on the disk when this returns.

        May be called from several threads. A second visit of a URL is kept beside the first.

        Raises:
            ArchiveError: it could not be kept. All that was kept before is as it was.
        """
        if not visit.exchanges:
            raise ArchiveError(f"nothing was exchanged for {visit.asked}")
        with self._mutex:
            if self._closed:
                raise ArchiveError("the store of pages is closed")
            with archive_errors(f"cannot keep {visit.asked} in {self._folder}"):
                html = next(p for p in self._paths(visit.asked) if not sidecar_path(p).exists())
                make_folder(html.parent)
                write_new(html, visit.page.content, self._partial / "page")
                try:
                    write_new(sidecar_path(html), sidecar_of(visit), self._partial / "sidecar")
                except BaseException:  # a page alone would pass for one somebody put there
                    html.unlink(missing_ok=True)
                    raise
                sync_folder(html.parent)

    def close(self) -> None:
        """Let others open the folder; a second call does nothing."""
        with self._mutex:
            if not self._closed:
                self._closed = True
                shutil.rmtree(self._partial, ignore_errors=True)
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
