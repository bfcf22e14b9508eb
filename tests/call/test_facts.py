from __future__ import annotations

import pytest

from compliance_checker.call.facts import judge
from compliance_checker.detect.candidate import Situation
from compliance_checker.model import Call, Case, Collector


def situation(**known) -> Situation:
    return Situation(index=3, role="collector", **known)


CALL = Call(
    "c",
    (),
    collector=Collector(employer="agency"),
    case=Case(plan="active", litigation=False),
)


@pytest.mark.parametrize(
    ("when", "here", "expected"),
    [
        ({}, situation(), "violation"),
        ({"employer": "agency"}, situation(), "violation"),
        ({"employer": "in_house"}, situation(), None),
        ({"employer": ["in_house", "agency"]}, situation(), "violation"),
        ({"litigation": False}, situation(), "violation"),
        ({"litigation": True}, situation(), None),
        ({"dispute": True}, situation(), "needs_review"),
        ({"dispute": True}, situation(last={"dispute": 1}), "violation"),
        ({"plan": "active", "channel": "voice"}, situation(), "needs_review"),
        ({"plan": "none", "channel": "voice"}, situation(), None),
        ({"on_line": "third_party"}, situation(), "needs_review"),
        ({"on_line": "third_party"}, situation(on_line="debtor"), None),
        ({"on_line": "third_party"}, situation(on_line="third_party"), "violation"),
        ({"verified": False}, situation(verification="none"), "violation"),
        ({"verified": False}, situation(verification="claimed"), "needs_review"),
        ({"verified": False}, situation(verification="unknown"), "needs_review"),
        ({"verified": False}, situation(verification="verified"), None),
        ({"said_illness": True}, situation(), None),
        ({"said_illness": True}, situation(last={"illness": 0}), "violation"),
        ({"said_illness": False}, situation(), "violation"),
        ({"lender_type": "bank_card"}, situation(), "needs_review"),
    ],
)
def test_all_true_is_a_violation_and_the_unknown_is_for_review(when, here, expected):
    facts = judge(when, CALL, here)

    assert (facts.status if facts else None) == expected


def test_what_is_not_known_is_named():
    facts = judge({"employer": "agency", "on_line": "debtor"}, CALL, situation())

    assert facts is not None
    assert facts.reasons == ("employer: agency", "not known: on_line")
