"""Somebody else is on the line: nothing is told, from now on, in this conversation."""

from __future__ import annotations

from actions import identity
from actions.handoff import open_ticket
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.words import is_no, is_yes

#: What a closed conversation still answers, by why it was closed.
AGAIN = {
    "third_party": "third_party_again",
    "wrong_person": "wrong_person_again",
    "death": "death_again",
    "minor": "minor_again",
}
#: A person is asked for; where one was called already, that is said again.
HUMAN = {
    "third_party": "third_party_human",
    "wrong_person": "wrong_person_human",
}
WHO = ("我就是本人", "我不是您要找的人", "我是他的家人或朋友")


def respond(turn: Turn) -> Reply:
    """A family member, a colleague, a friend: apologise and ask nothing of them."""
    close(turn, "third_party", flag="third_party")
    if "human" in turn.reading.alarms:
        return respond_human(turn)
    return answer(turn, "third_party_first", "转人工", outcome="no_disclosure")


def respond_human(turn: Turn) -> Reply:
    """A person is wanted by somebody else: called, with nothing of the debt."""
    why = turn.state.closed or "third_party"
    open_ticket(turn, "handoff", "非本人要求人工")
    template = HUMAN.get(why)
    if template is None:
        return respond_closed(turn)
    return answer(turn, template, outcome="handoff")


def respond_wrong(turn: Turn) -> Reply:
    """A stranger: apologise, and mark the number."""
    close(turn, "wrong_person", flag="wrong_number")
    if "human" in turn.reading.alarms:
        return respond_human(turn)
    return answer(turn, "wrong_person_first", outcome="no_disclosure")


def respond_death(turn: Turn) -> Reply:
    """The debtor has died: condolence, everything stops, a person takes over."""
    open_ticket(turn, "death", "对方告知客户已去世", "high")
    close(turn, "death", flag="death")
    return answer(turn, "death_first", outcome="handoff")


def respond_minor(turn: Turn) -> Reply:
    """Under eighteen: everything stops, a person takes over."""
    open_ticket(turn, "minor", "对方称未满十八岁", "high")
    close(turn, "minor", flag="minor")
    return answer(turn, "minor_first", outcome="handoff")


def respond_closed(turn: Turn) -> Reply:
    """Whatever else is said in a closed conversation."""
    return answer(turn, AGAIN[turn.state.closed or "third_party"])


def ask_who(turn: Turn) -> Reply:
    """Asked back where it is not clear who is on the line."""
    wish, draft = turn.state.wish, turn.state.draft
    turn.state.close_form()
    turn.state.form, turn.state.wish, turn.state.draft = "who", wish, draft
    return answer(turn, "who_is_it", *WHO, asks="choice")


def respond_who(turn: Turn) -> Reply | None:
    """What they answered: the debtor goes on to identity, anybody else is let go."""
    turn.state.form = None
    text = turn.reading.text
    if is_no(text) or turn.reading.intent == "deny":
        return respond_wrong(turn)
    if is_yes(text) or "本人" in text or turn.reading.intent == "affirm":
        return identity.gate(turn, turn.state.wish)
    return None


def close(turn: Turn, why: str, *, flag: str) -> None:
    """End all telling in this conversation and stop contact by the flag."""
    session, state = turn.session, turn.state
    session.third_party_at = session.third_party_at or turn.now
    session.verified_at = None
    state.close_form()
    state.closed = why
    if session.account_id is not None:
        numbered = flag in ("third_party", "wrong_number")
        turn.work.set_flag(
            session.account_id,
            flag,
            source=turn.source,
            now=turn.now,
            address=session.address if numbered else None,
        )
    turn.work.event(
        f"session.{why}",
        {},
        account=session.account_id,
        session=session.id,
        source=turn.source,
        now=turn.now,
    )
