from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casebook.models import Account
from actions.money import yuan
from actions.policy.plan import (
    PLAN_REASONS,
    check_plan,
    check_promise,
    max_periods,
    next_month,
    plan_rules,
)

TODAY = date(2026, 11, 21)

fen_amounts = st.integers(-100, 6_000_000)
accounts = st.builds(
    lambda debt, minimum, periods, kind: Account(
        lender_type=kind,
        overdue_fen=debt,
        min_monthly_fen=minimum,
        min_payment_fen=None,
        max_periods=periods,
        promise_max_days=60,
    ),
    st.integers(1, 5_000_000),
    st.integers(0, 300_000),
    st.integers(1, 120),
    st.sampled_from(["bank_card", "micro_loan", "consumer_finance"]),
)
wishes = st.fixed_dictionaries(
    {},
    optional={
        "periods": st.integers(-3, 200),
        "monthly": fen_amounts.map(yuan),
        "down_payment": fen_amounts.map(yuan),
        "start": st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    },
).filter(lambda wish: "periods" in wish or "monthly" in wish)


@given(accounts, wishes)
def test_a_plan_pays_the_debt_to_the_fen(account, wish):
    offer = check_plan(account, today=TODAY, **wish)
    terms = offer.terms or offer.counter

    if terms is None:
        assert offer.reason in {"covers_debt", "more_than_debt"}
        return
    assert terms.total_fen == account.overdue_fen
    assert all(part.amount_fen > 0 for part in terms.schedule)
    assert [part.number for part in terms.schedule] == [*range(1, terms.periods + 1)]


@given(accounts, wishes)
def test_no_plan_is_longer_than_the_limits(account, wish):
    offer = check_plan(account, today=TODAY, **wish)

    for terms in filter(None, (offer.terms, offer.counter)):
        assert terms.periods <= account.max_periods
        assert account.lender_type != "bank_card" or terms.periods <= 60


@given(accounts, wishes)
def test_a_counter_offer_passes_when_it_is_taken(account, wish):
    counter = check_plan(account, today=TODAY, **wish).counter
    if counter is None:
        return
    down = yuan(counter.down_payment_fen)
    monthly = yuan(counter.monthly_fen)

    for taken in (
        {"periods": counter.periods},
        {"monthly": monthly},
        {"periods": counter.periods, "monthly": monthly},
    ):
        offer = check_plan(
            account, today=TODAY, down_payment=down, start=counter.start, **taken
        )
        assert offer.ok
        assert offer.terms.periods == counter.periods


@given(accounts, wishes)
def test_either_a_plan_passes_or_it_says_why(account, wish):
    offer = check_plan(account, today=TODAY, **wish)

    assert offer.ok == (offer.reasons == ())
    assert set(offer.reasons) <= set(PLAN_REASONS)


@given(accounts, wishes)
def test_instalments_fall_due_once_a_month_from_today_on(account, wish):
    offer = check_plan(account, today=TODAY, **wish)
    terms = offer.terms or offer.counter
    if terms is None:
        return
    months = [part.day.year * 12 + part.day.month for part in terms.schedule]

    assert terms.schedule[0].day >= TODAY
    assert months == list(range(months[0], months[0] + terms.periods))


@pytest.mark.parametrize(
    ("wish", "periods", "monthly", "last"),
    [
        pytest.param({"periods": 10}, 10, 32_600, 32_600, id="even"),
        pytest.param({"periods": 12}, 12, 27_167, 27_163, id="the-last-takes-the-rest"),
        pytest.param(
            {"monthly": 300}, 11, 30_000, 26_000, id="from-the-monthly-amount"
        ),
        pytest.param({"monthly": 3260}, 1, 326_000, 326_000, id="all-at-once"),
        pytest.param(
            {"periods": 10, "monthly": 325}, 10, 32_500, 33_500, id="rounded-by-people"
        ),
        pytest.param(
            {"periods": 6, "down_payment": 260}, 6, 50_000, 50_000, id="down-payment"
        ),
    ],
)
def test_a_lawful_wish_is_taken_as_it_is(limits, wish, periods, monthly, last):
    asked = {k: v if k == "periods" else Decimal(v) for k, v in wish.items()}

    terms = check_plan(limits(), today=TODAY, **asked).terms

    assert (terms.periods, terms.monthly_fen, terms.last_fen) == (
        periods,
        monthly,
        last,
    )
    assert terms.start == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("wish", "reason", "periods", "monthly"),
    [
        pytest.param({"periods": 72}, "monthly_too_small", 33, 10_000, id="too-thin"),
        pytest.param({"periods": 0}, "zero", 33, 10_000, id="no-instalments"),
        pytest.param({"monthly": 0}, "zero", 33, 10_000, id="nothing-a-month"),
        pytest.param({"monthly": 50}, "monthly_too_small", 33, 10_000, id="too-little"),
        pytest.param({"monthly": 9999}, "more_than_debt", 1, 326_000, id="too-much"),
        pytest.param(
            {"periods": 12, "monthly": 500}, "mismatch", 7, 50_000, id="contradiction"
        ),
    ],
)
def test_an_unlawful_wish_gets_the_nearest_offer(
    limits, wish, reason, periods, monthly
):
    asked = {k: v if k == "periods" else Decimal(v) for k, v in wish.items()}

    offer = check_plan(limits(), today=TODAY, **asked)

    assert reason in offer.reasons
    assert (offer.counter.periods, offer.counter.monthly_fen) == (periods, monthly)


