"""``compliance-checker check``."""

from __future__ import annotations

import io
import json
import sys

import pytest

from compliance_checker.cli import main

from .conftest import lines


def test_a_clean_file_exits_with_0(run, own_rules, clean_file):
    code, out, _ = run("check", clean_file, *own_rules)

    assert code == 0
    assert "共 1 通：未发现问题 1" in out


def test_findings_exit_with_1_and_show_the_evidence(run, own_rules, bad_file):
    code, out, _ = run("check", bad_file, *own_rules)

    assert code == 1
    assert "不还我就【告诉你家里人】。" in out
    assert "\x1b" not in out


def test_json_lines_come_out_in_the_order_of_the_calls(run, own_rules, bad_file):
    code, out, _ = run("check", bad_file, "--json", *own_rules)

    assert code == 1
    assert [json.loads(line)["call_id"] for line in out.splitlines()] == ["c-1", "c-2"]


def test_offsets_point_into_the_text_that_was_sent(run, own_rules, bad_file):
    _, out, _ = run("check", bad_file, "--json", *own_rules)

    [finding] = json.loads(out.splitlines()[1])["findings"]
    assert (
        "不还我就告诉你家里人。"[finding["start"] : finding["end"]] == finding["text"]
    )


def test_output_holds_the_same_lines(run, own_rules, bad_file, tmp_path):
    path = tmp_path / "verdicts.jsonl"
    run("check", bad_file, "--output", path, *own_rules)
    _, out, _ = run("check", bad_file, "--json", *own_rules)

    assert path.read_text(encoding="utf-8") == out


def test_bad_input_exits_with_2_and_writes_nothing(run, own_rules, bad_file, tmp_path):
    with bad_file.open("a", encoding="utf-8") as stream:
        stream.write('{"call_id": "c-3", "turns": [{"role": "boss"}]}\n')
    path = tmp_path / "verdicts.jsonl"
    path.write_text("old", encoding="utf-8")

    code, out, err = run("check", bad_file, "--output", path, "--json", *own_rules)

    assert (code, out) == (2, "")
    assert path.read_text(encoding="utf-8") == "old"
    assert f"{bad_file}:3: CC506" in err
    assert f"{bad_file}:3: CC505 turns[0].text 没有给出" in err
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "bad.jsonl",
        "verdicts.jsonl",
    ]


def test_skip_bad_writes_the_good_calls_and_still_exits_with_2(
    run, own_rules, bad_file
):
    with bad_file.open("a", encoding="utf-8") as stream:
        stream.write("{\n")

    code, out, err = run("check", bad_file, "--json", "--skip-bad", *own_rules)

    assert code == 2
    assert len(out.splitlines()) == 2
    assert "CC502" in err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "CC503", id="empty"),
        pytest.param(b'{"call_id":"c","turns":[{"ro', "CC502", id="truncated"),
        pytest.param(b'{"call_id":"\xff"}', "CC501", id="not-utf8"),
    ],
)
def test_each_bad_file_gets_its_own_answer(run, own_rules, tmp_path, content, code):
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)

    exit_code, _, err = run("check", path, *own_rules)

    assert exit_code == 2
    assert code in err


def test_a_missing_file_exits_with_2(run, own_rules, tmp_path):
    code, _, err = run("check", tmp_path / "none.jsonl", *own_rules)

    assert code == 2
    assert "CC509 没有这个文件" in err


def test_a_folder_is_searched(run, own_rules, bad_file, clean_file):
    clean_file.unlink()
    code, out, _ = run("check", bad_file.parent, *own_rules)

    assert code == 1
    assert "共 2 通" in out


def test_standard_input_is_read(run, own_rules, monkeypatch):
    text = "坐席：不还我就告诉你家里人。\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))

    code, out, _ = run("check", "-", *own_rules)

    assert code == 1
    assert out.startswith("stdin  违规")


def test_a_call_in_which_nothing_was_said_is_not_clean(run, own_rules, tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"call_id": "c", "turns": []}', encoding="utf-8")

    code, out, _ = run("check", path, *own_rules)

    assert code == 1
    assert "未能检查" in out


def test_an_assumed_time_zone_is_told(run, own_rules, tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"call_id": "c", "started_at": "2026-03-02T10:00:00", "turns": []}',
        encoding="utf-8",
    )

    _, _, err = run("check", path, *own_rules)

    assert "注意：started_at 没有时区，按北京时间读（1 通）" in err


@pytest.mark.parametrize("suffix", ["html", "csv", "xlsx"])
def test_a_report_is_written_beside(run, own_rules, bad_file, tmp_path, suffix):
    path = tmp_path / f"report.{suffix}"

    code, _, _ = run("check", bad_file, "--report", path, *own_rules)

    assert code == 1
    assert path.stat().st_size > 200


def test_an_unknown_kind_of_report_is_refused(run, own_rules, bad_file):
    code, out, err = run("check", bad_file, "--report", "x.pdf", *own_rules)

    assert (code, out) == (2, "")
    assert "CC531" in err


def test_an_output_that_cannot_be_written_is_one_sentence(run, own_rules, bad_file):
    path = bad_file.parent / "nowhere" / "x.jsonl"

    code, _, err = run("check", bad_file, "--output", path, *own_rules)

    assert code == 2
    assert "CC530" in err


