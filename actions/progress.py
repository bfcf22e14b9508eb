"""Where an application or a promise stands, and taking it back."""

from __future__ import annotations

from actions import identity
from actions.casebook.models import Application, Promise
from actions.facts import show_day
from actions.money import show
from actions.packet import KINDS
from actions.reply import Button, Outgoing, Reply
from actions.turn import Turn, answer, informed, say


def respond(turn: Turn) -> Reply:
    """What stands, newest last."""
    blocked = identity.gate(turn, "progress")
    if blocked is not None:
        return blocked
    informed(turn, "progress")
    account = turn.owner()
    told = [_told(turn, a) for a in turn.work.open_applications(account.id)]
    told += [
        say(turn, "progress_promise", values=_promise(turn, p))
        for p in turn.work.active_promises(account.id)
    ]
    if not told:
        return answer(turn, "progress_none", "我想申请分期", outcome="info_given")
    return Reply(tuple(told), outcome="info_given")


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
