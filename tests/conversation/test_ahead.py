"""A payment to come, the ability to pay and a question are no claim of having paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.ahead import all_of_it, no_claim
from actions.casebook.models import Dispute, Promise

Begin = Callable[..., Any]


@pytest.mark.parametrize(
    "said",
    [
        "下周三就转了",
        "再过两天就还清了",
        "等发了工资马上就付了",
        "那我28号就打过去",
        "应该能全还",
        "这周五还",
        "月底一定付",
        "肯定会还清的",
        "是从我工资卡里扣吗",
    ],
)
def test_what_lies_ahead_is_no_claim(said: str) -> None:
    assert no_claim(said)


@pytest.mark.parametrize(
    "said",
    [
        "已经还了",
        "我昨晚就转了",
        "上周三就付清了",
        "早就还完了",
        "还过了呀",
        "刚刚打过去了",
        "都还清了怎么还显示逾期",
        "还了，你们查一下",
        "18号就还了",
        "前天存进去的，截图都有",
        "这周一还了",
        "18号晚上还清了",
        "明明付了",
        "今天上午转过去了",
    ],
)
def test_what_is_done_stays_a_claim(said: str) -> None:
    assert not no_claim(said)


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("等过几天我就还上了", 0),
        ("会还清的", 0),
        ("扣的是哪张卡呀？", 0),
        ("我上周就还清了", 1),
        ("昨天转了", 1),
        ("还了啊，怎么还在催", 1),
        ("已经付过了", 1),
    ],
)
def test_only_a_claim_opens_a_check(settled: Begin, said: str, claims: int) -> None:
    talk = settled()

    talk.say(said, "already_paid", 0.9)

    assert len(talk.rows(Dispute)) == claims


def test_a_bare_answer_to_how_is_asked_for_its_day(settled: Begin) -> None:
    talk = settled()

    reply = talk.say("都还了", "already_paid", 0.9)

    assert reply.asks == "date"
    assert "我已经还过了" in reply.messages[-1].text
    assert talk.rows(Dispute) == []


def test_that_bare_answer_may_still_be_a_claim(settled: Begin) -> None:
    talk = settled()
    talk.say("都还了", "already_paid", 0.9)

    talk.say("我已经还过了", "already_paid")

    assert len(talk.rows(Dispute)) == 1
    assert talk.rows(Promise) == []


def test_a_bare_claim_before_any_question_is_a_claim(start: Begin) -> None:
    talk = start()

    talk.say("都还了", "already_paid", 0.9)

    assert len(talk.rows(Dispute)) == 1


def test_a_payment_to_come_takes_the_claim_back(settled: Begin) -> None:
    talk = settled()
    talk.say("已经还了", "already_paid")

    talk.say("哦看错了，我后天还1000", "promise_to_pay")
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert (promise.amount_fen, promise.date) == (100_000, date(2025, 6, 20))


@pytest.mark.parametrize(
    "said",
    ["月底一把还清", "一次性结掉", "一分钱不少", "全部给你们打过去", "礼拜天还晒"],
)
def test_all_of_it_is_heard_without_a_sum(said: str) -> None:
    assert all_of_it(said)


@pytest.mark.parametrize(
    "said",
    [
        "一次还不清",
        "没法一次性还",
        "不能一把清",
        "一次还太多了",
        "哪能一次付清",
        "一次性还有困难",
        "一次还清吗？",
        "分三次还",
        "还一部分",
    ],
)
def test_what_cannot_be_paid_at_once_is_not_all(said: str) -> None:
    assert not all_of_it(said)
