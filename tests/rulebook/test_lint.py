from __future__ import annotations

import pytest

from compliance_checker.errors import Problem
from compliance_checker.rulebook.lint import lint, remarks
from compliance_checker.rulebook.load import load_rulebook, load_valid

#: A folder of one rule covers one sub-category of 39; that is not the point here.
EXPECTED = {"CC221"}


FILE = "rules/T5/T5.3-contact-family.yaml"


def problems(home) -> tuple[Problem, ...]:
    return lint(load_rulebook(home / "rules", home / "lexicons"))


def codes(home) -> set[str]:
    return {problem.code for problem in problems(home)} - EXPECTED


def test_a_rule_in_good_order_has_no_problem(folder):
    assert codes(folder()) == set()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        pytest.param(", 老婆在吗]", "]", "CC232", id="few-near-misses"),
        pytest.param(
            "match: [再不还就打给你老婆, ", "match: [", "CC231", id="few-hits"
        ),
        pytest.param("和家人商量, 打给客服", "打给客服, 打给客服", "CC233", id="twice"),
        pytest.param(
            'article: "6"', 'article: "99"', "CC241", id="article-nobody-read"
        ),
        pytest.param(
            'id: PIPL, article: "6"',
            "id: NIFA2018",
            "CC242",
            id="nothing-in-force",
        ),
        pytest.param(
            'pattern: "打给<3>{relative}"', "phrase: [啊嗯]", "CC251", id="fillers-only"
        ),
        pytest.param(
            'pattern: "打给<3>{relative}"',
            "phrase: [打给, 打 给]",
            "CC252",
            id="same-twice",
        ),
        pytest.param(
            'pattern: "打给<3>{relative}"',
            "phrase: [打给, 打给你]",
            "CC253",
            id="never-alone",
        ),
        pytest.param(
            'pattern: "打给<3>{relative}"',
            "{phrase: [打给], views: [sound]}",
            "CC254",
            id="too-short-a-sound",
        ),
        pytest.param(
            "打给<3>{relative}", "打给<40>家里<40>人<1>", "CC262", id="wide-gaps"
        ),
    ],
)
def test_a_problem_is_told_by_its_code(folder, rule_text, before, after, code):
    home = folder(rule_text.replace(before, after))

    assert code in codes(home)


PATTERN = 'pattern: "打给<3>{relative}"'


@pytest.mark.parametrize(
    ("detector", "more", "code", "line"),
    [
        pytest.param("phrase: [打给你家, 啊嗯]", "", "CC251", 13, id="fillers-only"),
        pytest.param("phrase: [赶紧.还钱]", "", "CC251", 13, id="a-stop-read-otherwise"),
        pytest.param("phrase: [爆。通。讯。录]", "", "CC251", 13, id="stops-are-noise"),
        pytest.param(
            "{phrase: [通讯录在手, 打给], views: [sound]}", "", "CC251", 13,
            id="too-short-for-the-only-view",
        ),
        pytest.param("phrase: [打给你, 告诉打给你]", "", "CC253", 13, id="same-list"),
        pytest.param(
            "phrase: [打给你]\n    - phrase: [我打给你]", "", "CC253", 14,
            id="another-detector",
        ),
        pytest.param(
            "phrase: [打给你]\n    - phrase: [打给你]", "", "CC252", 14,
            id="the-same-in-another-detector",
        ),
        pytest.param(
            "phrase: [打给你爸妈]", 'except: ["打给<2>{relative}"]', "CC255", 13,
            id="always-excepted",
        ),
        pytest.param(
            "phrase: [不会打给你]\n  none:\n    - phrase: [不会]", "", "CC255", 13,
            id="always-vetoed-by-a-phrase",
        ),
        pytest.param(
            'phrase: [不会打给你]\n  none:\n    - pattern: "不会<2>给"', "", "CC255",
            13, id="always-vetoed-by-a-pattern",
        ),
    ],
)  # fmt: skip
def test_a_phrase_that_nothing_can_reach_is_told_with_its_line(
    folder, rule_text, detector, more, code, line
):
    text = rule_text.replace(PATTERN, detector)
    home = folder(text.replace("unless:", f"{more}\nunless:") if more else text)

    found = [one for one in problems(home) if one.code == code]

    assert [one.where for one in found] == [f"{FILE}:{line}"]


