"""The calls that run now, in this process: what was said and what was found.

All of it happens on one event loop.  Pages read a call's ``log`` from where they are
and wait for ``changed``; a page that is slow falls behind and loses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from compliance_checker.model import Call, CallFinding, Finding, Utterance, Verdict
from compliance_checker.pipeline import Watch
from compliance_checker.report import words
from compliance_checker.report.case import (
    Evidence,
    evidence_of,
    evidence_of_check,
    shown_text,
    whole_words,
)
from compliance_checker.service.current import Current, Edition
from compliance_checker.service.refusal import Refusal

Found = tuple[Finding | CallFinding, ...]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one client may ask for."""

    #: Bytes in a request body.
    body: int = 1 << 25
    #: Calls in one request.
    calls: int = 1000
    #: Characters in a message over the WebSocket.
    message: int = 1 << 16
    #: Characters in one utterance.
    text: int = 10_000
    #: Utterances in one live call.
    turns: int = 50_000
    #: Live calls at once.
    open_calls: int = 2000
    #: Closed calls that can still be looked at.
    closed_calls: int = 200
    #: Seconds for which a closed call stays in the list of calls …
    listed: float = 3600.0
    #: … and how many of them at once.
    listed_calls: int = 20
    #: Seconds without a word after which a call no longer counts as running.
    idle: float = 3600.0


@dataclass(slots=True)
class LiveCall:
    """One running call, and after its end what is left of it."""

    header: Call
    #: The rulebook it began with judges it to its end.
    edition: Edition
    watch: Watch
    opened_at: datetime
    heard_at: datetime
    turns: list[Utterance] = field(default_factory=list)
    #: What each utterance brought, by its number.
    found: list[Found] = field(default_factory=list)
    verdict: Verdict | None = None
    closed_at: datetime | None = None
    #: What pages are told, in order.
    log: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def call_id(self) -> str:
        """The id it was opened with."""
        return self.header.call_id

    @property
    def open(self) -> bool:
        """Whether it takes further utterances."""
        return self.verdict is None

    def worst(self) -> str:
        """The highest severity found so far; empty for none."""
        severities = {one.severity for group in self.found for one in group}
        return next((one for one in words.SEVERITIES if one in severities), "")


