"""The hand-off packet as a page shows it."""

from __future__ import annotations

from typing import Any

from actions.casebook.models import Matter, Ticket
from actions.casebook.work import Work
from actions.money import show
from actions.packet import REASONS as HARDSHIPS
from compliance_checker.personal.mask import mask

_ASKED = {
    "id_last4": "身份证后四位",
    "confirm": "确认",
    "amount": "金额",
    "date": "日期",
    "periods": "期数",
    "monthly_amount": "每月金额",
}
_VALUES = {
    "amount": "金额",
    "day": "日期",
    "periods": "期数",
    "monthly": "每期金额",
    "down": "首付",
    "start": "首期日期",
    "down_day": "首付日期",
}
_ALARMS = {
    "crisis": "自伤风险",
    "violence": "暴力",
    "danger": "人身危险",
    "complaint": "投诉",
    "legal": "法律",
    "minor": "未成年",
    "death": "去世",
    "incapacity": "行为能力",
    "scam": "诈骗疑虑",
    "opt_out": "不愿再收",
    "dispute_not_mine": "否认借款",
    "dispute_amount": "金额异议",
}


def packet(work: Work, matter: Matter) -> dict[str, Any] | None:
    """The hand-off packet; that of the conversation where the matter has none."""
    ticket = None
    if matter.subject == "ticket":
        ticket = work.orm.get(Ticket, matter.subject_id)
    elif matter.session_id is not None:
        query = work.orm.query(Ticket).filter(Ticket.session_id == matter.session_id)
        ticket = query.order_by(Ticket.id.desc()).first()
    if ticket is None:
        return None
    told = ticket.packet
    return {
        "summary": told.get("summary") or told.get("why") or "",
        "verified": told.get("verified"),
        "asked": _ASKED.get(told.get("asked") or "", ""),
        "values": _values(told.get("values") or {}),
        "reason": HARDSHIPS.get(told.get("reason") or "", ""),
        "promises": told.get("promises") or [],
        "risks": [_ALARMS[a] for a in told.get("alarms") or () if a in _ALARMS],
        "notes": [mask(note) for note in told.get("notes") or ()],
        "blocked": told.get("reasons") or [],
    }


def _values(values: dict[str, Any]) -> list[tuple[str, str]]:
    money = {"amount", "monthly", "down"}
    return [
        (_VALUES[name], show(value) if name in money else str(value))
        for name, value in values.items()
        if name in _VALUES and value is not None
    ]
