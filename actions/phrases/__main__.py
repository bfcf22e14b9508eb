"""``python -m actions.phrases TEXT --now TIME``: the reading of TEXT as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.phrases.reader import read
from actions.phrases.values import Amount, Day, Periods, Phrases


def main(argv: Sequence[str] | None = None) -> int:
    """Print the reading; exit code 0, or 2 for bad arguments."""
    options = _parser().parse_args(argv)
    phrases = read(options.text, options.now)
    json.dump(as_json(phrases), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return 0


def as_json(phrases: Phrases) -> dict[str, Any]:
    """All items, and under ``sure`` the values that need no question."""
    sure = {
        "amount": phrases.amount,
        "monthly_amount": phrases.monthly,
        "down_payment": phrases.down,
        "date": phrases.day,
        "recurring": phrases.recurring,
        "periods": phrases.periods_value,
    }
    return {
        "amounts": [_item(a) for a in phrases.amounts],
        "dates": [_item(d) for d in phrases.days],
        "periods": [_item(p) for p in phrases.periods],
        "id_last4": phrases.last4,
        "corrected": phrases.corrected,
        "sure": {name: _plain(value) for name, value in sure.items()},
    }


def _item(item: Amount | Day | Periods) -> dict[str, Any]:
    row = {f.name: _plain(getattr(item, f.name)) for f in fields(item)}
    return {k: v for k, v in row.items() if k in ("kind", "value", "text") or v}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m actions.phrases",
        description="Read the amounts, dates and periods in a debtor's message.",
    )
    parser.add_argument("text", help="the message")
    parser.add_argument(
        "--now",
        required=True,
        type=_time,
        help="the time the message was sent, ISO 8601: 2026-11-21T10:00+08:00",
    )
    return parser


def _time(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{value!r} is no ISO 8601 time such as 2026-11-21T10:00+08:00"
        ) from None


if __name__ == "__main__":
    sys.exit(main())
