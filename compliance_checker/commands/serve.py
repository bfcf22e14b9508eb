"""``serve``: the check service and the live pages."""

from __future__ import annotations

import argparse
import signal
import socket
from types import FrameType
from typing import TYPE_CHECKING

from compliance_checker.commands.common import (
    CLEAN,
    checker_of,
    mask_option,
    rulebook_options,
    settings_of,
    tell,
)
from compliance_checker.commands.parser import Subparsers
from compliance_checker.errors import Problem, SettingsError
from compliance_checker.report.problems import problems_text
from compliance_checker.settings import HOST, PORT
from compliance_checker.transcript.read import MOST_SHOWN

if TYPE_CHECKING:
    from compliance_checker.service.current import Current, Edition

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
    mask_option(parser, "坐席页面")
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
    from compliance_checker.service.current import Current

    current = Current(checker_of(arguments), lambda: checker_of(arguments))
    settings = settings_of(arguments)
    host = arguments.host or settings.host
    if host not in LOOPBACK:
        tell(
            "注意：页面会显示通话内容，而且不要求登录；对外开放时请在前面加带登录的代理"
        )
    hosts = (*LOOPBACK, host, *arguments.allow_host)
    config = uvicorn.Config(
        create_app(current, hosts=hosts, masked=arguments.mask),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        ws_max_size=LONGEST_FRAME,
    )
    wanted = settings.port if arguments.port is None else arguments.port
    with listening(host, wanted) as address:
        port = address.getsockname()[1]
        reload_on_hangup(current)
        print(f"检查服务：http://{host}:{port}/  按 Ctrl-C 停止", flush=True)
        uvicorn.Server(config).run(sockets=[address])
    return CLEAN


def reload_on_hangup(current: Current) -> None:
    """Load the rulebook anew on SIGHUP, where the system knows it."""
    if not hasattr(signal, "SIGHUP"):
        return

    def hang_up(_: int, __: FrameType | None) -> None:
        # Nothing is printed here: the signal may have come in the middle of a print.
        current.reload_soon(lambda outcome: _told(current, outcome))

    signal.signal(signal.SIGHUP, hang_up)


def _told(current: Current, outcome: Edition | Exception) -> None:
    from compliance_checker.service.current import problems_of

    now = f"{current.edition.id.version}（{current.edition.id.sha256[:12]}）"
    if isinstance(outcome, Exception):
        tell(problems_text(problems_of(outcome), MOST_SHOWN))
        tell(f"新的规则库不能用，仍按 {now} 检查")
    else:
        tell(f"规则库是 {now}；进行中的通话按开始时的规则库检查到结束")


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
