"""How many blind messages the phrase reader gets right, and how many confidently wrong.

    .venv/bin/python benchmarks/phrases_blind.py nlu_data/heldout/blind_phrases.jsonl

A message is right when every expected value is given surely, a vague message claims
none of the values it must not, and a message without any claims none.  A value given
surely that is not the expected one is confidently wrong; that must stay at zero.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from actions.phrases.reader import read

ZONE = ZoneInfo("Asia/Shanghai")
OFFERED = frozenset({None, "by", "start"})
KEYS = ("amount", "monthly_amount", "down_payment", "periods", "date", "id_last4")


def claims(text: str, ref: date) -> dict[str, Any]:
    """What the reader gives surely, in the words of the blind set."""
    phrases = read(text, datetime.combine(ref, time(10), ZONE))
    down = [a for a in phrases.amounts if a.role in ("down", "first")]
    sure_down = down[0].value if len(down) == 1 and down[0].kind == "value" else None
    monthly = phrases.monthly
    # The day of a payment made, or the first of a plan, is the date where none is
    # offered; the older sets leave these out, so there they change nothing.
    offered = any(d.role in OFFERED and d.kind != "recurring" for d in phrases.days)
    other = None if phrases.amount else phrases.paid_day
    day = phrases.day if offered else phrases.first_day or other
    got = {
        # The blind set writes what was paid already as the amount too.
        "amount": phrases.paid if phrases.amount is None else phrases.amount,
        "monthly_amount": monthly,
        "down_payment": sure_down,
        "periods": phrases.periods_value,
        "date": day and day.isoformat(),
        "id_last4": phrases.last4,
    }
    return {key: value for key, value in got.items() if value is not None}


def same(expected: Any, got: Any) -> bool:
    if isinstance(expected, int | float) and not isinstance(got, str):
        return abs(float(expected) - float(got)) < 0.005
    return bool(str(expected) == str(got))


def judge(row: dict[str, Any]) -> str:
    """``right``, ``missed`` or ``wrong``."""
    got = claims(row["text"], date.fromisoformat(row["ref_date"]))
    expected = row["expect"]
    for key, value in expected.items():
        if value is None and key in got:
            return "wrong"
        if value is not None and key in got and not same(value, got[key]):
            return "wrong"
    if row["kind"] == "none" and got.keys() - {"id_last4"}:
        return "wrong"
    wanted = {key for key, value in expected.items() if value is not None}
    return "right" if wanted <= got.keys() else "missed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is not right")
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    table: Counter[tuple[str, str]] = Counter()
    for row in rows:
        outcome = judge(row)
        table[row["kind"], outcome] += 1
        if options.show and outcome != "right":
            got = claims(row["text"], date.fromisoformat(row["ref_date"]))
            print(
                outcome, row["text"], row["expect"], {k: str(v) for k, v in got.items()}
            )
    total = Counter(outcome for kind, outcome in table.elements())
    print(
        json.dumps(
            {
                "messages": len(rows),
                "right": round(total["right"] / len(rows), 4),
                "missed": total["missed"],
                "confidently_wrong": total["wrong"],
                "by_kind": {f"{k}/{o}": n for (k, o), n in sorted(table.items())},
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
