from __future__ import annotations

import pytest

from compliance_checker.call.state import CallState
from compliance_checker.model import Case

OPENING = ("collector: 您好，请问是张伟先生吗？",)
ASKED = (*OPENING, "debtor: 是我", "collector: 请核对身份证后四位。")


@pytest.fixture
def state(checker, call):
    def after(*lines: str, **known) -> CallState:
        watch = checker.open(call(*lines, **known))
        return watch.state

    return after


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(("collector: 本期账单出来了",), "unknown", id="a-fragment"),
        pytest.param(OPENING, "none", id="a-greeting-begins-the-call"),
        pytest.param((*OPENING, "debtor: 是我"), "claimed", id="the-name-alone"),
        pytest.param(
            (*OPENING, "debtor: 我就是，你说"), "claimed", id="the-name-again"
        ),
        pytest.param((*OPENING, "debtor: 你哪位"), "none", id="no-answer"),
        pytest.param((*ASKED, "debtor: 1234"), "claimed", id="answered-not-accepted"),
        pytest.param(
            (*ASKED, "debtor: 1234", "collector: 好的"), "verified", id="went-on"
        ),
        pytest.param(
            (*ASKED, "debtor: 幺二三四", "collector: 谢谢您"),
            "verified",
            id="spoken-digits",
        ),
        pytest.param(
            (*ASKED, "debtor: 一二三四", "collector: 对不上，请再说一遍"),
            "claimed",
            id="refused",
        ),
        pytest.param(
            (*ASKED, "debtor: 凭什么告诉你", "collector: 那您的账单"),
            "claimed",
            id="no-digits",
        ),
        pytest.param(
            (
                *OPENING,
                "debtor: 你说",
                "collector: 身份证后四位是1234对吗",
                "debtor: 对",
                "collector: 好",
            ),
            "verified",
            id="confirmed",
        ),
        pytest.param(
            (
                *ASKED,
                "debtor: 1234",
                "collector: 好",
                "debtor: 我让我老公接",
            ),
            "verified",
            id="nobody-came-yet",
        ),
        pytest.param(
            (
                *ASKED,
                "debtor: 1234",
                "collector: 好",
                "debtor: 电话给他了",
            ),
            "none",
            id="somebody-else-now",
        ),
        pytest.param((*OPENING, "debtor: 我是他妈妈"), "none", id="his-mother"),
    ],
)
def test_verification_comes_from_the_words(state, lines, expected):
    assert state(*lines).verification == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(verified_by="id_last4", verification_known=True), "verified"),
        (Case(verified_by=None, verification_known=True), "none"),
        (Case(), "unknown"),
    ],
)
def test_what_the_system_knew_counts_from_the_start(state, case, expected):
    assert state(case=case).verification == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("我是他妈妈", "third_party"),
        ("我是张伟的同事", "third_party"),
        ("打错了", "third_party"),
        ("他不在，出去了", "third_party"),
        ("不认识这个人", "third_party"),
        ("这个号码换人了", "third_party"),
        ("我不是他", "third_party"),
        ("我帮他接的电话", "third_party"),
        ("是我", "debtor"),
        ("对，我是", "debtor"),
        ("我就是张伟", "debtor"),
        ("你是谁", "unknown"),
        ("我在上班", "unknown"),
        ("我不是说了明天还吗", "unknown"),
        ("我是真没钱", "unknown"),
        ("我是在开车", "unknown"),
    ],
)
def test_who_is_on_the_line_comes_from_the_words(state, answer, expected):
    assert state(*OPENING, f"debtor: {answer}").on_line == expected


def test_a_third_persons_turn_says_who_is_on_the_line(state):
    assert state("third_party: 喂").on_line == "third_party"


def test_the_dial_list_counts_until_somebody_says_otherwise(state):
    assert state("collector: 喂", callee="guarantor").on_line == "guarantor"
    assert state(*OPENING, "debtor: 打错了", callee="debtor").on_line == "third_party"


@pytest.mark.parametrize(
    ("flag", "said", "not_said"),
    [
        ("illness", "我妈在化疗", "我没生病"),
        ("illness", "我抑郁症住院了", "我有点感冒"),
        ("bereaved", "我爸上周去世了", "我爸走了上班去了"),
        ("bereaved", "家里在办丧事", "手机没了"),
        ("minor", "我才十六岁", "我十六岁的时候办的"),
        ("minor", "我还在上高中", "我孩子上高中"),
        ("crisis", "我真的不想活了", "我没想死"),
        ("crisis", "活着没什么意思", "这话没意思"),
        ("dispute", "这笔不是我借的", "是我借的"),
        ("dispute", "卡被盗刷了", "卡丢过"),
        ("complaint", "我要投诉你们", "你们电话是多少"),
        ("busy", "我正在开车", "我有车"),
        ("hardship", "我失业半年了", "我上班呢"),
    ],
)
def test_what_the_other_side_said_is_remembered(state, flag, said, not_said):
    assert flag in state(f"debtor: {said}").last
    assert flag not in state(f"debtor: {not_said}").last
    assert flag not in state(f"collector: {said}").last


def test_only_a_third_persons_wish_is_a_refusal(state):
    assert "refusal" in state("third_party: 别再给我打电话").last
    assert "refusal" not in state("debtor: 别再给我打电话", callee="debtor").last
