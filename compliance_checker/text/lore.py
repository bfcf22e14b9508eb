"""All that the search for hidden words knows, as arrays.

What is wanted are the rulebook's words; what explains ordinary writing are jieba's
words, the turns of lawful talk and the pairs of characters in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from compliance_checker.text import hashing, hearing, marking, segment, sound
from compliance_checker.text.guess import COST, FUNCTION, LATIN_WORDS, SHORTEST
from compliance_checker.text.lattice import DIGITS, ORDINARY
from compliance_checker.text.recipes import recipe
from compliance_checker.text.tables import tables

Array = np.ndarray[Any, Any]

#: Code points above are never part of a word; these two stand for them: some sign that
#: may be read as a character, and any other.
PLANE = 0x10000
HIGH_SIGNS, HIGH_OTHER = 0xF000, 0xF8FE
CODES = 0x110000

#: How often a word of the rulebook is taken to occur, of ``segment.corpus_size`` …
FREQUENCY = 3000
#: … and a word of two characters that the dictionary does not know.
RARE = 300
#: So many characters are everyday ones; of others no pair is ordinary.
EVERYDAY = 6144
#: A pair of characters inside words as common as this in jieba's corpus is ordinary.
COMMON = 300
#: A pair is a slip of the keyboard where a word that sounds so is likelier by this.
SLIP = 4.0
#: The logarithm of the probability of a figure in talk about money.
FIGURE = -5.0
#: By so much (a logarithm) a text must be likelier with a hidden word written out.
LEAST = 3.6
#: Two letters are the initials of too much, unless a word is said as often as this.
OFTEN = 1

#: What follows a number, or stands before one: such digits are no sounds.
UNITS = frozenset(
    "年月日号点时分秒元块毛角万千百十亿个期次位条天周岁楼层栋室级倍成折笔张家人小多度"
    "几半厘折页项步遍声名种套类路线环场度款章左右上下来"
)
BEFORE_FIGURES = frozenset("第号约满近超共达至到零一二三四五六七八九十百千万两几数前后")


# -- the arrays -----------------------------------------------------------------------


def lore_of(
    names: Sequence[str],
    words: Mapping[str, float],
    often: Mapping[str, int],
    plain: Mapping[str, float],
    pairs: set[str],
) -> marking.Lore:
    """The arrays for wanted *names*; *words* says what speaks for each.

    *often* is how often a word is said, *plain* are words of ordinary talk with the
    logarithm of their probability, *pairs* its neighbouring characters.
    """
    inner = {word[at : at + 2] for word in names for at in range(len(word) - 1)}
    known = pairs
    sounds, exact, merged, numbers = _readings()
    by_sound = _by_sound(names, numbers)
    by_swap = _by_swap(names)
    likely, triples = _sequences(by_sound, len(numbers) + 1)
    single = _single()
    ranks = _ranks(names)
    short = _short(by_sound, [words[word] for word in names], len(numbers) + 1)
    spoken = _spoken(words, plain)
    sound_keys, sound_heads, sound_lists = hashing.lists_table(by_sound)
    swap_keys, swap_heads, swap_lists = hashing.lists_table(by_swap)
    spoken_keys, spoken_values = hashing.table(
        [tuple(map(ord, word)) for word in spoken],
        np.fromiter(spoken.values(), np.float32, len(spoken)),
        -np.inf,
    )
    return marking.Lore(
        table=_view(),
        facts=_facts(),
        sounds=sounds,
        exact=exact,
        merged=merged,
        likely=likely,
        triples=triples,
        ranks=ranks,
        pairs=_pairs(ranks, sounds, single, likely, short, inner, known),
        shapes=hashing.strings_table(_beside_shapes(inner)),
        latin=hashing.strings_table(LATIN_WORDS),
        initials=hashing.strings_table(_initials(names, often)),
        syllables=hashing.strings_table(sound.typed_syllables()),
        spoken=spoken_keys,
        spoken_values=spoken_values,
        single=single,
        by_sound=sound_keys,
        sound_heads=sound_heads,
        sound_lists=sound_lists,
        by_swap=swap_keys,
        swap_heads=swap_heads,
        swap_lists=swap_lists,
        words=np.array([ord(one) for one in "".join(names)], np.uint16),
        word_ends=np.cumsum([0, *map(len, names)], dtype=np.int64),
        priors=np.array([words[word] for word in names], np.float64),
        costs=np.array(
            [
                COST[name]
                for name in (
                    "sound", "near", "far", "long", "swapped", "function",
                    "ordinary inside", "ordinary beside",
                )
            ],
            np.float64,
        ),
    )  # fmt: skip


def _view() -> Array:
    """What each code point becomes: as in the view ``signs``, one for one."""
    table = np.arange(CODES, dtype=np.uint32)
    table[PLANE:] = HIGH_OTHER
    for code, new in recipe("signs").table.items():
        if len(new) > 1:
            table[code] = HIGH_OTHER
        else:
            table[code] = ord(new) if new else marking.DROPPED
    table[table >= PLANE] = HIGH_OTHER
    for seen, code in _high_signs().items():
        table[ord(seen)] = code
    table[0] = marking.DROPPED
    return table.astype(np.uint16)


@cache
def _high_signs() -> dict[str, int]:
    """Signs above the plane that may stand for a character, and what they become."""
    high = (seen for seen in tables().shapes if len(seen) == 1 and ord(seen) >= PLANE)
    return {seen: HIGH_SIGNS + at for at, seen in enumerate(sorted(high))}


def _beside_shapes(inner: set[str]) -> set[str]:
    """Parts and signs with what may stand before or after the character they mean."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for pair in inner:
        before.setdefault(pair[1], []).append(pair[0])
        after.setdefault(pair[0], []).append(pair[1])
    meant: dict[str, set[str]] = {}
    for seen, wholes in tables().splits.items():
        meant.setdefault(seen, set()).update(wholes)
    for seen, whole in tables().shapes.items():
        meant.setdefault(seen[:2], set()).add(whole)
    found: set[str] = set()
    for seen, whole in tables().shapes.items():
        # A sign for a whole word needs no neighbour.
        if len(seen) == 1 and len(whole) > 1:
            found.add(chr(_high_signs().get(seen, ord(seen))))
    for seen, choices in meant.items():
        code = _high_signs().get(seen)
        written = chr(code) if code else seen
        for whole in choices:
            found.update(one + written for one in before.get(whole[0], ()))
            found.update(written + other for other in after.get(whole[-1], ()))
    return found


