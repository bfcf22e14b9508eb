"""Asks again: in short after a side question, by example after a failure, or anew."""

from __future__ import annotations

from dataclasses import replace

from actions import balance, greeting, plan, promise
from actions.facts import minimum_of
from actions.handoff import give_up
from actions.reply import Button, Reply
from actions.turn import Turn, answer

TRIES = 3
#: Side intents after which the open question waits without being repeated.
QUIET = frozenset({"thanks_bye", "busy_later", "abusive"})


def beside(turn: Turn, reply: Reply) -> Reply:
    """The reply to something else, the open question staying open."""
    if turn.state.asks is None and turn.state.form is None and turn.asked != "id_last4":
        return reply
    if turn.reading.intent in QUIET:
        return replace(reply, asks=turn.asked, accepts=tuple(turn.state.accepts))
    if reply.asks == turn.asked:
        return reply
    return reply.then(again(turn, turn.asked or "plan_or_promise"))


def again(turn: Turn, asks: str) -> Reply:
    """An open question in short, with its quick replies."""
    return answer(
        turn,
        f"again_{asks}",
        *_buttons(turn, asks),
        asks=asks,
        accepts=tuple(turn.state.accepts) if asks == turn.asked else (),
    )


def failed(turn: Turn) -> Reply:
    """Once more with an example; then a closed question; then a person."""
    asks = turn.asked or "confirm"
    turn.state.tries += 1
    accepts = tuple(turn.state.accepts)
    if turn.state.tries == 1:
        buttons = _buttons(turn, asks)
        return answer(turn, f"retry_{asks}", *buttons, asks=asks, accepts=accepts)
    if turn.state.tries == 2:
        closed = {"start_date": "date"}.get(asks, asks)
        known = closed in ("amount", "date", "periods", "monthly_amount")
        template = f"closed_{closed}" if known else "closed_other"
        if closed == "amount" and not _has_minimum(turn):
            template = "closed_amount_all"
        buttons = (*_buttons(turn, asks), Button("转人工", "转人工"))
        return answer(turn, template, *buttons, asks=asks, accepts=accepts)
    return give_up(turn, "form_stuck", "同一问题三次未能确认")


def cancelled(turn: Turn) -> Reply:
    """The form is called off; nothing was recorded."""
    turn.state.close_form()
    return answer(turn, "form_cancelled", *greeting.menu(turn)[-3:])


def what_changes(turn: Turn) -> Reply:
    """Not confirmed: the question what is to be different."""
    changes = {
        "plan": ("改期数", "改每月金额", "改首期日期"),
        "extension": ("改日期",),
    }.get(turn.state.form or "", ("改金额", "改日期"))
    accepts = ("amount", "date", "periods", "monthly_amount", "start_date")
    return answer(
        turn, "form_what_changes", *changes, "先取消", asks="choice", accepts=accepts
    )


def _has_minimum(turn: Turn) -> bool:
    account = turn.owner()
    return minimum_of(account) < account.overdue_fen


def _buttons(turn: Turn, asks: str) -> tuple[Button, ...]:
    if asks == "confirm":
        return (Button("对", "对"), Button("不对", "不对"))
    if not turn.settled:
        return ()
    if asks == "amount":
        return promise.amount_buttons(turn)
    if asks in ("date", "start_date"):
        return promise.date_buttons(turn, turn.state.draft.days)
    if asks == "periods":
        return plan.period_buttons(turn)
    if asks == "monthly_amount":
        return plan.monthly_buttons(turn)
    if asks == "plan_or_promise":
        return tuple(Button(title, title) for title in balance.NEXT)
    return ()
