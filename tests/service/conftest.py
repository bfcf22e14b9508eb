"""The service around a small rulebook, on a free port, with a clock that stands still."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from websockets.sync.client import connect

from compliance_checker.commands.serve import listening
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.service.app import create_app

RULES = Path(__file__).parents[1] / "cli" / "rulebook" / "rules"
NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


@dataclass
class Client:
    """HTTP and WebSocket to one running service."""

    port: int
    http: httpx.Client

    def get(self, path, **options):
        return self.http.get(path, **options)

    def post(self, path, **options):
        return self.http.post(path, **options)

    def request(self, method, path, **options):
        return self.http.request(method, path, **options)

    def live(self, **options):
        address = f"ws://127.0.0.1:{self.port}/v1/live"
        return connect(address, proxy=None, open_timeout=5, **options)


@contextmanager
def serving(app):
    """The service in a thread of this process."""
    address = listening("127.0.0.1", 0)
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [address]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = address.getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            yield Client(port, http)
    finally:
        server.should_exit = True
        thread.join()
        address.close()


@pytest.fixture(scope="session")
def checker():
    return Checker(load_rulebook(RULES))


@pytest.fixture
def make_client(checker):
    with ExitStack() as stack:

        def make(**options):
            app = create_app(checker, clock=lambda: NOW, **options)
            return stack.enter_context(serving(app))

        yield make


@pytest.fixture(scope="session")
def client(checker):
    with serving(create_app(checker, clock=lambda: NOW)) as running:
        yield running
