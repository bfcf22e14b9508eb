"""The pieces of an utterance and what they weigh, in machine code.

Plain functions over numpy arrays, compiled by numba on first use.  Sums are of whole
numbers, so that every machine comes to the same weight.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = np.ndarray[Any, Any]

#: Stands for everything between words; pieces reach across it, pairs do not.
GAP = np.uint32(ord("。"))
#: The longest piece, in characters.
LONGEST = 3
#: A pair is two characters with at least one and at most so many less one between.
REACH = 7

#: Room for the pieces of a window: a power of two above 80 × 7.
ROOM = 1024

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


@njit(cache=True, nogil=True)
def normal(codes: Array, table: Array) -> tuple[Array, Array]:
    """*codes* as *table* turns them, and the place of each that is left.

    What the table turns into 0 is one gap at most, and none at either end.
    """
    out = np.empty(codes.size, np.uint32)
    places = np.empty(codes.size, np.int64)
    size = 0
    for place in range(codes.size):
        code = table[codes[place]]
        if code == 0:
            if size == 0 or out[size - 1] == GAP:
                continue
            code = GAP
        out[size] = code
        places[size] = place
        size += 1
    if size and out[size - 1] == GAP:
        size -= 1
    return out[:size], places[:size]


@njit(cache=True, nogil=True)
def _on(name: np.uint64, code: np.uint32) -> np.uint64:
    """The name of a piece that begins as *name* and goes on with *code*."""
    mixed = (name + np.uint64(code) + np.uint64(1)) * _SPREAD
    return mixed ^ (mixed >> _HALF)


@njit(cache=True, nogil=True)
def runs(text: Array, salt: int) -> Array:
    """The names of all pieces of up to ``LONGEST`` characters."""
    out = np.empty(text.size * LONGEST, np.uint64)
    size = 0
    for first in range(text.size):
        name = np.uint64(salt)
        for place in range(first, min(text.size, first + LONGEST)):
            name = _on(name, text[place])
            out[size] = name
            size += 1
    return out[:size]


@njit(cache=True, nogil=True)
def pairs(text: Array, salt: int) -> Array:
    """The names of all pairs of characters with others between them."""
    out = np.empty(text.size * REACH, np.uint64)
    size = 0
    for first in range(text.size):
        if text[first] == GAP:
            continue
        begun = _on(np.uint64(salt), text[first])
        for place in range(first + 2, min(text.size, first + 1 + REACH)):
            if text[place] != GAP:
                out[size] = _on(begun, text[place])
                size += 1
    return out[:size]


@njit(cache=True, nogil=True)
def slots(names: Array, bits: int) -> Array:
    """A table to find *names* in: place → number of the name, or -1."""
    table = np.full(1 << bits, -1, np.int32)
    mask = np.uint64((1 << bits) - 1)
    for number in range(names.size):
        place = names[number] & mask
        while table[place] >= 0:
            place = (place + np.uint64(1)) & mask
        table[place] = number
    return table


@njit(cache=True, nogil=True)
def known(pieces: Array, names: Array, table: Array) -> Array:
    """The numbers of those *pieces* that have a weight, each once, in order."""
    mask = np.uint64(table.size - 1)
    out = np.empty(pieces.size, np.int32)
    size = 0
    for at in range(pieces.size):
        place = pieces[at] & mask
        while table[place] >= 0:
            if names[table[place]] == pieces[at]:
                out[size] = table[place]
                size += 1
                break
            place = (place + np.uint64(1)) & mask
    return np.unique(out[:size])


@njit(cache=True, nogil=True)
def summed(numbers: Array, weights: Array, rarity: Array) -> tuple[Array, float]:
    """Column → the weight of all pieces together, and their common length."""
    total = np.zeros(weights.shape[1], np.int64)
    length = 0.0
    for number in numbers:
        length += rarity[number] * rarity[number]
        for column in range(weights.shape[1]):
            total[column] += weights[number, column]
    return total, np.sqrt(length)


@njit(cache=True, nogil=True)
def _gather(
    pieces: Array,
    names: Array,
    places: Array,
    matrix: Array,
    rarity: Array,
    seen: Array,
    total: Array,
) -> float:
    """Add up into *total* the weights of *pieces*, each once; out comes their length.

    *seen* is room to note which pieces counted; its size is a power of two, larger than
    the text has pieces of one kind.
    """
    mask = np.uint64(places.size - 1)
    seen[:] = -1
    total[:] = 0
    square = 0.0
    for at in range(pieces.size):
        place = pieces[at] & mask
        while places[place] >= 0 and names[places[place]] != pieces[at]:
            place = (place + np.uint64(1)) & mask
        number = places[place]
        if number < 0:
            continue
        spot = number & (seen.size - 1)
        while seen[spot] >= 0 and seen[spot] != number:
            spot = (spot + 1) & (seen.size - 1)
        if seen[spot] < 0:
            seen[spot] = number
            for column in range(total.size):
                total[column] += matrix[number, column]
            square += rarity[number] * rarity[number]
    length: float = np.sqrt(square)
    return length


@njit(cache=True, nogil=True)
def windows(
    text: Array,
    names: Array,
    places: Array,
    weights: Array,
    rarity: Array,
    window: int,
    stride: int,
) -> Array:
    """What each window of *text* weighs by the one column of *weights*."""
    starts = np.arange(0, max(1, text.size - window + stride), stride)
    out = np.empty(starts.size)
    seen = np.empty(ROOM, np.int32)
    total = np.empty(1, np.int32)
    for at in range(starts.size):
        part = text[starts[at] : starts[at] + window]
        out[at] = 0.0
        for salt in range(2):
            pieces = runs(part, 0) if salt == 0 else pairs(part, 1)
            length = _gather(pieces, names, places, weights, rarity, seen, total)
            if length > 0.0:
                out[at] += total[0] / length
    return out


@njit(cache=True, nogil=True)
def outlook(
    codes: Array,
    ends: Array,
    heard_codes: Array,
    heard_ends: Array,
    rows: Array,
    table: Array,
    names: Array,
    places: Array,
    matrix: Array,
    rarity: Array,
    unit: Array,
    start: Array,
    window: int,
    stride: int,
    wrong: float,
    best: float,
) -> tuple[Array, Array]:
    """Two weights for each of *rows* of texts behind one another.

    The most that a window weighs by the first column whatever was heard; and the most
    that *wrong* times the first and *best* times the largest other column come to.
    Row n of the texts was said after text n of those heard.
    """
    alone = np.empty(rows.size)
    both = np.empty(rows.size)
    seen = np.empty(ROOM, np.int32)
    total = np.empty(start.size, np.int32)
    weight = np.empty(start.size)
    for at in range(rows.size):
        row = rows[at]
        text, _ = normal(codes[ends[row] : ends[row + 1]], table)
        heard, _ = normal(heard_codes[heard_ends[at] : heard_ends[at + 1]], table)
        context = np.zeros(start.size)
        length = _gather(runs(heard, 2), names, places, matrix, rarity, seen, total)
        if length > 0.0:
            context += total * unit / length
        alone[at] = both[at] = -np.inf
        for first in range(0, max(1, text.size - window + stride), stride):
            part = text[first : first + window]
            weight[:] = start
            length = _gather(runs(part, 0), names, places, matrix, rarity, seen, total)
            if length > 0.0:
                weight += total * unit / length
            length = _gather(pairs(part, 1), names, places, matrix, rarity, seen, total)
            if length > 0.0:
                weight += total * unit / length
            alone[at] = max(alone[at], weight[0])
            weight += context
            both[at] = max(both[at], wrong * weight[0] + best * weight[1:].max())
    return alone, both


@njit(cache=True, nogil=True)
def most_by_column(
    codes: Array,
    ends: Array,
    table: Array,
    names: Array,
    places: Array,
    matrix: Array,
    rarity: Array,
    unit: Array,
    start: Array,
    window: int,
    stride: int,
) -> Array:
    """The most that a window weighs by each column, for each text (float64).

    The texts stand behind one another; shape (texts, columns).
    """
    out = np.empty((ends.size - 1, start.size))
    seen = np.empty(ROOM, np.int32)
    total = np.empty(start.size, np.int32)
    for row in range(ends.size - 1):
        text, _ = normal(codes[ends[row] : ends[row + 1]], table)
        out[row] = -np.inf
        for first in range(0, max(1, text.size - window + stride), stride):
            part = text[first : first + window]
            weight = start.copy()
            for salt in range(2):
                pieces = runs(part, 0) if salt == 0 else pairs(part, 1)
                length = _gather(pieces, names, places, matrix, rarity, seen, total)
                if length > 0.0:
                    weight += total * unit / length
            out[row] = np.maximum(out[row], weight)
    return out
