"""What each day is for: an offer, the rest, the past, the lender's own day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions.phrases import clauses
from actions.phrases.asides import only_talk
from actions.phrases.calendars import day, month_of, plus_days
from actions.phrases.days_calendar import WAGES_BEFORE
from actions.phrases.days_feasts import last_feast
from actions.phrases.paydays import (
    INCOME,
    SALARY,
    others_promise,
    pay_day,
    without_paydays,
)
from actions.phrases.restated import restated
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, DayRole

DENIED_RIGHT = re.compile(
    "(?:的?时候|我|俺|又|这边|真的?|实在|确实|肯定|也|都|是|还是|就|现在|目前|手头|手上|根本|恐怕|估计|可能|怕是|有点|那天|，(?=真|实在|我真|肯定|恐怕|怕)| )*+"
    "(?:还不(?!清|完|还)|来不及|没钱|没有钱|没发|发不|不行(?!吗|么|嘛|的话)|不可以(?!吗)|不方便|还没|没到|没(?:还|交|付|转)(?!清|完)|(?:你们?|银行|平台)(?:都|也|又|还|就)?(?:不同意|不肯|不批|不答应|不让)|拿不|凑不|赶不|太?早了|太赶|太急|太快|够呛|悬|不现实|做不到|不可能|没办法|没法|无法|不能|到不了|不一定|不要|没空|不发|不(?:还|处理|交)(?:会|的话|怎|呢|行|又)|不好说|不敢|说不准|没准|不确定|没把握|太?难|太?紧张|太?困难|没有(?!问题)|没收入|没工作|没活|没开|没单|周转|手紧|太?紧)"
)
_REFUSED_RIGHT = re.compile(
    "(?:就|全部)?(?:还|付|给|交)[清完上]?[ ，](?:那|这|我|真|绝对|是|根本)*+(?:不可能|没门|做不到|办不到|没戏|不行|没办法|免谈|别想)"
)
_ABOUT_SUM = re.compile("[^，。！？]{0,4}(?:那么多|这么多|全部|全款|这些|清|完)")
_DENIED_LEFT = re.compile(
    "(?:不是|并非|别|(?:没有?(?:说|答应|同意|承诺|保证)|谁说)(?:过|了)?(?:我)?(?:要)?|等不到|到不了|撑不到|赶不上|不要|不在|不用等到?|不能(?:等|在|到)?|没法(?:等|在)?|拖不到|除了|没到|(?:先前|之前|原来|本来|原先|当初|以前)(?:是)?(?:说|答应|约|定)(?:好|了|的|过)?|(?:你们?|他们|银行|客服|平台|非|老是?|一直)(?:让|要|叫|逼|催)我)(?:说|在|到|是)?$"
)
_DONE = "(?:还|支?付|转|交|打|存|缴|扣|结(?!婚)清?)(?:过去|进去|走|给你们?)?"
_PAID_RIGHT = re.compile(
    f"多?(?:的?(?:时候|早上|上午|中午|下午|晚上)|我|俺|就|才|在[^，。]{{0,4}})*+(?:(?:已经?|早就?|刚刚?|都)[^，。没不]{{0,4}}{_DONE}(?:[^，。]{{0,6}}了)?|(?:{_DONE}|给)的(?!话|时候|钱)|{_DONE}[^，。 不没能别莫□行]{{0,6}}?(?:了|过(?![来去年完]))(?!吗|么|再|就|[^，。]{{0,3}}不))"
)
# 大后天, 下周五, 过几天 lie ahead whatever stands beside them.
_COMING = re.compile(
    "明[天早晚日儿]|大?后[天日]|听日|下(?:个|周|礼拜|星期|月)|再?过[几两三0-9]+天"
)
_PAID_LEFT = re.compile("(?:已经?|(?<!最)早就?|刚刚?)(?:在|于|是)?$")
_IF = re.compile("等|要是|如果|假如|只要|把|争取|打算|准备|计划|想|要|会|能")
_DUE_LEFT = re.compile(
    "(?:还款日期?|账单日|到期日?|出账日|最后还款日|扣款日|截止日期?)(?:是|在|为|(?<!日期)(?<!款日)(?<!时间):|就是|本来是|应该是|不是|都是)*+(?:的)?$"
)
# 头个还款日: the first day of their own plan.
_OWN_DUE_LEFT = re.compile(
    "(?:头一?个|头一次|第一个|第一次|首个|首次|首期|第一期)还款(?:日期?|时间)?(?:是|在|为|定在|:)*+$"
)
# 首期要9月20号, 第一期放在10号: the first day of their own plan, too.
_FIRST_LEFT = re.compile(
    "(?:首期|第一期|头一?期)(?:的)?(?:还款)?(?:日期?|时间)?(?:我|想|要|能|就|从|是|在|定|放|到|排|改|成|为|,|，|:)*+$"
)
# 短信说25号前还清
_NOTICE_LEFT = re.compile(
    "(?:短信|通知|传票|函|页面|app|系统|账单)(?:上|里)?(?:面)?(?:说|写|显示|提示|要求)(?:着|的|是|让我|要我|叫我|我)*$"
)
_DUE_RIGHT = re.compile(
    "[□是就]*(?:最后期限|截止|最后一天(?!班))|[^，。还付给]{0,4}到期(?!取|拿|支|了?就|出来|的?(?:定期|定存|存款|存单|理财|保险|基金|国债))|(?:就|是|才|要|的)*+(?:到期(?!取|拿|支|了?就|出来|的?(?:定期|定存|存款|存单|理财|保险|基金|国债))|还款日|账单日|账单|扣款|出账|的?账)"
)
_LENDER_LEFT = re.compile("(?:你们?|银行|系统|平台|自动)(?:是|在|都|就)?$")
_OTHER_RIGHT = re.compile(
    "[^，。]{0,10}?(?:打的电话|打过电话|打来的?电话|发的短信|加的微信|催的|上门的)|(?:就|才|还[要得在]|要|得|是|我|刚|去|的|有)*+(?:生日|电话|的?[那这][笔期单]|发货|开庭|出院|住院|手术|开学|(?:去)?上班(?=$|[，。 的吧呢了])(?!了?就)|入职|结婚|加班(?!费|工资)|值班(?!费)|返工|上工|开业|出差|扫墓|上坟|拜年|走亲戚|回娘家|旅游|休息|休假|请客|复查|化疗|开工|搬家|办的|借的|开的|签的|收到|打过|打来|打的|联系|说过|说的|借了|办了|失业|下岗|停工|体检|面试|发的|快乐|安康|愉快|好[呀啊]?$|还(?:收到|在|打电|打来|催|给我[打发]|是(?!还)|来电|发短信|说我)|的?(?:车票|机票|票|飞机|高铁|火车|航班|考试|婚礼)|回家|回来|到家|生产|预产)"
)
_PAYS_THEN = re.compile(
    "，?(?:那天|当天)[^，。]{0,3}(?:还|给|转|付|打)"
    "|[^，。不没别]{0,8}?(?:(?<!了)还(?=$|[，。！ 吧呗])|还(?=你|上|掉|清|个|款|[0-9一二两三四五六七八九十百])|给你|转(?![院学机])|付(?=你|[0-9一二两三四五六七八九])|打(?:过[来去])?(?=给|[0-9一二两三四五六七八九]))"
)
_PAYS = re.compile("还|给|付|转|交|打|凑|补|结|清|存|扣")
# 看25号能不能发钱: waits and sees.
_SEES_LEFT = re.compile(
    "(?:听说|据说)[^，。]{0,4}$|(?<![你您恁侬])看看?$|(?<![你您恁侬])看下$"
)
# 又要改到10号？: the other side's change, asked about.
_AGAIN_LEFT = re.compile("又[^，。]{0,3}(?:改|换|提前|推|挪|变)[^，。]{0,2}$")
_ASKED_AFTER = re.compile("了?[啊吗呀]?？|吗")
_WHY_MOVED_LEFT = re.compile(
    "(?:怎么|咋|为什么|为啥|干嘛)[^，。]{0,3}(?:改|换|提前|推|挪|变)[^，。]{0,2}$"
)
# This month as a topic: 这个月周转不开.
_TOPIC = re.compile("这|本|今|最近|近|眼下")
_IDLE = re.compile("[吧呢啊呀嘛哦行可以吗的，。！？ 嗯那就想要我好]|之?内|以?前|能|会")
_ASIDE_RIGHT = re.compile(
    "[^，。还]{0,6}?(?:再说|再看|看看|试试|再联系|再商量|再定|再谈|再聊|聊|找我|打给我|给(?:你们?|您)?(?:个)?(?:答复|回复|消息|电话|回话|准信|信儿?|说法)|回复你|联系你|打电话|通知)"
)
_WAGES_LEFT = re.compile(
    "(?:工资|薪水|工钱)[^，。]{0,6}$|(?:发|开)(?:工资|薪)(?:是|在|都是|一般是?)?$"
)
# Somebody else is to pay then: 下月15号才发, 他答应月底给.
_COMES_RIGHT = re.compile("才(?:能|会)?(?:发|开|结|到账|下来|到位|批)(?!给)")
_WAGES_RIGHT = re.compile(
    "(?:左右)?(?:才|就|能|会|都|左右)*+(?:发|到账?|开|下来|到手|打)"
)
# 每月三百还到年底: an end, no day of payment.
_UNTIL_LEFT = re.compile(
    "(?:还款?|做|分|摊|排|给|送|扣|供|出差|住院|上班|请假|放假|休息|忙|干|值班|算|出去|培训|隔离)(?:到|至)$|直到$|一直还?到$"
)
# 还到下月20号，宽限一下
_GRACE = re.compile("宽限|缓一|延期|通融|晚几天|推迟")
_REST_LEFT = re.compile(
    "(?:剩|余下|其余|尾款|余款|剩余|另外|另一半|后面的?)[^，。]{0,10}$"
)
_REST_RIGHT = re.compile(
    "[^，。]{0,4}?(?:(?:还|付|给|结清?|补|清)上?|把)(?:剩|余|尾款|其余|另一半|另外)"
)


def with_day_roles(text: str, items: list[Item], ref: date) -> list[Item]:
    """The items with every day's role set and days behind us marked past."""
    return [
        _roled(text, items, n, ref) if isinstance(i, Day) else i
        for n, i in enumerate(items)
    ]


