"""A visit as a group of WARC 1.1 records, each a gzip member of its own.

A group is a request and a response for each exchange, and last a metadata record of type JSON:
the commit mark. It names how many records stand before it and the file's warcinfo record, whose
random id no page can know; so neither damage nor a page that holds WARC data passes for a visit.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

from fastwarc import GzipWriter, WarcRecord, WarcRecordType

import newsextract
from newsextract.archives.exchange import Exchange, Visit
from newsextract.archives.messages import request_block, response_block, uri
from newsextract.archives.records import HOP, MAX_METADATA_BYTES, Record, read_records
from newsextract.archives.streams import DamageError

__all__ = [
    "JSON_TYPE",
    "SOFTWARE",
    "Group",
    "new_id",
    "pack_info",
    "pack_visit",
    "read_info",
    "scan_groups",
]

SOFTWARE: Final = "newsextract"
JSON_TYPE: Final = "application/json"
_LEVEL: Final = 6
_Fields = list[tuple[str, str]]


class Group(NamedTuple):
    """A whole visit in a file of ours: its asked URL, and where it stands, in bytes."""

    url: str
    offset: int
    end: int


def new_id() -> str:
    """A fresh record id."""
    return f"<urn:uuid:{uuid4()}>"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _pack(kind: WarcRecordType, fields: _Fields, block: bytes, payload: bytes | None) -> bytes:
    record = WarcRecord()
    record.init_headers(kind)
    once = {"WARC-Record-ID", "WARC-Date", "Content-Type"}
    for name, value in fields:
        put = record.headers.set_bytes if name in once else record.headers.append_bytes
        put(name.encode("ascii"), value.encode("utf-8"))
    record.set_bytes_content(block)
    out = io.BytesIO()
    packed = GzipWriter(out, compression_level=_LEVEL)
    digest = None if payload is None else hashlib.sha1(payload, usedforsecurity=False).digest()
    record.write(packed, checksum_data=True, payload_digest=digest)
    packed.finish()
    return out.getvalue()


def pack_info(record_id: str, name: str) -> bytes:
    """The record a file begins with.

    Args:
        record_id: its own id, which every group of the file names.
        name: of the file.
    """
    fields = [
        ("WARC-Record-ID", record_id),
        ("WARC-Date", _date(datetime.now(UTC))),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    block = f"software: {SOFTWARE}/{newsextract.__version__}\r\nformat: WARC File Format 1.1\r\n"
    return _pack(WarcRecordType.warcinfo, fields, block.encode("ascii"), None)


def _pack_exchange(exchange: Exchange, info_id: str, response_id: str, *, hop: bool) -> list[bytes]:
    common = [("WARC-Target-URI", uri(exchange.url)), ("WARC-Date", _date(exchange.at))]
    common.append(("WARC-Warcinfo-ID", info_id))
    if exchange.peer:
        common.append(("WARC-IP-Address", exchange.peer))
    head, body = response_block(exchange)
    fields = [
        ("WARC-Record-ID", response_id),
        ("Content-Type", "application/http; msgtype=response"),
        *common,
    ]
    if hop:
        fields.append((HOP, "1"))
    if exchange.cache == "hit":  # answered by the cache alone: nothing was asked
        return [_pack(WarcRecordType.response, fields, head + body, body)]
    request_id = new_id()
    fields.append(("WARC-Concurrent-To", request_id))
    response = _pack(WarcRecordType.response, fields, head + body, body)
    fields = [
        ("WARC-Record-ID", request_id),
        ("Content-Type", "application/http; msgtype=request"),
        ("WARC-Concurrent-To", response_id),
        *common,
    ]
    return [_pack(WarcRecordType.request, fields, request_block(exchange), None), response]


def pack_visit(visit: Visit, info_id: str) -> bytes:
    """The whole group of a visit, ready to be appended to the file of that warcinfo record."""
    members: list[bytes] = []
    response_id = ""
    for number, exchange in enumerate(visit.exchanges, 1):
        response_id = new_id()
        hop = number < len(visit.exchanges)
        members += _pack_exchange(exchange, info_id, response_id, hop=hop)
    last = visit.exchanges[-1]
    page = visit.page
    facts = {
        "requested_url": visit.asked,
        "url": page.url,
        "redirects": page.redirects,
        "status": page.status,
        "fetched_at": page.fetched_at.isoformat() if page.fetched_at else None,
        "cache": last.cache,
        "canonical_url": page.canonical_url,
        "original_url": page.original_url,
        "records": len(members),
    }
    fields = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Date", _date(last.at)),
        ("WARC-Target-URI", uri(last.url)),
        ("WARC-Warcinfo-ID", info_id),
        ("WARC-Refers-To", response_id),
        ("WARC-Concurrent-To", response_id),
        ("Content-Type", JSON_TYPE),
    ]
    block = json.dumps(facts, indent=1).encode("ascii")
    return b"".join([*members, _pack(WarcRecordType.metadata, fields, block, None)])


def read_info(path: Path) -> tuple[str, int] | None:
    """Id of the warcinfo record a file of ours begins with, and its size in the file in bytes.

    None for a file of someone else, or one whose beginning is damaged.
    """
    with path.open("rb") as file:
        for record in read_records(file):
            if isinstance(record, DamageError) or record.kind != "warcinfo":
                return None
            try:
                block = record.block(MAX_METADATA_BYTES)
            except DamageError:
                return None
            ours = block.startswith(f"software: {SOFTWARE}/".encode())
            return (record.headers.get("warc-record-id", ""), record.end) if ours else None
    return None


def scan_groups(path: Path, info_id: str, start: int) -> Iterator[Group | DamageError]:
    """The whole groups of a file of ours that begin at or behind `start`, in order.

    Damage stands in its place; the group around it is none, those behind it are found.

    Args:
        path: the file.
        info_id: of its warcinfo record.
        start: offset in bytes where a group begins.
    """
    begin, seen = start, 0
    with path.open("rb") as file:
        for record in read_records(file, "gzip", start):
            if isinstance(record, DamageError):
                begin, seen = -1, 0
                yield record
                continue
            begin = record.offset if begin < 0 else begin
            try:
                mark = _mark(record, info_id)
            except DamageError:
                continue  # comes again from read_records
            if mark is None:
                seen += 1
                continue
            url, count = mark
            if count == seen:
                yield Group(url, begin, record.end)
            begin, seen = record.end, 0


def _mark(record: Record, info_id: str) -> tuple[str, int] | None:
    """URL and number of records of a group, if this record closes one."""
    ours = record.headers.get("warc-warcinfo-id") == info_id
    if record.kind != "metadata" or not ours:
        record.finish()
        return None
    try:
        facts = json.loads(record.block(MAX_METADATA_BYTES))
        url, count = facts["requested_url"], facts["records"]
    except (ValueError, LookupError, TypeError):
        return None
    return (url, count) if isinstance(url, str) and isinstance(count, int) else None
