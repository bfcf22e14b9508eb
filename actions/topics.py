"""Questions and remarks told by their words, which no intent of the classifier fits.

Each has a reviewed answer for anybody; an open question is asked again after it, and
values of the same message still count.
"""

from __future__ import annotations

import re

from actions import greeting, identity, promise
from actions.alarms.watch import plain
from actions.questions import general
from actions.reply import Reply
from actions.turn import Turn, answer, say

_OTHERS = (
    "爸|妈|父母|爹|娘|家人|家里|亲戚|亲人|老婆|老公|媳妇|爱人|孩子|儿子|女儿|哥|姐|弟|妹"
    "|爷爷|奶奶|公婆|婆婆|朋友|同事|同学|领导|老板|单位|公司|学校|邻居|村|通讯录|联系人|别人|其他人"
)
_WALLET = "微信|支付宝|云闪付|花呗|零钱|扫码|二维码|银联|转账|现金|柜台|信用卡还|银行卡"
_TOPICS = {
    # Will others be told or called?  Asked, not complained of.
    "contacts": re.compile(
        f"(会不会|是不是(会|要)|能不能(不|别)|可不可以(不|别))[^,，。]{{0,8}}"
        f"(打|联系|找|告诉|通知|发|说|骚扰|透露)[^,，。了]{{0,8}}({_OTHERS})"
        f"|((?<!我)不会|(?<![我不])[会要])[^,，。不]{{0,8}}(打|联系|找|告诉|通知|发|骚扰|透露)[^,，。了]{{0,8}}({_OTHERS})"
        "[^了]{0,8}(吗|么|吧|嘛|呢|\\?|？)"
        f"|({_OTHERS})[^,，。了]{{0,6}}(会|会不会|不会)(知道|收到|接到)[^了]{{0,6}}(吗|么|吧|嘛|\\?|？)"
        f"|(别|不想|不要|不能|怕|不会)让?[^,，。]{{0,6}}({_OTHERS})[^,，。了]{{0,4}}(知道|发现)(?!了)"
    ),
    "wallet": re.compile(
        f"({_WALLET})[^,，。]{{0,6}}(能|可以|可不可以|行|支持|成)[^,，。]{{0,6}}(吗|么|嘛|吧|不|\\?|？)"
        f"|(能|可以|可不可以|支持|能不能)(用|走|拿|刷)?({_WALLET})[^,，。]{{0,8}}(吗|么|嘛|吧|不|\\?|？|付|还|转)"
    ),
    "suspend": re.compile(
        "停息|挂账|反催收|债务(优化|重组|规划)|征信修复|代理(投诉|协商|处置)|铲单"
    ),
    # Letting off steam: heard, whatever it was about.
    "vent": re.compile(
        "牢骚|吐(个|个?下)?槽|(吐|倒|诉)(点|倒|下)?苦水|随便说说|说说而已|发泄(一?下|下)"
    ),
    "nagged": re.compile(
        "(烦死|好烦|太烦|真烦|烦不烦|烦人|受不了).{0,8}催|(天天|老是?|一直|整天|总是?|不停地?)(在)?催"
        "|催.{0,6}(烦死|好烦|太烦|真烦|烦人|受不了)|催(催|命)"
    ),
    "forgot": re.compile(
        "(忙|一忙|事多|太忙).{0,6}忘|(给|都|就|把这事|真的?|一时)忘(了|记|光)|忘(了|记了?)(还|这事|这回事|处理|交)"
        "|^[^,，。]{0,8}忘(了|记了)[^,，。密卡号多几哪]{0,3}$|没(注意|留意)到?(这|日子|日期|时间|还)"
    ),
}
_NO_MONEY = re.compile(
    "(没|哪有|哪来的?|哪里有|拿不出|拿不出来)钱|还不(起|上|了)|没(收入|工资)"
)


def topic_of(text: str) -> str | None:
    """The topic of a message, if it is one of these.

    >>> topic_of("你们不会打我妈电话吧"), topic_of("你们打给我妈了")
    ('contacts', None)
    """
    flat = plain(text)
    return next((name for name, words in _TOPICS.items() if words.search(flat)), None)


def respond(turn: Turn) -> Reply | None:
    """The answer to the topic, or nothing; what is open is left to the caller."""
    topic = topic_of(turn.reading.text)
    return None if topic is None else _ANSWERS[topic](turn)


def _contacts(turn: Turn) -> Reply:
    return general(turn, "topic_contacts", "contacts")


def _wallet(turn: Turn) -> Reply:
    return general(turn, "topic_wallet", "payment_ways")


def _suspend(turn: Turn) -> Reply:
    if not turn.settled:
        return general(turn, "topic_suspend", "plan")
    return answer(
        turn,
        "topic_suspend",
        "我想申请分期",
        "转人工",
        asks="plan_or_promise",
        outcome="info_given",
    )


def _nagged(turn: Turn) -> Reply:
    """Heard first; then what eases it, money or quiet."""
    poor = _NO_MONEY.search(plain(turn.reading.text)) is not None
    if not turn.settled:
        return answer(turn, "topic_nagged", "我现在没空，晚点再说", "转人工")
    buttons = ("我想申请分期", "我想申请延期") if poor else ("我想定个时间还款",)
    return answer(
        turn,
        "topic_nagged_poor" if poor else "topic_nagged",
        *buttons,
        "我现在没空，晚点再说",
        "转人工",
        asks="plan_or_promise",
    )


def _vent(turn: Turn) -> Reply:
    return answer(turn, "crisis_check_calm")


def _forgot(turn: Turn) -> Reply:
    """No reproach, and on to the day."""
    heard = say(turn, "topic_forgot")
    if turn.account is None:
        return answer(turn, "greeting_menu", *greeting.menu(turn)).before(heard)
    blocked = identity.gate(turn, "promise")
    return (blocked or promise.respond(turn)).before(heard)


_ANSWERS = {
    "contacts": _contacts,
    "wallet": _wallet,
    "suspend": _suspend,
    "vent": _vent,
    "nagged": _nagged,
    "forgot": _forgot,
}