def with_one_naming(text: str, items: list[Item]) -> list[Item]:
    """The items where pay days and feasts yield to the day they stand beside."""
    return restated(text, without_paydays(items))


def _roled(text: str, items: list[Item], n: int, ref: date) -> Day:
    item = items[n]
    assert isinstance(item, Day)
    start, end = item.span
    if item.kind == "past":
        return replace(item, role="paid")
    floor = clauses.edge_before(items, n, (Day,))
    ceiling = clauses.edge_after(items, n, (Day,), len(text))
    left = text[clauses.soft_left(text, start, floor) : start]
    right = text[end : clauses.hard_right(text, end, ceiling)]
    if _denied(text, items, n, left, right):
        return replace(item, role="rejected")
    if _paid(left, right):
        return behind(text, item, ref)
    if _waged(text, item, left, right):
        return pay_day(text, items, item, left, right)
    if _UNTIL_LEFT.search(left) and not _GRACE.search(text):
        return replace(item, role="other")
    if _rest(text, items, n, left, right):
        return replace(item, role="rest")
    role = _foreign(text, item, left, right) or item.role
    if role is None and item.kind == "value" and only_talk(text, item, items):
        role = "other"
    return item if role == item.role else replace(item, role=role)


def _waged(text: str, item: Day, left: str, right: str) -> bool:
    """A day on which wages or others' money come."""
    return bool(
        (_WAGES_LEFT.search(left) and _WAGES_RIGHT.match(right))
        or _COMES_RIGHT.match(right)
        or WAGES_BEFORE.search(text, max(0, item.span[0] - 8), item.span[0])
        or (item.kind == "value" and item.rule in (SALARY, INCOME))
        or (item.rule is None and others_promise(left))
    )


