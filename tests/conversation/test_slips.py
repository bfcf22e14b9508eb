"""A slip of the finger is no wrong number, and a value said answers what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.casebook.models import Application, Consent, Dispute, Promise, StopFlag
from actions.policy.contact import ContactRequest, may_contact
from actions.policy.history import read_history
from actions.slips import is_correction, stated
from actions.words import is_no, is_yes, starts_yes

Begin = Callable[..., Any]
GUESSES = ("wrong_person", "third_party_answering", "dispute_amount", "already_paid")


@pytest.mark.parametrize(
    "text",
    [
        "打错了", "打错字了", "搞错了 是25号", "发错了", "手滑", "12七 打错了 是12期",
        "我看错日子了", "我老公今天不在家", "我妈住院了 她在医院", "我老婆是老师",
        "我搞错了 以为是上个月的", "说错了 20号",
    ],
)  # fmt: skip
def test_of_a_known_person_a_slip_states_nothing(text: str) -> None:
    assert stated(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("你们打错电话了", "wrong_person"),
        ("打错人了", "wrong_person"),
        ("我不是林晓梅本人", "wrong_person"),
        ("打错了 我不姓这个", "wrong_person"),
        ("我是他老婆", "third_party"),
        ("我老公不在家，我是他老婆", "third_party"),
        ("我替我哥回的", "third_party"),
        ("本人不在", "third_party"),
    ],
)
def test_a_plain_statement_holds_of_a_known_person_too(text: str, alarm: str) -> None:
    assert stated(text) == {alarm}


def test_a_correction_gives_the_right_value() -> None:
    assert is_correction("打错了 是4513")
    assert is_correction("手滑 18期")
    assert not is_correction("打错了")
    assert not is_correction("你们打错了 138开头的不是他的号")
    assert not is_correction("打错了 我不姓这个")


def test_nothing_wrong_is_a_yes_and_no_no() -> None:
    assert is_yes("没错")
    assert not is_no("没错")
    assert is_yes("没毛病")
    assert not is_no("没毛病")
    assert is_no("错了")
    assert is_no("不对")
    assert starts_yes("对 就礼拜天")
    assert not starts_yes("对面楼的")


@pytest.mark.parametrize("guess", GUESSES)
def test_a_guess_closes_nothing_while_a_value_is_given(
    settled: Begin, guess: str
) -> None:
    talk = settled()
    talk.say("我想分期", "request_installment")

    reply = talk.say("12七 打错了 是12期", guess, 0.97)

    assert reply.asks == "start_date"
    assert talk.session.third_party_at is None
    assert talk.rows(Dispute) == []
    assert talk.rows(StopFlag) == []


@pytest.mark.parametrize("guess", GUESSES)
def test_one_nought_too_many_is_taken_back(settled: Begin, guess: str) -> None:
    talk = settled()
    talk.say("30号还2000", "promise_to_pay")
    talk.say("不是两千 是两百 我打多了个零", guess, 0.9)
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert promise.amount_fen == 20_000


def test_a_wrong_figure_read_back_is_corrected(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还800", "promise_to_pay")

    reply = talk.say("金额不对 是1500", "dispute_amount", 0.9)

    assert reply.asks == "confirm"
    assert "1,500" in reply.messages[-1].text
    assert talk.rows(Dispute) == []


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("利息算错了，我只认1500", "dispute_amount"),
        ("我没欠这么多 最多2000", "dispute_amount"),
        ("账单重复扣了我800", "dispute_amount"),
    ],
)
def test_a_contested_debt_comes_before_the_value(
    settled: Begin, text: str, intent: str
) -> None:
    talk = settled()
    talk.say("25号还800", "promise_to_pay")

    assert talk.say(text, intent).outcome == "dispute_opened"


def test_a_stranger_who_says_so_is_let_go_in_any_form(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还800", "promise_to_pay")

    reply = talk.say("你们打错电话了", "wrong_person", 0.95)

    assert reply.messages[-1].template == "wrong_person_first"


def test_before_identity_a_wrong_number_is_believed_at_once(start: Begin) -> None:
    reply = start().say("打错了", "wrong_person", 0.95)

    assert reply.messages[-1].template == "wrong_person_first"


@pytest.mark.parametrize(
    "text",
    [
        "o427 唔好意思 0427",
        "0427 明天还600",
        "喂 我是那个老林 你说的那个四位数是零四二七",
        "打错了 是0427",
    ],
)
def test_plain_digits_settle_identity_and_are_no_sum(start: Begin, text: str) -> None:
    talk = start("sms")
    talk.say(text, "identity_verification_answer")

    assert talk.session.verified_at is not None
    assert talk.session.state["draft"].get("amount") in (None, 60_000)


@pytest.mark.parametrize("text", ["听日过住1000先得唔得", "先还2000行不行"])
def test_a_round_sum_is_no_wrong_identity_answer(start: Begin, text: str) -> None:
    talk = start()
    talk.open()
    talk.say(text, "partial_payment")

    assert talk.session.wrong_answers == 0


@pytest.mark.parametrize("text", ["对 就礼拜天", "嗯就这样", "好的", "22号还500"])
def test_what_adds_nothing_to_a_promise_is_acknowledged(
    settled: Begin, text: str
) -> None:
    talk = settled()
    talk.say("礼拜天还五百", "promise_to_pay")
    talk.say("对", "affirm")

    reply = talk.say(text, "promise_to_pay")

    assert [m.template for m in reply.messages] == ["promise_stands"]
    assert reply.asks is None
    assert len(talk.rows(Promise)) == 1


@pytest.mark.parametrize("text", ["25号再还五百", "改成25号", "不对", "礼拜天还600"])
def test_what_adds_something_to_a_promise_is_not_waved_through(
    settled: Begin, text: str
) -> None:
    talk = settled()
    talk.say("礼拜天还五百", "promise_to_pay")
    talk.say("对", "affirm")

    reply = talk.say(text, "promise_to_pay")

    assert "promise_stands" not in [m.template for m in reply.messages]


def test_instalments_called_off_become_a_promise(settled: Begin) -> None:
    talk = settled()
    talk.say("分12期", "request_installment")
    talk.say("那不用分了 27号我直接还3260", "request_installment")
    talk.say("对 不分了", "deny", 0.8)

    [promise] = talk.rows(Promise)
    assert promise.amount_fen == 326_000
    assert talk.rows(Application) == []


def test_a_sum_and_a_day_asked_for_an_extension_are_a_promise(settled: Begin) -> None:
    talk = settled()
    talk.say("能缓几天不", "request_extension")

    assert "promise" in talk.say("下周三吧 3260", "nlu_fallback").messages[-1].template


def reminder(talk: Any) -> bool:
    request = ContactRequest("sms", talk.account.phone)
    history = read_history(talk.work, talk.account, talk.now)
    return may_contact(request, history, talk.now).allowed


def test_an_opt_out_in_the_chat_stops_the_reminders_too(start: Begin) -> None:
    talk = start("web")
    assert reminder(talk)
    talk.say("不要再给我发消息", "opt_out")

    [consent] = talk.rows(Consent)
    assert consent.address is None
    assert not reminder(talk)


def test_a_new_number_of_the_account_is_left_alone_as_well(start: Begin) -> None:
    talk = start("web")
    talk.say("不要再给我发消息", "opt_out")
    talk.account.phone = "17000000099"
    talk.work.orm.flush()

    assert not reminder(talk)


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_an_opt_out_in_the_chat_is_undone_on_either_channel(
    start: Begin, channel: str
) -> None:
    talk = start("web")
    talk.say("不要再给我发消息", "opt_out")
    if channel == "sms":
        account = talk.account
        talk.session = talk.work.new_session("sms", account.phone, account.id, talk.now)
    talk.say("恢复提醒", "nlu_fallback", 0.2)

    assert reminder(talk)
