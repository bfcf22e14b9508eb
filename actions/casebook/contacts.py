"""Contacts the lender began, and the one-time links they carry."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from actions.casebook.conversations import ConversationRows
from actions.casebook.models import Account, Contact, OneTimeLink, Session

LINK_HOURS = 72
#: 128 bits cannot be guessed, and 22 characters fit an SMS.
LINK_BYTES = 16


class ContactRows(ConversationRows):
    """Contacts and links."""

    def contacts(self, account_id: str) -> Sequence[Contact]:
        """Contacts the lender began, oldest first, refused ones included."""
        query = select(Contact).where(Contact.account_id == account_id)
        return self.orm.scalars(query.order_by(Contact.at, Contact.id)).all()

    def contact(self, key: str) -> Contact | None:
        """The contact with this idempotency key, or nothing."""
        return self.orm.scalars(select(Contact).where(Contact.key == key)).first()

    def record_contact(
        self,
        account: Account,
        *,
        key: str,
        channel: str,
        address: str,
        template: str,
        status: str,
        proof: dict[str, Any],
        now: datetime,
        session: Session | None = None,
    ) -> tuple[Contact, bool]:
        """Record a contact with its proof; ``False`` when this *key* is known.

        A known contact is returned as it stands: ``update_contact`` changes it.
        """
        known = self.contact(key)
        if known is not None:
            return known, False
        contact = Contact(
            account_id=account.id,
            session_id=None if session is None else session.id,
            key=key,
            channel=channel,
            address=address,
            template=template,
            status=status,
            proof=proof,
            at=now,
        )
        self.orm.add(contact)
        self.orm.flush()
        self._tell(contact, {"rule": proof.get("rule")}, now)
        return contact, True

    def update_contact(
        self,
        contact: Contact,
        status: str,
        *,
        now: datetime,
        proof: dict[str, Any] | None = None,
        provider_id: str | None = None,
        session: Session | None = None,
    ) -> None:
        """Move a contact to another status; a new *proof* takes the old one's place.

        The time of the contact becomes *now* unless it was sent already.
        """
        detail: dict[str, Any] = {"from": contact.status}
        if proof is not None:
            contact.proof = proof
            detail["rule"] = proof.get("rule")
        if contact.status not in {"sent", "delivered"}:
            contact.at = now
        contact.status = status
        contact.provider_id = provider_id or contact.provider_id
        contact.session_id = contact.session_id if session is None else session.id
        self._tell(contact, detail, now)
        self.orm.flush()

    def _tell(self, contact: Contact, detail: dict[str, Any], now: datetime) -> None:
        self.event(
            f"contact.{contact.status}",
            {"id": contact.id, **detail},
            account=contact.account_id,
            session=contact.session_id,
            source="outreach",
            now=now,
        )

    def create_link(
        self, account: Account, address: str, now: datetime, hours: int = LINK_HOURS
    ) -> str:
        """Return the token of a new one-time link; only its hash is kept."""
        token = secrets.token_urlsafe(LINK_BYTES)
        self.orm.add(
            OneTimeLink(
                token_sha256=_sha256(token),
                account_id=account.id,
                address=address,
                expires_at=now + timedelta(hours=hours),
                created_at=now,
            )
        )
        self.event("link.created", {}, account=account.id, source="outreach", now=now)
        self.orm.flush()
        return token

    def redeem_link(
        self, token: str, now: datetime, own: str | None = None
    ) -> Session | None:
        """The conversation a link leads to, or nothing if it is unknown or over.

        *own* is the conversation the device is in already, by its cookie.  Only that
        device is led back to it: any other one, whoever holds it, begins a
        conversation of its own, sees nothing said before, and is asked the second
        factor anew.
        """
        link = self.orm.get(OneTimeLink, _sha256(token))
        if link is None or link.revoked_at is not None or link.expires_at <= now:
            return None
        known = self.orm.get(Session, own) if own and link.session_id else None
        if known is not None and _opened_by(link, known):
            return known
        session = self.new_session("web", link.address, link.account_id, now)
        link.session_id = link.session_id or session.id
        self.event(
            "link.redeemed",
            {},
            account=link.account_id,
            session=session.id,
            source="bot:web",
            now=now,
        )
        self.orm.flush()
        return session

    def revoke_links(self, account_id: str, *, source: str, now: datetime) -> int:
        """Close every link of the account that is still open; returns how many."""
        query = select(OneTimeLink).where(
            OneTimeLink.account_id == account_id,
            OneTimeLink.revoked_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        links = self.orm.scalars(query).all()
        for link in links:
            link.revoked_at = now
            self.event("link.revoked", {}, account=account_id, source=source, now=now)
        self.orm.flush()
        return len(links)


def _opened_by(link: OneTimeLink, session: Session) -> bool:
    """Whether the conversation was begun by this link, on whichever device."""
    same = session.account_id == link.account_id and session.channel == "web"
    return same and session.created_at >= link.created_at


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
