"""WARC files of anyone give their pages; what cannot be read is said in its place."""

from __future__ import annotations

import gzip
import importlib.util
import io
import random
import sys
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from newsextract.archives import ArchiveFailure, is_warc, open_store, read_warc
from newsextract.archives.records import MAX_DAMAGES, read_records
from newsextract.archives.streams import DamageError
from newsextract.errors import ArchiveError, OversizeError, ResponseError, UnreadableError
from newsextract.models import Page

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


V = _load("visits")
PAGE = "<!doctype html><html><p>총 5억원</p>".encode("euc-kr")
HTML = ("Content-Type", "text/html; charset=euc-kr")
Headers = list[tuple[str, str]]


class Writer(WARCWriter):  # type: ignore[misc]
    _create_temp_file = staticmethod(io.BytesIO)  # warcio's own are never closed


class Theirs:
    """A WARC file as other archivers write it."""

    def __init__(self, *, packed: bool = True, version: str = "1.0") -> None:
        self.data = io.BytesIO()
        self.writer = Writer(self.data, gzip=packed, warc_version=version)
        info = self.writer.create_warcinfo_record("CC-NEWS-1.warc.gz", {"software": "news-crawl"})
        self.writer.write_record(info)

    def add(
        self,
        url: str,
        body: bytes = PAGE,
        headers: Headers | None = None,
        status: str = "200 OK",
        kind: str = "response",
        warc: dict[str, str] | None = None,
    ) -> Theirs:
        http = StatusAndHeaders(status, [HTML] if headers is None else headers, protocol="HTTP/1.1")
        facts = {"WARC-Date": "2019-05-06T07:08:09Z"} | (warc or {})
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=facts
        )
        self.writer.write_record(record)
        return self

    def save(self, path: Path) -> Path:
        path.write_bytes(self.data.getvalue())
        return path


def members(data: bytes) -> list[bytes]:
    parts = []
    while data:
        member = zlib.decompressobj(31)
        member.decompress(data)
        end = len(data) - len(member.unused_data)
        parts.append(data[:end])
        data = data[end:]
    return parts


def url_of(item: Page | ArchiveFailure) -> str | None:
    return item.url


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("packing", ["gz", "plain", "zst", "one member"])
def test_pages_of_a_news_crawl(tmp_path: Path, packing: str, version: str) -> None:
    theirs = Theirs(packed=packing == "gz", version=version)
    theirs.add("http://a.example/request", kind="request", status="GET / HTTP/1.1")
    theirs.add("http://a.example/1").add("http://a.example/gone", status="404 Not Found")
    theirs.add("http://a.example/pic", headers=[("Content-Type", "image/png")])
    theirs.add("http://a.example/moved", b"", status="301 Moved")
    theirs.add("http://a.example/x", headers=[("Content-Type", "Application/XHTML+xml")])
    theirs.add("http://a.example/none", headers=[])
    theirs.add("http://a.example/text", b"no markup", headers=[])
    data = theirs.data.getvalue()
    if packing == "zst":
        data = zstd.compress(data[:1_000]) + zstd.compress(data[1_000:])
    elif packing == "one member":
        data = gzip.compress(data, mtime=0)
    path = tmp_path / "crawl"
    path.write_bytes(data)
    assert is_warc(path)
    found = list(read_warc(path))
    assert [url_of(item) for item in found] == [f"http://a.example/{n}" for n in ("1", "x", "none")]
    assert found[0] == Page(
        content=PAGE,
        url="http://a.example/1",
        headers={"content-type": "text/html; charset=euc-kr"},
        fetched_at=datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC),
        status=200,
    )


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%X;a=b\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), [("Content-Encoding", "gzip")]),
        (brotli.compress(PAGE), [("content-encoding", "br")]),
        (chunked(PAGE), [("Transfer-Encoding", "chunked")]),
        (
            chunked(zstd.compress(PAGE)),
            [("Transfer-Encoding", "chunked"), ("Content-Encoding", "zstd")],
        ),
        (PAGE, [("Transfer-Encoding", "chunked")]),  # taken off by the archiver
        (PAGE, [("Content-Encoding", "gzip")]),  # so was this
        (PAGE, [("X-Crawl-Content-Encoding", "gzip")]),
    ],
)
def test_codings_come_off(tmp_path: Path, body: bytes, headers: Headers) -> None:
    path = Theirs().add("http://a.example/1", body, [HTML, *headers]).save(tmp_path / "a.warc.gz")
    (page,) = read_warc(path)
    assert isinstance(page, Page)
    assert page.content == PAGE


