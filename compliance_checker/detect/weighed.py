"""The ``weighed`` kind: no words of its own; ``weigh`` finds for it."""

from __future__ import annotations

from compliance_checker.detect.program import Context, Program
from compliance_checker.rulebook.schema import Detector


def compile_weighed(_detector: Detector, _context: Context) -> Program:
    """A program that no scan proposes and that finds nothing by itself."""
    return Program(clauses={}, find=lambda _reading, _situation: ())
