"""The feature a message calls for, its values correcting a doubtful intent.

The classifier often takes 先还两千，剩下的分六个月 for a part payment, or 25号还八百行不行
for an extension.  Sums, days and instalments are read without it and tell better.
"""

from __future__ import annotations

import re

from actions.alarms.watch import plain
from actions.features import FEATURES, Feature
from actions.slips import without_slips
from actions.turn import Turn

_PLAN_WORDS = re.compile("分|期|每(个)?月|月供|一个月")
_TIME_WORDS = re.compile("延|缓|宽限|推迟|晚[点几些]|展期|拖|迟|往后")
_PAST_WORDS = re.compile(
    "已经|早就|还过|(还|转|付|交|存|打|扣)(过去|过|清|完|好)?了(?!就|再|以后|之后|才)"
)
#: Instalments called off in the same breath as a sum and a day are given.
_NO_PLAN = re.compile(
    "(不|不用|不想|不要|不做|不办|不打算|先不|也不)分(期)?了|不(办|用|要|想)分期"
    "|分期(就)?(算了|免了|不要了|不办了|不做了)|[不甭]分了"
    "|(?<![能可要])(不|不用|不想|不要|不需要|用不着|不必|别|懒得)(做|办|搞|弄|申请)?分期"
    "(?!.{0,5}(不行|不可以|不成|还不|不起|怎么|怎样|咋|会|能|没办法|没法|利息|吗|呢|[?？]))"
)
#: Instalments asked for by name, whatever the classifier made of the rest.
_PLAN_ASKED = re.compile(
    "(改成?|换成?|申请|办理?|想|要|能不能|可不可以|可以|能)(做|办)?分(期|[0-9一二三四五六七八九十两几]+[期个次])"
)
_AT_ONCE = re.compile(
    "(现在|马上|立刻|立马|这就|即刻|今天就|等下就|一会儿?就)(就|去|来|给你们?|把它?|全|都)*(还(?![差欠剩有是没不要该在])|转|付|交|打过去|结清)"
)
_DONE = re.compile(
    "已经|刚才|刚刚|刚(还|转|付|交)|早就|昨天|前天|上(周|个?月)|过了|完了|[?？吗]"
)
#: Intents that such a payment may be taken for.
_NOW = frozenset(
    {"already_paid", "dispute_amount", "nlu_fallback", "affirm", "partial_payment"}
    | {"promise_to_pay", "chitchat_offtopic", "refuse_to_pay", "ask_balance"}
)
_PROMISE = frozenset({"promise_to_pay", "partial_payment"})
_TIME = frozenset({"request_installment", "request_extension"})
#: Intents that give way to values: nobody greets with 每月还五百.
VAGUE = frozenset(
    {
        "affirm",
        "chitchat_offtopic",
        "deny",
        "greet",
        "identity_verification_answer",
        "thanks_bye",
    }
)


def feature_for(turn: Turn) -> Feature:
    """The feature that answers this message."""
    return FEATURES[intent_by_values(turn)]


def intent_by_values(turn: Turn) -> str:
    """The intent to act on: the reading's, unless its values say otherwise."""
    intent, said = turn.reading.intent, turn.said
    flat = plain(turn.reading.text)
    vague = not turn.reading.sure or intent in VAGUE
    if said.plan_like and (vague or intent in _PROMISE) and _PLAN_WORDS.search(flat):
        return "request_installment"
    both = said.sum_said and said.day_said and not said.plan_like
    off = calls_plan_off(turn.reading.text) and not said.plan_like
    if off and intent == "request_installment":
        return "promise_to_pay"
    doubtful = intent in ("already_paid", "dispute_amount", "deny", "affirm")
    if both and doubtful and not speaks_of_past(turn):
        return "promise_to_pay"
    if said.day_said and pays_now(turn.reading.text) and intent in _NOW:
        return "promise_to_pay"
    if both and intent in _TIME and not _worded(intent, flat):
        return "promise_to_pay"
    if vague and (said.sum_said or said.day_said):
        return "promise_to_pay"
    return intent if turn.reading.sure else "nlu_fallback"


def asks_for_plan(text: str) -> bool:
    """Whether instalments are asked for by name: 能不能改成分期.

    >>> asks_for_plan("能不能改成分期"), asks_for_plan("不想分期了")
    (True, False)
    """
    return _PLAN_ASKED.search(plain(text)) is not None and not calls_plan_off(text)


def calls_plan_off(text: str) -> bool:
    """Whether the message says that it is not to be instalments after all."""
    return _NO_PLAN.search(plain(text)) is not None


def speaks_of_past(turn: Turn) -> bool:
    """Whether a sum or a day of this message lies behind."""
    if pays_now(turn.reading.text):
        return False
    if _PAST_WORDS.search(without_slips(turn.reading.text)):
        return True
    phrases = turn.reading.phrases
    paid = any(a.role == "paid" for a in phrases.amounts)
    return paid or any(d.kind == "past" for d in phrases.days)


def pays_now(text: str) -> bool:
    """Whether they say that they pay this moment, which is no payment of the past.

    >>> pays_now("才88块 现在就还了"), pays_now("刚才已经还了")
    (True, False)
    """
    flat = plain(text)
    return _AT_ONCE.search(flat) is not None and _DONE.search(flat) is None


def _worded(intent: str, flat: str) -> bool:
    words = _PLAN_WORDS if intent == "request_installment" else _TIME_WORDS
    return words.search(flat) is not None
