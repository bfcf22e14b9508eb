"""The ``state`` kind: what is said before the state of the call allows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.detect.program import Clause, Context, Program
from compliance_checker.rulebook.schema import Detector, Rule
from compliance_checker.text.reading import Reading

#: The cue that names a debt or a figure of it …
FACT_CUE = "debt_fact"
#: … and the one that tells a stranger as much with fewer words.
HINT_CUE = "debt_hint"

CLAIMED = "the person said who they are; nothing else was checked"


def _unverified(situation: Situation) -> str | None:
    """``None``: no hit; empty: a hit; else why a person must judge it."""
    if situation.on_line == "third_party":
        return None  # told to a third person: the other state
    return {"none": "", "claimed": CLAIMED}.get(situation.verification)


def _to_third(situation: Situation) -> str | None:
    return "" if situation.on_line == "third_party" else None


#: State → the cues it points at, and what it makes of the situation.
STATES: Mapping[str, tuple[tuple[str, ...], Callable[[Situation], str | None]]] = (
    MappingProxyType(
        {
            "disclosed_unverified": ((FACT_CUE,), _unverified),
            "disclosed_to_third": ((FACT_CUE, HINT_CUE), _to_third),
        }
    )
)


def cues_of_states(rule: Rule) -> Iterator[str]:
    """The cues that the rule's ``state`` detectors point at."""
    for detector in (*rule.detect.any, *rule.detect.all, *rule.detect.none):
        if detector.state:
            yield from STATES[detector.state][0]


def silent(state: str, situation: Situation) -> bool:
    """Whether a detector of *state* finds nothing, whatever is said."""
    return STATES[state][1](situation) is None


def compile_state(detector: Detector, context: Context) -> Program:
    """A program that points at debt facts said in the state the detector names."""
    names, judge = STATES[detector.state or ""]
    cues = [context.cues[name] for name in names if name in context.cues]

    def find(_: Reading, situation: Situation) -> Sequence[Hit]:
        review = judge(situation)
        if review is None:
            return ()
        return [
            replace(hit, review=review)
            for name in names
            for hit in situation.spans.get(name, ())
        ]

    def clauses() -> list[Clause]:
        return [clause for cue in cues for clause in cue.clauses["compact"]()]

    return Program({"compact": clauses}, find)
