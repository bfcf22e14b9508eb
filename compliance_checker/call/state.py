"""What a call has come to: who is on the line, whether that is checked, what was said.

A pure state machine.  ``entered`` is asked before an utterance is judged, ``left``
after it; both return a new state.  Nothing is ever read from a later utterance, so a
live call and an archived one go through the same states.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from compliance_checker.detect.candidate import Hit, OnLine, Situation, Verification
from compliance_checker.model import Call, Role, Utterance

Cues = Mapping[str, tuple[Hit, ...]]

#: Who speaks for the lender; a bot is judged as a collector is.
OURS: frozenset[Role] = frozenset({"collector", "bot"})

#: Within this many turns a greeting shows that the transcript begins with the call.
OPENING_TURNS = 2

NO_CUES: Cues = MappingProxyType({})


class CallState(Struct, frozen=True):
    """The state after some turns of a call."""

    turns: int = 0
    #: Turns of collector or bot so far.
    our_turns: int = 0
    on_line: OnLine = "unknown"
    verification: Verification = "unknown"
    #: What was asked last and waits: for details, for the name, or for the record.
    pending: str = ""
    #: Whether a greeting stood in the first turns.
    began: bool = False
    #: The first turn of a bot.
    first_bot: int | None = None
    #: Cue → the last turn that held it.
    last: Mapping[str, int] = field(default_factory=dict)


def begin(header: Call) -> CallState:
    """The state before the first word: what the sender knew."""
    verification: Verification = "unknown"
    if header.case.verified_by:
        verification = "verified"
    elif header.case.verification_known:
        verification = "none"
    return CallState(on_line=header.callee, verification=verification)


def entered(state: CallState, utterance: Utterance, cues: Cues) -> CallState:
    """The state that the words of *utterance* meet."""
    if utterance.role == "third_party":
        return replace(state, on_line="third_party", verification="none")
    if utterance.role in OURS and state.pending == "answered":
        # Who goes on after an answer has accepted it.
        refused = "mismatch" in cues
        verification: Verification = state.verification if refused else "verified"
        return replace(state, verification=verification, pending="")
    return state


def situation(
    state: CallState,
    utterance: Utterance,
    cues: Cues,
    last: Mapping[str, int] | None = None,
) -> Situation:
    """What detectors and facts may know when *utterance* is judged.

    *last* says when what stood last, if that is more than the state knows.
    """
    return Situation(
        index=utterance.index,
        role=utterance.role,
        on_line=state.on_line,
        verification=state.verification,
        last=state.last if last is None else last,
        spans=cues,
    )


def left(state: CallState, utterance: Utterance, cues: Cues) -> CallState:
    """The state after *utterance* was said."""
    ours = utterance.role in OURS
    state = _spoken_by_us(state, cues) if ours else _spoken_by_them(state, cues)
    began = state.began or (state.turns < OPENING_TURNS and "greeting" in cues)
    verification = state.verification
    if began and verification == "unknown":
        # A call heard from its start in which nothing was checked is not verified.
        verification = "none"
    first_bot = state.first_bot
    if first_bot is None and utterance.role == "bot":
        first_bot = utterance.index
    return replace(
        state,
        turns=state.turns + 1,
        our_turns=state.our_turns + ours,
        began=began,
        verification=verification,
        first_bot=first_bot,
        last=_marked(state, cues, utterance.index) if cues else state.last,
    )


def passed(state: CallState, turns: int, ours: int) -> CallState:
    """The state after so many turns of which nothing moved it, *ours* of them by us."""
    return replace(state, turns=state.turns + turns, our_turns=state.our_turns + ours)


def moves(state: CallState, role: Role) -> bool:
    """Whether a turn of *role* moves the state though nobody says anything of note."""
    if role == "third_party":
        return state.on_line != "third_party" or state.verification != "none"
    if role == "bot" and state.first_bot is None:
        return True
    return role in OURS and state.pending == "answered"


def resting(state: CallState) -> frozenset[str]:
    """The cues that would change nothing in *state* if they were heard.

    What checks and rules make of a cue is theirs to say (``call.judging``).
    """
    cues = set()
    if state.turns >= OPENING_TURNS or state.began:
        cues.add("greeting")
    if state.verification == "verified":
        cues |= {"asks_name", "asks_details", "claims_self", "verified_said"}
    elif state.verification == "claimed":
        cues.add("claims_self")
    return frozenset(cues)


def _marked(state: CallState, cues: Cues, index: int) -> Mapping[str, int]:
    marks = dict.fromkeys(cues, index)
    if state.on_line != "third_party":
        # The debtor's wish not to be called is no third person's refusal.
        marks.pop("refusal", None)
    return MappingProxyType({**state.last, **marks}) if marks else state.last


def _spoken_by_us(state: CallState, cues: Cues) -> CallState:
    if "verified_said" in cues:
        return replace(state, verification="verified", pending="")
    if state.verification == "verified":
        return state  # who asks again has lost nothing
    if "asks_details" in cues:
        return replace(state, pending="details")
    if "asks_name" in cues:
        return replace(state, pending="name")
    return state


def _spoken_by_them(state: CallState, cues: Cues) -> CallState:
    if "hand_over" in cues:
        return replace(state, on_line="unknown", verification="none", pending="")
    if "third_person" in cues:
        return replace(state, on_line="third_party", verification="none", pending="")
    if state.pending == "details" and ("details_given" in cues or "affirm" in cues):
        return replace(state, pending="answered")
    named = state.pending == "name" and "affirm" in cues
    if (named or "claims_self" in cues) and state.verification != "verified":
        on_line: OnLine = "debtor" if state.on_line != "guarantor" else "guarantor"
        return replace(state, on_line=on_line, verification="claimed", pending="")
    return state
