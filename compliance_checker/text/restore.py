"""What an utterance means to say where its writing hides a word.

Speech recognition and disguise leave 抱通讯录, baotongxunlu, btxl, 爆通讠寸录 or 通爆讯录.
A restored reading is an extra one: the utterance is read again with a dictionary of
the words that matter (the rulebook's), each of which may be written by sound, by
initials, in parts or with two characters swapped, and a stretch is replaced only where
the whole sentence becomes likelier by it (a noisy channel over word frequencies).
What is written in ordinary words stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nlargest
from typing import Any

from compliance_checker.text import segment, sound
from compliance_checker.text.guess import (
    COST,
    LETTERS,
    LONGEST,
    SHORTEST,
    Guess,
    Piece,
    read_as,
    uses_letters_wholly,
)
from compliance_checker.text.lattice import Cell, cells
from compliance_checker.text.recipes import recipe
from compliance_checker.text.suspect import Suspects
from compliance_checker.text.tables import tables
from compliance_checker.text.view import Trace, View, ViewName, trace

#: How often a word of the rulebook is taken to occur, of ``segment.corpus_size`` …
FREQUENCY = 3000
#: … and a word of two characters that the dictionary does not know.
RARE = 300

#: What a sentence end costs, as the logarithm of its probability.
STOP = -2.3

#: Readings of one utterance at most, and how many are kept while they are sought.
MOST_READINGS = 8

LETTER_KINDS = frozenset({"letters", "initial"})
#: What stands where a sentence ends: nothing begins there, a word may go on over it.
STOPPED = (Cell(0, 0, "stop"),)

#: Letters that are words of their own: no initials of anything.
LATIN_WORDS = frozenset(
    [
        *("app", "wifi", "vip", "qq", "ok", "atm", "pos", "etc", "lpr", "ktv", "kpi"),
        *("id", "pdf", "sms", "hr", "ceo", "it", "ip", "pc", "tv", "dvd", "usb", "sim"),
        *("nfc", "apr", "irr", "gps", "ai", "abc", "vr", "pk", "cpu", "ic", "ems"),
        *("diy", "mba", "cba", "nba", "dna", "ct", "tg", "hello", "hi", "bye", "no"),
        *("yes", "sorry", "pay", "apple", "iphone", "huawei", "wechat", "email"),
        *("mail", "http", "https", "www", "com", "cn", "net", "org", "call", "me"),
        *("you", "my", "url"),
    ]
)

#: Replaced stretches → the score of a text up to some place.
Scores = dict[tuple[Guess, ...], float]

#: Sound → what may follow it; under the empty string the words that end here.
Trie = dict[str, Any]


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
        """Read back *words*; two neighbours in *ordinary* sentences hide nothing."""
        self._total = math.log(segment.corpus_size())
        self._counts = dict(words)
        self._pairs = tables().pairs | {
            sentence[at : at + 2]
            for sentence in ordinary
            for at in range(len(sentence) - 1)
        }
        self._trie: Trie = {}
        self._swaps: dict[str, list[tuple[str, int]]] = {}
        self._initials: dict[str, set[str]] = {}
        priors = {word: self._prior(word) for word in words if len(word) > 1}
        least = min(COST["sound"], COST["sound"] - COST["long"])
        self.suspects = Suspects(priors, self._pairs, least)
        for word in sorted(words):
            if len(word) <= LONGEST:
                self._take(word, words)

    def _take(self, word: str, words: Mapping[str, int]) -> None:
        for codes in sound.spellings(word):
            node = self._trie
            for code in codes:
                node = node.setdefault(code, {})
            node.setdefault("", []).append(word)
        for at in range(len(word) - 1):
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            known = len(word) > SHORTEST or segment.frequency(word) or words[word]
            if swapped != word and known and not segment.frequency(swapped):
                self._swaps.setdefault(swapped, []).append((word, at))

    def _prior(self, word: str) -> float:
        if len(word) == 1:
            return self._single(word)
        known = segment.frequency(word)
        floor = FREQUENCY if known or len(word) > SHORTEST else RARE
        bonus = 0.5 * math.log1p(self._counts[word])
        return math.log(max(floor, known)) - self._total + bonus

    # -- the readings ----------------------------------------------------------------

    def restore(self, original: str) -> tuple[Restored, ...]:
        """Readings of *original* with hidden words written out, likeliest first.

        Empty where nothing seems hidden.
        """
        if not self.suspects.among((original,)):
            return ()
        compact = trace(recipe("signs"), original)
        text = compact.text
        guesses = [
            replace(guess, cost=guess.cost + self._explained(text, guess))
            for guess in self._guesses(text)
            if _whole(compact, guess)
        ]
        guesses = self._worthwhile(text, guesses)
        if not any(guess.changes for guess in guesses):
            return ()
        found: dict[str, Restored] = {}
        for chosen in self._likeliest(text, guesses):
            restored = _written(original, compact, chosen)
            found.setdefault(restored.text, restored)
        return tuple(found.values())[:MOST_READINGS]

    def _worthwhile(self, text: str, guesses: Sequence[Guess]) -> list[Guess]:
        """The guesses that are likelier than what is written where they stand."""
        plain = [list(self._plain(text, at)) for at in range(len(text))]
        for guess in guesses:
            if not guess.changes:
                plain[guess.start].append((guess.end, self._prior(guess.word)))
        return [
            guess
            for guess in guesses
            if not guess.changes
            or self._prior(guess.word) - guess.cost
            > _best(plain, guess.start, guess.end)
        ]

    def _explained(self, text: str, guess: Guess) -> float:
        """What it costs that what is written beside a changed character is ordinary."""
        cost = 0.0
        for piece in guess.pieces:
            if not piece.how.startswith(("by sound", "swapped")):
                continue
            swapped = piece.how.startswith("swapped")
            for at in range(piece.start - (not swapped), piece.end - swapped):
                if text[max(0, at) : at + 2] in self._pairs:
                    inside = guess.start <= at and at + 2 <= guess.end
                    cost += COST["ordinary inside" if inside else "ordinary beside"]
        return cost

    def _guesses(self, text: str) -> Iterator[Guess]:
        columns = [
            STOPPED if text[at] == "。" else (*cells(text, at),)
            for at in range(len(text))
        ]
        for at in range(len(text)):
            yield from self._swapped(text, at)
            best: dict[tuple[int, str], Guess] = {}
            for path, word in self._walk(columns, at, self._trie, ()):
                found = read_as(text, word, path)
                if found is None or not uses_letters_wholly(text, found, path):
                    continue
                key = found.end, word
                if key not in best or found.cost < best[key].cost:
                    best[key] = found
            yield from best.values()

    def _walk(
        self,
        columns: Sequence[tuple[Cell, ...]],
        at: int,
        node: Trie,
        path: tuple[Cell, ...],
    ) -> Iterator[tuple[tuple[Cell, ...], str]]:
        if at >= len(columns):
            return
        if path and columns[at] is STOPPED:
            stop = Cell(at, at + 1, "stop")
            yield from self._walk(columns, at + 1, node, (*path, stop))
        for cell in columns[at] if columns[at] is not STOPPED else ():
            if cell.kind in LETTER_KINDS and not _goes_on(path, cell.kind):
                continue
            for below in _below(node, cell):
                here = (*path, cell)
                for word in below.get("", ()):
                    if len(word) > 1 or cell.kind == "letters":
                        yield here, word
                if len(below) > ("" in below):
                    yield from self._walk(columns, cell.end, below, here)

    def _swapped(self, text: str, at: int) -> Iterator[Guess]:
        for end in range(at + SHORTEST, min(len(text), at + LONGEST) + 1):
            for word, swap in self._swaps.get(text[at:end], ()):
                pieces = [
                    Piece(at + i, at + i + 1, word[i], "") for i in range(len(word))
                ]
                both = word[swap : swap + 2]
                how = f"swapped: {text[at + swap : at + swap + 2]}→{both}"
                pieces[swap : swap + 2] = [Piece(at + swap, at + swap + 2, both, how)]
                yield Guess(at, end, word, COST["swapped"], tuple(pieces))

    # -- the choice ------------------------------------------------------------------

    def _likeliest(
        self, text: str, guesses: Sequence[Guess]
    ) -> list[tuple[Guess, ...]]:
        """The likeliest sets of guesses that are likelier than what is written."""
        starts: dict[int, list[Guess]] = {}
        for guess in guesses:
            starts.setdefault(guess.start, []).append(guess)
        # End → replaced guesses → score.
        best: list[Scores] = [{} for _ in range(len(text) + 1)]
        best[0][()] = 0.0
        for at in range(len(text)):
            here = best[at]
            if not here:
                continue
            if len(here) > MOST_READINGS + 1:
                kept = dict(
                    nlargest(MOST_READINGS, here.items(), key=lambda one: one[1])
                )
                if () in here:
                    kept[()] = here[()]
                here = best[at] = kept
            for end, score in self._plain(text, at):
                _relax(best[end], here, score, None)
            for guess in starts.get(at, ()):
                score = self._prior(guess.word) - guess.cost
                _relax(best[guess.end], here, score, guess if guess.changes else None)
        final = best[len(text)]
        written = final.get((), -math.inf)
        ranked = sorted(final.items(), key=lambda one: -one[1])
        return [chosen for chosen, score in ranked if chosen and score > written][
            :MOST_READINGS
        ]

    def _single(self, character: str) -> float:
        if character == "。":
            return STOP
        return math.log(max(1, segment.frequency(character))) - self._total

    def _plain(self, text: str, at: int) -> Iterator[tuple[int, float]]:
        yield at + 1, self._single(text[at])
        letters = LETTERS.match(text, at)
        if letters and letters.group() in LATIN_WORDS:
            yield letters.end(), math.log(FREQUENCY) - self._total
        for end, frequency in segment.longer_words(text, at):
            yield end, math.log(frequency) - self._total


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


def _best(plain: Sequence[Sequence[tuple[int, float]]], start: int, end: int) -> float:
    """The score of the likeliest ordinary words of characters ``[start, end)``."""
    best = [-math.inf] * (end - start + 1)
    best[0] = 0.0
    for at in range(start, end):
        for upto, score in plain[at]:
            if upto <= end:
                best[upto - start] = max(best[upto - start], best[at - start] + score)
    return best[-1]


def _relax(there: Scores, here: Scores, score: float, guess: Guess | None) -> None:
    """Carry every score of *here* over to *there*, where that is better."""
    for chosen, before in here.items():
        key = chosen if guess is None else (*chosen, guess)
        if there.get(key, -math.inf) < before + score:
            there[key] = before + score


def _goes_on(path: tuple[Cell, ...], kind: str) -> bool:
    """Whether letters of one kind only were used so far."""
    return all(cell.kind in {kind, "written"} for cell in path)


def _below(node: Trie, cell: Cell) -> Iterator[Trie]:
    if cell.initial:
        for code, below in node.items():
            if code and cell.initial in sound.code_initials(code):
                yield below
        return
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


def _written(original: str, compact: Trace, chosen: tuple[Guess, ...]) -> Restored:
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
