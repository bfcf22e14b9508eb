"""The columns of a table of turns, and what their cells mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

#: Field → the headers that name it, besides the field's own name.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "call_id": ("通话编号", "通话id", "会话编号", "录音编号", "编号", "id"),
    "role": ("角色", "说话人", "发言人", "speaker"),
    "text": ("内容", "文本", "话术", "发言内容", "content"),
    "start": ("开始", "开始秒", "开始位置", "begin"),
    "end": ("结束", "结束秒", "结束位置"),
    "channel": ("渠道",),
    "started_at": ("通话时间", "通话开始时间", "呼叫时间", "拨打时间"),
    "lender_type": ("机构类型", "债权人类型"),
    "callee": ("接听人", "联系对象"),
    "collector.id": ("工号", "坐席工号", "collector_id"),
    "collector.name": ("坐席姓名", "催收员姓名", "collector_name"),
    "collector.employer": ("用工方式", "坐席归属", "employer", "collector_employer"),
    "collector.team": ("团队", "班组", "team", "collector_team"),
    "debtor_id": ("客户编号", "债务人编号"),
    "case.litigation": ("是否起诉", "诉讼", "litigation"),
    "case.plan": ("分期状态", "还款计划", "plan"),
    "case.dispute": ("是否有争议", "争议", "dispute"),
    "case.verified_by": ("核身方式", "核实方式", "verified_by"),
}

FIELD_OF: Mapping[str, str] = {
    header: field for field, names in HEADERS.items() for header in (field, *names)
}

REQUIRED = ("role", "text")
OF_THE_TURN = frozenset({"role", "text", "start", "end"})

_WORDS: Mapping[str, Mapping[str, str]] = {
    "channel": {
        "语音": "voice", "电话": "voice", "通话": "voice", "短信": "sms",
        "在线": "im", "微信": "im", "企业微信": "im", "外访": "visit",
        "上门": "visit", "信函": "letter", "信件": "letter",
    },
    "lender_type": {
        "信用卡": "bank_card", "银行信用卡": "bank_card", "银行贷款": "bank_loan",
        "消费金融": "consumer_finance", "小额贷款": "micro_loan", "小贷": "micro_loan",
        "债权受让": "debt_buyer", "资产管理": "debt_buyer", "未知": "unknown",
    },
    "callee": {
        "本人": "debtor", "债务人": "debtor", "客户": "debtor", "担保人": "guarantor",
        "第三人": "third_party", "第三方": "third_party", "未知": "unknown",
    },
    "collector.employer": {
        "自有": "in_house", "内部": "in_house", "自营": "in_house",
        "外包": "agency", "委外": "agency", "外部机构": "agency", "未知": "unknown",
    },
    "case.plan": {
        "无": "none", "申请中": "requested", "已提交": "submitted", "生效": "active",
        "生效中": "active", "已签": "signed", "已签署": "signed",
        "履行中": "performing", "已违约": "broken", "违约": "broken",
        "已结清": "settled", "结清": "settled", "已拒绝": "refused",
    },
}  # fmt: skip

_TRUE = frozenset({"是", "有", "true", "yes", "y", "1"})
_FALSE = frozenset({"否", "无", "没有", "false", "no", "n", "0"})
_NOT_VERIFIED = frozenset({"未核身", "未核实", "无", "null", "none"})

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,6})?)")
_DATE = re.compile(
    r"(\d{4})[/\-.年](\d{1,2})[/\-.月](\d{1,2})日?[ T]+(\d{1,2}):(\d{2})(:\d{2})?(.*)",
    re.ASCII,
)


def seconds(text: str) -> float | str:
    """Seconds into the call from ``12.5``, ``0:12.5`` or ``1:00:12,5``.

    What is none of these comes back as it is, to be refused with its place.

    >>> seconds("1:02")
    62.0
    """
    if clock := _CLOCK.fullmatch(text.strip()):
        hours, minutes, rest = clock.groups()
        whole = int(hours or 0) * 3600 + int(minutes) * 60
        return whole + float(rest.replace(",", "."))
    try:
        return float(text)
    except ValueError:
        return text


def moment(text: str) -> str:
    """A date and time as spreadsheets write them, in ISO 8601.

    >>> moment("2026/3/2 9:15")
    '2026-03-02T09:15:00'
    """
    if not (match := _DATE.fullmatch(text.strip())):
        return text
    year, month, day, hour, minute, second, zone = match.groups()
    time = f"{hour:0>2}:{minute}{second or ':00'}"
    return f"{year}-{month:0>2}-{day:0>2}T{time}{zone.strip()}"


def truth(text: str) -> bool | str:
    """Yes or no; what is neither comes back as it is."""
    word = text.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else text


def verification(text: str) -> str | None:
    """How the person was verified; the words for "not at all" become null."""
    return None if text.strip().lower() in _NOT_VERIFIED else text


_VALUE: Mapping[str, Callable[[str], Any]] = {
    "start": seconds,
    "end": seconds,
    "started_at": moment,
    "case.litigation": truth,
    "case.dispute": truth,
    "case.verified_by": verification,
}


def value(field: str, cell: str) -> Any:
    """What *cell* says in the column of *field*; Chinese words become the format's."""
    if field in _VALUE:
        return _VALUE[field](cell)
    if field == "text":
        return cell
    word = cell.strip()
    return _WORDS.get(field, {}).get(word, word)
