"""The search for all strings of a rulebook, compiled to machine code.

One function over numpy arrays; ``detect.trie`` makes the tables and knows what they
mean.  numba compiles it on first use and keeps the result beside this file (or where
``NUMBA_CACHE_DIR`` says).  Nothing here decides a finding: what is proposed is searched
for again by the rule's own expression.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = np.ndarray[Any, Any]

#: Longer texts are only asked what they hold, not in what order: places are bits.
LONGEST = 63
#: More choices inside each other than this are not tried here.
DEEPEST = 16

#: What an instruction of a pattern does (``detect.matcher``).
WORDS, CHARACTERS, CHARACTER_OR_EDGE, START, END, FORK, OR, JOIN = range(8)

EVERYWHERE = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
NO_KEY = np.uint64(0xFFFF_FFFF_FFFF_FFFF)

ONE = np.uint64(1)
SIX = np.uint64(6)
LOW = np.uint64(63)


@njit(cache=True, nogil=True, inline="always")
def pair_slot(one: int, two: int, size: int) -> int:
    """The bit for a pair of characters in a table of *size* bits (a power of two)."""
    return (one * 0x9E3B + two * 0x85EB) & (size - 1)


@njit(cache=True, nogil=True, inline="always")
def _child(keys: Array, values: Array, node: int, character: int) -> int:
    """The node below *node* by *character*; 0 if there is none (open addressing)."""
    key = (np.uint64(node) << np.uint64(16)) | np.uint64(character)
    mask = np.uint64(keys.size - 1)
    slot = ((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)) & mask
    while True:
        found = keys[slot]
        if found == key:
            return int(values[slot])
        if found == NO_KEY:
            return 0
        slot = (slot + ONE) & mask


@njit(cache=True, nogil=True, inline="always")
def _holds(bits: Array, bit: int) -> bool:
    word = bits[np.uint64(bit) >> SIX]
    return bool((word >> (np.uint64(bit) & LOW)) & ONE)


@njit(cache=True, nogil=True)
def _where(row: Array, size: int, inside: Array) -> np.uint64:
    """The places where a character of *inside* stands."""
    out = np.uint64(0)
    for at in range(size):
        if _holds(inside, row[at]):
            out |= ONE << np.uint64(at)
    return out


@njit(cache=True, nogil=True)
def _words(
    places: np.uint64,
    row: Array,
    size: int,
    root: int,
    heads: Array,
    keys: Array,
    values: Array,
    ends: Array,
    leaf: Array,
) -> np.uint64:
    """Where a word below *root* ends that begins at one of *places*."""
    out = np.uint64(0)
    left = places
    at = 0
    while left != 0 and at < size:
        if left & ONE and _holds(heads, row[at]):
            node = root
            reach = at
            while reach < size:
                node = _child(keys, values, node, row[reach])
                if node == 0:
                    break
                reach += 1
                if ends[node]:
                    out |= ONE << np.uint64(reach)
                if leaf[node]:
                    break
        left >>= ONE
        at += 1
    return out


@njit(cache=True, nogil=True)
def _repeated(places: np.uint64, inside: np.uint64, least: int, most: int) -> np.uint64:
    """The places *least* to *most* characters of *inside* behind those of *places*."""
    here = places
    out = here if least == 0 else np.uint64(0)
    for count in range(1, most + 1):
        here = (here & inside) << ONE
        if here == 0:
            break
        if count >= least:
            out |= here
    return out


@njit(cache=True, nogil=True)
def _matches(
    begin: int,
    stop: int,
    row: Array,
    size: int,
    stack: Array,
    code: Array,
    sets: Array,
    roots: Array,
    keys: Array,
    values: Array,
    ends: Array,
    leaf: Array,
) -> bool:
    """Whether the instructions ``code[begin:stop]`` find something in *row*."""
    places = EVERYWHERE >> np.uint64(63 - size)
    depth = 0
    at = begin
    while at < stop:
        kind = code[at, 0]
        if kind == WORDS:
            root, heads = roots[code[at, 1], 0], roots[code[at, 1], 1]
            found = _words(
                places, row, size, root, sets[heads], keys, values, ends, leaf
            )
            places = found | places if code[at, 2] else found
        elif kind == CHARACTERS:
            inside = _where(row, size, sets[code[at, 1]])
            places = _repeated(places, inside, code[at, 2], code[at, 3])
        elif kind == CHARACTER_OR_EDGE:
            edges = places & (ONE | (ONE << np.uint64(size)))
            inside = _where(row, size, sets[code[at, 1]])
            places = edges | ((places & inside) << ONE)
        elif kind == START:
            places &= ONE
        elif kind == END:
            places &= ONE << np.uint64(size)
        elif kind == FORK:
            stack[depth, 0] = places
            stack[depth, 1] = 0
            depth += 1
        elif kind == OR:
            stack[depth - 1, 1] |= places
            places = stack[depth - 1, 0]
        else:
            depth -= 1
            places |= stack[depth, 1]
        if places == 0:
            if code[at, 4] == -1:
                if depth == 0:
                    return False
                at += 1
            else:
                at += code[at, 4]
        else:
            at += 1
    return bool(places)


@njit(cache=True, nogil=True)
def sifted(
    codes: Array,
    ends: Array,
    rows: Array,
    sides: Array,
    ids: Array,
    first: Array,
    pairs: Array,
    keys: Array,
    values: Array,
    node_class: Array,
    node_leaf: Array,
    masks: Array,
    class_wakes: Array,
    wakes: Array,
    wake_ways: Array,
    ways: Array,
    way_sides: Array,
    way_needs: Array,
    way_code: Array,
    code: Array,
    character_sets: Array,
    roots: Array,
    word_keys: Array,
    word_values: Array,
    word_ends: Array,
    word_leaf: Array,
) -> tuple[Array, Array, Array]:
    """``(rows, ways, sure)``: in which of *rows* which way is found, or may be.

    Text ``i`` is ``codes[ends[i]:ends[i+1]]``, spoken by ``sides[i]``.  *ids* numbers
    the characters, *first* the nodes of the trie's first step; *pairs* has a bit for
    each two characters that a string begins with; *keys* and *values* are the edges
    below.  Strings that belong to the same sets are a class; *masks* says by bits which
    sets these are (several sets may share a bit).  ``wakes[class_wakes[c]:…]`` are the
    sets that wake ``ways[wake_ways[s]:…]``, of which each needs some bits, and then that
    its instructions ``code[way_code[w]:…]`` find something; where it has none, or the
    text is long, it is not sure.
    """
    out_rows = np.empty(2 * rows.size + 1024, np.int32)
    out_ways = np.empty(2 * rows.size + 1024, np.int32)
    out_sure = np.empty(2 * rows.size + 1024, np.bool_)
    size = 0
    numbers = np.empty(LONGEST + 1, np.uint16)
    stack = np.empty((DEEPEST, 2), np.uint64)
    words = masks.shape[1]
    bits = np.zeros(words, np.uint64)
    seen = np.zeros(masks.shape[0], np.int32)
    met = np.empty(masks.shape[0], np.int32)
    woken = np.zeros(wake_ways.size, np.int32)
    slots = pairs.size * 64
    now = 0
    for index in range(rows.size):
        row = rows[index]
        begin, stop = ends[row], ends[row + 1]
        if begin == stop:
            continue
        now += 1
        short = stop - begin <= LONGEST
        count = 0
        bits[:] = 0
        character = ids[codes[begin]]
        for place in range(begin, stop):
            after = ids[codes[place + 1]] if place + 1 < stop else np.uint16(0)
            if short:
                numbers[place - begin] = character
            node = first[character]
            if node:
                reach = place + 1
                kind = node_class[node]
                if after == 0 or not _holds(
                    pairs, pair_slot(int(character), int(after), slots)
                ):
                    if not kind:
                        character = after
                        continue
                    reach = stop
                while True:
                    if kind and seen[kind] != now:
                        seen[kind] = now
                        met[count] = kind
                        count += 1
                        for word in range(words):
                            bits[word] |= masks[kind, word]
                    if reach >= stop or node_leaf[node]:
                        break
                    node = _child(keys, values, node, ids[codes[reach]])
                    if node == 0:
                        break
                    kind = node_class[node]
                    reach += 1
            character = after
        side = sides[row]
        for at in range(count):
            kind = met[at]
            for one in range(class_wakes[kind], class_wakes[kind + 1]):
                wake = wakes[one]
                if woken[wake] == now:
                    continue
                woken[wake] = now
                for two in range(wake_ways[wake], wake_ways[wake + 1]):
                    way = ways[two]
                    if way_sides[way] & side == 0:
                        continue
                    if not (
                        _holds(bits, way_needs[way, 0])
                        and _holds(bits, way_needs[way, 1])
                    ):
                        continue
                    sure = short and way_code[way] != way_code[way + 1]
                    if sure and not _matches(
                        way_code[way],
                        way_code[way + 1],
                        numbers,
                        stop - begin,
                        stack,
                        code,
                        character_sets,
                        roots,
                        word_keys,
                        word_values,
                        word_ends,
                        word_leaf,
                    ):
                        continue
                    if size == out_rows.size:
                        more = np.empty(2 * size, np.int32)
                        more[:size] = out_rows
                        out_rows = more
                        more = np.empty(2 * size, np.int32)
                        more[:size] = out_ways
                        out_ways = more
                        flags = np.empty(2 * size, np.bool_)
                        flags[:size] = out_sure
                        out_sure = flags
                    out_sure[size] = sure
                    out_rows[size] = row
                    out_ways[size] = way
                    size += 1
    return out_rows[:size], out_ways[:size], out_sure[:size]