def _foreign(text: str, item: Day, left: str, right: str) -> DayRole | None:
    """The lender's own day, or one that has nothing to do with paying."""
    if _OWN_DUE_LEFT.search(left) or _FIRST_LEFT.search(left):
        return "start"
    form = "金额" in text and left.endswith(("日期", "时间"))
    if _NOTICE_LEFT.search(left):
        return "due"
    if (_DUE_LEFT.search(left) and not form) or _DUE_RIGHT.match(right):
        return "due"
    if _LENDER_LEFT.search(left) and right.startswith("扣"):
        return "due"
    if _SEES_LEFT.search(left) or _WHY_MOVED_LEFT.search(left):
        return "other"
    if _AGAIN_LEFT.search(left) and _ASKED_AFTER.match(text, item.span[1]):
        return "other"
    other = _OTHER_RIGHT.match(right)
    aside = (other and not _PAYS_THEN.match(right, other.end())) or _aside(
        text, item, right
    )
    return "other" if item.kind != "event" and aside else None


def _aside(text: str, item: Day, right: str) -> bool:
    """A day of talk, or a month that is only talked about."""
    if _ASIDE_RIGHT.match(right):
        return True
    if item.kind not in ("range", "unsure") or item.role is not None:
        return False
    clause = right[: clauses.soft_right(right, 0, len(right))]
    said = len(_IDLE.sub("", clause)) > 1
    about_now = _TOPIC.match(text, item.span[0]) is not None
    return about_now and said and not _PAYS.search(clause)


