"""``--dial-log`` through the commands."""

from __future__ import annotations

import json

import pytest

CALL = {
    "call_id": "c-1", "channel": "voice", "started_at": "2026-03-02T15:00:00+08:00",
    "debtor_id": "d-1", "lender_type": "bank_card",
    "turns": [{"role": "collector", "text": "您好，今天天气不错。"}],
}  # fmt: skip
HEAD = "debtor_id,at,connected,seconds,number,call_id\n"
FOUR = HEAD + "".join(
    f"d-1,2026-03-02 1{hour}:00,是,60,n-1,{'c-1' if hour == 5 else ''}\n"
    for hour in (0, 1, 2, 5)
)


@pytest.fixture
def files(tmp_path):
    def write(log):
        calls, dials = tmp_path / "calls.jsonl", tmp_path / "dials.csv"
        calls.write_text(json.dumps(CALL) + "\n", encoding="utf-8")
        dials.write_text(log, encoding="utf-8")
        return calls, "--dial-log", dials

    return write


def test_the_fourth_call_of_a_day_is_a_violation(run, own_rules, files):
    code, out, _ = run("check", "--json", *files(FOUR), *own_rules)

    verdict = json.loads(out)
    [found] = [one for one in verdict["call_findings"] if one["check"] == "C02"]
    assert found["detail"] == "当日第4次有效通话，上限3次"
    assert found["basis"][0]["id"] == "GBT45251"
    assert verdict["outcome"] == "violation"
    assert verdict["score"] == 80
    assert "C02" not in {one["check"] for one in verdict["not_checked"]}
    assert code == 1


def test_three_calls_leave_the_verdict_as_it_was(run, own_rules, files):
    three = FOUR.replace("d-1,2026-03-02 11:00,是,60,n-1,\n", "")
    calls, *dials = files(three)

    with_log = json.loads(run("check", "--json", calls, *dials, *own_rules)[1])
    without = json.loads(run("check", "--json", calls, *own_rules)[1])

    missing = {one["check"] for one in without["not_checked"]} - {"C02", "C03"}
    assert {one["check"] for one in with_log["not_checked"]} == missing
    for name in ("outcome", "score", "findings", "call_findings", "rulebook"):
        assert with_log[name] == without[name]


def test_what_the_log_cannot_tell_does_not_blame_its_absence(run, own_rules, files):
    _, out, _ = run("check", "--json", *files(FOUR), *own_rules)

    why = {one["check"]: one["why"] for one in json.loads(out)["not_checked"]}
    assert why["C04"] == why["C13"] == "not told by the dial log"
    assert "no dial log" not in why.values()


def test_the_summary_tells_of_days_over_the_limit(run, own_rules, files):
    _, out, _ = run("check", *files(FOUR), *own_rules)

    assert "拨打记录：4 次拨打，1 天，超过上限 1 处\n" in out
    assert "  C02 2026-03-02 客户 d-1：有效通话 4 次（上限 3）\n" in out
    assert "n-1" not in out


def test_an_audit_counts_as_a_check_does(run, own_rules, files, tmp_path):
    calls, *dials = files(FOUR)
    folder = tmp_path / "out"

    run("audit", calls, "--output", folder, "--workers", 1, *dials, *own_rules)
    _, out, _ = run("check", "--json", calls, *dials, *own_rules)

    assert (folder / "verdicts.jsonl").read_text(encoding="utf-8") == out
    assert "4 次拨打，1 天，超过上限 1 处" in (folder / "report.html").read_text(
        "utf-8"
    )


def test_a_bad_log_is_refused_before_anything_is_judged(run, own_rules, files):
    code, out, err = run("check", *files(FOUR.replace("是", "也许", 1)), *own_rules)

    assert (code, out) == (2, "")
    assert "dials.csv:2: CC506" in err


def test_an_overlay_may_switch_a_dial_check_off(run, own_rules, files, tmp_path):
    house = tmp_path / "anxin"
    house.mkdir()
    (house / "overlay.yaml").write_text(
        "name: anxin\ntitle: 甲\nowner: 乙\nchecks:\n"
        "  C02: {enabled: false, reason: 次数由拨号系统控制, by: 丙, date: 2026-11-20}\n",
        encoding="utf-8",
    )

    _, out, _ = run("check", "--json", *files(FOUR), *own_rules, "--overlay", house)

    assert "C02" not in {one["check"] for one in json.loads(out)["call_findings"]}
