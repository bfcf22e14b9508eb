from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.policy.contact import default_policy, may_contact, next_opening
from actions.policy.limits import LimitsError, read_limits
from actions.policy.values import Attempt, ContactHistory, ContactRequest, Stop, Wish

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)
PHONE = "16100001234"
OTHER = "16100009999"
REMINDER = ContactRequest("sms", PHONE)
CALL = ContactRequest("robot_voice", PHONE)
ANSWER = ContactRequest("web", PHONE, reply=True, pushes_payment=False)
PUSHING_ANSWER = replace(ANSWER, pushes_payment=True)
CLEAN = ContactHistory(PHONE)
FLAGS = sorted(default_policy().flags)

moments = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)
)
zones = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "America/New_York", "UTC"])
channels = st.sampled_from(["sms", "voice", "robot_voice", "im", "web"])
addresses = st.sampled_from([PHONE, OTHER])


def histories(now: datetime) -> st.SearchStrategy[ContactHistory]:
    """Any past of a person, most of it near *now*."""
    near = st.integers(-9 * 24 * 60, 60).map(lambda m: now + timedelta(minutes=m))
    attempts = st.builds(Attempt, near, channels, addresses, st.booleans())
    wishes = st.builds(
        Wish,
        st.sampled_from(["opt_out", "opt_in", "night", "not_before"]),
        channels,
        st.none() | addresses,
        near,
        st.none() | near,
        st.none() | st.just("message:7"),
    )
    stops = st.builds(
        Stop,
        st.sampled_from([*FLAGS, "new_kind"]),
        st.none() | addresses,
        st.booleans(),
    )
    return st.builds(
        ContactHistory,
        st.just(PHONE),
        zones,
        st.sampled_from(["none", "none", "performing"]),
        st.lists(attempts, max_size=8).map(tuple),
        st.lists(wishes, max_size=3).map(tuple),
        st.lists(stops, max_size=1).map(tuple),
    )


cases = moments.flatmap(lambda now: st.tuples(st.just(now), histories(now)))
requests = st.builds(
    ContactRequest,
    channels,
    addresses,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["debtor", "third_person"]),
)


@given(cases, requests)
def test_nothing_that_asks_for_money_goes_out_at_night_unless_agreed(case, request):
    now, history = case
    local = now.astimezone(ZoneInfo(history.zone)).time()
    agreed = any(w.kind == "night" and w.evidence for w in history.wishes)

    proof = may_contact(request, history, now)

    if proof.allowed and not time(8) <= local < time(22):
        assert agreed or (request.reply and not request.pushes_payment)


@given(cases, requests)
def test_an_answer_that_asks_for_nothing_is_always_allowed(case, request):
    now, history = case
    answer = replace(request, reply=True, pushes_payment=False)

    assert may_contact(answer, history, now).rule == "reply"


@given(cases)
def test_no_reminder_goes_over_the_caps(case):
    now, history = case
    today = now.astimezone(ZoneInfo(history.zone)).date()
    days = [
        (today - a.at.astimezone(ZoneInfo(history.zone)).date()).days
        for a in history.attempts
        if a.channel == "sms"
    ]

    proof = may_contact(REMINDER, history, now)

    if proof.allowed:
        assert sum(d < 1 for d in days) == 0
        assert sum(d < 7 for d in days) < 3


@given(cases)
def test_no_reminder_goes_out_while_a_flag_stands_on_the_account(case):
    now, history = case
    proof = may_contact(REMINDER, history, now)

    if proof.allowed:
        assert all(
            not stop.own or stop.address not in (None, PHONE) for stop in history.stops
        )


@given(cases, requests)
def test_a_proof_is_complete_and_can_be_stored(case, request):
    now, history = case
    proof = may_contact(request, history, now)
    stored = json.loads(json.dumps(proof.as_json()))

    assert proof.allowed == (not proof.reasons)
    assert stored["rule"] in {"allowed", "reply"} or proof.rule in proof.sources
    assert datetime.fromisoformat(stored["local_time"]) == now
    assert PHONE not in json.dumps(stored)


