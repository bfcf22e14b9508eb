"""The arithmetic of ``hecui nlu evaluate`` and its strict reading of files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.errors import BadInput
from bot.evaluation.rows import Entity, Labelled, read_labelled
from bot.evaluation.score import Read, judge, score


def row(name: str, intent: str, **values: Any) -> Labelled:
    told = {"id": name, "text": "x", "intent": intent, **values}
    return msgspec.convert(told, Labelled, strict=False)


def test_all_right_is_all_ones() -> None:
    rows = [row("1", "greet"), row("2", "affirm")]

    figures = score(rows, [Read("greet"), Read("affirm")])

    assert (figures["intent_accuracy"], figures["intent_macro_f1"]) == (1.0, 1.0)
    assert figures["confusions"] == []
    assert figures["entity_accuracy"] is None


def test_an_intent_that_is_as_good_counts() -> None:
    rows = [row("1", "greet", also_ok=["thanks_bye"])]

    assert score(rows, [Read("thanks_bye")])["intent_accuracy"] == 1.0
    assert score(rows, [Read("affirm")])["intent_accuracy"] == 0.0


def test_figures_of_each_intent() -> None:
    rows = [row("1", "greet"), row("2", "greet"), row("3", "affirm"), row("4", "deny")]
    read = [Read("greet"), Read("affirm"), Read("affirm"), Read("greet")]

    figures = score(rows, read)

    by_name = {intent["intent"]: intent for intent in figures["intents"]}
    assert by_name["greet"] == {
        "intent": "greet",
        "n": 2,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }
    assert by_name["affirm"]["precision"] == 0.5
    assert by_name["deny"]["f1"] == 0.0
    assert figures["intent_macro_f1"] == round((0.5 + 2 / 3 + 0) / 3, 4)
    assert figures["confusions"] == [
        {"expected": "deny", "got": "greet", "n": 1},
        {"expected": "greet", "got": "affirm", "n": 1},
    ]


def given(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for kind, value in pairs]


@pytest.mark.parametrize(
    ("expected", "got", "found", "wrong"),
    [
        ([("amount", 800.0)], [("amount", 800)], 1, 0),
        ([("amount", 800.0)], [("amount", 80)], 0, 1),
        ([("amount", 800.0)], [], 0, 0),
        ([], [("amount", 800)], 0, 1),
        ([("date", None)], [("date", None)], 1, 0),
        ([("date", None)], [("date", "2025-06-25")], 0, 1),
        ([("date", "2025-06-25")], [("date", None)], 0, 0),
        ([("date", None)], [], 0, 0),
        ([("periods", 6.0)], [("periods", 6)], 1, 0),
        ([("periods", 6.0)], [("monthly_amount", 6)], 0, 1),
        ([("amount", 5.0), ("amount", 5.0)], [("amount", 5)], 1, 0),
        ([("amount", 5.0)], [("amount", 5), ("amount", 5)], 1, 0),
        ([("id_last4", "118X")], [("id_last4", "118x")], 1, 0),
        ([("id_last4", "0427")], [("id_last4", "427")], 0, 1),
    ],
)
def test_values_are_found_or_wrong(
    expected: list[tuple[str, Any]], got: list[tuple[str, Any]], found: int, wrong: int
) -> None:
    wanted = [Entity(kind, value) for kind, value in expected]

    result = judge(wanted, given(*got))

    assert (result.found, result.wrong) == (found, wrong)


def test_a_row_without_entities_is_not_judged_for_them() -> None:
    rows = [row("1", "greet"), row("2", "greet", entities=[])]
    read = [Read("greet", tuple(given(("amount", 5.0))))] * 2

    assert score(rows, read)["entity_wrong"] == 1


def test_the_object_is_exactly_that_of_the_design() -> None:
    assert list(score([row("1", "greet")], [Read("greet")])) == [
        "intent_accuracy",
        "intent_macro_f1",
        "entity_accuracy",
        "entity_wrong",
        "intents",
        "confusions",
    ]


GOOD = {
    "id": "1",
    "text": "25号还五百",
    "intent": "promise_to_pay",
    "also_ok": ["partial_payment"],
    "ref_date": "2025-06-18",
    "entities": [{"type": "amount", "value": 500}, {"type": "date", "value": None}],
}


def test_the_format_of_the_design_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(GOOD) + "\n", encoding="utf-8")

    [labelled] = read_labelled(path)

    assert labelled.entities == (Entity("amount", 500.0), Entity("date", None))


BAD: list[dict[str, Any]] = [
    {"mood": "x"},
    {"intent": 5},
    {"intent": ""},
    {"ref_date": "18.6.2025"},
    {"ref_date": None},
    {"entities": [{"type": "colour", "value": "red"}]},
    {"entities": [{"type": "date", "value": "25号"}]},
    {"entities": [{"type": "amount", "value": "500"}]},
    {"entities": [{"type": "periods", "value": 2.5}]},
    {"entities": [{"type": "id_last4", "value": "04271"}]},
    {"entities": [{"type": "amount"}]},
]


def test_every_bad_line_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{**GOOD, "id": str(n), **change} for n, change in enumerate(BAD)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        read_labelled(path)

    lines = [int(problem.split(":")[1]) for problem in refused.value.problems]
    assert lines == list(range(1, len(BAD) + 1))
    assert refused.value.exit_code == 2
