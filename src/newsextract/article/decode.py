"""Bytes to text by one fixed rule, so that the same bytes always give the same text.

Order: BOM, strict UTF-8, the declared charset, strict CP949, and last the codec that
loses least. Korean pages that declare `euc-kr` are read as CP949, its superset: Python's
`euc_kr` refuses 똠, 뷁 and 펲. Strict UTF-8 goes before the declaration because a page in
another encoding practically never is valid UTF-8, while declarations often lie.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from newsextract.article.sniff import refuse_binary
from newsextract.errors import EmptyInputError

__all__ = ["Decoded", "clean_text", "decode"]

_BOMS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_KOREAN_LABELS: Final = frozenset({
    "euc-kr", "euckr", "euc_kr", "cseuckr", "ks_c_5601-1987", "ks_c_5601-1989", "ks_c_5601",
    "ksc5601", "ksc_5601", "ks_x_1001", "korean", "iso-ir-149", "cp949", "ms949", "uhc",
    "windows-949", "x-windows-949", "x-uhc",
})  # fmt: skip
_UTF8_LABELS: Final = frozenset(["utf-8", "utf8", "unicode-1-1-utf-8"])
_DECLARED: Final = re.compile(
    rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_\-]{3,30})""", re.IGNORECASE
)
_DECLARATION_ZONE: Final = 200_000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_JAMO_RUN: Final = re.compile(
    "[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]+[\u11a8-\u11ff\ud7cb-\ud7fb]*"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was won.

    Attributes:
        text: LF line ends, no BOM, decomposed Hangul composed, else untouched.
        encoding: codec used, None for text that came as `str`.
        reason: bom, utf8, declared, cp949 or least_damage.
        replacements: number of U+FFFD put in.
    """

    text: str
    encoding: str | None
    reason: str | None
    replacements: int


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    r"""Turn the bytes of a page or text file into text.

    Args:
        data: the bytes.
        content_type: value of the HTTP header, such as `text/html; charset=euc-kr`.

    Raises:
        BinaryInputError: the bytes are no text.
        EmptyInputError: nothing but white space.

    >>> decode("펲시 예산".encode("cp949"), "text/html; charset=euc-kr").text
    '펲시 예산'
    >>> decode("예산".encode() + b"\xec\x98").replacements
    1
    """
    if not data.strip():
        raise EmptyInputError("the input is empty")
    text, encoding, reason = _by_bom(data) or (None, "", "")
    if text is None:
        refuse_binary(data)
        text, encoding, reason = _without_bom(data, content_type)
    lost = text.count("\ufffd") if reason in {"bom", "least_damage"} else 0
    text, replaced = clean_text(text)
    if not text.strip():
        raise EmptyInputError("the input holds only white space")
    return Decoded(text, encoding, reason, lost + replaced)


def clean_text(text: str) -> tuple[str, int]:
    r"""Line ends to LF, decomposed Hangul composed, NULs and lone surrogates to U+FFFD.

    Nothing else changes. NFC is applied to conjoining jamo only (text copied from macOS
    file names); NFKC never, for it would turn `①5억` into `15억`.

    Returns:
        The text and the number of characters that became U+FFFD.

    >>> clean_text("①5억\r\n\u1100\u1161")
    ('①5억\n가', 0)
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, replaced = _SURROGATE.subn("\ufffd", text)
    if "\x00" in text:
        replaced += text.count("\x00")
        text = text.replace("\x00", "\ufffd")
    text = _JAMO_RUN.sub(lambda m: unicodedata.normalize("NFC", m.group()), text)
    return text, replaced


def _by_bom(data: bytes) -> tuple[str, str, str] | None:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec, "replace"), codec, "bom"
    return None


def _without_bom(data: bytes, content_type: str | None) -> tuple[str, str, str]:
    text = _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8", "utf8"
    declared = _declared(data, content_type)
    if declared is not None:
        text = _strict(data, declared)
        if text is not None:
            return text, declared, "declared"
    text = _strict(data, "cp949")
    if text is not None:
        return text, "cp949", "cp949"
    return _least_damage(data)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _declared(data: bytes, content_type: str | None) -> str | None:
    """The first believable declaration, header first. Latin-1 is never believed."""
    sources = [(content_type or "").encode("ascii", "ignore"), data[:_DECLARATION_ZONE]]
    for source in sources:
        for match in _DECLARED.finditer(source):
            label = match.group(1).decode("ascii").lower()
            if label in _KOREAN_LABELS:
                return "cp949"
            if label in _UTF8_LABELS:
                return "utf-8"
    return None


def _least_damage(data: bytes) -> tuple[str, str, str]:
    """Neither codec fits: take the one that loses less, and mend foreign lines.

    A page cut in mid-character or with one bad byte loses one character. A CP949 advert
    inside a UTF-8 page (or the reverse) is read line by line in its own encoding.
    """
    losses = {c: data.decode(c, "replace").count("\ufffd") for c in ("utf-8", "cp949")}
    codec = min(losses, key=lambda c: losses[c])
    other = "cp949" if codec == "utf-8" else "utf-8"
    lines: list[str] = []
    for raw in data.split(b"\n"):
        text = _strict(raw, codec)
        if text is None:
            foreign = _strict(raw, other)
            good = foreign is not None and _mostly_hangul(foreign)
            text = foreign if foreign is not None and good else raw.decode(codec, "replace")
        lines.append(text)
    return "\n".join(lines), codec, "least_damage"


def _mostly_hangul(text: str) -> bool:
    """Whether the text's non-ASCII characters read as Korean, not as mis-decoded bytes."""
    letters = [c for c in text if c > "\x7f"]
    try:
        common = sum("가" <= c <= "힣" and len(c.encode("euc_kr")) == 2 for c in letters)
    except UnicodeEncodeError:
        return False
    return len(letters) >= 4 and common * 10 >= len(letters) * 9
