"""The pages in WARC files: ours, and those of Common Crawl, Heritrix, wget and others."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from newsextract.archives.codings import decode
from newsextract.archives.messages import Message, read_response
from newsextract.archives.records import HOP, MAX_METADATA_BYTES, Record, read_records
from newsextract.archives.streams import DamageError, begins_as_warc
from newsextract.errors import (
    ArchiveError,
    NewsExtractError,
    OversizeError,
    ResponseError,
    UnreadableError,
)
from newsextract.models import Page

__all__ = ["MAX_PAGE_BYTES", "ArchiveFailure", "is_warc", "read_warc"]

MAX_PAGE_BYTES: Final = 20_000_000
"""Largest page read, in bytes: as it stands in the archive, and again after decompression."""

_HEAD_BYTES: Final = 200_000  # room for an HTTP head above the limit of a body
_SUFFIXES: Final = (".warc", ".warc.gz", ".warc.zst")
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!a-z?]", re.IGNORECASE)
_FACTS: Final = ("requested_url", "url", "redirects", "status", "fetched_at", "canonical_url")


class ArchiveFailure(NamedTuple):
    """A page, or a stretch of the file, that could not be read."""

    error: NewsExtractError
    offset: int
    """Of the record, or of the compressed member it stands in, in bytes."""
    url: str | None = None


class _Found(NamedTuple):
    """The last response, held until it is known whether a metadata record of ours follows."""

    record_id: str | None
    result: Page | ArchiveFailure
    wanted: bool  # is a page by itself: 2xx and HTML


def is_warc(path: Path) -> bool:
    """Whether a file is a WARC file: by its name, or by how it begins once unpacked.

    >>> is_warc(Path("pages-00001.warc.gz")), is_warc(Path("no-such-file.html"))
    (True, False)
    """
    if path.name.lower().endswith(_SUFFIXES):
        return not path.is_dir()
    try:
        return path.is_file() and begins_as_warc(path)
    except (OSError, DamageError):
        return False


def read_warc(path: Path, limit: int = MAX_PAGE_BYTES) -> Iterator[Page | ArchiveFailure]:
    """Every HTML page in a WARC file (.warc, .warc.gz, .warc.zst), in order.

    Responses that are not 2xx or not HTML are passed over, as are records of other kinds; of a
    visit of ours only the page it came to is given. A page that cannot be read whole, damage, and
    an end that comes too early are each a failure in their place; reading goes on behind them.

    Args:
        path: the file.
        limit: largest page, in bytes; no more memory than a few times this is used.

    Raises:
        UnreadableError: the file is missing, is a folder, or may not be read.
    """
    try:
        with path.open("rb") as file:
            yield from _pages(read_records(file), limit)
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror or error}") from error


def _pages(records: Iterator[Record | DamageError], limit: int) -> Iterator[Page | ArchiveFailure]:
    found: _Found | None = None
    last: Record | None = None
    for record in records:
        if isinstance(record, Record) and record.kind == "metadata" and found:
            found = _with_facts(found, record)
            continue
        if found and found.wanted:
            yield found.result
        found = None
        if isinstance(record, DamageError):
            inside = last is not None and not last.finished
            yield ArchiveFailure(record, record.offset, last.target if last and inside else None)
            last = None
            continue
        last = record
        if record.kind == "response" and HOP not in record.headers:
            with contextlib.suppress(DamageError):  # it comes again from read_records
                found = _read(record, limit)
    if found and found.wanted:
        yield found.result


def _read(record: Record, limit: int) -> _Found:
    """Read a response; damage of the file is raised, all else that is wrong becomes a failure."""
    record_id = record.headers.get("warc-record-id")
    block = record.block(limit + _HEAD_BYTES)
    if not _is_http(record, block):
        return _Found(record_id, _failure(record, ResponseError("no HTTP response")), wanted=False)
    wanted = True
    try:
        message = read_response(block)
        wanted = 200 <= message.status < 300 and _may_be_html(message)
        if record.length > len(block):
            raise OversizeError(f"the record holds more than {limit:,} bytes")
        if truncated := record.headers.get("warc-truncated"):
            raise ArchiveError(f"the archive holds only the beginning of the page ({truncated})")
        if "warc-segment-number" in record.headers:
            raise ArchiveError("the page is spread over several records")
        _check_digest(record.headers.get("warc-block-digest", ""), block)
        content = _content(message, limit)
    except NewsExtractError as error:
        return _Found(record_id, _failure(record, error), wanted)
    page = Page(
        content=content,
        url=record.target,
        headers=message.headers,
        fetched_at=record.date,
        status=message.status,
    )
    return _Found(record_id, page, wanted and _is_html(message, content))


def _check_digest(digest: str, block: bytes) -> None:
    """Compare a SHA-1 in base 32, the one nearly all archives write; others are not looked at."""
    algorithm, _, value = digest.partition(":")
    if algorithm.lower() == "sha1" and len(value) == 32:
        found = hashlib.sha1(block, usedforsecurity=False).digest()
        if base64.b32encode(found).decode("ascii") != value.upper():
            raise ArchiveError("the record is damaged: its digest is another")


def _failure(record: Record, error: NewsExtractError) -> ArchiveFailure:
    return ArchiveFailure(error, record.offset, record.target)


def _is_http(record: Record, block: bytes) -> bool:
    """Responses of DNS and FTP are records of this kind too."""
    return block.startswith(b"HTTP/") or (record.target or "http").lower().startswith("http")


def _media_type(message: Message) -> str:
    return message.headers.get("content-type", "").partition(";")[0].strip().lower()


def _may_be_html(message: Message) -> bool:
    return _media_type(message) in _HTML_TYPES or not _media_type(message)


def _is_html(message: Message, content: bytes) -> bool:
    return _media_type(message) in _HTML_TYPES or bool(_HTML.search(content[:2_000]))


def _content(message: Message, limit: int) -> bytes:
    try:
        return decode(message.body, message.codings, limit)
    except ResponseError:
        # Some archives took the coding off and left the header line.
        if message.codings and _MARKUP.match(message.body):
            return decode(message.body, None, limit)
        raise


def _with_facts(found: _Found, record: Record) -> _Found:
    """Put the facts of a metadata record of ours to the page it is about."""
    ours = record.headers.get("content-type") == "application/json"
    refers = record.headers.get("warc-refers-to")
    if not ours or not refers or refers != found.record_id:
        return found
    try:
        facts = json.loads(record.block(MAX_METADATA_BYTES))
        chosen: dict[str, Any] = {name: facts[name] for name in (*_FACTS, "original_url")}
        if isinstance(found.result, ArchiveFailure):
            return found._replace(wanted=True, result=found.result._replace(url=facts["url"]))
        page = found.result
        kept = {"content": page.content, "headers": page.headers}
        return found._replace(wanted=True, result=Page.model_validate({**kept, **chosen}))
    except (ValueError, LookupError, TypeError, ValidationError, DamageError):
        return found
