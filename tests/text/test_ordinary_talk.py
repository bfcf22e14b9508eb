"""The extra views leave ordinary talk alone, but for what is counted here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_checker.detect.vocabulary import ordinary, vocabulary
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.text.recipes import recipe
from compliance_checker.text.restore import Restorer

LABELLED = Path(__file__).resolve().parent.parent / "labelled"


@pytest.fixture(scope="module")
def talk():
    texts = []
    for name in ("benign.jsonl", "dev.jsonl"):
        for line in (LABELLED / name).read_text(encoding="utf-8").splitlines():
            call = json.loads(line)
            if not call["labels"]:
                texts += [turn["text"] for turn in call["turns"]]
    return texts


def test_the_shape_view_misreads_few_ordinary_utterances(talk):
    changed = [
        text
        for text in talk
        if recipe("shape").text(text) != recipe("compact").text(text)
    ]

    assert len(changed) <= 0.02 * len(talk), changed[:10]


def test_few_ordinary_utterances_are_suspected(talk):
    rulebook = load_rulebook()
    restorer = Restorer(vocabulary(rulebook), ordinary(rulebook))

    suspected = restorer.suspects.among(talk)

    assert len(suspected) <= 0.02 * len(talk), [talk[row] for row in suspected[:10]]
