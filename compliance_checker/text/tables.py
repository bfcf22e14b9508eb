"""The character tables, as read from ``text/tables``.

They are facts about characters, made by ``tools/build_tables.py`` (``shape.tsv`` and
``emoji.tsv`` are written by hand).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Lone surrogates are no characters; the native scanner cannot even be given them.
SURROGATES = range(0xD800, 0xE000)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Tables:
    """Facts about characters; read once, never changed."""

    fold: dict[int, str]
    noise: tuple[range, ...]
    #: syllable → (characters read so first, characters read so otherwise)
    readings: dict[str, tuple[str, str]]
    #: what is written in pieces or in another character → the character meant
    shapes: dict[str, str]
    #: two parts of a split character → the characters they may be parts of
    splits: dict[str, str]
    #: two characters that stand side by side in ordinary talk
    pairs: frozenset[str]


@cache
def tables() -> Tables:
    """The tables of this installation."""
    fold = {int(code, 16): new for code, new in _rows("fold.tsv")}
    fold.update(dict.fromkeys(SURROGATES, REPLACEMENT))
    return Tables(
        fold=fold,
        noise=tuple(
            range(int(first, 16), int(last, 16) + 1)
            for first, last in _rows("noise.tsv")
        ),
        readings={
            syllable: (first, other) for syllable, first, other in _rows("sound.tsv")
        },
        shapes=dict(_rows("shape.tsv")),
        splits=dict(_rows("split.tsv")),
        pairs=frozenset(
            one + other for one, others in _rows("pairs.tsv") for other in others
        ),
    )


def _rows(name: str) -> Iterator[list[str]]:
    # A package of data is a namespace package; files() finds it beside this module.
    table = files("compliance_checker.text") / "tables" / name
    for line in table.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")
