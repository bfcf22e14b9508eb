from __future__ import annotations

import pytest

from bot.simulator.answers import MAX_MESSAGES, Progress, Question, next_message
from tests.simulator.conftest import make_script

CARRIED = {"id_last4": "0427", "confirm": "对", "amount": "八百", "date": "25号"}


def played(
    asks: list[str | None], turns: list[str], **answers: str
) -> list[str | None]:
    """What is sent when the bot asks these things one after another."""
    script = make_script(user_turns=turns, answers_if_asked=answers or CARRIED)
    progress = Progress()
    return [next_message(script, Question(ask), progress) for ask in asks]


def test_a_turn_that_answers_goes_first() -> None:
    assert played(["id_last4"], ["0427"]) == ["0427"]


def test_a_turn_that_does_not_answer_waits() -> None:
    assert played(["id_last4", None], ["25号先还八百"]) == ["0427", "25号先还八百"]


def test_what_is_said_by_the_way_goes_before_the_debtors_own_answer() -> None:
    turns = ["等等，这样还会上征信吗", "对，就礼拜天"]

    assert played(["confirm", "confirm"], turns) == turns


def test_a_later_value_is_no_answer_to_a_question_to_confirm() -> None:
    turns = ["那利息怎么算", "剩下的30号还一千"]

    assert played(["confirm", None], turns) == ["对", turns[0]]


def test_turns_go_in_order_when_nothing_is_asked() -> None:
    assert played([None, None, None], ["一", "二"]) == ["一", "二", None]


@pytest.mark.parametrize(
    ("asks", "turn"),
    [
        ("id_last4", "四位是0427"),
        ("id_last4", "凭什么把身份证告诉你"),
        ("id_last4", "那个四位数是零零一六"),
        ("confirm", "嗯嗯对的"),
        ("confirm", "不对"),
        ("confirm", "改成26号"),
        ("amount", "先还一千五"),
        ("amount", "全部还掉"),
        ("date", "下周三"),
        ("periods", "分6期"),
        ("monthly_amount", "每个月五百"),
    ],
)
def test_an_answer_is_known(asks: str, turn: str) -> None:
    assert played([asks], [turn], **{asks: "另一个"}) == [turn]


@pytest.mark.parametrize(
    ("asks", "turn"),
    [
        ("id_last4", "我想分期"),
        ("id_last4", "2000"),
        ("confirm", "利息怎么算"),
        ("amount", "25号吧"),
        ("date", "先还一千五"),
        ("periods", "25号吧"),
        ("reason", "还要多久有结果"),
    ],
)
def test_what_is_no_answer_is_known(asks: str, turn: str) -> None:
    assert played([asks], [turn], **{asks: "另一个"}) == ["另一个"]


@pytest.mark.parametrize(
    "turn", ["我不想活了", "打错了，我不认识这个人", "转人工", "TD", "我是他老婆"]
)
def test_what_a_person_says_first_goes_first(turn: str) -> None:
    assert played(["id_last4"], [turn]) == [turn]


def test_without_an_answer_the_turn_goes_on() -> None:
    assert played(["income"], ["好"]) == ["好"]


def test_a_key_that_answers_as_well_is_used() -> None:
    script = make_script(user_turns=[], answers_if_asked={"monthly": "五百"})
    question = Question("periods", ("periods", "monthly_amount"))

    assert next_message(script, question, Progress()) == "五百"


def test_a_known_first_day_is_given_before_a_plain_yes() -> None:
    script = make_script(
        user_turns=["嗯就这样"], answers_if_asked={"start_date": "下月10号"}
    )
    asked, progress = Question("start_date", ("confirm",)), Progress()

    assert next_message(script, asked, progress) == "下月10号"
    assert next_message(script, Question("confirm"), progress) == "嗯就这样"


def test_a_yes_takes_the_first_day_where_no_other_is_known() -> None:
    script = make_script(user_turns=["嗯就这样"], answers_if_asked={"confirm": "对"})

    asked = Question("start_date", ("confirm",))

    assert next_message(script, asked, Progress()) == "嗯就这样"


def test_each_key_is_given_three_times_at_most() -> None:
    sent = played(["confirm"] * 5, [])

    assert sent == ["对", "对", "对", None, None]


def test_a_conversation_ends_after_many_messages() -> None:
    script = make_script(user_turns=["好"])
    progress = Progress(sent=MAX_MESSAGES)

    assert next_message(script, Question(None), progress) is None


def test_a_quick_reply_answers() -> None:
    question = Question("choice", buttons=("6期", "12期"))
    script = make_script(user_turns=["12期"], answers_if_asked={"choice": "6期"})

    assert next_message(script, question, Progress()) == "12期"