@given(cases, requests)
def test_more_attempts_never_make_a_contact_lawful(case, request):
    now, history = case
    more = Attempt(now, request.channel, request.address, answered=True)
    later = replace(history, attempts=(*history.attempts, more))

    # Except for other people, who may be asked once the debtor is lost.
    if request.recipient == "debtor" and may_contact(request, later, now).allowed:
        assert may_contact(request, history, now).allowed


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [
        ("07:59:59", False),
        ("07:59:59.999999", False),
        ("08:00:00", True),
        ("21:59:59", True),
        ("21:59:59.999999", True),
        ("22:00:00", False),
        ("00:00:00", False),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "America/New_York"])
def test_the_hours_are_exact_in_the_zone_of_the_debtor(clock, allowed, zone):
    local = datetime.combine(NOON.date(), time.fromisoformat(clock), ZoneInfo(zone))

    for now in (local, local.astimezone(UTC), local.astimezone(ZONE)):
        proof = may_contact(REMINDER, replace(CLEAN, zone=zone), now)
        assert proof.allowed is allowed
        assert proof.rule == ("allowed" if allowed else "C01")


def test_where_the_zone_is_unknown_nothing_goes_out():
    proof = may_contact(REMINDER, replace(CLEAN, zone="Mars/Base"), NOON)

    assert (proof.allowed, proof.reasons) == (False, ("zone_unknown",))


def test_a_time_without_a_zone_is_no_time():
    with pytest.raises(ValueError, match="without a zone"):
        may_contact(REMINDER, CLEAN, datetime(2026, 11, 21, 12))


NIGHT = NOON.replace(hour=23)
AGREED = Wish("night", "sms", PHONE, NOON - timedelta(days=1), evidence="message:7")


@pytest.mark.parametrize(
    ("wishes", "allowed"),
    [
        pytest.param((AGREED,), True, id="agreed"),
        pytest.param((replace(AGREED, channel="web"),), True, id="agreed-in-the-chat"),
        pytest.param((replace(AGREED, evidence=None),), False, id="no-evidence"),
        pytest.param((replace(AGREED, address=OTHER),), False, id="another-number"),
        pytest.param((replace(AGREED, channel="voice"),), False, id="another-channel"),
        pytest.param(
            (AGREED, Wish("opt_out", "sms", PHONE, NOON)), False, id="withdrawn-since"
        ),
    ],
)
def test_a_night_contact_needs_an_agreement_with_evidence(wishes, allowed):
    proof = may_contact(REMINDER, replace(CLEAN, wishes=wishes), NIGHT)

    assert proof.allowed is allowed
    assert bool(proof.consents) is allowed


def sms(*days_ago: int) -> tuple[Attempt, ...]:
    return tuple(Attempt(NOON - timedelta(days=d), "sms", PHONE) for d in days_ago)


def calls(number: int, *, answered: bool, address: str = PHONE) -> tuple[Attempt, ...]:
    return (Attempt(NOON - timedelta(hours=1), "voice", address, answered),) * number


@pytest.mark.parametrize(
    ("request_", "attempts", "reason"),
    [
        pytest.param(REMINDER, sms(0), "sms_a_day", id="second-sms-today"),
        pytest.param(REMINDER, sms(1), None, id="one-yesterday"),
        pytest.param(REMINDER, sms(1, 3, 6), "sms_a_week", id="three-in-seven-days"),
        pytest.param(REMINDER, sms(1, 3, 7), None, id="the-third-is-a-week-old"),
        pytest.param(CALL, sms(0), None, id="an-sms-is-no-call"),
        pytest.param(CALL, calls(2, answered=True), None, id="two-connected"),
        pytest.param(CALL, calls(3, answered=True), "connected_calls", id="three"),
        pytest.param(
            CALL,
            calls(3, answered=True, address=OTHER),
            "connected_calls",
            id="three-connected-on-another-number",
        ),
        pytest.param(CALL, calls(5, answered=False), None, id="five-unanswered"),
        pytest.param(CALL, calls(6, answered=False), "unanswered_number", id="six"),
        pytest.param(
            CALL,
            calls(6, answered=False, address=OTHER),
            None,
            id="six-unanswered-on-another-number",
        ),
        pytest.param(
            REMINDER, calls(8, answered=False), "attempts_a_day", id="house-cap-on-all"
        ),
    ],
)
def test_the_caps(request_, attempts, reason):
    proof = may_contact(request_, replace(CLEAN, attempts=attempts), NOON)

    assert proof.reasons == (() if reason is None else (reason,))


