"""The loops over every character of an archive, compiled to machine code.

Plain functions over numpy arrays; ``detect.sieve`` makes the arrays and knows what they
mean.  numba compiles them on first use and keeps the result beside this file (or where
``NUMBA_CACHE_DIR`` says).  Nothing here decides a finding: what these functions propose
is searched for again by the rule's own expression.
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
    text: Array, begin: int, stop: int, words: Array, sizes: Array, unit: Array
) -> tuple[Array, int]:
    out = np.empty(stop - begin, np.uint32)
    size = 0
    at = begin
    while at < stop:
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
    return out, size


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
            if place + 3 < stop and text[place + 2] == code:
                if text[place + 3] == text[place + 1]:
                    touched = True
                    break
        if touched:
            new, size = _without_fillers(text, begin, stop, words, sizes, unit)
            size = _undoubled(new, size, facts)
            size = _unstuttered(new, size, facts)
            size = _unrepeated(new, size, facts)
            if size != stop - begin:
                for index in range(size):
                    out[at] = new[index]
                    at += 1
        marks[row + 1] = at
    return out[:at], marks


@njit(cache=True, nogil=True, inline="always")
def _child(keys: Array, values: Array, node: int, code: int) -> int:
    """The node below *node* by *code*; 0 if there is none (open addressing)."""
    key = (np.uint64(node) << np.uint64(21)) | np.uint64(code)
    mask = np.uint64(keys.size - 1)
    slot = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40) & mask
    while True:
        found = keys[slot]
        if found == key:
            return int(values[slot])
        if found == np.uint64(0xFFFFFFFFFFFFFFFF):
            return 0
        slot = (slot + np.uint64(1)) & mask


#: Longer texts are not asked for the order of what they hold.
LONGEST = 64
EVERYWHERE = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True, nogil=True)
def _follows(places: np.uint64, least: int, most: int) -> np.uint64:
    """The places that lie *least* to *most* behind any of *places* (bits)."""
    out = np.uint64(0)
    for distance in range(max(least, -63), min(most, 63) + 1):
        if distance >= 0:
            out |= places << np.uint64(distance)
        else:
            out |= places >> np.uint64(-distance)
    return out


@njit(cache=True, nogil=True)
def sifted(
    text: Array,
    ends: Array,
    more: Array,
    more_ends: Array,
    roles: Array,
    keys: Array,
    values: Array,
    first: Array,
    node_sides: Array,
    node_sets: Array,
    sets: Array,
    set_ways: Array,
    ways: Array,
    way_sides: Array,
    way_links: Array,
    links: Array,
) -> tuple[Array, Array]:
    """``(rows, ways)``: in which row the sets of which way follow each other.

    A row's texts are its part of *text* and of *more*; a way that both hold is told
    twice.  The trie is in *keys* and *values*, its first step in *first*;
    ``node_sets[n]:node_sets[n+1]`` are a node's *sets*, and so on down to the *links*
    of each way: a set, and how far behind the one before it begins.
    """
    rows = ends.size - 1
    out_rows = np.empty(4 * rows + 1024, np.int32)
    out_ways = np.empty(4 * rows + 1024, np.int32)
    size = 0
    node_seen = np.zeros(node_sets.size, np.int32)
    node_places = np.zeros(node_sets.size, np.uint64)
    nodes = np.empty(node_sets.size, np.int32)
    set_seen = np.zeros(set_ways.size, np.int32)
    set_places = np.zeros(set_ways.size, np.uint64)
    touched = np.empty(set_ways.size, np.int32)
    now = 0
    for row in range(rows):
        side = roles[row]
        for second in range(2):
            if second == 0:
                part, begin, stop = text, ends[row], ends[row + 1]
            else:
                part, begin, stop = more, more_ends[row], more_ends[row + 1]
            if begin == stop:
                continue
            now += 1
            short = stop - begin <= LONGEST
            met = 0
            for place in range(begin, stop):
                code = part[place]
                node = first[code] if code < first.size else 0
                bit = np.uint64(1) << np.uint64(place - begin) if short else EVERYWHERE
                reach = place
                while node > 0:
                    if node_sides[node] & side:
                        if node_seen[node] != now:
                            node_seen[node] = now
                            node_places[node] = bit
                            nodes[met] = node
                            met += 1
                        else:
                            node_places[node] |= bit
                    reach += 1
                    if reach >= stop:
                        break
                    node = _child(keys, values, node, part[reach])
            count = 0
            for index in range(met):
                node = nodes[index]
                places = node_places[node]
                for at in range(node_sets[node], node_sets[node + 1]):
                    one = sets[at]
                    if set_seen[one] != now:
                        set_seen[one] = now
                        set_places[one] = places
                        if set_ways[one] != set_ways[one + 1]:
                            touched[count] = one
                            count += 1
                    else:
                        set_places[one] |= places
            for index in range(count):
                one = touched[index]
                for at in range(set_ways[one], set_ways[one + 1]):
                    way = ways[at]
                    if way_sides[way] & side == 0:
                        continue
                    here = EVERYWHERE
                    for link in range(way_links[way], way_links[way + 1]):
                        held = links[link, 0]
                        if set_seen[held] != now:
                            here = np.uint64(0)
                            break
                        if link > way_links[way]:
                            here = _follows(here, links[link, 1], links[link, 2])
                        here &= set_places[held]
                        if here == 0:
                            break
                    if here == 0:
                        continue
                    if size == out_rows.size:
                        bigger_rows = np.empty(2 * size, np.int32)
                        bigger_ways = np.empty(2 * size, np.int32)
                        bigger_rows[:size] = out_rows
                        bigger_ways[:size] = out_ways
                        out_rows, out_ways = bigger_rows, bigger_ways
                    out_rows[size] = row
                    out_ways[size] = way
                    size += 1
    return out_rows[:size], out_ways[:size]
