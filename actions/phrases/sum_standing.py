"""Money that is no offer: paid already, owed, or of another kind altogether."""

from __future__ import annotations

import re
from datetime import date

from actions.phrases import clauses
from actions.phrases import sum_words as words
from actions.phrases.days_soon import JUST
from actions.phrases.scan import Item
from actions.phrases.values import Amount, AmountRole, Day, Periods

_FAR = 240  # days


def standing(
    text: str, items: list[Item], n: int, ref: date, left: str, right: str
) -> AmountRole | None:
    """Paid, owed, or money of another kind; None for an offer."""
    role = _moved_already(text, items, n, left, right)
    if role:
        return role
    if words.LEFT_OVER.search(left) and words.REST_PAID_RIGHT.match(right):
        return None
    role = _behind_us(text, items, n, ref, left, right)
    return role or _otherwise(text, items, n, left, right)


def _moved_already(
    text: str, items: list[Item], n: int, left: str, right: str
) -> AmountRole | None:
    """Paid to others, taken by the lender; or a debt that is paid on a day."""
    if words.ELSEWHERE_LEFT.search(left) or words.TO_ME_LEFT.search(left):
        return "other"
    fee = words.FEE_RIGHT.match(right)
    if words.TAKEN_LEFT.search(left) and not fee:
        return "paid"
    if words.TAKEN_THEN_LEFT.search(left) and _dated(text, items, n):
        return "other" if fee else "paid"
    return "pay" if _debt_paid(text, items, n, left) else None


def _behind_us(
    text: str, items: list[Item], n: int, ref: date, left: str, right: str
) -> AmountRole | None:
    if words.PROMISED_LEFT.search(left) and _past_day_next(items, n):
        return "other"
    if _done(text, items, n, ref, left, right):
        return "paid"
    if _named_as_debt(text, items, n, left):
        return "owed"
    arrived = words.ARRIVED_LEFT.search(left) and not _coming_beside(
        text, items, n, ref
    )
    return "paid" if arrived or words.ARRIVED_RIGHT.match(right) else None


def _otherwise(
    text: str, items: list[Item], n: int, left: str, right: str
) -> AmountRole | None:
    """A discount, a debt, wages; None for an offer."""
    start, end = items[n].span
    if words.REDUCED_LEFT.search(left) and not words.AGREED_RIGHT.match(right):
        return "other"
    if _asked_of_debt(text, items[n], left, right):
        return "owed"
    if words.ALL_GIVEN_RIGHT.match(text, end) and not words.OWED_LEFT.search(left):
        return None
    if _foreign(_since_event(text, items, n, left), right):
        return "other"
    offered = _own_or_settled(text, start, left, right)
    if (words.OWED_LEFT.search(left) or words.OWED_RIGHT.match(right)) and not offered:
        return None if _rest_offered(left, right) else "owed"
    return None


def _done(
    text: str, items: list[Item], n: int, ref: date, left: str, right: str
) -> bool:
    """转了五百, 五百已经还了; said of a day to come it is still to be done."""
    under_if = words.IF_PAID_RIGHT.match(right) and not re.search("已|刚|早", left)
    done = (
        (words.PAID_LEFT.search(left) and not under_if)
        or words.PAID_RIGHT.match(right)
        or (
            words.SINCE_RIGHT.match(text, items[n].span[1])
            and not words.OTHER_LEFT.search(left)
        )
    )
    if _cleared(items[n], left, right) or (
        done and not _to_come(text, items, n, ref, left)
    ):
        return True
    pays = words.PAY_LEFT.search(left) or words.PAY_RIGHT.match(right)
    return bool(pays) and _past_beside(text, items, n)


def _named_as_debt(text: str, items: list[Item], n: int, left: str) -> bool:
    """总共三万 before the parts of a plan; 为什么要还三万."""
    start = items[n].span[0]
    if words.IN_ALL.search(left) and (
        any(isinstance(i, Periods) for i in items)
        or any(isinstance(i, Amount) for i in items[n + 1 :])
        or words.DEBT.search(text)
    ):
        return True
    return words.WHY_LEFT.search(text, max(0, start - 20), start) is not None


def _asked_of_debt(text: str, item: Item, left: str, right: str) -> bool:
    """最低是430吧, 欠多少？七千二？, the lender's notices, and what is still short."""
    start, end = item.span
    before = text[max(0, start - 20) : start]
    if words.OWED_ASKED_LEFT.search(before) or words.OWED_EACH_LEFT.search(before):
        return True
    if words.SHORT_OF_LEFT.search(before):
        return True
    if words.DUE_ASKED_LEFT.search(left) and words.DUE_ASKED_RIGHT.match(right):
        return True
    if words.DUE_ASKED_BEFORE.search(text, 0, start) and words.DUE_ASKED_RIGHT.match(
        text, end
    ):
        return True
    return words.QUOTED_LEFT.search(left) is not None


