"""Keys and digests: how an item is named for ever, and how a change of it is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from newsextract.batch.items import Item
from newsextract.errors import NewsExtractError, UnreadableError
from newsextract.models import Page
from newsextract.outcome import Failure

__all__ = ["digest_of_fields", "digest_of_page", "failed", "key_of", "unreadable"]


def key_of(path: str | Path) -> str:
    r"""A file's key: its path as given, tidied, with slashes on every system.

    A name that is no valid UTF-8 (a CP949 name from an old archive) is written with
    backslashes and the digest of its bytes, so that it can be stored and stays apart from
    others.

    >>> key_of("./news//2018/../a.html")
    'news/a.html'
    >>> key_of(b"\xbf\xb9.txt".decode("utf-8", "surrogateescape"))
    '\\xbf\\xb9.txt~69a4a7b6'
    """
    tidy = os.path.normpath(path)
    if os.sep != "/":
        tidy = tidy.replace(os.sep, "/")
    try:
        tidy.encode()
    except UnicodeEncodeError:
        raw = tidy.encode("utf-8", "surrogateescape" if os.name == "posix" else "surrogatepass")
        return f"{raw.decode('utf-8', 'backslashreplace')}~{hashlib.sha256(raw).hexdigest()[:8]}"
    return tidy


def digest_of_page(page: Page) -> str:
    """SHA-256 of the page's bytes, and of what was told beside them and bears on the reading.

    >>> plain = digest_of_page(Page(content=b"<p>"))
    >>> plain == hashlib.sha256(b"<p>").hexdigest()
    True
    >>> digest_of_page(Page(content=b"<p>", url="https://news.example/1")) == plain
    False
    """
    digest = hashlib.sha256(page.content)
    types = [v for k, v in page.headers.items() if k.lower() == "content-type"]
    if page.url is not None or types:
        # Other headers change with every fetch of the same page.
        digest.update(json.dumps([page.url, types[:1]]).encode())
    return digest.hexdigest()


def digest_of_fields(fields: Mapping[str, str]) -> str:
    """SHA-256 of a row's used fields, whatever their order.

    >>> digest_of_fields({"a": "1", "b": "2"}) == digest_of_fields({"b": "2", "a": "1"})
    True
    """
    # Escaped to ASCII, so that a lone surrogate in a JSON string can be hashed too.
    written = json.dumps(fields, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def failed(key: str, error: NewsExtractError, digest: str = "") -> Item:
    """The item of what could not be read; its digest is empty when no bytes were."""
    failure = Failure.of(error)
    written = failure.message.encode("utf-8", "backslashreplace").decode()
    return Item(key, digest, failure=failure.model_copy(update={"message": written}))


def unreadable(key: str, error: Exception) -> Item:
    """The item of what the system would not let us read."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return failed(key, UnreadableError(f"cannot read {key}: {reason}"))
