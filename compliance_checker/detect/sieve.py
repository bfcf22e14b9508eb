"""Which programs are worth running on which utterances, for any number at once.

A program that looks for a pattern needs certain strings to be there: for each stretch
of the pattern one of a set.  All strings of all programs stand in one trie; one pass
over the texts notes which sets each utterance holds, and a program whose sets are all
there is tried by its own expression.  The cost follows the suspicious text: of ordinary
service talk nine utterances in ten leave here.

Which of a program's sets is asked first does not change what comes out, only the time;
it is the one that is rarest in the rulebook's own example sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from compliance_checker.detect import kernels
from compliance_checker.detect.program import Clause
from compliance_checker.model import Role
from compliance_checker.rulebook.expression import Stretch
from compliance_checker.text import noise
from compliance_checker.text.recipes import recipe

Array = np.ndarray[Any, Any]

#: Who speaks, as bits.  Nobody knows of an unknown speaker: he may be either.
OURS, THEIRS = 1, 2
SIDES: Mapping[Role, int] = {
    "collector": OURS,
    "bot": OURS,
    "debtor": THEIRS,
    "third_party": THEIRS,
    "unknown": OURS | THEIRS,
}


def sides_of(roles: Iterable[Role]) -> int:
    """The sides whose words count where those of *roles* do.

    The words of an unknown speaker are looked at for either side.
    """
    sides = 0
    for role in roles:
        if role != "unknown":
            sides |= SIDES[role]
    return sides or OURS | THEIRS


#: So many sets are asked for beside the rarest …
MOST_OTHERS = 2
#: … of those that stand in at most this share of the example sentences.
COMMON = 0.3

#: One more than the last code point.
CODES = 0x110000
#: A table that may be asked for any 21 bits.
ANY_CODE = 1 << 21


@dataclass(frozen=True, slots=True)
class Wanted:
    """A program as the sieve sees it: its clauses on the compact view, and for whom."""

    number: int
    clauses: tuple[Clause, ...]
    sides: int
    #: Whether it runs only where a mark was set before: it is proposed on demand.
    waits: bool = False


class Sifted:
    """What was proposed for a batch of utterances, and their compact texts."""

    def __init__(
        self,
        proposed: Mapping[int, Sequence[int]],
        waiting: tuple[Array, Array],
        texts: _Texts,
        odd: Mapping[int, tuple[str, ...]],
    ) -> None:
        #: Row → programs, for the rows that have any.
        self.proposed = proposed
        self._waiting = waiting
        self._texts = texts
        self._odd = odd

    def waiting(self, row: int) -> frozenset[int]:
        """The programs that wait for a mark and may find something in *row*."""
        begins, numbers = self._waiting
        return frozenset(numbers[begins[row] : begins[row + 1]].tolist())

    def texts(self, row: int) -> tuple[str, ...]:
        """The compact view of *row*, and the squeezed one where it differs."""
        return self._odd.get(row) or self._texts.of(row)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Compact and squeezed texts of many rows, as code points."""

    text: Array
    ends: Array
    more: Array
    more_ends: Array

    def of(self, row: int) -> tuple[str, ...]:
        compact = _string(self.text, self.ends, row)
        squeezed = _string(self.more, self.more_ends, row)
        return (compact, squeezed) if squeezed else (compact,)


def _string(codes: Array, ends: Array, row: int) -> str:
    return codes[ends[row] : ends[row + 1]].tobytes().decode("utf-32-le")


class Sieve:
    """The strings of a set of programs, ready to be looked for."""

    def __init__(self, wanted: Iterable[Wanted], examples: Sequence[str] = ()) -> None:
        self._tables = _compile(tuple(wanted), examples)

    def sift(self, texts: Sequence[str], sides: Sequence[int]) -> Sifted:
        """What may be found in *texts*, spoken by *sides* (bits, see ``SIDES``)."""
        codes, starts = _joined(texts)
        table, facts = _characters()
        text, ends, odd = kernels.compacted(codes, starts, table, facts)
        more, more_ends = _squeezed(text, ends)
        roles = np.asarray(sides, np.uint8)
        tables = self._tables
        rows, ways = tables.sift(text, ends, more, more_ends, roles)
        strange = np.flatnonzero(odd).tolist()
        by_hand: dict[int, tuple[str, ...]] = {}
        if strange:
            by_hand = {row: _by_recipe(texts[row]) for row in strange}
            odd_rows, odd_ways = tables.sift_strings(
                list(by_hand.values()), roles[strange]
            )
            odd_rows = np.asarray(strange, np.int32)[odd_rows]
            rows = np.concatenate((rows, odd_rows))
            ways = np.concatenate((ways, odd_ways))
        numbers = tables.programs[ways]
        late = tables.waits[ways]
        order = np.argsort(rows[late], kind="stable")
        proposed: dict[int, list[int]] = {}
        for row, number in zip(
            rows[~late].tolist(), numbers[~late].tolist(), strict=True
        ):
            known = proposed.setdefault(row, [])
            if number not in known:
                known.append(number)
        return Sifted(
            proposed,
            (
                np.searchsorted(rows[late][order], np.arange(len(texts) + 1)),
                numbers[late][order],
            ),
            _Texts(text, ends, more, more_ends),
            by_hand,
        )


