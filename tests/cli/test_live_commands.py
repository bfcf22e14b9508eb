"""``serve`` and ``replay``."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
import uvicorn

from compliance_checker.commands.replay import pauses, play
from compliance_checker.commands.serve import listening
from compliance_checker.errors import SettingsError
from compliance_checker.model import Call, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.service.app import create_app

from .conftest import BAD, RULES


@pytest.fixture(scope="module")
def service():
    """A running service; comes as its port."""
    address = listening("127.0.0.1", 0)
    config = uvicorn.Config(
        create_app(Checker(load_rulebook(RULES))), log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [address]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield address.getsockname()[1]
    server.should_exit = True
    thread.join()
    address.close()


def test_a_taken_port_is_one_clear_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SettingsError, match="Address already in use"):
            listening("127.0.0.1", port)


def test_an_address_that_cannot_be_is_one_clear_sentence():
    with pytest.raises(SettingsError, match="CC551"):
        listening("no.invalid", 0)


@pytest.mark.parametrize("port", ["99999", "-1", "x", "８０"])
def test_a_port_that_cannot_be_is_a_usage_error(run, port):
    with pytest.raises(SystemExit) as caught:
        run("serve", "--port", port)

    assert caught.value.code == 2


def test_a_call_is_replayed_with_its_warnings(run, service, bad_file):
    url = f"ws://127.0.0.1:{service}/v1/live"

    code, out, _ = run("replay", bad_file, "--speed", "0", "--url", url)

    assert code == 1
    assert "第2句 [较重] T5.3" in out
    assert "可以这样说：我们只跟您本人谈还款。" in out
    assert httpx.get(
        f"http://127.0.0.1:{service}/live/c-2", trust_env=False
    ).status_code == 200  # fmt: skip


def test_a_replay_goes_where_the_environment_says(run, service, bad_file, monkeypatch):
    monkeypatch.setenv("HECUI_CHECKER_PORT", str(service))
    monkeypatch.setenv("HECUI_CHECKER_HOST", "0.0.0.0")

    code, out, _ = run("replay", bad_file, "--speed", "0")

    assert code == 1
    assert "c-2  共2句" in out


def test_serve_listens_where_the_environment_says(run, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("HECUI_CHECKER_PORT", str(port))

        code, _, err = run("serve", "--rules", RULES)

    assert code == 2
    assert f"127.0.0.1:{port}: CC551" in err


def test_a_port_in_the_environment_that_cannot_be_is_told(run, bad_file, monkeypatch):
    monkeypatch.setenv("HECUI_CHECKER_PORT", "eighty")

    code, _, err = run("replay", bad_file)

    assert code == 2
    assert "HECUI_CHECKER_PORT: CC403" in err


def test_a_replay_without_a_service_says_how_to_start_it(run, bad_file):
    code, _, err = run("replay", bad_file, "--url", "ws://127.0.0.1:1/v1/live")

    assert code == 2
    assert "compliance-checker serve" in err


@pytest.mark.parametrize("url", ["nonsense", "http://127.0.0.1:1", "ws://"])
def test_an_address_that_is_none_is_one_sentence(run, bad_file, url):
    code, _, err = run("replay", bad_file, "--url", url)

    assert code == 2
    assert "CC550" in err


class Answering:
    """A service that gives the answers it was told to give."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.heard = []

    def send(self, message):
        self.heard.append(json.loads(message))

    def recv(self):
        return json.dumps(self.answers.pop(0))


OPENED = {"type": "opened", "call_id": "c", "next_seq": 0}
ACK = {"type": "ack", "seq": 0}
VERDICT = {"type": "verdict", "verdict": {"outcome": "clean", "score": 100}}


def call(**fields):
    turns = tuple(
        Utterance(index, turn["role"], turn["text"], turn.get("start"), turn.get("end"))
        for index, turn in enumerate(BAD)
    )
    return Call("c", turns, **fields)


def test_a_replay_keeps_the_time_of_the_call(capsys):
    waited = []

    outcome = play(call(), Answering(OPENED, ACK, ACK, VERDICT), 2.0, waited.append)

    assert outcome == "clean"
    assert waited == [pause / 2 for pause in pauses(call())]
    assert "未发现问题  100分" in capsys.readouterr().out


def test_a_replay_skips_what_the_service_has(capsys):
    link = Answering({**OPENED, "next_seq": 1}, ACK, VERDICT)

    play(call(), link, 0, lambda _: None)

    assert [one["type"] for one in link.heard] == ["open", "utterance", "close"]
    assert link.heard[1]["seq"] == 1


@pytest.mark.parametrize(
    ("masked", "shown"), [(True, "打*******8000找你姐"), (False, "打13800138000找你姐")]
)
def test_a_replay_shows_no_number_unless_it_is_asked_to(masked, shown, capsys):
    said = Call("c", (Utterance(0, "collector", "我打13800138000找你姐。"),))
    found = {
        "type": "findings", "seq": 0, "call_findings": [],
        "findings": [{"severity": "major", "turn": 0, "category": "T5.3", "start": 1,
                      "end": 16, "text": "打13800138000找你姐", "suggestion": ""}],
    }  # fmt: skip

    play(
        said,
        Answering(OPENED, found, ACK, VERDICT),
        0,
        lambda _: None,
        masked=masked,
    )

    assert f"【{shown}】" in capsys.readouterr().out


def test_a_refused_replay_tells_why(capsys):
    error = {"code": "conflict", "message": "other data", "hint": "new id"}

    outcome = play(call(), Answering({"type": "error", "error": error}), 0, print)

    assert outcome is None
    assert "conflict: other data" in capsys.readouterr().err


def test_a_call_without_times_is_played_at_the_speed_of_speech():
    turns = tuple(Utterance(index, "collector", "好" * 9) for index in range(2))

    assert list(pauses(Call("c", turns))) == [2.0, 2.0]


def test_no_pause_is_endless():
    turns = (
        Utterance(0, "collector", "好", 0, 1),
        Utterance(1, "debtor", "喂", 900, 901),
    )

    assert list(pauses(Call("c", turns))) == [1, 20.0]


def test_other_commands_do_not_load_the_web_framework():
    import subprocess

    code = "import sys, compliance_checker.cli; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.split()  # fmt: skip

    assert not {"fastapi", "uvicorn", "openpyxl", "spacy"} & set(found)
