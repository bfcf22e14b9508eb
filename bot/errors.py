"""What the programs of the bot raise on purpose; the command line prints it in one line."""

from __future__ import annotations


class HecuiError(Exception):
    """Something the user can mend: what is wrong, and what to do about it.

    ``exit_code`` is 1 for work that failed and 2 for input that cannot be used.
    No message ever holds what a debtor said.
    """

    def __init__(self, message: str, hint: str = "", *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code


class BadInput(HecuiError):
    """A file cannot be used; every problem in it is listed with its line."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, exit_code=2)
        self.problems = problems
