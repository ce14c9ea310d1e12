"""Pages in a zip archive, each member for itself."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.batch.inputs.cutting import Cutter
from newsextract.batch.inputs.files import unpacked_head
from newsextract.batch.inputs.names import digest_of_page, failed, key_of
from newsextract.batch.inputs.remarks import EMPTY, Note, Skipped, Tally
from newsextract.batch.inputs.sidecars import ASSETS, SIDECAR, is_asset_folder, is_sidecar
from newsextract.batch.inputs.sniff import HEAD_BYTES, kind_by_head, kind_by_name
from newsextract.batch.inputs.walk import HIDDEN
from newsextract.batch.items import Item, Ref
from newsextract.errors import (
    NewsExtractError,
    NotAnArticleError,
    TooLargeError,
    UnreadableError,
)
from newsextract.models import Page

__all__ = ["MAX_MEMBERS", "cut_zip", "read_zip", "starts_in_zip"]

MAX_MEMBERS: Final = 1_000_000
"""Most members of a zip archive."""

_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises on archives that are damaged, or packed in a way it does not know."""


def cut_zip(path: str, stretch: int) -> Iterator[Ref | Item]:
    """References to stretches of members that unpack to about `stretch` bytes each."""
    try:
        members = _members(path)
    except NewsExtractError as error:
        yield failed(key_of(path), error)
        return
    total = sum(min(member.info.file_size, MAX_FILE_BYTES) for member in members)
    cutter = Cutter(Ref(path, "zip"), stretch, total)
    for member in members:
        yield from cutter.add(min(member.info.file_size, MAX_FILE_BYTES))
    yield cutter.last()


def read_zip(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """Items of the members from `start` up to `stop`.

    Folders are no members to count. Hidden members, sidecars and the files of saved pages are
    skipped; a zip in the zip, and other containers, are refused by name.
    """
    key = key_of(ref.path)
    try:
        members = _members(ref.path)
        with zipfile.ZipFile(ref.path) as archive:
            yield from _read_members(archive, members, ref)
    except NewsExtractError as error:
        yield failed(f"{key}@{ref.start}" if ref.start else key, error)
    except _DAMAGE as error:
        yield failed(f"{key}@{ref.start}" if ref.start else key, _unreadable(ref.path, error))


def starts_in_zip(ref: Ref) -> list[int]:
    """The number of each member of a reference."""
    return list(range(len(_members(ref.path))))[ref.start : ref.stop]


class _Member(NamedTuple):
    info: zipfile.ZipInfo
    name: str
    key: str


def _members(path: str) -> list[_Member]:
    """The members that are files, in the archive's order.

    Raises:
        UnreadableError: no zip archive, or a damaged one.
        TooLargeError: more than `MAX_MEMBERS`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _DAMAGE as error:
        raise _unreadable(path, error) from error
    if len(infos) > MAX_MEMBERS:
        raise TooLargeError(len(infos), MAX_MEMBERS, "members")
    seen: dict[str, int] = {}
    members = []
    for info in infos:
        name = _name(info)
        if name.endswith("/"):
            continue
        seen[name] = seen.get(name, 0) + 1
        # A name may stand twice in a zip; both members are somebody's article.
        twin = f"~{seen[name]}" if seen[name] > 1 else ""
        members.append(_Member(info, name, f"{key_of(path)}!{name}{twin}"))
    return members


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: Korean Windows writes CP949 where the standard says CP437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            raw = name.encode("cp437")
            for codec in ("utf-8", "cp949"):
                try:
                    return raw.decode(codec)
                except UnicodeDecodeError:
                    continue
        except UnicodeEncodeError:
            pass
    return name.encode("utf-8", "backslashreplace").decode()


def _read_members(
    archive: zipfile.ZipFile, members: list[_Member], ref: Ref
) -> Iterator[Item | Skipped | Note]:
    names = frozenset(member.name for member in members)
    tally = Tally(key_of(ref.path))
    if not members:
        tally.skip(EMPTY)
    for member in members[ref.start : ref.stop]:
        reason = _passed_over(member.name, names)
        if reason is not None:
            tally.skip(reason)
            continue
        try:
            page = Page(content=_content(archive, member))
        except NewsExtractError as error:
            yield failed(member.key, error)
        else:
            yield Item(member.key, digest_of_page(page), page)
    yield from tally


def _passed_over(name: str, names: frozenset[str]) -> str | None:
    folders = name.split("/")[:-1]
    if name.rpartition("/")[2].startswith(".") or any(
        (part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX" for part in folders
    ):
        return HIDDEN
    if any(is_asset_folder("/".join(folders[: i + 1]), names) for i in range(len(folders))):
        return ASSETS
    return SIDECAR if is_sidecar(name, names) else None


def _content(archive: zipfile.ZipFile, member: _Member) -> bytes:
    """The bytes of a member that holds one article.

    Raises:
        BinaryInputError: a picture, a PDF and the like.
        NotAnArticleError: a zip or another container, or of unknown suffix without markup.
        TooLargeError: it unpacks to more than a page may have.
        UnreadableError: encrypted or damaged.
    """
    known = kind_by_name(member.name)
    if known.error is not None:
        raise known.error
    if known.kind not in {None, "file", "gzip"}:
        message = f"{member.name} is a container in a zip: unpack it and give it by itself"
        raise NotAnArticleError("nested_container", message)
    if member.info.flag_bits & _ENCRYPTED:
        raise UnreadableError(f"cannot read {member.name}: it is encrypted")
    if member.info.file_size > MAX_FILE_BYTES:
        raise TooLargeError(member.info.file_size, MAX_FILE_BYTES)
    try:
        with archive.open(member.info) as file:
            # The directory may lie about the size; the checksum is tested at the true end.
            content = file.read(MAX_FILE_BYTES + 1)
    except _DAMAGE as error:
        raise _unreadable(member.name, error) from error
    if len(content) > MAX_FILE_BYTES:
        raise TooLargeError(len(content), MAX_FILE_BYTES)
    if known.kind is None:
        inner = unpacked_head(content[:HEAD_BYTES])
        refused = kind_by_head(member.name, inner or content[:HEAD_BYTES]).error
        if refused is not None:
            raise refused
    return content


def _unreadable(name: str, error: Exception) -> UnreadableError:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return UnreadableError(f"cannot read {name}: {reason}")
