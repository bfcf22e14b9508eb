"""What an audit has done so far, kept so that a kill loses at most a unit's work.

Verdicts and problems grow in ``.part`` files.  After each unit one line in the journal
says how long both files are now and what the unit's summary is.  On resume the files
are cut to the last line of the journal: nothing is lost and nothing is there twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from compliance_checker.audit.judge import Judged
from compliance_checker.errors import Problem, SettingsError
from compliance_checker.report.summary import Summary, add
from compliance_checker.transcript.read import digest

JOURNAL = "audit.journal"
VERDICTS, PROBLEMS = "verdicts.jsonl", "problems.jsonl"
FINISHED = "summary.json"

#: The number of what belongs to no unit.
NO_UNIT = -1


class Header(Struct, frozen=True):
    """What must be the same for an audit to go on: rules, input and its reading."""

    rulebook: str
    archive: str
    options: str


class Entry(Struct, frozen=True):
    """A unit that is done, and the lengths of both files after it (bytes)."""

    unit: int
    verdicts: int
    problems: int
    summary: Summary


class _CallId(Struct):
    call_id: str


class Journal:
    """The open journal of a running audit."""

    def __init__(self, folder: Path, header: Header, *, resume: bool) -> None:
        """Begin in *folder*, or go on there.

        Raises:
            SettingsError: If what is there does not fit.
        """
        self.folder = folder
        #: How many units are done; they are done in order.
        self.done = 0
        self.total = Summary()
        self.seen: set[bytes] = set()
        self._lengths = (0, 0)
        path = folder / JOURNAL
        if path.exists() and not resume:
            raise _refused(folder, "holds an audit that was not finished", "--resume")
        self.fresh = not (path.exists() and self._load(path, header))
        if self.fresh:
            path.write_bytes(msgspec.json.encode(header) + b"\n")
        self._stream = path.open("r+b")
        self._stream.seek(0, os.SEEK_END)
        self._verdicts = self._part(VERDICTS, self._lengths[0])
        self._problems = self._part(PROBLEMS, self._lengths[1])
        for line in self._lines():
            self.seen.add(digest(msgspec.json.decode(line, type=_CallId).call_id))

    def note(self, problems: Iterable[Problem]) -> None:
        """Keep problems that belong to no unit."""
        self.add(Judged(NO_UNIT, b"", (), tuple(problems), Summary(), 0))

    def add(self, judged: Judged) -> None:
        """Keep what came of the next unit; it is on the disk when this returns."""
        self._verdicts.write(judged.lines)
        self._problems.writelines(
            msgspec.json.encode(problem) + b"\n" for problem in judged.problems
        )
        for stream in (self._verdicts, self._problems):
            _flush(stream)
        self._count(judged.number, judged.summary)
        entry = Entry(
            judged.number,
            self._verdicts.tell(),
            self._problems.tell(),
            self._worth_keeping(judged.summary),
        )
        self._stream.write(msgspec.json.encode(entry) + b"\n")
        _flush(self._stream)
        self.seen.update(judged.digests)

    def problem_count(self) -> int:
        """How many problems there are so far."""
        with (self.folder / f"{PROBLEMS}.part").open("rb") as stream:
            return sum(1 for _ in stream)

    def finish(self) -> None:
        """Give both files their names; the journal stays until ``drop``."""
        self.close()
        for name in (VERDICTS, PROBLEMS):
            (self.folder / f"{name}.part").replace(self.folder / name)

    def drop(self) -> None:
        """Remove the journal: the audit is finished."""
        (self.folder / JOURNAL).unlink()

    def close(self) -> None:
        """Close the files; the audit can be resumed."""
        for stream in (self._stream, self._verdicts, self._problems):
            stream.close()

    def _count(self, unit: int, summary: Summary) -> None:
        add(self.total, summary)
        self.done += unit != NO_UNIT

    def _worth_keeping(self, summary: Summary) -> Summary:
        """The summary with those cases only that are among the worst so far."""
        kept = {case.call_id for case in self.total.cases}
        cases = [case for case in summary.cases if case.call_id in kept]
        return msgspec.structs.replace(summary, cases=cases)

    def _load(self, path: Path, header: Header) -> bool:
        """Take up what the journal says; whether it says anything."""
        good = 0
        with path.open("rb") as stream:
            for number, line in enumerate(stream):
                # A kill may have cut the last line off.
                if not line.endswith(b"\n"):
                    break
                if number == 0:
                    self._same(msgspec.json.decode(line, type=Header), header)
                else:
                    entry = msgspec.json.decode(line, type=Entry)
                    self._count(entry.unit, entry.summary)
                    self._lengths = (entry.verdicts, entry.problems)
                good += len(line)
        os.truncate(path, good)
        return good > 0

    def _same(self, then: Header, now: Header) -> None:
        for name, what in (
            ("rulebook", "the rulebook is another one now"),
            ("archive", "the archive has changed"),
            ("options", "--format, --map or --mask differ"),
        ):
            if getattr(then, name) != getattr(now, name):
                hint = "begin again in another folder"
                raise _refused(self.folder, f"cannot be resumed: {what}", hint)

    def _part(self, name: str, length: int) -> BinaryIO:
        path = self.folder / f"{name}.part"
        if not path.exists() and (self.folder / name).exists():
            # Killed while it was finishing: go back by one step.
            (self.folder / name).replace(path)
        path.touch()
        if path.stat().st_size < length:
            hint = "begin again in another folder"
            raise _refused(self.folder, f"cannot be resumed: {path.name} is cut", hint)
        os.truncate(path, length)
        return path.open("ab")

    def _lines(self) -> Iterator[bytes]:
        with (self.folder / f"{VERDICTS}.part").open("rb") as stream:
            yield from stream


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _refused(folder: Path, what: str, hint: str) -> SettingsError:
    return SettingsError([Problem("CC541", str(folder), what, hint)])
