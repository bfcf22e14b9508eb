"""One unit of an archive → its verdicts, its problems and their summary."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from compliance_checker.audit.archive import Part, Unit
from compliance_checker.configured import configured
from compliance_checker.dialled import with_dials
from compliance_checker.errors import Problem
from compliance_checker.model import Verdict
from compliance_checker.pipeline import Checker
from compliance_checker.report.case import case_of, glossary
from compliance_checker.report.record import verdict_line
from compliance_checker.report.summary import Summary, count, keep
from compliance_checker.rulebook.load import rulebook_as_set
from compliance_checker.settings import Settings
from compliance_checker.transcript.dial_log import read_dial_log
from compliance_checker.transcript.read import digest, once, read
from compliance_checker.transcript.source import Options, Read, Row, Source

#: Calls that are scanned together.  Twice as many are hardly faster.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a unit.  *digests* stand for the call ids, in order."""

    number: int
    lines: bytes
    digests: tuple[bytes, ...]
    problems: tuple[Problem, ...]
    summary: Summary
    size: int


class Judge:
    """A rulebook and, from the first call that is judged, the checker made of it.

    Compiling takes seconds, and a parent that leaves all work to others needs none.
    """

    def __init__(self, settings: Settings, *, masked: bool = True) -> None:
        """Load the rulebook that *settings* name; *masked* is for people's eyes.

        Raises:
            ComplianceError: If it, or the dial log, cannot be used.
        """
        self.settings = settings
        self.masked = masked
        self.rulebook = rulebook_as_set(settings)
        self.names = glossary(self.rulebook)
        self.dials = read_dial_log(settings.dial_log) if settings.dial_log else None

    @cached_property
    def checker(self) -> Checker:
        """The checker."""
        return configured(self.settings, self.rulebook)

    def judge(
        self, unit: Unit, options: Options, *, taken: frozenset[bytes] = frozenset()
    ) -> Judged:
        """Judge the calls of *unit*; call ids that are *taken* are problems."""
        lines: list[bytes] = []
        digests: list[bytes] = []
        problems: list[Problem] = []
        summary = Summary()
        seen = set(taken)
        batch: list[Row] = []

        def judge_batch() -> None:
            for row, found in zip(batch, _verdicts(self.checker, batch), strict=True):
                if isinstance(found, Problem):
                    problems.append(found)
                    continue
                if self.dials is not None:
                    found = with_dials(found, row.call, self.dials, self.rulebook)
                lines.append(verdict_line(found))
                digests.append(digest(row.call.call_id))
                count(summary, row.call, found)
                if found.findings or found.call_findings:
                    case = case_of(row.call, found, self.names, masked=self.masked)
                    keep(summary, case)
            batch.clear()

        for part in unit.parts:
            for one in _read(part, options):
                read_ = once(one, seen)
                if isinstance(read_, Problem):
                    problems.append(read_)
                    continue
                batch.append(read_)
                if len(batch) == BATCH:
                    judge_batch()
        judge_batch()
        return Judged(
            unit.number,
            b"".join(lines),
            tuple(digests),
            tuple(problems),
            summary,
            unit.size,
        )


def _verdicts(checker: Checker, rows: Sequence[Row]) -> list[Verdict | Problem]:
    """The verdicts on a batch of calls."""
    try:
        return [*checker.check_all([row.call for row in rows])]
    # One call that breaks the engine must not lose the million others.
    except Exception:
        return [_alone(checker, row) for row in rows]


def _alone(checker: Checker, row: Row) -> Verdict | Problem:
    try:
        return checker.check(row.call)
    except Exception as error:
        what = f"could not be judged ({type(error).__name__})"
        return Problem("CC540", row.where, what, "please report it with the version")


def _read(part: Part, options: Options) -> Iterator[Read]:
    def opened() -> io.BytesIO:
        with part.path.open("rb") as stream:
            stream.seek(part.start)
            return io.BytesIO(stream.read(part.size))

    for one in read(Source(part.name, opened, part.stem), part.format, options):
        yield _moved(one, part.line - 1) if part.line > 1 else one


def _moved(one: Read, lines: int) -> Read:
    """The same, with the line counted from the beginning of the file."""
    name, _, line = one.where.rpartition(":")
    return replace(one, where=f"{name}:{int(line) + lines}") if line.isdigit() else one
