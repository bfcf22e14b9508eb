"""The compact view of every utterance of an archive, made in machine code.

Plain functions over numpy arrays; ``text.batch`` makes the arrays and knows what they
mean.  numba compiles them on first use and keeps the result beside this file (or where
``NUMBA_CACHE_DIR`` says).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = np.ndarray[Any, Any]

#: What a code point becomes, beside another code point.
DROPPED = 0
ODD = 0xFFFF_FFFF

#: Facts about a code point, one bit each.
HAN, DIGIT, HAN_DIGIT, TWICE, ANSWER, UNIT = 1, 2, 4, 8, 16, 32

STOP = ord("。")
DOT = ord(".")
ZERO, NINE = ord("0"), ord("9")


@njit(cache=True, nogil=True)
def compacted(
    codes: Array, starts: Array, table: Array, facts: Array
) -> tuple[Array, Array, Array]:
    """The compact view of many texts: code points, where each ends, which are odd.

    *codes* are the texts one behind the other, text ``i`` at ``starts[i]:starts[i+1]``.
    An odd text has something that only the recipe of the view can judge.
    """
    rows = starts.size - 1
    text = np.empty(codes.size, np.uint32)
    ends = np.empty(rows + 1, np.int64)
    odd = np.zeros(rows, np.uint8)
    ends[0] = 0
    at = 0
    for row in range(rows):
        begin = at
        alone = 0  # characters since the last sentence end
        for place in range(starts[row], starts[row + 1]):
            code = table[codes[place]]
            if code == DROPPED:
                continue
            if code == ODD:
                odd[row] = 1
                break
            if code == DOT:
                # Only a decimal point is plain: 3260.50.
                if place == starts[row] or place + 1 == starts[row + 1]:
                    odd[row] = 1
                    break
                before = table[codes[place - 1]]
                after = table[codes[place + 1]]
                if before < ZERO or before > NINE or after < ZERO or after > NINE:
                    odd[row] = 1
                    break
            if code == STOP:
                if at == begin or text[at - 1] == STOP:
                    continue  # at the edge, or the second of several
                if alone == 1 and facts[text[at - 1]] & ANSWER == 0:
                    odd[row] = 1  # 爆。通。讯。录
                    break
                alone = 0
            else:
                alone += 1
            text[at] = code
            at += 1
        if at > begin and text[at - 1] == STOP:
            at -= 1
        elif alone == 1 and at - begin > 1 and facts[text[at - 1]] & ANSWER == 0:
            odd[row] = 1
        if odd[row]:
            at = begin
        ends[row + 1] = at
    return text[:at], ends, odd


@njit(cache=True, nogil=True)
def _same(text: Array, at: int, stop: int, word: Array) -> bool:
    if at + word.size > stop:
        return False
    for index in range(word.size):
        if text[at + index] != word[index]:
            return False
    return True


@njit(cache=True, nogil=True)
def _pairs(text: Array, at: int, stop: int, facts: Array) -> int:
    """How many doubled characters stand one after the other from *at* on."""
    pairs = 0
    while at + 1 < stop and text[at] == text[at + 1] and facts[text[at]] & HAN:
        pairs += 1
        at += 2
    return pairs


@njit(cache=True, nogil=True)
def _without_fillers(
    text: Array,
    begin: int,
    stop: int,
    facts: Array,
    words: Array,
    sizes: Array,
    unit: Array,
    out: Array,
) -> int:
    """Characters ``[begin, stop)`` without fillers, into *out*; how many they are."""
    size = 0
    at = begin
    while at < stop:
        if facts[text[at]] & UNIT == 0:
            out[size] = text[at]
            size += 1
            at += 1
            continue
        taken = 0
        first = 0
        for index in range(sizes.size):
            word = words[first : first + sizes[index]]
            if _same(text, at, stop, word):
                taken = word.size
                break
            first += sizes[index]
        if not taken and text[at] == unit[0]:
            before = at > begin and unit_of(unit, 1, text[at - 1])
            after = at + 1 < stop and unit_of(unit, 2, text[at + 1])
            if not before and not after:
                taken = 1
        if taken:
            at += taken
        else:
            out[size] = text[at]
            size += 1
            at += 1
    return size


@njit(cache=True, nogil=True)
def unit_of(unit: Array, part: int, code: int) -> bool:
    """Whether *code* is in part 1 or 2 of *unit*: the mark 0 ends a part."""
    zeros = 0
    for index in range(1, unit.size):
        if unit[index] == 0:
            zeros += 1
        elif zeros == part - 1 and unit[index] == code:
            return True
    return False


@njit(cache=True, nogil=True)
def _undoubled(text: Array, size: int, facts: Array) -> int:
    """爆爆通通讯讯 → 爆通讯, in place: three doubled characters and more."""
    out = 0
    at = 0
    while at < size:
        pairs = _pairs(text, at, size, facts)
        if pairs >= 3:
            for pair in range(pairs):
                text[out] = text[at + 2 * pair]
                out += 1
            at += 2 * pairs
        else:
            text[out] = text[at]
            out += 1
            at += 1
    return out


@njit(cache=True, nogil=True)
def _unstuttered(text: Array, size: int, facts: Array) -> int:
    """The same character several times → once, in place."""
    out = 0
    at = 0
    last = 0  # what stood before, as it was written
    while at < size:
        code = text[at]
        run = at + 1
        while run < size and text[run] == code:
            run += 1
        kept = run - at
        bits = facts[code]
        if kept > 1 and bits & HAN and not bits & DIGIT:
            kept = 2 if bits & TWICE else 1
        elif kept > 1 and bits & HAN_DIGIT:
            numeral_before = at > 0 and facts[last] & DIGIT
            numeral_after = run < size and facts[text[run]] & DIGIT
            if not numeral_before and not numeral_after:
                kept = 2 if bits & TWICE else 1
        for _ in range(kept):
            text[out] = code
            out += 1
        last = code
        at = run
    return out


@njit(cache=True, nogil=True)
def _unrepeated(text: Array, size: int, facts: Array) -> int:
    """我们我们 → 我们, in place."""
    out = 0
    at = 0
    while at < size:
        code = text[at]
        if at + 3 < size:
            other = text[at + 1]
            plain = (
                facts[code] & HAN
                and facts[other] & HAN
                and not facts[code] & DIGIT
                and not facts[other] & DIGIT
            )
            run = at + 2
            while (
                plain
                and run + 1 < size
                and text[run] == code
                and text[run + 1] == other
            ):
                run += 2
            if run > at + 2:
                text[out] = code
                text[out + 1] = other
                out += 2
                at = run
                continue
        text[out] = code
        out += 1
        at += 1
    return out


@njit(cache=True, nogil=True)
def squeezed(
    text: Array,
    ends: Array,
    facts: Array,
    words: Array,
    sizes: Array,
    unit: Array,
) -> tuple[Array, Array]:
    """The squeezed view where it differs from the compact one, empty elsewhere.

    *words* are the fillers one behind the other, *sizes* their lengths, the first that
    fits counts; *unit* is 额 with the characters that make a word of it before and
    after.  The ends are given as for ``compacted``.
    """
    rows = ends.size - 1
    out = np.empty(text.size, np.uint32)
    marks = np.empty(rows + 1, np.int64)
    marks[0] = 0
    longest = 0
    for row in range(rows):
        longest = max(longest, ends[row + 1] - ends[row])
    new = np.empty(longest, np.uint32)
    at = 0
    for row in range(rows):
        begin, stop = ends[row], ends[row + 1]
        touched = False
        for place in range(begin, stop):
            code = text[place]
            if facts[code] & UNIT:
                touched = True
                break
            if place + 1 < stop and text[place + 1] == code:
                touched = True
                break
            if (
                place + 3 < stop
                and text[place + 2] == code
                and text[place + 3] == text[place + 1]
            ):
                touched = True
                break
        if touched:
            size = _without_fillers(text, begin, stop, facts, words, sizes, unit, new)
            size = _undoubled(new, size, facts)
            size = _unstuttered(new, size, facts)
            size = _unrepeated(new, size, facts)
            if size != stop - begin:
                for index in range(size):
                    out[at] = new[index]
                    at += 1
        marks[row + 1] = at
    return out[:at], marks


@njit(cache=True, nogil=True)
def rows_with(codes: Array, ends: Array, wanted: Array) -> Array:
    """Row → whether any of its characters is *wanted* (a flag for each code point)."""
    rows = ends.size - 1
    out = np.zeros(rows, np.bool_)
    for row in range(rows):
        for place in range(ends[row], ends[row + 1]):
            if wanted[codes[place]]:
                out[row] = True
                break
    return out
