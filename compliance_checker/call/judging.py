"""One utterance in one situation: the cues in it, and the findings of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, field

from compliance_checker.call.checks import SHANGHAI
from compliance_checker.call.facts import judge
from compliance_checker.call.state import Cues
from compliance_checker.detect.candidate import Candidate, Hit, Situation
from compliance_checker.detect.engine import Engine, Ready
from compliance_checker.model import Call, Finding, Status
from compliance_checker.rulebook.basis import Cited, cite
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.schema import BasisRef, Rule
from compliance_checker.text.reading import Reading
from compliance_checker.verify.registry import MARKS, REASONS, VERIFIERS

#: Of a rule's candidates only so many back can hold the next one.
NEAR = 8


@dataclass(frozen=True, slots=True)
class Judge:
    """A rulebook and its engine, for one call.

    ``budget_seconds`` is what one rule may take on one utterance by ``clock``.
    """

    rulebook: Rulebook
    engine: Engine
    header: Call
    budget_seconds: float
    clock: Callable[[], float]

    def cited(self, references: tuple[BasisRef, ...]) -> Cited:
        """The references that count on the day of the call (Chinese time)."""
        started = self.header.started_at
        if started is not None and started.tzinfo is not None:
            started = started.astimezone(SHANGHAI)
        return cite(
            self.rulebook.basis,
            references,
            day=started.date() if started else None,
            lender_type=self.header.lender_type,
        )


class Scene(Struct, frozen=True):
    """An utterance, what it met, what the scan proposed, and what failed so far."""

    reading: Reading
    situation: Situation
    proposed: Sequence[int]
    #: The compact views of the utterance.
    texts: tuple[str, ...]
    #: Rule or cue → why it could not be run here; filled while it is judged.
    failures: dict[str, str]
    #: Rule → the fact it cannot do without; filled where the rule had something.
    skipped: dict[str, str] = field(default_factory=dict)


class _Found(dict[str, tuple[Hit, ...]]):
    """Cue → where it stands; worked out when asked for: mostly nobody asks."""

    __slots__ = ("later",)

    def __init__(self) -> None:
        self.later: dict[str, Callable[[], tuple[Hit, ...]]] = {}

    def get(self, name: str, default: Any = None) -> Any:
        if name in self.later:
            self[name] = self.later.pop(name)()
        return super().get(name, default)


def cues(judge_: Judge, scene: Scene, *, awaited: bool) -> Cues:
    """What the utterance does to the call: cue → where it stands.

    *awaited* says that an answer is: only then a 对 or four digits mean anything.
    """
    role = scene.situation.role
    found = _Found()
    for at in _woken(scene.proposed, judge_.engine.cues_of):
        cue = judge_.engine.cues[at]
        if role not in cue.detection.speaker:
            continue
        if _plainly(cue, scene):
            found.later[cue.detection.name] = lambda cue=cue: _places(
                judge_, cue, scene
            )
            found[cue.detection.name] = ()
        elif hits := _places(judge_, cue, scene):
            found[cue.detection.name] = hits
    if awaited:
        for cue in judge_.engine.answers:
            if role in cue.detection.speaker and cue.detection.possible(scene.texts):
                hits = _places(judge_, cue, scene)
                if hits:
                    found[cue.detection.name] = hits
    return found


def _plainly(cue: Ready, scene: Scene) -> bool:
    """Whether the cue is there without a look at where: nothing could take it away."""
    detection = cue.detection
    if detection.exceptions is not None and any(
        map(detection.exceptions.occurs, scene.texts)
    ):
        return False
    if not all(name in MARKS for name in cue.unless):
        return False
    if any(MARKS[name].search(text) for name in cue.unless for text in scene.texts):
        return False
    return detection.found_by_scan(scene.proposed)


def _places(judge_: Judge, cue: Ready, scene: Scene) -> tuple[Hit, ...]:
    return tuple(candidate.hit for candidate in _verified(judge_, cue, scene))


def findings(judge_: Judge, scene: Scene) -> Iterator[Finding]:
    """Everything the rules find, overlapping or not."""
    role = scene.situation.role
    for at in _woken(scene.proposed, judge_.engine.rules_of):
        ready = judge_.engine.rules[at]
        rule = ready.rule
        # An unknown speaker may be the collector: a person must look.
        if rule is None or role not in {*ready.detection.speaker, "unknown"}:
            continue
        facts = judge(rule.when, judge_.header, scene.situation)
        if facts is None:
            continue
        reasons = (*facts.reasons, *(REASONS[name] for name in ready.unless))
        missing = [name for name in facts.unknown if name in rule.known]
        for candidate in _verified(judge_, ready, scene):
            if missing:
                scene.skipped[rule.id] = f"not known: {', '.join(missing)}"
                break
            yield _finding(judge_, rule, candidate, facts.status, reasons)


def _woken(
    proposed: Iterable[int], waking: Mapping[int, tuple[int, ...]]
) -> Sequence[int]:
    return sorted({at for number in proposed for at in waking.get(number, ())})


def _verified(judge_: Judge, ready: Ready, scene: Scene) -> list[Candidate]:
    """The candidates that no verifier rejects, without those inside another."""
    name = ready.detection.name
    started = judge_.clock()
    kept: list[Candidate] = []
    try:
        for candidate in ready.detection.find(
            scene.reading, scene.situation, scene.proposed
        ):
            if any(one.span.covers(candidate.span) for one in kept[-NEAR:]):
                continue
            if not any(VERIFIERS[verifier](candidate) for verifier in ready.unless):
                kept.append(candidate)
    # A rule that fails must never read as "nothing found", whatever broke it.
    except Exception as error:
        scene.failures[name] = f"{type(error).__name__} on turn {scene.situation.index}"
        return []
    if judge_.clock() - started > judge_.budget_seconds:
        scene.failures[name] = f"took too long on turn {scene.situation.index}"
    return kept


def _finding(
    judge_: Judge,
    rule: Rule,
    candidate: Candidate,
    status: Status,
    reasons: tuple[str, ...],
) -> Finding:
    role = candidate.utterance.role
    review = [text for text in (rule.review, candidate.hit.review) if text]
    if role == "unknown":
        review.append("speaker is not known")
    if rule.status == "experimental":
        review.append("rule is experimental")
    speaker = () if role == "unknown" else (f"speaker is the {role}",)
    cited = judge_.cited(rule.basis)
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=rule.severity,
        status="needs_review" if review else status,
        turn=candidate.utterance.index,
        start=candidate.span.start,
        end=candidate.span.end,
        text=candidate.reading.evidence(candidate.span),
        how=candidate.how,
        basis=cited.basis,
        reasons=(*speaker, *reasons, *review, *cited.remarks),
        suggestion=rule.suggestion,
    )
