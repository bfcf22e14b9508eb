"""Tables of strings that machine code can ask: a string and all its beginnings.

A string is held under a hash of 64 bits, so that one step a character says what begins
at a place; a false hit would need two hashes of 64 bits to agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numba import njit

Array = np.ndarray[Any, Any]

SEED = np.uint64(0x9AE16A3B2F90404F)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(29)


@njit(cache=True, nogil=True, inline="always")
def step(state: Any, code: int) -> Any:
    """The hash of a string, one character on."""
    mixed = (state ^ np.uint64(code)) * _MIX
    return mixed ^ (mixed >> _HALF)


@njit(cache=True, nogil=True, inline="always")
def slot_of(keys: Array, state: Any) -> Any:
    """Where the table holds the string of this hash; -1 if nowhere."""
    mask = np.uint64(keys.size - 1)
    slot = state & mask
    while True:
        found = keys[slot]
        if found == state:
            return np.int64(slot)
        if found == 0:
            return np.int64(-1)
        slot = (slot + np.uint64(1)) & mask


@njit(cache=True, nogil=True)
def fill(keys: Array, values: Array, codes: Array, ends: Array, given: Array) -> None:
    """Put strings and their beginnings into a table; a string keeps its best value."""
    mask = np.uint64(keys.size - 1)
    for row in range(ends.size - 1):
        state = SEED
        slot = np.uint64(0)
        for place in range(ends[row], ends[row + 1]):
            state = step(state, codes[place])
            slot = state & mask
            while keys[slot] != 0 and keys[slot] != state:
                slot = (slot + np.uint64(1)) & mask
            keys[slot] = state
        if ends[row + 1] > ends[row]:
            values[slot] = max(values[slot], given[row])


@njit(cache=True, nogil=True)
def put(keys: Array, codes: Array) -> None:
    """Put one string into a table, without its beginnings."""
    mask = np.uint64(keys.size - 1)
    state = SEED
    for code in codes:
        state = step(state, code)
    slot = state & mask
    while keys[slot] != 0 and keys[slot] != state:
        slot = (slot + np.uint64(1)) & mask
    keys[slot] = state


def table(
    strings: Sequence[Sequence[int]], values: Array, nothing: float
) -> tuple[Array, Array]:
    """Keys and values of a table; a mere beginning of a string has *nothing*."""
    total = sum(map(len, strings))
    size = 1 << max(4, (2 * total + 1).bit_length())
    flat = np.fromiter((one for string in strings for one in string), np.uint32, total)
    ends = np.cumsum([0, *map(len, strings)], dtype=np.int64)
    keys = np.zeros(size, np.uint64)
    held = np.full(size, nothing, values.dtype)
    fill(keys, held, flat, ends, values)
    return keys, held


def strings_table(strings: Iterable[str]) -> Array:
    """A table that says only whether it holds a whole string, hashed without parts."""
    wanted = sorted(set(strings))
    size = 1 << max(4, (2 * len(wanted) + 1).bit_length())
    keys = np.zeros(size, np.uint64)
    for string in wanted:
        put(keys, np.array([ord(one) for one in string], np.uint32))
    return keys


def lists_table(
    held: Mapping[tuple[int, ...], Sequence[int]],
) -> tuple[Array, Array, Array]:
    """A table from strings to lists of numbers, each ended by -1."""
    heads: list[int] = []
    lists: list[int] = []
    for numbers in held.values():
        heads.append(len(lists))
        lists += [*numbers, -1]
    keys, values = table(list(held), np.array(heads, np.int32), -1)
    return keys, values, np.array([*lists, -1], np.int32)
