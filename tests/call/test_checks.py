from __future__ import annotations

from datetime import datetime

import pytest

from compliance_checker.model import Case, Collector, Utterance

HELLO = "collector: 您好，这里是海岸银行信用卡中心，通话有录音，请问是张伟先生吗？"
BARE = "collector: 您好，请问是张伟先生吗？"


@pytest.fixture
def found(checker, call):
    def run(*lines: str, **known) -> dict[str, tuple[str, int | None]]:
        verdict = checker.check(call(*lines, **known))
        return {one.check: (one.status, one.turn) for one in verdict.call_findings}

    return run


@pytest.fixture
def unable(checker, call):
    def run(*lines: str, **known) -> dict[str, str]:
        verdict = checker.check(call(*lines, **known))
        return {one.check: one.why for one in verdict.not_checked}

    return run


@pytest.mark.parametrize(
    ("started", "broken"),
    [
        ("2026-03-02T08:00:00+08:00", False),
        ("2026-03-02T07:59:59+08:00", True),
        ("2026-03-02T21:59:00+08:00", False),
        ("2026-03-02T22:00:00+08:00", True),
        ("2026-03-02T00:30:00+08:00", True),
        ("2026-03-02T14:00:00+00:00", True),
        ("2026-03-02T01:00:00+00:00", False),
        ("2026-03-02T23:00:00", True),
        ("2026-03-02T09:00:00", False),
    ],
)
def test_contact_is_allowed_from_eight_to_ten(found, started, broken):
    assert ("C01" in found(HELLO, started_at=datetime.fromisoformat(started))) is broken


def test_a_call_that_runs_past_ten_is_for_review(checker, call):
    made = call(started_at=datetime.fromisoformat("2026-03-02T21:58:00+08:00"))
    watch = checker.open(made)

    assert watch.add(Utterance(0, "collector", "您好", 0.0, 100.0)) == ()
    [finding] = watch.add(Utterance(1, "collector", "再说一句", 118.0, 121.0))

    assert (finding.check, finding.status, finding.turn) == ("C01", "needs_review", 1)


def test_a_letter_has_no_hour(found):
    late = datetime.fromisoformat("2026-03-02T23:00:00+08:00")

    assert "C01" not in found("collector: 催告函", started_at=late, channel="letter")


def test_without_a_time_the_hour_is_not_checked(unable):
    assert unable(HELLO)["C01"] == "no started_at"


LONG = (
    "debtor: 什么事",
    "collector: 有事要说",
    "debtor: 说吧",
    "collector: 您方便吗",
    "debtor: 嗯",
    "collector: 好的",
)


def test_an_institution_that_is_never_named_is_found(found):
    assert found(BARE, *LONG, channel="voice").keys() >= {"C06", "C11"}


def test_an_opening_in_good_order_has_no_finding(found):
    assert found(HELLO, *LONG, channel="voice") == {}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("collector: 本期账单出来了",), id="one-sentence"),
        pytest.param(("debtor: 几号还", "collector: 十五号"), id="a-piece"),
        pytest.param(LONG, id="begins-in-the-middle"),
        pytest.param(
            ("collector: 请按时还款", "debtor: 好", "collector: 谢谢"), id="no-greeting"
        ),
    ],
)
def test_a_piece_of_a_call_cannot_show_what_was_left_out(found, unable, lines):
    assert found(*lines, channel="voice") == {}
    assert "C06" in unable(*lines, channel="voice")
    assert "C11" in unable(*lines, channel="voice")


def test_a_wrong_number_soon_hung_up_on_owes_no_introduction(found):
    assert found(BARE, "debtor: 打错了", "collector: 抱歉打扰了", channel="voice") == {}


def test_a_message_needs_no_recording_notice(found):
    assert "C11" not in found(BARE, *LONG, channel="im")


BOT = (
    "bot: 您好，这里是海岸银行，请问是张伟先生吗？",
    "debtor: 是我",
    "bot: 请核对身份证后四位",
)


def test_a_robot_that_does_not_say_so_is_found(found):
    assert "C12" in found(*BOT)


