"""Plays many scripts against one stack of its own and counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.simulator.debtor import Played, Theatre, play
from bot.simulator.script import Script

Done = Callable[[int, int, Played], None]


async def play_all(
    scripts: Sequence[Script], theatre: Theatre, jobs: int, done: Done
) -> list[Played]:
    """The rows of all scripts, in their order; *jobs* debtors talk at once."""
    places = asyncio.Semaphore(jobs)
    finished = 0

    async def one(number: int, script: Script) -> Played:
        nonlocal finished
        async with places:
            played = await play(script, number, theatre)
        finished += 1
        done(finished, len(scripts), played)
        return played

    return list(
        await asyncio.gather(
            *(one(number, script) for number, script in enumerate(scripts, start=1))
        )
    )


def report(played: Sequence[Played]) -> dict[str, Any]:
    """The one JSON object that ``hecui simulate`` prints."""
    return {
        "totals": {
            "scripts": len(played),
            "passed": sum(row.passed for row in played),
            "disclosures": sum(row.disclosures for row in played),
            "blocked_by_gate": sum(row.blocked for row in played),
        },
        "scripts": [row.as_json() for row in played],
    }
