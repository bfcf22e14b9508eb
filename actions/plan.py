"""A plan application: instalments inside the limits, confirmed, sent to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from actions import identity
from actions.casebook.models import Promise
from actions.draft import Draft
from actions.facts import show_day
from actions.house import answer_days
from actions.money import show, yuan
from actions.plan_draft import six_items
from actions.policy.plan import (
    PlanOffer,
    PlanTerms,
    check_plan,
    next_month,
    plan_rules,
)
from actions.promise import spoken
from actions.reply import Button, Reply
from actions.turn import Turn, answer, say

COMMON_PERIODS = (6, 12, 24)
_AT_CONFIRM = frozenset({"confirm", "choice", "start_date"})
SIZE = ("periods", "monthly_amount")


def respond(turn: Turn) -> Reply:
    """Take in the plan as far as it was said."""
    said = take(turn) or Draft()
    blocked = identity.gate(turn, "plan", said)
    if blocked is not None:
        return blocked
    turn.state.form = "plan"
    turn.state.draft = turn.state.draft.with_newer(said)
    return advance(turn)


def take(turn: Turn) -> Draft | None:
    """What this message adds to a plan, or nothing."""
    said = turn.said
    if said.amount is not None and said.down is None and said.first:
        said = replace(said, down=said.amount, amount=None)
    bare = said.amount is not None and not said.plan_like and said.down is None
    if bare and turn.state.form == "plan" and turn.asked in _AT_CONFIRM:
        # 改成五百, said of a plan, is said of the month.
        said = replace(said, monthly=said.amount, amount=None)
    if said.day is not None and said.start is None and not said.by:
        if said.down is None:
            said = replace(said, start=said.day)
        else:
            said = replace(said, down_day=said.day)
    said = replace(
        said, amount=None, named=None, share=None, amounts=(), day=None, days=()
    )
    said = replace(said, by=False, event=False, first=False)
    return None if said.empty else said


def advance(turn: Turn) -> Reply:
    """The next question, a counter-offer with its reason, or the confirmation."""
    account, draft = turn.owner(), turn.state.draft
    if account.overdue_fen <= 0:
        turn.state.close_form()
        return answer(turn, "form_no_debt")
    if draft.periods is None and draft.monthly is None:
        return _ask_size(turn)
    offer = _offer(turn)
    if offer.terms is not None:
        return _confirm(turn, offer.terms)
    if offer.counter is None:
        return _down_too_much(turn, offer)
    return _counter(turn, offer, offer.counter)


def commit(turn: Turn) -> Reply:
    """Submit what was confirmed; it is an application, a person decides."""
    account, draft = turn.owner(), turn.state.draft
    if draft.periods is None and draft.monthly is None:
        return advance(turn)
    terms = _offer(turn).terms
    if terms is None:
        return advance(turn)
    reason = turn.state.reason
    for row in () if turn.state.keep else _promised(turn):
        turn.work.change_promise(row, "cancelled", source=turn.source, now=turn.now)
    application = turn.work.record_application(
        turn.session,
        "plan",
        now=turn.now,
        periods=terms.periods,
        monthly_fen=terms.monthly_fen,
        down_payment_fen=terms.down_payment_fen,
        last_fen=terms.last_fen,
        start_date=terms.start,
        reason=reason,
        draft=six_items(account, terms, draft),
    )
    submitted = say(turn, "plan_submitted", values=_shown(turn, terms))
    turn.state.close_form()
    turn.state.form, turn.state.row = "plan_detail", application.id
    question = answer(
        turn,
        "plan_ask_reason" if reason is None else "plan_ask_income",
        *(("失业了", "收入减少", "生病") if reason is None else ()),
        "跳过",
        asks="reason" if reason is None else "income",
        accepts=("reason", "income"),
        outcome="plan_submitted",
    )
    return question.before(submitted)


def _offer(turn: Turn) -> PlanOffer:
    draft = turn.state.draft
    return check_plan(
        turn.owner(),
        today=turn.today,
        periods=draft.periods,
        monthly=None if draft.monthly is None else yuan(draft.monthly),
        down_payment=None if draft.down is None else yuan(draft.down),
        start=draft.start or _day_beside(turn),
    )


def _day_beside(turn: Turn) -> date | None:
    """A day said without a sum before it was a plan: the first day to suggest."""
    draft = turn.state.draft
    day = None if draft.sum_said or draft.by else draft.day
    latest = turn.today + timedelta(days=plan_rules().start_max_days)
    return day if day is not None and turn.today < day <= latest else None


def _ask_size(turn: Turn) -> Reply:
    draft = turn.state.draft
    if len(draft.monthly_options) == 1:
        turn.state.draft = replace(
            draft, monthly=draft.monthly_options[0], monthly_options=()
        )
        return advance(turn)
    if draft.monthly_options:
        offered = tuple(
            Button(f"每月{show(a)}", f"每月{show(a)}") for a in draft.monthly_options
        )
        return answer(
            turn,
            "plan_ask_monthly_options",
            *offered,
            asks="monthly_amount",
            accepts=SIZE,
        )
    if draft.periods_options:
        offered = tuple(_period(n) for n in draft.periods_options)
        return answer(
            turn, "plan_ask_periods_options", *offered, asks="periods", accepts=SIZE
        )
    if draft.weekly:
        return answer(
            turn,
            "plan_ask_monthly",
            *monthly_buttons(turn),
            asks="monthly_amount",
            accepts=SIZE,
        )
    return answer(
        turn, "plan_ask_size", *period_buttons(turn), asks="periods", accepts=SIZE
    )


def period_buttons(turn: Turn) -> tuple[Button, ...]:
    """Common numbers of instalments that are inside the limits."""
    account = turn.owner()
    if account.overdue_fen <= 0:
        return ()
    fits = (
        n for n in COMMON_PERIODS if check_plan(account, today=turn.today, periods=n).ok
    )
    return tuple(_period(n) for n in fits)


def monthly_buttons(turn: Turn) -> tuple[Button, ...]:
    """What a common number of instalments comes to each month, inside the limits."""
    account = turn.owner()
    if account.overdue_fen <= 0:
        return ()
    offers = (check_plan(account, today=turn.today, periods=n) for n in COMMON_PERIODS)
    sums = [show(o.terms.monthly_fen) for o in offers if o.terms is not None]
    return tuple(Button(f"每月{s}", f"每月{s}") for s in dict.fromkeys(sums))


def _period(number: int) -> Button:
    return Button(f"{number}期", f"分{number}期")


def _confirm(turn: Turn, terms: PlanTerms) -> Reply:
    """Read back; promises that stand would be cancelled, and that is said.

    Where no first day was said it is asked for, the assumed one being the suggestion.
    """
    told = [
        say(
            turn,
            "plan_replaces_promise",
            day=show_day(row.date, turn.today, weekday=False),
            amount=show(row.amount_fen),
        )
        for row in _promised(turn)
    ]
    yes, change = Button("提交申请", "对，提交申请"), Button("要改一下", "不对")
    values = _shown(turn, terms)
    if turn.state.draft.start is not None:
        asked = answer(turn, "plan_confirm", yes, change, asks="confirm", values=values)
        return asked.before(*told)
    return answer(
        turn,
        "plan_ask_start",
        Button(f"好，{values['start']}开始", "好"),
        *start_buttons(turn, terms.start),
        change,
        asks="start_date",
        accepts=("confirm",),
        values=values,
    ).before(*told)


def start_buttons(turn: Turn, suggested: date) -> tuple[Button, ...]:
    """Other first days: the coming month's first and fifteenth."""
    month = next_month(turn.today.replace(day=1))
    days = (month, month.replace(day=15))
    return tuple(
        Button(show_day(d, turn.today, weekday=False), f"{spoken(d)}开始")
        for d in days
        if d != suggested
    )


