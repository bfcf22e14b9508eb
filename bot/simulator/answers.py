"""Decides what a scripted debtor says next, from what the bot asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from actions.alarms.watch import raise_alarms
from actions.phrases.entities import entities
from actions.phrases.reader import read
from actions.phrases.values import Phrases
from actions.words import is_cancel, is_no, is_skip, is_yes, starts_yes
from bot.simulator.script import Script

#: A key is answered from ``answers_if_asked`` so many times at most.
MAX_ANSWERS = 3
MAX_MESSAGES = 30

#: What a person says first, whatever was asked.
COMES_FIRST = frozenset(
    {
        "bereavement",
        "complaint",
        "crisis",
        "danger",
        "death",
        "dispute_not_mine",
        "human",
        "incapacity",
        "legal",
        "minor",
        "opt_out",
        "scam",
        "third_party",
        "wrong_person",
    }
)
#: Speaks of the identity question itself: an answer in odd words, or a refusal.
ABOUT_IDENTITY = re.compile("身份证|[后末]四位|四位数|凭(什么|啥)")
#: Questions to which almost any words are an answer.
FREE = frozenset({"reason", "income", "note"})


@dataclass(frozen=True, slots=True)
class Question:
    """What the bot waits for: its key, and the keys that answer it as well."""

    asks: str | None
    accepts: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, the one that is asked first."""
        if self.asks is None:
            return ()
        return tuple(dict.fromkeys((self.asks, *self.accepts)))


@dataclass(slots=True)
class Progress:
    """How far a script is."""

    turn: int = 0
    sent: int = 0
    given: Counter[str] = field(default_factory=Counter)


def next_message(script: Script, question: Question, progress: Progress) -> str | None:
    """What the debtor says now, or nothing when the script is at its end."""
    if progress.sent >= MAX_MESSAGES:
        return None
    turn: str | None = None
    if progress.turn < len(script.user_turns):
        turn = script.user_turns[progress.turn]
    key = _answerable(script, question, progress)
    if turn is not None and (key is None or _goes_first(script, question, progress)):
        progress.turn += 1
        progress.sent += 1
        return turn
    if key is None:
        return None
    progress.given[key] += 1
    progress.sent += 1
    return script.answer(key)


def _goes_first(script: Script, question: Question, progress: Progress) -> bool:
    """Whether the next turn is said before an answer from ``answers_if_asked``."""
    turn, *later = script.user_turns[progress.turn :]
    if bool(raise_alarms(turn) & COMES_FIRST):
        return True
    if question.asks != "confirm" and script.answer(question.asks or "") is not None:
        # A yes only takes what is suggested; this debtor knows what is asked for.
        question = replace(question, accepts=_without_yes(question))
    if answers(question, turn, script.now, script.account.id_last4):
        return True
    # The debtor will answer in their own words: this turn is said by the way.
    return any(_answers_later(script, question, text) for text in later)


def _without_yes(question: Question) -> tuple[str, ...]:
    return tuple(key for key in question.accepts if key != "confirm")


def _answers_later(script: Script, question: Question, text: str) -> bool:
    if question.asks == "confirm":
        # Values in a later turn belong to what is asked by then.
        return is_yes(text) or starts_yes(text)
    return question.asks not in FREE and answers(
        question, text, script.now, script.account.id_last4
    )


def _answerable(script: Script, question: Question, progress: Progress) -> str | None:
    """The asked key the script has an answer for that was not given too often."""
    for key in question.keys:
        if script.answer(key) is not None and progress.given[key] < MAX_ANSWERS:
            return key
    return None


def answers(question: Question, text: str, now: datetime, id_last4: str) -> bool:
    """Whether *text* answers what the bot asks."""
    if text in question.buttons:
        return True
    phrases = read(text, now)
    return any(
        READERS[key](text, phrases, now, id_last4)
        for key in question.keys
        if key in READERS
    )


def _identity(text: str, phrases: Phrases, now: datetime, id_last4: str) -> bool:
    if phrases.last4 is not None and phrases.last4.upper() == id_last4.upper():
        return True
    if ABOUT_IDENTITY.search(text):
        return True
    # 2000 alone is a sum, 1386 alone may be a wrong answer.
    return any(e["type"] == "id_last4" for e in entities(text, now.date()))


def _confirm(text: str, phrases: Phrases, _now: datetime, _last4: str) -> bool:
    plain = is_yes(text) or is_no(text) or starts_yes(text) or is_cancel(text)
    corrects = phrases.amounts or phrases.days or phrases.periods
    return plain or bool(corrects)


def _amount(_text: str, phrases: Phrases, _now: datetime, _last4: str) -> bool:
    return any(a.role not in {"rejected", "owed", "other"} for a in phrases.amounts)


def _day(_text: str, phrases: Phrases, _now: datetime, _last4: str) -> bool:
    return any(d.role not in {"rejected", "due"} for d in phrases.days)


def _periods(_text: str, phrases: Phrases, _now: datetime, _last4: str) -> bool:
    return bool(phrases.periods)


def _free(text: str, _phrases: Phrases, _now: datetime, _last4: str) -> bool:
    return is_skip(text)


#: How each key's answer is known.
READERS: dict[str, Callable[[str, Phrases, datetime, str], bool]] = {
    "id_last4": _identity,
    "confirm": _confirm,
    "amount": _amount,
    "monthly_amount": _amount,
    "down_payment": _amount,
    "date": _day,
    "start_date": _day,
    "periods": _periods,
    **dict.fromkeys(FREE, _free),
}


def button_texts(buttons: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """What the quick replies of a message would send."""
    return tuple(button.get("payload") or button.get("title", "") for button in buttons)
