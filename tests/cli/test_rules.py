"""``compliance-checker rules``."""

from __future__ import annotations

import pytest

from compliance_checker.call.checks import CHECKS
from compliance_checker.report.measures import MEASURES


def test_the_examples_of_the_rules_pass(run, own_rules):
    code, out, _ = run("rules", "test", *own_rules)

    assert code == 0
    assert "2 条规则，14 个例句，0 个不符" in out


def test_an_example_that_fails_is_shown(run, tmp_path, own_rules):
    source = next(own_rules[1].rglob("T5.3*.yaml")).read_text(encoding="utf-8")
    rules = tmp_path / "T5"
    rules.mkdir()
    wrong = source.replace("    - 今晚打给你爸妈。", "    - 今晚吃饭。")
    (rules / "T5.3-tell-family.yaml").write_text(wrong, encoding="utf-8")

    code, out, _ = run("rules", "test", "T5", "--rules", tmp_path)

    assert code == 1
    assert "今晚吃饭。" in out


def test_rules_are_listed(run, own_rules):
    code, out, _ = run("rules", "list", *own_rules)

    assert code == 0
    assert out.splitlines() == [
        "T2.1-rude-word  严重  脏话",
        "T5.3-tell-family  较重  扬言告诉家人",
    ]


def test_a_rule_is_explained_with_law_and_examples(run, own_rules):
    code, out, _ = run("rules", "explain", "T5.3-tell-family", *own_rules)

    assert code == 0
    assert "《商业银行信用卡业务监督管理办法》第68条（监管规定，有约束力）" in out
    assert "今晚打给你爸妈。" in out
    assert "我们不会告诉你家里人。" in out


def test_a_category_and_a_check_are_explained(run, own_rules):
    assert "1 条规则" in run("rules", "explain", "T5.3", *own_rules)[1]
    assert "没有拨打记录" in run("rules", "explain", "C02", *own_rules)[1]


def test_an_unknown_code_gets_near_ones_as_a_hint(run, own_rules):
    code, _, err = run("rules", "explain", "T5.3-tel-family", *own_rules)

    assert code == 2
    assert "是不是要找 T5.3-tell-family" in err


def test_lint_lists_what_to_mend(run, own_rules, tmp_path):
    rules = tmp_path / "T5"
    rules.mkdir()
    (rules / "T5.3-x.yaml").write_text("id: T5.3-x\nseverty: major\n", encoding="utf-8")

    code, out, err = run("rules", "lint", "--rules", tmp_path)

    assert code == 2
    assert "severty" in err
    assert "个问题" in out


def test_a_family_is_explained_as_a_list_of_its_rules(run):
    code, out, _ = run("rules", "explain", "T1")

    assert code == 0
    assert out.startswith("T1 人身威胁与暴力恐吓：")
    assert "T1.2 威胁家属、子女" in out
    assert "T10.1" not in out


def test_a_check_says_what_it_measures_and_how_it_answers(run):
    code, out, _ = run("rules", "explain", "C06")

    assert code == 0
    for heading in ("看什么：", "符合：", "不符合：", "不能判断：", "为什么："):
        assert heading in out
    assert "前两句没有问候" in out


def test_every_check_that_is_made_is_explained():
    assert MEASURES.keys() == CHECKS.keys()


def test_the_rule_named_in_the_help_is_there(run, capsys):
    with pytest.raises(SystemExit):
        run("rules", "explain", "--help")
    [rule] = [
        word
        for word in capsys.readouterr().out.replace("、", " ").split()
        if "T5.3-" in word
    ]

    assert run("rules", "explain", rule[rule.index("T5.3-") :].split("）")[0])[0] == 0


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("T5.3-contact-family", "T5.3-"),
        ("T1.1-veiled-threats", "T1.1-veiled-threat"),
        ("C6", "C06"),
        ("T11", "T1"),
    ],
)
def test_a_near_miss_suggests_the_nearest(run, code, near):
    exit_code, _, err = run("rules", "explain", code)

    assert exit_code == 2
    assert near in err.split("提示", 1)[1]


def test_the_shipped_rulebook_is_in_good_order(run):
    code, out, _ = run("rules", "lint")

    assert code == 0
    assert out.endswith("0 个问题\n")


BROKEN = """\
id: {id}
category: T5.3
title: {id}
since: "2026.11"
severity: major
why: 只能面向本人。
basis:
  - {{id: PIPL, article: "6"}}
suggestion: 我们只与您本人沟通。
false_alarms: 无
detect:
  any:
    - phrase: [告诉你家里人]
examples:
  match: [告诉你家里人, 我告诉你家里人]
  no_match: [我们不联系您家人, 和家人商量, 打给客服]
"""


@pytest.fixture
def two_rules(tmp_path):
    """Two rules with too few sentences each; comes as the folder of rules."""
    folder = tmp_path / "rules" / "T5"
    folder.mkdir(parents=True)
    for name in ("T5.3-b", "T5.3-a"):
        (folder / f"{name}.yaml").write_text(BROKEN.format(id=name), encoding="utf-8")
    return folder.parent


def test_lint_sorts_and_tells_what_to_do_once_a_kind(run, two_rules):
    code, _, err = run("rules", "lint", "T5.3", "--rules", two_rules)

    assert code == 1
    assert err.index("T5.3-a.yaml") < err.index("T5.3-b.yaml")
    assert err.count("CC231") == 2
    assert err.count("至少 3 个") == 1


@pytest.mark.parametrize("what", ["T5.3-a", "rules/T5/T5.3-a.yaml"])
def test_lint_takes_rules_and_files(run, two_rules, what):
    code, out, err = run("rules", "lint", what, "--rules", two_rules)

    assert code == 1
    assert "T5.3-b" not in err
    assert out == "1 条规则，1 个问题\n"


def test_lint_of_what_is_not_there_says_so(run, two_rules):
    code, _, err = run("rules", "lint", "T5.3-c", "--rules", two_rules)

    assert code == 2
    assert "T5.3-a" in err
