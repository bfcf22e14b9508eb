"""The checker that every outgoing sentence passes: by the operator's own rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.errors import BadInput
from compliance_checker.configured import configured
from compliance_checker.errors import ComplianceError
from compliance_checker.pipeline import Checker
from compliance_checker.report.problems import problem_text
from compliance_checker.settings import read_settings


def own_checker(environment: Mapping[str, str]) -> Checker:
    """The checker that ``HECUI_CHECKER_*`` in *environment* asks for.

    The bot is held to the rules that its operator's collectors are held to, overlays
    and all.

    Raises:
        BadInput: If the rulebook cannot be used.
    """
    try:
        # What the bot sends is its own templates: nothing in them is disguised.
        settings = replace(read_settings(environment), restore=False)
        return configured(settings)
    except ComplianceError as error:
        problems = tuple(map(problem_text, error.problems))
        raise BadInput("规则库不能用", problems) from error
