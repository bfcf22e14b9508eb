"""Which reminder an account is due, if the bot is to remind it at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import func, select

from actions.casebook.models import (
    Account,
    Application,
    Contact,
    Message,
    Promise,
    Session,
)
from actions.casebook.work import Work

#: The reminders, in the order in which they are sent.
TEMPLATES = ("outreach_first", "outreach_second")
#: Accounts asked for in one statement.
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Limits:
    """The operator's choices in ``reminders.yaml``; days."""

    least_overdue: int
    most_overdue: int
    second_after: int
    most_reminders: int
    quiet_after_answer: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands with the bot."""

    promised_until: date | None = None
    applied: bool = False
    reminders: int = 0
    reminded_at: datetime | None = None
    wrote_at: datetime | None = None


def choose(
    account: Account, standing: Standing, now: datetime, limits: Limits | None = None
) -> tuple[str | None, str]:
    """The template that is due and ``""``, or nothing and a word for why."""
    limits = limits or default_limits()
    today = now.astimezone(ZoneInfo(account.zone)).date()
    why_not = _why_not(account, standing, now, today, limits)
    if why_not:
        return None, why_not
    return TEMPLATES[min(standing.reminders, len(TEMPLATES) - 1)], ""


def read_standings(
    work: Work, accounts: Sequence[Account], now: datetime
) -> dict[str, Standing]:
    """The standing of many accounts, by account id, in a few statements."""
    standings = {account.id: Standing() for account in accounts}
    ids = list(standings)
    for start in range(0, len(ids), CHUNK):
        _fill(work, standings, ids[start : start + CHUNK], now)
    return standings


@cache
def default_limits() -> Limits:
    """The limits of the packaged ``reminders.yaml``."""
    path = files("bot.outreach").joinpath("reminders.yaml")
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Limits(
        least_overdue=int(values["days_overdue"]["least"]),
        most_overdue=int(values["days_overdue"]["most"]),
        second_after=int(values["second_after_days"]),
        most_reminders=int(values["most_reminders"]),
        quiet_after_answer=int(values["quiet_after_answer_days"]),
    )


def _why_not(
    account: Account, standing: Standing, now: datetime, today: date, limits: Limits
) -> str:
    overdue = (today - account.due_date).days
    wrote, reminded = standing.wrote_at, standing.reminded_at
    reasons = {
        "nothing_owed": account.overdue_fen <= 0,
        "not_overdue": overdue < limits.least_overdue,
        "work_for_people": overdue > limits.most_overdue,
        "application_open": standing.applied,
        "promise_stands": standing.promised_until is not None
        and standing.promised_until >= today,
        "reminded_enough": standing.reminders >= limits.most_reminders,
        "in_conversation": _within(wrote, now, limits.quiet_after_answer),
        "reminded_lately": _within(reminded, now, limits.second_after),
    }
    return next((why for why, true in reasons.items() if true), "")


def _within(moment: datetime | None, now: datetime, days: int) -> bool:
    return moment is not None and now - moment < timedelta(days=days)


def _fill(
    work: Work, standings: dict[str, Standing], ids: Sequence[str], now: datetime
) -> None:
    promised = (
        select(Promise.account_id, func.max(Promise.date))
        .where(Promise.account_id.in_(ids), Promise.status == "active")
        .group_by(Promise.account_id)
    )
    for account_id, day in work.orm.execute(promised).tuples():
        standings[account_id] = replace(standings[account_id], promised_until=day)
    applied = select(Application.account_id).where(
        Application.account_id.in_(ids), Application.status == "submitted"
    )
    for account_id in work.orm.scalars(applied.distinct()):
        standings[account_id] = replace(standings[account_id], applied=True)
    reminded = (
        select(Contact.account_id, func.count(), func.max(Contact.at))
        .where(
            Contact.account_id.in_(ids),
            Contact.template.in_(TEMPLATES),
            Contact.status.in_(("sent", "delivered")),
        )
        .group_by(Contact.account_id)
    )
    for account_id, times, at in work.orm.execute(reminded).tuples():
        standing = replace(standings[account_id], reminders=times, reminded_at=at)
        standings[account_id] = standing
    wrote = (
        select(Session.account_id, func.max(Message.created_at))
        .join(Message, Message.session_id == Session.id)
        .where(Session.account_id.in_(ids), Message.direction == "in")
        .where(Message.created_at <= now)
        .group_by(Session.account_id)
    )
    for owner, at in work.orm.execute(wrote).tuples():
        if owner is not None:
            standings[owner] = replace(standings[owner], wrote_at=at)
