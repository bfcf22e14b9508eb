"""When to be contacted again: the time a busy debtor names."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from actions.alarms.watch import plain
from actions.phrases.numerals import numeral
from actions.phrases.values import Phrases

#: Contact by agreement stays inside these hours even where the law allows more.
FIRST_HOUR, LAST_HOUR = 9, 20
#: Without a time named, nobody is disturbed again that soon.
DEFAULT_WAIT = timedelta(hours=3)

_SOON = re.compile("半个?(小时|钟头)|(等|过|待|一)(一)?(会|下)儿?|马上|稍后|稍等|等等")
_HOURS = re.compile("([0-9一二两三四五六七八九十]{1,2})个?半?(小时|钟头)")
_MINUTES = re.compile("([0-9一二两三四五六七八九十]{1,3})分钟")
_CLOCK = re.compile(
    "(?<![0-9])([0-9一二两三四五六七八九十]{1,3})(?:点(?!钱|时间)|:([0-5][0-9])|时)(半)?"
)
_PARTS = (
    ("早上|上午|早晨|清早", 9, False),
    ("中午|午休", 12, False),
    ("下午", 14, True),
    ("傍晚|下班", 18, True),
    ("晚上|今晚|明晚|夜里|晚点", 19, True),
)


def not_before(text: str, phrases: Phrases, now: datetime) -> datetime:
    """The earliest time to be in touch again, in the zone of *now*.

    Without a time it is some hours away; outside 9 to 20 it moves to the next morning.
    """
    flat = plain(text)
    wait = _stretch(flat)
    if wait is not None:
        return _in_hours(now + wait)
    day = phrases.day or next((d.low for d in phrases.days if d.low), None)
    if day is None and "明" in flat:
        day = now.date() + timedelta(days=1)
    clock = _clock(flat)
    if day is None and clock is None:
        return _in_hours(now + DEFAULT_WAIT)
    moment = datetime.combine(day or now.date(), clock or time(10), now.tzinfo)
    if moment <= now:
        moment += timedelta(days=1)
    return _in_hours(moment)


def _stretch(flat: str) -> timedelta | None:
    hours = _HOURS.search(flat)
    if hours is not None:
        return timedelta(hours=_number(hours[1]))
    minutes = _MINUTES.search(flat)
    if minutes is not None:
        return timedelta(minutes=_number(minutes[1]))
    return timedelta(hours=1) if _SOON.search(flat) else None


def _clock(flat: str) -> time | None:
    part = next((p for p in _PARTS if re.search(p[0], flat)), None)
    said = _CLOCK.search(flat)
    if said is None:
        return time(part[1]) if part else None
    hour = _number(said[1])
    late = part is not None and part[2]
    if hour < 12 and (late or (part is None and hour < 8)):
        hour += 12
    if not 0 <= hour <= 23:
        return None
    return time(hour, 30 if said[3] else int(said[2] or 0))


def _number(word: str) -> int:
    read = numeral(word, 0)
    return int(read.low) if read is not None else 1


def _in_hours(moment: datetime) -> datetime:
    if moment.hour < FIRST_HOUR:
        return moment.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    if moment.hour >= LAST_HOUR:
        morning = moment + timedelta(days=1)
        return morning.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    return moment.replace(second=0, microsecond=0)
