"""One function a rule: the reason it refuses a contact, or nothing.

Each looks only at the request, the history, the debtor's local time and the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.policy.values import (
    CALLS,
    Attempt,
    ContactHistory,
    ContactPolicy,
    ContactRequest,
    Stop,
    Wish,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A request with all that its judgement needs; *local* is aware."""

    request: ContactRequest
    history: ContactHistory
    local: datetime
    policy: ContactPolicy


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: the rule, a word for the reason, and where the rule is from."""

    rule: str
    reason: str
    source: str


Check = Callable[[Case], Refusal | None]


def quiet_hours(case: Case) -> Refusal | None:
    """Outside 08:00-22:00 local time, unless a night contact was agreed (C01)."""
    policy = case.policy
    # The clock's own time, to the microsecond: 22:00:00 is late, 21:59:59 is not.
    clock = case.local.time()
    if policy.opens <= clock < policy.closes or night_consent(case) is not None:
        return None
    return _refusal(case, "window", "quiet_hours")


def connected_calls(case: Case) -> Refusal | None:
    """No further call after three connected ones in a day (C02)."""
    limit = case.policy.connected_calls_per_debtor_day
    if case.request.channel in CALLS and count_connected(case) >= limit:
        return _refusal(case, "connected_calls_per_debtor_day", "connected_calls")
    return None


def unanswered_number(case: Case) -> Refusal | None:
    """No further call after six unanswered ones to a number in a day (C03)."""
    limit = case.policy.unanswered_per_number_day
    if case.request.channel in CALLS and count_unanswered(case) >= limit:
        return _refusal(case, "unanswered_per_number_day", "unanswered_number")
    return None


def attempts_a_day(case: Case) -> Refusal | None:
    """The house cap on all attempts, on whatever channel."""
    if count_attempts(case) >= case.policy.attempts_per_debtor_day:
        return _refusal(case, "attempts_per_debtor_day", "attempts_a_day")
    return None


def sms_a_day(case: Case) -> Refusal | None:
    """The house cap on SMS in a day."""
    if case.request.channel != "sms":
        return None
    if count_sms(case, days=1) >= case.policy.sms_per_debtor_day:
        return _refusal(case, "sms_per_debtor_day", "sms_a_day")
    return None


def sms_a_week(case: Case) -> Refusal | None:
    """The house cap on SMS in seven local days, today included."""
    if case.request.channel != "sms":
        return None
    if count_sms(case, days=7) >= case.policy.sms_per_debtor_week:
        return _refusal(case, "sms_per_debtor_week", "sms_a_week")
    return None


def opted_out(case: Case) -> Refusal | None:
    """The person wished no more of this channel; a third person, of any."""
    latest = _latest(w for w in _wishes(case) if w.kind in {"opt_out", "opt_in"})
    if latest is not None and latest.kind == "opt_out":
        return _refusal(case, "opt_out", "opted_out")
    return None


def not_yet(case: Case) -> Refusal | None:
    """The person asked to be left alone until a time."""
    kinds = {"not_before", "opt_in"}
    latest = _latest(w for w in case.history.wishes if w.kind in kinds)
    if latest is None or latest.not_before is None or latest.not_before <= case.local:
        return None
    return _refusal(case, "not_before", "not_before")


def stop_flag(case: Case) -> Refusal | None:
    """The weightiest stop flag that stands for this account, person or number."""
    standing = standing_flags(case)
    if not standing:
        return None
    entry = case.policy.flags.get(standing[0].kind)
    if entry is None:
        # A flag nobody has described still stops.
        return _refusal(case, "stop_flags", f"flag_{standing[0].kind}")
    return Refusal(entry.rule, f"flag_{standing[0].kind}", entry.source)


def plan_performed(case: Case) -> Refusal | None:
    """A plan that is being performed ends collection (C16)."""
    if case.history.plan_status in case.policy.performing:
        return _refusal(case, "plan_performing", "plan_performing")
    return None


def unregistered_number(case: Case) -> Refusal | None:
    """A reminder goes to the registered number and to no other."""
    if case.request.recipient == "debtor" and case.request.address != (
        case.history.phone
    ):
        return _refusal(case, "registered_number", "unregistered_number")
    return None


def third_person(case: Case) -> Refusal | None:
    """Another person only to find a debtor who cannot be reached (C13)."""
    if case.request.recipient == "debtor" or _lost(case):
        return None
    return _refusal(case, "third_person", "third_person")


#: Every rule for a contact the lender begins, weightiest first.
PUSH_CHECKS: tuple[Check, ...] = (
    stop_flag,
    opted_out,
    plan_performed,
    third_person,
    unregistered_number,
    not_yet,
    quiet_hours,
    connected_calls,
    unanswered_number,
    sms_a_day,
    sms_a_week,
    attempts_a_day,
)


#: Flags after which nobody may be written to here, not even about what they asked for.
CLOSING_FLAGS = frozenset({"death", "minor", "wrong_number", "third_party"})


def closing_flag(case: Case) -> Refusal | None:
    """A flag that says this is not, or no longer, the debtor to be written to."""
    for stop in standing_flags(case):
        if stop.kind in CLOSING_FLAGS:
            entry = case.policy.flags[stop.kind]
            return Refusal(entry.rule, f"flag_{stop.kind}", entry.source)
    return None


#: What holds for the later answer to what a person asked for.  It is no reminder: the
#: counts of reminders and the flags that stop them do not hold it back.
MATTER_CHECKS: tuple[Check, ...] = (
    closing_flag,
    opted_out,
    unregistered_number,
    not_yet,
    quiet_hours,
)


def silencing_flag(case: Case) -> Refusal | None:
    """A flag under which not even an answer may ask for money."""
    for stop in standing_flags(case):
        entry = case.policy.flags.get(stop.kind)
        if entry is None or entry.silences:
            return stop_flag(case)
    return None


#: What holds for an answer that asks for money.
REPLY_CHECKS: tuple[Check, ...] = (silencing_flag, quiet_hours)


def standing_flags(case: Case) -> tuple[Stop, ...]:
    """The stop flags that concern this request, silencing ones first."""
    flags = case.policy.flags

    def concerns(stop: Stop) -> bool:
        entry = flags.get(stop.kind)
        if entry is not None and entry.scope == "address":
            return stop.address is None or stop.address == case.request.address
        return stop.own or (entry is not None and entry.scope == "person")

    def weight(stop: Stop) -> tuple[bool, str]:
        entry = flags.get(stop.kind)
        return entry is not None and not entry.silences, stop.kind

    return tuple(sorted(filter(concerns, case.history.stops), key=weight))


def night_consent(case: Case) -> Wish | None:
    """The agreement to a night contact that holds now; it needs its evidence."""
    kinds = {"night", "opt_out"}
    latest = _latest(w for w in _wishes(case) if w.kind in kinds)
    if latest is None or latest.kind != "night" or not latest.evidence:
        return None
    return latest


def count_attempts(case: Case) -> int:
    """Attempts today, on every channel."""
    return len(_within(case, case.history.attempts, days=1))


def count_sms(case: Case, days: int) -> int:
    """SMS within this many local days, today included."""
    sms = (a for a in case.history.attempts if a.channel == "sms")
    return len(_within(case, sms, days))


def count_connected(case: Case) -> int:
    """Connected calls today, on every number."""
    calls = (a for a in case.history.attempts if a.channel in CALLS and a.answered)
    return len(_within(case, calls, days=1))


def count_unanswered(case: Case) -> int:
    """Unanswered calls today to the number of this request."""
    calls = (
        a
        for a in case.history.attempts
        if a.channel in CALLS and not a.answered and a.address == case.request.address
    )
    return len(_within(case, calls, days=1))


def _within(case: Case, attempts: Iterable[Attempt], days: int) -> list[Attempt]:
    # An attempt dated later than now (a clock that was set back) counts as today's.
    today = case.local.date()
    return [a for a in attempts if (today - _day(a.at, case)).days < days]


def _day(at: datetime, case: Case) -> date:
    return at.astimezone(ZoneInfo(case.history.zone)).date()


def _wishes(case: Case) -> list[Wish]:
    """The wishes that hold for this request's channel and address.

    The web chat never begins a contact, so a wish stated there is about the reminders.
    """
    request = case.request
    any_channel = request.recipient == "third_person"
    return [
        wish
        for wish in case.history.wishes
        if wish.address in (None, request.address)
        and (any_channel or wish.channel in (request.channel, "web"))
    ]


def _latest(wishes: Iterable[Wish]) -> Wish | None:
    # Of two wishes at one moment the one that asks for less contact holds.
    return max(wishes, key=lambda w: (w.at, w.kind == "opt_out"), default=None)


def _lost(case: Case) -> bool:
    """Whether the debtor cannot be reached on their own number."""
    phone, policy = case.history.phone, case.policy
    if any(s.kind in {"wrong_number", "death"} for s in case.history.stops):
        return True
    own = sorted(
        (a for a in case.history.attempts if a.address == phone and a.channel in CALLS),
        key=lambda a: a.at,
    )
    answered = [a.at for a in own if a.answered]
    failed = [a for a in own if not answered or a.at > answered[-1]]
    if len(failed) < policy.third_person_failures:
        return False
    days = {_day(a.at, case) for a in failed}
    return max(days) < case.local.date() or len(days) >= policy.third_person_days


def _refusal(case: Case, entry: str, reason: str) -> Refusal:
    return Refusal(case.policy.rules[entry], reason, case.policy.sources[entry])