def test_zstd_files_may_begin_with_a_dictionary(tmp_path: Path) -> None:
    theirs = Theirs(packed=False)
    for number in range(30):
        theirs.add(f"http://a.example/{number}", PAGE + b"%d" % number)
    data = theirs.data.getvalue()
    records = [b"WARC/" + part for part in data.split(b"WARC/")[1:]]
    trained = zstd.train_dict(records, 2_000)
    packed = zstd.compress(trained.dict_content)
    head = b"\x5d\x2a\x4d\x18" + len(packed).to_bytes(4, "little") + packed
    path = tmp_path / "a.warc.zst"
    path.write_bytes(head + b"".join(zstd.compress(r, zstd_dict=trained) for r in records))
    assert len([item for item in read_warc(path) if isinstance(item, Page)]) == 30


class TestFailures:
    def bad(self, tmp_path: Path, theirs: Theirs, limit: int = 10_000) -> ArchiveFailure:
        """The failure between two sound pages."""
        path = theirs.add("http://a.example/last").save(tmp_path / "a.warc.gz")
        first, failure, last = read_warc(path, limit)
        assert [url_of(first), url_of(last)] == ["http://a.example/first", "http://a.example/last"]
        assert isinstance(failure, ArchiveFailure)
        assert failure.url == "http://a.example/bad"
        return failure

    def test_over_the_limit(self, tmp_path: Path) -> None:
        for headers, body in (
            ([HTML], bytes(10_001)),
            ([HTML], bytes(1_000_000)),
            ([HTML, ("Content-Encoding", "gzip")], gzip.compress(bytes(10_001))),
        ):
            theirs = Theirs().add("http://a.example/first")
            failure = self.bad(tmp_path, theirs.add("http://a.example/bad", body, headers))
            assert isinstance(failure.error, OversizeError)

    def test_that_cannot_be_decoded(self, tmp_path: Path) -> None:
        theirs = Theirs().add("http://a.example/first")
        theirs.add("http://a.example/bad", b"\x1f\x8b\x08 no", [HTML, ("Content-Encoding", "gzip")])
        assert isinstance(self.bad(tmp_path, theirs).error, ResponseError)

    def test_cut_by_the_archiver(self, tmp_path: Path) -> None:
        theirs = Theirs().add("http://a.example/first")
        theirs.add("http://a.example/bad", warc={"WARC-Truncated": "length"})
        failure = self.bad(tmp_path, theirs)
        assert isinstance(failure.error, ArchiveError)
        assert "only the beginning" in str(failure.error)

    def test_a_bad_checksum(self, tmp_path: Path) -> None:
        theirs = Theirs().add("http://a.example/first")
        size = len(theirs.data.getvalue())
        theirs.add("http://a.example/bad", PAGE * 50)
        theirs.data.getbuffer()[-6] ^= 1  # in the checksum of the member
        failure = self.bad(tmp_path, theirs)
        assert isinstance(failure.error, DamageError)
        assert failure.offset == size

    def test_damaged_pages_do_not_take_others_with_them(self, tmp_path: Path) -> None:
        theirs = Theirs()
        noise = random.Random(1).randbytes(3_000)  # noqa: S311
        for number in range(9):
            theirs.add(f"http://a.example/{number}", b"<html>" + noise)
        data = bytearray(theirs.data.getvalue())
        parts = members(bytes(data))
        data[sum(map(len, parts[:4])) + 2_000] ^= 0xFF
        data[sum(map(len, parts[:7])) + 2] ^= 0xFF
        path = tmp_path / "a.warc.gz"
        path.write_bytes(data)
        found = list(read_warc(path))
        assert [isinstance(item, Page) for item in found] == [n not in {3, 6} for n in range(9)]
        assert url_of(found[3]) == "http://a.example/3"

    def test_damage_in_a_plain_file(self, tmp_path: Path) -> None:
        theirs = Theirs(packed=False)
        for number in range(3):
            theirs.add(f"http://a.example/{number}")
        data = theirs.data.getvalue()
        place = data.index(b"http://a.example/1")
        body = data.index(PAGE, place)
        for bad in (
            data[:body] + data[body + 5 :],  # bytes are missing
            data[: body + 5] + data[body:],  # bytes stand twice
            data[:body] + b"#" + data[body + 1 :],  # a byte is another
            data[: body + 9] + data[data.index(b"\nWARC/1.0", body) :],
        ):
            path = tmp_path / "a.warc"
            path.write_bytes(bad)
            found = list(read_warc(path))
            assert any(isinstance(item, ArchiveFailure) for item in found)
            assert [url_of(i) for i in found if isinstance(i, Page)][-1] == "http://a.example/2"
            assert url_of(found[0]) == "http://a.example/0"

    @pytest.mark.parametrize("packing", ["gz", "plain", "zst"])
    def test_a_cut_is_reported_wherever_it_is(self, tmp_path: Path, packing: str) -> None:
        theirs = Theirs(packed=packing == "gz")
        data = theirs.add("http://a.example/1").add("http://a.example/2").data.getvalue()
        ends = {0}
        if packing == "gz":
            for part in members(data):
                ends.add(max(ends) + len(part))
        if packing == "zst":
            data = zstd.compress(data)
        path = tmp_path / "a.warc.gz"
        for size in range(1, len(data)):
            path.write_bytes(data[:size])
            found = list(read_warc(path))
            if packing == "plain":  # the ends of records are in `whole`, up to their blank lines
                whole = data[:size].rstrip(b"\r\n")
                if any(whole == data[: data.index(m)].rstrip() for m in _starts(data)):
                    continue
                if data.rstrip(b"\r\n") == whole:
                    continue
            elif size in ends:
                continue
            assert isinstance(found[-1], ArchiveFailure), size
            assert all(isinstance(item, Page) for item in found[:-1])

    def test_a_file_full_of_damage_ends_the_patience(self, tmp_path: Path) -> None:
        path = tmp_path / "a.warc"
        path.write_bytes(b"WARC/1.0\n\n" * 3_000)
        assert len(list(read_warc(path))) == MAX_DAMAGES + 1

    def test_files_that_cannot_be_opened(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "none.warc"):
            with pytest.raises(UnreadableError):
                list(read_warc(path))


