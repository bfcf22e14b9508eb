"""A plan asks for its first day, once, with a day to say yes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.casebook.models import Application, Promise
from actions.words import is_wait

Begin = Callable[..., Any]


def told(reply: Any) -> str:
    return "".join(m.text for m in reply.messages)


def asked(settled: Begin, channel: str = "web", **changes: Any) -> Any:
    talk = settled(channel, **changes)
    talk.say("分6期", "request_installment")
    return talk


def plans(talk: Any) -> list[tuple[int, date]]:
    return [
        (a.periods, a.start_date)
        for a in talk.rows(Application)
        if a.kind == "plan" and a.status == "submitted"
    ]


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_the_assumed_day_is_shown_and_asked_about(settled: Begin, channel: str) -> None:
    talk = asked(settled, channel)

    reply = talk.replies[-1]
    assert reply.asks == "start_date"
    assert "confirm" in reply.accepts
    assert "哪天" in told(reply)
    assert "7月18日" in told(reply)


@pytest.mark.parametrize(
    "yes", ["好", "嗯嗯", "可以的", "行，就这样", "就7月18号吧，好"]
)
def test_a_yes_takes_the_day_that_was_shown(settled: Begin, yes: str) -> None:
    talk = asked(settled)

    talk.say(yes, "affirm")
    if talk.replies[-1].asks == "confirm":
        talk.say("对", "affirm")

    assert plans(talk) == [(6, date(2025, 7, 18))]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("7月5号", date(2025, 7, 5)),
        ("下个月10号", date(2025, 7, 10)),
        ("25", date(2025, 6, 25)),
        ("我每个月15号发工资，7月15号吧", date(2025, 7, 15)),
        ("从8月1号开始", date(2025, 8, 1)),
    ],
)
def test_another_day_is_read_back_before_it_counts(
    settled: Begin, said: str, first: date
) -> None:
    talk = asked(settled)

    reply = talk.say(said, "promise_to_pay", 0.6)
    assert reply.asks == "confirm"
    assert plans(talk) == []
    talk.say("对", "affirm")

    assert plans(talk) == [(6, first)]


def test_a_day_said_with_the_plan_is_not_asked_for(settled: Begin) -> None:
    talk = settled()

    reply = talk.say("分6期，7月8号开始还", "request_installment")

    assert reply.asks == "confirm"
    assert "7月8日" in told(reply)


def test_the_first_day_is_corrected_like_everything_else(settled: Begin) -> None:
    talk = asked(settled)
    talk.say("7月5号", "promise_to_pay")

    talk.say("不对 改成7月9号", "deny")
    talk.say("对", "affirm")

    assert plans(talk) == [(6, date(2025, 7, 9))]


@pytest.mark.parametrize(
    "said",
    [
        "6期",
        "等我看下日历",
        "有手续费吗？",
        "年底生意不好做",
        "先别急",
        "不对",
        "分9期",
        "每月300",
    ],
)
def test_what_is_neither_a_yes_nor_a_day_submits_nothing(
    settled: Begin, said: str
) -> None:
    talk = asked(settled)

    talk.say(said, "nlu_fallback", 0.4)

    assert plans(talk) == []


def test_a_moment_asked_for_keeps_the_question_open(settled: Begin) -> None:
    talk = asked(settled)

    reply = talk.say("等一下，我看看日历", "busy_later")

    assert (reply.asks, reply.accepts) == ("start_date", ("confirm",))
    talk.say("7月3号", "promise_to_pay")
    talk.say("对", "affirm")
    assert plans(talk) == [(6, date(2025, 7, 3))]


@pytest.mark.parametrize("said", ["别急", "等会儿", "我查一下", "让我想想", "慢着"])
def test_a_moment_is_asked_for(said: str) -> None:
    assert is_wait(said)


@pytest.mark.parametrize(
    "said",
    ["再想想吧", "算了", "等发工资", "我看不行", "等下周", "我问问能不能减", "急死了"],
)
def test_other_words_ask_for_no_moment(said: str) -> None:
    assert not is_wait(said)


# -- reason, then income


@pytest.mark.parametrize(
    ("income", "fen"),
    [
        ("六千左右", 600_000),
        ("四五千吧", 400_000),
        ("8000", 800_000),
        ("一个月三千五", 350_000),
        ("打零工，三千上下不固定", 300_000),
    ],
)
@pytest.mark.parametrize("intent", ["promise_to_pay", "hardship_other", "ask_balance"])
def test_an_income_is_no_payment(
    settled: Begin, income: str, fen: int, intent: str
) -> None:
    talk = asked(settled)
    talk.say("好", "affirm")
    talk.say("工厂停工了", "hardship_unemployment")

    reply = talk.say(income, intent, 0.8)

    [plan] = talk.rows(Application)
    assert plan.draft["income_fen"] == fen
    assert reply.asks is None
    assert talk.rows(Promise) == []


def test_reason_and_income_are_each_asked_once(settled: Begin) -> None:
    talk = asked(settled)

    assert talk.say("好", "affirm").asks == "reason"
    assert talk.say("生意不好", "hardship_other").asks == "income"
    assert talk.say("跳过", "deny").asks is None


@pytest.mark.parametrize(
    "said", ["改成9期", "我后天先还500", "帮我转人工", "利息怎么算？"]
)
def test_another_matter_is_no_income(settled: Begin, said: str) -> None:
    talk = asked(settled)
    talk.say("好", "affirm")
    talk.say("生意不好", "hardship_other")

    talk.say(
        said,
        {"帮": "request_human", "利": "ask_fee_interest"}.get(
            said[0], "promise_to_pay"
        ),
    )

    [plan] = [a for a in talk.rows(Application) if a.kind == "plan"]
    assert "income_fen" not in plan.draft


# -- instead of the plan


@pytest.mark.parametrize(
    "said",
    [
        "算了不分期了，25号全部还清",
        "审核太慢，还是25号一次还清",
        "不分了不分了 25号一把清",
        "懒得分期，25号全还上",
    ],
)
def test_all_on_one_day_takes_the_place_of_the_plan(settled: Begin, said: str) -> None:
    talk = asked(settled)

    reply = talk.say(said, "request_installment", 0.7)
    assert reply.asks == "confirm"
    talk.say("对", "affirm")

    assert plans(talk) == []
    [promise] = talk.rows(Promise)
    assert (promise.amount_fen, promise.date) == (326_000, date(2025, 6, 25))


@pytest.mark.parametrize(
    "said",
    [
        "别提交，改成9期",
        "等等 不是6期 是9期",
        "分9期，其他不变",
        "不分6期了，分9期",
        "能分9期吗",
    ],
)
@pytest.mark.parametrize("intent", ["request_extension", "promise_to_pay", "deny"])
def test_another_size_stays_a_plan(settled: Begin, said: str, intent: str) -> None:
    talk = asked(settled)

    reply = talk.say(said, intent, 0.7)

    assert "分9期" in told(reply)
    assert plans(talk) == []
    assert talk.rows(Promise) == []


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("嗯，减免利息的事也写上", ["plan", "waiver"]),
        ("好的，罚息免掉那条一起报上去", ["plan", "waiver"]),
        ("好", ["plan"]),
        ("利息能免吗", []),
        ("不行，先把罚息也免了再说", []),
        ("免息是什么意思", []),
    ],
)
def test_a_waiver_may_ride_on_a_yes(
    settled: Begin, said: str, kinds: list[str]
) -> None:
    talk = asked(settled)
    guess = "affirm" if said == "好" else "request_waiver"

    talk.say(said, guess, 0.8)

    assert [a.kind for a in talk.rows(Application)] == kinds
