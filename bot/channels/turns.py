"""What the door writes into the casebook, each a step of one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, func, select

from actions.casebook.models import Account, Message, Session
from actions.casebook.work import Work
from actions.policy.contact import ContactHistory
from actions.policy.history import read_history
from actions.reply import Outgoing
from bot.channels import gate, words
from bot.channels.gate import Blocked, Checker, Passed
from bot.channels.problems import Refused, no_session

#: Messages of one conversation that may wait for an answer at once.
MAX_WAITING = 20

# Asked for with every message: made once, not each time anew.
_messages = Message.__table__.c
_of_session = _messages.session_id == bindparam("session")
_unanswered = (_messages.direction == "in") & (_messages.status == "received")
_COUNT_WAITING = select(func.count()).where(_of_session, _unanswered)
_NEXT_WAITING = (
    select(
        _messages.id,
        _messages.text,
        _messages.created_at,
        Session.__table__.c.channel,
    )
    .join(Session.__table__, Session.__table__.c.id == _messages.session_id)
    .where(_of_session, _unanswered)
    .order_by(_messages.seq)
    .limit(1)
)
_TO_ANSWER = (
    select(Message, Session, Account)
    .join(Session, Session.id == Message.session_id)
    .outerjoin(Account, Account.id == Session.account_id)
    .where(Message.id == bindparam("id"))
)
_SHOWN_AFTER = (
    select(
        _messages.seq,
        _messages.direction,
        _messages.text,
        _messages.buttons,
        _messages.created_at,
        _messages.client_id,
        _messages.template,
    )
    .where(
        _of_session,
        _messages.seq > bindparam("after"),
        _messages.status != "blocked",
    )
    .order_by(_messages.seq)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inbound message without an answer."""

    message_id: int
    session_id: str
    channel: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """Where an inbound message stands in its conversation."""

    session_id: str
    message_id: int
    seq: int
    is_new: bool


def store_inbound(
    work: Work, session_id: str, text: str, client_id: str, now: datetime
) -> Stored:
    """Keep what the debtor sent, before anything else happens to it.

    Raises:
        Refused: If the conversation is unknown, or too much of it waits already.
    """
    session = known_session(work, session_id)
    message, is_new = work.record_inbound(session, words.clean(text), client_id, now)
    if is_new and _count_waiting(work, session_id) > MAX_WAITING:
        raise Refused(
            429,
            "too_many_waiting",
            "消息有点多，前面的还在处理，请稍等几秒再发。",
            retry_after=5,
        )
    return Stored(session.id, message.id, message.seq, is_new)


def known_session(work: Work, session_id: str) -> Session:
    """The conversation.

    Raises:
        Refused: If there is none with this id.
    """
    session = work.session(session_id)
    if session is None:
        raise no_session()
    return session


def _count_waiting(work: Work, session_id: str) -> int:
    return work.orm.scalar(_COUNT_WAITING, {"session": session_id}) or 0


def next_waiting(work: Work, session_id: str) -> Waiting | None:
    """The oldest message of the conversation that has no answer yet."""
    found = work.orm.execute(_NEXT_WAITING, {"session": session_id}).first()
    if found is None:
        return None
    message_id, text, at, channel = found
    return Waiting(message_id, session_id, channel, text, at)


def sessions_waiting(work: Work) -> list[str]:
    """Conversations with a message that has no answer yet, longest wait first."""
    query = (
        select(Message.session_id)
        .where(Message.direction == "in", Message.status == "received")
        .group_by(Message.session_id)
        .order_by(func.min(Message.id))
    )
    return list(work.orm.scalars(query))


def store_answer(
    work: Work,
    waiting: Waiting,
    messages: Sequence[Outgoing],
    *,
    checker: Checker,
    now: datetime,
) -> Waiting | None:
    """Keep the answer, as the gate lets it out; a message is answered only once.

    What comes out is the next message of the conversation without an answer.
    """
    # The account is not used here, but known to the transaction while it is held.
    found = work.orm.execute(_TO_ANSWER, {"id": waiting.message_id}).first()
    if found is None or found[0].status != "received":
        return next_waiting(work, waiting.session_id)
    inbound, session, _account = found
    send(work, session, messages, checker=checker, answers=waiting.message_id, now=now)
    source = f"bot:{session.channel}"
    work.change_message(inbound, "answered", source=source, now=now)
    return next_waiting(work, waiting.session_id)


