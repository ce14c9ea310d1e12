"""One made-up press page, and the ways a browser keeps it."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

import pytest

URL = "https://www.garam-ilbo.example/news/articleView.html?idxno=1024"
BODY = (
    "가람시는 내년 하천 정비에 총 2,538억원(국비 1,839억원, 지방비 699억원)을 투입한다고 밝혔다.",
    "시는 상류 똠골 마을부터 제방을 차례로 높이고, 낡은 배수 펌프 일곱 대를 새것으로 바꾼다.",
    "이번 사업은 다음 달 설계에 들어가 2027년 말 마무리될 예정이다.",
)

Archive = Callable[..., bytes]


@pytest.fixture(scope="session")
def page_markup() -> str:
    paragraphs = "".join(f"<p>{text}</p>\n" for text in BODY)
    return (
        "<!DOCTYPE html>\n<html><head>\n"
        "<title>가람시, 하천 정비에 2,538억원 투입 - 가람일보</title>\n"
        '<meta property="og:title" content="가람시, 하천 정비에 2,538억원 투입">\n'
        "</head><body>\n<header><a href='/'>가람일보</a></header>\n"
        "<h1>가람시, 하천 정비에 2,538억원 투입</h1>\n"
        f'<div id="article-view-content-div">\n{paragraphs}</div>\n'
        "<footer>저작권자 ⓒ 가람일보 무단전재 및 재배포 금지</footer>\n</body></html>\n"
    )


@pytest.fixture(scope="session")
def body() -> str:
    return "\n".join(BODY)


@pytest.fixture(scope="session")
def url() -> str:
    return URL


def part(
    data: bytes, kind: str, location: str, encoding: str = "quoted-printable", cid: str = ""
) -> bytes:
    packed = data
    if encoding == "quoted-printable":
        packed = quopri.encodestring(data)
    elif encoding == "base64":
        packed = base64.encodebytes(data)
    head = f"Content-Type: {kind}\n"
    head += f"Content-ID: <{cid}>\n" if cid else ""
    head += f"Content-Transfer-Encoding: {encoding}\nContent-Location: {location}\n\n"
    return head.encode() + packed


@pytest.fixture(scope="session")
def make_part() -> Archive:
    return part


@pytest.fixture(scope="session")
def make_archive() -> Archive:
    """An archive of parts as Chrome and Edge write it, with CRLF line ends."""

    def archive(
        *parts: bytes, location: str = URL, boundary: str = "--MultipartBoundary--q1w2e3----",
        kind: str = 'multipart/related;\n\ttype="text/html";', mark: str = "<Saved by Blink>",
    ) -> bytes:  # fmt: skip
        head = f"From: {mark}\nSnapshot-Content-Location: {location}\n"
        head += "Subject: =?utf-8?Q?=EA=B0=80?=\nDate: Tue, 5 Mar 2024 01:02:03 -0000\n"
        head += f'MIME-Version: 1.0\nContent-Type: {kind}\n\tboundary="{boundary}"\n\n\n'
        line = f"--{boundary}\n".encode()
        message = head.encode() + b"".join(line + p + b"\n" for p in parts)
        return (message + f"--{boundary}--\n".encode()).replace(b"\n", b"\r\n")

    return archive


@pytest.fixture(scope="session")
def mhtml(page_markup: str, make_archive: Archive) -> bytes:
    """The page as Chrome saves it: page, stylesheet, picture, a frame with an advert."""
    return make_archive(
        part(page_markup.encode(), "text/html", URL, cid="frame-1@mhtml.blink"),
        part(b"p { margin: 0 }", "text/css", "cid:css-1@mhtml.blink"),
        part(bytes(range(256)) * 20, "image/png", URL + "/1.png", "base64"),
        part(b"<html><body>ad</body></html>", "text/html", "https://ads.example/f"),
    )
