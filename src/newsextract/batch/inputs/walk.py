"""Files to read, from files, folders and globs: each once, in a fixed order, loops and all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from newsextract.batch.inputs.globs import has_magic, matching
from newsextract.batch.inputs.names import failed, key_of, unreadable
from newsextract.batch.inputs.remarks import Note, Skipped, Tally
from newsextract.batch.inputs.sidecars import (
    ASSETS,
    JOURNAL,
    SIDECAR,
    is_asset_folder,
    is_journal,
    is_sidecar,
)
from newsextract.batch.items import Item
from newsextract.errors import UnreadableError

__all__ = ["HIDDEN", "OWN", "File", "walk"]

HIDDEN: Final = "hidden"
OWN: Final = "output of this batch"
TWICE: Final = "given twice"
_LINKED: Final = "link to what is read anyway"
_VISITED: Final = "folder read already"


class File(NamedTuple):
    """A regular file to look into."""

    path: str
    size: int


Found = File | Item | Skipped | Note


def walk(paths: Sequence[str | Path], leave_out: Iterable[Path] = ()) -> Iterator[Found]:
    """Every regular file that the paths name, once.

    Folders are walked to any depth in the order of their names' bytes. Hidden files, sidecars
    of saved pages and the `_files` folders beside them are counted as skipped; of a skipped
    folder each file counts. Links are followed, but not to what is read under its own name,
    and no folder is read twice.

    Args:
        paths: files, folders, and globs (`news/**/*.html`) where no such file exists.
        leave_out: files and folders that are counted as skipped wherever they are met.

    Yields:
        Files; an item with a failure for what is missing, may not be read or is no regular
        file; and counts of what is skipped.

    >>> [item.failure.message for item in walk(["no/such"]) if isinstance(item, Item)]
    ['cannot read no/such: No such file or directory']
    """
    roots: dict[str, _Root] = {}
    for given in (os.fspath(path) for path in paths):
        exists = os.path.lexists(given)
        matches = [given] if exists else matching(given)
        for path in matches:
            real = os.path.realpath(path)
            if real not in roots:
                roots[real] = _Root(_tidy(path, real), real, given=exists)
            elif exists:
                yield Skipped(key_of(path), TWICE)
        if not matches:
            yield _missing(given)
    walker = _Walker(frozenset(roots), frozenset(map(os.path.realpath, leave_out)))
    for root in roots.values():
        yield from walker.root(root)


class _Root(NamedTuple):
    path: str
    real: str
    """Without links."""
    given: bool
    """Not a match of a glob, of which many may lie in one another."""


def _missing(given: str) -> Item:
    key = key_of(given)
    if has_magic(given):
        return failed(key, UnreadableError(f"cannot read {key}: no file matches"))
    return unreadable(key, FileNotFoundError(2, os.strerror(2)))


def _tidy(path: str, real: str) -> str:
    """The path without `.`, `//` and `..`, unless a link makes `..` mean another place."""
    tidy = os.path.normpath(path)
    return tidy if os.path.realpath(tidy) == real else real


class _Walker:
    def __init__(self, roots: frozenset[str], own: frozenset[str]) -> None:
        self._roots = roots
        self._own = own
        self._own_names = frozenset(map(os.path.basename, own))
        self._linked: set[tuple[int, int]] = set()

    def root(self, root: _Root) -> Iterator[Found]:
        """A path that was given: also when its name is hidden."""
        path, key = root.path, key_of(root.path)
        if any(root.real == own or root.real.startswith(own + os.sep) for own in self._own):
            yield Skipped(key, OWN)
            return
        if self._read_anyway(*os.path.split(root.real)):
            if root.given:
                yield Skipped(key, TWICE)
            return
        try:
            info = Path(path).stat()
            folder, name = os.path.split(path)
            beside = _Beside(folder)
            if stat.S_ISDIR(info.st_mode):
                if is_asset_folder(name, beside):
                    yield Skipped(key, ASSETS, _files_in(path))
                else:
                    yield from self._folder(path, linked=False)
            elif (reason := _companion(name, beside)) is not None:
                yield Skipped(key, reason)
            else:
                yield _file(path, info)
        except (OSError, ValueError) as error:
            yield unreadable(key, error)

    def _read_anyway(self, folder: str, name: str) -> bool:
        """Whether a walk from one of the roots comes to that file by itself."""
        while not name.startswith(".") and not is_asset_folder(name, _Beside(folder)):
            if folder in self._roots:
                return True
            parent, name = os.path.split(folder)
            if parent == folder:
                return False
            folder = parent
        return False

    def _folder(self, top: str, *, linked: bool) -> Iterator[Found]:
        """A folder and those below it; with a stack of its own, for they may be deep."""
        stack = [self._entries(top, linked=linked)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif isinstance(found, _Down):
                stack.append(self._entries(found.path, linked=found.linked))
            else:
                yield found

    def _entries(self, folder: str, *, linked: bool) -> Iterator[Found | _Down]:
        tally = Tally(key_of(folder))
        try:
            if linked and not self._first_visit(folder):
                tally.skip(_VISITED)
                yield from tally
                return
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: os.fsencode(entry.name))
        except (OSError, ValueError) as error:
            yield unreadable(key_of(folder), error)
            return
        names = frozenset(entry.name for entry in entries)
        for entry in entries:
            try:
                yield from self._entry(entry, names, tally, linked=linked)
            except (OSError, ValueError) as error:
                yield unreadable(key_of(entry.path), error)
        yield from tally

    def _entry(
        self, entry: os.DirEntry[str], names: frozenset[str], tally: Tally, *, linked: bool
    ) -> Iterator[Found | _Down]:
        if entry.name in self._own_names and os.path.realpath(entry.path) in self._own:
            tally.skip(OWN)
            return
        is_folder = entry.is_dir()
        reason = _reason(entry.name, names, is_folder=is_folder)
        if reason is not None:
            walks = is_folder and not entry.is_symlink()
            tally.skip(reason, _files_in(entry.path) if walks else 1)
            return
        info = entry.stat()  # a link to nothing fails here
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            if real in self._roots or self._read_anyway(*os.path.split(real)):
                tally.skip(_LINKED)
                return
            linked = True
        if is_folder:
            yield _Down(entry.path, linked)
        else:
            yield _file(entry.path, info)

    def _first_visit(self, folder: str) -> bool:
        info = Path(folder).stat()
        place = info.st_dev, info.st_ino
        seen = place in self._linked
        self._linked.add(place)
        return not seen


class _Down(NamedTuple):
    """A folder to go down into."""

    path: str
    linked: bool


class _Beside:
    """Names that stand beside a given file, asked one by one: its folder may be huge."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __contains__(self, name: object) -> bool:
        return os.path.lexists(Path(self._folder, str(name)))


def _reason(name: str, names: frozenset[str], *, is_folder: bool) -> str | None:
    """Why an entry of a folder is skipped, or None."""
    if name.startswith("."):
        return HIDDEN
    if is_folder:
        return ASSETS if is_asset_folder(name, names) else None
    return _companion(name, names)


def _companion(name: str, names: frozenset[str] | _Beside) -> str | None:
    if is_sidecar(name, names):
        return SIDECAR
    return JOURNAL if is_journal(name, names) else None


def _file(path: str, info: os.stat_result) -> File | Item:
    if stat.S_ISREG(info.st_mode):
        return File(path, info.st_size)
    key = key_of(path)
    return failed(key, UnreadableError(f"cannot read {key}: it is no regular file"))


def _files_in(folder: str) -> int:
    """How many files are passed over with a folder."""
    return sum(len(files) for _, _, files in os.walk(folder))