def test_a_day_is_the_debtors_own():
    # 00:30 in Shanghai is still yesterday in UTC.
    sent = datetime(2026, 11, 21, 0, 30, tzinfo=ZONE).astimezone(UTC)
    history = replace(CLEAN, attempts=(Attempt(sent, "sms", PHONE),))

    assert not may_contact(REMINDER, history, NOON).allowed
    assert may_contact(REMINDER, replace(history, zone="UTC"), NOON).rule == "C01"
    assert may_contact(REMINDER, replace(history, zone="UTC"), NOON).counts == {
        "attempts_today": 0,
        "sms_today": 0,
        "sms_week": 1,
        "connected_today": 0,
        "unanswered_number_today": 0,
    }


@pytest.mark.parametrize("kind", FLAGS)
def test_every_flag_stops_reminders(kind):
    proof = may_contact(REMINDER, replace(CLEAN, stops=(Stop(kind),)), NOON)

    assert proof.reasons == (f"flag_{kind}",)
    assert proof.flags == (kind,)


def test_a_flag_nobody_has_described_stops_too():
    proof = may_contact(REMINDER, replace(CLEAN, stops=(Stop("new_kind"),)), NOON)

    assert proof.reasons == ("flag_new_kind",)


@pytest.mark.parametrize(
    ("stop", "allowed"),
    [
        pytest.param(Stop("plan", own=False), True, id="a-plan-stops-its-account"),
        pytest.param(Stop("crisis", own=False), False, id="a-crisis-stops-all"),
        pytest.param(Stop("complaint", own=False), False, id="a-complaint-stops-all"),
        pytest.param(Stop("wrong_number", OTHER), True, id="another-number-is-wrong"),
        pytest.param(
            Stop("wrong_number", PHONE, own=False), False, id="this-number-is"
        ),
    ],
)
def test_how_far_a_flag_reaches(stop, allowed):
    assert may_contact(REMINDER, replace(CLEAN, stops=(stop,)), NOON).allowed is allowed


def test_a_plan_that_is_performed_ends_reminders():
    proof = may_contact(REMINDER, replace(CLEAN, plan_status="performing"), NOON)

    assert proof.rule == "C16"


@pytest.mark.parametrize(
    ("wishes", "allowed"),
    [
        pytest.param([("opt_out", "sms", PHONE)], False, id="this-channel"),
        pytest.param([("opt_out", "web", PHONE)], False, id="said-in-the-chat"),
        pytest.param([("opt_out", "voice", PHONE)], True, id="another-channel"),
        pytest.param([("opt_out", "sms", OTHER)], True, id="another-number"),
        pytest.param(
            [("opt_out", "sms", PHONE), ("opt_in", "sms", PHONE)], True, id="undone"
        ),
        pytest.param(
            [("opt_in", "sms", PHONE), ("opt_out", "sms", PHONE)], False, id="again"
        ),
    ],
)
def test_an_opt_out_ends_its_channel(wishes, allowed):
    dated = tuple(
        Wish(kind, channel, address, NOON - timedelta(days=9 - number))
        for number, (kind, channel, address) in enumerate(wishes)
    )

    assert may_contact(REMINDER, replace(CLEAN, wishes=dated), NOON).allowed is allowed


def test_of_two_wishes_at_one_moment_the_opt_out_holds():
    wishes = (Wish("opt_out", "sms", PHONE, NOON), Wish("opt_in", "sms", PHONE, NOON))

    for order in (wishes, wishes[::-1]):
        assert not may_contact(REMINDER, replace(CLEAN, wishes=order), NOON).allowed


