"""What may stand between two neighbours that are one thing: 或者, 也行…也行, 不是…就是."""

from __future__ import annotations

import re

_OR = re.compile(
    "[，、/ ]?(?:或者?是?|或是|还是|要么(?:就|是|还)?|、|/)(?:还|给|分|先还|在|是|就|拿)?|/| ?"
)
_ALSO = re.compile("(?:也|都)?(?:行|可以|成|中|得)[，、 ]?")
_SETTLES = re.compile("吧|算了|得了|好了")


def either(text: str, start: int, gap: str) -> bool:
    """不是明天就是后天."""
    return (
        text.endswith("不是", 0, start) and re.fullmatch("[，]?就是?", gap) is not None
    )


def choice(text: str, gap: str, end: int) -> bool:
    """Whether the gap offers a choice; 还是…吧 takes the first back instead."""
    settled = "还是" in gap and _SETTLES.match(text[end : end + 4])
    if _ALSO.fullmatch(gap) and _ALSO.match(text, end):
        return True  # 三百也行四百也行
    return _OR.fullmatch(gap) is not None and not settled
