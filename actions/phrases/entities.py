"""The reading of a message as the entity list of the NLU evaluation.

Only what debtors state about their own payment is listed: no bill, wage, fee or
refused sum, no day that is merely talked about, nothing asked about.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.phrases.days_soon import JUST
from actions.phrases.fold import fold
from actions.phrases.reader import read
from actions.phrases.values import Amount, Day, Phrases

_SUMS = frozenset({None, "pay", "first", "down", "paid", "each"})
_FIRSTS = frozenset({"pay", "first", "down"})
_COST = re.compile("(?:利息|费)[^，。]{0,6}(?:多少|几)")
_NO_DAYS = frozenset({"rejected", "due", "other", "rest"})
_PAID = re.compile(
    "(?<!让我)(?<!叫我)(?:还|转|存|付|交|缴|打|扣|汇|结|充)(?![电人])[^，。！？ ]{0,8}(?:了|过|的|完|进|清)|(?:还|转|存|付|交|缴|打|汇|划|清)(?:了|嘞|掉|走)"
)
# What a payment would cost is asked, not promised.
_ASKS = re.compile(
    "多少(?!都|也)|几个钱|几多钱|差多少|算不算|过没过|要准备|是多少|什么意思|合法吗|咋算|怎么算|是真的吗|正规吗|到底谁|撒谎"
)
_OFFER = re.compile(
    "还|给|付|转|交|打|存|凑|拿|先|最多|顶多|只能|只有|就|可以|能|行|俾|带|认|现金|缴|汇|充|放|结|出|补|按|清|扣|我的?是"
)
_NAMED_DAY = re.compile(
    "年前|年后|过[完了]?年|春节|年三?十|年卅|除夕|年关|节后|节前|过完节"
)
_SHORT = 6  # characters beside the sum that a bare answer may hold


def entities(text: str, ref: date) -> list[dict[str, Any]]:
    """``{"type", "value"}`` for each sure value; a date that needs asking is null.

    Sums are floats in yuan, dates ISO strings, periods integers.
    """
    phrases = read(text, datetime(ref.year, ref.month, ref.day))
    plain = fold(text).text
    asked = _ASKS.search(plain) is not None
    found = [*_sums(phrases, plain, asked), *_dates(phrases, plain, asked)]
    if phrases.periods_value is not None and not _aside(phrases, plain):
        found.append({"type": "periods", "value": phrases.periods_value})
    if phrases.last4 is not None and not _reads_as_sum(phrases):
        found.append({"type": "id_last4", "value": phrases.last4})
    return _once(found)


def _aside(phrases: Phrases, plain: str) -> bool:
    """A number of transfers (分两笔转), or of instalments whose cost is asked."""
    times = any(p.unit == "time" for p in phrases.periods)
    return (times and "转" in plain) or _COST.search(plain) is not None


def _reads_as_sum(phrases: Phrases) -> bool:
    """2000 alone is a sum, 1386 alone is four digits; nobody asked, so by shape."""
    return bool(phrases.amounts) and (phrases.last4 or "").endswith("00")


def _sums(phrases: Phrases, plain: str, asked: bool) -> list[dict[str, Any]]:
    digits = "" if _reads_as_sum(phrases) else phrases.last4 or ""
    own = Decimal(digits) if digits.isdecimal() else None
    spoken = [a for a in phrases.amounts if own is None or a.value != own]
    roles = {a.role for a in spoken}
    allowed = _SUMS if roles & _FIRSTS else _SUMS | {"rest"}
    talk = asked or not (_offered(plain, spoken) or phrases.day)
    found = (_sum(a) for a in spoken if a.role in allowed | {"monthly"})
    kept = [e for e in found if e is not None]
    return [] if talk and roles <= {None, "each", "owed", "other"} else kept


def _sum(amount: Amount) -> dict[str, Any] | None:
    if amount.kind != "value" or amount.value is None:
        return None
    kind = "monthly_amount" if amount.role == "monthly" else "amount"
    return {"type": kind, "value": float(amount.value)}


def _offered(plain: str, sums: list[Amount]) -> bool:
    """A sum alone is an answer; among other words one of them must offer it."""
    beside = len(plain) - sum(len(a.text) for a in sums)
    return beside <= _SHORT or _OFFER.search(plain) is not None


def _dates(phrases: Phrases, plain: str, asked: bool) -> list[dict[str, Any]]:
    if asked:
        return []
    days = [d for d in phrases.days if d.rule != JUST or phrases.paid is not None]
    first = any(a.role in _FIRSTS for a in phrases.amounts)
    out = _NO_DAYS if first else _NO_DAYS - {"rest"}
    found = [_iso(d) for d in days if d.role not in out and _stated(d, plain)]
    sure = [v for v in found if v is not None]
    return [{"type": "date", "value": v} for v in sure or found]


def _stated(day: Day, plain: str) -> bool:
    """A day of their own payment, or one that hangs on an event."""
    if day.kind == "past" or day.role == "paid":
        return day.value is not None and _PAID.search(plain) is not None
    if day.kind == "value":
        return True
    if day.kind in ("event", "alternatives"):
        return True
    return day.kind in ("range", "unsure") and bool(_NAMED_DAY.search(day.text))


def _iso(day: Day) -> str | None:
    known = day.kind in ("value", "past") and day.value is not None
    return day.value.isoformat() if known and day.value else None


def _once(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for entity in found:
        if entity not in kept:
            kept.append(entity)
    return kept
