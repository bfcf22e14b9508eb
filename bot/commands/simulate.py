"""``hecui simulate``: scripted debtors, or a crowd of them, against a stack of its own."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from actions.casebook.store import open_casebook
from bot.checking import own_checker
from bot.commands.common import Commands, print_report, progress, say
from bot.errors import HecuiError
from bot.launch.services import Name
from bot.settings import MOST_RASA_WORKERS, Settings
from bot.simulator import load
from bot.simulator.debtor import Played, Theatre
from bot.simulator.processor import seconds_of
from bot.simulator.run import play_all, report
from bot.simulator.script import Script, read_scripts
from bot.stack import Stack, trial_folder, trial_settings

SERVICES: tuple[Name, ...] = ("actions", "rasa", "door")
MOST_AT_ONCE = 200
LONGEST_SECONDS = 600.0


def add(commands: Commands) -> None:
    """Add ``simulate`` to the command line."""
    parser = commands.add_parser(
        "simulate",
        help="play debtor scripts, or a crowd of debtors; print one JSON object",
        epilog="The format of a script: docs/operations.md.  What a load run prints: "
        "docs/performance.md.",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", type=Path, nargs="?", help="debtor scripts (JSON Lines)")
    what.add_argument(
        "--load", type=int, metavar="N", help="N generated debtors at once instead"
    )
    parser.add_argument(
        "--jobs", type=int, default=4, metavar="N", help="scripts at once (default 4)"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=20.0,
        metavar="S",
        help="how long a load run measures (default 20)",
    )
    parser.add_argument(
        "--pause",
        type=float,
        default=0.0,
        metavar="S",
        help="seconds a debtor of a load run thinks before each message (default 0)",
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="Rasa workers (default HECUI_RASA_WORKERS)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Play; 1 when a script or a turn fails, 2 when the input cannot be used."""
    if options.workers is not None and not 1 <= options.workers <= MOST_RASA_WORKERS:
        raise HecuiError(f"--workers wants 1 to {MOST_RASA_WORKERS}", exit_code=2)
    if options.load is not None:
        return _run_load(_demand(options), settings, options.workers)
    if options.jobs < 1:
        raise HecuiError("--jobs wants a number from 1", exit_code=2)
    scripts = read_scripts(options.file)
    with trial_folder() as folder:
        trial = trial_settings(settings, Path(folder), rasa_workers=options.workers)
        played = _play(trial, scripts, options.jobs)
    print_report(report(played))
    return 0 if all(row.passed for row in played) else 1


def _demand(options: argparse.Namespace) -> load.Demand:
    if not 1 <= options.load <= MOST_AT_ONCE:
        raise HecuiError(f"--load wants 1 to {MOST_AT_ONCE} debtors", exit_code=2)
    if not 1.0 <= options.seconds <= LONGEST_SECONDS:
        raise HecuiError(f"--seconds wants 1 to {LONGEST_SECONDS:.0f}", exit_code=2)
    if not 0.0 <= options.pause <= 60.0:
        raise HecuiError("--pause wants 0 to 60 seconds", exit_code=2)
    return load.Demand(options.load, options.seconds, options.pause)


@contextmanager
def _running(trial: Settings) -> Iterator[tuple[Stack, Callable[[str], None]]]:
    """A started stack, and a way to tell what is being done with it."""
    with (
        progress("preparing …") as tell,
        Stack(trial, os.environ, SERVICES) as stack,
    ):
        stack.prepare(lambda stage, seconds: tell(f"{stage} ({seconds:.0f} s)"))
        stack.start(
            lambda _ready, seconds: tell(f"starting the stack ({seconds:.0f} s)")
        )
        yield stack, tell


def _play(trial: Settings, scripts: list[Script], jobs: int) -> list[Played]:
    with _running(trial) as (_stack, tell):

        def done(count: int, of: int, played: Played) -> None:
            tell(f"played {count} of {of}")
            if not played.passed:
                say(f"{played.id}: {played.why}")

        casebook = open_casebook(trial.casebook)
        theatre = Theatre(trial, casebook, own_checker(os.environ))
        try:
            return asyncio.run(play_all(scripts, theatre, jobs, done))
        finally:
            casebook.close()


def _run_load(demand: load.Demand, settings: Settings, workers: int | None) -> int:
    with trial_folder() as folder:
        trial = trial_settings(settings, Path(folder), rasa_workers=workers)
        made = _press(trial, demand)
    print_report(made)
    outcomes = made["outcomes"]
    right = outcomes["right"] == outcomes["conversations"]
    return 0 if right and not made["errors"] else 1


def _press(trial: Settings, demand: load.Demand) -> dict[str, Any]:
    with _running(trial) as (stack, _tell):
        casebook = open_casebook(trial.casebook)
        try:
            debtors = load.prepare(casebook, demand)
            say(f"{demand.at_once} debtors talk for {demand.seconds:.0f} s")
            tally, spent, took = asyncio.run(
                load.press(trial.public_url, debtors, demand, lambda: _processor(stack))
            )
            judged = asyncio.run(load.judge(casebook, tally.finished))
        finally:
            casebook.close()
    return load.report(demand, tally, judged, spent, took)


def _processor(stack: Stack) -> dict[str, float]:
    """Seconds on the processor so far: each service, and the debtors themselves."""
    counted = {
        str(name): seconds_of(child.process.pid)
        for name, child in stack.children.items()
    }
    known = {name: seconds for name, seconds in counted.items() if seconds is not None}
    return {**known, "debtors": time.process_time()}
