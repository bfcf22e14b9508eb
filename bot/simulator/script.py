"""The debtor script: who the debtor is, what they say, and what must come of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from bot.lines import read_lines

Outcome = Literal[
    "plan_submitted",
    "promise_recorded",
    "handoff",
    "dispute_opened",
    "opted_out",
    "no_disclosure",
    "crisis_handoff",
    "already_paid_check",
    "info_given",
    "complaint_recorded",
]
Field = Literal[
    "amount", "date", "periods", "monthly_amount", "down_payment", "start_date"
]

#: Other names a script may use for what the bot asks.
ALIASES: dict[str, str] = {
    "monthly": "monthly_amount",
    "last4": "id_last4",
    "identity": "id_last4",
    "start": "start_date",
    "confirmation": "confirm",
    "plan": "plan_or_promise",
}
LAST4 = re.compile(r"[0-9]{3}[0-9Xx]")
MAX_TURNS = 30


class Limits(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The lender's limits for a plan, amounts in yuan."""

    max_periods: int = 60
    min_monthly_amount: float = 100.0


class AccountOf(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The account a script is about, amounts in yuan."""

    name: str
    product: str
    overdue_amount: float
    days_overdue: int
    id_last4: str
    account_tail: str = "0000"
    min_payment: float | None = None
    policy: Limits = Limits()


class Expected(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What must be in the casebook at the end."""

    outcome: Outcome
    outcome_also_ok: tuple[Outcome, ...] = ()
    fields: dict[Field, float | str | None] = {}
    must_not_disclose: bool = False


class Script(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One debtor: every turn is a message, answers are for what the bot asks."""

    id: str
    channel: Literal["web", "sms"]
    now: datetime
    account: AccountOf
    user_turns: tuple[str, ...]
    expect: Expected
    opening: str = "reminder"
    answers_if_asked: dict[str, str] = {}
    #: Anything the author of the file wants to keep beside a script.
    note: str | None = None

    def answer(self, key: str) -> str | None:
        """The debtor's answer if the bot asks for *key*, by any of its names."""
        for name, text in self.answers_if_asked.items():
            if ALIASES.get(name, name) == key:
                return text
        return None


def read_scripts(path: Path) -> list[Script]:
    """The scripts of a file.

    Raises:
        BadInput: With every problem of the file and its line.
    """
    return read_lines(
        path,
        Script,
        identity=lambda script: script.id,
        check=lambda script: _problems(script),
    )


def _problems(script: Script) -> Iterator[str]:
    account = script.account
    if script.now.tzinfo is None:
        yield "`now` has no zone"
    if not LAST4.fullmatch(account.id_last4):
        yield "`account.id_last4` is not four digits"
    if not account.name.strip():
        yield "`account.name` is empty"
    if account.overdue_amount < 0 or account.days_overdue < 0:
        yield "`account` holds a negative number"
    if len(script.user_turns) > MAX_TURNS:
        yield f"`user_turns` are more than {MAX_TURNS}"
    for name, value in script.expect.fields.items():
        if not _fits(name, value):
            yield f"`expect.fields.{name}` has the wrong kind of value"


def _fits(name: str, value: Any) -> bool:
    if value is None:
        return True
    if name not in {"date", "start_date"}:
        return isinstance(value, float)
    try:
        date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True
