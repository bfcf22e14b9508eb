"""What a person needs to take over: a summary, not a raw transcript."""

from __future__ import annotations

from typing import Any

from actions.casebook.models import Application, Promise
from actions.money import show
from actions.turn import Turn

KINDS = {"plan": "分期", "extension": "延期", "waiver": "减免"}
REASONS = {
    "unemployment": "失业或没有收入",
    "illness": "本人或家人生病",
    "bereavement": "家中有人去世",
    "disaster": "灾害或意外",
    "family": "家庭变故",
    "business": "经营困难",
    "income_drop": "收入减少",
    "other": "其他困难",
}
_FORMS = {
    "promise": "约定还款时间",
    "partial": "约定还款时间",
    "plan": "申请分期",
    "extension": "申请延期",
    "waiver": "申请减免",
}
_ASKED = {
    "id_last4": "身份证后四位",
    "confirm": "确认",
    "amount": "金额",
    "date": "日期",
    "periods": "期数",
    "monthly_amount": "每月金额",
    "down_payment": "首付",
    "start_date": "首期日期",
}


def packet(turn: Turn, why: str) -> dict[str, Any]:
    """The hand-off packet: why, what was settled, what was said, what stands.

    It holds values and flags, never what a person wrote.
    """
    if turn.session.third_party_at is not None:
        return _of_outsider(turn, why)
    account_id = turn.session.account_id
    promises = turn.work.active_promises(account_id) if account_id else ()
    open_cases = turn.work.open_applications(account_id) if account_id else ()
    flags = turn.work.flags(account_id) if account_id else ()
    return {
        "why": why,
        "summary": _summary(turn, why),
        "channel": turn.session.channel,
        "verified": turn.settled,
        "wrong_answers": turn.session.wrong_answers,
        "intent": turn.reading.intent,
        "alarms": sorted(turn.reading.alarms),
        "form": turn.state.form or turn.state.wish,
        "asked": turn.asked,
        "values": turn.state.draft.with_newer(turn.said).as_json(),
        "reason": turn.state.reason,
        "promises": [_promise(p) for p in promises],
        "applications": [_application(a) for a in open_cases],
        "flags": sorted({flag.kind for flag in flags}),
    }


def _of_outsider(turn: Turn, why: str) -> dict[str, Any]:
    """Of a conversation with somebody else: nothing that could be told on to them."""
    return {
        "why": why,
        "summary": f"{why}；对方不是本人，不得透露任何账户信息",
        "channel": turn.session.channel,
        "verified": False,
        "closed": turn.state.closed,
    }


def _summary(turn: Turn, why: str) -> str:
    parts = [why, "身份已核对" if turn.settled else "身份未核对"]
    form = _FORMS.get(turn.state.form or turn.state.wish or "")
    if form:
        parts.append(f"正在{form}")
    if turn.asked in _ASKED:
        parts.append(f"停在：{_ASKED[turn.asked]}")
    if turn.state.reason:
        parts.append(REASONS.get(turn.state.reason, turn.state.reason))
    return "；".join(parts)


def _promise(promise: Promise) -> str:
    return f"{promise.date.isoformat()} {show(promise.amount_fen)}"


def _application(application: Application) -> str:
    return f"{KINDS.get(application.kind, application.kind)} #{application.id}"
