"""The words around an item: the part of its clause to the left and right.

A-not-A questions (行不行, 能不能) and set phrases with 不 that deny nothing are
blanked first, so that what is left of 不 and 没 is real negation.
"""

from __future__ import annotations

import re

from actions.phrases.scan import Item

_BLANK = "□"
_NO_DENIAL = re.compile(
    "(?<!不)([^不， ])不\\1(?:起|了|上|以|能|到|够)?|可不可以|可以不可以|有没有|能不能|是不是|没有?问题|没关系|没事|没错|没意见"
    "|要不(?!要|起|了)(?:然|就|先)?|不然|不如|不过|不管|不好意思|对不起|差不多|不出意外|不用(?:再)?(?:催|打|担心|着急)"
    "|多一?[分毛块](?:钱)?(?:我)?(?:也|都|是|真)*没有?了?|(?:多的|别的|其他的?|其余的?|再多|多了)(?:我)?(?:真|实在|也|就|都|是|可|的)*(?:没有?了?|拿不出来?|给不了)"
    "|(?<=[， ])(?:再)?多了(?:我|就|真|可|也)*(?:吃不消|扛不住|受不了|顶不住|撑不住|还不起|还不了|负担不起|承受不了|拿不出|不行|够呛|难)"
    "|(?<=[， ])(?:我)?(?:是)?(?:真的?|实在|再|就|确实|全部?|手里|身上|别的)+没有?(?:了|钱了|别的了?|更多了?)"
    "|不用急|别急|别催|不要(?:再)?(?:催|打|急|骚扰|着急|担心)|别(?:再)?(?:打|催|骚扰|烦|联系|急)|不麻烦|不急|不是(?=刚|已|都|早|才|说|上|昨|前)|不晚于|不迟于|不得不|不低于|不少于|不超过?|(?<![等撑赶拖找借弄做办凑够想])不到|不止|不光"
    "|又?不是(?:不|没)(?!(?:想|愿意?|肯)?(?:还|给|付)(?:你们?)?[0-9一二两三四五六七八九])(?:想|愿意?|肯|还|给|付|有)?(?:还|给|付)?|不会赖|不赖账|不会跑|不跑|说话算[话数]|等不及|不一会儿?"
)
_HARD_MARKS = frozenset("。！？；;")
_SOFT_MARKS = _HARD_MARKS | frozenset("， ")
_HARD = re.compile("[。！？；;]")
_SOFT = re.compile("[，。！？；; ]")


def neutral(text: str) -> str:
    """The text with phrases that only look like denial blanked, same length."""
    if "不" not in text and "没" not in text and "别" not in text:
        return text
    return _NO_DENIAL.sub(lambda m: _BLANK * len(m[0]), text)


def hard_left(text: str, start: int, floor: int) -> int:
    """Where the sentence before ``start`` begins, no earlier than ``floor``."""
    return _left(text, start, floor, _HARD_MARKS)


def soft_left(text: str, start: int, floor: int) -> int:
    """Where the clause before ``start`` begins, no earlier than ``floor``."""
    return _left(text, start, floor, _SOFT_MARKS)


def _left(text: str, start: int, floor: int, marks: frozenset[str]) -> int:
    for at in range(start - 1, floor - 1, -1):
        if text[at] in marks:
            return at + 1
    return floor


def hard_right(text: str, end: int, ceiling: int) -> int:
    """Where the sentence after ``end`` ends, no later than ``ceiling``."""
    got = _HARD.search(text, end, ceiling)
    return got.start() if got else ceiling


def soft_right(text: str, end: int, ceiling: int) -> int:
    """Where the clause after ``end`` ends, no later than ``ceiling``."""
    got = _SOFT.search(text, end, ceiling)
    return got.start() if got else ceiling


def edge_before(items: list[Item], index: int, kinds: tuple[type, ...]) -> int:
    """Where the nearest earlier item of those kinds ends."""
    for at in range(index - 1, -1, -1):
        if isinstance(items[at], kinds):
            return items[at].span[1]
    return 0


def edge_after(items: list[Item], index: int, kinds: tuple[type, ...], end: int) -> int:
    """Where the nearest later item of those kinds begins."""
    for at in range(index + 1, len(items)):
        if isinstance(items[at], kinds):
            return items[at].span[0]
    return end
