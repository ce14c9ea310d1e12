"""Bytes to text by one fixed rule, so that the same bytes always give the same text.

Order: BOM, strict UTF-8, strict CP949, and last the codec that loses least. Korean pages
that declare `euc-kr` are read as CP949, its superset: Python's `euc_kr` refuses 똠, 뷁 and
펲. Strict UTF-8 goes first because a page in another encoding practically never is valid
UTF-8, while declarations often lie; a declaration is worth a word in the result, and
decides where both codecs lose the same.
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
_LABEL: Final = re.compile(
    rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_\-]{3,30})""", re.IGNORECASE
)
# A comment hides what is in it; the charset of a <script> or <link> is not the page's.
_DECLARING: Final = re.compile(rb"<!--|<(?:meta|\?xml)\b[^>]{0,1000}>", re.IGNORECASE)
_DECLARATION_ZONE: Final = 200_000
_EDGE: Final = re.compile(rb"([<>\n])")
_UTF8_HANGUL: Final = re.compile(rb"(?:[\xea-\xed][\x80-\xbf]{2}){2}")
_WINDOW: Final = 4096
_MOST_MENDED: Final = 4_000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_JAMO_RUN: Final = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
"""Only these compose to a syllable; the jamo of old Hangul have no composed form."""
_JAMO_LEAD: Final = b"\xe1"
_JAMO_LEADS: Final = b"\xe1\x84"
"""How such a run begins in UTF-8. The byte alone is rare, and found much faster."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was won.

    Attributes:
        text: LF line ends, no BOM, decomposed Hangul composed, else untouched.
        encoding: codec used, None for text that came as `str`.
        reason: bom, utf8, declared, cp949 or least_damage.
        replacements: number of U+FFFD put in.
        utf8: the same text as UTF-8, where the input was just that.
    """

    text: str
    encoding: str | None
    reason: str | None
    replacements: int
    utf8: bytes | None = None


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
    if not data or data.isspace():
        raise EmptyInputError("the input is empty")
    text, encoding, reason = _by_bom(data) or _without_bom(data, content_type)
    lost = 0
    if reason in {"bom", "least_damage"}:
        # Those the page came with were put in by others.
        old = data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0
        lost = max(0, text.count("\ufffd") - old)
    clean, replaced = clean_text(text, data if encoding == "utf-8" and not lost else None)
    if not clean or clean.isspace():
        raise EmptyInputError("the input holds only white space")
    utf8 = data if reason == "utf8" and clean is text else None
    return Decoded(clean, encoding, reason, lost + replaced, utf8)


def clean_text(text: str, utf8: bytes | None = None) -> tuple[str, int]:
    r"""Line ends to LF, decomposed Hangul composed, NULs and lone surrogates to U+FFFD.

    Nothing else changes. NFC is applied to conjoining jamo only (text copied from macOS
    file names); NFKC never, for it would turn `①5억` into `15억`.

    Args:
        text: any text.
        utf8: the same text as UTF-8, where the caller has it: most pages hold neither jamo
            nor surrogates, and bytes are searched ten times faster than text.

    Returns:
        The text and the number of characters that became U+FFFD.

    >>> clean_text("①5억\r\n\u1100\u1161")
    ('①5억\n가', 0)
    """
    replaced = 0
    if utf8 is None:
        try:
            utf8 = text.encode("utf-8")
        except UnicodeEncodeError:
            text, replaced = _SURROGATE.subn("\ufffd", text)
            utf8 = text.encode("utf-8")
    text = text.removeprefix("\ufeff")
    if b"\r" in utf8:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if b"\x00" in utf8:
        replaced += text.count("\x00")
        text = text.replace("\x00", "\ufffd")
    if _JAMO_LEAD in utf8 and _JAMO_LEADS in utf8:
        text = _JAMO_RUN.sub(lambda m: unicodedata.normalize("NFC", m.group()), text)
    return text, replaced


