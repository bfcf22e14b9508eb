"""The reviewed reasons a debtor may be told, by what was decided.

What staff write in their own words stays inside; the debtor is told one of these.
"""

from __future__ import annotations

#: Why an application is refused, or answered by another plan: code → as it is told.
PLAN_REASONS: dict[str, str] = {
    "beyond_limits": "申请的期数或每期金额超出了可以办理的范围",
    "income_unclear": "还款来源需要更多信息才能确认",
    "papers_missing": "需要的材料还没有补齐",
    "able_to_pay": "从现有信息看，还没有到需要分期的程度",
    "earlier_plan": "之前约定的分期尚未按约完成",
    "debt_changed": "逾期金额有变化，需要按新的金额重新计算",
}
EXTENSION_REASONS: dict[str, str] = {
    "too_long": "申请的时间超出了可以办理的范围",
    "reason_unclear": "需要延期的情况还要更多信息才能确认",
    "papers_missing": "需要的材料还没有补齐",
    "extended_before": "近期已经办理过延期",
}
WAIVER_REASONS: dict[str, str] = {
    "by_contract": "经核对，费用是按合同约定计算的",
    "reason_unclear": "符合减免的情况还要更多信息才能确认",
    "papers_missing": "需要的材料还没有补齐",
}
PARTIAL_REASONS: dict[str, str] = {
    "too_little": "这笔金额低于最低还款额，余下部分还需要一起安排",
    "rest_open": "余下的部分需要先有一个安排",
}
DISPUTE_REASONS: dict[str, str] = {
    "contract_found": "查到了本人签署的合同和放款记录",
    "ledger_right": "账单和入账记录核对一致",
    "no_payment": "在您说的日期前后没有查到这笔入账",
    "payment_elsewhere": "查到的那笔款项入到了其他账户",
    "papers_missing": "需要的材料还没有补齐，暂时无法继续核查",
}
REASONS: dict[str, dict[str, str]] = {
    "plan": PLAN_REASONS,
    "extension": EXTENSION_REASONS,
    "waiver": WAIVER_REASONS,
    "partial": PARTIAL_REASONS,
    "not_mine": DISPUTE_REASONS,
    "amount": DISPUTE_REASONS,
    "already_paid": DISPUTE_REASONS,
}
#: What a dispute is about, as it is told.
DISPUTED = {
    "not_mine": "不是本人借款",
    "amount": "金额有疑问",
    "already_paid": "已经还过款",
}


def why(kind: str, code: str) -> str:
    """The reason as it is told.

    Raises:
        KeyError: If it is none of the reviewed ones.
    """
    return REASONS[kind][code]
