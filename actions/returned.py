"""The debtor takes over the telephone somebody else answered.

Only a plain statement to be the debtor opens the question again, and only the second
factor opens the conversation; until then nothing is told, as before.
"""

from __future__ import annotations

import re

from actions import admission, identity
from actions.alarms.watch import plain
from actions.reply import Reply
from actions.turn import Turn, answer

_SELF = re.compile(
    "我(?:就|才)?(?:是|系)(?:她|他|客户|户主|持卡人)?(?:的)?(?:本人|本尊|机主)"
    "|(?:我|这边|现在)(?:就是)?本人(?:来了?|在|接|回来|到)|(?:^|[,，。.!！ 了啦])本人(?:来了?|在这|在了|回来了|到了|接了|$|[,，。!！])"
    "|换(?:成)?(?:我)?本人了?"
)
_DENIED = re.compile(
    "不(?:是|系)[^,，。]{0,4}本人|非本人|(?:等|让|叫|喊|找|问|联系|通知|转告)[^,，。]{0,4}本人|本人(?:不|没|去|出)"
)
_RELATIVE = "(?!的|家|她|他|老|爸|妈|父|母|儿|女|姐|妹|哥|弟|同|朋|室|对象|媳|爱人|先生|太太|丈夫|妻)"
#: The debtor is being fetched: 等下我喊她.
_FETCHED = re.compile(
    "(?:喊|叫|让|换|找)(?:一?下)?(?:我?(?:妈|爸|老公|老婆|媳妇|女儿|儿子|姐|哥|弟|妹)|他|她|本人)(?:来|过来|接|回|看|听|跟|和|给|一?下|$|[,，。!！~ 吧啊哈])"
    "|(?:他|她|本人)(?:马上|这就|等下|一会儿?)(?:来|过来|到|回)|等[^,，。]{0,4}(?:他|她|本人)(?:来|过来|回来|忙完)"
)


def respond(turn: Turn) -> Reply | None:
    """Identity asked and settled again; nothing where nobody says to be the debtor."""
    waiting = turn.asked == "id_last4" and turn.state.closed == "third_party"
    if not _may_return(turn):
        return None
    if not (waiting or says_self(turn)):
        if _FETCHED.search(plain(turn.reading.text)):
            return answer(turn, "third_party_fetched")
        return None
    if "third_party" in turn.reading.alarms:
        return None
    if identity.digits_of(turn) is None:
        return (
            answer(turn, "third_party_self", asks="id_last4")
            if says_self(turn)
            else None
        )
    return _settled(turn)


def says_self(turn: Turn) -> bool:
    """Whether whoever writes now says to be the debtor, by name or as 本人."""
    flat = plain(turn.reading.text)
    if _DENIED.search(flat):
        return False
    name = plain(turn.account.name) if turn.account is not None else ""
    named = f"我(?:就|才)?(?:是|叫|系)(?:{re.escape(name)}){_RELATIVE}"
    return _SELF.search(flat) is not None or (
        bool(name) and re.search(named, flat) is not None
    )


def _may_return(turn: Turn) -> bool:
    """Closed for another person's sake only, not locked, nobody having opted out."""
    session, account = turn.session, turn.account
    if session.third_party_at is None or turn.state.closed != "third_party":
        return False
    if account is None or session.locked_at is not None:
        return False
    wishes = [
        c for c in turn.work.consents(account.id) if c.kind in ("opt_out", "opt_in")
    ]
    return not (wishes and wishes[-1].kind == "opt_out")


def _settled(turn: Turn) -> Reply | None:
    """The second factor tried; the conversation opens only when it is right."""
    session, state = turn.session, turn.state
    since, why, asked = session.third_party_at, state.closed, turn.asked
    session.third_party_at, state.closed, turn.asked = None, None, "id_last4"
    reply = admission.take_identity(turn)
    if session.verified_at is None:
        session.third_party_at, state.closed = since, why
        turn.asked = asked
        return reply
    for flag in turn.work.flags(session.account_id or ""):
        if flag.kind == "third_party" and flag.address == session.address:
            turn.work.lift_flag(flag, source=turn.source, now=turn.now)
    return reply
