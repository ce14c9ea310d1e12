"""One article a file: a saved page, a text copy, an MHTML archive, any of them gzipped."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from newsextract.article import read
from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.batch.inputs.names import digest_of_page, failed, key_of
from newsextract.batch.inputs.sniff import HEAD_BYTES, Known, kind_by_head
from newsextract.batch.items import Item, Ref
from newsextract.errors import NewsExtractError
from newsextract.models import Page

__all__ = ["read_file", "sniff_file", "unpacked_head"]


def read_file(ref: Ref) -> Iterator[Item]:
    """The one item of a file.

    What the fetcher kept beside it (address, headers) goes with the page, and a page that is
    not as it was fetched is a failure. What is in the file, gzip and MHTML included, is the
    reader's business.
    """
    key, path = key_of(ref.path), Path(ref.path)
    try:
        page = _with_sidecar(path) or read(path)
    except NewsExtractError as error:
        yield failed(key, error)
    else:
        yield Item(key, digest_of_page(page), page)


def _with_sidecar(path: Path) -> Page | None:
    """The page with its sidecar's facts; None where it has none."""
    if not path.with_name(f"{path.name}.json").is_file():
        return None
    from newsextract.archives import read_sidecar  # noqa: PLC0415 - most pages have none

    return read_sidecar(path, MAX_FILE_BYTES)


def sniff_file(path: str) -> Known:
    """What a file without a known suffix is, by its first bytes.

    Raises:
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        head = file.read(HEAD_BYTES)
    inner = unpacked_head(head)
    known = kind_by_head(path, head if inner is None else inner)
    return Known("gzip") if inner is not None and known.kind == "file" else known


def unpacked_head(head: bytes) -> bytes | None:
    r"""The first bytes inside gzip data; None when it is none, or damaged from the start.

    >>> import gzip
    >>> unpacked_head(gzip.compress(b"<html>")), unpacked_head(b"<html>")
    (b'<html>', None)
    """
    if not head.startswith(b"\x1f\x8b\x08"):
        return None
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, HEAD_BYTES)
    except zlib.error:
        return None