class LiveCalls:
    """All calls of this process by their ids."""

    def __init__(
        self,
        current: Current,
        *,
        clock: Clock,
        limits: Limits,
        masked: bool = True,
    ) -> None:
        self.current = current
        #: Whether pages show personal data as stars.  Who sends a call gets its own
        #: words back as they are.
        self.masked = masked
        self.clock = clock
        self.limits = limits
        self.calls: dict[str, LiveCall] = {}
        #: Set when a call begins, ends, or something is found in one.
        self.changed = asyncio.Event()

    def open(self, header: Call) -> LiveCall:
        """The call with this header: a new one, or the one that was open.

        Raises:
            Refusal: If the id belongs to another call, or there are too many.
        """
        known = self.calls.get(header.call_id)
        if known is not None:
            if known.header == header:
                return known
            raise Refusal(
                "conflict",
                "a call with this call_id was opened with other data",
                "give each call its own id",
                status=409,
            )
        self._make_room()
        now = self.clock()
        edition = self.current.edition
        call = LiveCall(header, edition, edition.checker.open(header), now, now)
        self.calls[header.call_id] = call
        self._tell(call, {"type": "opened", "call": _header(header)})
        return call

    def add(self, call: LiveCall, seq: int, utterance: Utterance) -> tuple[Found, bool]:
        """What the utterance brings, and whether it had been sent before.

        Raises:
            Refusal: If it is out of order, another text than before, or too much.
        """
        if seq < len(call.turns):
            if call.turns[seq] == utterance:
                return call.found[seq], True
            message = f"utterance {seq} was sent before with another text"
            raise Refusal("conflict", message, "give it the next number", status=409)
        self._check(call, seq, utterance)
        found = call.watch.add(utterance)
        call.turns.append(utterance)
        call.found.append(found)
        call.heard_at = self.clock()
        self._tell(call, self._turn(call, utterance, found))
        return found, False

    def close(self, call: LiveCall) -> Verdict:
        """The verdict; closing again gives the same one."""
        if call.verdict is None:
            call.verdict = call.watch.close()
            call.closed_at = self.clock()
            before = {one for found in call.found for one in found}
            late = [one for one in call.verdict.call_findings if one not in before]
            self._tell(
                call,
                {
                    "type": "closed",
                    "outcome": words.OUTCOMES[call.verdict.outcome],
                    "score": call.verdict.score,
                    "findings": [self._evidence(call, one) for one in late],
                },
            )
        return call.verdict

    def call(self, call_id: str) -> LiveCall:
        """The call with this id.

        Raises:
            Refusal: If there is none.
        """
        try:
            return self.calls[call_id]
        except KeyError:
            hint = "the list of running calls is at /live"
            raise Refusal("unknown_call", "no such call", hint, status=404) from None

    def board(self) -> list[dict[str, Any]]:
        """The calls as a page lists them.

        Those that run come first, the worst of them at the top; then those that have
        ended a while ago, the last first.
        """
        order = list(words.SEVERITIES)
        rows = [_row(call) for call in self.calls.values() if call.open]
        rows.sort(
            key=lambda row: (
                order.index(row["severity"]) if row["severity"] else len(order),
                row["opened_at"],
            )
        )
        return rows + [_row(call) for call in self._lately_closed()]

    def _lately_closed(self) -> list[LiveCall]:
        now = self.clock()
        closed = [
            (call.closed_at, call)
            for call in self.calls.values()
            if call.closed_at
            and (now - call.closed_at).total_seconds() < self.limits.listed
        ]
        closed.sort(key=lambda one: one[0], reverse=True)
        return [call for _, call in closed[: self.limits.listed_calls]]

    def _check(self, call: LiveCall, seq: int, utterance: Utterance) -> None:
        if not call.open:
            hint = "open a new call with another call_id"
            raise Refusal("call_closed", "the call is closed", hint, status=409)
        if seq != len(call.turns):
            message = f"expected seq {len(call.turns)}, got {seq}"
            hint = "send the utterances in order, without gaps"
            raise Refusal("out_of_order", message, hint, status=409)
        if len(utterance.text) > self.limits.text:
            message = f"an utterance of more than {self.limits.text} characters"
            raise Refusal("too_large", message, "send it in parts", status=413)
        if seq >= self.limits.turns:
            message = f"more than {self.limits.turns} utterances"
            raise Refusal("too_large", message, "open a new call", status=413)

    def _make_room(self) -> None:
        now = self.clock()
        for call in list(self.calls.values()):
            if call.open and (now - call.heard_at).total_seconds() > self.limits.idle:
                self.close(call)
        closed = [one for one in self.calls.values() if not one.open]
        for call in closed[: max(0, len(closed) - self.limits.closed_calls)]:
            del self.calls[call.call_id]
        if sum(call.open for call in self.calls.values()) >= self.limits.open_calls:
            hint = "close calls that have ended"
            raise Refusal("too_many_calls", "too many open calls", hint, status=429)

    def _tell(self, call: LiveCall, event: dict[str, Any]) -> None:
        call.log.append(event)
        call.changed = _rung(call.changed)
        if event["type"] != "turn" or event["findings"]:
            self.changed = _rung(self.changed)

    def _turn(
        self, call: LiveCall, utterance: Utterance, found: Found
    ) -> dict[str, Any]:
        return {
            "type": "turn",
            "number": utterance.index + 1,
            "role": utterance.role,
            "speaker": words.ROLES[utterance.role],
            "time": words.clock(utterance.start),
            "text": shown_text(utterance.text, masked=self.masked),
            "findings": [self._evidence(call, one) for one in found],
        }

    def _evidence(self, call: LiveCall, one: Finding | CallFinding) -> dict[str, Any]:
        at, names = one.turn, call.edition.names
        turn = call.turns[at] if at is not None and at < len(call.turns) else None
        if isinstance(one, Finding):
            said = shown_text(turn.text if turn else "", masked=self.masked)
            span = whole_words(said, one.start, one.end)
            evidence = evidence_of(one, turn, names, masked=self.masked)
            return _shown(evidence, *span)
        turns = {turn.index: turn} if turn else {}
        evidence = evidence_of_check(one, turns, names, masked=self.masked)
        return _shown(evidence, None, None)


def _rung(event: asyncio.Event) -> asyncio.Event:
    """Wake everyone who waits for *event*; the next change has an event of its own."""
    event.set()
    return asyncio.Event()


def _shown(evidence: Evidence, start: int | None, end: int | None) -> dict[str, Any]:
    return {
        **to_builtins(evidence),
        "severity_name": words.SEVERITIES[evidence.severity],
        "status_name": words.STATUSES[evidence.status],
        "start": start,
        "end": end,
    }


def _header(header: Call) -> dict[str, Any]:
    return {
        "call_id": header.call_id,
        "collector": header.collector.id or "",
        "team": header.collector.team or "",
        "started_at": header.started_at.isoformat() if header.started_at else "",
    }


def _row(call: LiveCall) -> dict[str, Any]:
    found: set[Finding | CallFinding] = {one for group in call.found for one in group}
    status = "进行中"
    if call.verdict is not None:
        # The close may bring findings of its own: what was never said at all.
        found.update(call.verdict.call_findings)
        status = f"已结束：{words.OUTCOMES[call.verdict.outcome]}"
    return {
        **_header(call.header),
        "open": call.open,
        "status": status,
        "opened_at": call.opened_at.isoformat(),
        "turns": len(call.turns),
        "findings": len(found),
        "severity": call.worst(),
        "severity_name": words.SEVERITIES.get(call.worst(), ""),
    }