def _facts() -> Array:
    facts = np.zeros(PLANE, np.uint8)
    for code in sound.syllable_table():
        if code < PLANE:
            facts[code] |= marking.HAN
    for seen in _splits():
        for one in seen:
            facts[min(ord(one), HIGH_OTHER)] |= marking.HAN
    facts[ord("a") : ord("z") + 1] |= marking.LETTER
    facts[ord("0") : ord("9") + 1] |= marking.DIGIT
    for seen, meant in tables().shapes.items():
        if len(seen) == 1 and ord(seen) < PLANE and seen != meant:
            odd = facts[ord(seen)] & marking.HAN
            facts[ord(seen)] |= marking.LOOKALIKE if odd else marking.SIGN
    for code in _high_signs().values():
        facts[code] |= marking.SIGN
    for bit, characters in (
        (marking.FUNCTION, FUNCTION),
        (marking.UNIT, UNITS),
        (marking.FIGURE, BEFORE_FIGURES),
    ):
        for one in characters:
            facts[ord(one)] |= bit
    for mark in ".%+":
        facts[ord(mark)] |= marking.FIGURE
    return facts


def _readings() -> tuple[Array, Array, Array, dict[str, int]]:
    """Of each character the sound, its exact and its merged readings; wide → number."""
    facts = tables()
    numbers = {
        name: at
        for at, name in enumerate(
            sorted({sound.wide(one) for one in facts.readings}), 1
        )
    }
    exact_numbers = {name: at for at, name in enumerate(facts.readings, 1)}
    classes = sorted({sound.merged(one) for one in facts.readings})
    merged_numbers = {name: at for at, name in enumerate(classes, 1)}
    sounds = np.zeros(PLANE, np.uint16)
    exact = np.zeros((PLANE, 3), np.uint16)
    merged = np.zeros((PLANE, 3), np.uint16)
    for which in (0, 1):
        for syllable, both in facts.readings.items():
            for one in both[which]:
                if ord(one) >= PLANE:
                    continue
                if which == 0:
                    sounds[ord(one)] = numbers[sound.wide(syllable)]
                place = int(np.count_nonzero(exact[ord(one)]))
                if place < 3:
                    exact[ord(one), place] = exact_numbers[syllable]
                    merged[ord(one), place] = merged_numbers[sound.merged(syllable)]
    for digit, character in DIGITS.items():
        sounds[ord(digit)] = sounds[ord(character)]
        exact[ord(digit)] = exact[ord(character)]
        merged[ord(digit)] = merged[ord(character)]
    return sounds, exact, merged, numbers


def _by_sound(
    names: Sequence[str], numbers: Mapping[str, int]
) -> dict[tuple[int, ...], list[int]]:
    found: dict[tuple[int, ...], list[int]] = {}
    for number, word in enumerate(names):
        for syllables in sound.spoken(word):
            codes = tuple(numbers[sound.wide(one)] for one in syllables)
            held = found.setdefault(codes, [])
            if number not in held[-1:]:
                held.append(number)
    return found


def _by_swap(names: Sequence[str]) -> dict[tuple[int, ...], list[int]]:
    """Words with two neighbours swapped → the word's number, and where."""
    found: dict[tuple[int, ...], list[int]] = {}
    for number, word in enumerate(names):
        for at in range(len(word) - 1):
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if swapped != word and not segment.frequency(swapped):
                found.setdefault(tuple(map(ord, swapped)), []).extend((number, at))
    return found


