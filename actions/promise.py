"""A promise to pay: a sum and a day, checked, confirmed back, recorded."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from actions import identity
from actions.ahead import may_be_meant
from actions.casebook.models import Application
from actions.draft import Draft, sum_of
from actions.facts import minimum_of, show_day
from actions.money import show, yuan
from actions.packet import KINDS
from actions.policy.plan import PromiseCheck, check_promise
from actions.reply import Button, Outgoing, Reply
from actions.turn import Turn, answer, say
from actions.words import is_cancel, is_no, is_question, is_yes

_CHANGED = re.compile("改|换|推|挪|提前|不行|来不及|还不了|变")
_REFUSED = {
    "zero": ("promise_zero", "amount"),
    "more_than_debt": ("promise_more", "amount"),
    "past_date": ("promise_past", "date"),
    "too_late": ("promise_too_late", "date"),
}


def respond(turn: Turn) -> Reply:
    """Take in the promise as far as it was said."""
    return enter(turn, "promise")


def enter(turn: Turn, form: str) -> Reply:
    """Begin a promise, or a part payment, with all that was said so far."""
    blocked = identity.gate(turn, form)
    if blocked is not None:
        return blocked
    turn.state.form = form
    turn.state.draft = _standing(turn).with_newer(turn.said)
    return advance(turn)


def _standing(turn: Turn) -> Draft:
    """The draft to go on from; a change of a standing promise starts from that."""
    kept, said = turn.state.draft, turn.said
    promises = turn.work.active_promises(turn.owner().id)
    half = said.sum_said != said.day_said
    if not (kept.empty and half and promises and _CHANGED.search(turn.reading.text)):
        return kept
    return Draft(amount=promises[-1].amount_fen, day=promises[-1].date)


def take(turn: Turn) -> Draft | None:
    """What this message adds to a promise, or nothing."""
    said = turn.said
    if said.start is not None and not said.day_said:
        said = replace(said, day=said.start, start=None)
    return said if said.sum_said or said.day_said else None


def advance(turn: Turn) -> Reply:
    """The next question, what is wrong with an answer, or the confirmation."""
    account, draft = turn.owner(), turn.state.draft
    if account.overdue_fen <= 0:
        turn.state.close_form()
        return answer(turn, "form_no_debt")
    amount = sum_of(draft, account)
    day = day_of(draft)
    check = check_promise(
        account, yuan(1 if amount is None else amount), day or turn.today, turn.today
    )
    if check.reason in _REFUSED and _at_fault(check, amount, day):
        return _refuse(turn, check)
    if amount is None:
        return ask_amount(turn)
    if day is None:
        return ask_date(turn)
    return _confirm(turn, amount, day).before(*_one_at_a_time(turn))


def _confirm(turn: Turn, amount: int, day: date) -> Reply:
    """Read back; an application that stands would be withdrawn, and that is said."""
    by = turn.state.draft.by
    told = {"day": show_day(day, turn.today), "amount": show(amount)}
    change = Button("要改一下", "不对")
    standing = replaced(turn)
    if standing:
        told |= {
            "kind": kinds_of(standing),
            "day": f"{'最晚' if by else ''}{told['day']}",
        }
        yes, keep = Button("对，撤回申请", "对"), Button("申请也保留", "申请也保留")
        return answer(
            turn,
            "promise_confirm_instead",
            yes,
            keep,
            change,
            asks="confirm",
            values=told,
        )
    template = "promise_confirm_by" if by else "promise_confirm"
    yes = Button("对", "对")
    return answer(turn, template, yes, change, asks="confirm", values=told)


def _one_at_a_time(turn: Turn) -> tuple[Outgoing, ...]:
    """Word that of a payment in two parts only the first is put on record now."""
    draft = turn.state.draft
    if draft.later is None or draft.later_day is None:
        return ()
    values = {
        "later": show(draft.later),
        "later_day": show_day(draft.later_day, turn.today),
    }
    return (say(turn, "promise_one_at_a_time", values=values),)


def replaced(turn: Turn) -> Sequence[Application]:
    """The applications a promise takes the place of."""
    standing = turn.work.open_applications(turn.owner().id)
    return [a for a in standing if a.kind in ("plan", "extension")]


def kinds_of(applications: Sequence[Application]) -> str:
    """What applications are called, each kind once."""
    return "和".join(dict.fromkeys(KINDS[a.kind] for a in applications))


def commit(turn: Turn) -> Reply:
    """Record what was confirmed."""
    account, draft = turn.owner(), turn.state.draft
    amount, day = sum_of(draft, account), day_of(draft)
    if amount is None or day is None:
        return advance(turn)
    check = check_promise(account, yuan(amount), day, turn.today)
    if not check.ok:
        return advance(turn)
    turn.work.record_promise(turn.session, amount_fen=amount, day=day, now=turn.now)
    withdrawn = () if turn.state.keep else replaced(turn)
    for row in withdrawn:
        turn.work.change_application(row, "withdrawn", source=turn.source, now=turn.now)
    turn.state.close_form()
    turn.state.just = {"amount": amount, "day": day.isoformat()}
    reply = _recorded(turn, check)
    if not withdrawn:
        return reply
    return reply.then(Reply((say(turn, "promise_instead_done"),)))


def respond_same(turn: Turn) -> Reply | None:
    """An acknowledgement of what adds nothing to a promise just recorded."""
    just, said, text = turn.state.just, turn.said, turn.reading.text
    if just is None or turn.asked is not None or turn.reading.alarms:
        return None
    valued = said.sum_said or said.day_said
    if is_question(text) or is_no(text) or is_cancel(text) or said.plan_like:
        return None
    if not (is_yes(text) or (valued and _adds_nothing(turn, said, just))):
        return None
    return answer(turn, "promise_stands")


def _adds_nothing(turn: Turn, said: Draft, just: Mapping[str, Any]) -> bool:
    if turn.reading.intent == "already_paid" or _CHANGED.search(turn.reading.text):
        return False
    day = date.fromisoformat(just["day"])
    amount = sum_of(said, turn.owner()) if turn.settled else None
    same_day = not said.day_said or day == said.day or said.days[:1] == (day,)
    return same_day and (not said.sum_said or amount == just["amount"])


def _recorded(turn: Turn, check: PromiseCheck) -> Reply:
    part = check.rest_fen > 0
    reply = answer(
        turn,
        "promise_recorded_part" if part else "promise_recorded_all",
        outcome="promise_recorded",
        day=show_day(check.day, turn.today),
        amount=show(check.amount_fen),
        rest=show(check.rest_fen),
    )
    if not check.below_minimum:
        return reply
    return reply.then(Reply((say(turn, "promise_note_minimum"),)))


def _at_fault(check: PromiseCheck, amount: int | None, day: date | None) -> bool:
    """Whether the refusal is about something that was really said."""
    _, asks = _REFUSED[check.reason or ""]
    return (amount if asks == "amount" else day) is not None


def _refuse(turn: Turn, check: PromiseCheck) -> Reply:
    template, asks = _REFUSED[check.reason or ""]
    draft = turn.state.draft
    if asks == "amount":
        kept = replace(draft, amount=None, named=None, share=None, amounts=())
        buttons = amount_buttons(turn)
    else:
        kept = replace(draft, day=None, days=(), by=False)
        buttons = date_buttons(turn, ())
    if check.reason == "too_late":
        last = show_day(check.latest, turn.today)
        payload = f"{check.latest.month}月{check.latest.day}日"
        buttons = (Button(last, payload), _extend(), _instalments())
    if check.reason == "zero":
        buttons = (_extend(), _instalments())
    turn.state.draft = kept
    latest = show_day(check.latest, turn.today)
    return answer(turn, template, *buttons, asks=asks, latest=latest)


def ask_amount(turn: Turn) -> Reply:
    """Which sum: the readings of a vague one, or all, the minimum, another."""
    readings = turn.state.draft.amounts
    if readings:
        offered = tuple(Button(show(a), show(a)) for a in readings)
        return answer(turn, "promise_ask_amount_options", *offered, asks="amount")
    account = turn.owner()
    least = minimum_of(account) < account.overdue_fen
    template = "promise_ask_amount" if least else "promise_ask_amount_all"
    return answer(turn, template, *amount_buttons(turn), asks="amount")


def amount_buttons(turn: Turn) -> tuple[Button, ...]:
    """All and the minimum as quick replies, and another sum."""
    account = turn.owner()
    minimum = minimum_of(account)
    everything = Button(f"全部（{show(account.overdue_fen)}）", "全部还清")
    least = Button(f"最低（{show(minimum)}）", "还最低还款额")
    other = Button("其他金额", "其他金额")
    if turn.state.form == "partial":
        return (least, other) if minimum < account.overdue_fen else (other,)
    return (
        (everything, least, other)
        if minimum < account.overdue_fen
        else (
            everything,
            other,
        )
    )


def ask_date(turn: Turn) -> Reply:
    """Which day: the readings of a vague one, or some days to choose from."""
    draft = turn.state.draft
    buttons = date_buttons(turn, draft.days)
    if draft.days:
        return answer(turn, "promise_ask_date_options", *buttons, asks="date")
    if turn.asked == "plan_or_promise" and may_be_meant(turn.reading.text):
        paid = Button("我已经还过了", "我已经还过了")
        return answer(turn, "promise_ask_date_or_paid", *buttons, paid, asks="date")
    template = "promise_ask_date_event" if draft.event else "promise_ask_date"
    return answer(turn, template, *buttons, asks="date")


def date_buttons(turn: Turn, days: tuple[date, ...]) -> tuple[Button, ...]:
    """Days as quick replies: those meant, or Sunday, the month's end, in two weeks."""
    today = turn.today
    if not days:
        sunday = today + timedelta(days=6 - today.weekday() or 7)
        month_end = today.replace(day=monthrange(today.year, today.month)[1])
        fortnight = today + timedelta(days=14)
        days = tuple(sorted({sunday, month_end, fortnight} - {today}))
    return tuple(Button(show_day(d, today), spoken(d)) for d in days)


def spoken(day: date) -> str:
    """A day so that it is read back as the same day."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_of(draft: Draft) -> date | None:
    """The day said; the only reading of a vague one counts, as it is confirmed."""
    if draft.day is not None or len(draft.days) != 1:
        return draft.day
    return draft.days[0]


def _extend() -> Button:
    return Button("申请延期", "我想申请延期")


def _instalments() -> Button:
    return Button("申请分期", "我想申请分期")