def test_a_robot_that_says_so_is_not(found):
    first = "bot: 您好，我是海岸银行的智能客服，不是真人，请问是张伟先生吗？"

    assert "C12" not in found(first, *BOT[1:])


def test_one_sentence_of_a_robot_is_not_judged(found):
    assert found("bot: 您好，请核对身份证后四位。") == {}


OWES = "collector: 您的信用卡逾期四十天了，欠一万二。"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        pytest.param((BARE, "debtor: 什么事", OWES), "violation", id="nothing-checked"),
        pytest.param((BARE, "debtor: 是我", OWES), "needs_review", id="the-name-alone"),
        pytest.param(
            (BARE, "debtor: 是我", "collector: 身份证后四位", "debtor: 0427", OWES),
            None,
            id="checked",
        ),
        pytest.param((OWES,), None, id="one-sentence"),
        pytest.param(("debtor: 喂", OWES), "violation", id="straight-away"),
        pytest.param(
            ("collector: 喂，你信用卡逾期四十天了", "debtor: 谁啊"),
            "violation",
            id="in-the-greeting",
        ),
    ],
)
def test_who_it_is_comes_before_what_is_owed(found, lines, status):
    assert found(*lines).get("C08", (None, None))[0] == status


def test_a_debt_named_in_the_greeting_lies_on_that_turn(found):
    lines = ("collector: 喂，你信用卡逾期四十天了", "debtor: 谁啊", "collector: 你说呢")

    assert found(*lines)["C08"] == ("violation", 0)


def test_a_case_that_was_verified_may_be_told_at_once(found):
    case = Case(verified_by="id_last4", verification_known=True)

    assert found(BARE, "debtor: 嗯", OWES, case=case) == {}


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("他欠我们两万块，逾期三个月了", True),
        ("他在我们这有笔坏账", True),
        ("您儿子借了好几个平台的钱", True),
        ("请他方便时回个电话", False),
        ("具体事项不方便说", False),
        ("这个我不能告诉您", False),
        ("这笔债务与您无关", False),
        ("我不能说他有没有欠款", False),
    ],
)
def test_a_third_person_hears_nothing_of_the_debt(found, text, broken):
    lines = ("third_party: 他不在", f"collector: {text}")

    assert ("C14" in found(*lines)) is broken


def test_a_third_person_who_refused_is_left_alone(found):
    no = "third_party: 别再给我打电话了"

    assert (
        found(no, "collector: 那你叫他还钱，不然我天天打给你")["C15"][0] == "violation"
    )
    assert "C15" not in found(no, "collector: 好的，不再打给您，打扰了")
    assert "C15" not in found("third_party: 你哪位", "collector: 方便请他回电话吗")


@pytest.mark.parametrize(
    ("plan", "text", "status"),
    [
        ("active", "今天必须把钱还了", "needs_review"),
        ("signed", "今天必须把钱还了", "needs_review"),
        ("performing", "今天必须把钱还了", "needs_review"),
        ("submitted", "今天必须把钱还了", None),
        ("active", "下期还款日是十五号", None),
        ("active", "您这个月不用还", None),
        ("broken", "今天必须把钱还了", None),
        ("none", "今天必须把钱还了", None),
    ],
)
def test_a_plan_that_is_kept_ends_collection(found, plan, text, status):
    lines = (f"collector: {text}",)

    assert found(*lines, case=Case(plan=plan)).get("C16", (None, None))[0] == status


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("debtor: 这笔不是我借的", "collector: 今天必须还"), "needs_review"),
        (("debtor: 这笔不是我借的", "collector: 我登记核查"), None),
        (("debtor: 好的", "collector: 今天必须还"), None),
    ],
)
def test_nobody_is_pressed_while_a_dispute_is_checked(found, lines, status):
    assert found(*lines).get("C17", (None, None))[0] == status


def test_checks_without_their_data_are_listed(unable):
    why = unable(HELLO, collector=Collector(employer="agency"))

    assert why["C02"] == "no dial log"
    assert why["C16"] == "no plan status"
    assert "C23" not in why
