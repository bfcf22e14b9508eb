"""A plan's terms as a ruling keeps them: values in fen, days as ISO dates."""

from __future__ import annotations

from typing import Any

from actions.casebook.models import Account, Application
from actions.draft import Draft
from actions.plan_draft import six_items
from actions.policy.plan import PlanTerms


def kept_terms(
    account: Account, terms: PlanTerms, application: Application
) -> dict[str, Any]:
    """The terms with the six items of the agreement drawn up anew.

    ``debt_fen`` is the debt they were computed on: when it changes they hold no more.
    """
    schedule = application.draft.get("2_schedule") or {}
    kept = {"down_day": schedule.get("down_payment_day")}
    down_day = Draft.from_json({k: v for k, v in kept.items() if v})
    return {
        "periods": terms.periods,
        "monthly_fen": terms.monthly_fen,
        "last_fen": terms.last_fen,
        "down_payment_fen": terms.down_payment_fen,
        "start": terms.start.isoformat(),
        "end": terms.end.isoformat(),
        "debt_fen": account.overdue_fen,
        "draft": six_items(account, terms, down_day),
    }
