"""A judged call as people read it: the evidence in its context, codes in words.

Terminal, web page, table and workbook all show the same ``Case``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone

from msgspec import Struct

from compliance_checker.model import (
    Basis,
    Call,
    CallFinding,
    Finding,
    Utterance,
    Verdict,
)
from compliance_checker.report import words
from compliance_checker.rulebook.load import Rulebook

#: Characters of context shown on each side of the evidence.
CONTEXT = 40

SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Glossary:
    """The titles of rules and checks and the names of sources, by their ids."""

    rules: Mapping[str, str]
    checks: Mapping[str, str]
    sources: Mapping[str, str]


class Evidence(Struct, frozen=True):
    """One finding; ``number`` counts turns from 1, 0 is the call as a whole."""

    code: str
    name: str
    rule: str
    title: str
    severity: str
    status: str
    number: int
    speaker: str
    time: str
    before: str
    text: str
    after: str
    how: str
    basis: tuple[str, ...]
    reasons: tuple[str, ...]
    suggestion: str


class Case(Struct, frozen=True):
    """One call with all that was found in it, for people."""

    call_id: str
    outcome: str
    score: int
    started_at: str
    collector: str
    team: str
    turns: int
    rulebook: str
    findings: tuple[Evidence, ...]
    not_checked: tuple[tuple[str, str], ...]


def glossary(rulebook: Rulebook) -> Glossary:
    """The words of *rulebook*."""
    return Glossary(
        rules={rule.id: rule.title for rule in rulebook.rules},
        checks={name: check.title for name, check in rulebook.checks.items()},
        sources={name: one.name for name, one in rulebook.basis.items()},
    )


def case_of(call: Call, verdict: Verdict, names: Glossary) -> Case:
    """What people read of *verdict*; *call* must be the call it was given on."""
    turns = {turn.index: turn for turn in call.turns}
    started = call.started_at
    found = [
        *(evidence_of(one, turns.get(one.turn), names) for one in verdict.findings),
        *(evidence_of_check(one, turns, names) for one in verdict.call_findings),
    ]
    return Case(
        call_id=verdict.call_id,
        outcome=verdict.outcome,
        score=verdict.score,
        started_at=f"{started.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if started else "",
        collector=call.collector.id or "",
        team=call.collector.team or "",
        turns=len(call.turns),
        rulebook=verdict.rulebook.version,
        findings=tuple(found),
        not_checked=tuple(
            (one.check, words.reason(one.why)) for one in verdict.not_checked
        ),
    )


def evidence_of(finding: Finding, turn: Utterance | None, names: Glossary) -> Evidence:
    """A finding as people read it; *turn* is the one it lies in."""
    before, text, after = context(turn.text if turn else "", finding)
    return Evidence(
        code=finding.category,
        name=words.CATEGORIES.get(finding.category, finding.category),
        rule=finding.rule,
        title=names.rules.get(finding.rule, finding.rule),
        severity=finding.severity,
        status=finding.status,
        number=finding.turn + 1,
        speaker=words.ROLES[turn.role] if turn else "",
        time=words.clock(turn.start) if turn else "",
        before=before,
        text=text,
        after=after,
        how=words.how(finding.how),
        basis=tuple(basis_words(one, names) for one in finding.basis),
        reasons=tuple(words.reason(one) for one in finding.reasons),
        suggestion=finding.suggestion,
    )


def evidence_of_check(
    finding: CallFinding, turns: Mapping[int, Utterance], names: Glossary
) -> Evidence:
    """A check of the whole call as people read it."""
    turn = turns.get(finding.turn) if finding.turn is not None else None
    return Evidence(
        code=finding.check,
        name=names.checks.get(finding.check, finding.check),
        rule=finding.check,
        title=finding.detail,
        severity=finding.severity,
        status=finding.status,
        number=turn.index + 1 if turn else 0,
        speaker=words.ROLES[turn.role] if turn else "",
        time=words.clock(turn.start) if turn else "",
        before=cut(turn.text, 2 * CONTEXT) if turn else "",
        text="",
        after="",
        how="",
        basis=tuple(basis_words(one, names) for one in finding.basis),
        reasons=(),
        suggestion="",
    )


def context(said: str, finding: Finding) -> tuple[str, str, str]:
    """What stands before the evidence, the evidence, and what stands after it."""
    before, after = said[: finding.start], said[finding.end :]
    if len(before) > CONTEXT:
        before = f"…{before[-CONTEXT:]}"
    return (
        before,
        said[finding.start : finding.end] or finding.text,
        cut(after, CONTEXT),
    )


def cut(text: str, most: int) -> str:
    """*text*, or its first *most* characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def basis_words(basis: Basis, names: Glossary) -> str:
    """A source with its article, its force and how surely it is known, in words."""
    name = names.sources.get(basis.id, basis.id)
    if not re.search("[《》]", name) and re.search(r"[\u4e00-\u9fff]", name):
        name = f"《{name}》"
    article = _article(basis.article or "")
    notes = [words.FORCES.get(basis.force, basis.force)]
    if basis.certainty and basis.certainty in words.CERTAINTIES:
        notes.append(words.CERTAINTIES[basis.certainty])
    quote = f"：“{basis.quote}”" if basis.quote else ""
    return f"{name}{article}（{'；'.join(notes)}）{quote}"


def _article(article: str) -> str:
    """``37(五)`` as a Chinese reader expects it; what is no number stays as it is."""
    match = re.fullmatch(r"(\d+(?:之[一二三四五])?)((?:[（(][^）)]+[）)])*)", article)
    if not match:
        return article
    parts = re.findall(r"[（(]([^）)]+)[）)]", match[2])
    # 69(2) is a paragraph, 37(五) an item of a list.
    inner = (f"第{one}款" if one.isdigit() else f"第（{one}）项" for one in parts)
    return f"第{match[1]}条{''.join(inner)}"
