"""Content codings come off whole, or with a typed error, and within bounded memory."""

from __future__ import annotations

import contextlib
import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.archives.codings import MAX_MEMBERS, decode
from newsextract.errors import NewsExtractError, OversizeError, ResponseError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Coder = Callable[[bytes], bytes]


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODERS: dict[str, tuple[str, Coder]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}
PAGE = "<p>가람시 예산 3조 2,538억원</p>".encode() * 5_000
LIMIT = 20_000_000


@pytest.mark.parametrize("name", CODERS)
class TestEachCoding:
    def test_comes_off(self, name: str) -> None:
        coding, coder = CODERS[name]
        assert decode(coder(PAGE), coding, LIMIT) == PAGE
        assert decode(coder(PAGE), f" {coding.upper()} ", len(PAGE)) == PAGE

    def test_one_byte_over_the_limit_is_refused(self, name: str) -> None:
        coding, coder = CODERS[name]
        with pytest.raises(OversizeError):
            decode(coder(PAGE), coding, len(PAGE) - 1)

    def test_cut_short_is_an_error_wherever_it_is_cut(self, name: str) -> None:
        coding, coder = CODERS[name]
        whole = coder(bytes(range(256)) * 2)
        for end in range(1, len(whole)):
            with pytest.raises(ResponseError):
                decode(whole[:end], coding, LIMIT)

    def test_an_empty_body_is_empty_whatever_is_claimed(self, name: str) -> None:
        coding, coder = CODERS[name]
        assert decode(b"", coding, LIMIT) == b""
        assert decode(coder(b""), coding, LIMIT) == b""

    def test_a_bomb_is_stopped_within_bounded_memory(self, name: str) -> None:
        coding, coder = CODERS[name]
        bomb = coder(bytes(100_000_000))
        limit = 5_000_000
        tracemalloc.start()
        try:
            with pytest.raises(OversizeError):
                decode(bomb, coding, limit)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 2 * limit


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_what_is_not_so_coded_is_an_error(name: str) -> None:
    with pytest.raises(ResponseError):
        decode(b"<!doctype html><p>no such coding", name, LIMIT)


@pytest.mark.parametrize(
    "codings", ["gzip, br", "br,gzip", "zstd , deflate", "gzip, br, zstd", "gzip, identity, gzip"]
)
def test_stacked_codings_come_off_last_first(codings: str) -> None:
    body = PAGE
    for name in codings.split(","):
        if name.strip() != "identity":
            body = dict(CODERS.values())[name.strip()](body)
    assert decode(body, codings, LIMIT) == PAGE


def test_a_bomb_in_a_bomb_is_stopped_at_the_layer_that_goes_over() -> None:
    bomb = bytes(200_000_000)
    for _ in range(3):
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    try:
        with pytest.raises(OversizeError):
            decode(bomb, "gzip, gzip, gzip", 3_000_000)
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def test_a_large_middle_layer_counts_though_little_comes_out_of_it() -> None:
    # 50 MB lie between the two layers, though no byte of a page is in them.
    middle = gzip.compress(b"<p>") + bytes(50_000_000)
    with pytest.raises(OversizeError):
        decode(brotli.compress(middle), "gzip, br", 1_000_000)


@pytest.mark.parametrize(("name", "coder"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
def test_several_members_are_one_body(name: str, coder: Coder) -> None:
    assert (
        decode(coder(b"a" * 70_000) + coder(b"") + coder(b"c"), name, LIMIT) == b"a" * 70_000 + b"c"
    )
    with pytest.raises(ResponseError, match="more than 1,000"):
        decode(coder(b"") * (MAX_MEMBERS + 1), name, LIMIT)
    with pytest.raises(ResponseError):
        decode(coder(b"a") + coder(b"bcd")[:-2], name, LIMIT)


def test_zstd_frames_of_no_data_are_passed_over() -> None:
    skippable = b"\x5a\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"xyz"
    assert decode(zstd.compress(b"a") + skippable + zstd.compress(b"b"), "zstd", LIMIT) == b"ab"
    with pytest.raises(ResponseError):
        decode(zstd.compress(b"a") + b"<!-- served by -->", "zstd", LIMIT)


def test_padding_after_gzip_is_ignored() -> None:
    assert decode(gzip.compress(b"a") + bytes(512), "gzip", LIMIT) == b"a"
    assert decode(gzip.compress(b"a") + b"\x1f", "gzip", LIMIT) == b"a"


@pytest.mark.parametrize("codings", [None, "", "identity", "Identity, identity", "utf-8", "none"])
def test_no_coding_leaves_the_body(codings: str | None) -> None:
    assert decode(PAGE, codings, len(PAGE)) == PAGE
    with pytest.raises(OversizeError):
        decode(PAGE, codings, len(PAGE) - 1)


@pytest.mark.parametrize("codings", ["compress", "gzip, sdch", "gzip;q=1", "gzip,gzip,gzip,gzip"])
def test_unknown_or_too_many_codings_are_errors(codings: str) -> None:
    with pytest.raises(ResponseError):
        decode(b"x", codings, LIMIT)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]))
def test_any_bytes_give_bytes_or_a_typed_error(body: bytes, codings: str) -> None:
    with contextlib.suppress(NewsExtractError):
        decode(body, codings, 10_000)


@given(st.binary(max_size=5_000), st.lists(st.sampled_from(sorted(CODERS)), max_size=3))
def test_round_trip(page: bytes, names: list[str]) -> None:
    body = page
    for name in names:
        body = CODERS[name][1](body)
    assert decode(body, ", ".join(CODERS[name][0] for name in names), LIMIT) == page
