"""The ``phrase`` kind: fixed words, also as they sound or as they are disguised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.detect.how import by_sound
from compliance_checker.detect.program import (
    Clause,
    Context,
    Expression,
    Find,
    Program,
    scanned_views,
    search,
    written,
)
from compliance_checker.rulebook.expression import Stretch, alternation
from compliance_checker.rulebook.schema import Detector
from compliance_checker.rulebook.tree import Words
from compliance_checker.text.reading import Reading
from compliance_checker.text.sound import initials, spellings
from compliance_checker.text.view import ViewName

#: Fewer syllables have too many words that sound the same.
FEWEST_SYLLABLES = 3
#: Fewer letters are an abbreviation of anything.
FEWEST_INITIALS = 4


def compile_phrase(detector: Detector, _: Context) -> Program:
    """A program that finds any of the detector's phrases."""
    phrases = detector.phrase or ()
    needed: dict[ViewName, tuple[Clause, ...]] = {}
    expressions: dict[ViewName, Expression] = {}
    finders: list[Find] = []
    for view in scanned_views(detector.views):
        if view == "sound":
            continue
        texts = frozenset(map(written(view), phrases)) - {""}
        needed[view] = (Clause((Stretch(texts),), (Words("", tuple(texts)),)),)
        expressions[view] = Expression(alternation(texts))
    if "sound" in detector.views:
        _add_sound(phrases, needed, finders)

    def find(reading: Reading, situation: Situation) -> Sequence[Hit]:
        hits = {hit.span: hit for hit in search(expressions, reading)}
        for finder in finders:
            for hit in finder(reading, situation):
                hits.setdefault(hit.span, hit)
        return list(hits.values())

    return Program({view: partial(tuple, one) for view, one in needed.items()}, find)


def _add_sound(
    phrases: Sequence[str],
    needed: dict[ViewName, tuple[Clause, ...]],
    finders: list[Find],
) -> None:
    by_code = {
        code: phrase
        for phrase in map(written("compact"), phrases)
        if len(phrase) >= FEWEST_SYLLABLES
        for code in spellings(phrase)
    }
    by_letters = {
        typed: phrase
        for phrase in map(written("compact"), phrases)
        if len(typed := initials(phrase)) >= FEWEST_INITIALS and typed.isalpha()
    }
    if by_code:
        needed["sound"] = (Clause((Stretch(frozenset(by_code)),)),)
        finders.append(_sound_finder(by_code))
    if by_letters:
        letters = Clause((Stretch(frozenset(by_letters)),))
        needed["compact"] = (*needed.get("compact", ()), letters)
        finders.append(_letters_finder(by_letters))


def _sound_finder(by_code: dict[str, str]) -> Find:
    expression = Expression(alternation(by_code))

    def find(reading: Reading, _: Situation) -> Sequence[Hit]:
        view = reading.view("sound")
        hits = []
        for match in expression.finditer(view.text):
            span = view.origin(*match.span())
            phrase = by_code[match.group()]
            seen = _seen(reading, match)
            if _plausible(phrase, seen):
                hits.append(Hit(span, "sound", by_sound(phrase, seen)))
        return hits

    return find


def _seen(reading: Reading, match: re.Match[str]) -> str:
    """What was written where the sound view matched, folded and without noise."""
    view = reading.view("sound")
    span = view.origin(*match.span())
    return written("compact")(reading.evidence(span))


def _plausible(phrase: str, seen: str) -> bool:
    """Whether text that sounds like *phrase* is likely to be it.

    Three syllables are met by chance, so one character must be as written; where
    characters were typed as pinyin the letters themselves are the sign of disguise.
    """
    if re.search("[a-z]", seen) or len(phrase) > FEWEST_SYLLABLES:
        return True
    return any(a == b for a, b in zip(phrase, seen, strict=False))


def _letters_finder(by_letters: dict[str, str]) -> Find:
    # A run of letters that is exactly the initials, not part of a longer word.
    expression = Expression(rf"(?<![a-z]){alternation(by_letters)}(?![a-z])")

    def find(reading: Reading, _: Situation) -> Sequence[Hit]:
        view = reading.view("compact")
        return [
            Hit(
                view.origin(*match.span()),
                "compact",
                f"by initials: {by_letters[match.group()]}→{match.group()}",
            )
            for match in expression.finditer(view.text)
        ]

    return find
