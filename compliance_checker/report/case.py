"""A judged call as people read it: the evidence in its context, codes in words.

Terminal, web page, table and workbook all show the same ``Case``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from msgspec import Struct

from compliance_checker.call.tempo import tempo
from compliance_checker.model import (
    Basis,
    Call,
    CallFinding,
    Finding,
    Utterance,
    Verdict,
)
from compliance_checker.personal.mask import mask
from compliance_checker.report import words
from compliance_checker.report.service import service_words
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.policy import Service
from compliance_checker.text import segment

#: Characters of context shown on each side of the evidence.
CONTEXT = 40
#: No word that is shown in whole is longer (a run of letters may be).
LONGEST_WORD = 6

SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Glossary:
    """The titles of rules and checks and the names of sources, by their ids."""

    rules: Mapping[str, str]
    checks: Mapping[str, str]
    sources: Mapping[str, str]
    service: Service = field(default_factory=Service)


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
    #: How it was talked; none of it is a finding.
    service: tuple[str, ...] = ()


def glossary(rulebook: Rulebook) -> Glossary:
    """The words of *rulebook*."""
    return Glossary(
        rules={rule.id: rule.title for rule in rulebook.rules},
        checks={name: check.title for name, check in rulebook.checks.items()},
        sources={name: one.name for name, one in rulebook.basis.items()},
        service=rulebook.policy.service,
    )


def case_of(
    call: Call, verdict: Verdict, names: Glossary, *, masked: bool = True
) -> Case:
    """What people read of *verdict*; *call* must be the call it was given on.

    With *masked* the personal data in what was said is made unreadable.
    """
    turns = {turn.index: turn for turn in call.turns}
    started = call.started_at
    found = [
        *(
            evidence_of(one, turns.get(one.turn), names, masked=masked)
            for one in verdict.findings
        ),
        *(
            evidence_of_check(one, turns, names, masked=masked)
            for one in verdict.call_findings
        ),
    ]
    return Case(
        call_id=verdict.call_id,
        outcome=verdict.outcome,
        score=verdict.score,
        started_at=chinese_time(started) if started else "",
        collector=call.collector.id or "",
        team=call.collector.team or "",
        turns=len(call.turns),
        rulebook=verdict.rulebook.version,
        findings=tuple(found),
        not_checked=tuple(
            (one.check, words.reason(one.why)) for one in verdict.not_checked
        ),
        service=service_words(tempo(call), names.service),
    )


def chinese_time(moment: datetime) -> str:
    """The time in China, where the lenders are, with its zone.

    >>> chinese_time(datetime(2026, 3, 2, 2, 15, tzinfo=timezone.utc))
    '2026-03-02 10:15（北京时间）'
    """
    # A time without a zone is taken to be Chinese, as the importers take it.
    here = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    return f"{here:%Y-%m-%d %H:%M}（北京时间）"


def shown_text(said: str, *, masked: bool) -> str:
    """What people are shown of *said*; it has the same length."""
    return mask(said) if masked else said


def evidence_of(
    finding: Finding, turn: Utterance | None, names: Glossary, *, masked: bool = True
) -> Evidence:
    """A finding as people read it; *turn* is the one it lies in."""
    # The whole turn, before anything is cut from it: half a number is no number.
    said = shown_text(turn.text if turn else "", masked=masked)
    before, text, after = context(said, finding)
    if not turn:
        text = shown_text(text, masked=masked)
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
        how=_how(finding.how, text),
        basis=tuple(basis_words(one, names) for one in finding.basis),
        reasons=tuple(words.reason(one) for one in finding.reasons),
        suggestion=finding.suggestion,
    )


#: Clauses with ordinary stops between them: nothing was hidden there.
_CLAUSES = re.compile(
    r"\w+(?:[，。！？；：、,.!?;:]+\w{2,})*(?:[，。！？；：、,.!?;:]+\w*)?"
)


def _how(how: str, text: str) -> str:
    if how == "symbols removed" and _CLAUSES.fullmatch(text):
        return words.how("as written")
    return words.how(how)


def evidence_of_check(
    finding: CallFinding,
    turns: Mapping[int, Utterance],
    names: Glossary,
    *,
    masked: bool = True,
) -> Evidence:
    """A check of the whole call as people read it."""
    turn = turns.get(finding.turn) if finding.turn is not None else None
    said = shown_text(turn.text if turn else "", masked=masked)
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
        before=cut(said, 2 * CONTEXT),
        text="",
        after="",
        how="",
        basis=tuple(basis_words(one, names) for one in finding.basis),
        reasons=(),
        suggestion="",
    )


def context(said: str, finding: Finding) -> tuple[str, str, str]:
    """What stands before the evidence, the evidence, and what stands after it.

    The evidence is shown in whole words; where it lies is not changed by that.
    """
    start, end = whole_words(said, finding.start, finding.end)
    before, after = said[:start], said[end:]
    if len(before) > CONTEXT:
        before = f"…{before[-CONTEXT:]}"
    return before, said[start:end] or finding.text, cut(after, CONTEXT)


def whole_words(said: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` with the words of *said* that it cuts taken in whole.

    Only near its edges: what is no ordinary word may be cut anywhere.

    >>> whole_words("我打给你们单位领导", 1, 8)
    (1, 9)
    """
    if not 0 <= start < end <= len(said):
        return start, end
    left, right = max(0, start - CONTEXT), min(len(said), end + CONTEXT)
    for word in segment.words(said[left:right]):
        first, last = left + word.start, left + word.end
        if last - first > LONGEST_WORD:
            continue
        if first < start < last:
            start = first
        if first < end < last:
            return start, last
    return start, end


def cut(text: str, most: int) -> str:
    """*text*, or its first *most* characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def basis_words(basis: Basis, names: Glossary) -> str:
    """A source with its article, its force and how surely it is known, in words."""
    name = names.sources.get(basis.id, basis.id)
    titled = basis.force != "house" and not re.search("[《》]", name)
    if titled and re.search(r"[\u4e00-\u9fff]", name):
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
