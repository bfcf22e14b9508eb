"""The WebSocket that takes a running call, utterance by utterance.

in   {"type": "open", "call": {"call_id": …}}
     {"type": "utterance", "seq": 0, "role": …, "text": …, "start": …, "end": …}
     {"type": "close"}
out  {"type": "opened", "call_id": …, "rulebook": {…}, "next_seq": 0}
     {"type": "findings", "seq": 0, "findings": […], "call_findings": […]}
     {"type": "ack", "seq": 0}
     {"type": "verdict", "verdict": {…}}
     {"type": "error", "error": {"code": …, "message": …, "hint": …}}

A connection carries one call.  After a lost connection the call is opened again with
the same data and goes on at ``next_seq``; an utterance sent twice counts once.
"""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from compliance_checker.model import CallFinding, Finding, Utterance
from compliance_checker.report.record import (
    call_finding_record,
    finding_record,
    rulebook_record,
    verdict_record,
)
from compliance_checker.service.live import Found, LiveCall, LiveCalls
from compliance_checker.service.origin import known_host, same_site
from compliance_checker.service.refusal import Refusal, bad_transcript
from compliance_checker.transcript.record import header_from_value, utterance_from_value

router = APIRouter()

#: Close codes: policy violation, and a normal end.
_REFUSED, _NORMAL = 1008, 1000


class Session:
    """One connection: the messages of a client → the answers to it, in order."""

    def __init__(self, calls: LiveCalls) -> None:
        self.calls = calls
        self.call: LiveCall | None = None
        self.ended = False

    def take(self, message: str) -> list[dict[str, Any]]:
        """The answers to one message; a bad one is answered with an error."""
        try:
            return self._take(message)
        except Refusal as refusal:
            return [{"type": "error", **refusal.record()}]

    def _take(self, message: str) -> list[dict[str, Any]]:
        if len(message) > self.calls.limits.message:
            text = f"a message of more than {self.calls.limits.message} characters"
            raise Refusal("too_large", text, "send one utterance at a time")
        value = _object(message)
        kind = value.pop("type", None)
        if kind == "open":
            return [self._open(value)]
        if kind == "utterance":
            return self._utterance(value)
        if kind == "close":
            return [self._close(value)]
        hint = "type is open, utterance or close"
        raise Refusal("unknown_type", "a message of an unknown type", hint)

    def _open(self, value: dict[str, Any]) -> dict[str, Any]:
        if self.call is not None:
            hint = "use one connection for each call"
            raise Refusal("already_open", "this connection has a call", hint)
        header = value.pop("call", None)
        _nothing_else(value, "call")
        call = header_from_value(header, lambda path: path or "call")
        if isinstance(call, list):
            raise bad_transcript(call)
        self.call = self.calls.open(call)
        return {
            "type": "opened",
            "call_id": self.call.call_id,
            "rulebook": rulebook_record(self.call.edition.id),
            "next_seq": len(self.call.turns),
            "closed": not self.call.open,
        }

    def _utterance(self, value: dict[str, Any]) -> list[dict[str, Any]]:
        call = self._opened()
        seq = value.pop("seq", None)
        if not isinstance(seq, int) or isinstance(seq, bool) or seq < 0:
            hint = "count the utterances of a call from 0"
            raise Refusal("bad_message", "seq is no number", hint)
        utterance = utterance_from_value(value, seq, lambda path: path or "utterance")
        if not isinstance(utterance, Utterance):
            raise bad_transcript(utterance)
        found, again = self.calls.add(call, seq, utterance)
        ack = {"type": "ack", "seq": seq, **({"repeated": True} if again else {})}
        return [_findings(seq, found), ack] if found else [ack]

    def _close(self, value: dict[str, Any]) -> dict[str, Any]:
        _nothing_else(value)
        verdict = self.calls.close(self._opened())
        self.ended = True
        return {"type": "verdict", "verdict": verdict_record(verdict)}

    def _opened(self) -> LiveCall:
        if self.call is None:
            hint = 'begin with {"type": "open", "call": {"call_id": "…"}}'
            raise Refusal("not_open", "no call is open", hint)
        return self.call


def _object(message: str) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(message.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        value = None
    if not isinstance(value, dict):
        hint = "send one JSON object a message"
        raise Refusal("bad_json", "the message is no JSON object", hint)
    return value


def _nothing_else(value: dict[str, Any], *known: str) -> None:
    if value:
        hint = f"known fields: {', '.join(('type', *known))}"
        raise Refusal("unknown_field", "the message has an unknown field", hint)


def _findings(seq: int, found: Found) -> dict[str, Any]:
    return {
        "type": "findings",
        "seq": seq,
        "findings": [finding_record(one) for one in found if isinstance(one, Finding)],
        "call_findings": [
            call_finding_record(one) for one in found if isinstance(one, CallFinding)
        ],
    }


@router.websocket("/v1/live")
async def live(socket: WebSocket) -> None:
    """Take one call."""
    ours = known_host(socket.headers, socket.app.state.hosts)
    if not (ours and same_site(socket.headers)):
        await socket.close(_REFUSED)
        return
    await socket.accept()
    session = Session(socket.app.state.calls)
    try:
        while not session.ended:
            for answer in session.take(await _text(socket)):
                await socket.send_text(msgspec.json.encode(answer).decode())
        await socket.close(_NORMAL)
    except WebSocketDisconnect:
        # The call stays open: the client may come back and go on.
        return


async def _text(socket: WebSocket) -> str:
    """The next message; bytes are taken as UTF-8."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", _NORMAL))
    text = message.get("text")
    if text is not None:
        return str(text)
    return bytes(message.get("bytes") or b"").decode("utf-8", "replace")
