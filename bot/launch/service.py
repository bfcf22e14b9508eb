"""One child process: started with its log, watched, and always stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Service:
    """What to run, and how to know that it is ready."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    address: str
    ready: Callable[[], bool] = field(compare=False)
    folder: Path | None = None


class Child:
    """A running service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.process = _spawn(service)

    @property
    def exit_code(self) -> int | None:
        """How it ended, or nothing while it runs."""
        return self.process.poll()

    def kill(self) -> None:
        """End it as a power cut would; it gets no chance to tidy up."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def ask_to_stop(self) -> None:
        """Ask it to finish what it does and stop."""
        if self.exit_code is None:
            self._signal(signal.SIGTERM)

    def wait_stopped(self, until: float) -> None:
        """Wait until the monotonic time *until*, then kill what still runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        # Children of the child go too, also when it has left them behind.
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, number: signal.Signals) -> None:
        # The child leads its own process group, so the number is the group's.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


def _spawn(service: Service) -> subprocess.Popen[bytes]:
    service.log.parent.mkdir(parents=True, exist_ok=True)
    with service.log.open("ab") as log:
        # A group of its own: Ctrl-C at the terminal reaches the parent alone, which
        # stops the children in order.
        return subprocess.Popen(
            service.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(service.environment),
            cwd=service.folder,
            start_new_session=True,
        )


def stop_all(children: list[Child]) -> None:
    """Stop every child, last started first; kill what does not stop in time."""
    for child in reversed(children):
        child.ask_to_stop()
    until = time.monotonic() + STOP_SECONDS
    for child in reversed(children):
        child.wait_stopped(until)


def last_lines(log: Path, count: int = 8) -> list[str]:
    """The end of a log, without blank lines."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip()][-count:]


def tail(log: Path) -> str:
    """The end of a log for an error's hint; an empty one is said to be empty."""
    lines = last_lines(log)
    if not lines:
        return f"nothing was written to {log}"
    return "last lines:\n    " + "\n    ".join(lines)
