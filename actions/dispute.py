"""Contested debts: not theirs, or not that much. Recorded, frozen, looked into."""

from __future__ import annotations

import re

from actions.followup import asks_note
from actions.handoff import open_ticket
from actions.reply import Reply
from actions.turn import Turn, answer

_MISUSED = re.compile("盗刷|盗用|冒用|冒名|伪造|诈骗|骗|偷|丢")


def respond(turn: Turn) -> Reply:
    """The debt is said not to be theirs."""
    stolen = _MISUSED.search(turn.reading.text) is not None
    kind = "fraud" if stolen else "handoff"
    open_ticket(turn, kind, "客户称不是本人借款，请核查", "high", beside=True)
    return _opened(turn, "not_mine", "dispute_not_mine_noted")


def respond_amount(turn: Turn) -> Reply:
    """The figure is said to be wrong."""
    open_ticket(turn, "handoff", "客户对金额有异议，请核查", beside=True)
    return _opened(turn, "amount", "dispute_amount_noted")


def _opened(turn: Turn, kind: str, template: str) -> Reply:
    row = turn.work.open_dispute(turn.session, kind, now=turn.now)
    account_id = turn.session.account_id
    if account_id is not None:
        turn.work.set_flag(account_id, "dispute", source=turn.source, now=turn.now)
    turn.state.close_form()
    noted = answer(turn, template, "跳过", "转人工", outcome="dispute_opened")
    return asks_note(turn, noted, form="dispute", row=row.id)
