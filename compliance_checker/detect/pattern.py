"""The ``pattern`` kind: patterns of lexicons, gaps and characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from compliance_checker.rulebook.pattern import parse
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
    trees = [way for one in patterns for way in ways(parse(one, context.lexicons))]
    sources = {view: [regex(way, written(view)) for way in trees] for view in views}
    parts = tuple(
        _program([way], {view: sources[view][at : at + 1] for view in views})
        for at, way in enumerate(trees)
    )
    return parts[0] if len(parts) == 1 else _program(trees, sources, parts)


def _program(
    trees: Sequence[Sequence_],
    sources: Mapping[ViewName, Sequence[str]],
    parts: tuple[Program, ...] = (),
) -> Program:
    expressions = {view: Expression(*ways_) for view, ways_ in sources.items()}
    return Program(
        {
            view: tuple(Clause(clause(way, written(view)), way) for way in trees)
            for view in sources
        },
        lambda reading, _: search(expressions, reading),
        parts=parts,
        expression=expressions["compact"] if [*sources] == ["compact"] else None,
    )
