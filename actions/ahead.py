"""Payments that lie ahead but sound done: 过几天就还了, 都能还, 一分不少都转了.

A payment to come, the ability to pay and a question are no claim of having paid.
"""

from __future__ import annotations

import re

from actions.alarms.watch import plain

#: What is certainly behind: 已经, 昨天, 还过, 怎么还显示.
_BEHIND = re.compile(
    "已经?[^,，。经]{0,4}(?:还|付|转|交|打|存|扣|结|清)|刚才|刚刚|刚(?:还|转|付|交|打|存)|早就|早(?:都)?(?:还|付|交)"
    "|昨|前天|前几天|前两天|前阵|上(?:周|个?月|礼拜|星期)|今早|今天(?:上午|早上|中午)|(?<!能)(?<!来)(?:还|转|付|交|打|存|扣)过(?![去来])"
    "|(?:还|付|转|交)完了|明明|怎么还|为(?:什么|啥)还|(?:还|付|转|交|扣|存)了[^,，。]{0,4}(?:怎|为|凭|还(?:催|要|发|显|是))|没(?:收到|到账|更新|入账)|记录|截图|凭证|流水|到账了|查一?[下查]"
)
_SOON = (
    "(?:再?过|等)(?:个)?(?:几|两|三|[0-9]+)天|过(?:阵子|段时间|完[^,，。]{1,3})|明[天儿早晚日]|大?后[天日儿]|听日"
    "|下(?:个)?(?:周|礼拜|星期|月)[一二三四五六日天]?"
    "|待会儿?|等[下会]儿?|一会儿?|回头|马上|很快|迟早|早晚|等?发了?(?:工资|薪水?|钱)(?:了|下来)?"
)
#: Times that may as well lie behind: 这周一还了.
_EITHER = (
    "月底|周末|这(?:周|礼拜|星期)[一二三四五六日天]?|今晚|晚上|[0-9]{1,2}[号日]"
    "(?:早上|上午|中午|下午|晚上)?"
)
_PAY = "(?:还|转|付|交|打|存|结|清)"
_TO_COME = re.compile(
    f"(?:{_SOON})[^,，。!！?？;；没]{{0,8}}?{_PAY}"
    f"|(?:那|到|等)(?:我|就|我就)?[0-9]{{1,2}}[号日][^,，。没]{{0,5}}{_PAY}"
    f"|(?:{_EITHER})(?:就|再|去|会|我|能|可以|给你们?|一定|全部?|都)*{_PAY}"
    "(?!了|过|的|[清完上掉]了)"
)
_ABLE = re.compile(
    f"(?<![不没])(?:能|可以|会|要|准备|打算|争取|保证|肯定|一定)(?:一次|一起|全部?|都|马上|就|给你们?)*{_PAY}(?:清|上|完|掉|得[起了上])?(?!过)"
)
_ASKS = re.compile("[?？]|[吗么]$|是不是|会不会|是扣|从哪|怎么扣")
_SAYS_PAID = re.compile(f"{_PAY}(?:清|完|上|掉|过去|进去)?[了过]")
#: 都还了 in answer to how it is to be arranged: done, or meant to be done?
_BARE = re.compile(
    "(?:我|那|就|全部?|都|一次性?|钱|把|它|给你们?|直接|[0-9.]{2,8}元?)*"
    f"{_PAY}(?:清|完|上|掉|过去)?了(?:吧|啊|呀|呗|哈|嘛|算了)?[。.!！~ ]*"
)
_MEANT = re.compile(f"{_PAY}(?:清|完|上|掉)?了?(?:吧|呗|得了|算了|好了)[。.!！~ ]*$")
_WHOLE = re.compile(
    f"(?:一次(?:性|过)?|一把|一口气|一笔)(?:全部|全|都|给你们?|把?它)*{_PAY}(?:清|完|掉|上|了|晒|过去)*"
    "|一分(?:钱)?(?:不|都不)(?:会)?(?:少|差|欠)|(?:还|清|俾|畀|找|交)(?:晒|嗮|哂)"
    f"|(?:全部?|都|通通|统统|一起|一并)(?:给你们?|帮你们?)?{_PAY}(?:清|完|掉|上|了|过去|进去)"
)
_NOT_WHOLE_LEFT = re.compile(
    "(?:不|没|唔|无法|难|哪|怎|要是|如果|除非)[^,，。;； ]{0,5}$"
)
_NOT_WHOLE_RIGHT = re.compile(
    "(?:的话)?[^,，。;； ]{0,3}(?:不[了起来够到清完上掉出]|不现实|太|压力|吃力|有难|困难|有点|够呛|吗|么|[?？])"
)


def behind(text: str) -> bool:
    """Whether words of the past stand in the message: 已经, 昨天, 还过.

    >>> behind("昨天还了"), behind("过几天就还了")
    (True, False)
    """
    return _BEHIND.search(plain(text)) is not None


def no_claim(text: str) -> bool:
    """Whether the message speaks of paying and says nothing of having paid.

    >>> no_claim("过几天就还了"), no_claim("是扣我那张卡吗"), no_claim("我还了")
    (True, True, False)
    """
    flat = plain(text)
    if _BEHIND.search(flat):
        return False
    if _TO_COME.search(flat) or _ABLE.search(flat):
        return True
    asked = _ASKS.search(flat) is not None
    return asked and _SAYS_PAID.search(flat) is None


def asks_only(text: str) -> bool:
    """Whether such a message is a question, not an intention."""
    flat = plain(text)
    ahead = _TO_COME.search(flat) or _ABLE.search(flat)
    return _ASKS.search(flat) is not None and not ahead


def may_be_meant(text: str) -> bool:
    """Whether a bare 都还了 may be what they mean to do rather than what they did."""
    flat = plain(text)
    return _BARE.fullmatch(flat) is not None and _BEHIND.search(flat) is None


def is_meant(text: str) -> bool:
    """Whether the ending makes it an intention: 都还了吧, 还清得了."""
    flat = plain(text)
    return _BEHIND.search(flat) is None and _MEANT.search(flat) is not None


def all_of_it(text: str) -> bool:
    """Whether all that is owed is to be paid at once.

    >>> all_of_it("月底一把清"), all_of_it("一次还不清")
    (True, False)
    """
    flat = plain(text)
    for found in _WHOLE.finditer(flat):
        left = _NOT_WHOLE_LEFT.search(flat[: found.start()])
        if left is None and not _NOT_WHOLE_RIGHT.match(flat, found.end()):
            return True
    return False
