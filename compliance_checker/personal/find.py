"""Personal data in a text: what, where, and how sure.

The detectors are for Chinese text as people type and say it and as speech recognition
writes it.  They are built to leave lawful sums, dates and service lines alone: a
number half said is missed rather than a sum reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_checker.personal.accounts import emails, qq, wechat_number, wechats
from compliance_checker.personal.addresses import addresses
from compliance_checker.personal.births import spoken_births
from compliance_checker.personal.flat import flatten
from compliance_checker.personal.numbers import numbers
from compliance_checker.personal.papers import paper
from compliance_checker.personal.plates import plates
from compliance_checker.personal.runs import DIGITS, runs
from compliance_checker.personal.values import Kind, Personal, Sighting

_SIGN = f"{DIGITS}\\d兩參陸①-⑨⓪"
#: Letters and digits of odd shapes: only the flat text will tell what they are.
_ODD = r"[^\x00-\x7f\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\U0001f300-\U0001faff]"
#: Every text with a number of a person matches this, with spaces and signs or without;
#: few others do.  Four signs can say eleven digits (一三六个零…).
SOME_DIGITS = rf"(?:[{_SIGN}][^{_SIGN}]*+){{4}}|{_ODD}"
#: The least that any detector needs: a few digits near each other, a door with a
#: number, a name of an account, the beginning of a plate.
_ANYTHING = re.compile(
    rf"[{_SIGN}](?:[^\n{_SIGN}]{{0,10}}[{_SIGN}]){{4}}"
    rf"|[{_SIGN}][个個][{_SIGN}]"
    rf"|[{_SIGN}十百a-hA-Hａ-ｈＡ-Ｈ][号號弄支栋棟幢座单單楼樓层層室房组組队隊区區]"
    "|[@＠vVwWｖＶｗＷ]|艾特|小老鼠|[(（[［][aAａＡ]|[微威薇维維][信心]"
    "|[京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊]"
    "[^\u4e00-\u9fff]{0,2}[a-zA-Zａ-ｚＡ-Ｚ]"
    rf"|{_ODD}"
)

#: Where two kinds lie on the same characters, the earlier one holds.
_RANK: dict[Kind, int] = {
    "email": 0,
    "resident_id": 1,
    "bank_card": 2,
    "travel_permit": 3,
    "passport": 4,
    "qq": 5,
    "mobile": 6,
    "landline": 7,
    "wechat": 8,
    "plate": 9,
    "address": 10,
}


def find(text: str) -> tuple[Personal, ...]:
    """The personal data in *text*, in order and without overlaps.

    Spans are code points of *text*.  Any ``str`` is read, and in linear time.

    >>> find("还款13800元，客服95588")
    ()
    """
    return tuple(sighting.personal for sighting in sightings(text))


def sightings(text: str) -> list[Sighting]:
    """What ``find`` tells, with the digits that a mask may keep the end of."""
    if not _ANYTHING.search(text):
        return []
    return settled(all_sightings(flatten(text)))


def all_sightings(flat: str) -> Iterator[Sighting]:
    """What every detector sees in a flat text; overlaps are not settled."""
    yield from emails(flat)
    yield from wechats(flat)
    yield from plates(flat)
    yield from spoken_births(flat)
    yield from addresses(flat)
    for run in runs(flat):
        for one in (paper(flat, run), qq(flat, run), wechat_number(flat, run)):
            if one:
                yield one
        yield from numbers(flat, run)


def settled(found: Iterator[Sighting]) -> list[Sighting]:
    """In order, without overlaps: the certain, then the better proven, then the longer.

    Sightings of one rank never overlap in great number, so this stays linear but for
    the sorting.
    """
    best = sorted(
        found, key=lambda s: (not s.certain, _RANK[s.kind], s.start - s.end, s.start)
    )
    taken: dict[int, Sighting] = {}
    covered: set[int] = set()
    for one in best:
        if covered.isdisjoint(range(one.start, one.end)):
            covered.update(range(one.start, one.end))
            taken[one.start] = one
    return [taken[start] for start in sorted(taken)]
