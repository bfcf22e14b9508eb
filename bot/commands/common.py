"""What the commands share."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from rich.console import Console

from actions.casebook.store import Casebook, migrate, open_casebook
from bot.clock import read_now, system_now
from bot.errors import HecuiError
from bot.settings import Settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def progress_console() -> Console:
    """Where progress is shown: standard error, so that output stays clean."""
    return Console(stderr=True, highlight=False)


@contextlib.contextmanager
def the_casebook(settings: Settings) -> Iterator[Casebook]:
    """The casebook, brought up to date, and closed at the end."""
    migrate(settings.casebook)
    casebook = open_casebook(settings.casebook)
    try:
        yield casebook
    finally:
        casebook.close()


def add_now(parser: argparse.ArgumentParser) -> None:
    """Add ``--now``, for trying what would happen at another time."""
    parser.add_argument(
        "--now", metavar="TIME", help="as if it were this time (ISO 8601 with a zone)"
    )


def now_of(options: argparse.Namespace) -> datetime:
    """The time to act at.

    Raises:
        HecuiError: If ``--now`` is no time with a zone.
    """
    if options.now is None:
        return system_now()
    moment = read_now(options.now)
    if moment is None:
        raise HecuiError(
            f"--now is no time with a zone: {options.now!r}",
            "for example 2025-06-18T10:05:00+08:00",
            exit_code=2,
        )
    return moment


def say(line: str) -> None:
    """A line of progress on standard error."""
    print(line, file=sys.stderr)
