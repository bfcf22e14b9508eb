"""Scores readings against labels; pure arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.rows import Entity, Labelled

#: Two sums of money are the same within half a fen.
SAME = 0.005
PLACES = 4


@dataclass(frozen=True, slots=True)
class Read:
    """What the bot read in one message."""

    intent: str
    entities: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Of one message's values: how many were expected, found, and given wrongly."""

    expected: int
    found: int
    wrong: int


def score(rows: Sequence[Labelled], read: Sequence[Read]) -> dict[str, Any]:
    """The figures of one evaluation, as ``hecui nlu evaluate`` prints them."""
    # An intent that is as good as the expected one counts as the expected one.
    got = [
        row.intent if reading.intent in (row.intent, *row.also_ok) else reading.intent
        for row, reading in zip(rows, read, strict=True)
    ]
    expected = [row.intent for row in rows]
    intents = [_intent(name, expected, got) for name in sorted(set(expected))]
    right = sum(e == g for e, g in zip(expected, got, strict=True))
    values = [
        judge(row.entities, reading.entities)
        for row, reading in zip(rows, read, strict=True)
        if row.entities is not None
    ]
    wanted = sum(value.expected for value in values)
    found = sum(value.found for value in values)
    return {
        "intent_accuracy": round(right / len(rows), PLACES),
        "intent_macro_f1": round(
            sum(intent["f1"] for intent in intents) / len(intents), PLACES
        ),
        "entity_accuracy": round(found / wanted, PLACES) if wanted else None,
        "entity_wrong": sum(value.wrong for value in values),
        "intents": intents,
        "confusions": _confusions(expected, got),
    }


def _intent(name: str, expected: Sequence[str], got: Sequence[str]) -> dict[str, Any]:
    both = sum(e == g == name for e, g in zip(expected, got, strict=True))
    given, wanted = got.count(name), expected.count(name)
    precision = both / given if given else 0.0
    recall = both / wanted
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {
        "intent": name,
        "n": wanted,
        "precision": round(precision, PLACES),
        "recall": round(recall, PLACES),
        "f1": round(f1, PLACES),
    }


def _confusions(expected: Sequence[str], got: Sequence[str]) -> list[dict[str, Any]]:
    pairs = Counter((e, g) for e, g in zip(expected, got, strict=True) if e != g)
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"expected": e, "got": g, "n": n} for (e, g), n in ordered]


def judge(expected: Sequence[Entity], given: Sequence[dict[str, Any]]) -> Found:
    """Compare the values of one message; the same value given twice is one.

    A value given with confidence is wrong when nothing expected is like it.  Giving
    ``None`` (cannot be resolved) is never wrong, but finds only an expected ``None``.
    """
    left = [(entity.type, entity.value) for entity in expected]
    found = wrong = 0
    seen: list[tuple[str, Any]] = []
    for entity in given:
        value = (str(entity["type"]), entity["value"])
        if any(_same(value, other) for other in seen):
            continue
        seen.append(value)
        match = next((other for other in left if _same(value, other)), None)
        if match is not None:
            left.remove(match)
            found += 1
        elif value[1] is not None:
            wrong += 1
    return Found(len(expected), found, wrong)


def _same(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    if one[0] != other[0]:
        return False
    a, b = one[1], other[1]
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) < SAME
    if one[0] == "id_last4" and isinstance(a, str) and isinstance(b, str):
        return a.upper() == b.upper()
    return bool(a == b)
