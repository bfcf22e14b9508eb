from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from actions.casebook.store import open_casebook
from bot.errors import HecuiError
from bot.launch.model import dialogue_python
from bot.launch.services import NAMES
from bot.outreach.demo import load_demo
from bot.settings import Settings, read_settings
from bot.stack import Stack, trial_settings

#: The test clock of the running stack.
NOW = "2026-11-23T10:00:00+08:00"


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The installation's settings; skips where there is no dialogue environment."""
    found = read_settings(os.environ)
    try:
        dialogue_python(found)
    except HecuiError as error:
        if os.environ.get("HECUI_REQUIRE_STACK") == "1":
            pytest.fail(error.message)
        pytest.skip(error.message)
    return found


@pytest.fixture(scope="session")
def stack(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    """Everything running, on free ports, with demo accounts in its own casebook."""
    folder: Path = tmp_path_factory.mktemp("stack")
    trial = replace(trial_settings(settings, folder), demo=True)
    with Stack(trial, os.environ, NAMES) as running:
        running.prepare(lambda stage, seconds: None)
        casebook = open_casebook(trial.casebook)
        load_demo(casebook, datetime.fromisoformat(NOW))
        casebook.close()
        running.start()
        yield running
