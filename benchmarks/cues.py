"""How well cues are heard: what moves the state of a call (``rules/cues.yaml``).

    .venv/bin/python benchmarks/cues.py tests/labelled/cues_a.jsonl [--errors]

A row is one turn: ``{"cue": "recording_notice", "is": true, "text": "…"}``; ``is`` false
is a near-miss.  ``opening`` is any cue that shows that a call begins.  ``--errors`` prints
the turns that are heard wrong, which makes a closed set an open one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compliance_checker.call import judging
from compliance_checker.call import state as call_state
from compliance_checker.detect.candidate import Situation
from compliance_checker.model import Call, Role, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.run import Run

#: Who says what the cue is.
ROLES: Mapping[str, Role] = {
    "bot_disclosure": "bot",
    "claims_self": "debtor",
    "third_person": "third_party",
    "refusal": "third_party",
    "dispute": "debtor",
}
OPENING = frozenset({"greeting", "asks_name", "asks_caller"})


def heard(checker: Checker, text: str, role: Role) -> set[str]:
    """The cues in one turn by *role*."""
    proposals = checker.scan.propose([Utterance(0, role, text)])
    numbers = proposals.awake(0) + proposals.resting(0)
    scene = judging.Scene(proposals, 0, Situation(0, role), numbers, {})
    judge = Run(checker.bench, Call("-", ())).judge
    found = judging.cues(judge, scene, awaited=True)
    return {name for name in list(found) + list(found.later) if found.get(name)}


def holds(checker: Checker, cue: str, text: str) -> bool:
    """Whether the turn *text* is heard to hold *cue*."""
    if cue != "opening":
        return cue in heard(checker, text, ROLES.get(cue, "collector"))
    ours = heard(checker, text, "collector") | heard(checker, text, "debtor")
    return not ours.isdisjoint(OPENING | call_state.INTRODUCTIONS)


def main() -> None:
    """Count, and print what is heard wrong if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--cue", default="")
    options = parser.parse_args()
    checker = Checker(load_rulebook())
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for path in options.files:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if options.cue and row["cue"] != options.cue:
                continue
            got = holds(checker, row["cue"], row["text"])
            counts[row["cue"], row["is"], got] += 1
            if options.errors and got != row["is"]:
                print("missed" if row["is"] else "false ", row["cue"], row["text"])
    print("| cue | found | false |\n|---|---|---|")
    for cue in sorted({key[0] for key in counts}):
        there = counts[cue, True, True] + counts[cue, True, False]
        none = counts[cue, False, True] + counts[cue, False, False]
        print(
            f"| {cue} | {counts[cue, True, True]} of {there} "
            f"| {counts[cue, False, True]} of {none} |"
        )


if __name__ == "__main__":
    main()
