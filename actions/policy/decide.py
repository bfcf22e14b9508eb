"""What a person may decide about a plan: the terms, and where they lie outside.

The limits of the lender can be passed by two people together, those of the law by
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.casebook.models import Account, Application
from actions.money import yuan
from actions.policy.plan import PlanTerms, check_plan, max_periods, plan_rules

#: Days a debtor has to answer a counter-offer; house.
OFFER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Proposal:
    """Terms that may be decided, and ``outside``: the lender's limits they pass.

    ``impossible`` is why there are no terms; ``nearest`` what could be had instead.
    ``limit`` and ``floor_fen`` are the lender's own limits.
    """

    terms: PlanTerms | None
    outside: tuple[str, ...]
    impossible: tuple[str, ...]
    nearest: PlanTerms | None
    limit: int
    floor_fen: int

    @property
    def within(self) -> bool:
        """Whether one person may decide it."""
        return self.terms is not None and not self.outside


def propose(
    account: Account,
    *,
    today: date,
    periods: int | None = None,
    monthly: Decimal | None = None,
    down: Decimal | None = None,
    start: date | None = None,
) -> Proposal:
    """The plan of these values on the debt as it stands, to the fen.

    Raises:
        ValueError: If neither *periods* nor *monthly* (yuan) is given.
    """
    values = {
        "periods": periods,
        "monthly": monthly,
        "down_payment": down,
        "start": start,
    }
    offer = check_plan(account, today=today, **values)  # type: ignore[arg-type]
    limit, floor = max_periods(account), offer.min_monthly_fen
    if offer.terms is not None:
        return Proposal(offer.terms, (), (), None, limit, floor)
    loose = check_plan(account, today=today, by_law_only=True, **values)  # type: ignore[arg-type]
    if loose.terms is None:
        return Proposal(None, (), loose.reasons, loose.counter, limit, floor)
    return Proposal(loose.terms, offer.reasons, (), offer.counter, limit, floor)


def as_applied(account: Account, application: Application, today: date) -> Proposal:
    """The plan an application asks for, on the debt as it stands today."""
    start = application.start_date
    # The first day may pass while the application waits: then it is a month from now.
    late = start is not None and start < today
    monthly = application.monthly_fen
    return propose(
        account,
        today=today,
        periods=application.periods,
        monthly=None if monthly is None else yuan(monthly),
        down=yuan(application.down_payment_fen or 0),
        start=None if late else start,
    )


def law_limit(account: Account) -> int | None:
    """The most instalments the law allows; nothing where it sets no limit."""
    card = account.lender_type == "bank_card"
    return plan_rules().card_max_periods if card else None
