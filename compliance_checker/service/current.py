"""The rulebook that judges now, and how another takes its place while calls run.

Whoever begins a call or a request takes the edition of that moment and keeps it to the
end: a change of rules in the middle would judge one call by two rulebooks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from compliance_checker.errors import ComplianceError, Problem, RulebookError
from compliance_checker.model import Call, RulebookId, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.report.case import Glossary, glossary
from compliance_checker.rulebook.load import Rulebook

Make = Callable[[], Checker]
Reloaded = Literal["never", "ok", "failed"]

#: What a new checker says before it takes over, so that no caller waits for what is
#: made at the first use.
_REHEARSAL = Call("rehearsal", (Utterance(0, "collector", "您好，打扰您一分钟。"),))


@dataclass(frozen=True, slots=True)
class Edition:
    """A rulebook, ready to judge, and its words for people."""

    checker: Checker
    names: Glossary

    @property
    def rulebook(self) -> Rulebook:
        """What it judges by."""
        return self.checker.rulebook

    @property
    def id(self) -> RulebookId:
        """Version and hash, as every verdict carries them."""
        return self.checker.rulebook.id


def edition_of(checker: Checker) -> Edition:
    """*checker* with the words of its rulebook."""
    return Edition(checker, glossary(checker.rulebook))


class Current:
    """Holds the edition that judges now.  Safe to share between threads.

    Reading ``edition`` never waits, also while another is being loaded.
    """

    def __init__(self, checker: Checker, make: Make | None = None) -> None:
        """Begin with *checker*; *make* makes the next one (none: it stays)."""
        self._edition = edition_of(checker)
        self._make = make
        self._loading = threading.Lock()
        self._asked = 0
        self._served = 0
        #: How the last load ended.
        self.reloaded: Reloaded = "never"

    @property
    def edition(self) -> Edition:
        """The edition for what begins now."""
        return self._edition

    def reload(self) -> Edition:
        """Load the rulebook anew and let it judge what begins from now on.

        Takes as long as loading takes; the old one judges until the new one is ready.

        Raises:
            ComplianceError: If the new one cannot be used; the old one stays.
        """
        with self._loading:
            return self._load()

    def reload_soon(self, tell: Callable[[Edition | Exception], None]) -> None:
        """Load in a thread of its own and *tell* how it went.

        Never waits, so that a signal may call it.  Of several that ask while one loads
        all but one find their wish met by the load that began last.
        """
        self._asked += 1
        thread = threading.Thread(
            target=self._serve, args=(self._asked, tell), name="rulebook", daemon=True
        )
        thread.start()

    def _serve(self, asked: int, tell: Callable[[Edition | Exception], None]) -> None:
        with self._loading:
            if self._served >= asked:
                return  # a load that began after this wish has met it
            self._served = self._asked
            outcome: Edition | Exception
            try:
                outcome = self._load()
            # Whatever is wrong with the files, the service goes on with the old one.
            except Exception as error:
                outcome = error
        tell(outcome)

    def _load(self) -> Edition:
        self.reloaded, before = "failed", self.reloaded
        if self._make is None:
            self.reloaded = before
            return self._edition
        checker = self._make()
        if not checker.rulebook.rules:
            hint = "name the folder of the rules; the old rulebook stays"
            raise RulebookError([Problem("CC552", "rules", "holds no rule", hint)])
        if checker.rulebook.id != self._edition.id:
            checker.check(_REHEARSAL)
            self._edition = edition_of(checker)
        self.reloaded = "ok"
        return self._edition


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """What to tell of a load that failed; never the words of an unforeseen error."""
    if isinstance(error, ComplianceError):
        return error.problems
    what = f"cannot be loaded ({type(error).__name__})"
    return (Problem("CC553", "rules", what, "check that the files are all there"),)
