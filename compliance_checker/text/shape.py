"""Characters in disguise: split into parts, look-alikes, emoji for a word.

The table is ours (``tables/shape.tsv``).  A split character reads as ordinary words
now and then (女子), so the view is an extra reading that rules opt in to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from compliance_checker.text.tables import tables
from compliance_checker.text.view import Piece, Step


def _join(match: re.Match[str]) -> Sequence[Piece]:
    start, end = match.span()
    meant = tables().shapes[match.group()]
    return [(start, end, character) for character in meant]


@dataclass(frozen=True)
class _Mend:
    """Single characters go into the recipe's table, longer ones become a step."""

    @cached_property
    def characters(self) -> dict[int, str]:
        """Disguised character → the character meant."""
        return {
            ord(seen): meant
            for seen, meant in tables().shapes.items()
            if len(seen) == 1
        }

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Parts side by side → the character they are parts of."""
        split = sorted(
            (seen for seen in tables().shapes if len(seen) > 1), key=len, reverse=True
        )
        return (Step(re.compile("|".join(map(re.escape, split))), _join),)


mend = _Mend()
