"""Where in a text a hidden word may stand: a pass of machine code over characters.

Plain functions over numpy arrays; ``text.lore`` makes the arrays and says what is in
them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from compliance_checker.text.hashing import SEED, slot_of, step

Array = np.ndarray[Any, Any]

#: What a code point becomes where it is left out.
DROPPED = 0
STOP = ord("。")
#: Facts about a code point, one bit each.
HAN, LETTER, DIGIT, SIGN, LOOKALIKE, FUNCTION, UNIT, FIGURE = (
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    128,
)
#: What a mark says of a place: a hidden word may sound so, is swapped, or is written
#: in letters, signs, parts or digits.
SOUND, SWAP, WRITTEN = 1, 2, 4
#: … and of a pair of characters besides: it stands in a wanted word, is of ordinary
#: writing, or may be a wanted word of two characters by its sound.
INNER, KNOWN, SHORT = 8, 16, 32
#: The longest syllable that is typed, and the longest run of them.
LONGEST_SYLLABLE, MOST_LETTERS = 6, 60


class Lore(NamedTuple):
    """All that is known of characters and words, for code points below 65,536."""

    #: What a code point becomes in the view that is read; ``DROPPED`` if left out.
    table: Array
    facts: Array
    #: The sound of a character, widely; its readings exactly, and with near ones merged.
    sounds: Array
    exact: Array
    merged: Array
    #: Two sounds → whether they follow each other in a wanted word; three likewise.
    likely: Array
    triples: Array
    #: The rank of an everyday character; two ranks → what the pair may be (bits).
    ranks: Array
    pairs: Array
    #: A table of parts and signs with a neighbour that fits what they stand for.
    shapes: Array
    #: Tables of Latin words, of initials of wanted words, of typed syllables.
    latin: Array
    initials: Array
    syllables: Array
    #: Words as they are spoken, with the logarithm of their probability.
    spoken: Array
    spoken_values: Array
    single: Array
    #: Wanted words by sound, and with two characters swapped: where their list begins.
    by_sound: Array
    sound_heads: Array
    sound_lists: Array
    by_swap: Array
    swap_heads: Array
    swap_lists: Array
    #: The wanted words one behind the other, where each ends, and what speaks for it.
    words: Array
    word_ends: Array
    priors: Array
    costs: Array


@njit(cache=True, nogil=True, inline="always")
def pair_of(one: int, other: int, lore: Lore) -> int:
    """What two Chinese characters side by side may be, as bits."""
    left, right = lore.ranks[one], lore.ranks[other]
    if left and right:
        return int(lore.pairs[left, right])
    return SOUND | SHORT if lore.likely[lore.sounds[one], lore.sounds[other]] else 0


@njit(cache=True, nogil=True, inline="always")
def _triple(text: Array, at: int, lore: Lore) -> bool:
    """Whether the sounds of three characters follow each other in a wanted word."""
    count = lore.likely.shape[0]
    place = np.int64(lore.sounds[text[at]]) * count + lore.sounds[text[at + 1]]
    place = place * count + lore.sounds[text[at + 2]]
    return bool(lore.triples[place >> 3] >> (place & 7) & 1)


@njit(cache=True, nogil=True)
def _varied(text: Array, at: int, stop: int) -> bool:
    """Whether letters are more than one letter again and again: XX is a blank."""
    for place in range(at + 1, stop):  # noqa: SIM110 - compiled
        if text[place] != text[at]:
            return True
    return False


@njit(cache=True, nogil=True)
def _typed(text: Array, at: int, stop: int, lore: Lore) -> bool:
    """Whether letters ``[at, stop)`` may be a word's: its syllables or its initials."""
    state = SEED
    for place in range(at, stop):
        state = step(state, text[place])
    if slot_of(lore.latin, state) >= 0 or not _varied(text, at, stop):
        return False
    if slot_of(lore.initials, state) >= 0:
        return True
    if stop - at > MOST_LETTERS:
        return False
    reached = np.uint64(1)
    for begin in range(at, stop):
        if reached >> np.uint64(begin - at) & np.uint64(1) == 0:
            continue
        state = SEED
        for end in range(begin, min(stop, begin + LONGEST_SYLLABLE)):
            state = step(state, text[end])
            if slot_of(lore.syllables, state) >= 0:
                reached |= np.uint64(1) << np.uint64(end + 1 - at)
    return bool(reached >> np.uint64(stop - at) & np.uint64(1))


@njit(cache=True, nogil=True)
def _fits(text: Array, size: int, start: int, end: int, lore: Lore) -> bool:
    """Whether parts or signs stand beside what stands beside the character meant."""
    state = SEED
    for place in range(start, end):
        state = step(state, text[place])
    if end < size and slot_of(lore.shapes, step(state, text[end])) >= 0:
        return True
    if not start:
        return False
    state = step(SEED, text[start - 1])
    for place in range(start, end):
        state = step(state, text[place])
    return bool(slot_of(lore.shapes, state) >= 0)


@njit(cache=True, nogil=True)
def marked(text: Array, size: int, marks: Array, lore: Lore) -> int:
    """Note in *marks* where a hidden word may stand; says which kinds are there."""
    facts, sounds, likely = lore.facts, lore.sounds, lore.likely
    kinds = 0
    marks[:size] = 0
    at = 0
    while at < size:
        code = text[at]
        bits = facts[code]
        follower = text[at + 1] if at + 1 < size else 0
        if bits & HAN:
            pair = 0
            if facts[follower] & HAN:
                pair = pair_of(code, follower, lore)
                if pair & KNOWN == 0:
                    if pair & SOUND and (
                        pair & SHORT
                        or (at + 2 < size and _triple(text, at, lore))
                        or (at and _triple(text, at - 1, lore))
                    ):
                        marks[at] |= SOUND
                    marks[at] |= pair & SWAP
                    if pair & WRITTEN and _fits(text, size, at, at + 2, lore):
                        marks[at] |= WRITTEN
            if (
                bits & LOOKALIKE
                and pair & KNOWN == 0
                and not (at and pair_of(text[at - 1], code, lore) & KNOWN)
                and _fits(text, size, at, at + 1, lore)
            ):
                marks[at] |= WRITTEN
        elif bits & SIGN:
            whole = slot_of(lore.shapes, step(SEED, code)) >= 0
            if (whole and facts[follower] & HAN) or _fits(text, size, at, at + 1, lore):
                marks[at] |= WRITTEN
        elif bits & LETTER:
            stop = at + 1
            while stop < size and facts[text[stop]] & LETTER:
                stop += 1
            # fq1182 is a number of something; bao4tong1 is a sound with its tones.
            figures = at > 0 and facts[text[at - 1]] & DIGIT
            if stop + 1 < size and facts[text[stop]] & DIGIT:
                figures = figures or facts[text[stop + 1]] & DIGIT
            if stop - at > 1 and not figures and _typed(text, at, stop, lore):
                for place in range(at, stop):
                    marks[place] |= WRITTEN
                kinds |= WRITTEN
            at = stop
            continue
        elif bits & DIGIT:
            before = text[at - 1] if at else 0
            if not facts[before] & (DIGIT | FIGURE) and not facts[follower] & (
                DIGIT | UNIT | FIGURE
            ):
                sound = sounds[code]
                if (facts[before] & HAN and likely[sounds[before], sound]) or (
                    facts[follower] & HAN and likely[sound, sounds[follower]]
                ):
                    marks[at] |= SOUND
        elif code == STOP and at and pair_of(text[at - 1], follower, lore) & INNER:
            marks[at] |= WRITTEN
        kinds |= marks[at]
        at += 1
    return kinds
