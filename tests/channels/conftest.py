from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from actions.casebook.models import Account, Message
from actions.casebook.store import Casebook, migrate, open_casebook
from actions.casebook.work import Work
from actions.conversation import take_turn
from actions.reply import Outgoing, Reply
from actions.understanding import NluResult
from bot.channels.app import create_app
from bot.channels.rasa import Asked, NoTurn, RasaAway
from bot.clock import system_now
from bot.launch.ports import free_ports
from bot.outreach.sms import SmsError
from bot.settings import Settings
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook

NOW = "2025-06-18T10:05:00+08:00"
SMS_TOKEN = "gateway-token"
SECONDS = 20.0


@dataclass
class LocalRasa:
    """Answers for Rasa inside the process: the real conversation, intents as told."""

    casebook: Casebook
    intents: dict[str, str] = field(default_factory=dict)
    planted: list[Outgoing] = field(default_factory=list)
    away: bool = False
    silent: bool = False
    asked: list[Asked] = field(default_factory=list)
    answered: dict[int, Reply] = field(default_factory=dict)

    async def turn(self, asked: Asked) -> Reply:
        if self.away:
            raise RasaAway("test")
        self.asked.append(asked)
        if self.silent:
            raise NoTurn
        if self.planted:
            return Reply(tuple(self.planted))
        number = asked.metadata["message_id"]
        if number not in self.answered:
            self.answered[number] = await asyncio.to_thread(self._take, asked)
        return self.answered[number]

    def _take(self, asked: Asked) -> Reply:
        now = datetime.fromisoformat(asked.metadata["now"])
        intent = self.intents.get(asked.text, "nlu_fallback")
        with self.casebook.begin() as work:
            session = work.session(asked.session_id)
            assert session is not None
            return take_turn(work, session, asked.text, NluResult(intent, 0.9), now)

    async def healthy(self) -> bool:
        return not self.away

    async def close(self) -> None:
        pass


@dataclass
class Pigeonhole:
    """An SMS sender that keeps what it is given, once it is not refusing."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    refusals: int = 0

    def send(self, address: str, text: str, key: str) -> str:
        if self.refusals:
            self.refusals -= 1
            raise SmsError("busy")
        self.texts.append((address, text))
        self.keys.append(key)
        return key


@dataclass
class RunningDoor:
    url: str
    settings: Settings
    casebook: Casebook
    rasa: LocalRasa
    sms: Pigeonhole

    clients: list[httpx.Client] = field(default_factory=list)

    def client(self) -> httpx.Client:
        client = httpx.Client(
            base_url=self.url, headers={"X-Hecui-Now": NOW}, timeout=SECONDS
        )
        self.clients.append(client)
        return client

    def link(self, account_id: str = "a-1") -> str:
        with self.casebook.begin() as work:
            account = work.account(account_id)
            assert account is not None
            return work.create_link(account, account.phone, datetime.fromisoformat(NOW))

    def visitor(self) -> Visitor:
        client = self.client()
        assert client.get(f"/c/{self.link()}").status_code == 303
        return Visitor(self, client)

    def text(self, number: str, words: str, message_id: str) -> httpx.Response:
        body = {"id": message_id, "from": number, "to": "1069", "text": words}
        with self.client() as client:
            return client.post(
                "/sms/inbound", json=body, headers={"X-Hecui-Token": SMS_TOKEN}
            )

    def rows(self, table: type[Any], **wanted: Any) -> list[Any]:
        with self.casebook.begin() as work:
            query = work.orm.query(table).filter_by(**wanted)
            return list(query.order_by(table.id))

    def eventually(self, check: Any) -> Any:
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            found = check()
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError("it did not come about in time")


class Visitor:
    """A browser in its conversation, over plain HTTP."""

    def __init__(self, door: RunningDoor, client: httpx.Client) -> None:
        self.door = door
        self.client = client
        self.count = 0
        self.seen: list[dict[str, Any]] = []
        self.state = "idle"
        self.news(0)

    def news(self, wait: int = 5) -> dict[str, Any]:
        after = self.seen[-1]["seq"] if self.seen else 0
        answer = self.client.get(
            "/api/messages",
            params={"after": after, "wait": wait, "state": self.state},
        )
        assert answer.status_code == 200, answer.text
        news: dict[str, Any] = answer.json()
        self.seen += news["messages"]
        self.state = news["state"]
        return news

    def post(self, text: str, message_id: str | None = None) -> httpx.Response:
        self.count += 1
        body = {"id": message_id or f"m{self.count}", "text": text}
        return self.client.post(
            "/api/messages",
            content=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )

    def say(self, text: str, intent: str | None = None) -> list[str]:
        """What the bot answers to *text*."""
        if intent is not None:
            self.door.rasa.intents[text] = intent
        before = len(self.seen)
        assert self.post(text).status_code == 202
        self.state = "typing"
        while self.news()["state"] != "idle":
            pass
        return [m["text"] for m in self.seen[before:] if m["from"] == "bot"]


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker(load_rulebook())


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    url = f"sqlite:///{tmp_path}/casebook.sqlite3"
    migrate(url)
    opened = open_casebook(url)
    with opened.begin() as work:
        save_account(work)
    yield opened
    opened.close()


def save_account(
    work: Work, account_id: str = "a-1", phone: str = "16100000001"
) -> None:
    now = datetime.fromisoformat(NOW)
    account = Account(
        id=account_id,
        lender="恒信银行",
        lender_type="bank_card",
        product="信用卡",
        name="林晓梅",
        phone=phone,
        id_last4="0427",
        account_tail="7715",
        overdue_fen=326_000,
        min_payment_fen=32_600,
        due_date=date(2025, 6, 9),
        as_of=date(2025, 6, 18),
        max_periods=60,
        min_monthly_fen=10_000,
        promise_max_days=60,
        zone="Asia/Shanghai",
        plan_status="none",
        created_at=now,
        updated_at=now,
    )
    work.save_account(account, source="import", now=now)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    [port] = free_ports(1)
    return Settings(
        run=tmp_path,
        door_port=port,
        public_url=f"http://127.0.0.1:{port}",
        secret="test-secret",
        sms_token=SMS_TOKEN,
        test_clock=True,
        demo=True,
    )


@pytest.fixture
def door(
    casebook: Casebook, checker: Checker, settings: Settings
) -> Iterator[RunningDoor]:
    rasa, sms = LocalRasa(casebook), Pigeonhole()
    app = create_app(settings, casebook, rasa, checker, system_now, sender=sms)
    config = uvicorn.Config(
        app,
        port=settings.door_port,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    running = RunningDoor(settings.public_url, settings, casebook, rasa, sms)
    running.eventually(lambda: server.started)
    yield running
    for client in running.clients:
        client.close()
    server.should_exit = True
    thread.join(timeout=SECONDS)
    assert not thread.is_alive()


def bot_texts(door: RunningDoor) -> list[str]:
    """What reached the debtor, in order, however it went out."""
    sent: list[Message] = door.rows(Message, direction="out")
    return [m.text for m in sent if m.status != "blocked"]
