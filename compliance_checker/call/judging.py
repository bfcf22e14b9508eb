"""One utterance in one situation: the cues in it, and the findings of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct, field

from compliance_checker.call import state as call_state
from compliance_checker.call.checks import (
    DUTIES,
    LISTENING,
    MET,
    SHANGHAI,
    Answer,
    unheard,
)
from compliance_checker.call.facts import judge
from compliance_checker.call.state import INTRODUCTION_TURNS, CallState, Cues
from compliance_checker.detect.candidate import Candidate, Hit, Situation
from compliance_checker.detect.engine import Engine, Ready
from compliance_checker.detect.scan import Proposals
from compliance_checker.detect.state import cues_of_states, silent
from compliance_checker.model import (
    CHANNELS,
    EMPLOYERS,
    Call,
    Case,
    Collector,
    Finding,
    Span,
    Status,
    Utterance,
)
from compliance_checker.rulebook.basis import Cited, cite
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.names import SAID
from compliance_checker.rulebook.schema import BasisRef, Rule
from compliance_checker.text.reading import Reading
from compliance_checker.verify.registry import MARKS, REASONS, VERIFIERS

#: How the words of a turn lean on a cue: it is there, or it is not, whatever the
#: patterns find; what is missing is left to the patterns.
PRESENT, ABSENT = 1, -1
Leaning = Mapping[str, int]
#: Nothing was weighed.
UNWEIGHED: Leaning = MappingProxyType({})

#: How evidence reads that no rule named word by word.
BY_WEIGHT = "all words weighed together"
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
    #: What was cited before, by references, day and lender.
    sources: dict[tuple[Any, ...], Cited]
    #: The rules and cues that were run before, in any call.
    warm: set[str]

    def cited(self, references: tuple[BasisRef, ...]) -> Cited:
        """The references that count on the day of the call (Chinese time)."""
        started = self.header.started_at
        if started is not None and started.tzinfo is not None:
            started = started.astimezone(SHANGHAI)
        day = started.date() if started else None
        key = (references, day, self.header.lender_type)
        cited = self.sources.get(key)
        if cited is None:
            cited = self.sources[key] = cite(
                self.rulebook.basis,
                references,
                day=day,
                lender_type=self.header.lender_type,
            )
        return cited


@dataclass(frozen=True, slots=True)
class Heavy:
    """Words that are a finding by themselves."""

    category: str
    span: Span
    status: Status
    #: For the reasons of the finding.
    why: str
    #: What had to be lifted to read them; empty if they are as written.
    how: str = ""


class Scene(Struct, frozen=True):
    """An utterance, what it met, what the scan proposed, and what failed so far."""

    proposals: Proposals
    #: The utterance is this row of them.
    row: int
    situation: Situation
    proposed: Sequence[int]
    #: Rule or cue → why it could not be run here; filled while it is judged.
    failures: dict[str, str]
    #: Rule → the fact it cannot do without; filled where the rule had something.
    skipped: dict[str, str] = field(default_factory=dict)
    #: How all words together lean on cues.
    leaning: Leaning = UNWEIGHED

    @property
    def reading(self) -> Reading:
        """The utterance with its views."""
        return self.proposals.reading(self.row)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its compact views."""
        return self.proposals.texts(self.row)


def standing(
    header: Call, state: CallState, answers: Mapping[str, Answer]
) -> tuple[Any, ...]:
    """What decides which programs can matter at all, apart from the words."""
    case = header.case
    return (
        state.on_line,
        state.verification,
        min(state.turns, INTRODUCTION_TURNS) if not state.began else -1,
        "dispute" in state.last,
        "C06" in answers,
        "C08" in answers,
        "C11" in answers,
        "C12" in answers,
        "C14" in answers,
        "C15" in answers,
        "C16" in answers,
        "C17" in answers,
        header.collector.employer,
        case.litigation,
        case.plan,
        case.dispute,
        header.lender_type,
        header.channel,
    )


class Silence(NamedTuple):
    """What nothing can come of as a call stands."""

    programs: frozenset[int]
    cues: frozenset[str]


def idle(
    engine: Engine, header: Call, state: CallState, answers: Mapping[str, Answer]
) -> Silence:
    """The programs and cues of which nothing can come as things stand.

    Those that only set a mark are none of them: what waits for them asks itself.
    """
    last = {"dispute": 0} if "dispute" in state.last else {}
    now = Situation(0, "collector", state.on_line, state.verification, last)
    rules = {at for at, ready in enumerate(engine.rules) if _rests(ready, header, now)}
    silent_cues = _silent_cues(engine, header, state, answers, rules)
    cues_ = {
        at
        for at, ready in enumerate(engine.cues)
        if ready.detection.name in silent_cues
    }
    programs = frozenset(
        number
        for number in (*engine.rules_of, *engine.cues_of)
        if rules.issuperset(engine.rules_of.get(number, ()))
        and cues_.issuperset(engine.cues_of.get(number, ()))
    )
    return Silence(programs, silent_cues)


def resting(engine: Engine) -> Silence:
    """The programs and cues of which nothing comes in the middle of an ordinary call.

    The debtor is on the line and who he is checked, the duties of the opening are met,
    and nothing is known of a plan, a dispute or a lawsuit, or there is none.
    """
    state = CallState(
        turns=INTRODUCTION_TURNS, on_line="debtor", verification="verified", began=True
    )
    answers = dict.fromkeys(DUTIES, MET)
    plain = [
        Call(
            "-", (), channel=channel, collector=Collector(employer=employer), case=case
        )
        for channel in CHANNELS
        for employer in EMPLOYERS
        for case in (Case(), Case(False, "none", False))
    ]
    silences = [idle(engine, header, state, answers) for header in plain]
    return Silence(
        frozenset.intersection(*(one.programs for one in silences)),
        frozenset.intersection(*(one.cues for one in silences)),
    )


