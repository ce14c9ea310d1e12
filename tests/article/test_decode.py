"""Bytes to text: each class of encoding trouble that Korean pages show."""

from __future__ import annotations

import pytest

from newsextract.article.decode import clean_text, decode
from newsextract.errors import BinaryInputError, EmptyInputError

# 똠, 뷁 and 펲 are in CP949 but not in EUC-KR proper.
TEXT = "똠방각하와 뷁, 펲시가 강원도 예산 2,538억원을 늘렸다.\n국비 1,839억원이 들어간다."


def page(charset: str, text: str = TEXT) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    "label", ["euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "ms949", "x-windows-949"]
)
def test_korean_labels_are_read_as_cp949(label: str):
    got = decode(page(label).encode("cp949"))
    assert TEXT in got.text
    assert (got.encoding, got.reason, got.replacements) == ("cp949", "declared", 0)


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "windows-1252", "no-such-charset"])
def test_a_lie_about_cp949_bytes_is_not_believed(label: str):
    got = decode(page(label).encode("cp949"))
    assert TEXT in got.text
    assert (got.encoding, got.replacements) == ("cp949", 0)


def test_utf8_bytes_win_over_a_declared_euc_kr():
    got = decode(page("euc-kr").encode("utf-8"), "text/html; charset=euc-kr")
    assert TEXT in got.text
    assert (got.encoding, got.reason) == ("utf-8", "utf8")


def test_undeclared_cp949_is_found():
    got = decode(TEXT.encode("cp949"))
    assert (got.text, got.encoding, got.reason) == (TEXT, "cp949", "cp949")


def test_the_http_header_counts():
    got = decode(TEXT.encode("cp949"), "text/plain; charset=EUC-KR")
    assert (got.text, got.reason) == (TEXT, "declared")


def test_declaration_after_a_long_script_is_seen():
    markup = "<html><script>" + "x" * 5000 + "</script>" + page("euc-kr")
    assert decode(markup.encode("cp949")).reason == "declared"


@pytest.mark.parametrize(
    ("codec", "bom", "name"),
    [
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
    ],
)
def test_byte_order_marks(codec: str, bom: bytes, name: str):
    got = decode(bom + TEXT.encode(codec))
    assert (got.text, got.encoding, got.reason, got.replacements) == (TEXT, name, "bom", 0)


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_a_page_cut_in_mid_character_loses_that_character_only(codec: str):
    got = decode(TEXT.encode(codec) + "가".encode(codec)[:1])
    assert got.text.startswith(TEXT)
    assert (got.encoding, got.reason, got.replacements) == (codec, "least_damage", 1)


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_one_damaged_byte_does_not_lose_the_page(codec: str):
    data = bytearray((TEXT * 3).encode(codec))
    data[len("똠방".encode(codec))] = 0xFF
    got = decode(bytes(data))
    assert got.encoding == codec
    assert got.text.endswith("국비 1,839억원이 들어간다.")
    assert 1 <= got.replacements <= 3


def test_a_cp949_line_inside_a_utf8_page_is_read_in_its_own_encoding():
    advert = "봄맞이 가전제품 반값 행사 진행중"
    data = (TEXT + "\n").encode() * 5 + advert.encode("cp949") + b"\n" + TEXT.encode()
    got = decode(data)
    assert advert in got.text
    assert (got.encoding, got.replacements) == ("utf-8", 0)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"\xff\xd8\xff\xe0" + b"\x10JFIF",
        b"GIF89a" + b"\x01" * 9,
        b"%PDF-1.4 some text",
        b"PK\x03\x04" + b"mimetypeapplication/hwp+zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64,
        b"HWP Document File V3.00",
        b"bplist00" + b"WebMainResource" * 9,
        bytes(range(256)) * 4,
        "예산".encode("utf-16-le") * 3 + b"\x00" * 50,
    ],
)
def test_binary_input_is_refused(data: bytes):
    with pytest.raises(BinaryInputError):
        decode(data)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", "\u3000\xa0 ".encode()])
def test_nothing_is_an_error(data: bytes):
    with pytest.raises(EmptyInputError):
        decode(data)


def test_decomposed_hangul_is_composed_and_nothing_else_changes():
    decomposed = "\u1100\u1161\u11bc\u110b\u116f\u11ab 예산 ①5억 ㎞ Å ․ ﬁ"
    assert clean_text(decomposed) == ("강원 예산 ①5억 ㎞ Å ․ ﬁ", 0)


def test_lone_surrogates_and_nuls_are_counted():
    assert clean_text("예산\ud800 5\x00억") == ("예산\ufffd 5\ufffd억", 2)


def test_line_ends_become_lf():
    assert clean_text("가\r\n나\r다")[0] == "가\n나\n다"
