"""``POST /v1/check``, ``GET /v1/rulebook``, ``GET /healthz``."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from compliance_checker.errors import Problem
from compliance_checker.model import Call
from compliance_checker.pipeline import Checker
from compliance_checker.report import words
from compliance_checker.report.record import verdict_record
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.overlay import Overlay
from compliance_checker.service.live import Limits
from compliance_checker.service.refusal import Refusal, bad_transcript
from compliance_checker.transcript.record import call_from_value, value_from_json

router = APIRouter()

JSON = "application/json"


@router.post("/v1/check")
async def check(request: Request) -> Response:
    """The verdict on one transcript, or the verdicts on a list of them."""
    state = request.app.state
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        message, hint = "the body is not declared as JSON", f"Content-Type: {JSON}"
        raise Refusal("unsupported_media_type", message, hint, status=415)
    content = await body(request, state.limits)
    answer = await run_in_threadpool(
        _check, state.current.edition.checker, content, state.limits
    )
    return Response(msgspec.json.encode(answer), media_type=JSON)


async def body(request: Request, limits: Limits) -> bytes:
    """The whole body; one that is too large is not read to its end.

    Raises:
        Refusal: If it is too large.
    """
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > limits.body:
            message = f"a body of more than {limits.body} bytes"
            hint = "send fewer calls at a time, or use compliance-checker audit"
            raise Refusal("too_large", message, hint, status=413)
    return bytes(content)


def _check(checker: Checker, content: bytes, limits: Limits) -> Any:
    value = value_from_json(content, "body")
    if isinstance(value, Problem):
        raise Refusal("bad_json", value.what, value.hint, problems=(value,))
    calls = _calls(value if isinstance(value, list) else [value], limits)
    verdicts = [verdict_record(checker.check(call)) for call in calls]
    return verdicts if isinstance(value, list) else verdicts[0]


def _calls(values: list[Any], limits: Limits) -> list[Call]:
    if len(values) > limits.calls:
        message = f"more than {limits.calls} calls in one request"
        raise Refusal("too_large", message, "send them in parts", status=413)
    calls: list[Call] = []
    problems: list[Problem] = []
    for index, value in enumerate(values):
        where = f"call {index}"
        call = call_from_value(value, lambda _, where=where: where)  # type: ignore[misc]
        if isinstance(call, Call):
            calls.append(call)
        else:
            problems.extend(call)
    if problems:
        raise bad_transcript(problems)
    return calls


@router.get("/healthz")
async def healthz(request: Request) -> dict[str, Any]:
    """That the service runs, with which rulebook, and how many calls run now."""
    state = request.app.state
    rulebook: Rulebook = state.current.edition.rulebook
    return {
        "status": "ok",
        "rulebook": {"version": rulebook.id.version, "sha256": rulebook.id.sha256},
        "rules": len(rulebook.rules),
        "reloaded": state.current.reloaded,
        "open_calls": sum(call.open for call in state.calls.calls.values()),
    }


@router.get("/v1/rulebook")
async def rulebook(request: Request) -> dict[str, Any]:
    """What is judged, and on what basis."""
    book: Rulebook = request.app.state.current.edition.rulebook
    return {
        "version": book.id.version,
        "sha256": book.id.sha256,
        "overlays": [_overlay(one) for one in book.overlays],
        "categories": dict(words.CATEGORIES),
        "rules": [_rule(book, rule.id) for rule in book.rules],
        "checks": [
            {
                "check": name,
                "title": one.title,
                "severity": one.severity,
                "needs": one.needs,
                "enabled": one.enabled,
            }
            for name, one in book.checks.items()
        ],
    }


def _overlay(one: Overlay) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "version": one.version,
        "owner": one.owner,
        "rules": list(one.rules),
        "lexicons": list(one.lexicons),
        "terms": one.terms,
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "what": change.what,
                "reason": change.reason,
                "by": change.by,
                "on": change.on.isoformat(),
            }
            for change in one.changes
        ],
    }


def _rule(book: Rulebook, rule_id: str) -> dict[str, Any]:
    rule = book.rule(rule_id)
    return {
        "id": rule.id,
        "category": rule.category,
        "title": rule.title,
        "severity": rule.severity,
        "status": rule.status,
        "why": rule.why.strip(),
        "suggestion": rule.suggestion,
        "false_alarms": rule.false_alarms.strip(),
        "basis": [
            {
                "id": one.id,
                "name": book.basis[one.id].name,
                "article": one.article,
                "force": book.basis[one.id].force,
                "certainty": book.basis[one.id].certainty,
                "quote": one.quote,
            }
            for one in rule.basis
        ],
    }
