"""After something was put on record: changed or taken back, asked once, never beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.casebook.models import Application, Promise

Begin = Callable[..., Any]


def planned(settled: Begin) -> Any:
    talk = settled()
    talk.say("分6期", "request_installment")
    talk.say("对", "affirm")
    return talk


def promised(settled: Begin) -> Any:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")
    talk.say("对", "affirm")
    return talk


def statuses(talk: Any, table: Any) -> list[str]:
    return [row.status for row in talk.rows(table)]


def names(reply: Any) -> list[str]:
    return [m.template for m in reply.messages]


@pytest.mark.parametrize("intent", ["promise_to_pay", "partial_payment", "affirm"])
@pytest.mark.parametrize(
    "said",
    [
        "等下我改主意了 月底发工资还2000",
        "算了不分了，月底还2000",
        "后悔了，30号先还2000",
    ],
)
@pytest.mark.parametrize("skipped", [True, False])
def test_a_promise_instead_of_a_plan_withdraws_it_after_one_yes(
    settled: Begin, said: str, intent: str, skipped: bool
) -> None:
    talk = planned(settled)
    if skipped:
        talk.say("跳过", "deny")

    asked = talk.say(said, intent, 0.5)
    assert statuses(talk, Application) == ["submitted"]
    told = asked.messages[-1].text
    assert asked.asks == "confirm"
    assert "2,000元" in told
    assert "撤" in told

    talk.say("对", "affirm")
    assert statuses(talk, Application) == ["withdrawn"]
    assert [p.amount_fen for p in talk.rows(Promise)] == [200_000]


def test_the_application_may_be_kept_beside_if_they_say_so(settled: Begin) -> None:
    talk = planned(settled)
    talk.say("改主意了，月底先还2000", "partial_payment")

    talk.say("申请也保留", "affirm", 0.3)

    assert statuses(talk, Application) == ["submitted"]
    assert statuses(talk, Promise) == ["active"]


@pytest.mark.parametrize(
    "said",
    ["算了我后悔了 不分期了", "撤销", "取消吧", "不想分了", "撤回申请", "反悔了不办了"],
)
def test_a_plan_is_taken_back_after_one_yes(settled: Begin, said: str) -> None:
    talk = planned(settled)

    reply = talk.say(said, "deny", 0.4)
    assert names(reply) == ["withdraw_confirm"]

    talk.say("对", "affirm")
    assert statuses(talk, Application) == ["withdrawn"]


@pytest.mark.parametrize("said", ["撤销", "取消", "我后悔了", "那个不算，取消吧"])
def test_a_promise_is_taken_back_after_one_yes(settled: Begin, said: str) -> None:
    talk = promised(settled)

    assert names(talk.say(said, "deny", 0.4)) == ["promise_cancel_confirm"]
    talk.say("撤销", "deny", 0.4)

    assert statuses(talk, Promise) == ["cancelled"]


def test_a_no_keeps_what_stands(settled: Begin) -> None:
    talk = planned(settled)
    talk.say("撤销", "deny")

    talk.say("不对", "deny")

    assert statuses(talk, Application) == ["submitted"]


@pytest.mark.parametrize(
    ("said", "day", "sum_"),
    [
        ("改成7月15", "2025-07-15", 80_000),
        ("改到月底", "2025-06-30", 80_000),
        ("不是 是三千", "2025-06-25", 300_000),
        ("说错了，应该是500", "2025-06-25", 50_000),
        ("改成26号还1000", "2025-06-26", 100_000),
    ],
)
def test_a_recorded_promise_is_changed_and_keeps_the_rest(
    settled: Begin, said: str, day: str, sum_: int
) -> None:
    talk = promised(settled)

    assert talk.say(said, "promise_to_pay", 0.5).asks == "confirm"
    talk.say("对", "affirm")

    assert statuses(talk, Promise) == ["rescheduled", "active"]
    last = talk.rows(Promise)[-1]
    assert (last.date.isoformat(), last.amount_fen) == (day, sum_)


@pytest.mark.parametrize(
    ("said", "periods", "first"),
    [
        ("改成7月25", 6, "2025-07-25"),
        ("改成12期", 12, "2025-07-18"),
        ("不是 是12期", 12, "2025-07-18"),
        ("改成12月15", 6, "2025-08-19"),
    ],
)
def test_a_submitted_plan_is_changed_and_no_remark_on_it(
    settled: Begin, said: str, periods: int, first: str
) -> None:
    talk = planned(settled)

    assert talk.say(said, "promise_to_pay", 0.4).asks == "confirm"
    talk.say("对", "affirm")

    assert statuses(talk, Application) == ["withdrawn", "submitted"]
    last = talk.rows(Application)[-1]
    assert (last.periods, last.start_date.isoformat()) == (periods, first)


def test_a_plan_after_a_promise_says_that_it_takes_its_place(settled: Begin) -> None:
    talk = promised(settled)

    reply = talk.say("还是分6期吧", "request_installment")
    assert "plan_replaces_promise" in names(reply)
    talk.say("对", "affirm")

    assert statuses(talk, Promise) == ["cancelled"]
    assert statuses(talk, Application) == ["submitted"]


def test_the_promise_stays_beside_the_plan_if_they_say_so(settled: Begin) -> None:
    talk = promised(settled)
    talk.say("还是分6期吧", "request_installment")

    talk.say("保留", "affirm", 0.3)

    assert statuses(talk, Promise) == ["active"]
    assert statuses(talk, Application) == ["submitted"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("失业了", "hardship_unemployment"),
        ("算了", "deny"),
        ("生意亏了，店关了", "hardship_other"),
        ("一个月四千", "affirm"),
        ("好的谢谢你", "thanks_bye"),
    ],
)
def test_an_answer_to_the_reason_is_no_change_of_mind(
    settled: Begin, said: str, intent: str
) -> None:
    talk = planned(settled)

    reply = talk.say(said, intent)

    kept = ("plan_detail_kept", "plan_detail_income", "plan_detail_skipped")
    assert names(reply)[0] in kept
    assert statuses(talk, Application) == ["submitted"]


def test_thanks_are_no_reason(settled: Begin) -> None:
    talk = planned(settled)

    assert names(talk.say("好的谢谢你", "thanks_bye")) == ["plan_detail_skipped"]
    [plan] = talk.rows(Application)
    assert (plan.reason, plan.note) == (None, None)


def test_the_income_may_come_after_the_reason(settled: Begin) -> None:
    talk = planned(settled)
    talk.say("失业了", "hardship_unemployment")

    talk.say("一个月四千", "affirm", 0.4)

    [plan] = talk.rows(Application)
    assert (plan.reason, plan.draft["income_fen"]) == ("unemployment", 400_000)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("为什么取消了我的卡", "chitchat_offtopic"),
        ("取消短信提醒", "opt_out"),
        ("我的分期申请怎么样了", "ask_balance"),
        ("好的就这样", "affirm"),
    ],
)
def test_other_words_withdraw_nothing(settled: Begin, said: str, intent: str) -> None:
    talk = planned(settled)
    talk.say("跳过", "deny")

    reply = talk.say(said, intent)

    assert "withdraw_confirm" not in names(reply)


def test_where_nothing_stands_nothing_is_taken_back(settled: Begin) -> None:
    talk = settled()

    reply = talk.say("我改主意了，25号还八百", "promise_to_pay")

    assert names(reply) == ["promise_confirm"]
