"""Whole conversations, written as data in ``scripts/*.yml``.

A script says what the debtor sends, how Rasa reads it, and what must stand in the
casebook afterwards.  In every one of them nothing about the debt may be said before
identity is settled.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.casebook.models import (
    Application,
    Consent,
    Dispute,
    Promise,
    StopFlag,
    Ticket,
)

SCRIPTS = Path(__file__).parent / "scripts"
STEP = {"say", "intent", "confidence", "asks", "outcome", "template", "later_hours"}
SECRETS = ("林晓梅", "3,260", "3260", "三千二", "逾期9", "9天")


def scripts() -> list[Any]:
    found = []
    for file in sorted(SCRIPTS.glob("*.yml")):
        for script in yaml.safe_load(file.read_text("utf-8")):
            found.append(pytest.param(script, id=f"{file.stem}-{script['id']}"))
    return found


def yuan(fen: int | None) -> str:
    return "-" if fen is None else f"{fen / 100:g}"


def kept(talk: Any) -> dict[str, list[str]]:
    """What stands in the casebook, in the scripts' short form."""
    return {
        "promises": [
            f"{yuan(p.amount_fen)}@{p.date} {p.status}" for p in talk.rows(Promise)
        ],
        "applications": [application(a) for a in talk.rows(Application)],
        "disputes": [d.kind for d in talk.rows(Dispute)],
        "tickets": sorted(t.kind for t in talk.rows(Ticket)),
        "flags": sorted(f.kind for f in talk.rows(StopFlag)),
        "consents": [c.kind for c in talk.rows(Consent)],
    }


def application(row: Application) -> str:
    if row.kind == "plan":
        down = f" down {yuan(row.down_payment_fen)}" if row.down_payment_fen else ""
        return (
            f"plan {row.periods}x{yuan(row.monthly_fen)} from {row.start_date}{down}"
            f" {row.status}"
        )
    return f"{row.kind} {row.until or ''} {row.status}".replace("  ", " ")


@pytest.mark.parametrize("script", scripts())
def test_the_conversation_ends_as_written(
    start: Callable[..., Any], script: dict[str, Any]
) -> None:
    talk = start(script.get("channel", "web"), **script.get("account", {}))

    for number, step in enumerate(script["steps"], start=1):
        assert STEP.issuperset(step), step
        talk.now += timedelta(hours=step.get("later_hours", 0))
        reply = talk.say(str(step["say"]), step["intent"], step.get("confidence", 0.9))
        told = "".join(m.text for m in reply.messages)
        names = [m.template for m in reply.messages]
        where = f"step {number} {step['say']}: {names} {reply.asks}"
        assert reply.messages, where
        if talk.session.verified_at is None:
            assert not any(secret in told for secret in SECRETS), where
            assert not any(m.facts for m in reply.messages), where
        if "asks" in step:
            assert reply.asks == step["asks"], where
        if "outcome" in step:
            assert reply.outcome == step["outcome"], where
        if "template" in step:
            assert step["template"] in names, where

    assert kept(talk) == {name: [] for name in kept(talk)} | script["expect"]


def test_there_are_sixty_scripts_and_their_names_are_unique() -> None:
    names = [param.id for param in scripts()]

    assert len(names) >= 60
    assert len(set(names)) == len(names)