def test_speakers_are_mapped(run, own_rules, tmp_path):
    path = tmp_path / "a.json"
    segments = [{"start": 0, "end": 2, "text": "告诉你家里人", "speaker": "S1"}]
    path.write_text(json.dumps({"segments": segments}), encoding="utf-8")

    assert run("check", path, *own_rules)[0] == 2
    assert run("check", path, "--map", "S1=collector", *own_rules)[0] == 1
    assert run("check", path, "--map", "S1=debtor", *own_rules)[0] == 1


def test_a_bad_map_is_a_usage_error(own_rules, bad_file):
    with pytest.raises(SystemExit) as caught:
        main(["check", str(bad_file), "--map", "0=boss"])

    assert caught.value.code == 2


def test_a_broken_rulebook_exits_with_2_and_names_the_file(run, bad_file, tmp_path):
    rules = tmp_path / "rules" / "T5"
    rules.mkdir(parents=True)
    (rules / "T5.3-x.yaml").write_text("id: T5.3-x\nseverty: major\n", encoding="utf-8")

    code, out, err = run("check", bad_file, "--rules", rules.parent)

    assert (code, out) == (2, "")
    assert "T5.3-x.yaml" in err
    assert "severty" in err


def test_sources_are_told_once_at_the_end(run, own_rules, tmp_path):
    path = tmp_path / "two.jsonl"
    turns = [{"role": "collector", "text": "不还我就告诉你家里人。"}] * 2
    path.write_text(json.dumps({"call_id": "c", "turns": turns}), encoding="utf-8")

    _, out, _ = run("check", path, *own_rules)

    law = "《商业银行信用卡业务监督管理办法》第68条"
    assert out.count(law) == 1
    assert out.count("依据：[1]") == 2
    assert out.index(law) > out.rindex("建议说法")


def test_what_is_no_transcript_in_a_folder_is_skipped_and_named(
    run, own_rules, bad_file
):
    planted = bad_file.parent / "planted.json"
    planted.write_text('{"c-1": [], "c-2": ["T5.3"]}', encoding="utf-8")

    code, out, err = run("check", bad_file.parent, *own_rules)

    assert code == 1
    assert "共 2 通" in out
    assert f"已跳过 {planted}：不是通话记录" in err


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('{"callid": "c", "turns": []}', id="misspelt"),
        pytest.param('{"call_id": "c"', id="cut-off"),
        pytest.param('{"segments": [{"txt": "x"}]}', id="of-an-engine"),
        pytest.param("[]", id="empty"),
    ],
)
def test_a_spoiled_transcript_in_a_folder_is_never_skipped(
    run, own_rules, tmp_path, content
):
    (tmp_path / "x.json").write_text(content, encoding="utf-8")

    code, _, err = run("check", tmp_path, *own_rules)

    assert code == 2
    assert "CC5" in err
    assert "已跳过" not in err


def test_a_file_that_is_named_is_never_skipped(run, own_rules, tmp_path):
    path = tmp_path / "planted.json"
    path.write_text('{"c-1": []}', encoding="utf-8")

    assert run("check", path, *own_rules)[0] == 2


@pytest.mark.parametrize("command", ["check", "audit", "evaluate", "replay", "serve"])
def test_help_is_chinese_to_its_headings(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])

    out = capsys.readouterr().out
    assert out.startswith(f"用法：compliance-checker {command}")
    for english in ("usage", "positional", "options:", "show this help", "rulebook:"):
        assert english not in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["check"], "缺少：文件", id="missing"),
        pytest.param(["check", "x", "--nope"], "不认识的参数：--nope", id="unknown"),
        pytest.param(["check", "x", "--map", "0=boss"], "--map：写成", id="map"),
        pytest.param(
            ["check", "x", "--format", "pdf"], "--format：不能是", id="choice"
        ),
    ],
)
def test_a_usage_error_is_told_in_chinese(arguments, told, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert told in capsys.readouterr().err


NUMBER = [{"role": "collector", "text": "再不还我打13800138000告诉你老婆，就这样。"}]


@pytest.mark.parametrize("suffix", [".html", ".csv", None])
@pytest.mark.parametrize("masked", [True, False])
def test_reports_mask_numbers_unless_they_are_asked_for(
    run, own_rules, tmp_path, suffix, masked
):
    path, report = tmp_path / "x.jsonl", tmp_path / f"report{suffix}"
    path.write_text(lines({"call_id": "c", "turns": NUMBER}), encoding="utf-8")
    options = [] if masked else ["--no-mask"]
    if suffix:
        options += ["--report", report]

    code, out, _ = run("check", path, *options, *own_rules)

    shown = report.read_text(encoding="utf-8") if suffix else out
    assert code == 1
    assert ("13800138000" in shown) is not masked
    assert ("*******8000" in shown) is masked


@pytest.mark.parametrize("option", ["--mask", "--no-mask"])
def test_verdict_lines_are_never_masked(run, own_rules, tmp_path, option):
    path = tmp_path / "x.jsonl"
    turns = [{"role": "collector", "text": "我告诉13800138000你老婆。"}, *NUMBER]
    path.write_text(lines({"call_id": "c", "turns": turns}), encoding="utf-8")

    _, out, _ = run("check", path, "--json", option, *own_rules)

    for one in json.loads(out)["findings"]:
        said = turns[one["turn"]]["text"]
        assert said[one["start"] : one["end"]] == one["text"]
