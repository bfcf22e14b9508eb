"""The whole stack, with the real Rasa server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.casebook.models import Message, Promise, Ticket
from actions.casebook.store import Casebook, open_casebook
from bot.launch.ports import free_ports
from bot.settings import Settings
from bot.stack import Stack
from tests.stack.conftest import NOW

pytestmark = pytest.mark.stack

SECONDS = 60.0


@pytest.fixture
def casebook(stack: Stack) -> Iterator[Casebook]:
    opened = open_casebook(stack.settings.casebook)
    yield opened
    opened.close()


Meet = Callable[[str], "Debtor"]


@pytest.fixture
def meet(stack: Stack, casebook: Casebook) -> Iterator[Meet]:
    """Opens the conversation of a demo account, and closes it at the end."""
    met: list[Debtor] = []

    def open_conversation(account_id: str) -> Debtor:
        met.append(Debtor(stack, casebook, account_id))
        met[-1].begin()
        return met[-1]

    yield open_conversation
    for debtor in met:
        debtor.client.close()


class Debtor:
    """A browser in the conversation of a demo account."""

    def __init__(self, stack: Stack, casebook: Casebook, account_id: str) -> None:
        with casebook.begin() as work:
            account = work.account(account_id)
            assert account is not None
            self.last4 = account.id_last4
            token = work.create_link(
                account, account.phone, datetime.fromisoformat(NOW)
            )
        self.client = httpx.Client(
            base_url=stack.settings.public_url,
            headers={"X-Hecui-Now": NOW},
            timeout=SECONDS,
        )
        self.token = token
        self.seen = 0
        self.count = 0
        self.state = "idle"

    def begin(self) -> None:
        opened = self.client.get(f"/c/{self.token}")
        assert opened.status_code == 303, opened.text
        self.news()

    def news(self, wait: int = 0) -> list[dict[str, Any]]:
        query: dict[str, str | int] = {
            "after": self.seen,
            "wait": wait,
            "state": self.state,
        }
        news = self.client.get("/api/messages", params=query).json()
        self.state = news["state"]
        if news["messages"]:
            self.seen = news["messages"][-1]["seq"]
        messages: list[dict[str, Any]] = news["messages"]
        return messages

    def post(self, text: str) -> None:
        self.count += 1
        body = {"id": f"m{self.count}", "text": text}
        answer = self.client.post("/api/messages", json=body)
        assert answer.status_code == 202, answer.text
        self.state = "typing"

    def settle(self, until: str = "idle") -> list[str]:
        """What the bot says until it does nothing more."""
        said: list[str] = []
        ends = time.monotonic() + SECONDS
        while self.state != until:
            assert time.monotonic() < ends, f"still {self.state}"
            said += [m["text"] for m in self.news(wait=5) if m["from"] == "bot"]
        return said

    def say(self, text: str) -> list[str]:
        self.post(text)
        return self.settle()


def test_a_promise_goes_all_the_way(meet: Meet, casebook: Casebook) -> None:
    debtor = meet("demo-1")

    debtor.say(debtor.last4)
    debtor.say("25号先还八百")
    debtor.say("对")

    with casebook.begin() as work:
        [promise] = work.active_promises("demo-1")
    assert (promise.amount_fen, promise.date.day) == (80_000, 25)


def test_rasa_killed_in_mid_conversation_loses_nothing(
    stack: Stack, casebook: Casebook, meet: Meet
) -> None:
    debtor = meet("demo-2")
    debtor.say(debtor.last4)
    debtor.say("25号先还两千")

    stack.kill("rasa")
    debtor.post("对")
    debtor.settle(until="recovering")
    health = httpx.get(f"{stack.settings.public_url}/healthz").json()
    assert (health["rasa"], health["waiting"]) == ("away", 1)
    stack.restart("rasa")
    said = debtor.settle()

    assert said
    with casebook.begin() as work:
        [promise] = work.active_promises("demo-2")
        query = work.orm.query(Message).filter_by(session_id=promise.session_id)
        asked = query.filter_by(direction="in", text="对").one()
        answers = query.filter_by(answers=asked.id).count()
    assert promise.amount_fen == 200_000
    assert asked.status == "answered"
    assert answers == len(said)


@pytest.mark.parametrize("service", ["actions", "door"])
def test_any_service_killed_comes_back_with_the_conversation(
    stack: Stack, casebook: Casebook, meet: Meet, service: Any
) -> None:
    account = {"actions": "demo-3", "door": "demo-4"}[service]
    debtor = meet(account)
    debtor.say(debtor.last4)

    stack.kill(service)
    if service == "actions":
        debtor.post("25号还三百")
        debtor.settle(until="recovering")
    stack.restart(service)
    if service == "door":
        debtor.post("25号还三百")
    debtor.settle()
    debtor.say("对")

    with casebook.begin() as work:
        promises = work.orm.query(Promise).filter_by(account_id=account).all()
    assert [p.amount_fen for p in promises] == [30_000]


def test_many_debtors_at_once_are_all_answered(
    stack: Stack, casebook: Casebook, meet: Meet
) -> None:
    debtors = [meet("demo-5") for _ in range(8)]

    for debtor in debtors:
        debtor.post("你们是哪家银行")
    said = [debtor.settle() for debtor in debtors]

    assert all(said)
    with casebook.begin() as work:
        blocked = work.orm.query(Ticket).filter_by(kind="blocked_message").count()
    assert blocked == 0


def test_every_script_of_ours_passes(settings: Settings) -> None:
    scripts = Path(__file__).parents[1] / "simulator" / "scripts.jsonl"

    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "simulate", str(scripts)],
        capture_output=True,
        text=True,
        cwd=settings.project,
    )

    report = json.loads(done.stdout)
    failed = {row["id"]: row["why"] for row in report["scripts"] if not row["passed"]}
    assert failed == {}
    assert report["totals"]["disclosures"] == 0
    assert done.returncode == 0


@pytest.fixture
def up(settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """``hecui up`` on free ports, up."""
    names = ("RASA", "ACTIONS", "DOOR", "CHECKER", "DESK")
    ports = {
        f"HECUI_{name}_PORT": str(port)
        for name, port in zip(names, free_ports(5), strict=True)
    }
    run = tmp_path / "run"
    run.mkdir()
    # The trained model is the installation's.
    (run / "models").symlink_to(settings.models)
    environment = {**os.environ, **ports, "HECUI_RUN": str(run), "HECUI_DEMO": "1"}
    environment["NO_COLOR"] = "1"
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "up"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        cwd=settings.project,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C stops everything" in line:
            break
    assert "/c/" in said, said
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_stops_everything_on_a_signal(
    up: subprocess.Popen[str], number: signal.Signals
) -> None:
    started = children(up.pid)
    assert len(started) == 5

    up.send_signal(number)

    assert up.wait(SECONDS) == 0
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


def test_up_stops_when_one_dies_and_says_which(up: subprocess.Popen[str]) -> None:
    started = children(up.pid)
    by_name = {
        Path(f"/proc/{p}/cmdline").read_text().replace("\0", " "): p for p in started
    }
    [actions] = [pid for command, pid in by_name.items() if "actions.server" in command]

    os.kill(actions, signal.SIGKILL)

    assert up.wait(SECONDS) == 1
    assert up.stdout is not None
    said = up.stdout.read()
    assert "actions ended (signal 9)" in said
    assert "actions.log" in said
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
