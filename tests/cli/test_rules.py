"""``compliance-checker rules``."""

from __future__ import annotations


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
    assert "did you mean T5.3-tell-family" in err


def test_lint_lists_what_to_mend(run, own_rules, tmp_path):
    rules = tmp_path / "T5"
    rules.mkdir()
    (rules / "T5.3-x.yaml").write_text("id: T5.3-x\nseverty: major\n", encoding="utf-8")

    code, out, err = run("rules", "lint", "--rules", tmp_path)

    assert code == 2
    assert "severty" in err
    assert "个问题" in out
