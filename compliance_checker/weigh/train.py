"""Weights, learned from labelled utterances.

One linear model a category and one for "something is wrong", each against all other
utterances (support vectors, scikit-learn's LinearSVC); then two small logistic models
that mix what they say with what rules find.  The second step is learned on
weights that have not seen the utterance (cross-validation), and only from utterances
that no author of a rule has seen: on the others rules look better than they are.

Needs scikit-learn, which only those who train need to install.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from compliance_checker.weigh.weigher import Lines, Mixture, Weigher
from compliance_checker.weigh.weights import Weights, blocks, normal

Array = np.ndarray[Any, Any]
Tell = Callable[[str], None]

#: A piece that stood in fewer utterances says nothing.
FEWEST = 3
#: A rule's category may weigh so much less than the heaviest before it gives way.
LAG = 0.3
#: How freely weights may follow the sentences (scikit-learn's ``C``).
FREEDOM, MIX_FREEDOM = 1.0, 1.0
#: What is heard before counts less than what is said.
SHARES = (1.0, 1.0, 0.4)
FOLDS = 5
#: A weight is kept in so many steps each way.
STEPS = 127
LAWFUL = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One utterance of ours, what was heard before, and what it is."""

    said: str
    heard: str
    #: The category it breaks; empty if lawful.
    category: str
    #: What rules found in it: (rule, category).
    found: tuple[tuple[str, str], ...] = ()
    #: Whether no author of a rule has seen it.
    blind: bool = False
    #: Whether it is ordinary talk, not written to look like a violation.
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """What is wanted of what is reported, measured where it was not learned."""

    #: The share of violations among the utterances called one, near-misses being half.
    precision: float = 0.948
    #: So much less odds (log) still want a person's look.
    doubt: float = 0.5


def train(lessons: Sequence[Lesson], aim: Aim = Aim(), tell: Tell = print) -> Weigher:
    """The weigher that *lessons* teach; the same lessons teach the same weights."""
    seen = [_seen(lesson) for lesson in lessons]
    answers = np.array([lesson.category for lesson in lessons])
    categories = tuple(sorted(set(answers.tolist()) - {LAWFUL}, key=_natural))
    unseen = np.zeros((len(lessons), 1 + len(categories)))
    for fold in range(FOLDS):
        held = np.arange(len(lessons)) % FOLDS == fold
        taught = _taught(
            [one for one, out in zip(seen, held, strict=True) if not out],
            answers[~held],
            categories,
        )
        for at in np.flatnonzero(held):
            unseen[at] = taught.of(*seen[at])
        tell(f"fold {fold + 1} of {FOLDS}")
    mixture = _mixture(lessons, unseen, categories)
    lines = _lines(lessons, unseen, mixture, categories, aim, tell)
    # What alone cannot reach the line whatever its category need not be looked at.
    floor = _floor(unseen, mixture, lines)
    tell(f"{len(lessons)} utterances, {lines}, floor {floor:.2f}")
    return Weigher(_taught(seen, answers, categories), mixture, lines, floor)


def _seen(lesson: Lesson) -> tuple[Array, ...]:
    return pieces_of(lesson.said, lesson.heard)


def pieces_of(said: str, heard: str = "") -> tuple[Array, ...]:
    """The names of the pieces of an utterance, each once, block by block."""
    parts = blocks(normal(said)[0], normal(heard)[0])
    return tuple(np.unique(part) for part in parts)


def _natural(category: str) -> tuple[int, ...]:
    return tuple(int(part) for part in category.lstrip("T").split("."))


def _taught(
    seen: Sequence[tuple[Array, ...]], answers: Array, categories: Sequence[str]
) -> Weights:
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.svm import LinearSVC

    names, rarity, shares = rare_pieces(seen)
    model = OneVsRestClassifier(LinearSVC(C=FREEDOM, random_state=0))
    model.fit(table(seen, names, rarity, shares), answers)
    order = [model.classes_.tolist().index(name) for name in (LAWFUL, *categories)]
    fitted = [model.estimators_[at] for at in order]
    worth = np.stack([one.coef_[0] for one in fitted], 1) * (rarity * shares)[:, None]
    start = np.array([one.intercept_[0] for one in fitted])
    # That something is wrong is that it is not lawful.
    worth[:, 0] *= -1
    start[0] *= -1
    unit = np.abs(worth).max(0) / STEPS
    matrix = np.round(worth / unit).astype(np.int8)
    return Weights(names, rarity, matrix, unit, start, tuple(categories))


def rare_pieces(seen: Sequence[tuple[Array, ...]]) -> tuple[Array, Array, Array]:
    """The pieces that stood often enough, how rare each is, and its block's share."""
    names, rows, shares = [], [], []
    for share, block in zip(SHARES, zip(*seen, strict=True), strict=True):
        found, often = np.unique(np.concatenate(block), return_counts=True)
        names.append(found[often >= FEWEST])
        rows.append(often[often >= FEWEST])
        shares.append(np.full(len(names[-1]), share))
    every = np.concatenate(names)
    order = np.argsort(every)
    rarity = np.log((1 + len(seen)) / (1 + np.concatenate(rows))) + 1
    kept = rarity.astype(np.float32).astype(np.float64)
    return every[order], kept[order], np.concatenate(shares)[order]


