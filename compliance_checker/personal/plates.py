"""Licence plates of the mainland (GA 36-2018), new-energy ones too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_checker.personal import cues
from compliance_checker.personal.flat import HIDDEN
from compliance_checker.personal.runs import DIGITS, SAID
from compliance_checker.personal.values import Sighting

_GAP = f"[ ·.\\-{HIDDEN}]{{0,2}}"
_SIGN = f"[a-hj-np-z{DIGITS}]"
_PLATE = re.compile(
    "(?<![最全更])([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])"
    f"{_GAP}([a-hj-np-z])((?:{_GAP}{_SIGN}){{4,6}})([挂学警港澳])?(?![a-z0-9])"
)
_NAMED = re.compile(r"(?:车|牌)[^\n。!?]{0,6}\Z")
#: What the signs after the letter look like, digits read.
_OLD = re.compile(r"(?=(?:\D*\d){3})[a-z0-9]{5}")
_GREEN = re.compile(r"[a-hjk][a-hj-np-z0-9]\d{4}|\d{5}[a-hjk]")
_SPECIAL = re.compile(r"[a-z0-9]{4}")
#: Also everyday characters: alone they prove little (新A12345 may be a product).
_EVERYDAY = frozenset("新云青宁贵黑")


def plates(flat: str) -> Iterator[Sighting]:
    """The plates of a flat text; spoken digits count as digits."""
    for match in _PLATE.finditer(flat):
        province, _letter, signs, special = match.groups()
        read = "".join(
            SAID[sign] if sign in DIGITS else sign for sign in signs if sign.isalnum()
        )
        if not _possible(read, special):
            continue
        start = match.start()
        named = _NAMED.search(cues.before(flat, start, 10)) is not None
        if not named and cues.MONEY_AFTER.match(flat, match.end()):
            continue
        certain = named or province not in _EVERYDAY
        how = "as written" if signs == read else "spoken or spaced"
        yield Sighting("plate", start, match.end(), certain, f"{how}, shape of plates")


def _possible(read: str, special: str | None) -> bool:
    if special:
        return _SPECIAL.fullmatch(read) is not None
    return bool(_OLD.fullmatch(read) or _GREEN.fullmatch(read))
