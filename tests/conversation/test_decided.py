"""What a person decided, told in the conversation: whatever the classifier makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions import announce
from actions.casebook.models import Application
from actions.policy.decide import propose


def countered(talk, *, until=7, debt=326_000):
    """A plan of six instalments, answered by one of four."""
    talk.say("想分6期还", "request_installment")
    talk.say("对", "affirm")
    talk.say("跳过", "deny")
    [matter] = talk.work.matters("acc-1")
    terms = propose(talk.account, today=talk.now.date(), periods=4).terms
    matter.status = "waiting"
    matter.ruling = {
        "verdict": "countered",
        "reason": "beyond_limits",
        "terms": {
            "periods": 4,
            "monthly_fen": terms.monthly_fen,
            "last_fen": terms.last_fen,
            "down_payment_fen": 0,
            "start": terms.start.isoformat(),
            "debt_fen": debt,
            "until": (talk.now.date() + timedelta(days=until)).isoformat(),
        },
    }
    [application] = talk.rows(Application)
    application.status = "countered"
    announce.decided(talk.work, talk.session, matter, talk.now)
    return matter, application


@pytest.mark.parametrize(
    "words", ["对", "好的", "可以", "接受", "同意这个方案", "那就按这个方案来吧"]
)
def test_a_yes_takes_the_offer(settled, words):
    talk = settled()
    matter, application = countered(talk)

    talk.say(words, "affirm")

    assert (application.status, matter.status) == ("approved", "done")
    assert application.monthly_fen == 81_500


@pytest.mark.parametrize("words", ["不接受", "不要这个方案", "不行", "不同意"])
def test_a_no_turns_it_down(settled, words):
    talk = settled()
    matter, application = countered(talk)

    talk.say(words, "deny")

    assert (application.status, matter.status) == ("declined", "done")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        pytest.param("这个利息怎么算的", "ask_fee_interest", id="question"),
        pytest.param("哦", "chitchat_offtopic", id="small-word"),
        pytest.param("8", "nlu_fallback", id="number"),
        pytest.param("每月500行不行", "request_installment", id="another-wish"),
        pytest.param("不接受电话联系", "nlu_fallback", id="another-no"),
        pytest.param("你们的方案我再考虑考虑", "nlu_fallback", id="not-yet"),
    ],
)
def test_what_is_neither_leaves_the_offer_standing(settled, words, intent):
    talk = settled()
    matter, application = countered(talk)

    talk.say(words, intent, 0.6)

    assert application.status in ("countered", "submitted")
    assert matter.ruling["verdict"] == "countered"


@pytest.mark.parametrize(
    "stale",
    [pytest.param({"until": -1}, id="late"), pytest.param({"debt": 1}, id="debt")],
)
def test_an_offer_that_holds_no_more_goes_back_to_a_person(settled, stale):
    talk = settled()
    matter, application = countered(talk, **stale)

    reply = talk.say("接受", "affirm")

    assert (application.status, matter.status) == ("submitted", "open")
    assert "outcome_offer_stale" in [m.template for m in reply.messages]


@pytest.mark.parametrize(
    ("intent", "confidence"),
    [
        ("complain_collector", 0.4),
        ("already_paid", 0.3),
        ("dispute_amount", 0.35),
        ("chitchat_offtopic", 0.9),
    ],
)
@pytest.mark.parametrize("words", ["我的申请怎么样了", "进度", "批下来了吗"])
def test_the_state_is_told_whatever_the_classifier_guesses(
    settled, words, intent, confidence
):
    talk = settled()
    countered(talk)
    talk.say("接受", "affirm")

    reply = talk.say(words, intent, confidence)

    assert "outcome_plan_approved" in [m.template for m in reply.messages]


def test_to_somebody_unverified_only_that_there_is_news(start, settled):
    talk = settled()
    matter, _ = countered(talk)
    talk.session.verified_at = None

    reply = announce.decided(talk.work, talk.session, matter, talk.now)

    assert [m.facts for m in reply.messages] == [False]
    assert [m.template for m in reply.messages] == ["outcome_news"]


def test_after_a_day_of_silence_likewise(settled):
    talk = settled()
    matter, _ = countered(talk)

    later = talk.now + timedelta(hours=25)
    reply = announce.decided(talk.work, talk.session, matter, later)

    assert [m.template for m in reply.messages] == ["outcome_news"]


def test_an_announcement_does_not_make_a_silent_debtor_present(settled):
    talk = settled()
    matter, _ = countered(talk)
    seen = talk.session.state["seen_at"]

    announce.decided(talk.work, talk.session, matter, talk.now + timedelta(hours=5))

    assert talk.session.state["seen_at"] == seen


def test_in_a_crisis_nothing_of_a_decision_is_said(settled):
    talk = settled()
    matter, _ = countered(talk)
    talk.say("我不想活了", "self_harm_crisis")

    reply = announce.decided(talk.work, talk.session, matter, talk.now)

    assert reply.messages == ()
