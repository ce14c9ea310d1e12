"""Korean pages in WARC files, ours and anyone's: CC-NEWS as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from newsextract.archives.codings import decode
from newsextract.archives.messages import read_response
from newsextract.archives.records import Record, read_records
from newsextract.archives.streams import DamageError, Packing, find_record, packing_of
from newsextract.article.forms.saved import web_address
from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.article.sniff import looks_like_markup
from newsextract.batch.inputs.korean import looks_korean
from newsextract.batch.inputs.names import digest_of_page, failed, key_of, unreadable
from newsextract.batch.inputs.remarks import EMPTY, Note, Skipped, Tally
from newsextract.batch.items import Item, Ref
from newsextract.errors import (
    ArchiveError,
    EmptyInputError,
    NewsExtractError,
    ResponseError,
    TooLargeError,
)
from newsextract.models import Page

__all__ = ["FOREIGN", "NO_HTML", "cut_warc", "read_warc", "starts_in_warc"]

FOREIGN: Final = "foreign page"
NO_HTML: Final = "no HTML page"
NO_HTTP: Final = "no HTTP response"
_HOP: Final = "newsextract-hop"

_HEAD_ROOM: Final = 65_536
_MOST_BLOCK: Final = MAX_FILE_BYTES + _HEAD_ROOM
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_OTHER_RECORDS: Final = frozenset(
    {"warcinfo", "request", "metadata", "revisit", "conversion", "continuation"}
)


def cut_warc(path: str, size: int, stretch: int) -> Iterator[Ref | Item]:
    """References to stretches of about `stretch` bytes that begin where a record does.

    In gzip and zstd data that is the next member from which a record unpacks; a file in one
    piece is not cut. A plain file is gone through record by record, since its pages may hold
    what looks like a record.
    """
    if not size:
        yield failed(key_of(path), EmptyInputError("the archive is empty"))
        return
    try:
        cuts = _cuts(path, size, stretch)
    except OSError as error:
        yield unreadable(key_of(path), error)
        return
    for start, stop in zip([0, *cuts], [*cuts, None], strict=True):
        yield Ref(path, "warc", start, stop)


def read_warc(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """Items of the Korean HTML pages whose records begin from `start` up to `stop`.

    Other records are counted as skipped, each with its reason, before any parsing. Damage is an
    item with a failure in its place, and what can be read behind it is read.
    """
    key = key_of(ref.path)
    tally = Tally(key)
    seen = False
    try:
        with Path(ref.path).open("rb") as file:
            records = read_records(file, packing_of(file), ref.start)
            for found in _records(records, ref.stop):
                seen = True
                if isinstance(found, ArchiveError):
                    at = found.offset if isinstance(found, DamageError) else ref.stop
                    yield failed(f"{key}@{at}.damage", found)
                elif (item := _item(found, key, tally)) is not None:
                    yield item
    except OSError as error:
        yield unreadable(f"{key}@{ref.start}" if ref.start else key, error)
        seen = True
    if not seen and not ref.start:
        tally.skip(EMPTY)
    yield from tally


def starts_in_warc(ref: Ref) -> list[int]:
    """The offset of each record, or of each member that holds records, of a reference."""
    offsets: dict[int, None] = {}
    with Path(ref.path).open("rb") as file:
        for found in read_records(file, packing_of(file), ref.start):
            if ref.stop is not None and found.offset >= ref.stop:
                break
            offsets[found.offset] = None
    return list(offsets)


def _cuts(path: str, size: int, stretch: int) -> list[int]:
    """Offsets of records at which stretches begin, without 0."""
    with Path(path).open("rb") as file:
        packing: Packing = packing_of(file)
        if size <= stretch:
            return []
        if packing == "plain":
            return _spaced((found.offset for found in read_records(file, packing)), stretch)
        cuts: list[int] = []
        at = find_record(file, packing, stretch)
        while at is not None:
            cuts.append(at)
            at = find_record(file, packing, at + stretch)
        return cuts


def _spaced(offsets: Iterator[int], stretch: int) -> list[int]:
    cuts: list[int] = []
    for offset in offsets:
        if offset - (cuts[-1] if cuts else 0) >= stretch:
            cuts.append(offset)
    return cuts


class _Held(NamedTuple):
    """A record with its block, or with what is wrong with it."""

    record: Record
    place: str
    """Its offset; of the second record in a member `1024.2`."""
    block: bytes | None
    """None for records that are no response, which are not read."""


def _records(
    records: Iterator[Record | DamageError], stop: int | None
) -> Iterator[_Held | ArchiveError]:
    """Records up to `stop`, blocks read, with damage in its place."""
    last, twins = -1, 0
    for found in records:
        if stop is not None and found.offset >= stop:
            if found.offset > stop and isinstance(found, Record):
                yield ArchiveError(f"the cut at byte {stop:,} is within a record: read it uncut")
            return
        if isinstance(found, DamageError):
            yield found
        else:
            twins = twins + 1 if found.offset == last else 1
            last = found.offset
            place = str(last) if twins == 1 else f"{last}.{twins}"
            try:
                wanted = found.kind in {"response", "resource"}
                block = found.block(_MOST_BLOCK + 1) if wanted else None
            except DamageError:
                continue  # it comes again, as what follows this record
            yield _Held(found, place, block)


def _item(held: _Held, path: str, tally: Tally) -> Item | None:
    """The item of a record, or None when it is counted as skipped."""
    record, block = held.record, held.block
    if block is None:
        kind = record.kind if record.kind in _OTHER_RECORDS else "other"
        tally.skip(f"{kind} record")
        return None
    key = f"{path}@{held.place}"
    try:
        page = _page(record, block, tally)
    except NewsExtractError as error:
        return failed(key, error)
    return None if page is None else Item(key, digest_of_page(page), page)


def _page(record: Record, block: bytes, tally: Tally) -> Page | None:
    """The page of a response, if it is one of Korean HTML.

    Raises:
        ResponseError: no HTTP response, or its body cannot be decoded.
        TooLargeError, OversizeError: more than a page may have.
    """
    url = web_address(record.target)
    reason = _other_than_page(record, block)
    if reason is not None:
        tally.skip(reason)
        return None
    if record.kind == "resource":
        status, body, codings = 200, block, None
        headers = {"content-type": record.headers.get("content-type", "")}
    else:
        status, headers, codings, body = read_response(block)
    if status != 200:
        tally.skip(f"HTTP status {status}")
        return None
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type and content_type not in _HTML_TYPES:
        tally.skip(NO_HTML)
        return None
    if record.length > _MOST_BLOCK:
        raise TooLargeError(record.length, MAX_FILE_BYTES)
    body = _decoded(body, codings)
    if not content_type and not looks_like_markup(body[:_HEAD_ROOM].decode("latin-1")):
        tally.skip(NO_HTML)
        return None
    if not looks_korean(body, url, headers.get("content-type"), headers.get("content-language")):
        tally.skip(FOREIGN)
        return None
    if "warc-truncated" in record.headers or "warc-segment-number" in record.headers:
        raise ArchiveError("the record holds only a part of the page")
    return Page(content=body, url=url, headers=headers, fetched_at=record.date, status=status)


def _other_than_page(record: Record, block: bytes) -> str | None:
    """Why a response is no page, as far as its record tells."""
    if _HOP in record.headers:
        return "redirect"
    # Responses of DNS and FTP are records of this kind too.
    is_http = block.startswith(b"HTTP/") or (record.target or "http").lower().startswith("http")
    return None if is_http or record.kind == "resource" else NO_HTTP


def _decoded(body: bytes, codings: str | None) -> bytes:
    try:
        return decode(body, codings, MAX_FILE_BYTES)
    except ResponseError:
        # Some crawlers take the coding off and keep the header.
        if codings and body.lstrip()[:1] == b"<":
            return body
        raise
