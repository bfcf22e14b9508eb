"""``policy.yaml``: what it may say, and that it decides."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.errors import RulebookError
from compliance_checker.model import SEVERITIES
from compliance_checker.rulebook.document import convert, read
from compliance_checker.rulebook.load import load_rulebook, packaged_policy
from compliance_checker.rulebook.policy import RESULTS, STATUSES, Policy, outcome_of

POLICY = """\
score:
  points: {critical: 60, major: 25, minor: 10}
  needs_review: 0.5
  repeated: 1.0
  caps: {minor: 20}
outcome:
  - {outcome: violation, status: [violation], severity: [critical, major]}
  - {outcome: violation, status: [violation], severity: [minor], at_least: 3}
  - {outcome: needs_review, severity: [critical, major]}
  - {outcome: clean, severity: [minor]}
"""
HEAD = "name: anxin\ntitle: 安信补充规则\nowner: 合规部\n"
SIGNED = "reason: 本行质检办法第三章\nby: 质检部\ndate: 2026-11-20\n"
KINDS = tuple(itertools.product(SEVERITIES, STATUSES))


def policy_in(text: str) -> Policy:
    document = read("policy.yaml", text.encode())
    policy = convert(document, document.value, Policy)
    assert policy
    return policy


HOUSE = policy_in(POLICY)


@pytest.fixture
def load(folder, tmp_path):
    """Load the small rulebook with a policy of the house."""

    def load_it(policy: str, signed: str = SIGNED):
        home, house = folder(), tmp_path / "house"
        house.mkdir()
        (house / "overlay.yaml").write_text(HEAD, encoding="utf-8")
        (house / "policy.yaml").write_text(signed + policy, encoding="utf-8")
        return load_rulebook(home / "rules", home / "lexicons", overlays=[house])

    return load_it


def test_an_overlay_puts_its_policy_in_place_of_the_shipped(load):
    rulebook = load(POLICY)

    assert rulebook.policy.score.points.critical == 60
    assert [one.kind for one in rulebook.overlays[0].changes] == ["policy"]


def test_a_policy_folder_may_hold_one_too(folder):
    home = folder()
    (home / "rules" / "policy.yaml").write_text(POLICY, encoding="utf-8")

    rulebook = load_rulebook(home / "rules", home / "lexicons")

    assert rulebook.policy.score.caps.minor == 20


def test_the_policy_is_in_the_hash(load, folder):
    home = folder()
    plain = load_rulebook(home / "rules", home / "lexicons").id
    (home / "rules" / "policy.yaml").write_text(POLICY, encoding="utf-8")

    assert load_rulebook(home / "rules", home / "lexicons").id != plain


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        pytest.param("critical: 60", "critical: 600", ":5: CC150", id="too-many"),
        pytest.param("critical: 60", "critical: 20", ":5: CC151", id="not-rising"),
        pytest.param("minor: 10", "minor: -1", ":5: CC150", id="below-nothing"),
        pytest.param("minor: 10}", "}", ":5: CC105", id="a-severity-forgotten"),
        pytest.param("major: 25", "major: 多", ":5: CC105", id="no-number"),
        pytest.param("needs_review: 0.5", "needs_review: 25", ":6: CC150", id="share"),
        pytest.param("repeated: 1.0", "repeted: 1.0", ":7: CC105", id="a-typo"),
        pytest.param("{minor: 20}", "{minor: 200}", ":8: CC150", id="cap"),
        pytest.param("{minor: 20}", "{slight: 20}", ":8: CC105", id="cap-of-nothing"),
        pytest.param("at_least: 3", "at_least: 0", ":11: CC150", id="at-least-none"),
        pytest.param("[critical, major]}", "[]}", ":10: CC152", id="takes-nothing"),
        pytest.param("clean", "guilty", ":13: CC105", id="no-outcome"),
        pytest.param(
            "severity: [minor], at_least: 3", "severity: [major]", ":11: CC153",
            id="never-reached",
        ),
        pytest.param(
            "clean, severity: [minor]", "violation", ":13: CC153", id="order"
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_code(load, before, after, place):
    with pytest.raises(RulebookError) as caught:
        load(POLICY.replace(before, after, 1))

    assert any(place in str(one) for one in caught.value.problems), caught.value


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        pytest.param(
            "  - {outcome: clean, severity: [minor, major]}\n", "major", id="major"
        ),
        pytest.param(
            "  - {outcome: needs_review, severity: [critical, major]}\n",
            "critical",
            id="critical",
        ),
        pytest.param(
            "  - {outcome: violation, status: [violation], at_least: 2}\n",
            "critical",
            id="one-critical-is-not-enough",
        ),
    ],
)
def test_no_policy_grades_grave_findings_away(load, outcome, told):
    policy = POLICY[: POLICY.index("outcome:")] + "outcome:\n" + outcome

    with pytest.raises(RulebookError) as caught:
        load(policy)

    assert any(
        one.code == "CC154" and f"one {told} finding" in one.what
        for one in caught.value.problems
    )


@pytest.mark.parametrize("line", SIGNED.splitlines())
def test_a_policy_of_the_house_says_why_who_and_when(load, line):
    with pytest.raises(RulebookError) as caught:
        load(POLICY, SIGNED.replace(line + "\n", ""))

    assert [one.code for one in caught.value.problems] == ["CC131"]


def test_minor_findings_may_be_let_pass_and_add_up(load):
    policy = load(POLICY).policy
    minor = ("minor", "violation")

    assert outcome_of(policy, [minor] * 2) == "clean"
    assert outcome_of(policy, [minor] * 3) == "violation"
    assert outcome_of(policy, [minor, ("major", "needs_review")]) == "needs_review"


def test_without_findings_every_policy_says_clean(load):
    assert outcome_of(packaged_policy(), []) == "clean"
    assert outcome_of(load(POLICY).policy, []) == "clean"


@given(st.lists(st.sampled_from(KINDS)), st.sampled_from(KINDS))
def test_one_more_finding_never_makes_an_outcome_milder(kinds, more):
    for policy in (packaged_policy(), HOUSE):
        before, after = outcome_of(policy, kinds), outcome_of(policy, [*kinds, more])

        assert RESULTS.index(after) <= RESULTS.index(before)
