"""Call-level checks (C01 …) that a transcript and its header can answer.

Each check is asked after every utterance and once more when the call closes, and
returns its answer: met so far, a finding, or why it cannot be made.  A check answers
once; what it needs of the past is in the call's state.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta, timezone
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from compliance_checker.call.facts import plan
from compliance_checker.call.state import (
    INTRODUCTION_TURNS,
    OURS,
    CallState,
    Cues,
)
from compliance_checker.model import Call, Severity, Status, Utterance

#: China has one time zone and no summer time.
SHANGHAI = timezone(timedelta(hours=8))

#: Collection is allowed from 08:00 to before 22:00 (GBT45251, CBA2026).
OPENS, CLOSES = time(8), time(22)

#: House reading of "at the start": the first turns of collector or bot.
IDENTITY_TURNS = 3
RECORDING_TURNS = 4
RECORDING_SECONDS = 30.0
#: A call of fewer turns cannot show that something was left out.
FEWEST_TURNS = 3

NO_START = "transcript does not begin at the start of the call"


class Answer(Struct, frozen=True):
    """A finding (``detail``), or why there can be none (``why``); both empty: met."""

    detail: str = ""
    why: str = ""
    turn: int | None = None
    status: Status = "violation"
    severity: Severity | None = None


class Moment(Struct, frozen=True):
    """What a check may look at: one utterance, or the end of the call."""

    header: Call
    #: Before and after the utterance; the same at the end.
    before: CallState
    after: CallState
    utterance: Utterance | None
    cues: Cues

    @property
    def ours(self) -> bool:
        """Whether collector or bot speaks."""
        return self.utterance is not None and self.utterance.role in OURS

    @property
    def closing(self) -> bool:
        """Whether the call is over."""
        return self.utterance is None


#: ``None``: no answer yet, ask again.
Check = Callable[[Moment], Answer | None]

MET = Answer()


def _hours(moment: Moment) -> Answer | None:
    """C01: between 22:00 and 08:00 nobody is contacted."""
    started = moment.header.started_at
    if moment.header.channel == "letter":
        return MET
    if started is None:
        return Answer(why="no started_at")
    begun = _local(started)
    if not OPENS <= begun.time() < CLOSES:
        return Answer(f"联系时间为{begun:%H:%M}，在22:00至次日8:00之间")
    if moment.utterance is None:
        return MET
    at = moment.utterance.end or moment.utterance.start
    if at is None or not moment.ours:
        return None
    reached = begun + timedelta(seconds=at)
    if reached.time() < CLOSES and reached.date() == begun.date():
        return None
    return Answer(
        f"通话于{begun:%H:%M}开始，延续到22:00以后",
        turn=moment.utterance.index,
        status="needs_review",
        severity="minor",
    )


def _local(moment: datetime) -> datetime:
    """Chinese time; a time without zone is taken to be Chinese."""
    return moment if moment.tzinfo is None else moment.astimezone(SHANGHAI)


def late_after(header: Call) -> float:
    """Seconds into the call at which 22:00 has come; never, if nobody can know."""
    started = header.started_at
    if started is None or header.channel == "letter":
        return math.inf
    begun = _local(started)
    closes = begun.replace(hour=CLOSES.hour, minute=0, second=0, microsecond=0)
    return max(0.0, (closes - begun).total_seconds())


#: Cue → the checks that listen for it.
LISTENING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "institution_named": ("C06",),
        "recording_notice": ("C11",),
        "bot_disclosure": ("C12",),
        "debt_fact": ("C08", "C14"),
        "debt_hint": ("C14",),
        "presses_third": ("C15",),
        "presses_payment": ("C16", "C17"),
    }
)


def unheard(
    header: Call, state: CallState, answers: Mapping[str, Answer]
) -> frozenset[str]:
    """The cues of which no check can make anything more, as things stand."""
    deaf = set(answers)
    if state.on_line != "third_party":
        deaf |= {"C14", "C15"}
    if state.verification == "verified":
        deaf.add("C08")
    if plan(header) != "active":
        deaf.add("C16")
    if not (header.case.dispute or "dispute" in state.last):
        deaf.add("C17")
    return frozenset(
        cue for cue, checks in LISTENING.items() if deaf.issuperset(checks)
    )


#: What must be said in the first turns.
DUTIES = ("C06", "C11")


def open_duties(state: CallState, answers: Mapping[str, Answer]) -> bool:
    """Whether a duty at the start of the call is neither met nor missed yet."""
    if any(name not in answers for name in DUTIES):
        return True
    return state.first_bot is not None and "C12" not in answers


def _judgeable(moment: Moment) -> Answer | None:
    """Why a duty at the start of a call cannot be judged; ``None`` if it can."""
    if moment.after.turns >= INTRODUCTION_TURNS and not moment.after.began:
        return Answer(why=NO_START)
    if moment.closing and moment.after.turns < FEWEST_TURNS:
        return Answer(why="too few turns" if moment.after.began else NO_START)
    return None


def _identity(moment: Moment) -> Answer | None:
    """C06: the institution is named in the first turns."""
    if "institution_named" in moment.after.last:
        return MET
    unable = _judgeable(moment)
    if unable:
        return unable
    if moment.after.our_turns >= IDENTITY_TURNS and moment.ours:
        return Answer(f"前{IDENTITY_TURNS}句内未说明机构名称")
    return Answer(why="too few turns") if moment.closing else None


def _recording(moment: Moment) -> Answer | None:
    """C11: the person is told early that the call is recorded."""
    if moment.header.channel not in {"voice", None}:
        return MET
    if "recording_notice" in moment.after.last:
        return MET
    unable = _judgeable(moment)
    if unable:
        return unable
    if moment.header.channel is None:
        return Answer(why="no channel")
    if moment.ours and _late(moment) and moment.after.turns >= FEWEST_TURNS:
        return Answer("开头未告知通话录音")
    return Answer(why="too few turns") if moment.closing else None


def _late(moment: Moment) -> bool:
    """Whether the beginning of the call is over, by turns and by the clock."""
    start = moment.utterance.start if moment.utterance else None
    by_clock = start is None or start > RECORDING_SECONDS
    return by_clock and moment.after.our_turns >= RECORDING_TURNS


def _robot(moment: Moment) -> Answer | None:
    """C12: a machine says in its first turn that it is one."""
    first = moment.after.first_bot
    if first is None:
        return MET if moment.closing else None
    if _turn(moment) == first and "bot_disclosure" in moment.cues:
        return MET
    unable = _judgeable(moment)
    if unable:
        return unable
    if moment.after.turns < FEWEST_TURNS:
        return None
    return Answer("机器人首句未说明自己不是真人")


def _verified_first(moment: Moment) -> Answer | None:
    """C08: who it is comes before what is owed."""
    if moment.closing:
        known = moment.after.verification != "unknown"
        return MET if known else Answer(why=f"{NO_START}; verification not known")
    if _told_early(moment):
        return Answer("未核实身份即谈及债务", turn=moment.after.last["debt_fact"])
    if not moment.ours or "debt_fact" not in moment.cues:
        return None
    if moment.before.on_line == "third_party":
        return None  # C14
    if moment.before.verification == "none":
        return Answer("未核实身份即谈及债务", turn=_turn(moment))
    if moment.before.verification == "claimed":
        return Answer(
            "对方只自称本人，未核对其他信息即谈及债务",
            turn=_turn(moment),
            status="needs_review",
        )
    return None


def _told_early(moment: Moment) -> bool:
    """A debt named in the very greeting, known as such once the call goes on."""
    return (
        (moment.after.turns == 2 or not moment.before.began)
        and moment.after.began
        and not moment.header.case.verification_known
        and "debt_fact" in moment.before.last
        and moment.after.verification == "none"
        and moment.before.on_line != "third_party"
    )


def _third_person(moment: Moment) -> Answer | None:
    """C14: a third person hears nothing of the debt."""
    if moment.closing:
        known = moment.after.on_line != "unknown" or moment.after.only_debtor
        return MET if known else Answer(why="who is on the line is not known")
    told = "debt_fact" in moment.cues or "debt_hint" in moment.cues
    if not (moment.ours and told and moment.before.on_line == "third_party"):
        return None
    return Answer("向第三人透露债务", turn=_turn(moment))


def _refused(moment: Moment) -> Answer | None:
    """C15: a third person who refused is left alone."""
    if moment.closing:
        return MET if "refusal" in moment.after.last else Answer(why="no block list")
    if (
        moment.ours
        and "presses_third" in moment.cues
        and "refusal" in moment.before.last
    ):
        return Answer("第三人明确拒绝后仍继续", turn=_turn(moment))
    return None


def _plan(moment: Moment) -> Answer | None:
    """C16: a plan that is kept ends collection."""
    status = plan(moment.header)
    if status is None:
        return Answer(why="no plan status")
    if status != "active" or moment.closing:
        return MET
    if moment.ours and "presses_payment" in moment.cues:
        return Answer("分期履行中仍催收", turn=_turn(moment), status="needs_review")
    return None


def _dispute(moment: Moment) -> Answer | None:
    """C17: while a dispute is checked nobody is pressed."""
    disputed = moment.header.case.dispute or "dispute" in moment.before.last
    if moment.closing:
        known = disputed or moment.header.case.dispute is not None
        return MET if known else Answer(why="no dispute status")
    if moment.ours and disputed and "presses_payment" in moment.cues:
        return Answer("异议核实期间仍施压", turn=_turn(moment), status="needs_review")
    return None


def _turn(moment: Moment) -> int | None:
    return moment.utterance.index if moment.utterance else None


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "C01": _hours,
        "C06": _identity,
        "C08": _verified_first,
        "C11": _recording,
        "C12": _robot,
        "C14": _third_person,
        "C15": _refused,
        "C16": _plan,
        "C17": _dispute,
    }
)


def with_severity(answer: Answer, severity: Severity) -> Answer:
    """The answer with a check's own severity where it names no other."""
    return answer if answer.severity else replace(answer, severity=severity)
