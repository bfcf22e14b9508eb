"""A text with one character for each of its own, so that offsets stay what they are.

Width, case, traditional forms and the digits of all scripts are folded; what cannot
be seen becomes ``HIDDEN``, spaces and dashes become one of each.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from compliance_checker.text.tables import tables

#: Stands for zero-width characters, marks and controls: they separate nothing.
HIDDEN = "\u200b"

#: Signs that the folding table leaves alone.
_SIGNS = {
    "○": "〇", "×": "x", "✕": "x", "✖": "x", "、": ",", "•": "·", "・": "·",
    "‧": "·", "\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " ",
}  # fmt: skip

_KINDS = {
    "Cc": HIDDEN, "Cf": HIDDEN, "Mn": HIDDEN, "Me": HIDDEN,
    "Zs": " ", "Pd": "-", "Zl": "\n", "Zp": "\n",
}  # fmt: skip

#: Where decimal digits of other scripts begin and end.
_DIGITS = range(0x660, 0x1FC00)


def flatten(text: str) -> str:
    """*text* folded, of the same length.

    >>> flatten("電話：１３８ ００①")
    '电话:138 001'
    """
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table = {code: new for code, new in tables().fold.items() if len(new) == 1}
    for codes in tables().noise:
        if len(codes) < 50_000:  # not the private planes
            for code in codes:
                instead = _KINDS.get(unicodedata.category(chr(code)))
                if instead and table.get(code, HIDDEN) != "-":
                    table[code] = instead
    for code in _DIGITS:
        digit = unicodedata.decimal(chr(code), None)
        if digit is not None:
            table[code] = str(digit)
    table.update({ord(sign): new for sign, new in _SIGNS.items()})
    return table
