"""Audits: complete, repeatable, stopped and resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from compliance_checker.audit import archive as archives
from compliance_checker.audit import run as runs
from compliance_checker.audit.archive import Part, parts
from compliance_checker.audit.journal import JOURNAL
from compliance_checker.audit.run import plan, run
from compliance_checker.errors import InputError, SettingsError
from compliance_checker.pipeline import Checker
from compliance_checker.report.record import verdict_line
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.transcript.read import read_all, sources
from compliance_checker.transcript.source import Row
from compliance_checker.weigh import kept

from .conftest import NOW, RULES


@pytest.fixture
def small_units(monkeypatch):
    monkeypatch.setattr(archives, "UNIT_BYTES", 4_000)
    monkeypatch.setattr(archives.parts, "__defaults__", ("auto", 4_000))
    monkeypatch.setattr(archives.units, "__defaults__", (4_000,))


def ids(folder):
    path = folder / "verdicts.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["call_id"] for line in lines]


def problems(folder):
    lines = (folder / "problems.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_good_call_has_one_verdict(audit, done):
    outcome = done(audit())

    found = ids(audit().output)
    assert len(found) == len(set(found)) == 301
    assert outcome.summary.calls == 301
    assert outcome.summary.outcomes["violation"] == 151


def test_bad_calls_are_set_aside_with_file_and_line(audit, done):
    done(audit())

    assert [(one["code"], one["where"]) for one in problems(audit().output)] == [
        ("CC502", "2026/b.jsonl:101"),
        ("CC505", "2026/b.jsonl:103"),
        ("CC507", "a.jsonl:8"),
    ]


def test_a_call_without_id_is_named_by_its_place(audit, done):
    done(audit())

    assert ids(audit().output)[0] == "2026/03/t"


def test_audit_and_check_give_the_same_verdicts(audit, done, archive):
    done(audit())

    checker = Checker(
        load_rulebook(RULES), weigher=kept.read(), hearer=kept.read_cues()
    )
    rows = [one for one in read_all(sources([str(archive)])) if isinstance(one, Row)]
    expected = b"".join(verdict_line(checker.check(row.call)) for row in rows)
    assert (audit().output / "verdicts.jsonl").read_bytes() == expected


def test_small_units_number_lines_as_the_file_does(audit, done, small_units):
    done(audit())

    assert len(plan(audit()).units) > 10
    assert [one["where"] for one in problems(audit().output)] == [
        "2026/b.jsonl:101",
        "2026/b.jsonl:103",
        "a.jsonl:8",
    ]


def test_results_do_not_depend_on_the_number_of_workers(audit, done, small_units):
    one, two = audit("one"), audit("two", workers=2)

    assert done(one) == done(two)

    for name in ("verdicts.jsonl", "problems.jsonl", "summary.json", "report.html"):
        assert (one.output / name).read_bytes() == (two.output / name).read_bytes()


@pytest.mark.parametrize("stop_after", [1, 5, 9])
def test_a_stopped_audit_goes_on_where_it_was(audit, done, small_units, stop_after):
    whole, stopped = audit("whole"), audit("stopped")
    done(whole)
    seen = 0

    def stop(*_):
        nonlocal seen
        seen += 1
        if seen > stop_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stopped, plan(stopped), now=NOW, progress=stop)
    # A kill in the middle of a write leaves what is beyond the journal.
    for name in ("verdicts.jsonl.part", "problems.jsonl.part", JOURNAL):
        with (stopped.output / name).open("ab") as stream:
            stream.write(b'{"call_id": "half')
    done(audit("stopped", resume=True))

    for name in ("verdicts.jsonl", "problems.jsonl", "summary.json", "report.html"):
        assert (whole.output / name).read_bytes() == (
            stopped.output / name
        ).read_bytes()
    assert not (stopped.output / JOURNAL).exists()


def test_a_kill_while_finishing_loses_nothing(audit, done, monkeypatch):
    stopped = audit("stopped")

    def die(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(runs.Journal, "drop", die)
        patch.setattr(runs, "FINISHED", "summary.json.not-yet")
        with pytest.raises(KeyboardInterrupt):
            done(stopped)
    done(audit("stopped", resume=True))

    assert len(ids(stopped.output)) == 301


def test_sigkill_and_resume_lose_and_double_nothing(archive, tmp_path):
    # Wide calls make many units of few calls.
    padding = {"padding": "x" * 4_000}
    turns = [{"role": "agent", "text": "您好。"}]
    calls = (
        {"call_id": f"k-{n}", "turns": turns, "meta": padding} for n in range(3_000)
    )
    (archive / "big.jsonl").write_text(
        "".join(json.dumps(call) + "\n" for call in calls), encoding="utf-8"
    )
    output = tmp_path / "out"
    command = [
        sys.executable, "-m", "compliance_checker.cli", "audit", str(archive),
        "--output", str(output), "--workers", "2", "--rules", str(RULES),
    ]  # fmt: skip
    running = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, start_new_session=True
    )
    journal = output / JOURNAL
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None:
        if journal.exists() and journal.read_bytes().count(b"\n") >= 3:
            break
        time.sleep(0.01)
    was_running = running.poll() is None
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

    again = subprocess.run(
        [*command, "--resume", "--workers", "1"], capture_output=True, check=False
    )

    assert was_running
    assert again.returncode == 1, again.stderr
    found = ids(output)
    assert len(found) == len(set(found)) == 3_301


def test_an_unfinished_audit_is_not_begun_again_by_mistake(audit, done):
    one = audit()

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(one, plan(one), now=NOW, progress=stop)

    with pytest.raises(SettingsError, match="--resume"):
        done(one)


def test_a_finished_audit_is_not_written_over(audit, done):
    done(audit())

    for resume in (False, True):
        with pytest.raises(SettingsError, match="finished audit"):
            done(audit(resume=resume))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param("archive", "the archive has changed", id="archive"),
        pytest.param("rules", "the rulebook is another one now", id="rules"),
        pytest.param("format", "--format, --map or --mask differ", id="format"),
    ],
)
def test_an_audit_of_something_else_is_not_resumed(audit, done, archive, change, what):
    one = audit()

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(one, plan(one), now=NOW, progress=stop)
    fields = {"resume": True}
    if change == "archive":
        (archive / "more.txt").write_text("坐席：您好", encoding="utf-8")
    other = audit(**fields, **({"format": "jsonl"} if change == "format" else {}))
    if change == "rules":
        from dataclasses import replace

        from compliance_checker.settings import Settings

        other = replace(other, settings=Settings(rules=RULES / "T5"))

    with pytest.raises(SettingsError, match=what):
        done(other)


def test_nothing_to_audit_is_said(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        list(parts(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="no transcript in it"):
        list(parts(tmp_path))


def test_files_are_cut_at_line_ends_and_nothing_is_left_out(archive):
    path = archive / "a.jsonl"
    found = [one for one in parts(path, size=3_000) if isinstance(one, Part)]

    content = path.read_bytes()
    assert len(found) > 3
    assert b"".join(content[one.start : one.end] for one in found) == content
    assert all(content[one.end - 1] == 10 for one in found)
    assert all(content[: one.start].count(b"\n") == one.line - 1 for one in found)


def test_a_call_that_breaks_the_engine_does_not_stop_the_audit(
    audit, done, monkeypatch
):
    check_all = Checker.check_all

    def break_on_one(self, calls):
        for call in calls:
            if call.call_id == "c-3":
                raise RuntimeError(call.turns[0].text)
        return check_all(self, calls)

    monkeypatch.setattr(Checker, "check_all", break_on_one)
    outcome = done(audit())

    [problem] = [one for one in problems(audit().output) if one["code"] == "CC540"]
    assert outcome.summary.calls == 300
    assert problem["what"] == "could not be judged (RuntimeError)"


def test_the_report_names_teams_and_hides_no_number(audit, done):
    done(audit())

    html = (audit().output / "report.html").read_text(encoding="utf-8")
    assert "按团队" in html
    assert "<b>301</b>通话" in html
    figures = json.loads((audit().output / "summary.json").read_text(encoding="utf-8"))
    assert figures["categories"] == {"T2.1": 76, "T5.3": 75}
