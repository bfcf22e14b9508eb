"""Counts, shares and their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

Z_95 = 1.959963984540054


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed, so far."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, labelled: bool, found: bool) -> None:
        """Count one thing that is labelled, or found, or both, or neither."""
        self.right += labelled and found
        self.missed += labelled and not found
        self.wrong += found and not labelled

    def record(self) -> dict[str, Any]:
        """Counts and figures; ``null`` where there is nothing to divide by."""
        precision = share(self.right, self.right + self.wrong)
        recall = share(self.right, self.right + self.missed)
        return {
            "labelled": self.right + self.missed,
            "true_positive": self.right,
            "false_positive": self.wrong,
            "false_negative": self.missed,
            "precision": precision,
            "precision_95": wilson(self.right, self.right + self.wrong),
            "recall": recall,
            "recall_95": wilson(self.right, self.right + self.missed),
            "f1": self.f1,
            "f1_95": self._f1_interval(),
        }

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return share(2 * self.right, total)

    def _f1_interval(self) -> tuple[float, float] | None:
        """F1 is 2j / (1 + j) of j, the right ones among all labelled or found.

        j is a plain share, so its Wilson interval carries over (F1 grows with it): no
        sampling, and the same figures in every run.
        """
        interval = wilson(self.right, self.right + self.wrong + self.missed)
        if interval is None:
            return None
        low, high = (round(2 * one / (1 + one), 5) for one in interval)
        return low, high


def share(part: int, whole: int) -> float | None:
    """*part* of *whole*, to five places."""
    return round(part / whole, 5) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % interval of a share.

    >>> wilson(9, 10)
    (0.59585, 0.98212)
    """
    if not whole:
        return None
    rate, square = part / whole, Z_95**2
    centre = rate + square / (2 * whole)
    spread = Z_95 * math.sqrt((rate * (1 - rate) + square / (4 * whole)) / whole)
    scale = 1 + square / whole
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return round(max(0.0, low), 5), round(min(1.0, high), 5)
