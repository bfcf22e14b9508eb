"""The command ``hecui``: runs the bot, feeds it, tries it and measures it.

Exit codes: 0 done, 1 it did not work (or a trial failed), 2 the input cannot be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from bot.commands import accounts, chat, nlu, outreach, simulate, staff, up
from bot.errors import BadInput, HecuiError
from bot.settings import read_settings


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="hecui", description="The debt-reminder bot: run it, feed it, try it."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (up, accounts, chat, outreach, staff, nlu, simulate):
        module.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what went wrong is said on standard error, in one line."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options, read_settings(os.environ)))
    except BadInput as error:
        print(f"error: {error.message}", file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem}", file=sys.stderr)
        return error.exit_code
    except HecuiError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
