"""The draft of a plan agreement: the six items of CARD2011 Art. 70."""

from __future__ import annotations

from typing import Any

from actions.casebook.models import Account
from actions.draft import Draft
from actions.policy.plan import PlanTerms


def six_items(account: Account, terms: PlanTerms, draft: Draft) -> dict[str, Any]:
    """The six items as applied for; money in fen, days as ISO dates.

    Item four (no new cards until it is paid) is never agreed to in chat: a person
    asks for it in the final document.
    """
    return {
        "1_balance": {
            "currency": "CNY",
            "as_of": account.as_of.isoformat(),
            "overdue_fen": account.overdue_fen,
            "principal_fen": account.principal_fen,
            "interest_fen": account.interest_fen,
            "fees_fen": account.fees_fen,
        },
        "2_schedule": {
            "currency": "CNY",
            "periods": terms.periods,
            "every": "month",
            "down_payment_fen": terms.down_payment_fen,
            "down_payment_day": draft.down_day.isoformat() if draft.down_day else None,
            "payments": [
                {
                    "number": i.number,
                    "day": i.day.isoformat(),
                    "amount_fen": i.amount_fen,
                }
                for i in terms.schedule
            ],
        },
        "3_charges": "还款期间是否计收年费、利息和其他费用，由审核人员书面确认",
        "4_no_new_cards": "由工作人员在正式文件中另行征得本人同意",
        "5_duties": "双方权利义务和违约责任，以正式文件为准",
        "6_other": "通过官方渠道还款；申请不收费；审核结果书面通知并说明原因",
    }
