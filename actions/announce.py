"""What the bot says without having been spoken to, when a person has acted.

The words of a decision, and of a person who takes a conversation over or hands it back.
Only what is asked changes in the kept state; when the debtor was last seen does not.
"""

from __future__ import annotations

from datetime import datetime

from actions import counter, identity, outcome
from actions.casebook.models import Matter, Session
from actions.casebook.work import Work
from actions.conversation import begin_turn
from actions.reply import Outgoing, Reply
from actions.turn import Turn, say

#: Where a conversation is held by such a reason, nothing is announced in it.
_HELD = frozenset({"who", "care"})


def decided(work: Work, session: Session, matter: Matter, now: datetime) -> Reply:
    """Word of a decision, in a web conversation; nothing where none is to be given.

    Somebody who is not known to be the debtor just now is told only that there is news.
    """
    turn = begin_turn(work, session, "", None, now)
    if turn.state.closed or turn.state.form in _HELD or turn.state.crisis:
        return Reply(())
    if session.channel == "sms" or not turn.settled or identity.slept(turn):
        message = outcome.told(turn, matter) if _open_to_all(matter) else None
        return Reply((message or say(turn, "outcome_news"),))
    if matter.status == "waiting":
        return keep(turn, counter.ask(turn, matter))
    message = outcome.told(turn, matter)
    return Reply(()) if message is None else Reply((message,))


def _open_to_all(matter: Matter) -> bool:
    """Whether the decision holds no fact of the debt."""
    return matter.subject == "ticket"


def news_by_link(work: Work, session: Session, link: str, now: datetime) -> Outgoing:
    """Word by SMS that there is news in the web conversation."""
    turn = begin_turn(work, session, "", None, now)
    return say(turn, "outcome_link", link=link)


def person_here(work: Work, session: Session, badge: str, now: datetime) -> Outgoing:
    """The first words of a person who takes the conversation over."""
    return say(begin_turn(work, session, "", None, now), "person_here", badge=badge)


def person_asks_identity(work: Work, session: Session, now: datetime) -> Reply:
    """The identity question, asked by a person; the answer is judged by the bot."""
    turn = begin_turn(work, session, "", None, now)
    return keep(turn, Reply((say(turn, "person_verify"),), asks="id_last4"))


def person_done(
    work: Work, session: Session, *, settled: bool, now: datetime
) -> Outgoing:
    """The last words, and the bot goes on; what was *settled* is not asked again."""
    turn = begin_turn(work, session, "", None, now)
    if settled:
        turn.state.close_form()
        keep(turn, Reply(()))
    return say(turn, "person_done")


def keep(turn: Turn, reply: Reply) -> Reply:
    """Keep what is now asked, beside all that the state held before."""
    turn.state.asks, turn.state.accepts = reply.asks, list(reply.accepts)
    state = {**turn.session.state, **turn.state.as_json()}
    turn.session.state = state
    turn.work.orm.flush()
    return reply
