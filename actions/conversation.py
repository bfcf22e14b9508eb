"""A debtor's message in, the bot's reply out: the order of the steps, nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from actions import (
    abuse,
    admission,
    complaint,
    counter,
    crisis,
    greeting,
    identity,
    pending,
    progress,
    promise,
    revision,
    safety,
    takeover,
    topics,
)
from actions.ahead import all_of_it, asks_only, is_meant, may_be_meant, no_claim
from actions.casebook.models import Session
from actions.casebook.work import Work
from actions.draft import Draft
from actions.features import FORM_INTENTS
from actions.forms import FORMS
from actions.handoff import open_ticket
from actions.harvest import harvest, reread
from actions.money import fen
from actions.phrases.values import Phrases
from actions.reply import Reply
from actions.routing import (
    asks_for_plan,
    calls_plan_off,
    feature_for,
    intent_by_values,
    pays_now,
)
from actions.state import read_state
from actions.templates import FactsBeforeIdentityError
from actions.turn import Turn, answer, say, zone_of
from actions.understanding import FALLBACK, NluResult, Reading, understand
from actions.words import is_no, is_unsure, is_wordless, is_yes

#: Longer messages are asked to be told in short; alarms are looked for all the same.
LONGEST = 2000
#: Nothing but question marks.
_PUZZLED = re.compile("[?？]+[!！。.…~ ]*")


def take_turn(
    work: Work, session: Session, text: str, nlu: NluResult | None, now: datetime
) -> Reply:
    """Answer one message and keep what it brought about; never raises on any text."""
    turn = begin_turn(work, session, text, nlu, now)
    before = dict(session.state)
    try:
        reply = _answered(turn)
    except FactsBeforeIdentityError as error:
        turn.state = read_state(before)
        reply = _blocked(turn, str(error))
    return _finish(turn, reply)


def open_turn(work: Work, session: Session, now: datetime, opening: str) -> Reply:
    """The greeting before any message; nothing when it was said already.

    *opening* tells what the debtor came by; after a reminder the words are the same.
    """
    del opening
    turn = begin_turn(work, session, "", None, now)
    if turn.state.greeted or session.third_party_at or session.locked_at:
        return Reply((), asks=turn.state.asks)
    asked = Reply(())
    if not turn.settled:
        asked = identity.gate(turn, None) or asked
    return _finish(turn, asked)


def begin_turn(
    work: Work, session: Session, text: str, nlu: NluResult | None, now: datetime
) -> Turn:
    """The turn of one message, read; nothing is answered or kept yet."""
    state = read_state(dict(session.state))
    account = work.account(session.account_id) if session.account_id else None
    local = now.astimezone(zone_of(account))
    reading = understand(
        text[: 4 * LONGEST],
        nlu,
        local,
        state.asks,
        verified=session.verified_at is not None,
    )
    phrases = reread(reading.text, reading.phrases, state.asks, local)
    said = harvest(phrases, state.asks, local.date())
    reading = replace(reading, phrases=phrases)
    if is_unsure(reading.text) and not reading.alarms:
        # The classifier makes a dispute or a refusal of such words.
        reading = replace(reading, intent=FALLBACK, confidence=0.0, sure=False)
    reading = _rectified(reading, state.asks)
    turn = Turn(work, session, account, reading, said, state, now, state.asks)
    turn.said = _of_payment(turn, phrases, local.date())
    if pays_now(reading.text):
        turn.said = _now(turn.said, phrases, local.date())
    digits = None if session.verified_at else identity.digits_of(turn)
    if digits is not None:
        offered = _without_digits(phrases, digits)
        turn.said = harvest(offered, state.asks, local.date())
    return turn


def _rectified(reading: Reading, asked: str | None) -> Reading:
    """The reading, where what the classifier takes for paid lies ahead or is asked."""
    text = reading.text
    if reading.intent == "complain_collector" and abuse.only_swears(reading):
        return replace(reading, intent="abusive")
    if reading.intent == "request_extension" and asks_for_plan(text):
        return replace(reading, intent="request_installment")
    if reading.intent != "already_paid":
        return reading
    meant = is_meant(text) or (asked == "plan_or_promise" and may_be_meant(text))
    if not (meant or no_claim(text)):
        return reading
    asks = asks_only(text)
    return replace(reading, intent="ask_how_to_pay" if asks else "promise_to_pay")


def _of_payment(turn: Turn, phrases: Phrases, today: date) -> Draft:
    """The values, read as those of one payment where instalments are called off."""
    text, said = turn.reading.text, turn.said
    off = calls_plan_off(text)
    bare = said
    if off or turn.state.form == "plan":
        bare = harvest(phrases, None, today)
    if not bare.sum_said and not bare.plan_like and _offers_all(turn):
        bare = replace(bare, named="all")
    in_full = bare.named == "all" and bare.day_said and not bare.by
    if off and (bare.sum_said or bare.day_said):
        return bare.only_promise()
    if turn.state.form == "plan" and not (in_full and not bare.plan_like):
        return said
    return bare


def _offers_all(turn: Turn) -> bool:
    """Whether all of it is offered in words that name no sum."""
    named = any(a.kind == "value" for a in turn.reading.phrases.amounts)
    paid = turn.reading.intent in ("already_paid", "dispute_amount")
    return not named and not paid and all_of_it(turn.reading.text)


def _now(said: Draft, phrases: Phrases, today: date) -> Draft:
    """A payment of this moment: today, and the sum that is named beside it."""
    sums = {a.value for a in phrases.amounts if a.kind == "value" and a.value}
    if not said.sum_said and len(sums) == 1:
        said = replace(said, amount=fen(sums.pop()))
    return replace(said, day=today, days=(), by=False, event=False)


def _without_digits(phrases: Phrases, digits: str) -> Phrases:
    """Four digits offered as the second factor are no sum."""
    kept = tuple(a for a in phrases.amounts if a.text.strip().upper() != digits)
    return replace(phrases, amounts=kept)


def _answered(turn: Turn) -> Reply:
    for step in (
        takeover.respond,
        _safety,
        _unreadable,
        _slept,
        crisis.listen,
        counter.respond,
        revision.respond,
    ):
        reply = step(turn)
        if reply is not None:
            return reply
    return _on_topic(turn) or _routed(turn)


def _on_topic(turn: Turn) -> Reply | None:
    """A question or remark told by its words; what it came with still counts."""
    if complaint.telling(turn) or turn.state.form in ("who", "care"):
        return None
    said = turn.said
    if said.sum_said or said.day_said or said.plan_like:
        topic = topics.topic_of(turn.reading.text)
        if topic in (None, "forgot", "nagged"):
            return None
        first = topics.respond(turn)
        return None if first is None else _routed(turn).before(first.messages[0])
    between = turn.asked in (None, "plan_or_promise", "id_last4")
    if topics.topic_of(turn.reading.text) == "forgot" and not between:
        return None
    reply = topics.respond(turn)
    return None if reply is None else pending.resumed(turn, reply)


def _routed(turn: Turn) -> Reply:
    for step in (pending.respond, _unasked):
        reply = step(turn)
        if reply is not None:
            return reply
    return feature_for(turn)(turn)


def _safety(turn: Turn) -> Reply | None:
    return safety.respond(turn)


def _unreadable(turn: Turn) -> Reply | None:
    """No words, or far too many: said so, the open question staying open."""
    text = turn.reading.text
    template = None
    if _PUZZLED.fullmatch(text.strip()):
        return _puzzled(turn)
    if not text.strip():
        template = "input_empty"
    elif len(text) > LONGEST:
        template = "input_long"
    elif is_wordless(text) and not (is_yes(text) or is_no(text)):
        template = "input_wordless"
    if template is None:
        return None
    accepts = tuple(turn.state.accepts)
    return answer(turn, template, "转人工", asks=turn.asked, accepts=accepts)


def _puzzled(turn: Turn) -> Reply:
    """A bare question mark: something was not clear, so it is said again."""
    told = say(turn, "input_puzzled")
    if turn.asked == "id_last4":
        again = identity.explained(turn)
    elif turn.settled and turn.state.form in FORMS:
        again = FORMS[turn.state.form].advance(turn)
    elif not turn.settled and turn.account is not None and turn.asked is None:
        again = identity.gate(turn, None) or identity.explained(turn)
    else:
        again = answer(
            turn,
            "greeting_menu",
            *greeting.menu(turn),
            asks=turn.asked,
            accepts=tuple(turn.state.accepts),
        )
    return again.before(told)


def _slept(turn: Turn) -> Reply | None:
    """After a long silence the person is verified anew; what was said is kept."""
    state, session = turn.state, turn.session
    if not identity.slept(turn):
        return None
    session.verified_at = None
    state.draft = state.draft.with_newer(turn.said)
    if state.form in FORMS:
        state.wish = state.form
    wanted = intent_by_values(turn)
    state.wish, state.form = FORM_INTENTS.get(wanted, state.wish), None
    turn.asked = "id_last4"
    return admission.take_identity(turn) or answer(
        turn, "identity_expired", asks="id_last4"
    )


def _unasked(turn: Turn) -> Reply | None:
    """What no intent says: digits, the state of a case, values for a form."""
    reading = turn.reading
    same = promise.respond_same(turn)
    if same is not None:
        return same
    digits = identity.token_of(turn) is not None
    if digits or reading.intent == "identity_verification_answer":
        settled = admission.take_identity(turn)
        if settled is not None:
            return settled
    if "withdraw" in reading.alarms:
        return progress.respond_withdraw(turn)
    if "progress" in reading.alarms:
        return progress.respond(turn)
    form = FORMS.get(turn.state.form or "")
    if form is not None and turn.settled and form.take(turn) is not None:
        turn.state.draft = turn.state.draft.with_newer(form.take(turn) or Draft())
        return form.advance(turn)
    return None


def _stands(reply: Reply) -> bool:
    return any(m.template == "promise_stands" for m in reply.messages)


def _blocked(turn: Turn, template_id: str) -> Reply:
    """A fact was about to be told too early: the safe sentence, and a ticket."""
    turn.work.event(
        "template.blocked",
        {"template": template_id},
        account=turn.session.account_id,
        session=turn.session.id,
        source=turn.source,
        now=turn.now,
    )
    open_ticket(turn, "blocked_message", "未核身时拦下含账户信息的话术", "high")
    return answer(turn, "blocked_safe", asks=turn.asked)


def _finish(turn: Turn, reply: Reply) -> Reply:
    """Keep the state, and begin a new conversation with the disclosure."""
    state = turn.state
    if not state.greeted and not state.crisis:
        reply = reply.before(say(turn, "greeting_first"))
        state.greeted = True
    understood = all(not m.template.startswith("fallback_") for m in reply.messages)
    state.unclear = 0 if understood else state.unclear
    if reply.asks != turn.asked:
        state.tries = 0
    if reply.outcome != "promise_recorded" and not _stands(reply):
        state.just = None
    state.asks, state.accepts = reply.asks, list(reply.accepts)
    state.turn += 1
    state.seen_at = turn.now.isoformat()
    turn.work.save_state(turn.session, state.as_json(), turn.now)
    return reply
