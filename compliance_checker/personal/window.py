"""A stretch of a run that may be one number."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

from compliance_checker.personal import cues
from compliance_checker.personal.runs import COMMA, DOT, SAME, SCRIPT, Run
from compliance_checker.personal.values import Kind, Sighting

#: How people group eleven digits, with spaces or dashes; and with commas or dots.
_PHONE_SHAPES = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 4, 2, 2)}
_PAUSED_SHAPES = {(3, 4, 4), (3, 8), (7, 4)}
_LOOSE_SHAPES = {(4, 4, 3), (4, 7), (3, 3, 3, 2), (3, 2, 2, 2, 2), (3, 5, 3)}


@dataclass(frozen=True)
class Window:
    """Digits ``[first, last)`` of a run, from one break to another."""

    flat: str
    run: Run
    first: int
    last: int
    #: Whether the digits before belong to a number already found.
    follows: bool = False

    @cached_property
    def digits(self) -> str:
        """The digits, ``x`` for the letter of an ID."""
        return self.run.digits[self.first : self.last]

    @cached_property
    def start(self) -> int:
        """Where it starts; a plus sign and an opening bracket belong to it."""
        at = self.run.starts[self.first]
        if self.first == 0 and self.flat[at - 1 : at] == "+":
            at -= 1
        inside = self.flat[at : self.end]
        opened = self.flat[at - 1 : at] == "(" and ")" in inside and "(" not in inside
        return at - 1 if opened else at

    @cached_property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.run.ends[self.last - 1]

    @cached_property
    def spoken(self) -> bool:
        """Whether most digits are Chinese characters."""
        said = self.run.spoken[self.first : self.last]
        return 2 * sum(said) > len(said)

    @cached_property
    def disguised(self) -> bool:
        """Whether letters stand for digits."""
        return any(
            self.flat[at] in "ol" for at in self.run.starts[self.first : self.last]
        )

    @cached_property
    def inner(self) -> int:
        """The strongest break inside."""
        return max(self.run.breaks[self.first + 1 : self.last], default=SAME)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many digits stand together each time, whatever their script."""
        cuts = [
            at
            for at in range(self.first + 1, self.last)
            if self.run.breaks[at] > SCRIPT
        ]
        bounds = [self.first, *cuts, self.last]
        return tuple(b - a for a, b in itertools.pairwise(bounds))

    @cached_property
    def apart(self) -> bool:
        """Whether the breaks around are stronger than those inside."""
        left, right = self.run.breaks[self.first], self.run.breaks[self.last]
        return (left > self.inner or self.follows) and right > self.inner

    @cached_property
    def one_edge(self) -> bool:
        """Whether at least it begins where a number can, and ends at a like break."""
        left, right = self.run.breaks[self.first], self.run.breaks[self.last]
        starts = left > self.inner or self.follows
        return (starts or right > self.inner) and max(self.shape) > 1

    @cached_property
    def decimal(self) -> bool:
        """Whether a decimal point touches it: 13800138000.50."""
        breaks = self.run.breaks
        if breaks[self.first] == DOT and self.inner < DOT:
            return True
        if breaks[self.last] != DOT:
            return False
        after = self.last + 1
        while breaks[after] == SAME:
            after += 1
        end = self.run.ends[after - 1]
        dated = self.flat[end : end + 1] in ("号", "日", "月", "点")
        return after - self.last <= 2 and not dated

    def phone_shaped(self, skip: int = 0) -> bool | None:
        """Whether people group phones so; ``None`` where a word must prove it."""
        shape = self._shape_after(skip)
        if len(shape) == 1 or self.spoken:
            return True
        if set(shape) == {1}:
            return True
        if shape == (3, 4, 4) and self._round(skip):
            return None
        if self.inner >= DOT:
            return shape in _PAUSED_SHAPES or (None if self.inner == COMMA else False)
        if shape in _PHONE_SHAPES:
            return True
        return None if shape in _LOOSE_SHAPES else False

    @cached_property
    def grouped_as_card(self) -> bool:
        """Whether cards are grouped so; a row of round sums is not (6200 1350 1350)."""
        shape = self.shape
        if not self.apart or (self.inner >= COMMA and set(shape) != {1}):
            return False  # part of a list
        if set(shape) == {1}:
            return True
        fours = set(shape[1:-1]) <= {4} and shape[0] in (4, 6) and shape[-1] <= 4
        ends = [sum(shape[: at + 1]) - 1 for at in range(len(shape))]
        return fours and any(self.digits[end] != "0" for end in ends)

    def _round(self, skip: int) -> bool:
        """Whether it looks like a row of round sums: 138 1200 1300."""
        digits = self.digits[skip:]
        return digits[5:7] == "00" == digits[9:11]

    def _shape_after(self, skip: int) -> tuple[int, ...]:
        if not skip:
            return self.shape
        return Window(self.flat, self.run, self.first + skip, self.last).shape

    @cached_property
    def amount(self) -> bool:
        """Whether it is money, or grouped by thousands."""
        thousands = (
            self.inner == COMMA
            and len(self.shape) > 2
            and set(self.shape[1:]) == {3}
            and self.shape[0] <= 3
        )
        return thousands or cues.money(self.flat, self.start, self.end)

    def sighting(self, kind: Kind, certain: bool, proof: str) -> Sighting:
        """The window as a sighting of *kind*."""
        form = "as written"
        if self.spoken:
            form = "spoken digits"
        elif self.inner > SAME:
            form = "in groups"
        return Sighting(
            kind, self.start, self.end, certain, f"{form}, {proof}", self.digits
        )
