"""What detectors find, before anybody has judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from msgspec import Struct

from compliance_checker.detect.how import how
from compliance_checker.model import Role, Span, Utterance
from compliance_checker.text.reading import Reading
from compliance_checker.text.view import View, ViewName

NOTHING: Mapping[str, Any] = MappingProxyType({})

#: How well it is known that the person on the line is the debtor.
Verification = Literal["verified", "claimed", "none", "unknown"]
OnLine = Literal["debtor", "guarantor", "third_party", "unknown"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a detector fired: original code points, and how it read them."""

    span: Span
    view: ViewName
    #: In words; empty where ``match`` says it.
    how: str = ""
    #: Where a pattern's gaps lie in it: what stands there was not asked for.
    gaps: tuple[Span, ...] = ()
    #: Why a person must judge it; empty where words decide.
    review: str = ""
    #: The view that matched, and which of its characters.
    match: tuple[View, int, int] | None = field(
        default=None, repr=False, compare=False, hash=False
    )

    def words(self, original: str) -> str:
        """How *original* was read where it matched."""
        if self.how or self.match is None:
            return self.how
        return how(original, *self.match)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit of a rule (or of a cue), with the utterance as verifiers read it."""

    rule: str
    hit: Hit
    reading: Reading = field(repr=False, compare=False)

    @property
    def utterance(self) -> Utterance:
        """The turn it lies in."""
        return self.reading.utterance

    @property
    def span(self) -> Span:
        """The evidence, in code points of the original text."""
        return self.hit.span

    @property
    def view(self) -> ViewName:
        """The view that matched."""
        return self.hit.view

    @property
    def how(self) -> str:
        """How the view reads the evidence, for the person who must believe it."""
        return self.hit.words(self.utterance.text)

    @property
    def text(self) -> str:
        """What verifiers read: the utterance without noise, with punctuation."""
        return self.reading.clean.text

    @property
    def place(self) -> tuple[int, int]:
        """Where the evidence stands in ``text``."""
        return self.reading.clean.locate(self.span)


class Situation(Struct, frozen=True):
    """What the call had come to when an utterance began, and the cues in it."""

    index: int
    role: Role
    on_line: OnLine = "unknown"
    verification: Verification = "unknown"
    #: Cue → the last earlier turn that held it.
    last: Mapping[str, int] = NOTHING
    #: Cue → where it stands in this utterance.
    spans: Mapping[str, tuple[Hit, ...]] = NOTHING
