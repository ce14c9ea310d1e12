"""What was acknowledged is never lost: cuts at every byte, full disks, damage."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import zlib
from pathlib import Path
from types import ModuleType

import pytest

from newsextract.archives.files import FileStore
from newsextract.archives.warc import WarcStore
from newsextract.errors import ArchiveError

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


V = _load("visits")
URL = "https://garam.example/news/{}"


pages, pages_by_warcio = V.pages, V.pages_by_warcio


def zlib_end(data: bytes) -> int:
    """Size of the first gzip member."""
    member = zlib.decompressobj(31)
    member.decompress(data)
    return len(data) - len(member.unused_data)


def run_keeper(folder: Path, style: str, first: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "keeper.py"), str(folder), style, str(first), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603


@pytest.mark.parametrize("journal", ["kept", "missing"])
def test_cut_at_every_byte_of_the_last_visit_the_others_stay(tmp_path: Path, journal: str) -> None:
    with WarcStore(tmp_path) as store:
        for number in range(3):
            store.keep(V.visit(URL.format(number), number=number))
        path = V.warc_files(tmp_path)[0]
        whole_before = path.stat().st_size
        store.keep(V.visit(URL.format(3), number=3))
    data = path.read_bytes()
    index = (tmp_path / "index.jsonl").read_bytes()
    begin = zlib_end(data)
    earlier = random.Random(1).sample(range(whole_before), 60)  # noqa: S311
    # Where the journal knows better the file is not read anew: fewer cuts show the same.
    step = 4 if journal == "kept" else 1
    cuts = [*range(whole_before, len(data), step), *earlier]
    for size in cuts:
        for old in tmp_path.iterdir():
            old.unlink()
        path.write_bytes(data[:size])
        if journal == "kept":
            (tmp_path / "index.jsonl").write_bytes(index)
        with WarcStore(tmp_path) as store:
            kept = [n for n in range(4) if store.kept(URL.format(n))]
            assert kept == list(range(len(kept)))
            assert len(kept) == 3 or size < whole_before
            if size % 6:
                continue
            store.keep(V.visit(URL.format(9), number=9))
        if journal == "kept":  # what was acknowledged is left as it is, though it is torn now
            assert path.read_bytes()[:size] == data[:size]
        elif size >= begin:  # without its warcinfo record a file is not known as ours
            assert pages(tmp_path) == [*map(URL.format, kept), URL.format(9)]
        with WarcStore(tmp_path) as store:
            assert [n for n in range(10) if store.kept(URL.format(n))] == [*kept, 9]


def test_a_torn_tail_is_taken_off_so_that_others_read_the_file(tmp_path: Path) -> None:
    with WarcStore(tmp_path) as store:
        store.keep(V.visit(URL.format(1)))
        path = V.warc_files(tmp_path)[0]
        whole = path.read_bytes()
        store.keep(V.visit(URL.format(2)))
    torn = path.read_bytes()
    for size in range(len(whole) + 1, len(torn), 7):
        path.write_bytes(torn[:size])
        # As a crash leaves it: the journal does not know of the visit that was being written.
        lines = (tmp_path / "index.jsonl").read_bytes().splitlines(keepends=True)
        (tmp_path / "index.jsonl").write_bytes(b"".join(lines[:2]))
        with WarcStore(tmp_path) as store:
            assert path.read_bytes() == whole
            assert store.kept(URL.format(1))
            assert not store.kept(URL.format(2))
    assert pages_by_warcio(tmp_path) == [URL.format(1)]


def test_damage_in_the_middle_costs_its_own_visit_only(tmp_path: Path) -> None:
    with WarcStore(tmp_path) as store:
        for number in range(5):
            store.keep(V.visit(URL.format(number), number=number))
    path = V.warc_files(tmp_path)[0]
    whole = path.read_bytes()
    index = (tmp_path / "index.jsonl").read_bytes()
    for place in random.Random(2).sample(range(600, len(whole)), 60):  # noqa: S311
        for known in (True, False):
            data = bytearray(whole)
            data[place] ^= 0xFF
            for old in V.warc_files(tmp_path)[1:]:
                old.unlink()
            path.write_bytes(data)
            (tmp_path / "index.jsonl").write_bytes(index if known else b"{torn")
            with WarcStore(tmp_path) as store:
                kept = [n for n in range(5) if store.kept(URL.format(n))]
                store.keep(V.visit(URL.format(7)))
            assert len(kept) >= 4
            assert path.read_bytes()[: len(whole)] == bytes(data)


@pytest.mark.skipif(sys.platform == "win32", reason="file limits")
@pytest.mark.parametrize("style", ["warc", "files"])
def test_a_full_disk_is_an_error_and_leaves_what_was_kept(tmp_path: Path, style: str) -> None:
    limit = "130000" if style == "warc" else "15000"
    with run_keeper(tmp_path, style, 0, limit) as keeper:
        assert keeper.stdout is not None
        said = keeper.stdout.read().splitlines()
    assert keeper.returncode == 0
    assert said[0] == "open"
    assert said[-1].startswith("full cannot keep https://garam.example/news/")
    if style == "warc":
        assert pages(tmp_path) == said[1:-1]
        assert pages_by_warcio(tmp_path) == said[1:-1]
    else:
        assert list(tmp_path.glob("*/*")) == []


def test_a_sidecar_that_finds_no_room_takes_its_page_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FileStore(tmp_path) as store:
        store.keep(V.visit(URL.format(1)))
        before = sorted(tmp_path.rglob("*"))
        write, calls = os.write, []

        def full(file: int, data: bytes) -> int:
            calls.append(file)
            if len(calls) > 1:
                raise OSError(28, "No space left on device")
            return write(file, data)

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(ArchiveError, match="No space"):
                store.keep(V.visit(URL.format(2)))
        assert sorted(tmp_path.rglob("*")) == before
        store.keep(V.visit(URL.format(2)))
        assert store.kept(URL.format(1))
        assert store.kept(URL.format(2))


@pytest.mark.parametrize("moment", ["write", "half", "fsync"])
def test_after_an_error_of_the_disk_the_store_goes_on(
    tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WarcStore(tmp_path) as store:
        store.keep(V.visit(URL.format(1)))
        write, calls = os.write, []

        def full(file: int, data: bytes) -> int:
            calls.append(file)
            if moment == "half" and len(calls) == 1:
                return write(file, data[: len(data) // 2])
            raise OSError(28, "No space left on device")

        def broken(_: int) -> None:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, *(("fsync", broken) if moment == "fsync" else ("write", full)))
            with pytest.raises(ArchiveError, match=r"No space|Input/output"):
                store.keep(V.visit(URL.format(2)))
        assert not store.kept(URL.format(2))
        if moment == "fsync":  # nobody knows what the disk holds: only opening it anew tells
            with pytest.raises(ArchiveError, match="open it anew"):
                store.keep(V.visit(URL.format(2)))
        else:
            store.keep(V.visit(URL.format(3)))
    with WarcStore(tmp_path) as store:
        assert store.kept(URL.format(1))
        assert not store.kept(URL.format(2))
        store.keep(V.visit(URL.format(4)))
    expected = [1, 4] if moment == "fsync" else [1, 3, 4]
    assert pages(tmp_path) == pages_by_warcio(tmp_path) == [URL.format(n) for n in expected]
