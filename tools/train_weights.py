"""Learns the checker's weights from the labelled sets, and keeps them in the package.

    python tools/train_weights.py [--output FILE] [--only SET …]

Reads the sets under ``tests/labelled`` that serve development; those that accuracy is
measured on are left alone.  The same sets teach the same weights.  Some minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from compliance_checker.call.state import OURS  # noqa: E402
from compliance_checker.evaluate.labels import LABEL_FIELDS, Labels, labels_of  # noqa: E402
from compliance_checker.model import Call, Verdict  # noqa: E402
from compliance_checker.pipeline import Checker  # noqa: E402
from compliance_checker.rulebook.load import load_rulebook  # noqa: E402
from compliance_checker.settings import cache_folder  # noqa: E402
from compliance_checker.transcript.read import read_all, sources  # noqa: E402
from compliance_checker.transcript.source import Options, Row  # noqa: E402
from compliance_checker.weigh.kept import PACKAGED, read_cues, write  # noqa: E402
from compliance_checker.weigh.train import LAWFUL, Lesson, train  # noqa: E402
from compliance_checker.weigh.weigher import disguised, heard_before  # noqa: E402

LABELLED = ROOT / "tests" / "labelled"
#: Authors of rules read these; the others were written for measuring or for learning.
READ_BY_AUTHORS = ("dev.jsonl", "dev2_*.jsonl", "benign.jsonl", "benign[234].jsonl")
BLIND = ("dev[3-7]_*.jsonl", "benign[5-9].jsonl", "benign1?.jsonl",
         "closed3.jsonl", "closed_dev2_*.jsonl")  # fmt: skip
BATCH = 256


def lessons(checker: Checker, path: Path, *, blind: bool) -> Iterator[Lesson]:
    """What every utterance of ours in a labelled file teaches."""
    rows = list(
        read_all(sources([str(path)]), "auto", Options(roles={}, extra=LABEL_FIELDS))
    )
    for first in range(0, len(rows), BATCH):
        some = [row for row in rows[first : first + BATCH] if isinstance(row, Row)]
        assert len(some) == len(rows[first : first + BATCH]), f"{path.name}: bad rows"
        verdicts = checker.check_all([row.call for row in some])
        for row, verdict in zip(some, verdicts, strict=True):
            labels = labels_of(row.extra, row.call, path.name)
            assert isinstance(labels, Labels), labels
            yield from _of_call(row.call, verdict, labels, path, blind=blind)


def _of_call(
    call: Call, verdict: Verdict, labels: Labels, path: Path, *, blind: bool
) -> Iterator[Lesson]:
    for at, turn in enumerate(call.turns):
        if turn.role not in OURS:
            continue
        wrong = [label.category for label in labels.labels if label.turn == turn.index]
        found = {
            (one.rule, one.category)
            for one in verdict.findings
            if one.turn == turn.index and not disguised(one)
        }
        yield Lesson(
            turn.text,
            heard_before(call.turns[:at][::-1]),
            wrong[0] if wrong else LAWFUL,
            tuple(sorted(found)),
            blind,
            path.name.startswith(("benign", "closed_benign")),
        )


def main(arguments: Sequence[str]) -> int:
    """Train and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PACKAGED)
    parser.add_argument("--also", nargs="*", default=[], help="further blind sets")
    given = parser.parse_args(arguments)
    import os

    checker = Checker(
        load_rulebook(), cache=cache_folder(os.environ), hearer=read_cues()
    )
    learned: list[Lesson] = []
    for blind, names in ((False, READ_BY_AUTHORS), (True, (*BLIND, *given.also))):
        for name in names:
            for path in sorted(LABELLED.glob(name)):
                before = len(learned)
                learned += lessons(checker, path, blind=blind)
                print(f"{path.name}: {len(learned) - before}", flush=True)
    write(given.output, train(learned, tell=lambda line: print(line, flush=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
