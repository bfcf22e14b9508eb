"""The names rule files may use, and the code behind them, are the same sets."""

from __future__ import annotations

from compliance_checker.call.checks import CHECKS
from compliance_checker.call.facts import FACTS
from compliance_checker.detect.kinds import KINDS
from compliance_checker.detect.state import STATES
from compliance_checker.rulebook import names
from compliance_checker.rulebook.load import load_valid


def test_the_kinds_are_those_there_is_code_for():
    assert frozenset(KINDS) == names.KINDS


def test_the_states_are_those_there_is_code_for():
    assert frozenset(STATES) == names.STATES


def test_the_facts_are_those_there_is_code_for():
    assert FACTS.keys() == names.FACTS.keys()


def test_every_said_flag_is_a_cue():
    assert load_valid()[0].cues.keys() >= names.SAID


def test_every_call_level_check_is_made_or_says_what_it_needs():
    checks = load_valid()[0].checks

    assert tuple(checks) == names.CHECKS
    for name, check in checks.items():
        assert (name in CHECKS) is not bool(check.needs) or not check.enabled


def test_the_checks_an_overlay_may_change_are_those_that_are_made():
    assert frozenset(CHECKS) == names.TRANSCRIPT_CHECKS


def test_there_are_39_sub_categories():
    assert len(names.CATEGORIES) == 39
    assert names.CATEGORIES[0] == "T1.1"
    assert names.CATEGORIES[-1] == "T10.1"
