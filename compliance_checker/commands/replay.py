"""``replay``: feeds calls from a file to the live service, as if they ran now."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import msgspec
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from compliance_checker.commands.common import (
    BAD_INPUT,
    CLEAN,
    FINDINGS,
    input_options,
    mask_option,
    options_of,
    tell,
)
from compliance_checker.commands.parser import Subparsers
from compliance_checker.errors import Problem, SettingsError
from compliance_checker.model import Call, Utterance
from compliance_checker.report import words
from compliance_checker.report.case import shown_text
from compliance_checker.settings import Settings, read_settings
from compliance_checker.transcript.read import calls_or_error, read_all, sources

#: Characters that a person says in a second, where a transcript has no times.
SPEECH_RATE = 4.5
#: No pause is longer than this (seconds of the call).
LONGEST_PAUSE = 20.0


class Connection(Protocol):
    """What a replay needs of a WebSocket."""

    def send(self, message: str) -> None:
        """Send one message."""

    def recv(self) -> str | bytes:
        """The next message."""


def add(subparsers: Subparsers) -> None:
    """The command and its options."""
    parser = subparsers.add_parser("replay", help="把记录当作正在进行的通话播放")
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="文件、文件夹；- 为标准输入"
    )
    parser.add_argument(
        "--speed",
        type=_speed,
        default=1.0,
        metavar="倍数",
        help="倍速；0 表示不等待（默认 1）",
    )
    parser.add_argument(
        "--url",
        metavar="地址",
        help="服务地址（默认按 HECUI_CHECKER_HOST 和 HECUI_CHECKER_PORT，"
        f"再默认 {Settings().live_url}）",
    )
    mask_option(parser, "显示的内容")
    input_options(parser)
    parser.set_defaults(run=run)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = -1.0
    if not 0 <= speed < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} 不是倍速")
    return speed


def run(arguments: argparse.Namespace) -> int:
    """Play the calls one after the other; exit codes as for ``check``.

    Raises:
        ComplianceError: If a file cannot be read or the service not be reached.
    """
    url = arguments.url or read_settings(os.environ).live_url
    reads = read_all(sources(arguments.files), arguments.format, options_of(arguments))
    code = CLEAN
    for row in calls_or_error(reads):
        try:
            with connect(url, open_timeout=5) as connection:
                outcome = play(
                    row.call,
                    connection,
                    arguments.speed,
                    time.sleep,
                    masked=arguments.mask,
                )
        except (OSError, WebSocketException, TimeoutError, ValueError) as error:
            hint = "start it with: compliance-checker serve"
            what = f"the live service does not answer ({type(error).__name__})"
            raise SettingsError([Problem("CC550", url, what, hint)]) from error
        if outcome is None:
            return BAD_INPUT
        if outcome != "clean":
            code = FINDINGS
    return code


def play(
    call: Call,
    connection: Connection,
    speed: float,
    sleep: Callable[[float], None],
    *,
    masked: bool = True,
) -> str | None:
    """Play one call and print its warnings; the outcome, or ``None`` if refused."""
    opened = _ask(connection, {"type": "open", "call": header(call)})[-1]
    if _refused(opened):
        return None
    print(f"{call.call_id}  共{len(call.turns)}句")
    for turn, pause in zip(call.turns, pauses(call), strict=True):
        # A call that was played before goes on where it was; what is there is skipped.
        if turn.index < opened["next_seq"]:
            continue
        if speed:
            sleep(pause / speed)
        for answer in _ask(connection, utterance(turn)):
            if _refused(answer):
                return None
            _print(answer, call, masked=masked)
    closing = _ask(connection, {"type": "close"})[-1]
    if _refused(closing):
        return None
    verdict = closing["verdict"]
    print(f"  {words.OUTCOMES[verdict['outcome']]}  {verdict['score']}分")
    return str(verdict["outcome"])


def header(call: Call) -> dict[str, Any]:
    """The call without its turns, as the transcript format has it."""
    case = {
        "litigation": call.case.litigation,
        "plan": call.case.plan,
        "dispute": call.case.dispute,
    }
    if call.case.verification_known:
        case["verified_by"] = call.case.verified_by
    collector = call.collector
    return {
        "call_id": call.call_id,
        "channel": call.channel,
        "started_at": call.started_at.isoformat() if call.started_at else None,
        "lender_type": call.lender_type,
        "callee": call.callee,
        "collector": {
            "id": collector.id,
            "name": collector.name,
            "employer": collector.employer,
            "team": collector.team,
        },
        "debtor_id": call.debtor_id,
        "case": case,
        "meta": dict(call.meta),
    }


def utterance(turn: Utterance) -> dict[str, Any]:
    """One turn as the live service takes it."""
    message: dict[str, Any] = {
        "type": "utterance",
        "seq": turn.index,
        "role": turn.role,
        "text": turn.text,
    }
    for name in ("start", "end"):
        if getattr(turn, name) is not None:
            message[name] = getattr(turn, name)
    if turn.meta:
        message["meta"] = dict(turn.meta)
    return message


def pauses(call: Call) -> Iterator[float]:
    """Seconds to wait before each turn: until it is spoken to its end."""
    reached = 0.0
    for turn in call.turns:
        end = turn.end if turn.end is not None else turn.start
        if end is None:
            end = reached + len(turn.text) / SPEECH_RATE
        yield min(max(0.0, end - reached), LONGEST_PAUSE)
        reached = max(reached, end)


def _ask(connection: Connection, message: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers to a message, up to the one that ends it."""
    connection.send(msgspec.json.encode(message).decode())
    answers = []
    while True:
        answer: dict[str, Any] = msgspec.json.decode(connection.recv())
        answers.append(answer)
        if answer["type"] != "findings":
            return answers


def _refused(answer: dict[str, Any]) -> bool:
    if answer["type"] != "error":
        return False
    error = answer["error"]
    tell(f"{error['code']}: {error['message']}")
    if error["hint"]:
        tell(f"    hint: {error['hint']}")
    return True


def _print(answer: dict[str, Any], call: Call, *, masked: bool) -> None:
    for one in answer.get("findings", ()):
        severity = words.SEVERITIES[one["severity"]]
        name = words.CATEGORIES.get(one["category"], "")
        print(f"  第{one['turn'] + 1}句 [{severity}] {one['category']} {name}")
        said = shown_text(call.turns[one["turn"]].text, masked=masked)
        print(f"    【{said[one['start'] : one['end']]}】")
        if one["suggestion"]:
            print(f"    可以这样说：{one['suggestion']}")
    for one in answer.get("call_findings", ()):
        print(f"  [{words.SEVERITIES[one['severity']]}] {one['check']} {one['detail']}")
