from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadInput
from bot.simulator.script import read_scripts

SCRIPTS = Path(__file__).parent / "scripts.jsonl"


def write(path: Path, *rows: Any) -> Path:
    lines = [
        r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(BadInput) as refused:
        read_scripts(path)
    assert refused.value.exit_code == 2
    return refused.value.problems


def test_the_format_of_the_design_is_read(tmp_path: Path, row: dict[str, Any]) -> None:
    [script] = read_scripts(write(tmp_path / "s.jsonl", row))

    assert script.account.overdue_amount == 3260.0
    assert script.expect.fields == {"amount": 800.0, "date": "2025-06-25"}


def test_our_own_scripts_are_enough_and_cover_every_outcome() -> None:
    scripts = read_scripts(SCRIPTS)

    assert len(scripts) >= 30
    for channel in ("web", "sms"):
        ends = {s.expect.outcome for s in scripts if s.channel == channel}
        assert len(ends) == 10, channel


def test_all_problems_are_told_at_once_with_their_lines(
    tmp_path: Path, row: dict[str, Any]
) -> None:
    path = write(
        tmp_path / "s.jsonl",
        "{broken",
        {**row, "id": "a", "mood": "sad"},
        {**row, "id": "b", "channel": "pigeon"},
        "",
        {**row, "id": "c"},
        {**row, "id": "c"},
        {**row, "id": "d", "account": {**row["account"], "id_last4": "04271"}},
        {**row, "id": "e", "now": "2025-06-18T10:05:00"},
        {**row, "id": "f", "expect": {"outcome": "paid"}},
    )

    told = problems(path)

    lines = [int(problem.split(":")[1]) for problem in told]
    assert lines == [1, 2, 3, 6, 7, 8, 9]
    assert "mood" in told[1]


@pytest.mark.parametrize(
    "change",
    [
        {"expect": {"outcome": "handoff", "fields": {"date": "25号"}}},
        {"expect": {"outcome": "handoff", "fields": {"amount": "800"}}},
        {"expect": {"outcome": "handoff", "fields": {"colour": "red"}}},
        {"expect": {"outcome": "handoff", "must_not_disclose": "no"}},
        {"user_turns": "0427"},
        {"user_turns": ["好"] * 31},
        {"account": {"name": "林晓梅"}},
        {"answers_if_asked": {"confirm": 1}},
        {"now": "yesterday"},
    ],
    ids=str,
)
def test_a_row_that_is_not_as_it_should_be_is_refused(
    tmp_path: Path, row: dict[str, Any], change: dict[str, Any]
) -> None:
    assert len(problems(write(tmp_path / "s.jsonl", {**row, **change}))) == 1


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    empty = write(tmp_path / "e.jsonl")
    latin = tmp_path / "l.jsonl"
    latin.write_bytes("{'姓名'}".encode("gb18030"))

    for path in (empty, latin, tmp_path / "missing.jsonl", tmp_path):
        with pytest.raises(BadInput):
            read_scripts(path)
