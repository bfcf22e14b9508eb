"""An application for more time, decided by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from actions import identity
from actions.draft import Draft
from actions.facts import show_day
from actions.handoff import open_ticket
from actions.harvest import lasting
from actions.house import answer_days
from actions.promise import date_buttons, day_of
from actions.reply import Button, Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """Take in until when, as far as it was said."""
    said = take(turn) or Draft()
    blocked = identity.gate(turn, "extension", said)
    if blocked is not None:
        return blocked
    turn.state.form = "extension"
    turn.state.draft = turn.state.draft.with_newer(said)
    return advance(turn)


def take(turn: Turn) -> Draft | None:
    """The day this message names, a stretch of time counting from today."""
    said = turn.said
    if said.start is not None and not said.day_said:
        said = replace(said, day=said.start)
    if not said.day_said:
        until = lasting(turn.reading.phrases, turn.today)
        return None if until is None else Draft(day=until)
    return Draft(day=said.day, days=said.days, by=said.by, event=said.event)


def advance(turn: Turn) -> Reply:
    """The next question, the latest day there is, or the confirmation."""
    account, draft = turn.owner(), turn.state.draft
    if account.overdue_fen <= 0:
        turn.state.close_form()
        return answer(turn, "form_no_debt")
    day = day_of(draft)
    if day is None:
        return _ask(turn)
    latest = turn.today + timedelta(days=account.promise_max_days)
    if day <= turn.today:
        turn.state.draft = replace(draft, day=None, days=())
        return answer(turn, "extension_past", *date_buttons(turn, ()), asks="date")
    yes, change = Button("提交申请", "对，提交申请"), Button("要改一下", "不对")
    if day > latest:
        turn.state.draft = replace(draft, day=latest, days=())
        plan = Button("申请分期", "我想申请分期")
        shown = show_day(latest, turn.today)
        return answer(
            turn, "extension_too_late", yes, plan, asks="confirm", latest=shown
        )
    shown = show_day(day, turn.today)
    return answer(turn, "extension_confirm", yes, change, asks="confirm", day=shown)


def commit(turn: Turn) -> Reply:
    """Submit what was confirmed."""
    day = day_of(turn.state.draft)
    latest = turn.today + timedelta(days=turn.owner().promise_max_days)
    if day is None or not turn.today < day <= latest:
        return advance(turn)
    turn.work.record_application(
        turn.session, "extension", now=turn.now, until=day, reason=turn.state.reason
    )
    open_ticket(turn, "handoff", "延期申请待审核", beside=True)
    turn.state.close_form()
    return answer(
        turn,
        "extension_submitted",
        outcome="handoff",
        day=show_day(day, turn.today),
        days_to_answer=answer_days(),
    )


def _ask(turn: Turn) -> Reply:
    draft = turn.state.draft
    buttons = date_buttons(turn, draft.days)
    if draft.days:
        return answer(turn, "promise_ask_date_options", *buttons, asks="date")
    template = "promise_ask_date_event" if draft.event else "extension_ask_date"
    return answer(turn, template, *buttons, asks="date")
