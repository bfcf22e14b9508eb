"""Reads from the casebook what the contact policy needs to know of a person.

A person is a registered number: what was sent to it, wished on it or flagged for it
counts for every account of that number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from actions.casebook.models import Account, Consent, Contact, StopFlag
from actions.casebook.work import Work
from actions.policy.values import CALLS, Attempt, ContactHistory, Stop, Wish

#: Attempts older than this touch no rule.
LOOK_BACK_DAYS = 31
#: Accounts asked for in one statement.
CHUNK = 400


def read_history(
    work: Work, account: Account, now: datetime, *, besides: Collection[int] = ()
) -> ContactHistory:
    """What is known of one account's person; the contacts *besides* are left out."""
    return read_histories(work, [account], now, besides=besides)[account.id]


def read_histories(
    work: Work,
    accounts: Sequence[Account],
    now: datetime,
    *,
    besides: Collection[int] = (),
) -> dict[str, ContactHistory]:
    """The histories of many accounts, by account id, in a few statements."""
    histories: dict[str, ContactHistory] = {}
    for start in range(0, len(accounts), CHUNK):
        chunk = accounts[start : start + CHUNK]
        histories |= _read(work, chunk, now - timedelta(days=LOOK_BACK_DAYS), besides)
    return histories


def _read(
    work: Work, accounts: Sequence[Account], since: datetime, besides: Collection[int]
) -> dict[str, ContactHistory]:
    phones = {account.phone for account in accounts}
    attempts = _attempts(work, phones, since, besides)
    wishes = _wishes(work, phones)
    flags = _flags(work, phones)
    return {
        account.id: ContactHistory(
            phone=account.phone,
            zone=account.zone,
            plan_status=account.plan_status,
            attempts=tuple(attempts[account.phone]),
            wishes=tuple(wishes[account.phone]),
            stops=tuple(
                Stop(flag.kind, flag.address, own=flag.account_id == account.id)
                for flag in flags[account.phone]
            ),
        )
        for account in accounts
    }


def _attempts(
    work: Work, phones: set[str], since: datetime, besides: Collection[int]
) -> dict[str, list[Attempt]]:
    query = (
        select(Contact, Account.phone)
        .join(Account, Account.id == Contact.account_id)
        .where(
            or_(Account.phone.in_(phones), Contact.address.in_(phones)),
            Contact.status != "refused",
            Contact.at >= since,
        )
        .order_by(Contact.id)
    )
    found: dict[str, list[Attempt]] = defaultdict(list)
    # Several tries at handing over one message (KEY, KEY#2 …) are one contact.
    last = {c.key.partition("#")[0]: (c, phone) for c, phone in work.orm.execute(query)}
    for contact, phone in last.values():
        if contact.id in besides:
            continue
        answered = contact.channel in CALLS and contact.status == "delivered"
        attempt = Attempt(contact.at, contact.channel, contact.address, answered)
        for person in {phone, contact.address} & phones:
            found[person].append(attempt)
    return found


def _wishes(work: Work, phones: set[str]) -> dict[str, list[Wish]]:
    query = (
        select(Consent, Account.phone)
        .outerjoin(Account, Account.id == Consent.account_id)
        .where(or_(Account.phone.in_(phones), Consent.address.in_(phones)))
        .order_by(Consent.id)
    )
    found: dict[str, list[Wish]] = defaultdict(list)
    for consent, phone in work.orm.execute(query):
        wish = Wish(
            consent.kind,
            consent.channel,
            consent.address,
            consent.at,
            consent.not_before,
            consent.evidence,
        )
        for person in {phone, consent.address} & phones:
            found[person].append(wish)
    return found


def _flags(work: Work, phones: set[str]) -> dict[str, list[StopFlag]]:
    query = (
        select(StopFlag, Account.phone)
        .join(Account, Account.id == StopFlag.account_id)
        .where(
            or_(Account.phone.in_(phones), StopFlag.address.in_(phones)),
            StopFlag.lifted_at.is_(None),
        )
        .order_by(StopFlag.id)
    )
    found: dict[str, list[StopFlag]] = defaultdict(list)
    for flag, phone in work.orm.execute(query):
        for person in {phone, flag.address} & phones:
            found[person].append(flag)
    return found
