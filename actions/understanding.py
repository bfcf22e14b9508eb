"""What a message means: Rasa's intent and the rule-based alarms, made one.

Safety never hangs on the classifier alone.  Where the two disagree the safer reading
wins, unless the words are a known look-alike or the classifier is all but certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from actions.alarms.watch import (
    hinted_alarms,
    only_looks_like,
    plain,
    raise_alarms,
)
from actions.phrases.reader import read
from actions.phrases.values import Phrases
from actions.slips import CLOSING, is_correction, stated

FALLBACK = "nlu_fallback"
#: Sums and days are read from the beginning of a message that is longer than this.
PHRASE_CHARS = 400
#: Below this the classifier's first choice is asked back rather than acted on.
UNSURE = 0.30
#: From this on the classifier outweighs an alarm, unless it is a firm one.
ALL_BUT_CERTAIN = 0.90
#: From this on a safety intent of the classifier outweighs a lesser alarm.
FAIRLY_SURE = 0.50
#: A harm intent without words that raise the alarm is still believed from here on.
HARM_BELIEVED = 0.35

#: Alarms that name an intent, the one to be acted on first standing first.
ALARM_INTENTS: dict[str, str] = {
    "crisis": "self_harm_crisis",
    "death": "third_party_answering",
    "third_party": "third_party_answering",
    "wrong_person": "wrong_person",
    "dispute_not_mine": "dispute_not_mine",
    "scam": "scam_suspicion",
    "complaint": "complain_collector",
    "danger": "complain_collector",
    "violence": "complain_collector",
    "opt_out": "opt_out",
    "human": "request_human",
    "bereavement": "hardship_other",
    "dispute_amount": "dispute_amount",
}
#: What the classifier must give the alarm's intent for words that only hint at it.
LEANS: dict[str, float] = {
    "crisis": 0.12,
    "third_party": 0.65,
    "wrong_person": 0.45,
    "dispute_not_mine": 0.40,
    "complaint": 0.30,
    "opt_out": 0.35,
    "human": 0.45,
    "dispute_amount": 0.35,
}
#: What the classifier mixes up with an alarm's intent, however certain it is.
MIXED_UP: dict[str, frozenset[str]] = {
    "dispute_amount": frozenset({"already_paid", "busy_later"}),
    "complaint": frozenset({"already_paid", "promise_to_pay"}),
}
#: Intents the classifier alone is not believed where the words are look-alikes.
LOOK_ALIKES = {"self_harm_crisis": "crisis", "opt_out": "opt_out"}
#: Alarms that hold however certain the classifier is of something else.
FIRM_ALARMS = frozenset({"crisis", "death", "third_party"})
#: Alarms about who is on the line; a verified person has to say it plainly.
PARTY_ALARMS = frozenset({"third_party", "wrong_person"})
SAFETY_ORDER = tuple(dict.fromkeys(ALARM_INTENTS.values()))

#: The bot's own quick replies are understood without any model.
BUTTONS: dict[str, str] = {
    "查询我的账户": "ask_balance",
    "我想定个时间还款": "promise_to_pay",
    "我想申请分期": "request_installment",
    "我想申请延期": "request_extension",
    "我想申请减免": "request_waiver",
    "我想先还一部分": "partial_payment",
    "我已经还过了": "already_paid",
    "我想问怎么还款": "ask_how_to_pay",
    "我对金额有疑问": "dispute_amount",
    "这笔不是我借的": "dispute_not_mine",
    "我不是您要找的人": "wrong_person",
    "我是他的家人或朋友": "third_party_answering",
    "我要投诉": "complain_collector",
    "转人工": "request_human",
    "不要再给我发消息": "opt_out",
    "我现在没空，晚点再说": "busy_later",
    "我怀疑这是诈骗": "scam_suspicion",
    "我遇到了困难": "hardship_other",
}

_FOUR = re.compile(
    "(我的?)?(身份证)?(号码?)?([后末最]+[四4]位?|尾号)?[是:：]?[0-9]{3}[0-9x]"
)


@dataclass(frozen=True, slots=True)
class NluResult:
    """Rasa's reading: the first intent, its confidence (0–1), and the ranking."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the conversation sees it.

    ``sure`` is whether the intent may be acted on without asking back; ``ranking``
    holds the classifier's readings, likeliest first.
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    alarms: frozenset[str]
    phrases: Phrases
    sure: bool


def nlu_from_rasa(parsed: Mapping[str, Any]) -> NluResult:
    """Rasa's parse result as a value; what is missing counts as not understood."""
    intent = parsed.get("intent") or {}
    ranking = parsed.get("intent_ranking") or ()
    return NluResult(
        intent=str(intent.get("name") or FALLBACK),
        confidence=float(intent.get("confidence") or 0.0),
        ranking=tuple(
            (str(entry["name"]), float(entry["confidence"])) for entry in ranking
        ),
    )


