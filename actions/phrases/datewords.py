"""Pieces the day grammars share: day and month numbers, years, month words."""

from __future__ import annotations

import re
from datetime import date

_D = "零一二三四五六七八九"


def _day_names() -> dict[str, int]:
    names = {str(n): n for n in range(1, 32)} | {f"0{n}": n for n in range(1, 10)}
    for n in range(1, 32):
        tens, ones = divmod(n, 10)
        tail = _D[ones] if ones else ""
        names[("" if tens == 0 else "十" if tens == 1 else _D[tens] + "十") + tail] = n
        if tens == 2:
            names["廿" + tail] = n
        if tens == 3:
            names["卅" + tail] = n
    names["两"] = 2
    return names


DAYS = _day_names()
MONTHS = {str(n): n for n in range(1, 13)} | {f"0{n}": n for n in range(1, 10)}
MONTHS |= {k: v for k, v in DAYS.items() if v <= 12 and k[0] in _D + "十"} | {"元": 1}


def _longest_first(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=lambda n: (-len(n), n)))


DAY = f"(?:{_longest_first(DAYS)})"
MONTH = f"(?:{_longest_first(MONTHS)})"
YEAR = f"(?:今年|明年|来年|后年|去年|[0-9]{{4}}年|[0-9]{{2}}年|[{_D}]{{4}}年|[{_D}]{{2}}年)"
REL_MONTH = "(?:本月|这个?月|当月|下下下?个?月|下个?月|次月|下个号头|这个号头|上上个?月|上个?月|每一?个?月|没个?月|月月|每个?号头|每?逢)"
# A number goes on here, or a measure makes it something else than a day.
NOT_DAY = "(?![0-9.十百千万wk块元%期个天年点毛成倍半月份次笔回]|[一二三四五六七八九][十百千万])"
_HAN_DIGITS = {c: str(i) for i, c in enumerate(_D)}


def month_offset(word: str) -> int | None:
    """Months from this one (下下个月 is 2); None for every month."""
    if word[0] in "每没逢" or word == "月月":
        return None
    if word[0] == "次":
        return 1
    return word.count("下") - word.count("上")


def year_of(word: str | None, ref: date) -> int | None:
    """The year a year word names; None when there is no word."""
    if not word:
        return None
    relative = {"今年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1}.get(word)
    if relative is not None:
        return ref.year + relative
    digits = "".join(_HAN_DIGITS.get(c, c) for c in word[:-1])
    return int(digits) if len(digits) == 4 else ref.year // 100 * 100 + int(digits)


def compiled(*parts: str) -> re.Pattern[str]:
    """The pattern of the parts in a row."""
    return re.compile("".join(parts))
