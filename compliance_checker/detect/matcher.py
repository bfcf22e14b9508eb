"""Patterns as programs of a small machine that runs in machine code.

The machine reads an utterance of up to 63 characters and holds a set of places as the
bits of one word: where in the utterance the part of the pattern read so far may end.
Each instruction turns that set into the next; what is left at the end says whether the
pattern occurs.  It answers as the regular expression of the same tree does (a property
test holds that), in linear time and without building anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from compliance_checker.detect import kernels
from compliance_checker.rulebook.expression import (
    NO_CHARACTER,
    NUMERALS,
    STOPS,
    exact,
)
from compliance_checker.rulebook.tree import (
    Class,
    Edge,
    Either,
    Gap,
    Literal,
    Maybe,
    Node,
    OneOf,
    Sequence_,
    Words,
)

Array = np.ndarray[Any, Any]

#: The characters that end a sentence on a view.
ENDS = frozenset(STOPS.replace("\\n", "\n"))
#: What ``\s`` stands for; nothing above U+3000 is a blank.
BLANKS = frozenset(one for one in map(chr, range(0x3001)) if one.isspace())
#: Letter of a class → its characters, and whether all others are meant.
CLASSES = {
    "d": (frozenset("0123456789"), False),
    "N": (frozenset(NUMERALS + "."), False),
    "w": (ENDS | BLANKS, True),
}

#: What to do, up to three numbers, and where to go on when no place is left.
#: The numbers of characters have 16 bits.
MOST_CHARACTERS = 0xFFFF

Instruction = tuple[int, int, int, int, int]
NOWHERE = -1
#: Neighbours that match few strings are looked for as one word set of so many.
MOST_JOINED = 300


def _loose_edge(node: Node) -> OneOf | None:
    return node if isinstance(node, OneOf) and node.negated else None


class TooDeep(Exception):
    """A pattern nests more choices than the machine has room for."""


class Alphabet:
    """Numbers for characters, from 1; 0 is every other character.

    Raises:
        ValueError: If there are more than 65,535 different ones.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        """How many numbers there are, 0 included."""
        return len(self._numbers) + 1

    def number(self, character: str) -> int:
        """The number of a character, a new one if it has none."""
        number = self._numbers.setdefault(character, len(self._numbers) + 1)
        if number > MOST_CHARACTERS:
            raise ValueError("the rules have more than 65535 different characters")
        return number

    def table(self, size: int) -> Array:
        """Code point → number."""
        table = np.zeros(size, np.uint16)
        for character, number in self._numbers.items():
            table[ord(character)] = number
        return table


class Edges:
    """A forest of tries: ``(node, character)`` → node; node 0 is nowhere."""

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self.below: dict[tuple[int, int], int] = {}
        #: How many nodes there are, 0 included.
        self.count = 1

    def root(self) -> int:
        """A new node."""
        self.count += 1
        return self.count - 1

    def add(self, root: int, string: str) -> int:
        """The node at the end of *string* below *root*."""
        node = root
        for character in string:
            step = (node, self.alphabet.number(character))
            node = self.below.get(step, 0)
            if not node:
                node = self.below[step] = self.root()
        return node

    def hashed(self) -> tuple[Array, Array]:
        """The edges as an open-addressed table of keys and values."""
        size = 1 << max(6, (3 * len(self.below)).bit_length())
        keys = np.full(size, kernels.NO_KEY, np.uint64)
        values = np.zeros(size, np.int32)
        for (node, number), below in self.below.items():
            key = (node << 16) | number
            slot = (key * 0x9E3779B97F4A7C15 & 0xFFFF_FFFF_FFFF_FFFF) >> 40
            slot &= size - 1
            while keys[slot] != kernels.NO_KEY:
                slot = (slot + 1) & (size - 1)
            keys[slot] = key
            values[slot] = below
        return keys, values

    def leaves(self) -> Array:
        """Node → whether nothing lies below it."""
        leaf = np.ones(self.count, np.bool_)
        for node, _ in self.below:
            leaf[node] = False
        return leaf


