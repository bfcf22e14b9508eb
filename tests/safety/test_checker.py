"""Every sentence of the bot passes the checker that judges the collectors."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from actions.templates import template, templates
from compliance_checker.model import Call, Case, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook

_SPEC = importlib.util.spec_from_file_location(
    "values_of_templates", Path(__file__).parent / "test_templates.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
_values = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_values)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(load_rulebook())


@pytest.mark.parametrize("template_id", sorted(templates()))
def test_a_sentence_of_the_bot_is_clean(checker: Checker, template_id: str) -> None:
    found = template(template_id)
    case = Case(
        litigation=False,
        plan="none",
        dispute=False,
        verified_by="link+id_last4" if found.facts else None,
        verification_known=True,
    )

    for number, line in enumerate((*found.text, *found.sms, *found.before)):
        text = line.format_map(_values.VALUES)
        call = Call(
            call_id=f"{template_id}-{number}",
            turns=(Utterance(0, "bot", text),),
            channel="im",
            callee="debtor",
            case=case,
        )

        verdict = checker.check(call)

        assert [(f.rule, f.status, f.text) for f in verdict.findings] == [], text
