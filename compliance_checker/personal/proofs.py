"""Whether digits can be what they look like: check digits, dates, ranges.

GB 11643-1999 (resident ID), GB/T 2260 (regions), ISO 7064 MOD 11-2, ISO/IEC 7812
(cards, Luhn).
"""

from __future__ import annotations

import re
from datetime import date

# GB/T 2260: what may follow the first digit of a region.
_SECOND = {1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345",
           7: "1", 8: "123"}  # fmt: skip
#: The first two digits of regions.
REGIONS = frozenset(f"{a}{b}" for a, seconds in _SECOND.items() for b in seconds)
_OLD_ID = re.compile(r"[1-8]\d{7}[01]\d[0-3]\d{4}")

_WEIGHTS = tuple(pow(2, 17 - at, 11) for at in range(17))
_CHECKS = "10x98765432"
_DOUBLE = "0246813579"

_MOBILE = re.compile(r"(?:0086|0?86|0)?1[3-9]\d{9}")
# Region, century, month and day, so that few digits get as far as the calendar.
_ID = re.compile(r"[1-8]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dx]")
_CARD = re.compile(r"62\d{14,17}|(?:4|5\d|35|60|6[4589])\d{12,15}")

# Area codes, then a local number that no service line begins like.
_AREA = re.compile(
    r"0(?:10|2[0-57-9]|3(?:1\d|35|49|5\d|7\d|9[1-8])"
    r"|4(?:1[1-9]|2[179]|3[1-9]|40|5[1-9]|6[4-9]|7\d|8[23])"
    r"|5(?:1\d|2[37]|3\d|4[36]|5\d|6[1-6]|7\d|80|9[1-9])"
    r"|6(?:3[1-5]|6[0238]|9[12])"
    r"|7(?:01|1\d|2[248]|3\d|4[3-6]|5\d|6[02-9]|7\d|9\d)"
    r"|8(?:1[2-8]|2[5-7]|3\d|5\d|7\d|8[36-8]|9[1-8])"
    r"|9(?:0[1-9]|1\d|3\d|4[13]|5[1-5]|7\d|9\d))"
)
_LOCAL = re.compile(r"(?!400|800)[2-8]\d{6,7}")


def check_digit(body: str) -> str:
    """The eighteenth character of an ID with the seventeen digits *body*.

    >>> check_digit("11010519491231002")
    'x'
    """
    total = sum(int(d) * weight for d, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def resident_id_shaped(digits: str) -> bool:
    """Whether 18 characters have a region and a date of birth where an ID has them."""
    return _ID.fullmatch(digits) is not None and birth_year(digits) is not None


def birth_year(digits: str) -> int | None:
    """The year in an ID of 18 characters; ``None`` if region or date cannot be.

    The check digit is not looked at.
    """
    if digits[:2] not in REGIONS or not digits[:17].isdigit():
        return None
    born = day(digits[6:14])
    return born.year if born and 1900 <= born.year < 2040 else None


def old_id(digits: str) -> bool:
    """Whether 15 digits can be an ID of the kind issued before 1999."""
    if _OLD_ID.fullmatch(digits) is None or digits[:2] not in REGIONS:
        return False
    return day("19" + digits[6:12]) is not None


def day(digits: str) -> date | None:
    """The day that eight digits name, if there is one.

    >>> day("19850307"), day("20230229")
    (datetime.date(1985, 3, 7), None)
    """
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others.

    >>> luhn("6222020000000000000"), luhn("6222020000000000001")
    (True, False)
    """
    total = sum(map(int, digits[-1::-2]))
    return (total + sum(int(_DOUBLE[int(d)]) for d in digits[-2::-2])) % 10 == 0


def card_range(digits: str) -> bool:
    """Whether an issuer has cards of this length and beginning."""
    return _CARD.fullmatch(digits) is not None and set(digits) != {digits[0]}


def mobile(digits: str) -> bool:
    """Whether digits can be a mobile number of the mainland, with or without code."""
    return _MOBILE.fullmatch(digits) is not None


def area_code(digits: str) -> int:
    """How many digits the area code has; 0 if this is no fixed line number."""
    area = _AREA.match(digits)
    if area is None or not local(digits[area.end() :]):
        return 0
    # Seven digits are local only where the area code has four.
    return area.end() if len(digits) - area.end() == 8 or area.end() == 4 else 0


def fixed_line(digits: str) -> bool:
    """Whether an area code and a local number make up the digits."""
    return digits[0] == "0" and area_code(digits) > 0


def local(digits: str) -> bool:
    """Whether the digits can be a local number; service lines are none."""
    return _LOCAL.fullmatch(digits) is not None
