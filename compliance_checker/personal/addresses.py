"""Street addresses: a door with a number, and the places it belongs to.

Doors are found first, names are read backwards from them.  Two named places, or a
place and two doors, prove an address; fewer need a word before (住, 地址).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from compliance_checker.personal import cues
from compliance_checker.personal.flat import HIDDEN
from compliance_checker.personal.runs import DIGITS
from compliance_checker.personal.values import Sighting
from compliance_checker.text.noise import HAN

_NUMBER = f"[{DIGITS}十百]{{1,6}}"
_PAUSE = f"[ ,\\-{HIDDEN}]{{0,2}}"
_DOOR = (
    rf"(?:{_NUMBER}(?:号院|号楼|号门|号|弄|支弄|栋|幢|座|单元|楼|层|室|房|组|队)"
    r"|[a-h](?:座|栋|幢|区|单元))"
)
# Doors in a row; the last number may go without a word: 3栋2单元501.
_CHAIN = (
    rf"(?P<doors>{_DOOR}(?:{_PAUSE}{_DOOR}){{0,8}})"
    rf"(?P<bare>{_PAUSE}[{DIGITS}]{{3,4}}(?![{DIGITS}十百千万元块点年月日号期.]))?"
)
_DOORS = re.compile(rf"(?<![{DIGITS}十百]){_CHAIN}")
_ONE_DOOR = re.compile(_DOOR)

_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北"
    "|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
# Characters of talk that stand in few names of places.
_NAME = f"(?![我你您他她住在是到去从的了址为寄给这那叫说就也都还期前后第])[{HAN}]"
_PLACES = (
    rf"(?P<province>(?:{_PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?[ ,]?)?"
    rf"(?P<city>(?:{_NAME}){{2,5}}?(?:市|自治州|盟)[ ,]?)?"
    rf"(?P<district>(?:{_NAME}){{1,5}}?(?:(?<![小社])区|县|旗|市)[ ,]?)?"
    rf"(?P<town>(?:{_NAME}){{1,5}}?(?:街道|镇|乡)[ ,]?)?"
    rf"(?P<road>(?:{_NAME}){{1,6}}?(?:大道|大街|公路|胡同|[东西南北中]?路|街|道|巷|里)[ ,]?)?"
    rf"(?P<estate>(?:{_NAME}){{1,8}}?(?:小区|花园|公寓|大厦|家园|家属院|宿舍|新村|社区|村|屯"
    r"|庄|苑|园|府|城|湾|庭|广场|坊|里)[ ,]?)?"
)
_BACK = re.compile(_PLACES + r"\Z")
# What may follow the number in a road: the estate, with its own doors.
_MORE = re.compile(
    rf"[ ,]?(?:{_NAME}){{1,8}}?(?:小区|花园|公寓|大厦|家园|家属院|宿舍|新村|社区|苑|园|府|城|湾)"
    rf"[ ,]?{_CHAIN}"
)
_FAR = 40

_NAMED = re.compile(
    r"(?:住|地址|家在|家是|寄|位于|户籍|门牌|上门|送到|搬到|收货)[^\n。!?]{0,6}\Z"
)
_DATE = re.compile(
    r" ?(?:前|之前|以前|左右|还|到|发|开支|扣|还款|号|晚上|早上|上午|下午)"
)
# Branches, courts and offices: anybody may know where they are.
_PUBLIC = re.compile(
    r"支行|分行|总行|网点|营业|法院|派出所|公安局|柜台|服务中心|仲裁|银行|窗口"
)


def addresses(flat: str) -> Iterator[Sighting]:
    """The street addresses of a flat text."""
    done = 0
    for doors in _DOORS.finditer(flat):
        if doors.start() < done:
            continue
        seen = _address(flat, doors, done)
        if seen:
            done = seen.end
            yield seen


def _address(flat: str, doors: re.Match[str], done: int) -> Sighting | None:
    places = _places(flat, doors.start(), done)
    if places is None:
        return None
    start, named = places
    end, count = _whole(flat, doors)
    if _public(flat, start, end):
        return None
    certain = len(named) > 1 or (count > 1 and bool({"road", "estate"} & set(named)))
    if not certain:
        dated = count == 1 and _DATE.match(flat, end)
        if dated or not _NAMED.search(cues.before(flat, start, 10)):
            return None
    return Sighting("address", start, end, certain, "as written, parts of an address")


def _places(flat: str, end: int, done: int) -> tuple[int, list[str]] | None:
    """Where the places before a door begin, and which they are."""
    first = max(done, end - _FAR)
    ahead = flat[first:end].rsplit("\n", 1)[-1]
    provinces = [m.start() for m in re.finditer(_PROVINCES, ahead)]
    for start in [*provinces, None]:
        found = _BACK.search(ahead) if start is None else _BACK.match(ahead, start)
        if found and found.end() > found.start():
            named = [name for name, text in found.groupdict().items() if text]
            if {"road", "estate", "town"} & set(named):
                return end - len(ahead) + found.start(), named
    return None


def _whole(flat: str, doors: re.Match[str]) -> tuple[int, int]:
    """Where the address ends, and how many doors it has."""
    end = doors.end()
    count = len(_ONE_DOOR.findall(doors.group("doors"))) + bool(doors.group("bare"))
    more = _MORE.match(flat, end)
    if more is None:
        return end, count
    return more.end(), count + len(_ONE_DOOR.findall(more.group("doors")))


def _public(flat: str, start: int, end: int) -> bool:
    after = "".join(takewhile(lambda sign: sign not in "。!?\n", flat[end : end + 10]))
    inside = flat[start:end]
    ahead = cues.before(flat, start, 8)
    return any(_PUBLIC.search(part) for part in (inside, after, ahead))
