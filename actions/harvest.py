"""From the phrases of one message to the values it adds to the draft."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from actions.draft import Draft
from actions.money import fen
from actions.phrases.reader import read
from actions.phrases.values import Amount, Day, Periods, Phrases
from actions.policy.plan import next_month

#: A bare number this small is a number of instalments, a larger one is yuan.
MOST_PERIODS = 60
#: A message that is longer is more than a bare number.
BARE_CHARS = 20
#: A day this close before a sum is the day of that sum.
NEAR_CHARS = 4

_OFFERED = frozenset({None, "pay", "first"})
_OWN_DAYS = frozenset({None, "by", "start"})
_BARE = re.compile(
    r"(?:那|就|嗯|改成?|要|我|选|按|先|还是|大概|差不多|分|每月|一?个?月|[ ，,:：])*"
    r"([0-9]{1,6}|[零一二两三四五六七八九十百千万]{1,6})"
    r"(?:吧|啊|呀|的话|可以|行|就行|好了|左右|[ 。.！!～~])*"
)
#: What a bare number is a number of, by the question it answers.
_UNITS = {
    "date": "号",
    "start_date": "号",
    "periods": "期",
    "amount": "元",
    "monthly_amount": "元",
    "down_payment": "元",
}


def reread(text: str, phrases: Phrases, asked: str | None, now: datetime) -> Phrases:
    """The phrases, a bare number being read as what was asked for."""
    unit = _UNITS.get(asked or "")
    said = text.strip()
    bare = _BARE.fullmatch(said) if len(said) <= BARE_CHARS else None
    if unit is None or bare is None:
        return phrases
    if unit == "期" and _large(bare[1]):
        unit = "元"
    if unit == "号" and ("月" in said or any(c in bare[1] for c in "百千万")):
        # 那每月二百吧, asked for a day, is a sum.
        return phrases
    return read(f"{bare[1]}{unit}", now)


def _large(number: str) -> bool:
    if number.isdigit():
        return int(number) > MOST_PERIODS
    return any(unit in number for unit in "百千万")


def harvest(phrases: Phrases, asked: str | None, today: date) -> Draft:
    """What the message offers, the open question deciding where a bare sum goes."""
    unsaid = {a.value for a in phrases.amounts if a.role == "rejected" and a.value}
    offers = [a for a in phrases.amounts if a.role in _OFFERED]
    # 还2000 … 不是两千 是两百: what was taken back elsewhere is no offer.
    sums = _sums([a for a in offers if a.value not in unsaid] or offers)
    monthly = _sums([a for a in phrases.amounts if a.role == "monthly"])
    periods, options = _periods(phrases.periods)
    draft = Draft(
        periods=periods,
        periods_options=options,
        monthly=monthly.amount,
        monthly_options=monthly.amounts,
        down=_only(phrases.down),
        weekly=any(a.role == "each" for a in phrases.amounts),
    )
    first, later = _in_parts(phrases)
    if first is not None:
        draft = replace(draft, weekly=False, **_plain_part(later))
        return replace(draft, amount=first.amount, day=first.day)
    draft = _with_days(draft, phrases, asked, today)
    return _with_sums(draft, sums, asked)


def _in_parts(phrases: Phrases) -> tuple[Draft | None, Draft]:
    """Two sums with a day each: 下周五还50，剩下38下下周一还.  The earlier one first."""
    nothing = Draft()
    if phrases.periods or any(a.role == "monthly" for a in phrases.amounts):
        return None, nothing
    sums = [a for a in phrases.amounts if a.role in _OFFERED | {"rest"}]
    days = [d for d in phrases.days if d.role in _OWN_DAYS | {"rest"}]
    sure = all(a.kind == "value" and a.value is not None for a in sums)
    sure &= all(d.kind == "value" and d.value is not None for d in days)
    if len(sums) != 2 or len(days) != 2 or not sure or days[0].value == days[1].value:
        return None, nothing
    turned = any(a.role == "rejected" for a in phrases.amounts) or phrases.corrected
    apart = sums[0].span[1] <= max(days[1].span[0], sums[1].span[0])
    if turned or not apart:
        return None, nothing
    pairs = sorted(zip(days, sums, strict=True), key=lambda p: str(p[0].value))
    parts = [Draft(amount=_only(a.value), day=d.value) for d, a in pairs]
    return parts[0], parts[1]


def _plain_part(part: Draft) -> dict[str, Any]:
    return {"later": part.amount, "later_day": part.day}


def lasting(phrases: Phrases, today: date) -> date | None:
    """The day a stretch of time asked for runs out: 宽限三天, 缓一个月."""
    for stretch in phrases.periods:
        if stretch.kind == "value" and stretch.value and not stretch.rejected:
            if stretch.unit == "month":
                return next_month(today, min(stretch.value, 120))
            days = {"week": 7, "day": 1}.get(stretch.unit)
            if days is not None:
                return today + timedelta(days=days * min(stretch.value, 999))
    return None


def _sums(offers: list[Amount]) -> Draft:
    """The one sum of *offers*, or the readings to choose from."""
    first = any(o.role == "first" for o in offers)
    sure = {o.value for o in offers if o.kind == "value" and o.value is not None}
    if len(offers) > 1 and len(sure) > 1:
        return Draft(amounts=tuple(sorted(fen(v) for v in sure)), first=first)
    for offer in offers:
        if offer.kind == "value" and offer.value is not None:
            return Draft(amount=fen(offer.value), first=first)
        if offer.kind == "share" and offer.share is not None:
            return Draft(share=str(offer.share), first=first)
        if offer.kind == "named" and offer.named != "rest":
            return Draft(named=offer.named, first=first)
        readings = offer.options or tuple(
            v for v in (offer.low, offer.high) if v is not None
        )
        if readings:
            return Draft(amounts=_fen_all(readings), first=first)
    return Draft()


def _fen_all(readings: tuple[Decimal, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(fen(v) for v in readings if v > 0))[:3]


def _only(value: Decimal | None) -> int | None:
    return None if value is None else fen(value)


def _periods(said: tuple[Periods, ...]) -> tuple[int | None, tuple[int, ...]]:
    live = [p for p in said if not p.rejected and p.unit in ("month", "time")]
    sure = {p.value for p in live if p.kind == "value" and p.value is not None}
    if len(sure) == 1 and all(p.kind == "value" for p in live):
        return sure.pop(), ()
    options = sure.union(*(p.options for p in live))
    if not options:
        ends = [v for p in live for v in (p.low, p.high) if v is not None]
        options = set(ends)
    return None, tuple(sorted(options))[:3]


def _with_days(draft: Draft, phrases: Phrases, asked: str | None, today: date) -> Draft:
    days = phrases.days
    sums = [a for a in phrases.amounts if a.role in _OFFERED]
    for day in days:
        if day.kind == "recurring" and day.role in (None, "start"):
            first = day.value or _next_due(day.rule or "", today)
            draft = replace(draft, start=first)
        elif day.role == "start" and day.kind == "value":
            draft = replace(draft, start=day.value)
    own = [
        d
        for d in days
        if (d.role in _OWN_DAYS or _before_sum(d, sums))
        and d.kind not in ("recurring", "past")
    ]
    if draft.start is None or asked == "date":
        draft = _with_day(draft, _nearest(own, sums))
    if asked == "start_date" and draft.start is None:
        return _as_start(draft, days)
    return draft


def _as_start(draft: Draft, days: tuple[Day, ...]) -> Draft:
    """The one day of an answer to the question of the first day, of a wage too."""
    first = draft.day
    if first is None:
        told = [d for d in days if d.role in _OWN_DAYS]
        meant = {v for d in told for v in (d.value, *d.options) if v is not None}
        first = meant.pop() if len(meant) == 1 else None
    if first is None:
        return draft
    return replace(draft, start=first, day=None, days=(), by=False, event=False)


def _before_sum(day: Day, sums: list[Amount]) -> bool:
    """Whether a payday is the day of the sum right after it: 18号还1100."""
    salary = day.rule == "salary" and day.kind == "value"
    return salary and any(1 <= a.span[0] - day.span[1] <= 2 for a in sums)


def _nearest(days: list[Day], sums: list[Amount]) -> list[Day]:
    """Of several days the one that stands by the sum: 今天太忙，25号还八百."""
    if len(days) < 2:
        return days
    near = [
        day
        for day in days
        if any(0 <= a.span[0] - day.span[1] <= NEAR_CHARS for a in sums)
    ]
    return near if len(near) == 1 else days


def _with_day(draft: Draft, own: list[Day]) -> Draft:
    sure = {d.value for d in own if d.kind == "value" and d.value is not None}
    if len(sure) == 1 and all(d.kind == "value" for d in own):
        by = any(d.role == "by" for d in own)
        return replace(draft, day=sure.pop(), by=by)
    options = sorted(sure.union(*(d.options for d in own)))
    if not options:
        ends = {v for d in own for v in (d.low, d.high) if v is not None}
        options = sorted(ends)
    event = any(d.kind == "event" for d in own)
    return replace(
        draft, days=tuple(options[:3]), event=event or bool(own and not options)
    )


def _next_due(rule: str, today: date) -> date | None:
    """The next day of a monthly rule, today not counting."""
    kind, _, which = rule.partition(":")
    if kind != "monthly":
        return None
    wanted = 31 if which == "last" else int(which)
    for months in range(13):
        month = next_month(today.replace(day=1), months)
        last = next_month(month.replace(day=1)) - timedelta(days=1)
        due = month.replace(day=min(wanted, last.day))
        if due > today:
            return due
    return None


def _with_sums(draft: Draft, sums: Draft, asked: str | None) -> Draft:
    """The bare sum, as what was asked for or as what goes with instalments."""
    if not sums.sum_said:
        return draft
    if asked in ("monthly_amount", "periods") and not draft.plan_like:
        return replace(draft, monthly=sums.amount, monthly_options=sums.amounts)
    if asked == "down_payment" and sums.amount is not None:
        return replace(draft, down=sums.amount)
    return replace(
        draft,
        amount=sums.amount,
        named=sums.named,
        share=sums.share,
        amounts=sums.amounts,
        first=sums.first,
    )
