"""Installs the wheel into an empty environment and asks it for a finding and its data.

    .venv/bin/python tools/check_wheel.py dist/hecui-*.whl

Missing package data (rules, lexicons, templates, pages) shows here and nowhere else,
because every other test runs from the checkout.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROBE = """
from compliance_checker.model import Call, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
import actions.conversation, actions.templates, bot.channels.app, bot.stack
import compliance_checker, pathlib, tempfile
from actions.casebook.store import migrate
place = pathlib.Path(compliance_checker.__file__)
assert "site-packages" in place.parts, place.parts[-3:]
said = Utterance(0, "collector", "你他妈到底还不还？")
assert Checker(load_rulebook()).check(Call("wheel", (said,))).findings
with tempfile.TemporaryDirectory() as folder:
    migrate(f"sqlite:///{folder}/casebook.sqlite3")
print("the wheel is whole")
"""


def main(wheel: str) -> int:
    uv = ROOT / ".venv" / "bin" / "uv"
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "env" / "bin" / "python"
        run = [uv, "pip", "install", "-q", "--python", python]
        commands = [
            [uv, "venv", "-q", "--python", sys.executable, Path(folder) / "env"],
            [*run, "--require-hashes", "-r", ROOT / "requirements" / "main.txt"],
            [*run, "--no-deps", wheel],
            [python, "-W", "ignore", "-c", PROBE],
        ]
        for command in commands:
            done = subprocess.run([str(part) for part in command], cwd=folder)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve())))
