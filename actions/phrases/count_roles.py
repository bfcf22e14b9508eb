"""Which numbers of instalments are refused: 12期太短了, 别分12期."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases.scan import Item
from actions.phrases.values import Periods, Span

_REFUSED_LEFT = re.compile(
    "(?:别|不要|不想|不能|不|不用|没法|不愿意?)(?:再|给我|选|办|做|要|用)?(?:分成?)?$"
)
_REFUSED_RIGHT = re.compile(
    "(?:的话|的|话|我|这|那|真的?|实在|还是|也|都|有点儿?|有些|的)*+(?:不行(?!吗|么|的话)|太短|太长|太少|太多|太久|太紧|压力|[短长多少久]了|还不[起了清完上]|不够(?!吗)|不要|不合适|不太行|难|吃力|够呛|(?:每月|每期|每个月)?还是[^，。]{0,2}(?:高|贵|多)|都?(?:已经)?(?:补|还|付|交|缴|结)(?:上|清|完|掉)*+了|[还转付打交存]的)"
)


def refused_before(text: str, start: int) -> bool:
    """Whether the words before a number of instalments refuse it."""
    return _REFUSED_LEFT.search(text, max(0, start - 8), start) is not None


def with_refusals(text: str, items: list[Item]) -> list[Item]:
    """The items with refused instalments marked."""
    return [
        replace(i, rejected=True)
        if isinstance(i, Periods) and _refused(text, i.span)
        else i
        for i in items
    ]


def _refused(text: str, span: Span) -> bool:
    return bool(refused_before(text, span[0]) or _REFUSED_RIGHT.match(text, span[1]))
