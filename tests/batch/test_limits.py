"""What one article may take, and what is remembered of a worker that died of one."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from newsextract.batch.limits import HANG_EXIT, OverTimeError, limited
from newsextract.batch.watch import Watch


def test_a_block_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(OverTimeError), limited(0.05):
        time.sleep(5)


def test_no_alarm_is_left_behind() -> None:
    with limited(0.05):
        pass
    time.sleep(0.1)  # an alarm still set would end the process


def test_an_except_clause_on_the_way_does_not_swallow_the_alarm() -> None:
    def careless() -> None:
        while True:
            try:
                time.sleep(5)
            except Exception:  # noqa: BLE001, S112 - that is what is tested
                continue

    with pytest.raises(OverTimeError), limited(0.05):
        careless()


def test_other_threads_go_without_an_alarm() -> None:
    done = []

    def work() -> None:
        with limited(5):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603


def test_code_that_never_comes_back_ends_its_process() -> None:
    hang = (
        "import signal\n"
        "from newsextract.batch.limits import limited\n"
        "with limited(0.2):\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"  # as C code would
        "    import time; time.sleep(30)\n"
    )
    ended = run(hang)
    assert ended.returncode == HANG_EXIT
    assert ended.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux caps the memory of a process")
def test_memory_beyond_the_limit_is_an_error_and_not_the_end() -> None:
    greedy = (
        "from newsextract.batch.limits import limit_memory\n"
        "limit_memory(100)\n"
        "try:\n"
        "    bytearray(300_000_000)\n"
        "except MemoryError:\n"
        "    print('refused')\n"
        "print(len(bytearray(50_000_000)))\n"
    )
    assert run(greedy).stdout.split() == ["refused", "50000000"]


def test_one_death_is_no_verdict_two_are(tmp_path: Path) -> None:
    path = tmp_path / "watch"
    for verdict in (None, None, "crashed"):
        with Watch(path) as watch:
            assert watch.given_up("b.html") == verdict
            watch.begin("a.html")
            watch.begin("b.html")
    with Watch(path) as watch:
        assert watch.given_up("a.html") is None


def test_a_hang_is_told_from_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "watch"
    for _ in range(2):
        with Watch(path) as watch:
            watch.begin("a.html")
        Watch.note_hang(path)
    with Watch(path) as watch:
        assert watch.given_up("a.html") == "time_limit"


@pytest.mark.parametrize("key", ["new\nline.html", "back\\slash", "#", "!", "\udcbf\udcb9.txt", ""])
def test_any_name_is_remembered(tmp_path: Path, key: str) -> None:
    path = tmp_path / "watch"
    for _ in range(2):
        with Watch(path) as watch:
            watch.begin(key)
    with Watch(path) as watch:
        assert watch.given_up(key) == "crashed"


def test_whether_an_attempt_had_begun(tmp_path: Path) -> None:
    path = tmp_path / "watch"
    assert not Watch.had_begun(path)
    with Watch(path) as watch:
        pass
    assert not Watch.had_begun(path)
    with Watch(path) as watch:
        watch.begin("a.html")
    assert Watch.had_begun(path)
