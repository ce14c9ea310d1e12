"""What a file is, by its suffix; by its first bytes where the suffix says nothing."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from newsextract.article.forms import looks_wrapped
from newsextract.article.sniff import looks_like_markup, refuse_binary
from newsextract.batch.items import Kind
from newsextract.errors import (
    BinaryInputError,
    EmptyInputError,
    NewsExtractError,
    NotAnArticleError,
)

__all__ = ["HEAD_BYTES", "PACKINGS", "Known", "is_page_name", "kind_by_head", "kind_by_name"]

HEAD_BYTES: Final = 8_192
"""First bytes looked at, of a file whose suffix says nothing."""

PACKINGS: Final = (".gz", ".zst")


class Known(NamedTuple):
    """What a name stands for: exactly one of a kind and an error; neither: the bytes decide."""

    kind: Kind | None = None
    error: NewsExtractError | None = None


def kind_by_name(name: str) -> Known:
    """What a file is by its suffix alone.

    Args:
        name: the file's name, or its path.

    >>> kind_by_name("a.HTML").kind, kind_by_name("a.txt.gz").kind, kind_by_name("a.warc.zst").kind
    ('file', 'gzip', 'warc')
    >>> print(kind_by_name("a.pdf").error)
    no article in a.pdf: it is a PDF document
    >>> kind_by_name("articleView.html?idxno=1")
    Known(kind=None, error=None)
    """
    table = _table()
    suffix, packing = _suffixes(name)
    if suffix in table.pages and packing != ".zst":
        return Known("gzip" if packing else "file")
    kind = table.containers.get(suffix)
    if kind is not None and (not packing or kind in {"warc", "jsonl", "csv"}):
        return Known(kind)
    what = table.others.get(suffix)
    if what is not None:
        return Known(error=_no_article(name, what))
    return Known()


def kind_by_head(name: str, head: bytes) -> Known:
    r"""What a file without a known suffix is, by its first bytes.

    Markup and MHTML are pages whatever their name: crawlers save `articleView.html?idxno=1`.
    Plain text is not: a program, a README or a log is text too.

    Args:
        name: for the message.
        head: up to `HEAD_BYTES` first bytes, unpacked when the file is gzip.

    >>> kind_by_head("view.php", b"<!DOCTYPE html><html>").kind
    'file'
    >>> kind_by_head("notes.md", "예산 5억원".encode()).error.kind
    'not_an_article'
    >>> kind_by_head("a.bin", b"%PDF-1.7").error.kind
    'binary_input'
    """
    if not head:
        return Known(error=EmptyInputError(f"no article in {_last(name)}: it is empty"))
    if head.startswith(b"WARC/"):
        return Known("warc")
    if looks_wrapped(head) or looks_like_markup(_rough_text(head)):
        return Known("file")
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            refuse_binary(head)
        except BinaryInputError as error:
            what = str(error).rpartition(": it is ")[2]
            return Known(error=_no_article(name, what))
    message = f"no article in {_last(name)}: a file of unknown suffix, and no markup in it"
    return Known(error=NotAnArticleError("unknown_suffix", message))


def is_page_name(name: str) -> bool:
    """Whether a file of that name holds one article.

    >>> is_page_name("a.htm"), is_page_name("a.html.gz"), is_page_name("a.html.json")
    (True, True, False)
    """
    return kind_by_name(name).kind in {"file", "gzip"}


def _suffixes(name: str) -> tuple[str, str]:
    """The last suffix, and the packing on top of it: `a.html.gz` has .html and .gz."""
    name = _last(name).lower()
    packing = next((p for p in PACKINGS if name.endswith(p)), "")
    name = name.removesuffix(packing)
    dot = name.rfind(".")
    # A name that is all suffix (.html) has none.
    return (name[dot:] if dot > 0 else ""), packing


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _no_article(name: str, what: str) -> BinaryInputError:
    return BinaryInputError(f"no article in {_last(name)}: it is {what}")


def _rough_text(head: bytes) -> str:
    """Good enough to see tags, which are ASCII in every encoding but the wide ones."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2])
    return head.decode(wide or "latin-1", "replace").removeprefix("\xef\xbb\xbf")


class _Table(NamedTuple):
    pages: frozenset[str]
    containers: dict[str, Kind]
    others: dict[str, str]


@cache
def _table() -> _Table:
    source = files("newsextract.batch.inputs").joinpath("sniff.toml").read_text("utf-8")
    data = tomllib.loads(source)
    return _Table(frozenset(data["pages"]), data["containers"], data["others"])