def understand(
    text: str,
    nlu: NluResult | None,
    now: datetime,
    asked: str | None,
    *,
    verified: bool = False,
) -> Reading:
    """The merged reading of *text*; days are reckoned from *now* in its own zone.

    *asked* is the open question: four bare digits are an identity answer unless a
    sum is being asked for.  Of a *verified* person only a plain statement makes
    another one.
    """
    nlu = nlu or NluResult(FALLBACK, 0.0)
    ranking = tuple(entry for entry in _ranking(nlu) if entry[0] != FALLBACK)
    alarms = raise_alarms(text) | _backed(text, ranking)
    if verified or is_correction(text):
        alarms = alarms - PARTY_ALARMS | (alarms & stated(text))
        ranking = _of_known(ranking, alarms)
    intent, confidence, sure = _merge(text, ranking, alarms)
    if asked not in (None, "id_last4") and intent == "identity_verification_answer":
        sure = False
    return Reading(
        text=text,
        intent=intent,
        confidence=confidence,
        ranking=ranking,
        alarms=alarms,
        phrases=read(text[:PHRASE_CHARS], now),
        sure=sure,
    )


def _of_known(
    ranking: tuple[tuple[str, float], ...], alarms: frozenset[str]
) -> tuple[tuple[str, float], ...]:
    """The ranking without closing intents, which no guess may bring about."""
    told = {ALARM_INTENTS[name] for name in alarms & PARTY_ALARMS}
    return tuple(entry for entry in ranking if entry[0] not in CLOSING - told)


def final_intent(text: str, nlu: NluResult | None) -> str:
    """The intent the bot acts on, before any open question is looked at."""
    ranking = () if nlu is None else _ranking(nlu)
    kept = tuple(entry for entry in ranking if entry[0] != FALLBACK)
    return _merge(text, kept, raise_alarms(text) | _backed(text, kept))[0]


def _backed(text: str, ranking: tuple[tuple[str, float], ...]) -> frozenset[str]:
    """The alarms hinted at by words and by the classifier, neither of them enough."""
    thought = dict(ranking)
    return frozenset(
        name
        for name in hinted_alarms(text) & LEANS.keys()
        if thought.get(ALARM_INTENTS[name], 0.0) >= LEANS[name]
    )


def _ranking(nlu: NluResult) -> tuple[tuple[str, float], ...]:
    return nlu.ranking or ((nlu.intent, nlu.confidence),)


def _merge(
    text: str, ranking: tuple[tuple[str, float], ...], alarms: frozenset[str]
) -> tuple[str, float, bool]:
    """The intent, the classifier's confidence in it, and whether it is sure."""
    flat = plain(text)
    if "crisis" in alarms:
        return "self_harm_crisis", 1.0, True
    known = _buttons().get(flat)
    if known is not None:
        return known, 1.0, True
    if _FOUR.fullmatch(flat):
        return "identity_verification_answer", 1.0, True
    first, confidence = _believed(text, ranking)
    # What words say by themselves goes before what they only hint at.
    raised = raise_alarms(text) & alarms
    alarm = next((name for name in ALARM_INTENTS if name in (raised or alarms)), None)
    if alarm is None:
        return first, confidence, confidence >= UNSURE
    return _weighed(alarm, first, confidence), confidence, True


@cache
def _buttons() -> dict[str, str]:
    return {plain(payload): intent for payload, intent in BUTTONS.items()}


def _believed(text: str, ranking: tuple[tuple[str, float], ...]) -> tuple[str, float]:
    """The classifier's first choice without a harm or stop that only looks like one."""
    for intent, confidence in ranking:
        alarm = LOOK_ALIKES.get(intent)
        if alarm is not None and only_looks_like(text, alarm):
            continue
        if intent != "self_harm_crisis" or confidence >= HARM_BELIEVED:
            return intent, confidence
    return FALLBACK, 0.0


def _weighed(alarm: str, first: str, confidence: float) -> str:
    """The alarm's intent, unless the classifier has the better claim."""
    warned = ALARM_INTENTS[alarm]
    if (first in CLOSING and warned in CLOSING) or first in MIXED_UP.get(alarm, ()):
        return warned
    named = alarm == "dispute_not_mine" and confidence < ALL_BUT_CERTAIN
    if named and first in CLOSING:
        return warned
    if first in SAFETY_ORDER and confidence >= FAIRLY_SURE:
        return min(first, warned, key=SAFETY_ORDER.index)
    if alarm not in FIRM_ALARMS and confidence >= ALL_BUT_CERTAIN:
        return first
    return warned
