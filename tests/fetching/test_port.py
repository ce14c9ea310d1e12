"""One hop over the network, against servers on this machine that keep to no rule."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import httpcore
import pytest

from newsextract.archives.exchange import Exchange
from newsextract.errors import (
    FetchError,
    OversizeError,
    RefusedError,
    ResponseError,
    TimedOutError,
    UnreachableError,
    UsageError,
)
from newsextract.fetching.policy import MAX_HEADER_BYTES, Policy
from newsextract.fetching.port import HttpPort

LIMIT = 100_000
HERE = Policy(allow_private=True, timeout=10)
PAGE = "총 5억원".encode("cp949")


def _load_wire() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wire", Path(__file__).with_name("wire.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


wire = _load_wire()
answer, says, replies, serve = wire.answer, wire.says, wire.replies, wire.serve


@asynccontextmanager
async def opened(policy: Policy = HERE, **options: Any) -> AsyncIterator[HttpPort]:
    port = HttpPort(policy, user_agent="newsextract/test", **options)
    try:
        yield port
    finally:
        await port.aclose()


def get(
    script: Any,
    *,
    path: str = "/",
    headers: dict[str, str] | None = None,
    limit: int = LIMIT,
    policy: Policy = HERE,
) -> tuple[Exchange, Any]:
    """Ask a server once."""

    async def main() -> tuple[Exchange, Any]:
        async with serve(script) as server, opened(policy) as port:
            return await port.get(server.url(path), headers or {}, limit), server

    return asyncio.run(main())


def fails(script: Any, error: type[FetchError], match: str, **options: Any) -> None:
    with pytest.raises(FetchError, match=match) as caught:
        get(script, **options)
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)


# What comes back


def test_an_answer_comes_as_it_was_sent() -> None:
    head = (
        b"HTTP/1.1 200 Alles gut\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\n"
        b"X-Title: \xc3\xd1\r\nset-cookie: b=2\r\nContent-Length: 7\r\n\r\n"
    )
    exchange, server = get(says(head + PAGE[:7]), path="/a?b=c#top")
    assert exchange.status == 200
    assert exchange.reason == "Alles gut"
    assert exchange.http_version == "HTTP/1.1"
    assert exchange.url == server.url("/a?b=c")
    assert exchange.body == PAGE[:7]
    assert exchange.peer == "127.0.0.1"
    assert exchange.cache == "miss"
    assert exchange.at.tzinfo is not None
    assert exchange.response_headers == (
        ("Content-Type", "text/html"),
        ("Set-Cookie", "a=1"),
        ("X-Title", "\xc3\xd1"),
        ("set-cookie", "b=2"),
        ("Content-Length", "7"),
    )


def test_the_request_is_plain_and_says_who_asks() -> None:
    exchange, server = get(says(answer()), headers={"accept": "text/plain", "Referer": "http://a/"})
    head = server.heads[0].split("\r\n")
    assert head[0] == "GET / HTTP/1.1"
    assert [tuple(line.split(": ", 1)) for line in head[1:-2]] == list(exchange.request_headers)
    assert dict(exchange.request_headers) == {
        "Host": f"127.0.0.1:{server.port}",
        "User-Agent": "newsextract/test",
        "Accept-Language": "ko,en;q=0.5",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "accept": "text/plain",
        "Referer": "http://a/",
    }


def test_the_content_coding_stays_and_the_transfer_coding_goes() -> None:
    chunked = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
        b"3\r\nabc\r\n2;a=b\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n"
    )
    exchange, _ = get(says(chunked))
    assert exchange.body == b"abcde"
    assert ("Content-Encoding", "gzip") in exchange.response_headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 404, 429, 500, 503, 599])
def test_redirects_and_errors_are_returned_as_they_are(status: int) -> None:
    line = "Location: http://169.254.169.254/latest"
    exchange, server = get(says(answer(b"x", line, "Retry-After: 3", status=f"{status} No")))
    assert exchange.status == status
    assert exchange.body == b"x"
    assert ("Location", "http://169.254.169.254/latest") in exchange.response_headers
    assert server.targets == ["/"]


def test_bodies_that_end_with_the_connection_and_early_hints_are_read() -> None:
    assert get(says(b"HTTP/1.0 200 OK\r\n\r\nabc"))[0].body == b"abc"
    assert get(says(b"HTTP/1.1 204 No Content\r\n\r\n"))[0].body == b""
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    assert get(says(hints, hints, answer(b"abc")))[0].body == b"abc"


def test_a_path_in_hangul_is_escaped_and_escapes_stay() -> None:
    _, server = get(says(answer()), path="/기사/%B1%E2?q=예산 1%&r=%EC")
    assert server.targets == ["/%EA%B8%B0%EC%82%AC/%B1%E2?q=%EC%98%88%EC%82%B0%201%&r=%EC"]


def test_cookies_are_not_sent_back() -> None:
    async def main() -> Any:
        reply = replies(lambda _: answer(b"", "Set-Cookie: session=1; Path=/"))
        async with serve(reply) as server, opened() as port:
            for _ in range(3):
                await port.get(server.url(), {}, LIMIT)
            return server

    server = asyncio.run(main())
    assert not any("session" in head or "Cookie" in head for head in server.heads)
    assert server.connections == 1  # one connection served all three


# Limits


def test_a_body_at_the_limit_is_taken_and_one_over_it_is_not() -> None:
    assert len(get(says(answer(b"x" * 1000)), limit=1000)[0].body) == 1000
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"x" * 1001
    fails(says(chunks, b"\r\n0\r\n\r\n"), OversizeError, "more than 1,000 bytes", limit=1000)


def test_a_length_over_the_limit_is_refused_before_the_body_is_read() -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n")
        await connection.request()  # no byte of a body is sent

    fails(script, OversizeError, "more than 100,000 bytes")


@pytest.mark.parametrize(
    ("head", "more"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"400\r\n" + b"x" * 1024 + b"\r\n",
        ),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 10_000),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n" * 1000),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 100),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1;" + b"x" * 50_000 + b"\r\nx\r\n",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            b"X: " + b"x" * 9000 + b"\r\n",
        ),
        (b"", b"x" * 10_000),
    ],
    ids=["body", "chunks", "header", "headers", "hints", "chunk-extensions", "trailers", "status"],
)
def test_what_never_ends_is_given_up(head: bytes, more: bytes) -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await connection.send(head)
        await connection.sends_for_ever(more)

    fails(script, OversizeError, "bytes")


def test_a_head_at_the_limit_is_taken_and_one_over_it_is_not() -> None:
    bare = len("Content-Length: 0\r\n") + len("X: \r\n")
    full = "X: " + "x" * (MAX_HEADER_BYTES - bare)
    assert get(says(answer(b"", full)))[0].status == 200
    fails(says(answer(b"", full + "x")), OversizeError, "a head of 100,001 bytes")
    fails(says(answer(b"", full * 10)), OversizeError, "a head of")


# Time


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_a_server_that_drips_is_given_up(head: bytes) -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await connection.send(head or b"HTTP/1.1 200 OK\r\nX: ")
        while True:  # each byte in time, the whole never
            await connection.send(b"x")
            await asyncio.sleep(0.02)

    fails(script, TimedOutError, r"within 0\.3 s", policy=HERE.model_copy(update={"timeout": 0.3}))


def test_a_server_that_says_nothing_is_given_up() -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await asyncio.sleep(60)

    fails(script, TimedOutError, r"0\.2 s", policy=HERE.model_copy(update={"timeout": 0.2}))


def test_a_look_up_that_hangs_is_given_up() -> None:
    async def hang(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        raise AssertionError((host, port))

    async def main() -> None:
        policy = HERE.model_copy(update={"timeout": 0.2})
        async with opened(policy, resolver=hang) as port:
            await port.get("http://slow.example/", {}, LIMIT)

    with pytest.raises(TimedOutError):
        asyncio.run(main())


def test_after_a_time_out_the_port_still_works() -> None:
    async def script(connection: Any) -> None:
        while True:
            head = await connection.request()
            if "/slow" in head:
                await asyncio.sleep(60)
            await connection.send(answer(b"ok"))

    async def main() -> None:
        policy = HERE.model_copy(update={"timeout": 0.5})
        async with serve(script) as server, opened(policy) as port:
            for _ in range(3):
                slow = [port.get(server.url("/slow"), {}, LIMIT) for _ in range(5)]
                ends = await asyncio.gather(*slow, return_exceptions=True)
                assert [type(end) for end in ends] == [TimedOutError] * 5
                assert (await port.get(server.url("/"), {}, LIMIT)).body == b"ok"

    asyncio.run(main())


def test_a_cancelled_request_leaves_the_port_sound() -> None:
    async def script(connection: Any) -> None:
        head = await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
        if "/slow" in head:
            await asyncio.sleep(60)
        await connection.send(b"k")

    async def main() -> None:
        async with serve(script) as server, opened() as port:
            task = asyncio.create_task(port.get(server.url("/slow"), {}, LIMIT))
            while not server.heads:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await port.get(server.url("/"), {}, LIMIT)).body == b"ok"

    asyncio.run(main())


def test_requests_given_up_twice_at_once_leave_no_connection_open() -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while True:
            await connection.send(b"x")
            await asyncio.sleep(0.01)

    async def one(port: HttpPort, url: str, seconds: float) -> None:
        with pytest.raises((TimeoutError, TimedOutError)):
            async with asyncio.timeout(seconds):
                await port.get(url, {}, LIMIT)

    async def main() -> None:
        policy = HERE.model_copy(update={"timeout": 0.5})
        async with serve(script) as server, opened(policy) as port:
            patience = [0.498 + n / 12_500 for n in range(50)]
            await asyncio.gather(*(one(port, server.url(), seconds) for seconds in patience))
            while server.open:  # a connection left open would keep the test here for ever
                await asyncio.sleep(0.01)

    asyncio.run(main())


def test_closing_the_port_ends_what_is_under_way() -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await asyncio.sleep(60)

    async def main() -> None:
        async with serve(script) as server:
            port = HttpPort(HERE, user_agent="newsextract/test")
            task = asyncio.create_task(port.get(server.url(), {}, LIMIT))
            while not server.heads:
                await asyncio.sleep(0.01)
            await port.aclose()
            with pytest.raises(UsageError, match="closed"):
                await task

    asyncio.run(main())


# Broken answers


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "received 3 bytes, expected 10"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "incomplete chunked"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "incomplete chunked",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", "chunk header"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "chunk footer"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "Content-Length",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabcd", "Content-Length"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: bzip\r\n\r\nabcd", "Transfer-Encoding"),
        (b"HTTP/1.1 200 OK\r\nContent", "without sending a response"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "header line"),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", "status line"),
        (b"<html>hello</html>\r\n\r\n", "status line"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "without sending|status line"),
        (b"\x16\x03\x01\x02\x00\x01", "without sending|illegal"),
        (b"", "without sending a response"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
            "UPGRADE",
        ),
    ],
)
def test_what_is_cut_short_or_no_http_is_no_answer(sent: bytes, why: str) -> None:
    fails(says(sent), ResponseError, why)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
def test_a_connection_reset_is_no_answer(first: bytes) -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        if first:
            await connection.send(first)
            await asyncio.sleep(0.05)
        connection.reset()

    fails(script, ResponseError, "connection lost|not a whole HTTP answer")


def test_a_connection_that_was_closed_meanwhile_is_made_again() -> None:
    async def script(connection: Any) -> None:
        await connection.request()
        await connection.send(answer(b"%d" % connection.number))
        # Closed only when the next request has arrived: the client could not know.
        await connection.reader.read(1)

    async def main() -> list[bytes]:
        async with serve(script) as server, opened() as port:
            return [(await port.get(server.url(), {}, LIMIT)).body for _ in range(4)]

    assert asyncio.run(main()) == [b"1", b"2", b"3", b"4"]


def test_a_server_that_always_hangs_up_is_asked_once() -> None:
    async def main() -> int:
        async with serve(says(b"")) as server, opened() as port:
            with pytest.raises(ResponseError):
                await port.get(server.url(), {}, LIMIT)
            return len(server.heads)

    assert asyncio.run(main()) == 1


@pytest.mark.parametrize(
    "rest", [b"left over", b"</html>\r\n\r\n", answer(b"planted"), answer(b"planted") * 2]
)
def test_what_comes_after_a_body_spoils_no_other_page(rest: bytes) -> None:
    async def script(connection: Any) -> None:
        while True:
            head = await connection.request()
            await connection.send(answer(head.split(" ")[1].encode()) + rest)

    async def main() -> list[bytes]:
        async with serve(script) as server, opened() as port:
            return [(await port.get(server.url(f"/{n}"), {}, LIMIT)).body for n in range(4)]

    assert asyncio.run(main()) == [b"/0", b"/1", b"/2", b"/3"]


# Addresses


class Dialled(httpcore.AnyIOBackend):
    """Writes down which addresses would be connected to, and connects to this machine."""

    addresses: list[str]
    dead: frozenset[str] = frozenset()

    async def connect_tcp(self, host: str, port: int, *rest: Any) -> httpcore.AsyncNetworkStream:
        self.addresses.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("dead")
        return await super().connect_tcp("127.0.0.1", port, *rest)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> type[Dialled]:
    class Fresh(Dialled):
        addresses: list[str] = []  # noqa: RUF012 (one list a test)

    monkeypatch.setattr(httpcore, "AnyIOBackend", Fresh)
    return Fresh


Talk = Callable[[HttpPort, Any], Awaitable[None]]


def with_names(names: Any, talk: Talk, policy: Policy | None = None) -> Any:
    """Run `talk` with a guarded port whose names are these."""

    async def main() -> Any:
        reply = replies(lambda head: answer(head.split(" ")[1].encode(), "Connection: close"))
        async with (
            serve(reply) as server,
            opened(policy or Policy(timeout=10), resolver=names) as port,
        ):
            await talk(port, server)
            return server

    return asyncio.run(main())


def test_a_name_that_changes_its_answer_is_looked_up_once_a_connection(
    dialled: type[Dialled],
) -> None:
    names = wire.Names(news=[["93.184.216.34"], ["127.0.0.1"]])

    async def talk(port: HttpPort, server: Any) -> None:
        exchange = await port.get(server.url("/1", "news.example"), {}, LIMIT)
        assert exchange.body == b"/1"
        assert exchange.peer == "93.184.216.34"
        assert names.asked == ["news.example"]
        with pytest.raises(RefusedError, match=r"news\.example is at 127\.0\.0\.1"):
            await port.get(server.url("/2", "news.example"), {}, LIMIT)

    server = with_names(names, talk)
    assert server.targets == ["/1"]
    assert names.asked == ["news.example"] * 2
    assert dialled.addresses == ["93.184.216.34"]


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:10.0.0.1"]
)
def test_a_name_that_stands_for_the_inside_is_never_connected_to(
    inside: str, dialled: type[Dialled]
) -> None:
    names = wire.Names(inside=[[inside]], mixed=[["93.184.216.34", inside]])

    async def talk(port: HttpPort, server: Any) -> None:
        for host in ("inside.example", "mixed.example"):
            with pytest.raises(RefusedError, match="not a public address"):
                await port.get(server.url("/", host), {}, LIMIT)

    assert with_names(names, talk).connections == 0
    assert dialled.addresses == []


def test_an_address_inside_is_refused_before_anything_is_looked_up() -> None:
    names = wire.Names()

    async def talk(port: HttpPort, server: Any) -> None:
        for host in ("127.0.0.1", "0x7f.1", "[::1]", "localhost", "[::ffff:7f00:1]"):
            with pytest.raises(RefusedError):
                await port.get(server.url("/", host), {}, LIMIT)

    assert with_names(names, talk).connections == 0
    assert names.asked == []


def test_the_next_address_is_tried_when_one_is_dead(dialled: type[Dialled]) -> None:
    dialled.dead = frozenset({"2606:4700::1", "93.184.216.34"})
    names = wire.Names(
        news=[["2606:4700::1", "93.184.216.34", "93.184.216.35"]], gone=[["93.184.216.34"]]
    )

    async def talk(port: HttpPort, server: Any) -> None:
        exchange = await port.get(server.url("/", "news.example"), {}, LIMIT)
        assert exchange.peer == "93.184.216.35"
        with pytest.raises(UnreachableError, match="dead"):
            await port.get(server.url("/", "gone.example"), {}, LIMIT)

    with_names(names, talk)


def test_unknown_hosts_and_closed_ports_are_unreachable() -> None:
    async def main() -> None:
        async with serve(says(answer())) as server:
            url = server.url()
        async with opened(resolver=wire.Names()) as port:
            with pytest.raises(UnreachableError, match=r"unknown host: gone\.example"):
                await port.get("http://gone.example/", {}, LIMIT)
            with pytest.raises(UnreachableError, match="no connection"):
                await port.get(url, {}, LIMIT)

    asyncio.run(main())


@pytest.mark.parametrize("url", ["ftp://a/", "http://u:p@a/", "http://a\\b/", "http://a:0/", "a"])
def test_a_url_that_may_not_be_asked_is_refused(url: str) -> None:
    async def main() -> None:
        async with opened(resolver=wire.Names()) as port:
            await port.get(url, {}, LIMIT)

    with pytest.raises(RefusedError):
        asyncio.run(main())


def test_a_url_too_long_to_write_or_a_header_that_breaks_lines_is_refused() -> None:
    fails(says(answer()), RefusedError, "cannot be asked for", path="/" + "a" * 70_000)
    fails(says(answer()), RefusedError, "cannot be written", headers={"X": "a\r\nHost: b"})


# Proxies


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    return monkeypatch


def test_proxies_of_the_environment_are_not_used(no_proxies: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        no_proxies.setenv(name, "http://127.0.0.1:9")
    assert get(says(answer(b"straight")))[0].body == b"straight"


def test_proxies_of_the_environment_are_used_when_asked_for(
    no_proxies: pytest.MonkeyPatch,
) -> None:
    names = wire.Names()

    async def talk(port: HttpPort, server: Any) -> None:
        exchange = await port.get("http://news.example/1", {}, LIMIT)
        assert exchange.body == b"http://news.example/1"
        assert exchange.peer is None  # whom the proxy asked is not known
        with pytest.raises(UnreachableError):  # this proxy makes no tunnels
            await port.get("https://news.example/1", {}, LIMIT)
        with pytest.raises(RefusedError):  # written in the URL, so refused all the same
            await port.get(f"http://127.0.0.1:{server.port}/", {}, LIMIT)

    async def main() -> Any:
        def reply(head: str) -> Any:
            if head.startswith("CONNECT"):
                return answer(status="403 Forbidden")
            return answer(head.split(" ")[1].encode())

        async with serve(replies(reply)) as server:
            for name in ("http_proxy", "https_proxy"):
                no_proxies.setenv(name, f"http://user:secret@127.0.0.1:{server.port}")
            policy = Policy(timeout=10, proxies=True)
            async with opened(policy, resolver=names) as port:
                await talk(port, server)
            return server

    server = asyncio.run(main())
    assert server.targets == ["http://news.example/1", "news.example:443"]
    assert "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=" in server.heads[0]
    assert names.asked == []


def test_hosts_without_a_proxy_are_guarded_as_ever(no_proxies: pytest.MonkeyPatch) -> None:
    no_proxies.setenv("http_proxy", "http://127.0.0.1:9")
    no_proxies.setenv("no_proxy", "inside.example")

    async def talk(port: HttpPort, server: Any) -> None:
        with pytest.raises(RefusedError, match="not a public address"):
            await port.get(server.url("/", "inside.example"), {}, LIMIT)

    names = wire.Names(inside=[["127.0.0.1"]])
    assert with_names(names, talk, Policy(timeout=10, proxies=True)).connections == 0


def test_a_proxy_that_is_no_http_proxy_is_said(no_proxies: pytest.MonkeyPatch) -> None:
    no_proxies.setenv("all_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(UsageError, match="only HTTP proxies"):
        get(says(answer()), policy=HERE.model_copy(update={"proxies": True}))


# Life


def test_many_requests_at_once_each_get_their_own_answer() -> None:
    async def main() -> None:
        reply = replies(lambda head: answer(head.split(" ")[1].encode()))
        async with serve(reply) as server, opened() as port:
            paths = [f"/{n}" for n in range(200)]
            got = await asyncio.gather(*(port.get(server.url(path), {}, LIMIT) for path in paths))
            assert [exchange.body.decode() for exchange in got] == paths

    asyncio.run(main())


def test_a_closed_port_says_so() -> None:
    async def main() -> None:
        port = HttpPort(HERE, user_agent="newsextract/test")
        await port.aclose()
        await port.aclose()
        await port.get("http://127.0.0.1/", {}, LIMIT)

    with pytest.raises(UsageError, match="closed"):
        asyncio.run(main())


def test_http_libraries_wait_until_they_are_needed() -> None:
    program = (
        "import sys, newsextract.fetching.port\n"
        "print([m for m in ('httpx', 'httpcore', 'hishel', 'anyio') if m in sys.modules])"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
