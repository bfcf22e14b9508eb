"""C02 and C03 by the dial log: how often somebody was called on a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from compliance_checker.call.dials import (
    NO_DEBTOR,
    NO_NUMBER,
    NO_START,
    OTHER_DAY,
    SHANGHAI,
    Dial,
    answers,
    dial_log,
    excesses,
)
from compliance_checker.model import Call
from compliance_checker.rulebook.policy import Dialling

NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
LIMITS = Dialling()


def dial(minutes: int, *, connected: bool = True, **known) -> Dial:
    fields = {"seconds": 40.0 if connected else None, "number": "n-1"} | known
    return Dial(
        known.pop("debtor_id", "d-1"),
        NOON + timedelta(minutes=minutes),
        connected,
        **{name: value for name, value in fields.items() if name != "debtor_id"},
    )


def call(minutes: int = 60, **known) -> Call:
    fields = {
        "call_id": "c-1",
        "turns": (),
        "channel": "voice",
        "debtor_id": "d-1",
        "started_at": NOON + timedelta(minutes=minutes),
    }
    return Call(**(fields | known))


def asked(dials, one: Call | None = None):
    return answers(dial_log(dials), one or call(), LIMITS)


def told(dials, one: Call | None = None) -> tuple[str, str]:
    found = asked(dials, one)
    return found["C02"].detail, found["C03"].detail


OWN = dial(60)


@pytest.mark.parametrize(
    ("others", "count"),
    [
        pytest.param([0, 10, 20], 4, id="the-fourth"),
        pytest.param([0, 10, 20, 30], 5, id="the-fifth"),
    ],
)
def test_a_call_beyond_the_third_of_the_day_is_told(others, count):
    found = asked([OWN, *map(dial, others)])["C02"]

    assert found.detail == f"当日第{count}次有效通话，上限3次"
    assert found.status == "violation"


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([], id="the-only-one"),
        pytest.param([dial(0), dial(10)], id="the-third"),
        pytest.param([dial(0), dial(10), dial(90)], id="a-later-one"),
        pytest.param([dial(0), dial(10), dial(20, connected=False)], id="unanswered"),
        pytest.param([dial(0), dial(10), dial(20, seconds=0.0)], id="nobody-spoke"),
        pytest.param([dial(0), dial(10), dial(20, callee="third_party")], id="third"),
        pytest.param(
            [dial(0), dial(10), dial(20, debtor_id="d-2")], id="somebody-else"
        ),
        pytest.param([dial(0), dial(10), dial(-24 * 60)], id="yesterday"),
    ],
)
def test_three_calls_a_day_are_in_order(others):
    assert told([OWN, *others]) == ("", "")


def test_the_day_is_the_chinese_one():
    late = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # half past midnight in China
    dials = [OWN, dial(0), dial(10), Dial("d-1", late, True, 30.0, "n-1")]

    assert told(dials)[0]


def test_a_call_of_unknown_length_counts():
    dials = [OWN, *(dial(at, seconds=None) for at in (0, 10, 20))]

    assert told(dials)[0]


def test_a_call_that_the_log_does_not_have_counts_itself():
    dials = [dial(0), dial(10), dial(20)]

    assert told(dials)[0] == "当日第4次有效通话，上限3次"


def test_the_call_is_found_by_its_id_before_its_time():
    own = dial(50, call_id="c-1")
    dials = [own, dial(0), dial(10), dial(55, call_id="c-9")]

    assert told(dials)[0] == ""


@pytest.mark.parametrize(
    ("missed", "answer"), [(6, ""), (7, "当日同一号码未接通7次，上限6次")]
)
def test_six_attempts_at_one_number_are_in_order(missed, answer):
    dials = [OWN, *(dial(at, connected=False) for at in range(missed))]

    assert told(dials) == ("", answer)


def test_attempts_at_two_numbers_do_not_add_up():
    dials = [
        OWN,
        *(dial(at, connected=False) for at in range(4)),
        *(dial(at, connected=False, number="n-2") for at in range(4, 8)),
    ]

    assert told(dials) == ("", "")


@pytest.mark.parametrize(
    ("known", "why"),
    [
        pytest.param({"debtor_id": None}, NO_DEBTOR, id="who"),
        pytest.param({"started_at": None}, NO_START, id="when"),
        pytest.param(
            {"started_at": NOON + timedelta(days=1)}, OTHER_DAY, id="not-in-the-log"
        ),
    ],
)
def test_what_the_log_cannot_say_is_not_checked(known, why):
    found = asked([OWN], call(**known))

    assert {one.why for one in found.values()} == {why}


def test_without_a_number_only_connected_calls_are_counted():
    found = asked([dial(60, number=None)])

    assert (found["C02"].why, found["C03"].why) == ("", NO_NUMBER)


@pytest.mark.parametrize("channel", ["sms", "im", "visit", "letter"])
def test_what_is_no_call_is_not_counted(channel):
    dials = [dial(at) for at in range(9)]

    assert told(dials, call(channel=channel)) == ("", "")


def test_days_without_a_transcript_are_told_of_too():
    missed = [dial(at, connected=False, debtor_id="d-2") for at in range(7)]
    log = dial_log([*missed, *(dial(at) for at in (0, 10, 20, 30)), dial(-24 * 60)])

    found = [(one.check, one.debtor_id, one.count) for one in excesses(log, LIMITS)]

    assert found == [("C02", "d-1", 4), ("C03", "d-2", 7)]


def test_the_limits_are_those_of_the_house():
    strict = Dialling(connected_per_day=1, effective_seconds=60)
    log = dial_log([dial(0, seconds=61.0), dial(10, seconds=59.0), OWN])

    assert answers(log, call(), strict)["C02"].detail == ""
    assert answers(log, call(), Dialling(connected_per_day=2))["C02"].detail
