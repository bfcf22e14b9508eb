"""The answer to the one optional question after something was put on record."""

from __future__ import annotations

from actions import already_paid, complaint
from actions.casebook.models import Dispute, Ticket
from actions.reply import Reply
from actions.turn import Turn, answer, say
from actions.words import is_skip, is_yes

NOTE_CHARS = 500


def respond(turn: Turn) -> Reply | None:
    """Keep the details told; nothing when there is no row to keep them on."""
    if turn.state.form == "complaint":
        return _to_ticket(turn)
    dispute = turn.work.orm.get(Dispute, turn.state.row or 0)
    if dispute is None:
        return None
    if _passed(turn):
        turn.state.close_form()
        return answer(turn, "dispute_note_skipped")
    if dispute.kind == "already_paid":
        already_paid.keep(turn, dispute)
    told = turn.reading.text[:NOTE_CHARS]
    dispute.note = f"{dispute.note}\n{told}" if dispute.note else told
    dispute.updated_at = turn.now
    turn.state.close_form()
    return answer(turn, "dispute_note_kept")


def _to_ticket(turn: Turn) -> Reply | None:
    ticket = turn.work.orm.get(Ticket, turn.state.row or 0)
    if ticket is None:
        return None
    if _passed(turn):
        turn.state.close_form()
        return answer(turn, "complaint_note_skipped")
    told = [*ticket.packet.get("notes", []), turn.reading.text[:NOTE_CHARS]]
    ticket.packet = {**ticket.packet, "notes": told}
    ticket.updated_at = turn.now
    # People tell it in several messages: the question stays open until they are done.
    kept = answer(turn, "complaint_note_kept", "没有了", asks="note", accepts=("note",))
    if not complaint.dangerous(turn):
        return kept
    ticket.priority = "high"
    _raise(turn, ticket)
    return kept.before(say(turn, "complaint_danger"))


def _raise(turn: Turn, ticket: Ticket) -> None:
    """A complaint of violence goes to the front of the desk's queue."""
    matter = turn.work.matter_of("ticket", ticket.id)
    if matter is not None:
        turn.work.touch_matter(matter, now=turn.now, high=True)


def _passed(turn: Turn) -> bool:
    text = turn.reading.text
    return is_skip(text) or is_yes(text) or turn.reading.intent == "thanks_bye"
