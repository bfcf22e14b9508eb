from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.cli import main
from bot.launch.ports import HOST, free_ports

COMMANDS = ["up", "accounts import", "chat", "outreach plan", "outreach run"]
COMMANDS += ["nlu evaluate", "simulate"]


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HECUI_RUN", str(tmp_path / "run"))
    monkeypatch.delenv("HECUI_CASEBOOK", raising=False)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command.split(), "--help"])

    assert left.value.code == 0
    assert "usage: hecui" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["", "nothing", "simulate", "nlu", "nlu evaluate"])
def test_a_wrong_command_line_is_2(command: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(command.split())

    assert left.value.code == 2


@pytest.mark.parametrize("command", ["nlu evaluate", "simulate", "accounts import"])
def test_a_missing_file_is_2_and_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*command.split(), str(tmp_path / "missing.jsonl")])

    told = capsys.readouterr().err
    assert code == 2
    assert told.startswith("error: ")
    assert "missing.jsonl" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("command", ["nlu evaluate", "simulate"])
def test_a_bad_file_is_2_with_every_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": 1}\n\n{broken\n', encoding="utf-8")

    assert main([*command.split(), str(path)]) == 2

    told = capsys.readouterr().err
    assert "bad.jsonl:1: " in told
    assert "bad.jsonl:3: " in told


def test_a_bad_setting_is_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HECUI_DOOR_PORT", "many")

    assert main(["up"]) == 2
    assert "HECUI_DOOR_PORT" in capsys.readouterr().err


def test_up_names_every_port_that_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rasa, actions, checker = free_ports(3)
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = str(other.getsockname()[1])
        for name, port in (
            ("RASA", rasa),
            ("ACTIONS", actions),
            ("CHECKER", checker),
            ("DOOR", taken),
        ):
            monkeypatch.setenv(f"HECUI_{name}_PORT", str(port))

        assert main(["up"]) == 1

    told = capsys.readouterr().err
    assert f"port {taken} for door is taken (set HECUI_DOOR_PORT" in told


def test_a_time_without_a_zone_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outreach", "plan", "--now", "2025-06-18T10:00"]) == 2
    assert "--now" in capsys.readouterr().err


def test_a_chat_without_accounts_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["chat"]) == 1
    assert "make run" in capsys.readouterr().err


def test_accounts_are_imported_and_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(
        "账户编号,姓名,手机号,身份证后四位,贷款机构,产品,逾期金额,逾期天数,卡号尾号\n"
        "c-1,林晓梅,16100000001,0427,恒信银行,信用卡,3260,9,7715\n",
        encoding="utf-8",
    )

    code = main(["accounts", "import", str(path)])
    told = capsys.readouterr().out

    assert code == 0, told
    now = "2026-11-21T10:00:00+08:00"
    assert main(["outreach", "plan", "--now", now]) == 0
    assert main(["outreach", "run", "--now", now]) == 0
    assert "sent 1" in capsys.readouterr().err
    assert main(["outreach", "run", "--now", now]) == 0
    assert "skipped 1" in capsys.readouterr().err
