"""A small rulebook that does not change when the real one does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_checker.cli import main

RULES = Path(__file__).parent / "rulebook" / "rules"

CLEAN = [{"role": "collector", "text": "您好，今天天气不错。"}]
BAD = [
    {"role": "debtor", "text": "今天不还。"},
    {"role": "collector", "text": "不还我就告诉你家里人。", "start": 3.0, "end": 5.0},
]


def lines(*calls) -> str:
    return "".join(json.dumps(call, ensure_ascii=False) + "\n" for call in calls)


@pytest.fixture
def run(capsys):
    """The command line: exit code, output, what was told beside it."""

    def run_it(*arguments):
        code = main([str(one) for one in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


@pytest.fixture
def own_rules():
    """Options that choose the small rulebook."""
    return ["--rules", RULES]


@pytest.fixture
def clean_file(tmp_path):
    path = tmp_path / "clean.jsonl"
    path.write_text(lines({"call_id": "c-1", "turns": CLEAN}), encoding="utf-8")
    return path


@pytest.fixture
def bad_file(tmp_path):
    path = tmp_path / "bad.jsonl"
    calls = ({"call_id": "c-1", "turns": CLEAN}, {"call_id": "c-2", "turns": BAD})
    path.write_text(lines(*calls), encoding="utf-8")
    return path