@pytest.mark.parametrize(("hours", "allowed"), [(1, False), (0, True), (-1, True)])
def test_who_is_busy_is_left_alone_until_then(hours, allowed):
    until = NOON + timedelta(hours=hours)
    wish = Wish("not_before", "web", PHONE, NOON - timedelta(days=1), until)

    assert (
        may_contact(REMINDER, replace(CLEAN, wishes=(wish,)), NOON).allowed is allowed
    )


def test_a_reminder_goes_only_to_the_registered_number():
    proof = may_contact(replace(REMINDER, address=OTHER), CLEAN, NOON)

    assert proof.reasons == ("unregistered_number",)


@pytest.mark.parametrize("kind", ["crisis", "death", "minor", "fraud"])
def test_under_these_flags_not_even_an_answer_asks_for_money(kind):
    history = replace(CLEAN, stops=(Stop(kind),))

    assert not may_contact(PUSHING_ANSWER, history, NOON).allowed
    assert may_contact(ANSWER, history, NOON).allowed


@pytest.mark.parametrize("kind", ["plan", "dispute", "complaint", "hardship"])
def test_under_others_the_debtor_may_still_be_answered(kind):
    assert may_contact(
        PUSHING_ANSWER, replace(CLEAN, stops=(Stop(kind),)), NOON
    ).allowed


def test_an_answer_may_ask_for_money_by_day_and_not_by_night():
    assert may_contact(PUSHING_ANSWER, CLEAN, NOON).allowed
    assert may_contact(PUSHING_ANSWER, CLEAN, NIGHT).reasons == ("quiet_hours",)


RELATIVE = ContactRequest("voice", OTHER, recipient="third_person")


def failed(*days_ago: int) -> tuple[Attempt, ...]:
    return tuple(Attempt(NOON - timedelta(days=d), "voice", PHONE) for d in days_ago)


@pytest.mark.parametrize(
    ("attempts", "allowed"),
    [
        pytest.param((), False, id="never-tried"),
        pytest.param(failed(1, 1), False, id="two-failures"),
        pytest.param(failed(1, 1, 1), True, id="three-failures-yesterday"),
        pytest.param(failed(0, 0, 0), False, id="three-failures-today"),
        pytest.param(failed(2, 1, 0), True, id="failures-on-three-days"),
        pytest.param(
            (*failed(3, 3, 3), Attempt(NOON - timedelta(1), "voice", PHONE, True)),
            False,
            id="reached-since",
        ),
    ],
)
def test_another_person_only_when_the_debtor_is_lost(attempts, allowed):
    history = replace(CLEAN, attempts=attempts)

    assert may_contact(RELATIVE, history, NOON).allowed is allowed


def test_a_third_persons_opt_out_holds_on_every_channel():
    wish = Wish("opt_out", "sms", OTHER, NOON - timedelta(days=1))
    history = replace(CLEAN, attempts=failed(1, 1, 1), wishes=(wish,))

    assert may_contact(RELATIVE, history, NOON).reasons == ("opted_out",)


@pytest.mark.parametrize(
    ("clock", "opening"),
    [
        ("07:00", "2026-11-21T09:00:00+08:00"),
        ("09:00", "2026-11-22T09:00:00+08:00"),
        ("23:00", "2026-11-22T09:00:00+08:00"),
    ],
)
def test_what_is_postponed_goes_out_at_nine(clock, opening):
    now = datetime.combine(NOON.date(), time.fromisoformat(clock), ZONE)

    assert next_opening(now, "Asia/Shanghai").isoformat() == opening


def test_every_limit_names_its_rule_and_its_source():
    policy = default_policy()

    assert all(policy.rules.values())
    assert all(policy.sources.values())
    assert all(flag.rule and flag.source for flag in policy.flags.values())
    assert (policy.opens, policy.closes) == (time(8), time(22))


def test_a_file_of_limits_with_too_much_or_too_little_is_refused():
    with pytest.raises(LimitsError, match="unknown"):
        read_limits("plan.yaml", frozenset({"card_max_periods"}))
