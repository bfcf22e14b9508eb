"""After a plan was submitted: reason and income, asked once, told if they wish."""

from __future__ import annotations

import re

from actions.alarms.watch import plain
from actions.casebook.models import Application
from actions.money import fen
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.words import is_question, is_skip, is_yes

NOTE_CHARS = 200
_EARNS = re.compile(
    "收入|工资|薪|退休金|养老金|低保|生活费|挣|赚|到手|拿到?手|底薪|月入|进账"
)
_PAYS = re.compile(
    "还|付|转|交|打(?![零散短杂]?工)|存|分[0-9一二三四五六七八九十两]|期|首付|开始|起"
)
_REASONS = {
    "unemployment": "失业|下岗|裁|没(有)?工作|没班|被辞|找不到工作|停工|离职",
    "illness": "病|住院|手术|癌|医|治疗|怀孕|坐月子|伤|残|抑郁",
    "bereavement": "去世|过世|丧事|白事",
    "disaster": "火|水灾|洪|地震|台风|灾|车祸",
    "family": "离婚|孩子|抚养|学费|老人|家里|赡养",
    "business": "生意|店|公司|亏|倒闭|货款|破产|周转",
    "income_drop": "收入|工资|降薪|欠薪|少|没钱|拖欠",
}


def reason_of(text: str) -> str | None:
    """The kind of hardship a text speaks of, or nothing.

    >>> reason_of("厂子倒闭，我失业了")
    'unemployment'
    """
    for reason, words in _REASONS.items():
        if re.search(words, text):
            return reason
    return None


def about_payment(turn: Turn) -> bool:
    """Whether the values of the message are a payment or a plan, not an income."""
    said, flat = turn.said, plain(turn.reading.text)
    if _EARNS.search(flat) or not _PAYS.search(flat):
        return False
    return said.plan_like or said.sum_said or said.day_said or said.start is not None


def answers(turn: Turn) -> bool:
    """Whether the message tells a reason, or a sum that can only be the income."""
    text = turn.reading.text
    if reason_of(text) is not None:
        return True
    return _income(turn) is not None and not is_question(text)


def respond(turn: Turn) -> Reply | None:
    """Keep what was told, or leave it; nothing when the message is about else."""
    application = turn.work.orm.get(Application, turn.state.row or 0)
    if application is None:
        return None
    reason = reason_of(turn.reading.text)
    income = _income(turn)
    text = turn.reading.text
    passed = is_skip(text) or is_yes(text) or turn.reading.intent == "thanks_bye"
    if reason is None and income is None and passed:
        turn.state.close_form()
        return answer(turn, "plan_detail_skipped")
    if reason is None and income is None and turn.asked != "reason":
        return None
    _keep(turn, application, reason or application.reason or "other", income)
    if income is None and turn.asked == "reason":
        return answer(
            turn, "plan_detail_income", "跳过", asks="income", accepts=("income",)
        )
    turn.state.close_form()
    return answer(turn, "plan_detail_kept")


def _income(turn: Turn) -> int | None:
    sums = [
        next((v for v in (a.value, a.low, *a.options) if v is not None), None)
        for a in turn.reading.phrases.amounts
        if a.kind not in ("named", "share") and a.role not in ("rejected", "owed")
    ]
    said = [s for s in sums if s is not None]
    return fen(said[0]) if said else None


def _keep(
    turn: Turn, application: Application, reason: str, income: int | None
) -> None:
    application.reason = reason
    if income is not None:
        application.draft = {**application.draft, "income_fen": income}
    if reason == "other":
        # Only what fits no kind is kept in words: illness is never written out.
        application.note = turn.reading.text[:NOTE_CHARS]
    application.updated_at = turn.now
    turn.work.event(
        "plan.detail",
        {"id": application.id, "reason": reason, "income": income is not None},
        account=turn.session.account_id,
        session=turn.session.id,
        source=turn.source,
        now=turn.now,
    )
