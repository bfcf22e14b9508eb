"""Sums without a number of yuan: 一半, 三成, 全部, 最低还款, 本金, 剩下的."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from actions.phrases.numerals import numeral
from actions.phrases.values import Amount, Named

STARTS = frozenset(
    "一二三四五六七八九十百0123456789半两大小全都最本光剩余其尾结还付清统悉"
)
_HALF = re.compile(
    "一半(?!天|的?工资)(?:多)?|半数|对半|大半(?!年|天|个|夜|辈)|小半(?!年|天|个)|一大半|一小半|一多半"
)
_VAGUE_BEFORE = re.compile("(?:不到|超过|至少|大概|差不多|将近|起码)$")
_PERCENT = re.compile("百分之|(?P<n>[0-9]+(?:\\.[0-9]+)?)(?:%|个百分点)")
_TENTHS = re.compile(
    "成(?!本|功|为|天|年|员|立|交|绩|家|都|人|[0-9一二三四五六七八九])(?P<half>半)?"
)
_FRACTION = re.compile("分之")
_SLASH = re.compile("(?P<a>[1-4])/(?P<b>[2-9])(?=的|欠款|$|，|吧|行)")
_PAY_LEFT = re.compile(
    "(?:还|给|付|转|交|打|出|拿|凑|先|只能|首付|最多|顶多|清|结|掉|能|了)(?:个|你们?|您|到|上|掉|了|它)?$"
)
_CLOSE = re.compile(
    "的?(?:欠?款|钱|债|金额)?(?:$|[，。！？ ]|吧|行|可|好|成不|怎|能不|先|我|剩|左右)"
)
_MINIMUM = re.compile(
    "最低(?:应?还款?额?度?|额度?|档|金额|标准|限额)?(?:的)?|最小还款额?"
)
_ALL_SURE = re.compile(
    "(?:全部|全款|全额|全数|一次性|一把|一口气|统统|悉数|全都?|都)(?:[^，。！？0-9万千百们人]{0,4}?)(?:还(?!打|在|是|没|有)清?|结清?|付清?|清掉?|交清?|缴清?|了结|到位|给你|转|处理)(?!不|么|吗|¥|[0-9一二两三四五六七八九十])"
    "|(?:全款|全额|全部|一次性)(?=$|[，。！？ 吧])|(?:一次|一把)(?:还|结|付)清"
)
_CLEAR = re.compile("(?:结清|还清|付清|还完|清账|两清|清掉|全清)(?!不|的话)")
_PRINCIPAL = re.compile(
    "(?:只|光|就|单|先)?(?:能|还|付|给)+(?:个|掉|清)?本金|本金(?:部分)?(?=我?(?:可以|能|先|就)?(?:还|付|给))"
)
_REST = re.compile(
    "(?:剩下?的?|剩余的?|余下的?|其余的?|余款|尾款|余额(?!宝))(?!多少|几|不多)(?:的?(?:欠?款|钱|部分|那些|那部分))?"
)
_QUESTION = re.compile("是?(?:多少|几|啥|什么)")
_NUMBER_NEXT = re.compile(
    "(?:应该|大概|好像|不就)?(?:是|为|也?就|[那这])?(?:¥|[0-9一二两三四五六七八九十])"
)


def share_at(text: str, start: int) -> Amount | None:
    """A share or a name of a sum that starts here, or None."""
    if text[start] not in STARTS:
        return None
    return _half(text, start) or _part(text, start) or _named(text, start)


def _share(start: int, end: int, value: Decimal | None) -> Amount | None:
    if value is not None and not 0 < value <= 1:
        return None
    return Amount("share" if value else "unsure", None, (start, end), share=value)


def _half(text: str, start: int) -> Amount | None:
    got = _HALF.match(text, start)
    if got is None or text[max(0, start - 1) : start] in (
        "另",
        "前",
        "后",
        "下",
        "上",
        "免",
        "减",
        "折",
    ):
        return None
    vague = _VAGUE_BEFORE.search(text, max(0, start - 3), start)
    exact = not vague and got[0] in ("一半", "半数", "对半")
    return _share(start, got.end(), Decimal("0.5") if exact else None)


def _part(text: str, start: int) -> Amount | None:
    """30%, 百分之三十, 三成, 三分之一, 1/3: only where a payment is spoken of."""
    value, end = _part_value(text, start)
    if end == start:
        return None
    if not (_PAY_LEFT.search(text, max(0, start - 6), start) or _alone(text, end)):
        return None
    return _share(start, end, value)


def _alone(text: str, end: int) -> bool:
    return _CLOSE.match(text, end) is not None and not text.startswith("还", end)


def _part_value(text: str, start: int) -> tuple[Decimal | None, int]:
    percent = _PERCENT.match(text, start)
    if percent and percent["n"]:
        return Decimal(percent["n"]) / 100, percent.end()
    slash = _SLASH.match(text, start)
    if slash:
        return _ratio(Decimal(slash["a"]), Decimal(slash["b"])), slash.end()
    first = numeral(text, percent.end() if percent else start)
    if first is None or not first.exact:
        return None, start
    if percent:
        return first.low / 100, first.end
    fraction = _FRACTION.match(text, first.end)
    second = numeral(text, fraction.end()) if fraction else None
    if second and second.exact and second.low < 100:
        return _ratio(second.low, first.low), second.end
    tenths = _TENTHS.match(text, first.end)
    if tenths and first.low < 10:
        return (
            first.low + (Decimal("0.5") if tenths["half"] else 0)
        ) / 10, tenths.end()
    return None, start


def _ratio(a: Decimal, b: Decimal) -> Decimal | None:
    return (a / b).quantize(Decimal("0.0001")).normalize() if b else None


def _named(text: str, start: int) -> Amount | None:
    minimum = _MINIMUM.match(text, start)
    if minimum:
        if _NUMBER_NEXT.match(text, minimum.end()) or _QUESTION.match(
            text, minimum.end()
        ):
            return None
        return _name("minimum", start, minimum.end())
    everything = _ALL_SURE.match(text, start)
    if everything:
        return _name("all", start, everything.end())
    rest = _REST.match(text, start)
    if rest and not _NUMBER_NEXT.match(text, rest.end()):
        if text[max(0, start - 1) : start] in ("还", "只", "就", "没"):
            return None
        return replace(_name("rest", start, rest.end()), role="rest")
    clear = _CLEAR.match(text, start)
    if clear:
        return _name("all", start, clear.end())
    principal = _PRINCIPAL.match(text, start)
    return _name("principal", start, principal.end()) if principal else None


def _name(named: Named, start: int, end: int) -> Amount:
    return Amount("named", None, (start, end), named=named)


def is_settling(amount: Amount) -> bool:
    """一次性 and 全部: said of a sum that follows, it adds nothing to it."""
    return amount.named == "all"


def is_bare_clearing(text: str, amount: Amount) -> bool:
    """结清 or 还清 by itself: how a plan ends, unless nothing else is said."""
    return amount.named == "all" and _CLEAR.fullmatch(text, *amount.span) is not None
