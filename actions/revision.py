"""A change of mind after something was put on record: changed or taken back, asked once.

A submitted application and a recorded promise are never left standing side by side
without a word, and a change is never kept as a remark on what it changes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions import extension, plan, progress, promise
from actions.alarms.watch import plain
from actions.asking import what_changes
from actions.casebook.models import Application, Promise
from actions.draft import Draft
from actions.reply import Reply
from actions.turn import Turn

#: What is being drafted, or told to somebody, is not touched from here.
_BUSY = frozenset(
    {
        "promise",
        "partial",
        "plan",
        "extension",
        "waiver",
        "withdraw",
        "cancel",
        "counter",
    }
    | {"who", "care", "complaint", "dispute", "already_paid"}
)
_TAKEN_BACK = re.compile(
    "撤(销|回|掉|了)|[后反]悔|(改|变)(变)?(了)?主意|变卦|作废|当我没说|收回(刚才|之前)"
    "|不(想|要|用|打算)?(分|延)(期)?了|不(想|要|用|打算)?(办|弄|搞|申请|还)了"
    "|取消(?!提醒|短信|通知|订阅|推送|授权|卡)|算了.{2,}|(这|那)(个|笔)?不算"
)
_CHANGED = re.compile(
    "(改|换|推|挪|提前|延|推迟)(成|为|到|在|至)|改(一下|下|个|改)|(要|想)改|换个"
)
#: The message before is put right: 不是 是三千.
_PUT_RIGHT = re.compile(
    "^(不是|不对|错了|说错|搞错|弄错|打错|写错|我说的是|应该是|是说)"
)
_ASKS_WHY = re.compile("为(什么|啥|何)|怎么(会|就|还|给|把)|凭什么|谁")


def respond(turn: Turn) -> Reply | None:
    """The change asked to be confirmed; nothing where nothing stands or is changed."""
    if not turn.settled or turn.state.form in _BUSY or turn.asked == "id_last4":
        return None
    flat = plain(turn.reading.text)
    taken = _TAKEN_BACK.search(flat) is not None
    changed = _CHANGED.search(flat) is not None or _puts_right(turn, flat)
    if not (taken or changed) or _ASKS_WHY.search(flat):
        return None
    application, promised = progress.newest(turn)
    if application is None and promised is None:
        return None
    return _anew(turn, application, promised, taken=taken)


def _puts_right(turn: Turn, flat: str) -> bool:
    """Whether it corrects what the turn before recorded."""
    recent = turn.state.just is not None or turn.state.form == "plan_detail"
    corrects = turn.reading.phrases.corrected or _PUT_RIGHT.search(flat) is not None
    corrects |= turn.state.form == "plan_detail" and turn.said.start is not None
    return recent and corrects


def _anew(
    turn: Turn,
    application: Application | None,
    promised: Promise | None,
    *,
    taken: bool,
) -> Reply | None:
    said = turn.said
    if said.plan_like:
        if application is not None and application.start_date is not None:
            # The first day was settled with what stands; only the size is new.
            turn.state.draft = replace(turn.state.draft, start=application.start_date)
        return plan.respond(turn)
    if said.sum_said and said.day_said:
        turn.state.close_form()
        return promise.respond(turn)
    if said.sum_said or said.day_said or said.start is not None:
        if taken and application is not None and promised is None:
            # 不分了，月底还: a promise, of which something is still to be asked.
            turn.state.close_form()
            return promise.respond(turn)
        return _reopened(turn, application, promised)
    if taken:
        return progress.respond_withdraw(turn)
    _open(turn, application, promised)
    return what_changes(turn)


def _reopened(
    turn: Turn, application: Application | None, promised: Promise | None
) -> Reply | None:
    """What stands, with the one value of this message in the place of its own."""
    form = _open(turn, application, promised)
    turn.asked = "choice"
    takes, advance = _TAKES[form]
    said = takes(turn)
    if said is None:
        return what_changes(turn)
    turn.state.draft = turn.state.draft.with_newer(said)
    return advance(turn)


def _open(turn: Turn, application: Application | None, promised: Promise | None) -> str:
    """Open the form of what was put on record last, filled in as it stands."""
    turn.state.close_form()
    later = application is None or (
        promised is not None and promised.created_at >= application.created_at
    )
    if promised is not None and later:
        turn.state.draft = Draft(amount=promised.amount_fen, day=promised.date)
        turn.state.form = "promise"
    elif application is not None and application.kind == "extension":
        turn.state.draft = Draft(day=application.until)
        turn.state.form = "extension"
    elif application is not None:
        turn.state.draft = Draft(
            periods=application.periods,
            down=application.down_payment_fen or None,
            start=application.start_date,
        )
        turn.state.form = "plan"
    return turn.state.form or "promise"


_TAKES = {
    "promise": (promise.take, promise.advance),
    "plan": (plan.take, plan.advance),
    "extension": (extension.take, extension.advance),
}
