"""Rasa's server without its three costs does what Rasa does, in Rasa's own world."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bot.launch.model import dialogue_environment
from bot.settings import Settings

pytestmark = pytest.mark.stack

CHECKS = Path(__file__).with_name("lean_checks.py")


def test_the_lean_server_does_what_rasa_does(settings: Settings) -> None:
    done = subprocess.run(
        [settings.dialogue_python, str(CHECKS)],
        env=dialogue_environment(settings, os.environ),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == [
        "answers",
        "graphs",
        "sessions",
        "forgetful",
        "features",
    ]
