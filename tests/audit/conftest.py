"""An archive of many small calls, of which some are bad."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest

from compliance_checker.audit.run import Audit, plan, run
from compliance_checker.settings import Settings

RULES = Path(__file__).parents[1] / "cli" / "rulebook" / "rules"
NOW = datetime(2026, 11, 21, 10, tzinfo=timezone.utc)  # noqa: UP017

SAID = ("您好。", "不还我就告诉你家里人。", "请您三天内安排。", "你个王八蛋。")


def line(number: int) -> str:
    turns = [
        {"role": "debtor", "text": f"第{number}次"},
        {"role": "collector", "text": SAID[number % 4]},
    ]
    collector = {"id": f"{number % 7:04}", "team": f"A{number % 3}"}
    call = {"call_id": f"c-{number}", "collector": collector, "turns": turns}
    return json.dumps(call, ensure_ascii=False) + "\n"


@pytest.fixture
def archive(tmp_path):
    """Two JSON Lines files and a text in a folder below; 301 good calls."""
    folder = tmp_path / "archive"
    (folder / "2026" / "03").mkdir(parents=True)
    (folder / "a.jsonl").write_text(
        "".join(line(number) for number in range(200)), encoding="utf-8"
    )
    bad = "{\n" + line(7) + '{"call_id": "x"}\n'
    (folder / "2026" / "b.jsonl").write_text(
        "".join(line(number) for number in range(200, 300)) + bad, encoding="utf-8"
    )
    (folder / "2026" / "03" / "t.txt").write_text("坐席：王八蛋\n", encoding="utf-8")
    (folder / "notes.md").write_text("not a transcript", encoding="utf-8")
    return folder


@pytest.fixture
def audit(archive, tmp_path):
    def make(name="out", **fields):
        settings = Settings(rules=RULES)
        return Audit(archive, tmp_path / name, settings=settings, **fields)

    return make


@pytest.fixture
def done():
    """An audit run to its end, quietly."""

    def run_it(audit):
        return run(audit, plan(audit), now=NOW, progress=lambda *_: None)

    return run_it
