"""An application for a waiver: nothing is promised, a person decides."""

from __future__ import annotations

import re

from actions import identity
from actions.alarms.watch import plain
from actions.draft import Draft, sum_of
from actions.handoff import open_ticket
from actions.house import answer_days
from actions.reply import Button, Reply
from actions.turn import Turn, answer, say
from actions.words import is_question, starts_yes

#: 免息那条也写上: the waiver is wanted besides what is being confirmed.
_WAIVED = "减免|免息|免(?:掉|除|了)?(?:点|些)?(?:利息|罚息|违约金|费)|(?:利息|罚息|违约金|滞纳金|费用).{0,6}(?:免|减)"
_BESIDE = re.compile(
    f"(?:{_WAIVED})[^。!！?？]{{0,8}}(?:也|一起|一并|顺便|同时|写上|写进|加上|备注|记|提|报|带)"
    f"|(?:也|一起|一并|顺便|同时|另外|再|还有|别忘了?)[^。!！?？]{{0,8}}(?:{_WAIVED})"
)


def wished_beside(turn: Turn) -> bool:
    """Whether a yes to something else asks for a waiver as well."""
    flat = plain(turn.reading.text)
    yes = starts_yes(turn.reading.text) and not is_question(turn.reading.text)
    return yes and turn.state.form != "waiver" and _BESIDE.search(flat) is not None


def beside(turn: Turn, done: Reply) -> Reply:
    """What was confirmed, and the application for a waiver put in with it."""
    _apply(turn, None)
    return done.before(say(turn, "waiver_beside"))


def respond(turn: Turn) -> Reply:
    """Offer to send the application."""
    blocked = identity.gate(turn, "waiver")
    if blocked is not None:
        return blocked
    turn.state.form = "waiver"
    turn.state.draft = turn.state.draft.with_newer(turn.said)
    return advance(turn)


def take(turn: Turn) -> Draft | None:
    """The sum offered in return, if one is."""
    return turn.said if turn.said.sum_said else None


def advance(turn: Turn) -> Reply:
    """Ask whether to send it."""
    if turn.owner().overdue_fen <= 0:
        turn.state.close_form()
        return answer(turn, "form_no_debt")
    yes, no = Button("提交申请", "对，提交申请"), Button("先不用", "先不用了")
    return answer(turn, "waiver_confirm", yes, no, asks="confirm")


def commit(turn: Turn) -> Reply:
    """Submit it, with the sum offered in return."""
    offered = sum_of(turn.state.draft, turn.owner())
    _apply(turn, offered)
    turn.state.close_form()
    return answer(
        turn, "waiver_submitted", outcome="handoff", days_to_answer=answer_days()
    )


def _apply(turn: Turn, offered: int | None) -> None:
    """Put the application on record, with the fen offered in return."""
    turn.work.record_application(
        turn.session,
        "waiver",
        now=turn.now,
        reason=turn.state.reason,
        draft={} if offered is None else {"offered_fen": offered},
    )
    open_ticket(turn, "handoff", "减免申请待审核", beside=True)