def _by_bom(data: bytes) -> tuple[str, str, str] | None:
    """Text by its byte order mark.

    A UTF-8 mark before other bytes is not believed: sites glue files together.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            if codec == "utf-8":
                text = _strict(body, codec)
                return None if text is None else (text, codec, "bom")
            return body.decode(codec, "replace"), codec, "bom"
    return None


def _without_bom(data: bytes, content_type: str | None) -> tuple[str, str, str]:
    data = data.removeprefix(b"\xef\xbb\xbf")
    refuse_binary(data)
    text = _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8", "utf8"
    declared = _declares_korean(data, content_type)
    text = _strict(data, "cp949")
    if text is not None:
        return text, "cp949", "declared" if declared else "cp949"
    return _least_damage(data, favour="cp949" if declared else "utf-8")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _declares_korean(data: bytes, content_type: str | None) -> bool:
    """Whether header, meta or XML declaration names one of the labels of CP949.

    Asked only of bytes that are no UTF-8, so a declared UTF-8 is a lie; Latin-1 is the
    default of web servers and never believed.
    """
    header = _LABEL.search((content_type or "").encode("ascii", "ignore"))
    if header is not None and _is_korean(header):
        return True
    zone = data[:_DECLARATION_ZONE]
    at = 0
    while (tag := _DECLARING.search(zone, at)) is not None:
        at = tag.end()
        if tag.group() == b"<!--":
            at = zone.find(b"-->", tag.start() + 2) + 3
            if at < 3:
                return False
        elif (label := _LABEL.search(tag.group())) is not None and _is_korean(label):
            return True
    return False


def _is_korean(label: re.Match[bytes]) -> bool:
    return label.group(1).decode("ascii").lower() in _KOREAN_LABELS


def _least_damage(data: bytes, favour: str) -> tuple[str, str, str]:
    """Neither codec fits: take the one that loses less, and mend what is foreign.

    A page cut in mid-character or with one bad byte loses one character. A CP949 advert
    inside a UTF-8 page (or the reverse) is read in its own encoding.
    """
    losses = {c: data.decode(c, "replace").count("\ufffd") for c in ("utf-8", "cp949")}
    codec = min(losses, key=lambda c: (losses[c], c != favour))
    if losses[codec] > _MOST_MENDED:
        return data.decode(codec, "replace"), codec, "least_damage"
    return _mended(data, codec), codec, "least_damage"


def _mended(data: bytes, codec: str) -> str:
    """Decode; a stretch between tags or line ends that fails is tried in the other codec.

    `<`, `>` and line ends are no part of a longer character in either codec. Windows of
    a few thousand bytes keep the work linear whatever the stretches are.
    """
    parts: list[str] = []
    at = 0
    while at < len(data):
        end = _window_end(data, at)
        raw = data[at:end]
        text = _strict(raw, codec)
        if text is None or (codec == "cp949" and _UTF8_HANGUL.search(raw)):
            parts += (_stretch(piece, codec) for piece in _EDGE.split(raw))
        else:
            parts.append(text)
        at = end
    return "".join(parts)


def _window_end(data: bytes, at: int) -> int:
    """The last edge within a window's reach, else the next one."""
    reach = at + _WINDOW
    if reach >= len(data):
        return len(data)
    last = max(data.rfind(edge, at + 1, reach) for edge in (b"<", b">", b"\n"))
    if last > at:
        return last
    following = _EDGE.search(data, reach)
    return following.start() if following is not None else len(data)


def _stretch(raw: bytes, codec: str) -> str:
    """A stretch in the codec that reads as Korean, or with U+FFFD in the page's own.

    UTF-8 first: 광고 in UTF-8 is also 愿묎퀬 in CP949, but hardly ever the other way round.
    """
    if raw.isascii():
        return raw.decode("ascii")
    for tried in ("utf-8", "cp949"):
        text = _strict(raw, tried)
        if text is not None and (tried == codec or _mostly_hangul(text)):
            return text
    return raw.decode(codec, "replace")


def _mostly_hangul(text: str) -> bool:
    """Whether the text's non-ASCII characters read as Korean, not as mis-decoded bytes."""
    letters = [c for c in text if c > "\x7f"]
    try:
        common = sum("가" <= c <= "힣" and len(c.encode("euc_kr")) == 2 for c in letters)
    except UnicodeEncodeError:
        return False
    return len(letters) >= 2 and common * 10 >= len(letters) * 9
