"""The ``pattern`` kind: patterns of lexicons, gaps and characters."""

from __future__ import annotations

from compliance_checker.detect.program import (
    Clause,
    Context,
    Expression,
    Program,
    scanned_views,
    search,
    written,
)
from compliance_checker.rulebook.expression import clauses, regex, ways
from compliance_checker.rulebook.pattern import parse
from compliance_checker.rulebook.schema import Detector
from compliance_checker.text.view import ViewName


def compile_pattern(detector: Detector, context: Context) -> Program:
    """A program that finds any of the detector's patterns."""
    return compile_patterns(detector.patterns, scanned_views(detector.views), context)


def compile_patterns(
    patterns: tuple[str, ...], views: tuple[ViewName, ...], context: Context
) -> Program:
    """A program that finds any of *patterns* on *views*."""
    trees = [parse(pattern, context.lexicons) for pattern in patterns]
    needed: dict[ViewName, tuple[Clause, ...]] = {}
    expressions: dict[ViewName, Expression] = {}
    for view in views:
        write = written(view)
        needed[view] = tuple(
            tuple(frozenset(map(write, strings)) - {""} for strings in clause)
            for tree in trees
            for clause in clauses(tree)
        )
        expressions[view] = Expression(
            *(regex(way, write) for tree in trees for way in ways(tree))
        )
    return Program(needed, lambda reading, _: search(expressions, reading))
