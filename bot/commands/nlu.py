"""``hecui nlu evaluate FILE``: how well the bot reads labelled messages."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.commands.common import Commands, print_report, progress
from bot.evaluation.parse import read_all
from bot.evaluation.rows import read_labelled
from bot.evaluation.score import score
from bot.settings import Settings
from bot.stack import Stack, trial_folder, trial_settings


def add(commands: Commands) -> None:
    """Add ``nlu`` to the command line."""
    top = commands.add_parser("nlu", help="the bot's reading of messages")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    evaluate = verbs.add_parser(
        "evaluate",
        help="print intent and entity figures as one JSON object",
        epilog="The format of the file: docs/operations.md.",
    )
    evaluate.add_argument("file", type=Path, help="labelled messages (JSON Lines)")
    evaluate.add_argument(
        "--url",
        help="use the Rasa server at this address (its token: HECUI_RASA_TOKEN); "
        "default: start one",
    )
    evaluate.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Evaluate and print; 2 when the file is not as it should be."""
    rows = read_labelled(options.file)
    with (
        progress("starting the Rasa server …") as tell,
        _server(options.url, settings, tell) as (url, token),
    ):
        tell("reading messages …")
        done = asyncio.run(
            read_all(rows, url, token, lambda n, of: tell(f"read {n} of {of}"))
        )
    print_report(score(rows, done))
    return 0


@contextmanager
def _server(
    url: str | None, settings: Settings, tell: Callable[[str], None]
) -> Iterator[tuple[str, str]]:
    """Address and token of a Rasa server: the one named, or one of our own."""
    if url is not None:
        yield url.rstrip("/"), settings.rasa_token
        return
    with trial_folder() as folder:
        trial = trial_settings(settings, Path(folder), rasa_workers=1)
        with Stack(trial, os.environ, ["rasa"]) as stack:
            stack.prepare(lambda stage, seconds: tell(f"{stage} ({seconds:.0f} s)"))
            stack.start(
                lambda _ready, seconds: tell(f"starting Rasa ({seconds:.0f} s)")
            )
            yield trial.rasa_urls[0], trial.rasa_token
