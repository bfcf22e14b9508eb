"""The closed set of detector kinds that read one utterance.

``required`` and ``record`` judge a whole call; they are in ``call.checks``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from compliance_checker.detect.pattern import compile_pattern
from compliance_checker.detect.personal import beside
from compliance_checker.detect.phrase import compile_phrase
from compliance_checker.detect.program import Context, Program
from compliance_checker.detect.sequence import compile_sequence
from compliance_checker.detect.state import compile_state
from compliance_checker.detect.tokens import compile_tokens
from compliance_checker.detect.weighed import compile_weighed
from compliance_checker.rulebook.schema import Detector

KINDS: Mapping[str, Callable[[Detector, Context], Program]] = MappingProxyType(
    {
        "phrase": compile_phrase,
        "pattern": compile_pattern,
        "tokens": compile_tokens,
        "sequence": compile_sequence,
        "state": compile_state,
        "weighed": compile_weighed,
    }
)


def compile_detector(detector: Detector, context: Context) -> Program:
    """The program of a detector that ``rulebook.validate`` has found in order."""
    [kind] = detector.kinds
    program = KINDS[kind](detector, context)
    return beside(program, detector.personal) if detector.personal else program
