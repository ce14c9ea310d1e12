"""WARC files: Korean pages found, everything else counted, cuts that change nothing."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.api import extract
from newsextract.batch.inputs import find, read
from newsextract.batch.items import Item, Ref

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENGLISH = b"<!doctype html><html lang='en'><p>The city will spend three million on roads.</p>"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "warc": bytes,
    "warc.gz": gzip.compress,
    "warc.zst": zstd.compress,
}


def mixed(made: Any) -> list[bytes]:
    """Records of all sorts, with what should become of each."""
    head = "HTTP/1.1 {}\r\nContent-Type: {}"
    return [
        made.record(b"software: x", kind="warcinfo"),
        made.record(b"", kind="request"),
        made.record(made.page(1)),
        made.record(made.page(2), "https://gone.example.com/2"),
        made.record(ENGLISH, "https://news.example.com/3"),
        made.record(ENGLISH, "https://english.garam.example.kr/4"),
        made.record(b"{}", head=head.format("200 OK", "application/json")),
        made.record(b"gone", head=head.format("404 Not Found", "text/html")),
        made.record(gzip.compress(made.page(5)), head="HTTP/1.1 200 OK\r\nContent-Encoding: gzip"
                    "\r\nContent-Type: text/html"),
        made.record(made.page(6), head="HTTP/1.1 200 OK\r\nContent-Encoding: gzip"
                    "\r\nContent-Type: text/html"),
        made.record(b"%X\r\n" % len(made.page(7)) + made.page(7) + b"\r\n0\r\n\r\n",
                    head="HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"),
        made.record(b"127.0.0.1", "dns:garam.example.kr", head="x"),
        made.record(b"\xff\xff", head="HTTP/1.1 200 OK\r\nContent-Encoding: br"
                    "\r\nContent-Type: text/html"),
    ]  # fmt: skip


SKIPPED = {
    "warcinfo record": 1,
    "request record": 1,
    "foreign page": 2,
    "no HTML page": 1,
    "HTTP status 404": 1,
    "no HTTP response": 1,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_korean_pages_are_read_and_the_rest_is_counted(take, put, made, suffix):
    put(f"cc.{suffix}", b"".join(PACKERS[suffix](record) for record in mixed(made)))
    taken = take(f"cc.{suffix}")
    assert taken.skipped == SKIPPED
    assert list(taken.failures.values()) == ["bad_response"]
    good = [item for item in taken.items if item.failure is None]
    texts = [extract(item.source).article.text.split("투입한다고 ")[1][0] for item in good]
    assert texts == ["1", "2", "5", "6", "7"]
    assert good[0].source.url == "https://garam.example.kr/1"
    assert good[0].source.fetched_at.isoformat() == "2018-12-27T11:43:00+00:00"


def test_the_key_is_the_offset_of_the_record(take, put, made):
    records = [made.record(made.page(n)) for n in range(3)]
    put("a.warc", b"".join(records))
    put("b.warc.gz", b"".join(map(gzip.compress, records)))
    size, packed = len(records[0]), len(gzip.compress(records[0]))
    assert take("a.warc").keys == ["a.warc@0", f"a.warc@{size}", f"a.warc@{2 * size}"]
    assert take("b.warc.gz").keys[:2] == ["b.warc.gz@0", f"b.warc.gz@{packed}"]


def test_records_packed_together_have_keys_of_their_own(take, put, made):
    put("a.warc.gz", gzip.compress(b"".join(made.record(made.page(n)) for n in range(3))))
    taken = take("a.warc.gz", stretch=10)
    assert taken.keys == ["a.warc.gz@0", "a.warc.gz@0.2", "a.warc.gz@0.3"]
    assert len(taken.refs) == 1


def test_a_warc_without_its_suffix_is_known_by_its_first_bytes(take, put, made):
    put("a", made.record(made.page(1)))
    put("b.gz", gzip.compress(made.record(made.page(1))))
    assert take(".").keys == ["a@0", "b.gz@0"]


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("lost", [3, 40])
def test_a_file_cut_short_is_said_to_be_so(take, put, made, suffix, lost):
    data = b"".join(PACKERS[suffix](made.record(made.page(n))) for n in range(4))
    put(f"a.{suffix}", data[:-lost])
    taken = take(f"a.{suffix}")
    assert len(taken.items) - len(taken.failures) >= 3
    if suffix != "warc" or lost > 4:
        assert list(taken.failures.values()) == ["archive"]


@pytest.mark.parametrize("stretch", [100, 1 << 20])
def test_damage_costs_what_is_damaged(take, put, made, stretch):
    members = [gzip.compress(made.record(made.page(n))) for n in range(9)]
    members[4] = members[4][:60] + b"\x00\xff\x00\xff" + members[4][64:]
    put("a.warc.gz", b"".join(members))
    taken = take("a.warc.gz", stretch=stretch)
    assert list(taken.failures.values()) == ["archive"]
    assert len(taken.items) == 9


@pytest.mark.parametrize(
    ("name", "content"), [("a.warc", b""), ("b.warc.gz", b"<html>"), ("c.warc", b"WARC/1.0\r\n")]
)
def test_what_is_no_warc_is_a_failure(take, put, name, content):
    put(name, content)
    taken = take(name)
    assert len(taken.items) == len(taken.failures) == 1


def test_pages_that_are_there_in_part_or_too_large_are_failures(take, put, made, monkeypatch):
    whole = made.record(made.page(1))
    cut = whole.replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date")
    part = whole.replace(b"WARC-Date", b"WARC-Segment-Number: 1\r\nWARC-Date")
    resource = made.record(made.page(2), kind="resource")
    resource = resource.replace(b"application/http; msgtype=response", b"text/html")
    large = made.record(made.page(3, "x" * 5000))
    monkeypatch.setattr("newsextract.batch.inputs.warcs._MOST_BLOCK", 3000)
    put("a.warc", cut + part + resource + large + whole)
    taken = take("a.warc")
    assert list(taken.failures.values()) == ["archive", "archive", "too_large"]
    good = [item.source for item in taken.items if item.failure is None]
    texts = [extract(page).article.text for page in good]
    assert [made.article(2) in texts[0], made.article(1) in texts[1]] == [True, True]


def test_a_cut_that_is_no_place_of_a_record_is_told(put, made, tmp_path):
    records = [gzip.compress(made.record(made.page(n))) for n in range(3)]
    put("a.warc.gz", b"".join(records))
    ref = Ref(str(tmp_path / "a.warc.gz"), "warc", 0, len(records[0]) + 7)
    items = [item for item in read(ref) if isinstance(item, Item)]
    assert [item.failure.kind for item in items if item.failure] == ["archive"]
    assert len(items) == 3


def test_an_archive_that_unpacks_to_nothing_is_counted(take, put):
    put("a.warc.gz", gzip.compress(b""))
    taken = take("a.warc.gz")
    assert (taken.items, taken.skipped) == ([], {"container without articles": 1})


def test_a_page_in_a_page_is_not_cut_loose(take, put, made):
    # A page that shows a WARC record, in a plain file, where cuts are looked for.
    inner = b"\r\n\r\n" + made.record(made.page(8))
    records = [made.record(made.page(n, inner.decode())) for n in range(6)]
    put("a.warc", b"".join(records))
    assert take("a.warc", stretch=300).keys == take("a.warc").keys
    assert len(take("a.warc", stretch=300).refs) > 1


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 12), max_size=12),
    st.sampled_from(sorted(PACKERS)),
    st.integers(1, 3000),
    st.lists(st.integers(0, 10**6), max_size=2),
)
def test_cutting_changes_nothing(made, tmp_path_factory, chosen, suffix, stretch, damaged):
    pool = mixed(made)
    data = bytearray(b"".join(PACKERS[suffix](pool[n]) for n in chosen))
    for at in damaged:
        if data:
            data[at % len(data)] ^= 0x55
    path = tmp_path_factory.mktemp("warc") / f"a.{suffix}"
    path.write_bytes(data)
    whole, cut = made.Taken(find([path])), made.Taken(find([path], stretch=stretch))
    assert (cut.items, cut.skipped) == (whole.items, whole.skipped)
    if cut.refs:
        fine = cut.finely()
        assert (fine.items, fine.skipped) == (whole.items, whole.skipped)
    assert len(set(whole.keys)) == len(whole.keys)
