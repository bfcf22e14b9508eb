"""What each sum is for, from the words around it.

Order matters: what is denied is no offer whatever else is said of it, what is
paid or owed is none either, and only then is an offer sorted into kinds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions.phrases import clauses
from actions.phrases import sum_words as words
from actions.phrases.days_soon import SOON
from actions.phrases.durations import duration_at
from actions.phrases.scan import Item
from actions.phrases.shares import is_bare_clearing
from actions.phrases.sum_doubts import doubted, split_total
from actions.phrases.sum_restated import from_income, of_all_named, restated
from actions.phrases.sum_standing import standing
from actions.phrases.values import Amount, AmountRole, Day, Periods

# 最低能不能还两百: the least they ask to pay.
_LEAST_ASKED = re.compile("(?:□{3,5}|可以|能)(?:只|就|先)?(?:还|付|给|交)(?:个)?")


def with_roles(text: str, items: list[Item], ref: date) -> list[Item]:
    """The items with every sum's role set; bare 结清 goes when more is said."""
    spoken = [
        i
        for n, i in enumerate(items)
        if not (_idle(text, i, items) or _settles(text, items, n))
    ]
    roled = list(spoken)
    for n, item in enumerate(spoken):
        if isinstance(item, Amount):
            roled[n] = _roled(text, roled, n, ref)
    settled = restated(text, _countered(text, roled))
    return of_all_named(text, from_income(text, settled))


def _countered(text: str, items: list[Item]) -> list[Item]:
    """每月五百太多，三百行吗: the counter-offer is of the kind refused."""
    refused = False
    result: list[Item] = []
    for n, item in enumerate(items):
        if isinstance(item, Amount):
            if item.role == "rejected":
                start, end = item.span
                lead = text[clauses.hard_left(text, start, 0) : start]
                monthly = words.MONTHLY_LEFT.search(lead) or words.MONTHLY_RIGHT.match(
                    text, end
                )
                refused = bool(monthly) or _by_rule(text, items, n)
            elif refused and item.role in (None, "pay") and _same_kind(text, items, n):
                item = replace(item, role="monthly")
        result.append(item)
    return result


def _same_kind(text: str, items: list[Item], n: int) -> bool:
    """No new day and no 先 since the sum refused."""
    if isinstance(items[n - 1], Day):
        return False
    gap = text[items[n - 1].span[1] : items[n].span[0]]
    return "先" not in gap and "这" not in gap


def _idle(text: str, item: Item, items: list[Item]) -> bool:
    """结清 beside a sum or a plan says how it ends, not how much is paid now."""
    if not isinstance(item, Amount) or not is_bare_clearing(text, item):
        return False
    asked = words.ASKED.search(text, max(0, item.span[0] - 8), item.span[0])
    return bool(asked) or any(
        other is not item and isinstance(other, Amount | Periods) for other in items
    )


def _settles(text: str, items: list[Item], n: int) -> bool:
    """一次性还本金5000, 3260一次性付清: the sum beside it is the one meant."""
    following = items[n + 1] if n + 1 < len(items) else None
    item, before = items[n], items[n - 1] if n else None
    if not isinstance(item, Amount) or item.named in (None, "rest"):
        return False
    if item.named == "minimum":
        gap = text[item.span[1] : following.span[0]] if following else ""
        asked = _LEAST_ASKED.fullmatch(gap) is not None
        return asked and isinstance(following, Amount) and following.value is not None
    if item.named == "principal":
        gap = text[item.span[1] : following.span[0]] if following else "，"
        return isinstance(following, Amount) and not words.PRINCIPAL_GAP.sub("", gap)
    if isinstance(before, Amount) and before.value is not None:
        lead = text[clauses.hard_left(text, before.span[0], 0) : before.span[0]]
        gap = text[before.span[1] : item.span[0]]
        owed = words.OWED_LEFT.search(lead) and not words.OWN_PAID_RIGHT.match(
            text, before.span[1]
        )
        if words.BESIDE.fullmatch(gap) and not owed:
            return True
    gap = text[item.span[1] : following.span[0]] if following else "，"
    return isinstance(following, Amount) and not words.CUT.search(gap)


def _roled(text: str, items: list[Item], n: int, ref: date) -> Amount:
    item = items[n]
    assert isinstance(item, Amount)
    start, end = item.span
    floor = clauses.hard_left(
        text, start, clauses.edge_before(items, n, (Amount, Periods))
    )
    ceiling = clauses.hard_right(
        text, end, clauses.edge_after(items, n, (Amount,), len(text))
    )
    left = text[clauses.soft_left(text, start, floor) : start]
    right = text[end:ceiling]
    if _denied(text, items, n, right):
        return replace(item, role="rejected")
    role = item.role or standing(text, items, n, ref, left, right)
    role = role or _offer(text, items, n, text[floor:start], left, right)
    roled = item if role == item.role else replace(item, role=role)
    return doubted(roled, text, items, n, left, right)


def _denied(text: str, items: list[Item], n: int, right: str) -> bool:
    """Refused: 拿不出两千, 两千真的没有. A day in between breaks the reach."""
    start = items[n].span[0]
    floor = clauses.edge_before(items, n, (Amount, Periods))
    day_end = clauses.edge_before(items, n, (Day,))
    if day_end > floor:
        day = next(i for i in items[:n] if i.span[1] == day_end)
        if not words.CROSSES_DAY.search(text, max(0, day.span[0] - 5), day.span[0]):
            floor = day_end
    floor = clauses.soft_left(text, start, floor)
    if words.DENIED_LEFT.search(text, floor, start):
        return True
    later = words.NOT_NOW.match(right) and _day_ahead(text, items[:n])
    return not later and words.DENIED_RIGHT.match(right) is not None


