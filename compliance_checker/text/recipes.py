"""How each view is made.

======== ============================================================================
folded   width, case, traditional forms; nothing taken out
clean    folded, without noise and clear fillers; punctuation stays, for verifiers
compact  clean without punctuation; sentence ends are 。
squeezed compact without 那个 and stutters; a second reading of ``compact``
sound    compact, one private-use character a syllable, near sounds merged
signs    compact, but signs and emoji that may stand for a character stay
shape    compact, with split and disguised characters put together again
======== ============================================================================
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import get_args

from compliance_checker.text import noise
from compliance_checker.text.shape import mend
from compliance_checker.text.sound import latin_syllables, syllable_table
from compliance_checker.text.tables import Tables, tables
from compliance_checker.text.view import Recipe, Step, ViewName

#: Every view that a recipe makes; ``restored`` is made by ``text.restore``.
VIEWS: tuple[ViewName, ...] = tuple(
    name for name in get_args(ViewName) if name != "restored"
)

_STOPS = dict.fromkeys(noise.SENTENCE_ENDS, "。")
_KEPT = {".": ".", "+": "+", "%": "%"}
_MARKS = {mark: mark for mark in ",:;!?。\"'()"} | {
    "、": ",", "“": '"', "”": '"', "‘": '"', "’": '"', "「": '"', "」": '"',
    "『": '"', "』": '"', "《": '"', "》": '"', "【": '"', "】": '"',
    "\n": "。", "\r": "。", " ": " ", "\t": " ",
}  # fmt: skip


@cache
def recipe(name: ViewName) -> Recipe:
    """How the view *name* is made."""
    return _make()[name]


def _signs(facts: Tables) -> dict[int, str]:
    """Signs of one code point that may stand for a character: they stay."""
    return {ord(sign): sign for sign in facts.shapes if len(sign) == 1}


@cache
def _make() -> dict[ViewName, Recipe]:
    facts = tables()
    dense = noise.noise_table(facts, _STOPS | _KEPT)
    spaced = noise.noise_table(facts, _STOPS | _KEPT | {" ": " ", "\t": " "})
    ends = (noise.DOTS, noise.PLUS, noise.CHAIN, noise.STOPS)
    compact = Recipe("compact", dense, ends)
    return {
        "folded": Recipe("folded", facts.fold),
        "clean": Recipe(
            "clean",
            noise.noise_table(facts, _MARKS | _KEPT),
            (noise.DOTS, noise.SPACES),
        ),
        "compact": compact,
        "squeezed": replace(
            compact,
            name="squeezed",
            steps=(
                *ends,
                noise.SOFT_FILLERS,
                noise.DOUBLED,
                noise.STUTTER,
                noise.REPEAT,
            ),
        ),
        "sound": Recipe(
            "sound",
            spaced,
            (
                noise.DOTS,
                noise.PLUS,
                Step(re.compile("[a-z]+"), latin_syllables),
                noise.ALL_SPACES,
                noise.CHAIN,
                noise.STOPS,
            ),
            last=syllable_table(),
        ),
        "signs": Recipe("signs", dense | _signs(facts), ends),
        "shape": Recipe("shape", dense | mend.characters, (*ends, *mend.steps)),
    }
