"""The ways to write a word otherwise that the resistance benchmark tries.

Each takes a word and a random source and gives the word as a disguiser, a keyboard or a
speech recogniser would leave it, or ``None`` where the way does not apply to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from compliance_checker.text import segment
from compliance_checker.text.tables import tables

Disguise = Callable[[str, random.Random], str | None]

#: A same-sounding character is taken from so many of the commonest.
COMMONEST = 6


def between(sign: str) -> Disguise:
    return lambda word, _: sign.join(word)


def traditional(word: str, _: random.Random) -> str | None:
    written = "".join(_traditional().get(one, one) for one in word)
    return written if written != word else None


@cache
def _traditional() -> dict[str, str]:
    table: dict[str, str] = {}
    for code, meant in tables().fold.items():
        if len(meant) == 1 and 0x4E00 <= code < 0xA000:
            table.setdefault(meant, chr(code))
    return table


def all_doubled(word: str, _: random.Random) -> str:
    return "".join(one * 2 for one in word)


def one_doubled(word: str, chance: random.Random) -> str | None:
    if len(word) < 3:
        return None
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at] + word[at:]


def last_pinyin(word: str, _: random.Random) -> str:
    return word[:-1] + _pinyin(word[-1])


def all_pinyin(word: str, _: random.Random) -> str:
    return "".join(map(_pinyin, word))


def _pinyin(character: str) -> str:
    return _first().get(character, character)


@cache
def _first() -> dict[str, str]:
    return {
        character: syllable
        for syllable, (first, _) in tables().readings.items()
        for character in first
    }


def initials(word: str, _: random.Random) -> str:
    return "".join(_pinyin(one)[0] for one in word)


def one_homophone(word: str, chance: random.Random) -> str | None:
    places = [at for at, one in enumerate(word) if _homophones(one)]
    if not places:
        return None
    at = chance.choice(places)
    return word[:at] + chance.choice(_homophones(word[at])) + word[at + 1 :]


def all_homophones(word: str, chance: random.Random) -> str | None:
    if not all(map(_homophones, word)):
        return None
    return "".join(chance.choice(_homophones(one)) for one in word)


@cache
def _homophones(character: str) -> tuple[str, ...]:
    syllable = _first().get(character, "")
    same = tables().readings[syllable][0] if syllable else ""
    same = "".join(one for one in same if _everyday(one))
    common = sorted(same, key=lambda one: -segment.frequency(one))[: COMMONEST + 1]
    return tuple(one for one in common if one != character)


def _everyday(character: str) -> bool:
    """Whether it is a character that keyboards and recognisers offer."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return segment.frequency(character) > 0


def one_split(word: str, chance: random.Random) -> str | None:
    places = [at for at, one in enumerate(word) if _splits().get(one)]
    if not places:
        return None
    at = chance.choice(places)
    return word[:at] + chance.choice(_splits()[word[at]]) + word[at + 1 :]


@cache
def _splits() -> dict[str, tuple[str, ...]]:
    found = _seen(lambda seen: len(seen) > 1 and seen.isalpha())
    for seen, wholes in tables().splits.items():
        for meant in wholes:
            found[meant] = (*found.get(meant, ()), seen)
    return found


def one_emoji(word: str, chance: random.Random) -> str | None:
    for meant in sorted(_emoji(), key=len, reverse=True):
        if meant in word:
            return word.replace(meant, chance.choice(_emoji()[meant]), 1)
    return None


@cache
def _emoji() -> dict[str, tuple[str, ...]]:
    return _seen(lambda seen: not seen.isalpha())


def _seen(wanted: Callable[[str], bool]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for seen, meant in tables().shapes.items():
        if wanted(seen):
            found[meant] = (*found.get(meant, ()), seen)
    return found


def swapped(word: str, chance: random.Random) -> str | None:
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    if not places:
        return None
    at = chance.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


#: What speech recognition writes for a word, seen or likely: near and same sounds.
CONFUSIONS = tuple(
    tuple(line.split())
    for line in (files("benchmarks") / "asr_confusions.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
)


def misheard(word: str, chance: random.Random) -> str | None:
    heard = [(meant, seen) for meant, seen in CONFUSIONS if meant in word]
    if not heard:
        return None
    meant, seen = chance.choice(heard)
    return word.replace(meant, seen, 1)


DISGUISES: dict[str, Disguise] = {
    "traditional": traditional,
    "* between": between("*"),
    "each doubled": all_doubled,
    "one inner doubled": one_doubled,
    "space between": between(" "),
    "zero-width between": between("\u200b"),
    "。 between": between("。"),
    "filler 啊": between("啊"),
    "last in pinyin": last_pinyin,
    "all in pinyin": all_pinyin,
    "initials": initials,
    "one homophone": one_homophone,
    "all homophones": all_homophones,
    "one split": one_split,
    "one emoji": one_emoji,
    "two swapped": swapped,
    "misheard": misheard,
}
