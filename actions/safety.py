"""Safety first: the routes that go before any open question, in their order.

The order is that of ``nlu_data/intents.md``: what must be acted on first stands first.
"""

from __future__ import annotations

import re

from actions import (
    already_paid,
    complaint,
    crisis,
    dispute,
    fallback,
    handoff,
    legal,
    notes,
    optout,
    returned,
    scam,
    third_party,
    topics,
)
from actions.alarms.watch import plain, raise_alarms
from actions.features import Feature
from actions.handoff import open_ticket
from actions.reply import Reply
from actions.routing import speaks_of_past
from actions.slips import CLOSING, without_own_slips
from actions.turn import Turn, answer
from actions.understanding import ALARM_INTENTS, FAIRLY_SURE

#: From this on the classifier alone starts the crisis route without asking back.
HARM_CERTAIN = 0.85
#: What the classifier alone must reach, where no rule warns of the same; measured by
#: cross-validation on the training messages, where lower scores were mostly wrong.
NEEDED = {
    "wrong_person": 0.85,
    "opt_out": 0.6,
    "dispute_not_mine": 0.6,
    "dispute_amount": 0.6,
    "complain_collector": 0.6,
}


def _incapacity(turn: Turn) -> Reply:
    open_ticket(turn, "handoff", "可能无民事行为能力，需专人沟通", "high")
    return answer(turn, "handoff_done", outcome="handoff")


#: Alarms without an intent of their own.
BY_ALARM: dict[str, Feature] = {
    "death": third_party.respond_death,
    "minor": third_party.respond_minor,
    "opt_in": optout.respond_undo,
    "legal": legal.respond_case,
    "incapacity": _incapacity,
}
BY_INTENT: dict[str, Feature] = {
    "third_party_answering": third_party.respond,
    "wrong_person": third_party.respond_wrong,
    "dispute_not_mine": dispute.respond,
    "scam_suspicion": scam.respond,
    "complain_collector": complaint.respond,
    "opt_out": optout.respond,
    "request_human": handoff.respond,
    "dispute_amount": dispute.respond_amount,
    "already_paid": already_paid.respond,
}
ORDER = (
    "death",
    "third_party_answering",
    "wrong_person",
    "minor",
    "dispute_not_mine",
    "scam_suspicion",
    "complain_collector",
    "opt_in",
    "opt_out",
    "request_human",
    "legal",
    "incapacity",
    "dispute_amount",
    "already_paid",
)
#: Routes that give way to a sum and a day to come, whatever was asked.
DOUBTED = frozenset({"already_paid", "dispute_amount"})
#: Questions a value answers; only the rules put something else before such an answer.
VALUES_ASKED = frozenset(
    {
        "amount",
        "confirm",
        "date",
        "down_payment",
        "monthly_amount",
        "periods",
        "start_date",
    }
)
#: Words that contest the debt itself, not a value just said or read back.
CONTESTED = re.compile(
    "利息|罚息|违约金|费用|本金|账单|账目|凭什么|明明|重复(扣|收|计)|多(算|收|扣|记)了?我?"
    "|(没|不|哪|哪里|哪有)(有)?(欠|借|花|用|刷)|你们?(算|记|搞|弄|扣)错"
    "|怎么(会|又|变|多)|到底|有没有(个)?准|没个准|多(加|要|罚)|一会儿?(说|是|报)"
)
#: What comes between while somebody tells what happened to them.
TELLING = (
    "death",
    "third_party_answering",
    "wrong_person",
    "minor",
    "dispute_not_mine",
    "opt_out",
    "request_human",
)
#: What still works where nothing may be told any more.
STILL_OPEN = (
    "death",
    "dispute_not_mine",
    "scam_suspicion",
    "complain_collector",
    "opt_in",
    "opt_out",
)
#: Routes whose own follow-up question is answered by saying it again.
_NOTES = {
    "dispute_not_mine": "dispute",
    "dispute_amount": "dispute",
    "complain_collector": "complaint",
    "already_paid": "already_paid",
}


