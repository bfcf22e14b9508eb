"""The checker that settings ask for; what every command, service and gate judges by."""

from __future__ import annotations

from pathlib import Path

from compliance_checker.detect.vocabulary import ordinary, vocabulary
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import Rulebook, rulebook_as_set
from compliance_checker.settings import Settings
from compliance_checker.store import Store
from compliance_checker.text import segment
from compliance_checker.text.restore import Restorer
from compliance_checker.weigh import kept


def configured(settings: Settings, rulebook: Rulebook | None = None) -> Checker:
    """The checker of *settings*, by *rulebook* if that is loaded already.

    Raises:
        ComplianceError: If the rulebook cannot be used.
    """
    book = rulebook or rulebook_as_set(settings)
    segment.load()
    return Checker(
        book,
        budget_seconds=settings.budget_seconds,
        cache=settings.cache,
        restorer=restorer_of(book, settings.cache) if settings.restore else None,
        weigher=kept.read() if settings.weigh else None,
        hearer=kept.read_cues() if settings.weigh else None,
    )


def restorer_of(rulebook: Rulebook, cache: Path | None = None) -> Restorer:
    """What reads back the words of *rulebook*; kept in *cache* if one is given."""
    store = Store(cache, rulebook.id.sha256, *(one.id for one in rulebook.rules))
    arrays = store.read("restorer")
    if arrays is not None:
        try:
            return Restorer.of(arrays)
        except ValueError:
            pass  # made by other code: it is made anew
    restorer = Restorer(vocabulary(rulebook), ordinary(rulebook))
    store.write("restorer", restorer.arrays())
    return restorer