def _denied(text: str, items: list[Item], n: int, left: str, right: str) -> bool:
    """15号不行, 不是15号. What is denied after a sum is the sum, not the day."""
    if _DENIED_LEFT.search(left) or _REFUSED_RIGHT.match(right):
        return True
    got = DENIED_RIGHT.match(right)
    if got is None or _ABOUT_SUM.match(right, got.end()):
        return False
    at = items[n].span[1] + got.end()
    stop = clauses.soft_right(text, at, items[n].span[1] + len(right))
    return not any(isinstance(i, Amount) and at <= i.span[0] < stop for i in items)


def _paid(left: str, right: str) -> bool:
    if _IF.search(left) and "已" not in right:
        return False
    return bool(_PAID_RIGHT.match(right) or _PAID_LEFT.search(left))


def behind(text: str, item: Day, ref: date) -> Day:
    """A day something was paid on: the last such day, not the coming one."""
    if _COMING.match(text[slice(*item.span)]):
        return item
    feast = last_feast(text, item.span[0], ref)
    if feast is not None:
        return replace(item, kind="past", value=feast, options=(), role="paid")
    found = item.value or item.high
    if found is None and item.kind == "unsure" and item.options:
        # 6月3号还的, said in June: this year's.
        found = day(
            item.options[0].year - 1, item.options[0].month, item.options[0].day
        )
    bare = re.match("([^月周星礼]{1,3})[号日]", text[slice(*item.span)])
    if found is not None and bare and found > ref:
        found = day(*month_of(ref, 0 if found.day <= ref.day else -1), found.day)
    if found is not None and found > ref and "月" not in text[slice(*item.span)]:
        found = plus_days(found, -7)  # 礼拜一给的
    if found is not None and found > ref:
        year = re.fullmatch("[^年下本这]+月[^年]+", text[slice(*item.span)])
        told = text.startswith(("已", "早"), item.span[1])
        found = day(found.year - 1, found.month, found.day) if told and year else None
        if found is None:
            return item
    return replace(item, kind="past", value=found, low=None, high=None, role="paid")


def _only_rest(text: str, items: list[Item], n: int) -> bool:
    """剩下的下月10号一起还: with no first sum it is the one day offered."""
    sums = [i for i in items if isinstance(i, Amount)]
    days = [i for i in items if isinstance(i, Day)]
    rest = all(i.role == "rest" and i.named == "rest" for i in sums)
    return (
        bool(sums) and rest and len(days) == 1 and "先" not in text[: items[n].span[0]]
    )


def _rest(text: str, items: list[Item], n: int, left: str, right: str) -> bool:
    sums = [i for i in items[n + 1 :] if isinstance(i, Amount) and i.value]
    if _only_rest(text, items, n):
        return False
    first = not sums or n > 0 or "先" in text[: items[n].span[0]]
    if any(
        isinstance(i, Amount)
        and i.role == "pay"
        and (i.kind == "value" or "剩" in text[max(0, i.span[0] - 6) : i.span[0]])
        for i in items[max(0, n - 1) : n]
    ):
        return False  # 剩的八百25号还: all there is to pay
    if _REST_LEFT.search(left) or (first and _REST_RIGHT.match(right)):
        return True
    before = items[n - 1] if n else None
    if not isinstance(before, Amount) or before.role != "rest":
        return False
    return not re.search("[。！？；]", text[before.span[1] : items[n].span[0]])
