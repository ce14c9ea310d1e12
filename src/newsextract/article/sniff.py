"""Is it text at all, and is the text markup?"""

from __future__ import annotations

import re
from typing import Final

from newsextract.errors import BinaryInputError

__all__ = ["looks_like_markup", "refuse_binary"]

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (docx, hwpx, odt ...)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file (hwp, doc, xls ...)"),
    (b"HWP Document File", "an old hwp document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"bplist0", "a binary property list (Safari's webarchive)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_CONTROL: Final = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_SAMPLE: Final = 65_536

_STARTS_AS_MARKUP: Final = re.compile(
    r"(?:<!doctype\s+html|<\?xml|<html\b|<head\b|<body\b|<!--)", re.IGNORECASE
)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|div|p|a|article|main|meta|title|table|tr|td|ul|li|span|section"
    r"|script|style|link|h[1-6]|br|img|b|strong|em|font|header|footer|nav|figure|iframe)"
    r"(?=[\s/>])[^<>]{0,2000}>",
    re.IGNORECASE,
)


def refuse_binary(data: bytes) -> None:
    r"""Raise when `data` is no text: a known file signature, or control bytes all over.

    UTF-16 text holds NULs too; the caller looks for its BOM first.

    Args:
        data: the input's bytes.

    Raises:
        BinaryInputError: saying what the signature stands for.

    >>> refuse_binary("예산 5억원".encode("cp949"))
    >>> refuse_binary(b"%PDF-1.7 ...")
    Traceback (most recent call last):
    newsextract.errors.BinaryInputError: the input is not text: it is a PDF document
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise BinaryInputError(f"the input is not text: it is {what}")
    if data[:4] == b"RIFF" and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        raise BinaryInputError("the input is not text: it is an image, sound or film")
    if data[4:8] == b"ftyp":
        raise BinaryInputError("the input is not text: it is a film or image")
    sample = data[:_SAMPLE]
    odd = len(sample) - len(sample.translate(None, _CONTROL))
    # A few stray control bytes happen in old pages; one in fifty does not.
    if odd * 50 > len(sample):
        raise BinaryInputError("the input is not text: it is full of control bytes")


def looks_like_markup(text: str) -> bool:
    """Whether `text` is HTML rather than a page's text copy.

    An article that merely talks about a tag stays text: markup starts as such, or has
    three known tags, one of them closing.

    >>> looks_like_markup("<p>예산</p><p>5억원</p>")
    True
    >>> looks_like_markup("부등호 <3억원> 표시와 <br> 태그를 다룬 글이다.")
    False
    """
    head = text[:_SAMPLE].lstrip("\ufeff \t\r\n")
    if _STARTS_AS_MARKUP.match(head):
        return True
    closing = False
    for seen, match in enumerate(_TAG.finditer(text[: 4 * _SAMPLE]), start=1):
        closing = closing or match.group().startswith("</")
        if seen >= 3 and closing:
            return True
    return False
