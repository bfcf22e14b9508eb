"""The command reads disguised words back, unless it is told not to."""

from __future__ import annotations

import json

from compliance_checker.cli import main

MISHEARD = "再不还我们就抱你通训录"


def test_misheard_words_are_found(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HECUI_CHECKER_RESTORE", "1")
    call = {"call_id": "c", "turns": [{"role": "collector", "text": MISHEARD}]}
    path = tmp_path / "call.jsonl"
    path.write_text(json.dumps(call, ensure_ascii=False), "utf-8")

    main(["check", str(path), "--json"])

    verdict = json.loads(capsys.readouterr().out.splitlines()[0])
    [found] = [one for one in verdict["findings"] if "通训录" in one["text"]]
    assert found["how"].startswith("by sound")
    assert MISHEARD[found["start"] : found["end"]] == found["text"]