def table(
    seen: Sequence[tuple[Array, ...]], names: Array, rarity: Array, shares: Array
) -> Any:
    """Utterances × pieces; each block of a row has its share as length (sparse)."""
    from scipy.sparse import csr_matrix

    whole: Any = None
    for block in zip(*seen, strict=True):
        numbers = [_found(pieces, names) for pieces in block]
        values = [rarity[at] * shares[at] / (_length(rarity[at])) for at in numbers]
        ends = np.concatenate(([0], np.cumsum([len(one) for one in numbers])))
        part = csr_matrix(
            (np.concatenate(values), np.concatenate(numbers), ends),
            shape=(len(numbers), len(names)),
        )
        whole = part if whole is None else whole + part
    return whole


def _found(pieces: Array, names: Array) -> Array:
    at = np.searchsorted(names, pieces)
    at[at == len(names)] = 0
    there: Array = at[names[at] == pieces]
    return there


def _length(rarity: Array) -> float:
    return float(np.sqrt((rarity * rarity).sum())) or 1.0


def _mixture(
    lessons: Sequence[Lesson], unseen: Array, categories: Sequence[str]
) -> Mixture:
    from sklearn.linear_model import LogisticRegression

    rules = sorted({rule for lesson in lessons for rule, _ in lesson.found})
    found = [at for at, one in enumerate(lessons) if one.blind and one.found]
    rest = [at for at, one in enumerate(lessons) if one.blind and not one.found]
    wrong = np.array([lesson.category != LAWFUL for lesson in lessons])
    rows = np.zeros((len(found), 5 + len(rules)))
    for row, at in enumerate(found):
        rows[row, :5] = _evidence(lessons[at], unseen[at], categories)
        for rule in {rule for rule, _ in lessons[at].found}:
            rows[row, 5 + rules.index(rule)] = 1.0
    both = LogisticRegression(C=MIX_FREEDOM, max_iter=5000).fit(rows, wrong[found])
    alone = LogisticRegression(C=MIX_FREEDOM, max_iter=5000).fit(
        _alone(unseen[rest]), wrong[rest]
    )
    weights = both.coef_[0].tolist()
    return Mixture(
        float(both.intercept_[0]),
        (weights[0], weights[1], weights[2]),
        (weights[3], weights[4]),
        dict(zip(rules, weights[5:], strict=True)),
        float(alone.intercept_[0]),
        (float(alone.coef_[0][0]), float(alone.coef_[0][1])),
    )


def _evidence(lesson: Lesson, weight: Array, categories: Sequence[str]) -> list[float]:
    own = [1 + categories.index(category) for _, category in lesson.found]
    rules = len({rule for rule, _ in lesson.found})
    return [
        float(weight[0]),
        float(weight[1:].max()),
        float(weight[own].max()),
        float(rules > 1),
        float(rules > 2),
    ]


def _alone(unseen: Array) -> Array:
    return np.stack([unseen[:, 0], unseen[:, 1:].max(1)], 1)


def _odds(
    lessons: Sequence[Lesson],
    unseen: Array,
    mixture: Mixture,
    categories: Sequence[str],
) -> Array:
    """Utterance → log odds that it breaks a rule."""
    odds: Array = _alone(unseen) @ mixture.alone_words + mixture.alone_start
    weights = np.array([*mixture.words, *mixture.more])
    for at, lesson in enumerate(lessons):
        if lesson.found:
            rules = {rule for rule, _ in lesson.found}
            odds[at] = (
                mixture.start
                + np.dot(_evidence(lesson, unseen[at], categories), weights)
                + sum(mixture.rules[rule] for rule in rules)
            )
    return odds


def _lines(
    lessons: Sequence[Lesson],
    unseen: Array,
    mixture: Mixture,
    categories: Sequence[str],
    aim: Aim,
    tell: Tell,
) -> Lines:
    odds = _odds(lessons, unseen, mixture, categories)
    wrong = np.array([one.category != LAWFUL for one in lessons])
    fair = np.array([one.blind and not one.plain for one in lessons])
    # One line for both: more is found at that precision than with any two lines.
    for precision in (0.94, 0.95, 0.96, 0.97):
        line = _lowest(odds[fair], wrong[fair], precision)
        found = float((odds[fair & wrong] >= line).mean())
        tell(f"right {precision:.0%}: line {line:+.2f}, found {found:.1%}")
    line = _lowest(odds[fair], wrong[fair], aim.precision)
    return Lines(line, line - aim.doubt, line, line - aim.doubt, LAG)


def _lowest(odds: Array, wrong: Array, precision: float) -> float:
    """The lowest line above which so large a share is wrong."""
    order = np.argsort(-odds)
    right = np.cumsum(wrong[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= precision)
    return float(odds[order][good[-1]]) if len(good) else np.inf


def _floor(unseen: Array, mixture: Mixture, lines: Lines) -> float:
    """The least "wrong" of what reaches the line alone, all but one in a hundred."""
    odds = _alone(unseen) @ mixture.alone_words + mixture.alone_start
    reach = unseen[odds >= lines.alone_review, 0]
    return float(np.quantile(reach, 0.01)) - 0.2 if len(reach) else np.inf
