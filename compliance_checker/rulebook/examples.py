"""Every rule tried on the sentences in its own file.

``python -m compliance_checker.rulebook.examples [RULE_ID …]`` tries what can be loaded
and lists what cannot, so that one author's slip does not stop another's trial.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import UNSET

from compliance_checker.model import (
    ROLE_ALIASES,
    ROLES,
    Call,
    Case,
    Collector,
    Finding,
    Utterance,
)
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import Rulebook, load_valid
from compliance_checker.rulebook.schema import Example, ExampleCall, Rule
from compliance_checker.weigh import kept

Group = Literal["match", "no_match", "known_miss"]


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What a rule made of one of its examples."""

    rule: str
    group: Group
    #: Place in the group, from 0.
    number: int
    #: The sentence judged (the last turn of a small call).
    text: str
    passed: bool
    #: Findings of this rule in the example.
    findings: tuple[Finding, ...]
    #: What is wrong; empty if passed.
    why: str = ""


def run_examples(
    rulebook: Rulebook, only: str | None = None
) -> tuple[ExampleResult, ...]:
    """Try every rule (or the rule *only*) on its own examples.

    A ``match`` must be found by this very rule, as a violation or for review; a
    ``no_match`` must not; a ``known_miss`` must still be missed.

    Raises:
        KeyError: If there is no rule *only*.
    """
    rules = rulebook.rules if only is None else (rulebook.rule(only),)
    return tuple(result for rule in rules for result in _of_rule(rulebook, rule))


def _of_rule(rulebook: Rulebook, rule: Rule) -> Iterator[ExampleResult]:
    # Alone, so that no other rule's finding can stand before this rule's.

    weighs = any(one.weighed for one in rule.detect.any)
    checker = Checker(
        replace(rulebook, rules=(rule,)),
        weigher=kept.read() if weighs else None,
        hearer=kept.read_cues(),
    )
    for group in ("match", "no_match", "known_miss"):
        for number, example in enumerate(getattr(rule.examples, group)):
            yield _tried(checker, rule, group, number, example)


def _tried(
    checker: Checker, rule: Rule, group: Group, number: int, example: str | Example
) -> ExampleResult:
    try:
        call = example_call(rule, example)
    except ValueError as error:
        text = example if isinstance(example, str) else example.text or ""
        return ExampleResult(rule.id, group, number, text, False, (), str(error))
    judged = checker.check(call)
    failed = [one.why for one in judged.not_checked if one.check == rule.id]
    why = failed[0] if failed else _why(group, example, judged.findings)
    text = call.turns[-1].text
    return ExampleResult(rule.id, group, number, text, not why, judged.findings, why)


def _why(group: Group, example: str | Example, findings: Sequence[Finding]) -> str:
    wanted = example.status if isinstance(example, Example) else None
    if group == "match":
        if not findings:
            return "not found"
        if wanted and all(finding.status != wanted for finding in findings):
            return f"found, but not as {wanted}"
    if group == "no_match" and findings:
        return f"found at {findings[0].text!r} ({findings[0].how})"
    if group == "known_miss" and findings:
        return "found after all: move it to match"
    return ""


def example_call(rule: Rule, example: str | Example) -> Call:
    """The small call that an example stands for.

    Raises:
        ValueError: If a turn has no known role, or the example has no text.
    """
    if isinstance(example, str):
        example = Example(text=example)
    turns = [_turn(line) for line in example.turns]
    if example.text is not None:
        turns.append((rule.speaker[0], example.text))
    if not turns:
        raise ValueError("the example has neither text nor turns")
    return replace(
        _header(example.call),
        turns=tuple(
            Utterance(index=index, role=cast(Any, role), text=text)
            for index, (role, text) in enumerate(turns)
        ),
    )


def _turn(line: str) -> tuple[str, str]:
    role, colon, text = line.partition(":")
    role = role.strip()
    role = ROLE_ALIASES.get(role, role)
    if not colon or role not in ROLES:
        raise ValueError("a turn is 'collector: …' or 'debtor: …'")
    return role, text.strip()


def _header(given: ExampleCall) -> Call:
    verified_by = given.verified_by
    known = verified_by is not UNSET or given.verified is not None
    if verified_by is UNSET:
        verified_by = "id_last4" if given.verified else None
    return Call(
        call_id="example",
        turns=(),
        channel=cast(Any, given.channel),
        started_at=datetime.fromisoformat(given.started_at)
        if given.started_at
        else None,
        lender_type=cast(Any, given.lender_type or "unknown"),
        callee=cast(Any, given.callee or "unknown"),
        collector=Collector(employer=cast(Any, given.employer or "unknown")),
        case=Case(
            litigation=given.litigation,
            plan=given.plan,
            dispute=given.dispute,
            verified_by=cast(Any, verified_by),
            verification_known=known,
        ),
    )


def main(arguments: Sequence[str]) -> int:
    """Try the named rules (or all), print what fails; 0 if nothing does."""
    folders = [Path(a) for a in arguments if "/" in a]
    names = [a for a in arguments if "/" not in a]
    rulebook, problems = load_valid(
        folders[0] / "rules" if folders else None,
        folders[0] / "lexicons" if folders else None,
    )
    for problem in problems:
        print(problem)
    known = {rule.id for rule in rulebook.rules}
    chosen = [
        rule
        for rule in sorted(known)
        if not names or any(rule.startswith(name) for name in names)
    ]
    results = [one for rule in chosen for one in run_examples(rulebook, rule)]
    wrong = [one for one in results if not one.passed]
    for one in wrong:
        print(f"{one.rule} {one.group}[{one.number}]: {one.why}\n    {one.text}")
    print(f"{len(chosen)} rules, {len(results)} examples, {len(wrong)} fail, "
          f"{len(problems)} problems")  # fmt: skip
    missing = [name for name in names if not any(k.startswith(name) for k in known)]
    for name in missing:
        print(f"no loaded rule begins with {name}")
    return 1 if wrong or missing or (problems and not names) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
