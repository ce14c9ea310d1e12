"""The store of WARC files: visits are appended, each one whole or not at all."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from newsextract.archives.durable import (
    BINARY,
    FolderLock,
    archive_errors,
    make_folder,
    sync_folder,
    write_all,
    write_new,
)
from newsextract.archives.exchange import Visit
from newsextract.archives.groups import new_id, pack_info, pack_visit
from newsextract.archives.journal import FileState, Journal, Line, examine
from newsextract.errors import ArchiveError

__all__ = ["MAX_FILE_BYTES", "WarcStore"]

MAX_FILE_BYTES: Final = 1_000_000_000
"""Size in bytes from which on a new WARC file is begun."""

_NAME: Final = re.compile(r"pages-(\d{5,})\.warc\.gz")


class WarcStore:
    """`pages-00001.warc.gz` and so on in a folder.

    Args:
        folder: made if it is not there; WARC files of others in it are left alone.
        max_file_bytes: size from which on a new file is begun.

    Raises:
        ArchiveError: it cannot be written, is no folder, or is in use.
    """

    def __init__(self, folder: Path, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self._folder = folder
        self._max = max_file_bytes
        self._mutex = threading.Lock()
        self._kept: set[str] = set()
        self._number = 0
        self._file: int | None = None
        self._path = folder
        self._info_id = ""
        self._end = 0
        self._trouble: str | None = None
        with archive_errors(f"cannot keep pages in {folder}"):
            make_folder(folder)
        self._lock = FolderLock(folder)
        self._journal = Journal(folder)
        try:
            with archive_errors(f"cannot read what is kept in {folder}"):
                self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        """Take stock of the folder, and go on behind the last whole visit."""
        for left in self._folder.glob(".pages-*.tmp"):
            left.unlink()
        lines = self._journal.lines()
        states: list[FileState] = []
        named = ((found, path) for path in self._folder.iterdir() if (found := _number_of(path)))
        for number, path in sorted(named):
            state = examine(path, lines.pop(path.name, []))
            self._number = number
            if state is None:
                self._path = path
            else:
                self._path = state.path
                states.append(state)
                self._kept.update(group.url for group in state.groups)
        agreed = self._journal.clean and not lines and all(state.agreed for state in states)
        if not agreed:
            self._journal.rewrite(states)
        last = states[-1] if states else None
        if last is None or last.path != self._path:
            return
        if last.sound or not last.torn:
            self._go_on(last)
        else:  # damaged, yet perhaps acknowledged: nothing of it is cut off
            self._begin()

    def _go_on(self, state: FileState) -> None:
        self._file = os.open(state.path, os.O_RDWR | BINARY)
        self._info_id, self._end = state.info_id, state.end
        if state.torn:
            os.ftruncate(self._file, self._end)
            os.fsync(self._file)

    def _begin(self) -> int:
        """Begin the next file; it appears with its warcinfo record in it."""
        self._leave()
        self._number += 1
        path = self._folder / f"pages-{self._number:05}.warc.gz"
        info_id = new_id()
        info = pack_info(info_id, path.name)
        write_new(path, info, self._folder / f".{path.name}.tmp")
        sync_folder(self._folder)
        self._file = os.open(path, os.O_RDWR | BINARY)
        self._path, self._info_id, self._end = path, info_id, len(info)
        self._journal.append(Line(path.name, 0, len(info), None, info_id))
        return self._file

    def _leave(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def kept(self, url: str) -> bool:
        """Whether the visit of this asked URL is safe on the disk."""
        return url in self._kept

    def keep(self, visit: Visit) -> None:
        """Append a visit; it is safe on the disk when this returns.

        May be called from several threads. A second visit of a URL is kept beside the first.

        Raises:
            ArchiveError: it could not be kept. All that was kept before is as it was.
        """
        if not visit.exchanges:
            raise ArchiveError(f"nothing was exchanged for {visit.asked}")
        with self._mutex:
            if self._trouble:
                raise ArchiveError(self._trouble)
            with archive_errors(f"cannot keep {visit.asked} in {self._folder}"):
                file = self._current()
                offset = self._end
                self._append(file, pack_visit(visit, self._info_id))
            self._kept.add(visit.asked)
            self._journal.append(Line(self._path.name, offset, self._end, visit.asked))

    def _current(self) -> int:
        """The file to append to; its warcinfo id and its end are known afterwards."""
        if self._file is None or self._end >= self._max:
            return self._begin()
        return self._file

    def _append(self, file: int, group: bytes) -> None:
        try:
            os.lseek(file, self._end, os.SEEK_SET)
            write_all(file, group)
        except BaseException:
            self._roll_back(file)
            raise
        self._end += len(group)

    def _roll_back(self, file: int) -> None:
        try:
            os.ftruncate(file, self._end)
            os.fsync(file)
        except OSError as error:
            self._trouble = f"{self._path} is in an unknown state ({error.strerror}): open it anew"

    def close(self) -> None:
        """Close the files and let others open the folder; a second call does nothing."""
        with self._mutex:
            if self._trouble == _CLOSED:
                return
            self._trouble = _CLOSED
            self._leave()
            self._journal.close()
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


_CLOSED: Final = "the store of pages is closed"


def _number_of(path: Path) -> int | None:
    """The number of a file whose name may be ours; 0 never is."""
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found and path.is_file() else None
