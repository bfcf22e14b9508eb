"""Everything this program raises on purpose.

ComplianceError
├── InputError        a transcript, a request or an archive cannot be read
├── RulebookError     rule files or lexicons cannot be used
└── SettingsError     the program was started with settings that cannot work

Each carries its problems as values, all of a load at once, so that a person mends
them in one round.  No message ever holds what a speaker said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it."""

    code: str
    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.code} {self.what}"
        return f"{line}\n    hint: {self.hint}" if self.hint else line


class ComplianceError(Exception):
    """Base of all errors of the checker."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = [Problem("CC000", "-", problems)]
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(ComplianceError):
    """A transcript cannot be read; every problem found in it is listed."""


class RulebookError(ComplianceError):
    """One or more rule files or lexicons cannot be used; all are listed."""


class SettingsError(ComplianceError):
    """The program was started with settings that cannot work."""
