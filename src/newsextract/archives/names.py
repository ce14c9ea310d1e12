"""File names for pages, made from their URLs: readable, safe anywhere, never the same twice."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import unquote, urlsplit

__all__ = ["MAX_NAME_BYTES", "page_name"]

MAX_NAME_BYTES: Final = 120
"""Longest readable part of a file's or a folder's name, in bytes of UTF-8."""

_HASH_DIGITS: Final = 12
_UNWANTED: Final = re.compile(r"[^\w.\-]+|_{2,}")
_EXTENSION: Final = re.compile(r"\.(?:x?html?|php|jsp|aspx?|do|nhn)$", re.IGNORECASE)
# Names that Windows keeps for devices, whatever the extension.
_DEVICES: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE
)


def page_name(url: str) -> tuple[str, str]:
    """Folder and file name, without extension, for a URL; always the same ones.

    Both are single names: no separators, no leading dot, nothing Windows keeps for itself. The
    file name ends with a hash of the whole URL, so that pages that differ only in letter case, in
    the query or in what a name cannot hold do not meet.

    >>> page_name("https://www.garam.example/news/articleView.html?idxno=3521")
    ('www.garam.example', 'news-articleView-idxno-3521-7e6c65d8294b')
    """
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    try:
        parts = urlsplit(url)
        host, path, query = parts.hostname or "", parts.path, parts.query
    except ValueError:  # brackets that hold no address
        host, path, query = "", url, ""
    slug = "-".join(
        part for part in (_clean(_EXTENSION.sub("", path.rstrip("/"))), _clean(query)) if part
    )
    return _clean(host) or "no-host", f"{_cut(slug) or 'index'}-{digest}"


def _clean(text: str) -> str:
    """The letters, digits, dots and dashes of a text; a dash for anything else."""
    plain = unicodedata.normalize("NFC", unquote(text, errors="ignore"))
    name = _cut(_UNWANTED.sub("-", plain)).strip("-._ ")
    return f"x-{name}" if _DEVICES.match(name) else name


def _cut(name: str) -> str:
    return name.encode("utf-8", "ignore")[:MAX_NAME_BYTES].decode("utf-8", "ignore").rstrip("-._ ")
