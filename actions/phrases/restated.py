"""One day in two forms: 国庆 十月一号, 初六回去就还 正月初六, 八月十五 中秋节."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases.scan import Item
from actions.phrases.values import Day

# A day by number that is not sure is hedged, and naming it again mends nothing.
_BY_NUMBER = re.compile("[0-9]|[号日周]|星期|礼拜|[今明后]天|月[底初中]")


def restated(text: str, items: list[Item]) -> list[Item]:
    """The items where a feast that is no sure day yields to the day it names."""
    sure = [
        i
        for i in items
        if isinstance(i, Day) and i.kind == "value" and i.role in (None, "by", "start")
    ]
    return [
        replace(i, role="other")
        if isinstance(i, Day) and any(_names(text, i, other) for other in sure)
        else i
        for i in items
    ]


def _names(text: str, day: Day, sure: Day) -> bool:
    if (
        day is sure
        or day.role not in (None, "by")
        or day.kind not in ("unsure", "alternatives")
    ):
        return False
    words = text[slice(*day.span)]
    if _BY_NUMBER.search(words):
        return False
    inside = text[slice(*sure.span)].endswith(words) and words.startswith("初")
    return sure.value in day.options or inside
