"""Debtors at once through the real web door, in the set-ups that docs/performance.md shows.

    .venv/bin/python benchmarks/bot_load.py [--load 10] [--seconds 30]

Each row starts a stack of its own with ``hecui simulate --load``: real Rasa workers,
action server and door on free ports, a temporary casebook.  Needs both environments.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class SetUp:
    """A row of the table: how many Rasa workers, how long debtors think."""

    what: str
    workers: int
    pause: float


SET_UPS = (
    SetUp("no pauses", 2, 0.0),
    SetUp("no pauses", 1, 0.0),
    SetUp("a second to read and type", 2, 1.0),
)


def measure(set_up: SetUp, at_once: int, seconds: float) -> dict[str, Any]:
    """What one load run prints; it fails where a turn or an outcome fails."""
    options = {
        "--load": at_once,
        "--seconds": seconds,
        "--workers": set_up.workers,
        "--pause": set_up.pause,
    }
    command = [sys.executable, "-m", "bot.cli", "simulate"]
    for name, value in options.items():
        command += [name, str(value)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if not done.stdout:
        raise SystemExit(done.returncode)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def table(rows: Sequence[tuple[SetUp, Mapping[str, Any]]]) -> str:
    """The runs as Markdown."""
    out = [
        "| debtors | Rasa workers | messages/s | p50 | p95 | p99 | CPU a message: door "
        "| Rasa | actions | the debtors | messages a CPU second | wrong, errors |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for set_up, told in rows:
        turn, cpu = told["turn_ms"], told["cpu_ms_per_message"]
        rasa = sum(ms for name, ms in cpu.items() if name.startswith("rasa"))
        outcomes = told["outcomes"]
        wrong = outcomes["conversations"] - outcomes["right"]
        cells = [
            f"{told['at_once']}, {set_up.what}",
            str(set_up.workers),
            f"{told['messages_per_second']:.1f}",
            *(f"{turn[part]:.0f} ms" for part in ("p50", "p95", "p99")),
            *(f"{ms:.1f} ms" for ms in (cpu.get("door", 0.0), rasa)),
            *(f"{cpu.get(name, 0.0):.1f} ms" for name in ("actions", "debtors")),
            f"{told['messages_per_cpu_second'] or 0:.1f}",
            f"{wrong}, {sum(told['errors'].values())}",
        ]
        out.append(f"| {' | '.join(cells)} |")
    return "\n".join(out)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    rows = [(s, measure(s, options.load, options.seconds)) for s in SET_UPS]
    print(table(rows))


if __name__ == "__main__":
    main()