class Machine:
    """The programs of many patterns, and the tables they share."""

    def __init__(self, alphabet: Alphabet, written: Callable[[str], str]) -> None:
        self._written = written
        self._edges = Edges(alphabet)
        self._sets: dict[tuple[frozenset[str], bool], int] = {}
        self._words: dict[frozenset[str], int] = {}
        #: Word set → its root and the set of the characters it begins with.
        self._roots: list[tuple[int, int]] = []
        self._ends: set[int] = set()
        self._code: list[Instruction] = []
        self._begins = [0]

    def add(self, tree: Sequence_ | None) -> None:
        """The next program; an empty one stands for a pattern nobody can tell."""
        code: list[Instruction] = []
        if tree is not None:
            try:
                code = self._top(tree)
            except TooDeep:
                code = []
        self._code += code
        self._begins.append(len(self._code))

    def arrays(self) -> tuple[Array, ...]:
        """The tables ``kernels.sifted`` asks for: programs, sets, words, edges."""
        ends = np.zeros(self._edges.count, np.bool_)
        ends[list(self._ends)] = True
        keys, values = self._edges.hashed()
        return (
            np.array(self._begins, np.int32),
            np.array(self._code, np.int32).reshape(-1, 5),
            self._set_bits(),
            np.array(self._roots, np.int32).reshape(-1, 2),
            keys,
            values,
            ends,
            self._edges.leaves(),
        )

    # -- instructions ----------------------------------------------------------------

    def _top(self, tree: Sequence_) -> list[Instruction]:
        first, last = (_loose_edge(tree[at]) for at in (0, -1))
        inner = tree[first is not None : len(tree) - (last is not None)]
        if first is not None and len(tree) == 1:
            return [self._edge(first)]
        return [
            *([self._edge(first)] if first else []),
            *self._sequence(inner, 0),
            *([self._edge(last)] if last else []),
        ]

    def _edge(self, node: OneOf) -> Instruction:
        """At either end the edge of the utterance will do as well."""
        number = self._set(self._characters(node), others=True)
        return (kernels.CHARACTER_OR_EDGE, number, 0, 0, NOWHERE)

    def _sequence(self, nodes: Sequence_, depth: int) -> list[Instruction]:
        code: list[Instruction] = []
        run = NO_CHARACTER
        for node in nodes:
            strings = frozenset(map(self._written, exact(node)))
            if strings and len(run) * len(strings) <= MOST_JOINED:
                run = frozenset(a + b for a in run for b in strings)
                continue
            code += self._any_of(run)
            run = strings or NO_CHARACTER
            if not strings:
                code += self._node(node, depth)
        return code + self._any_of(run)

    def _node(self, node: Node, depth: int) -> list[Instruction]:
        match node:
            case OneOf():
                inside = self._characters(node)
                number = self._set(
                    inside | ENDS if node.negated else inside, others=node.negated
                )
                return [(kernels.CHARACTERS, number, 1, 1, NOWHERE)]
            case Class(letter, least, most):
                inside, others = CLASSES[letter]
                number = self._set(inside, others=others)
                return [(kernels.CHARACTERS, number, least, most, NOWHERE)]
            case Gap(most, over):
                number = self._set(frozenset() if over else ENDS, others=True)
                return [(kernels.CHARACTERS, number, 0, most, NOWHERE)]
            case Edge(sign):
                kind = kernels.START if sign == "^" else kernels.END
                return [(kind, 0, 0, 0, NOWHERE)]
            case Either(ways):
                return self._choice([*ways], depth)
            case Maybe(inner):
                return self._choice([(inner,), ()], depth)
            case Literal() | Words():
                return self._any_of(frozenset(map(self._written, exact(node))))

    def _choice(self, ways: list[Sequence_], depth: int) -> list[Instruction]:
        if depth + 1 >= kernels.DEEPEST:
            raise TooDeep
        code: list[Instruction] = [(kernels.FORK, 0, 0, 0, NOWHERE)]
        for at, way in enumerate(ways):
            inner = self._sequence(way, depth + 1)
            # Where a way has no place left, the next begins.
            code += [
                (*one[:4], one[4] if one[4] != NOWHERE else len(inner) - index)
                for index, one in enumerate(inner)
            ]
            last = at == len(ways) - 1
            code.append((kernels.JOIN if last else kernels.OR, 0, 0, 0, NOWHERE))
        return code

    def _any_of(self, strings: frozenset[str]) -> list[Instruction]:
        """Any of *strings*, of which one may be empty."""
        words = strings - NO_CHARACTER
        if not words:
            return []
        maybe = int(len(words) < len(strings))
        return [(kernels.WORDS, self._word_set(words), maybe, 0, NOWHERE)]

    def _word_set(self, strings: frozenset[str]) -> int:
        number = self._words.get(strings)
        if number is None:
            number = self._words[strings] = len(self._roots)
            root = self._edges.root()
            for string in sorted(strings):
                self._ends.add(self._edges.add(root, string))
            heads = frozenset(string[0] for string in strings)
            self._roots.append((root, self._set(heads, others=False)))
        return number

    def _characters(self, node: OneOf) -> frozenset[str]:
        return frozenset(
            one for c in node.characters for one in (self._written(c) or c)
        )

    def _set(self, characters: frozenset[str], *, others: bool) -> int:
        for character in sorted(characters):
            self._edges.alphabet.number(character)
        return self._sets.setdefault((characters, others), len(self._sets))

    def _set_bits(self) -> Array:
        """Set → a bit for the number of each character in it."""
        alphabet = self._edges.alphabet
        words = -(-len(alphabet) // 64)
        bits = np.zeros((len(self._sets), words), np.uint64)
        for (characters, others), number in self._sets.items():
            if others:
                bits[number] = kernels.EVERYWHERE
            for character in characters:
                at = alphabet.number(character)
                bits[number, at >> 6] ^= np.uint64(1 << (at & 63))
        return bits
