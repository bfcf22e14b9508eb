"""Reads a message as the answer to the open question, whatever the classifier says.

An answer may correct any earlier value, call the form off, turn to another form, or
put a side question first; the third answer that cannot be used hands over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from actions import (
    admission,
    complaint,
    crisis,
    hardship,
    identity,
    notes,
    plan,
    plan_detail,
    third_party,
    waiver,
)
from actions.alarms.watch import plain
from actions.asking import (
    QUIET,
    TRIES,
    again,
    beside,
    cancelled,
    failed,
    what_changes,
)
from actions.draft import Draft
from actions.features import FEATURES, FORM_INTENTS, SIDE, WISHES, Feature
from actions.forms import FORMS, Form
from actions.harvest import harvest, reread
from actions.reply import Button, Outgoing, Reply
from actions.routing import VAGUE, calls_plan_off, feature_for, speaks_of_past
from actions.turn import Turn, answer, say, zone_of
from actions.understanding import BUTTONS, FAIRLY_SURE
from actions.words import (
    is_cancel,
    is_no,
    is_question,
    is_wait,
    is_yes,
    starts_yes,
)

#: Forms that are only yes or no: a no ends them.
YES_NO = frozenset({"waiver", "withdraw", "cancel"})
#: To be asked whether to take something back, and to say so once more.
_UNDO = re.compile("(我要|就|那就|帮我)?(撤销|撤回|撤掉?|取消)(吧|了|掉|它)?[。.!！ ]*")
#: A number and nothing else, in digits or in words.
_NUMBER = re.compile("(?:[0-9]{1,7}|[零一二两三四五六七八九十百千万]{1,7})[。.!！ ]*")
#: A payment of their own, and words of what somebody else did or asked for.
_OFFERS = re.compile("给|还|转|付|打(?!电话)|存|凑")
_OF_OTHERS = re.compile(
    "他|她|你们?(?:让|叫|要|逼|说|催|打|给)|催收|对方|骂|威胁|上门|当时|那天|说好"
)
_NOT_RIGHT = re.compile(
    "不|但|改|换|别|(?<!没)(?<!没有)错|取消|算了|要是|如果|的话|多久|什么|怎么"
)
#: What stands is to stay beside what is being confirmed.
_KEEPS = re.compile("保留|不(用)?撤|别撤|都要|两个都|一起留")
#: Words that say what is to be changed, and the values that go with them.
_CHANGES = (
    ("每月|月供|月还", ("periods", "monthly"), "monthly_amount"),
    ("期", ("periods", "monthly"), "periods"),
    ("首付", ("down",), "down_payment"),
    ("金额|数|钱|多少", ("amount", "named", "share"), "amount"),
    ("日|时间|哪天|号", ("day", "start"), "date"),
)


def respond(turn: Turn) -> Reply | None:
    """The reply when the message answers or concerns the open question."""
    form = turn.state.form
    if form in FORMS and not turn.settled:
        # A form is never gone on with past the gate, whatever state was kept.
        return identity.gate(turn, form if form in WISHES else None)
    handler = _ANSWERS.get(turn.asked or "")
    return None if handler is None else handler(turn)


def confirming(turn: Turn) -> bool:
    """Whether a plain yes accepts all that was read back."""
    suggested = turn.asked == "start_date" and "confirm" in turn.state.accepts
    return turn.asked == "confirm" or suggested


def _first_day(turn: Turn) -> Reply | None:
    """The first day of a plan: another than the suggested one, or a yes to that."""
    if not confirming(turn):
        return _value(turn)
    said = turn.said
    if said.start is None and len(said.days) > 1 and not said.plan_like:
        turn.state.draft = replace(turn.state.draft, days=said.days)
        return again(turn, "start_date")
    return _confirm(turn)


def _confirm(turn: Turn) -> Reply | None:
    form = FORMS.get(turn.state.form or "")
    if form is None:
        return None
    text = turn.reading.text
    if is_wait(text):
        accepts = tuple(turn.state.accepts)
        return answer(turn, "form_wait", asks=turn.asked, accepts=accepts)
    if _NUMBER.fullmatch(text.strip()):
        return _number_for_yes(turn, form)
    if _KEEPS.search(text) and turn.state.form in ("promise", "partial", "plan"):
        turn.state.keep = True
        return form.commit(turn)
    turned = _turned(turn)
    if turned is not None:
        return turned(turn)
    said = form.take(turn)
    if said is not None:
        return _said_again(turn, form, said)
    if waiver.wished_beside(turn):
        return waiver.beside(turn, form.commit(turn))
    undoes = turn.state.form in ("withdraw", "cancel")
    if _yes(turn) or (undoes and _UNDO.fullmatch(text.strip())):
        return form.commit(turn)
    called_off = turn.state.form == "plan" and calls_plan_off(text)
    if is_cancel(text) or (called_off and not _asking(turn)):
        return cancelled(turn)
    if is_no(text) or (turn.reading.intent == "deny" and turn.reading.sure):
        return cancelled(turn) if turn.state.form in YES_NO else what_changes(turn)
    return _aside(turn) or failed(turn)


def _number_for_yes(turn: Turn, form: Form) -> Reply:
    """A bare number where a yes was asked for: a correction, never a yes."""
    number = turn.reading.text.strip().rstrip("。.!！ ")
    named = {"plan": "periods", "counter": "periods", "extension": "date"}
    wanted = named.get(turn.state.form or "", "amount")
    if turn.asked == "start_date" and _could_be_day(number):
        wanted = "start_date"
    if turn.state.form in ("promise", "partial") and _could_be_day(number):
        offered = (
            Button(f"{number}元", f"{number}元"),
            Button(f"{number}号", f"{number}号"),
        )
        return answer(
            turn, "promise_number_which", *offered, asks="choice", number=number
        )
    local = turn.now.astimezone(zone_of(turn.account))
    phrases = reread(number, turn.reading.phrases, wanted, local)
    turn.said = harvest(phrases, wanted, local.date())
    said = form.take(turn)
    if said is None:
        return failed(turn)
    turn.state.draft = turn.state.draft.with_newer(said)
    return form.advance(turn)


def _could_be_day(number: str) -> bool:
    return number.isdigit() and 1 <= int(number) <= 31


def _said_again(turn: Turn, form: Form, said: Draft) -> Reply:
    """Values in answer to a confirmation: a correction, or the same once more."""
    merged = turn.state.draft.with_newer(said)
    same = merged == turn.state.draft
    text = turn.reading.text
    denied = turn.reading.phrases.corrected or turn.reading.intent == "deny"
    denied = denied and not _finds_right(turn)
    if turn.asked == "start_date" and form is FORMS["plan"]:
        # Asked from which day, only a yes accepts the one that was suggested.
        suggested = said.start is not None and said.start == plan.suggested_start(turn)
        without = replace(merged, start=turn.state.draft.start)
        restated = suggested and without == turn.state.draft
        same = restated or (same and starts_yes(text))
    if same and not denied and not is_question(text):
        turn.state.draft = merged
        return form.commit(turn)
    turn.state.draft = merged
    return form.advance(turn)


#: 嗯9期没错了, 这样就对了: a yes in a whole sentence.
_RIGHT = re.compile(
    "没(?:有)?错|没问题|(?:这下|这样|这回)(?:就)?(?:对|行|可以|好)|就(?:这样|这么|按这个)"
)


def _finds_right(turn: Turn) -> bool:
    """Whether what was read back is called right, with no other number beside."""
    flat, draft = plain(turn.reading.text), turn.state.draft
    if not _RIGHT.search(flat) or _asking(turn) or _NOT_RIGHT.search(flat):
        return False
    yuan = (draft.monthly, draft.amount, draft.down)
    known = {str(v // 100) for v in yuan if v} | {str(draft.periods)}
    days = [d for d in (draft.start, draft.day, draft.down_day) if d is not None]
    known |= {str(n) for d in days for n in (d.year, d.month, d.day)}
    return set(re.findall("[0-9]+", flat)) <= known


def _yes(turn: Turn) -> bool:
    text = turn.reading.text
    if is_no(text):
        return False
    if _finds_right(turn):
        return True
    if turn.state.form != "plan" and starts_yes(text) and calls_plan_off(text):
        return True
    certain = turn.reading.intent == "affirm" and turn.reading.confidence >= FAIRLY_SURE
    return (
        is_yes(text)
        or (certain and not is_cancel(text))
        or (starts_yes(text) and turn.reading.intent == "affirm")
    )


def _value(turn: Turn) -> Reply | None:
    form = FORMS.get(turn.state.form or "")
    if form is None:
        return None
    if is_wait(turn.reading.text):
        accepts = tuple(turn.state.accepts)
        return answer(turn, "form_wait", asks=turn.asked, accepts=accepts)
    turned = _turned(turn)
    if turned is not None:
        return turned(turn)
    said = form.take(turn)
    if said is not None:
        turn.state.draft = turn.state.draft.with_newer(said)
        return form.advance(turn).before(*_answer_first(turn))
    if turn.reading.text.strip() == "其他金额":
        return answer(turn, "promise_ask_other", asks=turn.asked)
    called_off = turn.state.form == "plan" and calls_plan_off(turn.reading.text)
    if is_cancel(turn.reading.text) or (called_off and not _asking(turn)):
        return cancelled(turn)
    return _aside(turn) or failed(turn)


def _asking(turn: Turn) -> bool:
    return is_question(turn.reading.text)


def _choice(turn: Turn) -> Reply | None:
    """A choice of ways: who is on the line, how they are, or what to change."""
    if turn.state.form == "who":
        return admission.take_identity(turn) or third_party.respond_who(turn)
    if turn.state.form == "care":
        return crisis.respond_check(turn)
    form = FORMS.get(turn.state.form or "")
    if form is None:
        return None
    if form.take(turn) is None and not is_cancel(turn.reading.text):
        changed = _change_named(turn, form)
        if changed is not None:
            return changed
    return _value(turn)


def _change_named(turn: Turn, form: Form) -> Reply | None:
    whole = turn.state.form == "plan"
    for words, names, asks in _CHANGES:
        if not re.search(words, turn.reading.text):
            continue
        if asks in ("periods", "monthly_amount", "down_payment") and not whole:
            continue
        turn.state.draft = turn.state.draft.without(names)
        if whole and asks == "date":
            return again(turn, "start_date")
        if whole:
            asks = "monthly_amount" if asks == "amount" else asks
            return again(turn, asks)
        return form.advance(turn)
    return None


def _open(turn: Turn) -> Reply | None:
    """How it is to be arranged: values say it better than words."""
    said, intent = turn.said, turn.reading.intent
    if turn.reading.sure and intent in FORM_INTENTS:
        return feature_for(turn)(turn)
    other = intent.startswith(("ask_", "hardship_", "refuse")) and turn.reading.sure
    if said.plan_like and not intent.startswith("hardship_"):
        first = _answer_first(turn)
        return FEATURES["request_installment"](turn).before(*first)
    both = said.sum_said and said.day_said
    if both and not is_question(turn.reading.text) and not hardship.pausing(turn):
        return FEATURES["promise_to_pay"](turn)
    vague = not turn.reading.sure or intent in VAGUE
    if not other and (both or (vague and (said.sum_said or said.day_said))):
        return FEATURES["promise_to_pay"](turn)
    return None


def _detail(turn: Turn) -> Reply | None:
    other = plan_detail.about_payment(turn) or (
        _about_else(turn) and not plan_detail.answers(turn)
    )
    if other:
        turn.state.close_form()
        return None
    return plan_detail.respond(turn)


def _note(turn: Turn) -> Reply | None:
    if _about_else(turn):
        turn.state.close_form()
        return None
    return notes.respond(turn)


def _about_else(turn: Turn) -> bool:
    """Whether an optional question was passed over for another matter."""
    reading = turn.reading
    if complaint.telling(turn):
        # Days and sums of what happened belong to the complaint; only what is asked
        # for in so many words is another matter.
        asked = reading.intent.startswith(("ask_", "request_")) and (
            is_question(reading.text) or plain(reading.text) in map(plain, BUTTONS)
        )
        certain = reading.confidence >= FAIRLY_SURE
        other = reading.sure and asked and certain and not reading.alarms
        return other or _pays_after_all(turn)
    if turn.state.form == "already_paid" and _pays_after_all(turn):
        return True
    asking = reading.intent.startswith(("ask_", "request_", "promise", "partial"))
    certain = reading.confidence >= FAIRLY_SURE
    return reading.sure and asking and (certain or is_question(reading.text))


def _pays_after_all(turn: Turn) -> bool:
    """Whether a sum and a day to come are their own offer, not what happened."""
    said, text = turn.said, turn.reading.text
    both = said.sum_said and said.day is not None and not said.plan_like
    own = _OFFERS.search(plain(text)) and not _OF_OTHERS.search(plain(text))
    return both and bool(own) and not turn.reading.alarms and not speaks_of_past(turn)


def _form_takes(turn: Turn) -> bool:
    """Whether the open form can use a value of this message."""
    form = FORMS.get(turn.state.form or "")
    return form is not None and form.take(turn) is not None


def _promise_instead(turn: Turn) -> Reply:
    """From another form to a promise; what only that form needed is let go."""
    turn.state.close_form()
    return FEATURES["promise_to_pay"](turn)


def _turned(turn: Turn) -> Feature | None:
    """The other form a message turns to, if it does."""
    form, said, reading = turn.state.form, turn.said, turn.reading
    both = said.sum_said and said.day_said
    off = calls_plan_off(reading.text) or (both and said.named == "all")
    if form == "plan" and off and not said.plan_like and (both or said.sum_said):
        return _promise_instead
    if form == "plan" and off and said.day_said and not said.plan_like:
        return _promise_instead
    if form == "plan" and said.plan_like:
        # 别提交，改成9期: still the plan, whatever the classifier makes of it.
        return None
    if form == "extension" and both and not said.plan_like:
        # Asked until when, they say what they pay on that day: that is a promise.
        return _promise_instead
    if said.plan_like and form != "plan":
        return FEATURES["request_installment"]
    valued = said.sum_said or said.day_said or said.start is not None
    wished = FORM_INTENTS.get(reading.intent) if reading.sure else None
    if wished is None or wished == form or {wished, form} == {"promise", "partial"}:
        refused = reading.intent == "refuse_to_pay" and not _form_takes(turn)
        if refused and reading.confidence >= FAIRLY_SURE:
            return None if is_cancel(reading.text) else FEATURES["refuse_to_pay"]
        return None
    if form == "plan" and wished in ("promise", "partial"):
        return FEATURES[reading.intent] if both and not said.plan_like else None
    if form == "plan" and waiver.wished_beside(turn):
        return None
    if valued and turn.asked in ("amount", "date", "confirm"):
        # 下月10号行不行, asked for a day, is that day and no other form.
        return None
    if turn.asked in ("periods", "monthly_amount", "start_date") and _form_takes(turn):
        return None
    return FEATURES[reading.intent] if reading.confidence >= FAIRLY_SURE else None


def _aside(turn: Turn) -> Reply | None:
    """A side question answered, and the open one asked again."""
    intent = turn.reading.intent
    if not turn.reading.sure or intent not in SIDE:
        return None
    if intent == "chitchat_offtopic":
        turn.state.tries += 1
        if turn.state.tries >= TRIES:
            return None
    if intent.startswith("hardship_"):
        if hardship.pausing(turn):
            return hardship.respond(turn)
        return resumed(turn, hardship.mention(turn))
    if intent == "thanks_bye" and turn.state.form in FORMS:
        return resumed(turn, Reply((say(turn, "smalltalk_unfinished"),)))
    return resumed(turn, FEATURES[intent](turn))


def resumed(turn: Turn, reply: Reply) -> Reply:
    """The reply to something else, then what is open: a confirmation in full."""
    form = FORMS.get(turn.state.form or "")
    if form is None or not turn.settled or turn.asked is None:
        if reply.asks is not None or turn.asked is None:
            return reply
        if turn.asked == "id_last4":
            return beside(turn, reply)
        return replace(reply, asks=turn.asked, accepts=tuple(turn.state.accepts))
    if turn.reading.intent in QUIET - {"thanks_bye"}:
        return replace(reply, asks=turn.asked, accepts=tuple(turn.state.accepts))
    open_one = form.advance(turn) if confirming(turn) else again(turn, turn.asked)
    return reply.then(open_one)


def _answer_first(turn: Turn) -> tuple[Outgoing, ...]:
    """The answer to a question that came along with a value."""
    reading = turn.reading
    general = reading.intent.startswith("ask_") and reading.intent in SIDE
    if general and reading.confidence >= FAIRLY_SURE and is_question(reading.text):
        return FEATURES[reading.intent](turn).messages
    return ()


_ANSWERS: dict[str, Callable[[Turn], Reply | None]] = {
    "id_last4": admission.respond,
    "confirm": _confirm,
    "amount": _value,
    "date": _value,
    "periods": _value,
    "monthly_amount": _value,
    "down_payment": _value,
    "start_date": _first_day,
    "choice": _choice,
    "plan_or_promise": _open,
    "reason": _detail,
    "income": _detail,
    "note": _note,
}
