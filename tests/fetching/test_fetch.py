"""Fetching: on this machine or a mock only; no test touches the network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

import newsextract
from newsextract import FetchError
from newsextract.fetching import addresses as guard

Answer = Callable[[httpx.Request], httpx.Response]
URL = "https://news.example/article/1"


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names stand for a public address, but for a few that point inside."""
    inside = {"inside.example": "10.0.0.7", "metadata.example": "169.254.169.254"}

    def resolve(host: str, _: int) -> list[str]:
        is_address = host[0].isdigit() or ":" in host
        return [inside.get(host, host if is_address else "93.184.216.34")]

    monkeypatch.setattr(guard, "_addresses", resolve)


def fetch(answer: Answer, url: str = URL, **options: int) -> newsextract.Page:
    return newsextract.fetch(url, transport=httpx.MockTransport(answer), **options)  # type: ignore[arg-type]


def test_a_page_comes_as_bytes_with_its_headers() -> None:
    body = "총 5억원".encode("cp949")
    page = fetch(
        lambda _: httpx.Response(
            200, content=body, headers={"Content-Type": "text/html; charset=euc-kr"}
        )
    )
    assert page.content == body
    assert page.url == URL
    assert page.headers["content-type"] == "text/html; charset=euc-kr"
    assert page.fetched_at is not None


def test_redirects_are_followed_and_the_last_url_is_kept() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/article/1":
            return httpx.Response(302, headers={"Location": "/article/2"})
        return httpx.Response(200, text="ok")

    assert fetch(answer).url == "https://news.example/article/2"


@pytest.mark.parametrize("target", ["http://inside.example/", "http://127.0.0.1/", "file:///etc"])
def test_a_redirect_to_the_inside_is_refused(target: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": target})

    with pytest.raises(FetchError):
        fetch(answer)
    assert asked == [URL]


def test_redirects_in_a_circle_end() -> None:
    with pytest.raises(FetchError, match="redirects"):
        fetch(lambda _: httpx.Response(301, headers={"Location": URL}))


def test_too_much_is_refused_even_when_it_came_compressed() -> None:
    with pytest.raises(FetchError, match="more than 1,000 bytes"):
        fetch(lambda _: httpx.Response(200, content=b"x" * 1001), max_bytes=1000)


@pytest.mark.parametrize("status", [403, 404, 500, 304])
def test_an_error_status_is_an_error(status: int) -> None:
    with pytest.raises(FetchError, match=f"HTTP {status}"):
        fetch(lambda _: httpx.Response(status))


def test_httpx_errors_become_ours() -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    def slow(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow")

    with pytest.raises(FetchError, match="connection refused"):
        fetch(broken)
    with pytest.raises(FetchError, match="no answer within"):
        fetch(slow)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/1",
        "file:///etc/passwd",
        "https://",
        "news.example",
        "https://user:secret@news.example/",
        "https://[::1",
        "https://news.example:99999/",
        "http://inside.example/",
        "http://metadata.example/latest",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_what_may_not_be_fetched(url: str) -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked for")

    with pytest.raises(FetchError):
        fetch(never, url)


class Quiet(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write("총 5억원".encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Quiet) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/"
        http.shutdown()
        thread.join()


def test_a_real_server_on_this_machine(server: str) -> None:
    assert newsextract.fetch(server, allow_private=True).content.decode() == "총 5억원"


def test_a_name_that_answers_differently_when_connected(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The look-up before the request said "public", the connection went to this machine.
    monkeypatch.setattr(guard, "_addresses", lambda _host, _port: ["93.184.216.34"])
    with pytest.raises(FetchError, match="not a public address"):
        newsextract.fetch(server)


def test_an_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.undo()
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"unknown host: gone\.example"):
        newsextract.fetch("http://gone.example/")
