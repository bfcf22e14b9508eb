"""A verifier that is skipped for want of its marks would not have held."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_checker.detect.candidate import Candidate, Hit
from compliance_checker.model import Span, Utterance
from compliance_checker.text.reading import Reading
from compliance_checker.verify.registry import MARKS, VERIFIERS

LABELLED = Path(__file__).parent.parent / "labelled"


def candidates() -> list[Candidate]:
    found = []
    for name in ("dev", "benign"):
        for row in (LABELLED / f"{name}.jsonl").read_text("utf-8").splitlines():
            for turn in json.loads(row)["turns"]:
                reading = Reading(Utterance(0, "collector", turn["text"]))
                middle = len(turn["text"]) // 2
                hit = Hit(Span(middle, middle + 1), "compact", "as written")
                found.append(Candidate("T", hit, reading))
    return found


@pytest.mark.parametrize("name", sorted(MARKS))
def test_a_verifier_holds_only_where_one_of_its_marks_stands(name):
    held = [one for one in candidates() if VERIFIERS[name](one)]

    assert held
    for one in held:
        assert MARKS[name].search(one.reading.view("compact").text)
