"""Nothing but `fetch` needs a network: the commands run where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

USES = {
    "connect": "socket.create_connection(('127.0.0.1', 9), 1)",
    "look up": "socket.getaddrinfo('news.example', 80)",
    "listen": "socket.socket().bind(('127.0.0.1', 0))",
    "send": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
}


@pytest.fixture(scope="module")
def offline(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("offline")


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-P", "-c", f"import socket\n{code}"],
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("use", USES)
def test_refused_sockets_are_refused(offline: ModuleType, use: str) -> None:
    done = run(USES[use], offline.NO_SOCKETS)
    assert done.returncode == 1
    assert "the network is cut off" in done.stderr


@pytest.mark.skipif(not hasattr(__import__("socket"), "AF_UNIX"), reason="no AF_UNIX here")
def test_processes_of_one_machine_may_still_talk(offline: ModuleType, tmp_path: Path) -> None:
    name = str(tmp_path / "s")
    done = run(f"socket.socket(socket.AF_UNIX).bind({name!r}); print('bound')", offline.NO_SOCKETS)
    assert done.stdout == "bound\n"


def test_a_probe_that_finds_a_network_fails(offline: ModuleType) -> None:
    cut = offline.Offline(sockets_only=True)
    assert cut.is_cut_off()
    cut.environment.pop("PYTHONPATH")
    assert not cut.is_cut_off()


def test_the_commands_need_no_network(
    offline: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    offline.main([])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 6
    assert all(line.split()[0] == "ok" for line in lines[1:])
