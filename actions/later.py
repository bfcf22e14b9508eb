"""Busy just now: left alone until the time they name."""

from __future__ import annotations

from actions.facts import show_day
from actions.moments import not_before
from actions.reply import Reply
from actions.turn import Turn, answer, zone_of


def respond(turn: Turn) -> Reply:
    """Note when to be in touch again; the open question waits."""
    local = turn.now.astimezone(zone_of(turn.account))
    moment = not_before(turn.reading.text, turn.reading.phrases, local)
    turn.work.record_consent(
        turn.session,
        "not_before",
        now=turn.now,
        not_before=moment,
        evidence="inbound message",
    )
    until = f"{show_day(moment.date(), local.date())}{moment:%H:%M}"
    return answer(turn, "later_noted", until=until)
