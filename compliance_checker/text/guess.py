"""A word that a stretch of a text may stand for, and what it costs to believe it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance_checker.text import sound
from compliance_checker.text.lattice import Cell

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
    "letters": 0.5,
    "shape": 1.5,
    "initial": 1.5,
    "sound": 2.2,
    "near": 3.7,
    "far": 4.7,
    # … more for a word of one character, which stands everywhere.
    "alone": 2.5,
    # … less for each character of a longer word: chance seldom makes one.
    "long": 0.5,
    "stop": 3.0,
    "swapped": 2.5,
    # … and on top of it, where a character stands that means no thing.
    "function": 2.0,
    # … and where it stands with a neighbour as in ordinary talk.
    "ordinary inside": 5.0,
    "ordinary beside": 1.5,
}


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


#: How a character is read that stands behind a sentence end which is none.
REMOVED = "symbols removed"


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
        how = (
            ""
            if kind == "same"
            else described(kind, text[cell.start : cell.end], meant)
        )
        if not how and stopped:
            how, stopped = REMOVED, False
        pieces.append(Piece(cell.start, cell.end, meant, how))
    if at != len(word) or _too_loose(kinds):
        return None
    if len(word) == 1:
        cost += COST["alone"]
    return Guess(path[0].start, path[-1].end, word, cost, tuple(pieces))


def plausible(read: Guess, path: tuple[Cell, ...]) -> bool:
    """Whether the ways in which a word is written go together."""
    kinds = {cell.kind for cell in path}
    if "letters" not in kinds:
        return len(read.word) > 1
    return not kinds & {"shape", "stop"} and all(
        cell.kind == "letters" or not piece.how
        for cell, piece in zip(path, read.pieces, strict=False)
    )


def abbreviated(
    text: str, run: tuple[int, int], words: Mapping[str, Sequence[str]]
) -> Iterator[Guess]:
    """Words of which the letters of *run* are the initials, wholly or in part.

    What stands before and behind the letters may be the rest of the word, as written.
    """
    start, end = run
    for before in range(min(start, LONGEST) + 1):
        head = text[start - before : start]
        for after in range(min(len(text) - end, LONGEST - before) + 1):
            tail = text[end : end + after]
            key = sound.initials(head) + text[start:end] + sound.initials(tail)
            for word in words.get(key, ()):
                if not (word.startswith(head) and word.endswith(tail)):
                    continue
                yield Guess(
                    start - before,
                    end + after,
                    word,
                    COST["initial"] * (end - start),
                    tuple(
                        Piece(
                            at,
                            at + 1,
                            meant,
                            described("initial", text[at], meant)
                            if start <= at < end
                            else "",
                        )
                        for at, meant in enumerate(word, start - before)
                    ),
                )


def _kind(cell: Cell, meant: str) -> str | None:
    if cell.kind == "letters":
        return "letters"
    if cell.meant == meant:
        return "same" if cell.kind == "written" else cell.kind
    if cell.kind != "written":
        return None
    return "sound" if sound.syllables(cell.meant) & sound.syllables(meant) else "near"


def _too_loose(kinds: Sequence[str]) -> bool:
    """Whether so little is as written that chance would do it."""
    return "same" not in kinds and "near" in kinds and len(kinds) < 3


def described(kind: str, seen: str, meant: str) -> str:
    """How *seen* is read as *meant*, in words."""
    if kind == "shape":
        return f"split character: {seen}→{meant}"
    if kind == "initial":
        return f"by initials: {seen}→{meant}"
    return f"by sound: {meant}→{seen}"