def _joined(texts: Sequence[str]) -> tuple[Array, Array]:
    """All texts as one array of code points, and where each begins."""
    whole = "".join(texts).encode("utf-32-le", "surrogatepass")
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
    return np.frombuffer(whole, np.uint32), starts


def _by_recipe(text: str) -> tuple[str, ...]:
    compact = recipe("compact").text(text)
    squeezed = recipe("squeezed").text(text)
    # An empty text holds nothing that could be found.
    return (compact,) if squeezed in {"", compact} else (compact, squeezed)


def _squeezed(text: Array, ends: Array) -> tuple[Array, Array]:
    _, facts = _characters()
    words, sizes, unit = _fillers()
    more, more_ends = kernels.squeezed(text, ends, facts, words, sizes, unit)
    return more, more_ends


@cache
def _characters() -> tuple[Array, Array]:
    """What each code point becomes in the compact view, and the facts about it."""
    table = np.arange(CODES, dtype=np.uint32)
    for code, new in recipe("compact").table.items():
        if len(new) > 1 or new == "+":
            table[code] = kernels.ODD
        else:
            table[code] = ord(new) if new else kernels.DROPPED
    # A NUL is noise in every view; were it not, it could not stand for "dropped".
    table[0] = kernels.DROPPED
    facts = np.zeros(ANY_CODE, np.uint8)
    for first, last in noise.HAN_RANGES:
        facts[first : last + 1] |= kernels.HAN
    for characters, bit in (
        ("0123456789" + noise.HAN_DIGITS, kernels.DIGIT),
        (noise.HAN_DIGITS, kernels.HAN_DIGIT),
        (noise.LAWFUL_DOUBLES, kernels.TWICE),
        (noise.ANSWERS, kernels.ANSWER),
        ({word[0] for word in (*noise.FILLER_WORDS, noise.FILLER_UNIT)}, kernels.UNIT),
    ):
        for character in characters:
            facts[ord(character)] |= bit
    return table, facts


