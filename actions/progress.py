"""Where an application or a promise stands, and taking it back."""

from __future__ import annotations

from datetime import timedelta

from actions import counter, identity, outcome
from actions.casebook.models import Application, Matter, Promise
from actions.facts import show_day
from actions.money import show
from actions.packet import KINDS
from actions.reply import Button, Outgoing, Reply
from actions.turn import Turn, answer, informed, say

#: Sentences of one answer, besides a counter-offer.
MOST = 4
#: What was decided longer ago is no news any more.
TOLD_FOR = timedelta(days=90)


def respond(turn: Turn) -> Reply:
    """What stands, and what was decided lately; a counter-offer asks for its answer."""
    blocked = identity.gate(turn, "progress")
    if blocked is not None:
        return blocked
    informed(turn, "progress")
    account = turn.owner()
    told = _of_matters(turn)
    told += [
        say(turn, "progress_promise", values=_promise(turn, p))
        for p in turn.work.active_promises(account.id)
    ]
    offer = counter.standing(turn)
    if offer is not None:
        return counter.ask(turn, offer).before(*told[:MOST])
    if not told:
        return answer(turn, "progress_none", "我想申请分期", outcome="info_given")
    return Reply(tuple(told[:MOST]), outcome="info_given")


def _of_matters(turn: Turn) -> list[Outgoing]:
    """One sentence for the newest matter of each kind, decided or not."""
    account_id = turn.owner().id
    waiting = {a.id: a for a in turn.work.open_applications(account_id)}
    told = [_told(turn, application) for application in waiting.values()]
    newest = {m.kind: m for m in turn.work.matters(account_id)}
    for matter in newest.values():
        if matter.subject == "application" and matter.subject_id in waiting:
            continue
        said = _of_matter(turn, matter)
        if said is not None:
            told.append(said)
    return told


def _of_matter(turn: Turn, matter: Matter) -> Outgoing | None:
    if matter.status == "open":
        return outcome.pending(turn, matter)
    since = turn.now - TOLD_FOR
    if matter.status == "waiting" or matter.closed_at is None:
        return None
    return outcome.told(turn, matter) if matter.closed_at >= since else None


def respond_withdraw(turn: Turn) -> Reply:
    """Ask whether the newest open application, or the promise, is to be taken back."""
    blocked = identity.gate(turn, "withdraw")
    if blocked is not None:
        return blocked
    yes, no = Button("确认", "对"), Button("保留", "不对")
    application, promise = newest(turn)
    if application is not None:
        _open(turn, "withdraw", application.id)
        kind = KINDS[application.kind]
        return answer(turn, "withdraw_confirm", yes, no, asks="confirm", kind=kind)
    if promise is not None:
        _open(turn, "cancel", promise.id)
        values = _promise(turn, promise)
        return answer(
            turn, "promise_cancel_confirm", yes, no, asks="confirm", values=values
        )
    turn.state.close_form()
    return answer(turn, "withdraw_none")


def commit_withdraw(turn: Turn) -> Reply:
    """Take the application back."""
    row = turn.work.orm.get(Application, turn.state.row or 0)
    turn.state.close_form()
    if row is None or row.status != "submitted":
        return answer(turn, "withdraw_none")
    turn.work.change_application(row, "withdrawn", source=turn.source, now=turn.now)
    return answer(turn, "withdraw_done")


def commit_cancel(turn: Turn) -> Reply:
    """Cancel the promise."""
    row = turn.work.orm.get(Promise, turn.state.row or 0)
    turn.state.close_form()
    if row is None or row.status != "active":
        return answer(turn, "withdraw_none")
    turn.work.change_promise(row, "cancelled", source=turn.source, now=turn.now)
    return answer(turn, "promise_cancelled")


def _open(turn: Turn, form: str, row: int) -> None:
    turn.state.close_form()
    turn.state.form, turn.state.row = form, row


def newest(turn: Turn) -> tuple[Application | None, Promise | None]:
    """The newest open application and the newest promise that stand."""
    account = turn.owner()
    applications = turn.work.open_applications(account.id)
    promises = turn.work.active_promises(account.id)
    return (
        applications[-1] if applications else None,
        promises[-1] if promises else None,
    )


def _told(turn: Turn, application: Application) -> Outgoing:
    if application.kind == "plan" and application.monthly_fen is not None:
        return say(
            turn,
            "plan_status",
            periods=str(application.periods),
            monthly=show(application.monthly_fen),
        )
    return say(turn, "progress_other", kind=KINDS[application.kind])


def _promise(turn: Turn, promise: Promise) -> dict[str, str]:
    return {
        "day": show_day(promise.date, turn.today),
        "amount": show(promise.amount_fen),
    }
