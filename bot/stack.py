"""The running bot: Rasa, the actions, the door, the checker and the desk, as one thing.

``hecui up`` runs it for people, the simulator and the tests run it for themselves, on
free ports with a temporary casebook.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from actions.casebook.store import migrate
from bot.errors import HecuiError
from bot.launch.model import Progress, ensure_model
from bot.launch.ports import HOST, check_ports, free_ports
from bot.launch.service import Child, stop_all, tail
from bot.launch.services import NAMES, Name, all_workers, describe, ports
from bot.settings import Settings, rasa_addresses

#: The Rasa server loads for a while on a small machine.
READY_SECONDS = 240.0
POLL_SECONDS = 0.25

#: Told while waiting: service → whether it is ready.
Waiting = Callable[[Mapping[Name, bool], float], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """A service that ended by itself."""

    name: Name
    exit_code: int
    log: Path


def _say_nothing(_ready: Mapping[Name, bool], _seconds: float) -> None:
    """Waiting of which nobody is told."""


class Stack:
    """The services of one installation, started and stopped together."""

    def __init__(
        self,
        settings: Settings,
        environment: Mapping[str, str],
        services: Sequence[Name] = NAMES,
    ) -> None:
        self.settings = settings
        self.environment = environment
        self.services = all_workers(settings, services)
        self.children: dict[Name, Child] = {}
        self._model: Path | None = None

    def prepare(self, progress: Progress) -> None:
        """Check the ports, bring the casebook up to date, train if needed.

        Raises:
            HecuiError: If a port is taken or the dialogue model cannot be made.
        """
        wanted = ports(self.settings)
        check_ports({name: wanted[name] for name in self.services})
        migrate(self.settings.casebook)
        if "rasa" in self.services:
            self._model = ensure_model(self.settings, self.environment, progress)

    def start(self, waiting: Waiting = _say_nothing) -> None:
        """Start every service and wait until all are ready.

        Raises:
            HecuiError: If one ends or is not ready in time; all are stopped then.
        """
        try:
            for name in self.services:
                self._start(name)
            self._wait(waiting)
        except BaseException:
            self.stop()
            raise

    def _start(self, name: Name) -> None:
        service = describe(name, self.settings, self._model, self.environment)
        self.children[name] = Child(service)

    def _wait(self, waiting: Waiting) -> None:
        began = time.monotonic()
        ready = dict.fromkeys(self.children, False)
        while not all(ready.values()):
            ended = self.ended()
            if ended is not None:
                raise HecuiError(told(ended), tail(ended.log))
            late = [name for name, is_ready in ready.items() if not is_ready]
            if time.monotonic() - began > READY_SECONDS:
                raise HecuiError(
                    f"{', '.join(late)} not ready after {READY_SECONDS:.0f} s",
                    "\n  ".join(
                        f"{name}: {tail(self.children[name].service.log)}"
                        for name in late
                    ),
                )
            for name in late:
                ready[name] = self.children[name].service.ready()
            waiting(ready, time.monotonic() - began)
            time.sleep(POLL_SECONDS)

    def ended(self) -> Ended | None:
        """A service that has ended by itself, or nothing while all run."""
        for name, child in self.children.items():
            code = child.exit_code
            if code is not None:
                return Ended(name, code, child.service.log)
        return None

    def kill(self, name: Name) -> None:
        """End a service as a power cut would."""
        self.children.pop(name).kill()

    def restart(self, name: Name) -> None:
        """Start a service that was killed, and wait until it is ready."""
        self._start(name)
        self._wait(_say_nothing)

    def stop(self) -> None:
        """Stop everything, last started first."""
        stop_all(list(self.children.values()))
        self.children.clear()

    def __enter__(self) -> Stack:
        """The running stack, stopped at the end of the block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop everything."""
        self.stop()


def told(ended: Ended) -> str:
    """Which service ended, and how, in a sentence."""
    how = f"exit code {ended.exit_code}"
    if ended.exit_code < 0:
        how = f"signal {-ended.exit_code}"
    return f"{ended.name} ended ({how}); its log: {ended.log}"


def trial_settings(
    settings: Settings, folder: Path, *, rasa_workers: int | None = None
) -> Settings:
    """Settings of a stack for itself: free ports, a casebook and logs in *folder*.

    Trained models are shared with the installation, and so is the number of Rasa
    workers unless it is given.
    """
    workers = rasa_workers or len(settings.rasa_ports)
    actions, door, checker, desk, *rasa = free_ports(4 + workers)
    return replace(
        settings,
        run=folder,
        models_folder=settings.models,
        casebook=f"sqlite:///{folder / 'casebook.sqlite3'}",
        rasa_port=rasa[0],
        more_rasa_ports=tuple(rasa[1:]),
        actions_port=actions,
        door_port=door,
        checker_port=checker,
        desk_port=desk,
        rasa_url=rasa_addresses(rasa),
        rasa_token=secrets.token_hex(16),
        actions_url=f"http://{HOST}:{actions}/webhook",
        public_url=f"http://{HOST}:{door}",
        secret=secrets.token_urlsafe(32),
        sms_token=secrets.token_urlsafe(16),
        demo=False,
        test_clock=True,
    )


def trial_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for a trial stack, gone at the end of its ``with`` block."""
    return tempfile.TemporaryDirectory(prefix="hecui-", ignore_cleanup_errors=True)
