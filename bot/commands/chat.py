"""``hecui chat``: a conversation with the running door, in the terminal."""

from __future__ import annotations

import argparse
import secrets
import threading
from collections.abc import Callable
from typing import Any

import httpx

from bot.clock import system_now
from bot.commands.common import Commands, the_casebook
from bot.errors import HecuiError
from bot.settings import Settings

POLL_SECONDS = 20
SECONDS = 40.0
#: Ends the conversation, besides Ctrl-D.
LEAVE = frozenset({"/quit", "/exit", "/q"})


def add(commands: Commands) -> None:
    """Add ``chat`` to the command line."""
    parser = commands.add_parser("chat", help="talk to the running bot")
    parser.add_argument(
        "--account",
        default="demo",
        metavar="ID",
        help="as the holder of this account (default: the first demo account)",
    )
    parser.add_argument("--link", metavar="URL", help="as if this link was clicked")
    parser.add_argument("--url", help="the door's address (default: as HECUI_* say)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Talk until Ctrl-D."""
    url = (options.url or settings.public_url).rstrip("/")
    token = _token(options, settings)
    with httpx.Client(base_url=url, timeout=SECONDS, trust_env=False) as client:
        try:
            answer = client.get(f"/c/{token}")
            if answer.status_code != 303:
                raise HecuiError(
                    f"what answers at {url} does not know the link "
                    f"(answer {answer.status_code})",
                    "the link has expired, or another program is on that port, or "
                    "the door runs on another casebook: give both commands the same "
                    "HECUI_DOOR_PORT, HECUI_RUN and HECUI_CASEBOOK",
                )
            _talk(client)
        except httpx.HTTPError as error:
            raise HecuiError(
                f"the door does not answer at {url} ({type(error).__name__})",
                "start it with `make run`; if it runs on another port, name it: "
                "hecui chat --url http://127.0.0.1:PORT, or set HECUI_DOOR_PORT",
            ) from error
    return 0


def _token(options: argparse.Namespace, settings: Settings) -> str:
    if options.link is not None:
        return str(options.link).rstrip("/").rpartition("/c/")[2]
    wanted = "demo-1" if options.account == "demo" else options.account
    with the_casebook(settings) as casebook, casebook.begin() as work:
        account = work.account(wanted)
        if account is None:
            raise HecuiError(
                f"there is no account {wanted!r} in the casebook",
                "demo accounts are loaded by `make run`",
            )
        if options.account == "demo":
            print(f"（演示账户，身份证后四位 {account.id_last4}；Ctrl-D 结束）")
        return work.create_link(account, account.phone, system_now())


def _talk(client: httpx.Client) -> None:
    """Print what comes in, in its own thread; send what is typed."""
    over = threading.Event()
    reader = threading.Thread(
        target=_print_news, args=(client, over, _printer()), daemon=True
    )
    reader.start()
    try:
        while True:
            text = input().strip()
            if text in LEAVE:
                return
            if text:
                _send(client, text)
    except (EOFError, KeyboardInterrupt):
        return
    finally:
        # What was just sent is still answered, also when the input was a file.
        _settle(client)
        over.set()


def _send(client: httpx.Client, text: str) -> None:
    body = {"id": secrets.token_hex(8), "text": text}
    answer = client.post("/api/messages", json=body)
    if answer.status_code != 202:
        print(f"（{answer.json()['error']['message']}）")


def _settle(client: httpx.Client) -> None:
    for _ in range(10):
        answer = client.get("/api/messages", params={"after": 2**31, "wait": 2})
        if answer.status_code != 200 or answer.json()["state"] != "typing":
            return


def _print_news(
    client: httpx.Client, over: threading.Event, show: Callable[[dict[str, Any]], None]
) -> None:
    seen = 0
    wait = 0
    state = "idle"
    while not over.is_set():
        query: dict[str, str | int] = {"after": seen, "wait": wait, "state": state}
        try:
            answer = client.get("/api/messages", params=query)
        except httpx.HTTPError:
            if not over.wait(1.0):
                print("（连不上服务，正在重试）")
            continue
        if answer.status_code != 200:
            return
        news = answer.json()
        show(news)
        state = news["state"]
        if news["messages"]:
            seen = news["messages"][-1]["seq"]
        wait = POLL_SECONDS


def _printer() -> Callable[[dict[str, Any]], None]:
    notice = ""

    def show(news: dict[str, Any]) -> None:
        nonlocal notice
        for message in news["messages"]:
            if message["from"] == "bot":
                print(f"\n客服：{message['text']}")
                titles = [button["title"] for button in message["buttons"]]
                if titles:
                    print("　　　[" + "] [".join(titles) + "]")
        if news["notice"] != notice:
            notice = news["notice"]
            if notice:
                print(f"（{notice}）")

    return show