def suggested_start(turn: Turn) -> date | None:
    """The first day that a plain yes accepts, where none was said."""
    terms = _offer(turn).terms
    unsaid = turn.state.draft.start is None and terms is not None
    return terms.start if terms is not None and unsaid else None


def _promised(turn: Turn) -> Sequence[Promise]:
    return turn.work.active_promises(turn.owner().id)


def _counter(turn: Turn, offer: PlanOffer, terms: PlanTerms) -> Reply:
    """The nearest plan that can be submitted, after the reason it differs."""
    limits = {
        "limit": str(offer.max_periods),
        "floor": show(offer.min_monthly_fen),
        "start": show_day(terms.start, turn.today),
    }
    told = [say(turn, f"plan_counter_{r}", values=limits) for r in offer.reasons[:2]]
    draft = turn.state.draft
    start = draft.start if draft.start is None else terms.start
    turn.state.draft = replace(
        draft, periods=terms.periods, monthly=terms.monthly_fen, start=start
    )
    return _confirm(turn, terms).before(*told)


def _down_too_much(turn: Turn, offer: PlanOffer) -> Reply:
    if offer.reason == "covers_debt":
        turn.state.close_form()
        turn.state.form = "promise"
        turn.state.draft = Draft(named="all")
        return answer(turn, "plan_down_covers", asks="date")
    turn.state.draft = replace(turn.state.draft, down=None)
    return answer(turn, "plan_down_more", asks="down_payment")


def _shown(turn: Turn, terms: PlanTerms) -> dict[str, str]:
    down = ""
    if terms.down_payment_fen:
        day = turn.state.draft.down_day
        when = show_day(day, turn.today, weekday=False) if day else ""
        down = f"{when}先付{show(terms.down_payment_fen)}，其余"
    last = f"（最后一期{show(terms.last_fen)}）"
    return {
        "down": down,
        "periods": str(terms.periods),
        "monthly": show(terms.monthly_fen),
        "last": "" if terms.last_fen == terms.monthly_fen else last,
        "start": show_day(terms.start, turn.today, weekday=False),
        "days_to_answer": answer_days(),
    }
