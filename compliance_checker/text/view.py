"""A reading of a text, with the way back to the original.

A view is made by a recipe: a table that changes single characters, then steps that
rewrite what a regular expression finds.  Text and way back come from the same recipe,
so they cannot disagree; the way back is worked out only when somebody asks for it,
because most utterances hold nothing of interest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from compliance_checker.model import Span

ViewName = Literal[
    "folded", "compact", "squeezed", "sound", "shape", "clean", "signs", "restored"
]

#: ``(start, end, text)``: characters ``[start, end)`` of the step's input become text.
Piece = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Step:
    """Rewrite every match of *pattern*; skip the work when no *needle* is there."""

    pattern: re.Pattern[str]
    rewrite: Callable[[re.Match[str]], Sequence[Piece]]
    needle: str = ""

    def applies(self, text: str) -> bool:
        """Whether the pattern can match at all."""
        return not self.needle or self.needle in text

    def text_of(self, match: re.Match[str]) -> str:
        """What the match becomes."""
        return "".join(piece[2] for piece in self.rewrite(match))


def delete(_: re.Match[str]) -> Sequence[Piece]:
    """Nothing is left of a match."""
    return ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a view is made; ``last`` changes single characters once more at the end."""

    name: ViewName
    table: Mapping[int, str]
    steps: tuple[Step, ...] = ()
    last: Mapping[int, str] | None = None

    def text(self, original: str) -> str:
        """The text of the view."""
        text = original.translate(self.table)
        for step in self.steps:
            if step.applies(text):
                text = step.pattern.sub(step.text_of, text)
        return text.translate(self.last) if self.last else text


@dataclass(frozen=True, slots=True)
class Trace:
    """For each character of a view, the characters of the original it came from.

    Both sequences never decrease, and ``starts[i] < ends[i]``.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def trace(recipe: Recipe, original: str) -> Trace:
    """The view's text again, now with the way back."""
    at = _translated(
        Trace(original, range(len(original)), _ends(original)), recipe.table
    )
    for step in recipe.steps:
        if step.applies(at.text):
            at = _rewritten(at, step)
    return _translated(at, recipe.last) if recipe.last else at


def _ends(original: str) -> range:
    return range(1, len(original) + 1)


def _translated(before: Trace, table: Mapping[int, str]) -> Trace:
    after = before.text.translate(table)
    if after == before.text:
        return before
    changes = {one: table[ord(one)] for one in set(before.text) if ord(one) in table}
    if any(len(new) > 1 for new in changes.values()):
        return _spread(before, changes)
    gone = {one for one, new in changes.items() if not new}
    if not gone:
        return Trace(after, before.starts, before.ends)
    kept = [at for at, one in enumerate(before.text) if one not in gone]
    return Trace(
        after,
        [before.starts[at] for at in kept],
        [before.ends[at] for at in kept],
    )


def _spread(before: Trace, changes: Mapping[str, str]) -> Trace:
    """The same where a character becomes several."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(before.text):
        new = changes.get(character, character)
        text.append(new)
        starts.extend([before.starts[at]] * len(new))
        ends.extend([before.ends[at]] * len(new))
    return Trace("".join(text), starts, ends)


def _rewritten(before: Trace, step: Step) -> Trace:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0

    def keep(upto: int) -> None:
        text.append(before.text[done:upto])
        starts.extend(before.starts[done:upto])
        ends.extend(before.ends[done:upto])

    for match in step.pattern.finditer(before.text):
        keep(match.start())
        for start, end, new in step.rewrite(match):
            text.append(new)
            starts.extend([before.starts[start]] * len(new))
            ends.extend([before.ends[end - 1]] * len(new))
        done = match.end()
    keep(len(before.text))
    return Trace("".join(text), starts, ends)


class View:
    """One reading of one text; ``origin`` leads back to the original's code points."""

    __slots__ = ("_original", "_recipe", "_trace", "text")

    def __init__(self, recipe: Recipe, original: str) -> None:
        self._recipe = recipe
        self._original = original
        self._trace: Trace | None = None
        self.text = recipe.text(original)

    @property
    def name(self) -> ViewName:
        """Which view this is."""
        return self._recipe.name

    @property
    def way_back(self) -> Trace:
        """Where each character came from."""
        if self._trace is None:
            self._trace = trace(self._recipe, self._original)
        return self._trace

    def origin(self, start: int, end: int) -> Span:
        """Characters ``[start, end)`` of the view, as a span of the original.

        Raises:
            ValueError: If the range is empty or not inside the view.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters [{start}, {end}) in a view")
        way = self.way_back
        return Span(way.starts[start], way.ends[end - 1])

    def how(self, start: int, end: int) -> str | None:  # noqa: ARG002
        """How the view itself says it read characters ``[start, end)``, if it does."""
        return None

    def locate(self, span: Span) -> tuple[int, int]:
        """The characters of the view that came from *span*, as ``(start, end)``.

        Where all of the span was taken out, the place where it would have been.
        """
        way = self.way_back
        start = bisect_right(way.ends, span.start)
        end = bisect_left(way.starts, span.end)
        return start, max(start, end)