def send(
    work: Work,
    session: Session,
    messages: Sequence[Outgoing],
    *,
    checker: Checker,
    answers: int | None,
    now: datetime,
) -> None:
    """Put messages through the gate and into the conversation, in their order.

    What is blocked stays in the casebook as blocked; one safe sentence goes out in
    its place and a ticket asks a person to answer.
    """
    account = None if session.account_id is None else work.account(session.account_id)
    history = ContactHistory(phone=session.address or "")
    if account is not None:
        history = read_history(work, account, now)
    who = gate.listener(session, account, history)
    # A web message is there once it is stored; an SMS still has to be handed over.
    status = "queued" if session.channel == "sms" else "sent"
    blocked: list[Blocked] = []
    for outgoing in messages:
        passed = gate.pass_gate(outgoing, who, checker=checker, now=now)
        if isinstance(passed, Blocked):
            blocked.append(passed)
        _record(work, session, outgoing, passed, status, answers, now)
    if blocked:
        _replace(work, session, blocked, status, answers, now)


def _record(
    work: Work,
    session: Session,
    outgoing: Outgoing,
    passed: Passed | Blocked,
    status: str,
    answers: int | None,
    now: datetime,
) -> None:
    work.record_outbound(
        session,
        outgoing.text,
        buttons=[{"title": b.title, "payload": b.payload} for b in outgoing.buttons],
        template=outgoing.template or None,
        answers=answers,
        status="blocked" if isinstance(passed, Blocked) else status,
        now=now,
    )


def _replace(
    work: Work,
    session: Session,
    blocked: Sequence[Blocked],
    status: str,
    answers: int | None,
    now: datetime,
) -> None:
    packet: dict[str, Any] = {
        "templates": [b.outgoing.template for b in blocked],
        "reasons": sorted({reason for b in blocked for reason in b.reasons}),
        "answers": answers,
    }
    work.open_ticket(session, "blocked_message", packet=packet, now=now)
    work.event(
        "template.blocked",
        packet,
        account=session.account_id,
        session=session.id,
        source=f"bot:{session.channel}",
        now=now,
    )
    fixed = words.FALLBACK
    work.record_outbound(
        session,
        fixed.text,
        template=fixed.template,
        answers=answers,
        status=status,
        now=now,
    )


def give_up(
    work: Work, waiting: Waiting, *, checker: Checker, now: datetime
) -> Waiting | None:
    """Answer a message that can get no turn: a safe sentence, and a person."""
    session = known_session(work, waiting.session_id)
    packet = {"summary": "系统未能处理一条消息，请人工查看并回复。"}
    work.open_ticket(session, "handoff", packet=packet, now=now)
    fixed = words.FALLBACK
    outgoing = Outgoing(fixed.text, template=fixed.template)
    return store_answer(work, waiting, [outgoing], checker=checker, now=now)


def view(message: RowMapping) -> dict[str, Any]:
    """A message as pages and programs get it."""
    return {
        "seq": message["seq"],
        "from": _sender(message),
        "text": message["text"],
        "buttons": message["buttons"] or [],
        "at": message["created_at"].isoformat(),
        "id": message["client_id"],
    }


def _sender(message: RowMapping) -> str:
    if message["direction"] == "in":
        return "you"
    # The words of the staff, typed or fixed, are named so (bot/desk).
    return "person" if (message["template"] or "").startswith("person") else "bot"


def messages_after(work: Work, session_id: str, after: int) -> list[dict[str, Any]]:
    """What a page has not seen yet, in order; what was blocked is never shown.

    Raises:
        Refused: If the conversation is unknown.
    """
    asked = {"session": session_id, "after": after}
    found = work.orm.execute(_SHOWN_AFTER, asked).mappings().all()
    if not found:
        known_session(work, session_id)
    return [view(message) for message in found]
