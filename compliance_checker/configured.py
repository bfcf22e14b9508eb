"""The checker that settings ask for; what every command, service and gate judges by."""

from __future__ import annotations

from compliance_checker.detect.vocabulary import ordinary, vocabulary
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import Rulebook, rulebook_as_set
from compliance_checker.settings import Settings
from compliance_checker.text.restore import Restorer


def configured(settings: Settings, rulebook: Rulebook | None = None) -> Checker:
    """The checker of *settings*, by *rulebook* if that is loaded already.

    Raises:
        ComplianceError: If the rulebook cannot be used.
    """
    book = rulebook or rulebook_as_set(settings)
    return Checker(
        book,
        budget_seconds=settings.budget_seconds,
        cache=settings.cache,
        restorer=Restorer(vocabulary(book), ordinary(book)) if settings.restore else None,
    )
