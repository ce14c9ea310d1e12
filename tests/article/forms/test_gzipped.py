"""Pages kept as `.html.gz`."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsextract
from newsextract.article import parse
from newsextract.article.forms.gzipped import is_gzip
from newsextract.article.forms.unwrap import MAX_LAYERS
from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.errors import BinaryInputError, NewsExtractError, TooLargeError, UnreadableError
from newsextract.models import Page


def test_a_file_of_gzip(page_markup: str, body: str, tmp_path: Path):
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(page_markup.encode("cp949")))
    article = newsextract.parse(path)
    assert (article.text, article.encoding) == (body, "cp949")


def test_gzip_in_memory_with_its_url(page_markup: str, body: str, url: str):
    article = parse(Page(content=gzip.compress(page_markup.encode()), url=url))
    assert (article.text, article.url) == (body, url)


def test_members_one_after_the_other(page_markup: str, body: str):
    data = page_markup.encode()
    assert parse(gzip.compress(data[:300]) + gzip.compress(data[300:])).text == body


def test_what_follows_the_last_member_is_ignored(page_markup: str, body: str):
    assert parse(gzip.compress(page_markup.encode()) + b"\x00" * 512).text == body


def test_a_text_copy_in_gzip(body: str):
    assert parse(gzip.compress(body.encode())).text == body


def test_an_archive_in_gzip(mhtml: bytes, body: str, url: str):
    article = parse(gzip.compress(mhtml))
    assert (article.text, article.url) == (body, url)


def test_layers_beyond_the_limit_stay_packed(page_markup: str, body: str):
    data = page_markup.encode()
    for _ in range(MAX_LAYERS):
        data = gzip.compress(data)
    assert parse(data).text == body
    with pytest.raises(BinaryInputError):
        parse(gzip.compress(data))


@pytest.mark.parametrize("size", [MAX_FILE_BYTES + 1, 20 * MAX_FILE_BYTES])
def test_a_bomb_is_too_large(size: int):
    packer = zlib.compressobj(9, wbits=31)
    chunk = b"<p>" * 100_000
    parts = [packer.compress(chunk) for _ in range(size // len(chunk) + 1)]
    bomb = b"".join([*parts, packer.flush()])
    assert len(bomb) < MAX_FILE_BYTES // 10
    with pytest.raises(TooLargeError):
        parse(bomb)


def test_a_bomb_of_many_members():
    with pytest.raises(TooLargeError):
        parse(gzip.compress(b" " * (MAX_FILE_BYTES // 100)) * 101)
    with pytest.raises(UnreadableError):
        parse(gzip.compress(b"<p>") * 2_000)


def test_the_limit_itself_is_allowed():
    with pytest.raises(NewsExtractError) as caught:
        parse(gzip.compress(b" " * MAX_FILE_BYTES))
    assert caught.value.kind == "empty_input"


@pytest.mark.parametrize("keep", [5, 12, -20, -8, -1])
def test_data_cut_short_is_told(page_markup: str, keep: int):
    with pytest.raises(UnreadableError, match="cut short"):
        parse(gzip.compress(page_markup.encode())[:keep])


def test_a_wrong_checksum_is_told(page_markup: str):
    data = bytearray(gzip.compress(page_markup.encode()))
    data[-6] ^= 0xFF
    with pytest.raises(UnreadableError):
        parse(bytes(data))


def test_gzip_of_something_else_is_refused():
    with pytest.raises(BinaryInputError, match="PDF"):
        parse(gzip.compress(b"%PDF-1.7 ..."))


@settings(max_examples=100)
@given(data=st.data())
def test_damaged_gzip_is_an_article_or_a_typed_error(
    page_markup: str, body: str, data: st.DataObject
):
    packed = gzip.compress(page_markup.encode(), mtime=0)
    at = data.draw(st.integers(0, len(packed) - 1))
    byte = data.draw(st.integers(0, 255))
    changed = packed[:at] + bytes([byte]) + packed[at + 1 :]
    changed = changed[: data.draw(st.integers(1, len(changed)))]
    if not is_gzip(changed):
        return
    # A header byte such as the time may change without harm; the text may not.
    with contextlib.suppress(NewsExtractError):
        assert parse(changed).text == body
