"""Weights of cues, learned from labelled turns (``tests/labelled/cues``).

One linear model a cue (scikit-learn's LinearSVC): turns that hold it against near-misses,
and, with little say, against turns of the same side that were written for other cues or
for no cue at all.  From which weight on a cue is heard, with and without a pattern, is
learned on weights that have not seen the turn.

Needs scikit-learn, which only those who train need to install.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from compliance_checker.weigh.hearer import Hearer
from compliance_checker.weigh.train import STEPS, pieces_of, rare_pieces, table
from compliance_checker.weigh.weights import Weights

Array = np.ndarray[Any, Any]
Tell = Callable[[str], None]

FOLDS = 5
#: What a turn weighs in learning that was written for another cue, or for none.
OTHER, ORDINARY = 0.1, 0.05
#: What is said at the beginning of a call, where it is likely.  It counts there alone, so
#: that it may be heard easily, and a pattern is enough.
EARLY = frozenset(
    {"greeting", "institution_named", "recording_notice", "bot_disclosure", "asks_name",
     "asks_caller", "asks_details", "accepts", "verified_said", "mismatch"}
)  # fmt: skip
#: From so much weight on it is heard.
EASY = -0.3
#: Troubles of the debtor: heard from where so small a share of ordinary turns weighs as
#: much; and a pattern is enough, for not to hear them does harm.
TROUBLES = frozenset({"bereaved", "busy", "complaint", "crisis", "hardship", "illness"})
RARE = 0.007
#: What counts only beside something rare (a third person, a refusal, a dispute), so that
#: it may be heard more easily.
BESIDE = frozenset({"debt_hint", "presses_payment", "presses_third", "refusal"})
LIKELY = -0.1
#: Anything else moves the call: most turns hold none, and one too many is worse than one
#: that only patterns hear.
HARD = 0.15
#: A pattern is not believed where the words weigh less than this.
BELIEF = -0.6


@dataclass(frozen=True, slots=True)
class Turn:
    """One labelled turn."""

    cue: str
    holds: bool
    text: str
    #: The cues that patterns find in it.
    found: frozenset[str]


@dataclass(frozen=True, slots=True)
class Column:
    """What one cue weighs."""

    worth: Array
    start: float
    present: float
    absent: float


def train(
    turns: Sequence[Turn],
    sides: Mapping[str, int],
    ordinary: Mapping[int, Sequence[str]],
    tell: Tell = print,
) -> Hearer:
    """The hearer that *turns* teach; the same turns teach the same weights.

    *sides* says which side says a cue (bits of ``detect.sieve``), *ordinary* holds
    turns of a side that were written for no cue.
    """
    seen = [pieces_of(turn.text) for turn in turns]
    plain = {
        side: [pieces_of(text) for text in texts] for side, texts in ordinary.items()
    }
    names, rarity, shares = rare_pieces(
        [*seen, *(one for side in plain.values() for one in side)]
    )
    tables = table(seen, names, rarity, shares)
    plain_tables = {
        side: table(some, names, rarity, shares) for side, some in plain.items()
    }
    cues = tuple(sorted({turn.cue for turn in turns}))
    columns = []
    for cue in cues:
        lesson = _lesson(turns, cue, sides)
        background = plain_tables.get(sides[cue])
        column = _column(turns, cue, lesson, tables, background)
        columns.append(column)
        tell(f"{cue}: heard from {column.present:+.2f}, not below {column.absent:+.2f}")
    worth = np.stack([np.zeros(len(names)), *(one.worth for one in columns)], 1)
    worth *= (rarity * shares)[:, None]
    unit = np.maximum(np.abs(worth).max(0), 1e-12) / STEPS
    weights = Weights(
        names,
        rarity,
        np.round(worth / unit).astype(np.int8),
        unit,
        np.array([0.0, *(one.start for one in columns)]),
        cues,
    )
    return Hearer(
        weights,
        np.array([one.present for one in columns]),
        np.array([one.absent for one in columns]),
    )


def _lesson(turns: Sequence[Turn], cue: str, sides: Mapping[str, int]) -> Array:
    """Turn → how much say it has in learning *cue* (0: none)."""
    say = np.zeros(len(turns))
    for at, turn in enumerate(turns):
        if turn.cue == cue:
            say[at] = 1.0
        elif sides[turn.cue] == sides[cue] and cue not in turn.found:
            say[at] = OTHER
    return say


def _column(
    turns: Sequence[Turn], cue: str, say: Array, tables: Any, background: Any
) -> Column:
    from sklearn.linear_model import LogisticRegression

    own = np.array([turn.cue == cue for turn in turns])
    holds = np.array([turn.cue == cue and turn.holds for turn in turns])
    fold = np.cumsum(own) % FOLDS
    weight = np.zeros(len(turns))
    plain = []
    for held in range(FOLDS):
        kept = (say > 0) & ~(own & (fold == held))
        model = _fitted(tables[kept], holds[kept], say[kept], background)
        weight[own & (fold == held)] = model.decision_function(
            tables[own & (fold == held)]
        )
        plain.append(model.decision_function(background))
    found = np.array([cue in turn.found for turn in turns])
    mixed = LogisticRegression(C=10.0).fit(
        np.stack([weight[own], found[own]], 1), holds[own]
    )
    by_weight, by_pattern = mixed.coef_[0].tolist()
    present = -float(mixed.intercept_[0]) / by_weight
    absent = present - max(0.0, by_pattern) / by_weight
    if cue in EARLY:
        present, absent = EASY, -np.inf
    elif cue in TROUBLES:
        rare = float(np.quantile(np.mean(plain, 0), 1 - RARE))
        present, absent = max(present, min(rare, HARD)), -np.inf
    else:
        least = LIKELY if cue in BESIDE else HARD
        present, absent = max(present, least), min(absent, BELIEF)
    model = _fitted(tables[say > 0], holds[say > 0], say[say > 0], background)
    return Column(model.coef_[0], float(model.intercept_[0]), present, absent)


def _fitted(rows: Any, holds: Array, say: Array, background: Any) -> Any:
    from scipy.sparse import vstack
    from sklearn.svm import LinearSVC

    rows = vstack([rows, background])
    holds = np.concatenate([holds, np.zeros(background.shape[0], np.bool_)])
    say = np.concatenate([say, np.full(background.shape[0], ORDINARY)])
    return LinearSVC(C=1.0, random_state=0).fit(rows, holds, sample_weight=say)
