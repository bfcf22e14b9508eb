"""Slips of the finger and of the tongue, which say nothing of who is on the line.

打错了 alone may mean a wrong number.  From a person whose identity is settled it means
a wrong key, unless a telephone call, a number or a person is named.
"""

from __future__ import annotations

import re

from actions.alarms.watch import plain, raise_alarms

#: Intents that end a conversation because of who is on the line.
CLOSING = frozenset({"third_party_answering", "wrong_person"})

_NUMBER = "(?:[0-9]|[零一二三四五六七八九十两百千万]{2}|[一二三四五六七八九十两][期号块元成点])"
_WRONG_PARTY = "(?!了?(?:电话|人|号|对象|手机))"
_SLIP = re.compile(
    f"(?<![们你您])(?:打|写|输|按|发|说|弄|搞|记|看|填|选|点|算)(?:错|岔|措){_WRONG_PARTY}"
    "(?:了|啦|喽|咯|哈)?(?:字|数|数字|日期|金额|期数)?"
    "|(?:手滑|手误|手抖|口误|嘴瓢|打快|(?:多|少)(?:打|写|输|按)|(?:打|写|输|按)(?:多|少))了?"
)
_CORRECTED = re.compile(
    f"(?:{_SLIP.pattern})[，,。.!！、哎啊呀哦嗯]*(?:应该|我要?说?的?)?(?:是|为|改成?|打成)?"
    f"(?:身份证)?(?:[后末]四位|尾号)?(?:是|:)?{_NUMBER}(?!.*(?:不是[他她我]|没有?这))"
)
_RELATIVE = (
    "老婆|老公|媳妇|爱人|妻子|丈夫|对象|男朋友|女朋友|爸|妈|父亲|母亲|爹|娘|儿子|女儿"
    "|哥|姐|弟|妹|爷爷|奶奶|公公|婆婆|同事|朋友|老板|室友"
)
_OWN_RELATIVE = re.compile(
    f"(?<![是替帮代])我(?:们|家|的)*(?:{_RELATIVE})+(?!欠|借|贷)[^，,。是]{{0,8}}|(?:{_RELATIVE})(?:在|不在)[^，,。]{{0,4}}"
)
_OWN_SLIP = re.compile(
    f"我(?:刚才?|自己|这边|又)*(?:{_SLIP.pattern})|(?<![息金费单账])(?:{_SLIP.pattern})(?=.{{0,6}}{_NUMBER})"
)


def is_correction(text: str) -> bool:
    """Whether a slip is owned up to and the right value follows: 打错了 是12期."""
    return _CORRECTED.search(plain(text)) is not None


def without_slips(text: str) -> str:
    """The message without the words of a slip: 多打了个零 pays nothing."""
    return _SLIP.sub("＿", plain(text))


def without_own_slips(text: str) -> str:
    """The message without what the person says of their own mistake."""
    return _OWN_SLIP.sub("＿", plain(text))


def stated(text: str) -> frozenset[str]:
    """The alarms about who is on the line that hold although identity is settled.

    >>> sorted(stated("打错了")), sorted(stated("你们打错电话了"))
    ([], ['wrong_person'])
    """
    flat = plain(text)
    found = set()
    if "wrong_person" in raise_alarms(without_slips(text)):
        found.add("wrong_person")
    if "third_party" in raise_alarms(_OWN_RELATIVE.sub("＿", flat)):
        found.add("third_party")
    return frozenset(found)
