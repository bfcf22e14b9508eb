"""Debtors for a load run, any number of them, each with an account of their own.

Their messages answer in order what the bot asks, so nobody has to look into the
casebook while the clock runs; what came of each conversation is read from it later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.simulator.script import AccountOf, Expected, Limits, Outcome, Script

#: The time of every conversation, for the door's test clock.
NOW = datetime(2026, 11, 23, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("晓梅", "志远", "海涛", "欣然", "雨桐", "建国", "思源", "佳怡", "明轩", "若兰")
PRODUCTS = ("信用卡", "个人消费贷款", "经营周转贷")


@dataclass(frozen=True, slots=True)
class Plot:
    """What a debtor comes for, and the outcome that must stand in the casebook."""

    name: str
    turns: tuple[str, ...]
    outcome: Outcome
    fields: bool = False


#: ``{id}`` is the last four of the ID, ``{sum}`` and ``{day}`` what is promised.
PLOTS = (
    Plot(
        "promise",
        ("{id}", "{day}号先还{sum}", "对"),
        "promise_recorded",
        fields=True,
    ),
    Plot(
        "questions first",
        (
            "你是机器人吗",
            "{id}",
            "我一共欠多少钱",
            "怎么还款啊",
            "会影响征信吗",
            "那{day}号还{sum}吧",
            "对",
        ),
        "promise_recorded",
        fields=True,
    ),
    Plot(
        "plan",
        ("{id}", "想分六期还", "失业了，最近在找工作", "对"),
        "plan_submitted",
    ),
    Plot("person", ("我想找人工客服",), "handoff"),
    Plot("wrong person", ("你找错人了，我不认识这个人",), "no_disclosure"),
    Plot("opt out", ("{id}", "以后别再给我发消息了"), "opted_out"),
    Plot(
        "change of mind",
        (
            "谁啊",
            "{id}",
            "{day}号还{other}",
            "不对，是{sum}",
            "对",
            "谢谢",
        ),
        "promise_recorded",
        fields=True,
    ),
    Plot(
        "already paid",
        ("{id}", "我昨天就已经还过了"),
        "already_paid_check",
    ),
)


def crowd() -> Iterator[tuple[Plot, Script]]:
    """Debtors without end, the same ones in every run."""
    number = 0
    while True:
        plot = PLOTS[number % len(PLOTS)]
        yield plot, script_of(plot, number)
        number += 1


def script_of(plot: Plot, number: int) -> Script:
    """The debtor with this number, who comes for *plot*."""
    promised, day = 300 + number % 40 * 10, NOW + timedelta(days=2 + number % 5)
    values = {
        "id": f"{number * 7919 % 10_000:04d}",
        "sum": str(promised),
        "other": str(promised + 200),
        "day": str(day.day),
    }
    agreed: dict[str, float | str | None] = {}
    if plot.fields:
        agreed = {"amount": float(promised), "date": day.date().isoformat()}
    return Script(
        id=f"load-{number}",
        channel="web",
        now=NOW,
        account=AccountOf(
            name=SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)],
            product=PRODUCTS[number % len(PRODUCTS)],
            overdue_amount=2_000.0 + number % 97 * 100 + 37.5,
            days_overdue=5 + number % 50,
            id_last4=values["id"],
            account_tail=f"{number * 104_729 % 10_000:04d}",
            policy=Limits(max_periods=36, min_monthly_amount=100.0),
        ),
        user_turns=tuple(turn.format_map(values) for turn in plot.turns),
        expect=Expected(outcome=plot.outcome, fields=agreed),  # type: ignore[arg-type]
    )
