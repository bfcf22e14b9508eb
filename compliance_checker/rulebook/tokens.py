"""spaCy token patterns of rule files: what they need, and what is wrong with them.

Only attributes that our documents carry may be used: text, not tags or lemmas, and
no regular expressions (they are not linear).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

TEXT_KEYS = frozenset({"TEXT", "ORTH", "LOWER", "text", "orth", "lower"})
OTHER_KEYS = frozenset({"OP", "LENGTH", "IS_DIGIT", "LIKE_NUM", "IS_PUNCT", "op"})
_OPERATORS = frozenset({"!", "?", "+", "*", "1"})


def problem(pattern: Iterable[Mapping[str, Any]]) -> str:
    """What is wrong with one token pattern; empty if it can be used."""
    specs = tuple(pattern)
    for spec in specs:
        unknown = set(spec) - TEXT_KEYS - OTHER_KEYS
        if unknown:
            return f"token attributes that cannot be used: {', '.join(sorted(unknown))}"
        if spec.get("OP", "1") not in _OPERATORS and not _bounded(spec["OP"]):
            return f"no operator {spec['OP']!r}"
        if any(not _texts(spec[key]) for key in TEXT_KEYS & spec.keys()):
            return "a token's text is a word, or {IN: [words]}"
    if not needed(specs):
        return "no token whose text must occur"
    return ""


def _bounded(operator: Any) -> bool:
    return isinstance(operator, str) and operator[:1] == "{" and operator[-1:] == "}"


def needed(pattern: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Words of which every match holds at least one; of all tokens the rarest."""
    sets = [
        frozenset(word for key in TEXT_KEYS & spec.keys() for word in _texts(spec[key]))
        for spec in pattern
        if spec.get("OP", "1") in {"1", "+"}
    ]
    return max(
        (words for words in sets if words),
        key=lambda words: (min(map(len, words)), -len(words)),
        default=frozenset(),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, Mapping) and set(value) == {"IN"}:
        words = value["IN"]
        if isinstance(words, list | tuple) and all(isinstance(w, str) for w in words):
            return tuple(words)
    return ()
