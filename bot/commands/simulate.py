"""``hecui simulate FILE``: scripted debtors against a stack of their own."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from actions.casebook.store import open_casebook
from bot.checking import own_checker
from bot.commands.common import Commands, print_report, progress, say
from bot.errors import HecuiError
from bot.launch.services import Name
from bot.settings import Settings
from bot.simulator.debtor import Played, Theatre
from bot.simulator.run import play_all, report
from bot.simulator.script import Script, read_scripts
from bot.stack import Stack, trial_folder, trial_settings

SERVICES: tuple[Name, ...] = ("actions", "rasa", "door")


def add(commands: Commands) -> None:
    """Add ``simulate`` to the command line."""
    parser = commands.add_parser(
        "simulate",
        help="play debtor scripts; print one JSON object",
        epilog="The format of a script: docs/operations.md.",
    )
    parser.add_argument("file", type=Path, help="debtor scripts (JSON Lines)")
    parser.add_argument(
        "--jobs", type=int, default=4, metavar="N", help="debtors at once (default 4)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Play all scripts; 1 when one fails, 2 when the file is not as it should be."""
    if options.jobs < 1:
        raise HecuiError("--jobs wants a number from 1", exit_code=2)
    scripts = read_scripts(options.file)
    with trial_folder() as folder:
        trial = trial_settings(settings, Path(folder))
        played = _play(trial, scripts, options.jobs)
    print_report(report(played))
    return 0 if all(row.passed for row in played) else 1


def _play(trial: Settings, scripts: list[Script], jobs: int) -> list[Played]:
    with (
        progress("preparing …") as tell,
        Stack(trial, os.environ, SERVICES) as stack,
    ):
        stack.prepare(lambda stage, seconds: tell(f"{stage} ({seconds:.0f} s)"))
        stack.start(
            lambda _ready, seconds: tell(f"starting the stack ({seconds:.0f} s)")
        )

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
