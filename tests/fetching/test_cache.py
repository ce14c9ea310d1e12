"""The RFC 9111 cache: what is asked again, what is not, and that its file can cost no page."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from email.utils import formatdate
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsextract.archives.exchange import Exchange
from newsextract.errors import FetchError, OversizeError, ResponseError
from newsextract.fetching.policy import Policy
from newsextract.fetching.port import HttpPort

LIMIT = 1_000_000
FRESH = "Cache-Control: max-age=600"
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
answer, replies, serve = wire.answer, wire.replies, wire.serve
Ask = tuple[str, Mapping[str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "cache.sqlite"


def policy(file: Path) -> Policy:
    return Policy(allow_private=True, timeout=20, cache=file)


def talk(
    file: Path,
    reply: Callable[[str], bytes],
    *asks: Ask | str,
    script: Any = None,
    limit: int = LIMIT,
) -> tuple[list[Exchange | FetchError], Any, list[str | None]]:
    """Ask one after the other; "restart" makes a new port."""

    async def main() -> tuple[list[Exchange | FetchError], Any, list[str | None]]:
        got: list[Exchange | FetchError] = []
        problems: list[str | None] = []
        port = HttpPort(policy(file), user_agent="newsextract/test")
        try:
            async with serve(script or replies(reply)) as server:
                for ask in asks:
                    if ask == "restart":
                        problems.append(port.cache_problem)
                        await port.aclose()
                        port = HttpPort(policy(file), user_agent="newsextract/test")
                        continue
                    path, headers = (ask, {}) if isinstance(ask, str) else ask
                    try:
                        got.append(await port.get(server.url(path), headers, limit))
                    except FetchError as error:
                        got.append(error)
                problems.append(port.cache_problem)
                return got, server, problems
        finally:
            await port.aclose()

    return asyncio.run(main())


def states(got: list[Exchange | FetchError]) -> list[str]:
    return [item.cache if isinstance(item, Exchange) else item.kind for item in got]


def test_a_fresh_answer_is_not_asked_for_again_after_a_restart_neither(file: Path) -> None:
    reply = answer(PAGE, FRESH, "Content-Encoding: x", "X-Title: \xb1\xe2", "Set-Cookie: a=1")
    got, server, problems = talk(file, lambda _: reply, "/a", "/a", "restart", "/a", "/b")
    assert states(got) == ["miss", "hit", "hit", "miss"]
    assert server.targets == ["/a", "/b"]
    assert problems == [None, None]
    miss, hit = got[0], got[1]
    assert isinstance(miss, Exchange)
    assert isinstance(hit, Exchange)
    assert (hit.body, hit.status, hit.reason, hit.url) == (PAGE, 200, "OK", miss.url)
    assert (miss.peer, hit.peer) == ("127.0.0.1", None)
    lines = {name.lower(): value for name, value in hit.response_headers}
    for name, value in miss.response_headers:  # a byte over ASCII survives
        assert lines[name.lower()] == value
    assert hit.request_headers == miss.request_headers


def test_the_head_of_an_answer_is_the_servers_own_with_a_cache_too(file: Path) -> None:
    reply = answer(b"", FRESH, "X-b: 1", "x-A: 2", "X-b: 3", status="200 Sure")
    got, _, _ = talk(file, lambda _: reply, "/a")
    assert isinstance(got[0], Exchange)
    assert got[0].reason == "Sure"
    assert [name for name, _ in got[0].response_headers] == [
        "Content-Length",
        "Cache-Control",
        "X-b",
        "x-A",
        "X-b",
    ]


@pytest.mark.parametrize(
    ("validator", "question"),
    [('ETag: "1"', 'if-none-match: "1"'), ("Last-Modified: {then}", "if-modified-since: {then}")],
)
def test_a_stale_answer_is_asked_about_and_kept(file: Path, validator: str, question: str) -> None:
    then = formatdate(0, usegmt=True)

    def reply(head: str) -> bytes:
        if question.format(then=then).lower() in head.lower():
            return answer(b"", "X-New: 1", status="304 Not Modified")  # type: ignore[no-any-return]
        return answer(PAGE, "Cache-Control: no-cache", validator.format(then=then))  # type: ignore[no-any-return]

    got, server, _ = talk(file, reply, "/a", "/a", "restart", "/a")
    assert states(got) == ["miss", "revalidated", "revalidated"]
    assert len(server.heads) == 3
    for item in got[1:]:
        assert isinstance(item, Exchange)
        assert (item.status, item.reason, item.body, item.peer) == (200, "OK", PAGE, "127.0.0.1")
        assert ("x-new", "1") in item.response_headers
        assert any(name.lower().startswith("if-") for name, _ in item.request_headers)


def test_an_answer_that_has_changed_comes_new(file: Path) -> None:
    bodies = iter([b"old", b"new"])

    def reply(_: str) -> bytes:
        body = next(bodies)
        return answer(body, "Cache-Control: no-cache", f'ETag: "{body.decode()}"')  # type: ignore[no-any-return]

    got, _, _ = talk(file, reply, "/a", "/a")
    assert states(got) == ["miss", "miss"]
    assert [item.body for item in got if isinstance(item, Exchange)] == [b"old", b"new"]


def test_what_must_not_be_stored_is_not(file: Path) -> None:
    got, server, _ = talk(file, lambda _: answer(PAGE, "Cache-Control: no-store"), "/a", "/a")
    assert states(got) == ["miss", "miss"]
    assert not any("if-" in head.lower() for head in server.heads)
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT count(*) FROM entries").fetchone() == (0,)
    database.close()


def test_answers_that_vary_are_kept_apart(file: Path) -> None:
    def reply(head: str) -> bytes:
        language = head.lower().split("accept-language: ")[1].split("\r\n")[0]
        return answer(language.encode(), FRESH, "Vary: Accept-Language")  # type: ignore[no-any-return]

    korean, english = ("/a", {"Accept-Language": "ko"}), ("/a", {"Accept-Language": "en"})
    got, server, _ = talk(file, reply, korean, english, korean, english)
    assert states(got) == ["miss", "miss", "hit", "hit"]
    bodies = [item.body for item in got if isinstance(item, Exchange)]
    assert bodies == [b"ko", b"en", b"ko", b"en"]
    assert len(server.heads) == 2


def test_a_redirect_may_be_kept_as_a_redirect(file: Path) -> None:
    moved = answer(b"", FRESH, "Location: /b", status="301 Moved Permanently")
    got, server, _ = talk(file, lambda _: moved, "/a", "/a")
    assert states(got) == ["miss", "hit"]
    assert [item.status for item in got if isinstance(item, Exchange)] == [301, 301]
    assert server.targets == ["/a"]


def test_an_answer_cut_short_or_too_large_is_not_kept(file: Path) -> None:
    async def script(connection: Any) -> None:
        head = await connection.request()
        if connection.number == 1:
            await connection.send(
                f"HTTP/1.1 200 OK\r\n{FRESH}\r\nContent-Length: 9\r\n\r\nabc".encode()
            )
        elif "/large" in head:
            await connection.send(f"HTTP/1.1 200 OK\r\n{FRESH}\r\n\r\n".encode() + b"x" * 5000)
        else:
            await connection.send(answer(PAGE, FRESH, "Connection: close"))

    got, _, problems = talk(
        file, lambda _: b"", "/a", "/a", "/a", "/large", "/large", script=script, limit=1000
    )
    assert states(got) == ["bad_response", "miss", "hit", "oversize", "oversize"]
    assert isinstance(got[0], ResponseError)
    assert isinstance(got[3], OversizeError)
    assert problems == [None]


def test_a_kept_answer_over_a_smaller_limit_is_refused(file: Path) -> None:
    reply = answer(b"x" * 2000, FRESH)
    assert states(talk(file, lambda _: reply, "/a", "/a")[0]) == ["miss", "hit"]

    async def main() -> None:
        port = HttpPort(policy(file), user_agent="newsextract/test")
        try:
            async with serve(replies(lambda _: reply)) as server:
                await port.get(server.url("/b"), {}, 2000)
                with pytest.raises(OversizeError):
                    await port.get(server.url("/b"), {}, 1000)
        finally:
            await port.aclose()

    asyncio.run(main())


def test_the_folder_gets_the_cache_and_nothing_else(file: Path) -> None:
    talk(file, lambda _: answer(PAGE, FRESH), "/a")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


# A file that cannot be used


def goes_on_without(file: Path, caplog: pytest.LogCaptureFixture) -> str:
    """The pages come all the same, and one line says why there is no cache."""
    with caplog.at_level(logging.WARNING, "newsextract"):
        got, server, problems = talk(file, lambda _: answer(PAGE, FRESH), "/a", "/a", "/b")
    assert states(got) == ["miss"] * 3
    assert server.targets == ["/a", "/a", "/b"]
    (problem,) = problems
    assert problem is not None
    assert problem.startswith(f"going on without the cache {file}: ")
    ours = [record for record in caplog.records if record.name.startswith("newsextract")]
    assert [record.getMessage() for record in ours] == [problem]
    assert not any(record.exc_info for record in ours)
    return problem


def test_a_file_that_is_no_database_is_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "article.html"
    file.write_text("<html>총 5억원</html>" * 1000)
    before = file.read_bytes()
    assert "not a database" in goes_on_without(file, caplog)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_someone_elses_database_is_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "books.sqlite"
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE entries (title TEXT)")
    database.close()
    before = file.read_bytes()
    assert "entries" in goes_on_without(file, caplog)
    assert file.read_bytes() == before


def test_a_folder_or_a_file_for_a_folder_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    goes_on_without(tmp_path, caplog)
    caplog.clear()
    (tmp_path / "file").write_text("")
    goes_on_without(tmp_path / "file" / "cache.sqlite", caplog)


def spoil(file: Path, start: int) -> None:
    with file.open("r+b") as handle:
        size = handle.seek(0, 2)
        handle.seek(start)
        handle.write(b"\xaa" * (size - start))


def test_a_damaged_file_costs_no_page(file: Path) -> None:
    big = b"x" * 300_000
    assert states(talk(file, lambda _: answer(big, FRESH), "/a", "/a")[0]) == ["miss", "hit"]
    whole = file.read_bytes()
    for start in (20, 100, 4096, 8192, 40_000):
        file.write_bytes(whole)
        spoil(file, start)
        got, _, problems = talk(file, lambda _: answer(PAGE, FRESH), "/a", "/b", "/b")
        for item in got:
            assert isinstance(item, Exchange), start
            assert item.body == PAGE
        if states(got) != ["miss", "miss", "hit"]:
            assert problems[0] is not None


def test_a_body_that_is_gone_from_the_file_is_asked_for_again(file: Path) -> None:
    reply = answer(b"x" * 300_000, FRESH)

    async def main() -> list[Exchange]:
        port = HttpPort(policy(file), user_agent="newsextract/test")
        try:
            async with serve(replies(lambda _: reply)) as server:
                got = [await port.get(server.url(), {}, LIMIT)]
                database = sqlite3.connect(file)
                database.execute("DELETE FROM streams WHERE chunk_number = 1")
                database.commit()
                database.close()
                got += [await port.get(server.url(), {}, LIMIT) for _ in range(2)]
                assert port.cache_problem is not None
                return got
        finally:
            await port.aclose()

    got = asyncio.run(main())
    assert [item.cache for item in got] == ["miss"] * 3
    assert {len(item.body) for item in got} == {300_000}


def test_a_file_that_someone_else_has_locked_costs_no_page(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    talk(file, lambda _: answer(PAGE, FRESH), "/a")
    other = sqlite3.connect(file, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        assert "locked" in goes_on_without(file, caplog)
    finally:
        other.close()


def test_a_file_that_is_locked_in_the_middle_costs_no_page(file: Path) -> None:
    async def main() -> list[Exchange]:
        port = HttpPort(policy(file), user_agent="newsextract/test")
        other = None
        try:
            async with serve(replies(lambda _: answer(PAGE, FRESH))) as server:
                got = [await port.get(server.url("/first"), {}, LIMIT)]
                other = sqlite3.connect(file, isolation_level=None)
                other.execute("BEGIN EXCLUSIVE")
                urls = [server.url(f"/{n}") for n in range(30)]
                # They stand in line for the file; the first to give up does so for all.
                got += await asyncio.gather(*(port.get(url, {}, LIMIT) for url in urls))
                assert "locked" in (port.cache_problem or "")
                return [*got, await port.get(server.url("/first"), {}, LIMIT)]
        finally:
            await port.aclose()
            if other is not None:
                other.close()

    got = asyncio.run(main())
    assert [(item.cache, item.body) for item in got] == [("miss", PAGE)] * 32


PROCESS = """
import asyncio, sys
from pathlib import Path
from newsextract.fetching.policy import Policy
from newsextract.fetching.port import HttpPort

async def main(file, base):
    port = HttpPort(Policy(allow_private=True, cache=Path(file)), user_agent="a")
    got = await asyncio.gather(*(port.get(f"{base}{n}", {}, 10**6) for n in range(30)))
    await port.aclose()
    bodies = [exchange.body.decode() for exchange in got]
    print(port.cache_problem, bodies == [f"/{n}" for n in range(30)])

asyncio.run(main(*sys.argv[1:]))
"""


def test_two_processes_share_a_file(file: Path) -> None:
    def run(base: str) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", PROCESS, str(file), base],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    async def main() -> None:
        reply = replies(lambda head: answer(head.split(" ")[1].encode(), FRESH))
        async with serve(reply) as server:
            both = (asyncio.to_thread(run, server.url("/")) for _ in range(2))
            assert await asyncio.gather(*both) == ["None True\n"] * 2
            assert len(server.heads) <= 60
            # What the two were in each other's way for is kept by the third.
            assert await asyncio.to_thread(run, server.url("/")) == "None True\n"
            asked = len(server.heads)
            assert await asyncio.to_thread(run, server.url("/")) == "None True\n"
            assert len(server.heads) == asked

    asyncio.run(main())
