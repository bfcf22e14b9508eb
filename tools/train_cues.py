"""Learns the weights of cues from labelled turns, and keeps them in the package.

    python tools/train_cues.py [--output FILE]

Reads ``tests/labelled/cues`` without the closed sets, and turns of the other labelled
sets as ordinary talk.  A minute.  Train the rest anew afterwards: what cues find has a say
in it (``tools/train_weights.py``).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from compliance_checker.detect.sieve import OURS, THEIRS  # noqa: E402
from compliance_checker.evaluate import cues  # noqa: E402
from compliance_checker.pipeline import Checker  # noqa: E402
from compliance_checker.rulebook.load import load_rulebook  # noqa: E402
from compliance_checker.weigh.kept import PACKAGED_CUES, write_cues  # noqa: E402
from compliance_checker.weigh.train_cues import Turn, train  # noqa: E402

LABELLED = ROOT / "tests" / "labelled"
#: Lawful talk of ours, and whatever the other side says.
TALK = {
    OURS: ("benign[5-9].jsonl", "benign1?.jsonl"),
    THEIRS: ("dev*.jsonl", "benign*.jsonl"),
}
#: So many turns of each side.
MOST = 4000


def ordinary(side: int) -> list[str]:
    """Turns of a side that were written for no cue."""
    ours = {"collector", "bot"}
    texts = set()
    for name in TALK[side]:
        for path in sorted(LABELLED.glob(name)):
            for line in path.read_text("utf-8").splitlines():
                for turn in json.loads(line)["turns"]:
                    if (turn["role"] in ours) == (side == OURS):
                        texts.add(turn["text"])
    return random.Random(1).sample(sorted(texts), min(MOST, len(texts)))


def main(arguments: Sequence[str]) -> int:
    """Train and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PACKAGED_CUES)
    given = parser.parse_args(arguments)
    checker = Checker(load_rulebook())
    turns = []
    for path in sorted((LABELLED / "cues").glob("*.jsonl")):
        if not path.name.startswith("closed"):
            rows = list(cues.rows(path))
            turns += [Turn(*row, cues.said(checker, row)) for row in rows]
            print(f"{path.name}: {len(rows)}", flush=True)
    plain = {side: ordinary(side) for side in TALK}
    plain[OURS | THEIRS] = plain[OURS] + plain[THEIRS]
    write_cues(given.output, train(turns, cues.sides(checker), plain))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
