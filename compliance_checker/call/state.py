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

#: Within this many turns a greeting shows that the transcript begins with the call …
OPENING_TURNS = 2
#: … and within this many that somebody says who calls, asks who is there, or that the
#: talk is recorded.
INTRODUCTION_TURNS = 4
INTRODUCTIONS = frozenset(
    {"institution_named", "recording_notice", "asks_name", "asks_caller"}
)

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
    #: Whether the one on the line is a third person because the sender says so.
    told_apart: bool = False
    #: Whether somebody spoke, or may have, who was not said to be the debtor.
    others: bool = False
    #: Cue → the last turn that held it.
    last: Mapping[str, int] = field(default_factory=dict)

    @property
    def only_debtor(self) -> bool:
        """Whether all that was said by the other side was said by the debtor."""
        return self.turns > self.our_turns and not self.others


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
        return replace(
            state, on_line="third_party", verification="none", told_apart=True
        )
    if _takes_over(state, utterance.role):
        return replace(state, on_line="unknown", told_apart=False)
    if utterance.role in OURS and state.pending == "answered":
        # Who goes on after an answer has accepted it.
        if "mismatch" in cues:
            return replace(state, pending="")
        return _verified(state)
    if utterance.role in OURS and _taken_as_right(state, cues):
        return _verified(state)
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
    began = state.began or _begins(state, cues)
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
        others=state.others
        or not (ours or utterance.role == "debtor")
        or "hand_over" in cues,
        last=_marked(state, cues, utterance.index) if cues else state.last,
    )


def passed(state: CallState, turns: int, ours: int) -> CallState:
    """The state after so many turns of which nothing moved it, *ours* of them by us."""
    return replace(state, turns=state.turns + turns, our_turns=state.our_turns + ours)


def moves(state: CallState, role: Role) -> bool:
    """Whether a turn of *role* moves the state though nobody says anything of note."""
    if role == "third_party":
        return state.on_line != "third_party" or state.verification != "none"
    if (role == "bot" and state.first_bot is None) or _takes_over(state, role):
        return True
    return role in OURS and state.pending == "answered"


def _takes_over(state: CallState, role: Role) -> bool:
    """Whether the debtor comes to the telephone after somebody else."""
    return role == "debtor" and state.told_apart and state.on_line == "third_party"


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
    if not beginnings(state):
        cues.add("asks_caller")
    return frozenset(cues)


def beginnings(state: CallState) -> frozenset[str]:
    """The cues that would show that the transcript begins with the call."""
    if state.began or state.turns >= INTRODUCTION_TURNS:
        return frozenset()
    return INTRODUCTIONS | ({"greeting"} if state.turns < OPENING_TURNS else set())


def _marked(state: CallState, cues: Cues, index: int) -> Mapping[str, int]:
    marks = dict.fromkeys(cues, index)
    if state.on_line != "third_party":
        # The debtor's wish not to be called is no third person's refusal.
        marks.pop("refusal", None)
    return MappingProxyType({**state.last, **marks}) if marks else state.last


def _taken_as_right(state: CallState, cues: Cues) -> bool:
    """Whether what was given, in whatever form, is accepted; the debt may follow."""
    accepted = "accepts" in cues or "verified_said" in cues
    return state.pending == "details" and accepted and "mismatch" not in cues


def _begins(state: CallState, cues: Cues) -> bool:
    """Whether the turn shows that the transcript begins with the call."""
    greeted = state.turns < OPENING_TURNS and "greeting" in cues
    return greeted or (
        state.turns < INTRODUCTION_TURNS and not INTRODUCTIONS.isdisjoint(cues)
    )


def _verified(state: CallState) -> CallState:
    """Who it is was checked: whoever knew the answer is the one asked for."""
    on_line: OnLine = "debtor" if state.on_line == "unknown" else state.on_line
    return replace(state, verification="verified", on_line=on_line, pending="")


def _spoken_by_us(state: CallState, cues: Cues) -> CallState:
    if "verified_said" in cues:
        return _verified(state)
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
        return replace(
            state,
            on_line="third_party",
            verification="none",
            pending="",
            told_apart=False,
        )
    if state.pending == "details" and ("details_given" in cues or "affirm" in cues):
        return replace(state, pending="answered")
    named = state.pending == "name" and "affirm" in cues
    if (named or "claims_self" in cues) and state.verification != "verified":
        on_line: OnLine = "debtor" if state.on_line != "guarantor" else "guarantor"
        return replace(state, on_line=on_line, verification="claimed", pending="")
    return state
