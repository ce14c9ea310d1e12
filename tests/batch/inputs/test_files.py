"""Single files: what they are, and that each gives one item that can be extracted."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest

from newsextract.api import extract
from newsextract.batch.inputs import read
from newsextract.batch.items import Item


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.html.gz", "a.html?id=1"])
def test_saved_pages_are_read_whatever_their_suffix(take, put, made, name):
    content = gzip.compress(made.page(7)) if name.endswith(".gz") else made.page(7)
    put(name, content)
    [item] = take(".").items
    assert item.key == name
    assert made.article(7) in extract(item.source).article.text


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz"])
def test_text_copies_are_read(take, put, made, name):
    text = made.article(1).encode("cp949")
    put(name, gzip.compress(text) if name.endswith(".gz") else text)
    [item] = take(".").items
    assert extract(item.source).article.text == made.article(1)


def test_mhtml_is_read_packed_or_not(take, put, made):
    mhtml = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        b"Snapshot-Content-Location: https://garam.example.kr/1\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Location: https://garam.example.kr/1\r\n\r\n"
        + made.page(3)
        + b"\r\n--b--\r\n"
    )
    put("a.mhtml", mhtml)
    put("b.mht.gz", gzip.compress(mhtml))
    taken = take(".")
    articles = [extract(item.source).article for item in taken.items]
    assert [a.url for a in articles] == ["https://garam.example.kr/1"] * 2


def test_the_digest_is_that_of_the_bytes(take, put, made):
    put("a.html", made.page(1))
    put("b.html.gz", gzip.compress(made.page(1), mtime=0))
    one, two = take(".").items
    assert one.digest == hashlib.sha256(made.page(1)).hexdigest()
    assert two.digest == hashlib.sha256(gzip.compress(made.page(1), mtime=0)).hexdigest()
    put("a.html", made.page(2))
    assert take("a.html").items[0].digest != one.digest


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n", "binary_input", "a picture"),
        ("a.pdf", b"%PDF-1.7", "binary_input", "a PDF document"),
        ("a.hwp", b"\xd0\xcf\x11\xe0", "binary_input", "an hwp document"),
        ("a.bin", b"%PDF-1.7", "binary_input", "a PDF document"),
        ("a.doc.gz", b"\x1f\x8b\x08", "binary_input", "a Word document"),
        ("README", b"read me", "not_an_article", "unknown suffix"),
        ("a.md", "# 예산".encode(), "not_an_article", "unknown suffix"),
        ("a.json", b"{}", "not_an_article", "unknown suffix"),
        ("empty", b"", "empty_input", "empty"),
    ],
)
def test_what_is_no_article_is_said_to_be_none(take, put, name, content, kind, words):
    put(name, content)
    [item] = take(".").items
    assert item.failure is not None
    assert (item.failure.kind, item.digest) == (kind, "")
    assert words in item.failure.message
    assert name in item.failure.message


def test_a_file_over_the_limit_is_a_failure_and_not_read(take, put, tmp_path):
    put("a.html", b"<p>")
    with (tmp_path / "a.html").open("r+b") as file:
        file.truncate(21 * 1024 * 1024)
    assert take("a.html").failures == {"a.html": "too_large"}


def test_a_file_that_is_gone_when_a_worker_comes_is_a_failure(take, put, made, tmp_path):
    put("a.html", made.page(1))
    [ref] = take("a.html").refs
    (tmp_path / "a.html").unlink()
    [item] = read(ref)
    assert isinstance(item, Item)
    assert item.failure is not None
    assert item.failure.kind == "unreadable"


def kept(content: bytes, **facts: object) -> str:
    """A page's sidecar as the fetcher writes it."""
    written = {
        "format": "newsextract-page",
        "requested_url": "https://garam.example.kr/1",
        "url": "https://garam.example.kr/1",
        "redirects": [],
        "status": 200,
        "headers": [["Content-Type", "text/html"]],
        "fetched_at": "2018-12-27T11:43:00Z",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "canonical_url": None,
        "original_url": None,
    }
    return json.dumps(written | facts, indent=1)


def test_what_the_fetcher_kept_beside_a_page_goes_with_it(take, put, made):
    put("host/a.html", made.page(1))
    put("host/a.html.json", kept(made.page(1)))
    put("host/b.html", made.page(1))
    taken = take("host")
    one, two = taken.items
    assert extract(one.source).article.url == "https://garam.example.kr/1"
    assert one.source.fetched_at.year == 2018
    assert one.digest != two.digest
    assert taken.skipped == {"sidecar": 1}


def test_a_page_that_is_not_as_it_was_fetched_is_a_failure(take, put, made):
    put("a.html", made.page(1)[:-30])
    put("a.html.json", kept(made.page(1)))
    put("b.html", made.page(2))
    put("b.html.json", '{"format": "newsextract-page", "url"')
    assert take(".").failures == {"a.html": "archive", "b.html": "archive"}


def test_json_of_others_beside_a_page_is_skipped_and_the_page_read(take, put, made):
    put("a.html", made.page(1))
    put("a.json", '{"title": "가람"}')
    put("a.html.json", "[]")
    taken = take(".")
    assert (taken.keys, taken.failures) == (["a.html"], {})
    assert taken.skipped == {"sidecar": 2}


def test_a_folder_of_the_fetchers_archives_is_read_without_its_journal(take, put, made):
    put("pages-00001.warc.gz", gzip.compress(made.record(made.page(1))))
    put("index.jsonl", '{"offset": 0}\n')
    put(".newsextract.lock", "")
    taken = take(".")
    assert taken.keys == ["pages-00001.warc.gz@0"]
    assert taken.skipped == {"hidden": 1, "journal of an archive": 1}
