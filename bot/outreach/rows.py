"""One row of an accounts file: the account it describes, or why it is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.outreach import fields
from bot.outreach.columns import FIELDS, Layout
from bot.outreach.fields import FieldError
from bot.outreach.sheets import Cell, Line

#: An account overdue longer than this is a slipped column or long written off.
MOST_DAYS = 7_300

READERS: Mapping[str, tuple[str, Callable[[Cell], Any]]] = {
    "id": ("id", fields.account_id),
    "lender": ("lender", lambda cell: fields.words(cell, 80)),
    "agency": ("agency", lambda cell: fields.words(cell, 80)),
    "lender_type": ("lender_type", fields.lender_type),
    "product": ("product", lambda cell: fields.words(cell, 40)),
    "name": ("name", fields.person),
    "phone": ("phone", fields.phone),
    "id_last4": ("id_last4", fields.id_last4),
    "id_number": ("id_number", fields.id_number),
    "account_tail": ("account_tail", fields.account_tail),
    "overdue": ("overdue_fen", lambda cell: fields.amount(cell, least="0.01")),
    "min_payment": ("min_payment_fen", fields.amount),
    "principal": ("principal_fen", fields.amount),
    "interest": ("interest_fen", fields.amount),
    "fees": ("fees_fen", fields.amount),
    "due_date": ("due_date", fields.day),
    "days_overdue": ("days_overdue", lambda cell: fields.count(cell, 0, MOST_DAYS)),
    "as_of": ("as_of", fields.day),
    "max_periods": ("max_periods", lambda cell: fields.count(cell, 1, 360)),
    "min_monthly": ("min_monthly_fen", lambda cell: fields.amount(cell, least="1")),
    "promise_max_days": (
        "promise_max_days",
        lambda cell: fields.count(cell, 1, 365),
    ),
    "zone": ("zone", fields.zone),
}
#: Fields that may be left empty in a row although their column is there.
OPTIONAL = frozenset(READERS) - {
    "lender",
    "product",
    "name",
    "phone",
    "account_tail",
    "overdue",
}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The columns of an account, or the reasons against the row."""

    line: Line
    values: Mapping[str, Any]
    reasons: tuple[str, ...] = ()


def read_row(line: Line, layout: Layout, today: date) -> ReadRow:
    """Check one row; *today* is the data's date where the row names none."""
    values, reasons = _read_cells(line, layout)
    extra = line.cells[len(layout.header) :]
    if any(str(cell).strip() for cell in extra if cell is not None):
        reasons.insert(
            0, f"这一行有 {len(line.cells)} 列，表头只有 {len(layout.header)} 列"
        )
    if not reasons:
        for settle in (_settle_identity, _settle_days, _check_sums):
            reasons += settle(values, today)
    if reasons:
        return ReadRow(line, {}, tuple(reasons))
    values.setdefault("id", _derived_id(values))
    values.setdefault("lender_type", _lender_type(str(values["product"])))
    return ReadRow(line, values)


def _read_cells(line: Line, layout: Layout) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    reasons: list[str] = []
    for name, cell in layout.take(line).items():
        column, read = READERS[name]
        if name in OPTIONAL and not fields.text_of(cell):
            continue
        try:
            values[column] = read(cell)
        except FieldError as error:
            reasons.append(f"{FIELDS[name][0]}：{error}")
    return values, reasons


def _settle_identity(values: dict[str, Any], today: date) -> list[str]:
    del today
    whole = values.pop("id_number", None)
    last = values.setdefault("id_last4", whole)
    if last is None:
        return ["身份证后四位：为空"]
    return ["身份证号与身份证后四位不一致"] if whole not in (None, last) else []


def _settle_days(values: dict[str, Any], today: date) -> list[str]:
    days = values.pop("days_overdue", None)
    stated = "as_of" in values
    as_of = values.setdefault("as_of", today)
    if as_of > today:
        return ["数据日期：晚于今天"]
    if "due_date" not in values:
        if days is None:
            return ["应还日和逾期天数都为空"]
        values["due_date"] = as_of - timedelta(days=days)
        return []
    if values["due_date"] > as_of:
        return ["应还日：晚于数据日期，账户并未逾期"]
    # A day more or less is how lenders count; more is a contradiction.
    told = (as_of - values["due_date"]).days
    if stated and days is not None and abs(told - days) > 1:
        return [f"应还日与逾期天数不符（按应还日算为 {told} 天）"]
    return []


def _check_sums(values: dict[str, Any], today: date) -> list[str]:
    del today
    overdue, reasons = values["overdue_fen"], []
    if values.get("min_payment_fen", 0) > overdue:
        reasons.append("最低还款额：大于逾期金额")
    names = {"principal_fen", "interest_fen", "fees_fen"}
    if names <= values.keys() and sum(values[name] for name in names) != overdue:
        reasons.append("本金、利息、费用之和与逾期金额不符")
    return reasons


def _derived_id(values: Mapping[str, Any]) -> str:
    # Not the number of the telephone: it may change, the account stays the same.
    names = ("lender", "product", "name", "id_last4", "account_tail")
    text = "\x1f".join(str(values[name]) for name in names)
    return "a" + hashlib.sha256(text.encode()).hexdigest()[:24]


def _lender_type(product: str) -> str:
    return "bank_card" if "信用卡" in product else "unknown"
