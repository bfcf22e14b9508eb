"""What the commands share."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from rich.console import Console

from actions.casebook.store import Casebook, migrate, open_casebook
from bot.clock import read_now, system_now
from bot.errors import HecuiError
from bot.settings import Settings

#: Between two lines of progress where nobody sits before a terminal.
LINE_SECONDS = 10.0

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def progress_console() -> Console:
    """Where progress is shown: standard error, so that output stays clean."""
    return Console(stderr=True, highlight=False)


@contextlib.contextmanager
def progress(first: str) -> Iterator[Callable[[str], None]]:
    """Tells what is being done on standard error: one line that changes at a terminal.

    Elsewhere (a log, CI) new words come as lines of their own, a few a minute at most.
    """
    console = progress_console()
    if console.is_terminal:
        with console.status(first) as status:
            yield status.update
        return
    say(first)
    told = time.monotonic()

    def tell(line: str) -> None:
        nonlocal told
        if time.monotonic() - told >= LINE_SECONDS:
            told = time.monotonic()
            say(line)

    yield tell


def print_report(report: Mapping[str, Any]) -> None:
    """One JSON object on standard output; set out for reading at a terminal."""
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(report, ensure_ascii=False, indent=indent))


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
