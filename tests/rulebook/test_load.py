from __future__ import annotations

import pytest

from compliance_checker.errors import RulebookError
from compliance_checker.rulebook.load import load_rulebook, load_valid


def problems(folder) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder / "rules", folder / "lexicons")
    return [str(problem) for problem in caught.value.problems]


def test_a_rulebook_in_good_order_loads(folder):
    home = folder()

    rulebook = load_rulebook(home / "rules", home / "lexicons")

    assert [rule.id for rule in rulebook.rules] == ["T5.3-contact-family"]
    assert rulebook.id.version == "2026.11"


def test_three_mistakes_in_one_file_are_told_at_once(folder, rule_text):
    home = folder(
        rule_text.replace("severity: major", "severity: awful")
        .replace("title:", "titel:")
        .replace("打给<3>", "打给<3")
    )

    told = problems(home)

    assert any("unknown field 'titel'" in line and ":3:" in line for line in told)
    assert any("awful" in line and ":5:" in line for line in told)
    assert any("CC114" in line and ":13:" in line for line in told)
    assert any("no 'title'" in line for line in told)


def test_a_broken_pattern_is_told_with_line_and_column(folder, rule_text):
    home = folder(rule_text.replace("打给<3>", "打给<99>"))

    [told] = problems(home)

    # 4 spaces, "- pattern: " and the quote stand before the pattern; the gap is third.
    assert told.startswith("rules/T5/T5.3-contact-family.yaml:13:19: CC114")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("unless: [negated]", "unless: [asked_politely]", "CC110"),
        ("id: PIPL", "id: PIPL9", "CC118"),
        ("category: T5.3", "category: T5.9", "CC109"),
        ("id: T5.3-contact-family", "id: T5.3-other-name", "CC108"),
        ('pattern: "打给<3>{relative}"', "{}", "CC111"),
        ('pattern: "打给<3>{relative}"', "{phrase: [a], state: x}", "CC111"),
        ('pattern: "打给<3>{relative}"', "phrase: [打]", "CC113"),
        ('pattern: "打给<3>{relative}"', "state: anything", "CC117"),
        ('pattern: "打给<3>{relative}"', "tokens: [[{POS: VERB}]]", "CC115"),
        ('pattern: "打给<3>{relative}"', '{pattern: "打给", views: [sound]}', "CC112"),
        ('pattern: "打给<3>{relative}"', '{pattern: "打给", personal: []}', "CC121"),
        (
            'pattern: "打给<3>{relative}"',
            '{pattern: "打给", personal: [name]}',
            "CC105",
        ),
        (
            'pattern: "打给<3>{relative}"',
            "{state: disclosed_to_third, personal: [mobile]}",
            "CC121",
        ),
        ("unless: [negated]", "when: {weather: fine}", "CC119"),
        ("unless: [negated]", "when: {plan: maybe}", "CC119"),
        ("unless: [negated]", 'when: {verified: "yes"}', "CC119"),
        ("unless: [negated]", "known: [plan]", "CC119"),
        ('since: "2026.11"', "since: 2026.11", "CC105"),
        ("unless: [negated]", "unless: [negated]\nunless: [quoted]", "CC104"),
        ("why: 只能面向本人。", "why: ''", "CC106"),
        ("unless: [negated]", "unless: negated", "CC105"),
        ("why: 只能面向本人。", "why: [", "CC102"),
    ],
)
def test_a_mistake_is_told_by_its_code(folder, rule_text, before, after, code):
    home = folder(rule_text.replace(before, after))

    assert any(code in line for line in problems(home))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"\xff\xfe", "CC101", id="not-utf-8"),
        pytest.param(b"", "CC103", id="empty"),
        pytest.param(b"- a\n- b\n", "CC103", id="a-list"),
        pytest.param(b"id: x\n\tbad", "CC102", id="a-tab"),
    ],
)
def test_a_file_that_is_no_rule_is_told(folder, data, code):
    home = folder()
    (home / "rules" / "T5" / "T5.1-x.yaml").write_bytes(data)

    assert any(code in line for line in problems(home))


def test_a_rule_in_two_places_is_told(folder, rule_text):
    home = folder()
    other = home / "rules" / "T9"
    other.mkdir()
    (other / "T5.3-contact-family.yaml").write_text(rule_text, encoding="utf-8")

    assert any("CC120" in line for line in problems(home))


def test_one_broken_rule_does_not_stop_the_others(folder, rule_text):
    home = folder(**{"T5.2-broken": "id: T5.2-broken\n"})

    rulebook, told = load_valid(home / "rules", home / "lexicons")

    assert [rule.id for rule in rulebook.rules] == ["T5.3-contact-family"]
    assert told


def test_the_hash_changes_with_every_byte_that_judges(folder):
    home = folder()
    before = load_rulebook(home / "rules", home / "lexicons").id
    with (home / "lexicons" / "relative.txt").open("a", encoding="utf-8") as file:
        file.write("舅舅\n")

    after = load_rulebook(home / "rules", home / "lexicons").id

    assert before.sha256 != after.sha256
    assert after == load_rulebook(home / "rules", home / "lexicons").id


def test_an_unknown_rule_is_a_key_error(folder):
    home = folder()

    with pytest.raises(KeyError):
        load_rulebook(home / "rules", home / "lexicons").rule("T1.1-nothing")
