"""``compliance-checker``: which command, and how errors leave the program."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from compliance_checker.commands import audit, check, evaluate, replay, rules, serve
from compliance_checker.commands.common import BAD_INPUT, tell, tell_problems
from compliance_checker.commands.parser import Parser
from compliance_checker.errors import ComplianceError

COMMANDS = (check, audit, rules, evaluate, serve, replay)
INTERRUPTED, PIPE_CLOSED = 130, 141


def parser() -> Parser:
    """The whole command line."""
    whole = Parser(prog="compliance-checker", description="检查催收通话和消息是否合规")
    subparsers = whole.add_subparsers(
        dest="command", required=True, metavar="命令", title="命令"
    )
    for command in COMMANDS:
        command.add(subparsers)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _use_utf8()
    parsed = parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except ComplianceError as error:
        tell_problems(error.problems)
        return BAD_INPUT
    except KeyboardInterrupt:
        tell("已停止")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _use_utf8() -> None:
    """Chinese goes out whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
