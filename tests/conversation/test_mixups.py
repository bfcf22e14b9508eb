"""Curses, complaints, vows and yeses that look like something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.alarms.watch import raise_alarms
from actions.casebook.models import Application, Promise, Ticket

Begin = Callable[..., Any]


def tickets(talk: Any) -> set[str]:
    return {ticket.kind for ticket in talk.rows(Ticket)}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("靠 又来了", set()),
        ("妈的你们好烦", set()),
        ("滚", set()),
        ("你们催收骂我妈", {"complaint"}),
        ("草，我要投诉你们", {"complaint"}),
        ("妈的打我公司电话", {"complaint"}),
        ("你们的人上门吓到老人了，太过分", {"complaint"}),
        ("操，凌晨三点还打了十几个电话", {"complaint"}),
    ],
)
def test_a_curse_alone_is_no_complaint(
    start: Begin, said: str, kinds: set[str]
) -> None:
    talk = start("sms")

    talk.say(said, "complain_collector", 0.8)

    assert tickets(talk) == kinds


def test_a_payment_offered_after_a_complaint_is_taken(settled: Begin) -> None:
    talk = settled()
    talk.say("我要投诉你们的催收", "complain_collector")

    talk.say("周日先给500", "promise_to_pay")
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert (promise.amount_fen, promise.date) == (50_000, date(2025, 6, 22))
    assert "complaint" in tickets(talk)


@pytest.mark.parametrize(
    "said",
    [
        "他说周日让我还500",
        "你们让我周日给500不然上门",
        "周日那天她打电话骂我，要我给500",
        "催收的说20号不还500就上门",
        "还给我妈打了电话",
    ],
)
def test_days_and_sums_of_what_happened_stay_with_the_complaint(
    settled: Begin, said: str
) -> None:
    talk = settled()
    talk.say("我要投诉你们的催收", "complain_collector")

    talk.say(said, "promise_to_pay", 0.7)

    assert talk.replies[-1].asks == "note"
    assert talk.rows(Promise) == []


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        ("我死也不会跑的，你放心", False),
        ("就是死也要把这笔钱还了", False),
        ("死也不认", False),
        ("我死了也就不用还了", True),
        ("死了算了，不还了", True),
        ("真想死，还不上", True),
        ("不如死了干净", True),
        ("你们逼死我算了", True),
    ],
)
def test_a_vow_is_no_cry_for_help(said: str, raised: bool) -> None:
    assert ("crisis" in raise_alarms(said)) is raised


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        ("别给我发短信了，我老公会看到", set()),
        ("不要再给我打电话了 我爸妈在", set()),
        ("别打给我老公", {"complaint"}),
        ("你们发短信给我老公干嘛", {"complaint"}),
        ("别再骚扰我公司同事", {"complaint"}),
        ("不许打给我爸妈", {"complaint"}),
    ],
)
def test_who_might_see_it_is_no_complaint(said: str, raised: set[str]) -> None:
    assert raise_alarms(said) & {"complaint"} == raised


@pytest.mark.parametrize(
    ("said", "plans"),
    [
        ("嗯9期没错了", 1),
        ("这下对了", 1),
        ("9期 就这样吧", 1),
        ("嗯8期没错吧", 0),
        ("9期错了", 0),
        ("9期没错但是日子不对", 0),
        ("没错吗？", 0),
        ("没问题的话要多久", 0),
        ("9期算了吧", 0),
    ],
)
def test_what_is_read_back_is_called_right_in_a_sentence(
    settled: Begin, said: str, plans: int
) -> None:
    talk = settled()
    talk.say("分9期，7月10号开始", "request_installment")

    talk.say(said, "deny", 0.8)

    assert len(talk.rows(Application)) == plans


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("现在还差多少", None),
        ("现在还欠着多少呀", None),
        ("现在还没发工资", None),
        ("现在就还500", "confirm"),
    ],
)
def test_what_is_still_owed_now_is_no_payment_now(
    settled: Begin, said: str, asks: str | None
) -> None:
    talk = settled()

    reply = talk.say(said, "ask_balance", 0.8)

    assert (reply.asks == "confirm") is (asks == "confirm")
