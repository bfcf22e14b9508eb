from __future__ import annotations

import pytest

from compliance_checker.model import Call, CallFinding, Finding, NotChecked, RulebookId
from compliance_checker.verdict import reduced, score, verdict


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
    assert score(findings, checks) == points


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
        failed=failed,
        judged=judged,
    )

    assert made.outcome == outcome
    assert (made.score == 0) is (outcome == "not_checked")
