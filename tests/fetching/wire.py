"""Servers on this machine that say, byte by byte, what a test wants them to say."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Server:
    """What a running server has seen."""

    port: int = 0
    connections: int = 0
    open: int = 0
    heads: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def targets(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads]


@dataclass
class Connection:
    server: Server
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def request(self) -> str:
        """The next request's head; the task ends when the client has gone."""
        try:
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (asyncio.IncompleteReadError, ConnectionError):
            raise asyncio.CancelledError from None
        self.server.heads.append(head)
        return head

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def sends_for_ever(self, data: bytes) -> None:
        with suppress(ConnectionError):
            while True:
                await self.send(data)

    def reset(self) -> None:
        self.writer.transport.abort()


Script = Callable[[Connection], Awaitable[None]]


@asynccontextmanager
async def serve(script: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Run `script` for each connection; its end closes the connection."""
    server = Server()
    tasks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        server.connections += 1
        server.open += 1
        try:
            with suppress(ConnectionError, asyncio.CancelledError):
                await script(Connection(server, server.connections, reader, writer))
        finally:
            tasks.discard(task)
            server.open -= 1
            writer.close()
            with suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                await writer.wait_closed()

    # Clients end TLS without a word; waiting for it would take half a minute.
    patience: dict[str, Any] = {} if tls is None else {"ssl_shutdown_timeout": 0.1}
    listening = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls, **patience)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listening.wait_closed()


def says(*parts: bytes) -> Script:
    """Answer the first request of a connection with these bytes, then close it."""

    async def script(connection: Connection) -> None:
        await connection.request()
        for part in parts:
            await connection.send(part)

    return script


def replies(reply: Callable[[str], bytes]) -> Script:
    """Answer each request of a connection with what `reply` makes of its head."""

    async def script(connection: Connection) -> None:
        while True:
            await connection.send(reply(await connection.request()))

    return script


def answer(body: bytes = b"", *lines: str, status: str = "200 OK") -> bytes:
    """A whole answer, with its length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


class Names:
    """A resolver: each host has its answers, given in turn, the last for ever."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.answers = {f"{name}.example": list(turns) for name, turns in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        assert port > 0
        self.asked.append(host)
        if host == "127.0.0.1":
            return [host]
        turns = self.answers.get(host)
        if turns is None:
            raise OSError("Name or service not known")
        return turns.pop(0) if len(turns) > 1 else turns[0]