def _day_ahead(text: str, items: list[Item]) -> bool:
    """国庆我还两千，现在真没有: a day later than today is named before."""
    return any(
        isinstance(i, Day)
        and i.kind in ("value", "range", "event", "unsure")
        and i.rule != SOON
        and text[i.span[0]] not in "今现"
        for i in items
    )


def _offer(
    text: str, items: list[Item], n: int, sentence: str, left: str, right: str
) -> AmountRole | None:
    if _first_of_all(text, items, n):
        return "pay"
    if words.DOWN_LEFT.search(left) or words.DOWN_RIGHT.match(right):
        return "down"
    if words.REST_LEFT.search(left) and not words.POCKET_LEFT.search(left):
        return _of_rest(text, items, n, sentence, left, right)
    rhythm = _rhythm(text, items, n, sentence, right)
    if rhythm:
        return rhythm
    if words.FIRST_LEFT.search(left):
        return _first(text, items, n)
    limited = words.LIMIT_LEFT.search(left)
    if not limited and items[n].span[1] < len(text) and split_total(text, items, n):
        return "owed"
    return (
        "pay" if words.PAY_LEFT.search(left) or words.PAY_RIGHT.match(right) else None
    )


def _of_rest(
    text: str, items: list[Item], n: int, sentence: str, left: str, right: str
) -> AmountRole:
    """What is left: paid later, or, with nothing paid before, all there is to pay."""
    if words.MONTHLY_LEFT.search(left):
        return "monthly"
    if words.ALL_GIVEN_RIGHT.match(text, items[n].span[1]) and "先" not in sentence:
        return "pay"
    first = "先" in sentence or any(
        isinstance(i, Amount) and i.role not in words.NO_OFFERS for i in items[:n]
    )
    given = words.GIVEN_RIGHT.match(right) or words.REST_PAID_RIGHT.match(right)
    if not first and given:
        return "pay"
    return "rest" if first or not words.CLEARS_LEFT.search(left) else "pay"


def _rhythm(
    text: str, items: list[Item], n: int, sentence: str, right: str
) -> AmountRole | None:
    """Paid again and again: every month, or every so many days."""
    if getattr(items[n], "named", None):
        return None
    parts = any(isinstance(i, Periods) and i.unit == "time" for i in items)
    if words.EACH_OF_LEFT.search(sentence) or (
        parts and words.ONE_PART_LEFT.search(sentence)
    ):
        return "each"
    if (
        words.MONTHLY_LEFT.search(sentence)
        or words.MONTHLY_RIGHT.match(right)
        or _by_rule(text, items, n)
    ):
        return "other" if _living(text, items, n, right) else "monthly"
    start = items[n].span[0]
    floor = max(start - len(sentence), clauses.edge_before(items, n, (Day,)))
    near = text[clauses.soft_left(text, start, floor) : start]
    if words.EACH_TIME_LEFT.search(near) and _once_a_month(text, items):
        return "monthly"
    each = words.EACH_LEFT.search(near) or words.EACH_RIGHT.match(right)
    return "each" if each or _by_rule(text, items, n, "weekly") else None


def _once_a_month(text: str, items: list[Item]) -> bool:
    """一个月一次, or 半年分六次: as many times as months."""
    if words.ONCE_A_MONTH.search(text):
        return True
    for item in items:
        if isinstance(item, Periods) and item.unit == "time" and item.value:
            length = duration_at(text, item.span[0])
            if length and length.exact and length.unit == "month":
                return length.low == item.value and not length.days
    return False


def _living(text: str, items: list[Item], n: int, right: str) -> bool:
    """Whether the sum a month is earned or spent: 请护工一个月五千."""
    start = items[n].span[0]
    sentence = text[clauses.hard_left(text, start, 0) : start]
    clause = text[clauses.soft_left(text, start, 0) : start]
    planned = any(isinstance(i, Periods) and i.kind == "value" for i in items)
    said = clause if planned else sentence[-20:]
    about_living = words.LIVING.search(said) is not None
    return about_living and not (words.OFFERS.search(clause) or words.ASKS.match(right))


def _by_rule(text: str, items: list[Item], n: int, rule: str = "monthly") -> bool:
    """每月10号还500, 500每月10号: the day next to the sum says how often."""
    start, end = items[n].span
    for k in (n - 1, n + 1):
        day = items[k] if 0 <= k < len(items) else None
        if not isinstance(day, Day) or day.kind not in ("recurring", "unsure"):
            continue
        gap = text[day.span[1] : start] if k < n else text[end : day.span[0]]
        paydays = rule == "monthly" and day.kind == "recurring"
        named = (day.rule or "").startswith((rule, "salary" if paydays else rule))
        if named and not re.search("[。！？；]|先|首付|剩|各", gap) and len(gap) <= 8:
            return True
    return False


def _first_of_all(text: str, items: list[Item], n: int) -> bool:
    """第一期还一千，总共四期: one instalment of four, nothing before them."""
    start, end = items[n].span
    first = words.FIRST_OF_ALL_LEFT.search(text, max(0, start - 20), start)
    return bool(first and words.IN_ALL_LATER.search(text, end))


def _first(text: str, items: list[Item], n: int) -> AmountRole:
    """A sum paid first: before instalments, before a rest, or simply now."""
    end = items[n].span[1]
    plan = any(isinstance(i, Periods) and i.kind != "unsure" for i in items[n + 1 :])
    later = words.LATER.search(text, end)
    monthly = re.search(words.MONTH, text[end:])
    if later and (plan or monthly or re.search("分", text[end:])):
        return "down"
    if plan or monthly:
        return "down"
    return "first" if later else "pay"
