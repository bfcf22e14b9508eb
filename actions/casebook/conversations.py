"""Conversations and their messages in the casebook.

A message row is its own record (who, when, what) and never changes its words; only
what happens to a conversation or to a message's status is told by events.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from actions.casebook.history import History
from actions.casebook.models import Message, Session

# Asked for with every message: made once, not each time anew.
_OF_CLIENT = select(Message.__table__.c.id).where(
    Message.__table__.c.session_id == bindparam("session"),
    Message.__table__.c.client_id == bindparam("client"),
)
_LAST_SEQ = select(func.max(Message.__table__.c.seq)).where(
    Message.__table__.c.session_id == bindparam("session")
)


class ConversationRows(History):
    """Conversations and their messages."""

    def new_session(
        self,
        channel: str,
        address: str | None,
        account_id: str | None,
        now: datetime,
    ) -> Session:
        """Open a conversation on ``web`` or ``sms``; its id cannot be guessed."""
        session = Session(
            id=secrets.token_urlsafe(24),
            account_id=account_id,
            channel=channel,
            address=address,
            wrong_answers=0,
            state={},
            created_at=now,
            updated_at=now,
        )
        self.orm.add(session)
        self.orm.flush()
        self.event(
            "session.opened",
            {},
            account=account_id,
            session=session.id,
            source=f"bot:{channel}",
            now=now,
        )
        return session

    def session(self, session_id: str) -> Session | None:
        """The conversation, or nothing."""
        return self.orm.get(Session, session_id)

    def latest_session(self, channel: str, address: str) -> Session | None:
        """The newest conversation with an address on a channel."""
        query = select(Session).where(
            Session.channel == channel, Session.address == address
        )
        newest = query.order_by(Session.created_at.desc(), Session.id.desc())
        return self.orm.scalars(newest.limit(1)).first()

    def save_state(
        self, session: Session, state: dict[str, Any], now: datetime
    ) -> None:
        """Keep what the bot is in the middle of (the whole state, replaced)."""
        # Written when the transaction ends: a turn saves its state more than once.
        session.state = dict(state)
        session.updated_at = now

    def record_inbound(
        self, session: Session, text: str, client_id: str | None, now: datetime
    ) -> tuple[Message, bool]:
        """Store what the debtor sent; ``False`` when this ``client_id`` is known."""
        if client_id is not None:
            self._queue_for(session)
            asked = {"session": session.id, "client": client_id}
            known = self.orm.scalar(_OF_CLIENT, asked)
            if known is not None:
                return self.orm.get_one(Message, known), False
        return self._message(session, "in", text, now, client_id=client_id), True

    def record_outbound(
        self,
        session: Session,
        text: str,
        *,
        now: datetime,
        buttons: Sequence[Any] = (),
        template: str | None = None,
        answers: int | None = None,
        status: str = "sent",
    ) -> Message:
        """Store what is sent to the debtor; *answers* is the inbound message's id."""
        return self._message(
            session,
            "out",
            text,
            now,
            buttons=list(buttons),
            template=template,
            answers=answers,
            status=status,
        )

    def _message(
        self,
        session: Session,
        direction: str,
        text: str,
        now: datetime,
        **fields: Any,
    ) -> Message:
        self._queue_for(session)
        last = self.orm.scalar(_LAST_SEQ, {"session": session.id})
        fields.setdefault("status", "received" if direction == "in" else "sent")
        fields.setdefault("buttons", [])
        message = Message(
            session_id=session.id,
            seq=(last or 0) + 1,
            direction=direction,
            text=text,
            created_at=now,
            **fields,
        )
        self.orm.add(message)
        self.orm.flush()
        return message

    def change_message(
        self, message: Message, status: str, *, source: str, now: datetime
    ) -> None:
        """Note what became of a message (answered, sent, failed, blocked)."""
        if message.status == status:
            return
        detail = {"id": message.id, "from": message.status, "to": status}
        message.status = status
        self.event(
            f"message.{status}",
            detail,
            session=message.session_id,
            source=source,
            now=now,
        )
        self.orm.flush()

    def _queue_for(self, session: Session) -> None:
        # One writer at a time for a conversation: SQLite locks the file anyway, other
        # databases need this so that two messages never get one number.
        if self.orm.get_bind().dialect.name == "sqlite":
            return
        query = select(Session.id).where(Session.id == session.id)
        self.orm.execute(query.with_for_update())

    def messages(self, session: Session, after_seq: int = 0) -> Sequence[Message]:
        """The conversation's messages after *after_seq*, in order."""
        query = select(Message).where(
            Message.session_id == session.id, Message.seq > after_seq
        )
        return self.orm.scalars(query.order_by(Message.seq)).all()

    def wrong_answers(self, account_id: str, since: datetime) -> int:
        """Wrong answers to the identity question since then, on all conversations.

        A conversation whose identity was settled afterwards counts for nothing.
        """
        query = select(func.coalesce(func.sum(Session.wrong_answers), 0)).where(
            Session.account_id == account_id, Session.updated_at >= since
        )
        return int(self.orm.scalar(query) or 0)

    def pending_inbound(self) -> Sequence[Message]:
        """Inbound messages not yet answered, oldest first."""
        query = select(Message).where(
            Message.direction == "in", Message.status == "received"
        )
        return self.orm.scalars(query.order_by(Message.id)).all()
