"""How a view's reading differs from what was written, in words."""

from __future__ import annotations

from compliance_checker.model import Span
from compliance_checker.text.noise import FILLERS
from compliance_checker.text.recipes import recipe
from compliance_checker.text.view import View

#: Readings are told apart up to this many differences; a report is no diff.
MOST_PAIRS = 4


def how(original: str, view: View, start: int, end: int) -> str:
    """How characters ``[start, end)`` of *view* read *original*.

    ``as written`` if they are what was written, ``folded`` if width, case or the
    traditional form differ, else what was taken out or put together.
    """
    span = view.origin(start, end)
    written = original[span.start : span.end]
    text = view.text[start:end]
    if written == text:
        return "as written"
    if view.name == "shape":
        pairs = _pairs(original, view, start, end)
        if pairs:
            return f"split character: {', '.join(pairs)}"
    if written.translate(recipe("folded").table) == text:
        return "folded"
    return _removed(original, view, start, end, span)


def _removed(original: str, view: View, start: int, end: int, span: Span) -> str:
    way = view.way_back
    kept = {
        at
        for index in range(start, end)
        for at in range(way.starts[index], way.ends[index])
    }
    gone = [original[at] for at in range(span.start, span.end) if at not in kept]
    reasons = []
    if any(character.isspace() for character in gone):
        reasons.append("spaces removed")
    if any(character in FILLERS for character in gone) or "那个" in "".join(gone):
        reasons.append("fillers removed")
    others = [c for c in gone if not c.isspace() and c not in FILLERS]
    if any(not character.isalnum() for character in others):
        reasons.append("symbols removed")
    if view.name == "squeezed" and len(kept) > end - start:
        reasons.append("repeats removed")
    if not reasons:
        reasons.append("fillers removed" if gone else "folded")
    return ", ".join(reasons)


def _pairs(original: str, view: View, start: int, end: int) -> list[str]:
    """``女子→好`` for each character that was put together or replaced."""
    way = view.way_back
    folded = recipe("folded").table
    pairs: dict[tuple[int, int], str] = {}
    for index in range(start, end):
        piece = (way.starts[index], way.ends[index])
        pairs[piece] = pairs.get(piece, "") + view.text[index]
    different = [
        f"{original[a:b]}→{meant}"
        for (a, b), meant in pairs.items()
        if original[a:b].translate(folded) != meant
    ]
    return list(dict.fromkeys(different))[:MOST_PAIRS]


def by_sound(phrase: str, written: str) -> str:
    """``by sound: 爆→抱`` for each character that sounds alike and is another.

    >>> by_sound("爆通讯录", "抱通讯录")
    'by sound: 爆→抱'
    >>> by_sound("爆通讯录", "baotongxunlu")
    'by sound: 爆通讯录→baotongxunlu'
    """
    if len(phrase) != len(written):
        return f"by sound: {phrase}→{written}"
    different = [
        f"{meant}→{seen}"
        for meant, seen in zip(phrase, written, strict=True)
        if meant != seen
    ]
    return f"by sound: {', '.join(different[:MOST_PAIRS])}" if different else "folded"
