"""The command line prints one JSON object and refuses a bad time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.phrases.__main__ import main

NOW = "2026-11-21T10:00+08:00"


def run(capsys: pytest.CaptureFixture[str], text: str) -> dict[str, Any]:
    assert main([text, "--now", NOW]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_a_promise_is_printed_with_its_sure_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = run(capsys, "下月15号还五百")
    assert out["sure"]["amount"] == 500.0
    assert out["sure"]["date"] == "2026-12-15"
    assert out["dates"][0]["text"] == "下月15号"


def test_a_range_is_printed_as_a_range(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "每月三四百")
    assert out["sure"]["monthly_amount"] is None
    assert out["amounts"][0]["low"] == 300.0
    assert out["amounts"][0]["high"] == 400.0


def test_a_message_without_values_prints_empty_lists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = run(capsys, "坐2号线过来")
    assert out["amounts"] == out["dates"] == out["periods"] == []


@pytest.mark.parametrize("now", ["tomorrow", "2026-13-01", ""])
def test_a_bad_time_is_refused_with_its_reason(
    capsys: pytest.CaptureFixture[str], now: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["还五百", "--now", now])
    assert stop.value.code == 2
    assert "ISO 8601" in capsys.readouterr().err
