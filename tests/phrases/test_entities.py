"""The entity list of the NLU evaluation: sure values only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.phrases.entities import entities

REF = date(2025, 6, 18)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25号先还八百", [("amount", 800.0), ("date", "2025-06-25")]),
        ("分12期每月还五百", [("monthly_amount", 500.0), ("periods", 12)]),
        ("发工资那天还500", [("amount", 500.0), ("date", None)]),
        ("过两天再还", []),
        ("下个月再还行不行", []),
        ("过完年再还可以吗", [("date", None)]),
        ("20号发工资还六百", [("amount", 600.0), ("date", "2025-06-20")]),
        ("还款金额：800 还款日期：7月3日", [("amount", 800.0), ("date", "2025-07-03")]),
        ("昨天有个女的打来骂我", []),
        ("今天热死了", []),
        ("明天再聊", []),
        ("昨天你们说欠三千今天说欠四千", []),
        ("怎么会是5200", []),
        ("失业金一个月一千六", []),
        ("分12期利息一共多少", []),
        ("要是今天全部结清要准备多少", []),
        ("早饭才五块钱", []),
        ("工号8866的人打给我的", []),
        ("昨天已经存了三百六", [("amount", 360.0), ("date", "2025-06-17")]),
        ("5号或者6号吧", [("date", None)]),
        ("昨天已经还了300", [("amount", 300.0), ("date", "2025-06-17")]),
        ("不是15号是25号", [("date", "2025-06-25")]),
        ("0427", [("id_last4", "0427")]),
        ("1386", [("id_last4", "1386")]),
        ("2000", [("amount", 2000.0)]),
        ("三四百", []),
        ("拿不出两千", []),
        ("工资三千", []),
        ("我坐2号线", []),
        ("还款日是20号", []),
        ("你好", []),
    ],
)
def test_entities_hold_what_is_sure(text: str, expected: list[tuple[str, Any]]) -> None:
    found = [(e["type"], e["value"]) for e in entities(text, REF)]
    assert sorted(found, key=str) == sorted(expected, key=str)