def _starts(data: bytes) -> list[bytes]:
    return [b"WARC/" + part for part in data.split(b"WARC/")[1:]]


def test_bombs_are_read_within_bounded_memory(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(100_000_000))
    theirs = Theirs().add("http://a.example/1", bomb, [HTML, ("Content-Encoding", "gzip")])
    theirs.add("http://a.example/2", bytes(60_000_000))
    path = theirs.save(tmp_path / "a.warc.gz")
    tracemalloc.start()
    try:
        found = list(read_warc(path, 1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [type(item.error) for item in found if isinstance(item, ArchiveFailure)] == [
        OversizeError,
        OversizeError,
    ]
    assert peak < 6_000_000


def test_our_files_give_the_page_of_a_visit_and_not_the_way_to_it(tmp_path: Path) -> None:
    visit = V.redirected()
    with open_store(tmp_path) as store:
        store.keep(visit)
    path = V.warc_files(tmp_path)[0]
    assert list(read_warc(path)) == [visit.page]
    # Also where a tool left nothing but the responses.
    parts = [part for part in members(path.read_bytes()) if b"response" in gzip.decompress(part)]
    path.write_bytes(b"".join(parts))
    (page,) = read_warc(path)
    assert isinstance(page, Page)
    assert (page.url, page.content) == ("https://garam.example/c", visit.page.content)


def test_a_page_kept_without_an_html_type_comes_back(tmp_path: Path) -> None:
    page = Page(
        content=b"5", url="http://a.example/", status=200, requested_url="http://a.example/"
    )
    exchange = V.exchange("http://a.example/", b"5", headers=(("content-type", "text/plain"),))
    with open_store(tmp_path) as store:
        store.keep(V.Visit("http://a.example/", (exchange,), page))
    (found,) = read_warc(V.warc_files(tmp_path)[0])
    assert isinstance(found, Page)
    assert found.content == b"5"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.html", b"<p>WARC/1.0", False),
        ("a.html.gz", gzip.compress(b"<html>", mtime=0), False),
        ("a", b"WARC/1.0\r\n", True),
        ("a", gzip.compress(b"WARC/1.0\r\n", mtime=0), True),
        ("a", gzip.compress(b"WARC/1.0\r\n", mtime=0)[:-4], True),
        ("a", zstd.compress(b"WARC/1.0\r\n"), True),
        ("A.WARC.GZ", b"", True),
        ("a", b"", False),
    ],
)
def test_what_a_warc_file_is(tmp_path: Path, name: str, content: bytes, expected: bool) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert is_warc(path) is expected
    assert not is_warc(tmp_path)


@settings(max_examples=200)
@given(data=st.data())
def test_any_damage_gives_pages_and_failures_and_nothing_else(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    theirs = Theirs(packed=data.draw(st.booleans()))
    theirs.add("http://a.example/1").add("http://a.example/2")
    raw = bytearray(theirs.data.getvalue())
    changes = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=9)
    for place, byte in data.draw(changes):
        raw[place % len(raw)] = byte
    cut = len(raw) - data.draw(st.integers(0, 2_000)) % len(raw)
    path = tmp_path_factory.getbasetemp() / "damaged.warc.gz"
    path.write_bytes(raw[:cut])
    for item in read_warc(path):
        assert isinstance(item, Page | ArchiveFailure)


@given(sizes=st.lists(st.sampled_from([0, 1, 65_400, 65_535, 65_536, 131_072]), max_size=4))
def test_records_of_any_size_are_read_whole(sizes: list[int]) -> None:
    theirs = Theirs()
    for size in sizes:
        theirs.add("http://a.example/", bytes(size))
    got = [r.block(10**6) for r in read_records(theirs.data) if not isinstance(r, DamageError)]
    assert [len(b.partition(b"\r\n\r\n")[2]) for b in got[1:]] == sizes
