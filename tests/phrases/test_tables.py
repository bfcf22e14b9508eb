"""The tables of messages: what is sure in each, and nothing more.

A row states every sure value; whatever it leaves out must not be claimed.
``seen`` adds what must be understood without being sure: ``range:300..400``.
``spoken.jsonl``, ``second.jsonl`` and ``fifth.jsonl`` were read line by line from the reader's answers;
``third.jsonl`` and ``fourth.jsonl`` were judged by hand first, and their further values
(recurring, corrected) read from the answers; some thirty rows of the latter were judged
a second time after the answer.  The other tables were written before it answered.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from actions.phrases.reader import read
from actions.phrases.values import Amount, Day, Periods, Phrases

TABLES = sorted(Path(__file__).with_name("cases").glob("*.jsonl"))
Item = Amount | Day | Periods


def rows() -> list[Any]:
    return [
        pytest.param(json.loads(line), id=f"{table.stem}-{number}")
        for table in TABLES
        for number, line in enumerate(table.read_text("utf-8").splitlines(), 1)
    ]


def sure(phrases: Phrases) -> dict[str, Any]:
    values = {
        "amount": phrases.amount,
        "monthly_amount": phrases.monthly,
        "down_payment": phrases.down,
        "paid": phrases.paid,
        "date": phrases.day and phrases.day.isoformat(),
        "recurring": phrases.recurring,
        "periods": phrases.periods_value,
        "id_last4": phrases.last4,
        "corrected": phrases.corrected or None,
    }
    return {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if value is not None
    }


def said(value: Decimal | date | int | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else format(value, "f" if value != int(value) else ".0f")


def shape(item: Item) -> str:
    if item.kind == "range":
        return f"range:{said(item.low)}..{said(item.high)}"
    if item.kind == "alternatives":
        return "alternatives:" + "/".join(said(o) for o in item.options)
    if item.kind == "unsure":
        return "unsure:" + (said(item.options[0]) if item.options else "")
    detail = said(getattr(item, "share", None)) or getattr(item, "named", None)
    rule = getattr(item, "rule", None) if item.kind != "value" else None
    return f"{item.kind}:{detail or rule or said(item.value)}"


@pytest.mark.parametrize("row", rows())
def test_a_message_yields_its_sure_values_and_no_others(row: dict[str, Any]) -> None:
    phrases = read(row["text"], datetime.fromisoformat(row["now"] + "T10:00+08:00"))
    assert sure(phrases) == row["sure"]
    for field, wanted in row.get("seen", {}).items():
        kinds: dict[str, tuple[Item, ...]] = {
            "amounts": phrases.amounts,
            "dates": phrases.days,
        }
        shapes = [shape(item) for item in kinds.get(field, phrases.periods)]
        assert any(s == wanted or s.startswith(wanted + ":") for s in shapes), shapes


def test_the_tables_are_large_and_state_each_message_once() -> None:
    seen = [
        (row["text"], row["now"])
        for table in TABLES
        for row in map(json.loads, table.read_text("utf-8").splitlines())
    ]
    assert len(seen) == len(set(seen))
    assert len(seen) >= 1000