def _own_or_settled(text: str, start: int, left: str, right: str) -> bool:
    """还你的欠款五百, 每月还五百, 按一千算: an offer though the debt is named."""
    return bool(
        words.PAYS_OWN.search(left)
        or words.OFFERED.search(left)
        or (
            words.COUNTED_LEFT.search(text, 0, start)
            and words.COUNTED_RIGHT.match(right)
        )
    )


def _past_day_next(items: list[Item], n: int) -> bool:
    """Whether the day next before the sum is behind us."""
    before = items[n - 1] if n else None
    return isinstance(before, Day) and before.kind == "past"


def _coming_beside(text: str, items: list[Item], n: int, ref: date) -> bool:
    """20号到账八百: it has not arrived yet."""
    low = clauses.soft_left(text, items[n].span[0], 0)
    return any(
        isinstance(i, Day) and low <= i.span[0] and i.value and i.value > ref
        for i in items[:n]
    )


def _dated(text: str, items: list[Item], n: int) -> bool:
    """Whether a day stands before the sum in its clause: 5号那天扣了我2300."""
    start = items[n].span[0]
    low = clauses.soft_left(text, start, 0)
    return any(isinstance(i, Day) and low <= i.span[0] for i in items[:n])


def _debt_paid(text: str, items: list[Item], n: int, left: str) -> bool:
    """欠的本金七千我19号打给你: a day is named and no other sum."""
    if not words.OWED_LEFT.search(left):
        return False
    sums = [i for i in items if isinstance(i, Amount) and i.named != "all"]
    day = any(isinstance(i, Day) and i.kind == "value" for i in items)
    alone = len(sums) == 1 and not any(isinstance(i, Periods) for i in items)
    return day and alone and bool(words.OWN_PAID_RIGHT.match(text, items[n].span[1]))


def _since_event(text: str, items: list[Item], n: int, left: str) -> str:
    """What is said after 发了工资以后: the wages are when it is paid, not what."""
    before = items[n - 1] if n else None
    if not isinstance(before, Day) or before.kind != "event":
        return left
    since = text[before.span[1] : items[n].span[0]]
    return since if words.PAY_LEFT.search(since) else left


def _foreign(left: str, right: str) -> bool:
    """Wages, rent, what others lend or took."""
    return bool(
        words.LENT_SOON_LEFT.search(left)
        or words.OTHER_LEFT.search(left)
        or words.OTHER_RIGHT.match(right)
    )


def _cleared(item: Item, left: str, right: str) -> bool:
    """已经还清了."""
    if not isinstance(item, Amount) or item.named != "all":
        return False
    return bool(words.ALREADY.search(left) and right.startswith("了"))


def _rest_offered(left: str, right: str) -> bool:
    return "剩" in left and re.search("还|给|付|分", right) is not None


def _to_come(text: str, items: list[Item], n: int, ref: date, left: str) -> bool:
    """把这个还了 with a day to come, or under an if, is not paid yet."""
    if re.search("已|刚|早就", left) or words.EVER.search(left):
        return False
    if words.NOT_YET.search(left):
        return True
    start, end = items[n].span
    low = clauses.soft_left(text, start, 0)
    high = clauses.soft_right(text, end, len(text))
    return any(
        isinstance(i, Day)
        and low <= i.span[0] < high
        and i.kind != "past"
        and (i.value is None or i.value > ref)
        and not _just_gone(i, ref)
        and not _bare_day_before(text, i)
        for i in items
    )


def _just_gone(item: Day, ref: date) -> bool:
    """元旦 said in January: the next one is far, so the last is meant."""
    far = item.options and (item.options[0] - ref).days > _FAR
    return item.kind == "unsure" and (bool(far) or item.high is not None)


def _bare_day_before(text: str, item: Day) -> bool:
    """A bare day of the month, or a feast, may lie behind: 我5号还了500."""
    return words.MAY_BE_BEHIND.fullmatch(text, *item.span) is not None


def _past_beside(text: str, items: list[Item], n: int) -> bool:
    start, end = items[n].span
    low = clauses.soft_left(text, start, 0)
    high = clauses.soft_right(text, end, len(text))
    near = [
        i
        for i in items
        if isinstance(i, Day) and low <= i.span[0] < high and i.rule != JUST
    ]
    return bool(near) and all(i.kind == "past" for i in near)
