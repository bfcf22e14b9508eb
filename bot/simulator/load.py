"""Many debtors at once through the real web door: how many messages, how fast.

Every debtor opens a link, talks over the page's WebSocket and comes back as the next
debtor; what came of each conversation is read from the casebook afterwards.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from actions.casebook.models import Account
from actions.casebook.store import Casebook
from actions.casebook.work import Work
from bot.simulator.crowd import NOW, crowd
from bot.simulator.debtor import account_of
from bot.simulator.doors import NoAnswer, in_thread
from bot.simulator.outcome import reached, read_outcome, wrong_fields
from bot.simulator.page import Browser, open_page
from bot.simulator.script import Script

#: A turn that takes longer counts as an error.
TURN_SECONDS = 20.0
#: Accounts made ready before the clock starts, for each second of the run: nobody
#: talks faster than this.
DEBTORS_A_SECOND = 40
#: Conversations of each debtor before the clock starts: first uses are slow.
WARM_UP = 1
#: Seconds on the processor so far, by process.
Processor = Callable[[], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Demand:
    """How hard the door is pressed; *pause* is between an answer and the next word."""

    at_once: int
    seconds: float
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A debtor with an account and an open link."""

    script: Script
    account_id: str
    token: str


@dataclass(slots=True)
class Tally:
    """What is counted while the clock runs."""

    running: bool = False
    over: bool = False
    turns: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    finished: list[Ready] = field(default_factory=list)


def prepare(casebook: Casebook, demand: Demand) -> list[Ready]:
    """Debtors enough for the run, in the casebook."""
    count = demand.at_once * (WARM_UP + 1)
    count += math.ceil(demand.seconds * DEBTORS_A_SECOND)
    with casebook.begin() as work:
        return [
            _ready(work, script, number)
            for number, (_plot, script) in enumerate(islice(crowd(), count), start=1)
        ]


def _ready(work: Work, script: Script, number: int) -> Ready:
    account: Account = work.save_account(
        account_of(script, number), source="import", now=NOW
    )
    token = work.create_link(account, account.phone, NOW)
    return Ready(script, account.id, token)


async def press(
    url: str, debtors: Sequence[Ready], demand: Demand, processor: Processor
) -> tuple[Tally, dict[str, float], float]:
    """Let the debtors talk; the tally, processor seconds spent, and seconds gone by."""
    tally = Tally()
    waiting = iter(debtors)
    warm = asyncio.Barrier(demand.at_once + 1)
    browser = Browser(url, NOW.isoformat(), httpx.AsyncHTTPTransport(trust_env=False))
    tasks = [
        asyncio.create_task(_debtor(browser, waiting, demand, tally, warm))
        for _ in range(demand.at_once)
    ]
    await warm.wait()
    before, began = processor(), time.perf_counter()
    tally.running = True
    await warm.wait()
    await asyncio.sleep(demand.seconds)
    tally.running = False
    took, after = time.perf_counter() - began, processor()
    tally.over = True
    await asyncio.gather(*tasks)
    await browser.transport.aclose()
    return tally, {name: after[name] - before[name] for name in after}, took


async def _debtor(
    browser: Browser,
    waiting: Iterator[Ready],
    demand: Demand,
    tally: Tally,
    warm: asyncio.Barrier,
) -> None:
    for _ in range(WARM_UP):
        await _converse(browser, next(waiting), 0.0, tally)
    await warm.wait()
    await warm.wait()
    while not tally.over and (ready := next(waiting, None)) is not None:
        await _converse(browser, ready, demand.pause, tally)


async def _converse(browser: Browser, ready: Ready, pause: float, tally: Tally) -> None:
    try:
        async with open_page(browser, ready.token) as page:
            await page.begin(TURN_SECONDS)
            for text in ready.script.user_turns:
                await asyncio.sleep(pause)
                took = await page.say(text, TURN_SECONDS)
                if tally.running:
                    tally.turns.append(took)
    except (NoAnswer, httpx.HTTPError, WebSocketException, OSError) as error:
        tally.errors[str(error) or type(error).__name__] += 1
    else:
        tally.finished.append(ready)


async def judge(casebook: Casebook, finished: Sequence[Ready]) -> Counter[str]:
    """How many conversations came to the expected end, and what the others missed."""
    return Counter([await in_thread(casebook, _verdict, ready) for ready in finished])


def _verdict(work: Work, ready: Ready) -> str:
    happened, fields = read_outcome(work, ready.account_id)
    expected = ready.script.expect
    if expected.outcome == "no_disclosure":
        agreed = happened & {"promise_recorded", "plan_submitted", "info_given"}
        return "agreed something" if agreed else "right"
    if reached(expected, happened) is None:
        return f"no {expected.outcome}"
    return "; ".join(wrong_fields(expected, fields)) or "right"


def report(
    demand: Demand,
    tally: Tally,
    judged: Counter[str],
    spent: dict[str, float],
    took: float,
) -> dict[str, Any]:
    """The one JSON object that a load run prints; times in milliseconds."""
    count = len(tally.turns)
    busy = sum(spent.values())
    return {
        "at_once": demand.at_once,
        "pause_seconds": demand.pause,
        "seconds": round(took, 2),
        "messages": count,
        "errors": dict(tally.errors),
        "messages_per_second": round(count / took, 2),
        "turn_ms": {
            f"p{part}": round(1000 * percentile(tally.turns, part / 100), 1)
            for part in (50, 95, 99)
        },
        "outcomes": {
            "conversations": len(tally.finished),
            "right": judged["right"],
            "wrong": {why: n for why, n in judged.items() if why != "right"},
        },
        "cpu_ms_per_message": {
            name: round(1000 * seconds / max(count, 1), 2)
            for name, seconds in {**spent, "all": busy}.items()
        },
        "cpu_seconds": {name: round(seconds, 2) for name, seconds in spent.items()},
        "messages_per_cpu_second": round(count / busy, 2) if busy else None,
    }


def percentile(values: Sequence[float], part: float) -> float:
    """The value that *part* (0 to 1) of all values do not exceed; 0 of none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]
