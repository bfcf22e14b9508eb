"""The checker that every outgoing sentence passes: by the operator's own rulebook."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import BadInput
from compliance_checker.errors import ComplianceError
from compliance_checker.pipeline import Checker
from compliance_checker.report.problems import problem_text
from compliance_checker.rulebook.load import rulebook_as_set
from compliance_checker.settings import read_settings


def own_checker(environment: Mapping[str, str]) -> Checker:
    """The checker that ``HECUI_CHECKER_*`` in *environment* asks for.

    The bot is held to the rules that its operator's collectors are held to, overlays
    and all.

    Raises:
        BadInput: If the rulebook cannot be used.
    """
    try:
        settings = read_settings(environment)
        rulebook = rulebook_as_set(settings)
    except ComplianceError as error:
        problems = tuple(map(problem_text, error.problems))
        raise BadInput("规则库不能用", problems) from error
    return Checker(rulebook, budget_seconds=settings.budget_seconds)
