"""A verdict as the JSON of ``docs/formats.md``, fields in the order shown there."""

from __future__ import annotations

from typing import Any

import msgspec

from compliance_checker.model import (
    Basis,
    CallFinding,
    Finding,
    NotChecked,
    RulebookId,
    Verdict,
)


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain values; ``meta`` only where the sender gave one."""
    record: dict[str, Any] = {
        "call_id": verdict.call_id,
        "rulebook": rulebook_record(verdict.rulebook),
        "outcome": verdict.outcome,
        "score": verdict.score,
        "findings": [finding_record(one) for one in verdict.findings],
        "call_findings": [call_finding_record(one) for one in verdict.call_findings],
        "not_checked": [not_checked_record(one) for one in verdict.not_checked],
    }
    if verdict.meta:
        record["meta"] = dict(verdict.meta)
    return record


def rulebook_record(rulebook: RulebookId) -> dict[str, str]:
    """Which rulebook judged."""
    return {"version": rulebook.version, "sha256": rulebook.sha256}


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding in an utterance."""
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "status": finding.status,
        "turn": finding.turn,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "how": finding.how,
        "basis": [basis_record(one) for one in finding.basis],
        "reasons": list(finding.reasons),
        "suggestion": finding.suggestion,
    }


def call_finding_record(finding: CallFinding) -> dict[str, Any]:
    """One check of the whole call that is not met."""
    return {
        "check": finding.check,
        "severity": finding.severity,
        "status": finding.status,
        "turn": finding.turn,
        "detail": finding.detail,
        "basis": [basis_record(one) for one in finding.basis],
    }


def not_checked_record(one: NotChecked) -> dict[str, Any]:
    """One check that could not be made."""
    return {"check": one.check, "why": one.why}


def basis_record(basis: Basis) -> dict[str, Any]:
    """One source; ``certainty`` only where the registry knows it."""
    record: dict[str, Any] = {
        "id": basis.id,
        "article": basis.article,
        "force": basis.force,
        "quote": basis.quote,
    }
    if basis.certainty is not None:
        record["certainty"] = basis.certainty
    return record


def verdict_line(verdict: Verdict) -> bytes:
    """The verdict as one line of JSON Lines, with its line break."""
    return msgspec.json.encode(verdict_record(verdict)) + b"\n"
