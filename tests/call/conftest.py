"""Small calls, from lines such as ``"collector: 您好"``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compliance_checker.model import Call, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_valid

MakeCall = Callable[..., Call]


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The packaged cues and checks; rules are no matter here."""
    return Checker(load_valid()[0])


@pytest.fixture
def call() -> MakeCall:
    def make(*lines: str, **known: Any) -> Call:
        """A call of these turns; *known* are fields of ``Call``."""
        turns = []
        for index, line in enumerate(lines):
            role, _, text = line.partition(": ")
            turns.append(Utterance(index, role, text))  # type: ignore[arg-type]
        return Call("c-1", tuple(turns), **known)

    return make
