"""Which alarms a message raises, by reviewed words alone.

An alarm is one YAML file: patterns that raise it (``hit``), look-alikes that are
blanked out first (``mask``), and sentences that test both (``fires``, ``silent``).
Words under ``hint`` raise nothing by themselves; they back the classifier up when it
thinks of the same, too faintly to be acted on alone.
Word lists under ``words`` are written into patterns as ``{name}``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

#: A blank stands where a look-alike was, so that its neighbours do not join.
BLANK = "＿"
#: Longer messages are judged by their beginning and their end.
READ_CHARS = 1500

_DROPPED = re.compile(
    r"[\s\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u00ad\u0000-\u001f\u007f-\u009f]+"
)
_TRADITIONAL = str.maketrans(
    "個們說來還這沒電話發為錢賬帳問題訴請辦貸後從時對號碼銀業務騙讓過錯認識聯繫煩擾機給現點嗎別樣麼兒"
    "媽爺學親離醫證書債單資訊簡傳絡騷實際應該誰聽買賣開關連續繼無難壓藥樓橋車處罵脅嚇總費減額貴",
    "个们说来还这没电话发为钱账账问题诉请办贷后从时对号码银业务骗让过错认识联系烦扰机给现点吗别样么儿"
    "妈爷学亲离医证书债单资讯简传络骚实际应该谁听买卖开关连续继无难压药楼桥车处骂胁吓总费减额贵",
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: what raises it once its look-alikes are gone, and its own tests."""

    name: str
    hit: re.Pattern[str]
    mask: re.Pattern[str] | None
    hint: re.Pattern[str] | None
    fires: tuple[str, ...]
    silent: tuple[str, ...]

    def raised_by(self, plain: str) -> bool:
        """Whether the plain text of a message raises this alarm."""
        return self.hit.search(self._rest(plain)) is not None

    def hinted_by(self, plain: str) -> bool:
        """Whether the plain text holds words that would go with this alarm."""
        return self.hint is not None and self.hint.search(self._rest(plain)) is not None

    def _rest(self, plain: str) -> str:
        return self.mask.sub(BLANK, plain) if self.mask else plain


def plain(text: str) -> str:
    """The text as the patterns expect it: narrow, lower case, without blanks.

    >>> plain("ＴＤ　别 再\u200b发了")
    'td别再发了'
    """
    if len(text) > 2 * READ_CHARS:
        text = f"{text[:READ_CHARS]}。{text[-READ_CHARS:]}"
    narrow = unicodedata.normalize("NFKC", text).lower()
    return _DROPPED.sub("", narrow).translate(_TRADITIONAL)


def raise_alarms(text: str) -> frozenset[str]:
    """The names of all alarms that *text* raises; pure, and never an exception.

    >>> sorted(raise_alarms("累死了，转人工"))
    ['human']
    """
    flat = plain(text)
    return frozenset(alarm.name for alarm in alarms() if alarm.raised_by(flat))


def hinted_alarms(text: str) -> frozenset[str]:
    """The names of all alarms that *text* hints at, which says little by itself."""
    flat = plain(text)
    return frozenset(alarm.name for alarm in alarms() if alarm.hinted_by(flat))


def only_looks_like(text: str, name: str) -> bool:
    """Whether *text* holds a look-alike of the alarm and nothing that raises it."""
    flat = plain(text)
    [alarm] = [a for a in alarms() if a.name == name]
    seen = alarm.mask is not None and alarm.mask.search(flat) is not None
    return seen and not alarm.raised_by(flat)


@cache
def alarms() -> tuple[Alarm, ...]:
    """All alarms of the package, by name."""
    folder = resources.files("actions.alarms")
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yml"))
    return tuple(_alarm(name, (folder / name).read_text("utf-8")) for name in files)


def _alarm(file: str, source: str) -> Alarm:
    fields = yaml.safe_load(source)
    words: dict[str, str] = fields.get("words") or {}
    masks = [_pattern(p, words) for p in fields["mask"]]
    hits = [_pattern(p, words) for p in fields["hit"]]
    hints = [_pattern(p, words) for p in fields.get("hint") or ()]
    return Alarm(
        name=file.removesuffix(".yml"),
        hit=re.compile("|".join(hits)),
        mask=re.compile("|".join(masks)) if masks else None,
        hint=re.compile("|".join(hints)) if hints else None,
        fires=tuple(fields["fires"]),
        silent=tuple(fields["silent"]),
    )


def _pattern(pattern: str, words: dict[str, str]) -> str:
    for name, alternatives in words.items():
        pattern = pattern.replace("{" + name + "}", alternatives)
    # Groups only bracket here; unnumbered ones are faster to search.
    return "(?:" + re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern) + ")"
