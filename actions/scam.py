"""Doubts and fraud: how to check us, and what nobody of us would ever ask."""

from __future__ import annotations

import re

from actions.alarms.watch import plain
from actions.handoff import open_ticket
from actions.reply import Reply
from actions.turn import Turn, answer, informed

_MONEY_ASKED = re.compile(
    "(转|打|付|汇|存)(钱|款)?(到|给|进|在)?.{0,8}(个人|私人|他|她|一个人|对方|微信|支付宝|安全账户)"
    "|(交|付|收|给).{0,8}(手续费|服务费|保证金|解冻费|好处费|定金|押金|流水|元|块|千|百)"
    "|安全账户|(要|让|叫|问|给|报|念).{0,6}验证码|共享屏幕|屏幕共享|收款人|扫码"
)


def respond(turn: Turn) -> Reply:
    """Thank for the care; report it where money or codes were really asked for."""
    informed(turn, "scam")
    flat = plain(turn.reading.text)
    if "scam" in turn.reading.alarms and _MONEY_ASKED.search(flat):
        open_ticket(turn, "fraud", "客户反映有人以我方名义索要款项或验证码", "high")
        return answer(turn, "scam_reported", "转人工", outcome="handoff")
    return answer(turn, "scam_warning", "转人工", outcome="info_given")
