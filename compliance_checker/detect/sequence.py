"""The ``sequence`` kind: one thing said, then another within so many turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.detect.pattern import compile_patterns
from compliance_checker.detect.phrase import compile_phrase
from compliance_checker.detect.program import Context, Program
from compliance_checker.model import Role
from compliance_checker.rulebook.schema import Detector, Part
from compliance_checker.text.reading import Reading


def judged_with(roles: Iterable[Role]) -> frozenset[Role]:
    """*roles*, with the bot where there is the collector: it is judged as he is."""
    named = frozenset(roles)
    return named | {"bot"} if "collector" in named else named


def compile_part(part: Part, context: Context) -> Program:
    """A program that finds the words of one part; a ``said`` part has none."""
    if part.phrase:
        return compile_phrase(Detector(phrase=part.phrase), context)
    patterns = (part.pattern,) if isinstance(part.pattern, str) else part.pattern
    return compile_patterns(patterns, ("compact",), context)


def compile_sequence(detector: Detector, context: Context) -> Program:
    """A program that finds the last part where the first came before.

    The first part is a cue of its own: the call's state remembers the turn, under
    ``context.mark``, so nothing has to be read twice.
    """
    sequence = detector.sequence
    assert sequence is not None
    last = compile_part(sequence.then, context)
    mark = sequence.first.said or context.mark
    roles = judged_with(sequence.then.roles)

    def find(reading: Reading, situation: Situation) -> Sequence[Hit]:
        before = situation.last.get(mark)
        if before is None or situation.index - before > sequence.within_turns:
            return ()
        if situation.role != "unknown" and situation.role not in roles:
            return ()
        return last.find(reading, situation)

    return Program(last.clauses, find, mark=mark, within=sequence.within_turns)
