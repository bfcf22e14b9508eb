from __future__ import annotations

import gc
import re
import socket
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml
from rich.cells import cell_len

from actions.casebook.store import migrate, open_casebook
from bot.cli import main
from bot.commands import outreach, up
from bot.commands.common import print_report, progress
from bot.evaluation.rows import Labelled
from bot.launch.ports import HOST, free_ports
from bot.launch.service import tail
from bot.outreach import words
from bot.outreach.columns import FIELDS
from bot.outreach.demo import load_demo
from bot.settings import PROJECT
from bot.simulator.script import AccountOf, Expected, Limits, Script

COMMANDS = ["up", "accounts import", "chat", "outreach plan", "outreach run"]
COMMANDS += ["nlu evaluate", "simulate", "staff add", "staff list", "staff remove"]


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
    rasa, actions, checker, desk = free_ports(4)
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = str(other.getsockname()[1])
        for name, port in (
            ("RASA", rasa),
            ("ACTIONS", actions),
            ("CHECKER", checker),
            ("DESK", desk),
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
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
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
    monkeypatch.setattr(outreach, "system_now", lambda: datetime.fromisoformat(now))
    assert main(["outreach", "run"]) == 0
    assert "已发送 1" in capsys.readouterr().err
    assert main(["outreach", "run"]) == 0
    assert "跳过 1" in capsys.readouterr().err


def test_sending_at_another_time_is_no_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["outreach", "run", "--now", "2026-11-21T10:00:00+08:00"])

    assert ended.value.code == 2
    assert "--now" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["plan", "run"])
def test_an_account_that_is_not_there_is_told(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outreach", verb, "--account", "nobody"]) == 2
    assert "没有这个账户：nobody" in capsys.readouterr().err


def test_a_plan_is_readable_at_eighty_columns(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    casebook_of_demo(tmp_path, monkeypatch)

    assert main(["outreach", "plan", "--now", "2026-11-21T23:00:00+08:00"]) == 0

    told = capsys.readouterr().out
    assert "不在可联系时段" in told
    assert not re.findall("[a-z]+_[a-z]+", told), told
    assert max(cell_len(line) for line in told.splitlines()) <= 80
    assert "…" not in told


def test_every_reason_of_the_policy_has_a_chinese_name() -> None:
    source = "".join(
        (PROJECT / place).read_text(encoding="utf-8")
        for place in (
            "actions/policy/checks.py",
            "bot/outreach/segments.py",
            "bot/outreach/reminders.py",
        )
    )
    named = re.findall(r'_refusal\(case, "[a-z_]+", "([a-z_]+)"\)', source)
    named += re.findall(r'^        "([a-z_]+)": ', source, re.MULTILINE)
    named += re.findall(r'"skipped", "([a-z_]+)"', source)
    flags = yaml.safe_load((PROJECT / "actions/policy/contact.yaml").read_text("utf-8"))
    named += [f"flag_{kind}" for kind in flags["stop_flags"]["kinds"]]

    assert len(named) > 30
    assert [name for name in named if name not in words.REASON] == []


def casebook_of_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    monkeypatch.setenv("HECUI_CASEBOOK", url)
    migrate(url)
    casebook = open_casebook(url)
    load_demo(casebook, datetime.fromisoformat("2026-11-21T10:00:00+08:00"))
    casebook.close()


def test_a_column_of_another_name_and_a_value_for_all_rows_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(
        "账户编号,姓名,联系方式,身份证后四位,产品,逾期金额,逾期天数,卡号尾号\n"
        "c-1,林晓梅,16100000001,0427,信用卡,3260,9,7715\n",
        encoding="utf-8",
    )

    assert main(["accounts", "import", str(path)]) == 2
    assert "--map" in capsys.readouterr().err
    given = ["--map", "联系方式=phone", "--set", "lender=恒信银行"]
    assert main(["accounts", "import", str(path), *given]) == 0
    assert main(["accounts", "import", str(path), "--map", "phone"]) == 2


def test_a_chat_with_a_door_that_is_not_there_says_where_it_looked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    casebook_of_demo(tmp_path, monkeypatch)
    [port] = free_ports(1)
    monkeypatch.setenv("HECUI_DOOR_PORT", str(port))

    assert main(["chat"]) == 1

    told = capsys.readouterr().err
    assert f"http://127.0.0.1:{port}" in told
    assert "HECUI_DOOR_PORT" in told
    assert "--url" in told


def test_what_to_paste_names_the_stack_and_no_secret() -> None:
    line = up.pasted(
        "hecui",
        {
            "HECUI_DOOR_PORT": "9000",
            "HECUI_RUN": "a folder",
            "HECUI_SECRET": "hidden",
        },
    )

    assert line.startswith("HECUI_RUN='a folder' HECUI_DOOR_PORT=9000 ")
    assert line.endswith("hecui")
    assert "hidden" not in line


def test_the_end_of_an_empty_log_is_told_as_that(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("one\n\ntwo\n", encoding="utf-8")

    assert tail(log).splitlines() == ["last lines:", "    one", "    two"]
    assert "nothing was written" in tail(tmp_path / "b.log")


@pytest.mark.parametrize(
    ("status", "word"), [(401, "HECUI_RASA_TOKEN"), (404, "--enable-api")]
)
@pytest.mark.filterwarnings("error")
def test_a_rasa_that_refuses_is_told_once_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, word: str
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        "".join(
            f'{{"id": "{n}", "text": "在吗", "intent": "greet"}}\n' for n in range(9)
        ),
        encoding="utf-8",
    )

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"

        assert main(["nlu", "evaluate", str(rows), "--url", url]) == 1
        server.shutdown()

    told = capsys.readouterr().err
    assert word in told
    assert "Warning" not in told
    gc.collect()


def test_a_report_is_set_out_at_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    print_report({"a": {"b": 1}})
    assert capsys.readouterr().out == '{"a": {"b": 1}}\n'
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_report({"a": 1})
    assert capsys.readouterr().out == '{\n  "a": 1\n}\n'


def test_progress_is_told_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress("starting …") as tell:
        tell("too soon to be a line of its own")

    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "starting …\n")


def test_every_field_of_the_files_is_in_the_documentation() -> None:
    page = (PROJECT / "docs/operations.md").read_text(encoding="utf-8")
    columns = {name for names in FIELDS.values() for name in names} | set(FIELDS)
    rows = {
        name
        for kind in (Script, AccountOf, Limits, Expected, Labelled)
        for name in kind.__struct_fields__
    }

    assert [name for name in sorted(columns | rows) if f"`{name}`" not in page] == []
