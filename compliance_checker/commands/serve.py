"""``serve``: the check service and the live pages."""

from __future__ import annotations

import argparse
import socket

from compliance_checker.commands.common import (
    CLEAN,
    Subparsers,
    checker_of,
    rulebook_options,
    tell,
)
from compliance_checker.errors import Problem, SettingsError

LOOPBACK = ("127.0.0.1", "::1", "localhost")

#: An open live page must not keep the service from stopping (seconds).
GRACE = 2
#: No message over the WebSocket is longer (bytes).
LONGEST_FRAME = 1 << 18


def add(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    parser = subparsers.add_parser("serve", help="启动检查服务和坐席页面")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8010)
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="允许的主机名（默认只允许本机），可多次给出",
    )
    rulebook_options(parser)
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped.

    Raises:
        ComplianceError: If the rulebook cannot be used.
    """
    # A web framework takes a second to import, and no other command needs one.
    import uvicorn

    from compliance_checker.service.app import create_app

    checker = checker_of(arguments)
    if arguments.host not in LOOPBACK:
        tell(
            "note: the pages show what people say and ask for no password; "
            "put a proxy with a login before them"
        )
    hosts = (*LOOPBACK, arguments.host, *arguments.allow_host)
    config = uvicorn.Config(
        create_app(checker, hosts=hosts),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        ws_max_size=LONGEST_FRAME,
    )
    with listening(arguments.host, arguments.port) as address:
        port = address.getsockname()[1]
        print(f"检查服务：http://{arguments.host}:{port}/  按 Ctrl-C 停止", flush=True)
        uvicorn.Server(config).run(sockets=[address])
    return CLEAN


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free.

    Raises:
        SettingsError: If the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        what = f"cannot listen there: {error.strerror or type(error).__name__}"
        hint = "stop what uses the port, or choose another with --port"
        where = f"{host}:{port}"
        raise SettingsError([Problem("CC551", where, what, hint)]) from error
