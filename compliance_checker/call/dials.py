"""How often a person was called on a day (C02, C03), by the dial log.

A transcript knows one call; the limits count all of a day.  The log is the dialler's own,
and is trusted as it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from compliance_checker.call.checks import MET, Answer
from compliance_checker.model import Call
from compliance_checker.rulebook.policy import Dialling

#: China has one time zone and no summer time.
SHANGHAI = timezone(timedelta(hours=8))

#: A transcript's start and the dialler's may differ by so much.
TOLERANCE = timedelta(minutes=2)

NO_DEBTOR = "no debtor_id"
NO_START = "no started_at"
OTHER_DAY = "the dial log holds nothing of that day"
NO_NUMBER = "no number in the dial log"


@dataclass(frozen=True, slots=True)
class Dial:
    """One attempt to reach somebody by telephone."""

    debtor_id: str
    at: datetime
    connected: bool
    #: Seconds that were talked; ``None`` is not known.
    seconds: float | None = None
    #: Any name for the number that was dialled; never shown.
    number: str | None = None
    call_id: str | None = None
    #: Who was to be reached: the limits protect the debtor.
    callee: str = "debtor"

    @property
    def day(self) -> date:
        """The day in China."""
        return local(self.at).date()


@dataclass(frozen=True)
class DialLog:
    """Attempts by debtor and day, in the order of time."""

    dials: Mapping[tuple[str, date], tuple[Dial, ...]]
    days: frozenset[date] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Excess:
    """A debtor, or one of the numbers, that was called too often on a day."""

    check: str
    debtor_id: str
    day: date
    count: int
    most: int


def dial_log(dials: Iterable[Dial]) -> DialLog:
    """The log of *dials*, whatever their order."""
    found: dict[tuple[str, date], list[Dial]] = defaultdict(list)
    for one in dials:
        found[one.debtor_id, one.day].append(one)
    return DialLog(
        {key: tuple(sorted(rows, key=_time)) for key, rows in found.items()},
        frozenset(day for _, day in found),
    )


def _time(dial: Dial) -> datetime:
    return local(dial.at)


def local(moment: datetime) -> datetime:
    """Chinese time; a time without a zone is taken to be Chinese."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


def answers(log: DialLog, call: Call, limits: Dialling) -> dict[str, Answer]:
    """What the log says of C02 and C03 at the time of *call*."""
    if call.channel not in ("voice", None):
        return {"C02": MET, "C03": MET}
    for missing, why in (
        (call.debtor_id is None, NO_DEBTOR),
        (call.started_at is None, NO_START),
    ):
        if missing:
            return {"C02": Answer(why=why), "C03": Answer(why=why)}
    assert call.debtor_id is not None
    assert call.started_at is not None
    day = local(call.started_at).date()
    if day not in log.days:
        return {"C02": Answer(why=OTHER_DAY), "C03": Answer(why=OTHER_DAY)}
    dials = log.dials.get((call.debtor_id, day), ())
    own = _own(dials, call)
    until = local(own.at if own else call.started_at)
    before = [one for one in dials if local(one.at) <= until]
    return {
        "C02": _connected(before, own, call, limits),
        "C03": _unanswered(before, own, limits),
    }


def _own(dials: Iterable[Dial], call: Call) -> Dial | None:
    """The attempt that became *call*: by its id, else the nearest in time."""
    dials = tuple(dials)
    named = [one for one in dials if one.call_id == call.call_id]
    if named:
        return named[0]
    assert call.started_at is not None
    started = local(call.started_at)
    near = [
        one
        for one in dials
        if one.call_id is None
        and one.connected
        and abs(local(one.at) - started) <= TOLERANCE
    ]
    return min(near, key=lambda one: abs(local(one.at) - started), default=None)


def _effective(dial: Dial, limits: Dialling) -> bool:
    """Whether it counts as a call in which people talked.

    The standard's own definition was not seen; how long one must have talked is for
    the institution to say, and a call of unknown length counts.
    """
    if not dial.connected or dial.callee != "debtor":
        return False
    return dial.seconds is None or dial.seconds >= limits.effective_seconds


def _connected(
    before: Iterable[Dial], own: Dial | None, call: Call, limits: Dialling
) -> Answer:
    """C02: three calls in which the debtor was reached, in one day."""
    count = sum(_effective(one, limits) for one in before)
    # A call that the log does not have took place all the same.
    count += own is None and call.callee in ("debtor", "unknown")
    most = limits.connected_per_day
    if count <= most:
        return MET
    return Answer(f"当日第{count}次有效通话，上限{most}次")


def _unanswered(before: Iterable[Dial], own: Dial | None, limits: Dialling) -> Answer:
    """C03: six attempts nobody answered, at one number in one day."""
    if own is None or own.number is None:
        return Answer(why=NO_NUMBER)
    count = sum(not one.connected and one.number == own.number for one in before)
    most = limits.unanswered_per_number_day
    if count <= most:
        return MET
    return Answer(f"当日同一号码未接通{count}次，上限{most}次")


def excesses(log: DialLog, limits: Dialling) -> Iterator[Excess]:
    """Every day on which a limit was passed, with or without a transcript of it."""
    for (debtor_id, day), dials in sorted(log.dials.items()):
        connected = sum(_effective(one, limits) for one in dials)
        if connected > limits.connected_per_day:
            most = limits.connected_per_day
            yield Excess("C02", debtor_id, day, connected, most)
        unanswered: dict[str, int] = defaultdict(int)
        for one in dials:
            if one.number is not None and not one.connected:
                unanswered[one.number] += 1
        worst = max(unanswered.values(), default=0)
        if worst > limits.unanswered_per_number_day:
            most = limits.unanswered_per_number_day
            yield Excess("C03", debtor_id, day, worst, most)