@pytest.mark.parametrize(
    ("detector", "more"),
    [
        pytest.param("phrase: [打给你家, 嗯打给他]", "", id="a-filler-in-it"),
        pytest.param("{phrase: [赶紧.还钱], views: [folded]}", "", id="folded-keeps-it"),
        pytest.param("phrase: [不还。打给你爸]", "", id="a-sentence-end"),
        pytest.param("{phrase: [打给, 打给你], views: [sound, compact]}", "", id="sound"),
        pytest.param(
            "{phrase: [打给你], views: [compact]}\n    - {phrase: [我打给你],"
            " views: [compact, shape]}", "", id="the-other-reads-less",
        ),
        pytest.param(
            "phrase: [打给你]\n  none:\n    - phrase: [我打给你]", "", id="a-veto",
        ),
        pytest.param(
            "phrase: [打给你爸妈]", 'except: ["^打给<2>{relative}"]', id="only-at-start"
        ),
        pytest.param(
            "phrase: [打给你爸妈]", 'except: ["[^不]打给<2>{relative}$"]',
            id="only-alone",
        ),
        pytest.param(
            "phrase: [打给你爸妈]", 'except: ["打给你"]', id="only-part-of-it"
        ),
        pytest.param(
            "{phrase: [打给你爸妈], views: [compact, sound]}",
            'except: ["打给你爸妈"]', id="by-sound-it-escapes",
        ),
    ],
)  # fmt: skip
def test_a_phrase_that_may_be_found_is_left_alone(folder, rule_text, detector, more):
    text = rule_text.replace(PATTERN, detector)
    home = folder(text.replace("unless:", f"{more}\nunless:") if more else text)

    assert codes(home) & {"CC251", "CC252", "CC253", "CC255"} == set()


@pytest.mark.parametrize(
    ("spoil", "code", "where"),
    [
        pytest.param(
            ("basis:\n  - {id: PIPL, article: \"6\"}\n", ""), "CC106", ":1",
            id="no-basis",
        ),
        pytest.param(
            ("basis:\n  - {id: PIPL, article: \"6\"}", "basis: []"), "CC106", ":7",
            id="an-empty-basis",
        ),
        pytest.param(("[negated]", "[negatid]"), "CC110", ":14", id="a-verifier"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_line(
    folder, rule_text, spoil, code, where
):
    home = folder(rule_text.replace(*spoil))

    _, broken = load_valid(home / "rules", home / "lexicons")

    assert [(one.code, one.where) for one in broken] == [(code, FILE + where)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("家人\n", "CC201", id="no-header"),
        pytest.param("# 空\n", "CC202", id="empty"),
        pytest.param("# x\n家人\n家人\n", "CC203", id="twice"),
        pytest.param("# x\n老婆\n家人\n", "CC204", id="out-of-order"),
        pytest.param("# x\n家\n家人\n", "CC205", id="one-character"),
    ],
)
def test_a_word_list_in_disorder_is_told(folder, text, code):
    home = folder()
    (home / "lexicons" / "relative.txt").write_text(text, encoding="utf-8")

    if code == "CC202":
        (home / "lexicons" / "empty.txt").write_text(text, encoding="utf-8")
        (home / "lexicons" / "relative.txt").write_text("# x\n家人\n", encoding="utf-8")

    assert code in codes(home)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("# x\n家人\n\n家人\n", "CC203", 4, id="twice"),
        pytest.param("# x\n家\n家人\n", "CC205", 2, id="one-character"),
    ],
)
def test_the_line_of_a_bad_term_is_told(folder, text, code, line):
    home = folder()
    (home / "lexicons" / "relative.txt").write_text(text, encoding="utf-8")

    [found] = [one for one in problems(home) if one.code == code]

    assert found.where == f"lexicons/relative.txt:{line}"


def test_a_list_of_single_characters_may_not_stand_alone(folder, rule_text):
    home = folder(rule_text.replace("打给<3>{relative}", "{relative}"))
    (home / "lexicons" / "relative.txt").write_text(
        "# x\n# single: yes\n爸\n", encoding="utf-8"
    )

    assert "CC263" in codes(home)


def test_a_pattern_may_wake_on_a_single_character(folder, rule_text):
    home = folder(rule_text.replace("打给<3>{relative}", "打<3>[你您]"))

    assert codes(home) == set()


def told(home) -> list[tuple[str, str]]:
    rulebook = load_rulebook(home / "rules", home / "lexicons")
    return [(one.code, one.what) for one in remarks(rulebook)]


def test_a_rule_that_binds_few_is_remarked_upon_and_in_order(folder, rule_text):
    home = folder(rule_text.replace('id: PIPL, article: "6"', "id: CBA2026"))

    assert "CC242" not in codes(home)
    assert ("CC243", "no source binds micro_loan, debt_buyer") in told(home)


def test_a_rule_that_binds_everyone_is_not_remarked_upon(folder):
    assert "CC243" not in {code for code, _ in told(folder())}


def test_an_unused_list_is_remarked_upon_and_in_order(folder):
    home = folder()
    (home / "lexicons" / "spare.txt").write_text("# x\n家人\n", encoding="utf-8")

    assert codes(home) == set()
    assert ("CC206", "no rule uses the list 'spare'") in told(home)


def test_a_sub_category_without_a_rule_is_told(folder):
    home = folder()
    rulebook = load_rulebook(home / "rules", home / "lexicons")

    missing = [problem for problem in lint(rulebook) if problem.code == "CC221"]

    assert len(missing) == 38
    assert missing[0].where == "rules/rulebook.yaml:1"
    assert missing[0].hint == "add rules/T1/T1.1-a-name.yaml"
