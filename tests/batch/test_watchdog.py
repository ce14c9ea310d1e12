"""The watchdog that is kept from article to article: neither the idle nor the ending die of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from newsextract.batch.limits import HANG_EXIT, OverTimeError, limited

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")


def run(code: str) -> int:
    command = [sys.executable, "-c", f"from newsextract.batch.limits import limited\n{code}"]
    return subprocess.run(command, timeout=60, check=False, stderr=subprocess.DEVNULL).returncode  # noqa: S603


def test_idle_process_is_not_ended() -> None:
    # The hard end of this block would come after 1.2 s, or 1.7 s at the latest.
    assert run("import time\nwith limited(0.1): pass\ntime.sleep(2.5)") == 0


def test_process_may_take_its_time_to_end() -> None:
    slow = (
        "import time\n"
        "class Slow:\n"
        "    def __del__(self, sleep=time.sleep): sleep(1.5)\n"
        "slow = Slow()\n"
        "with limited(5): pass\n"
    )
    assert run(slow) == 0


def test_hang_after_many_good_blocks_is_ended() -> None:
    hang = (
        "import signal, time\n"
        "for _ in range(1000):\n"
        "    with limited(0.1): pass\n"
        "with limited(0.1):\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
        "    time.sleep(30)\n"
    )
    began = time.monotonic()
    assert run(hang) == HANG_EXIT
    assert time.monotonic() - began < 10


def test_blocks_of_different_limits_follow_each_other() -> None:
    with limited(60):
        pass
    with pytest.raises(OverTimeError), limited(0.05):
        time.sleep(5)
    with limited(5):
        time.sleep(0.1)


def test_handler_that_was_there_before_comes_back() -> None:
    rung: list[int] = []

    def own(number: int, _frame: object) -> None:
        rung.append(number)

    before = signal.signal(signal.SIGALRM, own)
    try:
        with limited(5):
            pass
        time.sleep(0.8)
        assert signal.getsignal(signal.SIGALRM) is own
        assert rung == []
    finally:
        signal.signal(signal.SIGALRM, before)
