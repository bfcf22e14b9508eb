"""What states and reasons of reminders are called where people read them."""

from __future__ import annotations

import re

#: What became of an account in a run.
STATUS = {
    "sent": "已发送",
    "refused": "不许发送",
    "failed": "发送失败",
    "skipped": "跳过",
}
TEMPLATE = {"outreach_first": "首次", "outreach_second": "再次"}
#: Reasons of the contact policy, of the choice of a reminder, and of a run.
REASON = {
    "application_open": "有申请待审核",
    "attempts_a_day": "今天联系次数已到上限",
    "connected_calls": "今天接通电话次数已到上限",
    "failed_for_good": "服务商拒收，不再重试",
    "flag_complaint": "投诉处理中",
    "flag_crisis": "有危机标记",
    "flag_death": "客户已去世",
    "flag_dispute": "异议处理中",
    "flag_fraud": "涉嫌诈骗，核查中",
    "flag_hardship": "重大困难，暂停联系",
    "flag_minor": "未成年人",
    "flag_plan": "分期履行中",
    "flag_refusal": "本人拒绝联系",
    "flag_third_party": "号码由他人使用",
    "flag_wrong_number": "号码有误",
    "gate": "内容未通过合规检查",
    "in_conversation": "正在对话中",
    "in_flight": "正在发送",
    "not_before": "约定时间未到",
    "not_overdue": "尚未到提醒的天数",
    "nothing_owed": "没有逾期",
    "opted_out": "已退订",
    "plan_performing": "分期履行中",
    "promise_stands": "已约定还款日",
    "quiet_hours": "不在可联系时段",
    "reminded_enough": "提醒次数已满",
    "reminded_lately": "刚提醒过",
    "same_number": "同一号码今天已有提醒",
    "sent_already": "今天已发过",
    "sms_a_day": "今天短信已到上限",
    "sms_a_week": "本周短信已到上限",
    "third_person": "不得联系第三人",
    "unanswered_number": "今天未接次数已到上限",
    "unregistered_number": "不是登记的号码",
    "work_for_people": "逾期较久，转人工处理",
    "zone_unknown": "时区不明",
}


def reasons(why: str) -> str:
    """Reasons as people read them; a provider's own code stays as it is.

    >>> reasons("quiet_hours、sms_a_day"), reasons("gate: T5.1"), reasons("throttled")
    ('不在可联系时段、今天短信已到上限', '内容未通过合规检查: T5.1', 'throttled')
    """
    return re.sub("[a-z_]+", lambda found: REASON.get(found[0], found[0]), why)


def template(name: str | None, parts: int) -> str:
    """A reminder's name and of how many parts it is.

    >>> template("outreach_first", 2)
    '首次×2'
    """
    if name is None:
        return ""
    return f"{TEMPLATE.get(name, name)}×{parts}"
