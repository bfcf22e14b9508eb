"""What may be promised and which plan may be applied for, computed to the fen.

Amounts come in as Decimal yuan, as people say them, and go out as whole fen.  Nothing
here decides about a plan: an offer that passes may be *submitted*; a person decides.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from actions.casebook.models import Account
from actions.money import fen
from actions.policy.limits import read_limits

#: Why a plan cannot be taken as asked, weightiest first.
PLAN_REASONS = (
    "no_debt",
    "covers_debt",
    "more_than_debt",
    "zero",
    "too_many_periods",
    "monthly_too_small",
    "mismatch",
    "start_past",
    "start_too_late",
)
#: Why a promise cannot be taken as said.
PROMISE_REASONS = (
    "no_debt",
    "zero",
    "more_than_debt",
    "past_date",
    "too_late",
)


#: Where no law limits a plan: thirty years of instalments, a year to the first one.
LONGEST_PLAN = 360
LONGEST_START = 366


@dataclass(frozen=True, slots=True)
class PlanRules:
    """Limits that hold for every account."""

    card_max_periods: int
    start_max_days: int
    smallest_rest_fen: int


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a plan; *number* begins at 1."""

    number: int
    day: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A plan that is within the limits.

    The down payment and the instalments add up to the debt exactly; the last
    instalment takes what rounding leaves.
    """

    periods: int
    monthly_fen: int
    last_fen: int
    down_payment_fen: int
    start: date
    schedule: tuple[Instalment, ...]

    @property
    def total_fen(self) -> int:
        """Down payment and all instalments."""
        return self.down_payment_fen + sum(i.amount_fen for i in self.schedule)

    @property
    def end(self) -> date:
        """The day of the last instalment."""
        return self.schedule[-1].day


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """``terms`` when the wish can be submitted, else reasons and a counter-offer.

    ``counter`` is the nearest plan that can be submitted; it is missing only where no
    plan makes sense (``no_debt``, ``covers_debt``, ``more_than_debt`` by the down
    payment).
    """

    terms: PlanTerms | None
    reasons: tuple[str, ...] = ()
    counter: PlanTerms | None = None
    max_periods: int = 0
    min_monthly_fen: int = 0

    @property
    def ok(self) -> bool:
        """Whether the wish can be submitted as it is."""
        return self.terms is not None

    @property
    def reason(self) -> str | None:
        """The weightiest of ``PLAN_REASONS``, or nothing."""
        return self.reasons[0] if self.reasons else None


@dataclass(frozen=True, slots=True)
class PromiseCheck:
    """Whether a promise can be recorded, and what to say about it.

    ``rest_fen`` is what stays overdue after it; ``latest`` the last day allowed.
    """

    reason: str | None
    amount_fen: int
    day: date
    latest: date
    rest_fen: int
    below_minimum: bool

    @property
    def ok(self) -> bool:
        """Whether the promise can be recorded as it is."""
        return self.reason is None


def check_plan(
    account: Account,
    *,
    today: date,
    periods: int | None = None,
    monthly: Decimal | None = None,
    down_payment: Decimal | None = None,
    start: date | None = None,
    by_law_only: bool = False,
) -> PlanOffer:
    """Whether this plan may be submitted, with its schedule, or the nearest that may.

    Either of *periods* and *monthly* (yuan) computes the other; *start* is the day of
    the first instalment, the same day next month when not given.
    *by_law_only* lets the lender's own limits go, for people who may; the law's stay.

    Raises:
        ValueError: If neither *periods* nor *monthly* is given.
    """
    if periods is None and monthly is None:
        raise ValueError("a plan needs a number of instalments or a monthly amount")
    down = max(0, fen(down_payment or Decimal(0)))
    debt = account.overdue_fen - down
    limit, floor = _limits(account, debt, by_law_only=by_law_only)
    hopeless = _no_plan(account.overdue_fen, down)
    if hopeless is not None:
        return PlanOffer(None, (hopeless,), None, limit, floor)
    asked = None if monthly is None else fen(monthly)
    count, amount, reasons = _fit(debt, limit, floor, periods, asked)
    latest = LONGEST_START if by_law_only else plan_rules().start_max_days
    first, late = _first_day(start, today, latest)
    reasons += late
    terms = _terms(debt, count, amount, down, first)
    if reasons:
        ordered = tuple(sorted(reasons, key=PLAN_REASONS.index))
        return PlanOffer(None, ordered, terms, limit, floor)
    return PlanOffer(terms, (), None, limit, floor)


def check_promise(
    account: Account, amount: Decimal, day: date, today: date
) -> PromiseCheck:
    """Whether this amount (yuan) may be promised for this day.

    Less than the minimum payment may be promised: it is noted, not refused.
    """
    promised = fen(amount)
    latest = today + timedelta(days=account.promise_max_days)
    minimum = account.min_payment_fen
    return PromiseCheck(
        reason=_promise_reason(account.overdue_fen, promised, day, today, latest),
        amount_fen=promised,
        day=day,
        latest=latest,
        rest_fen=max(0, account.overdue_fen - promised),
        below_minimum=minimum is not None and promised < minimum,
    )


def max_periods(account: Account) -> int:
    """The most instalments this account may have; cards never over five years."""
    asked = max(1, account.max_periods)
    if account.lender_type == "bank_card":
        return min(asked, plan_rules().card_max_periods)
    return asked


def next_month(day: date, months: int = 1) -> date:
    """The same day *months* later, or that month's last day.

    >>> next_month(date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@cache
def plan_rules() -> PlanRules:
    """The limits of ``plan.yaml``."""
    names = frozenset({"card_max_periods", "start_max_days", "smallest_rest_fen"})
    entries = read_limits("plan.yaml", names)
    return PlanRules(**{name: int(entries[name]["value"]) for name in names})


def _promise_reason(
    debt: int, promised: int, day: date, today: date, latest: date
) -> str | None:
    wrong = {
        "no_debt": debt <= 0,
        "zero": promised <= 0,
        "more_than_debt": promised > debt,
        "past_date": day < today,
        "too_late": day > latest,
    }
    return next((reason for reason in PROMISE_REASONS if wrong[reason]), None)


def _no_plan(debt: int, down: int) -> str | None:
    if debt <= 0:
        return "no_debt"
    if down > debt:
        return "more_than_debt"
    return "covers_debt" if down == debt else None


def _limits(account: Account, debt: int, *, by_law_only: bool) -> tuple[int, int]:
    """The most instalments, and the least of one in fen."""
    if not by_law_only:
        return max_periods(account), _smallest_monthly(account, debt)
    rules = plan_rules()
    card = account.lender_type == "bank_card"
    limit = rules.card_max_periods if card else LONGEST_PLAN
    return limit, min(rules.smallest_rest_fen, debt)


def _smallest_monthly(account: Account, debt: int) -> int:
    # A debt below the lender's minimum is still paid: in one instalment.
    return min(max(account.min_monthly_fen, plan_rules().smallest_rest_fen), debt)


def _fit(
    debt: int, limit: int, floor: int, periods: int | None, monthly: int | None
) -> tuple[int, int, tuple[str, ...]]:
    """Instalments, amount of one (fen), and what of the wish could not be kept."""
    if (periods is not None and periods <= 0) or (monthly is not None and monthly <= 0):
        return *_longest(debt, limit, floor), ("zero",)
    if monthly is None:
        assert periods is not None
        return _fit_periods(debt, limit, floor, periods)
    count, amount, reasons = _fit_monthly(debt, limit, floor, monthly)
    if periods is None or reasons or periods == count:
        return count, amount, reasons
    if periods > limit:
        return count, amount, ("too_many_periods",)
    if _rounded_together(debt, periods, monthly):
        return periods, monthly, ()
    return count, amount, ("mismatch",)


def _fit_periods(
    debt: int, limit: int, floor: int, periods: int
) -> tuple[int, int, tuple[str, ...]]:
    reasons = ("too_many_periods",) if periods > limit else ()
    count = min(periods, limit)
    if _share(debt, count) >= floor:
        return count, _share(debt, count), reasons
    if _count(debt, floor) == count:
        return count, floor, reasons
    return *_longest(debt, limit, floor), (*reasons, "monthly_too_small")


def _fit_monthly(
    debt: int, limit: int, floor: int, monthly: int
) -> tuple[int, int, tuple[str, ...]]:
    if monthly > debt:
        return 1, debt, ("more_than_debt",)
    reasons: tuple[str, ...] = ()
    if monthly < floor:
        reasons += ("monthly_too_small",)
    if _count(debt, monthly) > limit:
        reasons = ("too_many_periods", *reasons)
    if reasons:
        nearest = max(monthly, floor)
        if _count(debt, nearest) > limit:
            return *_longest(debt, limit, floor), reasons
        return _count(debt, nearest), nearest, reasons
    return _count(debt, monthly), monthly, ()


def _longest(debt: int, limit: int, floor: int) -> tuple[int, int]:
    """The plan of most instalments: the least a month."""
    if _count(debt, floor) <= limit:
        return _count(debt, floor), floor
    return limit, _share(debt, limit)


def _share(debt: int, count: int) -> int:
    """One of *count* equal instalments in fen, half a fen rounded up."""
    return (2 * debt + count) // (2 * count)


def _count(debt: int, monthly: int) -> int:
    """How many instalments of *monthly* pay the debt; a trifle left over joins in."""
    whole, rest = divmod(debt, monthly)
    if whole and rest < plan_rules().smallest_rest_fen:
        return whole
    return whole + 1


def _rounded_together(debt: int, periods: int, monthly: int) -> bool:
    # 3260 in 10 of 325: people round to the yuan, the last instalment makes it good.
    rest = debt - monthly * (periods - 1)
    return 0 < rest <= monthly + 100 * periods


def _first_day(
    start: date | None, today: date, days: int
) -> tuple[date, tuple[str, ...]]:
    if start is None:
        return next_month(today), ()
    latest = today + timedelta(days=days)
    if start < today:
        return next_month(today), ("start_past",)
    return (latest, ("start_too_late",)) if start > latest else (start, ())


def _terms(debt: int, count: int, monthly: int, down: int, first: date) -> PlanTerms:
    last = debt - monthly * (count - 1)
    amounts = [monthly] * (count - 1) + [last]
    schedule = tuple(
        Instalment(number, next_month(first, number - 1), amount)
        for number, amount in enumerate(amounts, start=1)
    )
    return PlanTerms(count, amounts[0], last, down, first, schedule)