def _spoken(words: Mapping[str, float], plain: Mapping[str, float]) -> dict[str, float]:
    """All words that explain a text, with the logarithm of their probability."""
    total = math.log(segment.corpus_size())
    spoken = {
        word: math.log(frequency) - total
        for word, frequency in segment.frequencies()
        if 1 < len(word) <= hearing.LONGEST_PLAIN and max(word) < chr(PLANE - 1)
    }
    latin = dict.fromkeys(LATIN_WORDS, math.log(FREQUENCY) - total)
    for source in (latin, plain, words):
        for word, score in source.items():
            if len(word) > 1 and max(word) < chr(PLANE - 1):
                spoken[word] = max(score, spoken.get(word, -math.inf))
    return spoken


def _single() -> Array:
    """For each code point the logarithm of its probability as a word."""
    total = math.log(segment.corpus_size())
    single = np.full(PLANE, -total, np.float32)
    for point in sound.syllable_table():
        if point < PLANE:
            single[point] = math.log(max(1, segment.frequency(chr(point)))) - total
    single[ord("。")] = -2.3
    for digit in DIGITS:
        single[ord(digit)] = FIGURE
    return single


def _splits() -> set[str]:
    """Beginnings of parts of characters that are no everyday word."""
    parts = {*tables().splits, *tables().shapes}
    return {
        seen[:2]
        for seen in parts
        if len(seen) > 1 and segment.frequency(seen) <= ORDINARY
    }


def _initials(names: Sequence[str], often: Mapping[str, int]) -> set[str]:
    return {
        sound.initials(word)
        for word in names
        if len(word) > SHORTEST or often.get(word, 0) >= OFTEN
    }


# -- what stands side by side ---------------------------------------------------------


def _sequences(by_sound: Iterable[tuple[int, ...]], count: int) -> tuple[Array, Array]:
    """Two sounds → whether they follow each other in a word; three, packed in bits."""
    likely = np.zeros((count, count), np.bool_)
    triples = np.zeros(count**3, np.bool_)
    for codes in by_sound:
        for one, other in pairwise(codes):
            likely[one, other] = True
        for one, two, three in zip(codes, codes[1:], codes[2:], strict=False):
            triples[(one * count + two) * count + three] = True
    return likely, np.packbits(triples, bitorder="little")


def _short(
    by_sound: Mapping[tuple[int, ...], Sequence[int]],
    priors: Sequence[float],
    count: int,
) -> Array:
    """Two sounds → what speaks for the likeliest word of two characters so spoken."""
    best = np.full((count, count), -np.inf, np.float32)
    for codes, numbers in by_sound.items():
        if len(codes) == SHORTEST:
            best[codes] = max(priors[number] for number in numbers) - COST["sound"]
    return best


def _ranks(names: Iterable[str]) -> Array:
    """Parts, characters of wanted words and everyday characters, numbered from 1."""
    often = sorted(
        (code for code in sound.syllable_table() if code < PLANE),
        key=lambda code: (-segment.frequency(chr(code)), code),
    )
    parts = {ord(one) for seen in _splits() for one in seen if ord(one) < PLANE}
    parts.update(ord(one) for word in names for one in word)
    chosen = [*sorted(parts), *(code for code in often if code not in parts)]
    ranks = np.zeros(PLANE, np.uint16)
    for at, code in enumerate(chosen[: EVERYDAY - 1], 1):
        ranks[code] = at
    return ranks


def _pairs(
    ranks: Array,
    sounds: Array,
    single: Array,
    likely: Array,
    short: Array,
    inner: set[str],
    known: set[str],
) -> Array:
    """Two ranks → what the pair of characters may be, as bits of ``hearing``."""
    codes = np.zeros(EVERYDAY, np.int64)
    codes[ranks[ranks > 0]] = np.flatnonzero(ranks)
    voices = sounds[codes]
    pairs: Array = likely[np.ix_(voices, voices)].astype(np.uint8) * marking.SOUND
    alone = single[codes]
    bound = short[np.ix_(voices, voices)] - alone[:, None] - alone[None, :]
    pairs[bound >= LEAST] |= marking.SHORT
    swaps = {pair[::-1] for pair in inner}
    words = {pair for pair in inner if segment.frequency(pair)}
    for bit, held in (
        (marking.SWAP, swaps),
        (marking.WRITTEN, _splits()),
        (marking.INNER, words),
        (marking.KNOWN, known),
    ):
        rows = [
            (ranks[ord(pair[0])], ranks[ord(pair[1])])
            for pair in held
            if max(pair) < chr(PLANE)
        ]
        left, right = np.array(rows, np.int64).reshape(-1, 2).T
        both = (left > 0) & (right > 0)
        pairs[left[both], right[both]] |= bit
        if bit == marking.KNOWN:
            # A slip that people make often (头诉) is no ordinary writing.
            slips = (bound >= SLIP) & ~_inside(ranks)
            pairs[slips] &= ~np.uint8(marking.KNOWN)
    pairs[0, :] = 0
    pairs[:, 0] = 0
    return pairs


def _inside(ranks: Array) -> Array:
    """Two ranks → whether they stand side by side inside a common word."""
    held = np.zeros((EVERYDAY, EVERYDAY), np.bool_)
    for pair in segment.inner_pairs(COMMON):
        if max(pair) < chr(PLANE):
            held[ranks[ord(pair[0])], ranks[ord(pair[1])]] = True
    return held
