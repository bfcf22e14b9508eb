"""The calls in ``examples/calls`` hold what ``examples/planted.json`` says, and no more."""

import json
from pathlib import Path

import pytest

from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.transcript.read import calls_or_error, read_all, sources

ROOT = Path(__file__).resolve().parent.parent / "examples"
PLANTED = json.loads((ROOT / "planted.json").read_text(encoding="utf-8"))
FILES = sorted((ROOT / "calls").iterdir())


@pytest.fixture(scope="module")
def checker():
    return Checker(load_rulebook())


def verdict(checker, path):
    [row] = calls_or_error(read_all(sources([str(path)])))
    return row.call, checker.check(row.call)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_planted_is_found(checker, path):
    _, found = verdict(checker, path)

    categories = {finding.category for finding in found.findings}
    assert categories >= set(PLANTED[path.stem])


@pytest.mark.parametrize(
    "path", [p for p in FILES if not PLANTED[p.stem]], ids=lambda path: path.stem
)
def test_a_clean_call_has_no_finding_at_all(checker, path):
    _, found = verdict(checker, path)

    assert found.findings == ()
    assert found.call_findings == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_evidence_lies_where_the_finding_says(checker, path):
    call, found = verdict(checker, path)

    for finding in found.findings:
        text = call.turns[finding.turn].text
        assert text[finding.start : finding.end] == finding.text