def test_a_card_never_gets_more_than_sixty_instalments(limits):
    account = limits(10_000_000, periods=120)

    offer = check_plan(account, today=TODAY, periods=72)

    assert offer.reason == "too_many_periods"
    assert offer.counter.periods == max_periods(account) == 60


def test_another_loan_may_run_as_long_as_its_lender_says(limits):
    account = limits(10_000_000, periods=120, kind="bank_loan")

    assert check_plan(account, today=TODAY, periods=72).ok


def test_a_lower_limit_of_the_lender_goes_before_the_law(limits):
    assert check_plan(limits(periods=12), today=TODAY, periods=24).counter.periods == 12


def test_a_debt_below_the_smallest_instalment_is_paid_at_once(limits):
    offer = check_plan(limits(8_800), today=TODAY, periods=3)

    assert offer.reason == "monthly_too_small"
    assert (offer.counter.periods, offer.counter.monthly_fen) == (1, 8_800)


@pytest.mark.parametrize(
    ("start", "reason", "offered"),
    [
        pytest.param(TODAY, None, TODAY, id="today"),
        pytest.param(TODAY - timedelta(1), "start_past", date(2026, 12, 21), id="past"),
        pytest.param(TODAY + timedelta(62), None, TODAY + timedelta(62), id="latest"),
        pytest.param(
            TODAY + timedelta(63), "start_too_late", TODAY + timedelta(62), id="late"
        ),
    ],
)
def test_the_first_day_is_neither_past_nor_far(limits, start, reason, offered):
    offer = check_plan(limits(), today=TODAY, periods=6, start=start)

    assert offer.reason == reason
    assert (offer.terms or offer.counter).start == offered


@pytest.mark.parametrize(
    ("down", "reason"), [(3260, "covers_debt"), (3261, "more_than_debt")]
)
def test_a_down_payment_of_everything_leaves_no_plan(limits, down, reason):
    offer = check_plan(limits(), today=TODAY, periods=6, down_payment=Decimal(down))

    assert (offer.reason, offer.counter) == (reason, None)


def test_a_plan_needs_a_number_or_an_amount(limits):
    with pytest.raises(ValueError, match="needs a number"):
        check_plan(limits(), today=TODAY)


def test_an_account_without_debt_gets_no_plan_and_no_promise(limits):
    assert check_plan(limits(0), today=TODAY, periods=3).reason == "no_debt"
    assert check_promise(limits(0), Decimal(1), TODAY, TODAY).reason == "no_debt"


def test_the_31st_falls_on_the_last_day_of_shorter_months(limits):
    start = date(2026, 12, 31)

    terms = check_plan(limits(), today=TODAY, periods=4, start=start).terms

    assert [part.day for part in terms.schedule] == [
        start,
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_next_month_keeps_the_day_or_takes_the_last(day, months):
    later = next_month(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(1)).day == 1


@pytest.mark.parametrize(
    ("amount", "day", "reason"),
    [
        pytest.param("800", TODAY, None, id="today"),
        pytest.param("3260", TODAY + timedelta(60), None, id="all-on-the-last-day"),
        pytest.param("0.01", TODAY, None, id="a-fen-is-something"),
        pytest.param("800", TODAY - timedelta(1), "past_date", id="yesterday"),
        pytest.param("800", TODAY + timedelta(61), "too_late", id="day-61"),
        pytest.param("0", TODAY, "zero", id="nothing"),
        pytest.param("-5", TODAY, "zero", id="less-than-nothing"),
        pytest.param("3260.01", TODAY, "more_than_debt", id="a-fen-too-much"),
    ],
)
def test_a_promise_is_checked(limits, amount, day, reason):
    check = check_promise(limits(), Decimal(amount), day, TODAY)

    assert (check.ok, check.reason) == (reason is None, reason)


def test_less_than_the_minimum_may_be_promised_and_is_noted(limits):
    check = check_promise(limits(), Decimal("325.99"), TODAY, TODAY)

    assert check.ok
    assert check.below_minimum
    assert check.rest_fen == 326_000 - 32_599


def test_the_minimum_itself_is_not_below_it(limits):
    assert not check_promise(limits(), Decimal(326), TODAY, TODAY).below_minimum


def test_sixty_card_instalments_are_five_years():
    assert plan_rules().card_max_periods == 60
