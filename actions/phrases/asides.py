"""Days and sums only talked about: 国庆节人家都放假, 明天聊, 网费一年三百六."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases import clauses
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, Periods

# Anything that may be a word for paying; 还 as "still" is none.
_PAYISH = re.compile(
    "还(?!打|在|是|要不|有|没|不|收|催|来|找|骚扰|发短|敢|上门|好吗|能活|说|叫|闹)|给|付|转|交(?!流|警|通|代)|凑|补|结(?!婚)|清|存|扣|弄|搞|处理|安排|解决|办|钱|款|账|资|薪|到位|缴|汇|充|划|拿|出来|分期|俾|畀|过数"
    "|一定|保证|肯定|准时|承诺|答应|没问题|可以|行|能|为期|前|后|截止|到(?=，)|到账|到时|到期|到了|到位|到手|最|不迟|改|延|宽|等|再|才|吧|是|换|推|拖|准|约|定|超过|为止"
)
_EMPTY = re.compile(
    "[你您恁侬]看(?:看|下)?|□|[吧呢啊呀嘛哦行可以吗的，。！？ 嗯那就想要我你您好了也都在于是谢不过、；:□对错]|还款|日期|时间|金额|说[的错]|算了|得了|或者?|要么|还是|大概|应该|左右|这个时候|晚上|早上|上午|下午|中午"
)
_WHY = re.compile("(?:为什么|为啥|凭什么)[^还付给转交。]*$")
_REACH = 14  # characters; words of paying further off belong to something else


def _live(item: Item) -> bool:
    return isinstance(item, Amount) and item.role not in ("owed", "other", "rejected")


def only_talk(text: str, item: Day, items: list[Item]) -> bool:
    """Whether other things are said of the day and nothing near it speaks of paying."""
    if any(isinstance(i, Periods) or _live(i) for i in items):
        return False
    start, end = item.span
    if _WHY.search(text, 0, start) or _told_today(text, item):
        return True
    low = clauses.soft_left(text, start, 0)
    high = clauses.soft_right(text, end, len(text))
    others = [i for i in items if low <= i.span[0] and i.span[1] <= high]
    said = text[low:high]
    for other in others:
        said = said.replace(text[slice(*other.span)], "")
    if len(_EMPTY.sub("", said)) < 1:
        return False
    near = text[max(0, start - _REACH) : start] + "，" + text[end : end + _REACH]
    return _PAYISH.search(near) is None


_PAYING = re.compile(
    "还(?!没|有|不|是|在|要|得|早|差|欠)|付|转|打(?=给|过|[0-9])|存|汇|清|给你|凑"
)
_TODAY = re.compile(
    "今[天儿日](?:都|才|已经|是|就)*.*(?:[号日]|周.|星期.|礼拜.|初.|月.{2,3})"
)


def _told_today(text: str, item: Day) -> bool:
    """今天腊月二十五，也不让人过个年: what day it is, and no word of paying."""
    start, end = item.span
    rest = text[:start] + "，" + text[end:]
    named = _TODAY.fullmatch(text, start, end) is not None
    return named and len(_EMPTY.sub("", rest)) > 3 and not _PAYING.search(rest)


# One of these makes a sum an offer or an answer.
_OFFERING = re.compile(
    "还|给|付|转|交|打|存|凑|拿|先|最多|顶多|最高|至多|撑死|只|就|可以|能|行|俾|畀|带|认|缴|汇|充|放|结|出|补|按|清|扣|剩|划|挤|匀|弄|搞|整|有|够|改|应该|算|手头|手里|手上|卡里|身上|全|金额|首付|定金|不对|错|不是|每|成|中|要么|吧|那|哪|为|日期|时间|伐|看"
)
_FRAME = re.compile(
    "[吧呢啊呀嘛哦行可以吗的，。！？ 嗯那就想要我您好了也是于谢不过、；:□对哈嘿呗元块钱整]|人民币|大概|左右|本人"
)
_MUCH = 3  # characters of other talk


def without_talk(text: str, items: list[Item]) -> list[Item]:
    """The items where a lone sum among other talk is nobody's offer."""
    sums = [i for i in items if isinstance(i, Amount)]
    if len(sums) != 1 or sums[0].role is not None or sums[0].kind != "value":
        return items
    if any(i is not sums[0] and (isinstance(i, Periods) or _own(i)) for i in items):
        return items
    start, end = sums[0].span
    beside = text[:start] + "，" + text[end:]
    low = clauses.soft_left(text, start, 0)
    clause = text[low:start] + text[end : clauses.soft_right(text, end, len(text))]
    if len(_FRAME.sub("", clause)) < _MUCH - 1:
        return items
    if _OFFERING.search(beside) or len(_FRAME.sub("", beside)) < _MUCH:
        return items
    return [replace(i, role="other") if i is sums[0] else i for i in items]


def _own(item: Item) -> bool:
    return isinstance(item, Day) and item.role in (None, "by", "start")
