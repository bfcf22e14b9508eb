from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.model import Call, CallFinding, Finding, NotChecked, RulebookId
from compliance_checker.report.record import verdict_line
from compliance_checker.rulebook.load import packaged_policy
from compliance_checker.rulebook.policy import Caps, Policy
from compliance_checker.verdict import deductions, reduced, score, verdict


def finding(rule: str, start: int, end: int, **known) -> Finding:
    fields = {
        "rule": rule,
        "category": rule[:4],
        "severity": "major",
        "status": "violation",
        "turn": 0,
        "start": start,
        "end": end,
        "text": "x",
        "how": "as written",
    }
    return Finding(**(fields | known))  # type: ignore[arg-type]


def check(name: str, severity: str = "minor", status: str = "violation") -> CallFinding:
    return CallFinding(name, severity, status, None, "…")  # type: ignore[arg-type]


def rules(findings) -> list[str]:
    return [one.rule for one in findings]


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        pytest.param(
            [finding("T1.1-a", 0, 4), finding("T1.1-b", 4, 8)],
            ["T1.1-a", "T1.1-b"],
            id="neighbours",
        ),
        pytest.param(
            [finding("T1.1-a", 0, 4), finding("T1.1-b", 3, 9)],
            ["T1.1-b"],
            id="the-longer",
        ),
        pytest.param(
            [finding("T1.1-a", 0, 4), finding("T1.1-b", 2, 9, severity="minor")],
            ["T1.1-a"],
            id="the-graver-before-the-longer",
        ),
        pytest.param(
            [
                finding("T1.1-a", 0, 9, severity="critical", status="needs_review"),
                finding("T1.1-b", 0, 4),
            ],
            ["T1.1-b"],
            id="the-certain-before-the-graver",
        ),
        pytest.param(
            [finding("T1.1-b", 0, 4), finding("T1.1-a", 0, 4)],
            ["T1.1-a"],
            id="the-name-last",
        ),
        pytest.param(
            [finding("T1.1-a", 0, 4), finding("T1.2-b", 0, 4)],
            ["T1.1-a", "T1.2-b"],
            id="categories-say-different-things",
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_of_what_overlaps_the_best_is_kept(found, kept):
    assert rules(reduced(found)) == kept
    assert rules(reduced(reversed(found))) == kept


def test_findings_come_out_in_the_order_of_the_text():
    found = [finding("T1.1-a", 8, 9), finding("T1.2-b", 0, 1)]

    assert rules(reduced(found)) == ["T1.2-b", "T1.1-a"]


@pytest.mark.parametrize(
    ("findings", "checks", "points"),
    [
        ([], [], 100),
        ([finding("T1.1-a", 0, 1)], [], 80),
        ([finding("T1.1-a", 0, 1)], [check("C06")], 72),
        ([finding("T1.1-a", 0, 1, severity="critical")], [], 50),
        ([finding("T1.1-a", 0, 1, status="needs_review")], [], 95),
        ([finding("T1.1-a", 0, 1), finding("T1.1-b", 5, 6)], [], 70),
        ([finding("T1.1-a", 0, 1), finding("T1.2-b", 5, 6)], [], 60),
        ([finding("T1.1-a", 0, 1, severity="minor", status="needs_review")], [], 98),
        ([finding(f"T1.{n}-a", 0, 1, severity="critical") for n in range(1, 4)], [], 0),
        ([], [check("C08", "major"), check("C11")], 72),
    ],
)
def test_the_score_follows_the_formula(findings, checks, points):
    assert score(findings, checks, packaged_policy()) == points


@pytest.mark.parametrize(
    ("findings", "failed", "judged", "outcome"),
    [
        ([], False, True, "clean"),
        ([], True, True, "not_checked"),
        ([], False, False, "not_checked"),
        ([finding("T1.1-a", 0, 1)], True, True, "violation"),
        ([finding("T1.1-a", 0, 1, status="needs_review")], False, True, "needs_review"),
        ([finding("T1.1-a", 0, 1, status="needs_review")], True, True, "needs_review"),
    ],
)
def test_what_was_not_looked_at_is_never_clean(findings, failed, judged, outcome):
    made = verdict(
        Call("c", ()),
        RulebookId("v", "s"),
        findings,
        [],
        [NotChecked("C02", "no dial log")],
        policy=packaged_policy(),
        failed=failed,
        judged=judged,
    )

    assert made.outcome == outcome
    assert (made.score == 0) is (outcome == "not_checked")


def with_caps(**caps: float) -> Policy:
    policy = packaged_policy()
    scoring = msgspec.structs.replace(policy.score, caps=Caps(**caps))
    return msgspec.structs.replace(policy, score=scoring)


@pytest.mark.parametrize(
    ("caps", "points"),
    [
        pytest.param({}, 45, id="none"),
        pytest.param({"minor": 5}, 50, id="minor"),
        pytest.param({"major": 20}, 70, id="major"),
        pytest.param({"needs_review": 2}, 50, id="review"),
        pytest.param({"category": 25}, 50, id="a-category"),
        pytest.param({"major": 100, "minor": 100}, 45, id="not-reached"),
        pytest.param({"major": 0, "minor": 0, "needs_review": 0}, 100, id="nothing"),
        pytest.param({"major": 25, "needs_review": 5}, 65, id="two-at-once"),
    ],
)
def test_a_kind_takes_off_no_more_than_its_cap(caps, points):
    found = [
        finding("T1.1-a", 0, 1),  # 20
        finding("T1.1-b", 5, 6),  # 10, a repeated category
        finding("T1.2-c", 0, 1, status="needs_review"),  # 5
        finding("T1.3-d", 0, 1, severity="minor"),  # 8
        finding("T1.2-e", 0, 1),  # 10
    ]
    checks = [check("C06", status="needs_review")]  # 2

    assert score(found, checks, with_caps(**caps)) == points


SEVERITY = st.sampled_from(["critical", "major", "minor"])
STATUS = st.sampled_from(["violation", "needs_review"])
FINDINGS = st.lists(
    st.builds(
        lambda rule, severity, status: finding(
            rule, 0, 1, severity=severity, status=status
        ),
        st.sampled_from(["T1.1-a", "T1.1-b", "T1.2-a", "T9.5-a"]),
        SEVERITY,
        STATUS,
    ),
    max_size=8,
)
CHECKS = st.lists(
    st.builds(check, st.sampled_from(["C06", "C08", "C14"]), SEVERITY, STATUS),
    max_size=4,
)


@given(FINDINGS, CHECKS)
def test_the_score_can_be_reckoned_from_the_written_verdict_and_the_policy(
    found, calls
):
    policy = packaged_policy()
    made = verdict(
        Call("c", ()), RulebookId("v", "s"), found, calls, [],
        policy=policy, failed=False, judged=True,
    )  # fmt: skip
    written = msgspec.json.decode(verdict_line(made))
    rows = [(one["category"], one) for one in written["findings"]]
    rows += [(one["check"], one) for one in written["call_findings"]]

    lost, seen = 0.0, set()
    for name, one in rows:
        points = {"critical": 50, "major": 20, "minor": 8}[one["severity"]]
        points *= 0.25 if one["status"] == "needs_review" else 1
        points *= 0.5 if name in seen else 1
        seen.add(name)
        lost += points

    assert written["score"] == max(0, 100 - int(lost))
    assert sum(one.points for one in deductions(found, calls, policy)) == lost


def test_a_house_that_lets_minor_findings_pass_does_not_hide_what_failed():
    policy = msgspec.convert(
        {
            "score": {"points": {"critical": 9, "major": 5, "minor": 1},
                      "needs_review": 0.5, "repeated": 0.5},
            "outcome": [{"outcome": "violation", "severity": ["critical", "major"]},
                        {"outcome": "clean", "severity": ["minor"]}],
        },
        Policy,
    )  # fmt: skip
    minor = [finding("T9.5-a", 0, 1, severity="minor")]

    outcomes = {
        verdict(
            Call("c", ()), RulebookId("v", "s"), minor, [], [],
            policy=policy, failed=failed, judged=True,
        ).outcome
        for failed in (False, True)
    }  # fmt: skip

    assert outcomes == {"clean", "not_checked"}
