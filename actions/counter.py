"""The debtor's answer to a counter-offer: taken, turned down, or another wish."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from actions import identity, outcome, plan
from actions.alarms.watch import plain
from actions.casebook.matters import DEBTOR
from actions.casebook.models import Application, Matter
from actions.handoff import open_ticket
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.words import is_no, is_yes

_OFFER = "(这个|这|那个|那|你们的|新的?)?(方案|分期|安排)"
_TAKES = re.compile(
    f"(我|那就?|就)?(可以)?(接受|同意)({_OFFER})?(了|吧)?|就?(按|照){_OFFER}(来|办|还)?(吧)?"
)
_TURNS_DOWN = re.compile(f"(我)?(不接受|不同意|拒绝|不要)({_OFFER})?(了|吧)?")


def standing(turn: Turn) -> Matter | None:
    """The counter-offer that waits for this debtor's answer."""
    account_id = turn.session.account_id
    found = turn.work.matters(account_id) if account_id else ()
    waiting = [m for m in found if m.status == "waiting" and m.kind == "plan"]
    return waiting[-1] if waiting else None


def ask(turn: Turn, matter: Matter) -> Reply:
    """The counter-offer, and the question whether it is taken."""
    message = outcome.told(turn, matter)
    turn.state.close_form()
    turn.state.form, turn.state.row = "counter", matter.id
    messages = () if message is None else (message,)
    return Reply(messages, asks="confirm", accepts=("periods", "monthly_amount"))


def respond(turn: Turn) -> Reply | None:
    """The answer in so many words; nothing where the message says something else."""
    matter = standing(turn)
    if matter is None:
        return None
    asked = turn.state.form == "counter" and turn.asked == "confirm"
    text, flat = turn.reading.text, plain(turn.reading.text).strip("。.!！")
    valued = turn.said.plan_like or turn.said.sum_said or turn.said.day_said
    down = _TURNS_DOWN.fullmatch(flat) or (asked and is_no(text) and not valued)
    taken = _TAKES.fullmatch(flat) or (asked and is_yes(text))
    if asked and not (down or taken) and "progress" in turn.reading.alarms:
        return ask(turn, matter)
    if not (down or taken):
        return None
    blocked = identity.gate(turn, "progress")
    if blocked is not None:
        return blocked
    return _decline(turn, matter) if down else _accept(turn, matter)


def advance(turn: Turn) -> Reply:
    """Another wish makes a new application; otherwise the offer once more."""
    if turn.state.draft.plan_like:
        turn.state.form = "plan"
        return plan.advance(turn)
    matter = standing(turn)
    if matter is None:
        turn.state.close_form()
        return answer(turn, "withdraw_none")
    return ask(turn, matter)


def commit(turn: Turn) -> Reply:
    """The offer is taken."""
    matter = standing(turn)
    if matter is None:
        turn.state.close_form()
        return answer(turn, "withdraw_none")
    return _accept(turn, matter)


def _accept(turn: Turn, matter: Matter) -> Reply:
    application = turn.work.orm.get(Application, matter.subject_id)
    terms: dict[str, Any] = matter.ruling["terms"]
    turn.state.close_form()
    if application is None or not _holds(turn, terms):
        return _again(turn, matter, application)
    _write(application, terms)
    work, now = turn.work, turn.now
    work.change_application(application, "approved", source=turn.source, now=now)
    matter.ruling = {**matter.ruling, "verdict": "approved", "accepted": True}
    work.close_matter(matter, "accepted", DEBTOR, now=now)
    work.set_flag(application.account_id, "plan", source=turn.source, now=now)
    values = outcome.plan_values(turn, terms)
    return answer(turn, "outcome_plan_accepted", values=values)


def _decline(turn: Turn, matter: Matter) -> Reply:
    application = turn.work.orm.get(Application, matter.subject_id)
    turn.state.close_form()
    if application is not None:
        turn.work.change_application(
            application, "declined", source=turn.source, now=turn.now
        )
    turn.work.close_matter(matter, "declined", DEBTOR, now=turn.now)
    matter.ruling = {}
    return answer(turn, "outcome_plan_declined", "我想申请分期", "转人工")


def _again(turn: Turn, matter: Matter, application: Application | None) -> Reply:
    """Too late, or the debt is another one: a person looks at it once more."""
    if application is not None:
        application.status = "submitted"
    matter.status, matter.ruling = "open", {}
    turn.work.step(matter, "stale", DEBTOR, now=turn.now)
    open_ticket(turn, "handoff", "协商方案已过期或金额有变化，请重新核对", beside=True)
    return answer(turn, "outcome_offer_stale")


def _holds(turn: Turn, terms: dict[str, Any]) -> bool:
    in_time = turn.today <= date.fromisoformat(terms["until"])
    ahead = date.fromisoformat(terms["start"]) >= turn.today
    return in_time and ahead and terms["debt_fen"] == turn.owner().overdue_fen


def _write(application: Application, terms: dict[str, Any]) -> None:
    """What was agreed takes the place of what was applied for."""
    application.periods = terms["periods"]
    application.monthly_fen = terms["monthly_fen"]
    application.last_fen = terms["last_fen"]
    application.down_payment_fen = terms["down_payment_fen"]
    application.start_date = date.fromisoformat(terms["start"])
    application.draft = {**application.draft, **terms.get("draft", {})}
