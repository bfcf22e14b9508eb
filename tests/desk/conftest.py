from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpx
import pytest
import uvicorn

from actions.casebook.models import Matter
from actions.casebook.store import Casebook
from actions.casebook.work import Work
from bot.clock import system_now
from bot.desk.app import create_app
from bot.launch.ports import free_ports
from compliance_checker.pipeline import Checker
from tests.channels.conftest import (
    NOW,
    SECONDS,
    RunningDoor,
    Visitor,
    casebook,
    checker,
    door,
    settings,
)

__all__ = ["casebook", "checker", "door", "settings"]

INTENTS = {
    "想分6期还": "request_installment",
    "想分5年还": "request_installment",
    "对，提交申请": "affirm",
    "对": "affirm",
    "跳过": "deny",
    "转人工": "request_human",
    "我要投诉": "complain_collector",
    "我想申请延期": "request_extension",
    "我想申请减免": "request_waiver",
    "这笔不是我借的": "dispute_not_mine",
    "我已经还过了": "already_paid",
}


@dataclass
class Person:
    """One of the staff at a browser, over plain HTTP."""

    desk: RunningDesk
    client: httpx.Client
    id: str = ""
    at: str = NOW

    def comes(self, hour: int, day: int = 18) -> None:
        """Comes back at another hour and signs in again."""
        self.at = datetime.fromisoformat(NOW).replace(hour=hour, day=day).isoformat()
        assert self.post("/signin/demo", id=self.id).status_code == 303

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(path, params=query, headers={"X-Hecui-Now": self.at})

    def page(self, path: str, **query: Any) -> str:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def csrf(self, path: str = "/signin") -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.get(path).text)
        assert found is not None
        return found[1]

    def post(self, path: str, **fields: Any) -> httpx.Response:
        fields.setdefault("csrf", self.csrf())
        return self.client.post(path, data=fields, headers={"X-Hecui-Now": self.at})

    def do(self, matter: Matter, step: str, **fields: Any) -> httpx.Response:
        """A step on the matter as its page shows it now."""
        fields.setdefault("version", self.desk.matter(matter.id).version)
        return self.post(f"/matters/{matter.id}/{step}", **fields)

    def chat(self, matter: Matter, step: str, **fields: Any) -> httpx.Response:
        return self.post(f"/matters/{matter.id}/chat/{step}", **fields)


@dataclass
class RunningDesk:
    url: str
    casebook: Casebook
    clients: list[httpx.Client] = field(default_factory=list)

    def stranger(self) -> Person:
        client = httpx.Client(base_url=self.url, timeout=SECONDS)
        self.clients.append(client)
        return Person(self, client)

    def signed_in(self, member_id: str) -> Person:
        person = self.stranger()
        person.id = member_id
        answer = person.post("/signin/demo", id=member_id)
        assert answer.status_code == 303, answer.text
        return person

    def matter(self, matter_id: int) -> Matter:
        with self.casebook.begin() as work:
            found = work.orm.get(Matter, matter_id)
            assert found is not None
            return found

    def matters(self, **wanted: Any) -> list[Matter]:
        with self.casebook.begin() as work:
            query = work.orm.query(Matter).filter_by(**wanted)
            return list(query.order_by(Matter.id))

    def change(self, step: Callable[[Work], Any]) -> Any:
        with self.casebook.begin() as work:
            return step(work)


@pytest.fixture
def desk(
    casebook: Casebook, checker: Checker, door: RunningDoor
) -> Iterator[RunningDesk]:
    [port] = free_ports(1)
    options = replace(door.settings, desk_port=port)
    titles = {rule.id: rule.title for rule in checker.rulebook.rules}
    app = create_app(options, casebook, checker, system_now, titles=titles)
    config = uvicorn.Config(
        app,
        port=port,
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    door.rasa.intents |= INTENTS
    running = RunningDesk(f"http://127.0.0.1:{port}", casebook)
    door.eventually(lambda: server.started)
    yield running
    for client in running.clients:
        client.close()
    server.should_exit = True
    thread.join(timeout=SECONDS)
    assert not thread.is_alive()


@pytest.fixture
def clerk(desk: RunningDesk) -> Person:
    return desk.signed_in("demo-101")


@pytest.fixture
def colleague(desk: RunningDesk) -> Person:
    return desk.signed_in("demo-102")


@pytest.fixture
def supervisor(desk: RunningDesk) -> Person:
    return desk.signed_in("demo-201")


@pytest.fixture
def debtor(desk: RunningDesk, door: RunningDoor) -> Visitor:
    visitor = door.visitor()
    visitor.say("0427")
    return visitor


@pytest.fixture
def applied(desk: RunningDesk, debtor: Visitor) -> Matter:
    """A plan of six instalments, applied for in the chat."""
    debtor.say("想分6期还")
    debtor.say("对")
    debtor.say("跳过")
    [matter] = desk.matters(kind="plan")
    return matter
