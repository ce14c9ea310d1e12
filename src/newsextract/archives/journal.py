"""The journal beside the WARC files: which visits stand in them, and where.

It only saves reading the files when a store is opened. A line is written after its visit is
safe on the disk, so what the journal names was acknowledged; what it does not name, because it
is missing, torn or older than the files, is found by reading them.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Final, NamedTuple

from newsextract.archives.groups import Group, read_info, scan_groups

__all__ = ["JOURNAL", "FileState", "Journal", "Line", "examine"]

JOURNAL: Final = "index.jsonl"


class Line(NamedTuple):
    """One line: a visit, or with no URL the warcinfo record at the beginning of a file."""

    file: str
    offset: int
    end: int
    url: str | None = None
    info_id: str | None = None

    def dump(self) -> str:
        """The line as JSON, with its line feed."""
        facts: dict[str, object] = {
            "file": self.file,
            "offset": self.offset,
            "length": self.end - self.offset,
        }
        facts |= {"url": self.url} if self.info_id is None else {"warcinfo": self.info_id}
        return json.dumps(facts) + "\n"

    @classmethod
    def load(cls, text: bytes) -> Line:
        """Read a line back; ValueError, LookupError or TypeError when it is torn."""
        facts = json.loads(text)
        offset, length = facts["offset"], facts["length"]
        if not (isinstance(offset, int) and isinstance(length, int)):
            raise TypeError("places are integers")
        return cls(
            str(facts["file"]), offset, offset + length, facts.get("url"), facts.get("warcinfo")
        )


class FileState(NamedTuple):
    """What was found in one WARC file of ours."""

    path: Path
    info_id: str
    begin: int
    """Behind its warcinfo record, in bytes."""
    groups: tuple[Group, ...]
    sound: bool
    """Whether what stands behind the last whole group is at most a visit that was being written."""
    agreed: bool
    """Whether the journal said the same."""

    @property
    def end(self) -> int:
        """Behind the last whole group, in bytes."""
        return self.groups[-1].end if self.groups else self.begin

    @property
    def torn(self) -> bool:
        """Whether something stands behind the last whole group."""
        return self.path.stat().st_size > self.end


class Journal:
    """`index.jsonl` of a folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL
        self._file: int | None = None
        self.clean = True
        """Whether every line read was whole."""

    def lines(self) -> dict[str, list[Line]]:
        """The lines by file name, in order; torn ones are left out."""
        known: dict[str, list[Line]] = {}
        try:
            with self.path.open("rb") as file:
                for text in file:
                    line = _load(text)
                    if line is None:
                        self.clean = False
                    else:
                        known.setdefault(line.file, []).append(line)
        except OSError:
            self.clean = False
        return known

    def rewrite(self, states: list[FileState]) -> None:
        """Write it anew from what the files hold; without it the store works as well."""
        fresh = self.path.with_suffix(".tmp")
        with contextlib.suppress(OSError):
            with fresh.open("w", encoding="ascii", newline="\n") as file:
                for state in states:
                    name = state.path.name
                    file.write(Line(name, 0, state.begin, None, state.info_id).dump())
                    for url, offset, end in state.groups:
                        file.write(Line(name, offset, end, url).dump())
            fresh.replace(self.path)

    def append(self, line: Line) -> None:
        """Add a line; a failure is left for the next opening to mend."""
        with contextlib.suppress(OSError):
            if self._file is None:
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._file = os.open(self.path, flags, 0o666)
            os.write(self._file, line.dump().encode("ascii"))

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _load(text: bytes) -> Line | None:
    try:
        return Line.load(text) if text.endswith(b"\n") else None
    except (ValueError, LookupError, TypeError):
        return None


def examine(path: Path, lines: list[Line]) -> FileState | None:
    """Find the whole groups of a file: from the journal where it agrees, else by reading.

    Args:
        path: the file.
        lines: what the journal has of it.

    Returns:
        None if the file is not one of ours.
    """
    info = read_info(path)
    if info is None:
        return None
    info_id, begin = info
    if not lines or lines[0].info_id != info_id:
        lines = []
    groups = _trusted(path, lines, info_id, begin)
    trusted = len(groups)
    end = groups[-1].end if groups else begin
    sound = True
    for found in scan_groups(path, info_id, end):
        if isinstance(found, Group):
            groups.append(found)
            end, sound = found.end, True
        else:
            sound = sound and found.cut
    # What the journal names was acknowledged, even if it is not whole any more.
    sound = sound and max((line.end for line in lines), default=0) <= end
    agreed = sound and trusted == len(groups) == len(lines) - 1
    return FileState(path, info_id, begin, tuple(groups), sound, agreed)


def _trusted(path: Path, lines: list[Line], info_id: str, begin: int) -> list[Group]:
    """The groups the journal names without a gap, if the last of them stands in the file."""
    groups: list[Group] = []
    for line in lines[1:]:
        if line.offset != (groups[-1].end if groups else begin) or not isinstance(line.url, str):
            break
        groups.append(Group(line.url, line.offset, line.end))
    if groups and next(scan_groups(path, info_id, groups[-1].offset), None) != groups[-1]:
        return []
    return groups
