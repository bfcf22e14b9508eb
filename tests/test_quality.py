"""``benchmarks/quality.py``: totals only, and one section among others."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def quality(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    spec = importlib.util.spec_from_file_location(
        "quality", ROOT / "benchmarks" / "quality.py"
    )
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "quality", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sections(quality):
    from benchmarks.results import with_section

    return with_section


def test_a_section_takes_the_place_of_the_old_one_and_others_stay(sections):
    page = sections(sections("", "Speed", "fast"), "Quality", "### a\n\nbad")

    page = sections(page, "Quality", "### a\n\ngood")

    assert page == "# Measured\n\n## Speed\n\nfast\n\n## Quality\n\n### a\n\ngood\n"
    assert sections(page, "Quality", "### a\n\ngood") == page


def test_a_blind_set_shows_totals_and_neither_rows_nor_categories(
    quality, monkeypatch, tmp_path, capsys
):
    said = ["不还我就告诉你家里人。", "您好，请问方便吗？"]
    rows = [
        {"call_id": "x-1", "turns": [{"role": "collector", "text": said[0]}],
         "labels": [{"turn": 0, "category": "T5.3"}]},
        {"call_id": "x-2", "turns": [{"role": "collector", "text": said[1]}],
         "labels": []},
    ]  # fmt: skip
    (tmp_path / "test.jsonl").write_text(
        "".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8"
    )
    monkeypatch.setattr(quality, "LABELLED", tmp_path)
    monkeypatch.setattr(sys, "argv", ["quality.py", "test"])

    quality.main()

    out = capsys.readouterr().out
    assert "2 calls, 2 judged turns; not read" in out
    assert "| with review | 1 | 0 | 100.0 (" in out
    assert "in 1 lawful turns" in out
    assert not any(word in out for word in (*said, "x-1", "T5.3"))


def test_every_labelled_file_belongs_to_one_set(quality):
    files = [path.name for one in quality.SETS for path in quality.files_of(one)]

    assert sorted(files) == sorted(
        path.name for path in quality.LABELLED.glob("*.jsonl")
    )
