"""Today without its name: 马上还, 一会儿就转, 下午给; and 刚还了 of what was paid just now."""

from __future__ import annotations

import re
from datetime import date

from actions.phrases.values import Day

JUST, SOON = "just", "soon"
_SAY = "(?:我|俺|就|去|先|再|全部?|都|一起|给你们?|给您|立刻|立马|马上|现在|这就|下班|下了班|到家|回家|肯定|一定)*+"
_SOON_WORD = "现在(?:立刻|立马|马上)?|立刻|立马|马上|一会儿?|待会儿?|等会儿?|稍后|晚些时候|晚点儿?|中午|下午|傍晚|晚上"
_PAYS = (
    "(?:还(?=$|[，。！？ 吧呗0-9一二三四五六七八九十百两你您清完掉]|上(?!门|班))"
    "|转(?![人告院不学机眼没])|付(?!不|房|租)|打(?:过[来去]|钱|款|给[你您]|(?=[0-9一二两三四五六七八九]))"
    "|给(?:你们?|您)?(?=$|[，。！吧 0-9一二两三四五六七八九]|转|打|送|钱|存|结)|存(?!不|折|款)|汇(?!报)|划(?!不)|缴(?!不|费单)|充(?!电|值|话))"
)
_TODAY = re.compile(f"(?:{_SOON_WORD})(?={_SAY}{_PAYS})")
_HOW = "(?:我|俺|才|就|已经|(?:用|通过|在|从|把|去)[^，。0-9]{1,8}?|给你们?|给您|微信|支付宝|手机银行|银行){0,3}"
_JUST = re.compile(
    f"(?:刚刚才?|刚才|刚)(?={_HOW}(?:还|转|支?付|打(?!了?个?(?:电话|完))|存|汇|交(?!警|代|流)|缴|充(?!电)|扣|划)(?:给你们?|过去|进去)?(?:了(?!别)|过|完|的|$|[，。！]))"
)
# The cheap look that decides whether any of them can stand here.
_KEY = re.compile(
    "刚|现在|立刻|立马|马上|一会|待会|等会|稍后|晚些|晚点|中午|下午|傍晚|晚上"
)


def soon_day(text: str, start: int, ref: date) -> Day | None:
    """Today, where a word for soon leads to a verb of paying; the day of 刚还了 too."""
    if not _KEY.match(text, start):
        return None
    just = _JUST.match(text, start)
    if just:
        return Day("past", ref, just.span(), rule=JUST)
    got = _TODAY.match(text, start)
    return Day("value", ref, got.span(), rule=SOON) if got else None
