"""The tables of a search for many strings at once.

A program that looks for a pattern needs certain strings to be there: for each stretch
of the pattern one of a set.  Of a program's sets one wakes it, the one that is rarest
in the rulebook's own example sentences; the others are asked for then.  Which is asked
first does not change what comes out, only the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from compliance_checker.detect import kernels
from compliance_checker.detect.matcher import Alphabet, Edges, Machine
from compliance_checker.detect.program import Clause, written
from compliance_checker.rulebook.expression import Stretch
from compliance_checker.text.batch import CODES, Texts
from compliance_checker.text.recipes import recipe

Array = np.ndarray[Any, Any]

#: A way asks for so many sets beside the one that wakes it before it asks their order.
NEEDS = 2
#: Of a string only the beginning is looked for; the program reads the rest.
LONGEST_STRING = 4
#: The sets have this many bits; the commonest of them have one to themselves.
WORDS = 64
BITS = 64 * WORDS
SHARED = BITS // 2
#: Bit 0 is always there: it stands for no need.
ALWAYS = 0

#: What may be found: a program's number, its clause, and whose words it reads.
Way = tuple[int, Clause, int]


@dataclass(frozen=True, slots=True)
class Tables:
    """The arrays ``kernels.sifted`` asks for, in its order, and what a way stands for."""

    arrays: tuple[Array, ...]
    #: Way → its program.
    programs: Array

    def sift(
        self, texts: Texts, rows: Array, sides: Array
    ) -> tuple[Array, Array, Array]:
        """``(rows, ways, sure)`` where a way may be found in one of *rows*.

        What is ``sure`` is found: its pattern was matched.
        """
        found: tuple[Array, Array, Array] = kernels.sifted(
            texts.codes, texts.ends, rows, sides, *self.arrays
        )
        return found


def tables(wanted: Iterable[Way], examples: Sequence[str] = ()) -> Tables:
    """The tables for *wanted*; *examples* show which strings are common.

    Raises:
        ValueError: If the strings have more different characters than 65,535.
    """
    ways = [
        (number, _short(clause.stretches), clause.tree, sides)
        for number, clause, sides in wanted
        if clause.stretches and all(stretch.strings for stretch in clause.stretches)
    ]
    numbers: dict[frozenset[str], int] = {}
    for _, stretches, _, _ in ways:
        for strings in stretches:
            numbers.setdefault(strings, len(numbers))
    counts = _frequencies(list(numbers), examples)
    ranked = [
        sorted({numbers[one] for one in stretches}, key=lambda at: (counts[at], at))
        for _, stretches, _, _ in ways
    ]
    ranked = [sets[: 1 + NEEDS] for sets in ranked]
    used = {at for sets in ranked for at in sets}
    bits = _bits({at: counts[at] for at in used})
    alphabet = Alphabet()
    edges = Edges(alphabet)
    root = edges.root()
    node_sets = _trie(
        edges, root, {one: at for one, at in numbers.items() if at in used}
    )
    classes, node_class = _classes(node_sets, edges.count)
    woken: list[list[int]] = [[] for _ in numbers]
    for way, sets in enumerate(ranked):
        woken[sets[0]].append(way)
    machine = Machine(alphabet, written("compact"))
    for _, _, tree, _ in ways:
        machine.add(tree)
    class_wakes, wakes = _rows(
        [[one for one in sets if woken[one]] for sets in classes]
    )
    return Tables(
        (
            alphabet.table(CODES),
            _first(edges, root),
            _pairs(edges, root),
            *edges.hashed(),
            node_class,
            edges.leaves(),
            _masks(classes, bits),
            class_wakes,
            wakes,
            *_rows(woken),
            np.array([sides for *_, sides in ways], np.uint8),
            np.array(
                [_needs([bits[at] for at in sets]) for sets in ranked], np.int16
            ).reshape(-1, NEEDS),
            *machine.arrays(),
        ),
        np.array([number for number, *_ in ways], np.int32),
    )


def _short(stretches: Sequence[Stretch]) -> list[frozenset[str]]:
    """The sets, with the beginnings of their strings, none of which begins another."""
    return [_heads(one.strings) for one in stretches]


def _heads(strings: frozenset[str]) -> frozenset[str]:
    kept: list[str] = []
    for string in sorted({one[:LONGEST_STRING] for one in strings}):
        if not (kept and string.startswith(kept[-1])):
            kept.append(string)
    return frozenset(kept)


def _needs(bits: Sequence[int]) -> list[int]:
    others = list(dict.fromkeys(bits[1:]))[:NEEDS]
    return [*others, *[ALWAYS] * (NEEDS - len(others))]


def _bits(counts: Mapping[int, int]) -> dict[int, int]:
    """Set → its bit: the commonest have one to themselves, the others share."""
    bits = {}
    for rank, at in enumerate(sorted(counts, key=lambda at: (-counts[at], at))):
        alone = rank < BITS - 1 - SHARED
        bits[at] = 1 + rank if alone else BITS - SHARED + rank % SHARED
    return bits


def _masks(classes: Sequence[Sequence[int]], bits: Mapping[int, int]) -> Array:
    """Class → the bits of its sets, and the bit that is always there."""
    masks = np.zeros((len(classes), WORDS), np.uint64)
    for at, sets in enumerate(classes):
        for bit in {ALWAYS, *(bits[one] for one in sets)}:
            masks[at, bit >> 6] |= np.uint64(1 << (bit & 63))
    return masks


def _trie(
    edges: Edges, root: int, numbers: Mapping[frozenset[str], int]
) -> dict[int, list[int]]:
    """Node → the sets that hold the string it stands for."""
    node_sets: dict[int, list[int]] = {}
    for strings, number in numbers.items():
        for string in sorted(strings):
            node_sets.setdefault(edges.add(root, string), []).append(number)
    return node_sets


def _classes(
    node_sets: Mapping[int, Sequence[int]], nodes: int
) -> tuple[list[tuple[int, ...]], Array]:
    """The different lists of sets, and which of them each node has; 0 is none."""
    numbers: dict[tuple[int, ...], int] = {(): 0}
    of_node = np.zeros(nodes, np.int32)
    for node, sets in node_sets.items():
        of_node[node] = numbers.setdefault(tuple(sets), len(numbers))
    return list(numbers), of_node


def _first(edges: Edges, root: int) -> Array:
    """Number of a character → its node below the root."""
    first = np.zeros(len(edges.alphabet), np.int32)
    for (node, number), below in edges.below.items():
        if node == root:
            first[number] = below
    return first


def _pairs(edges: Edges, root: int) -> Array:
    """A bit for each two characters that a string begins with."""
    heads = {below: number for (n, number), below in edges.below.items() if n == root}
    starts = [(heads[node], two) for (node, two) in edges.below if node in heads]
    size = max(1 << 12, 1 << (8 * len(starts)).bit_length())
    table = np.zeros(size // 64, np.uint64)
    for one, two in starts:
        slot = kernels.pair_slot.py_func(one, two, size)
        table[slot >> 6] |= np.uint64(1 << (slot & 63))
    return table


def _rows(lists: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """Lists of different lengths as ``(begins, values)``."""
    return _begins(lists), np.array([at for one in lists for at in one], np.int32)


def _begins(lists: Sequence[Sequence[Any]]) -> Array:
    begins = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(one) for one in lists], out=begins[1:])
    return begins


def _frequencies(
    sets: Sequence[frozenset[str]], examples: Sequence[str]
) -> Sequence[int]:
    """In how many of the *examples* a string of each set stands."""
    held: dict[str, set[int]] = {}
    for row, text in enumerate(examples):
        compact = recipe("compact").text(text)
        for start in range(len(compact)):
            for size in range(1, LONGEST_STRING + 1):
                held.setdefault(compact[start : start + size], set()).add(row)
    nothing: set[int] = set()
    return [
        len(set().union(*(held.get(string, nothing) for string in strings)))
        for strings in sets
    ]