def respond(turn: Turn) -> Reply | None:
    """The first safety route the message calls for, or nothing."""
    if turn.reading.intent == "self_harm_crisis":
        return _harm(turn)
    if crisis.standing(turn):
        told = [n for n in ("complain_collector", "opt_out") if warned(turn, n)]
        return _first(turn, tuple(told)) or crisis.respond_after(turn)
    back = returned.respond(turn)
    if back is not None:
        return back
    closed = _closed(turn)
    if closed is not None:
        said = _first(turn, STILL_OPEN) or _to_person(turn) or _note(turn)
        return said or closed(turn)
    return _first(turn, TELLING if complaint.telling(turn) else ORDER)


def _harm(turn: Turn) -> Reply:
    """The crisis route; on the classifier's doubtful word alone, asked back once."""
    certain = turn.reading.confidence >= HARM_CERTAIN or warned(
        turn, "self_harm_crisis"
    )
    if certain or turn.state.crisis or turn.state.form == "care":
        return crisis.respond(turn)
    return crisis.check(turn)


def _first(turn: Turn, order: tuple[str, ...]) -> Reply | None:
    for name in order:
        if name in BY_ALARM and name in turn.reading.alarms:
            return BY_ALARM[name](turn)
        if name in BY_INTENT and turn.reading.intent == name:
            return _by_intent(turn, name)
    return None


def _by_intent(turn: Turn, name: str) -> Reply | None:
    if turn.asked == "note" and turn.state.form == _NOTES.get(name):
        return None
    guessed = not warned(turn, name) and turn.reading.confidence < 1
    if guessed and (complaint.telling(turn) or topics.topic_of(turn.reading.text)):
        return None
    if guessed and "progress" in turn.reading.alarms:
        # Where their application stands is asked in so many words.
        return None
    if _answers_by_values(turn, name) and not _comes_first(turn, name):
        return None
    needed = NEEDED.get(name, FAIRLY_SURE)
    told = turn.state.form == "who" and name in CLOSING
    unheard = name != "third_party_answering" and turn.reading.confidence >= needed
    if warned(turn, name) or told or unheard:
        return BY_INTENT[name](turn)
    if name in CLOSING and not turn.settled:
        # Closing on a guess would shut the debtor out; going on could disclose.
        return third_party.ask_who(turn)
    # A closed conversation has its own answer; no menu is put up there.
    quiet = turn.asked is not None or _closed(turn) is not None
    return None if quiet else fallback.respond(turn)


def _answers_by_values(turn: Turn, name: str) -> bool:
    """Whether the message gives what is asked for, or a sum and a day to come."""
    if name in CLOSING and not turn.settled:
        return False
    said = turn.said
    given = said.sum_said or said.day_said or said.plan_like or said.start is not None
    asked = given and turn.asked in VALUES_ASKED
    both = name in DOUBTED and said.sum_said and said.day_said
    return (asked or both) and not speaks_of_past(turn)


def _comes_first(turn: Turn, name: str) -> bool:
    """Whether the rules, not the classifier alone, put this before a given value."""
    if name == "already_paid":
        return False
    if name != "dispute_amount":
        return warned(turn, name)
    rest = without_own_slips(turn.reading.text)
    contested = CONTESTED.search(plain(rest)) is not None
    return contested and "dispute_amount" in raise_alarms(rest)


def warned(turn: Turn, intent: str) -> bool:
    """Whether the rules raised what the intent says."""
    return any(ALARM_INTENTS.get(name) == intent for name in turn.reading.alarms)


def _closed(turn: Turn) -> Feature | None:
    """What answers where nothing may be told: locked, or another person."""
    if turn.session.third_party_at is not None or turn.state.closed:
        return third_party.respond_closed
    if turn.session.locked_at is not None:
        return _locked
    return None


def _note(turn: Turn) -> Reply | None:
    """The details of a complaint or a dispute, which may be told by anybody."""
    return notes.respond(turn) if turn.asked == "note" else None


def _to_person(turn: Turn) -> Reply | None:
    """The way to a person, which stays open for whoever is on the line."""
    if turn.reading.intent != "request_human":
        return None
    if turn.session.third_party_at is not None or turn.state.closed:
        return third_party.respond_human(turn)
    return handoff.respond_locked(turn)


def _locked(turn: Turn) -> Reply:
    open_ticket(turn, "identity_locked", "身份核对锁定后再次来访")
    return answer(turn, "identity_locked_again", outcome="no_disclosure")
