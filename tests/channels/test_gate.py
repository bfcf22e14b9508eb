from __future__ import annotations

from datetime import datetime

import pytest

from actions.casebook.models import Account, Session
from actions.policy.contact import ContactHistory
from actions.policy.values import Stop
from actions.reply import Outgoing
from bot.channels.gate import (
    Blocked,
    Listener,
    Passed,
    Remembering,
    judge_words,
    listener,
    pass_gate,
    reminder_gate,
)
from bot.channels.rehearsal import stopped_sentences
from compliance_checker.model import (
    Call,
    Finding,
    NotChecked,
    RulebookId,
    Verdict,
)
from compliance_checker.pipeline import Checker
from tests.channels.conftest import NOW

DAY = datetime.fromisoformat(NOW)
NIGHT = DAY.replace(hour=23)


def who(*, verified: bool = False, stops: tuple[str, ...] = ()) -> Listener:
    history = ContactHistory("16100000001", stops=tuple(Stop(kind) for kind in stops))
    return Listener("web", verified, False, "s", None, history)


def passed(checker: Checker, text: str, person: Listener, **options: object) -> bool:
    outgoing = Outgoing(text, template="t", facts=bool(options.get("facts")))
    now = NIGHT if options.get("night") else DAY
    return isinstance(pass_gate(outgoing, person, checker=checker, now=now), Passed)


def test_every_reviewed_sentence_passes(checker: Checker) -> None:
    assert dict(stopped_sentences(checker)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "再不还钱我们就打电话给你爸妈和单位领导。",
        "您本期应还3,260元，已逾期9天。",
    ],
)
def test_what_a_collector_must_not_say_the_bot_does_not(
    checker: Checker, text: str
) -> None:
    assert not passed(checker, text, who())


@pytest.mark.parametrize(
    "text",
    [
        "您好，请回复身份证后四位。",
        "我们不会联系您的家人和单位。",
        "已登记，工作人员会尽快与您联系。",
    ],
)
def test_a_lawful_sentence_passes(checker: Checker, text: str) -> None:
    assert passed(checker, text, who())


def test_facts_are_for_the_verified_only(checker: Checker) -> None:
    text = "您本期应还3,260元，应还日6月9日。"

    assert passed(checker, text, who(verified=True), facts=True)
    assert not passed(checker, text, who(), facts=True)


def test_an_answer_goes_out_at_night_too(checker: Checker) -> None:
    assert passed(checker, "您好，请问有什么可以帮您？", who(), night=True)


@pytest.mark.parametrize("flag", ["crisis", "death", "minor"])
def test_facts_are_held_back_after_a_flag_that_silences(
    checker: Checker, flag: str
) -> None:
    person = who(verified=True, stops=(flag,))

    assert not passed(checker, "您尾号7715的信用卡一切照旧。", person, facts=True)
    assert passed(checker, "您身边现在有人陪着吗？", person)


@pytest.mark.parametrize("flag", ["wrong_number", "hardship", "refusal"])
def test_other_flags_do_not_silence_the_verified(checker: Checker, flag: str) -> None:
    person = who(verified=True, stops=(flag,))

    assert passed(checker, "您尾号7715的信用卡一切照旧。", person, facts=True)


@pytest.mark.parametrize("closed", ["locked_at", "third_party_at"])
def test_a_closed_session_is_not_verified_any_more(closed: str) -> None:
    session = Session(id="s", channel="web", verified_at=DAY, **{closed: DAY})

    assert not listener(session, None, ContactHistory("")).verified


class Judge:
    """A checker with a fixed answer."""

    def __init__(self, **answer: object) -> None:
        self.answer = answer
        self.calls: list[Call] = []

    def check(self, call: Call) -> Verdict:
        self.calls.append(call)
        rulebook = RulebookId("1", "x")
        return Verdict(call.call_id, rulebook, "clean", 100, **self.answer)  # type: ignore[arg-type]


