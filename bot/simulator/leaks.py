"""Finds the debtor's name, the amount and the days overdue in a sentence."""

from __future__ import annotations

import re
import unicodedata

from bot.simulator.script import AccountOf

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
GROUPS = ("", "万", "亿")
BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff,，]+")


def leaks(text: str, account: AccountOf) -> tuple[str, ...]:
    """Which of ``name``, ``amount`` and ``days`` the sentence tells.

    >>> from bot.simulator.script import AccountOf
    >>> account = AccountOf("林晓梅", "信用卡", 3260.0, 9, "0427")
    >>> leaks("您欠三千二百六十元，已逾期9天", account)
    ('amount', 'days')
    """
    flat = BLANK.sub("", unicodedata.normalize("NFKC", text))
    patterns = {
        "name": name_pattern(account.name),
        "amount": amount_pattern(account.overdue_amount),
        "days": days_pattern(account.days_overdue),
    }
    return tuple(kind for kind, found in patterns.items() if found.search(flat))


def name_pattern(name: str) -> re.Pattern[str]:
    """The whole name, or the surname with a title."""
    flat = BLANK.sub("", name)
    return re.compile(f"{re.escape(flat)}|{re.escape(flat[0])}(?:先生|女士|小姐)")


def amount_pattern(amount: float) -> re.Pattern[str]:
    """The amount in figures or in words, with or without its cents."""
    cents = round(amount * 100)
    whole, rest = divmod(cents, 100)
    figures = rf"(?<![\d.]){whole}"
    if rest:
        figures += rf"\.{rest:02d}".removesuffix("0") + r"0?(?!\d)"
    else:
        figures += r"(?:\.0{1,2})?(?![\d.]*\d)"
    if whole < 10:
        # 8 and 八 alone stand in too many sentences; as money they carry the unit.
        figures += "(?=元|块)"
    spoken = spellings(whole)
    words = "|".join(re.escape(word) for word in sorted(spoken, key=len, reverse=True))
    return re.compile(
        f"{figures}|(?<![{DIGITS}两十百千万])(?:{words})"
        f"(?:元|块|整|(?![{DIGITS}两十百千万点]))"
        if whole >= 10
        else f"{figures}|(?:{words})(?:元|块)"
    )


def days_pattern(days: int) -> re.Pattern[str]:
    """So many days overdue; a term such as 3天内 is none."""
    words = "|".join(re.escape(word) for word in spellings(days))
    number = rf"(?<!\d){days}(?!\d)|(?<![{DIGITS}十百])(?:{words})(?![{DIGITS}十百])"
    return re.compile(f"逾期\\D{{0,3}}(?:{number})|(?:{number})天(?!之?内|以内|后|前)")


def spellings(number: int) -> frozenset[str]:
    """A whole number in Chinese words, the usual ways.

    >>> sorted(spellings(3160))
    ['三千一百六', '三千一百六十']
    """
    full = _spell(number)
    ways = {full, full.replace("二百", "两百").replace("二千", "两千")}
    ways |= {re.sub("^二(?=[百千万亿])", "两", way) for way in ways}
    # 三千二百六: the last unit is left out after the one above it.
    short = re.compile(f"(?<=[{DIGITS}两])([十百千])$")
    above = {"十": "百", "百": "千", "千": "万"}
    for way in tuple(ways):
        last = short.search(way)
        if last and len(way) > 3 and way[-3] == above[last[1]]:
            ways.add(way[:-1])
    ways |= {way[1:] for way in ways if way.startswith("一十")}
    return frozenset(ways)


def _spell(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    parts: list[str] = []
    for place, group in enumerate(GROUPS):
        value = number // 10_000**place % 10_000
        if value:
            zero = DIGITS[0] if value < 1000 and number >= 10_000 ** (place + 1) else ""
            parts.append(zero + _below_ten_thousand(value) + group)
    return "".join(reversed(parts))


def _below_ten_thousand(value: int) -> str:
    words = ""
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            words += DIGITS[digit] + UNITS[place]
        elif words and value % 10**place and not words.endswith(DIGITS[0]):
            words += DIGITS[0]
    return words
