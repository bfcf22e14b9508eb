"""A word that a stretch of a text may stand for, and what it costs to believe it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compliance_checker.text import sound
from compliance_checker.text.lattice import Cell
from compliance_checker.text.noise import LAWFUL_DOUBLES

#: Words of this many characters are restored; shorter ones mean too much, longer ones
#: are made of shorter ones.
SHORTEST, LONGEST = 2, 8

#: Characters of grammar: they stand everywhere, and seldom for another one.
FUNCTION = frozenset(
    "的了是在我你您他她它们这那就也都和有会到还不要一个给把以为上下么吗吧呢"
)

#: The costs of writing a character otherwise, as logarithms of probabilities.
COST = {
    "same": 0.0,
    "doubled": 0.5,
    "letters": 0.5,
    "shape": 1.5,
    "initial": 1.5,
    "digit": 2.2,
    "sound": 2.2,
    "near": 3.7,
    # … less for each character of a longer word: chance seldom makes one.
    "long": 0.5,
    "stop": 3.0,
    "swapped": 4.0,
    # … and on top of it, where a character stands that means no thing.
    "function": 2.0,
    # … and where it stands with a neighbour as in ordinary talk.
    "ordinary inside": 5.0,
    "ordinary beside": 1.5,
}
#: A run of typed letters, and one character of a run of letters and digits.
LETTERS = re.compile("[a-z]+")
_CODE = re.compile("[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``[start, end)`` of the compact text, read as *meant*."""

    start: int
    end: int
    meant: str
    how: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that a stretch of the text may stand for."""

    start: int
    end: int
    word: str
    cost: float
    pieces: tuple[Piece, ...]

    @property
    def changes(self) -> bool:
        """Whether anything is written otherwise."""
        return any(piece.how for piece in self.pieces)


def read_as(text: str, word: str, path: tuple[Cell, ...]) -> Guess | None:
    """The word as the path writes it; None where the path writes another one."""
    cost = 0.0
    pieces: list[Piece] = []
    kinds: list[str] = []
    at = 0
    stopped = False
    for cell in path:
        if cell.kind == "stop":
            cost += COST["stop"]
            stopped = True
            continue
        size = max(1, len(cell.codes))
        meant = word[at : at + size]
        at += size
        kind = _kind(cell, meant)
        if kind is None:
            return None
        cost += COST[kind]
        if kind == "sound" and len(word) > SHORTEST:
            cost -= COST["long"]
        if kind in {"sound", "near"} and cell.meant in FUNCTION:
            cost += COST["function"]
        kinds.append(kind)
        how = "" if kind == "same" else _how(kind, text[cell.start : cell.end], meant)
        if not how and stopped:
            how, stopped = "symbols removed", False
        pieces.append(Piece(cell.start, cell.end, meant, how))
    if kinds.count("doubled") == 1 and _doubles_lawfully(path):
        return None
    if at != len(word) or _too_loose(kinds):
        return None
    return Guess(path[0].start, path[-1].end, word, cost, tuple(pieces))


def uses_letters_wholly(text: str, read: Guess, path: tuple[Cell, ...]) -> bool:
    """Whether typed letters are used to the last, and read in one way."""
    kinds = {cell.kind for cell in path}
    if not kinds & {"initial", "letters"}:
        return len(read.word) > 1
    if kinds & {"digit", "shape", "doubled", "stop"} or any(
        piece.how.startswith("by sound") and text[piece.start] > "z"
        for piece in read.pieces
    ):
        return False
    if "initial" not in kinds:
        return all(
            _spelled(text, cell.start) for cell in path if cell.kind == "letters"
        )
    letters = {cell.initial for cell in path if cell.initial}
    if "letters" in kinds or len(letters) < SHORTEST:
        return False
    # Not part of a longer run of letters, nor of a number such as fq1182.
    before, after = text[max(0, read.start - 1) : read.start], text[read.end :]
    first, last = path[0].kind == "initial", path[-1].kind == "initial"
    return not ((first and _CODE.match(before)) or (last and _CODE.match(after)))


def _spelled(text: str, at: int) -> bool:
    for run in LETTERS.finditer(text):
        if run.start() <= at < run.end():
            return sound.is_pinyin(run.group())
    return False


def _kind(cell: Cell, meant: str) -> str | None:
    if cell.kind == "initial":
        return (
            "initial"
            if any(s[0] == cell.initial for s in sound.syllables(meant))
            else None
        )
    if cell.kind in {"letters", "digit"}:
        return cell.kind
    if cell.meant == meant:
        return "same" if cell.kind == "written" else cell.kind
    if cell.kind != "written":
        return None
    return "sound" if sound.syllables(cell.meant) & sound.syllables(meant) else "near"


def _doubles_lawfully(path: tuple[Cell, ...]) -> bool:
    """Whether a doubled character is one that ordinary speech doubles (他妈妈)."""
    return any(cell.kind == "doubled" and cell.meant in LAWFUL_DOUBLES for cell in path)


def _too_loose(kinds: Sequence[str]) -> bool:
    """Whether so little is as written that chance would do it."""
    return "same" not in kinds and "near" in kinds and len(kinds) < 3


def _how(kind: str, seen: str, meant: str) -> str:
    if kind in {"shape"}:
        return f"split character: {seen}→{meant}"
    if kind == "doubled":
        return "repeats removed"
    if kind == "initial":
        return f"by initials: {seen}→{meant}"
    return f"by sound: {meant}→{seen}"
