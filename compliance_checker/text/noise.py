"""What people, keyboards and speech recognition put between characters.

The tables and steps here are shared by the recipes of ``text.recipes``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from compliance_checker.text.tables import Tables
from compliance_checker.text.view import Piece, Step, delete

#: The code points of Chinese characters, first and last.
HAN_RANGES = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES)

#: Sounds that carry no word.  额 and 那个 can be words; the squeezed view has them.
FILLERS = "啊呃嗯哦噢喔唔唉哎诶欸嗳呀"

#: What ends a sentence, once folded; ASCII dots need a look at their neighbours.
SENTENCE_ENDS = "。!?;\n\r\u2028\u2029"

#: Words of one character that can be a sentence, and so are not a split-up phrase.
ANSWERS = frozenset("好对是行嗯喂不没有在能会要来走说讲问谁啥哪我他她您你可")

#: Doubled words of ordinary speech.  妈妈 must never become 妈: 他妈 is an insult.
LAWFUL_DOUBLES = frozenset("妈爸爷奶哥姐弟妹叔婶舅姑公婆太宝娃伯爹娘姥嫂谢天常刚早晚")

HAN_DIGITS = "零〇一二三四五六七八九十百千万亿两"
_DIGITS = "0-9" + HAN_DIGITS


def noise_table(tables: Tables, keep: dict[str, str]) -> dict[int, str]:
    """A folding table that drops noise and *keep*s some marks, perhaps renamed."""
    table = {
        code: ""
        for codes in tables.noise
        if len(codes) < 50_000  # the private planes: never seen, and 130,000 long
        for code in codes
    }
    table.update(dict.fromkeys(map(ord, FILLERS), ""))
    table.update({ord(mark): new for mark, new in keep.items()})
    for code, folded in tables.fold.items():
        table[code] = "".join(table.get(ord(one), one) for one in folded)
    return table


def _dots(match: re.Match[str]) -> Sequence[Piece]:
    """A decimal point stays, a pause or an abbreviation goes, else a sentence ends."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if end - start > 1 or (before.isascii() and before.isalpha() and after.isascii()):
        return ()
    if before.isdigit() and after.isdigit():
        return ((start, end, "."),)
    return ((start, end, "。"),)


def _chain(match: re.Match[str]) -> Sequence[Piece]:
    """Join 爆。通。讯。录, but leave 好。 and 是。对。 alone."""
    start, end = match.span()
    inner = match.span(1)
    singles = [at for at in range(*inner) if match.string[at] != "。"]
    whole = [(at, at + 1, match.string[at]) for at in range(start, end)]
    if all(match.string[at] in ANSWERS for at in singles):
        return whole
    at_edge = start == inner[0] or end == inner[1]
    if len(singles) == 1 and at_edge:
        return whole
    return [(at, at + 1, match.string[at]) for at in singles]


#: One dot or several.
DOTS = Step(re.compile(r"\.+"), _dots, ".")
#: A plus sign, unless it stands for 加 before an account name (+v).
PLUS = Step(re.compile(r"\+(?![a-z微薇威扣])"), delete, "+")
#: Sentences of one character, one after the other, with the stops around them.
CHAIN = Step(re.compile(r"(?:\A|。+)([^。](?:。+[^。])*)(?:。+|\Z)"), _chain, "。")
#: Stops at the edges, and the second and later of several.
STOPS = Step(re.compile(r"\A。+|。+\Z|(?<=。)。+"), delete, "。")


def _spaces(match: re.Match[str]) -> Sequence[Piece]:
    """A space between two long stretches is a pause (chat); others are noise (ASR)."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 4) : start], text[end : end + 4]
    if len(before) == 4 == len(after) and " " not in before + after:
        return ((start, end, ","),)
    return ()


#: White space of any length.
SPACES = Step(re.compile(" +"), _spaces, " ")
ALL_SPACES = Step(re.compile(" +"), delete, " ")

#: Spoken fillers that could be words elsewhere …
FILLER_WORDS = ("那个", "这个", "就是说", "怎么说呢", "那什么", "然后呢")
#: … and one of a character: 额度 and 金额 are money.
FILLER_UNIT = "额"
UNIT_AFTER = "名金余数总限差全大小超份等定税"
UNIT_BEFORE = "度外头满定吉"

SOFT_FILLERS = Step(
    re.compile(
        f"{'|'.join(FILLER_WORDS)}|(?<![{UNIT_AFTER}]){FILLER_UNIT}(?![{UNIT_BEFORE}])"
    ),
    delete,
)


def _undouble(match: re.Match[str]) -> Sequence[Piece]:
    start, end = match.span()
    return [(at, at + 2, match.string[at]) for at in range(start, end, 2)]


#: Three or more doubled characters in a row: 爆爆通通讯讯录录.
DOUBLED = Step(re.compile(rf"(?:([{HAN}])\1){{3,}}"), _undouble)


def _unstutter(match: re.Match[str]) -> Sequence[Piece]:
    start, end = match.span()
    character = match.string[start]
    if character in LAWFUL_DOUBLES:
        return [(start, start + 1, character), (start + 1, end, character)]
    return [(start, end, character)]


#: The same character twice or more; digits only where no number goes on around them.
STUTTER = Step(
    re.compile(
        rf"(?![{_DIGITS}])([{HAN}])\1+"
        rf"|(?<![{_DIGITS}])([{HAN_DIGITS}])\2+(?![{_DIGITS}])"
    ),
    _unstutter,
)


def _unrepeat(match: re.Match[str]) -> Sequence[Piece]:
    start, end = match.span()
    middle = start + 1
    return [
        (start, middle, match.string[start]),
        (middle, end, match.string[middle]),
    ]


#: The same two characters twice or more: 我们我们.
REPEAT = Step(
    re.compile(rf"(?![{_DIGITS}])([{HAN}](?![{_DIGITS}])[{HAN}])\1+"), _unrepeat
)
