"""The words a rulebook looks for: what is worth reading back out of a disguise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.pattern import parse
from compliance_checker.rulebook.schema import Example, Rule
from compliance_checker.rulebook.tree import Either, Literal, Maybe, Node
from compliance_checker.text import segment
from compliance_checker.text.recipes import recipe

#: Two neighbouring words are taken as one up to this many characters.
LONGEST_PAIR = 6


def vocabulary(rulebook: Rulebook) -> dict[str, int]:
    """Terms of all lexicons, phrases, literals of patterns, and words of examples.

    With each word, how often the examples that must match hold it.

    The words of the examples that must match are those of this kind of talk: a rule may
    find 爆|你|通讯录 by a pattern that holds no 通讯录 of its own.
    """
    compact = recipe("compact").table
    found = {term for terms in rulebook.terms.values() for term in terms}
    for pattern in _patterns(rulebook):
        found.update(_literals(parse(pattern, rulebook.terms)))
    for rule in rulebook.rules:
        found.update(_phrases(rule))
    found.update(token for rule in rulebook.rules for token in _spoken(rule))
    for word in tuple(found):
        found.update(token.text for token in segment.words(word))
    found.update(_neighbours(rulebook))
    words = {word.translate(compact) for word in found} - {""}
    counts = _counted(words, rulebook)
    return {word: counts[word] for word in sorted(words)}


def _counted(words: set[str], rulebook: Rulebook) -> Counter[str]:
    """How many of the examples that must match hold each word."""
    longest = max(map(len, words), default=0)
    counts: Counter[str] = Counter()
    for rule in rulebook.rules:
        for example in rule.examples.match:
            text = example.text or "" if isinstance(example, Example) else example
            parts = {
                text[at:end]
                for at in range(len(text))
                for end in range(at + 1, min(len(text), at + longest) + 1)
            }
            counts.update(parts & words)
    return counts


def _patterns(rulebook: Rulebook) -> Iterator[str]:
    for rule in rulebook.rules:
        for detector in (*rule.detect.any, *rule.detect.all):
            yield from detector.patterns
            if detector.sequence:
                yield from _said(detector.sequence.then.pattern)
    for cue in rulebook.cues.values():
        yield from cue.patterns


def _said(pattern: str | tuple[str, ...]) -> tuple[str, ...]:
    return (pattern,) if isinstance(pattern, str) else pattern


def _literals(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Literal):
            yield node.text
        elif isinstance(node, Either):
            for way in node.ways:
                yield from _literals(way)
        elif isinstance(node, Maybe):
            yield from _literals((node.node,))


def _phrases(rule: Rule) -> Iterator[str]:
    for detector in (*rule.detect.any, *rule.detect.all):
        yield from detector.phrase or ()


def _spoken(rule: Rule) -> Iterator[str]:
    """The words of the example sentences that must match."""
    for example in rule.examples.match:
        text = example.text or "" if isinstance(example, Example) else example
        yield from (word.text for word in segment.words(text) if _is_word(word.text))


def _neighbours(rulebook: Rulebook) -> Iterator[str]:
    """Two words side by side in an example, taken as one."""
    for rule in rulebook.rules:
        for example in rule.examples.match:
            text = example.text or "" if isinstance(example, Example) else example
            tokens = segment.words(text)
            for one, other in pairwise(tokens):
                pair = one.text + other.text
                if len(pair) <= LONGEST_PAIR and _is_word(one.text, other.text):
                    yield pair


def _is_word(*texts: str) -> bool:
    """Whether all are words: examples hold disguised ones, which must not count."""
    return all(segment.frequency(text) for text in texts)


def ordinary(rulebook: Rulebook) -> Iterator[str]:
    """Sentences that no rule may find anything in, as the compact view writes them."""
    compact = recipe("compact")
    for rule in rulebook.rules:
        for example in rule.examples.no_match:
            texts = (example,) if isinstance(example, str) else _texts(example)
            yield from map(compact.text, texts)


def _texts(example: Example) -> Iterator[str]:
    if example.text:
        yield example.text
    for turn in example.turns:
        yield turn.partition(": ")[2]
