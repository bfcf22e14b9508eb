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
