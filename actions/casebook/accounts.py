"""Accounts in the casebook, as the lender's files state them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, inspect, select, update

from actions.casebook.history import History
from actions.casebook.models import Account, Event

#: Rows asked for or written in one statement.
CHUNK = 500


class AccountRows(History):
    """The overdue accounts."""

    def account(self, account_id: str) -> Account | None:
        """The account, or nothing."""
        return self.orm.get(Account, account_id)

    def accounts(self) -> Sequence[Account]:
        """All accounts, by id."""
        return self.orm.scalars(select(Account).order_by(Account.id)).all()

    def accounts_by_phone(self, phone: str) -> Sequence[Account]:
        """The accounts registered to a number, oldest first."""
        query = select(Account).where(Account.phone == phone)
        return self.orm.scalars(query.order_by(Account.created_at, Account.id)).all()

    def save_accounts(
        self, rows: Sequence[Mapping[str, Any]], *, source: str, now: datetime
    ) -> tuple[int, int, int]:
        """Add or change many accounts: how many were new, changed, the same.

        A row holds ``id`` and the columns it states; other columns of a known account
        stay as they are.  Only accounts that changed get an event.
        """
        known = self._known([str(row["id"]) for row in rows])
        fresh = [row for row in rows if row["id"] not in known]
        changes = [
            (row["id"], changed)
            for row in rows
            if row["id"] in known and (changed := _changed(known[row["id"]], row))
        ]
        times = {"created_at": now, "updated_at": now}
        self._insert(Account, [{**row, **times} for row in fresh])
        for account_id, changed in changes:
            by_id = update(Account).where(Account.id == account_id)
            self.orm.execute(by_id.values(**changed, updated_at=now))
        told = [(row["id"], ["new"]) for row in fresh]
        told += [(account_id, sorted(changed)) for account_id, changed in changes]
        self._insert(
            Event,
            [
                {
                    "account_id": account_id,
                    "kind": "account.saved",
                    "detail": {"fields": fields},
                    "source": source,
                    "at": now,
                }
                for account_id, fields in told
            ],
        )
        return len(fresh), len(changes), len(rows) - len(fresh) - len(changes)

    def lenders_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The lenders of those of these accounts that are known, by id."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), CHUNK):
            query = select(Account.id, Account.lender)
            chunk = query.where(Account.id.in_(ids[start : start + CHUNK]))
            found |= {row.id: row.lender for row in self.orm.execute(chunk)}
        return found

    def _known(self, ids: Sequence[str]) -> dict[str, Account]:
        found: dict[str, Account] = {}
        for start in range(0, len(ids), CHUNK):
            query = select(Account).where(Account.id.in_(ids[start : start + CHUNK]))
            found |= {account.id: account for account in self.orm.scalars(query)}
        return found

    def _insert(
        self, table: type[Account] | type[Event], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        for start in range(0, len(rows), CHUNK):
            self.orm.execute(insert(table), list(rows[start : start + CHUNK]))

    def save_account(self, account: Account, *, source: str, now: datetime) -> Account:
        """Add the account, or bring the one with this id up to date."""
        fields = ["new"]
        if self.orm.get(Account, account.id) is None:
            saved = account
            self.orm.add(saved)
        else:
            # Merging what is already of this transaction would first flush it away.
            saved = account if account in self.orm else self.orm.merge(account)
            attributes = inspect(saved).attrs
            fields = sorted(a.key for a in attributes if a.history.has_changes())
        detail = {"fields": fields}
        self.event("account.saved", detail, account=saved.id, source=source, now=now)
        self.orm.flush()
        return saved


def _changed(account: Account, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in row if getattr(account, name) != row[name]}
