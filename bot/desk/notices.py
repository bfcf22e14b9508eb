"""Tells the debtor that a matter was decided: now, at a lawful hour, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from actions import announce
from actions.casebook.models import Account, Matter, Notice, Session
from actions.casebook.work import Work
from actions.outcome import TOLD_TICKETS
from actions.policy.contact import (
    ContactRequest,
    Proof,
    may_contact,
    next_opening,
)
from actions.policy.history import read_history
from bot.channels.gate import Checker
from bot.channels.sessions import COOKIE_HOURS, sms_session
from bot.desk.outgoing import Listening, last_inbound, listening, obstacles, put
from bot.outreach.texts import sender_of

#: Refusals that time alone lifts.
BY_TIME = frozenset({"quiet_hours", "not_before"})
#: Whoever wrote within this sees the chat page; no SMS is needed beside it.
PRESENT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Teller:
    """What is needed to tell a debtor anything."""

    checker: Checker
    public_url: str


def tell(work: Work, matter: Matter, teller: Teller, now: datetime) -> list[Notice]:
    """Tell the decision on a matter; one notice for each way it was tried.

    Notices of an earlier decision that still wait are replaced.
    """
    for old in waiting(work, matter):
        old.status = "replaced"
    session = work.session(matter.session_id) if matter.session_id else None
    if session is None or not _is_told(matter):
        return []
    notices = []
    if session.channel == "sms" or _reachable(session, now):
        notices.append(_new(work, matter, session.channel, now))
    absent = session.channel == "web" and not _present(work, session, now)
    if absent and matter.account_id is not None:
        notices.append(_new(work, matter, "sms", now))
    for notice in notices:
        deliver(work, notice, teller, now)
    return notices


def _is_told(matter: Matter) -> bool:
    ended = matter.ruling.get("verdict") not in (None, "silent")
    return ended and (matter.subject != "ticket" or matter.kind in TOLD_TICKETS)


def _reachable(session: Session, now: datetime) -> bool:
    """Whether a browser may still be in this conversation."""
    return now - session.updated_at <= timedelta(hours=COOKIE_HOURS)


def _present(work: Work, session: Session, now: datetime) -> bool:
    wrote = last_inbound(work, session)
    return wrote is not None and now - wrote <= PRESENT


def _new(work: Work, matter: Matter, channel: str, now: datetime) -> Notice:
    notice = Notice(
        matter_id=matter.id,
        channel=channel,
        status="waiting",
        reasons=[],
        proof={},
        due_at=now,
        at=now,
    )
    work.orm.add(notice)
    work.orm.flush()
    return notice


def waiting(work: Work, matter: Matter) -> Sequence[Notice]:
    """Notices on a matter that could not go out yet."""
    query = select(Notice).where(
        Notice.matter_id == matter.id, Notice.status == "waiting"
    )
    return work.orm.scalars(query.order_by(Notice.id)).all()


def notices_of(work: Work, matter: Matter) -> Sequence[Notice]:
    """All notices on a matter, in order."""
    query = select(Notice).where(Notice.matter_id == matter.id)
    return work.orm.scalars(query.order_by(Notice.id)).all()


def deliver_due(work: Work, teller: Teller, now: datetime, most: int = 50) -> list[str]:
    """Try again what waited for its hour; the conversations that have news."""
    query = select(Notice).where(Notice.status == "waiting", Notice.due_at <= now)
    told = []
    for notice in work.orm.scalars(query.order_by(Notice.due_at).limit(most)):
        deliver(work, notice, teller, now)
        matter = work.orm.get(Matter, notice.matter_id)
        if notice.status == "sent" and matter is not None and matter.session_id:
            told.append(matter.session_id)
    return told


def deliver(work: Work, notice: Notice, teller: Teller, now: datetime) -> None:
    """Send a notice, or note why it has to wait or cannot be sent."""
    matter = work.orm.get(Matter, notice.matter_id)
    session = work.session(matter.session_id) if matter and matter.session_id else None
    if matter is None or session is None or not _is_told(matter):
        notice.status = "replaced"
        return
    notice.at = now
    if notice.channel == "sms" and session.channel == "web":
        _by_link(work, notice, session, teller, now)
    else:
        _here(work, notice, matter, session, teller, now)


def _here(
    work: Work,
    notice: Notice,
    matter: Matter,
    session: Session,
    teller: Teller,
    now: datetime,
) -> None:
    to = listening(work, session, now)
    if not _allowed(notice, to.proof, to.account, now):
        return
    reply = announce.decided(work, session, matter, now)
    if not reply.messages:
        notice.status, notice.reasons = "refused", ["conversation_held"]
        return
    found = [o for m in reply.messages for o in obstacles(m, to, teller.checker)]
    if found:
        _refuse(notice, [o.rule for o in found])
        return
    for message in reply.messages:
        put(work, to, message, now, by="desk")
    notice.status = "sent"


def _by_link(
    work: Work, notice: Notice, web: Session, teller: Teller, now: datetime
) -> None:
    """A neutral SMS with a fresh link: the decision itself is read behind identity."""
    account = work.account(web.account_id or "")
    if account is None:
        _refuse(notice, ["no_account"])
        return
    history = read_history(work, account, now)
    request = ContactRequest(
        "sms", account.phone, pushes_payment=False, own_matter=True
    )
    proof = may_contact(request, history, now)
    if not _allowed(notice, proof, account, now):
        return
    session = sms_session(work, account.phone, now)
    link = f"{teller.public_url}/c/{work.create_link(account, account.phone, now)}"
    said = announce.news_by_link(work, session, link, now)
    said = replace(said, text=f"【{sender_of(account)}】{said.text}")
    to = Listening(session, account, listening(work, session, now).who, proof)
    found = obstacles(said, to, teller.checker)
    if found:
        _refuse(notice, [o.rule for o in found])
        return
    put(work, to, said, now, by="desk")
    work.record_contact(
        account,
        key=f"notice-{notice.id}",
        channel="sms",
        address=account.phone,
        template=said.template,
        status="sent",
        proof=proof.as_json(),
        now=now,
        session=session,
    )
    notice.status = "sent"


def _allowed(
    notice: Notice, proof: Proof, account: Account | None, now: datetime
) -> bool:
    notice.proof, notice.reasons = proof.as_json(), list(proof.reasons)
    if proof.allowed:
        return True
    if BY_TIME.issuperset(proof.reasons):
        zone = account.zone if account is not None else "Asia/Shanghai"
        notice.due_at = next_opening(now, zone)
    else:
        notice.status = "refused"
    return False


def _refuse(notice: Notice, reasons: Sequence[str]) -> None:
    notice.status, notice.reasons = "refused", list(dict.fromkeys(reasons))
