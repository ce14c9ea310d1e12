"""MHTML of Chrome, Edge and Internet Explorer: the right part, its text and its address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsextract
from newsextract.article import parse
from newsextract.article.forms import mhtml as room
from newsextract.article.forms.mhtml import is_mhtml, main_page
from newsextract.errors import NewsExtractError, NotAnArticleError, TooLargeError
from newsextract.models import Page


def test_the_article_of_a_chrome_archive(mhtml: bytes, body: str, url: str):
    article = parse(mhtml)
    assert article.text == body
    assert article.headline == "가람시, 하천 정비에 2,538억원 투입"
    assert (article.url, article.encoding, article.replacements) == (url, "utf-8", 0)


def test_a_file_and_the_whole_way_to_records(mhtml: bytes, tmp_path: Path):
    path = tmp_path / "saved.mhtml"
    path.write_bytes(mhtml)
    result = newsextract.extract(path)
    assert [record.amount.exact for record in result.records] == [253_800_000_000]
    assert {check.status for check in result.checks} == {"ok"}


def test_an_archive_given_as_text(mhtml: bytes, body: str, url: str):
    article = parse(mhtml.decode("ascii"))
    assert (article.text, article.url) == (body, url)


def test_what_the_caller_says_goes_first(mhtml: bytes):
    assert parse(mhtml, url="https://else.example/1").url == "https://else.example/1"
    assert parse(Page(content=mhtml, url="https://else.example/2")).url == "https://else.example/2"


def test_the_moment_it_was_saved(mhtml: bytes):
    assert main_page(mhtml).fetched_at == datetime(2024, 3, 5, 1, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "Date: \n", "Date: last week\n", "Date: 99 Foo 0 99:99\n"])
def test_a_date_that_is_none(mhtml: bytes, date: str, body: str):
    changed = mhtml.replace(b"Date: Tue, 5 Mar 2024 01:02:03 -0000\r\n", date.encode())
    assert main_page(changed).fetched_at is None
    assert parse(changed).text == body


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "binary"])
@pytest.mark.parametrize(
    ("codec", "charset", "decided"),
    [
        ("utf-8", "utf-8", ("utf-8", "utf8")),
        ("cp949", "ks_c_5601-1987", ("cp949", "declared")),
        ("cp949", "", ("cp949", "cp949")),
        ("utf-16", "unicode", ("utf-16-le", "bom")),
    ],
)
def test_transfer_encodings_and_charsets(
    make_archive, make_part, page_markup, body, url, encoding, codec, charset, decided
):
    kind = f'text/html;\n\tcharset="{charset}"' if charset else "text/html"
    if codec == "utf-16" and encoding != "base64":
        pytest.skip("browsers pack UTF-16 as base64: other encodings change its line ends")
    data = page_markup.encode(codec)
    article = parse(make_archive(make_part(data, kind, url, encoding)))
    assert article.text == body
    assert (article.encoding, article.encoding_reason) == decided


def test_internet_explorer_without_multipart(page_markup: str, body: str, make_part, url: str):
    data = b'From: "Saved by Windows Internet Explorer 8"\r\nMIME-Version: 1.0\r\n'
    data += make_part(page_markup.encode("cp949"), "text/html; charset=euc-kr", url)
    article = parse(data)
    assert (article.text, article.url, article.encoding) == (body, url, "cp949")


def test_start_names_the_part(make_archive, make_part, page_markup, body):
    archive = make_archive(
        make_part(b"<p>advert</p>", "text/html", "https://a.example/1", cid="one@x"),
        make_part(page_markup.encode(), "text/html", "https://a.example/2", cid="two@x"),
        kind='multipart/related; start="<two@x>"; type="text/html";',
    )
    assert parse(archive).text == body
    assert parse(archive).url == "https://a.example/2"


def test_the_snapshot_address_names_the_part(make_archive, make_part, page_markup, body, url):
    archive = make_archive(
        make_part(b"<p>advert</p>", "text/html", "https://a.example/1"),
        make_part(page_markup.encode(), "text/html", url),
    )
    assert (parse(archive).text, parse(archive).url) == (body, url)


def test_the_largest_frame_of_a_frameset(make_archive, make_part, page_markup, body, url):
    frames = b"<html><frameset rows='0,*'><frame src='t'><frame src='m'></frameset></html>"
    archive = make_archive(
        make_part(frames, "text/html", url),
        make_part(b"<p>top</p>", "text/html", "https://a.example/t"),
        make_part(page_markup.encode(), "text/html", "https://a.example/m"),
    )
    assert (parse(archive).text, parse(archive).url) == (body, "https://a.example/m")


def test_multipart_in_multipart(make_archive, make_part, page_markup, body, url):
    inner = b'Content-Type: multipart/alternative; boundary="in"\n\n--in\n'
    inner += b"Content-Type: text/plain\n\nplain\n--in\n"
    inner += make_part(page_markup.encode(), "text/html", url) + b"\n--in--\n"
    assert parse(make_archive(inner)).text == body


def test_line_ends_of_unix(mhtml: bytes, body: str):
    assert parse(mhtml.replace(b"\r\n", b"\n")).text == body


def test_an_archive_cut_short_gives_what_came(mhtml: bytes, body: str):
    cut = mhtml[: mhtml.index(b"text/css")]
    assert parse(cut).text == body


def test_addresses_that_cannot_be_written_out_are_dropped(make_archive, make_part, page_markup):
    for address in ("cid:frame@mhtml.blink", "file:///C:/a.html", "http://[broken", "x\x07y"):
        data = make_archive(make_part(page_markup.encode(), "text/html", address), location=address)
        assert parse(data).url is None


def test_no_html_part_is_no_article(make_archive, make_part):
    with pytest.raises(NotAnArticleError) as caught:
        parse(make_archive(make_part(b"p {}", "text/css", "https://a.example/s")))
    assert caught.value.found == "no_html_part"


def test_too_many_parts(make_archive, make_part):
    few = [make_part(b"", "text/css", "a")] * room.MAX_PARTS
    assert main_page(make_archive(make_part(b"<p>1</p>", "text/html", "a"), *few[1:])).content
    with pytest.raises(TooLargeError) as caught:
        main_page(make_archive(make_part(b"<p>1</p>", "text/html", "a"), *few))
    assert caught.value.unit == "parts"


def test_nesting_deeper_than_the_limit_is_not_looked_into(make_part):
    def nested(depth: int) -> bytes:
        data: bytes = make_part(b"<p>1</p>", "text/html", "a")
        for level in range(depth):
            mark = f"b{level}".encode()
            head = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\n\n'
            data = head + b"--" + mark + b"\n" + data + b"\n--" + mark + b"--\n"
        return b"MIME-Version: 1.0\n" + data

    assert main_page(nested(room.MAX_DEPTH)).content.startswith(b"<p>1</p>")
    for depth in (room.MAX_DEPTH + 2, 2_000):
        with pytest.raises(NotAnArticleError):
            main_page(nested(depth))


@pytest.mark.parametrize(
    "text",
    [
        "From: 가람시\nTo: 도민\n\n예산 5억원을 쓴다.",
        "<html>\nMIME-Version: 1.0\nContent-Type: text/html\n\n</html>",
        "제목\n\nMIME-Version: 1.0\nContent-Type: text/html\n",
        "Title: x\nMIME-Version: 1.0\nContent-Type: application/pdf\n\n",
    ],
)
def test_what_is_no_archive(text: str):
    assert not is_mhtml(text.encode())


@settings(max_examples=150)
@given(data=st.data())
def test_damaged_archives_give_an_article_or_a_typed_error(mhtml: bytes, data: st.DataObject):
    start = data.draw(st.integers(0, len(mhtml)))
    end = data.draw(st.integers(start, min(len(mhtml), start + 300)))
    filling = data.draw(
        st.sampled_from([b"", mhtml[start:end] * 2, b"\xff\x00", b";" * 99, b'"', b"--", b"\r\n"])
    )
    cut = data.draw(st.sampled_from([None, -1, -400, 900]))
    changed = (mhtml[:start] + filling + mhtml[end:])[:cut]
    try:
        first = parse(changed)
    except NewsExtractError:
        return
    assert first == parse(changed)


HEADERS = (
    b"MIME-Version: 1.0\n",
    b"Content-Type: text/html\n",
    b"Content-Type: multipart/related;\n",
    b' boundary="x"\n',
    b" boundary=x;\n",
    b"Content-Location: http://a.example/\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: text/html; charset*0=a; charset*1*=''%ff\n",
    b"\n",
    b"--x\n",
    b"--x--\n",
    b"PGI+PC9i\n",
    b"=EA=B0=\n",
    b"\xff\xfe: \n",
    b";" * 50,
    b'start="<',
    b'";"' * 9,
)


@given(st.lists(st.sampled_from(HEADERS), max_size=30).map(b"".join))
def test_headers_in_any_order(data: bytes):
    data = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n" + data
    try:
        page = main_page(data)
    except NewsExtractError:
        return
    assert page.url is None or page.url.isprintable()
