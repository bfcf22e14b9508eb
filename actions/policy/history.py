"""Reads from the casebook what the contact policy needs to know of a person.

A person is a registered number: what was sent to it, wished on it or flagged for it
counts for every account of that number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Table,
    bindparam,
    select,
    true,
    union,
)

from actions.casebook.models import Account, Base, Consent, Contact, StopFlag
from actions.casebook.work import Work
from actions.policy.values import CALLS, Attempt, ContactHistory, Stop, Wish

#: Attempts older than this touch no rule.
LOOK_BACK_DAYS = 31
#: Accounts asked for in one statement.
CHUNK = 400


class Flag(NamedTuple):
    """A flag that is not lifted."""

    kind: str
    address: str | None
    account_id: str


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


def _of_phones(
    model: type[Base], *columns: str, where: ColumnElement[bool]
) -> CompoundSelect[Any]:
    """Rows about the accounts of some numbers or sent to these numbers, by id.

    Two questions put together: each finds its rows by an index, one question with an
    "or" would read the whole table.
    """
    rows, accounts = _table(model), _table(Account).c
    chosen = [rows.c[name] for name in columns]
    phones: BindParameter[Any] = bindparam("phones", expanding=True)
    asked = select(rows.c.id.label("id"), rows.c.address, accounts.phone, *chosen)
    joined = asked.outerjoin(_table(Account), accounts.id == rows.c.account_id)
    by_account = joined.where(accounts.phone.in_(phones), where)
    by_address = joined.where(rows.c.address.in_(phones), where)
    return union(by_account, by_address).order_by("id")


# Asked with every reply: made once, not each time anew.
_contacts = _table(Contact).c
_CONTACTS = _of_phones(
    Contact,
    *("key", "channel", "status", "at"),
    where=(_contacts.status != "refused") & (_contacts.at >= bindparam("since")),
)
_CONSENTS = _of_phones(
    Consent, "kind", "channel", "at", "not_before", "evidence", where=true()
)
_FLAGS = _of_phones(
    StopFlag, "kind", "account_id", where=_table(StopFlag).c.lifted_at.is_(None)
)


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
    asked = {"phones": list(phones), "since": since}
    found: dict[str, list[Attempt]] = defaultdict(list)
    # Several tries at handing over one message (KEY, KEY#2 …) are one contact.
    last = {
        row.key.partition("#")[0]: row for row in work.orm.execute(_CONTACTS, asked)
    }
    for row in last.values():
        if row.id in besides:
            continue
        answered = row.channel in CALLS and row.status == "delivered"
        attempt = Attempt(row.at, row.channel, row.address, answered)
        for person in {row.phone, row.address} & phones:
            found[person].append(attempt)
    return found


def _wishes(work: Work, phones: set[str]) -> dict[str, list[Wish]]:
    found: dict[str, list[Wish]] = defaultdict(list)
    for row in work.orm.execute(_CONSENTS, {"phones": list(phones)}):
        wish = Wish(
            row.kind, row.channel, row.address, row.at, row.not_before, row.evidence
        )
        for person in {row.phone, row.address} & phones:
            found[person].append(wish)
    return found


def _flags(work: Work, phones: set[str]) -> dict[str, list[Flag]]:
    found: dict[str, list[Flag]] = defaultdict(list)
    for row in work.orm.execute(_FLAGS, {"phones": list(phones)}):
        for person in {row.phone, row.address} & phones:
            found[person].append(Flag(row.kind, row.address, row.account_id))
    return found
