"""``compliance-checker evaluate`` and the figures behind it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.evaluate.tally import wilson

FAMILY = {"role": "collector", "text": "不还我就告诉你家里人。"}
RUDE = {"role": "collector", "text": "王八蛋。"}
NICE = {"role": "collector", "text": "您好。"}
VEILED = {"role": "collector", "text": "您老家的人会知道的。"}


def row(number, turns, labels, **fields):
    return {"call_id": f"c-{number}", "turns": turns, "labels": labels, **fields}


def label(turn, category, **fields):
    return {"turn": turn, "category": category, "status": "violation", **fields}


ROWS = [
    row(1, [FAMILY, NICE], [label(0, "T5.3")]),
    row(2, [VEILED], [label(0, "T5.3")]),
    row(3, [RUDE], []),
    row(4, [NICE, {"role": "debtor", "text": "王八蛋"}], []),
    row(5, [RUDE], [label(0, "T2.2", also_ok=["T2.1"])]),
    row(6, [FAMILY], [label(0, "T2.1")]),
]


@pytest.fixture
def figures(run, own_rules, tmp_path):
    def evaluate(rows):
        path = tmp_path / "labelled.jsonl"
        path.write_text(
            "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows),
            encoding="utf-8",
        )
        errors = tmp_path / "errors.jsonl"
        code, out, err = run("evaluate", path, "--errors", errors, *own_rules)
        assert code == 0, err
        told = errors.read_text(encoding="utf-8").splitlines()
        return json.loads(out), [json.loads(one) for one in told]

    return evaluate


def test_violation_against_none_is_counted_by_turn(figures):
    found, _ = figures(ROWS)

    overall = found["overall"]
    assert (overall["true_positive"], overall["false_positive"]) == (3, 1)
    assert overall["false_negative"] == 1
    assert overall["precision"] == 0.75
    assert overall["recall_95"][0] < overall["recall"] < overall["recall_95"][1]


def test_the_debtors_words_are_no_judged_turns(figures):
    found, _ = figures(ROWS)

    assert found["turns"] == 7
    assert found["false_alarms"]["clean_turns"] == 3


def test_false_alarms_are_told_for_ten_thousand(figures):
    found, _ = figures(ROWS)

    assert found["false_alarms"]["violations"] == 1
    assert found["false_alarms"]["per_10000"] == round(10_000 / 3, 3)


def test_a_category_that_a_judge_accepts_is_right(figures):
    found, _ = figures(ROWS)

    assert found["categories"]["T2.2"]["true_positive"] == 1
    assert found["categories"]["T2.1"]["false_positive"] == 1


def test_confusions_name_label_and_finding(figures):
    found, _ = figures(ROWS)

    assert {(one["labelled"], one["found"]) for one in found["confusions"]} == {
        ("T5.3", None),
        ("T2.1", "T5.3"),
        (None, "T2.1"),
    }


def test_the_table_of_confusions_has_labels_in_rows_and_findings_in_columns(figures):
    found, _ = figures(ROWS)
    names, rows = found["confusion"]["names"], found["confusion"]["rows"]

    counted = {
        (names[row], names[column]): count
        for row, counts in enumerate(rows)
        for column, count in enumerate(counts)
        if count
    }
    assert counted == {
        ("T5", "T5"): 1,
        ("T5", "none"): 1,
        ("T2", "T2"): 1,
        ("T2", "T5"): 1,
        ("none", "T2"): 1,
        ("none", "none"): 2,
    }


def test_f1_has_an_interval_too(figures):
    found, _ = figures(ROWS)

    for record in (found["overall"], *found["categories"].values()):
        low, high = record["f1_95"]
        assert low <= record["f1"] <= high
    assert found["overall"]["f1_95"] == pytest.approx(
        [2 * j / (1 + j) for j in wilson(3, 5)], abs=1e-5
    )


def test_severities_come_from_the_rulebook(figures):
    found, _ = figures(ROWS)

    assert found["severities"]["critical"]["labelled"] == 1
    assert found["severities"]["major"]["labelled"] == 3


def test_errors_are_written_for_a_person(figures):
    _, errors = figures(ROWS)

    assert [(one["call_id"], one["kind"]) for one in errors] == [
        ("c-2", "miss"),
        ("c-3", "false_alarm"),
        ("c-6", "wrong_category"),
    ]
    assert errors[0]["text"] == VEILED["text"]


def test_macro_f1_is_the_mean_over_labelled_categories(figures):
    found, _ = figures(ROWS)

    scores = [found["categories"][one]["f1"] for one in ("T2.1", "T2.2", "T5.3")]
    assert found["macro_f1"] == round(sum(scores) / 3, 5)


def test_answers_on_checks_are_compared(figures):
    rows = [
        row(1, [NICE], [], call_labels=[{"check": "C02", "answer": "not_checked"}]),
        row(2, [NICE], [], call_labels=[{"check": "C02", "answer": "not_met"}]),
    ]

    found, errors = figures(rows)

    assert found["checks"]["C02"]["agreement"] == 0.5
    assert [one["kind"] for one in errors] == ["check"]


def test_no_calls_to_divide_by_gives_null(figures):
    found, _ = figures([row(1, [{"role": "debtor", "text": "喂"}], [])])

    assert found["overall"]["precision"] is None
    assert found["macro_f1"] is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param({}, "CC520", id="no-labels-is-no-clean-call"),
        pytest.param({"labels": [label(7, "T5.3")]}, "CC521", id="no-such-turn"),
        pytest.param({"labels": [label(0, "T5.9")]}, "CC521", id="no-such-category"),
        pytest.param({"labels": [{"turn": 0}]}, "CC520", id="no-category"),
        pytest.param(
            {"labels": [], "call_labels": [{"check": "C99", "answer": "met"}]},
            "CC521",
            id="no-such-check",
        ),
    ],
)
def test_labels_that_cannot_be_are_refused(run, own_rules, tmp_path, fields, code):
    path = tmp_path / "x.jsonl"
    path.write_text(
        json.dumps({"call_id": "c", "turns": [NICE], **fields}), encoding="utf-8"
    )

    exit_code, out, err = run("evaluate", path, *own_rules)

    assert (exit_code, out) == (2, "")
    assert code in err


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(part, extra):
    whole = part + extra
    interval = wilson(part, whole)

    assert interval is not None
    low, high = interval
    assert 0 <= low <= round(part / whole, 5) + 1e-5
    assert round(part / whole, 5) - 1e-5 <= high <= 1


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (50, 100, 0.40383, 0.59617)],
)
def test_intervals_are_those_of_the_tables(part, whole, low, high):
    assert wilson(part, whole) == (low, high)


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "labelled.jsonl"
    path.write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ROWS),
        encoding="utf-8",
    )
    return path


def test_a_terminal_gets_a_table(run, own_rules, labelled, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    code, out, _ = run("evaluate", labelled, *own_rules)

    assert code == 0
    assert "6 通通话，7 句参与评测" in out
    total = next(line for line in out.splitlines() if line.startswith("总体（报为违规"))
    assert total.split()[1:6] == ["4", "3", "1", "1", "75.0%"]
    assert "T5.3 扬言联系亲友" in out
    assert "  较重" in out
    assert "每万句 3333.3（95%区间" in out
    assert "按大类对照（行是标注，列是结果）：" in out
    assert re.search(r"^  T5 +0 +1 +1$", out, re.MULTILINE)


def test_a_terminal_gets_json_when_it_asks(run, own_rules, labelled, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    _, out, _ = run("evaluate", labelled, "--json", *own_rules)

    assert json.loads(out)["calls"] == 6


def test_a_pipe_gets_json(run, own_rules, labelled):
    _, out, _ = run("evaluate", labelled, *own_rules)

    assert json.loads(out)["calls"] == 6


def test_nothing_to_divide_by_is_a_dash_in_the_table(
    run, own_rules, tmp_path, monkeypatch
):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    path = tmp_path / "x.jsonl"
    path.write_text(
        json.dumps(row(1, [{"role": "debtor", "text": "喂"}], [])), encoding="utf-8"
    )

    _, out, _ = run("evaluate", path, *own_rules)

    assert "None" not in out
    assert "—" in out
