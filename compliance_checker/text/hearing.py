"""Which words a text may hide, and how much likelier it is with them: machine code.

A text is explained by the likeliest ordinary words it can be cut into; a wanted word
that sounds like a stretch of it, or is it with two characters swapped, must explain the
text much better than that.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from compliance_checker.text.hashing import SEED, slot_of, step
from compliance_checker.text.marking import (
    DIGIT,
    DROPPED,
    FUNCTION,
    HAN,
    KNOWN,
    SOUND,
    SWAP,
    WRITTEN,
    Lore,
    marked,
    pair_of,
)

Array = np.ndarray[Any, Any]

#: The place of each cost in the array of costs.
SAME_SOUND, NEAR, FAR, LONG, SWAPPED, GRAMMAR, INSIDE, BESIDE = range(8)
NOWHERE = np.float32(-np.inf)
#: No word that is sought or explains a text is longer, in characters.
LONGEST_WORD, LONGEST_PLAIN = 8, 16


@njit(cache=True, nogil=True)
def likelihoods(text: Array, size: int, upto: Array, after: Array, lore: Lore) -> None:
    """The likeliest words of every beginning of *text*, and of every rest of it.

    Logarithms of probabilities; *upto* and *after* have one place more than the text.
    """
    keys, values, single = lore.spoken, lore.spoken_values, lore.single
    for at in range(size + 1):
        upto[at] = NOWHERE
        after[at] = NOWHERE
    upto[0] = 0.0
    after[size] = 0.0
    for at in range(size):
        here = upto[at]
        upto[at + 1] = max(upto[at + 1], here + single[text[at]])
        state = SEED
        for end in range(at, min(size, at + LONGEST_PLAIN)):
            state = step(state, text[end])
            slot = slot_of(keys, state)
            if slot < 0:
                break
            if end > at and values[slot] > NOWHERE:
                upto[end + 1] = max(upto[end + 1], here + values[slot])
    for at in range(size - 1, -1, -1):
        best = after[at + 1] + single[text[at]]
        state = SEED
        for end in range(at, min(size, at + LONGEST_PLAIN)):
            state = step(state, text[end])
            slot = slot_of(keys, state)
            if slot < 0:
                break
            if end > at and values[slot] > NOWHERE:
                best = max(best, after[end + 1] + values[slot])
        after[at] = best


@njit(cache=True, nogil=True)
def _changed(
    text: Array, size: int, at: int, start: int, end: int, lore: Lore
) -> float:
    """What it costs that a changed character stands with neighbours as in plain talk."""
    cost = 0.0
    if at > 0 and pair_of(text[at - 1], text[at], lore) & KNOWN:
        cost += lore.costs[INSIDE] if at > start else lore.costs[BESIDE]
    if at + 1 < size and pair_of(text[at], text[at + 1], lore) & KNOWN:
        cost += lore.costs[INSIDE] if at + 1 < end else lore.costs[BESIDE]
    return cost


@njit(cache=True, nogil=True)
def _told(text: Array, size: int, start: int, word: Array, lore: Lore) -> float:
    """What it costs to believe that *word* was written so; infinite if it was not."""
    costs = lore.costs
    cost = 0.0
    same = 0
    near = 0
    for index in range(word.size):
        written, meant = text[start + index], word[index]
        if written == meant:
            same += 1
            continue
        if _share(lore.exact, written, meant):
            cost += costs[SAME_SOUND]
        elif _share(lore.merged, written, meant):
            cost += costs[NEAR]
            near += 1
        else:
            cost += costs[FAR]
            near += 1
        if word.size > 2:
            cost -= costs[LONG]
        if lore.facts[written] & FUNCTION:
            cost += costs[GRAMMAR]
        cost += _changed(text, size, start + index, start, start + word.size, lore)
    if same == word.size or (same == 0 and near and word.size < 3):
        return np.inf
    return cost


@njit(cache=True, nogil=True)
def _swapped(
    text: Array, size: int, start: int, end: int, place: int, lore: Lore
) -> Any:
    """What it costs to believe that two characters at *place* were swapped."""
    cost = lore.costs[SWAPPED]
    for at in range(max(0, place - 1), min(place + 2, size - 1)):
        if pair_of(text[at], text[at + 1], lore) & KNOWN:
            inside = start <= at and at < end
            cost += lore.costs[INSIDE] if inside else lore.costs[BESIDE]
    return cost


@njit(cache=True, nogil=True, inline="always")
def _share(readings: Array, one: int, other: int) -> bool:
    """Whether two characters have a reading in common (each has up to three)."""
    for left in range(3):
        if readings[one, left]:
            for right in range(3):
                if readings[one, left] == readings[other, right]:
                    return True
    return False


@njit(cache=True, nogil=True)
def guessed(
    text: Array,
    size: int,
    marks: Array,
    upto: Array,
    after: Array,
    least: float,
    out: Array,
    gains: Array,
    lore: Lore,
) -> int:
    """Words told by sound or swapped that make *text* likelier by *least* or more.

    Rows of *out* are start, end, word and where two characters are swapped (-1 if by
    sound); as many as fit.  Says how many there are.
    """
    facts, sounds = lore.facts, lore.sounds
    count = 0
    ready = upto[0] == 0.0  # the caller may have them
    singly = np.zeros(size + 1, np.float64)
    for at in range(size):
        singly[at + 1] = singly[at] + lore.single[text[at]]
    coming = -1  # the next marked place, found from the right
    following = np.empty(size, np.int32)
    for at in range(size - 1, -1, -1):
        if marks[at] & (SOUND | SWAP):
            coming = at
        following[at] = coming
    for start in range(size):
        place = following[start]
        if place < 0:
            break
        if place - start > LONGEST_WORD - 2:
            continue
        for swapped in range(2):
            kind = SWAP if swapped else SOUND
            table = lore.by_swap if swapped else lore.by_sound
            state = SEED
            for end in range(start, min(size, start + LONGEST_WORD)):
                code = text[end]
                if not facts[code] & (HAN | DIGIT):
                    break
                state = step(state, code if swapped else sounds[code])
                slot = slot_of(table, state)
                if slot < 0:
                    break
                if end <= place:
                    continue
                head = lore.swap_heads[slot] if swapped else lore.sound_heads[slot]
                if head < 0:
                    continue
                held = lore.swap_lists if swapped else lore.sound_lists
                at = head
                while held[at] >= 0:
                    number = held[at]
                    swap = -1
                    at += 1
                    if swapped:
                        swap = held[at]
                        at += 1
                        if not marks[start + swap] & kind:
                            continue
                    # No text is less likely than its single characters.
                    gain = lore.priors[number] - singly[end + 1] + singly[start]
                    if gain < least:
                        continue
                    if swapped:
                        gain -= _swapped(text, size, start, end, start + swap, lore)
                    else:
                        word = lore.words[
                            lore.word_ends[number] : lore.word_ends[number + 1]
                        ]
                        gain -= _told(text, size, start, word, lore)
                    if gain < least:
                        continue
                    if not ready:
                        likelihoods(text, size, upto, after, lore)
                        ready = True
                    gain += singly[end + 1] - singly[start]
                    gain += upto[start] + after[end + 1] - upto[size]
                    if gain < least:
                        continue
                    if count < gains.size:
                        out[count, 0] = start
                        out[count, 1] = end + 1
                        out[count, 2] = number
                        out[count, 3] = swap
                        gains[count] = gain
                    count += 1
    return count


@njit(cache=True, nogil=True)
def suspected(codes: Array, ends: Array, least: float, lore: Lore) -> Array:
    """Text → whether it may hide a word (uint8); *codes* are all texts, in a row."""
    rows = ends.size - 1
    found = np.zeros(rows, np.uint8)
    longest = 0
    for row in range(rows):
        longest = max(longest, ends[row + 1] - ends[row])
    text = np.empty(longest + 1, np.uint16)
    marks = np.empty(longest + 1, np.uint8)
    upto = np.empty(longest + 1, np.float32)
    after = np.empty(longest + 1, np.float32)
    out = np.empty((1, 4), np.int32)
    gains = np.empty(1, np.float64)
    for row in range(rows):
        size = 0
        for place in range(ends[row], ends[row + 1]):
            code = lore.table[codes[place]]
            if code != DROPPED:
                text[size] = code
                size += 1
        kinds = marked(text, size, marks, lore)
        upto[0] = NOWHERE
        if kinds & WRITTEN or (
            kinds and guessed(text, size, marks, upto, after, least, out, gains, lore)
        ):
            found[row] = 1
    return found


@njit(cache=True, nogil=True)
def listened(
    text: Array, least: float, most: int, lore: Lore
) -> tuple[Array, Array, Array, Array, Array]:
    """One text: its marks, the likelihoods of its parts, and the guesses with gains.

    *text* is as ``Lore.table`` makes it; at most so many guesses are told.
    """
    size = text.size
    marks = np.empty(size + 1, np.uint8)
    upto = np.empty(size + 1, np.float32)
    after = np.empty(size + 1, np.float32)
    out = np.empty((most, 4), np.int32)
    gains = np.empty(most, np.float64)
    count = 0
    upto[0] = NOWHERE
    if marked(text, size, marks, lore):
        likelihoods(text, size, upto, after, lore)
        count = guessed(text, size, marks, upto, after, least, out, gains, lore)
    count = min(count, most)
    return marks[:size], upto, after, out[:count], gains[:count]
