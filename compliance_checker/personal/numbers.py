"""Numbers of persons among digits: IDs, cards, mobile and fixed lines.

Each detector looks at one window and answers with a sighting or ``None``; it never
says *certain* where only the form speaks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compliance_checker.personal import cues, proofs
from compliance_checker.personal.runs import COMMA, LIGHT, SAME, SCRIPT, Run
from compliance_checker.personal.values import Sighting
from compliance_checker.personal.window import Window

#: A person named in a call was born by then; later years are dates of papers.
_BORN_BY = 2015
#: With no word for it and a check digit that fails, only these years speak for an ID.
_ADULTS = range(1930, 2011)

Detector = Callable[[Window], Sighting | None]


def numbers(flat: str, run: Run) -> Iterator[Sighting]:
    """The numbers in *run*, from left to right, without overlaps."""
    at, follows, end = run.closed, run.closed > 0, len(run.digits)
    while at < end:
        seen, size = (
            (None, 0) if run.breaks[at] == SAME else _at(flat, run, at, follows)
        )
        if seen:
            yield seen
        follows = seen is not None
        at += size or 1


def _at(flat: str, run: Run, at: int, follows: bool) -> tuple[Sighting | None, int]:
    breaks, end = run.breaks, len(run.digits)
    for size, looks, detector in _BY_FIRST.get(run.digits[at], ()):
        last = at + size
        if last > end or breaks[last] == SAME or not looks(run.digits[at:last]):
            continue
        seen = detector(Window(flat, run, at, last, follows))
        if seen:
            return seen, size
    return None, 0


def resident_id(window: Window) -> Sighting | None:
    """An ID of 18 characters; a check digit that fails is a slip of ear or finger."""
    year = proofs.birth_year(window.digits) or 0
    order = cues.order_number(window.flat, window.start)
    named = cues.identity_named(window.flat, window.start)
    if proofs.check_digit(window.digits[:17]) == window.digits[17]:
        if year > _BORN_BY and not named:
            return None
        certain = named or not order
        return window.sighting("resident_id", certain, "check digit holds")
    if named and not order:
        return window.sighting("resident_id", False, "named, check digit fails")
    alone = window.inner <= SCRIPT or window.shape in ((6, 8, 4), (6, 4, 4, 4))
    if alone and window.apart and year in _ADULTS and not order:
        return window.sighting("resident_id", False, "check digit fails")
    return None


def old_resident_id(window: Window) -> Sighting | None:
    """An ID of 15 digits, which has no check digit."""
    alone = window.apart and (window.inner <= SCRIPT or window.shape == (6, 6, 3))
    if not alone and not cues.identity_named(window.flat, window.start):
        return None
    if not _free(window):
        return None
    return window.sighting("resident_id", False, "15 digits, region and date")


def bank_card(window: Window) -> Sighting | None:
    """A card number; one that fails Luhn only where a word names it."""
    digits = window.digits
    if window.amount:
        return None
    order = cues.order_number(window.flat, window.start)
    named = cues.card_named(window.flat, window.start)
    if not proofs.luhn(digits):
        if named and not order and window.apart:
            return window.sighting("bank_card", False, "named, check digit fails")
        return None
    grouped = window.grouped_as_card
    if not (named or window.spoken or window.inner <= SCRIPT or grouped):
        return None
    proved = named or digits.startswith("62")
    return window.sighting("bank_card", proved and not order, "check digit holds")


def mobile(window: Window) -> Sighting | None:
    """A mobile number of the mainland, with or without country code."""
    if not (window.apart or window.one_edge) or not _free(window):
        return None
    prefix = window.digits[:-11]
    named = cues.phone_named(window.flat, window.start)
    shaped = window.phone_shaped(len(prefix))
    if shaped is False or (shaped is None and not named):
        return None
    if cues.glued(window.flat, window.start, window.end):
        return None
    plus = "+" in window.flat[window.start : window.start + 2]
    if window.apart:
        # A list of three sums with commas may look the same.
        listed = window.inner >= COMMA and not window.spoken
        doubtful = listed or window.disguised
        certain = named or (not doubtful and (prefix in ("", "0086") or plus))
        return window.sighting("mobile", certain, "range of mobile numbers")
    if named or window.spoken:
        return window.sighting("mobile", False, "range of mobile numbers")
    return None  # three sums of a longer list


def landline(window: Window) -> Sighting | None:
    """A fixed line with its area code; service lines are nobody's."""
    if not _line_apart(window) or not _free(window):
        return None
    area = proofs.area_code(window.digits)
    flat, start = window.flat, window.start
    if cues.glued(flat, start, window.end) or cues.service_named(flat, start):
        return None
    rest = window.shape[1:] if window.shape[0] == area else ()
    if rest in ((8,), (7,), (4, 4), (3, 4)):
        return window.sighting("landline", True, "area code and local number")
    named = cues.phone_named(flat, start)
    if named or window.spoken or len(window.shape) == 1:
        return window.sighting("landline", named, "area code")
    return None


def _line_apart(window: Window) -> bool:
    """Whether it stands alone; an extension of a few digits may follow."""
    named_pauses = window.inner == COMMA and cues.phone_named(window.flat, window.start)
    if window.inner > LIGHT and not (window.spoken or named_pauses):
        return False
    breaks, last = window.run.breaks, window.last
    extension = breaks[last] == LIGHT and 2 <= len(window.run.digits) - last <= 5
    return window.apart or (extension and breaks[window.first] > window.inner)


def local_line(window: Window) -> Sighting | None:
    """Seven or eight digits that a word right before makes a line at home."""
    if not window.apart or not _free(window):
        return None
    if not cues.home_line_named(window.flat, window.start):
        return None
    return window.sighting("landline", False, "named")


def _free(window: Window) -> bool:
    """Whether no sum, no decimal and no number of a paper."""
    return not (
        window.amount or window.decimal or cues.order_number(window.flat, window.start)
    )


_Case = tuple[int, Callable[[str], bool], Detector]

#: First digits; how many digits, what they must look like, what is asked then.  Long
#: before short, proven before likely.
_DETECTORS: tuple[tuple[str, _Case], ...] = (
    ("12345678", (18, proofs.resident_id_shaped, resident_id)),
    ("3456", (18, proofs.card_range, bank_card)),
    ("3456", (19, proofs.card_range, bank_card)),
    ("3456", (17, proofs.card_range, bank_card)),
    ("3456", (16, proofs.card_range, bank_card)),
    ("0", (15, proofs.mobile, mobile)),
    ("12345678", (15, proofs.old_id, old_resident_id)),
    ("0", (14, proofs.mobile, mobile)),
    ("8", (13, proofs.mobile, mobile)),
    ("0", (12, proofs.mobile, mobile)),
    ("0", (12, proofs.fixed_line, landline)),
    ("1", (11, proofs.mobile, mobile)),
    ("0", (11, proofs.fixed_line, landline)),
    ("0", (10, proofs.fixed_line, landline)),
    ("2345678", (8, proofs.local, local_line)),
    ("2345678", (7, proofs.local, local_line)),
)
_BY_FIRST: dict[str, tuple[_Case, ...]] = {
    first: tuple(case for firsts, case in _DETECTORS if first in firsts)
    for first in "012345678"
}
