"""What leaves the desk for a debtor: the same gate and contact policy as all else.

A person's words are judged as a collector's; what is held back is never sent in another
wording of ours, but told to the person with the reason and the lawful way to say it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from actions.casebook.models import Account, Message, Session
from actions.casebook.work import Work
from actions.policy.contact import ContactHistory, ContactRequest, Proof, may_contact
from actions.policy.history import read_history
from actions.reply import Outgoing
from bot.channels.gate import Checker, Listener, against, listener, verdict_on
from compliance_checker.model import Role

#: An answer within this is an answer to what the debtor has just written.
JUST_NOW = timedelta(minutes=30)
#: The template's name of a person's own words.
PERSON = "person"

_DEBT = re.compile(
    r"逾期|欠款|欠了|欠的|账单|还款|还钱|分期|延期|减免|本金|利息|违约金|罚息|贷款|借款|信用卡|最低还|额度"
    r"|\d[\d,.]*\s*(元|块|万)|[一二三四五六七八九十百千万两]{2,}(元|块)"
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a sentence is held back, and what may be said instead."""

    rule: str
    quote: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Listening:
    """Who listens in a conversation, and whether they may be written to now."""

    session: Session
    account: Account | None
    who: Listener
    proof: Proof


def listening(work: Work, session: Session, now: datetime) -> Listening:
    """Who listens, with the proof that a word from the desk may or may not go out."""
    account = None if session.account_id is None else work.account(session.account_id)
    history = ContactHistory(phone=session.address or "")
    if account is not None:
        history = read_history(work, account, now)
    latest = last_inbound(work, session)
    request = ContactRequest(
        session.channel,
        session.address or "",
        reply=latest is not None and now - latest <= JUST_NOW,
        pushes_payment=False,
        own_matter=True,
    )
    proof = may_contact(request, history, now)
    return Listening(session, account, listener(session, account, history), proof)


def last_inbound(work: Work, session: Session) -> datetime | None:
    """When the debtor last wrote in this conversation."""
    query = select(func.max(Message.created_at)).where(
        Message.session_id == session.id, Message.direction == "in"
    )
    return work.orm.scalar(query)


def obstacles(
    outgoing: Outgoing, to: Listening, checker: Checker, role: Role = "bot"
) -> tuple[Obstacle, ...]:
    """Everything that holds a sentence back; nothing if it may go out."""
    found: list[Obstacle] = []
    if outgoing.facts and not to.who.verified:
        found.append(Obstacle("facts_before_identity"))
    if not to.proof.allowed:
        found += [Obstacle(reason) for reason in to.proof.reasons]
    verdict = verdict_on(outgoing.text, to.who, checker, role)
    told = {f.rule: f for f in reversed(verdict.findings)}
    for rule in against(verdict):
        finding = told.get(rule)
        if finding is None:
            found.append(Obstacle(rule))
        else:
            found.append(Obstacle(rule, finding.text, finding.suggestion))
    return tuple(found)


def of_person(text: str, account: Account | None) -> Outgoing:
    """A person's own words; whatever may tell of the debt counts as telling facts."""
    named = account is not None and (
        account.name in text or account.product in text or account.account_tail in text
    )
    facts = named or _DEBT.search(text) is not None
    return Outgoing(text, template=PERSON, facts=facts)


def put(
    work: Work,
    to: Listening,
    outgoing: Outgoing,
    now: datetime,
    *,
    by: str,
    client_id: str | None = None,
) -> Message:
    """Put a sentence that may go out into the conversation; an SMS is queued."""
    session = to.session
    message = work.record_outbound(
        session,
        outgoing.text,
        buttons=[{"title": b.title, "payload": b.payload} for b in outgoing.buttons],
        template=outgoing.template or None,
        status="queued" if session.channel == "sms" else "sent",
        now=now,
    )
    message.client_id = client_id
    work.event(
        "desk.message",
        {"id": message.id, "by": by, "proof": to.proof.as_json()},
        account=session.account_id,
        session=session.id,
        source="desk",
        now=now,
    )
    return message