def _silent_cues(
    engine: Engine,
    header: Call,
    state: CallState,
    answers: Mapping[str, Answer],
    resting_rules: set[int],
) -> frozenset[str]:
    """The cues that move no state, which no check hears and no rule waits for."""
    # The debtor's wish not to be called is no third person's refusal.
    mute = {"refusal"} if state.on_line != "third_party" else set()
    listened = {
        cue
        for at, ready in enumerate(engine.rules)
        if ready.rule is not None and at not in resting_rules
        for cue in cues_of_states(ready.rule)
    }
    said = SAID | engine.waiting.keys() | call_state.beginnings(state)
    return frozenset(
        name
        for ready in engine.cues
        if (name := ready.detection.name) not in said - mute
        and name not in listened
        and (name not in LISTENING or name in unheard(header, state, answers))
        and (name in LISTENING or name in call_state.resting(state) or name in mute)
    )


def _rests(ready: Ready, header: Call, now: Situation) -> bool:
    rule = ready.rule
    if rule is None:
        return False
    # What was said so far may change with every turn: it decides nothing here.
    when = {name: value for name, value in rule.when.items() if name[:5] != "said_"}
    if judge(when, header, now) is None:
        return True
    states = [detector.state for detector in rule.detect.any]
    return bool(states) and all(one and silent(one, now) for one in states)


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
    role, leaning = scene.situation.role, scene.leaning
    found = _Found()
    for at in _woken(scene.proposed, judge_.engine.cues_of):
        cue = judge_.engine.cues[at]
        name = cue.detection.name
        if role not in cue.detection.speaker or leaning.get(name) == ABSENT:
            continue
        if _plainly(cue, scene):
            found.later[name] = partial(_places, judge_, cue, scene)
            found[name] = ()
        elif hits := _places(judge_, cue, scene):
            found[name] = hits
    if awaited:
        for cue in judge_.engine.answers:
            name = cue.detection.name
            if role not in cue.detection.speaker or leaning.get(name) == ABSENT:
                continue
            if cue.detection.possible(scene.texts):
                hits = _places(judge_, cue, scene)
                if hits:
                    found[name] = hits
    for name in present(judge_.engine, leaning, awaited=awaited):
        if name not in found:
            whole = Span(0, len(scene.reading.utterance.text))
            found[name] = (Hit(whole, "folded", BY_WEIGHT),)
    return found


def present(engine: Engine, leaning: Leaning, *, awaited: bool) -> Iterator[str]:
    """The cues that are there by the words all together."""
    for name, lean in leaning.items():
        if lean == PRESENT and (awaited or name not in engine.answer_names):
            yield name


def marked(
    judge_: Judge, name: str, utterance: Utterance, proposals: Proposals, row: int
) -> bool:
    """Whether the mark *name* is set in *row* of *proposals*."""
    ready = judge_.engine.marks[name]
    detection = ready.detection
    if utterance.role not in detection.speaker:
        return False
    proposed = detection.triggers.intersection(proposals.marked(row))
    if not proposed:
        return False
    situation = Situation(utterance.index, utterance.role)
    scene = Scene(proposals, row, situation, sorted(proposed), {})
    return _plainly(ready, scene) or bool(_places(judge_, ready, scene))


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
        if missing and rule.id in scene.skipped:
            continue
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
    """The candidates that no verifier rejects, without those inside another.

    A rule that took too long the first time is tried once more: its expressions were
    compiled on the way, and that is no fault of the utterance.
    """
    name = ready.detection.name
    for first in (name not in judge_.warm, False):
        judge_.warm.add(name)
        started = judge_.clock()
        kept = _kept(ready, scene)
        if judge_.clock() - started <= judge_.budget_seconds:
            return kept
        if not first:
            break
    scene.failures[name] = f"took too long on turn {scene.situation.index}"
    return kept


def _kept(ready: Ready, scene: Scene) -> list[Candidate]:
    name = ready.detection.name
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
    return kept


def by_weight(
    judge_: Judge, scene: Scene, rule: Rule, words: Heavy
) -> Iterator[Finding]:
    """What *words* are by themselves, if the facts allow the *rule*."""
    facts = judge(rule.when, judge_.header, scene.situation)
    if facts is None or scene.situation.role not in {*rule.speaker, "unknown"}:
        return
    missing = [name for name in facts.unknown if name in rule.known]
    if missing:
        scene.skipped[rule.id] = f"not known: {', '.join(missing)}"
        return
    status = facts.status if words.status == "violation" else words.status
    how = f"{BY_WEIGHT}, {words.how}" if words.how else BY_WEIGHT
    candidate = Candidate(rule.id, Hit(words.span, "folded", how), scene.reading)
    yield _finding(judge_, rule, candidate, status, (*facts.reasons, words.why))


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
        # Nothing that binds this lender on that day: a person must judge it.
        status="needs_review" if review or cited.unbound else status,
        turn=candidate.utterance.index,
        start=candidate.span.start,
        end=candidate.span.end,
        text=candidate.reading.evidence(candidate.span),
        how=candidate.how,
        basis=cited.basis,
        reasons=(*speaker, *reasons, *review, *cited.remarks),
        suggestion=rule.suggestion,
    )
