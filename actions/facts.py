"""The facts of a debt as the debtor reads them; only for a settled identity."""

from __future__ import annotations

from datetime import date

from actions.casebook.models import Account
from actions.money import show

WEEKDAYS = "一二三四五六日"


def facts_of(account: Account, today: date) -> dict[str, str]:
    """The placeholders of sentences with facts."""
    overdue_days = max(0, (today - account.due_date).days)
    return {
        "overdue": show(account.overdue_fen),
        "minimum": show(minimum_of(account)),
        "least": _least_of(account),
        "tail": account.account_tail,
        "product": account.product,
        "as_of": show_day(account.as_of, today, weekday=False),
        "due": show_day(account.due_date, today, weekday=False),
        "days": str(overdue_days),
        "split": split_of(account),
    }


def minimum_of(account: Account) -> int:
    """The least payment (fen); the whole debt where the lender names none."""
    return account.min_payment_fen or account.overdue_fen


def _least_of(account: Account) -> str:
    """The minimum payment, where it is less than the whole."""
    minimum = minimum_of(account)
    return "" if minimum >= account.overdue_fen else f"，最低还款{show(minimum)}"


def split_of(account: Account) -> str:
    """Principal, interest and fees, as far as the lender has told them apart."""
    parts = [
        ("本金", account.principal_fen),
        ("利息", account.interest_fen),
        ("费用", account.fees_fen),
    ]
    known = [f"{name}{show(fen)}" for name, fen in parts if fen is not None]
    return f"（其中{'、'.join(known)}）" if known else ""


def show_day(day: date, today: date, *, weekday: bool = True) -> str:
    """A day as people write it; the year only where it is another one.

    >>> show_day(date(2025, 6, 25), date(2025, 6, 18))
    '6月25日（周三）'
    """
    year = "" if day.year == today.year else f"{day.year}年"
    named = f"（周{WEEKDAYS[day.weekday()]}）" if weekday else ""
    return f"{year}{day.month}月{day.day}日{named}"
