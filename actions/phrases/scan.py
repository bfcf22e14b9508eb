"""One pass over a message: its sums, days and periods, left to right."""

from __future__ import annotations

import re
from datetime import date

from actions.phrases import amounts, days, numerals, periods, shares
from actions.phrases.days_calendar import coming, unsure
from actions.phrases.days_spans import lone_length
from actions.phrases.decoys import masked
from actions.phrases.values import Amount, Day, Periods, Span

Item = Amount | Day | Periods

_STARTS = (
    days.STARTS
    | periods.STARTS
    | shares.STARTS
    | numerals.STARTS
    | frozenset("¥r千百万上小大好块")
)
_ANY = re.compile(f"[{''.join(sorted(_STARTS))}]")
_FRAME = "(?:嗯|哦|好的?|行|那|就|我|大概|可以|是|吧|的|哈|呢|啊|呀|谢谢|[，。！？ ])"
_LONE_NUMBER = re.compile(
    f"{_FRAME}*+(?P<n>[0-9]{{1,2}}|[一二三四五六七八九十两]{{1,3}}){_FRAME}*+"
)
_LONE_LENGTH = re.compile(
    f"{_FRAME}*+(?P<n>[0-9一二两三四五六七八九十半][^，。]{{0,6}}?){_FRAME}*+"
)
_SHORT = 16
# A clock time ends a day's phrase (明晚八点前) and so may lie inside it.
_CLOCK = re.compile("[点时:]")


def scan(text: str, ref: date, skip: Span | None) -> list[Item]:
    """The items in the folded text; ``skip`` is a stretch already understood."""
    closed = masked(text)
    if skip:
        closed = sorted([*closed, skip])
    items: list[Item] = []
    i, length = 0, len(text)
    while i < length:
        if closed and i >= closed[0][0]:
            i = max(i, closed.pop(0)[1])
            continue
        if text[i] not in _STARTS:
            following = _ANY.search(text, i)
            i = following.start() if following else length
            continue
        limit = next((a for a, b in closed if not _CLOCK.search(text, a, b)), length)
        item, i = _next(text, i, ref, limit)
        if item is not None:
            items.append(item)
    return items or _lone(text, ref)


def _next(text: str, i: int, ref: date, limit: int) -> tuple[Item | None, int]:
    """The item at ``i`` and where to go on; nothing reaches into a masked span."""
    item: Item | None = days.day_at(text, i, ref)
    if item is None or item.span[1] > limit:
        item = periods.periods_at(text, i)
    if item is None or item.span[1] > limit:
        item = shares.share_at(text, i)
    if item is not None and item.span[1] <= limit:
        return item, item.span[1]
    found = amounts.amount_at(text, i)
    if found is None or found.end > limit:
        return None, i + 1
    return found.amount, max(found.end, i + 1)


def _lone(text: str, ref: date) -> list[Item]:
    """A message that is one small number or one length of time.

    15 alone may be a day, a sum or a number of instalments: all are offered.
    """
    if len(text) > _SHORT:
        return []
    got = _LONE_NUMBER.fullmatch(text)
    number = numerals.numeral(text, got.start("n")) if got else None
    if got and number and number.exact and number.end == got.end("n"):
        return _readings(got.span("n"), int(number.low), number, ref)
    lone = _LONE_LENGTH.fullmatch(text)
    length = lone_length(text, lone.start("n"), ref) if lone else None
    return [length] if length else []


def _readings(
    span: Span, value: int, number: numerals.Numeral, ref: date
) -> list[Item]:
    items: list[Item] = [Amount("unsure", None, span, options=(number.low,))]
    if 1 <= value <= 31:
        items.append(unsure(span, coming(ref, value)))
    if value:
        items.append(Periods("unsure", None, span, options=(value,)))
    return items