def test_a_finding_that_needs_review_stops_the_sentence_too() -> None:
    finding = Finding(
        "T9.1-x", "T9.1", "minor", "needs_review", 0, 0, 1, "x", "as written"
    )

    blocked = pass_gate(
        Outgoing("x"), who(), checker=Judge(findings=(finding,)), now=DAY
    )

    assert isinstance(blocked, Blocked)
    assert blocked.reasons == ("T9.1-x",)


@pytest.mark.parametrize(("check", "stops"), [("T5.3-x", True), ("C02", False)])
def test_a_rule_that_could_not_be_tried_has_not_passed(check: str, stops: bool) -> None:
    judge = Judge(not_checked=(NotChecked(check, "why"),))

    verdict = pass_gate(Outgoing("x"), who(), checker=judge, now=DAY)

    assert isinstance(verdict, Blocked) == stops


def test_the_sentence_is_judged_as_the_bots_with_all_that_is_known() -> None:
    judge = Judge()

    pass_gate(Outgoing("x"), who(verified=True), checker=judge, now=DAY)

    [call] = judge.calls
    assert call.turns[0].role == "bot"
    assert (call.callee, call.case.verified_by) == ("debtor", "id_last4")
    assert call.case.verification_known


def test_a_reminder_is_judged_as_said_to_a_stranger(checker: Checker) -> None:
    account = Account(id="a", phone="16100000001", lender_type="bank_card", agency=None)
    gate = reminder_gate(checker)

    good, nothing = gate("【恒信银行】请本号码机主打开链接查看一项账户事项。", account)
    bad, why = gate("【恒信银行】您已逾期9天，应还3,260元。", account)

    assert (good, nothing) == (True, "")
    assert not bad
    assert why


@pytest.mark.parametrize(
    ("outsider", "callee"), [(True, "third_party"), (False, "debtor")]
)
def test_a_known_outsider_is_judged_as_one(outsider: bool, callee: str) -> None:
    judge = Judge()
    person = Listener("web", False, outsider, "s", None, ContactHistory(""))

    pass_gate(Outgoing("x"), person, checker=judge, now=DAY)

    [call] = judge.calls
    assert (call.callee, call.case.verified_by) == (callee, None)


def test_a_rule_that_overran_once_is_tried_again() -> None:
    class Slow(Judge):
        def check(self, call: Call) -> Verdict:
            late = (NotChecked("T5.3-x", "took too long on turn 0"),)
            self.answer = {} if self.calls else {"not_checked": late}
            return super().check(call)

    verdict = pass_gate(Outgoing("x"), who(), checker=Slow(), now=DAY)

    assert isinstance(verdict, Passed)


class Counting:
    """A checker that finds what it is told to find, and counts how often it looks."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self.looks = 0

    def check(self, call: Call) -> Verdict:
        self.looks += 1
        return self.checker.check(call)


def test_what_has_passed_is_not_judged_again(checker: Checker) -> None:
    counting = Counting(checker)
    remembering = Remembering(counting)

    for _ in range(3):
        assert judge_words("您好，请问有什么可以帮您？", who(), remembering) == ()

    assert counting.looks == 1


def test_what_was_stopped_is_stopped_every_time(checker: Checker) -> None:
    counting = Counting(checker)
    remembering = Remembering(counting)
    text = "再不还钱我们就打电话给你爸妈和单位领导。"

    assert judge_words(text, who(), remembering)
    assert judge_words(text, who(), remembering)
    assert counting.looks >= 2


def test_the_same_words_to_somebody_else_are_judged_anew(checker: Checker) -> None:
    counting = Counting(checker)
    remembering = Remembering(counting)
    text = "您本期应还3,260元，已逾期9天。"

    assert judge_words(text, who(verified=True), remembering) == ()
    assert judge_words(text, who(), remembering) != ()
    assert counting.looks >= 2


def test_no_words_are_remembered(checker: Checker) -> None:
    remembering = Remembering(checker)

    judge_words("您好，请问有什么可以帮您？", who(), remembering)

    assert "有什么可以帮您" not in repr(vars(remembering))
