"""``serve``: the check service and the live pages."""

from __future__ import annotations

import argparse
import socket

from compliance_checker.commands.common import (
    CLEAN,
    checker_of,
    rulebook_options,
    settings_of,
    tell,
)
from compliance_checker.commands.parser import Subparsers
from compliance_checker.errors import Problem, SettingsError
from compliance_checker.settings import HOST, PORT

LOOPBACK = ("127.0.0.1", "::1", "localhost")

#: An open live page must not keep the service from stopping (seconds).
GRACE = 2
#: No message over the WebSocket is longer (bytes).
LONGEST_FRAME = 1 << 18


def add(subparsers: Subparsers) -> None:
    """The command and its options."""
    parser = subparsers.add_parser("serve", help="启动检查服务和坐席页面")
    parser.add_argument(
        "--host",
        metavar="地址",
        help=f"监听的地址（默认 HECUI_CHECKER_HOST，再默认 {HOST}）",
    )
    parser.add_argument(
        "--port",
        type=_port,
        metavar="端口",
        help=f"监听的端口（默认 HECUI_CHECKER_PORT，再默认 {PORT}）",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="名称",
        help="允许的主机名（默认只允许本机），可多次给出",
    )
    rulebook_options(parser)
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} 不是端口")
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
    settings = settings_of(arguments)
    host = arguments.host or settings.host
    if host not in LOOPBACK:
        tell(
            "注意：页面会显示通话内容，而且不要求登录；对外开放时请在前面加带登录的代理"
        )
    hosts = (*LOOPBACK, host, *arguments.allow_host)
    config = uvicorn.Config(
        create_app(checker, hosts=hosts),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        ws_max_size=LONGEST_FRAME,
    )
    wanted = settings.port if arguments.port is None else arguments.port
    with listening(host, wanted) as address:
        port = address.getsockname()[1]
        print(f"检查服务：http://{host}:{port}/  按 Ctrl-C 停止", flush=True)
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
