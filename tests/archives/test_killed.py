"""What was acknowledged is never lost, though the writer is killed at any moment."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from newsextract.archives import read_sidecar
from newsextract.archives.files import FileStore
from newsextract.archives.warc import WarcStore

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


V = _load("visits")


pages, pages_by_warcio = V.pages, V.pages_by_warcio


def run_keeper(folder: Path, style: str, first: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "keeper.py"), str(folder), style, str(first), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603


def kill_at_random(folder: Path, style: str, first: int, chance: random.Random) -> list[str]:
    """Let a keeper work, kill it, and give the URLs it acknowledged."""
    with run_keeper(folder, style, first) as keeper:
        assert keeper.stdout is not None
        said = [keeper.stdout.readline().strip() for _ in range(chance.randint(1, 12))]
        time.sleep(chance.random() * 0.005)
        keeper.kill()
        said += keeper.stdout.read().split()
    assert said[0] == "open"
    return said[1:]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_again_and_again_no_acknowledged_page_is_lost(tmp_path: Path) -> None:
    chance = random.Random(20260304)  # noqa: S311
    acknowledged: list[str] = []
    for turn in range(32):
        acknowledged += kill_at_random(tmp_path, "warc", 1_000 * turn, chance)
        with WarcStore(tmp_path) as store:
            assert all(store.kept(url) for url in acknowledged)
    found = pages(tmp_path)
    assert len(found) == len(set(found))
    assert sorted(pages_by_warcio(tmp_path)) == sorted(map(str, found))
    assert set(acknowledged) <= set(found)
    # Only what was being acknowledged when the kill came may be there beside it.
    assert len(found) <= len(acknowledged) + 32
    with WarcStore(tmp_path) as store:
        assert all(store.kept(str(url)) for url in found)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_again_and_again_files_stay_whole(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311
    acknowledged: list[str] = []
    for turn in range(8):
        acknowledged += kill_at_random(tmp_path, "files", 1_000 * turn, chance)
    with FileStore(tmp_path) as store:
        assert all(store.kept(url) for url in acknowledged)
    found = [read_sidecar(path) for path in tmp_path.glob("*/*.html")]
    assert set(acknowledged) <= {page.requested_url for page in found if page}
