"""The ``pattern`` kind: patterns of lexicons, gaps and characters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from compliance_checker.detect.program import (
    Clause,
    Context,
    Expression,
    Program,
    scanned_views,
    search,
    written,
)
from compliance_checker.rulebook.expression import clause, regex, ways
from compliance_checker.rulebook.pattern import read
from compliance_checker.rulebook.schema import Detector
from compliance_checker.rulebook.tree import Sequence_
from compliance_checker.text.view import ViewName


def compile_pattern(detector: Detector, context: Context) -> Program:
    """A program that finds any of the detector's patterns."""
    return compile_patterns(detector.patterns, scanned_views(detector.views), context)


def compile_patterns(
    patterns: tuple[str, ...], views: tuple[ViewName, ...], context: Context
) -> Program:
    """A program that finds any of *patterns* on *views*."""
    trees = [_Way(way) for one in patterns for way in ways(read(one, context.lexicons))]
    parts = tuple(_program([way], views) for way in trees)
    return parts[0] if len(parts) == 1 else _program(trees, views, parts)


class _Way:
    """One way to say it, and what it is on each view, made when first asked for."""

    def __init__(self, tree: Sequence_) -> None:
        self.tree = tree
        self._clauses: dict[ViewName, Clause] = {}
        self._sources: dict[ViewName, str] = {}

    def clause(self, view: ViewName) -> Clause:
        if view not in self._clauses:
            self._clauses[view] = Clause(clause(self.tree, written(view)), self.tree)
        return self._clauses[view]

    def source(self, view: ViewName) -> str:
        if view not in self._sources:
            self._sources[view] = regex(self.tree, written(view))
        return self._sources[view]


def _program(
    trees: Sequence[_Way], views: Sequence[ViewName], parts: tuple[Program, ...] = ()
) -> Program:
    expressions = {
        view: Expression(*(partial(way.source, view) for way in trees))
        for view in views
    }
    return Program(
        {view: partial(_clauses, trees, view) for view in views},
        lambda reading, _: search(expressions, reading),
        parts=parts,
        expression=expressions["compact"] if [*views] == ["compact"] else None,
    )


def _clauses(trees: Sequence[_Way], view: ViewName) -> list[Clause]:
    return [way.clause(view) for way in trees]
