"""Containers made by hand, of fictional articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsextract.batch.inputs import Note, Skipped, find, read, split
from newsextract.batch.items import Item, Ref
from newsextract.errors import NewsExtractError
from newsextract.outcome import Failure

TEXT = "가람시는 내년 도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다고 {}일 밝혔다."


def article(number: int) -> str:
    return TEXT.format(number)


def page(number: int, extra: str = "") -> bytes:
    body = f"<p>{article(number)}</p><p>시는 상반기에 설계를 마치고 하반기에 공사를 시작한다.</p>"
    return f"<!doctype html><html><title>가람 {number}</title><body>{body}{extra}</body>".encode()


class Taken:
    """All that came of some paths: found by the driver and read by workers."""

    def __init__(self, found: Iterable[Ref | Item | Skipped | Note]) -> None:
        self.refs: list[Ref] = []
        self.items: list[Item] = []
        self.skipped: dict[str, int] = {}
        self.notes: dict[str, int] = {}
        for thing in found:
            if isinstance(thing, Ref):
                self.refs.append(thing)
                for inner in read(thing):
                    self._take(inner)
            else:
                self._take(thing)

    def finely(self) -> Taken:
        """The same, every reference split as far as it goes."""
        return Taken(part for ref in self.refs for part in split(ref))

    def _take(self, thing: Item | Skipped | Note) -> None:
        if isinstance(thing, Item):
            assert (thing.source is None) != (thing.failure is None)
            self.items.append(_made(thing))
        elif isinstance(thing, Skipped):
            self.skipped[thing.reason] = self.skipped.get(thing.reason, 0) + thing.number
        else:
            self.notes[thing.text] = self.notes.get(thing.text, 0) + thing.number

    @property
    def keys(self) -> list[str]:
        return [item.key for item in self.items]

    @property
    def failures(self) -> dict[str, str]:
        return {item.key: item.failure.kind for item in self.items if item.failure is not None}

    def by_key(self, key: str) -> Item:
        [found] = [item for item in self.items if item.key == key]
        return found


def _made(item: Item) -> Item:
    """The item with its article made, where that waits for a worker."""
    if not callable(item.source):
        return item
    try:
        return item._replace(source=item.source())
    except NewsExtractError as error:
        return item._replace(source=None, failure=Failure.of(error))


Take = Callable[..., Taken]


@pytest.fixture
def take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Find and read paths below an own folder."""
    monkeypatch.chdir(tmp_path)

    def taken(*paths: str, column: str | None = None, stretch: int = 1 << 24) -> Taken:
        return Taken(find(paths, column=column, stretch=stretch))

    return taken


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file below that folder."""

    def written(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def record(
    body: bytes,
    url: str = "https://garam.example.kr/1",
    *,
    kind: str = "response",
    head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8",
) -> bytes:
    """A WARC record as it stands in a plain file."""
    block = (f"{head}\r\n\r\n".encode() if kind == "response" else b"") + body
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2018-12-27T11:43:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def json_lines(rows: Sequence[object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers above, for the tests."""
    return SimpleNamespace(
        article=article, page=page, record=record, json_lines=json_lines, Taken=Taken
    )
