"""Child processes: logs, ends and stubborn ones; with real small processes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.launch import service as launch
from bot.launch.service import Child, Service, last_lines, stop_all

SECONDS = 10.0


def make(tmp_path: Path, program: str, name: str = "small") -> Child:
    return Child(
        Service(
            name=name,
            command=(sys.executable, "-c", program),
            environment=dict(os.environ),
            log=tmp_path / "logs" / f"{name}.log",
            address="",
            ready=lambda: True,
        )
    )


def eventually(check: Callable[[], object]) -> None:
    ends = time.monotonic() + SECONDS
    while not check():
        assert time.monotonic() < ends, "it did not come about in time"
        time.sleep(0.02)


def test_what_a_child_says_is_in_its_log(tmp_path: Path) -> None:
    child = make(tmp_path, "print('one'); print(); raise SystemExit('two')")
    eventually(lambda: child.exit_code is not None)

    assert child.exit_code == 1
    assert last_lines(child.service.log) == ["one", "two"]


def test_a_child_is_stopped_with_its_own_children(tmp_path: Path) -> None:
    child = make(
        tmp_path,
        "import subprocess, sys, time\n"
        "grand = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
        "print(grand.pid, flush=True)\n"
        "time.sleep(99)\n",
    )
    eventually(lambda: last_lines(child.service.log))
    grandchild = int(last_lines(child.service.log)[0])

    stop_all([child])

    assert child.exit_code is not None
    eventually(lambda: _gone(grandchild))


def _gone(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return status == "Z"


def test_a_child_that_will_not_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "STOP_SECONDS", 0.5)
    child = make(
        tmp_path,
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True)\n"
        "time.sleep(99)\n",
    )
    eventually(lambda: last_lines(child.service.log))

    stop_all([child])

    assert child.exit_code == -9


def test_stopping_twice_is_no_error(tmp_path: Path) -> None:
    child = make(tmp_path, "pass")

    stop_all([child])
    stop_all([child])


def test_a_killed_child_says_so(tmp_path: Path) -> None:
    child = make(tmp_path, "import time; time.sleep(99)")

    child.kill()

    assert child.exit_code == -9


def test_the_log_of_a_service_that_never_ran_is_empty(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "none.log") == []
