"""What was sent is told by its content, and read as far as it is whole."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.errors import ResponseError
from newsextract.fetching.discovery import documents
from newsextract.fetching.discovery.documents import open_document
from newsextract.fetching.discovery.entries import Scan

RSS = (
    "<rss version='2.0'><channel><item><link>https://garam.example/1</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("text", "kind", "root"),
    [
        (RSS, "feed", "rss"),
        ("<?xml version='1.0' encoding='utf-8'?>\n<!-- <urlset> --><rss>", "feed", "rss"),
        ("\n\n  <br />\n<b>Warning</b>: mysql_connect()<?xml version='1.0'?><rss>", "feed", "rss"),
        ("<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'x.dtd'><rss>", "feed", "rss"),
        ("<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/'>", "feed", "rdf:RDF"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed", "feed"),
        ("<atom:feed xmlns:atom='a'>", "feed", "atom:feed"),
        ("<urlset xmlns='s'>", "sitemap", "urlset"),
        ("<sm:urlset xmlns:sm='s'>", "sitemap", "sm:urlset"),
        ("<sitemapindex xmlns='s'>", "index", "sitemapindex"),
        ("https://garam.example/1\nhttps://garam.example/2\n", "list", ""),
        ("User-agent: *\nDisallow: /a\nSitemap: https://garam.example/s.xml", "robots", ""),
        ("<!doctype html><html><pre><rss></pre></html>", "html", ""),
        ("<html><body>", "html", ""),
        ("<p>a</p><p>b</p>", "html", ""),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_the_content_tells_what_it_is(text: str, kind: str, root: str, packed: bool) -> None:
    body = text.encode()
    document = open_document(gzip.compress(body) if packed else body)
    assert (document.kind, document.root, document.note) == (kind, root, None)
    if root:
        assert document.text.startswith(f"<{root}")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (gzip.compress(b"", mtime=0), "empty"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "no feed"),
        (b"User-agent: *\nDisallow: /", "no feed"),
        (b"<?xml version='1.0'?><svg></svg>", "no feed"),
        ("예산안이 통과됐다".encode(), "no feed"),
    ],
)
def test_what_lists_nothing_is_said(body: bytes, what: str) -> None:
    if b"svg" in body:
        # Any markup may be a page that names a feed.
        assert open_document(body).kind == "html"
        return
    with pytest.raises(ResponseError, match=what):
        open_document(body)


def test_a_feed_in_euc_kr_without_a_word_about_it() -> None:
    text = RSS.replace("<item>", "<item><title>펲시 예산</title>")
    assert "펲시 예산" in open_document(text.encode("cp949")).text


def test_half_of_the_gzip_data_gives_half_of_the_text() -> None:
    lines = "".join(f"https://garam.example/{n * 7919 % 10_007}\n" for n in range(20_000))
    packed = gzip.compress(lines.encode())
    for body, note in (
        (packed[: len(packed) // 2], "cut short"),
        (packed[: len(packed) // 2] + b"\xff" * 500 + packed[len(packed) // 2 + 500 :], "damaged"),
    ):
        document = open_document(body)
        assert document.kind == "list"
        assert note in str(document.note)
        assert 1_000 < document.text.count("\n") < 20_000
        assert lines.startswith(document.text[: len(document.text) // 2])


def test_gzip_members_are_joined_and_what_follows_them_ignored() -> None:
    packed = gzip.compress(b"https://garam.example/1\n") + gzip.compress(
        b"https://garam.example/2\n"
    )
    document = open_document(packed + b"\x00" * 512)
    assert document.text.split() == ["https://garam.example/1", "https://garam.example/2"]
    assert document.note is None


def test_a_bomb_is_read_to_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_DOCUMENT_BYTES", 100_000)
    for body in (gzip.compress(b"<rss>" + b" " * 5_000_000), b"<rss>" + b" " * 200_000):
        document = open_document(body)
        assert len(document.text) == 100_000
        assert "only the first" in str(document.note)
    many = gzip.compress(b"https://garam.example/1\n") + gzip.compress(b"") * 5_000
    assert "members" in str(open_document(many).note)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_an_error(data: bytes) -> None:
    for body in (data, b"<rss>" + data, gzip.compress(data), b"\x1f\x8b\x08" + data):
        try:
            open_document(body)
        except ResponseError:
            continue


def links(text: str, root: str = "rss", name: str = "item") -> tuple[list[str], Scan]:
    scan = Scan(text, root, name)
    return [f.text for fields in scan for f in fields if f.name == "link"], scan


def test_damage_in_one_entry_does_not_reach_the_next() -> None:
    found, scan = links(
        "<rss><item><link>1</link></item>"
        "<item><link>2</title></item>"
        "<item><link>3"
        "<item><link>4</link></item>"
        "<item><title>a < b & c &nbsp; \x08</title><link>5?x=1&idxno=2&copy=3</link></item></rss>"
    )
    assert found[0] == "1"
    assert found[-2:] == ["4", "5?x=1&idxno=2&copy=3"]
    assert "3" not in found
    assert scan.damaged == 1
    assert not scan.is_cut


@pytest.mark.parametrize("cut", ["<item><link>https://garam.example/12", "<item", "", "</ite"])
def test_what_is_cut_off_is_left_out_and_told(cut: str) -> None:
    found, scan = links("<rss><channel><item><link>1</link></item>" + cut)
    assert found == ["1"]
    assert scan.is_cut


def test_comments_and_cdata_hide_tags_and_lost_ends_hide_nothing() -> None:
    found, scan = links(
        "<rss><!-- <item><link>0</link></item> -->"
        "<item><title><![CDATA[ <item> & <b> ]]></title><link><![CDATA[1?a=1&b=2]]></link></item>"
        "<item><!-- <item> --><link>2</link></item>"
        "<item><link>3</link><title><![CDATA[ no end </title></item>"
        "<item><link>4</link><title><![CDATA[ x ]]></title></item>"
        "<!-- no end <item><link>5</link></item></rss>"
    )
    assert [found[0], found[1], found[-2], found[-1]] == ["1?a=1&b=2", "2", "4", "5"]
    assert not scan.is_cut


def test_entities_of_a_dtd_never_take_effect() -> None:
    evil = (
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>"
        "<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
        "<rss><item><link>https://garam.example/&b;&f;</link></item></rss>"
    )
    document = open_document(evil.encode())
    assert "ENTITY" not in document.text
    assert links(document.text)[0] == ["https://garam.example/&b;&f;"]


def test_prefixes_count_wherever_they_are_declared_and_fields_have_an_end() -> None:
    own = "<item xmlns:n='news' n:id='7'><n:link>1</n:link><link>2</link></item>"
    (fields,) = Scan(f"<rss>{own}</rss>", "rss", "item")
    assert fields[0].attributes == {"id": "7"}
    assert [(f.prefix, f.name, f.text) for f in fields[1:]] == [
        ("n", "link", "1"),
        ("", "link", "2"),
    ]
    (many,) = Scan("<rss><item>" + "<a/>" * 5_000 + "</item></rss>", "rss", "item")
    assert len(many) < 1_000


def test_empty_and_nested_entries() -> None:
    found, scan = links("<rss><item/><item /><items><item><link>1</link></item></items></rss>")
    assert found == ["1"]
    assert scan.damaged == 0
    deep = "<rss><item>" + "<a>" * 100_000 + "</item><item><link>2</link></item></rss>"
    assert links(deep)[0] == ["2"]


@given(st.lists(st.sampled_from(
    ["<item>", "</item>", "<item/>", "<![CDATA[", "]]>", "<!--", "-->", "<link>1</link>", "<", "&",
     ">", "</rss>", "<item a='", "x"]), max_size=40))  # fmt: skip
def test_no_order_of_pieces_raises(pieces: list[str]) -> None:
    text = "<rss>" + "".join(pieces)
    found, scan = links(text)
    assert len(found) <= text.count("<link>")
    assert scan.damaged <= text.count("<item")
