"""How well cues are heard: what moves the state of a call (``rules/cues.yaml``).

    .venv/bin/python benchmarks/cues.py tests/labelled/cues/closed_a.jsonl [--patterns]

``--patterns`` leaves out the weights; ``--errors`` prints the turns that are heard wrong,
which makes a closed set an open one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compliance_checker.evaluate.cues import holds, rows
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.weigh import kept


def table(counts: Counter[tuple[str, bool, bool]]) -> str:
    """Cue by cue: how many were found, and how many near-misses were taken for one."""
    lines = ["| cue | found | near-misses taken for one |", "|---|---|---|"]
    cues = [*sorted({key[0] for key in counts}), "all"]
    for cue in cues:
        some = [key for key in counts if cue in (key[0], "all")]
        found, missed, false, right = (
            sum(counts[key] for key in some if key[1:] == answer)
            for answer in ((True, True), (True, False), (False, True), (False, False))
        )
        lines.append(
            f"| {cue} | {found} of {found + missed} | {false} of {false + right} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Count, and print what is heard wrong if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--patterns", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--weights", type=Path, default=kept.PACKAGED_CUES)
    options = parser.parse_args()
    hearer = None if options.patterns else kept.read_cues(options.weights)
    checker = Checker(load_rulebook(), hearer=hearer)
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for path in options.files:
        for row in rows(path):
            got = holds(checker, row)
            counts[row.cue, row.holds, got] += 1
            if options.errors and got != row.holds:
                print("missed" if row.holds else "false ", row.cue, row.text)
    print(table(counts))


if __name__ == "__main__":
    main()
