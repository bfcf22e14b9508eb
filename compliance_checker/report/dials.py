"""What a dial log shows by itself, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from compliance_checker.call.dials import DialLog, excesses
from compliance_checker.rulebook.policy import Dialling

#: So many days over a limit are shown; all are counted.
MOST_SHOWN = 20

_WORDS = {"C02": "有效通话", "C03": "同一号码未接通"}


def dials_text(log: DialLog, limits: Dialling) -> str:
    """How many debtors were called too often on a day, and which; ends with a break."""
    return "\n".join(_lines(log, limits)) + "\n"


def _lines(log: DialLog, limits: Dialling) -> Iterator[str]:
    found = [*excesses(log, limits)]
    attempts = sum(map(len, log.dials.values()))
    yield f"拨打记录：{attempts} 次拨打，{len(log.days)} 天，超过上限 {len(found)} 处"
    for one in found[:MOST_SHOWN]:
        what = _WORDS[one.check]
        yield (
            f"  {one.check} {one.day} 客户 {one.debtor_id}："
            f"{what} {one.count} 次（上限 {one.most}）"
        )
    if len(found) > MOST_SHOWN:
        yield f"  …… 另有 {len(found) - MOST_SHOWN} 处"
