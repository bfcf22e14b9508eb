"""``hecui up``: everything on this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import secrets
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.status import Status

from actions.casebook.models import Account
from actions.casebook.store import open_casebook
from bot.clock import system_now
from bot.commands.common import Commands
from bot.errors import HecuiError
from bot.launch.service import tail
from bot.launch.services import Name
from bot.outreach.demo import load_demo
from bot.settings import Settings, kept_secret
from bot.stack import Ended, Stack, told

WATCH_SECONDS = 0.3
#: What tells another terminal which stack is meant.
PLACES = (
    "HECUI_ROOT",
    "HECUI_RUN",
    "HECUI_CASEBOOK",
    "HECUI_DOOR_PORT",
    "HECUI_PUBLIC_URL",
)


def add(commands: Commands) -> None:
    """Add ``up`` to the command line."""
    parser = commands.add_parser("up", help="start everything; Ctrl-C stops it")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Start all services, say where they are, and stop them all at the end."""
    console = Console(highlight=False)
    settings = _complete(settings)
    stack = Stack(settings, os.environ)
    is_up = False
    with _one_interrupt():
        try:
            _start(stack, console)
            is_up = True
            _greet(console, settings)
            ended = _watch(stack)
        except KeyboardInterrupt:
            console.print("\nstopped" + ("" if is_up else " before all was up"))
            return 0 if is_up else 130
        finally:
            with console.status("stopping …"):
                stack.stop()
    raise HecuiError(f"{told(ended)}; the others were stopped", tail(ended.log))


def _watch(stack: Stack) -> Ended:
    """The service that ends first; only an interrupt comes before that."""
    while (ended := stack.ended()) is None:
        time.sleep(WATCH_SECONDS)
    return ended


def _complete(settings: Settings) -> Settings:
    """The settings with the secrets that were left to us."""
    return replace(
        settings,
        secret=settings.secret or kept_secret(settings, "door-secret"),
        rasa_token=settings.rasa_token or secrets.token_hex(16),
        sms_token=settings.sms_token or kept_secret(settings, "sms-token"),
    )


@contextmanager
def _one_interrupt() -> Iterator[None]:
    """Ctrl-C and SIGTERM interrupt once; while all is being stopped they wait."""
    interrupted = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            raise KeyboardInterrupt

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(stack: Stack, console: Console) -> None:
    with console.status("looking at ports, casebook and model …") as status:

        def training(stage: str, seconds: float) -> None:
            status.update(f"{stage} ({seconds:.0f} s)")

        stack.prepare(training)
        console.print("casebook and dialogue model are ready")
        if stack.settings.demo:
            _load_demo(stack.settings)
        stack.start(lambda ready, seconds: _tell(status, ready, seconds))
    console.print("all services are ready")


def _tell(status: Status, ready: Mapping[Name, bool], seconds: float) -> None:
    marks = "  ".join(f"{'✓' if done else '…'} {name}" for name, done in ready.items())
    status.update(f"starting: {marks} ({seconds:.0f} s)")


def _load_demo(settings: Settings) -> tuple[Account, ...]:
    casebook = open_casebook(settings.casebook)
    try:
        return load_demo(casebook, system_now())
    finally:
        casebook.close()


def pasted(program: str, environment: Mapping[str, str]) -> str:
    """How another terminal calls a program of ours so that it means this stack.

    The settings that say where the stack is are repeated, and the folder of the
    virtual environment where the program is not on the path.  Secrets are not shown.
    """
    where = [
        f"{name}={shlex.quote(environment[name])}"
        for name in PLACES
        if environment.get(name)
    ]
    beside = Path(sys.executable).parent / program
    if shutil.which(program) is None and beside.is_file():
        within = beside.is_relative_to(Path.cwd())
        place = beside.relative_to(Path.cwd()) if within else beside
        program = shlex.quote(str(place))
    return " ".join([*where, program])


def _demo_link(settings: Settings) -> tuple[str, str]:
    """A fresh link to the first demo account, and the last four of its ID."""
    casebook = open_casebook(settings.casebook)
    try:
        account = load_demo(casebook, system_now())[0]
        with casebook.begin() as work:
            token = work.create_link(account, account.phone, system_now())
    finally:
        casebook.close()
    return f"{settings.public_url}/c/{token}", account.id_last4


def _greet(console: Console, settings: Settings) -> None:
    local = "http://127.0.0.1"
    rows = {
        "door (debtors' chat)": settings.public_url,
        "desk (staff)": f"{local}:{settings.desk_port}",
        "checker (collectors, API)": f"{local}:{settings.checker_port}",
        "Rasa (loopback only)": " ".join(f"{local}:{p}" for p in settings.rasa_ports),
        "logs": str(settings.logs),
    }
    console.print()
    for name, address in rows.items():
        console.print(f"  {name:<26} {address}", soft_wrap=True)
    console.print("\nThree things to try:")
    if settings.demo:
        link, last4 = _demo_link(settings)
        console.print(f"  1. open {link}", soft_wrap=True)
        console.print(f"     answer with {last4}, then write: 25号先还八百")
    else:
        hecui = pasted("hecui", os.environ)
        console.print(f"  1. {hecui} accounts import FILE", soft_wrap=True)
        console.print(f"     {hecui} outreach plan", soft_wrap=True)
        console.print(f"     {hecui} staff add ID --name NAME --role supervisor")
    console.print("  2. the conversation in the terminal:")
    console.print(f"     {pasted('hecui', os.environ)} chat", soft_wrap=True)
    console.print("  3. the transcripts of examples/calls, checked:")
    checker = pasted("compliance-checker", {})
    console.print(f"     {checker} check examples/calls", soft_wrap=True)
    console.print("\nCtrl-C stops everything.")
