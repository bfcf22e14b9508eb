"""How fast complete verdicts are made, beside slower ways, in one run.

    .venv/bin/python benchmarks/speed.py [--calls 4000] [--write]

All on one core, in processor time of this process: other work on the machine hardly
disturbs the ratios.  ``--write`` puts the table into ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ahocorasick_rs import AhoCorasick

from benchmarks.archive import lines
from benchmarks.results import write_section
from compliance_checker.detect.scan import Proposals
from compliance_checker.model import Call
from compliance_checker.pipeline import Checker
from compliance_checker.report.record import verdict_line
from compliance_checker.rows import Rows
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.run import Run
from compliance_checker.text import segment
from compliance_checker.transcript.record import call_from_json
from compliance_checker.weigh import kept

BATCH = 256
#: Calls that the slow ways get; they are linear in the text.
FEW = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    share: float
    characters: int
    seconds: float

    @property
    def rate(self) -> float:
        """Million characters a second."""
        return self.characters / self.seconds / 1e6


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of *work*."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def calls_of(raw: Sequence[bytes]) -> list[Call]:
    """The calls of JSON Lines."""
    calls = [call_from_json(line, "archive") for line in raw]
    return [call for call in calls if isinstance(call, Call)]


def size(calls: Sequence[Call]) -> int:
    """Characters in all turns."""
    return sum(len(turn.text) for call in calls for turn in call.turns)


def verdicts(checker: Checker, raw: Sequence[bytes]) -> int:
    """JSON Lines in, verdicts as JSON Lines out; their length in bytes."""
    written = 0
    for at in range(0, len(raw), BATCH):
        for verdict in checker.check_all(calls_of(raw[at : at + BATCH])):
            written += len(verdict_line(verdict))
    return written


class Everything(Proposals):
    """Proposes every program for every utterance."""

    def awake(self, row: int, but: Collection[int] = ()) -> list[int]:
        """All that neither wait nor only set a mark."""
        scan = self._scan
        every = range(len(scan.programs))
        return [
            one
            for one in every
            if one not in scan.marks and not scan.programs[one].waits
        ]

    def resting(self, row: int, but: Collection[int] = ()) -> list[int]:
        """Nothing more: they are told with the others."""
        return []

    def waiting(self, row: int) -> list[int]:
        """All that wait for something."""
        programs = self._scan.programs
        return [one for one, program in enumerate(programs) if program.waits]


def jieba_first(checker: Checker, calls: Sequence[Call]) -> None:
    """The same rules with every turn segmented and every rule tried on it."""
    for call in calls:
        run = Run(checker.bench, call)
        rows = Rows([call], Everything(checker.scan, call.turns))
        for row, turn in enumerate(call.turns):
            segment.words(turn.text)
            run.step(rows.turn(row))
        verdict_line(run.verdict())


def bare(strings: Sequence[str], calls: Sequence[Call]) -> None:
    """A scan for the same strings, and nothing done with what it finds."""
    automaton = AhoCorasick(list(strings))
    for call in calls:
        for turn in call.turns:
            automaton.find_matches_as_indexes(turn.text, overlapping=True)


def measured(checker: Checker, share: float, count: int) -> list[Row]:
    """The rows for an archive of *count* calls with a *share* of suspicious turns."""
    raw = list(lines(count, share))
    calls = calls_of(raw)
    verdicts(checker, raw[:200])  # what is compiled on first use
    total = size(calls)
    few = calls[:FEW]
    return [
        Row("complete verdicts", share, total, timed(lambda: verdicts(checker, raw))),
        Row("scan alone", share, total, timed(lambda: _scan(checker, calls))),
        Row("jieba first", share, size(few), timed(lambda: jieba_first(checker, few))),
        Row(
            "ahocorasick_rs, same strings",
            share,
            total,
            timed(lambda: bare(checker.scan.strings, calls)),
        ),
    ]


def _scan(checker: Checker, calls: Sequence[Call]) -> None:
    for at in range(0, len(calls), BATCH):
        turns = [turn for call in calls[at : at + BATCH] for turn in call.turns]
        checker.scan.propose(turns)


def table(rows: Sequence[Row], checker: Checker) -> str:
    """The rows as Markdown."""
    fast = {row.share: row.rate for row in rows if row.what == "complete verdicts"}
    out = [
        "| suspicious turns | way | M characters/s | complete verdicts are |",
        "|---|---|---|---|",
    ]
    for row in rows:
        ratio = fast[row.share] / row.rate
        out.append(f"| {row.share:.1%} | {row.what} | {row.rate:.3f} | {ratio:.2f} × |")
    number = checker.rulebook.id
    return f"Rulebook {number.version} {number.sha256[:12]}\n\n" + "\n".join(out)


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    checker = Checker(load_rulebook(), weigher=kept.read(), hearer=kept.read_cues())
    rows = [
        row
        for share in (0.002, 0.025)
        for row in measured(checker, share, options.calls)
    ]
    text = table(rows, checker)
    print(text)
    if options.write:
        write_section("Speed", text)


if __name__ == "__main__":
    main()
