"""Passports and travel permits: one or two letters and seven to ten digits.

The letters say the kind where China issues the paper; a word before proves it.
"""

from __future__ import annotations

import re

from compliance_checker.personal import cues, proofs
from compliance_checker.personal.runs import COMMA, LIGHT, Run
from compliance_checker.personal.values import Kind, Sighting
from compliance_checker.personal.window import Window

_LETTERS = re.compile(r"(?<![a-z0-9])([a-z]{1,2})[ -]{0,2}\Z")
_PASSPORT = re.compile(r"(?:护照|passport)[^0-9\n。!?]{0,8}\Z")
_PERMIT = re.compile(
    r"(?:通行证|台胞证|回乡证|港澳证|来往内地|往来港澳|往来台湾)[^0-9\n。!?]{0,8}\Z"
)
_CHINESE = re.compile(r"[eg]\d{8}|e[a-hj-np-z]\d{7}|[dsp]e?\d{7,8}")
_TRAVEL = re.compile(
    r"[cwlt]\d{8}|c[a-hj-np-z]\d{7}|[hm]\d{8}(?:\d{2})?|\d{8}(?:\d{2})?"
)
_ANY = re.compile(r"[a-z]{0,2}\d{6,9}")
#: Without a word only these are rare enough among article numbers.
_ALONE = re.compile(r"[eg]\d{8}|e[a-hj-np-z]\d{7}")


def paper(flat: str, run: Run) -> Sighting | None:
    """The passport or permit whose digits *run* begins with."""
    last = _last(run)
    if run.closed or not 6 <= last <= 10:
        return None
    ahead = cues.before(flat, run.starts[0])
    letters = _LETTERS.search(ahead)
    written = (letters.group(1) if letters else "") + run.digits[:last]
    start = run.starts[0] - (len(ahead) - letters.start(1) if letters else 0)
    kind, certain = _kind(flat, start, written)
    window = Window(flat, run, 0, last)
    if kind is None or cues.order_number(flat, start) or window.decimal:
        return None
    after = flat[window.end : window.end + 1]
    if after.isascii() and after.isalnum():
        return None
    how = "spoken digits" if window.spoken else "as written"
    proof = "named" if certain else "shape of passports"
    return Sighting(kind, start, window.end, certain, f"{how}, {proof}", written)


def _last(run: Run) -> int:
    """Where the first number of the run ends: at a pause, or where groups get uneven."""
    last = 1
    while run.breaks[last] < COMMA and not (run.breaks[last] >= LIGHT and last >= 7):
        last += 1
    return last


def _kind(flat: str, start: int, written: str) -> tuple[Kind | None, bool]:
    ahead = cues.before(flat, start)
    if _PERMIT.search(ahead) and _TRAVEL.fullmatch(written):
        return "travel_permit", True
    if _PASSPORT.search(ahead) and _ANY.fullmatch(written):
        return "passport", True
    named = cues.identity_named(flat, start)
    if named and _CHINESE.fullmatch(written):
        return "passport", True
    if named and written[0].isalpha() and _TRAVEL.fullmatch(written):
        return "travel_permit", True
    if _ALONE.fullmatch(written) and proofs.day(written[-8:]) is None:
        return "passport", False
    return None, False
