"""``compliance-checker audit``: what its last lines say."""

from __future__ import annotations

import pytest


@pytest.fixture
def archive(bad_file, clean_file):
    """A folder with good calls only; comes as its path."""
    clean_file.unlink()
    return bad_file.parent


def last_line(out):
    return out.splitlines()[-1]


def test_the_last_line_names_the_problems_when_there_are_any(
    run, own_rules, archive, tmp_path_factory
):
    (archive / "broken.jsonl").write_text("{\n", encoding="utf-8")
    results = tmp_path_factory.mktemp("results") / "a"

    code, out, _ = run(
        "audit", archive, "--output", results, "--workers", "1", *own_rules
    )

    assert code == 1
    assert last_line(out).endswith("读不了的 1 条见 problems.jsonl")
    assert (results / "problems.jsonl").exists()


def test_the_last_line_names_no_problems_when_there_are_none(
    run, own_rules, archive, tmp_path_factory
):
    results = tmp_path_factory.mktemp("results") / "a"

    _, out, _ = run("audit", archive, "--output", results, "--workers", "1", *own_rules)

    assert last_line(out).endswith("verdicts.jsonl、report.html、summary.json")


@pytest.mark.parametrize("masked", [True, False])
def test_the_report_of_an_audit_masks_numbers_and_its_verdicts_do_not(
    run, own_rules, tmp_path, tmp_path_factory, masked
):
    turn = '{"role": "collector", "text": "再不还我打给你老婆，她是13800138000。"}'
    said = f'{{"call_id": "c", "turns": [{turn}]}}\n'
    (tmp_path / "x.jsonl").write_text(said, encoding="utf-8")
    results = tmp_path_factory.mktemp("results") / "a"
    options = [] if masked else ["--no-mask"]

    run("audit", tmp_path, "--output", results, "--workers", "1", *options, *own_rules)

    report = (results / "report.html").read_text(encoding="utf-8")
    assert "打给你老婆" in report
    assert ("13800138000" in report) is not masked
