"""What staff read: the names of kinds, steps, verdicts, limits and obstacles."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "crisis": "危机预警",
    "complaint": "投诉",
    "plan": "分期申请",
    "extension": "延期申请",
    "waiver": "减免申请",
    "partial": "部分还款",
    "not_mine": "非本人借款",
    "amount": "金额异议",
    "already_paid": "已还核查",
    "handoff": "转人工",
    "fraud": "盗用核查",
    "hardship": "困难情况",
    "death": "客户去世",
    "minor": "未成年人",
    "third_party": "非本人接听",
    "identity_locked": "身份核对锁定",
    "legal": "法律事务",
    "blocked_message": "拦下的话术",
    "callback": "约定回访",
}
STATUSES = {"open": "待处理", "waiting": "等客户答复", "done": "已办结"}
#: Steps of a matter, as “谁 在 何时 …”.
STEPS: dict[str, str] = {
    "opened": "提交",
    "added": "补充了内容",
    "taken": "受理",
    "released": "退回待办",
    "reassigned": "转到自己名下",
    "noted": "添加备注",
    "proposed": "提出决定，等待复核",
    "returned": "复核退回",
    "approved": "审核通过",
    "refused": "不予通过",
    "countered": "提出协商方案",
    "accepted": "接受",
    "declined": "不接受方案",
    "stale": "答复时方案已失效，重新待办",
    "withdrawn": "撤回申请",
    "overtaken": "改了约定，事项结束",
    "upheld": "认定属实",
    "partly": "认定部分属实",
    "rejected": "认定不成立",
    "handled": "处理完毕",
    "silent": "处理完毕，不通知客户",
    "signed": "登记书面协议已签署",
    "chat_taken": "接管对话",
    "chat_returned": "交还机器人",
}
VERDICTS: dict[str, str] = {
    "approved": "通过",
    "refused": "不通过",
    "countered": "协商方案",
    "accepted": "按客户约定办理",
    "upheld": "属实",
    "partly": "部分属实",
    "rejected": "不成立",
    "handled": "已处理，通知客户",
    "silent": "已处理，不通知客户",
}
#: Where a plan lies outside the lender's limits.
OUTSIDE: dict[str, str] = {
    "too_many_periods": "期数超过贷款机构上限",
    "monthly_too_small": "每期金额低于贷款机构下限",
    "start_too_late": "首期日期晚于可选范围",
    "too_late": "延期日期晚于可选范围",
    "waiver": "减免一律由两人决定",
}
#: Why terms are not possible at all.
IMPOSSIBLE: dict[str, str] = {
    "no_debt": "账户已经没有逾期金额，不需要分期。",
    "covers_debt": "首付已经够还清，不需要分期。",
    "more_than_debt": "金额超过了逾期总额，请核对首付和每期金额。",
    "zero": "期数和每期金额要大于 0。",
    "too_many_periods": "期数超过法规上限（信用卡最长 5 年），任何人都不能批准。",
    "monthly_too_small": "每期金额过小，按上限期数也还不完。",
    "mismatch": "按最新逾期金额，期数和每期金额对不上，请改为协商方案。",
    "start_past": "首期日期已经过去，请重新选择。",
    "start_too_late": "首期日期太晚，请选择一年以内。",
}
#: Why a sentence cannot go out, where no rule of the checker says it.
OBSTACLES: dict[str, tuple[str, str]] = {
    "facts_before_identity": (
        "对方身份还没有核对，不能说账户、金额和产品。",
        "先点“请对方核对身份”，核对后再说；现在可以说：“为保护您的信息，请先核对身份。”",
    ),
    "quiet_hours": ("现在不在可联系时间（08:00–22:00）。", "请在 08:00 以后再发。"),
    "opted_out": ("客户要求不再收到短信。", "可在网页对话中回复，或请客户来电。"),
    "not_before": ("客户要求过一段时间再联系。", "请到约定时间以后再联系。"),
    "unregistered_number": ("这不是账户登记的号码。", "请先核对登记号码。"),
    "conversation_held": ("对方不是本人或对话已停止，不能告知。", ""),
    "flag_death": ("客户已去世，不能再发送。", "请按身后事流程由专人处理。"),
    "flag_minor": ("客户是未成年人，不能再发送。", "请由专人联系监护人。"),
    "flag_wrong_number": ("号码不是本人在用，不能再发送。", ""),
    "flag_third_party": ("对方是第三人，不能再发送。", ""),
    "zone_unknown": ("不知道客户所在时区，不能判断时间。", ""),
    "no_account": ("没有对应的账户。", ""),
}
RANKS = ("生命安全", "紧急", "普通")
CHANNELS = {"web": "网页", "sms": "短信"}
PLAN_STATES = {"none": "无", "submitted": "审核中", "performing": "履行中"}
FLAGS = {
    "plan": "分期办理中",
    "dispute": "异议核查中",
    "complaint": "投诉处理中",
    "crisis": "危机保护",
    "death": "客户去世",
    "minor": "未成年人",
    "wrong_number": "号码有误",
    "third_party": "第三人",
    "refusal": "拒绝联系",
    "hardship": "困难暂停",
    "fraud": "盗用核查中",
}
