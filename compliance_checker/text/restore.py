"""What an utterance means to say where its writing hides a word.

Speech recognition and disguise leave 抱通讯录, baotongxunlu, btxl, 爆通讠寸录 or 通爆讯录.
A restored reading is an extra one: the utterance is read again with a dictionary of
the words that matter (the rulebook's), each of which may be written by sound, by
initials, in parts or with two characters swapped, and a stretch is replaced only where
the whole sentence becomes much likelier by it (a noisy channel over word frequencies).
What is written in ordinary words stays, and so do numbers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from compliance_checker.text import marking, segment, sound
from compliance_checker.text.guess import (
    COST,
    LONGEST,
    REMOVED,
    SHORTEST,
    Guess,
    Piece,
    abbreviated,
    described,
    plausible,
    read_as,
)
from compliance_checker.text.lattice import Cell, cells
from compliance_checker.text.lore import FREQUENCY, LEAST, RARE
from compliance_checker.text.marking import Lore
from compliance_checker.text.recipes import recipe
from compliance_checker.text.suspect import ALSO, Suspects
from compliance_checker.text.tables import tables
from compliance_checker.text.view import Trace, View, ViewName, trace

#: Readings of one utterance at most.
MOST_READINGS = 2
#: Two words of ordinary talk are taken as one up to this many characters.
LONGEST_PAIR = 6

#: Of words that letters may spell, so many are looked at.
MOST_ALIKE = 4
#: A text with more letters, signs and parts than this hides no more words behind them.
MOST_MARKS = 120
LETTERS = re.compile("[a-z]+")
#: What stands where a sentence ends: nothing begins there, a word may go on over it.
STOPPED = (Cell(0, 0, "stop"),)

#: Sound → what may follow it; under the empty string the words that end here.
Trie = dict[str, Any]


#: So many arrays are kept beside those of the lore.
KEPT = 4

Array = np.ndarray[Any, Any]


def _codes(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _plainly(kept: Array) -> Any:
    """Code points as text, numbers as a list."""
    if kept.dtype == np.uint32:
        return kept.tobytes().decode("utf-32-le")
    return kept.tolist()


class Restored(View):
    """An utterance with its hidden words written out."""

    __slots__ = ("notes",)

    def __init__(self, original: str, way: Trace, notes: Sequence[str]) -> None:
        self._original = original
        self._trace = way
        self.text = way.text
        #: For each character, how it was read; empty where it is as written.
        self.notes = tuple(notes)

    @property
    def name(self) -> ViewName:
        """Which view this is."""
        return "restored"

    def how(self, start: int, end: int) -> str:
        """How characters ``[start, end)`` were read; empty if all are as written."""
        return ", ".join(dict.fromkeys(note for note in self.notes[start:end] if note))


class Restorer:
    """Reads hidden words back; made once for a set of words."""

    def __init__(self, words: Mapping[str, int], ordinary: Iterable[str] = ()) -> None:
        """Read back *words*, with how often each is said; *ordinary* talk hides none.

        Takes seconds; wanted once a rulebook.
        """
        sentences = tuple(ordinary)
        self._total = math.log(segment.corpus_size())
        self._counts = dict(words)
        self._pairs = tables().pairs | {
            sentence[at : at + 2]
            for sentence in sentences
            for at in range(len(sentence) - 1)
        }
        priors = {word: self._prior(word) for word in words if len(word) > 1}
        self.suspects = Suspects(priors, words, self._plain(sentences), self._pairs)

    def arrays(self) -> list[Array]:
        """All that took time to make, to be kept."""
        words = list(self._counts)
        return [
            _codes("".join(words)),
            np.fromiter(map(len, words), np.int32, len(words)),
            np.fromiter(self._counts.values(), np.int32, len(words)),
            _codes("".join(sorted(self._pairs))),
            *self.suspects.lore,
        ]

    @classmethod
    def of(cls, arrays: Sequence[Array]) -> Restorer:
        """The restorer that *arrays* were taken of.

        Raises:
            ValueError: If they are of no restorer.
        """
        if len(arrays) != KEPT + len(Lore._fields):
            raise ValueError(f"{len(arrays)} arrays are not those of a restorer")
        text, sizes, counts, pairs = map(_plainly, arrays[:KEPT])
        made = cls.__new__(cls)
        made._total = math.log(segment.corpus_size())
        ends = np.cumsum(sizes)
        words = [text[end - size : end] for end, size in zip(ends, sizes, strict=True)]
        made._counts = dict(zip(words, counts, strict=True))
        made._pairs = frozenset(pairs[at : at + 2] for at in range(0, len(pairs), 2))
        made.suspects = Suspects.of(words, Lore(*arrays[KEPT:]))
        return made

    def _plain(self, sentences: Iterable[str]) -> dict[str, float]:
        """Two neighbouring words of ordinary talk, as likely as those of the others."""
        told: Counter[str] = Counter()
        for sentence in sentences:
            for one, other in pairwise(segment.words(sentence)):
                pair = one.text + other.text
                if len(pair) <= LONGEST_PAIR:
                    told[pair] += 1
        return {
            pair: math.log(FREQUENCY) - self._total + 0.5 * math.log1p(times)
            for pair, times in told.items()
        }

    @cached_property
    def _trie(self) -> Trie:
        """The words by the sounds of their characters; only letters and parts need it."""
        trie: Trie = {}
        for word in sorted(self._counts, key=lambda word: (-self._prior(word), word)):
            for codes in sound.spellings(word) if len(word) <= LONGEST else ():
                node = trie
                for code in codes:
                    node = node.setdefault(code, {})
                node.setdefault("", []).append(word)
        return trie

    @cached_property
    def _initials(self) -> dict[str, list[str]]:
        """Initials → the words that have them, the likeliest first."""
        found: dict[str, list[str]] = {}
        for word in sorted(self._counts, key=lambda word: (-self._prior(word), word)):
            if SHORTEST <= len(word) <= LONGEST:
                found.setdefault(sound.initials(word), []).append(word)
        return found

    def _prior(self, word: str) -> float:
        """The logarithm of how likely a word is in this kind of talk."""
        known = segment.frequency(word)
        floor = FREQUENCY if known or len(word) > 2 else RARE
        bonus = 0.5 * math.log1p(self._counts[word])
        return math.log(max(floor, known)) - self._total + bonus

    def restore(self, original: str) -> tuple[Restored, ...]:
        """At most two readings of *original* with hidden words written out.

        The likeliest comes first; empty where nothing seems hidden.
        """
        compact = trace(recipe("signs"), original)
        text = compact.text
        marks, upto, after, told, gains = self.suspects.listen(text)
        found = [
            (gain, self._told(text, *row))
            for row, gain in zip(told.tolist(), gains.tolist(), strict=True)
        ]
        written = np.flatnonzero(marks & marking.WRITTEN)[:MOST_MARKS].tolist()
        signs: list[tuple[float, Guess]] = []
        if written:
            signs = [
                (float(upto[guess.start] + after[guess.end] - upto[-1]), guess)
                for guess in self._written(text, written)
            ]
            found = [one for one in found if not _beside(one[1], signs)]
            for gain, guess in signs:
                gain += self._prior(guess.word) - guess.cost
                gain -= self._explained(text, guess)
                if gain >= ALSO:
                    found.append((gain, guess))
        found = [(gain, guess) for gain, guess in found if _whole(compact, guess)]
        # Signs and letters speak for themselves; a sound alone must say much.
        least = ALSO if signs else LEAST
        if max((gain for gain, _ in found), default=0.0) < least:
            return ()
        return tuple(
            _restored(original, compact, chosen) for chosen in _readings(found)
        )

    def _told(self, text: str, start: int, end: int, number: int, swap: int) -> Guess:
        """A word told by its sound, or with the characters at *swap* swapped."""
        word = self.suspects.words[number]
        pieces = [
            Piece(at, at + 1, meant, _sounds(text[at], meant))
            for at, meant in enumerate(word, start)
        ]
        if swap >= 0:
            seen, meant = text[start + swap : start + swap + 2], word[swap : swap + 2]
            note = f"swapped: {seen}→{meant}"
            pieces[swap : swap + 2] = [
                Piece(start + swap, start + swap + 2, meant, note)
            ]
        return Guess(start, end, word, 0.0, tuple(pieces))

    def _explained(self, text: str, guess: Guess) -> float:
        """What it costs that what is written beside a changed character is ordinary."""
        cost = 0.0
        for piece in guess.pieces:
            if not piece.how.startswith("by sound"):
                continue
            for at in range(piece.start - 1, piece.end):
                if text[max(0, at) : at + 2] in self._pairs:
                    inside = guess.start <= at and at + 2 <= guess.end
                    cost += COST["ordinary inside" if inside else "ordinary beside"]
        return cost

    # -- words in letters, signs and parts ---------------------------------------------

    def _written(self, text: str, marked: Sequence[int]) -> Iterator[Guess]:
        """Words that have one of the *marked* places in them."""
        wanted = set(marked)
        starts = {at for mark in wanted for at in range(mark - LONGEST, mark + 1)}
        for run in LETTERS.finditer(text):
            if run.start() not in wanted:
                continue
            if sound.is_pinyin(run.group()):
                cuts = {run.start() + at for at in sound.boundaries(run.group())}
                starts -= set(range(*run.span())) - cuts
            if run.end() - run.start() <= LONGEST:
                yield from abbreviated(text, run.span(), self._initials)
        columns: dict[int, tuple[Cell, ...]] = {}
        for at in sorted(starts & set(range(len(text)))):
            yield from self._begun(text, columns, at, wanted)

    def _begun(
        self,
        text: str,
        columns: dict[int, tuple[Cell, ...]],
        at: int,
        wanted: set[int],
    ) -> Iterator[Guess]:
        """The words that begin at *at*, each as it is likeliest written."""
        best: dict[tuple[int, str], Guess] = {}
        for path, words in self._walk(text, columns, at, self._trie, ()):
            if wanted.isdisjoint(range(at, path[-1].end)):
                continue
            if all(cell.kind == "letters" for cell in path):
                words = words[:MOST_ALIKE]
            for word in words:
                found = read_as(text, word, path)
                if not found or not plausible(found, path):
                    continue
                if not any(_covers(piece, wanted) for piece in found.pieces):
                    continue
                key = found.end, word
                if key not in best or found.cost < best[key].cost:
                    best[key] = found
        yield from best.values()

    def _walk(
        self,
        text: str,
        columns: dict[int, tuple[Cell, ...]],
        at: int,
        node: Trie,
        path: tuple[Cell, ...],
    ) -> Iterator[tuple[tuple[Cell, ...], list[str]]]:
        if at >= len(text):
            return
        column = columns.get(at)
        if column is None:
            column = STOPPED if text[at] == "。" else tuple(cells(text, at))
            columns[at] = column
        if column is STOPPED:
            if path:
                stop = Cell(at, at + 1, "stop")
                yield from self._walk(text, columns, at + 1, node, (*path, stop))
            return
        for cell in column:
            for below in _below(node, cell):
                here = (*path, cell)
                if "" in below and (len(here) > 1 or cell.kind == "letters"):
                    yield here, below[""]
                if len(below) > ("" in below):
                    yield from self._walk(text, columns, cell.end, below, here)


def _sounds(written: str, meant: str) -> str:
    return "" if written == meant else described("sound", written, meant)


def _beside(guess: Guess, signs: Sequence[tuple[float, Guess]]) -> bool:
    """Whether a word told by sound changes what is read as parts or signs."""
    changed = {piece.start for piece in guess.pieces if piece.how}
    return any(
        not changed.isdisjoint(range(piece.start, piece.end))
        for _, other in signs
        for piece in other.pieces
        if piece.how
    )


def _covers(piece: Piece, marked: set[int]) -> bool:
    return piece.how == REMOVED or (
        bool(piece.how) and not marked.isdisjoint(range(piece.start, piece.end))
    )


# -- the choice ---------------------------------------------------------------------


def _readings(found: Sequence[tuple[float, Guess]]) -> Iterator[tuple[Guess, ...]]:
    """The likeliest set of guesses that do not overlap, then the next one.

    The next one says something else in one place at least.
    """
    first = _likeliest(found)
    if not first:
        return
    yield first
    said = {change for guess in first for change in _changes(guess)}
    others = [
        (gain, guess) for gain, guess in found if not said.issuperset(_changes(guess))
    ]
    second = _likeliest(others)
    if second:
        kept = (
            guess
            for guess in first
            if all(
                guess.end <= other.start or other.end <= guess.start for other in second
            )
        )
        yield tuple(sorted((*second, *kept), key=lambda guess: guess.start))


def _changes(guess: Guess) -> list[tuple[int, str]]:
    return [(piece.start, piece.meant) for piece in guess.pieces if piece.how]


def _likeliest(found: Sequence[tuple[float, Guess]]) -> tuple[Guess, ...]:
    """The guesses of the greatest gain together, none overlapping another."""
    ordered = sorted(found, key=lambda one: one[1].end)
    best: list[tuple[int, float, tuple[Guess, ...]]] = [(0, 0.0, ())]
    for gain, guess in ordered:
        before = next(one for one in reversed(best) if one[0] <= guess.start)
        score = before[1] + gain
        if score > best[-1][1]:
            best.append((guess.end, score, (*before[2], guess)))
    return best[-1][2]


def _whole(compact: Trace, guess: Guess) -> bool:
    """Whether a word told by its sound alone was written without a break."""
    if not any(piece.how.startswith(("by sound", "swapped")) for piece in guess.pieces):
        return True
    if any("a" <= compact.text[piece.start] <= "z" for piece in guess.pieces):
        return True
    return all(
        compact.ends[at] == compact.starts[at + 1]
        for at in range(guess.start, guess.end - 1)
    )


def _below(node: Trie, cell: Cell) -> Iterator[Trie]:
    if len(cell.codes) == 1:
        for code in cell.codes[0]:
            below = node.get(code)
            if below is not None:
                yield below
        return
    nodes = [node]
    for codes in cell.codes:
        nodes = [one[code] for one in nodes for code in codes if code in one]
    yield from nodes


def _restored(original: str, compact: Trace, chosen: tuple[Guess, ...]) -> Restored:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    notes: list[str] = []
    noise = recipe("compact").table

    def put(new: str, start: int, end: int, note: str) -> None:
        text.append(new)
        starts.extend([compact.starts[start]] * len(new))
        ends.extend([compact.ends[end - 1]] * len(new))
        notes.extend([note] * len(new))

    done = 0
    for guess in chosen:
        for at in range(done, guess.start):
            put(compact.text[at].translate(noise), at, at + 1, "")
        for piece in guess.pieces:
            put(piece.meant, piece.start, piece.end, piece.how)
        done = guess.end
    for at in range(done, len(compact.text)):
        put(compact.text[at].translate(noise), at, at + 1, "")
    return Restored(original, Trace("".join(text), starts, ends), notes)
