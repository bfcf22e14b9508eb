"""E-mail addresses, and QQ and WeChat names where the text says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_checker.personal import cues
from compliance_checker.personal.flat import HIDDEN
from compliance_checker.personal.runs import COMMA, LIGHT, SAME, Run
from compliance_checker.personal.values import Sighting
from compliance_checker.personal.window import Window

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-")
_MOST_LOCAL = 64
#: The sign between name and domain, as typed and as said.
_AT = re.compile(r" ?(?:@|\(at\)|\[at\]|艾特|小老鼠) ?")
_DOMAIN = re.compile(
    r"[a-z0-9-]{1,63}(?: ?(?:\.|点|\(dot\)) ?[a-z0-9-]{1,63}){0,4}"
    r" ?(?:\.|点|\(dot\)) ?(?:com|cn|net|org|edu|gov|hk|tw|me|io|cc|vip|top|info|[a-z]{2,6})"
    r"(?![a-z0-9])"
)

_SAYS = rf"(?:号码?|账号|帐号|是|为|我的|的|[:# \"'“(,{HIDDEN}])"
_QQ = re.compile(rf"(?:(?<![a-z])qq|扣扣|抠抠|秋秋|企鹅号?){_SAYS}{{0,5}}\Z")
_NAMES = r"(?:[微威薇维][信心]|(?<![a-z])(?:v信|vx|wx|weixin|wechat|v(?=[:号])))"
_WECHAT = re.compile(
    rf"{_NAMES}(?P<said>(?:号码?|账号|帐号|id|就?是|就?叫|为|我的|的|加|搜|[:# \"'“(,{HIDDEN}])"
    r"{0,5}?)(?P<id>[a-z](?:[a-z0-9_-]{5,19}|(?: [a-z0-9_-]){5,19}))(?![a-z0-9_@.-])"
)
_WECHAT_NUMBER = re.compile(rf"{_NAMES}(?:号码?|账号|帐号|id)(?:是|为|[: ,]){{0,3}}\Z")
#: Accounts of firms are nobody's.
_OFFICIAL = re.compile(r"(?:企业|官方|公众|服务|订阅|银行|小程序)[^\n。!?]{0,4}\Z")


def emails(flat: str) -> Iterator[Sighting]:
    """E-mail addresses, with ``@`` or said (张三艾特某某点com)."""
    for at in _AT.finditer(flat):
        start = at.start()
        while start and flat[start - 1] in _LOCAL and at.start() - start < _MOST_LOCAL:
            start -= 1
        domain = _DOMAIN.match(flat, at.end())
        name = flat[start : at.start()].lstrip("._%+-")
        if domain is None or not name:
            continue
        plain = at.group() == "@"
        how = "as written" if plain else "said or disguised"
        yield Sighting("email", at.start() - len(name), domain.end(), plain, how)


def qq(flat: str, run: Run) -> Sighting | None:
    """A QQ number: 5 to 11 digits right after the word."""
    if _QQ.search(cues.before(flat, run.starts[0])) is None or run.closed:
        return None
    return _named_number(flat, run, "qq")


def wechat_number(flat: str, run: Run) -> Sighting | None:
    """A WeChat name of digits only, right after 微信号."""
    ahead = cues.before(flat, run.starts[0])
    if (
        run.closed
        or _WECHAT_NUMBER.search(ahead) is None
        or _OFFICIAL.search(ahead[:6])
    ):
        return None
    return _named_number(flat, run, "wechat")


def _named_number(flat: str, run: Run, kind: str) -> Sighting | None:
    last = 1
    while last < len(run.digits) and run.breaks[last] < COMMA:
        last += 1
    if run.breaks[1] == SAME and not 5 <= last <= 11:
        # What comes after the first group is something else.
        last = next(
            at for at in range(1, len(run.digits) + 1) if run.breaks[at] >= LIGHT
        )
    window = Window(flat, run, 0, last)
    if not 5 <= last <= 11 or window.digits[0] == "0":
        return None
    if cues.money(flat, window.start, window.end) or window.decimal:
        return None
    return window.sighting("qq" if kind == "qq" else "wechat", True, "named")


def wechats(flat: str) -> Iterator[Sighting]:
    """WeChat names that follow the word; a bare word like *wechat pay* is none."""
    for match in _WECHAT.finditer(flat):
        name, said = match.group("id"), match.group("said")
        if _OFFICIAL.search(cues.before(flat, match.start(), 8)):
            continue
        proved = any(sign.isdigit() or sign == "_" for sign in name)
        if not proved and not re.search(r"[号是为叫:]|账号|帐号|id", said):
            continue
        start, end = match.span("id")
        yield Sighting("wechat", start, end, proved, "as written, named")