@cache
def _fillers() -> tuple[Array, Array, Array]:
    words = np.array([ord(c) for word in noise.FILLER_WORDS for c in word], np.uint32)
    sizes = np.array([len(word) for word in noise.FILLER_WORDS], np.int64)
    parts = noise.FILLER_UNIT + noise.UNIT_AFTER + "\0" + noise.UNIT_BEFORE
    return words, sizes, np.array([ord(c) for c in parts], np.uint32)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The trie, the sets its strings belong to, and the ways that need the sets."""

    keys: Array
    values: Array
    first: Array
    node_sides: Array
    node_sets: Array
    sets: Array
    set_ways: Array
    ways: Array
    way_sides: Array
    way_links: Array
    links: Array
    #: Way → its program, and whether that waits.
    programs: Array
    waits: Array

    def sift(
        self, text: Array, ends: Array, more: Array, more_ends: Array, roles: Array
    ) -> tuple[Array, Array]:
        rows, ways = kernels.sifted(
            text,
            ends,
            more,
            more_ends,
            roles,
            self.keys,
            self.values,
            self.first,
            self.node_sides,
            self.node_sets,
            self.sets,
            self.set_ways,
            self.ways,
            self.way_sides,
            self.way_links,
            self.links,
        )
        return rows, ways

    def sift_strings(
        self, rows: Sequence[tuple[str, ...]], roles: Array
    ) -> tuple[Array, Array]:
        """The same for texts that are compact already."""
        codes, starts = _joined([row[0] for row in rows])
        more, more_starts = _joined([row[1] if len(row) > 1 else "" for row in rows])
        return self.sift(codes, starts, more, more_starts, roles)


def _compile(wanted: Sequence[Wanted], examples: Sequence[str]) -> _Tables:
    numbers: dict[frozenset[str], int] = {}
    clauses: list[tuple[Wanted, dict[int, Stretch]]] = []
    for one in wanted:
        for clause in one.clauses:
            if clause and all(stretch.strings for stretch in clause):
                ids = {
                    numbers.setdefault(stretch.strings, len(numbers)): stretch
                    for stretch in clause
                }
                clauses.append((one, ids))
    sets = list(numbers)
    count = _frequencies(sets, examples)
    owned: list[list[int]] = [[] for _ in sets]
    chains: list[list[tuple[int, int, int]]] = []
    sides = np.zeros(len(sets), np.uint8)
    common = len(examples) * COMMON
    for way, (one, ids) in enumerate(clauses):
        rarest, *others = sorted(ids, key=lambda at: (count[at], at))
        # What stands in every third sentence tells little and costs a look each time.
        others = [at for at in others[:MOST_OTHERS] if count[at] <= common]
        owned[rarest].append(way)
        chains.append(_chain({at: ids[at] for at in (rarest, *others)}))
        for at in (rarest, *others):
            sides[at] |= one.sides
    used = {link[0] for chain in chains for link in chain}
    trie = _trie([one if at in used else frozenset() for at, one in enumerate(sets)])
    node_sets, flat_sets = _rows(trie.sets)
    set_ways, ways = _rows(owned)
    way_links, _ = _rows(chains)
    links = np.array([link for chain in chains for link in chain], np.int32)
    return _Tables(
        *_hashed(trie.edges),
        first=_first_step(trie.edges),
        node_sides=np.array(
            [int(np.bitwise_or.reduce(sides[ids])) if ids else 0 for ids in trie.sets],
            np.uint8,
        ),
        node_sets=node_sets,
        sets=flat_sets,
        set_ways=set_ways,
        ways=ways,
        way_sides=np.array([one.sides for one, _ in clauses], np.uint8),
        way_links=way_links,
        links=links.reshape(-1, 3),
        programs=np.array([one.number for one, _ in clauses], np.int32),
        waits=np.array([one.waits for one, _ in clauses], bool),
    )


def _chain(stretches: Mapping[int, Stretch]) -> list[tuple[int, int, int]]:
    """Sets in the order of the pattern, each with its distance from the one before.

    The distance is that of the first characters, at least and at most.
    """
    chain = []
    last: Stretch | None = None
    for at, one in sorted(stretches.items(), key=lambda pair: (pair[1].most, pair[0])):
        if last is None:
            chain.append((at, 0, 0))
        else:
            least = one.least - last.least - last.slack
            chain.append((at, least, one.most - last.most + one.slack))
        last = one
    return chain


def _rows(lists: Sequence[Sequence[Any]]) -> tuple[Array, Array]:
    """Lists of different lengths as ``(begins, values)``."""
    begins = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(one) for one in lists], out=begins[1:])
    return begins, np.array([at for one in lists for at in one], np.int32)


@dataclass(slots=True)
class _Trie:
    #: ``(node, code)`` → node; the root is 0 and below nothing.
    edges: dict[tuple[int, int], int] = field(default_factory=dict)
    #: Node → the sets that hold the string it stands for.
    sets: list[list[int]] = field(default_factory=lambda: [[]])


def _trie(sets: Sequence[frozenset[str]]) -> _Trie:
    trie = _Trie()
    for number, strings in enumerate(sets):
        # A longer string that begins with another of the set tells nothing more.
        for string in strings:
            node = 0
            for character in string:
                step = (node, ord(character))
                node = trie.edges.get(step, 0)
                if not node:
                    node = trie.edges[step] = len(trie.sets)
                    trie.sets.append([])
            trie.sets[node].append(number)
    return trie


NO_KEY = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


def _hashed(edges: Mapping[tuple[int, int], int]) -> tuple[Array, Array]:
    """The edges below the first step, as an open-addressed table."""
    size = 1 << max(10, (3 * len(edges)).bit_length())
    keys = np.full(size, NO_KEY, np.uint64)
    values = np.zeros(size, np.int32)
    for (node, code), below in edges.items():
        if not node:
            continue
        key = (node << 21) | code
        slot = ((key * 0x9E3779B97F4A7C15 & 0xFFFF_FFFF_FFFF_FFFF) >> 40) & (size - 1)
        while keys[slot] != NO_KEY:
            slot = (slot + 1) & (size - 1)
        keys[slot] = key
        values[slot] = below
    return keys, values


def _first_step(edges: Mapping[tuple[int, int], int]) -> Array:
    first = np.zeros(CODES, np.int32)
    for (node, code), below in edges.items():
        if not node:
            first[code] = below
    return first


def _frequencies(
    sets: Sequence[frozenset[str]], examples: Sequence[str]
) -> Sequence[int]:
    """In how many of the *examples* a string of each set stands."""
    held: dict[str, set[int]] = {}
    longest = 4
    for row, text in enumerate(examples):
        compact = recipe("compact").text(text)
        for start in range(len(compact)):
            for size in range(1, longest + 1):
                held.setdefault(compact[start : start + size], set()).add(row)
    nothing: set[int] = set()
    counts = []
    for strings in sets:
        rows: set[int] = set()
        for string in strings:
            rows |= held.get(string[:longest], nothing)
        counts.append(len(rows))
    return counts
