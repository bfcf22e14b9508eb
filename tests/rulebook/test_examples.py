from __future__ import annotations

import pytest

from compliance_checker.rulebook.examples import example_call, main, run_examples
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.rulebook.schema import Example, ExampleCall, Rule


def results(home):
    rulebook = load_rulebook(home / "rules", home / "lexicons")
    return run_examples(rulebook)


def test_examples_in_good_order_pass(folder):
    assert all(one.passed for one in results(folder()))


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("match: [再不还就打给你老婆", "match: [请您还款", "not found"),
        ("no_match: [", "no_match: [我打给你老婆, ", "found at"),
        (
            "  no_match: [",
            "  known_miss: [我打给你老婆]\n  no_match: [",
            "found after all",
        ),
        ("match: [再", 'match: ["nobody: x", {turns: ["nobody: x"]}, 再', "a turn is"),
        ("match: [再", "match: [{}, 再", "neither text nor turns"),
        (
            "match: [再",
            "match: [{text: 我打给你老婆, status: needs_review}, 再",
            "not as needs_review",
        ),
    ],
)
def test_an_example_that_fails_says_why(folder, rule_text, before, after, why):
    wrong = [
        one
        for one in results(folder(rule_text.replace(before, after)))
        if not one.passed
    ]

    assert any(why in one.why for one in wrong)


def test_an_unknown_rule_cannot_be_tried(folder):
    home = folder()
    rulebook = load_rulebook(home / "rules", home / "lexicons")

    with pytest.raises(KeyError):
        run_examples(rulebook, "T1.1-nothing")


def test_an_example_call_carries_what_is_known():
    example = Example(
        turns=("customer: 喂", "agent: 您好"),
        text="您逾期了",
        call=ExampleCall(callee="third_party", verified=False, plan="active"),
    )

    call = example_call(Rule(), example)

    assert [turn.role for turn in call.turns] == ["debtor", "collector", "collector"]
    assert call.callee == "third_party"
    assert call.case.verification_known
    assert call.case.verified_by is None
    assert call.case.plan == "active"


def test_the_runner_goes_on_past_a_broken_file(folder, rule_text, capsys):
    home = folder(**{"T5.2-broken": "id: T5.2-broken\n"})

    code = main([str(home), "T5.3"])

    assert code == 0
    told = capsys.readouterr().out
    assert "T5.2-broken.yaml" in told
    assert "1 rules, 7 examples, 0 fail" in told


def test_the_runner_fails_on_a_rule_that_is_not_there(folder, capsys):
    assert main([str(folder()), "T9.9"]) == 1
    assert "no loaded rule" in capsys.readouterr().out
