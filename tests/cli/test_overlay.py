"""An overlay through the commands: what people are told of it."""

from __future__ import annotations

import json

import pytest

MANIFEST = """\
name: anxin
title: 安信补充规则
version: "3"
owner: 合规部
rules:
  T2.1-rude-word: {severity: minor, reason: 本行另按服务规范处理, by: 合规部 王宁, date: 2026-11-20}
  T5.3-tell-family: {enabled: false, reason: 由人工抽检代替本条规则, by: 合规部 王宁, date: 2026-11-20}
"""


@pytest.fixture
def overlay(tmp_path, own_rules):
    """Options that lay an overlay over the small rulebook."""
    home = tmp_path / "anxin"
    home.mkdir()
    (home / "overlay.yaml").write_text(MANIFEST, encoding="utf-8")
    return [*own_rules, "--overlay", home]


LINE = "叠加规则：安信补充规则（anxin.3）：改动自带规则库 2 处"


def test_the_list_of_rules_tells_what_was_changed_and_why(run, overlay):
    code, out, _ = run("rules", "list", *overlay)

    assert code == 0
    assert "T2.1-rude-word  轻微  脏话\n" in out
    assert "T5.3-tell-family  较重  扬言告诉家人  [停用]\n" in out
    assert f"{LINE}，负责：合规部" in out
    assert "T2.1-rude-word 严重程度由严重改为轻微" in out
    assert "2026-11-20 合规部 王宁：由人工抽检代替本条规则" in out


def test_without_an_overlay_nothing_is_told_of_one(run, own_rules, bad_file):
    assert "叠加" not in run("rules", "list", *own_rules)[1]
    assert "叠加" not in run("check", bad_file, *own_rules)[1]


def test_a_check_says_whose_rules_it_went_by(run, overlay, bad_file):
    code, out, _ = run("check", bad_file, *overlay)

    assert f"\n{LINE}\n" in out
    assert "T5.3" not in out
    assert code == 0


def test_the_verdict_names_the_overlay_in_its_version(run, overlay, clean_file):
    _, out, _ = run("check", "--json", clean_file, *overlay)

    rulebook = json.loads(out)["rulebook"]
    assert rulebook.keys() == {"version", "sha256"}
    assert rulebook["version"] == "2026.11+anxin.3"


def test_reports_have_one_line_of_it(run, overlay, bad_file, tmp_path):
    page = tmp_path / "report.html"
    run("check", bad_file, "--report", page, *overlay)
    run("audit", bad_file, "--output", tmp_path / "out", "--workers", 1, *overlay)

    for report in (page, tmp_path / "out" / "report.html"):
        text = report.read_text(encoding="utf-8")
        assert "安信补充规则（anxin.3）：改动自带规则库 2 处" in text


def test_lint_refuses_a_critical_rule_off_without_a_reason(run, overlay):
    manifest = overlay[-1] / "overlay.yaml"
    text = MANIFEST.replace(
        "severity: minor, reason: 本行另按服务规范处理", "enabled: false"
    )
    manifest.write_text(text, encoding="utf-8")

    code, _, err = run("rules", "lint", *overlay)

    assert code == 2
    assert f"{manifest}:6: CC131 改动 rules.T2.1-rude-word，没有写理由" in err


def test_the_environment_names_overlays_too(run, overlay, clean_file, monkeypatch):
    monkeypatch.setenv("HECUI_CHECKER_OVERLAYS", str(overlay[-1]))

    _, out, _ = run("check", "--json", clean_file, *overlay[:-2])

    assert json.loads(out)["rulebook"]["version"] == "2026.11+anxin.3"


POLICY = """\
reason: 本行质检办法第三章
by: 质检部
date: 2026-11-20
score:
  points: {critical: 30, major: 12.5, minor: 4}
  needs_review: 0.5
  repeated: 1
  caps: {minor: 10}
outcome:
  - {outcome: violation, status: [violation], severity: [critical, major]}
  - {outcome: violation, status: [violation], severity: [minor], at_least: 3}
  - {outcome: needs_review, severity: [critical, major]}
  - {outcome: clean, severity: [minor]}
"""


def test_the_policy_is_told_in_words(run, overlay):
    (overlay[-1] / "policy.yaml").write_text(POLICY, encoding="utf-8")

    code, out, _ = run("rules", "explain", "policy", *overlay)

    assert code == 0
    for sentence in (
        "严重 30 分、较重 12.5 分、轻微 4 分",
        "一通里轻微问题合计最多扣 10 分。",
        "结论 2：有 3 处以上轻微的违规，得出“违规”。",
        "结论 4：全部都是轻微的问题，得出“未发现问题”。",
        "本办法由 质检部 于 2026-11-20 制定：本行质检办法第三章",
    ):
        assert sentence in out


def test_the_score_follows_the_policy_of_the_house(run, overlay, tmp_path):
    (overlay[-1] / "policy.yaml").write_text(POLICY, encoding="utf-8")
    said = {"role": "collector", "text": "你个王八蛋。"}
    path = tmp_path / "rude.jsonl"
    call = {"call_id": "c-1", "lender_type": "bank_card", "turns": [said]}
    path.write_text(json.dumps(call, ensure_ascii=False), encoding="utf-8")

    code, out, _ = run("check", "--json", path, *overlay)

    verdict = json.loads(out)
    assert (verdict["score"], verdict["outcome"]) == (96, "clean")
    assert [one["severity"] for one in verdict["findings"]] == ["minor"]
    assert code == 0
