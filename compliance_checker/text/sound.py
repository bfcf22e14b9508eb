"""What a text sounds like: one private-use character for each toneless syllable.

Speech recognition and disguise both swap characters of the same or nearly the same
sound.  Sounds that many speakers do not tell apart are merged: zh/z, ch/c, sh/s, n/l,
an/ang, en/eng, in/ing.  Pinyin typed in Latin letters is read back where the whole
run of letters is a sequence of syllables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from compliance_checker.text.tables import tables
from compliance_checker.text.view import Piece

#: The first character that stands for a syllable (private use area).
FIRST_CODE = 0xE000

#: A phrase whose characters have more readings than this keeps only the first ones.
MOST_READINGS = 16

#: A longer run of letters is no pinyin, and the search is quadratic.
MOST_LETTERS = 60

#: Syllables of the table that nobody types as pinyin, or that are single letters.
_NOT_TYPED = frozenset({"m", "n", "ng", "hm", "hng", "ê", "a", "o", "e"})

_MERGED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_MERGED_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def merged(syllable: str) -> str:
    """The syllable that stands for all that sound nearly like this one.

    >>> merged("zhang"), merged("ning"), merged("dong")
    ('zan', 'lin', 'dong')
    """
    for initial, instead in _MERGED_INITIALS:
        if syllable.startswith(initial) and len(syllable) > len(initial):
            syllable = instead + syllable[len(initial) :]
            break
    for final, instead in _MERGED_FINALS:
        if syllable.endswith(final):
            return syllable[: -len(final)] + instead
    return syllable


def wide(syllable: str) -> str:
    """The like, with f/h and r/l merged too.

    >>> wide("hui"), wide("fei"), wide("fa"), wide("hua"), wide("ren")
    ('fei', 'fei', 'fa', 'fa', 'len')
    """
    one = merged(syllable)
    if one.startswith("hu") and len(one) > 2:
        return "f" + {"i": "ei", "n": "en", "ong": "en"}.get(one[2:], one[2:])
    if one == "hu":
        return "fu"
    if one == "hong":
        return "fen"
    if one.startswith("r"):
        return "l" + one[1:]
    return one


@cache
def _codes() -> dict[str, str]:
    classes = sorted({merged(syllable) for syllable in tables().readings})
    return {name: chr(FIRST_CODE + at) for at, name in enumerate(classes)}


@cache
def syllable_table() -> dict[int, str]:
    """Each Chinese character → the code of its first reading."""
    return {
        ord(character): _codes()[merged(syllable)]
        for syllable, (first, _) in tables().readings.items()
        for character in first
    }


@cache
def _other_readings() -> dict[str, tuple[str, ...]]:
    readings: dict[str, list[str]] = {}
    for syllable, (_, other) in tables().readings.items():
        for character in other:
            readings.setdefault(character, []).append(_codes()[merged(syllable)])
    return {character: tuple(codes) for character, codes in readings.items()}


def spellings(phrase: str) -> tuple[str, ...]:
    """Every way the sound view may write *phrase* (characters of several readings).

    Empty where a character of it has no reading.
    """
    first = syllable_table()
    if any(ord(character) not in first for character in phrase):
        return ()
    choices = [
        tuple(dict.fromkeys((first[ord(one)], *_other_readings().get(one, ()))))
        for one in phrase
    ]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if ways > MOST_READINGS:
        choices = [choice[:1] for choice in choices]
    return tuple("".join(codes) for codes in product(*choices))


def spoken(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Every way to say *phrase*, in toneless syllables; few where there are many."""
    choices = [_ordered(one) for one in phrase]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if ways > MOST_READINGS:
        choices = [choice[:1] for choice in choices]
    return tuple(product(*choices))


@cache
def _ordered(character: str) -> tuple[str, ...]:
    """The syllables of a character, the usual one first."""
    found: list[str] = []
    for place in (0, 1):
        for syllable, both in tables().readings.items():
            if character in both[place]:
                found.append(syllable)
    return tuple(found)


def typed_syllables() -> frozenset[str]:
    """The syllables that people type."""
    return _typed()


@cache
def readings(character: str) -> frozenset[str]:
    """The codes of all readings of a character; empty if it has none."""
    first = syllable_table().get(ord(character))
    if first is None:
        return frozenset()
    return frozenset((first, *_other_readings().get(character, ())))


@cache
def _syllables() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for syllable, (first, other) in tables().readings.items():
        for character in first + other:
            found.setdefault(character, set()).add(syllable)
    return {character: frozenset(names) for character, names in found.items()}


def syllables(character: str) -> frozenset[str]:
    """All toneless syllables of a character, near sounds kept apart."""
    return _syllables().get(character, frozenset())


def typed_code(letters: str) -> str:
    """The code of *letters* where they are a syllable that people type, else nothing."""
    return _codes()[merged(letters)] if letters in _typed() else ""


@cache
def _code_initials() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for syllable in tables().readings:
        found.setdefault(_codes()[merged(syllable)], set()).add(syllable[0])
    return {code: frozenset(letters) for code, letters in found.items()}


def code_initials(code: str) -> frozenset[str]:
    """The first letters of the syllables that a code stands for."""
    return _code_initials()[code]


def initials(phrase: str) -> str:
    """The first letters of a phrase's syllables, as people type them (``btxl``)."""
    letters = _first_letters()
    return "".join(letters.get(character, " ") for character in phrase)


@cache
def _first_letters() -> dict[str, str]:
    return {
        character: syllable[0]
        for syllable, (first, _) in tables().readings.items()
        for character in first
    }


def latin_syllables(match: re.Match[str]) -> Sequence[Piece]:
    """The syllables of a run of letters, or the letters where it is none."""
    start, end = match.span()
    if end - start > MOST_LETTERS:
        return [(at, at + 1, match.string[at]) for at in range(start, end)]
    cuts = _split(match.group())
    if not cuts:
        return [(at, at + 1, match.string[at]) for at in range(start, end)]
    return [
        (start + a, start + b, _codes()[merged(match.group()[a:b])]) for a, b in cuts
    ]


def is_pinyin(letters: str) -> bool:
    """Whether *letters* are a sequence of syllables."""
    return 0 < len(letters) <= MOST_LETTERS and bool(_split(letters))


def boundaries(letters: str) -> set[int]:
    """Where a syllable of *letters* may begin, if they are read from the start."""
    reached = {0}
    for start in range(len(letters)):
        if start in reached:
            reached.update(
                end
                for end in range(start + 1, min(len(letters), start + 6) + 1)
                if letters[start:end] in _typed()
            )
    return reached


def _split(letters: str) -> list[tuple[int, int]]:
    """The fewest syllables that make up *letters*; empty if none do."""
    best: list[list[tuple[int, int]] | None] = [[]]
    for end in range(1, len(letters) + 1):
        ways = [
            [*before, (start, end)]
            for start, before in _ends(best, end)
            if letters[start:end] in _typed()
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or []


def _ends(
    best: list[list[tuple[int, int]] | None], end: int
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    for start in range(max(0, end - 6), end):
        before = best[start]
        if before is not None:
            yield start, before


@cache
def _typed() -> frozenset[str]:
    return frozenset(tables().readings) - _NOT_TYPED
