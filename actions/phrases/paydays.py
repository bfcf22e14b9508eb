"""A day on which wages come: 20号发工资 先还八百 offers that day, 20号发工资还要交房租 does not."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day

SALARY, INCOME = "salary", "income"
_MONEY = frozenset((SALARY, INCOME, "bonus"))
_OFFERS = frozenset({None, "pay", "first", "down"})
# Wages of somebody else's giving out: pay day itself is then not in their hands.
_OTHERS_LEFT = re.compile(
    "(?:他们?|她|人家|朋友|对方|老板|客户|单位|公司|亲戚|哥|姐|弟|妹|同学|房东|会计|工头|甲方)[^，。我]{0,8}(?:答应|说|承诺|保证|定)(?:了|是|好|在)?$"
)
_THEN = re.compile(
    "[^。]{0,16}?(?:就|马上|立马|立刻|当天|那天|当日|到时候?)[^，。还]{0,4}(?:还|转|付|给|打|补上)"
)
_PAYS = re.compile(
    "(?<![不没要])(?:还(?!要|有|没|不|是|得|房|车|别|完|差|欠|能|可以|想|让)|给你|给您|转给|转(?!不)|打给|打过去|打钱|补上|结清|存进去|存(?!不|款|折)|付(?!不|房|租)|交(?!不|房|水|电|学|租|社))"
)
_REFUSES = re.compile(
    "还不[了起上]|没法还|没钱|不够|拿不|给不|付不|房租|房贷|车贷|再说|再看"
)
_WAGES = re.compile("工资|工钱|薪|[发开](?:钱|支|资)")
_UNDER_IF = re.compile("如果|要是|假如|万一|要看|看看")
_HANGS = re.compile("如果|要是|假如|等|说|应该|可能|估计|大概|看|就还|了还|了再|才")
_SAID = re.compile(
    "工资|工钱|薪水?|发|开|支|结|到账|下来|才|要|到|就|能|都|一般|我们?|俺|这边|公司|厂里?|单位|这里?|吧|呢|啊|哦|嗯|的|了|那|得|等|左右|我的|是|在|[，。！？ ]"
)


def pay_day(text: str, items: list[Item], item: Day, left: str, right: str) -> Day:
    """The day as an offer when they pay on it or say nothing else, else a doubt."""
    start, end = item.span
    others = _OTHERS_LEFT.search(left) and not _THEN.match(right)
    alone = _WAGES.search(text) and not _SAID.sub("", text[:start] + text[end:])
    if item.rule == INCOME:  # may well come late
        offered = not others and (
            (_THEN.match(right) is not None and not _UNDER_IF.search(left))
            or _pays_sum(text, items, item)
        )
    else:
        offered = not others and bool(alone or _pays(text, items, item))
    rule = INCOME if item.rule == INCOME else SALARY
    if item.value and offered:
        return replace(item, rule=rule)
    options = (item.value,) if item.value else item.options
    return replace(item, kind="unsure", value=None, options=options, rule=rule)


def _pays(text: str, items: list[Item], item: Day) -> bool:
    offered = any(
        isinstance(i, Amount) and i.role in _OFFERS and i.named != "rest" for i in items
    )
    said = text[item.span[0] :]
    return offered or bool(_PAYS.search(said) and not _REFUSES.search(said))


def _pays_sum(text: str, items: list[Item], item: Day) -> bool:
    """15号货款到账，打三千: a sum follows, and nothing makes it hang on the money."""
    if _HANGS.search(text):
        return False
    return any(
        isinstance(i, Amount)
        and i.kind == "value"
        and i.role in _OFFERS
        and i.span > item.span
        for i in items
    )


def others_promise(left: str) -> bool:
    """Whether somebody else promised what comes then: 他答应月底给."""
    return _OTHERS_LEFT.search(left) is not None


def without_paydays(items: list[Item]) -> list[Item]:
    """A pay day matters only where no other day is offered."""
    offered = [
        i
        for i in items
        if isinstance(i, Day) and i.kind == "value" and i.role in (None, "by", "start")
    ]
    named = any(i.rule not in _MONEY for i in offered)
    return [
        replace(i, role="other")
        if isinstance(i, Day)
        and i.rule in _MONEY
        and (named or (offered and i.kind != "value"))
        else i
        for i in items
    ]
