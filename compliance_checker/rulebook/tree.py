"""The parts a pattern is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """These characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Any term of a lexicon."""

    lexicon: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A character of these, or a character that is none of these."""

    characters: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Class:
    r"""``\d``, ``\w`` or ``\N``, *least* to *most* times."""

    letter: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to *most* characters; *over* sentence ends or not."""

    most: int
    over: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """The start (``^``) or the end (``$``) of the utterance."""

    sign: str


@dataclass(frozen=True, slots=True)
class Either:
    """One of several sequences."""

    ways: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """The node, or nothing."""

    node: Node


Node = Literal | Words | OneOf | Class | Gap | Edge | Either | Maybe
Sequence_ = tuple[Node, ...]
